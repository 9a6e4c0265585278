"""Questions that bring their own premises: probabilities and a story, relations, or a graph in words.

Nothing of the table is looked at, and there need be none. What is read is a diagram, given quantities and a
query; what follows is computed exactly (`tools.formal`), or it is said that it does not follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.kinds.formal.answering import FormalResult, Verdict, conclude, needed_text
from assistant.kinds.formal.premises import Ask, Premises
from assistant.kinds.formal.reading import is_formal, read_premises, unread_parts, with_pair
from assistant.kinds.formal.sentences import sentences
from assistant.kinds.formal.structured import read_by_model
from assistant.kinds.interface import KINDS, Asked, QuestionKind, Slot, SlotKind, Work
from assistant.kinds.reading import plan_of
from assistant.language.registry import language_of
from assistant.types import Part, Plan
from tools.errors import DataError, EstimationError
from tools.formal.effects import Unidentified, Way
from tools.formal.equivalence import Contradiction
from tools.formal.inference import Lacking
from tools.messages import Message, Quoted
from tools.types import (
    CausalGraph,
    Design,
    DesignKind,
    Edge,
    EdgeSource,
    NotIdentified,
    Query,
    Unobserved,
)

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from assistant.types import GraphProposal
    from tools.data import Table
    from tools.types import DataProfile, Estimand

__all__ = ["FORMAL"]

NAME = "formal"
SLOTS = (
    Slot("premises", SlotKind.TEXT),
    Slot("treatment", SlotKind.COLUMN, required=False),
    Slot("outcome", SlotKind.COLUMN, required=False),
)


def ask(asked: Asked) -> Plan:
    """The premises of the question; without offline ones a model may still read them in `estimate`."""
    premises = read_premises(asked.question, asked.understanding.language)
    if premises is None:
        # Left open: whether a model is at hand is known only where the plan is carried out.
        plan = plan_of(Query(None, "", kind=NAME), asked.profile, asked)
        return replace(plan, slots={"premises": asked.question}, warnings=())
    return _plan_with(premises, asked.question, asked.profile, asked)


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    text = str(slots["premises"])
    premises = read_premises(text, language_of(text))
    if premises is None:
        made = plan_of(Query(None, "", kind=NAME), profile)
        return replace(made, slots={"premises": text}, language=language_of(text))
    named = {}
    for slot in ("treatment", "outcome"):
        if slots.get(slot) is not None:
            if slots[slot] not in premises.diagram.nodes:
                raise DataError(
                    f"{slots[slot]!r} is no variable of the premises. They speak of: "
                    f"{', '.join(premises.diagram.nodes)}. Name one of these."
                )
            named[slot] = slots[slot]
    premises = with_pair(premises, named.get("treatment"), named.get("outcome"))
    return replace(_plan_with(premises, text, profile, None), language=language_of(text))


def _plan_with(premises: Premises, text: str, profile: DataProfile, asked: Asked | None) -> Plan:
    cause, effect = premises.wanted.cause, premises.wanted.effect
    query = Query(cause[0] if cause else None, effect[0] if effect else "", kind=NAME)
    made = plan_of(query, profile, asked, confidence=1.0, alternatives=(), not_filtered=())
    return replace(made, slots={"premises": text, "read": premises})


def _premises(plan: Plan, setting: Setting) -> Premises | None:
    read = plan.slots.get("read")
    if isinstance(read, Premises):
        return read
    if setting.exchange is None:
        return None
    return read_by_model(str(plan.slots["premises"]), plan.language, setting.exchange)


def identify(plan: Plan, proposal: GraphProposal | None, setting: Setting) -> NotIdentified | None:
    """Nothing follows from the numbers: the paths that stay open, and what would help."""
    read = plan.slots.get("read")
    if not isinstance(read, Premises):
        return None
    try:
        found = conclude(read)
    except (Lacking, Contradiction, ValueError, OverflowError):
        return None  # said where it is computed
    if not isinstance(found, Unidentified):
        return None
    reason = Message("formal-not-identified", {"paths": Quoted("; ".join(found.paths[:3]))})
    assert plan.query is not None
    return NotIdentified(plan.query, (reason,), found.paths, (Message("formal-would-help"),))


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    premises = _premises(plan, setting)
    if premises is None:
        unread = unread_parts(str(plan.slots["premises"]), plan.language)
        if not unread:
            raise EstimationError(Message("formal-not-read-whole"))
        parts = Quoted("; ".join(f"“{part}”" for part in unread[:3]))
        raise EstimationError(Message("formal-not-read", {"unread": parts}))
    try:
        found = conclude(premises)
    except Lacking as gap:
        if not gap.needed:
            raise EstimationError(Message("formal-at-odds")) from gap
        needed = Quoted("; ".join(needed_text(premises, gap)))
        raise EstimationError(Message("formal-lacking", {"needed": needed})) from gap
    except Contradiction as fault:
        raise EstimationError(Message("formal-contradiction")) from fault
    except OverflowError as fault:
        raise EstimationError(Message("formal-too-many")) from fault
    except ValueError as fault:
        raise EstimationError(Message("formal-at-odds")) from fault
    if isinstance(found, Unidentified):
        paths = Quoted("; ".join(found.paths[:3]))
        raise EstimationError(Message("formal-not-identified", {"paths": paths}))
    assert plan.query is not None
    cause, effect = premises.wanted.cause, premises.wanted.effect
    query = replace(
        plan.query, treatment=cause[0] if cause else None, outcome=effect[0] if effect else plan.query.outcome
    )
    return Work(
        result=found,
        query=query,
        design=Design(DesignKind.NONE),
        beside={"graph": _graph(premises), "plan": replace(plan, slots={**plan.slots, "read": premises})},
    )


def _graph(premises: Premises) -> CausalGraph | None:
    """The diagram as the figure draws it: hidden variables as what they join."""
    drawn = premises.diagram
    if not drawn.arrows or not premises.drawn:
        return None
    source = EdgeSource("user", "", None)
    seen = set(drawn.observed)
    edges = tuple(Edge(a, b, 1.0, (source,)) for a, b in drawn.arrows if {a, b} <= seen)
    hidden = [Unobserved(n, tuple(b for a, b in drawn.arrows if a == n and b in seen)) for n in drawn.hidden]
    hidden += [Unobserved(f"U{n}", pair) for n, pair in enumerate(drawn.linked, 1)]
    return CausalGraph(drawn.observed, edges, tuple(u for u in hidden if u.affects))


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found = work.result
    told = work.beside["plan"]
    assert isinstance(found, FormalResult) and isinstance(told, Plan)
    return sentences(told.slots["read"], found)


def _values(result: FormalResult) -> dict[str, Any]:
    return {
        "ask": str(result.ask),
        "verdict": str(result.verdict),
        "way": None if result.way is None else str(result.way),
        "variables": list(result.names),
        "derivation": list(result.derivation),
        "open_paths": list(result.paths),
        "graphs": result.graphs,
        "holding": result.holding,
    }


_NAMES = {"type": "array", "items": {"type": "string"}}
FORMAL = QuestionKind(
    name=NAME,
    needs=frozenset(),
    slots=SLOTS,
    designs=frozenset(DesignKind),
    ask=ask,
    plan=plan,
    identify=identify,
    estimate=estimate,
    say=say,
    claims=lambda question, language, columns: is_formal(question, language, columns),
    result_schema={
        "ask": {"enum": [str(ask) for ask in Ask]},
        "verdict": {"enum": [str(verdict) for verdict in Verdict]},
        "way": {"enum": [None, *(str(way) for way in Way)]},
        "variables": _NAMES,
        "derivation": _NAMES,
        "open_paths": _NAMES,
        "graphs": {"type": "integer"},
        "holding": {"type": "integer"},
    },
    result_values=_values,
)
KINDS.register(NAME)(FORMAL)

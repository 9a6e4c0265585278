"""Questions about the graph itself: is it a confounder, what must be adjusted for, what if U was unmeasured.

The answer is read off the arrows; there is no number in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from assistant.kinds.interface import KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work
from assistant.kinds.reading import column_said, default_embedder, named_beside, refusing
from assistant.language import language
from assistant.planning.offline import understand
from assistant.planning.plan import ASK_BELOW, close_readings, nothing_about, plan_from
from assistant.types import GraphProposal, Part, Plan, Reading, Understanding
from tools.effects.graph_roles import GraphRole, GraphRoles, roles_in
from tools.graphs import open_backdoor_paths, set_unobserved
from tools.identification.estimand import identify
from tools.messages import Column, Columns, Message, Quantity, Quoted
from tools.types import DataProfile, DesignKind, Estimand, NeedsClarification, NotIdentified, Query

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table

__all__ = ["GRAPH_QUESTION", "GraphAnswer"]


# ---------------- What a question asks of the graph: the aspect by its words, the column, and its effect


_LONGEST = 600  # characters that are read: a question about a graph is short


class Aspect(StrEnum):
    """What is asked about the graph."""

    CONFOUNDER = "confounder"
    MEDIATOR = "mediator"
    COLLIDER = "collider"
    INSTRUMENT = "instrument"
    ADJUST_FOR = "adjust_for"
    WHY = "why"  # is, or is not, one column adjusted for
    PATHS = "paths"
    UNMEASURED = "unmeasured"
    IDENTIFIED = "identified"
    LATE = "late"  # which columns come after the treatment


@dataclass(frozen=True)
class GraphReading:
    aspect: Aspect
    about: str | None
    pair: tuple[str | None, str | None] | None  # treatment and outcome; None: the question names none
    confidence: float
    unsure: bool
    understanding: Understanding


def about_graph(asked: Asked) -> GraphReading:
    """The aspect, the column and the effect; never raises."""
    text = asked.question[:_LONGEST]
    aspect, words, rest = _aspect(text, asked.understanding.language)
    about = _column(words, asked) if words else None
    if about is None and aspect in (Aspect.CONFOUNDER, Aspect.MEDIATOR, Aspect.COLLIDER, Aspect.INSTRUMENT):
        about = _literal(text, asked)
    pair = _pair(rest, asked, about)
    if pair is not None:
        return GraphReading(aspect, about, pair, 1.0, False, asked.understanding)
    read = understand(rest, asked.profile) if _says_something(rest) else None
    readings = [
        r
        for r in (read.readings if read is not None and not read.missing else ())
        if r.treatment is not None and r.outcome is not None and about not in (r.treatment, r.outcome)
    ]
    if not readings or read is None or readings[0].confidence < (0.25 if asked.last is None else ASK_BELOW):
        return GraphReading(aspect, about, None, 0.0, False, asked.understanding)
    best = readings[0]
    unsure = best.confidence < ASK_BELOW
    return GraphReading(aspect, about, (best.treatment, best.outcome), best.confidence, unsure, read)


def _aspect(text: str, code: str) -> tuple[Aspect, str, str]:
    """The first aspect whose words are there, the words for the column, and what is left of the question."""
    for entry in language(code).cues("graph_question").get("patterns", ()):
        match = re.search(entry["pattern"], text, re.IGNORECASE)
        if match is not None:
            groups = match.groupdict()
            words = groups.get("about") or ""
            rest = f"{text[: match.start()]} {groups.get('pair') or ''} {text[match.end() :]}".strip()
            return Aspect(entry["aspect"]), words.strip(), rest
    return Aspect.ADJUST_FOR, "", text


def _pair(rest: str, asked: Asked, about: str | None) -> tuple[str, str] | None:
    """The cause and the effect that the question names as such."""
    free = {c.name for c in asked.profile.columns} - {about or ""}
    for pattern in language(asked.understanding.language).cues("graph_question").get("pairs", ()):
        for match in re.finditer(pattern, rest, re.IGNORECASE):
            cause = named_beside(_plain(match["cause"]), asked.profile, default_embedder(), free, last=True)
            among = free - {cause or ""}
            effect = named_beside(
                _plain(match["effect"]), asked.profile, default_embedder(), among, last=False
            )
            if cause is not None and effect is not None:
                return cause, effect
    return None


def _plain(words: str) -> str:
    """Less the article and the marks around it."""
    return re.sub(r"^(?:the|a|an|any)\s+", "", words.strip(" ?.!,，。？"), flags=re.IGNORECASE)


def _column(words: str, asked: Asked) -> str | None:
    return column_said(_plain(words), asked.profile, asked.profile.names)


def _literal(text: str, asked: Asked) -> str | None:
    """A column whose very name stands in the text."""
    folded = text.casefold()
    names = [n for n in asked.profile.names if re.search(rf"(?<!\w){re.escape(n.casefold())}(?!\w)", folded)]
    return names[0] if names else None


def _says_something(rest: str) -> bool:
    return len(re.findall(r"\w", rest)) >= 4


# ---------------- The kind


SLOTS = (
    Slot("treatment", SlotKind.COLUMN),
    Slot("outcome", SlotKind.COLUMN),
    Slot("aspect", SlotKind.CHOICE, choices=tuple(Aspect)),
    Slot("about", SlotKind.COLUMN, required=False),
)
_ABOUT_ONE = (
    Aspect.CONFOUNDER,
    Aspect.MEDIATOR,
    Aspect.COLLIDER,
    Aspect.INSTRUMENT,
    Aspect.WHY,
    Aspect.UNMEASURED,
)
_ASKED_FOR = {
    Aspect.CONFOUNDER: GraphRole.CONFOUNDER,
    Aspect.MEDIATOR: GraphRole.MEDIATOR,
    Aspect.COLLIDER: GraphRole.COLLIDER,
    Aspect.INSTRUMENT: GraphRole.INSTRUMENT,
}


@dataclass(frozen=True)
class GraphAnswer:
    """What the graph says of one effect; no quantity."""

    aspect: Aspect
    about: str | None
    roles: GraphRoles
    adjustment_set: tuple[str, ...]
    identified: bool
    open_paths: tuple[str, ...]
    identified_without: bool | None = None  # were `about` not measured

    headline = None

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        return {}


def ask(asked: Asked) -> Plan:
    """The aspect by its words, the column by its name, the effect from the question or the last plan."""
    found = about_graph(asked)
    if found.aspect in _ABOUT_ONE and found.about is None:
        return refusing(
            asked, "graph_question", needs_clarification=NeedsClarification(Message("graph-which-column"), ())
        )
    slots = {"aspect": found.aspect, "about": found.about}
    last, pair = asked.last, found.pair
    if pair is None and last is not None and last.query is not None and last.query.treatment is not None:
        if last.design is not None:
            return _as_graph_question(replace(last, language=asked.understanding.language), slots)
        pair = (last.query.treatment, last.query.outcome)
    if pair is None:
        about = nothing_about(asked.understanding, asked.profile)
        if about is not None and found.about is None:
            return refusing(asked, "graph_question", not_answerable=about)
        which = NeedsClarification(Message("graph-which-effect"), ())
        return refusing(asked, "graph_question", needs_clarification=which)
    reading = Reading(*pair, found.confidence)
    understanding = replace(asked.understanding, readings=(reading,), missing=(), population=())
    plan = plan_from(asked.question, understanding, asked.profile, asked.table)
    plan = _as_graph_question(plan, slots)
    return replace(plan, needs_clarification=close_readings(found.understanding) if found.unsure else None)


def _as_graph_question(plan: Plan, slots: Mapping[str, Any]) -> Plan:
    assert plan.query is not None
    return replace(
        plan,
        query=replace(plan.query, kind="graph_question"),
        kind="graph_question",
        slots=dict(slots),
        needs_clarification=None,
        not_answerable=None,
        other_reading=None,
        warnings=(),
    )


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    from assistant.planning.request import Columns, check_columns, plan_request

    query = Query(slots["treatment"], slots["outcome"])
    columns = Columns(table, profile, {})
    check_columns(query, columns, table.columns)
    made = plan_request(query, None, columns, ())
    return _as_graph_question(made, {"aspect": Aspect(slots["aspect"]), "about": slots.get("about")})


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    query = plan.query
    assert (
        proposal is not None and query is not None and query.treatment is not None and plan.design is not None
    )
    graph, about = proposal.graph, plan.slots.get("about")
    plain, design = replace(query, kind="average_effect"), plan.design

    def decided(of: Any) -> Estimand | NotIdentified:
        return identify(of, plain, design, observed=setting.profile.names, seconds=setting.identify_seconds)

    found = decided(graph)
    without = None
    if plan.slots["aspect"] is Aspect.UNMEASURED and about in graph.nodes:
        left = replace(design, adjustment_set=tuple(n for n in design.adjustment_set if n != about))
        without = identify(
            set_unobserved(graph, about),
            plain,
            left,
            observed=tuple(name for name in setting.profile.names if name != about),
            seconds=setting.identify_seconds,
        )
    adjusted = () if isinstance(found, NotIdentified) else found.design.adjustment_set
    result = GraphAnswer(
        aspect=plan.slots["aspect"],
        about=about,
        roles=roles_in(graph, query.treatment, query.outcome),
        adjustment_set=adjusted,
        identified=not isinstance(found, NotIdentified),
        open_paths=found.open_paths
        if isinstance(found, NotIdentified)
        else tuple(open_backdoor_paths(graph, query.treatment, query.outcome)),
        identified_without=None if without is None else not isinstance(without, NotIdentified),
    )
    used = design if isinstance(found, NotIdentified) else found.design
    return Work(result=result, query=query, design=used, rows_total=setting.profile.rows)


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found, query = work.result, work.query
    assert isinstance(found, GraphAnswer) and proposal is not None and query.treatment is not None
    confounders = found.roles.those(GraphRole.CONFOUNDER, GraphRole.CAUSE_OF_OUTCOME)
    late = found.roles.those(
        GraphRole.MEDIATOR,
        GraphRole.CONSEQUENCE_OF_TREATMENT,
        GraphRole.COLLIDER,
        GraphRole.CONSEQUENCE_OF_OUTCOME,
    )
    slots: dict[str, Any] = {
        "treatment": Column(query.treatment),
        "outcome": Column(query.outcome),
        "covariates": Columns(found.adjustment_set, 30),
        "confounders": Columns(confounders, 30),
        "late": Columns(late, 8),
    }
    if found.about is not None:
        slots["about"] = Column(found.about)
    head: list[Message] = []
    why: list[Message] = []
    match found.aspect:
        case Aspect.CONFOUNDER | Aspect.MEDIATOR | Aspect.COLLIDER | Aspect.INSTRUMENT:
            role = found.roles.of(found.about or "")
            yes = role is _ASKED_FOR[found.aspect]
            # What came after the treatment may lie on the way, also where nothing says that it does.
            may = found.aspect is Aspect.MEDIATOR and role is GraphRole.CONSEQUENCE_OF_TREATMENT
            verdict = "is" if yes else "may-be" if may else "is-not"
            head.append(Message(f"graph-{verdict}-{found.aspect}", slots))
            why.append(Message(f"graph-role-{str(role).replace('_', '-')}", slots))
            why += _sources(proposal, found.about or "", query)
        case Aspect.WHY:
            role = found.roles.of(found.about or "")
            held = found.about in found.adjustment_set
            head.append(Message("graph-held" if held else "graph-not-held", slots))
            why.append(Message(f"graph-role-{str(role).replace('_', '-')}", slots))
            why += _sources(proposal, found.about or "", query)
        case Aspect.ADJUST_FOR:
            head.append(_adjust_for(found, slots))
            if late:
                why.append(Message("graph-leave-out", slots))
        case Aspect.PATHS:
            paths = tuple(Message("graph-path", {"path": Quoted(path)}) for path in found.open_paths)
            slots["paths"] = paths
            head.append(Message("graph-open-paths" if paths else "graph-no-open-paths", slots))
            why.append(_adjust_for(found, slots))
        case Aspect.UNMEASURED:
            known = (
                "unknown" if found.identified_without is None else "yes" if found.identified_without else "no"
            )
            head.append(Message(f"graph-unmeasured-{known}", slots))
            why.append(
                Message(f"graph-role-{str(found.roles.of(found.about or '')).replace('_', '-')}", slots)
            )
        case Aspect.IDENTIFIED:
            head.append(Message("graph-identified" if found.identified else "graph-not-identified", slots))
            why.append(_adjust_for(found, slots))
        case Aspect.LATE:
            head.append(Message("graph-late" if late else "graph-nothing-late", slots))
    return {
        Part.HEADLINE: tuple(head),
        Part.WHY: tuple(why),
        Part.CAVEAT: (Message("graph-caveat", slots),),
        Part.CHANGE: (Message("graph-change", slots),),
    }


def _adjust_for(found: GraphAnswer, slots: Mapping[str, Any]) -> Message:
    if not found.identified:
        return Message("graph-not-identified", slots)
    return Message("graph-adjust-for" if found.adjustment_set else "graph-adjust-for-nothing", slots)


def _sources(proposal: GraphProposal, about: str, query: Query) -> list[Message]:
    """Who claims the arrows between the column and the effect's two ends."""
    ends = {query.treatment, query.outcome}
    found = []
    for edge in proposal.graph.edges:
        if about not in (edge.cause, edge.effect) or not ends & {edge.cause, edge.effect}:
            continue
        if edge.sources and edge.sources[0].kind != "assumption":
            found.append(
                Message(
                    "graph-source",
                    {
                        "cause": Column(edge.cause),
                        "effect": Column(edge.effect),
                        "source": Quoted(edge.sources[0].text.rstrip(".。")),
                    },
                )
            )
        else:
            found.append(
                Message("graph-assumed", {"cause": Column(edge.cause), "effect": Column(edge.effect)})
            )
    return found[:2]


GRAPH_QUESTION = QuestionKind(
    name="graph_question",
    needs=frozenset({Need.GRAPH}),
    slots=SLOTS,
    designs=frozenset(DesignKind),
    ask=ask,
    plan=plan,
    identify=lambda plan, proposal, setting: None,
    estimate=estimate,
    say=say,
    result_schema={
        "aspect": {"enum": [str(aspect) for aspect in Aspect]},
        "about": {"type": ["string", "null"]},
        "roles": {"type": "object", "additionalProperties": {"enum": [str(role) for role in GraphRole]}},
        "adjustment_set": {"type": "array", "items": {"type": "string"}},
        "identified": {"type": "boolean"},
        "open_paths": {"type": "array", "items": {"type": "string"}},
        "identified_without": {"type": ["boolean", "null"]},
    },
    result_values=lambda result: {
        "aspect": str(result.aspect),
        "about": result.about,
        "roles": {name: str(role) for name, role in result.roles.roles.items()},
        "adjustment_set": list(result.adjustment_set),
        "identified": result.identified,
        "open_paths": list(result.open_paths),
        "identified_without": result.identified_without,
    },
)
KINDS.register("graph_question")(GRAPH_QUESTION)

"""From a question to the plan of its kind: route, then let the kind read it, or refuse it by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.kinds.interface import Asked, kind_of, known_kinds
from assistant.kinds.not_built import NONE, refuse_kind
from assistant.kinds.reading import refusing
from assistant.kinds.router import route
from assistant.language import wording
from assistant.planning.offline import understand
from assistant.planning.reading.asked import what_is_asked
from tools.messages import Message
from tools.types import NeedsClarification

if TYPE_CHECKING:
    from assistant.types import Plan, Understanding
    from tools.data import Table
    from tools.types import DataProfile

__all__ = ["LIKELY_TURN", "ask_which", "kind_choices", "plan_as", "plan_question", "speaks_of_another_kind"]

# A sentence in a conversation is a question of its own kind only when the router is this sure: it has learned
# from whole questions, and a follow-up leaves out what was said before.
SURE_IN_CONVERSATION = 0.8
LIKELY_TURN = 0.5


def plan_question(
    question: str,
    profile: DataProfile,
    table: Table,
    last: Plan | None = None,
    understanding: Understanding | None = None,
) -> Plan:
    """The plan of a question of any kind; a refusal by name, or a question back, may stand in it."""
    question = what_is_asked(question)
    read = understanding or understand(question, profile)
    asked = Asked(question, read, profile, table, last)
    bids = route(question, read.language, profile)
    if bids.turn >= LIKELY_TURN:
        # Half a sentence, with nothing before it that it could change: what it is about is asked back.
        plan = plan_as("average_effect", asked)
        if plan.needs_clarification is not None:
            return plan
    if bids.decided is None:
        return ask_which(asked, bids.close)
    return plan_as(bids.decided, asked)


def plan_as(kind: str, asked: Asked) -> Plan:
    """The plan of a question that is taken for one of `kind`."""
    if kind not in known_kinds():
        return refuse_kind(kind, asked)
    plan = kind_of(kind).ask(asked)
    return next(
        (other.ask(asked) for other in map(kind_of, known_kinds()) if other.takes_over(plan, asked)), plan
    )


def kind_choices(plan: Plan) -> tuple[tuple[str, str], ...]:
    """The kinds that a plan asks back about: what each is called in its language, and its name."""
    kinds = plan.slots.get("close", ())
    words = wording(plan.language)
    return tuple((words.say(Message(f"kind-{kind.replace('_', '-')}")), kind) for kind in kinds)


def speaks_of_another_kind(text: str, language: str, profile: DataProfile) -> bool:
    """Is this sentence of a conversation clearly a question of another kind than an average effect?"""
    bids = route(text, language, profile)
    top = bids.ranked[0]
    sure = top.probability * (1 - bids.turn) >= SURE_IN_CONVERSATION
    return sure and top.kind not in ("average_effect", NONE)


def ask_which(asked: Asked, close: Sequence[str]) -> Plan:
    """Two kinds bid about as much: the person says which, in words that say what each would answer."""
    first, second = close[:2]
    question = Message(
        "kind-two-close",
        {
            name: Message(f"kind-{kind.replace('_', '-')}")
            for name, kind in (("first", first), ("second", second))
        },
    )
    plan = refusing(asked, first)
    plan = replace(plan, slots={"close": (first, second)})
    choices = tuple(label for label, _ in kind_choices(plan))
    return replace(plan, needs_clarification=NeedsClarification(question, choices))

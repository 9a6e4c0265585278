"""Messages -> paragraphs of an answer, in one language; and the messages of an answer without a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.answers.answer import Refusal
from assistant.answers.doubt import is_lead
from assistant.designs.threats.kinds import LEADS
from assistant.language.render import Wording
from assistant.types import Part, Plan
from tools.messages import Columns, Message, Quoted, as_given
from tools.types import NeedsClarification, NotAnswerable, NotIdentified

__all__ = ["Paragraph", "headline", "in_order", "paragraphs", "refuse", "render"]


# Messages as sentences one after another; or a text as it is, line breaks and all: a script.
Paragraph = tuple[Message, ...] | Quoted


def render(parts: Mapping[Part, tuple[Message, ...]], wording: Wording) -> str:
    """The parts in words: a paragraph each, in the order of `Part`."""
    return "\n\n".join(paragraphs(in_order(parts), wording))


NOT_FILTERED = "prose-not-filtered"


def with_limits(parts: Mapping[Part, tuple[Message, ...]], plan: Plan) -> dict[Part, tuple[Message, ...]]:
    """The parts, and beside the number that the question limits its rows in a way that was not understood.

    What a later turn or a model has limited since is limited, and what the kind has a place for is used.
    """
    used = {condition.column for condition in plan.query.population} if plan.query else set()
    for value in plan.slots.values():
        used |= {value} if isinstance(value, str) else set(value) if isinstance(value, tuple) else set()
    open_ = tuple(name for name in plan.not_filtered if name not in used)
    if not open_:
        return dict(parts)
    said = Message(NOT_FILTERED, {"columns": Columns(open_)})
    return {**parts, Part.HEADLINE: (*parts[Part.HEADLINE], said)}


def in_order(parts: Mapping[Part, tuple[Message, ...]]) -> tuple[Paragraph, ...]:
    return tuple(parts[part] for part in Part if parts.get(part))


def paragraphs(said: Iterable[Paragraph], wording: Wording) -> tuple[str, ...]:
    return tuple(one.text if isinstance(one, Quoted) else wording.paragraph(one) for one in said if one)


def headline(said: Iterable[Paragraph], wording: Wording) -> str:
    """The first sentence of the first paragraph, and what has to stand before it."""
    first = next((one for one in said if one and not isinstance(one, Quoted)), ())
    before = sum(message.id in LEADS or is_lead(message) for message in first)
    return wording.paragraph(first[: before + 1])


# ---------------- A refusal: the reason, what stays open, what would help


def refuse(refusal: Refusal) -> dict[Part, tuple[Message, ...]]:
    """All of it is the headline: it is one paragraph."""
    match refusal:
        case NeedsClarification(question, choices):
            said = [Message("refusal-unclear"), question]
            if choices:
                said.append(Message("refusal-choices", {"choices": tuple(map(as_given, choices))}))
            return {Part.HEADLINE: tuple(said)}
        case NotIdentified(_, reason, open_paths, would_help):
            said = [Message("refusal-no-number"), *reason]
            if open_paths:
                said.append(Message("refusal-open-paths", {"paths": tuple(map(as_given, open_paths))}))
        case NotAnswerable(why, would_help):
            said = [Message("refusal-no-number"), why]
    if would_help:
        said.append(Message("refusal-would-help", {"help": tuple(as_given(help) for help in would_help)}))
    return {Part.HEADLINE: tuple(said)}

"""An answer without a number as messages: the reason, what stays open, what would help."""

from __future__ import annotations

from assistant.answers.answer import Refusal
from assistant.types import Part
from tools.messages import Message, as_given
from tools.types import NeedsClarification, NotAnswerable, NotIdentified

__all__ = ["refuse"]


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

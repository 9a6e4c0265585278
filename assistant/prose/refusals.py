"""An answer without a number as messages: the reason, what stays open, what would help."""

from __future__ import annotations

from assistant.answers.answer import Refusal
from assistant.prose.render import verbatim
from assistant.types import Part
from tools.messages import Message, Quoted
from tools.types import NeedsClarification, NotAnswerable, NotIdentified

__all__ = ["refuse"]


def refuse(refusal: Refusal) -> dict[Part, tuple[Message, ...]]:
    """All of it is the headline: it is one paragraph."""
    match refusal:
        case NeedsClarification(question, choices):
            said = [Message("refusal-unclear"), _quoted(question)]
            if choices:
                said.append(Message("refusal-choices", {"choices": tuple(map(_quoted, choices))}))
            return {Part.HEADLINE: tuple(said)}
        case NotIdentified(_, reason, open_paths, would_help):
            said = [Message("refusal-no-number"), _quoted(reason)]
            if open_paths:
                said.append(Message("refusal-open-paths", {"paths": tuple(map(_quoted, open_paths))}))
        case NotAnswerable(reason, would_help):
            said = [Message("refusal-no-number"), _quoted(reason)]
    if would_help:
        said.append(Message("refusal-would-help", {"help": tuple(map(_quoted, would_help))}))
    return {Part.HEADLINE: tuple(said)}


def _quoted(text: str) -> Message:
    return verbatim(Quoted(text))

"""What estimators are called, as messages."""

from __future__ import annotations

from assistant.language import wording
from assistant.language.registry import DEFAULT
from assistant.prose.render import verbatim
from tools.messages import Message, Quoted

__all__ = ["estimator_name"]


def estimator_name(name: str) -> Message:
    """As people write it."""
    return _named(f"estimator-{name.replace('_', '-')}", name.replace("_", " ").capitalize())


def _named(id: str, otherwise: str) -> Message:
    """What somebody else registered has no words of ours: its own name is said."""
    return Message(id) if wording(DEFAULT).has(id) else verbatim(Quoted(otherwise))

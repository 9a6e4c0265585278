"""What estimators are called, as messages."""

from __future__ import annotations

from assistant.language import wording
from assistant.language.registry import DEFAULT
from tools.messages import Message, as_given

__all__ = ["estimator_name"]


def estimator_name(name: str) -> Message:
    """As people write it. What somebody else registered has no words of ours: its own name is said."""
    id = f"estimator-{name.replace('_', '-')}"
    otherwise = name.replace("_", " ").capitalize()
    return Message(id) if wording(DEFAULT).has(id) else as_given(otherwise)

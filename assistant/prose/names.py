"""What checks and estimators are called, as messages."""

from __future__ import annotations

from assistant.language import wording
from assistant.language.registry import DEFAULT
from assistant.prose.render import verbatim
from tools.messages import Message, Quoted
from tools.types import Check

__all__ = ["check_name", "estimator_name"]


def check_name(check: Check) -> Message:
    return _named(f"check-{_id(check.name)}-name", check.name.replace("_", " "))


def estimator_name(name: str) -> Message:
    """As people write it."""
    return _named(f"estimator-{_id(name)}", name.replace("_", " ").capitalize())


def _named(id: str, otherwise: str) -> Message:
    """What somebody else registered has no words of ours: its own name is said."""
    return Message(id) if wording(DEFAULT).has(id) else verbatim(Quoted(otherwise))


def _id(name: str) -> str:
    return name.replace("_", "-")

"""What a check is called, as a message."""

from __future__ import annotations

from assistant.language.registry import DEFAULT
from assistant.language.render import wording
from assistant.prose.render import verbatim
from tools.messages import Message, Quoted
from tools.types import Check

__all__ = ["check_name"]


def check_name(check: Check) -> Message:
    """Its name has words of ours; that of a check which somebody else registered is said as it is."""
    id = f"check-{check.name.replace('_', '-')}-name"
    return Message(id) if wording(DEFAULT).has(id) else verbatim(Quoted(check.name.replace("_", " ")))

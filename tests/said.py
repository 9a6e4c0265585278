"""What a message says, for tests that read it."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.language import wording
from tools.messages import Message

__all__ = ["said", "said_each"]


def said(what: Message | Iterable[Message] | None, language: str = "en") -> str:
    """One message, or several as sentences."""
    if what is None:
        return ""
    words = wording(language)
    return words.say(what) if isinstance(what, Message) else words.paragraph(what)


def said_each(messages: Iterable[Message], language: str = "en") -> tuple[str, ...]:
    return tuple(map(wording(language).say, messages))

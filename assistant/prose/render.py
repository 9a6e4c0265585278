"""Messages -> paragraphs of an answer, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.language.render import Wording
from assistant.types import Part
from tools.messages import Message, Quoted

__all__ = ["Paragraph", "headline", "in_order", "paragraphs", "render"]

# Messages as sentences one after another; or a text as it is, line breaks and all: a script.
Paragraph = tuple[Message, ...] | Quoted


def render(parts: Mapping[Part, tuple[Message, ...]], wording: Wording) -> str:
    """The parts in words: a paragraph each, in the order of `Part`."""
    return "\n\n".join(paragraphs(in_order(parts), wording))


def in_order(parts: Mapping[Part, tuple[Message, ...]]) -> tuple[Paragraph, ...]:
    return tuple(parts[part] for part in Part if parts.get(part))


def paragraphs(said: Iterable[Paragraph], wording: Wording) -> tuple[str, ...]:
    return tuple(one.text if isinstance(one, Quoted) else wording.paragraph(one) for one in said if one)


def headline(said: Iterable[Paragraph], wording: Wording) -> str:
    """The first sentence of the first paragraph."""
    first = next((one for one in said if one and not isinstance(one, Quoted)), ())
    return wording.paragraph(first[:1])

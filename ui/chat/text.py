"""Text from outside as Markdown that shows it as it is."""

from __future__ import annotations

__all__ = ["inline", "line"]


def inline(text: str) -> str:
    """No markup, no HTML, no links."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|$!~" else c for c in text)


def line(text: str) -> str:
    """The same on one line."""
    return " ".join(inline(text).split())

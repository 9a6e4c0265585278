"""What a report is made of. Every format renders the same blocks, so that they cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Block", "Grid", "Items", "Lead", "Note", "Paragraph", "Picture", "Script", "Section", "facts"]


@dataclass(frozen=True)
class Lead:
    """The sentence that the reader came for."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Note:
    """How to read what stands above it."""

    text: str


@dataclass(frozen=True)
class Items:
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table; without heads its first column holds the row's names."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True)
class Picture:
    kind: str  # of `Answer.figure`
    alt: str


@dataclass(frozen=True)
class Script:
    text: str


Block = Lead | Paragraph | Note | Items | Grid | Picture | Script


@dataclass(frozen=True)
class Section:
    id: str  # stable: anchors, tests and docs/report-items.md name it
    title: str
    blocks: tuple[Block, ...]


def facts(rows: list[tuple[str, str]], caption: str = "") -> tuple[Block, ...]:
    """A table of names and values; rows without a value are left out, and so is an empty table."""
    said = tuple((name, value) for name, value in rows if value)
    return (Grid(("", ""), said, caption),) if said else ()

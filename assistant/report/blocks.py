"""What a report is made of. Every format renders the same blocks, so that they cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.language import language, wording
from assistant.language import say as said
from assistant.language.render import with_unit
from assistant.prose.quantities import count, share
from assistant.prose.sentence_book import in_language
from tools.messages import Quantity

if TYPE_CHECKING:
    from assistant.answers.answer import Answer
    from tools.messages import Slot

__all__ = [
    "Block",
    "Grid",
    "Items",
    "Lead",
    "Note",
    "Paragraph",
    "Picture",
    "Script",
    "Section",
    "counted",
    "decimals",
    "facts",
    "known",
    "listed",
    "number",
    "percent",
    "say",
    "told",
    "with_unit",
]


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


# ---------------- The report's own words, in the language of the answer: `language/*/words/report.ftl`


def say(answer: Answer, name: str, /, **slots: Slot | str) -> str:
    """The words called `name`, with their slots filled."""
    return said(answer.language, _id(name), **slots)


def known(answer: Answer, name: str, otherwise: str) -> str:
    """The words called `name` where there are any, for names that come from elsewhere."""
    return say(answer, name) if wording(answer.language).has(_id(name)) else otherwise


def number(answer: Answer, value: float | None, std_error: float | None = None) -> str:
    """As many digits as the standard error supports, else three significant ones."""
    return wording(answer.language).number(value, std_error)


def decimals(answer: Answer, value: float, places: int) -> str:
    return wording(answer.language).quantity(Quantity(value, decimals=places))


def percent(answer: Answer, part: float) -> str:
    return wording(answer.language).quantity(share(part))


def counted(answer: Answer, things: float) -> str:
    return wording(answer.language).quantity(count(round(things)))


def _id(name: str) -> str:
    return f"report-{name.replace('_', '-')}"


def told(answer: Answer, sentence: str) -> str:
    """What the tools say in English, in the answer's language as far as it is known."""
    return in_language(sentence, answer.language)


def listed(answer: Answer, names: list[str] | tuple[str, ...]) -> str:
    """All of them in one line."""
    return language(answer.language).between_names.join(names)

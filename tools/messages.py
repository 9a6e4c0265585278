"""What is said, in no language: messages with typed slots, and the quantities that fill them.

`tools` says things by id; `assistant.language` has the words of each id in every language. Nothing parses a
sentence of ours to say it in another language, and no figure reaches a reader but as a `Quantity`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from tools.types import Level

__all__ = ["Column", "Columns", "LevelOf", "Message", "Quantity", "Quoted", "Scale", "ScaleKind", "Slot"]


class ScaleKind(StrEnum):
    """What a quantity measures; it decides the unit and whether it is said in percent or points."""

    OUTCOME = "outcome"  # the outcome's unit
    TREATMENT = "treatment"  # the treatment's unit
    SHARE = "share"  # a share of a whole: 0.12 is said as 12%
    POINTS = "points"  # a difference of shares: 0.12 is said as 12 percentage points
    RATIO = "ratio"  # how many times: 1.3
    TIME = "time"
    COUNT = "count"  # whole things: rows, checks, columns
    MONEY = "money"
    NUMBER = "number"  # a pure number: a statistic, a p-value, a bandwidth


@dataclass(frozen=True)
class Scale:
    kind: ScaleKind = ScaleKind.NUMBER
    unit: str | None = None  # "kg", "EUR per order", "weeks"


@dataclass(frozen=True)
class Quantity:
    """The only way a number reaches prose, JSON and pictures."""

    value: float  # on `scale`; a share is 0..1
    ci_95: tuple[float, float] | None = None  # None: exact (a count, a level), or no interval is known
    std_error: float | None = None  # decides the digits that are shown; None: shown as it is
    scale: Scale = field(default_factory=Scale)
    decimals: int | None = None  # how many are shown whatever the error; of a share: of its percent


@dataclass(frozen=True)
class Column:
    """A column of the table: said by its label first, with the raw name where it helps."""

    name: str


@dataclass(frozen=True)
class Columns:
    """Several columns, said as a list; `shown` cuts it ("and 12 more")."""

    names: tuple[str, ...]
    shown: int | None = None


@dataclass(frozen=True)
class LevelOf:
    """One level of a column: said with its label from the codebook."""

    column: str
    value: Level


@dataclass(frozen=True)
class Quoted:
    """Words of somebody else's that are passed on as they are: a cell, a question, a document, a formula."""

    text: str


@dataclass(frozen=True)
class Message:
    """Something to be said: the id of its words, and what fills them.

    A `StrEnum` slot selects a variant of the words; a tuple of messages is said as a list.
    """

    id: str  # "check-balance-found"
    slots: Mapping[str, Slot] = field(default_factory=lambda: MappingProxyType({}))


Slot = Quantity | Column | Columns | LevelOf | Quoted | Message | tuple[Message, ...] | StrEnum

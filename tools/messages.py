"""What is said, in no language: messages with typed slots, and the quantities that fill them.

`tools` says things by id; `assistant.language` has the words of each id in every language. Nothing parses a
sentence of ours to say it in another language, and no figure reaches a reader but as a `Quantity`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from tools.types import Level

__all__ = [
    "Column",
    "Columns",
    "LevelOf",
    "Message",
    "Quantity",
    "Quoted",
    "Role",
    "Scale",
    "ScaleKind",
    "Slot",
    "as_given",
    "counted",
    "exact",
    "pure",
    "share_of",
]


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
    GIVEN = "given"  # what somebody set or a column holds, said as it is: a cutoff, a limit, a level, a year


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
    decimals: int | None = None  # where custom fixes them (whole percents, F = 4.2); None: by the std_error


@dataclass(frozen=True)
class Column:
    """A column of the table: said by its label first, with the raw name where it helps."""

    name: str


@dataclass(frozen=True)
class Columns:
    """Several columns, said as a list; `shown` cuts it ("and 12 more"), and 0 only counts them."""

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


class Role(StrEnum):
    """The part that a column plays in a question or a design."""

    TREATMENT = "treatment"
    OUTCOME = "outcome"
    COVARIATE = "covariate"
    INSTRUMENT = "instrument"
    ASSIGNMENT = "assignment"
    MEDIATOR = "mediator"
    RUNNING_VARIABLE = "running_variable"
    TIME = "time"
    UNIT = "unit"
    CLUSTER = "cluster"
    COLUMN = "column"  # any other

    @property
    def plain(self) -> str:
        """In a fault of the caller's, which is a line of English: "running variable"."""
        return self.value.replace("_", " ")


@dataclass(frozen=True)
class Message:
    """Something to be said: the id of its words, and what fills them.

    A `StrEnum` slot selects a variant of the words; a tuple of messages is said as a list.
    """

    id: str  # "check-balance-found"
    slots: Mapping[str, Slot] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        object.__setattr__(self, "slots", MappingProxyType(dict(self.slots)))

    def __hash__(self) -> int:
        return hash((self.id, tuple(sorted(self.slots))))

    def __reduce__(self) -> tuple[type[Message], tuple[str, dict[str, Slot]]]:
        return Message, (self.id, dict(self.slots))  # samples and estimates travel to other processes

    def __str__(self) -> str:
        """A fall-back for those without the words: "estimation-too-few-rows: rows=3, columns=4"."""
        shown = ", ".join(f"{name}={_shown(slot)}" for name, slot in self.slots.items())
        return f"{self.id}: {shown}" if shown else self.id


Slot: TypeAlias = Quantity | Column | Columns | LevelOf | Quoted | Message | tuple[Message, ...] | StrEnum


def counted(value: float) -> Quantity:
    """A number of whole things: rows, columns, units."""
    return Quantity(float(value), scale=Scale(ScaleKind.COUNT))


def share_of(value: float, decimals: int | None = 0) -> Quantity:
    """A share of a whole, 0..1, said in whole percents."""
    return Quantity(float(value), scale=Scale(ScaleKind.SHARE), decimals=decimals)


def exact(value: float) -> Quantity:
    """A number that somebody set or that a column holds."""
    return Quantity(float(value), scale=Scale(ScaleKind.GIVEN))


def pure(value: float, decimals: int | None = None) -> Quantity:
    """A pure number: a statistic, a p-value."""
    return Quantity(float(value), decimals=decimals)


def as_given(said: Message | str) -> Message:
    """A message as it is; a text of somebody else's (a user's check, a library's fault) as a quotation."""
    return said if isinstance(said, Message) else Message("as-given", {"text": Quoted(said)})


def _shown(slot: Slot) -> str:
    match slot:
        case Quantity():
            return f"{slot.value:.6g}"
        case Column():
            return slot.name
        case Columns():
            return ", ".join(slot.names)
        case LevelOf():
            return str(slot.value)
        case Quoted():
            return slot.text
        case tuple():
            return "[" + "; ".join(map(str, slot)) + "]"
    return str(slot)

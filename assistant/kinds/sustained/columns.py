"""The columns of a table that repeat over periods, and their order: a_0, a_1, ...; or rows that repeat."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from assistant.language import language, languages
from assistant.planning.reading.text import is_stopword, stem, tokens
from tools.text.names import name_words
from tools.types import ColumnKind, ColumnProfile, DataProfile

if TYPE_CHECKING:
    import pandas as pd

    from tools.data import Table

__all__ = ["Long", "Series", "long_form", "repeated", "says_sustained", "series_of", "wide_frame"]

_FEWEST_PERIODS, _MOST_PERIODS = 2, 60
_NUMBER = re.compile(r"\d+")
_AT = " @ "  # between a column and its period, in a wide table made of a long one


@dataclass(frozen=True)
class Series:
    """One quantity in several periods."""

    stem: str  # the name without its number
    columns: tuple[str, ...]  # in the order of the periods
    periods: tuple[int, ...]  # their numbers

    @property
    def name(self) -> str:
        """What it is called without its period: "pill" of pill_0, pill_1; the longer side of the number."""
        sides = [side.strip(" _-.@") for side in self.stem.split("#")]
        return max(sides, key=len) or self.columns[0]


@dataclass(frozen=True)
class Long:
    """A table with a row for each unit and period."""

    unit: str
    period: str
    varying: tuple[str, ...] = field(default=())


@cache
def _cues(name: str, codes: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    found = [pattern for code in codes for pattern in language(code).cues("sustained").get(name, ())]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in found)


def says_sustained(name: str, text: str) -> bool:
    """Does a cue of any language stand in the text? A table is often in another one than the question."""
    return any(pattern.search(text) for pattern in _cues(name, languages()))


def words_of(column: ColumnProfile) -> str:
    return f"{' '.join(name_words(column.name))} . {column.description or ''}"


def repeated(profile: DataProfile, taken: Collection[str] = ()) -> tuple[Series, ...]:
    """Names that differ in one number alone, in the order of that number."""
    groups: dict[tuple[str, str], dict[int, str]] = {}
    for column in profile.columns:
        if column.name in taken or column.kind in (ColumnKind.IDENTIFIER, ColumnKind.TEXT):
            continue
        for match in _NUMBER.finditer(column.name):
            if len(match[0]) <= 4:
                around = (column.name[: match.start()].casefold(), column.name[match.end() :].casefold())
                groups.setdefault(around, {}).setdefault(int(match[0]), column.name)
    found, placed = [], set[str]()
    # A name with two numbers goes where it has more company: bp2_month0, bp2_month1, ...
    for (before, behind), members in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        own = {period: name for period, name in members.items() if name not in placed}
        if _FEWEST_PERIODS <= len(own) <= _MOST_PERIODS:
            placed |= set(own.values())
            periods = tuple(sorted(own))
            found.append(Series(f"{before}#{behind}", tuple(own[p] for p in periods), periods))
    return tuple(found)


def series_of(
    words: str, profile: DataProfile, series: Collection[Series], named: str | None = None
) -> Series | None:
    """The treatment among the series: the one with the column that was read, else of the question's words."""
    twofold = [
        each for each in series if all(profile[name].kind is ColumnKind.BINARY for name in each.columns)
    ]
    for each in twofold:
        if named in each.columns:
            return each
    wanted = {stem(word) for word in tokens(words) if not is_stopword(word)}
    shared = {
        each.stem: len(wanted & {stem(w) for name in each.columns for w in tokens(words_of(profile[name]))})
        for each in twofold
    }
    best = max(shared.values(), default=0)
    fitting = [each for each in twofold if shared[each.stem] == best]
    if best and len(fitting) == 1:
        return fitting[0]
    return twofold[0] if len(twofold) == 1 and not named else None


# ---------------- A row for each unit and period


def long_form(profile: DataProfile, table: Table) -> Long | None:
    """The unit and the period of a table whose rows repeat; None where no two columns name each row once."""
    few = [
        c
        for c in profile.columns
        if c.kind in (ColumnKind.COUNT, ColumnKind.NUMBER, ColumnKind.BINARY, ColumnKind.CATEGORY)
        and _FEWEST_PERIODS <= c.distinct <= _MOST_PERIODS
        and c.minimum is not None
        and not c.missing
        and says_sustained("period", words_of(c))
    ]
    for period in few:
        units = [
            c
            for c in profile.columns
            if c.name != period.name
            and not c.missing
            and c.kind in (ColumnKind.IDENTIFIER, ColumnKind.COUNT, ColumnKind.TEXT, ColumnKind.CATEGORY)
            and c.distinct * period.distinct >= c.rows > c.distinct * 1.5
            and c.distinct >= 20
        ]
        for unit in sorted(units, key=lambda c: (c.kind is not ColumnKind.IDENTIFIER, -c.distinct)):
            frame = table.frame([unit.name, period.name])
            if not frame.duplicated().any():
                return Long(unit.name, period.name)
    return None


def wide_frame(table: Table, profile: DataProfile, long: Long) -> tuple[pd.DataFrame, Mapping[str, str]]:
    """A row for each unit, columns "name @ period" for what varies; and the column that each stands for."""
    names = [name for name in table.columns if name not in (long.unit, long.period)]
    frame = table.frame([long.unit, long.period, *names])
    grouped = frame.groupby(long.unit, sort=True)
    fixed = [name for name in names if (grouped[name].nunique(dropna=False) <= 1).all()]
    varying = [name for name in names if name not in fixed]
    wide = grouped[fixed].first() if fixed else frame[[long.unit]].drop_duplicates().set_index(long.unit)
    origin = {name: name for name in fixed}
    pivoted = frame.pivot(index=long.unit, columns=long.period, values=varying)
    for name in varying:
        for period in sorted(frame[long.period].unique()):
            made = f"{name}{_AT}{int(period)}"
            values = pivoted[(name, period)]
            wide[made] = values.infer_objects()
            origin[made] = name
    return wide.reset_index(), origin

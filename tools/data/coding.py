"""Treatment, outcome and the design's columns -> numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from tools.data.fields import NUMBER, TEXT, TIME
from tools.data.levels import level_text, match_level, order_levels
from tools.data.work import Work
from tools.errors import DataError, EstimationError
from tools.messages import Column, LevelOf, Message, Role, Slot, counted, exact
from tools.types import AccountEntry, CellAction, ColumnKind, ColumnProfile, Level, Query

_LEAST_SPREAD, _MOST_SPREAD = 0.2, 200.0  # standard deviations between which one unit more is a fair step
_SHARES_SPAN = 0.2  # range from which values between 0 and 1 are shares of a whole
_EMPTY_LEAST = 0.05  # share of rows with, and without, a date from which it tells who was treated
ALL_OTHERS = "all others"  # the "from" of a contrast of which only the "to" is named


@dataclass(frozen=True)
class Contrast:
    """The treatment's "from" and "to": as levels of the column and on the frame's scale."""

    low_level: Level | None
    high_level: Level | None
    low: float
    high: float


def keep_contrast(work: Work, query: Query) -> tuple[Level, Level] | None:
    """Pick the two levels of a treatment that has levels, and keep their rows; None for a quantity.

    With more than two levels and only `query.high` named, it is compared with all others.

    Raises:
        DataError: more than two levels and no contrast asked for, or a level that is not there.
        EstimationError: the treatment does not vary.
    """
    name = query.treatment
    if name is None:
        return None
    column = work.column(name)
    levels = _levels(work, name)
    if len(levels) == 0:
        raise EstimationError(Message("data-treatment-missing", {"treatment": Column(name)}))
    if len(levels) == 1 or _is_noise(work.frame[name]):
        raise EstimationError(
            Message("data-treatment-same", {"treatment": Column(name), "level": LevelOf(name, levels[0])})
        )
    if _dated(work, name, query):
        return 0, 1
    if not _has_levels(work, column, levels, query):
        return None
    if len(levels) > 2 and query.high is not None and query.low in (None, ALL_OTHERS):
        return ALL_OTHERS, _asked(query.high, column, levels)
    low, high = _chosen(work, column, levels, query)
    others = len(levels) - 2
    if others:
        values = [_cell(work, name, level) for level in (low, high)]
        mask = work.frame[name].isin(values) | work.frame[name].isna()
        reason = Message(
            "data-neither-level",
            {"column": Column(name), "low": LevelOf(name, low), "high": LevelOf(name, high)},
        )
        shown = f"frame[{name!r}]"
        work.keep(mask, reason, f"frame = frame[{shown}.isin({values!r}) | {shown}.isna()]")
    return low, high


def _dated(work: Work, name: str, query: Query) -> bool:
    """A date that many rows lack says who was treated: having one becomes 1, having none 0; it is said."""
    values = work.frame[name]
    empty = int(values.isna().sum())
    asked = query.low is not None or query.high is not None
    if values.dtype.kind != "M" or asked or not _EMPTY_LEAST <= empty / len(values) <= 1 - _EMPTY_LEAST:
        return False
    work.put(name, values.notna().astype(float), f"frame[{name!r}].notna().astype(float)")
    said = Message("cells-date-treatment", {"column": Column(name), "rows": counted(empty)})
    work.account.append(AccountEntry(CellAction.RECODED, said, name, empty))
    work.warn(said)
    return True


def code_treatment(work: Work, query: Query, levels: tuple[Level, Level] | None) -> Contrast:
    """Code two levels as 0.0 and 1.0; leave a quantity as it is, with "one unit more" as the default
    contrast."""
    name = query.treatment
    if name is None:
        return Contrast(query.low, query.high, 0.0, 1.0)
    if levels is not None:
        low, high = levels
        if low == ALL_OTHERS:
            _map_one(work, name, high)
        else:
            _map_two(work, name, low, high)
        return Contrast(low, high, 0.0, 1.0)
    _to_days(work, name)
    return _quantity_contrast(work, query, name)


def code_outcome(work: Work, name: str) -> None:
    """Numbers stay; two levels of text become 0/1, with a note; dates become days.

    Raises:
        DataError: text with more than two levels.
    """
    column = work.column(name)
    kind = work.table.field(name).kind
    levels = _levels(work, name) if kind == TEXT or column.kind is ColumnKind.BINARY else []
    if kind == TEXT and len(levels) > 2:
        some = ", ".join(level_text(level, column) for level in levels[:8])
        raise DataError(
            f"The outcome {name!r} holds text with {len(levels)} levels ({some}). An average needs numbers: "
            "recode it as a number, or as 0/1 for the level you care about."
        )
    if len(levels) == 2 and not _is_zero_one(levels):
        low, high, sure = order_levels(levels[0], levels[1], column.level_labels)
        close = kind != TEXT and abs(float(high) - float(low)) == 1.0
        if kind == TEXT or close:
            _map_two(work, name, low, high)
            counts = "data-outcome-counted" if sure else "data-outcome-counted-by-alphabet"
            levels_of = {"low": LevelOf(name, low), "high": LevelOf(name, high)}
            work.warn(Message(counts, {"outcome": Column(name), **levels_of}))
    if column.kind is ColumnKind.CATEGORY and kind != TEXT:
        work.warn(Message("data-outcome-codes", {"outcome": Column(name)}))
    if column.kind is ColumnKind.IDENTIFIER:
        work.warn(Message("data-outcome-label", {"outcome": Column(name)}))
    _to_days(work, name)


def code_design_column(work: Work, name: str, role: Role) -> None:
    """Instruments, mediators, running variable and time: numbers as they are, two levels of text as 0/1.

    Raises:
        DataError: text with more than two levels.
    """
    kind = work.table.field(name).kind
    if kind == TEXT:
        column = work.column(name)
        levels = _levels(work, name)
        if len(levels) > 2:
            raise DataError(
                f"The {role.plain} {name!r} holds text with {len(levels)} levels. It needs numbers or two "
                "levels: recode it, for instance as 0/1."
            )
        if len(levels) == 2:
            low, high, sure = order_levels(levels[0], levels[1], column.level_labels)
            _map_two(work, name, low, high)
            if not sure:
                work.warn(
                    Message(
                        "data-coded-by-alphabet",
                        {
                            "role": role,
                            "column": Column(name),
                            "low": LevelOf(name, low),
                            "high": LevelOf(name, high),
                        },
                    )
                )
    _to_days(work, name)


def _is_noise(values: pd.Series) -> bool:
    """Do numbers differ by rounding only? A regression on such a treatment gives numbers like 6.8e12."""
    if values.dtype.kind != "f":
        return False
    least, most = float(values.min()), float(values.max())
    return most - least <= 1e-12 * max(abs(least), abs(most))


def _levels(work: Work, name: str) -> list[Level]:
    """The levels that are in the rows used, most frequent first; empty text is no level."""
    counts = work.frame[name].value_counts()
    if work.table.field(name).kind == TIME:
        return [value.isoformat() for value in counts.index]
    known = {_cell(work, name, level): level for level, _ in work.column(name).levels}
    return [known.get(value, value) for value in counts.index]


def _has_levels(work: Work, column: ColumnProfile, levels: list[Level], query: Query) -> bool:
    """Is the treatment a set of levels (True) or a quantity (False)?"""
    kind = work.table.field(column.name).kind
    if kind == TIME:
        return False
    if kind == TEXT or column.kind is ColumnKind.CATEGORY:
        return True
    if len(levels) > 2:
        return False
    # Two numbers are two levels, unless the question speaks of other values: then they are two doses.
    asked = [value for value in (query.low, query.high) if value is not None]
    if all(match_level(value, levels, column.level_labels) is not None for value in asked):
        return True
    least, most = sorted(levels, key=str)
    work.warn(
        Message(
            "data-two-values",
            {
                "column": Column(column.name),
                "low": exact(float(least)),
                "high": exact(float(most)),
            },
        )
    )
    return False


def _chosen(work: Work, column: ColumnProfile, levels: list[Level], query: Query) -> tuple[Level, Level]:
    low = None if query.low is None else _asked(query.low, column, levels)
    high = None if query.high is None else _asked(query.high, column, levels)
    if low is not None and low == high:
        raise DataError(
            f"From and to are both {level_text(low, column)} of {column.name!r}. Name two different levels."
        )
    if low is not None and high is not None:
        return low, high
    if len(levels) == 2:
        if low is not None or high is not None:
            other = next(level for level in levels if level not in (low, high))
            return (low, other) if low is not None else (other, high)  # type: ignore[return-value]
        first, second, sure = order_levels(levels[0], levels[1], column.level_labels)
        if not sure:
            work.warn(
                Message(
                    "data-compared-by-alphabet",
                    {
                        "column": Column(column.name),
                        "low": LevelOf(column.name, first),
                        "high": LevelOf(column.name, second),
                    },
                )
            )
        return first, second
    some = ", ".join(level_text(level, column) for level in levels[:12])
    raise DataError(
        f"The treatment {column.name!r} has {len(levels)} levels: "
        f"{some}{', ...' if len(levels) > 12 else ''}. "
        f"Say which two to compare, for instance from {levels[0]!r} to {levels[1]!r}."
    )


def _asked(value: Level, column: ColumnProfile, levels: list[Level]) -> Level:
    level = match_level(value, levels, column.level_labels)
    if level is None:
        some = ", ".join(level_text(level, column) for level in levels[:12])
        raise DataError(f"{column.name!r} has no level {value!r} in the rows used. It has: {some}.")
    return level


def _cell(work: Work, name: str, level: Level) -> Level:
    """The level as the working frame holds it: text, or a float."""
    return str(level) if work.table.field(name).kind == TEXT else float(level)


def _map_two(work: Work, name: str, low: Level, high: Level) -> None:
    codes = {_cell(work, name, low): 0.0, _cell(work, name, high): 1.0}
    if codes == {0.0: 0.0, 1.0: 1.0}:
        return
    work.put(name, work.frame[name].map(codes).astype(float), f"frame[{name!r}].map({codes!r}).astype(float)")


def _map_one(work: Work, name: str, high: Level) -> None:
    """1.0 for the level, 0.0 for every other; what is missing stays missing."""
    cell = _cell(work, name, high)
    column = work.frame[name]
    values = (column == cell).astype(float).where(column.notna())
    shown = f"frame[{name!r}]"
    work.put(name, values, f"({shown} == {cell!r}).astype(float).where({shown}.notna())")


def _to_days(work: Work, name: str) -> None:
    if work.frame[name].dtype.kind != "M":
        return
    days = (work.frame[name] - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)
    work.put(name, days, f"(frame[{name!r}] - pd.Timestamp('1970-01-01')) / pd.Timedelta(days=1)")


def _is_zero_one(levels: list[Level]) -> bool:
    return all(not isinstance(level, str) for level in levels) and {float(level) for level in levels} == {
        0.0,
        1.0,
    }


def _quantity_contrast(work: Work, query: Query, name: str) -> Contrast:
    values = work.frame[name]
    column = work.column(name)
    low, high = (_quantity(value, column, work) for value in (query.low, query.high))
    least, most = float(values.min()), float(values.max())
    if low is None and high is None and least >= 0 and most <= 1 and most - least > _SHARES_SPAN:
        # "One more" means nothing for a share: the whole of it, from none to all, is its unit.
        return Contrast(0.0, 1.0, 0.0, 1.0)
    step = 1.0 if work.table.field(name).kind == TIME else default_step(values)
    if low is None:
        low = float(values.median())
        if high is None and step != 1.0:
            low = _on_grid(low, step, least, most)
        if high == low:
            low = high - step
    if high is None:
        high = float(f"{low + step:.12g}")
    if low == high:
        raise DataError(f"From and to are both {low:g} of {name!r}. Name two different values.")
    outside = [value for value in (low, high) if not least <= value <= most]
    if outside and (query.low is not None or query.high is not None):
        slots: dict[str, Slot] = {"column": Column(name), "least": exact(least), "most": exact(most)}
        if len(outside) == 1:
            work.warn(Message("data-extrapolated", {"value": exact(outside[0]), **slots}))
        else:
            both = {"low": exact(low), "high": exact(high)}
            work.warn(Message("data-extrapolated-both", {**both, **slots}))
    return Contrast(low, high, low, high)


def default_step(values: pd.Series) -> float:
    """How much "more" is of a quantity: 1, or where that is far too small or too large for its scale, the
    round number (1, 2 or 5 times a power of ten) at or below its standard deviation, or the same by its
    quartiles where that is less.
    """
    deviation = float(values.std())
    quartiles = float(values.quantile(0.75) - values.quantile(0.25)) / 1.349
    spread = min(deviation, quartiles) if quartiles > 0 else deviation
    if not spread > 0 or not math.isfinite(spread) or _LEAST_SPREAD <= spread <= _MOST_SPREAD:
        return 1.0
    power = 10.0 ** math.floor(math.log10(spread))
    return float(f"{next(times for times in (5, 2, 1) if times * power <= spread * (1 + 1e-9)) * power:.12g}")


def _on_grid(middle: float, step: float, least: float, most: float) -> float:
    """The round number next to the middle from which a step stays within the values."""
    low = round(middle / step) * step
    if low + step > most:
        low -= step
    return float(f"{low if low >= least else middle:.12g}")


def _quantity(value: Level | None, column: ColumnProfile, work: Work) -> float | None:
    if value is None:
        return None
    level = match_level(value, [level for level, _ in column.levels], column.level_labels)
    kind = work.table.field(column.name).kind
    try:
        if kind == TIME:
            moment = pd.Timestamp(value)
            moment = moment if moment.tzinfo is None else moment.tz_convert("UTC").tz_localize(None)
            return float((moment - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1))
        return float(value if level is None else level)
    except (ValueError, TypeError):
        scale = (
            f" It runs from {column.minimum:g} to {column.maximum:g}." if column.minimum is not None else ""
        )
        what = "number" if kind == NUMBER else "date"
        raise DataError(f"{value!r} is not a {what} that {column.name!r} can take.{scale}") from None

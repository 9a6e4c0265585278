"""Counts, ranges and levels of every column, in two aggregate queries over the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tools.data.fields import BOOL, NUMBER, TEXT, TIME, Field
from tools.data.table import Table
from tools.types import Level

LEVELS_SHOWN = 50  # columns with more distinct values than this carry no list of levels
_EXACT_CELLS = 20_000_000  # above this many cells, medians and large distinct counts are approximate
_NUMBER_PARTS = 6
_TEXT_PARTS = 1


@dataclass(frozen=True)
class ColumnStatistics:
    """What the queries found about one column."""

    field: Field
    rows: int
    present: int
    distinct: int
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    median: float | None = None
    std: float | None = None
    whole: bool = False  # every number is whole
    mean_length: float = 0.0  # characters; text only
    levels: tuple[tuple[Level, int], ...] = ()


def column_statistics(table: Table, fields: Sequence[Field] | None = None) -> tuple[ColumnStatistics, ...]:
    """One aggregate query for counts, ranges and moments, one for the levels of columns with few.

    `fields=None`: all columns of the table.
    """
    fields = table.fields if fields is None else fields
    exact = table.rows * len(fields) <= _EXACT_CELLS
    asked = [_expressions(field, exact) for field in fields]
    values = list(table.aggregate(["count(*)", *(sql for parts in asked for sql in parts)]))
    rows = int(values.pop(0))
    found = []
    for field, parts in zip(fields, asked, strict=True):
        found.append(_read(field, rows, values[: len(parts)]))
        del values[: len(parts)]
    return _with_levels(table, found)


def _expressions(field: Field, exact: bool) -> list[str]:
    value = field.sql
    distinct = f"count(DISTINCT {value})" if exact else f"approx_count_distinct({value})"
    parts = [f"count({value})", distinct]
    if field.kind == NUMBER:
        median = f"median({value})" if exact else f"approx_quantile({value}, 0.5)"
        parts += [f"min({value})", f"max({value})", f"avg({value})", median, f"stddev_samp({value})"]
        parts.append(f"count(CASE WHEN {value} <> floor({value}) THEN 1 END)")
    if field.kind == TEXT:
        parts.append(f"avg(length({value}))")
    return parts


def _read(field: Field, rows: int, values: Sequence[Any]) -> ColumnStatistics:
    present, distinct = int(values[0]), int(values[1])
    distinct = min(distinct, present)
    if field.kind == TEXT:
        return ColumnStatistics(field, rows, present, distinct, mean_length=float(values[2] or 0.0))
    if field.kind != NUMBER or not present:
        return ColumnStatistics(field, rows, present, distinct)
    low, high, mean, median, std = (None if v is None else float(v) for v in values[2:7])
    mean, std = _settled(mean), _settled(std)
    return ColumnStatistics(
        field, rows, present, distinct, low, high, mean, median, std, whole=int(values[7]) == 0
    )


def _settled(value: float | None) -> float | None:
    """12 digits: DuckDB's threads add up their pieces in no fixed order, which shows in the last ones."""
    return None if value is None else float(f"{value:.12g}")


def _with_levels(table: Table, found: list[ColumnStatistics]) -> tuple[ColumnStatistics, ...]:
    # An approximate count may be off by a few per cent: ask a little above the limit.
    few = [s for s in found if s.field.kind != TIME and 0 < s.distinct <= LEVELS_SHOWN * 1.2]
    if not few:
        return tuple(found)
    histograms = table.aggregate([f"histogram({s.field.sql})" for s in few])
    levels = {s.field.name: _levels(s, histogram) for s, histogram in zip(few, histograms, strict=True)}
    out = []
    for statistics in found:
        exact = levels.get(statistics.field.name)
        if exact is not None:
            shown = exact if len(exact) <= LEVELS_SHOWN else ()
            values = {**statistics.__dict__, "distinct": len(exact), "levels": shown}
            statistics = ColumnStatistics(**values)
        out.append(statistics)
    return tuple(out)


def _levels(statistics: ColumnStatistics, histogram: Any) -> tuple[tuple[Level, int], ...]:
    pairs = histogram.items() if isinstance(histogram, dict) else histogram
    counted = [(_level(value, statistics), int(rows)) for value, rows in pairs]
    return tuple(sorted(counted, key=lambda pair: (-pair[1], str(pair[0]))))


def _level(value: Any, statistics: ColumnStatistics) -> Level:
    if statistics.field.kind == BOOL:
        return bool(value)
    if statistics.field.kind == NUMBER:
        return int(value) if statistics.whole and abs(value) < 2**53 else float(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)

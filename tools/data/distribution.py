"""How the values of each column are spread, for a glance: counts in bins, from one pass over the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.data.fields import NUMBER
from tools.types import ColumnKind

if TYPE_CHECKING:
    from tools.data.table import Table
    from tools.types import ColumnProfile, DataProfile

__all__ = ["Bar", "distributions", "first_rows", "many_numbers"]

BINS = 12
MOST_BARS = 8  # of a column with levels
MOST_COLUMNS = 200  # a query of more expressions gets slow


@dataclass(frozen=True)
class Bar:
    label: str  # a level, or "10 to 20"
    rows: int


def distributions(table: Table, profile: DataProfile) -> Mapping[str, tuple[Bar, ...]]:
    """Bars for every column that has any: its most frequent levels, or equal-width bins of a number."""
    columns = profile.columns[:MOST_COLUMNS]
    found = {
        column.name: tuple(Bar(str(level), rows) for level, rows in column.levels[:MOST_BARS])
        for column in columns
        if column.levels and not many_numbers(column)
    }
    binned = [column for column in columns if column.name not in found and _has_range(table, column)]
    if binned:
        counts = table.aggregate([count for column in binned for count in _counts(table, column)])
        for place, column in enumerate(binned):
            edges = _edges(column)
            rows = counts[place * BINS : (place + 1) * BINS]
            found[column.name] = tuple(
                Bar(f"{edges[i]:g} to {edges[i + 1]:g}", int(number)) for i, number in enumerate(rows)
            )
    return found


def many_numbers(column: ColumnProfile) -> bool:
    """Ages and counts have levels too, but say more as a range: bins in order, not the commonest first."""
    return column.kind in (ColumnKind.NUMBER, ColumnKind.COUNT) and column.distinct > MOST_BARS


def first_rows(table: Table, rows: int) -> list[tuple[str, ...]]:
    """The first rows as text, in source order; "" where a value is missing."""
    for batch in table.batches(table.columns, rows):
        kinds = [field.kind for field in table.fields]
        columns = [
            [_shown(cell, kind) for cell in column.to_pylist()]
            for column, kind in zip(batch.columns, kinds, strict=True)
        ]
        return list(zip(*columns, strict=True))[:rows]
    return []


def _shown(cell: str | None, kind: str) -> str:
    """Whole numbers without the ".0" that they have as doubles."""
    return "" if cell is None else cell.removesuffix(".0") if kind == NUMBER else cell


def _has_range(table: Table, column: ColumnProfile) -> bool:
    if column.minimum is None or column.maximum is None or table.field(column.name).kind != NUMBER:
        return False
    return column.maximum > column.minimum


def _edges(column: ColumnProfile) -> list[float]:
    assert column.minimum is not None and column.maximum is not None
    width = (column.maximum - column.minimum) / BINS
    return [*(column.minimum + width * step for step in range(BINS)), column.maximum]


def _counts(table: Table, column: ColumnProfile) -> list[str]:
    """SQL from our own numbers and the field's own expression; the last bin holds the largest value."""
    edges, value = _edges(column), table.field(column.name).sql
    upper = ["<"] * (BINS - 1) + ["<="]
    return [
        f"count(*) FILTER (WHERE {value} >= {edges[i]!r} AND {value} {upper[i]} {edges[i + 1]!r})"
        for i in range(BINS)
    ]

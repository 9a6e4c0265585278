"""`profile_table`: what each column holds, without showing a row."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np

from tools.data.codebook import ColumnNote, parse_codebook
from tools.data.fields import BOOL, NUMBER, TEXT, TIME, Field
from tools.data.table import Table
from tools.messages import Columns, Message, counted
from tools.text.names import name_words
from tools.types import ColumnKind, ColumnProfile, DataProfile, Level, Timing

# ---------------- Counts, ranges and levels of every column, in two aggregate queries over the table


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


# ---------------- Which kind a column is: a quantity, a set of levels, a label of rows, a time or free text


_ID_WORDS = {
    "id", "ids", "idx", "uid", "uuid", "guid", "pid", "identifier", "ident", "idno", "seqn", "seqno",
    "ssn", "caseid",
    "rownames", "rowname", "rowid", "rownum", "serial", "hhid", "recordid", "userid", "personid", "subjectid",
    "patientid", "studentid", "schoolid", "customerid", "sessionid", "orderid", "unitid", "respondentid",
    "编号", "序号",
}  # fmt: skip
# Words that end in "id" and are no identifiers are kept out by the list above being of whole words.
_ROW_NAMES = {"", "index", "row", "rows", "obs", "no", "nr", "num", "x", "x1", "v1", "n", "rownames", "id"}
_CODE_WORDS = {
    "race", "ethnicity", "ethnic", "region", "state", "province", "county", "country", "district", "city",
    "industry",
    "occupation", "sector", "religion", "nationality", "language", "fips", "zip", "zipcode", "postcode",
    "code",
    "category", "cat", "type", "group", "cluster", "village", "school", "hospital", "clinic", "site",
    "store", "brand",
    "marital",
}  # fmt: skip
_CODE_DESCRIPTION = re.compile(
    r"\b(categor(?:y|ies|ical)|nominal|codes? (?:for|of|identif)|(?:region|industry|occupation|country"
    r"|state) code)\b",
    re.IGNORECASE,
)
# "Highest grade of school" counts, whatever the name "school" suggests.
_QUANTITY_DESCRIPTION = re.compile(
    r"\b(number of|years? of|highest|how many|amount|count of|size|share|rate|percent|total)\b", re.IGNORECASE
)
_ID_DESCRIPTION = re.compile(
    r"\b(unique identifier|identifier (?:of|for)|identification (?:number|code)|(?:^"
    r"|\b)(?:\w+ )?id(?: number| code)?$"
    r"|row (?:index|number)|identification of)\b",
    re.IGNORECASE,
)
_ORDER_WORDS = re.compile(
    r"(time|year|day|week|month|quarter|date|period|rank|order|age|hour|minute|round|wave|score|trend)",
    re.IGNORECASE,
)


def column_kind(found: ColumnStatistics, note: ColumnNote) -> ColumnKind:
    """The kind by distinct values, name and codebook."""
    if found.distinct <= 1:
        return ColumnKind.CONSTANT
    if found.field.kind == TIME:
        return ColumnKind.TIME
    if found.distinct == 2 or found.field.kind == BOOL:
        return ColumnKind.BINARY
    if found.field.kind == NUMBER:
        return _number_kind(found, note)
    return _text_kind(found, note)


def is_row_number(found: ColumnStatistics, position: int, read: Callable[[], Any]) -> bool:
    """Does the column count the rows: 0, 1, 2, ... or 1, 2, 3, ... in source order?

    A first column, or one with a name for it, is enough; elsewhere the name must not speak of time or order.
    """
    if found.field.kind != NUMBER or not found.whole or found.rows < 5:
        return False
    low, high = found.minimum, found.maximum
    if low is None or high is None or low not in (0.0, 1.0) or high - low != found.rows - 1:
        return False
    if found.present < found.rows or found.distinct < 0.9 * found.rows:
        return False
    name = found.field.name.strip().casefold()
    named = name in _ROW_NAMES or name.startswith("unnamed:") or bool(_ID_WORDS & set(name_words(name)))
    if not named and _ORDER_WORDS.search(name):
        return False
    values = read()
    return bool((values.diff().iloc[1:] == 1).all()) if position or not named else True


def _number_kind(found: ColumnStatistics, note: ColumnNote) -> ColumnKind:
    if not found.whole:
        return ColumnKind.NUMBER
    words = set(name_words(found.field.name))
    if _is_identifier(found, note, words):
        return ColumnKind.IDENTIFIER
    if found.levels and found.distinct <= LEVELS_SHOWN and _is_code(found, note, words):
        return ColumnKind.CATEGORY
    return ColumnKind.COUNT if found.minimum is not None and found.minimum >= 0 else ColumnKind.NUMBER


def _is_identifier(found: ColumnStatistics, note: ColumnNote, words: set[str]) -> bool:
    named = bool(words & _ID_WORDS) or bool(note.description and _ID_DESCRIPTION.search(note.description))
    if _never_repeats(found, note):
        return True
    return named and found.distinct > min(20, 0.5 * found.present)


_SURPRISING = 10.0  # pairs of rows that would agree by chance, from which on their absence is no chance
_MANY = 200  # rows


def _never_repeats(found: ColumnStatistics, note: ColumnNote) -> bool:
    """Whole numbers that crowd a narrow range and never repeat number the rows, whatever they are called.

    Were they amounts, about rows squared over twice the range of pairs would agree (the birthday problem).
    """
    if note.unit or found.present < _MANY or found.distinct < found.present or found.minimum is None:
        return False
    if _ORDER_WORDS.search(found.field.name.casefold()) or found.maximum is None:
        return False
    return found.present**2 / (2 * (found.maximum - found.minimum + 1)) > _SURPRISING


def _is_code(found: ColumnStatistics, note: ColumnNote, words: set[str]) -> bool:
    """Are whole numbers names of levels? The codebook labels (nearly) all, or name or text say so."""
    labelled = {value for value, _ in note.level_labels}
    levels = {value for value, _ in found.levels}
    # A scale with labels at its ends only (1 = never ... 7 = always) is still a scale.
    if len(labelled & levels) >= 3 and len(labelled & levels) >= 0.75 * len(levels):
        return not _is_banded(note)
    if note.description and _CODE_DESCRIPTION.search(note.description):
        return True
    if note.description and _QUANTITY_DESCRIPTION.search(note.description):
        return False
    return bool(words & _CODE_WORDS)


def _is_banded(note: ColumnNote) -> bool:
    """Do the labels name bands of one quantity in rising order ("1: under 1000, 2: 1000-1999, ...")?"""
    numbers = [pair for pair in note.level_labels if not isinstance(pair[0], str)]
    ordered = sorted(numbers, key=lambda pair: float(pair[0]))
    firsts = [re.search(r"\d[\d,.]*", label) for _, label in ordered]
    starts = [float(found[0].replace(",", "").rstrip(".")) for found in firsts if found]
    rising = all(a <= b for a, b in itertools.pairwise(starts))
    return (
        len(starts) >= 5
        and len(starts) >= 0.75 * len(note.level_labels)
        and rising
        and starts[0] < starts[-1]
    )


def _text_kind(found: ColumnStatistics, note: ColumnNote) -> ColumnKind:
    words = set(name_words(found.field.name))
    if _is_identifier(found, note, words):
        return ColumnKind.IDENTIFIER
    if found.distinct <= 0.5 * found.present and (found.distinct <= LEVELS_SHOWN or found.mean_length < 40):
        return ColumnKind.CATEGORY
    if found.distinct <= 10 and found.mean_length < 40:
        return ColumnKind.CATEGORY  # a handful of rows
    # Single short words without spaces that never repeat label the rows.
    if (
        found.distinct == found.present
        and found.mean_length < 40
        and words & {"name", "names", "key", "email"}
    ):
        return ColumnKind.IDENTIFIER
    return ColumnKind.TEXT


_TINY = 30  # rows; below this, normal intervals are a poor guide


def profile_table(table: Table, description: str = "") -> DataProfile:
    """Describe every column of `table`; `description` is the text that came with the data.

    Two aggregate queries and one pass for row hashes (fingerprint, repeated rows), whatever the number of
    columns. Medians and large distinct counts are approximate above 20 million cells.

    Raises:
        DataError: the source can no longer be read.
    """
    notes = parse_codebook(description, table.columns)
    statistics = column_statistics(table)
    columns = tuple(
        _column(found, notes.get(found.field.name, ColumnNote()), position, table)
        for position, found in enumerate(statistics)
    )
    duplicates = int(table.rows - len(np.unique(table.row_hashes)))
    return DataProfile(
        source=table.source,
        rows=table.rows,
        columns=columns,
        duplicate_rows=duplicates,
        fingerprint=table.fingerprint,
        description=description,
        warnings=(*table.notes, *_warnings(columns, table.rows, duplicates)),
        account=table.account,
    )


def profile_made(table: Table, fields: Sequence[Field], profile: DataProfile) -> tuple[ColumnProfile, ...]:
    """Columns made from others (`Field.sources`), described, with the timing of what they are made of."""
    if not fields:
        return ()
    described = []
    for found in column_statistics(table, fields):
        sources = [profile[name] for name in found.field.sources]
        kind = column_kind(found, ColumnNote())
        if kind is not ColumnKind.CONSTANT and found.field.kind == TEXT:
            kind = ColumnKind.CATEGORY if found.distinct > 2 else ColumnKind.BINARY
        elif kind not in (ColumnKind.CONSTANT, ColumnKind.BINARY):
            kind = ColumnKind.NUMBER
        same = len({source.timing for source in sources}) == 1
        described.append(
            replace(
                _described(found, ColumnNote(), kind),
                timing=sources[0].timing if same else Timing.UNKNOWN,
                timing_evidence=sources[0].timing_evidence if same else None,
            )
        )
    return tuple(described)


def _column(found: ColumnStatistics, note: ColumnNote, position: int, table: Table) -> ColumnProfile:
    row_number = is_row_number(found, position, lambda: table.frame([found.field.name]).iloc[:, 0])
    return _described(found, note, ColumnKind.IDENTIFIER if row_number else column_kind(found, note))


def _described(found: ColumnStatistics, note: ColumnNote, kind: ColumnKind) -> ColumnProfile:
    return ColumnProfile(
        name=found.field.name,
        kind=kind,
        rows=found.rows,
        missing=found.rows - found.present,
        distinct=found.distinct,
        minimum=found.minimum,
        maximum=found.maximum,
        mean=found.mean,
        median=found.median,
        std=found.std,
        levels=found.levels,
        level_labels=note.level_labels,
        description=note.description,
        unit=note.unit or found.field.unit,
        timing=note.timing,
        timing_evidence=note.timing_evidence,
        meaning=note.meaning,
    )


def _warnings(columns: tuple[ColumnProfile, ...], rows: int, duplicates: int) -> list[Message]:
    found = []
    if rows < _TINY:
        found.append(Message("data-tiny", {"rows": counted(rows)}))
    if duplicates > MORE_THAN_CHANCE * _repeated_by_chance(columns, rows):
        found.append(Message("data-repeated-rows", {"repeated": counted(duplicates), "rows": counted(rows)}))
    constant = tuple(c.name for c in columns if c.kind is ColumnKind.CONSTANT)
    if constant:
        found.append(Message("data-constant-columns", {"columns": Columns(constant)}))
    sparse = (c for c in columns if c.kind is not ColumnKind.CONSTANT and c.missing > 0.5 * rows)
    empty = tuple(c.name for c in sparse)
    if empty:
        found.append(Message("data-mostly-missing", {"columns": Columns(empty)}))
    return found


MORE_THAN_CHANCE = 3.0  # columns go together, so rows meet more often than by chance alone


def _repeated_by_chance(columns: tuple[ColumnProfile, ...], rows: int) -> float:
    """How many rows repeat another one if columns know nothing of each other: coarse ones must repeat.

    Balls thrown into as many boxes as the columns have combinations, each column counted by one over the
    chance that two of its rows agree.
    """
    log_boxes = sum(-math.log(min(max(_agreeing(column), 1e-12), 1.0)) for column in columns)
    boxes = math.exp(min(log_boxes, 60.0))
    return rows - _filled(rows, boxes)


def _agreeing(column: ColumnProfile) -> float:
    """The chance that two rows have the same value, or both none."""
    rows = max(column.rows, 1)
    shares = np.array([count for _, count in column.levels], dtype=float) / rows
    gaps = column.missing / rows
    rest = max(1.0 - float(shares.sum()) - gaps, 0.0)
    seen, present = column.distinct - len(shares), rest * rows
    if seen <= 0 or present < 1:
        return float(np.square(shares).sum()) + gaps**2
    # More values there are than were seen: as many as would leave so few repeated (by bisection).
    least, most = float(seen), float(rows) ** 2
    for _ in range(50):
        middle = math.sqrt(least * most)
        least, most = (middle, most) if _filled(present, middle) < seen else (least, middle)
    return float(np.square(shares).sum()) + gaps**2 + rest**2 / most


def _filled(balls: float, boxes: float) -> float:
    """Boxes with at least one of the balls thrown at random."""
    return boxes * -math.expm1(-balls / boxes)


# ---------------- How the values of each column are spread, for a glance: counts in bins, from one pass


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

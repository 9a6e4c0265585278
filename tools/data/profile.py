"""`profile_table`: what each column holds, without showing a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tools.data.codebook import ColumnNote, parse_codebook
from tools.data.fields import TEXT, Field
from tools.data.kinds import column_kind, is_row_number
from tools.data.statistics import ColumnStatistics, column_statistics
from tools.data.table import Table
from tools.types import ColumnKind, ColumnProfile, DataProfile, Timing

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
        unit=note.unit,
        timing=note.timing,
        timing_evidence=note.timing_evidence,
        meaning=note.meaning,
    )


def _warnings(columns: tuple[ColumnProfile, ...], rows: int, duplicates: int) -> list[str]:
    found = []
    if rows < _TINY:
        found.append(f"There are only {rows} rows: intervals are wide and only rough.")
    if duplicates:
        found.append(
            f"{duplicates} of {rows} rows repeat an earlier row in every column. If they are copies and not "
            "separate observations, remove them: they make intervals too narrow."
        )
    constant = [c.name for c in columns if c.kind is ColumnKind.CONSTANT]
    if constant:
        found.append(f"The same value in every row, so of no use: {_listed(constant)}.")
    empty = [c.name for c in columns if c.kind is not ColumnKind.CONSTANT and c.missing > 0.5 * rows]
    if empty:
        found.append(f"Missing in more than half of the rows: {_listed(empty)}.")
    return found


def _listed(names: list[str], limit: int = 8) -> str:
    shown = ", ".join(map(repr, names[:limit]))
    return shown + (f" and {len(names) - limit} more" if len(names) > limit else "")

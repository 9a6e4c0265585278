"""A line of totals below a table is no row of it."""

from __future__ import annotations

from dataclasses import replace

from tools.data.cells.words import SUMMARY, folded
from tools.data.fields import TEXT, infer_fields
from tools.data.script import WithoutLastRow, decimal_mark
from tools.data.table import Table
from tools.messages import Message, Quoted
from tools.types import AccountEntry, CellAction

__all__ = ["without_totals"]


def without_totals(table: Table) -> Table:
    """The table less a last row that says that it is a sum or a mean, and is like no other in that."""
    texts = [place for place, field in enumerate(table.fields) if field.kind == TEXT]
    if not texts or table.rows < 3:
        return table
    last = dict(zip(texts, table.last_cells(texts), strict=True))
    place, line = next(((i, cell) for i, cell in last.items() if cell and folded(cell) in SUMMARY), (0, None))
    if line is None or _is_level(table, place, line):
        return table
    upper = table.upper_rows
    decimal = decimal_mark(table.reader)
    found = infer_fields(upper, table.columns, decimal=decimal)
    fields = [
        replace(new, name=old.name) if old.kind == TEXT and old.from_text else old
        for new, old in zip(found, table.fields, strict=True)
    ]
    said = Message("cells-totals", {"line": Quoted(line)})
    entry = AccountEntry(CellAction.DROPPED, said, rows=1)
    return table.without_last_row(fields, WithoutLastRow(table.reader), [entry])


def _is_level(table: Table, place: int, cell: str) -> bool:
    """Does the word stand in other rows too, as a level like others?"""
    counts = table.counts(table.fields[place].sql, most=200)
    return any(folded(str(value)) == folded(cell) and rows > 1 for value, rows in counts)

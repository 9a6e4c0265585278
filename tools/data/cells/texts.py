"""Columns of text that hold numbers, dates, or one level in several spellings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from tools.data.cells.dates import date_lines, date_sql, find_dates
from tools.data.cells.levels_text import find_spellings, is_mark, spelling_lines, spelling_sql
from tools.data.cells.number_text import LIKE_A_NUMBER, NumberStyle, find_style, number_lines, number_sql
from tools.data.cells.words import MISSING_WORDS
from tools.data.codebook import ColumnNote
from tools.data.fields import NUMBER, TEXT, TIME, Field, sql_text
from tools.data.script import decimal_mark
from tools.data.table import Table
from tools.messages import Column, Message, Quoted, Slot, counted
from tools.types import AccountEntry, CellAction

__all__ = ["read_texts"]

_LIKE_A_DATE = (
    r"^([0-9]{1,4} ?[-/.年] ?[0-9]{1,2}|[0-9]{1,2}(st|nd|rd|th)?[. -]+[A-Za-z]{3,9}"
    r"|[A-Za-z]{3,9}\.? [0-9]{1,2}).*$"
)
_BARE = re.compile(r"[-+−]?\s*[$€£¥]?\s*\d[\d.,]*\s*[%€]?")  # numbers that bear no letters
_MOSTLY = 0.5  # share of numbers from which a column that is not read is named
_LOOKED = 0.2  # the same, words for "missing" and all, from which its cells are looked at
_DATED = 0.8
_MOST_CELLS = 200_000  # different cells that are looked at
_LEVELS = 60
_MARKED = 0.05  # share of marked, and of empty, rows from which "x or nothing" is yes or no
_EXAMPLES = 3


def read_texts(table: Table, notes: Mapping[str, ColumnNote]) -> Table:
    fields = {field.name: field for field in table.fields if field.kind == TEXT and not field.sources}
    if not fields:
        return table
    places = {name: table.columns.index(name) for name in fields}
    distinct = table.aggregate([f"approx_count_distinct(c{place})" for place in places.values()])
    few = [name for name, count in zip(fields, distinct, strict=True) if count <= _LEVELS]
    levels = dict(zip(few, table.histograms([places[name] for name in few]), strict=True))
    many = _worth_reading(table, [field for name, field in fields.items() if name not in levels])
    read: dict[str, Field] = {}
    account: list[AccountEntry] = []
    decimal = decimal_mark(table.reader)
    for name, field in fields.items():
        cells = levels.get(name) or (table.counts(field.sql, most=_MOST_CELLS) if name in many else [])
        if cells:
            new, said = _read(field, cells, table.rows, decimal)
            if new is not None:
                read[name] = new
            account += said
    return table.reread(read, account) if read or account else table


def _worth_reading(table: Table, fields: list[Field]) -> set[str]:
    """The columns of many levels of which most are like numbers, or nearly all like dates."""
    if not fields:
        return set()
    like, dated = sql_text(LIKE_A_NUMBER), sql_text(_LIKE_A_DATE)
    found = table.aggregate(
        [
            part
            for field in fields
            for part in (
                f"count({field.sql})",
                f"count(CASE WHEN regexp_matches({field.sql}, {like}) THEN 1 END)",
                f"count(CASE WHEN regexp_matches({field.sql}, {dated}) THEN 1 END)",
            )
        ]
    )
    worth = set()
    for place, field in enumerate(fields):
        present, numbers, dates = (int(n) for n in found[3 * place : 3 * place + 3])
        if numbers >= _LOOKED * present > 0 or dates >= _DATED * present > 0:
            worth.add(field.name)
    return worth


def _read(
    field: Field, cells: list[tuple[str, int]], rows: int, decimal: str
) -> tuple[Field | None, list[AccountEntry]]:
    """The field read another way, or None; and what is said of it."""
    style = find_style(cells, decimal)
    if style is not None:
        number = replace(field, kind=NUMBER, sql=number_sql(field.sql, style), unit=style.unit)
        number = replace(number, cleaned_as=TEXT, reading=number_lines(field.name, style), time_format=None)
        return number, _about_numbers(field.name, style, cells)
    dates = find_dates(cells)
    if dates is not None:
        read = replace(field, kind=TIME, sql=date_sql(field.sql, dates), time_format=None)
        read = replace(read, cleaned_as=TEXT, reading=date_lines(field.name, dates))
        return read, _about_dates(field.name, dates.formats, dates.odd, dates.unsure)
    present = sum(n for _, n in cells)
    if is_mark(cells) and min(present, rows - present) >= max(3, _MARKED * rows):
        sql = f"CAST(CASE WHEN {field.sql} IS NULL THEN 0 ELSE 1 END AS DOUBLE)"
        lines = (f"frame[{field.name!r}] = frame[{field.name!r}].notna().astype(float)",)
        mark: dict[str, Slot] = {
            "column": Column(field.name),
            "mark": Quoted(cells[0][0]),
            "rows": counted(rows - present),
        }
        said = AccountEntry(CellAction.RECODED, Message("cells-mark", mark), field.name, rows - present)
        return replace(field, kind=NUMBER, sql=sql, cleaned_as=TEXT, reading=lines), [said]
    spelled = find_spellings(cells) if len(cells) <= _LEVELS else None
    if spelled is not None:
        read = replace(field, sql=spelling_sql(field.sql, spelled), cleaned_as=TEXT)
        read = replace(read, reading=spelling_lines(field.name, spelled))
        entries = []
        column = Column(field.name)
        if spelled.rows:
            written = _quoted(spelled.written)
            levels = _quoted(tuple(level for level, _ in spelled.levels))
            about: dict[str, Slot] = {"column": column, "written": written, "levels": levels}
            entries.append(
                AccountEntry(
                    CellAction.RECODED,
                    Message(
                        "cells-yes-no" if spelled.yes_no else "cells-spellings",
                        {**about, "rows": counted(spelled.rows)},
                    ),
                    field.name,
                    spelled.rows,
                )
            )
        if spelled.absent:
            entries.append(_missing_words(field.name, spelled.absent, spelled.absent_rows))
        return read, entries
    bare = sum(n for cell, n in cells if _BARE.fullmatch(cell))
    if bare >= _MOSTLY * present and len(cells) > _LEVELS:
        # Hundreds of levels that are numbers in truth: nothing can be held fixed by them.
        slots: dict[str, Slot] = {
            "column": Column(field.name),
            "examples": _quoted([cell for cell, _ in cells]),
        }
        return None, [
            AccountEntry(CellAction.SUSPECTED, Message("cells-mostly-numbers", slots), field.name, present)
        ]
    return None, []


def _about_numbers(name: str, style: NumberStyle, cells: list[tuple[str, int]]) -> list[AccountEntry]:
    column = Column(name)
    gone = sum(n for _, n in style.odd) + style.missing
    rows = sum(n for _, n in cells) - gone
    entries = []
    if any(not _plain(cell) for cell, _ in cells if cell not in dict(style.odd)):
        unit = Quoted(style.unit or "")
        slots: dict[str, Slot] = {
            "column": column,
            "example": Quoted(style.example),
            "unit": unit,
            "rows": counted(rows),
        }
        entries.append(AccountEntry(CellAction.PARSED, Message("cells-numbers", slots), name, rows))
    if style.unsure:
        slots = {"column": column, "example": Quoted(style.example)}
        entries.append(
            AccountEntry(CellAction.SUSPECTED, Message("cells-thousands-unsure", slots), name, rows)
        )
    if style.bounds[1]:
        slots = {"column": column, "example": Quoted(style.bounds[0]), "rows": counted(style.bounds[1])}
        entries.append(
            AccountEntry(CellAction.RECODED, Message("cells-bounds", slots), name, style.bounds[1])
        )
    absent = [cell for cell, _ in cells if cell.casefold() in MISSING_WORDS]
    if style.missing and absent:
        entries.append(_missing_words(name, absent, style.missing))
    if style.odd:
        odd = sum(n for _, n in style.odd)
        slots = {"column": column, "examples": _quoted([cell for cell, _ in style.odd]), "rows": counted(odd)}
        entries.append(AccountEntry(CellAction.MISSING, Message("cells-no-numbers", slots), name, odd))
    return entries


def _plain(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return cell.casefold() in MISSING_WORDS
    return True


def _about_dates(
    name: str, formats: tuple[str, ...], odd: tuple[tuple[str, int], ...], unsure: bool
) -> list[AccountEntry]:
    column = Column(name)
    said = Message("cells-dates", {"column": column, "styles": counted(len(formats))})
    entries = [AccountEntry(CellAction.PARSED, said, name)]
    if odd:
        rows = sum(n for _, n in odd)
        slots: dict[str, Slot] = {
            "column": column,
            "examples": _quoted([cell for cell, _ in odd]),
            "rows": counted(rows),
        }
        entries.append(AccountEntry(CellAction.MISSING, Message("cells-no-dates", slots), name, rows))
    if unsure:
        entries.append(
            AccountEntry(CellAction.SUSPECTED, Message("cells-dates-unsure", {"column": column}), name)
        )
    return entries


def _missing_words(name: str, cells: list[str] | tuple[str, ...], rows: int) -> AccountEntry:
    slots: dict[str, Slot] = {"column": Column(name), "examples": _quoted(cells), "rows": counted(rows)}
    return AccountEntry(CellAction.MISSING, Message("cells-missing-words", slots), name, rows)


def _quoted(cells: list[str] | tuple[str, ...]) -> tuple[Message, ...]:
    """Up to three different cells, each cut to a length that can be read."""
    short = (cell if len(cell) <= 24 else cell[:23] + "…" for cell in cells[:_EXAMPLES])
    return tuple(Message("cells-cell", {"cell": Quoted(cell)}) for cell in short)

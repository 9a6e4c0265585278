"""Dates written in several ways in one column: `2021-03-05`, `05.03.2021`, `5 Mar 2021`, `2021年3月5日`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tools.data.cells.words import MISSING_WORDS, folded
from tools.data.codebook import ColumnNote
from tools.data.fields import NUMBER, TIME, TIME_FORMATS, Field, sql_text
from tools.data.table import Table
from tools.messages import Column, Message, counted
from tools.types import AccountEntry, CellAction

__all__ = ["DateStyle", "date_lines", "date_sql", "find_dates", "read_never"]

_MORE = (
    "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%b %d, %Y", "%B %d, %Y", "%d. %B %Y", "%Y.%m.%d", "%d-%m-%Y",
    "%Y年%m月%d日", "%d-%b-%y", "%d.%m.%y", "%b %d %Y",
)  # fmt: skip
_DAY_FIRST, _MONTH_FIRST = ("%d/%m/%Y", "%d/%m/%y"), ("%m/%d/%Y", "%m/%d/%y", "%m/%d/%Y %H:%M")
_ODD = 0.02  # share of the rows that may be no date
_FEWEST = 3  # different dates


@dataclass(frozen=True)
class DateStyle:
    formats: tuple[str, ...]  # strptime formats, in the order in which they are tried
    odd: tuple[tuple[str, int], ...] = ()  # cells that are no date
    missing: int = 0  # rows with a word for "missing"
    unsure: bool = False  # nothing says whether day or month comes first in 3/5/2021


def find_dates(cells: Sequence[tuple[str, int]]) -> DateStyle | None:
    """The styles in which a column's dates are written, from its different cells; None if it holds others."""
    absent = [(cell, rows) for cell, rows in cells if folded(cell) in MISSING_WORDS]
    gaps = {cell for cell, _ in absent}
    present = [(cell, rows) for cell, rows in cells if cell not in gaps]
    total = sum(rows for _, rows in present)
    if len(present) < _FEWEST or not any(char.isdigit() for char in present[0][0]):
        return None
    slashed = [cell for cell, _ in present if cell.count("/") == 2]
    day = any(_reads(cell, _DAY_FIRST) and not _reads(cell, _MONTH_FIRST) for cell in slashed)
    month = any(_reads(cell, _MONTH_FIRST) and not _reads(cell, _DAY_FIRST) for cell in slashed)
    wrong = _MONTH_FIRST if day else _DAY_FIRST
    tried = [style for style in (*TIME_FORMATS, *_MORE, "%d/%m/%y", "%m/%d/%y") if style not in wrong]
    used, odd, left = [], [], list(present)
    for style in tried:
        read = [pair for pair in left if _reads(pair[0], (style,))]
        if read:
            used.append(style)
            left = [pair for pair in left if not _reads(pair[0], (style,))]
    odd = left
    if not used or sum(rows for _, rows in odd) > _ODD * total:
        return None
    return DateStyle(
        tuple(used), tuple(odd), sum(rows for _, rows in absent), bool(slashed) and (day == month)
    )


def _reads(cell: str, styles: Sequence[str]) -> bool:
    for style in styles:
        try:
            datetime.strptime(cell, style)
        except ValueError:
            continue
        return True
    return False


def date_sql(text: str, found: DateStyle) -> str:
    tries = (f"try_strptime({text}, {sql_text(style)})" for style in found.formats)
    return f"CAST(coalesce({', '.join(tries)}) AS TIMESTAMP)"


def date_lines(name: str, found: DateStyle) -> tuple[str, ...]:
    shown = f"frame[{name!r}]"
    return (
        f"text = {shown}.astype(object)",
        "dates = pd.Series(pd.NaT, index=frame.index, dtype='datetime64[us]')",
        f"for style in {list(found.formats)!r}:",
        "    read = pd.to_datetime(text, format=style, errors='coerce').astype('datetime64[us]')",
        "    dates = dates.fillna(read)",
        f"{shown} = dates",
    )


# ---------------- A date where something happened, and nothing where it never did


_EMPTY_IS_NEVER = re.compile(
    r"\b(?:empty|blank|missing|no date|without (?:a )?date|leer|fehlt|fehlend|ohne datum|kein datum)\b"
    r"[^.;]{0,30}?"
    r"\b(?:never|not|no|none|did not|didn['’]t|nie|niemals|nicht|keine?)\b"
    r"|\b(?:never|nie|niemals)\b[^.;]{0,30}?\b(?:empty|blank|leer)\b"
    r"|(?:空白?|缺失|没有日期|无日期)[^。；]{0,12}?(?:从未|未|没有|否|不)",
    re.IGNORECASE,
)


def read_never(table: Table, notes: Mapping[str, ColumnNote]) -> Table:
    """Dates of which the text says that an empty one means never: 1 where there is one, 0 where not.

    Only in a table with no other column of times: beside one, when it happened is worth more than that it
    did.
    """
    times = [field for field in table.fields if field.kind == TIME]
    if len(times) != 1:
        return table
    field = times[0]
    note = notes.get(field.name)
    if note is None or not _EMPTY_IS_NEVER.search(note.description or ""):
        return table
    present = int(table.aggregate([f"count({field.sql})"])[0])
    if not 0 < present < table.rows:
        return table
    read: Field = replace(
        field,
        kind=NUMBER,
        sql=f"CAST(CASE WHEN {field.sql} IS NULL THEN 0 ELSE 1 END AS DOUBLE)",
        cleaned_as=field.cleaned_as or TIME,
        reading=(*field.reading, f"frame[{field.name!r}] = frame[{field.name!r}].notna().astype(float)"),
    )
    empty = table.rows - present
    said = Message("cells-date-treatment", {"column": Column(field.name), "rows": counted(empty)})
    return table.reread({field.name: read}, [AccountEntry(CellAction.RECODED, said, field.name, empty)])

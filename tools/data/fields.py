"""What each column holds, decided from all of its cells, and the SQL that reads it so.

Every source is seen by DuckDB as columns `c0, c1, ...`, so no name from outside is ever part of SQL.
Text columns whose cells are all numbers (dates, true/false) become numbers (dates, booleans).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

# ---------------- Which cells count as missing: one list for files, frames and the scripts that we hand out


# Compared after trimming and lower-casing. "none" is not here: it is a real level of many
# treatments ("none", "low", "high").
MISSING_TEXT: tuple[str, ...] = ("", "na", "n/a", "nan", "<na>", "nat", "null", "#n/a", ".", "-", "?")

# Missing only in a column whose other cells are all numbers, dates or true/false.
MISSING_IN_NUMBERS: tuple[str, ...] = (
    "--", "..", "...", "*", "missing", "n.a.", "(null)", "\\n", "#value!", "#div/0!", "#null!", "#ref!",
)  # fmt: skip

_SPELLINGS = (
    "", "NA", "N/A", "n/a", "na", "Na", "NaN", "nan", "NAN", "<NA>", "<na>", "NaT", "nat", "NULL", "Null",
    "null",
    "#N/A", "#n/a", ".", "-", "?",
)  # fmt: skip


def pandas_markers() -> list[str]:
    """The spellings of `MISSING_TEXT` for pandas' `na_values`, which minds the case."""
    return list(_SPELLINGS)


# ---------------- What each column holds


NUMBER, TEXT, BOOL, TIME = "number", "text", "bool", "time"

BLANKS = " \t\r\n\u00a0"  # trimmed off both ends of text

# Tried in this order; the first that fits every cell wins. Month before day, as pandas reads it.
TIME_FORMATS = (
    "%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%m/%d/%Y %H:%M",
    "%d.%m.%Y %H:%M",
)  # fmt: skip
_NUMERIC = {
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
    "UHUGEINT",
    "FLOAT", "DOUBLE",
}  # fmt: skip
_SAMPLE_ROWS = 100


@dataclass(frozen=True)
class Field:
    """One column: its name, what it holds and the SQL expression that gives its value or NULL."""

    name: str
    kind: str  # NUMBER, TEXT, BOOL or TIME
    sql: str  # over c0, c1, ...; DOUBLE, VARCHAR, BOOLEAN or TIMESTAMP
    from_text: bool = False  # the source holds text
    time_format: str | None = None  # strptime format, for times held as text
    parsed: str = ""  # for numbers held as text: SQL that is not NULL for infinite ones either
    sources: tuple[str, ...] = ()  # columns that it is made of, when it is none of the source's own
    code: str = ""  # pandas code that makes it from those columns of `frame`
    cleaned_as: str = ""  # the kind that a script cleans it as before `reading`; "": its own
    reading: tuple[str, ...] = ()  # lines of pandas that read the cleaned cells as `tools.data.cells` does
    unit: str | None = None  # written in the cells: "kg", "%", "€"


def infer_fields(
    relation: duckdb.DuckDBPyRelation, names: Sequence[str], *, decimal: str = "."
) -> tuple[Field, ...]:
    """Decide each column of `relation` (columns c0, c1, ...).

    Guesses from the first rows, then checks the guess on every row; a column that does not hold to its
    guess is text. `decimal` is the decimal mark of numbers held as text.
    """
    fields = guess_fields(relation, names, decimal=decimal)
    return settle(relation, fields, unread(relation, fields, guessed(fields)), decimal)


def guess_fields(
    relation: duckdb.DuckDBPyRelation, names: Sequence[str], *, decimal: str = "."
) -> tuple[Field, ...]:
    """What each column holds by its type or, where it is text, by its first rows."""
    fields = [
        _native(name, f"c{i}", str(kind))
        for i, (name, kind) in enumerate(zip(names, relation.types, strict=True))
    ]
    texts = {i: names[i] for i, field in enumerate(fields) if field.kind == TEXT}
    head = _head(relation, list(texts))
    for i, name in texts.items():
        fields[i] = _guess(name, f"c{i}", head[i], decimal)
    return tuple(fields)


def guessed(fields: Sequence[Field]) -> list[int]:
    """The columns whose guess every row has to confirm: the first rows may have been too kind."""
    return [i for i, field in enumerate(fields) if field.from_text and field.kind != TEXT]


def unread(relation: duckdb.DuckDBPyRelation, fields: Sequence[Field], columns: Sequence[int]) -> list[int]:
    """Those of `columns` with a cell that is present and that the guess cannot read."""
    if not columns:
        return []
    counts = _row(relation, [f"count({_unread(fields[i], i)})" for i in columns])
    return [i for i, count in zip(columns, counts, strict=True) if count]


def _unread(field: Field, column: int) -> str:
    present = _present(f"c{column}", MISSING_TEXT + MISSING_IN_NUMBERS)
    # No missing marker can be read as any guess, so only cells that were not read are looked at again.
    return f"CASE WHEN ({field.parsed or field.sql}) IS NULL AND ({present}) IS NOT NULL THEN true END"


def settle(
    relation: duckdb.DuckDBPyRelation, fields: Sequence[Field], misfits: Sequence[int], decimal: str
) -> tuple[Field, ...]:
    """The fields, with those in `misfits`, whose guess did not hold, decided from all of their cells."""
    chosen = _choose(relation, {i: fields[i].name for i in misfits}, decimal)
    return tuple(chosen.get(i, field) for i, field in enumerate(fields))


def _head(relation: duckdb.DuckDBPyRelation, columns: list[int]) -> dict[int, list[str]]:
    """The present cells among the first rows, trimmed."""
    if not columns:
        return {}
    chosen = relation.limit(_SAMPLE_ROWS).project(", ".join(_trimmed(f"c{i}") for i in columns)).fetchall()
    absent = {*MISSING_TEXT, *MISSING_IN_NUMBERS}
    cells = zip(*chosen, strict=True) if chosen else ([] for _ in columns)
    return {
        i: [cell for cell in column if cell is not None and cell.lower() not in absent]
        for i, column in zip(columns, cells, strict=True)
    }


def _guess(name: str, column: str, cells: list[str], decimal: str) -> Field:
    """The first candidate that reads all these cells; a number when there are none."""
    candidates = _candidates(name, column, decimal)
    text = Field(name, TEXT, _present(column, MISSING_TEXT), True)
    return next((field for field in candidates if _reads(field, cells, decimal)), text)


def _reads(field: Field, cells: list[str], decimal: str) -> bool:
    if field.kind == BOOL:
        return all(cell.lower() in ("true", "false") for cell in cells)
    try:
        for cell in cells:
            if field.time_format:
                datetime.strptime(cell, field.time_format)
            else:
                float(cell.replace(decimal, ".") if decimal != "." else cell)
    except ValueError:
        return False
    return True


def _native(name: str, column: str, kind: str) -> Field:
    if kind in _NUMERIC or kind.startswith("DECIMAL"):
        value = f"CAST({column} AS DOUBLE)"
        return Field(name, NUMBER, f"CASE WHEN isfinite({value}) THEN {value} END")
    if kind == "BOOLEAN":
        return Field(name, BOOL, column)
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return Field(name, TIME, f"CAST({column} AS TIMESTAMP)")
    return Field(name, TEXT, _present(column, MISSING_TEXT))


def sql_text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def _trimmed(column: str) -> str:
    text = f"CAST({column} AS VARCHAR)"
    ends = " OR ".join(f"ends_with({text}, {sql_text(blank)})" for blank in BLANKS)
    # `trim` with characters costs five times these comparisons, and hardly any cell needs it. Every blank
    # but the no-break space sorts before "!".
    blank = f"{text} < '!' OR starts_with({text}, '\u00a0') OR {ends}"
    return f"CASE WHEN {blank} THEN trim({text}, {sql_text(BLANKS)}) ELSE {text} END"


def _present(column: str, markers: tuple[str, ...]) -> str:
    """SQL for the trimmed text, or NULL for a missing marker."""
    text = _trimmed(column)
    listed = ", ".join(map(sql_text, markers))
    # Longer texts are no markers. Of letters beyond ASCII only the Kelvin sign and the dotted I have a small
    # letter of ASCII; they take three bytes at most.
    longest = max(sum(3 if letter in "ik" else 1 for letter in marker) for marker in markers)
    no_marker = f"strlen({text}) > {longest} OR lower({text}) NOT IN ({listed})"
    return f"CASE WHEN {no_marker} THEN {text} END"


def _candidates(name: str, column: str, decimal: str) -> list[Field]:
    # No missing marker can be read as any of these, so the markers need no mention here.
    text = _trimmed(column)
    number = _number(text, decimal)
    finite = f"CASE WHEN isfinite({number}) THEN {number} END"
    found = [
        Field(name, NUMBER, finite, True, parsed=f"CASE WHEN NOT isnan({number}) THEN 1 END"),
        Field(name, BOOL, f"CASE lower({text}) WHEN 'true' THEN true WHEN 'false' THEN false END", True),
    ]
    for pattern in TIME_FORMATS:
        value = f"CAST(try_strptime({text}, '{pattern}') AS TIMESTAMP)"
        found.append(Field(name, TIME, value, True, pattern))
    return found


def _number(text: str, decimal: str) -> str:
    # DuckDB reads 1_000 as a number; pandas and people do not.
    if decimal == ",":
        # A point in such a file groups thousands or belongs to a date; neither is a number for pandas.
        number = f"TRY_CAST(replace({text}, ',', '.') AS DOUBLE)"
        return f"CASE WHEN NOT regexp_matches({text}, '[._]') THEN {number} END"
    return f"CASE WHEN NOT contains({text}, '_') THEN TRY_CAST({text} AS DOUBLE) END"


def _present_any(column: str) -> str:
    return f"count({_present(column, MISSING_TEXT + MISSING_IN_NUMBERS)})"


def _fits(field: Field) -> str:
    """SQL: how many cells the field can read; infinite numbers are read, as missing."""
    return f"count({field.parsed or field.sql})"


def _choose(relation: duckdb.DuckDBPyRelation, columns: dict[int, str], decimal: str) -> dict[int, Field]:
    """The first candidate that fits every cell of these columns; text where none does."""
    if not columns:
        return {}
    tried = {i: _candidates(name, f"c{i}", decimal) for i, name in columns.items()}
    sql = [s for i, found in tried.items() for s in (_present_any(f"c{i}"), *map(_fits, found))]
    counts = iter(_row(relation, sql))
    chosen = {}
    for i, found in tried.items():
        present = next(counts)
        fits = [next(counts) for _ in found]
        text = Field(columns[i], TEXT, _present(f"c{i}", MISSING_TEXT), True)
        match = (field for field, fit in zip(found, fits, strict=True) if fit == present > 0)
        chosen[i] = next(match, text)
    return chosen


def _row(relation: duckdb.DuckDBPyRelation, sql: list[str]) -> tuple[int, ...]:
    row = relation.aggregate(", ".join(sql)).fetchall()[0]
    return tuple(int(value) for value in row)

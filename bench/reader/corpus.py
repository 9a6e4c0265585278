"""The corpus of `bench/reader/data`: tables of many fields of life and what people ask about them.

A file is read line by line:

    @ table | field of life | what a row is
    name | code | description | type    of a column: yn, num LO..HI unit, cat a;b;c, date, id, text, const
    ? kind | t=..; y=..; f=column:level | question
    = the same question in other words

Files `more_*.txt` have questions alone, under the line of a table that another file has; `english_*.txt` say
the columns of Chinese tables in English (`name | English name | English description`), since people ask in
one language about a table in another.

`drawn` shows a table as it could lie on somebody's desk: in one of four styles of names, with or without a
codebook, its columns in any order, among columns of other tables.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from tools.types import ColumnKind, ColumnProfile, DataProfile

__all__ = ["PARTS", "Column", "Drawn", "Question", "Table", "as_written", "drawn", "read_file", "read_more"]

PARTS = ("t", "y", "m", "g", "f", "w", "u", "z", "c")
ABSENT = "-"
ROWS = 1_000


@dataclass(frozen=True)
class Column:
    name: str
    code: str
    description: str
    kind: str  # as written
    english: tuple[str, str] | None = None  # name and description, of a column of a Chinese table
    shown: str = ""  # the name that is shown, where it is another than the questions' labels have


@dataclass(frozen=True)
class Question:
    text: str
    kind: str
    parts: dict[str, tuple[tuple[str, ...], ...]]  # part -> its columns, each with equally good ones
    wording: int  # 0 for the first
    filters: tuple[str, ...] = ()
    change: str = ""


@dataclass(frozen=True)
class Table:
    name: str
    field: str
    language: str
    columns: tuple[Column, ...]
    questions: list[Question] = field(default_factory=list)


def read_file(path: Path) -> list[Table]:
    """The tables of one file. Raises ValueError for a line that is none of the four."""
    tables: list[Table] = []
    columns: list[Column] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            name, field_of_life, _ = (part.strip() for part in line[1:].split("|"))
            columns = []
            tables.append(Table(name, field_of_life, "", ()))
        elif line.startswith("?"):
            kind, parts, text = (part.strip() for part in line[1:].split("|", 2))
            tables[-1].questions.append(_question(text, kind, parts))
        elif line.startswith("="):
            first = tables[-1].questions[-1]
            tables[-1].questions.append(replace(first, text=line[1:].strip(), wording=first.wording + 1))
        else:
            told = [part.strip() for part in line.split("|")]
            if len(told) != 4:
                raise ValueError(f"{path.name}:{number}: a column has name | code | description | type.")
            columns.append(Column(*told))
            tables[-1] = replace(tables[-1], columns=tuple(columns))
    return [replace(table, language=_language(table)) for table in tables]


def read_more(tables: Sequence[Table], questions: Sequence[Path], english: Sequence[Path]) -> list[Table]:
    """The tables with further questions, and with their columns in English where these files say them."""
    told = {table.name: table for path in english for table in _read_english(path)}
    merged = [_in_english(table, told[table.name]) if table.name in told else table for table in tables]
    known = {table.name: table for table in merged}
    for path in questions:
        for more in read_file(path):
            known[more.name].questions.extend(more.questions)
    return merged


def _read_english(path: Path) -> list[Table]:
    tables: list[Table] = []
    for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
        if line.startswith("@"):
            name, field_of_life, _ = (part.strip() for part in line[1:].split("|"))
            tables.append(Table(name, field_of_life, "en", ()))
        else:
            name, english, description = (part.strip() for part in line.split("|", 2))
            column = Column(name, "", "", "", (english, description))
            tables[-1] = replace(tables[-1], columns=(*tables[-1].columns, column))
    return tables


def _in_english(table: Table, told: Table) -> Table:
    english = {column.name: column.english for column in told.columns}
    columns = tuple(replace(column, english=english.get(column.name)) for column in table.columns)
    return replace(table, columns=columns)


def _language(table: Table) -> str:
    chinese = sum(bool(re.search("[一-鿿]", question.text)) for question in table.questions)
    return "zh" if 2 * chinese > len(table.questions) else "en"


def _question(text: str, kind: str, parts: str) -> Question:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    filters: tuple[str, ...] = ()
    change = ""
    for part in filter(None, (piece.strip() for piece in parts.split(";"))):
        key, _, value = (piece.strip() for piece in part.partition("="))
        if key == "v":
            change = value
            continue
        items = [item.strip() for item in value.split(",")]
        if key == "f":
            filters = (*filters, *items)
            items = [item.lstrip("~").split(":")[0] for item in items]
        found[key] = (*found.get(key, ()), *(tuple(a.strip() for a in item.split("/")) for item in items))
    return Question(text, kind, found, 0, filters, change)


# ---------------- a table as it could lie on somebody's desk


@dataclass(frozen=True)
class Drawn:
    """A table as it is shown, and which of its columns (by place) each part of a question is."""

    profile: DataProfile
    places: dict[str, int]  # name in the corpus -> place
    style: str
    described: str


STYLES = ("readable", "readable", "camel", "title", "code", "code")
ACROSS = 0.4  # of the Chinese tables are shown in English
LACKING = 0.33  # of the tables, where one can be spared
DESCRIBED = ("all", "all", "all", "half", "none")


def as_written(table: Table, style: str = "readable", described: str = "all") -> Drawn:
    """The table with its columns in the order of the file."""
    rng = np.random.default_rng(zlib.crc32(f"{table.name} {described}".encode()))
    return _shown(table, table.columns, style, described, rng)


def drawn(table: Table, others: Sequence[Table], rng: np.random.Generator) -> Drawn:
    """The table in any style and order; one in five among columns of another table of its language.

    One in three lacks a column that people ask about and that has no twin: the questions about it are then
    about something that the table does not hold.
    """
    if rng.random() < ACROSS:
        table = across(table)
    style = str(rng.choice(STYLES))
    described = str(rng.choice(DESCRIBED))
    if style == "code" and described == "none" and rng.random() < 0.6:
        described = "all"
    columns = list(table.columns)
    alone = _without_twin(table)
    if alone and rng.random() < LACKING:
        lacking = alone[int(rng.integers(len(alone)))]
        columns = [column for column in columns if column.name != lacking]
    if rng.random() < 0.2:
        names, codes = {c.name for c in columns}, {c.code for c in columns}
        same = [other for other in others if other.language == table.language and other.field != table.field]
        for other in rng.permutation(len(same))[: int(rng.integers(1, 4))] if same else ():
            new = [c for c in same[other].columns if c.name not in names and c.code not in codes]
            columns += new
            names |= {c.name for c in new}
            codes |= {c.code for c in new}
    order = rng.permutation(len(columns))
    return _shown(table, [columns[i] for i in order], style, described, rng)


def _without_twin(table: Table) -> list[str]:
    """Causes and effects of the questions that share no word or syllable with another column."""
    pieces = {column.name: _pieces(f"{column.name} {column.shown}") for column in table.columns}
    asked = {
        name
        for question in table.questions
        for part in "ty"
        for equal in question.parts.get(part, ())
        if len(equal) == 1
        for name in equal
        if name != ABSENT
    }
    return [
        name
        for name in sorted(asked)
        if not any(pieces[name] & own for other, own in pieces.items() if other != name)
    ]


def _pieces(name: str) -> set[str]:
    """Words of a name, and pairs of signs of a Chinese one."""
    words = {word for word in re.findall("[a-zäöüß]+", name.lower()) if len(word) > 2}
    signs = re.findall("[一-鿿]+", name)
    return words | {"".join(pair) for run in signs for pair in pairwise(run)}


def across(table: Table) -> Table:
    """A Chinese table as it is in English; another, or one that nobody translated, as it is."""
    if not all(column.english for column in table.columns):
        return table
    columns = []
    for column in table.columns:
        name, description = column.english or (column.name, column.description)
        columns.append(replace(column, shown=name, description=description))
    return replace(table, columns=tuple(columns))


def _shown(
    table: Table, columns: Sequence[Column], style: str, described: str, rng: np.random.Generator
) -> Drawn:
    names: list[str] = []
    for column in columns:
        name = _styled(column, style)
        names.append(name if name not in names else column.name)
    told = [described == "all" or (described == "half" and rng.random() < 0.5) for _ in columns]
    profiles = tuple(
        _profile(column, name, column.description if tell else "")
        for column, name, tell in zip(columns, names, told, strict=True)
    )
    key = f"{table.name} {names} {told}"
    return Drawn(
        DataProfile(table.name, ROWS, profiles, 0, f"{zlib.crc32(key.encode()):08x}"),
        {column.name: place for place, column in enumerate(columns)},
        style,
        described,
    )


def _styled(column: Column, style: str) -> str:
    if style == "code":
        return column.code or column.name
    shown = column.shown or column.name
    pieces = shown.split("_")
    if style == "camel":
        return pieces[0] + "".join(piece[:1].upper() + piece[1:] for piece in pieces[1:])
    return " ".join(pieces).capitalize() if style == "title" else shown


_RANGE = re.compile(r"num\s+(-?[\d.]+)\.\.(-?[\d.]+)\s*(.*)")


def _profile(column: Column, name: str, description: str) -> ColumnProfile:
    kind, levels, low, high, unit, distinct = ColumnKind.NUMBER, (), None, None, None, 300
    written = column.kind
    if written == "yn":
        kind, levels, distinct, low, high = ColumnKind.BINARY, ((0, 600), (1, 400)), 2, 0.0, 1.0
    elif written.startswith("cat"):
        told = [level.strip() for level in written[3:].split(";") if level.strip()]
        levels = tuple((level, ROWS // len(told)) for level in told)
        kind, distinct = (ColumnKind.BINARY if len(told) == 2 else ColumnKind.CATEGORY), len(told)
    elif written == "date":
        kind = ColumnKind.TIME
    elif written == "id":
        kind, distinct = ColumnKind.IDENTIFIER, ROWS
    elif written == "text":
        kind, distinct = ColumnKind.TEXT, 900
    elif written.startswith("const"):
        kind, distinct = ColumnKind.CONSTANT, 1
    elif match := _RANGE.match(written):
        low, high = float(match[1]), float(match[2])
        unit = match[3] or None
        whole = low >= 0 and low == int(low) and high == int(high) and high - low <= 60 and not unit
        kind = ColumnKind.COUNT if whole else ColumnKind.NUMBER
    return ColumnProfile(
        name,
        kind,
        ROWS,
        0,
        distinct,
        minimum=low,
        maximum=high,
        levels=levels,  # type: ignore[arg-type]
        description=description or None,
        meaning=description or None,
        unit=unit if description else None,
    )

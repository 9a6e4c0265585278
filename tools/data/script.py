"""The preparation as a script that runs without AskWhy."""

from __future__ import annotations

from collections.abc import Sequence

from tools.data.fields import BOOL, NUMBER, TEXT, TIME, Field
from tools.data.missing import MISSING_TEXT
from tools.data.reader import CsvReader
from tools.data.table import Table
from tools.data.text_covariates import component_source
from tools.types import Sample

_BLANKS = " \t\r\n\u00a0"


def preparation_lines(table: Table, sample: Sample) -> str:
    """Plain pandas code that reads the table and makes `frame` equal to `sample.frame`.

    For a table in memory the code expects it under the name `data`. Names and values enter by `repr` only, so
    no text from the data is ever code.
    """
    return rows_lines(table, _columns(table, sample), sample.preparation)


def rows_lines(table: Table, columns: Sequence[str], preparation: Sequence[str]) -> str:
    """The same for any columns of the table and the steps that were taken with them."""
    used = [table.field(name) for name in table.columns if name in columns]
    made = [field for field in used if field.sources]
    needed = {field.name for field in used} | {name for field in made for name in field.sources}
    fields = [field for field in table.fields if field.name in needed and not field.sources]
    read = [field.name for field in fields]
    as_text = [field.name for field in fields if field.kind != NUMBER]
    lines = ["import numpy as np", "import pandas as pd", "", table.reader.line(read, as_text)]
    lines += _cleaning(fields, _decimal(table))
    lines += [f"frame[{field.name!r}] = {field.code}" for field in made]
    lines += preparation
    return "\n".join(lines) + "\n"


def _columns(table: Table, sample: Sample) -> list[str]:
    """The columns of the frame and of the population, in source order."""
    made = {component_source(str(name)) or str(name) for name in sample.frame.columns}
    used = {*made, *(condition.column for condition in sample.query.population)}
    return [name for name in table.columns if name in used]


def _decimal(table: Table) -> str:
    return table.reader.decimal if isinstance(table.reader, CsvReader) else "."


def _cleaning(fields: list[Field], decimal: str) -> list[str]:
    lines = []
    numbers = [field.name for field in fields if field.kind == NUMBER]
    if numbers:
        lines.append(f"for name in {numbers!r}:")
        if decimal != ".":
            lines.append(f"    frame[name] = frame[name].map(str).str.replace({decimal!r}, '.')")
        lines.append("    frame[name] = pd.to_numeric(frame[name], errors='coerce').astype(float)")
        lines.append("    frame[name] = frame[name].replace([np.inf, -np.inf], np.nan)")
    for kind, make in ((BOOL, _bools), (TEXT, _texts)):
        names = [field.name for field in fields if field.kind == kind]
        if names:
            lines += make(names)
    for timed in (each for each in fields if each.kind == TIME):
        lines += _times(timed)
    return lines


def _bools(names: list[str]) -> list[str]:
    return [
        f"for name in {names!r}:",
        f"    text = frame[name].astype(object).map(str).str.strip({_BLANKS!r}).str.lower()",
        "    frame[name] = text.map({'true': 1.0, 'false': 0.0}).astype(float)",
    ]


def _texts(names: list[str]) -> list[str]:
    return [
        f"for name in {names!r}:",
        f"    text = frame[name].astype(object).map(str, na_action='ignore').str.strip({_BLANKS!r})",
        f"    missing = text.isna() | text.str.lower().isin({list(MISSING_TEXT)!r})",
        "    frame[name] = text.astype(object).mask(missing, np.nan)",
    ]


def _times(field: Field) -> list[str]:
    shown = f"frame[{field.name!r}]"
    if field.time_format is None:
        return [f"{shown} = pd.to_datetime({shown}, utc=True).dt.tz_localize(None)"]
    text = f"{shown}.map(str, na_action='ignore').str.strip({_BLANKS!r})"
    return [f"{shown} = pd.to_datetime({text}, format={field.time_format!r}, errors='coerce')"]

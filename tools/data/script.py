"""Code for a person to run without AskWhy: how pandas would read each source, and the preparation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tools.data.fields import BOOL, MISSING_TEXT, NUMBER, TEXT, TIME, Field, pandas_markers
from tools.data.table import Table
from tools.data.text_covariates import component_source
from tools.types import Sample

# ---------------- How pandas would read each source; all names and paths go in by `repr`


class Reader(Protocol):
    """Writes the pandas code that loads a source into `frame`."""

    def line(self, columns: Sequence[str] | None = None, text: Sequence[str] = ()) -> str:
        """Code that loads `columns` (None: all), reading those in `text` as text."""


@dataclass(frozen=True)
class CsvReader:
    """`pd.read_csv` with the dialect that was found."""

    path: str
    separator: str
    encoding: str  # a Python codec
    decimal: str = "."
    quoted: bool = True
    names: tuple[str, ...] | None = None  # given when the header's spelling was changed

    def line(self, columns: Sequence[str] | None = None, text: Sequence[str] = ()) -> str:
        arguments = [repr(self.path)]
        if self.separator != ",":
            arguments.append(f"sep={self.separator!r}")
        if self.encoding not in ("utf-8", "utf-8-sig"):
            arguments.append(f"encoding={self.encoding!r}")
        if self.decimal != ".":
            arguments.append(f"decimal={self.decimal!r}")
        if not self.quoted:
            arguments.append("quoting=3")
        if self.names is not None:
            arguments += [f"names={list(self.names)!r}", "header=0", "index_col=False"]
        if columns is not None:
            arguments.append(f"usecols={list(columns)!r}")
        if text:
            arguments.append(f"dtype={dict.fromkeys(text, str)!r}".replace("<class 'str'>", "str"))
        arguments += [
            "keep_default_na=False",
            f"na_values={pandas_markers()!r}",
        ]
        call = f"frame = pd.read_csv({', '.join(arguments)})"
        return call if len(call) <= 100 else "frame = pd.read_csv(\n    " + ",\n    ".join(arguments) + ",\n)"


@dataclass(frozen=True)
class FileReader:
    """A pandas reader that needs no dialect: Parquet, Excel, Stata, JSON."""

    call: str  # e.g. "pd.read_parquet('x.parquet')"; made with repr by the caller
    imports: tuple[str, ...] = ()
    rename: bool = False  # some column names are not text in the file

    def line(self, columns: Sequence[str] | None = None, text: Sequence[str] = ()) -> str:
        lines = [*self.imports, f"frame = {self.call}"]
        if self.rename:
            lines.append("frame.columns = [str(name) for name in frame.columns]")
        if columns is not None:
            lines.append(f"frame = frame[{list(columns)!r}].copy()")
        return "\n".join(lines)


@dataclass(frozen=True)
class MemoryReader:
    """A table that the caller holds in memory; the code calls it `data`."""

    kind: str  # "DataFrame", "Arrow table", "DuckDB relation"
    convert: str = ""  # what turns it into a DataFrame: ".to_pandas()", ".df()", ""
    rename: bool = False
    converted: Mapping[str, str] = field(default_factory=dict)  # column -> what pandas makes of it first

    def line(self, columns: Sequence[str] | None = None, text: Sequence[str] = ()) -> str:
        lines = [f"# `data` is your {self.kind}, as it was given to AskWhy."]
        chosen = "" if columns is None or self.rename else f"[{list(columns)!r}]"
        lines.append(f"frame = data{self.convert}{chosen}.copy()")
        if self.rename:
            lines.append("frame.columns = [str(name) for name in frame.columns]")
            if columns is not None:
                lines.append(f"frame = frame[{list(columns)!r}].copy()")
        for name, call in self.converted.items():
            if columns is None or name in columns:
                lines.append(f"frame[{name!r}] = frame[{name!r}]{call}")
        return "\n".join(lines)


@dataclass(frozen=True)
class WithoutLastRow:
    """Another reader, and its last row left out: a line of totals."""

    reader: Reader

    @property
    def decimal(self) -> str:
        return decimal_mark(self.reader)

    def line(self, columns: Sequence[str] | None = None, text: Sequence[str] = ()) -> str:
        return self.reader.line(columns, text) + "\nframe = frame.iloc[:-1].copy()"


# ---------------- The preparation


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
    as_text = [field.name for field in fields if _cleaned_as(field) != NUMBER]
    lines = ["import numpy as np", "import pandas as pd", "", table.reader.line(read, as_text)]
    lines += _cleaning(fields, decimal_mark(table.reader))
    lines += [line for field in fields for line in field.reading]
    lines += [f"frame[{field.name!r}] = {field.code}" for field in made]
    lines += preparation
    return "\n".join(lines) + "\n"


def _columns(table: Table, sample: Sample) -> list[str]:
    """The columns of the frame and of the population, in source order."""
    made = {component_source(str(name)) or str(name) for name in sample.frame.columns}
    used = {*made, *(condition.column for condition in sample.query.population)}
    return [name for name in table.columns if name in used]


def decimal_mark(reader: Reader) -> str:
    """The decimal mark of the source's text."""
    return reader.decimal if isinstance(reader, CsvReader | WithoutLastRow) else "."


def _cleaned_as(field: Field) -> str:
    return field.cleaned_as or field.kind


def _cleaning(fields: list[Field], decimal: str) -> list[str]:
    lines = []
    numbers = [field.name for field in fields if _cleaned_as(field) == NUMBER]
    if numbers:
        lines.append(f"for name in {numbers!r}:")
        if decimal != ".":
            lines.append(f"    frame[name] = frame[name].map(str).str.replace({decimal!r}, '.')")
        lines.append("    frame[name] = pd.to_numeric(frame[name], errors='coerce').astype(float)")
        lines.append("    frame[name] = frame[name].replace([np.inf, -np.inf], np.nan)")
    for kind, make in ((BOOL, _bools), (TEXT, _texts)):
        names = [field.name for field in fields if _cleaned_as(field) == kind]
        if names:
            lines += make(names)
    for timed in (each for each in fields if _cleaned_as(each) == TIME):
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

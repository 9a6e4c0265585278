"""How pandas would read each source, as code for a person to run. All names and paths go in by `repr`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tools.data.missing import pandas_markers


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

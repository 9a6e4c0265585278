"""The study as the designs see it: the words, the columns and their numbers, each looked up once.

The description and the question are data: they are searched with the patterns of `cues/design.toml` and
quoted, never run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from assistant.designs.text import (
    DEFINES,
    DEFINES_NEXT,
    PREDICATE,
    find_word,
    grammar,
    name_words,
)
from tools.data.codebook import codebook_line
from tools.types import ColumnKind, ColumnProfile, DataProfile

Array = npt.NDArray[np.float64]
SAMPLE_ROWS = 20_000  # rows that a test on a large table looks at
ONE_GO = 20_000_000  # cells; larger tables are read column by column


class Columns(Protocol):
    """What a study needs of `tools.data.Table`."""

    def frame(self, columns: Any) -> Any: ...


@dataclass(frozen=True)
class Study:
    """One question about one table. `treatment` is None for a cutoff that no column records."""

    question: str
    treatment: str | None
    outcome: str
    profile: DataProfile
    table: Columns
    sentences: tuple[str, ...]
    _numbers: dict[str, Array | None] = field(default_factory=dict, repr=False, compare=False)
    _frames: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    _texts: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    cache: dict[str, Any] = field(
        default_factory=dict, repr=False, compare=False
    )  # of what is derived from it

    # ---------------------------------------------------------------- words

    def text(self, column: str) -> str:
        """Name words and description of a column, as one lower-case text."""
        if column not in self._texts:
            self._texts[column] = f"{name_words(column)} {column.lower()} : {self.described(column).lower()}"
        return self._texts[column]

    def described(self, column: str) -> str:
        """What the codebook says about the column, or ""."""
        notes: dict[str, str] = self.cache.setdefault("notes", {})
        if column not in notes:
            note, line = self.profile[column].description or "", self._line(column)
            told = line if line and line.startswith(note) else note or self._clause(column)
            notes[column] = self._until_next(column, told)
        return notes[column]

    def is_a(self, column: str, what: str) -> bool:
        return bool(grammar().columns[what].search(self.text(column)))

    def why(self, column: str, what: str) -> str:
        """The words that make a column what `is_a` says it is."""
        found = grammar().columns[what].search(self.text(column))
        return found.group(0).strip() if found else ""

    def _until_next(self, column: str, note: str) -> str:
        """The note up to where the meaning of another column begins (`... years. weight: in kg`)."""
        if ":" not in note and "：" not in note:
            return note
        starts = [
            at
            for name in self.profile.names
            if name != column and len(name) > 2 and (at := find_word(note, name)) >= 0
            if DEFINES_NEXT.match(note, at + len(name))
        ]
        return note[: min(starts)].strip(" '\".,;(") if starts and min(starts) > 0 else note

    def _line(self, column: str) -> str:
        """The rest of a codebook line `name: meaning`, whole, or ""."""
        lines: dict[str, str] | None = self.cache.get("lines")
        if lines is None:
            entries = map(codebook_line, self.profile.description.splitlines())
            lines = {entry.name.lower(): entry.note for entry in entries if entry is not None}
            self.cache["lines"] = lines
        return lines.get(column.lower(), "")

    def _clause(self, column: str) -> str:
        """The words behind the first mention of the column, up to the next column."""
        if len(column) < 2:
            return ""
        first = ""
        for sentence in self.sentences:
            at = find_word(sentence, column)
            if at < 0:
                continue
            end = at + len(column)
            rest = sentence[end : end + 200]
            names = (n for n in self.profile.names if n != column and len(n) > 2)
            stops = [stop for n in names if (stop := find_word(rest, n)) >= 0]
            clause = rest[: min([200, *stops])].strip(" '\"(),;:-=：")
            if DEFINES.match(rest):
                return clause
            # "On average they were older" says how people were, not what a column `older` holds.
            if not PREDICATE.search(sentence[:at]):
                first = first or clause
        return first

    # ---------------------------------------------------------------- columns

    @property
    def others(self) -> tuple[ColumnProfile, ...]:
        """Columns that are neither treatment nor outcome, nor constant."""
        roles = {self.treatment, self.outcome}
        return tuple(
            c for c in self.profile.columns if c.name not in roles and c.kind is not ColumnKind.CONSTANT
        )

    def mentioned_at(self, column: str) -> int:
        """Where the description first mentions the column; its place in the table when it does not."""
        places: dict[str, int] = self.cache.setdefault("places told", {})
        if column not in places:
            at = find_word(self.profile.description, column)
            at = at if at >= 0 else find_word(self.profile.description, name_words(column))
            places[column] = at if at >= 0 else 10**6 + self.profile.names.index(column)
        return places[column]

    def numbers(self, column: str) -> Array | None:
        """The column as float64 (NaN where missing), or None when it has no numeric reading.

        Two-level text is coded 0 and 1 in sorted order; other text gives None. At most SAMPLE_ROWS rows,
        evenly spaced, so that all columns of a study are on the same rows.
        """
        if column not in self._numbers:
            self._load([column])
        return self._numbers[column]

    def matrix(self, columns: Iterable[str]) -> Array:
        """Numeric columns side by side; missing values are set to the column mean, constants left out."""
        names = list(columns)
        self._load([name for name in names if name not in self._numbers])
        kept = []
        for name in names:
            values = self._numbers[name]
            if values is None or not np.isfinite(values).any():
                continue
            filled = np.where(
                np.isfinite(values), values, np.nanmean(np.where(np.isfinite(values), values, np.nan))
            )
            if np.ptp(filled) > 0:
                kept.append(filled)
        return np.column_stack(kept) if kept else np.empty((self._rows(), 0))

    def labels(self, column: str) -> npt.NDArray[np.int64]:
        """Integer codes of the column's levels on the same rows as `numbers`; -1 where missing."""
        import pandas as pd

        codes: dict[str, npt.NDArray[np.int64]] = self.cache.setdefault("labels", {})
        if column not in codes:
            codes[column] = np.asarray(pd.factorize(self.sample([column])[column])[0], dtype=np.int64)
        return codes[column]

    def _rows(self) -> int:
        return len(self.sample([self.outcome]))

    def _load(self, names: list[str]) -> None:
        missing = [name for name in dict.fromkeys(names) if name not in self._numbers]
        if missing:
            frame = self.sample(missing)
            for name in missing:
                self._numbers[name] = as_numbers(frame[name])

    def sample(self, names: list[str]) -> Any:
        """The named columns on at most SAMPLE_ROWS evenly spaced rows; narrow tables are read in one go."""
        frame = self._frames.get("sample")
        if frame is not None and set(names) <= set(frame.columns):
            return frame
        columns = list(self.profile.names) if self.profile.rows * len(self.profile.names) < ONE_GO else names
        read = self.table.frame(columns)
        read = read.iloc[:: max(1, -(-len(read) // SAMPLE_ROWS))].reset_index(drop=True)
        if frame is not None:
            read = read.join(frame[[c for c in frame.columns if c not in read.columns]])
        self._frames["sample"] = read
        return read


def as_numbers(series: Any) -> Array | None:
    """A pandas column as float64, or None: see `Study.numbers`."""
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(series):
        return np.asarray(series.astype("int64"), dtype=np.float64) / 86_400e9
    if pd.api.types.is_bool_dtype(series) or pd.api.types.is_numeric_dtype(series):
        values = np.asarray(pd.to_numeric(series, errors="coerce"), dtype=np.float64)
        return np.where(np.isfinite(values), values, np.nan)
    parsed = np.asarray(pd.to_numeric(series, errors="coerce"), dtype=np.float64)
    present = series.notna()
    if present.any() and np.isfinite(parsed[np.asarray(present)]).mean() > 0.95:
        return parsed
    levels = sorted(map(str, series.dropna().unique()))
    if len(levels) == 2:
        return np.where(series.isna(), np.nan, (series.astype(str) == levels[1]).astype(float))
    return None

"""The columns of one study, read again and again in tiles that fit the processor's cache.

A tile is a few ten thousand rows of float64 numbers and integer codes; nothing else of the table is ever
held, unless the caller holds it already.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np

from tools.engine.arrays import Codes, Hashes, Vector
from tools.errors import Cancelled, EstimationError
from tools.messages import Column, Message, counted

TILE = 32_768  # rows: a dozen columns of doubles then fit a second-level cache
# Rows of a file are all summed by block, where each tile has its fixed cost: up to twice as fast in these.
FILE_TILE = 131_072  # rows, and
FILE_CELLS = 2_097_152  # numbers, 16 MB: some eight tiles are on their way at any moment
MAX_LEVELS = 1_000  # of one categorical covariate

# Called with the rows read so far; a true answer (or an exception) stops the work.
Progress = Callable[[int], object]


@dataclass(frozen=True)
class Columns:
    """Which columns are read, and as what."""

    treatment: str
    outcome: str
    numbers: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.treatment, self.outcome, *self.numbers, *self.categories)


@dataclass(frozen=True)
class Tile:
    """Some rows. Rows with a missing value are not among them."""

    treatment: Vector  # (rows,)
    outcome: Vector  # (rows,)
    numbers: tuple[Vector, ...]  # (rows,) each
    codes: tuple[Codes, ...]  # (rows,) each, positions in `Levels.labels`
    dropped: int  # rows with a missing value that were left out

    @property
    def rows(self) -> int:
        return len(self.outcome)

    def where(self, chosen: Any) -> Tile:
        return Tile(
            self.treatment[chosen],
            self.outcome[chosen],
            tuple(column[chosen] for column in self.numbers),
            tuple(codes[chosen] for codes in self.codes),
            0,
        )


class Levels:
    """The levels of one category in the order in which they were first seen."""

    def __init__(self, name: str, clean: Callable[[Any], Any] | None = None) -> None:
        self.name = name
        self._clean = clean
        self._position: dict[Any, int] = {}
        self.hashes: Hashes = np.empty(0, dtype=np.uint64)

    @property
    def labels(self) -> tuple[Any, ...]:
        return tuple(self._position)

    def know(self, labels: Sequence[Any]) -> bool:
        """Have all these labels been seen?"""
        clean = self._clean
        return all((label if clean is None else clean(label)) in self._position for label in labels)

    def positions(self, labels: Sequence[Any]) -> Codes:
        """Code of each label; missing labels get -1, new ones the next code.

        Raises EstimationError above MAX_LEVELS levels.
        """
        known = len(self._position)
        if self._clean is not None:
            labels = [self._clean(label) for label in labels]
        found = [
            -1 if label is None or label != label else self._position.setdefault(label, len(self._position))
            for label in labels
        ]
        if len(self._position) > MAX_LEVELS:
            raise EstimationError(
                Message(
                    "estimation-too-many-levels",
                    {"covariate": Column(self.name), "levels": counted(MAX_LEVELS)},
                )
            )
        if len(self._position) > known:
            self.hashes = np.array([_label_hash(label) for label in self._position], dtype=np.uint64)
        return np.asarray(found, dtype=np.int64)


def _label_hash(label: Any) -> int:
    # Of the label and not of its code: codes depend on the order of the rows.
    return int.from_bytes(
        blake2b(repr(label).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
    )


class Rows:
    """A source that can be gone through several times, tile by tile. Made by `open_rows`."""

    def __init__(
        self,
        columns: Columns,
        start: Callable[[], Generator[list[Any], None, None]],
        source: str,
        clean: Callable[[Any], Any] | None = None,
        tile: int | None = None,
    ) -> None:
        """`tile`: rows of a tile unless the caller says otherwise; None: TILE."""
        self._tile_rows = tile
        self.columns = columns
        self.source = source
        self.levels = tuple(Levels(name, clean) for name in columns.categories)
        self._start = start
        self.kept: Any = None  # what `tools.engine.design.designs` keeps of a small table

    def without(self, category: int | None) -> Rows:
        """The same rows without one category."""
        if category is None:
            return self
        place = 2 + len(self.columns.numbers) + category
        names = tuple(n for i, n in enumerate(self.columns.categories) if i != category)
        start = self._start
        fewer = Rows(
            replace(self.columns, categories=names),
            lambda: ([p for i, p in enumerate(pieces) if i != place] for pieces in start()),
            self.source,
            tile=self._tile_rows,
        )
        fewer.levels = tuple(levels for i, levels in enumerate(self.levels) if i != category)
        return fewer

    def tiles(self, progress: Progress | None = None, size: int | None = None) -> Generator[Tile, None, None]:
        """All rows without missing values, in the order of the source, at most `size` at a time.

        Raises Cancelled once `progress` returns true, and whatever `progress` raises.
        """
        size, read = size or self._tile_rows or TILE, 0
        with closing(self._start()) as started:
            for pieces in started:
                length = len(pieces[0])
                for first in range(0, length, size):
                    here = slice(first, first + size)
                    tile = self._tile([piece[here] for piece in pieces], here)
                    read += min(size, length - first)
                    if tile.rows or tile.dropped:
                        yield tile
                    if progress is not None and progress(read):
                        raise Cancelled(f"Stopped after {read} rows of {self.source}, as asked. Scan again.")

    def _plain(self, pieces: list[Any]) -> Tile:
        """A tile of every row of the pieces, whole or not."""
        count = 2 + len(self.columns.numbers)
        floats = [np.ascontiguousarray(piece, dtype=np.float64) for piece in pieces[:count]]
        codes = [_codes(piece, levels) for piece, levels in zip(pieces[count:], self.levels, strict=True)]
        return Tile(floats[0], floats[1], tuple(floats[2:]), tuple(codes), 0)

    def _tile(self, pieces: list[Any], here: slice) -> Tile:
        tile = self._plain(pieces)
        floats, codes = (tile.treatment, tile.outcome, *tile.numbers), tile.codes
        # One sum finds any NaN or infinity; only then is each row looked at.
        total = sum((float(column.sum()) for column in floats), 0.0)
        if np.isfinite(total) and all(c.min(initial=0) >= 0 for c in codes):
            return tile
        whole = np.ones(tile.rows, dtype=bool)
        for column in floats:
            whole &= np.isfinite(column)
        for code in codes:
            whole &= code >= 0
        return _only_whole(tile, whole)


class MemoryRows(Rows):
    """Rows whose columns are in memory: all levels are known, and missing values are looked for once."""

    def __init__(self, columns: Columns, pieces: list[Any], source: str) -> None:
        super().__init__(columns, lambda: (part for part in [pieces]), source)
        self._pieces = pieces

    @property
    def length(self) -> int:
        """Rows, whole or not."""
        return len(self._pieces[0])

    @cached_property
    def whole(self) -> Any:
        """(rows,) true where no column is missing or infinite; None: everywhere."""
        count = 2 + len(self.columns.numbers)
        whole: Any = None
        for piece in self._pieces[:count]:
            if np.issubdtype(piece.dtype, np.floating) and not np.isfinite(piece.sum()):
                finite = np.isfinite(piece)
                whole = finite if whole is None else whole & finite
        for piece in self._pieces[count:]:
            if piece.codes.min(initial=0) < 0:
                whole = piece.codes >= 0 if whole is None else whole & (piece.codes >= 0)
        return None if whole is None or whole.all() else whole

    def sample(self, step: int) -> Tile:
        """Every `step`-th row."""
        tile = self._plain([piece[::step] for piece in self._pieces])
        return tile if self.whole is None else _only_whole(tile, self.whole[::step])

    def level_counts(self) -> list[Codes]:
        """A category: rows at each level, among whole rows."""
        pieces = self._pieces[2 + len(self.columns.numbers) :]
        return [
            np.bincount(
                piece.codes if self.whole is None else piece.codes[self.whole], minlength=len(levels.labels)
            )
            for piece, levels in zip(pieces, self.levels, strict=True)
        ]

    def _tile(self, pieces: list[Any], here: slice) -> Tile:
        tile = self._plain(pieces)
        return tile if self.whole is None else _only_whole(tile, self.whole[here])


def _only_whole(tile: Tile, whole: Any) -> Tile:
    kept = tile.where(whole)
    return Tile(kept.treatment, kept.outcome, kept.numbers, kept.codes, int((~whole).sum()))


def _codes(piece: Any, levels: Levels) -> Codes:
    """Codes of a piece of a categorical column, in memory or dictionary-encoded by Arrow."""
    if isinstance(piece, CodedColumn):
        return np.asarray(piece.codes, dtype=np.int64)
    labels = piece.dictionary.to_pylist()
    indices = piece.indices
    if piece.null_count:
        indices = indices.cast("int64").fill_null(len(labels))
    places = indices.to_numpy(zero_copy_only=False)
    if not levels.know(labels):
        # A file's dictionary may hold levels that no row has.
        found = np.bincount(places, minlength=len(labels)) > 0
        labels = [label if found[place] else None for place, label in enumerate(labels)]
    table = np.append(levels.positions(labels), -1)
    return np.asarray(table[places])


@dataclass(frozen=True)
class CodedColumn:
    """A categorical column in memory."""

    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: slice) -> CodedColumn:
        return CodedColumn(self.codes[rows])

"""One study's columns, read again and again in tiles that fit the processor's cache; random blocks of rows.

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


# ---------------- Random blocks of rows that do not depend on the order of the rows

# A row's block comes from a hash of its content and the seed, so the same rows give the same blocks however
# the table is sorted, cut into files or read by threads. In tables of few different rows (all columns
# discrete) equal rows are numbered as they come, so that they spread over the blocks like all others: which
# of two equal rows is the first makes no difference. Where some column is different in every row but for
# copies of whole rows, copies share a block, as rows of one cluster do: copied rows do not narrow the block
# intervals.


LOOK = 8_192  # rows that decide which columns are worth hashing
REMEMBERED = 262_144  # distinct rows up to which equal rows are numbered: 4 MB
FEW = 256  # different rows that are too few to call a table continuous
RARE = 0.001  # share of repeated rows that is too small to matter


class Blocks:
    """Deals rows to `count` random blocks; sees each tile once, in order."""

    def __init__(self, count: int, seed: int, levels: tuple[Levels, ...]) -> None:
        self.count = count
        self._levels = levels
        stream = np.random.default_rng([seed, 0x626C6F636B])
        self._odd = stream.integers(0, 2**63, size=4096, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        self._salt = np.uint64(stream.integers(0, 2**63))
        # Places in [outcome, numbers..., treatment] of the columns that are hashed; None: not decided.
        self._hashed: tuple[int, ...] | None = None
        self._with_codes = True
        self._seen: Hashes | None = np.empty(0, dtype=np.uint64)
        self._times = np.empty(0, dtype=np.int64)
        self._repeats = 0
        self._rows = 0
        self._by_position = False
        self._gave_up = False

    @property
    def order_free(self) -> bool:
        """Do the blocks depend on nothing but the content of the rows?"""
        return not self._by_position and not self._gave_up

    def of(self, tile: Tile) -> Codes:
        """Block of each row (rows,), 0..count-1."""
        if self._hashed is None:
            self._decide(tile)
        hashes = self._hash(tile, self._hashed or (), self._with_codes)
        if self._by_position:
            hashes += _mixed(np.arange(self._rows, self._rows + tile.rows, dtype=np.uint64))
        elif self._seen is not None:
            hashes += _mixed(self._numbered(hashes).astype(np.uint64))
        self._rows += tile.rows
        mixed = _mixed(hashes ^ self._salt) >> np.uint64(32)
        return ((mixed * np.uint64(self.count)) >> np.uint64(32)).astype(np.int64)

    def _decide(self, tile: Tile) -> None:
        """Hash as few columns as tell the rows apart, and one more: hashing all costs as much as a scan."""
        look = tile.where(slice(0, LOOK))
        width = 2 + len(tile.numbers)
        everything = tuple(range(width))
        different = _distinct(self._hash(look, everything, True))
        for column in everything:
            if different >= FEW and _distinct(self._hash(look, (column,), False)) >= (1 - RARE) * different:
                self._hashed = (column, (column + 1) % width)
                break
        else:
            for count in range(2, width + 1):
                if _distinct(self._hash(look, everything[:count], False)) > (1 - RARE) * look.rows:
                    self._hashed = everything[: count + 1]
                    break
        if self._hashed is None:
            self._hashed = everything
        else:
            self._with_codes, self._seen = False, None

    def _hash(self, tile: Tile, hashed: tuple[int, ...], with_codes: bool) -> Hashes:
        total = np.zeros(tile.rows, dtype=np.uint64)
        scratch = np.empty_like(total)
        columns = (tile.outcome, *tile.numbers, tile.treatment)
        for place in hashed:
            odd, column = self._odd[place], columns[place]
            bits = column.view(np.uint64)
            # High bits must reach the low ones first: round numbers have zeros below.
            np.right_shift(bits, np.uint64(32), out=scratch)
            np.bitwise_xor(scratch, bits, out=scratch)
            np.multiply(scratch, odd, out=scratch)
            np.add(total, scratch, out=total)
        if with_codes:
            for odd, levels, codes in zip(self._odd[::-1], self._levels, tile.codes, strict=False):
                total += levels.hashes[codes] * odd
        return _mixed(total)

    def _numbered(self, hashes: Hashes) -> Codes:
        """How many equal rows came before each row; gives up once too many different rows were seen."""
        assert self._seen is not None
        distinct, inverse, counts = np.unique(hashes, return_inverse=True, return_counts=True)
        place = np.searchsorted(self._seen, distinct)
        inside = np.minimum(place, max(len(self._seen) - 1, 0))
        known = self._seen[inside] == distinct if len(self._seen) else np.zeros(len(distinct), dtype=bool)
        before = np.zeros(len(distinct), dtype=np.int64)
        before[known] = self._times[inside[known]]
        numbers = before[inverse]
        self._repeats += len(hashes) - len(distinct) + int(known.sum())
        if len(distinct) < len(hashes):
            order = np.argsort(inverse, kind="stable")
            start = np.cumsum(counts) - counts
            numbers[order] += np.arange(len(hashes)) - start[inverse[order]]
        self._times[inside[known]] += counts[known]
        self._seen = np.insert(self._seen, place[~known], distinct[~known])
        self._times = np.insert(self._times, place[~known], counts[~known])
        if len(self._seen) > REMEMBERED:
            seen = self._rows + len(hashes)
            # Too many to remember. With hardly any repeats numbering changes nothing; with many, equal rows
            # must still not pile up in one block, so from here on the position tells them apart.
            self._by_position = self._repeats > RARE * seen
            self._gave_up = self._repeats > 0
            self._seen, self._times = None, np.empty(0, dtype=np.int64)
        return numbers


def _distinct(hashes: Hashes) -> int:
    ordered = np.sort(hashes)
    return int((ordered[1:] != ordered[:-1]).sum()) + 1 if len(ordered) else 0


def _mixed(bits: Hashes) -> Hashes:
    """Finaliser of splitmix64 (Steele, Lea & Flood 2014, OOPSLA): each input bit reaches each output bit."""
    mixed = bits.copy()
    scratch: Any = np.empty_like(mixed)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        np.right_shift(mixed, np.uint64(shift), out=scratch)
        np.bitwise_xor(mixed, scratch, out=mixed)
        np.multiply(mixed, np.uint64(factor), out=mixed)
    np.right_shift(mixed, np.uint64(31), out=scratch)
    return np.asarray(np.bitwise_xor(mixed, scratch, out=mixed))

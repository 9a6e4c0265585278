"""One pass over the data into sufficient statistics."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import Any

import numpy as np

from tools.device import batched_grams
from tools.engine.arrays import Codes, Matrix, Vector
from tools.engine.design import (
    Layout,
    Sums,
    added,
    in_label_order,
    label_key,
    level_sums,
    number_matrix,
    over_blocks,
)
from tools.engine.rows import Blocks, MemoryRows, Progress, Rows, Tile
from tools.engine.sources import layout_of, open_rows, totals, zero_one
from tools.engine.statistics import Blocked, Statistics
from tools.engine.threads import ahead, one_thread
from tools.errors import Cancelled, EstimationError, OptionError
from tools.messages import Message, Quoted, counted

# ---------------- Adding tiles up: V'V, sums by level and counts of pairs of levels, by treatment arm and ra


# Blocks are padded to one length so that one call multiplies them all; beyond this much padding a loop is
# faster.
MOST_PADDING = 8


class Accumulator:
    """Sums by arm and block; segment `arm * blocks + block`. Levels may grow from tile to tile."""

    def __init__(self, blocks: int, shift: Vector, *, arms: int) -> None:
        """`arms=2` for a treatment of zeros and ones; `arms=1` for any other, which is then a column of V."""
        self._blocks = blocks
        self._arms = arms
        self._shift = shift
        self.rows = 0
        width = len(shift) + (1 if arms == 1 else 0)
        self._numbers = np.zeros((arms * blocks, width, width))
        self._levels: list[Matrix] = []
        self._pairs: dict[tuple[int, int], Matrix] = {}

    def add(self, tile: Tile, block: Codes, counts: tuple[int, ...]) -> None:
        """Add a tile whose rows lie in `block` (rows,); `counts` are the levels known by now."""
        if not tile.rows:
            return
        self._grow(counts)
        self.rows += tile.rows
        segment = block
        if self._arms == 2:
            segment = block + self._blocks * tile.treatment.astype(np.int64)
        matrix = number_matrix(tile, self._shift, treatment=self._arms == 1, spare=1)
        self._add_numbers(matrix, segment)
        for c, codes in enumerate(tile.codes):
            table = self._levels[c]
            place = segment * counts[c] + codes
            found = level_sums(matrix[:-1], place, len(table) * counts[c])[:, :-1]
            table += found.reshape(table.shape)
        for (a, b), table in self._pairs.items():
            place = (segment * counts[a] + tile.codes[a]) * counts[b] + tile.codes[b]
            table += np.bincount(place, minlength=table.size).reshape(table.shape)

    def _add_numbers(self, matrix: Matrix, segment: Codes) -> None:
        """V'V of every segment; the last row and the last column of `matrix` are spare and zero."""
        sizes = np.bincount(segment, minlength=len(self._numbers))
        starts = np.cumsum(sizes) - sizes
        order = np.argsort(segment.astype(np.uint16), kind="stable")  # a radix sort
        # Arms apart: a rare arm's short segments must not be padded to a common arm's length.
        for first in range(0, len(sizes), self._blocks):
            here = slice(first, first + self._blocks)
            begin, end = int(starts[first]), int(starts[first] + sizes[here].sum())
            if begin < end:
                self._add_arm(matrix, order[begin:end], here, sizes[here])

    def _add_arm(self, matrix: Matrix, order: Codes, here: slice, sizes: Codes) -> None:
        longest, target = int(sizes.max()), self._numbers[here]
        starts = np.cumsum(sizes) - sizes
        if longest * len(sizes) > MOST_PADDING * len(order) + 65_536:
            ordered = matrix[order]
            for k in np.flatnonzero(sizes):
                piece = ordered[starts[k] : starts[k] + sizes[k]]
                target[k] += (piece[:, :-1].T @ piece)[:, :-1]
            return
        source = np.full(len(sizes) * longest, len(matrix) - 1)
        source[np.arange(len(order)) + np.repeat(np.arange(len(sizes)) * longest - starts, sizes)] = order
        padded = np.take(matrix, source, axis=0, mode="clip").reshape(len(sizes), longest, -1)
        grams = batched_grams(padded)
        if grams is not None:
            target += grams[:, :-1, :-1]
            return
        # With a spare column the factors differ in shape: numpy would take a product with itself to a routine
        # for symmetric results, which is half as fast on matrices as thin as these.
        target += np.matmul(padded[:, :, :-1].transpose(0, 2, 1), padded)[:, :, :-1]

    def _grow(self, counts: tuple[int, ...]) -> None:
        segments, width = len(self._numbers), self._numbers.shape[-1]
        if not self._levels:
            self._levels = [np.zeros((segments, n, width)) for n in counts]
            self._pairs = {
                (a, b): np.zeros((segments, counts[a], counts[b]))
                for a, b in combinations(range(len(counts)), 2)
            }
            return
        for c, n in enumerate(counts):
            missing = n - self._levels[c].shape[1]
            if missing:
                self._levels[c] = np.pad(self._levels[c], ((0, 0), (0, missing), (0, 0)))
        for (a, b), table in self._pairs.items():
            more = (counts[a] - table.shape[1], counts[b] - table.shape[2])
            if any(more):
                self._pairs[a, b] = np.pad(table, ((0, 0), (0, more[0]), (0, more[1])))

    def fold(self) -> None:
        """Halve the number of blocks: neighbours become one."""
        self._blocks //= 2
        self._numbers = _paired(self._numbers)
        self._levels = [_paired(table) for table in self._levels]
        self._pairs = {pair: _paired(table) for pair, table in self._pairs.items()}

    def join_arms(self) -> None:
        """The treatment turned out to have other values: from two arms to one with the treatment in V."""
        joined = with_dose(*self.arms())
        self._arms, self._numbers, self._levels, self._pairs = 1, joined.numbers, joined.levels, joined.pairs

    def arms(self) -> list[Sums]:
        """Sums of each arm, with the blocks as leading axis."""
        parts = [slice(a * self._blocks, (a + 1) * self._blocks) for a in range(self._arms)]
        return [
            Sums(
                self._numbers[part],
                [table[part] for table in self._levels],
                {pair: table[part] for pair, table in self._pairs.items()},
            )
            for part in parts
        ]

    def complete(self, counts: tuple[int, ...]) -> None:
        """Make room for levels that only other rows had."""
        self._grow(counts)


def _paired(table: Matrix) -> Matrix:
    return np.asarray(table.reshape(len(table) // 2, 2, *table.shape[1:]).sum(axis=1))


def with_dose(zero: Sums, one: Sums) -> Sums:
    """Sums of two arms as one, with the treatment (0 or 1) as a last column of V."""
    m = zero.numbers.shape[-1]
    numbers = np.zeros((*zero.numbers.shape[:-2], m + 1, m + 1))
    numbers[..., :m, :m] = zero.numbers + one.numbers
    numbers[..., m, :m] = numbers[..., :m, m] = one.numbers[..., 0, :]
    numbers[..., m, m] = one.numbers[..., 0, 0]
    levels = [
        np.concatenate([a + b, b[..., :1]], axis=-1) for a, b in zip(zero.levels, one.levels, strict=True)
    ]
    return Sums(numbers, levels, {pair: table + one.pairs[pair] for pair, table in zero.pairs.items()})


BLOCKS = 512  # fewer make block standard errors noisy: their relative error is 1 / sqrt(2 K)
FEWEST_BLOCKS = 64
MEMORY = 256 << 20  # bytes for the sums by block; above it blocks are merged
MOST_GROUPS = 64


def scan(
    source: object,
    treatment: str,
    outcome: str,
    covariates: Sequence[str] = (),
    *,
    categories: Sequence[str] = (),
    by: str | None = None,
    blocks: int = BLOCKS,
    seed: int = 7,
    progress: Progress | None = None,
) -> Statistics:
    """Read the needed columns once and keep what estimates, intervals and checks are made of.

    Args:
        source: anything that `tools.data.open_table` takes; a Parquet file or glob may exceed memory.
        treatment: numbers; a treatment of zeros and ones also gets statistics by arm.
        outcome: numbers.
        covariates: numbers as they are; text and `category` columns as categories.
        categories: covariates held as numbers that are codes of a category.
        by: a column with up to 64 levels; `Statistics.groups` then has the statistics of each level.
        blocks: number of random blocks, a power of two (see `tools.engine.rows`).
        seed: of the blocks and of every draw made from the statistics.
        progress: called with the number of rows read so far; a true answer stops the pass.

    Rows with a missing or infinite value in any of the columns are left out and counted. The result does
    not depend on the order of the rows, but for rounding.

    Raises:
        Cancelled: `progress` returned true.
        DataError, OptionError: a column cannot be used as asked.
        EstimationError: no rows are left, or there are too many coordinates.
    """
    if blocks < 2 or blocks & (blocks - 1):
        raise OptionError(f"blocks={blocks} is no power of two. Take 512.")
    grouped = by is not None and by not in covariates
    names = [*covariates, *([by] if by is not None and grouped else [])]
    coded = [*categories, *([by] if by is not None else [])]
    rows = open_rows(source, treatment, outcome, names, categories=coded)
    with one_thread():
        if by is None and isinstance(rows, MemoryRows):
            found = _in_memory(rows, blocks, seed, progress)
            if found is not None:
                return found
        return _pass(rows, by, grouped, blocks, seed, progress)


def blocked(rows: Rows, blocks: int, seed: int) -> Blocked:
    """The cross-products by random block, from a pass of their own."""
    with one_thread():
        made = _pass(rows, None, False, blocks, seed, None).made
    assert made is not None
    return made


def _in_memory(rows: MemoryRows, blocks: int, seed: int, progress: Progress | None) -> Statistics | None:
    """Totals alone; None where a pass by block is needed after all."""
    first = next(rows.tiles(), None)
    layout = layout_of(rows, _shift(first)) if first is not None and first.rows else None
    return None if layout is None else totals(rows, layout, blocks, seed, progress)


def _pass(
    rows: Rows, by: str | None, grouped: bool, blocks: int, seed: int, progress: Progress | None
) -> Statistics:
    # Closed at once when the pass stops early: threads that read ahead stop with it.
    with closing(rows.tiles()) as tiles:
        first = next(tiles, None)
        if first is None:
            raise EstimationError(Message("estimation-no-rows", {"source": Quoted(rows.source)}))
        return _Pass(rows, by, grouped, blocks, seed).run(chain([first], tiles), first, progress)


@dataclass(frozen=True)
class _Dealt:
    """A tile whose rows have been dealt to blocks."""

    tile: Tile
    block: Codes  # (rows,)
    counts: tuple[int, ...]  # levels of each covariate category known by now
    binary: bool  # is the treatment 0 or 1 in every row?
    binary_outcome: bool


class _Pass:
    """The running sums of one scan."""

    def __init__(self, rows: Rows, by: str | None, grouped: bool, blocks: int, seed: int) -> None:
        self._rows = rows
        self._by = None if by is None else rows.columns.categories.index(by)
        # A column that only groups is no covariate: it stays out of the sums.
        self._covariates = [c for c in range(len(rows.columns.categories)) if not (grouped and c == self._by)]
        self._count = blocks
        self._blocks = Blocks(blocks, seed, rows.levels)
        self._seed = seed
        self._sums: dict[int, Accumulator] = {}  # by level of the grouping column; 0 without one
        self._dropped = 0
        self._binary_outcome = True

    def run(self, tiles: Iterator[Tile], first: Tile, progress: Progress | None) -> Statistics:
        self._shift, read = _shift(first), 0
        # Read as 0/1 until a row says otherwise.
        self._binary = zero_one(first.treatment)
        with closing(self._dealt(tiles)) as dealt:
            for part in dealt:
                self._add(part)
                read += part.tile.rows + part.tile.dropped
                if progress is not None and progress(read):
                    raise Cancelled(
                        f"Stopped after {read} rows of {self._rows.source}, as asked. Scan again."
                    )
        return self._finish()

    def _dealt(self, tiles: Iterator[Tile]) -> Generator[_Dealt, None, None]:
        dealt = map(self._deal, tiles)
        if isinstance(self._rows, MemoryRows):
            yield from dealt
            return
        # In a thread of its own: with the one that reads there is work for two processors.
        with closing(ahead(dealt)) as made:
            yield from made

    def _deal(self, tile: Tile) -> _Dealt:
        block = self._blocks.of(tile)
        return _Dealt(tile, block, self._counts(), zero_one(tile.treatment), zero_one(tile.outcome))

    def _add(self, dealt: _Dealt) -> None:
        tile, block, counts = dealt.tile, dealt.block, dealt.counts
        self._dropped += tile.dropped
        self._binary_outcome = self._binary_outcome and dealt.binary_outcome
        if self._binary and not dealt.binary:
            # Other values after all: the two arms become one sum with the treatment in it.
            self._binary = False
            for accumulator in self._sums.values():
                accumulator.join_arms()
        self._fit_memory(counts)
        if self._count < self._blocks.count:
            block = block // (self._blocks.count // self._count)
        part = tile if len(self._covariates) == len(tile.codes) else _only(tile, self._covariates)
        for group, chosen in self._parts(tile):
            if chosen is None:
                self._sum(group).add(part, block, counts)
            else:
                self._sum(group).add(part.where(chosen), block[chosen], counts)

    def _parts(self, tile: Tile) -> Iterator[tuple[int, Any]]:
        if self._by is None:
            yield 0, None
            return
        codes = tile.codes[self._by]
        if len(self._rows.levels[self._by].labels) > MOST_GROUPS:
            raise OptionError(
                f"{self._rows.levels[self._by].name!r} has more than {MOST_GROUPS} levels to group by."
            )
        for code in np.unique(codes):
            yield int(code), codes == code

    def _sum(self, group: int) -> Accumulator:
        if group not in self._sums:
            arms = 2 if self._binary else 1
            self._sums[group] = Accumulator(self._count, self._shift, arms=arms)
        return self._sums[group]

    def _fit_memory(self, counts: tuple[int, ...]) -> None:
        width = len(self._shift) + 1 + sum(max(n - 1, 0) for n in counts)
        sums = 2 * max(1, len(self._sums))
        while self._count * width * width * 8 * sums > MEMORY and self._count > FEWEST_BLOCKS:
            self._count //= 2
            for accumulator in self._sums.values():
                accumulator.fold()
        if self._count * width * width * 8 * sums > 4 * MEMORY:
            raise EstimationError(Message("estimation-too-many-columns", {"columns": counted(width)}))

    def _counts(self) -> tuple[int, ...]:
        """Levels of each category known by now."""
        return tuple(len(self._rows.levels[c].labels) for c in self._covariates)

    def _finish(self) -> Statistics:
        if not any(accumulator.rows for accumulator in self._sums.values()):
            raise EstimationError(
                Message("estimation-no-complete-row", {"source": Quoted(self._rows.source)})
            )
        counts = self._counts()
        for accumulator in self._sums.values():
            accumulator.complete(counts)
        by_group = {group: self._sums[group].arms() for group in sorted(self._sums)}
        whole: list[Sums] = []
        for sums in by_group.values():
            whole = [added(a, b) for a, b in zip(whole, sums, strict=True)] if whole else sums
        layout = self._layout(whole)
        groups = {}
        if self._by is not None:
            labels = self._rows.levels[self._by].labels
            ordered = sorted(by_group, key=lambda code: label_key(labels[code]))
            groups = {labels[code]: self._statistics(layout, by_group[code]) for code in ordered}
        return replace(
            self._statistics(layout, whole),
            rows_dropped=self._dropped,
            source=self._rows
            if len(self._covariates) == len(self._rows.levels)
            else self._rows.without(self._by),
            groups=groups,
        )

    def _layout(self, sums: list[Sums]) -> Layout:
        columns = self._rows.columns
        labels = tuple(self._rows.levels[c].labels for c in self._covariates)
        bases = []
        for place, values in enumerate(labels):
            rows = sum(part.levels[place][..., 0].sum(axis=0) for part in sums)
            # The most frequent level; among equals the first by name, whatever the order of the rows.
            ordered = in_label_order(values)
            bases.append(ordered[int(np.argmax(np.asarray(rows)[ordered]))])
        kept = replace(columns, categories=tuple(columns.categories[c] for c in self._covariates))
        return Layout(kept, labels, tuple(bases), self._shift)

    def _statistics(self, layout: Layout, sums: list[Sums]) -> Statistics:
        blocks = layout.cross_products(with_dose(*sums) if self._binary else sums[0])
        arms = np.stack([layout.cross_products(over_blocks(s)) for s in sums]) if self._binary else None
        total = np.asarray(blocks.sum(axis=0))
        return Statistics(
            layout,
            round(float(total[0, 0])),
            0,
            total,
            self._binary,
            self._binary_outcome,
            self._seed,
            self._count,
            made=Blocked(blocks, self._blocks.order_free),
            made_arms=arms,
        )


def _shift(tile: Tile) -> Vector:
    """About the mean of each number, so that squares of far-off values do not swallow the differences."""
    columns = [*tile.numbers, tile.outcome, tile.treatment]
    means = [float(column.mean()) if len(column) else 0.0 for column in columns]
    if zero_one(tile.treatment):
        means[-1] = 0.0
    return np.array(means)


def _only(tile: Tile, covariates: list[int]) -> Tile:
    return replace(tile, codes=tuple(tile.codes[c] for c in covariates))

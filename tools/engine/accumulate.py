"""Adding tiles up: V'V, sums by level and counts of pairs of levels, by treatment arm and random block."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from tools.device import batched_grams
from tools.engine.arrays import Codes, Matrix, Vector
from tools.engine.layout import Sums, level_sums, number_matrix
from tools.engine.rows import Tile

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

"""Random blocks of rows that do not depend on the order of the rows.

A row's block comes from a hash of its content and the seed, so the same rows give the same blocks however
the table is sorted, cut into files or read by threads. In tables of few different rows (all columns
discrete) equal rows are numbered as they come, so that they spread over the blocks like all others: which
of two equal rows is the first makes no difference. Where some column is different in every row but for
copies of whole rows, copies share a block, as rows of one cluster do: copied rows do not narrow the block
intervals.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tools.engine.arrays import Codes, Hashes
from tools.engine.rows import Levels, Tile

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

"""The regression's coordinates of one tile's rows, in whichever of two forms is cheaper.

`Dense` writes indicator columns for the tile, so that one matrix product does everything; `Coded` keeps the
codes and looks sums and values up by level. Neither is ever made for the whole table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, Protocol

import numpy as np

from tools import device
from tools.engine.arrays import Codes, Matrix, Vector
from tools.engine.rows import Columns, MemoryRows, Progress, Rows, Tile

# ---------------- Where each number stands: columns in the order of a tile, and coordinates of the regressio


@dataclass
class Sums:
    """Sums over rows, each with the same leading axes (none, or blocks)."""

    numbers: Matrix  # (..., m, m): V'V
    levels: list[Matrix]  # a category: (..., levels, m), sums of V
    pairs: dict[tuple[int, int], Matrix]  # two categories: (..., levels, levels), rows (weighted)


@dataclass(frozen=True)
class Layout:
    """Coordinates z = [1, numbers..., indicators..., treatment, outcome]."""

    columns: Columns
    levels: tuple[tuple[Any, ...], ...]  # a category: its labels in the order of the codes
    bases: tuple[int, ...]  # a category: the code without an indicator
    shift: Vector  # (2 + numbers,): taken off [numbers..., outcome, treatment] before squaring
    owners: tuple[str, ...] = field(init=False)  # covariate that each coordinate belongs to; "" for 1
    labels: tuple[str, ...] = field(init=False)
    kept_codes: tuple[tuple[int, ...], ...] = field(init=False)  # by category, in label order

    def __post_init__(self) -> None:
        kept_codes = tuple(
            tuple(code for code in in_label_order(values) if code != base)
            for values, base in zip(self.levels, self.bases, strict=True)
        )
        object.__setattr__(self, "kept_codes", kept_codes)
        owners, labels = ["", *self.columns.numbers], ["(intercept)", *self.columns.numbers]
        for name, codes, values in zip(self.columns.categories, kept_codes, self.levels, strict=True):
            owners += [name] * len(codes)
            labels += [f"{name} = {values[code]}" for code in codes]
        object.__setattr__(self, "owners", (*owners, self.columns.treatment, self.columns.outcome))
        object.__setattr__(self, "labels", (*labels, self.columns.treatment, self.columns.outcome))

    def owned_by(self, owners: Mapping[str, str]) -> Layout:
        """The same coordinates, some owned by another covariate: a curve by what it is a curve of."""
        made = replace(self)
        object.__setattr__(made, "owners", tuple(owners.get(owner, owner) for owner in self.owners))
        return made

    @property
    def width(self) -> int:
        """Coordinates without treatment and outcome."""
        return len(self.owners) - 2

    def cross_products(self, sums: Sums) -> Matrix:
        """Sums over rows as the matrix of z'z with [treatment, outcome] left out of V or not.

        V of `sums` may be [1, numbers...], or that with outcome, or with outcome and treatment; the
        coordinates come out as [1, numbers..., indicators..., (treatment), (outcome)].
        """
        kept = self.kept_codes
        m, plain = sums.numbers.shape[-1], 1 + len(self.columns.numbers)
        starts = np.cumsum([plain, *map(len, kept)]).tolist()
        width = starts[-1] + m - plain
        # V has the outcome before the treatment, the coordinates have it last.
        places = np.array([*range(plain), *range(width - 1, starts[-1] - 1, -1)])
        full = np.zeros((*sums.numbers.shape[:-2], width, width))
        full[..., places[:, None], places] = sums.numbers
        for c, codes in enumerate(kept):
            here = np.arange(starts[c], starts[c + 1])
            rows = np.take(sums.levels[c], codes, axis=-2)
            full[..., here[:, None], places] = rows
            full[..., places[:, None], here] = np.swapaxes(rows, -1, -2)
            full[..., here, here] = rows[..., 0]
        for (a, b), counts in sums.pairs.items():
            block = np.take(np.take(counts, kept[a], axis=-2), kept[b], axis=-1)
            first, second = slice(starts[a], starts[a + 1]), slice(starts[b], starts[b + 1])
            full[..., first, second] = block
            full[..., second, first] = np.swapaxes(block, -1, -2)
        return full

    def split(self, coefficients: Vector) -> tuple[Vector, list[Vector]]:
        """Coefficients of [1, numbers..., indicators...] as those of [1, numbers...] and a table a category.

        A table has one value a code, the base level's being 0.
        """
        plain = 1 + len(self.columns.numbers)
        tables, place = [], plain
        for codes, values in zip(self.kept_codes, self.levels, strict=True):
            table = np.zeros(len(values))
            table[list(codes)] = coefficients[place : place + len(codes)]
            place += len(codes)
            tables.append(table)
        return np.asarray(coefficients[:plain]), tables


def in_label_order(labels: Sequence[Any]) -> list[int]:
    """Positions of the labels, sorted by label."""
    return sorted(range(len(labels)), key=lambda position: label_key(labels[position]))


def label_key(label: Any) -> tuple[str, Any]:
    """Sorts labels by value within a type, and types by name."""
    return (type(label).__name__, label) if isinstance(label, (str, int, float, bool)) else ("", repr(label))


def number_matrix(
    tile: Tile, shift: Vector, *, outcome: bool = True, treatment: bool = False, spare: int = 0
) -> Matrix:
    """V (rows + spare, m + spare): [1, numbers..., (outcome), (treatment)] less their shifts.

    Spare rows and columns are zero.
    """
    columns = [*tile.numbers, *([tile.outcome] if outcome else []), *([tile.treatment] if treatment else [])]
    rows = tile.rows
    matrix = np.empty((rows + spare, 1 + len(columns) + spare))
    matrix[rows:] = matrix[:, 1 + len(columns) :] = 0.0
    matrix[:rows, 0] = 1.0
    for place, (column, less) in enumerate(zip(columns, shift, strict=False), start=1):
        np.subtract(column, less, out=matrix[:rows, place])
    return matrix


def level_sums(matrix: Matrix, codes: Codes, count: int, weights: Vector | None = None) -> Matrix:
    """Sums of the rows of `matrix` (rows, m) by code: (count, m). No indicator column is built."""
    # Imported here: a table in memory rarely needs it, and it takes longer to load than to scan one.
    import scipy.sparse as sparse

    rows = len(codes)
    ones = np.ones(rows) if weights is None else weights
    chosen = sparse.csc_array(
        (ones, codes.astype(np.int32), np.arange(rows + 1, dtype=np.int32)), (count, rows)
    )
    return np.asarray(chosen @ matrix)


def weighted_sums(tile: Tile, matrix: Matrix, counts: Sequence[int], weights: Vector | None = None) -> Sums:
    """Sums over all rows of a tile, each row counted `weights` (rows,) times."""
    weighted = matrix if weights is None else matrix * weights[:, None]
    levels = [level_sums(weighted, codes, n) for codes, n in zip(tile.codes, counts, strict=True)]
    pairs = {
        (a, b): np.bincount(
            tile.codes[a] * counts[b] + tile.codes[b], weights, minlength=counts[a] * counts[b]
        ).reshape(counts[a], counts[b])
        for a, b in combinations(range(len(counts)), 2)
    }
    return Sums(
        products(matrix, weighted), levels, {pair: table.astype(np.float64) for pair, table in pairs.items()}
    )


def products(first: Matrix, second: Matrix) -> Matrix:
    """first' second of tall thin matrices, in pieces that stay in the nearest cache: twice as fast."""
    whole = len(first) - len(first) % 512
    pieces = [m[:whole].reshape(-1, 512, m.shape[1]) for m in (first, second)]
    near = np.matmul(pieces[0].transpose(0, 2, 1), pieces[1]).sum(axis=0)
    return np.asarray(near + first[whole:].T @ second[whole:])


def over_blocks(sums: Sums) -> Sums:
    """The blocks added up."""
    pairs = {pair: table.sum(axis=0) for pair, table in sums.pairs.items()}
    return Sums(sums.numbers.sum(axis=0), [table.sum(axis=0) for table in sums.levels], pairs)


def added(first: Sums | None, second: Sums) -> Sums:
    """The sum of two sums of one shape."""
    if first is None:
        return second
    pairs: Mapping[tuple[int, int], Matrix] = second.pairs
    return Sums(
        first.numbers + second.numbers,
        [a + b for a, b in zip(first.levels, second.levels, strict=True)],
        {pair: table + pairs[pair] for pair, table in first.pairs.items()},
    )


DENSE = 96  # coordinates up to which writing a tile's indicators is cheaper than sums by level
PIECE = 1_024  # rows of one matrix product
KEPT = 4_000_000  # numbers of a small table's coordinates that are kept for the next pass: 32 MB
SPARE = 8  # columns
DENSE_TILE = 12_288  # rows: a few dozen columns of doubles then stay near the processor


class TileDesign(Protocol):
    """Rows of z = [1, numbers..., indicators...], and where asked for [treatment, outcome] after them."""

    def values(self, combinations: Matrix) -> Matrix:
        """Combinations (w, c) of z, row by row: (c, rows)."""
        ...

    def sums(self, weights: Vector) -> Vector:
        """Sum of z over the rows, each counted `weights` (rows,) times: (w,)."""
        ...

    def gram(self, weights: Vector | None = None) -> Matrix:
        """Cross-products of z, each row counted `weights` times: (w, w)."""
        ...


class Dense:
    """One row of `matrix` (w, rows) a coordinate."""

    def __init__(self, layout: Layout, tile: Tile, *, ends: bool = False, room: Matrix | None = None) -> None:
        """`room` (at least w + 1, rows + 8) is where the matrix is written; None: somewhere new."""
        width = layout.width + 2 if ends else layout.width
        # A spare row of zeros, see `gram`; spare columns, so that no two rows lie a power of two apart, where
        # they would push each other out of the cache.
        room = np.empty((width + 1, tile.rows + SPARE)) if room is None else room
        self._spare = room[: width + 1, : tile.rows]
        self._spare[width] = 0.0
        self.matrix = self._spare[:width]
        _write_numbers(self.matrix, layout, tile)
        place = 1 + len(tile.numbers)
        for kept, codes in zip(layout.kept_codes, tile.codes, strict=True):
            for code in kept:
                np.equal(codes, code, out=self.matrix[place])
                place += 1
        if ends:
            np.subtract(tile.treatment, layout.shift[-1], out=self.matrix[-2])
            np.subtract(tile.outcome, layout.shift[-2], out=self.matrix[-1])

    def without_ends(self) -> Dense:
        """The same rows without treatment and outcome; nothing is copied."""
        view = object.__new__(Dense)
        view._spare, view.matrix = self._spare[:-2], self.matrix[:-2]
        return view

    def values(self, combinations: Matrix) -> Matrix:
        return np.asarray(combinations.T @ self.matrix)

    def sums(self, weights: Vector) -> Vector:
        return np.asarray(self.matrix @ weights)

    def where(self, chosen: Any) -> Dense:
        """The coordinates of the chosen rows (rows, bool)."""
        picked = object.__new__(Dense)
        picked._spare = np.compress(chosen, self._spare, axis=1)
        picked.matrix = picked._spare[:-1]
        return picked

    def gram(self, weights: Vector | None = None) -> Matrix:
        """In pieces that stay in the nearest cache.

        With a spare row the factors differ in shape: numpy would take a product with itself to a routine for
        symmetric results, which is slower on matrices as thin as these.
        """
        found = device.gram(self.matrix, weights)
        if found is not None:
            return found
        total = np.zeros((len(self.matrix), len(self._spare)))
        for first in range(0, self.matrix.shape[1], PIECE):
            here = slice(first, first + PIECE)
            piece = self.matrix[:, here]
            weighted = piece if weights is None else piece * weights[here]
            total += weighted @ self._spare[:, here].T
        return total[:, :-1]


class Coded:
    """`matrix` (m, rows) of [1, numbers..., (treatment, outcome)] beside the tile's codes."""

    def __init__(self, layout: Layout, tile: Tile, *, ends: bool = False) -> None:
        self._layout, self._tile = layout, tile
        plain = 1 + len(tile.numbers)
        self._plain = plain
        self._width = layout.width
        self.matrix = np.empty((plain + 2 if ends else plain, tile.rows))
        _write_numbers(self.matrix, layout, tile)
        if ends:
            np.subtract(tile.treatment, layout.shift[-1], out=self.matrix[-2])
            np.subtract(tile.outcome, layout.shift[-2], out=self.matrix[-1])

    def values(self, combinations: Matrix) -> Matrix:
        plain = np.concatenate([combinations[: self._plain], combinations[self._width :]])
        found = np.asarray(plain.T @ self.matrix)
        tables = [self._layout.split(column)[1] for column in combinations.T]
        for place, codes in enumerate(self._tile.codes):
            # Looked up one combination after the other: several times faster than all at once.
            for row, table in zip(found, tables, strict=True):
                row += table[place].take(codes, mode="clip")
        return found

    def sums(self, weights: Vector) -> Vector:
        parts: list[Vector] = [np.asarray(self.matrix[: self._plain] @ weights)]
        for kept, codes, labels in zip(
            self._layout.kept_codes, self._tile.codes, self._layout.levels, strict=True
        ):
            by_level: Vector = np.bincount(codes, weights, minlength=len(labels)).astype(np.float64)
            parts.append(by_level[list(kept)])
        parts.append(np.asarray(self.matrix[self._plain :] @ weights))
        return np.concatenate(parts)

    def gram(self, weights: Vector | None = None) -> Matrix:
        counts = [len(labels) for labels in self._layout.levels]
        # Cross-products want the outcome before the treatment.
        order = [*range(self._plain), *range(len(self.matrix) - 1, self._plain - 1, -1)]
        numbers = np.ascontiguousarray(self.matrix[order].T)
        return self._layout.cross_products(weighted_sums(self._tile, numbers, counts, weights))


def for_products(layout: Layout, tile: Tile, *, ends: bool = False) -> TileDesign:
    """The form that is cheaper where cross-products are wanted."""
    form = Dense if layout.width <= DENSE else Coded
    return form(layout, tile, ends=ends)


def designs(
    rows: Rows, layout: Layout, progress: Progress | None = None, *, ends: bool = False, products: bool = True
) -> Iterator[tuple[Tile, TileDesign]]:
    """All tiles with their coordinates; `products`: cross-products are wanted, and not only values and sums.

    Those of a small table in memory are written once and serve every later pass.
    """
    numbers = (layout.width + 2) * (rows.length if isinstance(rows, MemoryRows) else KEPT)
    if progress is not None or layout.width > DENSE or numbers > KEPT:
        form = Dense if products and layout.width <= DENSE else Coded
        for tile in rows.tiles(progress, DENSE_TILE):
            yield tile, form(layout, tile, ends=ends)
        return
    if rows.kept is None or rows.kept[0] is not layout:
        rows.kept = layout, _kept(rows, layout)
    for tile, design in rows.kept[1]:
        yield tile, design if ends else design.without_ends()


def _kept(rows: Rows, layout: Layout) -> list[tuple[Tile, Dense]]:
    """Every tile with its coordinates, all in one piece of memory.

    From 4 MB on numpy asks for large pages; small ones cost several times more to get than to fill.
    """
    tiles = list(rows.tiles(None, DENSE_TILE))
    longest = max((tile.rows for tile in tiles), default=0)
    room = np.empty((len(tiles), layout.width + 3, longest + SPARE))
    return [(tile, Dense(layout, tile, ends=True, room=part)) for tile, part in zip(tiles, room, strict=True)]


def _write_numbers(matrix: Matrix, layout: Layout, tile: Tile) -> None:
    matrix[0] = 1.0
    for place, (column, less) in enumerate(zip(tile.numbers, layout.shift, strict=False), start=1):
        np.subtract(column, less, out=matrix[place])

"""Where each number stands: columns in the order of a tile, and coordinates of the regression.

A tile is worked on as a matrix V = [1, numbers..., outcome, (treatment)] beside integer codes. What is
summed up over rows are V'V, sums of V by level, and counts of pairs of levels; together they are the
cross-products of the regression's coordinates z = [1, numbers..., indicators..., treatment, outcome],
without any indicator column having been built. The most frequent level of a category has no indicator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from tools.engine.arrays import Codes, Matrix, Vector
from tools.engine.rows import Columns, Tile


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

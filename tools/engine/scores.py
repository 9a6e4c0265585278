"""Row by row and block by block: the treatment's own part, the residual, and their products.

What an effect varies with, once the covariates have been taken out of treatment and outcome, are two sums:
of the squared own part of the treatment, and of it times the residual. Resampling them with the covariates'
coefficients held fixed moves an effect by what a refit would, but for terms of the order covariates / rows
(the score is orthogonal to those coefficients: Neyman 1959; Chernozhukov et al. 2018, section 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tools.engine.arrays import Matrix, Vector
from tools.engine.blocks import Blocks
from tools.engine.design import Coded, designs
from tools.engine.projection import residual_makers
from tools.engine.rows import MemoryRows, Progress
from tools.engine.statistics import Statistics
from tools.engine.threads import one_thread

REMEMBERED = 4_000_000  # rows whose residuals are kept: 64 MB


@dataclass(frozen=True)
class BlockScores:
    """Sums by random block; empty blocks are left out."""

    rows: Vector  # (K,)
    squares: Vector  # (K,) of the treatment's own part, treatment units squared
    products: Vector  # (K,) of it and the residual; they add up to zero


def block_scores(statistics: Statistics) -> BlockScores:
    """From the cross-products by block where they were made, else from the rows."""
    treatment, residual = _makers(statistics)
    if statistics.made is not None or "_blocked" in statistics.__dict__:
        blocks = statistics.blocks
        rows = blocks[:, 0, 0]
        own = blocks @ treatment  # (K, q)
        squares, products = own @ treatment, own @ residual
    else:
        rows, squares, products = _from_rows(statistics)
    used = rows > 0
    return BlockScores(rows[used], squares[used], products[used])


def _from_rows(statistics: Statistics) -> Matrix:
    """(3, K): rows, squares, products."""
    source, count = statistics.rows_again(), statistics.wanted_blocks
    blocks = Blocks(count, statistics.seed, source.levels)
    kept, place = statistics.residuals, 0
    found = np.zeros((3, count))
    for tile in source.tiles():
        block = blocks.of(tile)
        if kept is None:
            own, residual = Coded(statistics.layout, tile, ends=True).values(_combinations(statistics))
        else:
            own, residual = kept[:, place : place + tile.rows]
        place += tile.rows
        found[0] += np.bincount(block, minlength=count)
        found[1] += np.bincount(block, own * own, minlength=count)
        found[2] += np.bincount(block, own * residual, minlength=count)
    return found


def row_residuals(statistics: Statistics) -> Matrix | None:
    """(2, rows), or None where the rows are not in memory or too many."""
    source = statistics.source
    if not isinstance(source, MemoryRows) or statistics.rows > REMEMBERED:
        return None
    found, place = np.empty((2, statistics.rows)), 0
    with one_thread():
        for values in _values(statistics, None):
            found[:, place : place + values.shape[1]] = values
            place += values.shape[1]
    return found


def squared_scores(statistics: Statistics, progress: Progress | None = None) -> float:
    """Sum over rows of (the treatment's own part times the residual) squared."""
    if progress is None and statistics.residuals is not None:
        own, residual = statistics.residuals
        score = own * residual
        return float(score @ score)
    with one_thread():
        return sum(
            float(score @ score)
            for score in (values[0] * values[1] for values in _values(statistics, progress))
        )


def _values(statistics: Statistics, progress: Progress | None) -> Iterator[Matrix]:
    combinations = _combinations(statistics)

    source, layout = statistics.rows_again(), statistics.layout
    for _, design in designs(source, layout, progress, ends=True, products=False):
        yield design.values(combinations)


def _combinations(statistics: Statistics) -> Matrix:
    return np.column_stack(_makers(statistics))


def _makers(statistics: Statistics) -> tuple[Vector, Vector]:
    found = statistics.projection
    value = float(found.left[0, 1] / found.left[0, 0])
    return residual_makers(statistics.total, found, value)

"""Sufficient statistics of one study: what is left of the rows after one pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from tools.engine.arrays import Codes, Matrix, Vector
from tools.engine.design import Coded, Layout, designs
from tools.engine.projection import Projection, project, residual_makers, whitening
from tools.engine.rows import Blocks, MemoryRows, Progress, Rows
from tools.engine.threads import one_thread
from tools.errors import EstimationError
from tools.messages import Message


@dataclass(frozen=True)
class Blocked:
    """Cross-products of z = [1, numbers..., indicators..., treatment, outcome] by random block."""

    blocks: Matrix  # (K, q, q): sum over the block's rows of z z', columns less `layout.shift`
    order_free: bool  # do the blocks depend on nothing but the rows' content? See `tools.engine.rows`


@dataclass(frozen=True)
class Statistics:
    """Cross-products of z over all rows; by arm and by random block where something needs them.

    A pass over a file makes all of them at once. A table in memory can be read again for next to nothing, so
    there the sums by arm and by block are made when first asked for. Everything in `tools.engine` is a
    function of this value. Never written to.
    """

    layout: Layout
    rows: int  # rows that were counted
    rows_dropped: int  # rows with a missing or infinite value
    total: Matrix  # (q, q): cross-products over all rows
    binary: bool  # is the treatment 0 or 1 in every row?
    binary_outcome: bool  # is the outcome 0 or 1 in every row?
    seed: int
    wanted_blocks: int  # how many random blocks were asked for; wide tables get fewer
    made: Blocked | None = field(default=None, repr=False, compare=False)  # where the pass made them
    made_arms: Matrix | None = field(default=None, repr=False, compare=False)
    source: Rows | None = field(default=None, repr=False, compare=False)  # for second passes
    groups: Mapping[Any, Statistics] = field(default_factory=dict, repr=False, compare=False)

    @property
    def treatment(self) -> str:
        return self.layout.columns.treatment

    @property
    def outcome(self) -> str:
        return self.layout.columns.outcome

    @cached_property
    def _blocked(self) -> Blocked:
        if self.made is not None:
            return self.made
        from tools.engine.one_pass import blocked

        return blocked(self.rows_again(), self.wanted_blocks, self.seed)

    @property
    def blocks(self) -> Matrix:
        """Cross-products by random block (K, q, q)."""
        return self._blocked.blocks

    @property
    def order_free(self) -> bool:
        """Do the blocks depend on nothing but the rows' content? See `tools.engine.rows`."""
        return self._blocked.order_free

    @property
    def block_count(self) -> int:
        return len(self.blocks)

    @cached_property
    def arms(self) -> Matrix | None:
        """Cross-products by arm of a 0/1 treatment, without the treatment (2, q - 1, q - 1)."""
        if self.made_arms is not None or not self.binary:
            return self.made_arms
        from tools.engine.sources import arms

        return arms(self)

    @cached_property
    def scores(self) -> BlockScores:
        """By random block: how the treatment's own part goes with itself and with the residuals."""

        return block_scores(self)

    @cached_property
    def residuals(self) -> Matrix | None:
        """(2, rows): the treatment with the covariates taken out, and the residual; None: too many rows."""

        return row_residuals(self)

    @cached_property
    def projection(self) -> Projection:
        """Treatment and outcome with the covariates taken out. Raises EstimationError, see `project`."""
        return project(self.total)

    @cached_property
    def whitened(self) -> tuple[Matrix, Codes, float]:
        """For resampling: blocks on coordinates whose cross-products are one, one triangle of each.

        (K, triangle), where to find each entry of the full matrix (w, w), and the unit of the last slope.
        """
        value = float(self.projection.left[0, 1] / self.projection.left[0, 0])
        whiten, unit = whitening(self.total, self.projection, value)
        blocks = whiten @ self.blocks @ whiten.T
        lower = np.tril_indices(blocks.shape[-1])
        unpack = np.zeros(blocks.shape[1:], dtype=np.int64)
        unpack[lower] = unpack[lower[::-1]] = np.arange(len(lower[0]))
        return np.ascontiguousarray(blocks[:, lower[0], lower[1]]), unpack, unit

    @property
    def covariates(self) -> tuple[str, ...]:
        """Names in the order of the coordinates."""
        return tuple(dict.fromkeys(self.layout.owners[1:-2]))

    def rows_again(self) -> Rows:
        """The rows, for a second pass. Raises EstimationError where they are not at hand."""
        if self.source is None:
            raise EstimationError(Message("estimation-rows-not-at-hand"))
        return self.source


# ---------------- Row by row and block by block: the treatment's own part, the residual, and their products

# What an effect varies with, once the covariates have been taken out of treatment and outcome, are two sums:
# of the squared own part of the treatment, and of it times the residual. Resampling them with the covariates'
# coefficients held fixed moves an effect by what a refit would, but for terms of the order covariates / rows
# (the score is orthogonal to those coefficients: Neyman 1959; Chernozhukov et al. 2018, section 2).


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

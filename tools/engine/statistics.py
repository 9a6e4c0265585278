"""Sufficient statistics of one study: what is left of the rows after one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.engine.arrays import Codes, Matrix
from tools.engine.design import Layout
from tools.engine.projection import Projection, project, whitening
from tools.engine.rows import Rows
from tools.errors import EstimationError
from tools.messages import Message

if TYPE_CHECKING:
    from tools.engine.scores import BlockScores


@dataclass(frozen=True)
class Blocked:
    """Cross-products of z = [1, numbers..., indicators..., treatment, outcome] by random block."""

    blocks: Matrix  # (K, q, q): sum over the block's rows of z z', columns less `layout.shift`
    order_free: bool  # do the blocks depend on nothing but the rows' content? See `tools.engine.blocks`


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
        """Do the blocks depend on nothing but the rows' content? See `tools.engine.blocks`."""
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
        from tools.engine.scores import block_scores

        return block_scores(self)

    @cached_property
    def residuals(self) -> Matrix | None:
        """(2, rows): the treatment with the covariates taken out, and the residual; None: too many rows."""
        from tools.engine.scores import row_residuals

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

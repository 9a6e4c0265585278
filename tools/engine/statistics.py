"""Sufficient statistics of one study: what is left of the rows after one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from tools.engine.arrays import Codes, Matrix
from tools.engine.layout import Layout
from tools.engine.projection import Projection, project, whitening
from tools.engine.rows import Rows
from tools.errors import EstimationError


@dataclass(frozen=True)
class Statistics:
    """Cross-products of z = [1, numbers..., indicators..., treatment, outcome] by random block.

    Everything in `tools.engine` that needs no second pass is a function of this value. Never written to.
    """

    layout: Layout
    rows: int  # rows that were counted
    rows_dropped: int  # rows with a missing or infinite value
    blocks: Matrix  # (K, q, q): sum over the block's rows of z z', columns less `layout.shift`
    arms: Matrix | None  # (2, q - 1, q - 1): the same by arm of a 0/1 treatment, without the treatment
    seed: int
    binary_outcome: bool  # is the outcome 0 or 1 in every row?
    order_free: bool  # do the blocks depend on nothing but the rows' content? See `tools.engine.blocks`
    source: Rows | None = field(default=None, repr=False, compare=False)  # for second passes
    groups: Mapping[Any, Statistics] = field(default_factory=dict, repr=False, compare=False)

    @property
    def treatment(self) -> str:
        return self.layout.columns.treatment

    @property
    def outcome(self) -> str:
        return self.layout.columns.outcome

    @property
    def binary(self) -> bool:
        """Is the treatment 0 or 1 in every row?"""
        return self.arms is not None

    @property
    def block_count(self) -> int:
        return len(self.blocks)

    @cached_property
    def total(self) -> Matrix:
        """Cross-products over all rows (q, q)."""
        return np.asarray(self.blocks.sum(axis=0))

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
            raise EstimationError(
                "These statistics came without their rows, so nothing that needs a second pass over the "
                "data can be computed. Scan the table again."
            )
        return self.source

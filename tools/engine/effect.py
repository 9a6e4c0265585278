"""The adjusted effect and its standard errors from the statistics of one pass."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import special

from tools.engine.arrays import Vector
from tools.engine.projection import residual_makers
from tools.engine.rows import Progress
from tools.engine.scores import squared_scores
from tools.engine.statistics import Statistics
from tools.errors import EstimationError


@dataclass(frozen=True)
class Regression:
    """Outcome on treatment and covariates by least squares; everything per unit of treatment."""

    value: float
    std_error: float  # classical
    hc1_error: float | None  # robust, from a second pass; None: not asked for
    degrees_of_freedom: int
    rows: int
    left_out: tuple[str, ...]  # coordinates that repeat others: "age", "region = north"
    coefficients: Vector  # (q - 1,): [1, numbers..., indicators..., treatment], for columns less their shift
    accurate: bool  # no coordinate came near being a copy, so about ten digits hold
    statistics: Statistics = field(repr=False, compare=False)

    @property
    def block_count(self) -> int:
        """Random blocks that have rows."""
        return len(self.statistics.scores.rows)

    @cached_property
    def block_error(self) -> float:
        """Robust: random blocks as clusters (CR1)."""
        scores, treatment = self.statistics.scores, self.statistics.projection.left[0, 0]
        count = len(scores.rows)
        factor = count / max(count - 1, 1) * (self.rows - 1) / self.degrees_of_freedom
        return float(np.sqrt(factor * float(scores.products @ scores.products)) / treatment)

    @property
    def error(self) -> float:
        """The robust standard error: HC1 where it was asked for, else by blocks."""
        return self.block_error if self.hc1_error is None else self.hc1_error

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Confidence interval from `error`; t with K - 1 degrees of freedom by blocks, n - k with HC1."""
        freedom = self.block_count - 1 if self.hc1_error is None else self.degrees_of_freedom
        half = float(special.stdtrit(freedom, (1 + level) / 2)) * self.error
        return self.value - half, self.value + half

    @property
    def p_value(self) -> float:
        freedom = self.block_count - 1 if self.hc1_error is None else self.degrees_of_freedom
        return float(2 * special.stdtr(freedom, -abs(self.value) / self.error))


def regression(statistics: Statistics, *, hc1: bool = False, progress: Progress | None = None) -> Regression:
    """Effect per unit of treatment, adjusted for all covariates.

    Classical error and a robust one by random blocks: blocks are independent groups of rows, so the sandwich
    with blocks as clusters is valid whatever the errors' variances; its own relative error is 1 / sqrt(2 K),
    3% with 512 blocks (Liang & Zeger 1986, Biometrika 73; CR1 factor as Stata's). `hc1=True` reads the rows
    once more for MacKinnon & White's (1985) HC1.

    Raises EstimationError when the treatment has no variation of its own or there are too few rows.
    """
    found = statistics.projection
    rows, freedom = statistics.rows, statistics.rows - found.rank
    if freedom < 1:
        raise EstimationError(f"{rows} rows are too few for {found.rank} coefficients.")
    (tt, ty), (_, yy) = found.left
    value = float(ty / tt)
    # Never below rounding: with a perfect fit the difference can come out negative.
    squares = max(float(yy - value * ty), 1e-16 * float(yy))
    _, residual = residual_makers(statistics.total, found, value)
    error = None
    if hc1:
        error = float(np.sqrt(squared_scores(statistics, progress) * rows / freedom) / tt)
    return Regression(
        value,
        float(np.sqrt(squares / freedom / tt)),
        error,
        freedom,
        rows,
        tuple(statistics.layout.labels[j] for j in found.left_out),
        -residual[:-1],
        found.safe,
        statistics,
    )

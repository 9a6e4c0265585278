"""What drives an outcome: the total effect of each column by itself, on steps that can be compared.

Each effect has its own adjustment set: a regression that holds everything at once gives direct effects, and
those of what was settled early come out too small (Westreich & Greenland 2013, Am. J. Epidemiol. 177(4), the
"table 2 fallacy"). Intervals hold jointly (Bonferroni). Beside them, what merely predicts: permutation
importance on rows that were not learned from (Breiman 2001, Machine Learning 45(1)).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from tools.errors import EstimationError
from tools.estimators.linear import least_squares
from tools.messages import Message, Quantity, Scale, counted

__all__ = ["Driver", "Drivers", "Slope", "jointly", "permutation_importance", "slope"]

Array = np.ndarray[Any, np.dtype[np.float64]]
LEARNED_ROWS = 6_000
FEWEST = 30


@dataclass(frozen=True)
class Slope:
    """One column's effect for one unit more, with the covariates held fixed."""

    value: float
    std_error: float
    degrees_of_freedom: float
    step: float  # a realistic change: yes instead of no, or from the lower to the upper quartile
    deviation: float  # one standard deviation of the column
    rows: int

    @property
    def clear(self) -> bool:
        reach = float(stats.t.ppf(0.975, self.degrees_of_freedom))
        return abs(self.value) > reach * self.std_error

    def differs(self, other: Slope) -> bool:
        """More than a standard error apart, and not both clear to the same side."""
        apart = abs(self.value - other.value) > max(self.std_error, other.std_error)
        alike = self.clear is other.clear and (not self.clear or self.value * other.value > 0)
        return apart and not alike


def slope(*, outcome: Array, column: Array, covariates: Array, clusters: Any = None) -> Slope:
    """Least squares of `outcome` (n,) on `column` (n,) and `covariates` (n, p); HC1 or clustered errors.

    Raises EstimationError with too few rows, or a column that the covariates determine.
    """
    if len(outcome) < FEWEST:
        raise EstimationError(Message("drivers-too-few-rows", {"rows": counted(len(outcome))}))
    fit = least_squares(
        np.column_stack([np.ones(len(outcome)), column, covariates]), outcome, clusters=clusters
    )
    # The column's own place comes first, so that a covariate is left out before it; nothing but a constant.
    left = least_squares(np.column_stack([np.ones(len(outcome)), covariates]), column).residuals
    if 1 in fit.left_out or float(left.var()) <= 1e-8 * float(column.var()):
        raise EstimationError(Message("effects-options-determined"))
    if set(np.unique(column)) <= {0.0, 1.0}:
        step = 1.0
    else:
        low, high = np.quantile(column, [0.25, 0.75])
        step = float(high - low) or float(column.std())
    return Slope(
        float(fit.coefficients[1]),
        fit.std_error(1),
        fit.degrees_of_freedom,
        step,
        float(column.std()),
        len(outcome),
    )


@dataclass(frozen=True)
class Driver:
    """One column that changes the outcome, or may."""

    name: str
    level: str | None  # of a column with several levels: this one instead of the others
    effect: Quantity  # of the realistic change; the interval holds for all drivers at once
    per_deviation: Quantity  # of one standard deviation
    step: float
    held: tuple[str, ...]
    movable: bool
    placed: bool  # somebody says, or it is usual, that it was there before the outcome
    steady: bool  # the other orders of events that nobody excludes say the same

    @property
    def clear(self) -> bool:
        assert self.effect.ci_95 is not None
        return self.effect.ci_95[0] > 0 or self.effect.ci_95[1] < 0


@dataclass(frozen=True)
class Drivers:
    """Every column that was ranked, the largest effect of a realistic change first."""

    ranked: tuple[Driver, ...]
    left_out: Mapping[str, str]  # column -> "copy", "consequence", "unusable"
    predictors: tuple[tuple[str, float], ...]  # column, loss of R squared without it; the largest first
    rows: int

    @property
    def movable(self) -> tuple[Driver, ...]:
        return tuple(driver for driver in self.ranked if driver.movable)

    @property
    def fixed(self) -> tuple[Driver, ...]:
        return tuple(driver for driver in self.ranked if not driver.movable)

    @property
    def headline(self) -> str | None:
        first = next((d for d in (*self.movable, *self.fixed)), None)
        return None if first is None else f"effect_of_{first.name}"

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        found = {f"effect_of_{driver.name}": driver.effect for driver in self.ranked}
        found |= {f"per_deviation_of_{driver.name}": driver.per_deviation for driver in self.ranked}
        return found | {"rows": counted(self.rows)}


def jointly(found: Slope, times: float, compared: int, scale: Scale) -> Quantity:
    """The effect of `times` units more, its interval jointly with `compared` - 1 others (Bonferroni)."""
    reach = float(stats.t.ppf(1 - 0.025 / max(compared, 1), found.degrees_of_freedom))
    value, error = found.value * times, found.std_error * abs(times)
    return Quantity(value, (value - reach * error, value + reach * error), error, scale)


def permutation_importance(
    *, outcome: Array, columns: Array, names: Sequence[str], seed: int
) -> tuple[tuple[str, float], ...]:
    """Loss of R squared on held-out rows when a column of `columns` (n, k) is shuffled; largest first.

    Boosted trees learn from one half of the rows. What hardly matters (under 0.005) is left out.
    """
    from sklearn.ensemble import HistGradientBoostingRegressor
    from sklearn.inspection import permutation_importance as shuffled

    random = np.random.default_rng(seed)
    rows = random.permutation(len(outcome))[:LEARNED_ROWS]
    half = len(rows) // 2
    learned, held = rows[:half], rows[half:]
    if half < FEWEST or float(outcome[held].var()) == 0.0:
        return ()
    model = HistGradientBoostingRegressor(max_iter=60, random_state=seed).fit(
        columns[learned], outcome[learned]
    )
    losses = shuffled(model, columns[held], outcome[held], n_repeats=3, random_state=seed).importances_mean
    order = np.argsort(-losses)
    return tuple((names[i], float(losses[i])) for i in order if losses[i] >= 0.005)

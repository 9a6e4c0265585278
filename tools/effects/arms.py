"""Two arms of an experiment, side by side: functions of arrays that a statistician would call by hand.

Every mean, ratio and difference comes with the influence of each row on it, so that one variance serves rows
drawn one by one, rows drawn in clusters, absolute and relative effects.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

__all__ = [
    "ANY_TIME_ROWS",
    "Contrast",
    "Side",
    "adjusted_for_before",
    "any_time",
    "complier_effect",
    "contrast",
    "mean_of",
    "ratio_of",
    "relative_lift",
    "rows_needed",
    "sample_ratio",
    "smallest_detectable",
]

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
ANY_TIME_ROWS = 5_000  # rows at which the any-time interval is tightest; fixed, so that no look moves it


# ---------------- Sizes of the arms


def sample_ratio(counts: Sequence[int], shares: Sequence[float]) -> tuple[float, float]:
    """(chi-square, p-value) of `counts` of rows per arm where `shares` were planned; shares sum to one.

    Fabijan et al. (2019), KDD, "Diagnosing sample ratio mismatch in online controlled experiments". Rows (or
    clusters) have to be drawn one by one.
    """
    observed = np.asarray(counts, dtype=float)
    found = stats.chisquare(observed, observed.sum() * np.asarray(shares, dtype=float))
    return float(found.statistic), float(found.pvalue)


# ---------------- One arm


@dataclass(frozen=True)
class Side:
    """A mean or a ratio in one arm, and what each row adds to its error."""

    value: float
    influence: Array  # (n,) of all rows, zero outside the arm; its sum of squares is the variance
    rows: int


def mean_of(values: Array, member: NDArray[np.bool_]) -> Side:
    """The mean of `values` (n,) in the rows of `member` (n,), at least two of them."""
    return ratio_of(values, np.ones(len(values)), member)


def ratio_of(above: Array, below: Array, member: NDArray[np.bool_]) -> Side:
    """Sum of `above` over sum of `below` in an arm, by the delta method.

    Deng, Knoblich & Lu (2018), KDD, "Applying the delta method in metric analytics", section 2.2.
    """
    rows = int(member.sum())
    level = float(below[member].mean())
    value = float(above[member].mean()) / level
    influence = np.zeros(len(above))
    influence[member] = (above[member] - value * below[member]) / level
    return Side(value, influence / math.sqrt(rows * (rows - 1)), rows)


def _covariance(one: Array, other: Array, clusters: Codes | None) -> float:
    if clusters is None:
        return float(one @ other)
    sums = [np.bincount(clusters, weights=each) for each in (one, other)]
    groups = len(np.unique(clusters))
    return float(sums[0] @ sums[1]) * groups / (groups - 1)


# ---------------- One arm against another


@dataclass(frozen=True)
class Contrast:
    """An arm less control."""

    value: float
    std_error: float
    degrees_of_freedom: float
    units: int  # rows, or clusters, that count as independent

    @property
    def z(self) -> float:
        return self.value / self.std_error if self.std_error > 0 else 0.0

    @property
    def p_value(self) -> float:
        """Two-sided, of no difference."""
        return float(2 * stats.t.sf(abs(self.z), self.degrees_of_freedom)) if self.std_error > 0 else 1.0

    @property
    def ci_95(self) -> tuple[float, float]:
        reach = float(stats.t.ppf(0.975, self.degrees_of_freedom)) * self.std_error
        return self.value - reach, self.value + reach


def contrast(arm: Side, control: Side, clusters: Codes | None = None) -> Contrast:
    """`arm` less `control` with Welch's (1947) degrees of freedom, or clusters less two.

    `clusters` (n,): codes of the groups that were drawn, or that repeat; they may lie in one arm or in both.
    """
    variance = _covariance(arm.influence - control.influence, arm.influence - control.influence, clusters)
    if clusters is None:
        parts = [float(side.influence @ side.influence) for side in (arm, control)]
        below = sum(part**2 / (side.rows - 1) for part, side in zip(parts, (arm, control), strict=True))
        freedom = variance**2 / below if below > 0 else float(arm.rows + control.rows - 2)
        units = arm.rows + control.rows
    else:
        units = len(np.unique(clusters[(arm.influence != 0) | (control.influence != 0)]))
        freedom = float(max(units - 2, 1))
    return Contrast(arm.value - control.value, math.sqrt(max(variance, 0.0)), freedom, units)


_STEADY = 3.0  # standard errors between zero and control, below which a percentage of it has no meaning


def relative_lift(
    arm: Side, control: Side, clusters: Codes | None = None
) -> tuple[float, tuple[float, float], float] | None:
    """(lift, interval, standard error) of arm / control - 1; None where control is not clearly above zero.

    Fieller's (1954) interval, which reckons with the error of control too; the error is the delta method's.
    """
    v1, v0 = (_covariance(side.influence, side.influence, clusters) for side in (arm, control))
    both = _covariance(arm.influence, control.influence, clusters)
    if control.value <= 0 or control.value < _STEADY * math.sqrt(v0):
        return None
    freedom = contrast(arm, control, clusters).degrees_of_freedom
    t = float(stats.t.ppf(0.975, freedom))
    a = control.value**2 - t**2 * v0
    b = arm.value * control.value - t**2 * both
    c = arm.value**2 - t**2 * v1
    reach = math.sqrt(max(b**2 - a * c, 0.0))
    ratio = arm.value / control.value
    error = math.sqrt(max(v1 - 2 * ratio * both + ratio**2 * v0, 0.0)) / control.value
    return ratio - 1, ((b - reach) / a - 1, (b + reach) / a - 1), error


def adjusted_for_before(outcome: Array, before: Array, arm: Codes) -> tuple[Array, float]:
    """(outcome less what `before` explains of it within arms, share of the variance that it takes away).

    CUPED: Deng, Xu, Kohavi & Walker (2013), WSDM, section 3. `before` (n,) is from before the draw;
    its gaps are filled with its mean, which a draw makes harmless.
    """
    known = np.where(np.isfinite(before), before, np.nanmean(before))
    centred = np.zeros((2, len(outcome)))
    for level in np.unique(arm):
        own = arm == level
        centred[0, own] = known[own] - known[own].mean()
        centred[1, own] = outcome[own] - outcome[own].mean()
    x, y = centred
    spread = float(x @ x)
    if spread == 0 or float(y @ y) == 0:
        return outcome, 0.0
    slope = float(x @ y) / spread
    return outcome - slope * (known - known.mean()), slope**2 * spread / float(y @ y)


# ---------------- However often one looks


def any_time(found: Contrast, level: float = 0.05) -> tuple[tuple[float, float], float]:
    """(interval, p-value) that hold at every look at once, whenever the test is stopped.

    Asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2021), "Time-uniform
    central limit theory and asymptotic confidence sequences", theorem 2.2, tightest at `ANY_TIME_ROWS` rows;
    its p-value is that of the normal mixture sequential test (Johari et al. 2022, Operations Research 70(3)).
    """
    width = -2 * math.log(level)
    mixed = found.units * (width + math.log(width) + 1) / ANY_TIME_ROWS  # n rho^2
    reach = found.std_error * math.sqrt(2 * (mixed + 1) / mixed * math.log(math.sqrt(mixed + 1) / level))
    p = math.sqrt(mixed + 1) * math.exp(-(found.z**2) * mixed / (2 * (mixed + 1)))
    return (found.value - reach, found.value + reach), min(p, 1.0)


# ---------------- What a test can see


def smallest_detectable(std_error: float, power: float = 0.8, level: float = 0.05) -> float:
    """The effect that is found significant with `power`, where its standard error is `std_error`."""
    return std_error * float(stats.norm.ppf(1 - level / 2) + stats.norm.ppf(power))


def rows_needed(
    effect: float, sd: float, power: float = 0.8, share: float = 0.5, level: float = 0.05
) -> float:
    """Rows in all, a `share` of them in one of two arms, that find `effect` (outcome units) with `power`.

    `statsmodels.stats.power.NormalIndPower`, with the outcome's standard deviation `sd` alike in both arms.
    """
    from statsmodels.stats.power import NormalIndPower

    first = NormalIndPower().solve_power(
        abs(effect) / sd, alpha=level, power=power, ratio=(1 - share) / share, alternative="two-sided"
    )
    return float(first) / share


# ---------------- Those who did as the draw said


def complier_effect(
    outcome: Array, taken: Array, arm: NDArray[np.bool_], clusters: Codes | None = None
) -> tuple[float, float, float, float] | None:
    """(effect on those whom the draw moves, its standard error, share taken in the arm, share in control).

    Wald's ratio with the error of the delta method (Imbens & Angrist 1994; Angrist & Imbens 1995). `taken`
    (n,) is 0 or 1. None where the draw moves nearly nobody.
    """
    sides = [[mean_of(values, own) for own in (arm, ~arm)] for values in (outcome, taken)]
    moved = contrast(sides[1][0], sides[1][1], clusters)
    if moved.z < 4:
        return None
    effect = (sides[0][0].value - sides[0][1].value) / moved.value
    influence: Any = sum(
        sign * (sides[0][i].influence - effect * sides[1][i].influence) for i, sign in ((0, 1.0), (1, -1.0))
    )
    error = math.sqrt(_covariance(influence, influence, clusters)) / moved.value
    return effect, error, sides[1][0].value, sides[1][1].value

"""The adjusted effect and its standard errors from the statistics of one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from scipy import special

from tools.effects.hidden_confounder import benchmark_strength, bias, partial_r2, robustness_value
from tools.engine.arrays import Matrix, Vector, picked
from tools.engine.projection import project, residual_makers
from tools.engine.rows import Progress
from tools.engine.statistics import Statistics, squared_scores
from tools.errors import EstimationError
from tools.messages import Message, counted


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
        raise EstimationError(
            Message("estimation-too-few-rows", {"rows": counted(rows), "columns": counted(found.rank)})
        )
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


# ---------------- What each covariate and each subgroup has to do with the effect, with no refit


@dataclass(frozen=True)
class CovariateRole:
    """One covariate (all levels of it) in the regression."""

    name: str
    effect_without: float  # effect per unit of treatment when it is left out
    r2_with_treatment: float  # partial R2 with the treatment, given the other covariates
    r2_with_outcome: float  # partial R2 with the outcome, given treatment and the other covariates


def covariate_roles(statistics: Statistics) -> tuple[CovariateRole, ...]:
    """Each covariate left out in turn.

    Leaving columns out adds b' (A_gg)^-1 b to the residual cross-products of treatment and outcome, where b
    are their coefficients and A the inverse cross-products of the covariates (Seber & Lee 2003, section
    3.11), so that no regression is solved again. Raises EstimationError as `regression` does.
    """
    found = statistics.projection
    owners = statistics.layout.owners
    roles = []
    for name in statistics.covariates:
        if any(owners[j] != name for j in found.left_out):
            left = _left_without(statistics, name)
        else:
            group = [place for place, j in enumerate(found.kept) if owners[j] == name]
            on = np.column_stack([found.treatment_on, found.outcome_on])[group]
            left = (
                found.left + on.T @ np.linalg.solve(picked(found.inverse, group, group), on)
                if group
                else found.left
            )
        before = _residual_squares(found.left)
        after = _residual_squares(left)
        roles.append(
            CovariateRole(
                name,
                float(left[0, 1] / left[0, 0]),
                max(0.0, float(1 - found.left[0, 0] / left[0, 0])),
                max(0.0, 1 - before / after) if after > 0 else 0.0,
            )
        )
    return tuple(roles)


def _left_without(statistics: Statistics, name: str) -> Matrix:
    """Solved again: a column left out as a copy of this covariate may have to come in for it."""
    keep = [j for j, owner in enumerate(statistics.layout.owners) if owner != name]
    return project(picked(statistics.total, keep, keep)).left


def _residual_squares(left: Matrix) -> float:
    return float(left[1, 1] - left[0, 1] ** 2 / left[0, 0])


def subgroup_effects(
    statistics: Statistics,
) -> Mapping[Any, Regression | EstimationError]:
    """The regression within each level of the column that `scan` was told to group by.

    A subgroup without an effect to estimate has the error as its value. Intervals are robust, by blocks.
    """
    if not statistics.groups:
        raise EstimationError(Message("estimation-no-subgroups"))
    found: dict[Any, Regression | EstimationError] = {}
    for label, part in statistics.groups.items():
        try:
            found[label] = regression(part)
        except EstimationError as error:
            found[label] = error
    return found


@dataclass(frozen=True)
class HiddenConfounder:
    """How strong an unmeasured confounder would have to be (Cinelli & Hazlett 2020, JRSS B 82(1))."""

    robustness_value: float  # 0..1: share of residual variance of both that brings the effect to zero
    robustness_value_limit: float  # the same for the 95% limit nearer to zero
    partial_r2: float  # of the treatment with the outcome
    benchmarks: Mapping[str, float]  # covariate: the effect, were there a hidden one exactly as strong


def sensitivity(statistics: Statistics) -> HiddenConfounder:
    """Robustness value and benchmarks by every observed covariate, from the cross-products alone."""
    fit = regression(statistics)
    freedom, t_value = fit.degrees_of_freedom, fit.value / fit.std_error
    benchmarks = {}
    for role in covariate_roles(statistics):
        strength = benchmark_strength(role.r2_with_treatment, role.r2_with_outcome)
        moved = bias(fit.std_error, freedom, *strength)
        benchmarks[role.name] = float(fit.value - np.copysign(moved, fit.value))
    return HiddenConfounder(
        robustness_value(t_value, freedom),
        robustness_value(t_value, freedom, alpha=0.05),
        partial_r2(t_value, freedom),
        benchmarks,
    )

"""What treating in every period does, against in none, where the treatment moves what decides it later.

A covariate between two periods is a confounder of the later treatment and a consequence of the earlier one;
no single regression is right about both (Robins 1986). Three ways that are, each from the same histories:

- iterated conditional expectations of the g-formula (Robins 1986; Bang & Robins 2005, Biometrics 61(4)),
- a marginal structural model with stabilised weights (Robins, Hernan & Brumback 2000, Epidemiology 11(5)),
- both together, which is right if for each period either of the two models is: the headline.

Hernan & Robins (2020), Causal Inference: What If, chapters 19 to 21.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tools.errors import EstimationError
from tools.estimators.generalised_linear import LOGIT, fit_likelihood
from tools.estimators.linear import Codes, Matrix, Vector, cluster_sums, least_squares
from tools.estimators.propensity import effective_sample_size, propensity_scores
from tools.estimators.weighting import is_zero_one
from tools.messages import Message, Quantity, Scale, ScaleKind, counted

__all__ = ["Sustained", "compare_regimes"]

REACH = 1.959964
FEWEST_ROWS = 50
FEWEST_FOLLOWERS = 15  # rows that were treated in every period, or in none
FEWEST_EFFECTIVE = 5.0  # the same, by their weights
ROWS_PER_COLUMN = 10


@dataclass(frozen=True)
class Sustained:
    """The mean outcome had everybody been treated in every period, and in none."""

    always: Quantity
    never: Quantity
    difference: Quantity  # doubly robust
    weighted: Quantity  # of the marginal structural model: linear in the number of treated periods
    by_g_formula: Quantity  # a point: its error is not reckoned apart
    single_regression: Quantity  # a point: what holding everything fixed at once would give
    periods: int
    rows: int
    followers: tuple[tuple[int, ...], tuple[int, ...]]  # rows never and always treated up to each period
    effective: tuple[Quantity, Quantity]  # never, always: rows that the weights leave
    largest_weight: Quantity  # of the stabilised weights
    pushed: tuple[float, ...]  # share of histories of each period with hardly a chance of one of the two

    headline = "difference"

    @property
    def clear(self) -> bool:
        assert self.difference.ci_95 is not None
        return self.difference.ci_95[0] > 0 or self.difference.ci_95[1] < 0

    @property
    def agree(self) -> bool:
        """Do the ways agree within what chance explains?"""
        reach = 2 * max(self.difference.std_error or 0.0, self.weighted.std_error or 0.0)
        others = (self.weighted.value, self.by_g_formula.value)
        return all(abs(other - self.difference.value) <= reach for other in others)

    @property
    def moved_by_regression(self) -> bool:
        """Would a single regression have said something else?"""
        return abs(self.single_regression.value - self.difference.value) > 2 * (
            self.difference.std_error or 0
        )

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        return {
            "difference": self.difference,
            "mean_always": self.always,
            "mean_never": self.never,
            "difference_weighted": self.weighted,
            "difference_g_formula": self.by_g_formula,
            "difference_single_regression": self.single_regression,
            "periods": counted(self.periods),
            "rows": counted(self.rows),
            "rows_never": counted(self.followers[0][-1]),
            "rows_always": counted(self.followers[1][-1]),
            "largest_weight": self.largest_weight,
        }


def compare_regimes(
    *,
    outcome: Vector,
    treatments: Matrix,
    covariates: Sequence[Matrix],
    scale: Scale,
    clusters: Codes | None = None,
) -> Sustained:
    """Compare treating in every period with treating in none.

    `outcome` (rows,) is measured after the last period; `treatments` (rows, periods) of 0 and 1 in their
    order; `covariates` holds for each period what was new before its treatment, (rows, k), the first of them
    what was there at the beginning. Rows of a cluster count together. Raises EstimationError with too few
    rows, or too few that were always or never treated.
    """
    n, periods = treatments.shape
    if n < FEWEST_ROWS:
        raise EstimationError(Message("sustained-too-few-rows", {"rows": counted(n)}))
    followers = tuple(
        tuple(int(np.all(treatments[:, : t + 1] == level, axis=1).sum()) for t in range(periods))
        for level in (0.0, 1.0)
    )
    for side, counts in enumerate(followers):
        if counts[-1] < FEWEST_FOLLOWERS:
            slots = {
                "rows": counted(counts[-1]),
                "needed": counted(FEWEST_FOLLOWERS),
                "periods": counted(periods),
            }
            if side:
                raise EstimationError(Message("sustained-few-always", slots))
            raise EstimationError(Message("sustained-few-never", slots))
    histories = [_standardised(np.column_stack(covariates[: t + 1])) for t in range(periods)]
    chances = [_chances(treatments, t, histories[t]) for t in range(periods)]
    influences, plain, effective = [], [], []
    for level in (0.0, 1.0):
        values, mean, weights = _regime(outcome, treatments, histories, chances, level)
        influences.append(values)
        plain.append(mean)
        size = effective_sample_size(weights[weights > 0])
        if size < FEWEST_EFFECTIVE:
            slots = {"rows": counted(round(size)), "periods": counted(periods)}
            raise EstimationError(Message("sustained-no-positivity", slots))
        effective.append(counted(round(size)))
    level_scale = Scale(ScaleKind.SHARE) if scale.kind is ScaleKind.POINTS else scale
    difference = _quantity(influences[1] - influences[0], scale, clusters)
    weighted, largest = _marginal_model(outcome, treatments, histories, chances, scale, clusters)
    everything = np.column_stack([np.ones(n), treatments, histories[-1]])
    single = float(least_squares(everything, outcome).coefficients[1 : periods + 1].sum())
    error = difference.std_error
    return Sustained(
        always=_quantity(influences[1], level_scale, clusters),
        never=_quantity(influences[0], level_scale, clusters),
        difference=difference,
        weighted=weighted,
        by_g_formula=Quantity(plain[1] - plain[0], None, error, scale),
        single_regression=Quantity(single, None, error, scale),
        periods=periods,
        rows=n,
        followers=(followers[0], followers[1]),
        effective=(effective[0], effective[1]),
        largest_weight=Quantity(largest, decimals=1),
        pushed=tuple(float(((p < HARDLY) | (p > 1 - HARDLY)).mean()) for p in chances),
    )


HARDLY = 0.02  # chance of the treatment from which on a history hardly leaves a choice


def _standardised(columns: Matrix) -> Matrix:
    spread = columns.std(axis=0)
    kept = spread > 0
    return np.asarray((columns[:, kept] - columns[:, kept].mean(axis=0)) / spread[kept])


def _chances(treatments: Matrix, t: int, history: Matrix) -> Vector:
    """Chance of the treatment in period `t` given the past (rows,); by the period before where rows bear it.

    Who was treated before may have no choice left ("once begun"): that chance is then 0 or 1 and no model's.
    """
    n = len(treatments)
    ones = np.ones((n, 1))
    own, earlier = treatments[:, t], treatments[:, : max(t - 1, 0)]
    if t == 0:
        return propensity_scores(np.column_stack([ones, history]), own).values
    last = treatments[:, t - 1]
    columns = np.column_stack([ones, _standardised(np.column_stack([earlier, history]))])
    sides = [last == 0, last == 1]
    found = np.empty(n)
    constant = [len(np.unique(own[side])) < 2 for side in sides]
    bears = min(int(side.sum()) for side in sides) >= ROWS_PER_COLUMN * columns.shape[1]
    if not bears and not any(constant):
        return propensity_scores(np.column_stack([columns, last]), own).values
    for side, same in zip(sides, constant, strict=True):
        if not side.any():
            continue
        found[side] = own[side][0] if same else propensity_scores(columns[side], own[side]).values
    return found


def _regime(
    outcome: Vector, treatments: Matrix, histories: Sequence[Matrix], chances: Sequence[Vector], level: float
) -> tuple[Vector, float, Vector]:
    """Influence values (rows,) of the mean under "always `level`", its g-formula, and the last weights."""
    n, periods = treatments.shape
    share = is_zero_one(outcome)
    following = [np.all(treatments[:, : t + 1] == level, axis=1) for t in range(periods)]
    predicted: list[Vector] = [np.empty(0)] * periods
    target = outcome
    for t in reversed(range(periods)):
        history = np.column_stack([np.ones(n), histories[t]])
        rows = following[t]
        if rows.sum() >= ROWS_PER_COLUMN * history.shape[1]:
            # By those who followed the regime so far, whatever shape their past gives.
            predicted[t] = _mean(history[rows], target[rows], share)(history)
        else:
            past = treatments[:, :t]
            columns = np.column_stack([history, past, treatments[:, t]])
            at = np.column_stack([history, past, np.full(n, level)])
            predicted[t] = _mean(columns, target, share)(at)
        target = predicted[t]
    weights = np.ones(n)
    values = predicted[0].copy()
    for t in range(periods):
        chance = chances[t] if level == 1.0 else 1 - chances[t]
        weights = np.where(treatments[:, t] == level, weights / np.maximum(chance, 1e-12), 0.0)
        later = outcome if t == periods - 1 else predicted[t + 1]
        # Weighted to as many rows as there are: less noise than the raw weights, and right as well.
        values += weights * (n / max(weights.sum(), 1e-300)) * (later - predicted[t])
    return values, float(predicted[0].mean()), weights


def _mean(columns: Matrix, outcome: Vector, share: bool) -> Callable[[Matrix], Vector]:
    if share and outcome.min() < outcome.max():
        try:
            logit = fit_likelihood(columns, outcome, LOGIT).coefficients
        except EstimationError:
            pass  # separated: the linear model of a share does not run off to infinity
        else:
            return lambda at: np.asarray(LOGIT.mean(at @ logit))
    linear = least_squares(columns, outcome).coefficients
    return lambda at: np.asarray(at @ linear)


def _marginal_model(
    outcome: Vector,
    treatments: Matrix,
    histories: Sequence[Matrix],
    chances: Sequence[Vector],
    scale: Scale,
    clusters: Codes | None,
) -> tuple[Quantity, float]:
    """Every period against none in a model that is linear in the treated periods; and the largest weight."""
    n, periods = treatments.shape
    weights = np.ones(n)
    for t in range(periods):
        nothing = _chances(treatments, t, np.zeros((n, 0)))
        own = treatments[:, t] == 1
        weights *= np.where(own, nothing, 1 - nothing) / np.where(own, chances[t], 1 - chances[t])
    weights *= n / weights.sum()
    columns = np.column_stack([np.ones(n), treatments.mean(axis=1)])
    gram = np.linalg.pinv(columns.T @ (weights[:, None] * columns))
    slopes = gram @ (columns.T @ (weights * outcome))
    influence = (columns * (weights * (outcome - columns @ slopes))[:, None]) @ gram
    parts = influence if clusters is None else cluster_sums(influence, clusters)
    error = math.sqrt(float((parts[:, 1] ** 2).sum()) * len(parts) / max(len(parts) - 1, 1))
    value = float(slopes[1])
    return Quantity(value, (value - REACH * error, value + REACH * error), error, scale), float(weights.max())


def _quantity(influence: Vector, scale: Scale, clusters: Codes | None) -> Quantity:
    value, n = float(influence.mean()), len(influence)
    centred = influence - value
    if clusters is None:
        error = math.sqrt(float(centred @ centred) / (n - 1) / n)
    else:
        sums = cluster_sums(centred[:, None], clusters)[:, 0]
        error = math.sqrt(len(sums) / (len(sums) - 1) * float(sums @ sums)) / n
    return Quantity(value, (value - REACH * error, value + REACH * error), error, scale)

"""The front-door estimator: the effect that runs through measured mediators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.determined import collinear_treatment
from tools.estimators.generalised_linear import robust_variance
from tools.estimators.interface import (
    ESTIMATORS,
    Effect,
    EffectEstimator,
    covariates_of,
    run_estimator,
    scaled,
)
from tools.estimators.linear import (
    Matrix,
    Vector,
    cluster_codes,
    cluster_sums,
    design_matrix,
    number_column,
    orthonormal_basis,
)
from tools.estimators.propensity import LOWEST, PROPENSITY_LINES, logistic_regression
from tools.estimators.regression import varying
from tools.estimators.scripts import assign, with_basis
from tools.messages import Column, Columns, Message, Quoted, Role, counted, exact
from tools.types import Estimand, Estimate, Sample


class FrontDoor(EffectEstimator):
    """Treatment on each mediator, times mediator on outcome given the treatment, added over the mediators.

    Assumes that the mediators carry the whole effect, that nothing unmeasured causes both treatment and
    mediator, that the treatment blocks every other path from mediator to outcome, and straight lines. Robust
    interval from the influence function of the sum of products (the delta method with both regressions'
    errors). Pearl (2009), Causality, section 3.3.2; Fulcher et al. (2020), JRSS B 82(1).
    """

    registry_name = "frontdoor"
    method_name = "front-door product of paths"

    def __init__(
        self, identified_estimand: Any, *, adjustment_set: tuple[str, ...] = (), **options: Any
    ) -> None:
        super().__init__(identified_estimand, adjustment_set=adjustment_set, **options)

    @property
    def mediators(self) -> tuple[str, ...]:
        return tuple(self._target_estimand.get_frontdoor_variables() or ())

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        if not self.mediators:
            raise EstimationError(Message("estimation-no-mediator"))
        treatment = varying(number_column(frame, self.treatment, Role.TREATMENT), self.treatment)
        outcome = number_column(frame, self.outcome, Role.OUTCOME)
        covariates = orthonormal_basis(design_matrix(frame, self.adjustment_set).values)
        raw = design_matrix(frame, self.mediators, intercept=False)
        rows, spent = len(outcome), covariates.rank + 1 + raw.values.shape[1]
        if rows <= spent:
            raise EstimationError(
                Message("estimation-too-few-rows", {"rows": counted(rows), "columns": counted(spent)})
            )
        t = covariates.residuals(treatment)
        if float(t @ t) <= 1e-16 * float(((treatment - treatment.mean()) ** 2).sum()):
            raise collinear_treatment(self.treatment, frame, self.adjustment_set)
        m, y = covariates.residuals(raw.values), covariates.residuals(outcome)
        first = t @ m / (t @ t)
        self._refuse_determined(np.column_stack([covariates.q, t, raw.values]), raw.names)
        m_given_t = m - np.outer(t, first)
        basis = orthonormal_basis(m_given_t)
        y_given_t = y - t * (float(t @ y) / float(t @ t))
        second = np.linalg.solve(basis.r, basis.q.T @ y_given_t)
        noise = y_given_t - m_given_t @ second
        influence = t * (m_given_t @ second) / (t @ t) + noise * (basis.q @ np.linalg.solve(basis.r.T, first))
        clusters = cluster_codes(frame, self.cluster)
        details = {f"path_{name}": float(a * b) for name, a, b in zip(raw.names, first, second, strict=True)}
        details |= {f"treatment_on_{name}": float(a) for name, a in zip(raw.names, first, strict=True)}
        details |= {f"{name}_on_outcome": float(b) for name, b in zip(raw.names, second, strict=True)}
        variance, degrees = _variance(influence, clusters, spent)
        value, std_error = scaled(high - low, float(first @ second), float(np.sqrt(variance)))
        return Effect(value, std_error, rows, degrees, details)

    @staticmethod
    def _refuse_determined(columns: Matrix, mediators: tuple[str, ...]) -> None:
        """EstimationError when a mediator, among the last columns, is a combination of those before it."""
        before = columns.shape[1] - len(mediators)
        repeated = [j - before for j in orthonormal_basis(columns).left_out if j >= before]
        if repeated:
            names = tuple(mediators[j] for j in repeated)
            raise EstimationError(Message("estimation-mediator-determined", {"mediators": Columns(names)}))


def _variance(influence: Vector, clusters: np.ndarray | None, spent: int) -> tuple[float, float]:
    """Variance of a sum of influences with the HC1 or CR1 factor, and its degrees of freedom."""
    rows = len(influence)
    if clusters is None:
        return float(influence @ influence) * rows / (rows - spent), float(rows - spent)
    sums = cluster_sums(influence[:, None], clusters)[:, 0]
    count = len(sums)
    return float(sums @ sums) * count / (count - 1) * (rows - 1) / (rows - spent), float(count - 1)


# ---------------- The lines that give the same number without us


FRONT_DOOR_LINES = """\
m = pd.get_dummies(frame[mediators], drop_first=True, dtype=float).to_numpy(dtype=float)
held = np.hstack([ones, covariates])
t = left_over(held, frame[treatment].to_numpy(dtype=float))
first = t @ left_over(held, m) / (t @ t)  # treatment on each mediator
held = np.column_stack([held, frame[treatment].to_numpy(dtype=float)])
m, y = left_over(held, m), left_over(held, frame[outcome].to_numpy(dtype=float))
second = np.linalg.lstsq(m, y, rcond=None)[0]  # each mediator on the outcome, given the treatment
effect = first @ second * (high - low)
"""


def _front_door(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    head = assign(mediators=list(estimand.design.mediators))
    return (head, *with_basis(FRONT_DOOR_LINES)(sample, estimand, estimate))


@ESTIMATORS.register("frontdoor", script=_front_door)
def front_door(sample: Sample, estimand: Estimand) -> Estimate:
    """The effect through the mediators; see `FrontDoor`."""
    return run_estimator(FrontDoor, sample, estimand, adjustment_set=covariates_of(sample, estimand))


# ---------------- The front-door effect with models for outcome, mediators and treatment, of which some may


class DoublyRobustFrontDoor(FrontDoor):
    """The front-door formula with a mediator's effect that may differ between the treated and the others.

    Outcome by a regression in each arm; the mediators' densities only through the chance of treatment given
    mediators and covariates, so that several mediators of any kind will do. Right if the outcome model and
    one of the other two are, or if the mediators' model is. Assumptions on the graph as for `FrontDoor`; two
    levels of treatment. Fulcher, Shpitser, Marealle & Tchetgen Tchetgen (2020), JRSS B 82(1), Theorem 1.
    """

    registry_name = "frontdoor_doubly_robust"
    method_name = "front door, doubly robust"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        if not self.mediators:
            raise EstimationError(Message("estimation-no-mediator"))
        treatment = varying(number_column(frame, self.treatment, Role.TREATMENT), self.treatment)
        if not np.isin(treatment, (low, high)).all() or low == high:
            raise EstimationError(
                Message(
                    "estimation-two-levels-only",
                    {
                        "estimator": Quoted(self.registry_name),
                        "treatment": Column(self.treatment),
                        "low": exact(low),
                        "high": exact(high),
                        "instead": Quoted("frontdoor"),
                    },
                )
            )
        t = (treatment == high).astype(np.float64)
        y = number_column(frame, self.outcome, Role.OUTCOME)
        covariates = design_matrix(frame, self.adjustment_set).values
        mediators = design_matrix(frame, self.mediators, intercept=False).values
        both = np.column_stack([covariates, mediators])
        fewest = int(min(t.sum(), (1 - t).sum()))
        if fewest <= both.shape[1]:
            raise EstimationError(
                Message(
                    "estimation-too-few-rows-at-level",
                    {
                        "rows": counted(fewest),
                        "columns": counted(both.shape[1]),
                        "instead": Quoted("frontdoor"),
                    },
                )
            )
        chance = _kept(logistic_regression(covariates, t).probabilities)  # given covariates
        informed = _kept(logistic_regression(both, t).probabilities)  # given mediators too
        expected = {arm: _fitted(both, y, t == arm) for arm in (0, 1)}
        terms = {arm: _terms(arm, t, y, covariates, expected, chance, informed) for arm in (0, 1)}
        gains = terms[1] - terms[0]
        value = float(gains.mean())
        influence = (gains - value) / len(y)
        clusters = cluster_codes(frame, self.cluster)
        variance, degrees = robust_variance(influence, min(both.shape[1], len(y) - 1), clusters)
        details = {
            "mean_high": float(terms[1].mean()),
            "mean_low": float(terms[0].mean()),
            "propensity_lowest": float(chance.min()),
            "propensity_highest": float(chance.max()),
        }
        return Effect(value, float(np.sqrt(variance)), len(y), degrees, details)


def _kept(chances: Vector) -> Vector:
    return np.asarray(np.clip(chances, LOWEST, 1 - LOWEST))


def _fitted(columns: Matrix, values: Vector, rows: np.ndarray) -> Vector:
    """Least squares on some rows, predicted for all (rows,)."""
    basis = orthonormal_basis(columns[rows])
    return np.asarray(columns[:, list(basis.kept)] @ np.linalg.solve(basis.r, basis.q.T @ values[rows]))


def _terms(
    arm: int,
    t: Vector,
    y: Vector,
    covariates: Matrix,
    expected: dict[int, Vector],
    chance: Vector,
    informed: Vector,
) -> Vector:
    """Each row's term (rows,) of the mean outcome were everybody's treatment `arm`; their mean is that mean.

    `expected[a]` is the outcome expected at treatment a and the row's own mediators.
    """
    by_arm = {1: chance, 0: 1.0 - chance}
    by_mediator = {1: informed, 0: 1.0 - informed}
    own_chance, own_informed = np.where(t == 1, chance, 1 - chance), np.where(t == 1, informed, 1 - informed)
    # Bayes: how much likelier these mediators are at `arm` than at the row's own treatment.
    ratio = by_mediator[arm] / own_informed * own_chance / by_arm[arm]
    own = np.where(t == 1, expected[1], expected[0])
    mixed = expected[1] * chance + expected[0] * (1 - chance)  # over treatments, mediators as they are
    at_arm = t == arm
    settled = _fitted(covariates, mixed, at_arm)  # and over the mediators that `arm` brings
    moved = np.where(
        t == 1, _fitted(covariates, expected[1], at_arm), _fitted(covariates, expected[0], at_arm)
    )
    return np.asarray((y - own) * ratio + at_arm / by_arm[arm] * (mixed - settled) + moved)


FRONT_DOOR_ROBUST_LINES = """\
m = pd.get_dummies(frame[mediators], drop_first=True, dtype=float).to_numpy(dtype=float)
informed = np.hstack([columns, m])


def fitted(given, values, rows):
    q, keep = basis(given[rows])
    return given[:, keep] @ np.linalg.solve(q.T @ given[rows][:, keep], q.T @ values[rows])


bare = columns
columns = informed
f = np.clip(logistic(t, everybody), 0.01, 0.99)  # the chance of treatment given the mediators too
expected = [fitted(informed, y, t == 0), fitted(informed, y, t == 1)]
mixed = expected[1] * e + expected[0] * (1 - e)
means = []
for arm in (0, 1):
    here = e if arm else 1 - e
    ratio = (f if arm else 1 - f) / np.where(t == 1, f, 1 - f) * np.where(t == 1, e, 1 - e) / here
    own = np.where(t == 1, expected[1], expected[0])
    moved = np.where(t == 1, fitted(bare, expected[1], t == arm), fitted(bare, expected[0], t == arm))
    terms = (y - own) * ratio + (t == arm) / here * (mixed - fitted(bare, mixed, t == arm)) + moved
    means.append(terms.mean())
effect = means[1] - means[0]
"""


def _front_door_robust(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    head = assign(mediators=list(estimand.design.mediators))
    used = (PROPENSITY_LINES, FRONT_DOOR_ROBUST_LINES)
    return (head, *with_basis(*used)(sample, estimand, estimate))


@ESTIMATORS.register("frontdoor_doubly_robust", script=_front_door_robust)
def doubly_robust_front_door(sample: Sample, estimand: Estimand) -> Estimate:
    """The effect through the mediators, doubly robust; see `DoublyRobustFrontDoor`."""
    return run_estimator(
        DoublyRobustFrontDoor, sample, estimand, adjustment_set=covariates_of(sample, estimand)
    )

"""The front-door effect with models for outcome, mediators and treatment, of which some may be wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.effect import Effect
from tools.estimators.front_door import FrontDoor
from tools.estimators.generalised_linear import robust_variance
from tools.estimators.interface import ESTIMATORS, covariates_of, run_estimator
from tools.estimators.linear import (
    Matrix,
    Vector,
    cluster_codes,
    design_matrix,
    number_column,
    orthonormal_basis,
)
from tools.estimators.propensity import LOWEST, logistic_regression
from tools.estimators.regression import varying
from tools.types import Estimand, Estimate, Sample


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
            raise EstimationError("No mediator is named. Pass mediators=[...], or another design.")
        treatment = varying(number_column(frame, self.treatment, "treatment"), self.treatment)
        if not np.isin(treatment, (low, high)).all() or low == high:
            raise EstimationError(
                f"{self.registry_name} compares two levels, but {self.treatment!r} has others than {low:g} "
                f"and {high:g}. Use frontdoor."
            )
        t = (treatment == high).astype(np.float64)
        y = number_column(frame, self.outcome, "outcome")
        covariates = design_matrix(frame, self.adjustment_set).values
        mediators = design_matrix(frame, self.mediators, intercept=False).values
        both = np.column_stack([covariates, mediators])
        if min(t.sum(), (1 - t).sum()) <= both.shape[1]:
            raise EstimationError(
                f"A group has too few rows for {both.shape[1]} columns. Use frontdoor or fewer covariates."
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


@ESTIMATORS.register("frontdoor_doubly_robust")
def doubly_robust_front_door(sample: Sample, estimand: Estimand) -> Estimate:
    """The effect through the mediators, doubly robust; see `DoublyRobustFrontDoor`."""
    return run_estimator(
        DoublyRobustFrontDoor, sample, estimand, adjustment_set=covariates_of(sample, estimand)
    )

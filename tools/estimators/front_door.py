"""The front-door estimator: the effect that runs through measured mediators."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.determined import collinear_treatment
from tools.estimators.effect import Effect, scaled
from tools.estimators.interface import ESTIMATORS, EffectEstimator, covariates_of, run_estimator
from tools.estimators.linear import (
    Matrix,
    Vector,
    cluster_codes,
    cluster_sums,
    design_matrix,
    number_column,
    orthonormal_basis,
)
from tools.estimators.regression import varying
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
            raise EstimationError("No mediator is named. Pass mediators=[...], or another design.")
        treatment = varying(number_column(frame, self.treatment, "treatment"), self.treatment)
        outcome = number_column(frame, self.outcome, "outcome")
        covariates = orthonormal_basis(design_matrix(frame, self.adjustment_set).values)
        raw = design_matrix(frame, self.mediators, intercept=False)
        rows, spent = len(outcome), covariates.rank + 1 + raw.values.shape[1]
        if rows <= spent:
            raise EstimationError(f"{rows} rows are too few for {spent} columns. Use fewer covariates.")
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
            names = ", ".join(repr(mediators[j]) for j in repeated)
            raise EstimationError(
                f"The mediator {names} is fully determined by the treatment, the covariates or the other "
                "mediators, so its own path cannot be seen. Leave it out."
            )


def _variance(influence: Vector, clusters: np.ndarray | None, spent: int) -> tuple[float, float]:
    """Variance of a sum of influences with the HC1 or CR1 factor, and its degrees of freedom."""
    rows = len(influence)
    if clusters is None:
        return float(influence @ influence) * rows / (rows - spent), float(rows - spent)
    sums = cluster_sums(influence[:, None], clusters)[:, 0]
    count = len(sums)
    return float(sums @ sums) * count / (count - 1) * (rows - 1) / (rows - spent), float(count - 1)


@ESTIMATORS.register("frontdoor")
def front_door(sample: Sample, estimand: Estimand) -> Estimate:
    """The effect through the mediators; see `FrontDoor`."""
    return run_estimator(FrontDoor, sample, estimand, adjustment_set=covariates_of(sample, estimand))

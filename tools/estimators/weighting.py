"""Estimators for a treatment with two levels that use the propensity: AIPW and inverse propensity
weighting.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.effect import Effect
from tools.estimators.interface import ESTIMATORS, EffectEstimator, run_estimator
from tools.estimators.linear import (
    Codes,
    Matrix,
    Vector,
    cluster_codes,
    cluster_sums,
    design_matrix,
    number_column,
    orthonormal_basis,
)
from tools.estimators.propensity import (
    Propensity,
    effective_sample_size,
    logistic_regression,
    propensity_scores,
)
from tools.estimators.regression import varying
from tools.types import Estimand, Estimate, Sample


@dataclass(frozen=True)
class Arms:
    """The columns that a two-level comparison needs."""

    treated: Vector  # (rows,) 0.0 or 1.0; 1.0 is the level called high
    outcome: Vector  # (rows,)
    columns: Matrix  # (rows, 1 + p) covariates with intercept
    clusters: Codes | None
    propensity: Propensity


def two_arms(estimator: EffectEstimator, frame: pd.DataFrame, low: float, high: float) -> Arms:
    """Reads and checks the columns. Raises EstimationError unless every row is at `low` or at `high`."""
    name = estimator.treatment
    treatment = varying(number_column(frame, name, "treatment"), name)
    if not np.isin(treatment, (low, high)).all() or low == high:
        raise EstimationError(
            f"{estimator.registry_name} compares two levels, but {name!r} has others than {low:g} and "
            f"{high:g}. "
            "Use linear_regression, or keep the rows with those two levels."
        )
    treated = (treatment == high).astype(np.float64)
    outcome = number_column(frame, estimator.outcome, "outcome")
    columns = design_matrix(frame, estimator.adjustment_set).values
    clusters = cluster_codes(frame, estimator.cluster)
    return Arms(treated, outcome, columns, clusters, propensity_scores(columns, treated))


class Aipw(EffectEstimator):
    """Augmented inverse propensity weighting, right if the outcome model or the propensity model is right.

    Assumes no unmeasured common cause and overlap. Logistic propensity (clipped at 0.01 and 0.99), a linear
    outcome model an arm (logistic for a 0/1 outcome), interval from the influence function.
    Robins, Rotnitzky & Zhao (1994), JASA 89(427); the ATT form: Mercatanti & Li (2014); Hernan & Robins,
    What If, technical point 13.2.
    """

    registry_name = "aipw"
    method_name = "augmented inverse propensity weighting"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        arms = two_arms(self, frame, low, high)
        t, y, e = arms.treated, arms.outcome, arms.propensity.values
        if target == "att":
            gap = y - fitted_in_arm(arms, 0)
            terms = t * gap - (1 - t) * e / (1 - e) * gap
            value = float(terms.sum() / t.sum())
            influence = (terms - t * value) / t.mean()
        elif target == "atc":
            gap = fitted_in_arm(arms, 1) - y
            terms = (1 - t) * gap - t * (1 - e) / e * gap
            value = float(terms.sum() / (1 - t).sum())
            influence = (terms - (1 - t) * value) / (1 - t).mean()
        else:
            treated, control = fitted_in_arm(arms, 1), fitted_in_arm(arms, 0)
            terms = treated - control + t * (y - treated) / e - (1 - t) * (y - control) / (1 - e)
            value = float(terms.mean())
            influence = terms - value
        return _from_influence(value, influence, arms)


class InversePropensityWeighting(EffectEstimator):
    """Difference of outcome means, each row weighted by one over the chance of the treatment it got.

    Assumes no unmeasured common cause, overlap and a right propensity model. Weights add up to one in each
    arm (Hajek 1971); the interval counts that the propensity was estimated. Lunceford & Davidian (2004),
    Statistics in Medicine 23(19), section 3; weights for the treated: Hirano & Imbens (2001).
    """

    registry_name = "ipw"
    method_name = "inverse propensity weighting"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        return self.weighted(two_arms(self, frame, low, high), target)

    def weights(self, t: Vector, e: Vector, target: str) -> tuple[Vector, Vector, Vector, Vector]:
        """Weights in both arms and their derivatives by the propensity's linear predictor, each (rows,)."""
        return _weights(t, e, target)

    def weighted(self, arms: Arms, target: str) -> Effect:
        """The weighted difference in means on these rows."""
        t, y, e = arms.treated, arms.outcome, arms.propensity.values
        w1, w0, d1, d0 = self.weights(t, e, target)
        m1, m0 = float(w1 @ y / w1.sum()), float(w0 @ y / w0.sum())
        scores = w1 * (y - m1) / w1.mean() - w0 * (y - m0) / w0.mean()
        # How the estimate moves with the propensity's coefficients, times their influence function.
        slope = d1 * (y - m1) / w1.mean() - d0 * (y - m0) / w0.mean()
        slope = np.where(arms.propensity.raw == e, slope, 0.0)  # clipped rows do not move
        basis, raw = arms.propensity.basis, arms.propensity.raw
        information = basis.T @ (basis * (raw * (1 - raw))[:, None]) + 1e-8 * np.eye(basis.shape[1])
        influence = scores + (t - raw) * (basis @ np.linalg.solve(information, basis.T @ slope))
        extra = {
            "effective_rows_high": effective_sample_size(w1[w1 > 0]),
            "effective_rows_low": effective_sample_size(w0[w0 > 0]),
        }
        return _from_influence(m1 - m0, influence, arms, extra)


def _weights(t: Vector, e: Vector, target: str) -> tuple[Vector, Vector, Vector, Vector]:
    """Weights in both arms and their derivatives by the propensity's linear predictor, for a population."""
    odds = e / (1 - e)
    if target == "att":
        return t, (1 - t) * odds, np.zeros_like(t), (1 - t) * odds
    if target == "atc":
        return t / odds, 1 - t, -t / odds, np.zeros_like(t)
    return t / e, (1 - t) / (1 - e), -t / odds, (1 - t) * odds


def fitted_in_arm(arms: Arms, arm: int) -> Vector:
    """Outcome model fitted on one arm (1: high, 0: low) and predicted for every row (rows,)."""
    rows = arms.treated == arm
    columns, outcome = arms.columns[rows], arms.outcome[rows]
    if len(outcome) <= columns.shape[1]:
        raise EstimationError(
            f"Only {len(outcome)} rows are at one level of the treatment, too few for {columns.shape[1]} "
            f"covariate "
            "columns. Use linear_regression or fewer covariates."
        )
    basis = orthonormal_basis(columns)
    kept = list(basis.kept)
    if is_zero_one(outcome):
        fit = logistic_regression(columns, outcome)
        score = basis.q.T @ (fit.basis @ fit.coefficients)
        linear = arms.columns[:, kept] @ np.linalg.solve(basis.r, score)
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(linear, -500, 500))))
    coefficients = np.linalg.solve(basis.r, basis.q.T @ outcome)
    return np.asarray(arms.columns[:, kept] @ coefficients)


def is_zero_one(outcome: Vector) -> bool:
    """Does the outcome take both of the values 0 and 1 and no other?"""
    return bool(np.array_equal(np.unique(outcome), (0.0, 1.0)))


def _from_influence(
    value: float, influence: Vector, arms: Arms, extra: dict[str, float] | None = None
) -> Effect:
    """Interval from the influence function, summed within clusters where rows are not independent."""
    rows = len(influence)
    details: dict[str, float] = {
        "propensity_lowest": float(arms.propensity.raw.min()),
        "propensity_highest": float(arms.propensity.raw.max()),
        "propensity_clipped_rows": float(arms.propensity.clipped),
        "covariate_columns": float(arms.columns.shape[1] - 1),
        **(extra or {}),
    }
    degrees = np.inf
    if arms.clusters is None:
        # One parameter a column was spent in each arm, as in regression with interactions.
        spent = min(2 * arms.columns.shape[1], rows - 1)
        variance = float(influence @ influence) / (rows - spent) / rows
    else:
        sums = cluster_sums(influence[:, None], arms.clusters)[:, 0]
        count = len(sums)
        variance = count / (count - 1) * float(sums @ sums) / rows**2
        degrees = float(count - 1)
        details["clusters"] = float(count)
    return Effect(value, float(np.sqrt(variance)), rows, degrees, details, arms.propensity.warnings())


@ESTIMATORS.register("aipw")
def aipw(sample: Sample, estimand: Estimand) -> Estimate:
    """Augmented inverse propensity weighting; see `Aipw`."""
    return run_estimator(Aipw, sample, estimand)


@ESTIMATORS.register("ipw")
def inverse_propensity_weighting(sample: Sample, estimand: Estimand) -> Estimate:
    """Hajek inverse propensity weighting; see `InversePropensityWeighting`."""
    return run_estimator(InversePropensityWeighting, sample, estimand)

"""Estimators for a randomised treatment: the difference in means, and Lin's covariate adjustment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.determined import determined_treatment
from tools.estimators.interface import (
    EITHER_GROUP,
    ESTIMATORS,
    Effect,
    EffectEstimator,
    run_estimator,
    scaled,
)
from tools.estimators.linear import (
    Codes,
    Vector,
    cluster_codes,
    cluster_sums,
    design_matrix,
    least_squares,
    number_column,
    orthonormal_basis,
    usual_covariance,
)
from tools.estimators.regression import left_out_warning, varying
from tools.estimators.scripts import LAST_COEFFICIENT_LINES, assign, with_basis
from tools.messages import Column, Message, Role
from tools.types import DesignKind, Estimand, EstimandKind, Estimate, Sample


class DifferenceInMeans(EffectEstimator):
    """Mean outcome at high minus mean outcome at low; for a treatment with more levels, the slope.

    Assumes that treatment was assigned by chance. Unequal variances (Neyman 1923; the same number as HC2)
    with Welch's (1947) degrees of freedom; clustered (CR1) when whole clusters were assigned. Imbens & Rubin
    (2015), Causal Inference for Statistics, ch. 6.
    """

    registry_name = "difference_in_means"
    method_name = "difference in means"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        treatment = varying(number_column(frame, self.treatment, Role.TREATMENT), self.treatment)
        outcome = number_column(frame, self.outcome, Role.OUTCOME)
        clusters = cluster_codes(frame, self.cluster)
        columns = np.column_stack([np.ones_like(treatment), treatment])
        two_levels = len(np.unique(treatment)) == 2
        _refuse_a_group(target, two_levels, self.treatment)
        if two_levels and clusters is None:
            return _welch(treatment, outcome, low, high)
        kind = usual_covariance(len(outcome))
        fit = least_squares(columns, outcome, covariance=kind, clusters=clusters)
        value, std_error = scaled(high - low, float(fit.coefficients[1]), fit.std_error(1))
        details = {"degrees_of_freedom": fit.degrees_of_freedom}
        if fit.clusters is not None:
            details["clusters"] = float(fit.clusters)
        return Effect(value, std_error, len(outcome), fit.degrees_of_freedom, details)


class LinRegression(EffectEstimator):
    """Regression on the treatment, the centred covariates and their products with the treatment.

    Assumes only that treatment was assigned by chance: whatever the outcome's shape, large samples cannot
    lose precision against the difference in means. HC2 intervals, HC3 below 250 rows, clustered with a
    cluster column, and what it adds that the covariates' means, at which effects that differ are averaged,
    are a sample's (Negi & Wooldridge 2021, Econometric Reviews 40(5), Theorem 5.2); `std_error_these_rows` in
    the details leaves that out. Lin (2013), Annals of Applied Statistics 7(1). For a treatment with more than
    two levels the products are left out.
    """

    registry_name = "lin_regression"
    method_name = "Lin's interacted regression"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        treatment = varying(number_column(frame, self.treatment, Role.TREATMENT), self.treatment)
        outcome = number_column(frame, self.outcome, Role.OUTCOME)
        covariates = design_matrix(frame, self.adjustment_set)
        clusters = cluster_codes(frame, self.cluster)
        rows = _target_rows(treatment, high, low, target)
        centred = covariates.values[:, 1:] - covariates.values[rows, 1:].mean(axis=0)
        two_levels = len(np.unique(treatment)) == 2
        _refuse_a_group(target, two_levels, self.treatment)
        products = centred * treatment[:, None] if two_levels else centred[:, :0]
        # The treatment comes right after the covariates, so that a column of products can never displace it.
        columns = np.column_stack([np.ones_like(treatment), centred, treatment, products])
        basis = orthonormal_basis(columns)
        position = centred.shape[1] + 1
        if position in basis.left_out:
            determined = determined_treatment(self.treatment, treatment, frame, self.adjustment_set)
            raise EstimationError(Message("estimation-not-by-chance", {"determined": determined}))
        kind = "HC3" if usual_covariance(len(outcome)) == "HC3" else "HC2"
        fit = least_squares(
            columns, outcome, covariance="HC3" if kind == "HC3" else "HC2", clusters=clusters, basis=basis
        )
        value, these_rows = scaled(high - low, float(fit.coefficients[position]), fit.std_error(position))
        differing = centred[:, : products.shape[1]] @ fit.coefficients[position + 1 :] * (high - low)
        std_error = float(np.hypot(these_rows, _error_of_mean(differing, rows, clusters)))
        details = {
            "std_error_these_rows": these_rows,
            "covariate_columns": float(centred.shape[1]),
            "degrees_of_freedom": fit.degrees_of_freedom,
        }
        if fit.clusters is not None:
            details["clusters"] = float(fit.clusters)
        repeated = tuple(j for j in fit.left_out if j <= centred.shape[1])
        warnings = left_out_warning(covariates, repeated)
        return Effect(value, std_error, len(outcome), fit.degrees_of_freedom, details, warnings)


def _refuse_a_group(target: str, two_levels: bool, treatment: str) -> None:
    """One slope for all has no group of its own."""
    if target != "ate" and not two_levels:
        asked = EstimandKind(target.upper())
        raise EstimationError(
            Message("estimation-not-two-groups", {"estimand": asked, "treatment": Column(treatment)})
        )


def _error_of_mean(values: Vector, rows: np.ndarray, clusters: Codes | None) -> float:
    """Standard error of the mean of values (rows,), centred there, over `rows`: 0 when nothing differs."""
    parts = np.where(rows, values, 0.0) / rows.sum()
    sums = parts if clusters is None else cluster_sums(parts[:, None], clusters)[:, 0]
    count = len(sums) if clusters is not None else int(rows.sum())
    return float(np.sqrt(sums @ sums * count / max(count - 1, 1)))


def _target_rows(treatment: Vector, high: float, low: float, target: str) -> np.ndarray:
    """The rows over whose covariates the effect is averaged (rows,) of bool."""
    if target == "att":
        return np.asarray(treatment == high)
    if target == "atc":
        return np.asarray(treatment == low)
    return np.ones(len(treatment), dtype=bool)


def _welch(treatment: Vector, outcome: Vector, low: float, high: float) -> Effect:
    """Two-level comparison with unequal variances; the levels in the data may be any two numbers."""
    smaller, larger = np.unique(treatment)
    upper, lower = outcome[treatment == larger], outcome[treatment == smaller]
    if min(len(upper), len(lower)) < 2:
        raise EstimationError(Message("estimation-single-row"))
    per_upper, per_lower = upper.var(ddof=1) / len(upper), lower.var(ddof=1) / len(lower)
    variance = float(per_upper + per_lower)
    spent = per_upper**2 / (len(upper) - 1) + per_lower**2 / (len(lower) - 1)
    degrees = variance**2 / float(spent) if spent > 0 else float(len(outcome) - 2)
    change = (high - low) / float(larger - smaller)
    value, std_error = scaled(change, float(upper.mean() - lower.mean()), float(np.sqrt(variance)))
    details = {
        "mean_high": float(upper.mean()),
        "mean_low": float(lower.mean()),
        "rows_high": float(len(upper)),
        "rows_low": float(len(lower)),
        "degrees_of_freedom": degrees,
    }
    return Effect(value, std_error, len(outcome), degrees, details)


def assignment_of(sample: Sample, estimand: Estimand) -> tuple[Sample, Estimand]:
    """The same experiment with the assignment, named as its instrument, in the treatment's place.

    The contrast is from the assignment's lowest level to its highest. Raises EstimationError without one.
    """
    if len(estimand.design.instruments) != 1:
        raise EstimationError(Message("estimation-no-assignment"))
    name = estimand.design.instruments[0]
    levels = np.unique(number_column(sample.frame, name, Role.ASSIGNMENT))
    query = replace(estimand.query, treatment=name, estimand=EstimandKind.ATE)
    design = replace(estimand.design, kind=DesignKind.RANDOMISED, instruments=())
    assigned = replace(sample, query=query, design=design, low=float(levels[0]), high=float(levels[-1]))
    return assigned, replace(estimand, query=query, design=design)


# ---------------- The lines that give the same number without us


DIFFERENCE_IN_MEANS_LINES = """\
x = frame[treatment].to_numpy()
effect = np.cov(x, frame[outcome].to_numpy())[0, 1] / np.var(x, ddof=1) * (high - low)
"""

LIN_REGRESSION_LINES = """\
x = frame[treatment].to_numpy()
asked = {"att": x == high, "atc": x == low}.get(target, np.ones(len(x), dtype=bool))
centred = covariates - covariates[asked].mean(axis=0)
products = centred * x[:, None] if len(np.unique(x)) == 2 else centred[:, :0]
columns = np.hstack([ones, centred, products, x[:, None]])
effect = last_coefficient(columns, frame[outcome].to_numpy()) * (high - low)
"""


def _intention_to_treat(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    assigned, offer = assignment_of(sample, estimand)
    head = assign(treatment=offer.query.treatment, low=assigned.low, high=assigned.high)
    return (head, *with_basis(LAST_COEFFICIENT_LINES, LIN_REGRESSION_LINES)(assigned, offer, estimate))


@ESTIMATORS.register("intention_to_treat", script=_intention_to_treat)
def intention_to_treat(sample: Sample, estimand: Estimand) -> Estimate:
    """Effect of being assigned to the treatment, whether or not it was taken; see `LinRegression`.

    Assumes only that assignment, the design's one instrument, was by chance. It is the effect of the offer
    and not of the treatment. Imbens & Rubin (2015), Causal Inference for Statistics, ch. 23.
    """
    found = run_estimator(LinRegression, *assignment_of(sample, estimand))
    return replace(found, estimator="intention_to_treat")


@ESTIMATORS.register(
    "difference_in_means", script=DIFFERENCE_IN_MEANS_LINES, estimands=(*EITHER_GROUP, EstimandKind.ATO)
)
def difference_in_means(sample: Sample, estimand: Estimand) -> Estimate:
    """Difference in means with Welch's interval; see `DifferenceInMeans`."""
    return run_estimator(DifferenceInMeans, sample, estimand)


@ESTIMATORS.register(
    "lin_regression", script=with_basis(LAST_COEFFICIENT_LINES, LIN_REGRESSION_LINES), estimands=EITHER_GROUP
)
def lin_regression(sample: Sample, estimand: Estimand) -> Estimate:
    """Covariate adjustment in an experiment; see `LinRegression`."""
    return run_estimator(LinRegression, sample, estimand)

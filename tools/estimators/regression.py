"""Linear regression of the outcome on the treatment and the adjustment set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from tools.errors import EstimationError
from tools.estimators.determined import collinear_treatment
from tools.estimators.interface import (
    ESTIMATORS,
    Effect,
    EffectEstimator,
    covariates_of,
    run_estimator,
    scaled,
)
from tools.estimators.linear import (
    Codes,
    DesignMatrix,
    LeastSquares,
    Matrix,
    Vector,
    cluster_codes,
    design_matrix,
    least_squares,
    number_column,
    orthonormal_basis,
    usual_covariance,
)
from tools.estimators.scripts import LAST_COEFFICIENT_LINES, covariate_lines, with_basis
from tools.estimators.wild_bootstrap import FEW, FEWEST, wild_bootstrap, without_limits
from tools.messages import Column, Columns, Message, Role, exact, pure
from tools.types import Estimand, Estimate, Sample

CURVED = 0.01  # p-value of the squared treatment below which a straight line is doubted


class LinearRegression(EffectEstimator):
    """Slope of the treatment times (high - low), given the adjustment set.

    Assumes no unmeasured common cause, and an effect that is linear and the same for all (else it is an
    average weighted by the treatment's conditional variance: Angrist 1998). HC1 intervals, HC3 below 250
    rows, clustered (CR1) with a cluster column and the wild bootstrap's below 30 clusters; t distribution.
    Angrist & Pischke (2009), Mostly Harmless Econometrics, ch. 3.
    """

    registry_name = "linear_regression"
    method_name = "linear regression"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        treatment = varying(number_column(frame, self.treatment, Role.TREATMENT), self.treatment)
        outcome = number_column(frame, self.outcome, Role.OUTCOME)
        covariates = design_matrix(frame, self.adjustment_set)
        clusters = cluster_codes(frame, self.cluster)
        columns = np.column_stack([covariates.values, treatment])
        basis = orthonormal_basis(columns)
        last = columns.shape[1] - 1
        if last in basis.left_out:
            raise collinear_treatment(self.treatment, frame, self.adjustment_set)
        kind = usual_covariance(len(outcome))
        fit = least_squares(columns, outcome, covariance=kind, clusters=clusters, basis=basis)
        value, std_error = scaled(high - low, float(fit.coefficients[last]), fit.std_error(last))
        details: dict[str, float] = {
            "covariate_columns": float(last - 1),
            "degrees_of_freedom": fit.degrees_of_freedom,
        }
        if fit.clusters is not None:
            details["clusters"] = float(fit.clusters)
        warnings = left_out_warning(covariates, fit.left_out)
        if len(np.unique(treatment)) > 2:
            curvature = curvature_p_value(columns, outcome, treatment)
            details["nonlinearity_p"] = curvature
            if curvature < CURVED:
                warnings += (
                    Message("estimation-curved", {"treatment": Column(self.treatment), "p": pure(curvature)}),
                )
        effect = Effect(value, std_error, len(outcome), fit.degrees_of_freedom, details, warnings)
        return with_few_clusters(effect, columns, outcome, clusters, high - low, fit)


def with_few_clusters(
    effect: Effect, columns: Matrix, outcome: Vector, clusters: Codes | None, change: float, fit: LeastSquares
) -> Effect:
    """With the wild bootstrap's p-value and interval below 30 clusters; the effect is the last column's."""
    if clusters is None or fit.clusters is None or fit.clusters >= FEW:
        return effect
    if fit.clusters < FEWEST:
        return without_limits(effect, fit.clusters)
    wild = wild_bootstrap(columns, outcome, clusters, fit.std_error(columns.shape[1] - 1))
    if wild is None or wild.interval(0.95) is None:
        return effect
    p_value = wild.p_value()
    return replace(
        effect,
        details={**effect.details, "wild_bootstrap_p": p_value},
        special_interval=lambda level: wild.scaled_interval(level, change),
        special_p_value=p_value,
    )


def varying(treatment: Vector, name: str) -> Vector:
    """The treatment, if it varies; EstimationError otherwise."""
    if np.ptp(treatment) == 0.0:
        raise EstimationError(
            Message(
                "estimation-same-everywhere",
                {"treatment": Column(name), "level": exact(float(treatment[0]))},
            )
        )
    return treatment


def left_out_warning(covariates: DesignMatrix, left_out: tuple[int, ...]) -> tuple[Message, ...]:
    """Says which columns repeat others; constants and repeats change no estimate."""
    names = tuple(covariates.names[j] for j in left_out if j < len(covariates.names))
    if not names:
        return ()
    return (Message("estimation-repeated-covariates", {"columns": Columns(names, shown=5)}),)


def curvature_p_value(columns: np.ndarray, outcome: Vector, treatment: Vector) -> float:
    """p-value of a squared treatment beside everything else; 1 where it cannot be computed."""
    centred = treatment - treatment.mean()
    wider = np.column_stack([columns, centred**2])
    basis = orthonormal_basis(wider)
    last = wider.shape[1] - 1
    if last in basis.left_out or len(outcome) <= basis.rank:
        return 1.0
    fit = least_squares(wider, outcome, covariance=usual_covariance(len(outcome)), basis=basis)
    error = fit.std_error(last)
    if error == 0.0:
        return 1.0
    return float(2 * stats.t.sf(abs(fit.coefficients[last]) / error, fit.degrees_of_freedom))


def plain_difference(treatment: Vector, outcome: Vector, low: float, high: float) -> float:
    """Difference in means (two levels) or slope times (high - low), with nothing adjusted for."""
    centred = treatment - treatment.mean()
    total = float(centred @ centred)
    if total == 0.0:
        return float("nan")
    return float(centred @ outcome) / total * (high - low)


# ---------------- The lines that give the same number without us


LINEAR_REGRESSION_LINES = """\
from dowhy.causal_estimators.linear_regression_estimator import LinearRegressionEstimator
from dowhy.causal_identifier import IdentifiedEstimand

names = [f"covariate {j}" for j in range(covariates.shape[1])]
table = pd.concat([frame[[treatment, outcome]], pd.DataFrame(covariates, frame.index, names)], axis=1)
estimand = IdentifiedEstimand(
    None,
    treatment_variable=[treatment],
    outcome_variable=[outcome],
    estimands={"backdoor": {}},
    backdoor_variables={"backdoor": names},
    default_backdoor_id="backdoor",
    identifier_method="backdoor",
)
estimator = LinearRegressionEstimator(estimand).fit(table, effect_modifier_names=[])
effect = estimator.estimate_effect(
    table, control_value=low, treatment_value=high, target_units="ate"
).value
"""


def _regression(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    return (covariate_lines(covariates_of(sample, estimand)), LINEAR_REGRESSION_LINES)


@ESTIMATORS.register("linear_regression", script=_regression)
def linear_regression(sample: Sample, estimand: Estimand) -> Estimate:
    """Regression on the treatment and the adjustment set; see `LinearRegression`."""
    return run_estimator(LinearRegression, sample, estimand)


class LevelContrast(EffectEstimator):
    """Outcome at level high less outcome at level low, with a column for every level of the treatment.

    Assumes no unmeasured common cause; no straight line over the levels, unlike `LinearRegression`. HC1
    intervals, HC3 below 250 rows, clustered with a cluster column. Wooldridge, Introductory Econometrics,
    section 7.3. The details hold every level against the low one, with p-values corrected for their number.
    """

    registry_name = "level_contrast"
    method_name = "contrast of two levels"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        treatment = varying(number_column(frame, self.treatment, Role.TREATMENT), self.treatment)
        outcome = number_column(frame, self.outcome, Role.OUTCOME)
        rows_low, rows_high = int((treatment == low).sum()), int((treatment == high).sum())
        if low == high or not rows_low or not rows_high:
            raise EstimationError(
                Message(
                    "estimation-levels-not-there",
                    {"treatment": Column(self.treatment), "low": exact(low), "high": exact(high)},
                )
            )
        covariates = design_matrix(frame, self.adjustment_set)
        # The low level is the base, so the last column's coefficient is the contrast itself.
        others = [level for level in np.unique(treatment) if level not in (low, high)]
        dummies = [(treatment == level).astype(np.float64) for level in (*others, high)]
        columns = np.column_stack([covariates.values, *dummies])
        basis = orthonormal_basis(columns)
        last = columns.shape[1] - 1
        if last in basis.left_out:
            raise collinear_treatment(self.treatment, frame, self.adjustment_set)
        clusters = cluster_codes(frame, self.cluster)
        kind = usual_covariance(len(outcome))
        fit = least_squares(columns, outcome, covariance=kind, clusters=clusters, basis=basis)
        details = {
            "rows_low": float(rows_low),
            "rows_high": float(rows_high),
            "levels": float(len(others) + 2),
        }
        first = covariates.values.shape[1]
        details |= _all_levels(fit, {level: first + j for j, level in enumerate((*others, high))})
        value, error = float(fit.coefficients[last]), fit.std_error(last)
        return Effect(value, error, len(outcome), fit.degrees_of_freedom, details)


def _all_levels(fit: LeastSquares, places: Mapping[float, int]) -> dict[str, float]:
    """Every level against the base: effect, standard error and Holm's (1979) p-value.

    Holm's is right for all levels together, whatever their correlation: Scandinavian J. Statistics 6(2).
    """
    if len(places) < 2:
        return {}
    errors = {level: fit.std_error(place) for level, place in places.items()}
    known = {level: places[level] for level in sorted(places) if errors[level] > 0}
    alone = {
        level: float(2 * stats.t.sf(abs(fit.coefficients[place]) / errors[level], fit.degrees_of_freedom))
        for level, place in known.items()
    }
    details, least = {}, 0.0
    for rank, level in enumerate(sorted(alone, key=lambda level: alone[level])):
        least = max(least, min(1.0, (len(alone) - rank) * alone[level]))
        details[f"level_{level:g}_p_holm"] = least
    for level, place in known.items():
        details[f"level_{level:g}"] = float(fit.coefficients[place])
        details[f"level_{level:g}_std_error"] = errors[level]
    return details


LEVEL_CONTRAST_LINES = """\
levels = frame[treatment].to_numpy()
others = [level for level in np.unique(levels) if level not in (low, high)]
columns = [ones, covariates, *[(levels == level)[:, None].astype(float) for level in others]]
columns.append((levels == high)[:, None].astype(float))
effect = last_coefficient(np.hstack(columns), frame[outcome].to_numpy())
"""


@ESTIMATORS.register("level_contrast", script=with_basis(LAST_COEFFICIENT_LINES, LEVEL_CONTRAST_LINES))
def level_contrast(sample: Sample, estimand: Estimand) -> Estimate:
    """Two levels of a treatment that has several; see `LevelContrast`."""
    return run_estimator(LevelContrast, sample, estimand)

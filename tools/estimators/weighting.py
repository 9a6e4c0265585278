"""Estimators for a treatment with two levels that use the propensity: AIPW and inverse propensity
weighting.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.generalised_linear import robust_variance
from tools.estimators.interface import EITHER_GROUP, ESTIMATORS, Effect, EffectEstimator, run_estimator
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
    PROPENSITY_LINES,
    Propensity,
    effective_sample_size,
    logistic_regression,
    propensity_scores,
)
from tools.estimators.regression import varying
from tools.estimators.scripts import with_basis
from tools.messages import Column, Message, Quoted, Role, counted, exact
from tools.types import Estimand, EstimandKind, Estimate, Sample


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
    treatment = varying(number_column(frame, name, Role.TREATMENT), name)
    if not np.isin(treatment, (low, high)).all() or low == high:
        raise EstimationError(
            Message(
                "estimation-two-levels-only",
                {
                    "estimator": Quoted(estimator.registry_name),
                    "treatment": Column(name),
                    "low": exact(low),
                    "high": exact(high),
                    "instead": Quoted("linear_regression"),
                },
            )
        )
    treated = (treatment == high).astype(np.float64)
    outcome = number_column(frame, estimator.outcome, Role.OUTCOME)
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
            Message(
                "estimation-too-few-rows-at-level",
                {
                    "rows": counted(len(outcome)),
                    "columns": counted(columns.shape[1]),
                    "instead": Quoted("linear_regression"),
                },
            )
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


# ---------------- The lines that give the same number without us


AIPW_LINES = '''\
def expected(rows):
    """Expected outcome, from a model fitted on one arm, for all rows."""
    if np.array_equal(np.unique(y[rows]), [0.0, 1.0]):
        return logistic(y, rows)
    q, keep = basis(columns[rows])
    return columns[:, keep] @ np.linalg.solve(q.T @ columns[rows][:, keep], q.T @ y[rows])


if target == "att":
    gap = y - expected(t == 0)
    effect = (t * gap - (1 - t) * e / (1 - e) * gap).sum() / t.sum()
elif target == "atc":
    gap = expected(t == 1) - y
    effect = ((1 - t) * gap - t * (1 - e) / e * gap).sum() / (1 - t).sum()
else:
    with_it, without = expected(t == 1), expected(t == 0)
    effect = np.mean(with_it - without + t * (y - with_it) / e - (1 - t) * (y - without) / (1 - e))
'''

IPW_LINES = """\
weight = {"att": t + (1 - t) * e / (1 - e), "atc": t * (1 - e) / e + 1 - t}
weight = weight.get(target, t / e + (1 - t) / (1 - e))
effect = np.average(y[t == 1], weights=weight[t == 1]) - np.average(y[t == 0], weights=weight[t == 0])
"""


@ESTIMATORS.register("aipw", script=with_basis(PROPENSITY_LINES, AIPW_LINES), estimands=EITHER_GROUP)
def aipw(sample: Sample, estimand: Estimand) -> Estimate:
    """Augmented inverse propensity weighting; see `Aipw`."""
    return run_estimator(Aipw, sample, estimand)


@ESTIMATORS.register("ipw", script=with_basis(PROPENSITY_LINES, IPW_LINES), estimands=EITHER_GROUP)
def inverse_propensity_weighting(sample: Sample, estimand: Estimand) -> Estimate:
    """Hajek inverse propensity weighting; see `InversePropensityWeighting`."""
    return run_estimator(InversePropensityWeighting, sample, estimand)


# ---------------- Weighting for the people about whom the data can speak: overlap weights and trimming


# Crump, Hotz, Imbens & Mitnik (2009), Biometrika 96(1): a rule of thumb close to their optimum.
TRIMMED = (0.1, 0.9)


class OverlapWeighting(InversePropensityWeighting):
    """Each row weighted by the chance of the treatment that it did not get.

    The effect among those who could have gone either way (the overlap population, ATO), whichever estimand is
    asked for. No weight is above 1, and the covariates' means are balanced exactly. Assumes no unmeasured
    common cause and a right propensity model. Li, Morgan & Zaslavsky (2018), JASA 113(521).
    """

    registry_name = "overlap_weights"
    method_name = "overlap weighting"

    def weights(self, t: Vector, e: Vector, target: str) -> tuple[Vector, Vector, Vector, Vector]:
        tilt = e * (1 - e)
        return t * (1 - e), (1 - t) * e, -t * tilt, (1 - t) * tilt


class TrimmedWeighting(InversePropensityWeighting):
    """Inverse propensity weighting among the rows whose chance of treatment is between 0.1 and 0.9.

    The effect is that of those rows; the propensity is fitted again on them. Assumes no unmeasured common
    cause and a right propensity model. Crump, Hotz, Imbens & Mitnik (2009), Biometrika 96(1).
    """

    registry_name = "trimmed_ipw"
    method_name = "inverse propensity weighting, trimmed"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        arms = two_arms(self, frame, low, high)
        chance = arms.propensity.raw
        kept = (chance >= TRIMMED[0]) & (chance <= TRIMMED[1])
        t = arms.treated[kept]
        if min(t.sum(), (1 - t).sum()) < 2:
            raise EstimationError(
                Message("estimation-trimmed-away", {"low": exact(TRIMMED[0]), "high": exact(TRIMMED[1])})
            )
        clusters = None if arms.clusters is None else pd.factorize(arms.clusters[kept])[0].astype(np.int64)
        inside = Arms(
            t, arms.outcome[kept], arms.columns[kept], clusters, propensity_scores(arms.columns[kept], t)
        )
        found = self.weighted(inside, target)
        lost = int((~kept).sum())
        warnings = found.warnings
        if lost:
            warnings += (
                Message(
                    "estimation-trimmed",
                    {
                        "estimator": Quoted(self.registry_name),
                        "lost": counted(lost),
                        "rows": counted(len(kept)),
                        "low": exact(TRIMMED[0]),
                        "high": exact(TRIMMED[1]),
                    },
                ),
            )
        return dataclasses.replace(
            found, details={**found.details, "rows_trimmed": float(lost)}, warnings=warnings
        )


OVERLAP_WEIGHTS_LINES = """\
weight = t * (1 - e) + (1 - t) * e
effect = np.average(y[t == 1], weights=weight[t == 1]) - np.average(y[t == 0], weights=weight[t == 0])
"""

TRIMMED_LINES = """\
raw = logistic(t, everybody)
inside = (raw >= 0.1) & (raw <= 0.9)
t, y, columns = t[inside], y[inside], columns[inside]
e = np.clip(logistic(t, np.ones(len(t), dtype=bool)), 0.01, 0.99)
"""


@ESTIMATORS.register(
    "overlap_weights",
    script=with_basis(PROPENSITY_LINES, OVERLAP_WEIGHTS_LINES),
    estimands=(EstimandKind.ATO,),
)
def overlap_weights(sample: Sample, estimand: Estimand) -> Estimate:
    """The effect in the overlap population; see `OverlapWeighting`."""
    return run_estimator(OverlapWeighting, sample, estimand)


@ESTIMATORS.register(
    "trimmed_ipw", script=with_basis(PROPENSITY_LINES, TRIMMED_LINES, IPW_LINES), estimands=EITHER_GROUP
)
def trimmed_weighting(sample: Sample, estimand: Estimand) -> Estimate:
    """Weighting without rows that hardly overlap; see `TrimmedWeighting`."""
    return run_estimator(TrimmedWeighting, sample, estimand)


# ---------------- Stratification: like with like, in groups of like chance of treatment


STRATA = 5  # Cochran (1968), Biometrics 24(2): five take away about 90% of the bias of one covariate
DIGITS = 10  # chances that agree this far are the same, whatever order the rows are in
SPARE = 3  # rows an arm in a stratum beyond the covariates, for a regression inside it


def strata_for(rows: int) -> int:
    """Five strata up to 1,700 rows, and then as many as grow with the cube root of the rows.

    With a fixed number the bias stays while the standard error shrinks (Lunceford & Davidian 2004, Statistics
    in Medicine 23). What is left after regression inside the strata falls with their squared width, so here
    as rows^(-2/3), faster than the standard error; more slowly where covariates have long tails, since the
    outermost strata are wide.
    """
    return max(STRATA, int(np.cbrt(rows) / 2))


class Stratification(EffectEstimator):
    """Difference in outcome inside strata of the propensity of equal size, averaged over the strata.

    Weights are the strata's shares of all rows (ATE), of the rows at high (ATT) or at low (ATC). Inside a
    stratum the covariates are adjusted for by regression where it has rows enough (`adjusted`), because
    five strata alone leave a tenth of the bias. `strata` is their number, None for `strata_for`. Assumes no
    unmeasured common cause and overlap.
    Rosenbaum & Rubin (1984), JASA 79(387); Imbens & Rubin (2015), Causal Inference for Statistics, ch. 17.
    """

    registry_name = "stratification"
    method_name = "stratification on the propensity"

    def __init__(
        self, identified_estimand: Any, *, strata: int | None = None, adjusted: bool = True, **options: Any
    ) -> None:
        super().__init__(identified_estimand, **options)
        self.strata, self.adjusted = strata, adjusted

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        arms = two_arms(self, frame, low, high)
        count = self.strata or strata_for(len(arms.outcome))
        stratum = quantile_strata(np.round(arms.propensity.raw, DIGITS), count)
        treated, total = np.bincount(stratum, arms.treated), np.bincount(stratum).astype(np.float64)
        asked = {"att": treated, "atc": total - treated}.get(target, total)
        usable = np.minimum(treated, total - treated) >= 2
        if not usable.any():
            raise EstimationError(Message("estimation-no-stratum"))
        share = np.where(usable, asked, 0.0) / asked[usable].sum()
        value, rank, influence = 0.0, 0, np.zeros(len(stratum))
        for position in np.flatnonzero(usable):
            rows = np.flatnonzero(stratum == position)
            gain, pull, spent = self._inside(arms, rows)
            value += float(share[position]) * gain
            influence[rows] = share[position] * pull
            rank += spent
        variance, degrees = robust_variance(influence, min(rank, len(stratum) - 1), arms.clusters)
        lost = float(total[~usable].sum())
        details = {"strata": float(usable.sum()), "rows_left_out": lost}
        warnings: tuple[Message, ...] = ()
        if lost:
            warnings = (
                Message(
                    "estimation-strata-left-out",
                    {"estimator": Quoted(self.registry_name), "rows": counted(lost)},
                ),
            )
        return Effect(value, float(np.sqrt(variance)), len(stratum), degrees, details, warnings)

    def _inside(self, arms: Arms, rows: Codes) -> tuple[float, Vector, int]:
        """Difference between the arms in one stratum, each row's pull on it, and columns spent."""
        t, y, covariates = arms.treated[rows], arms.outcome[rows], arms.columns[rows]
        basis = orthonormal_basis(covariates)
        enough = min(t.sum(), (1 - t).sum()) >= basis.rank + SPARE
        held: Matrix = basis.q if self.adjusted and enough else np.full((len(t), 1), len(t) ** -0.5)
        left = t - held @ (held.T @ t)
        size = float(left @ left)
        if size < 1e-8 * len(t):
            held = np.full((len(t), 1), len(t) ** -0.5)
            left = t - t.mean()
            size = float(left @ left)
        gain = float(left @ y) / size
        gap = y - gain * t
        noise = gap - held @ (held.T @ gap)
        return gain, left * noise / size, held.shape[1] + 1


def quantile_strata(values: Vector, count: int) -> Codes:
    """Strata 0, 1, ... of about equal size by values (rows,); equal values are never parted."""
    limits = np.unique(np.quantile(values, np.arange(1, count) / count))
    found = np.searchsorted(limits, values, side="left")
    return np.asarray(np.unique(found, return_inverse=True)[1], dtype=np.int64)


STRATIFICATION_LINES = """\
raw = np.round(logistic(t, everybody), 10)
strata = max(5, int(np.cbrt(len(raw)) / 2))
limits = np.unique(np.quantile(raw, np.arange(1, strata) / strata))
stratum = np.searchsorted(limits, raw, side="left")
gains, shares = [], []
for number in np.unique(stratum):
    inside = stratum == number
    with_it, without = t[inside].sum(), (1 - t[inside]).sum()
    if min(with_it, without) < 2:
        continue
    q, keep = basis(columns[inside])
    if min(with_it, without) < keep.sum() + 3:
        q = np.full((inside.sum(), 1), inside.sum() ** -0.5)
    left = t[inside] - q @ (q.T @ t[inside])
    gains.append(left @ y[inside] / (left @ left))
    shares.append({"att": with_it, "atc": without}.get(target, with_it + without))
effect = np.average(gains, weights=shares)
"""


@ESTIMATORS.register(
    "stratification", script=with_basis(PROPENSITY_LINES, STRATIFICATION_LINES), estimands=EITHER_GROUP
)
def stratification(sample: Sample, estimand: Estimand) -> Estimate:
    """Differences inside strata of the propensity; see `Stratification`."""
    return run_estimator(Stratification, sample, estimand)

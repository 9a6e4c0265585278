"""Two-stage least squares and LIML: an effect through what an instrument moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from tools.errors import EstimationError
from tools.estimators.compliers import complier_details
from tools.estimators.determined import collinear_treatment
from tools.estimators.effect import Effect, Interval, scaled
from tools.estimators.interface import ESTIMATORS, EffectEstimator, covariates_of, run_estimator
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
from tools.estimators.regression import varying
from tools.estimators.weak_instrument import AndersonRubin
from tools.types import DesignKind, Estimand, Estimate, Sample

WEAK = 10.0  # Staiger & Stock (1997): below this first-stage F the usual interval is not to be trusted
# From here on the usual interval of one instrument covers 95% whatever the endogeneity: Lee, McCrary, Moreira
# & Porter (2022), American Economic Review 112(10).
SURE = 104.7
# The same for the bias with several: Montiel Olea & Pflueger (2013), JBES 31(3), Table 1 (10% of the worst).
SURE_WITH_SEVERAL = 23.1


@dataclass(frozen=True)
class PartialledOut:
    """Outcome, treatment and instruments less what the covariates explain (Frisch-Waugh-Lovell)."""

    outcome: Vector  # (rows,)
    treatment: Vector  # (rows,)
    instruments: Matrix  # (rows, q), orthonormal
    spread: float  # signed length of the one instrument left after the covariates; per-unit effects need it
    covariate_rank: int  # columns taken out, intercept included
    clusters: Codes | None

    @property
    def rows(self) -> int:
        return len(self.outcome)

    def scores(self, columns: Matrix, residuals: Vector, rank: int) -> Matrix:
        """Robust covariance (q, q) of columns' residuals: HC1 or CR1 with `rank` estimated columns."""
        products = columns * residuals[:, None]
        if self.clusters is None:
            return np.asarray(products.T @ products * self.rows / (self.rows - rank))
        sums = cluster_sums(products, self.clusters)
        count = len(sums)
        return np.asarray(sums.T @ sums * count / (count - 1) * (self.rows - 1) / (self.rows - rank))

    def degrees(self, rank: int) -> float:
        return float(self.rows - rank) if self.clusters is None else float(int(self.clusters.max()))


class TwoStageLeastSquares(EffectEstimator):
    """Effect among those whose treatment the instrument moves (compliers), per change low to high.

    Assumes that the instrument is as good as random given the covariates, moves the treatment, in one
    direction only, and reaches the outcome through nothing else. HC1 or clustered errors. The interval is
    Anderson-Rubin's when the effective first-stage F is below 10, and with one instrument up to 104.7; with
    several and an F of 10 to 23.1 it holds both that one and the usual one, since choosing between the two by
    the F of the same sample costs coverage. Imbens & Angrist (1994), Econometrica 62(2); Andrews, Stock & Sun
    (2019), Annual Review of Economics 11; Wooldridge, Introductory Econometrics, ch. 15.
    """

    registry_name = "two_stage_least_squares"
    method_name = "two-stage least squares"

    def __init__(
        self, identified_estimand: Any, *, adjustment_set: tuple[str, ...] = (), **options: Any
    ) -> None:
        # DoWhy's backdoor set is no part of an instrument's argument; covariates are named by the caller.
        super().__init__(identified_estimand, adjustment_set=adjustment_set, **options)

    @property
    def instruments(self) -> tuple[str, ...]:
        return tuple(self._target_estimand.get_instrumental_variables() or ())

    def class_k(self, parts: PartialledOut) -> float:
        """The k of the k-class: 1 is two-stage least squares."""
        return 1.0

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        parts = self._partialled_out(frame)
        z, t, y = parts.instruments, parts.treatment, parts.outcome
        kappa = self.class_k(parts)
        rank = parts.covariate_rank + 1
        outside = t - z @ (z.T @ t)
        moved = t - kappa * outside  # the treatment as far as the instruments explain it, when k is 1
        slope = float(moved @ y) / float(moved @ t)
        residuals = y - t * slope
        meat = parts.scores(moved[:, None], residuals, rank)[0, 0]
        value, std_error = scaled(high - low, slope, float(np.sqrt(meat)) / abs(float(moved @ t)))
        details = _first_stage(parts)
        details["kappa"] = kappa
        details["std_error_homoskedastic"] = abs(high - low) * float(
            np.sqrt(residuals @ residuals / (parts.rows - rank) / (moved @ t))
        )
        if z.shape[1] > 1:
            details |= _overidentification(parts, residuals)
        else:
            details["intention_to_treat"] = float(z[:, 0] @ y) / parts.spread
            details["first_stage"] = float(z[:, 0] @ t) / parts.spread
            treatment = number_column(frame, self.treatment, "treatment")
            named = design_matrix(frame, self.instruments, intercept=False).values
            if named.shape[1] == 1:
                details |= complier_details(treatment, named[:, 0], frame, self.adjustment_set)
        usual = Effect(value, std_error, parts.rows, parts.degrees(rank), details)
        return _with_robust_interval(usual, parts, high - low)

    def _partialled_out(self, frame: pd.DataFrame) -> PartialledOut:
        if not self.instruments:
            raise EstimationError("No instrument is named. Pass instruments=[...], or another design.")
        treatment = varying(number_column(frame, self.treatment, "treatment"), self.treatment)
        outcome = number_column(frame, self.outcome, "outcome")
        covariates = orthonormal_basis(design_matrix(frame, self.adjustment_set).values)
        raw = design_matrix(frame, self.instruments, intercept=False).values
        both = orthonormal_basis(np.column_stack([covariates.q, raw]))
        z = both.q[:, covariates.rank :]
        if z.shape[1] == 0:
            raise EstimationError(
                f"The instruments {', '.join(map(repr, self.instruments))} do not vary once the covariates "
                f"are "
                "given. Leave out the covariate that repeats the instrument."
            )
        if len(outcome) <= both.rank + 1:
            raise EstimationError(
                f"{len(outcome)} rows are too few for {both.rank + 1} columns. Use fewer covariates."
            )
        t = covariates.residuals(treatment)
        if float(t @ t) <= 1e-16 * float(((treatment - treatment.mean()) ** 2).sum()):
            raise collinear_treatment(self.treatment, frame, self.adjustment_set)
        if float(np.abs(z.T @ t).max()) <= 1e-10 * float(np.sqrt(t @ t)):
            raise EstimationError(
                f"The instrument does not move {self.treatment!r} at all in this sample, so it carries no "
                f"effect. "
                "Choose another instrument or design."
            )
        clusters = cluster_codes(frame, self.cluster)
        spread = float(both.r[-1, -1])
        return PartialledOut(covariates.residuals(outcome), t, z, spread, covariates.rank, clusters)


class Liml(TwoStageLeastSquares):
    """Limited-information maximum likelihood: as two-stage least squares, less biased with weak instruments.

    Same assumptions. With one instrument both are the same number. Anderson & Rubin (1949); Hayashi (2000),
    Econometrics, section 8.6.
    """

    registry_name = "liml"
    method_name = "limited-information maximum likelihood"

    def class_k(self, parts: PartialledOut) -> float:
        both = np.column_stack([parts.outcome, parts.treatment])
        outside = both - parts.instruments @ (parts.instruments.T @ both)
        roots = np.linalg.eigvals(np.linalg.solve(outside.T @ outside, both.T @ both))
        return float(np.min(roots.real))


def _with_robust_interval(usual: Effect, parts: PartialledOut, change: float) -> Effect:
    """The same effect with the interval that the instruments' strength calls for."""
    strength = usual.details["first_stage_f"]
    several = parts.instruments.shape[1] > 1
    if strength >= (SURE_WITH_SEVERAL if several else SURE):
        return usual
    weak = anderson_rubin_set(parts, change)
    details = {**usual.details, **weak.ruled_out(0.95)}
    if strength >= WEAK and several:
        if not weak.pieces(0.95):
            return usual  # the instruments contradict one another, which Hansen's J says better

        def both(level: float) -> Interval:
            one, other = usual.interval(level), weak.interval(level)
            return min(one[0], other[0]), max(one[1], other[1])

        p_value = max(usual.p_value, weak.p_value)
        return replace(usual, details=details, special_interval=both, special_p_value=p_value)
    warnings = usual.warnings
    if strength < WEAK:
        warnings += (
            f"The instrument is weak: first-stage F is {strength:.1f}, below {WEAK:g}. The interval is "
            f"Anderson-Rubin's, which weakness does not spoil. {weak.describe(0.95)}",
        )
    return replace(
        usual, details=details, warnings=warnings, special_interval=weak.interval,
        special_p_value=weak.p_value,
    )  # fmt: skip


def _first_stage(parts: PartialledOut) -> dict[str, float]:
    """Strength of the instruments: effective F (robust F with one instrument) and the homoskedastic F."""
    z, t = parts.instruments, parts.treatment
    moved = z.T @ t
    residuals = t - z @ moved
    rank = parts.covariate_rank + z.shape[1]
    robust = parts.scores(z, residuals, rank)
    strength = float(moved @ moved)
    noise = float(residuals @ residuals) / (parts.rows - rank)
    least = 1e-12 * strength  # a treatment that follows the instruments exactly has F = 1e12, not infinity
    return {
        # On an orthonormal basis the effective F is the squared first stage over the trace of its covariance.
        "first_stage_f": strength / max(float(np.trace(robust)), least),
        "first_stage_f_homoskedastic": strength / z.shape[1] / max(noise, least),
        "first_stage_partial_r2": strength / float(t @ t),
        "instruments": float(z.shape[1]),
    }


def anderson_rubin_set(parts: PartialledOut, change: float) -> AndersonRubin:
    """The Anderson-Rubin test of every effect, from the two reduced forms on the orthonormal instruments."""
    z, rank = parts.instruments, parts.covariate_rank + parts.instruments.shape[1]
    on_outcome, on_treatment = z.T @ parts.outcome, z.T @ parts.treatment
    left_outcome, left_treatment = parts.outcome - z @ on_outcome, parts.treatment - z @ on_treatment
    yy, tt = parts.scores(z, left_outcome, rank), parts.scores(z, left_treatment, rank)
    # The mixed block by polarisation: (a + b)^2 - a^2 - b^2 = 2ab, which is symmetric in a and b.
    mixed = (parts.scores(z, left_outcome + left_treatment, rank) - yy - tt) / 2
    return AndersonRubin(on_outcome, on_treatment, yy, mixed, tt, change, parts.degrees(rank))


def _overidentification(parts: PartialledOut, residuals: Vector) -> dict[str, float]:
    """Do the instruments agree? Sargan (1958) and the robust J of Hansen (1982)."""
    z, t, y = parts.instruments, parts.treatment, parts.outcome
    extra = z.shape[1] - 1
    projected = z.T @ residuals
    sargan = float(projected @ projected) / (float(residuals @ residuals) / parts.rows)
    weight = np.linalg.pinv(parts.scores(z, residuals, 0))
    zt, zy = z.T @ t, z.T @ y
    slope = float(zt @ weight @ zy) / float(zt @ weight @ zt)
    gap = zy - zt * slope
    hansen = float(gap @ weight @ gap)
    return {
        "sargan": sargan,
        "sargan_p": float(stats.chi2.sf(sargan, extra)),
        "hansen_j": hansen,
        "hansen_j_p": float(stats.chi2.sf(hansen, extra)),
    }


@ESTIMATORS.register("two_stage_least_squares")
def two_stage_least_squares(sample: Sample, estimand: Estimand) -> Estimate:
    """Effect among compliers; see `TwoStageLeastSquares`."""
    return run_estimator(
        TwoStageLeastSquares,
        sample,
        _through_instruments(estimand),
        adjustment_set=covariates_of(sample, estimand),
    )


@ESTIMATORS.register("liml")
def liml(sample: Sample, estimand: Estimand) -> Estimate:
    """Limited-information maximum likelihood; see `Liml`."""
    return run_estimator(
        Liml, sample, _through_instruments(estimand), adjustment_set=covariates_of(sample, estimand)
    )


def _through_instruments(estimand: Estimand) -> Estimand:
    """The same question as an instrument's: in an experiment with non-compliance, assignment is one."""
    return replace(estimand, design=replace(estimand.design, kind=DesignKind.IV))

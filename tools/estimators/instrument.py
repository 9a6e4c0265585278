"""Two-stage least squares and LIML: an effect through what an instrument moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import optimize, stats

from tools.errors import EstimationError
from tools.estimators.determined import collinear_treatment
from tools.estimators.interface import (
    ESTIMATORS,
    Effect,
    EffectEstimator,
    Interval,
    covariates_of,
    run_estimator,
    scaled,
)
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
from tools.estimators.propensity import LOWEST, logistic_regression
from tools.estimators.regression import varying
from tools.estimators.scripts import assign, with_basis
from tools.messages import Column, Columns, Message, Role, counted, exact, pure
from tools.types import DesignKind, Estimand, EstimandKind, Estimate, Sample

# ---------------- The Anderson-Rubin confidence set: which effects the instruments do not contradict, howeve


GRID = 4001


@dataclass(frozen=True)
class AndersonRubin:
    """Tests an effect b by whether outcome - b * treatment still follows the instruments.

    Robust form of Anderson & Rubin (1949); see Andrews, Stock & Sun (2019), Annual Review of Economics 11,
    section 5.1. Slopes are per unit of treatment; `interval` multiplies by `change`.
    """

    on_outcome: Vector  # (q,) reduced form of the outcome
    on_treatment: Vector  # (q,) reduced form of the treatment
    yy: Matrix  # (q, q) covariance of `on_outcome`
    yt: Matrix  # (q, q) symmetric mixed covariance
    tt: Matrix  # (q, q) covariance of `on_treatment`
    change: float  # high - low
    degrees: float  # of the denominator of the F distribution

    def statistic(self, slopes: Vector) -> Vector:
        """The F statistic of each slope (m,)."""
        gaps = self.on_outcome[None, :] - slopes[:, None] * self.on_treatment[None, :]
        b = slopes[:, None, None]
        spread = self.yy - 2 * b * self.yt + b * b * self.tt
        solved = np.linalg.solve(spread, gaps[:, :, None])[:, :, 0]
        return np.asarray(np.einsum("mi,mi->m", gaps, solved) / len(self.on_outcome))

    @property
    def p_value(self) -> float:
        """Of no effect at all."""
        return float(stats.f.sf(self.statistic(np.zeros(1))[0], len(self.on_outcome), self.degrees))

    def pieces(self, level: float) -> tuple[tuple[float, float], ...]:
        """The confidence set in slopes: intervals in rising order, perhaps unbounded, perhaps none."""
        limit = float(stats.f.ppf(level, len(self.on_outcome), self.degrees))
        # Slopes on a tangent scale, so that the grid reaches from minus to plus infinity.
        centre, width = self._scale()
        angles = np.linspace(-np.pi / 2, np.pi / 2, GRID)[1:-1]
        slopes = centre + width * np.tan(angles)
        inside = self.statistic(slopes) <= limit

        def excess(slope: float) -> float:
            return float(self.statistic(np.array([slope]))[0] - limit)

        found: list[tuple[float, float]] = []
        start: float | None = -np.inf if inside[0] else None
        for k in np.flatnonzero(inside[1:] != inside[:-1]):
            crossing = float(optimize.brentq(excess, slopes[k], slopes[k + 1], xtol=1e-12, rtol=1e-12))
            if start is None:
                start = crossing
            else:
                found.append((start, crossing))
                start = None
        if start is not None:
            found.append((start, np.inf))
        return tuple(found)

    def interval(self, level: float) -> tuple[float, float]:
        """The smallest interval that holds the confidence set, for the change in the treatment.

        Infinite where the data rule out nothing on that side. With several instruments that contradict one
        another the set can be empty: then the slope that is least contradicted is returned as both limits.
        """
        pieces = self.pieces(level)
        if not pieces:
            best = self._least_contradicted()
            return best * self.change, best * self.change
        low, high = pieces[0][0] * self.change, pieces[-1][1] * self.change
        return min(low, high), max(low, high)

    def ruled_out(self, level: float) -> dict[str, float]:
        """The gap of a set that goes to infinity on both sides, in outcome units: {} without one."""
        pieces = self.pieces(level)
        if len(pieces) != 2 or pieces[0][0] != -np.inf or pieces[1][1] != np.inf:
            return {}
        ends = sorted((pieces[0][1] * self.change, pieces[1][0] * self.change))
        return {"ruled_out_from": ends[0], "ruled_out_to": ends[1]}

    def describe(self, level: float) -> tuple[Message, ...]:
        """What the set looks like, where an interval does not say it all."""
        pieces, gap = self.pieces(level), self.ruled_out(level)
        if not pieces:
            return (Message("estimation-instruments-contradict"),)
        if gap:
            low, high = gap["ruled_out_from"], gap["ruled_out_to"]
            return (Message("estimation-bounds-gap", {"low": pure(low), "high": pure(high)}),)
        if pieces[0][0] == -np.inf and pieces[-1][1] == np.inf:
            return (Message("estimation-bounds-none"),)
        if pieces[0][0] == -np.inf or pieces[-1][1] == np.inf:
            return (Message("estimation-bounds-one-side"),)
        return ()

    def _scale(self) -> tuple[float, float]:
        """A slope in the middle of things and a typical width, to lay the grid around."""
        strength = float(self.on_treatment @ self.on_treatment)
        centre = float(self.on_treatment @ self.on_outcome) / strength
        noise = float(np.trace(self.yy - 2 * centre * self.yt + centre**2 * self.tt))
        return centre, float(np.sqrt(max(noise, 1e-300) / strength))

    def _least_contradicted(self) -> float:
        centre, width = self._scale()
        slopes = centre + width * np.tan(np.linspace(-np.pi / 2, np.pi / 2, GRID)[1:-1])
        return float(slopes[np.argmin(self.statistic(slopes))])


# ---------------- Who the compliers are: their share and what they are like, for a yes/no instrument and tre


MOST_PROFILED = 20  # covariate columns whose means are given
FEWEST_COMPLIERS = 0.01  # share below which their profile would be noise


def complier_details(
    treatment: Vector, instrument: Vector, frame: pd.DataFrame, covariates: Sequence[str]
) -> dict[str, float]:
    """Shares of compliers, always-takers and never-takers, and covariate means of the compliers.

    Treatment and instrument are (rows,), each with two levels; {} otherwise. Shares are averaged over the
    covariates' strata by weighting. The means weight every row by Abadie's kappa: Abadie (2003), J.
    Econometrics 113(2), Theorem 3.1; shares: Angrist & Pischke (2009), Mostly Harmless Econometrics, 4.4.4.
    """
    if len(np.unique(treatment)) != 2 or len(np.unique(instrument)) != 2:
        return {}
    t = (treatment == treatment.max()).astype(np.float64)
    z = (instrument == instrument.max()).astype(np.float64)
    columns = design_matrix(frame, covariates)
    if float(np.cov(t, z)[0, 1]) < 0:
        z = 1.0 - z  # the level that moves people into treatment counts as the offer
    offered = np.clip(logistic_regression(columns.values, z).probabilities, LOWEST, 1 - LOWEST)
    with_offer, without = z / offered, (1 - z) / (1 - offered)
    always = float(without @ t / without.sum())
    never = float(with_offer @ (1 - t) / with_offer.sum())
    kappa = 1.0 - t * (1 - z) / (1 - offered) - (1 - t) * z / offered
    share = 1.0 - always - never
    details = {"complier_share": share, "always_taker_share": always, "never_taker_share": never}
    if share < FEWEST_COMPLIERS or kappa.sum() <= 0:
        return details
    details["treated_compliers_share"] = share * float(z.mean()) / float(t.mean())
    return details | _profile(kappa, columns.values[:, 1:], columns.names[1:])


def _profile(kappa: Vector, columns: Matrix, names: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for position, name in enumerate(names[:MOST_PROFILED]):
        found[f"complier_mean {name}"] = float(kappa @ columns[:, position] / kappa.sum())
        found[f"mean {name}"] = float(columns[:, position].mean())
    return found


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
            treatment = number_column(frame, self.treatment, Role.TREATMENT)
            named = design_matrix(frame, self.instruments, intercept=False).values
            if named.shape[1] == 1:
                details |= complier_details(treatment, named[:, 0], frame, self.adjustment_set)
        usual = Effect(value, std_error, parts.rows, parts.degrees(rank), details)
        return _with_robust_interval(usual, parts, high - low)

    def _partialled_out(self, frame: pd.DataFrame) -> PartialledOut:
        if not self.instruments:
            raise EstimationError(Message("estimation-no-instrument"))
        treatment = varying(number_column(frame, self.treatment, Role.TREATMENT), self.treatment)
        outcome = number_column(frame, self.outcome, Role.OUTCOME)
        covariates = orthonormal_basis(design_matrix(frame, self.adjustment_set).values)
        raw = design_matrix(frame, self.instruments, intercept=False).values
        both = orthonormal_basis(np.column_stack([covariates.q, raw]))
        z = both.q[:, covariates.rank :]
        if z.shape[1] == 0:
            raise EstimationError(
                Message("estimation-instruments-do-not-vary", {"instruments": Columns(self.instruments)})
            )
        if len(outcome) <= both.rank + 1:
            raise EstimationError(
                Message(
                    "estimation-too-few-rows",
                    {"rows": counted(len(outcome)), "columns": counted(both.rank + 1)},
                )
            )
        t = covariates.residuals(treatment)
        if float(t @ t) <= 1e-16 * float(((treatment - treatment.mean()) ** 2).sum()):
            raise collinear_treatment(self.treatment, frame, self.adjustment_set)
        if float(np.abs(z.T @ t).max()) <= 1e-10 * float(np.sqrt(t @ t)):
            raise EstimationError(
                Message("estimation-instrument-does-not-move", {"treatment": Column(self.treatment)})
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
            Message(
                "estimation-weak-instrument",
                {"f": pure(strength, 1), "weak": exact(WEAK), "bounds": weak.describe(0.95)},
            ),
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


# ---------------- The lines that give the same number without us


DOWHY_INSTRUMENT_LINES = """\
from dowhy.causal_estimators.instrumental_variable_estimator import InstrumentalVariableEstimator
from dowhy.causal_identifier import IdentifiedEstimand

estimand = IdentifiedEstimand(
    None,
    treatment_variable=[treatment],
    outcome_variable=[outcome],
    estimands={"iv": {"assumptions": {}}},
    instrumental_variables=instruments,
    identifier_method="iv",
)
table = frame.copy()
estimator = InstrumentalVariableEstimator(estimand).fit(table, effect_modifier_names=[])
effect = estimator.estimate_effect(table).value * (high - low)
"""

INSTRUMENTS_LINES = """\
z = pd.get_dummies(frame[instruments], drop_first=True, dtype=float).to_numpy(dtype=float)
held = np.hstack([ones, covariates])
t = left_over(held, frame[treatment].to_numpy(dtype=float))
y = left_over(held, frame[outcome].to_numpy(dtype=float))
z = left_over(held, z)
"""

TWO_STAGE_LINES = """\
moved = t - left_over(z, t)  # the treatment as far as the instruments move it
effect = (moved @ y) / (moved @ t) * (high - low)
"""

LIML_LINES = """\
both = np.column_stack([y, t])
outside = left_over(z, both)
kappa = np.linalg.eigvals(np.linalg.solve(outside.T @ outside, both.T @ both)).real.min()
moved = t - kappa * left_over(z, t)
effect = (moved @ y) / (moved @ t) * (high - low)
"""


def _two_stage(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    names = list(estimand.design.instruments)
    head = assign(instruments=names)
    if len(names) == 1 and not covariates_of(sample, estimand) and _dowhy_reads(sample.frame[names[0]]):
        return (head, DOWHY_INSTRUMENT_LINES)
    return (head, *with_basis(INSTRUMENTS_LINES, TWO_STAGE_LINES)(sample, estimand, estimate))


def _dowhy_reads(instrument: pd.Series) -> bool:
    """DoWhy takes an instrument with two levels to be 0 and 1, whatever they are."""
    if not pd.api.types.is_numeric_dtype(instrument):
        return False
    values = np.unique(instrument.to_numpy(dtype=np.float64))
    return len(values) > 2 or np.array_equal(values, (0.0, 1.0))


def _liml(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    head = assign(instruments=list(estimand.design.instruments))
    return (head, *with_basis(INSTRUMENTS_LINES, LIML_LINES)(sample, estimand, estimate))


@ESTIMATORS.register("two_stage_least_squares", script=_two_stage, estimands=(EstimandKind.LATE,))
def two_stage_least_squares(sample: Sample, estimand: Estimand) -> Estimate:
    """Effect among compliers; see `TwoStageLeastSquares`."""
    return run_estimator(
        TwoStageLeastSquares,
        sample,
        _through_instruments(estimand),
        adjustment_set=covariates_of(sample, estimand),
    )


@ESTIMATORS.register("liml", script=_liml, estimands=(EstimandKind.LATE,))
def liml(sample: Sample, estimand: Estimand) -> Estimate:
    """Limited-information maximum likelihood; see `Liml`."""
    return run_estimator(
        Liml, sample, _through_instruments(estimand), adjustment_set=covariates_of(sample, estimand)
    )


def _through_instruments(estimand: Estimand) -> Estimand:
    """The same question as an instrument's: in an experiment with non-compliance, assignment is one."""
    return replace(estimand, design=replace(estimand.design, kind=DesignKind.IV))

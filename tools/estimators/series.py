"""An interrupted time series: one series, with a level and a trend before and after a start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.linalg import matmul_toeplitz

from tools.errors import EstimationError
from tools.estimators.differences import PanelEstimator, panel_options
from tools.estimators.interface import ESTIMATORS, Effect, covariates_of, run_estimator, scaled
from tools.estimators.linear import Matrix, Vector, design_matrix, number_column, orthonormal_basis
from tools.estimators.panel import period_labels, period_order
from tools.estimators.regression import varying
from tools.estimators.scripts import assign, covariate_lines
from tools.messages import Column, Message, Role, counted
from tools.types import Estimand, EstimandKind, Estimate, Sample

# ---------------- The variance of a least-squares contrast whose errors are autocorrelated, in short series


MOST_LAGS = 2  # of the autoregression
LARGEST = 0.97  # partial autocorrelation: nearer to 1 a series has no mean to return to
STEPS = 30
NUDGE = 1e-3  # step of the numerical derivative


@dataclass(frozen=True)
class SerialVariance:
    """The variance of one contrast, how well it is known, and the errors' process."""

    variance: float
    degrees: float  # of the t distribution that goes with it
    partial: Vector  # (lags,) partial autocorrelations of the errors


@dataclass(frozen=True)
class Regression:
    """What the variance needs of a regression: an orthonormal basis and the contrast's weights."""

    q: Matrix  # (T, k)
    pull: Vector  # (T,): the contrast is pull @ outcome

    def expected(self, correlation: Vector, lags: int) -> tuple[Vector, float]:
        """E[sum of e_t e_(t-h)] of the residuals, h = 0..lags, for errors of variance 1; and their tr(MVMV).

        With M = I - QQ', MVM = V - Q(VQ)' - (VQ)Q' + Q(Q'VQ)Q'; only V times Q is needed, and V is Toeplitz.
        """
        q, periods = self.q, len(self.q)
        vq = matmul_toeplitz(correlation, q)
        middle = q.T @ vq
        both = q @ middle
        found = np.empty(lags + 1)
        for lag in range(lags + 1):
            early, late = slice(0, periods - lag), slice(lag, periods)
            found[lag] = (periods - lag) * correlation[lag]
            found[lag] -= float((q[early] * vq[late]).sum() + (vq[early] * q[late]).sum())
            found[lag] += float((both[early] * q[late]).sum())
        twice = np.where(np.arange(periods) > 0, 2.0, 1.0) * (periods - np.arange(periods))
        squared = float(twice @ correlation**2) - 2 * float((vq**2).sum()) + float((middle**2).sum())
        return found, squared

    def log_factor(self, partial: Vector) -> float:
        """Log of the contrast's variance over the residuals' expected sum of squares."""
        correlation = autocorrelations(coefficients_of(partial), len(self.q))
        size = self.expected(correlation, 0)[0][0]
        return float(np.log(self.pull @ matmul_toeplitz(correlation, self.pull) / size))


def serial_variance(q: Matrix, pull: Vector, residuals: Vector) -> SerialVariance:
    """Variance of pull @ outcome, from residuals (T,) of a regression on the orthonormal q (T, k).

    The errors are taken for an autoregression of order 1 or 2, chosen by AIC. Residuals are less
    autocorrelated than the errors are, the more so the more trends are fitted: the autocorrelations are those
    under which the residuals' expected ones are those found (as Andrews 1993, Econometrica 61(1), does for
    one lag). Degrees of freedom by Satterthwaite (1946), with what the autoregression's own error adds to the
    variance's (delta method).
    """
    regression = Regression(q, pull)
    periods = len(residuals)
    size = float(residuals @ residuals)
    if size == 0.0:
        return SerialVariance(0.0, float(periods - q.shape[1]), np.zeros(1))
    found = np.array(
        [float(residuals[lag:] @ residuals[:-lag]) / size for lag in range(1, MOST_LAGS + 1)], dtype=float
    )
    fits = [_solve(regression, found[:lags]) for lags in range(1, MOST_LAGS + 1)]
    # AIC of an autoregression: each partial autocorrelation takes its square off the innovations' variance.
    loss = [periods * float(np.log1p(-(partial**2)).sum()) + 2 * len(partial) for partial in fits]
    partial = fits[int(np.argmin(loss))]
    correlation = autocorrelations(coefficients_of(partial), periods)
    moments, squared = regression.expected(correlation, 0)
    variance = size / moments[0] * float(pull @ matmul_toeplitz(correlation, pull))
    # Large-sample variance of partial autocorrelations: (1 - p^2) of an AR(1), 1 at the last lag else.
    spread = (1 - partial**2) / periods
    spread[1:] = 1.0 / periods
    slope = _gradient(regression, partial)
    relative = 2 * squared / moments[0] ** 2 + float(slope**2 @ spread)
    return SerialVariance(variance, max(1.0, 2 / relative), partial)


def _solve(regression: Regression, wanted: Vector) -> Vector:
    """Partial autocorrelations of the errors under which the residuals' autocorrelations are `wanted`."""
    lags = len(wanted)
    tried = wanted.copy()
    partial = partial_of(tried)
    for _ in range(STEPS):
        correlation = autocorrelations(coefficients_of(partial), len(regression.q))
        moments, _ = regression.expected(correlation, lags)
        gap = wanted - moments[1:] / moments[0]
        if float(np.abs(gap).max()) < 1e-6:
            break
        tried = correlation[1 : lags + 1] + gap
        partial = partial_of(tried)
    return partial


def _gradient(regression: Regression, partial: Vector) -> Vector:
    """Derivative of the log variance factor by each partial autocorrelation, towards 0."""
    base = regression.log_factor(partial)
    slopes = np.empty(len(partial))
    for place, value in enumerate(partial):
        moved = partial.copy()
        step = -NUDGE if value > 0 else NUDGE
        moved[place] += step
        slopes[place] = (regression.log_factor(moved) - base) / step
    return slopes


def partial_of(correlations: Vector) -> Vector:
    """Partial autocorrelations of the autocorrelations at lags 1..p (Durbin 1960), kept inside (-1, 1)."""
    coefficients = np.empty(0)
    partial, left = [], 1.0
    for lag, value in enumerate(correlations):
        explained = float(coefficients @ correlations[:lag][::-1])
        own = float(np.clip((value - explained) / left, -LARGEST, LARGEST))
        coefficients = np.append(coefficients - own * coefficients[::-1], own)
        partial.append(own)
        left *= 1 - own**2
    return np.array(partial)


def coefficients_of(partial: Vector) -> Vector:
    """Coefficients of the autoregression with these partial autocorrelations (Durbin-Levinson)."""
    coefficients = np.empty(0)
    for own in partial:
        coefficients = np.append(coefficients - own * coefficients[::-1], own)
    return coefficients


def autocorrelations(coefficients: Vector, periods: int) -> Vector:
    """Autocorrelations at lags 0..T-1 of an autoregression of order 1 or 2 (T,)."""
    first = float(coefficients[0])
    if len(coefficients) == 1:
        return np.asarray(first ** np.arange(periods), dtype=np.float64)
    second = float(coefficients[1])
    start = [1.0, first / (1 - second)]
    filtered = [1.0, -first, -second]
    from scipy.signal import lfilter, lfiltic  # only series of correlated errors need them

    state = lfiltic([1.0], filtered, start[::-1])
    rest, _ = lfilter([1.0], filtered, np.zeros(max(periods - 2, 0)), zi=state)
    return np.asarray(np.concatenate([start, rest])[:periods], dtype=np.float64)


FEWEST_BEFORE, FEWEST_AFTER = 4, 2  # periods


class InterruptedSeries(PanelEstimator):
    """Mean over the periods after the start of the outcome less the straight line continued from before.

    The treatment column is 0 before and 1 after; without one that varies over time, `cutoff` is the first
    treated period. Several rows in a period are averaged. Assumes that the line would have gone on and that
    nothing else changed at the start. Intervals allow for errors that follow an autoregression (see
    `serial_variance`); the standard error of Newey & West (1987), Econometrica 55(3), with 4 (T/100)^(2/9)
    lags, which is too small in short series, is `std_error_newey_west` in the details. Bernal, Cummins &
    Gasparrini (2017), Int. J. Epidemiology 46(1).
    """

    registry_name = "interrupted_series"
    method_name = "interrupted time series"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        if self.time is None:
            raise EstimationError(Message("estimation-series-needs-period"))
        period, values = period_order(frame, self.time)
        treatment = varying(number_column(frame, self.treatment, Role.TREATMENT), self.treatment)
        outcome = number_column(frame, self.outcome, Role.OUTCOME)
        covariates = design_matrix(frame, self.covariates, intercept=False).values
        table = _by_period(np.column_stack([treatment, outcome, covariates]), period)
        on = _after(table[:, 0], values, self.cutoff, self.treatment)
        since = values - values[on][0]
        columns = np.column_stack([np.ones(len(on)), since, table[:, 2:], on * since, on.astype(np.float64)])
        basis = orthonormal_basis(columns)
        if basis.rank < columns.shape[1] or len(on) <= basis.rank + 1:
            raise EstimationError(Message("estimation-too-few-periods", {"periods": counted(len(on))}))
        coefficients = np.linalg.solve(basis.r, basis.q.T @ table[:, 1])
        lags = int(4 * (len(on) / 100) ** (2 / 9))
        covariance = newey_west(columns, table[:, 1] - columns @ coefficients, lags)
        # The mean gap after the start: the jump, and the change of slope times the mean time since.
        weights = np.zeros(columns.shape[1])
        weights[-1], weights[-2] = 1.0, float(since[on].mean())
        change = (high - low) / float(np.ptp(treatment)) if self.cutoff is None else 1.0
        pull = basis.q @ np.linalg.solve(basis.r.T, weights)
        serial = serial_variance(basis.q, pull, basis.residuals(table[:, 1]))
        value, std_error = scaled(change, float(weights @ coefficients), float(np.sqrt(serial.variance)))
        details = {
            "std_error_newey_west": abs(change) * float(np.sqrt(weights @ covariance @ weights)),
            **{f"partial_autocorrelation_{lag}": own for lag, own in enumerate(serial.partial, start=1)},
            "jump": float(coefficients[-1]),
            "jump_std_error": float(np.sqrt(covariance[-1, -1])),
            "slope_change": float(coefficients[-2]),
            "slope_change_std_error": float(np.sqrt(covariance[-2, -2])),
            "slope_before": float(coefficients[1]),
            "lags": float(lags),
            "periods_before": float((~on).sum()),
            "periods_after": float(on.sum()),
        }
        return Effect(value, std_error, len(outcome), serial.degrees, details)


def _by_period(table: Matrix, period: np.ndarray) -> Matrix:
    """Mean of each column in each period (periods, k)."""
    count = np.bincount(period)
    return np.column_stack([np.bincount(period, table[:, j]) / count for j in range(table.shape[1])])


def _after(treatment: Vector, values: Vector, cutoff: float | None, name: str) -> np.ndarray:
    """Which periods are treated (periods,) of bool. Raises EstimationError without one clear start."""
    on = treatment > treatment.min() if cutoff is None else values >= cutoff
    start = int(np.argmax(on))
    if not on[start:].all() or start < FEWEST_BEFORE or len(on) - start < FEWEST_AFTER:
        raise EstimationError(
            Message(
                "estimation-series-no-start",
                {"treatment": Column(name), "before": counted(FEWEST_BEFORE), "after": counted(FEWEST_AFTER)},
            )
        )
    return np.asarray(on)


def newey_west(columns: Matrix, residuals: Vector, lags: int) -> Matrix:
    """Covariance of least squares with Bartlett weights up to `lags`, scaled by n / (n - k) (k, k)."""
    scores = columns * residuals[:, None]
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        cross = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (cross + cross.T)
    bread = np.linalg.inv(columns.T @ columns)
    rows, rank = columns.shape
    return np.asarray(bread @ meat @ bread * rows / (rows - rank))


# ---------------- The lines that give the same number without us


INTERRUPTED_SERIES_LINES = """\
names = [f"covariate {j}" for j in range(covariates.shape[1])]
table = pd.DataFrame(covariates, columns=names)
table["y"], table["x"] = frame[outcome].to_numpy(dtype=float), frame[treatment].to_numpy(dtype=float)
table["place"] = [period_number[label] for label in frame[time]]
series = table.groupby("place").mean()
at = series.index.to_numpy(dtype=float)
on = at >= start
since = at - at[on][0]
columns = np.column_stack([np.ones(len(at)), since, series[names], on * since, on])
found = np.linalg.lstsq(columns, series["y"].to_numpy(), rcond=None)[0]
effect = (found[-1] + found[-2] * since[on].mean()) * change
"""


def _interrupted_series(sample: Sample, estimand: Estimand, estimate: Estimate) -> Sequence[str]:
    query, design = estimand.query, estimand.design
    name = str(design.time)
    period, values = period_order(sample.frame, name)
    treatment = number_column(sample.frame, str(query.treatment), Role.TREATMENT)
    start = float(values[period[treatment > treatment.min()]].min())
    own = {design.time, design.unit, query.treatment, query.outcome}
    head = "period_number = dict(zip(" + period_labels(sample.frame[name]) + ", "
    head += repr(values.tolist()) + "))\n"
    change = (sample.high - sample.low) / float(np.ptp(treatment))
    head += assign(
        time=name,
        start=start if design.cutoff is None else design.cutoff,
        change=change if design.cutoff is None else 1.0,
    )
    covariates = tuple(other for other in covariates_of(sample, estimand) if other not in own)
    return (head, covariate_lines(covariates), INTERRUPTED_SERIES_LINES)


@ESTIMATORS.register("interrupted_series", script=_interrupted_series, estimands=(EstimandKind.ATT,))
def interrupted_series(sample: Sample, estimand: Estimand) -> Estimate:
    """One series before and after a start; see `InterruptedSeries`."""
    return run_estimator(InterruptedSeries, sample, estimand, **panel_options(estimand))

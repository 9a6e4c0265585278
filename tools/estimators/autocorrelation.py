"""The variance of a least-squares contrast whose errors are autocorrelated, in short series too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import matmul_toeplitz
from scipy.signal import lfilter, lfiltic

from tools.estimators.linear import Matrix, Vector

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
    state = lfiltic([1.0], filtered, start[::-1])
    rest, _ = lfilter([1.0], filtered, np.zeros(max(periods - 2, 0)), zi=state)
    return np.asarray(np.concatenate([start, rest])[:periods], dtype=np.float64)

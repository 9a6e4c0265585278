"""What one series would have gone on to be: a structural time-series model of the time before a start.

Outcome = level (a random walk) + slope + season + controls + an irregular that follows an autoregression of
order 1: the model of Brodersen et al. (2015), Annals of Applied Statistics 9(1), with an autocorrelated
irregular. A maximum-likelihood fit puts the level's variance at 0 in many short series and takes the result
for known, which makes the intervals too narrow; here both ratios of variances, and whether there is a slope
and a season at all, are averaged over by their posterior on a grid, and the rest is in closed form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular, toeplitz

Array = np.ndarray[Any, np.dtype[np.float64]]

# Steps of the level per variance of the irregular, and the irregular's autocorrelation.
LEVEL_STEPS = (0.0, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0, 10.0)
AUTOCORRELATIONS = (0.0, 0.2, 0.4, 0.6, 0.75, 0.87, 0.94)
# Prior variances of a standardised coefficient, in variances of the irregular.
OF_CONTROLS, OF_SLOPE, OF_SEASON = 25.0, 4.0, 1.0
MOST_BEFORE = 600  # periods before the start that are looked at: the latest ones
DRAWS = 4000
LEAST_WEIGHT = 1e-3  # of a grid point that is drawn from
HARMONICS = (1, 3)  # of a season, at most: a wave, or a shape


@dataclass(frozen=True)
class Continued:
    """The series as it would have gone on; T1 periods from the start on, T0 before it."""

    mean: Array  # (T1,) outcome units
    draws: Array  # (draws, T1): what may have been observed, noise included
    fitted: Array  # (T0,): level, slope, season and controls before the start
    slope: float  # probability that there is a slope
    season: float  # probability that there is a season; 0 where none was looked for


def continued(
    *, outcome: Array, start: int, controls: Array | None = None, season: int = 0, seed: int = 7
) -> Continued:
    """The counterfactual of `outcome` (T,) from `start` on, learned from the periods before it.

    `controls` (T, k) are series that the event cannot have moved, known in all periods. `season`: periods in
    a cycle; 0 looks for none.
    """
    skipped = max(0, start - MOST_BEFORE)
    fits = list(_fits(outcome[skipped:], start - skipped, _controls(controls, skipped, len(outcome)), season))
    chances = np.exp(np.array([fit.evidence for fit in fits]) - max(fit.evidence for fit in fits))
    chances /= chances.sum()
    chances[chances < LEAST_WEIGHT] = 0.0
    chances /= chances.sum()
    random = np.random.default_rng(seed)
    drawn = random.multinomial(DRAWS, chances)
    parts, mean, fitted = [], np.zeros(len(outcome) - start), np.zeros(start - skipped)
    for fit, chance, times in zip(fits, chances, drawn, strict=True):
        if chance == 0.0:
            continue
        expected, root = fit.predicted()
        mean += chance * expected
        fitted += chance * fit.smoothed()
        normal = random.normal(size=(times, len(mean))) @ root.T
        wider = np.sqrt(fit.degrees / random.chisquare(fit.degrees, size=times))
        parts.append(expected + normal * wider[:, None])
    whole = np.concatenate([np.full(skipped, np.nan), fitted])
    return Continued(
        mean,
        np.concatenate(parts),
        whole,
        float(sum(chance for fit, chance in zip(fits, chances, strict=True) if fit.has_slope)),
        float(sum(chance for fit, chance in zip(fits, chances, strict=True) if fit.has_season)),
    )


def _controls(controls: Array | None, skipped: int, periods: int) -> Array:
    return np.empty((periods - skipped, 0)) if controls is None else controls[skipped:]


@dataclass(frozen=True)
class _Fit:
    """One point of the grid: everything given both ratios and the columns is in closed form."""

    outcome: Array  # (T0,)
    columns: Array  # (T, k), the first of ones
    covariance: Array  # (T, T) of level and irregular, in variances of the irregular
    of_level: Array  # (T0, T0) the level's share of it
    factor: Any  # Cholesky of the part before the start
    spread: Array  # (k, k) posterior covariance of the coefficients, in variances of the irregular
    coefficients: Array  # (k,)
    variance: float  # of the irregular
    degrees: int
    evidence: float  # log marginal likelihood
    has_slope: bool
    has_season: bool

    def predicted(self) -> tuple[Array, Array]:
        """Mean (T1,) and a root (T1, T1) of the covariance of the outcome after the start."""
        before = len(self.outcome)
        late = self.covariance[before:, :before]
        pull = cho_solve(self.factor, late.T).T
        left = self.outcome - self.columns[:before] @ self.coefficients
        mean = self.columns[before:] @ self.coefficients + pull @ left
        moved = self.columns[before:] - pull @ self.columns[:before]
        unknown = self.covariance[before:, before:] - pull @ late.T + moved @ self.spread @ moved.T
        unknown = (unknown + unknown.T) / 2
        jitter = 1e-10 * float(np.trace(unknown)) * np.eye(len(unknown))
        return mean, np.sqrt(self.variance) * np.linalg.cholesky(unknown + jitter)

    def smoothed(self) -> Array:
        """The outcome before the start less the irregular (T0,)."""
        before = len(self.outcome)
        fixed = self.columns[:before] @ self.coefficients
        return np.asarray(fixed + self.of_level @ cho_solve(self.factor, self.outcome - fixed))


def _fits(outcome: Array, start: int, controls: Array, season: int) -> Iterator[_Fit]:
    periods, before = len(outcome), outcome[:start]
    forms = list(_forms(periods, start, controls, season))
    place = np.arange(1.0, periods + 1)
    walk = np.minimum(place[:, None], place[None, :])
    for step, correlation in product(LEVEL_STEPS, AUTOCORRELATIONS):
        covariance = step * walk + toeplitz(correlation ** (place - 1))
        factor = cho_factor(covariance[:start, :start], lower=True)
        size = 2 * float(np.log(np.diag(factor[0])).sum())
        white = solve_triangular(factor[0], before, lower=True)
        for columns, prior, slope, cycle in forms:
            whitened = solve_triangular(factor[0], columns[:start], lower=True)
            inside = whitened.T @ whitened + np.diag(prior)
            spread = np.linalg.inv(inside)
            coefficients = spread @ (whitened.T @ white)
            rest = max(
                float(white @ white - coefficients @ inside @ coefficients), 1e-12 * float(white @ white)
            )
            degrees = start - 1
            evidence = -0.5 * (np.linalg.slogdet(inside)[1] - np.log(prior[1:]).sum() + size)
            evidence -= 0.5 * degrees * np.log(max(rest, 1e-300))
            yield _Fit(
                before, columns, covariance, step * walk[:start, :start], factor, spread, coefficients,
                rest / degrees, degrees, float(evidence), slope, cycle,
            )  # fmt: skip


def _forms(
    periods: int, start: int, controls: Array, season: int
) -> Iterator[tuple[Array, Array, bool, bool]]:
    """Columns (T, k) and their prior precisions (k,), with and without slope and season; columns are
    standardised over the periods before the start, and the intercept may be anything."""
    place = np.arange(periods, dtype=np.float64)
    cycles = HARMONICS if season >= 2 and start >= 2 * season else ()
    for slope, waves in product((False, True), (0, *cycles)):
        parts, spreads = [controls], [OF_CONTROLS] * controls.shape[1]
        if slope:
            parts.append(place[:, None])
            spreads.append(OF_SLOPE)
        if waves:
            parts.append(harmonics(place, season, waves))
            spreads += [OF_SEASON] * parts[-1].shape[1]
        columns = np.column_stack(parts)
        centre, scale = columns[:start].mean(axis=0), columns[:start].std(axis=0)
        moves = scale > 0
        columns = (columns[:, moves] - centre[moves]) / scale[moves]
        prior = np.append(0.0, 1 / np.array(spreads)[moves]) if len(spreads) else np.zeros(1)
        yield np.column_stack([np.ones(periods), columns]), prior, slope, waves > 0


def harmonics(place: Array, season: int, most: int = HARMONICS[-1]) -> Array:
    """Sines and cosines of a cycle of `season` periods (T, h)."""
    waves = []
    for turn in range(1, min(most, season // 2) + 1):
        angle = 2 * np.pi * turn * place / season
        waves.append(np.cos(angle))
        if 2 * turn != season:
            waves.append(np.sin(angle))
    return np.column_stack(waves)

"""Synthetic difference-in-differences: one treated unit beside donors, weighted over units and over periods.

Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021), American Economic Review 111(12), algorithms 1 and 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import nnls

from tools.estimators.synthetic_control import Synthetic

Array = np.ndarray[Any, np.dtype[np.float64]]
MOST_PLACEBOS = 60  # donors that are taken for treated in turn; more are a random draw of them
LAMBDA_RIDGE = 1e-6  # in standard deviations of the donors' steps, as in the paper's own code


@dataclass(frozen=True)
class SyntheticDifferences:
    """One unit beside its synthetic self, both measured from the weighted periods before the start."""

    unit_weights: Array  # (donors,) not negative, they add up to 1
    period_weights: Array  # (T0,) not negative, they add up to 1
    gap: Array  # (T,): outcome less the counterfactual
    start: int

    @property
    def effect(self) -> float:
        """Mean gap from the start on."""
        return float(self.gap[self.start :].mean())

    @property
    def as_synthetic(self) -> Synthetic:
        """For placebos that are scaled by their misfit."""
        return Synthetic(self.unit_weights, self.gap, self.start)


def synthetic_differences(own: Array, donors: Array, start: int) -> SyntheticDifferences:
    """`own` (T,) beside `donors` (n, T); the first treated period is `start`."""
    before, after = donors[:, :start], donors[:, start:]
    noise = float(np.diff(before, axis=1).std(ddof=1))
    ridge = (donors.shape[1] - start) ** 0.5 * noise**2 * start
    units = _ridge_simplex(
        own[:start] - own[:start].mean(), (before - before.mean(axis=1, keepdims=True)).T, ridge
    )
    late = after.mean(axis=1)
    centred = before - before.mean(axis=0)
    periods = _ridge_simplex(late - late.mean(), centred, (LAMBDA_RIDGE * noise) ** 2 * len(donors))
    gap = own - units @ donors
    return SyntheticDifferences(units, periods, np.asarray(gap - periods @ gap[:start]), start)


def placebo_differences(donors: Array, start: int, seed: int = 7) -> list[SyntheticDifferences]:
    """Donors against the other donors, each as if it were the treated unit."""
    places = np.arange(len(donors))
    if len(donors) > MOST_PLACEBOS:
        places = np.random.default_rng(seed).choice(places, MOST_PLACEBOS, replace=False)
    return [synthetic_differences(donors[place], np.delete(donors, place, axis=0), start) for place in places]


def _ridge_simplex(target: Array, columns: Array, ridge: float) -> Array:
    """Weights (k,) >= 0 that add up to 1 and minimise |target - columns w|^2 + ridge |w|^2.

    The same step as in `tools.estimators.synthetic_control.simplex_weights`, with rows for the penalty.
    """
    count = columns.shape[1]
    gaps = np.vstack([target[:, None] - columns, -np.sqrt(ridge) * np.eye(count)])
    scale = float(np.abs(gaps).max()) or 1.0
    wanted = np.append(np.zeros(len(gaps)), 1.0)
    solution, _ = nnls(np.vstack([gaps / scale, np.ones(count)]), wanted, maxiter=50 * count)
    return np.asarray(solution / solution.sum())

"""Rosenbaum bounds: how unequal may two matched rows' chances be before comparing them says nothing?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import logit

from tools.checks.quantities import count
from tools.checks.setting import Setting
from tools.errors import EstimationError
from tools.estimators.linear import Vector
from tools.estimators.matching import CALIPER
from tools.messages import Message
from tools.types import Estimand, Estimate, Sample

LARGEST = 10.0  # odds; beyond, the study is as good as insensitive
SIGNIFICANT = 0.05
FEWEST_PAIRS = 10
MATCHERS = ("propensity_matching", "mahalanobis_matching")


def matched_pairs(score: Vector, treated: Vector, caliper: float) -> tuple[np.ndarray, np.ndarray]:
    """Rows of treated and untreated pairs, each used once, nearest in `score` (rows,) within `caliper`.

    Greedy from the highest score down, where untreated rows are scarcest (Rosenbaum & Rubin 1985, American
    Statistician 39(1)).
    """
    ones = np.flatnonzero(treated == 1)
    ones = ones[np.argsort(-score[ones], kind="stable")]
    zeros = np.flatnonzero(treated == 0)
    zeros = zeros[np.argsort(score[zeros], kind="stable")]
    free = _Free(len(zeros))
    at = np.concatenate([[-np.inf], score[zeros], [np.inf]])  # places 1..n between two that are always free
    pairs: list[tuple[int, int]] = []
    for row in ones:
        place = int(np.searchsorted(at, score[row]))
        left, right = free.at_or_below(place - 1), free.at_or_above(place)
        best = left if score[row] - at[left] <= at[right] - score[row] else right
        if abs(at[best] - score[row]) <= caliper:
            free.take(best)
            pairs.append((int(row), int(zeros[best - 1])))
    both = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


class _Free:
    """Places 1..n and which are free; 0 and n + 1 always are. Finding one skips the taken ones."""

    def __init__(self, places: int) -> None:
        self._below, self._above = list(range(places + 2)), list(range(places + 2))

    def at_or_below(self, place: int) -> int:
        return _root(self._below, place)

    def at_or_above(self, place: int) -> int:
        return _root(self._above, place)

    def take(self, place: int) -> None:
        self._below[place], self._above[place] = place - 1, place + 1


def _root(next_free: list[int], place: int) -> int:
    """Where the chain from `place` ends; the chain is cut short on the way (Tarjan 1975, J. ACM 22(2))."""
    while next_free[place] != place:
        next_free[place] = next_free[next_free[place]]
        place = next_free[place]
    return place


def signed_rank_bound(differences: Vector, gamma: float) -> float:
    """Largest one-sided p-value of "no effect" against a positive one, differences (pairs,) of matched pairs.

    A hidden factor may make one row of a pair up to `gamma` times likelier, in odds, to be the treated one.
    Wilcoxon's signed ranks, normal approximation; ties have average ranks, and pairs that do not differ are
    ranked and then left out (Pratt 1959). Rosenbaum (2002), Observational Studies (2e), section 4.3.3.
    """
    told = differences != 0
    if not told.any():
        return 1.0
    all_ranks = stats.rankdata(np.abs(differences))
    statistic, ranks = float(all_ranks[differences > 0].sum()), all_ranks[told]
    chance = gamma / (1 + gamma)
    expected = chance * float(ranks.sum())
    spread = float(np.sqrt(chance * (1 - chance) * float(ranks @ ranks)))
    return float(stats.norm.sf((statistic - expected) / spread))


def sensitivity_gamma(differences: Vector) -> float:
    """The largest gamma at which "no effect" is still refused at 5%, one-sided; 1.0: not even unbiased."""
    if signed_rank_bound(differences, 1.0) > SIGNIFICANT:
        return 1.0
    low, high = 1.0, LARGEST
    if signed_rank_bound(differences, high) <= SIGNIFICANT:
        return high
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if signed_rank_bound(differences, middle) <= SIGNIFICANT else (low, middle)
    return low


def pair_differences(setting: Setting) -> Vector:
    """Outcome of the treated less that of the untreated row of each pair (pairs,), in the effect's direction.

    Raises EstimationError with too few pairs.
    """
    chances = np.clip(setting.weighting.propensity, 1e-6, 1 - 1e-6)
    score = np.asarray(logit(chances))
    first, second = matched_pairs(score, setting.treatment, CALIPER * float(score.std(ddof=1)))
    if len(first) < FEWEST_PAIRS:
        few = {"pairs": count(len(first)), "needed": count(FEWEST_PAIRS)}
        raise EstimationError(Message("check-reason-few-pairs", few))
    sign = 1.0 if setting.estimate.value >= 0 else -1.0
    return np.asarray(sign * (setting.outcome[first] - setting.outcome[second]))


def rosenbaum_bounds(
    sample: Sample,
    estimand: Estimand,
    estimate: Estimate,
    gammas: Sequence[float] = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0),
) -> pd.DataFrame:
    """The largest p-value that a hidden factor of each strength allows: columns `gamma`, `p_value`.

    On pairs matched on the propensity, for a treatment with two levels. Raises EstimationError with too few
    pairs.
    """
    differences = pair_differences(Setting(sample, estimand, estimate))
    return pd.DataFrame(
        {"gamma": list(gammas), "p_value": [signed_rank_bound(differences, gamma) for gamma in gammas]}
    )


def rosenbaum_details(setting: Setting) -> dict[str, float]:
    """`rosenbaum_gamma` and the number of pairs, where a matching stands in the answer; else nothing."""
    tried = {setting.estimate.estimator, *(other.estimator for other in setting.estimate.alternatives)}
    if not tried & set(MATCHERS) or not setting.sample.binary_treatment:
        return {}
    try:
        differences = pair_differences(setting)
    except EstimationError:
        return {}
    return {"rosenbaum_gamma": sensitivity_gamma(differences), "rosenbaum_pairs": float(len(differences))}

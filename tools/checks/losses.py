"""Losses after an assignment: arms of the wrong size, outcomes missing in one arm, and bounds."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

__all__ = ["LeeBounds", "MissingByArm", "arm_sizes_p_value", "lee_bounds", "missing_by_arm"]

Array = NDArray[np.float64]
_NORMAL_975 = 1.959963984540054


def arm_sizes_p_value(*, treated: int, rows: int, share: float) -> float:
    """Two-sided p-value of `treated` of `rows` where the draw gives each a chance of `share` of treatment.

    The exact binomial test of a sample-ratio mismatch (Fabijan et al. 2019, KDD, "Diagnosing sample ratio
    mismatch in online controlled experiments"). Rows have to be drawn one by one, not in groups.
    """
    from scipy.stats import binomtest

    return float(binomtest(treated, rows, share).pvalue)


@dataclass(frozen=True)
class MissingByArm:
    """How often the outcome is missing in either arm, as shares of its rows."""

    treated: float
    untreated: float
    p_value: float  # of no difference, two-sided


def missing_by_arm(*, outcome: Array, treated: Array) -> MissingByArm:
    """`outcome` (n,) with NaN where it is missing, `treated` (n,) 0 or 1. Fisher's exact test.

    Both arms need rows.
    """
    from scipy.stats import fisher_exact

    there, arm = np.isfinite(outcome), treated == 1
    cells = [[int((there & own).sum()), int((~there & own).sum())] for own in (arm, ~arm)]
    shares = [gone / (kept + gone) for kept, gone in cells]
    return MissingByArm(shares[0], shares[1], float(fisher_exact(cells).pvalue))


@dataclass(frozen=True)
class LeeBounds:
    """Between what the effect on those lies who would have stayed in either arm, outcome units."""

    lower: float
    upper: float
    ci_95: tuple[float, float]  # holds both ends


def lee_bounds(*, outcome: Array, treated: Array) -> LeeBounds:
    """`outcome` (n,) with NaN where it is missing, `treated` (n,) 0 or 1, assigned at random.

    The arm with fewer losses is trimmed by what the other lost more, from below and from above. Assumes that
    treatment moves nobody's staying in both directions (Lee 2009, Review of Economic Studies 76(3), equations
    3 to 6 and proposition 3 for the standard errors). Each arm needs at least two outcomes.
    """
    arms = [outcome[treated == level] for level in (1, 0)]
    stayed = [float(np.isfinite(arm).mean()) for arm in arms]
    sign = 1.0
    if stayed[0] < stayed[1]:  # the untreated are trimmed: the same with the arms exchanged
        arms, stayed, sign = arms[::-1], stayed[::-1], -1.0
    trimmed = 1.0 - stayed[1] / stayed[0]
    fuller, other = (np.sort(arm[np.isfinite(arm)]) for arm in arms)
    kept = max(1, len(fuller) - round(trimmed * len(fuller)))
    rows, share = len(outcome), len(arms[0]) / len(outcome)
    variance_other = float(other.var(ddof=1)) / len(other)
    ends = []
    for tail, edge in ((fuller[:kept], fuller[kept - 1]), (fuller[-kept:], fuller[-kept])):
        value = float(tail.mean())
        gap = float(edge) - value
        of_share = (1 - trimmed) ** 2 * (
            (1 - stayed[0]) / (share * stayed[0]) + (1 - stayed[1]) / ((1 - share) * stayed[1])
        )
        left = (1 - trimmed) * len(fuller)
        variance = (float(tail.var()) + gap**2 * trimmed) / left + (
            gap / (1 - trimmed)
        ) ** 2 * of_share / rows
        ends.append((sign * (value - float(other.mean())), sqrt(variance + variance_other)))
    (lower, lower_error), (upper, upper_error) = sorted(ends)
    return LeeBounds(lower, upper, (lower - _NORMAL_975 * lower_error, upper + _NORMAL_975 * upper_error))

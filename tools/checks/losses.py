"""Losses after an assignment: arms of the wrong size, outcomes missing in one arm, and bounds."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from tools.estimators.linear import least_squares

__all__ = [
    "LeeBounds",
    "MissingByArm",
    "Unseen",
    "arm_sizes_p_value",
    "lee_bounds",
    "missing_by_arm",
    "unseen_outcomes",
]

Array = NDArray[np.float64]
_NORMAL_975 = 1.959963984540054
_LEAST_CHANCE = 0.02  # of being seen, below which a row is not given more weight


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


@dataclass(frozen=True)
class Unseen:
    """Rows without an outcome beside the others, and what they could do to the treatment's slope."""

    share: float  # of the rows, 0..1
    moved_by: float  # slope of being missing on the treatment beside the covariates, per unit of treatment
    most: float  # the same where only one end's missing differ: the larger share missing, per unit
    spread: float  # standard deviation of the outcome beside treatment and covariates, outcome units
    slope: float  # of the outcome on the treatment among the seen, outcome units per unit
    weighted: float  # the same, each row counted 1 / chance of being seen
    std_error: float  # of `weighted`


def unseen_outcomes(*, outcome: Array, treatment: Array, covariates: Array, others: Array) -> Unseen:
    """`outcome` (n,) with NaN where it is missing, `treatment` (n,), `covariates` (n, p), `others` (n, q).

    Under a linear model, outcomes of the missing that are `delta` higher than those of seen rows like them
    add `delta * moved_by` to the slope (a pattern-mixture model: Little 1993, JASA 88; Carpenter & Kenward
    2013, Multiple Imputation and its Application, section 10.3). `others` only help to tell who is seen:
    inverse-probability-of-observation weights (Seaman & White 2013, Stat Methods Med Res 22(3)); standard
    errors take the weights as known. Raises EstimationError with fewer seen rows than columns.
    """
    seen = np.isfinite(outcome)
    columns = np.column_stack([np.ones(len(outcome)), treatment, covariates])
    gone = least_squares(columns, (~seen).astype(np.float64))
    plain = least_squares(columns[seen], outcome[seen])
    chance = _chance_seen(np.column_stack([columns[:, 1:], others]), seen)
    root = np.sqrt(1.0 / chance[seen])
    weighted = least_squares(columns[seen] * root[:, None], outcome[seen] * root)
    ends = np.unique(treatment)
    shares = [float((~seen)[treatment == end].mean()) for end in ends] if len(ends) == 2 else [0.0]
    moved = float(gone.coefficients[1])
    return Unseen(
        share=float((~seen).mean()),
        moved_by=moved,
        most=max(*shares, abs(moved)) / (ends[1] - ends[0]) if len(ends) == 2 else abs(moved),
        spread=float(np.sqrt(np.mean(plain.residuals**2))),
        slope=float(plain.coefficients[1]),
        weighted=float(weighted.coefficients[1]),
        std_error=weighted.std_error(1),
    )


def _chance_seen(columns: Array, seen: NDArray[np.bool_]) -> Array:
    """(n,) by a logistic regression with a light penalty."""
    from sklearn.linear_model import LogisticRegression

    spread = columns.std(axis=0)
    scaled = (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    model = LogisticRegression(C=10.0, max_iter=300).fit(scaled, seen)
    chance = model.predict_proba(scaled)[:, list(model.classes_).index(True)]
    return np.asarray(np.maximum(chance, _LEAST_CHANCE), dtype=np.float64)

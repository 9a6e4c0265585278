"""What it changes in a matching estimate's variance that the propensity was itself estimated."""

from __future__ import annotations

import numpy as np

from tools.estimators.linear import Matrix, Vector
from tools.estimators.weighting import Arms

DIGITS = 10  # chances that agree this far are the same
NEIGHBOURS = 4  # rows of one group whose chances are alike, to see how covariates and outcome go together


def estimated_propensity_change(arms: Arms, left: Vector, gaps: Vector, target: str) -> float:
    """What is added to the variance of the estimate (mostly negative), for a logit propensity.

    `left` (rows,) is the outcome less what the matches were corrected by, `gaps` (rows,) each asked row's own
    gain less the estimate, 0 elsewhere. Abadie & Imbens (2016), Econometrica 84(2), Theorem 1: with I the
    information of the logit, -c' I^-1 c for "ate". For "att" c is d + e with d the derivative of the effect
    on the treated by the coefficients, so that -c' I^-1 c + d' I^-1 d is what -(2d + e)' I^-1 e is; "atc" is
    its mirror.
    """
    x, chance, rows = arms.propensity.basis, arms.propensity.values, len(left)
    slope = chance * (1 - chance)
    information = np.linalg.pinv((x * slope[:, None]).T @ x / rows, hermitian=True)
    if target == "ate":
        together = joint_spread(arms, left, 1) / chance[:, None]
        together += joint_spread(arms, left, 0) / (1 - chance)[:, None]
        c = (together * slope[:, None]).mean(axis=0)
        return -float(c @ information @ c) / rows
    group = 1 if target == "att" else 0
    asked = arms.treated == group
    own = chance if group == 1 else 1 - chance  # the chance of the group that is asked about
    share, sign = float(asked.mean()), 1.0 if group == 1 else -1.0
    spread = joint_spread(arms, left, 1 - group) * slope[:, None] / share
    # A matched row shows its match's outcome at another place of the covariates: taken off again.
    toward = (x * (asked * (1 - own) * gaps)[:, None]).mean(axis=0) / share * sign - spread.mean(axis=0)
    e = (spread / (1 - own)[:, None]).mean(axis=0)
    return -float((2 * toward + e) @ information @ e) / rows


def joint_spread(arms: Arms, left: Vector, group: int) -> Matrix:
    """For every row the covariance (rows, k) of covariates and outcome among rows of `group` like it."""
    members = np.flatnonzero(arms.treated == group)
    many = min(NEIGHBOURS, len(members))
    chance = np.round(arms.propensity.values, DIGITS)
    # Ties are put in order by the outcome, so that nothing depends on the order of the rows.
    order = members[np.lexsort((np.round(left[members], DIGITS), chance[members]))]
    first = np.searchsorted(chance[order], chance) - many // 2
    near = order[np.clip(first, 0, len(order) - many)[:, None] + np.arange(many)[None, :]]
    x, y = arms.propensity.basis[near], left[near]
    x = x - x.mean(axis=1, keepdims=True)
    y = y - y.mean(axis=1, keepdims=True)
    return np.asarray(np.einsum("ijk,ij->ik", x, y) / max(many - 1, 1))

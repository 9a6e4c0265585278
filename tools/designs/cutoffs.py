"""Does a variable jump at a cutoff, and where? The tests of a regression discontinuity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.designs.tests import MIN_ROWS, Array, binary, complete


@dataclass(frozen=True)
class Jump:
    """The change in the treatment (or outcome) probability at a cutoff."""

    cutoff: float
    size: float  # units of the variable that jumps
    t: float
    sharp: bool  # treatment is a function of which side a row is on
    near: int  # rows within a tenth of the running variable's range, on the emptier side
    above: bool  # the treated are at or above the cutoff


def jump(running: Array, variable: Array, cutoff: float, bandwidth: float | None = None) -> Jump:
    """Local linear change of `variable` at the cutoff, triangular kernel.

    Hahn, Todd & Van der Klaauw (2001), Econometrica 69(1). The bandwidth is half the distance to the
    nearer end of the running variable, at least what holds 20 rows a side: a test, not an estimate.
    """
    r, v = complete(running, variable)
    r = r - cutoff
    above, below = r >= 0, r < 0
    if above.sum() < 5 or below.sum() < 5:
        return Jump(cutoff, 0.0, 0.0, False, 0, True)
    window = 0.1 * float(np.ptp(r))
    near = int(min((above & (r <= window)).sum(), (below & (r >= -window)).sum()))
    high, low = v[above], v[below]
    sharp = bool(binary(v) and np.ptp(high) == 0 and np.ptp(low) == 0 and high[0] != low[0])
    width = bandwidth or test_bandwidth(r)
    inside = np.abs(r) <= width
    weight = np.sqrt(1 - np.abs(r[inside]) / (width * 1.0001))
    side = above[inside].astype(float)
    regressors = np.column_stack([side, r[inside], r[inside] * side])
    if sharp:
        return Jump(cutoff, float(high[0] - low[0]), 1e3, True, near, bool(high[0] > low[0]))
    beta, covariance, _ = _weighted(v[inside], regressors, weight)
    error = float(np.sqrt(max(covariance[0, 0], 1e-300)))
    t = float(beta[0] / error) if inside.sum() > 10 else 0.0
    return Jump(cutoff, float(beta[0]), t, False, near, bool(beta[0] > 0))


def find_cutoff(running: Array, treatment: Array, rows: int = 4000) -> Jump | None:
    """The value of the running variable where a binary treatment jumps most, or None.

    A perfect split is found exactly; otherwise the cut with the best fit of a two-level step is tried
    (Hansen 2000, Econometrica 68(3), threshold regression), and its jump is measured with `jump`.
    """
    r, t = complete(running, treatment)
    if len(r) < MIN_ROWS or not binary(t) or len(np.unique(r)) < 8:
        return None
    if len(r) > rows:
        keep = np.linspace(0, len(r) - 1, rows).astype(int)
        r, t = r[keep], t[keep]
    order = np.argsort(r, kind="stable")
    r, t = r[order], t[order]
    ends = np.flatnonzero(np.diff(r) > 0) + 1  # a cut must lie between two different values
    n, total = len(t), t.sum()
    left = np.cumsum(t)[ends - 1]
    gain = (left - ends * total / n) ** 2 / (ends * (n - ends) / n)
    inner = (ends >= 5) & (n - ends >= 5)
    if not inner.any():
        return None
    best = int(ends[np.argmax(np.where(inner, gain, -1.0))])
    return jump(r, t, _round_between(float(r[best - 1]), float(r[best])))


def _weighted(y: Array, regressors: Array, weight: Array) -> tuple[Array, Array, Array]:
    # The constant of least_squares would be unweighted, so the weighted constant goes in by hand.
    design = np.column_stack([regressors, np.ones(len(y))]) * weight[:, None]
    target = y * weight
    bread = np.linalg.pinv(design.T @ design, rcond=1e-10)
    beta = bread @ (design.T @ target)
    residual = target - design @ beta
    meat = (design * residual[:, None] ** 2).T @ design
    return beta, bread @ meat @ bread * len(y) / max(1, len(y) - design.shape[1]), residual


def test_bandwidth(centred: Array) -> float:
    """Half the way to the nearer end of a running variable less its cutoff, and at least 20 rows a side."""
    centred = centred[np.isfinite(centred)]
    half = 0.5 * min(float(centred.max()), float(-centred.min()))
    enough = [np.sort(np.abs(centred[mask]))[:20][-1] for mask in (centred >= 0, centred < 0)]
    return float(max(half, *enough, 1e-12))


def _round_between(low: float, high: float) -> float:
    """The roundest number in (low, high]: people write cutoffs as 20 or 0.5, not as 19.9837."""
    for digits in range(-6, 12):
        step = 10.0**-digits
        for multiple in (step * 5, step):
            candidate = float(np.floor(high / multiple) * multiple)
            if low < candidate <= high:
                return round(candidate, max(0, digits))
    return high

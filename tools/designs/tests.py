"""Does the data bear out a study design? Pure statistics on arrays; no words, no choice.

Every function takes float arrays of equal length, drops rows with a missing value itself and returns a
frozen result with the size of the sample it used. None of them proves a design: each can only refute it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

Array = npt.NDArray[np.float64]
MIN_ROWS = 20  # below this every test says "cannot tell"
SPARSE = 4  # unit-period cells a row, most of them empty, above which the cells are sorted


@dataclass(frozen=True)
class Balance:
    """Do covariates differ between treated and untreated?"""

    p_value: float  # of "no covariate predicts the treatment"; 1.0 when it cannot be tested
    worst_difference: float  # largest |standardised mean difference|, in standard deviations
    rows: int


@dataclass(frozen=True)
class FirstStage:
    """Do the instruments move the treatment, given the covariates?"""

    f: float  # heteroskedasticity-robust Wald statistic / number of instruments
    rows: int
    one_sided: bool  # binary case: nobody with instrument 0 is treated
    complier_share: float | None  # binary case: P(T=1|Z=1) - P(T=1|Z=0)


@dataclass(frozen=True)
class Switching:
    """How a binary treatment moves within units over time."""

    units: int
    periods: int
    switching_units: int  # units seen both treated and untreated
    absorbing_share: float  # of the switching units, those that stay treated once treated
    adoption_periods: int  # distinct first treated periods: more than 1 is staggered adoption
    constant_in_cell: bool  # one treatment value in every unit-period


@dataclass(frozen=True)
class Mediation:
    """t statistics of the three arrows of a front-door design."""

    treatment_to_mediator: float | None  # None: the treatment does not vary
    mediator_to_outcome: float  # given treatment and covariates
    direct: float | None  # treatment to outcome given the mediator
    direct_share: float | None  # |direct effect| / |total effect|
    rows: int


def complete(*columns: Array) -> list[Array]:
    """The columns on the rows where all of them (1-D or 2-D) are finite."""
    keep = np.ones(len(columns[0]), dtype=bool)
    for column in columns:
        finite = np.isfinite(column)
        keep &= finite if finite.ndim == 1 else finite.all(axis=1)
    return [column[keep] for column in columns]


def least_squares(y: Array, regressors: Array) -> tuple[Array, Array, Array]:
    """Coefficients, HC1 covariance and residuals of y on a constant and the regressors (rows, k).

    White (1980), Econometrica 48(4), with the n / (n - k) correction. The constant is dropped.
    """
    design = np.column_stack([np.ones(len(y)), regressors])
    scale = np.sqrt((design**2).mean(axis=0))
    scale[scale == 0] = 1.0
    design = design / scale
    bread = np.linalg.pinv(design.T @ design, rcond=1e-10)
    beta = bread @ (design.T @ y)
    residual = y - design @ beta
    meat = (design * residual[:, None] ** 2).T @ design
    covariance = bread @ meat @ bread * len(y) / max(1, len(y) - design.shape[1])
    return beta[1:] / scale[1:], covariance[1:, 1:] / np.outer(scale[1:], scale[1:]), residual


def balance(treatment: Array, covariates: Array) -> Balance:
    """Joint F test that no covariate predicts the treatment, and the worst standardised difference.

    Bruhn & McKenzie (2009), AEJ: Applied 1(4), section on joint orthogonality; Imbens & Rubin (2015), ch. 14.
    """
    t, x = complete(treatment, covariates)
    k = x.shape[1]
    if len(t) < max(MIN_ROWS, k + 5) or k == 0 or np.ptp(t) == 0:
        return Balance(1.0, 0.0, len(t))
    beta, covariance, _ = least_squares(t, x)
    wald = float(beta @ np.linalg.pinv(covariance, rcond=1e-10) @ beta)
    p_value = float(stats.f.sf(wald / k, k, len(t) - k - 1))
    high, low = x[t > t.mean()], x[t <= t.mean()]
    spread = np.sqrt((high.var(axis=0) + low.var(axis=0)) / 2)
    gap = np.abs(high.mean(axis=0) - low.mean(axis=0))
    differences = np.divide(gap, spread, out=np.zeros(k), where=spread > 0)
    return Balance(p_value, float(differences.max()), len(t))


def first_stage(treatment: Array, instruments: Array, covariates: Array | None = None) -> FirstStage:
    """Robust first-stage F of the excluded instruments.

    Staiger & Stock (1997), Econometrica 65(3): below 10 is weak.
    """
    z = instruments if instruments.ndim == 2 else instruments[:, None]
    x = np.empty((len(treatment), 0)) if covariates is None else covariates
    t, z, x = complete(treatment, z, x)
    k = z.shape[1]
    if len(t) < MIN_ROWS or np.ptp(t) == 0 or (np.ptp(z, axis=0) == 0).any():
        return FirstStage(0.0, len(t), False, None)
    beta, covariance, _ = least_squares(t, np.column_stack([z, x]))
    f = float(beta[:k] @ np.linalg.pinv(covariance[:k, :k], rcond=1e-12) @ beta[:k]) / k
    one_sided, share = False, None
    if k == 1 and binary(t) and binary(z[:, 0]):
        offered, treated = z[:, 0] == z.max(), t == t.max()
        share = float(treated[offered].mean() - treated[~offered].mean())
        one_sided = bool(treated[~offered].mean() < 0.01 and share > 0.05)
    return FirstStage(f, len(t), one_sided, share)


def switching(treatment: Array, unit: Sequence[Any] | Array, time: Array) -> Switching:
    """Follow a binary treatment over units and periods. `unit` may hold any labels."""
    # Hashed, not sorted: which unit has which number makes no difference.
    labels = pd.factorize(np.asarray(unit), use_na_sentinel=False)[0].astype(np.float64)
    t, u, p = complete(treatment, labels, time)
    if len(t) == 0:
        return Switching(0, 0, 0, 0.0, 0, False)
    high = t.max()
    position, periods = pd.factorize(p, sort=True)
    cells, counts, sums = _by_cell(u.astype(np.int64) * len(periods) + position, (t == high).astype(float))
    means = sums / counts
    constant = bool(((means < 1e-9) | (means > 1 - 1e-9)).mean() > 0.95)
    cell_t, cell_u, cell_p = (means > 0.5).astype(float), cells // len(periods), periods[cells % len(periods)]
    start = np.flatnonzero(np.r_[True, np.diff(cell_u) != 0])
    lengths = np.diff(np.r_[start, len(cell_u)])
    treated = np.add.reduceat(cell_t, start)
    switches = (treated > 0) & (treated < lengths)
    same_unit = np.diff(cell_u) == 0
    falls = np.zeros(len(start))
    np.add.at(falls, np.searchsorted(start, np.flatnonzero(same_unit), side="right") - 1,
              (np.diff(cell_t)[same_unit] < 0).astype(float))  # fmt: skip
    first = np.minimum.reduceat(np.where(cell_t > 0, cell_p, np.inf), start)[switches]
    absorbing = float((falls[switches] == 0).mean()) if switches.any() else 0.0
    return Switching(
        len(start), len(periods), int(switches.sum()), absorbing, len(np.unique(first)), constant
    )


def _by_cell(cell: npt.NDArray[np.int64], values: Array) -> tuple[npt.NDArray[np.int64], Array, Array]:
    """The cells that have rows, in order, with their rows and the sums of their values."""
    if cell.max() >= SPARSE * len(cell):
        found, cell = np.unique(cell, return_inverse=True)
    else:
        # Counted, not sorted: a tenth of the time with millions of rows.
        found = np.flatnonzero(np.bincount(cell))
        places = np.zeros(found[-1] + 1, dtype=np.int64)
        places[found] = np.arange(len(found))
        cell = places[cell]
    rows = np.bincount(cell).astype(np.float64)
    return found, rows, np.bincount(cell, values).astype(np.float64)


def mediation(treatment: Array, mediator: Array, outcome: Array, covariates: Array) -> Mediation:
    """The arrows treatment -> mediator -> outcome, and what is left for treatment -> outcome.

    Pearl (2009), Causality, section 3.3.2: the mediator must intercept all directed paths. That no direct
    path exists cannot be tested when treatment and outcome share a hidden cause, only made more likely.
    """
    t, m, y, x = complete(treatment, mediator, outcome, covariates)
    if len(t) < MIN_ROWS or np.ptp(m) == 0:
        return Mediation(None, 0.0, None, None, len(t))
    if np.ptp(t) == 0:
        beta, covariance, _ = least_squares(y, np.column_stack([m, x]))
        return Mediation(None, float(beta[0] / np.sqrt(max(covariance[0, 0], 1e-300))), None, None, len(t))
    first, first_cov, _ = least_squares(m, np.column_stack([t, x]))
    second, second_cov, _ = least_squares(y, np.column_stack([t, m, x]))
    total, _, _ = least_squares(y, np.column_stack([t, x]))
    errors = np.sqrt(np.maximum(np.diag(second_cov), 1e-300))
    share = float(abs(second[0]) / abs(total[0])) if total[0] else None
    return Mediation(
        float(first[0] / np.sqrt(max(first_cov[0, 0], 1e-300))),
        float(second[1] / errors[1]),
        float(second[0] / errors[0]),
        share,
        len(t),
    )


def association(x: Array, y: Array) -> float:
    """p value of "no linear association" between two columns; 1.0 when it cannot be tested."""
    a, b = complete(x, y)
    if len(a) < 8 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return 1.0
    r = float(np.corrcoef(a, b)[0, 1])
    if abs(r) >= 1:
        return 0.0
    t = r * np.sqrt((len(a) - 2) / (1 - r * r))
    return float(2 * stats.t.sf(abs(t), len(a) - 2))


def rank_correlation(a: Array | None, b: Array | None) -> float:
    """Spearman's correlation on the rows where both are known; 0.0 when there are too few."""
    if a is None or b is None:
        return 0.0
    keep = np.isfinite(a) & np.isfinite(b)
    if keep.sum() < 8:
        return 0.0
    x, y = _ranks(a[keep]), _ranks(b[keep])
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])


def _ranks(values: Array) -> Array:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middle: Array = (ends - (counts - 1) / 2)[inverse]
    return middle


def binary(values: Array) -> bool:
    return bool(len(np.unique(values)) == 2)


# ---------------- Does a variable jump at a cutoff, and where? The tests of a regression discontinuity


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

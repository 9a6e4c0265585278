"""Local polynomials at a cutoff: jump, robust bias correction and the bandwidth that minimises squared error.

Written from the papers: Calonico, Cattaneo & Titiunik (2014), Econometrica 82(6) (estimator, bias correction,
nearest-neighbour variance); Calonico, Cattaneo & Farrell (2020), Econometrics Journal 23(2), and Calonico,
Cattaneo, Farrell & Titiunik (2017), Stata Journal 17(2) (the three-step bandwidth, called mserd there).
All estimates are weighted sums of outcomes, so the code keeps weights, not fits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.errors import EstimationError
from tools.estimators.linear import Matrix, Vector, orthonormal_basis
from tools.messages import Message, counted, pure

# ---------------- The table at a cutoff: who is above, which side is treated, and what covariates explain ne


FEW_VALUES = 50  # distinct running values below which it counts as discrete


@dataclass(frozen=True)
class Cut:
    """The table at a cutoff, sorted by the running variable."""

    distance: Vector  # (rows,) running variable - cutoff
    above: np.ndarray  # (rows,) bool
    outcome: Vector
    treatment: Vector | None  # None: being above is the treatment
    covariates: Matrix  # (rows, p), no intercept

    def sides(self, values: Vector) -> tuple[Side, Side]:
        return (
            Side(self.distance[~self.above], values[~self.above]),
            Side(self.distance[self.above], values[self.above]),
        )

    @property
    def treatment_is_sharp(self) -> bool:
        """Is the treatment one constant below and another one above?"""
        assert self.treatment is not None
        return bool(np.ptp(self.treatment[self.above]) == 0.0 and np.ptp(self.treatment[~self.above]) == 0.0)


def upper_side(running: Vector, treatment: Vector | None, cutoff: float) -> np.ndarray:
    """Who is above: at or above the cutoff, unless the treatment shows that rows at the cutoff are below."""
    at_or_above = running >= cutoff
    if treatment is None or not (running == cutoff).any():
        return np.asarray(at_or_above)
    strictly = running > cutoff

    def purity(side: np.ndarray) -> float:
        return float(treatment[side].var() * side.sum() + treatment[~side].var() * (~side).sum())

    if strictly.any() and purity(strictly) < purity(at_or_above):
        return np.asarray(strictly)
    return np.asarray(at_or_above)


def without_covariates(cut: Cut, outcome: Vector, width: float) -> Vector:
    """Outcome less what covariates explain in the local fit, alike on both sides of the cutoff (rows,)."""
    root = np.sqrt(triangular(cut.distance, width))
    near = root > 0
    line = np.column_stack([np.ones_like(cut.distance), cut.distance])
    local = np.column_stack([line * cut.above[:, None], line * ~cut.above[:, None], cut.covariates])
    basis = orthonormal_basis((local * root[:, None])[near])
    coefficients = np.zeros(local.shape[1])
    coefficients[list(basis.kept)] = np.linalg.solve(basis.r, basis.q.T @ (outcome * root)[near])
    return np.asarray(outcome - cut.covariates @ coefficients[4:])


def discrete_warning(cut: Cut) -> tuple[Message, ...]:
    values = len(np.unique(cut.distance))
    if values >= FEW_VALUES:
        return ()
    return (Message("estimation-discrete-running", {"values": counted(values)}),)


NEIGHBOURS = 3
FEWEST_VALUES = (
    10  # distinct running values that a pilot bandwidth reaches on each side, where there are so many
)
FEWEST_FOR_FIT = 5  # the same for the final bandwidths: a quadratic needs three inside


@dataclass(frozen=True)
class Side:
    """One side of the cutoff, sorted by distance x = running variable - cutoff."""

    x: Vector  # (rows,), ascending
    y: Vector  # (rows,)

    def window(self, width: float) -> Side:
        near = np.abs(self.x) <= width
        return Side(self.x[near], self.y[near])

    def range(self) -> float:
        return float(np.abs(self.x).max())


@dataclass(frozen=True)
class Jump:
    """A discontinuity at the cutoff, outcome above minus outcome below."""

    conventional: float
    bias_corrected: float
    std_error: float  # of the conventional estimate
    robust_error: float  # of the bias-corrected estimate, with the bias's own uncertainty
    rows_below: int  # inside the bandwidth
    rows_above: int


def triangular(x: Vector, width: float) -> Vector:
    """Kernel weights (rows,): best at a boundary (Cheng, Fan & Marron 1997)."""
    return np.asarray(np.maximum(0.0, 1.0 - np.abs(x) / width) / width)


def coefficient_weights(x: Vector, width: float, order: int, power: int) -> Vector:
    """Weights (rows,) that turn outcomes into the coefficient of x**power in a local fit."""
    kernel = triangular(x, width)
    # Powers of x / width keep the system well conditioned; the coefficient is scaled back below.
    powers = (x / width)[:, None] ** np.arange(order + 1)[None, :]
    root = np.sqrt(kernel)
    q, r = np.linalg.qr(powers * root[:, None])
    if len(r) <= order or np.abs(np.diag(r)).min() <= 1e-10 * np.abs(np.diag(r)).max():
        raise EstimationError(
            Message("estimation-too-few-running-values", {"width": pure(width), "degree": counted(order)})
        )
    pick = np.zeros(order + 1)
    pick[power] = 1.0
    return np.asarray(q @ np.linalg.solve(r.T, pick) * root / width**power)


def neighbour_residuals(side: Side) -> Vector:
    """Each outcome less the mean of its three nearest neighbours, scaled to unit bias (Abadie & Imbens 2006).

    Neighbours tie by value: rows at the same distance come in together. (rows,)
    """
    values, codes, count = np.unique(side.x, return_inverse=True, return_counts=True)
    last = len(values) - 1
    wanted = min(NEIGHBOURS, len(side.x) - 1)
    rows_before = np.concatenate([[0], np.cumsum(count)])
    sums_before = np.concatenate([[0.0], np.cumsum(np.bincount(codes, side.y))])
    low, high = np.arange(last + 1), np.arange(last + 1)
    for _ in range(wanted):
        short = rows_before[high + 1] - rows_before[low] - 1 < wanted
        if not short.any():
            break
        left = np.where(low > 0, values - values[np.maximum(low - 1, 0)], np.inf)
        right = np.where(high < last, values[np.minimum(high + 1, last)] - values, np.inf)
        # A tie takes both; a side without rows left is infinitely far.
        low = np.where(short & (left <= right) & np.isfinite(left), low - 1, low)
        high = np.where(short & (right <= left) & np.isfinite(right), high + 1, high)
    matched = (rows_before[high + 1] - rows_before[low] - 1)[codes]
    total = (sums_before[high + 1] - sums_before[low])[codes] - side.y
    matched = np.maximum(matched, 1)
    return np.asarray(np.sqrt(matched / (matched + 1)) * (side.y - total / matched))


def estimate_jump(below: Side, above: Side, width: float, bias_width: float) -> Jump:
    """Local linear jump at bandwidth `width`; its bias from a local quadratic at `bias_width`.

    Raises EstimationError when a side has too few different values inside the bandwidth.
    """
    parts = [_boundary(side, width, bias_width) for side in (below, above)]
    (low, low_bc, low_var, low_rb), (high, high_bc, high_var, high_rb) = parts
    return Jump(
        conventional=high - low,
        bias_corrected=high_bc - low_bc,
        std_error=float(np.sqrt(low_var + high_var)),
        robust_error=float(np.sqrt(low_rb + high_rb)),
        rows_below=int((np.abs(below.x) < width).sum()),
        rows_above=int((np.abs(above.x) < width).sum()),
    )


def boundary_weights(x: Vector, width: float, bias_width: float) -> tuple[Vector, Vector]:
    """Weights (rows,) of the local linear boundary value, plain and bias-corrected."""
    linear = coefficient_weights(x, width, 1, 0)
    curvature = coefficient_weights(x, bias_width, 2, 2)
    # A straight line's bias is the curvature times what the weights make of x squared.
    return linear, linear - float(linear @ x**2) * curvature


def _boundary(side: Side, width: float, bias_width: float) -> tuple[float, float, float, float]:
    near = side.window(max(width, bias_width))
    linear, corrected = boundary_weights(near.x, width, bias_width)
    squared = neighbour_residuals(near) ** 2
    return (
        float(linear @ near.y),
        float(corrected @ near.y),
        float(linear**2 @ squared),
        float(corrected**2 @ squared),
    )


# ---------------------------------------------------------------- bandwidth


@dataclass(frozen=True)
class Bandwidths:
    width: float  # h, of the local linear fit
    bias_width: float  # b, of the quadratic that gives its bias


def choose_bandwidths(below: Side, above: Side) -> Bandwidths:
    """Bandwidths that minimise the mean squared error of the jump, the same on both sides (mserd)."""
    both = np.concatenate([below.x, above.x])
    spread = min(float(both.std(ddof=1)), float(np.subtract(*np.quantile(both, [0.75, 0.25]))) / 1.349)
    spread = spread or float(both.std(ddof=1))
    distinct = len(np.unique(both))  # with ties, what counts for the rate is how many values there are
    widest = max(below.range(), above.range())
    smallest = _smallest(below, above, FEWEST_VALUES)
    pilot = _bounded(2.576 * spread * distinct ** (-0.2), smallest, widest)
    third = [_error_terms(side, 3, 3, 4, pilot, side.range() + 1e-8, False) for side in (below, above)]
    second_width = _bounded(_balance(third[0], third[1], 3), smallest, widest)
    second = [_error_terms(side, 2, 2, 3, pilot, second_width, True) for side in (below, above)]
    fewest = _smallest(below, above, FEWEST_FOR_FIT)
    bias_width = _bounded(_balance(second[0], second[1], 2), fewest, widest)
    first = [_error_terms(side, 1, 0, 2, pilot, bias_width, True) for side in (below, above)]
    width = _bounded(_balance(first[0], first[1], 1), fewest, widest)
    return Bandwidths(width, bias_width)


def _smallest(below: Side, above: Side, values: int) -> float:
    """The bandwidth that reaches so many different running values on both sides."""
    reach = []
    for side in (below, above):
        distances = np.unique(np.abs(side.x))
        reach.append(float(distances[min(values, len(distances)) - 1]))
    return max(reach) + 1e-8


def _bounded(width: float, smallest: float, widest: float) -> float:
    if not np.isfinite(width):
        return widest
    return max(min(width, widest), smallest)


def _error_terms(
    side: Side, order: int, power: int, bias_order: int, width: float, bias_width: float, regularise: bool
) -> tuple[float, float, float]:
    """Variance, bias and the bias's uncertainty of a boundary coefficient, in the bandwidth's own scale."""
    near = side.window(width)
    weights = coefficient_weights(near.x, width, order, power)
    variance = float(weights**2 @ neighbour_residuals(near) ** 2)
    constant = width**power * float(weights @ (near.x / width) ** (order + 1))
    wide = side.window(bias_width)
    derivative = coefficient_weights(wide.x, bias_width, bias_order, order + 1)
    gap = 2 * (order + 1 - power)
    bias = float(np.sqrt(gap)) * constant * float(derivative @ wide.y)
    uncertainty = 0.0
    if regularise:
        # Imbens & Kalyanaraman (2012): where the bias is hardly known, do not let the bandwidth explode.
        uncertainty = gap * 3 * constant**2 * float(derivative**2 @ neighbour_residuals(wide) ** 2)
    return (2 * power + 1) * width ** (2 * power + 1) * variance, bias, uncertainty


def _balance(low: tuple[float, float, float], high: tuple[float, float, float], order: int) -> float:
    """The bandwidth at which variance and squared bias balance."""
    squared = (high[1] - low[1]) ** 2 + low[2] + high[2]
    if squared <= 0.0:
        return np.inf
    return float(((low[0] + high[0]) / squared) ** (1 / (2 * order + 3)))

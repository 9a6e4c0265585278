"""Checks of a regression discontinuity: sorting, other jumps, other cutoffs, other bandwidths."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from tools.checks.battery import Finding, cannot_run, check
from tools.checks.linear import encode
from tools.checks.quantities import count, figure
from tools.checks.setting import Setting
from tools.errors import EstimationError
from tools.estimators import ESTIMATORS
from tools.estimators.linear import Vector
from tools.estimators.local_polynomial import Side, choose_bandwidths, estimate_jump
from tools.messages import Message, Quoted
from tools.types import DesignKind, Estimate

RDD = (DesignKind.RDD,)
FEWEST_ROWS = 20  # on each side, for a placebo jump
CHANCE = 0.05  # p-value below which a jump is more than chance
P_RULE = Message("check-rule-p", {"limit": figure(CHANCE)})
HALF, DOUBLE = "regression_discontinuity_half_bandwidth", "regression_discontinuity_double_bandwidth"


@dataclass(frozen=True)
class Geometry:
    """Where the rows lie."""

    distance: Vector  # (rows,) running variable less cutoff
    above: np.ndarray  # (rows,) bool


@dataclass(frozen=True)
class PlaceboJump:
    """A jump that should not be there."""

    size: float  # the variable's units
    p_value: float  # of no jump, robust to the bias of the local line


def geometry(setting: Setting) -> Geometry:
    """Rows on the cutoff count as above, unless their treatment is that of the rows below."""
    name, cutoff = setting.design.running_variable, setting.design.cutoff
    if name is None or cutoff is None:
        raise EstimationError(Message("check-reason-no-cutoff"))
    distance = setting.column(name, "running variable") - cutoff
    above, on = distance >= 0, distance == 0
    clear = distance > 0
    if on.any() and clear.any() and not above.all() and setting.sample.query.treatment not in (None, name):
        below_mean = float(setting.treatment[~above].mean())
        on_mean, above_mean = float(setting.treatment[on].mean()), float(setting.treatment[clear].mean())
        above = clear if abs(on_mean - below_mean) < abs(on_mean - above_mean) else above
    return Geometry(distance, above)


def placebo_jump(distance: Vector, above: np.ndarray, variable: Vector) -> PlaceboJump:
    """Local linear jump, bandwidth of its own, robust p-value (Calonico, Cattaneo & Titiunik 2014).

    Raises EstimationError with fewer than 20 rows on a side.
    """
    if min(above.sum(), (~above).sum()) < FEWEST_ROWS:
        raise EstimationError(Message("check-reason-thin-side", {"fewest": count(FEWEST_ROWS)}))
    order = np.argsort(distance, kind="stable")
    x, y, high = distance[order], variable[order], above[order]
    sides = Side(x[~high], y[~high]), Side(x[high], y[high])
    if np.ptp(y) == 0:
        return PlaceboJump(0.0, 1.0)
    widths = choose_bandwidths(*sides)
    jump = estimate_jump(*sides, widths.width, widths.bias_width)
    if jump.robust_error == 0:
        return PlaceboJump(jump.conventional, float(jump.conventional == 0))
    p_value = 2 * stats.norm.sf(abs(jump.bias_corrected) / jump.robust_error)
    return PlaceboJump(jump.conventional, float(p_value))


@check(
    "density",
    designs=RDD,
)
def density(setting: Setting) -> Finding:
    """McCrary (2008), J. Econometrics 142(2): log difference of local linear densities at the cutoff."""
    where = geometry(setting)
    if where.above[where.distance == 0].all():
        log_ratio, std_error = density_jump(where.distance)
    else:  # seen from the other side, the rows on the cutoff are above
        log_ratio, std_error = density_jump(-where.distance)
        log_ratio = -log_ratio
    p_value = float(2 * stats.norm.sf(abs(log_ratio) / std_error))
    return Finding(
        p_value >= CHANCE,
        p_value,
        (
            Message("check-density-found", {"times": figure(math.exp(log_ratio)), "p": figure(p_value)}),
            P_RULE,
        ),
    )


def density_jump(distance: Vector) -> tuple[float, float]:
    """Log ratio of the densities just above and just below 0, and its standard error.

    Rows are counted in bins that do not straddle 0; a line is fitted to the counts on each side with
    triangular weights. Discrete running variables use one bin a value. Raises EstimationError where a side
    is too thin.
    """
    rows, spread = len(distance), float(distance.std())
    values = np.unique(distance)
    width = 2 * spread / math.sqrt(rows)
    step = float(np.median(np.diff(values))) if len(values) > 1 else 0.0
    if len(values) < rows / 5:
        # Few values, each many times over: a bin that holds now one value and now two would look like a jump.
        width = max(1, round(width / step)) * step
    if width <= 0:
        raise EstimationError(Message("check-reason-running-constant"))
    # A value on the cutoff belongs above it; the tiny shift keeps rounding from moving such values.
    bins = np.floor(distance / width + 1e-9).astype(int)
    first, last = int(bins.min()), int(bins.max())
    if min(-first, last + 1) < 5:
        raise EstimationError(Message("check-reason-few-values-on-a-side"))
    # The outermost bins are only partly inside the data's range, so they stay out.
    heights = np.bincount(bins - first, minlength=last - first + 1)[1:-1].astype(np.float64) / (rows * width)
    middles = (np.arange(first + 1, last, dtype=np.float64) + 0.5) * width
    bandwidth = max(1.84 * spread * rows**-0.2, 5 * width)
    above = _height_at_zero(middles, heights, bandwidth, 1)
    below = _height_at_zero(middles, heights, bandwidth, -1)
    variance = 24 / 5 / (rows * bandwidth) * (1 / above + 1 / below)
    return math.log(above / below), math.sqrt(variance)


def _height_at_zero(middles: Vector, heights: Vector, bandwidth: float, side: int) -> float:
    near = (middles * side > 0) & (np.abs(middles) < bandwidth)
    if near.sum() < 3:
        raise EstimationError(Message("check-reason-few-values-near"))
    root = np.sqrt(1 - np.abs(middles[near]) / bandwidth)
    columns = np.column_stack([np.ones(int(near.sum())), middles[near]]) * root[:, None]
    height = float(np.linalg.lstsq(columns, heights[near] * root, rcond=None)[0][0])
    if height <= 0:
        raise EstimationError(Message("check-reason-hardly-any-rows"))
    return height


@check(
    "covariate_continuity",
    designs=RDD,
    applies=lambda setting: bool(setting.covariate_names),
)
def covariate_continuity(setting: Setting) -> Finding:
    """A placebo jump for each covariate (Lee & Lemieux 2010, JEL 48(2)), Bonferroni over them."""
    where = geometry(setting)
    covariates = encode(setting.frame, setting.covariate_names)
    jumps = {
        label: placebo_jump(where.distance, where.above, covariates.matrix[:, position])
        for position, label in enumerate(covariates.labels)
    }
    if not jumps:
        return cannot_run(Message("check-reason-no-covariate-varies"))
    name = min(jumps, key=lambda label: jumps[label].p_value)
    p_value = min(1.0, jumps[name].p_value * len(jumps))
    return Finding(
        p_value >= CHANCE,
        p_value,
        (
            Message(
                "check-covariate-continuity-found",
                {
                    "covariate": Quoted(name),
                    "size": figure(jumps[name].size),
                    "p": figure(p_value),
                    "tries": count(len(jumps)),
                },
            ),
            P_RULE,
        ),
    )


@check(
    "placebo_cutoffs",
    designs=RDD,
)
def placebo_cutoffs(setting: Setting) -> Finding:
    """Jumps at the median of each side, using that side's rows alone (Imbens & Lemieux 2008, section 5)."""
    where = geometry(setting)
    found: dict[float, PlaceboJump] = {}
    for side in (where.above, ~where.above):
        if not side.any():
            continue
        away = where.distance[side] - float(np.median(where.distance[side]))
        try:
            found[float(np.median(where.distance[side]))] = placebo_jump(
                away, away >= 0, setting.outcome[side]
            )
        except EstimationError:
            continue  # a side that is too thin has no placebo to offer
    if not found:
        return cannot_run(Message("check-reason-no-placebo-cutoff"))
    place = min(found, key=lambda at: found[at].p_value)
    p_value = min(1.0, found[place].p_value * len(found))
    cutoff = float(setting.design.cutoff or 0.0)
    return Finding(
        p_value >= CHANCE,
        p_value,
        (
            Message(
                "check-placebo-cutoffs-found",
                {
                    "tries": count(len(found)),
                    "size": setting.amount(found[place].size),
                    "place": figure(cutoff + place),
                    "p": figure(p_value),
                },
            ),
            P_RULE,
        ),
    )


@check(
    "bandwidth",
    designs=RDD,
)
def bandwidth_sensitivity(setting: Setting) -> Finding:
    """Half and twice the bandwidth (Imbens & Lemieux 2008, section 7)."""
    base, narrow, wide = setting.estimate, _beside(setting, HALF), _beside(setting, DOUBLE)
    narrow_gap, wide_gap = abs(narrow.value - base.value), abs(wide.value - base.value)
    # Of each pair the narrower window is the less precise, so its error is the yardstick.
    fits = narrow_gap <= 1.96 * narrow.std_error and wide_gap <= 1.96 * base.std_error
    return Finding(
        fits,
        max(narrow_gap, wide_gap),
        (
            Message(
                "check-bandwidth-found",
                {
                    "narrow": setting.amount(narrow.value),
                    "wide": setting.amount(wide.value),
                    "answer": setting.amount(base.value),
                    "low": setting.amount(base.ci_95[0]),
                    "high": setting.amount(base.ci_95[1]),
                },
            ),
            Message("check-bandwidth-rule"),
        ),
    )


def _beside(setting: Setting, name: str) -> Estimate:
    """The estimate by another estimator: one that was computed already, if there is one."""
    for other in setting.estimate.alternatives:
        if other.estimator == name:
            return other
    return ESTIMATORS[name](setting.sample, setting.estimand)

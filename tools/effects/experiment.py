"""A controlled experiment read out as a whole: is it valid, what did each arm do, what should be done.

First the sizes of the arms: where rows went missing after the draw, no effect is told. Then every arm against
control on every metric, p-values corrected for how many are looked at (Holm 1979), and a decision.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from tools.checks.losses import lee_bounds, missing_by_arm
from tools.designs.tests import balance
from tools.effects.arms import (
    Contrast,
    Side,
    adjusted_for_before,
    any_time,
    complier_effect,
    contrast,
    mean_of,
    ratio_of,
    relative_lift,
    sample_ratio,
    smallest_detectable,
)
from tools.errors import EstimationError
from tools.messages import Message, Quantity, Scale, ScaleKind, counted
from tools.several_tests import holm

__all__ = ["Complied", "Decision", "Experiment", "Lift", "Losses", "Measured", "Short", "Sizes", "read_out"]

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

MISMATCH = 1e-3  # p below which arms are not as large as planned (Fabijan et al. 2019)
WORST_DIFFERENCE = 0.1  # standard deviations that a joint test has to find, too (as `designs.randomised`)
FEWEST = 10  # rows in an arm, below which no interval means anything
CLEAR = 0.05
LEAST_SAVED = 0.01  # share of the variance, below which what was there before is of no use
FAR = 4.0  # times the rows, beyond which it is no use to wait for the effect that is seen
CAPPED_AT = 0.99  # quantile to which a metric with rare large values is cut, as a second figure
HEAVY = 0.3  # share of the variance that the highest hundredth of the rows makes up
GROUPS_LOOKED_AT = 12  # levels of a column from before the draw


class Decision(StrEnum):
    """What the readout comes to."""

    INVALID = "invalid"  # the arms are not as drawn: no effect is told
    SHIP = "ship"  # clearly better, and nothing watched is clearly worse
    TRADE_OFF = "trade_off"  # better on one and worse on another
    DO_NOT_SHIP = "do_not_ship"  # clearly worse
    WAIT = "wait"  # not clear, and some more rows would tell
    LOST = "lost"  # better among those who are left, which losses may have made
    NOTHING = "nothing"  # not clear, and many times the rows would not tell


@dataclass(frozen=True)
class Measured:
    """One metric as it comes in; arrays have one entry a row of the test."""

    name: str
    values: Array  # (n,), NaN where it is missing
    scale: Scale  # of a difference; POINTS for yes/no
    below: Array | None = None  # (n,): the metric is the ratio of the sums
    below_name: str | None = None
    before: Array | None = None  # (n,): something from before the draw that goes with it
    before_name: str | None = None
    goal: int = 1  # -1: less is better
    guardrail: bool = False  # watched so that it does not get worse, and nothing is hoped for


@dataclass(frozen=True)
class Sizes:
    """The arms' rows (or clusters) against those that were planned."""

    arms: tuple[str, ...]  # control first
    counts: tuple[int, ...]
    shares: tuple[float, ...]  # planned
    chi_square: float
    p_value: float
    of: str = "rows"  # "rows", "groups" that were drawn as a whole, "unknown": what was drawn is not counted

    @property
    def fine(self) -> bool:
        return self.p_value >= MISMATCH


@dataclass(frozen=True)
class Short:
    """Where rows are missing: the group in which the arms are furthest from what was planned."""

    column: str
    level: Any
    arm: int  # the one that is short there
    rows: int
    expected: int  # beside the rows that the other arms have there
    rest_p: float  # of the sizes in all other groups of the column


@dataclass(frozen=True)
class Losses:
    """An outcome that is missing more often in one arm, and what that leaves open."""

    arm: float  # share missing
    control: float
    p_value: float
    bounds: Quantity | None  # Lee's, its interval that of both ends


@dataclass(frozen=True)
class Complied:
    """Not everybody did what the draw said: the effect on those who did because of it."""

    effect: Quantity
    arm: float  # share that took it
    control: float


@dataclass(frozen=True)
class Lift:
    """One arm against control on one metric."""

    arm: int
    metric: str
    below: str | None  # of a ratio
    goal: int
    guardrail: bool
    rows: int
    control_mean: Quantity
    arm_mean: Quantity
    effect: Quantity
    relative: Quantity | None
    plain: Quantity | None  # without what was known before, where the effect is with it
    before: str | None
    variance_saved: float  # share of the variance, 0..1
    p_value: float  # one comparison alone
    corrected_p: float  # for all arms and metrics of its sort
    any_time: Quantity
    any_time_p: float
    detectable: Quantity  # with 80% power
    needed: float  # times the rows that would find the effect that is seen with 80% power
    capped: Quantity | None = None
    cap: float | None = None
    losses: Losses | None = None
    complied: Complied | None = None

    @property
    def clear(self) -> bool:
        """Is the difference told from none, whoever was lost?"""
        return self.corrected_p < CLEAR and not self.undone

    @property
    def undone(self) -> bool:
        """Could what is missing in one arm have made the difference?"""
        if self.losses is None:
            return False
        low, high = (
            self.losses.bounds.ci_95 if self.losses.bounds and self.losses.bounds.ci_95 else (0.0, 0.0)
        )
        return low <= 0 <= high

    @property
    def better(self) -> bool:
        return self.clear and self.goal * self.effect.value > 0

    @property
    def worse(self) -> bool:
        return self.clear and self.goal * self.effect.value < 0


@dataclass(frozen=True)
class Experiment:
    """The readout; `lifts` are the primary metrics first, then guardrails, arm by arm."""

    sizes: Sizes
    rows: int
    lifts: tuple[Lift, ...] = ()
    short: Short | None = None
    balance_p: float | None = None
    worst_difference: float = 0.0
    in_doubt: Quantity | None = None  # of an invalid test: bounds on the effect on its first metric
    clusters: int | None = None
    beside: Mapping[str, Quantity] = field(default_factory=dict)  # rows and days that are needed

    @property
    def unbalanced(self) -> bool:
        found = self.balance_p is not None and self.balance_p < MISMATCH
        return found and self.worst_difference > WORST_DIFFERENCE

    @property
    def valid(self) -> bool:
        return self.sizes.fine and not self.unbalanced

    @property
    def headline(self) -> str | None:
        return "effect" if self.valid and self.lifts else None

    @property
    def main(self) -> Lift:
        """The first metric, in the arm that did best on it."""
        of = (self.lifts[0].metric, self.lifts[0].below)
        first = [lift for lift in self.lifts if (lift.metric, lift.below) == of]
        return max(first, key=lambda lift: lift.goal * lift.effect.value / (lift.effect.std_error or 1.0))

    @cached_property
    def decision(self) -> Decision:
        if not self.valid:
            return Decision.INVALID
        own = [lift for lift in self.lifts if lift.arm == self.main.arm]
        hoped = [lift for lift in own if not lift.guardrail] or own
        better, worse = any(lift.better for lift in hoped), any(lift.worse for lift in own)
        if better and worse:
            return Decision.TRADE_OFF
        if worse:
            return Decision.DO_NOT_SHIP
        if better:
            return Decision.SHIP
        if self.main.undone and self.main.corrected_p < CLEAR:
            return Decision.LOST
        return Decision.WAIT if min(lift.needed for lift in hoped) <= FAR else Decision.NOTHING

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        """The main comparison under plain names; of an invalid test its sizes and bounds alone."""
        found: dict[str, Quantity] = {
            f"rows_{i}": counted(count) for i, count in enumerate(self.sizes.counts)
        } | {"sample_ratio_p": Quantity(self.sizes.p_value)}
        if self.in_doubt is not None:
            found["bounds"] = self.in_doubt
        if self.valid and self.lifts:
            main = self.main
            found |= {
                "effect": main.effect,
                "control_mean": main.control_mean,
                "arm_mean": main.arm_mean,
                "p_value": Quantity(main.p_value),
                "corrected_p_value": Quantity(main.corrected_p),
                "any_time": main.any_time,
                "any_time_p_value": Quantity(main.any_time_p),
                "detectable": main.detectable,
                "variance_saved": Quantity(main.variance_saved, scale=Scale(ScaleKind.SHARE), decimals=0),
            }
            optional = {
                "relative_effect": main.relative,
                "without_before": main.plain,
                "capped": main.capped,
                "complier_effect": main.complied.effect if main.complied else None,
                "loss_bounds": main.losses.bounds if main.losses else None,
            }
            found |= {name: value for name, value in optional.items() if value is not None}
        return found | dict(self.beside)


# ---------------- The readout


def read_out(
    arm: Codes,
    arms: Sequence[str],
    metrics: Sequence[Measured],
    *,
    shares: Sequence[float],
    groups: Mapping[str, Sequence[Any]],
    baseline: Array,
    clusters: Codes | None = None,
    taken: Array | None = None,
) -> Experiment:
    """Every arm against control (code 0) on every metric.

    Args:
        arm: (n,) codes into `arms`.
        shares: planned shares of the rows, in the order of `arms`.
        groups: columns from before the draw with few levels, (n,) each; they show whose rows are missing.
        baseline: (n, k) numbers from before the draw.
        clusters: (n,) codes of the groups that were drawn, or that repeat.
        taken: (n,) 0 or 1, whether the row took what its arm was offered.

    Raises:
        EstimationError: an arm has too few rows.
    """
    rows = np.bincount(arm, minlength=len(arms))
    if rows.min() < FEWEST:
        raise EstimationError(Message("experiment-too-few-rows", {"rows": counted(int(rows.min()))}))
    sizes = _sizes(arm, arms, shares, clusters)
    found = Experiment(sizes, len(arm), clusters=None if clusters is None else len(np.unique(clusters)))
    if sizes.of == "rows" and len(baseline) and baseline.shape[1]:
        tested = [_balance(arm, i, baseline) for i in range(1, len(arms))]
        worst = min(tested, key=lambda each: each.p_value)
        found = replace(
            found,
            balance_p=min(1.0, worst.p_value * len(tested)),
            worst_difference=worst.worst_difference,
        )
    if not sizes.fine and sizes.of == "rows":
        found = replace(found, short=_short(arm, shares, groups))
    lifts = [_lift(arm, i, metric, clusters, taken) for metric in metrics for i in range(1, len(arms))]
    found = replace(found, lifts=_corrected(lifts))
    if not found.valid:
        doubt = _if_all_lost_in_one(arm, shares, metrics[0]) if metrics and len(arms) == 2 else None
        return replace(found, lifts=(), in_doubt=doubt if not sizes.fine and sizes.of == "rows" else None)
    return found


def _balance(arm: Codes, i: int, baseline: Array) -> Any:
    both = (arm == 0) | (arm == i)
    return balance((arm[both] == i).astype(float), baseline[both])


def _sizes(arm: Codes, arms: Sequence[str], shares: Sequence[float], clusters: Codes | None) -> Sizes:
    """Counts of what was drawn: rows, or clusters where each lies in one arm."""
    counts, of = np.bincount(arm, minlength=len(arms)), "rows"
    if clusters is not None:
        _, first, member = np.unique(clusters, return_index=True, return_inverse=True)
        of = "groups" if bool((arm == arm[first][member]).all()) else "unknown"
        counts = np.bincount(arm[first], minlength=len(arms)) if of == "groups" else counts
    chi_square, p = (0.0, 1.0) if of == "unknown" else sample_ratio(counts.tolist(), shares)
    return Sizes(tuple(arms), tuple(counts.tolist()), tuple(shares), chi_square, p, of)


def _short(arm: Codes, shares: Sequence[float], groups: Mapping[str, Sequence[Any]]) -> Short | None:
    """The group whose sizes are furthest off, if they are off there beyond what looking at all explains."""
    best: tuple[float, float, Short] | None = None
    for name, column in groups.items():
        values = np.asarray(column, dtype=object)
        levels = [level for level in dict.fromkeys(values.tolist()) if level is not None and level == level]
        if not 2 <= len(levels) <= GROUPS_LOOKED_AT:
            continue
        for level in levels:
            inside = values == level
            counts = np.bincount(arm[inside], minlength=len(shares))
            others = np.bincount(arm[~inside], minlength=len(shares))
            if min(counts.sum(), others.sum()) < FEWEST:
                continue
            chi, p = sample_ratio(counts.tolist(), shares)
            rest = sample_ratio(others.tolist(), shares)[1]
            lacking = int(np.argmin(counts / np.asarray(shares)))
            beside = counts.sum() - counts[lacking]
            expected = round(float(beside) * shares[lacking] / (1 - shares[lacking]))
            short = Short(name, level, lacking, int(counts[lacking]), expected, rest)
            # Of two columns that both show it, the one that leaves the rest in order.
            if p < MISMATCH and (best is None or (rest, chi) > best[:2]):
                best = rest, chi, short
    if best is None or best[2].rest_p < MISMATCH:
        return None
    return best[2]


def _if_all_lost_in_one(arm: Codes, shares: Sequence[float], metric: Measured) -> Quantity | None:
    """Lee's bounds, were all missing rows those of the arm that is short."""
    if metric.below is not None:
        return None
    counts = np.bincount(arm, minlength=2)
    lacking = int(np.argmin(counts / np.asarray(shares)))
    missing = round(float(counts[1 - lacking]) * shares[lacking] / shares[1 - lacking]) - int(counts[lacking])
    outcome = np.concatenate([metric.values, np.full(max(missing, 0), np.nan)])
    treated = np.concatenate([arm, np.full(max(missing, 0), lacking)]).astype(float)
    return _bounds(outcome, treated, metric.scale)


def _bounds(outcome: Array, treated: Array, scale: Scale) -> Quantity | None:
    if min(int(np.isfinite(outcome[treated == level]).sum()) for level in (0, 1)) < 2 * FEWEST:
        return None
    found = lee_bounds(outcome=outcome, treated=treated)
    width = found.ci_95[1] - found.ci_95[0]
    return Quantity((found.lower + found.upper) / 2, found.ci_95, width / 4, scale)


# ---------------- One arm on one metric


def _lift(arm: Codes, i: int, metric: Measured, clusters: Codes | None, taken: Array | None) -> Lift:
    there = np.isfinite(metric.values) & ((arm == 0) | (arm == i))
    if metric.below is not None:
        there &= np.isfinite(metric.below)
    sides = arm[there] == i
    if min(sides.sum(), (~sides).sum()) < FEWEST:
        raise EstimationError(
            Message("experiment-too-few-rows", {"rows": counted(int(min(sides.sum(), (~sides).sum())))})
        )
    values, groups = metric.values[there], None if clusters is None else clusters[there]
    below = None if metric.below is None else metric.below[there]
    if below is not None and min(below[sides].sum(), below[~sides].sum()) <= 0:
        raise EstimationError(Message("experiment-nothing-below"))
    plain = _compared(values, below, sides, groups)
    found, saved = plain, 0.0
    if metric.before is not None and below is None and np.isfinite(metric.before[there]).any():
        adjusted, saved = adjusted_for_before(values, metric.before[there], sides.astype(np.int64))
        saved = saved if saved >= LEAST_SAVED else 0.0
        found = _compared(adjusted, None, sides, groups) if saved > 0 else plain
    scale, effect = metric.scale, found.contrast
    one = Scale(ScaleKind.SHARE) if scale.kind is ScaleKind.POINTS else scale
    lift = relative_lift(found.arm, found.control, groups)
    limits, any_p = any_time(effect)
    power = smallest_detectable(effect.std_error)
    cap = _cap(values) if below is None and scale.kind is not ScaleKind.POINTS else None
    return Lift(
        arm=i,
        metric=metric.name,
        below=metric.below_name,
        goal=metric.goal,
        guardrail=metric.guardrail,
        rows=int(there.sum()),
        control_mean=_level(found.control, one),
        arm_mean=_level(found.arm, one),
        effect=_quantity(effect, scale),
        relative=None if lift is None else Quantity(lift[0], lift[1], lift[2], Scale(ScaleKind.SHARE)),
        plain=_quantity(plain.contrast, scale) if saved > 0 else None,
        before=metric.before_name if saved > 0 else None,
        variance_saved=saved,
        p_value=effect.p_value,
        corrected_p=effect.p_value,
        any_time=Quantity(effect.value, limits, effect.std_error, scale),
        any_time_p=any_p,
        detectable=Quantity(power, None, effect.std_error, scale),
        needed=(power / effect.value) ** 2 if effect.value else math.inf,
        capped=None
        if cap is None
        else _quantity(_compared(np.minimum(values, cap), None, sides, groups).contrast, scale),
        cap=cap,
        losses=_losses(metric, arm, i),
        complied=_complied(values, None if taken is None else taken[there], sides, groups, metric),
    )


@dataclass(frozen=True)
class _Pair:
    arm: Side
    control: Side
    contrast: Contrast


def _compared(values: Array, below: Array | None, sides: NDArray[np.bool_], clusters: Codes | None) -> _Pair:
    both = [
        mean_of(values, own) if below is None else ratio_of(values, below, own) for own in (sides, ~sides)
    ]
    return _Pair(both[0], both[1], contrast(both[0], both[1], clusters))


def _quantity(found: Contrast, scale: Scale) -> Quantity:
    if found.std_error == 0:
        raise EstimationError(Message("experiment-no-variation"))
    return Quantity(found.value, found.ci_95, found.std_error, scale)


def _level(side: Side, scale: Scale) -> Quantity:
    return Quantity(side.value, None, math.sqrt(float(side.influence @ side.influence)) or None, scale)


def _cap(values: Array) -> float | None:
    """The 99% quantile, where the rows above it make up much of the variance."""
    cap = float(np.quantile(values, CAPPED_AT))
    above = values > cap
    centred = (values - values.mean()) ** 2
    heavy = above.any() and cap > np.median(values) and centred[above].sum() > HEAVY * centred.sum()
    return cap if heavy else None


def _losses(metric: Measured, arm: Codes, i: int) -> Losses | None:
    both = (arm == 0) | (arm == i)
    outcome, treated = metric.values[both], (arm[both] == i).astype(float)
    if metric.below is not None or np.isfinite(outcome).all():
        return None
    found = missing_by_arm(outcome=outcome, treated=treated)
    if found.p_value >= 0.01 or abs(found.treated - found.untreated) < 0.02:
        return None
    return Losses(found.treated, found.untreated, found.p_value, _bounds(outcome, treated, metric.scale))


def _complied(
    values: Array, taken: Array | None, sides: NDArray[np.bool_], clusters: Codes | None, metric: Measured
) -> Complied | None:
    if taken is None or metric.below is not None or not np.isfinite(taken).all():
        return None
    found = complier_effect(values, taken, sides, clusters)
    if found is None:
        return None
    effect, error, share, in_control = found
    reach = float(stats.norm.ppf(0.975)) * error
    quantity = Quantity(effect, (effect - reach, effect + reach), error, metric.scale)
    return Complied(quantity, share, in_control)


def _corrected(lifts: Sequence[Lift]) -> tuple[Lift, ...]:
    """P-values corrected among what is hoped for; a guardrail is watched alone, so that no harm is missed."""
    hoped = [lift for lift in lifts if not lift.guardrail]
    corrected = holm([lift.p_value for lift in hoped]).tolist()
    done = [replace(lift, corrected_p=p) for lift, p in zip(hoped, corrected, strict=True)]
    return (*done, *(lift for lift in lifts if lift.guardrail))

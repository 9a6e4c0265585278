"""What a dose-response curve looks like: straight, bent, level from somewhere on, or turning; and how sure.

Each word is a test on the joint distribution of the means. "Levels off" needs a last stretch that is clearly
less steep than the first and, at its steepest, still less than half as steep: that a slope is not
significant says nothing of its being small.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from tools.effects.best_level import Verdict, best_level
from tools.effects.dose_response import Curve, difference, quantity_of, round_step
from tools.errors import EstimationError
from tools.messages import Message, Quantity, Scale, ScaleKind, counted

__all__ = ["DoseResponse", "Shape", "describe_curve"]

Array = np.ndarray[Any, np.dtype[np.float64]]
STRAIGHT = 0.05  # p-value of a straight line below which the curve is called bent
THIRD = 1 / 3  # the first, the middle and the last stretch of the range
MARGIN = 0.05  # left out at either end of the range, where few rows are
SMALL = 0.5  # of the steepest stretch's slope: less is "hardly"
MOST_POINTS = 5
REACHED = 0.9  # share of the whole change at which it has levelled off; less this from which on it starts


class Shape(StrEnum):
    """What the rows say of the curve's form."""

    NONE = "none"  # no clear change anywhere
    STRAIGHT = "straight"  # a straight line fits
    LEVELS_OFF = "levels_off"
    STARTS_LATE = "starts_late"  # hardly anything, then a change
    STEP = "step"  # level, a change, level
    TURNS = "turns"  # rises and falls, or falls and rises
    SLOWER = "slower"  # goes on in one direction, ever less steeply
    FASTER = "faster"
    BENT = "bent"  # not straight, and none of these


@dataclass(frozen=True)
class DoseResponse:
    """The curve between two levels, a few of its points, and its form."""

    curve: Curve
    shape: Shape
    low: int  # places between which the question asks, in the data
    high: int
    change: Quantity  # of the outcome from the lower to the higher of them
    points: tuple[tuple[float, Quantity], ...]  # (level, mean) at a few readable levels
    bend: Quantity | None  # where it levels off, starts or turns
    turning_mean: Quantity | None
    asked: tuple[float, float] | None  # what the question names, which the data may not reach
    nonlinearity: float  # p-value of a straight line

    headline = "change"

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        found = {"change": self.change, "rows": counted(self.curve.rows)}
        for level, mean in self.points:
            found[f"mean_at_{level:g}"] = mean
        if self.bend is not None:
            found["bend"] = self.bend
        return found


def describe_curve(
    curve: Curve,
    *,
    asked: tuple[float, float] | None = None,
    outcome: Scale,
    change: Scale,
    treatment: Scale | None = None,
) -> DoseResponse:
    """The curve from one level to the other of `asked`, as far as the data go, and what form it has.

    Raises EstimationError for a range of which the data hold nothing.
    """
    unit = treatment or Scale(ScaleKind.TREATMENT)
    low, high = 0, len(curve.levels) - 1
    if asked is not None:
        first, last = sorted(asked)
        if last <= curve.levels[0] or first >= curve.levels[-1]:
            raise EstimationError(
                Message(
                    "curve-outside",
                    {
                        "least": Quantity(float(curve.levels[0]), None, None, Scale(ScaleKind.GIVEN)),
                        "most": Quantity(float(curve.levels[-1]), None, None, Scale(ScaleKind.GIVEN)),
                    },
                )
            )
        low, high = curve.nearest(first), curve.nearest(last)
    if high <= low:
        low, high = 0, len(curve.levels) - 1
    part = curve.between(low, high)
    shape, bend, mean, straight = _form(part, outcome, unit)
    places = _readable(curve, low, high)
    points = tuple(
        (float(curve.levels[place]), quantity_of(curve, _at(curve, place), outcome)) for place in places
    )
    return DoseResponse(
        curve=curve,
        shape=shape,
        low=low,
        high=high,
        change=difference(curve, high, low, change),
        points=points,
        bend=bend,
        turning_mean=mean,
        asked=asked,
        nonlinearity=straight,
    )


def _at(curve: Curve, place: int) -> Array:
    weights = np.zeros(len(curve.levels))
    weights[place] = 1.0
    return weights


def _readable(curve: Curve, low: int, high: int) -> Sequence[int]:
    """A few places from one end to the other, at round levels between them."""
    if not curve.smooth and high - low < 8:
        return range(low, high + 1)
    first, last = float(curve.levels[low]), float(curve.levels[high])
    step = round_step((last - first) / (MOST_POINTS - 1))
    rounds = np.arange(np.ceil(first / step) * step, last, step).tolist()
    near = 0.3 * step
    inner = [level for level in rounds if level - first > near and last - level > near]
    return sorted({low, high, *(curve.nearest(level) for level in inner)})


def _form(curve: Curve, outcome: Scale, unit: Scale) -> tuple[Shape, Quantity | None, Quantity | None, float]:
    levels, count = curve.levels, len(curve.levels)
    if count < 3:
        change = difference(curve, count - 1, 0, Scale())
        return (Shape.STRAIGHT if _clear(change) else Shape.NONE), None, None, 1.0
    straight = curve.wald(_second_differences(curve))
    best = {
        highest: best_level(curve, highest=highest, outcome=outcome, change=outcome)
        for highest in (True, False)
    }
    if all(found.verdict is Verdict.NONE for found in best.values()):
        return Shape.NONE, None, None, straight
    for found in best.values():
        inner = found.verdict is Verdict.INSIDE or (
            found.verdict in (Verdict.ONE, Verdict.SEVERAL)
            and 0 not in found.possible
            and count - 1 not in found.possible
        )
        if inner and straight < STRAIGHT:
            spread = found.interval or (
                float(levels[min(found.possible)]),
                float(levels[max(found.possible)]),
            )
            bend = _place(curve, found.level, spread, unit)
            return Shape.TURNS, bend, found.quantities["best_mean"], straight
    total = difference(curve, count - 1, 0, Scale())
    if straight >= STRAIGHT:
        return (Shape.STRAIGHT if _clear(total) else Shape.NONE), None, None, straight
    slopes = _stretches(curve)
    sizes = quantity_of(curve, slopes[0], Scale()), quantity_of(curve, slopes[-1], Scale())
    sign = 1.0 if total.value > 0 else -1.0
    early, late = sign * slopes[0], sign * slopes[-1]
    steepest = max((quantity_of(curve, sign * slope, Scale()).value for slope in slopes), default=0.0)
    hardly_early = _below(curve, early, steepest)
    hardly_late = _below(curve, late, steepest)
    apart = quantity_of(curve, early - late, Scale())
    if _clear(total):
        if hardly_early and hardly_late:
            return Shape.STEP, _reached(curve, 0.5, unit), None, straight
        if hardly_late and apart.ci_95 is not None and apart.ci_95[0] > 0:
            return Shape.LEVELS_OFF, _reached(curve, REACHED, unit), None, straight
        if hardly_early and apart.ci_95 is not None and apart.ci_95[1] < 0:
            return Shape.STARTS_LATE, _reached(curve, 1 - REACHED, unit), None, straight
        if apart.ci_95 is not None and apart.ci_95[0] > 0 and sign * sizes[1].value > 0:
            return Shape.SLOWER, None, None, straight
        if apart.ci_95 is not None and apart.ci_95[1] < 0 and sign * sizes[0].value > 0:
            return Shape.FASTER, None, None, straight
    return Shape.BENT, None, None, straight


def _clear(quantity: Quantity) -> bool:
    assert quantity.ci_95 is not None
    return quantity.ci_95[0] > 0 or quantity.ci_95[1] < 0


def _below(curve: Curve, slope: Array, steepest: float) -> bool:
    """Is a stretch at its steepest (upper limit), and at its most backward, less than half the steepest?"""
    found = quantity_of(curve, slope, Scale())
    assert found.ci_95 is not None
    return found.ci_95[1] < SMALL * steepest and found.ci_95[0] > -SMALL * steepest


def _second_differences(curve: Curve) -> Array:
    """Contrasts (k, m) that are zero on a straight line, by a few places of the curve."""
    count = len(curve.levels)
    places = (
        np.arange(count) if not curve.smooth else np.unique(np.linspace(0, count - 1, 6).round().astype(int))
    )
    contrasts = np.zeros((len(places) - 2, count))
    for row, (a, b, c) in enumerate(zip(places[:-2], places[1:-1], places[2:], strict=True)):
        before, after = curve.levels[b] - curve.levels[a], curve.levels[c] - curve.levels[b]
        contrasts[row, a], contrasts[row, c] = 1 / before, 1 / after
        contrasts[row, b] = -1 / before - 1 / after
    return contrasts


def _stretches(curve: Curve) -> tuple[Array, Array, Array]:
    """Slopes, as weights of the means (m,), of the first, the middle and the last third of the range,
    less a margin at either end."""
    levels, span = curve.levels, float(np.ptp(curve.levels))
    ends = [curve.nearest(levels[0] + share * span) for share in (MARGIN, THIRD, 2 * THIRD, 1 - MARGIN)]
    found = []
    for start, end in itertools.pairwise(ends):
        weights = np.zeros(len(levels))
        if end > start:
            width = levels[end] - levels[start]
            weights[end], weights[start] = 1 / width, -1 / width
        found.append(weights)
    return found[0], found[1], found[2]


def _reached(curve: Curve, share: float, unit: Scale) -> Quantity:
    """The first level at which so much of the whole change is reached, with percentiles of the draws."""

    def places(means: Array) -> Array:
        done = (means - means[:, :1]) / (means[:, -1:] - means[:, :1])
        return np.asarray(curve.levels[np.argmax(done >= share, axis=1)])

    value = float(places(curve.means[None, :])[0])
    low, high = (float(end) for end in np.quantile(places(curve.draws), [0.025, 0.975]))
    return _place(curve, value, (min(low, value), max(high, value)), unit)


def _place(curve: Curve, value: float, interval: tuple[float, float], unit: Scale) -> Quantity:
    """A level and its interval: of a few levels as they are, of a measured one as far as it is known."""
    if not curve.smooth:
        return Quantity(value, interval, None, Scale(ScaleKind.GIVEN, unit.unit))
    error = max((interval[1] - interval[0]) / 3.92, float(np.ptp(curve.levels)) / 200)
    return Quantity(value, interval, error, unit)

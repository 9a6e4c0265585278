"""Which level of a treatment is best, how sure that is, and what being next to it costs.

Levels that could be the best are those that no other level clearly beats, all compared with one another at
once (multiple comparisons with the best: Hsu 1984, Annals of Statistics 12(3)). Where a curve turns inside
the data the best level has an interval of its own: the levels around it at which the curve may be level
(Fieller's argument, which needs no large-sample normality of the place itself).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from tools.effects.dose_response import Curve, difference
from tools.messages import Quantity, Scale, ScaleKind, counted

__all__ = ["BestLevel", "Verdict", "best_level"]

Array = np.ndarray[Any, np.dtype[np.float64]]
STEP = 0.1  # share of the range that "next to it" is away
FLAT = 0.05  # p-value of all levels being alike from which on no level is called best
SWING = 0.05  # share of the whole change over the data
BESIDE = 0.15  # share of the range: what could be best no further than this from an end is that end
NEAR_EDGE = 0.02  # share of the range within which a level counts as the edge


class Verdict(StrEnum):
    """What the rows say of a best level."""

    INSIDE = "inside"  # the curve turns: clearly better than both ends
    ONE = "one"  # of a few levels one beats each other clearly
    SEVERAL = "several"  # of a few levels some cannot be told apart
    LOW_EDGE = "low_edge"  # it gets better down to the lowest level that the data have
    HIGH_EDGE = "high_edge"
    LEVEL_LOW = "level_low"  # from the lowest level on it does not clearly get better or worse, then worse
    LEVEL_HIGH = "level_high"  # it gets better, and then no longer clearly up to the highest level
    NONE = "none"  # no level is clearly better than another


@dataclass(frozen=True)
class BestLevel:
    """The level with the highest mean outcome, or the lowest where less is better."""

    curve: Curve
    highest: bool  # is more of the outcome better?
    verdict: Verdict
    place: int  # in `curve.levels`
    interval: tuple[float, float] | None  # of the best level, where it is a measured one
    possible: tuple[int, ...]  # places that no other level clearly beats
    outcome: Scale  # of the means
    change: Scale  # of their differences
    treatment: Scale

    headline = "best_mean"

    @property
    def level(self) -> float:
        return float(self.curve.levels[self.place])

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        curve, place = self.curve, self.place
        error = float(curve.std_errors[place])
        mean = float(curve.means[place])
        found = {
            "best_mean": Quantity(mean, (mean - 1.96 * error, mean + 1.96 * error), error, self.outcome),
            "rows": counted(curve.rows),
        }
        if self.curve.smooth or self.numeric:
            found["best_level"] = Quantity(self.level, self.interval, self._level_error, self.treatment)
        for name, other in self.beside.items():
            found[f"loss_{name}"] = difference(curve, other, place, self.change)
        return found

    @property
    def numeric(self) -> bool:
        return all(isinstance(name, int | float) for name in self.curve.names)

    @property
    def _level_error(self) -> float | None:
        if self.interval is None:
            return None
        return max((self.interval[1] - self.interval[0]) / 3.92, self.step / 20)

    @property
    def step(self) -> float:
        """How far away "next to it" is, in the treatment's unit."""
        return float(np.ptp(self.curve.levels)) * STEP

    @cached_property
    def beside(self) -> Mapping[str, int]:
        """The places below and above the best, and of what is usual today, less those outside the data."""
        curve, found = self.curve, dict[str, int]()
        if curve.smooth:
            for name, level in (("below", self.level - self.step), ("above", self.level + self.step)):
                if curve.levels[0] - 1e-9 <= level <= curve.levels[-1] + 1e-9:
                    found[name] = curve.nearest(level)
        elif self.numeric:
            found = {
                name: self.place + by
                for name, by in (("below", -1), ("above", 1))
                if 0 <= self.place + by < len(curve.levels)
            }
        if math.isfinite(curve.usual):
            found["usual"] = curve.nearest(curve.usual)
        return {name: place for name, place in found.items() if place != self.place}


def best_level(
    curve: Curve, *, highest: bool = True, outcome: Scale, change: Scale, treatment: Scale | None = None
) -> BestLevel:
    """The best level of a curve and how it is known; `highest`: is more of the outcome better?"""
    sign = 1.0 if highest else -1.0
    means, draws = sign * curve.means, sign * curve.draws
    possible = _not_beaten(means, draws)
    place = int(np.argmax(means))
    interval = None
    if curve.smooth:
        verdict, place, interval, possible = _of_curve(curve, sign, place, possible)
    elif _flat(curve):
        verdict = Verdict.NONE
    else:
        verdict = Verdict.ONE if len(possible) == 1 else Verdict.SEVERAL
    return BestLevel(
        curve,
        highest,
        verdict,
        place,
        interval,
        possible,
        outcome,
        change,
        treatment or Scale(ScaleKind.TREATMENT),
    )


def _flat(curve: Curve) -> bool:
    """Could all levels be alike? By means at a few places, so that the test has power."""
    return curve.wald(_apart(curve)) > FLAT


def _apart(curve: Curve, most: int = 6) -> Array:
    """Contrasts (k - 1, m) of a few levels against the first of them."""
    places = np.unique(
        np.linspace(0, len(curve.levels) - 1, min(most, len(curve.levels))).round().astype(int)
    )
    if not curve.smooth:
        places = np.arange(len(curve.levels))
    contrasts = np.zeros((len(places) - 1, len(curve.levels)))
    contrasts[:, places[0]] = -1.0
    contrasts[np.arange(len(places) - 1), places[1:]] = 1.0
    return contrasts


def _not_beaten(means: Array, draws: Array) -> tuple[int, ...]:
    """The places that could be the best: 95 of 100 such sets hold the one that is."""
    # A level a row, and one array for all the differences: copies cost more than the sums.
    noise = np.ascontiguousarray((draws - draws.mean(axis=0)).T)
    spread = np.empty_like(noise)
    found = []
    for place in range(len(means)):
        apart = means - means[place]
        np.subtract(noise, noise[place], out=spread)
        errors = np.sqrt(np.einsum("ij,ij->i", spread, spread) / spread.shape[1])
        others = errors > 1e-12 * max(float(errors.max()), 1e-300)
        if not others.any():
            found.append(place)
            continue
        spread /= np.where(others, errors, 1.0)[:, None]
        spread[~others] = -np.inf
        limit = float(np.quantile(spread.max(axis=0), 0.95))
        if float((apart[others] / errors[others]).max()) <= limit:
            found.append(place)
    return tuple(found)


def _of_curve(
    curve: Curve, sign: float, place: int, possible: tuple[int, ...]
) -> tuple[Verdict, int, tuple[float, float] | None, tuple[int, ...]]:
    levels, last = curve.levels, len(curve.levels) - 1
    if _flat(curve):
        return Verdict.NONE, place, None, possible
    # A spline swings a little beside a sharp bend: only a fall that is more than that is a turn.
    least = SWING * float(np.ptp(curve.means))
    low, high = (end in possible or _fall(curve, sign, place, end) <= least for end in (0, last))
    possible = tuple(range(0 if low else min(possible), (last if high else max(possible)) + 1))
    near = NEAR_EDGE * float(np.ptp(levels))
    if not low and not high:
        return Verdict.INSIDE, place, _turning(curve, sign, place, possible), possible
    if low and high:
        return Verdict.NONE, place, None, possible
    edge = last if high else 0
    # Rising to the edge and level before it are told apart by the slope beside the edge.
    beside = curve.nearest(levels[edge] - (1 if high else -1) * 0.25 * float(np.ptp(levels)))
    ahead = difference(curve, edge, beside, Scale())
    assert ahead.ci_95 is not None
    clear = sign * ahead.value > 0 and (ahead.ci_95[0] > 0 or ahead.ci_95[1] < 0)
    # At the very end few rows are left: what could be the best there lies all beside the edge.
    beside_edge = max(abs(levels[at] - levels[edge]) for at in possible) <= BESIDE * float(np.ptp(levels))
    if clear or beside_edge:
        return (Verdict.HIGH_EDGE if high else Verdict.LOW_EDGE), edge, None, possible
    if abs(levels[place] - levels[edge]) <= near:
        place = edge
    return (Verdict.LEVEL_HIGH if high else Verdict.LEVEL_LOW), place, None, possible


def _fall(curve: Curve, sign: float, place: int, end: int) -> float:
    """By how much, at the least (lower limit), the level at `end` is worse than the best."""
    found = difference(curve, place, end, Scale())
    assert found.ci_95 is not None
    return min(sign * found.ci_95[0], sign * found.ci_95[1])


def _turning(curve: Curve, sign: float, place: int, possible: tuple[int, ...]) -> tuple[float, float]:
    """The levels around the highest at which the slope may be zero, less those that others clearly beat."""
    levels = curve.levels
    slope = np.zeros((len(levels), len(levels)))
    for at in range(len(levels)):
        before, after = max(at - 1, 0), min(at + 1, len(levels) - 1)
        slope[at, after], slope[at, before] = 1.0, -1.0
    value = sign * (slope @ curve.means)
    error = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", slope, curve.covariance, slope), 1e-300))
    allowed = np.abs(value) <= 1.96 * error
    first, final = min(possible), max(possible)
    kept = [at for at in range(first, final + 1) if allowed[at]] or [place]
    return float(min(levels[min(kept)], levels[place])), float(max(levels[max(kept)], levels[place]))

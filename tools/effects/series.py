"""What an event did to one series: its counterfactual, its effect by period, and how long it took.

With enough donors the counterfactual is synthetic difference-in-differences (`synthetic_differences`), with
placebo donors for its interval, and a structural model of the series on the donors' common factors stands
beside it; without, the structural model alone (`structural_series`), on series that the event cannot have
moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
from scipy import stats

from tools.effects.structural_series import Continued, continued, harmonics
from tools.effects.synthetic_differences import (
    SyntheticDifferences,
    placebo_differences,
    synthetic_differences,
)
from tools.errors import EstimationError
from tools.estimators.linear import orthonormal_basis
from tools.estimators.series import serial_variance
from tools.estimators.synthetic_control import root_mean_square, scaled_placebos
from tools.messages import Message, Quantity, Scale, ScaleKind, counted

__all__ = ["Build", "Method", "SeriesEffect", "series_effect"]

Array = np.ndarray[Any, np.dtype[np.float64]]
FEWEST_BEFORE, FEWEST_AFTER = 10, 1  # periods
FEWEST_DONORS = 8  # fewer cannot be ranked among: they are controls of a structural model
FEWEST_TRIED = 8  # periods before a pretended start
FEWEST_TIMED = 4  # periods after the start from which a build-up can be told
FEWEST_FOR_TREND = 4
OFTEN_ENOUGH = 0.5
LEVEL = 0.975


class Method(StrEnum):
    """How the counterfactual was had; the values are part of the public JSON."""

    STRUCTURAL = "structural"
    SYNTHETIC_DIFFERENCES = "synthetic_differences"


class Build(StrEnum):
    """How the effect went on after its start; the values are part of the public JSON."""

    UNCLEAR = "unclear"  # no effect that could be timed, or too few periods
    STEADY = "steady"  # full after some periods, and then neither more nor less that could be told
    GROWING = "growing"  # still growing at the end
    FADING = "fading"  # less and less after it was full


@dataclass(frozen=True)
class SeriesEffect:
    """The observed series beside what it would have been; T periods, the event from `start` on."""

    method: Method
    periods: tuple[str, ...]  # (T,) as the table has them
    start: int
    observed: Array  # (T,) outcome units
    counterfactual: Array  # (T,) before the start: the model's fit
    limits: Array  # (2, T - start): 95% limits of the counterfactual, period by period
    average: Quantity  # effect a period
    cumulative: Quantity
    relative: Quantity | None  # share of the counterfactual; None where that is not clearly above 0
    without: Quantity  # mean counterfactual after the start
    level_change: Quantity | None
    slope_change: Quantity | None  # a period
    build: Build
    full_after: Quantity | None  # periods until the effect is full
    late_slope: Quantity | None  # change of the effect a period, once it is full
    pretended: Quantity | None  # the "effect" before the start, pretending that it began earlier
    pretended_at: int | None
    other: Quantity | None = None  # the average by the structural model on the donors' factors
    donors: Mapping[str, float] | None = None  # weight of each
    rank: int | None = None  # of the treated unit among the placebos, by misfit after over before
    controls: tuple[str, ...] = ()
    season: bool = False
    slope: bool = False

    headline = "average_effect"

    @property
    def observed_mean(self) -> float:
        return float(self.observed[self.start :].mean())

    @property
    def clear(self) -> bool:
        return _apart(self.average)

    @property
    def misfits(self) -> bool:
        """Does the method find an "effect" before there was any?"""
        return self.pretended is not None and _apart(self.pretended)

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        scale = self.average.scale
        named: dict[str, Quantity | None] = {
            "average_effect": self.average,
            "cumulative_effect": self.cumulative,
            "relative_effect": self.relative,
            "counterfactual_mean": self.without,
            "observed_mean": Quantity(self.observed_mean, None, self.average.std_error, scale),
            "level_change": self.level_change,
            "slope_change": self.slope_change,
            "periods_to_full_effect": self.full_after,
            "late_slope": self.late_slope,
            "pretended_effect": self.pretended,
            "other_method": self.other,
            "periods_before": counted(self.start),
            "periods_after": counted(len(self.observed) - self.start),
        }
        return {name: quantity for name, quantity in named.items() if quantity is not None}


def _apart(quantity: Quantity) -> bool:
    low, high = quantity.ci_95 or (0.0, 0.0)
    return low > 0 or high < 0


@dataclass(frozen=True)
class _Path:
    """The mean effect, the counterfactual (T,), and the error of the latter after the start."""

    effect: float
    ci_95: tuple[float, float]
    std_error: float
    counterfactual: Array  # (T,)
    limits: Array  # (2, T1)


def series_effect(
    *,
    outcome: Array,
    start: int,
    periods: Sequence[str],
    scale: Scale,
    donors: Array | None = None,
    donor_names: Sequence[str] = (),
    controls: Array | None = None,
    control_names: Sequence[str] = (),
    season: int = 0,
    seed: int = 7,
) -> SeriesEffect:
    """The effect of an event on `outcome` (T,) from `start` on.

    `donors` (n, T): other units' outcomes, which the event did not reach; `controls` (T, k): series that it
    cannot have moved. Nothing may be missing. Raises EstimationError with too few periods, and where the
    same method finds as large an "effect" before the start.
    """
    after = len(outcome) - start
    if start < FEWEST_BEFORE or after < FEWEST_AFTER:
        slots = {"before": counted(start), "after": counted(after), "fewest": counted(FEWEST_BEFORE)}
        raise EstimationError(Message("series-too-short", slots))
    if float(np.ptp(outcome[:start])) == 0.0:
        raise EstimationError(Message("series-constant-before"))
    many = donors is not None and len(donors) >= FEWEST_DONORS
    if donors is not None and not many:
        controls = donors.T if controls is None else np.column_stack([donors.T, controls])
        control_names = (*donor_names, *control_names)
    rest = controls
    if donors is not None and many:
        rest = _with(factors(donors), controls)
    model = continued(outcome=outcome, start=start, controls=rest, season=season, seed=seed)
    structural = _structural_path(outcome, start, model)
    path, weighted, placebos = structural, None, list[SyntheticDifferences]()
    if donors is not None and many:
        weighted, placebos = synthetic_differences(outcome, donors, start), placebo_differences(donors, start)
        path = _weighted_path(outcome, weighted, placebos)
    average = Quantity(path.effect, path.ci_95, path.std_error, scale)
    pretended_at, pretended = _pretended(
        outcome, start, donors if many else None, controls, season, scale, seed
    )
    if pretended is not None and _apart(pretended) and abs(pretended.value) >= abs(average.value):
        raise EstimationError(Message("series-does-not-fit", {"pretended": pretended, "effect": average}))
    level, slope = _interrupted(
        outcome if weighted is None else weighted.gap,
        start,
        controls if weighted is None else None,
        season if model.season > OFTEN_ENOUGH and weighted is None else 0,
        scale,
    )
    build, full_after, late = _build_up(outcome[start:], model.draws, _apart(average), scale)
    mean = float(path.counterfactual[start:].mean())
    without = Quantity(mean, _turned(path.ci_95, float(outcome[start:].mean())), path.std_error, scale)
    names = dict(zip(donor_names, weighted.unit_weights.tolist(), strict=True)) if weighted else None
    return SeriesEffect(
        method=Method.SYNTHETIC_DIFFERENCES if weighted else Method.STRUCTURAL,
        periods=tuple(periods),
        start=start,
        observed=outcome,
        counterfactual=path.counterfactual,
        limits=path.limits,
        average=average,
        cumulative=_times(average, after),
        relative=_relative(average, without),
        without=without,
        level_change=level,
        slope_change=slope,
        build=build,
        full_after=full_after,
        late_slope=late,
        pretended=pretended,
        pretended_at=pretended_at,
        other=Quantity(structural.effect, structural.ci_95, structural.std_error, scale)
        if weighted
        else None,
        donors=names,
        rank=_rank(weighted, placebos) if weighted else None,
        controls=tuple(control_names) if weighted is None else (),
        season=model.season > OFTEN_ENOUGH,
        slope=model.slope > OFTEN_ENOUGH,
    )


def factors(donors: Array) -> Array:
    """What the donors (n, T) have in common: principal components (T, r) that stand out from noise, r >= 1.

    The threshold is that of Gavish & Donoho (2014), IEEE Transactions on Information Theory 60(8), for noise
    of unknown size.
    """
    centred = donors - donors.mean(axis=1, keepdims=True)
    _, sizes, parts = np.linalg.svd(centred, full_matrices=False)
    shape = min(donors.shape) / max(donors.shape)
    threshold = (0.56 * shape**3 - 0.95 * shape**2 + 1.82 * shape + 1.43) * float(np.median(sizes))
    return np.asarray(parts[: max(1, int((sizes > threshold).sum()))].T)


def _with(one: Array, other: Array | None) -> Array:
    return one if other is None else np.column_stack([one, other])


def _turned(limits: tuple[float, float], whole: float) -> tuple[float, float]:
    return whole - limits[1], whole - limits[0]


def _times(quantity: Quantity, periods: int) -> Quantity:
    low, high = quantity.ci_95 or (0.0, 0.0)
    # Shares of a yes/no outcome do not add up to a share.
    unit = Scale(ScaleKind.NUMBER) if quantity.scale.kind is ScaleKind.POINTS else quantity.scale
    error = None if quantity.std_error is None else periods * quantity.std_error
    return Quantity(periods * quantity.value, (periods * low, periods * high), error, unit)


def _relative(average: Quantity, without: Quantity) -> Quantity | None:
    """The effect as a share of what would have been, where that is clearly above zero."""
    assert average.ci_95 is not None and without.ci_95 is not None
    if without.ci_95[0] <= 0:
        return None
    low, high = (effect / (average.value + without.value - effect) for effect in average.ci_95)
    return Quantity(average.value / without.value, (low, high), (high - low) / 3.92, Scale(ScaleKind.SHARE))


# ---------------- Paths


def _structural_path(outcome: Array, start: int, model: Continued) -> _Path:
    means = outcome[start:].mean() - model.draws.mean(axis=1)
    low, high = np.quantile(means, [1 - LEVEL, LEVEL])
    value = float(outcome[start:].mean() - model.mean.mean())
    limits = np.quantile(model.draws, [1 - LEVEL, LEVEL], axis=0)
    return _Path(
        value,
        (float(low), float(high)),
        float(high - low) / (2 * float(stats.norm.ppf(LEVEL))),
        np.concatenate([model.fitted, model.mean]),
        np.asarray(limits),
    )


def _weighted_path(
    outcome: Array, weighted: SyntheticDifferences, placebos: Sequence[SyntheticDifferences]
) -> _Path:
    """With limits from the placebos' gaps, each in units of its own misfit before the start."""
    start, count = weighted.start, len(placebos)
    unit, luck = scaled_placebos(weighted.as_synthetic, [each.as_synthetic for each in placebos])
    student = float(stats.t.ppf(LEVEL, count))
    error = unit * root_mean_square(luck)
    whole = np.array([each.gap[start:] for each in placebos])
    effects = np.abs([each.effect for each in placebos])
    sizes = np.where(luck > 0, effects / np.where(luck > 0, luck, 1.0), unit)  # the misfits that were used
    half = student * unit * np.sqrt(((whole / sizes[:, None]) ** 2).mean(axis=0))
    counterfactual = outcome - weighted.gap
    late = counterfactual[start:]
    value = weighted.effect
    limits = (value - student * error, value + student * error)
    return _Path(value, limits, error, counterfactual, np.array([late - half, late + half]))


def _rank(own: SyntheticDifferences, placebos: Sequence[SyntheticDifferences]) -> int:
    ratio = own.as_synthetic.rmspe_ratio
    return 1 + sum(placebo.as_synthetic.rmspe_ratio >= ratio for placebo in placebos)


def _pretended(
    outcome: Array,
    start: int,
    donors: Array | None,
    controls: Array | None,
    season: int,
    scale: Scale,
    seed: int,
) -> tuple[int | None, Quantity | None]:
    """The same method on the periods before the start, pretending that the event came earlier."""
    tried = start - min(len(outcome) - start, start // 3)
    if tried < FEWEST_TRIED or tried >= start:
        return None, None
    early = outcome[:start]
    if donors is not None:
        before = donors[:, :start]
        path = _weighted_path(
            early, synthetic_differences(early, before, tried), placebo_differences(before, tried)
        )
    else:
        known = None if controls is None else controls[:start]
        model = continued(outcome=early, start=tried, controls=known, season=season, seed=seed)
        path = _structural_path(early, tried, model)
    return tried, Quantity(path.effect, path.ci_95, path.std_error, scale)


# ---------------- Level and trend


def _interrupted(
    outcome: Array, start: int, controls: Array | None, season: int, scale: Scale
) -> tuple[Quantity | None, Quantity | None]:
    """The jump at the start and the change of the trend, by least squares with autocorrelated errors."""
    periods = len(outcome)
    if periods - start < FEWEST_FOR_TREND:
        return None, None
    since = np.arange(periods, dtype=np.float64) - start
    on = since >= 0
    parts = [np.ones(periods), since, on * since, on.astype(np.float64)]
    if season and start >= 2 * season:
        parts[2:2] = list(harmonics(since, season).T)
    if controls is not None:
        parts[2:2] = list((controls - controls.mean(axis=0)).T)
    columns = np.column_stack(parts)
    basis = orthonormal_basis(columns)
    if basis.rank < columns.shape[1] or periods <= basis.rank + 1:
        return None, None
    found = []
    for place in (-1, -2):
        weights = np.zeros(columns.shape[1])
        weights[place] = 1.0
        pull = basis.q @ np.linalg.solve(basis.r.T, weights)
        known = serial_variance(basis.q, pull, basis.residuals(outcome))
        value, error = float(pull @ outcome), float(np.sqrt(known.variance))
        half = float(stats.t.ppf(LEVEL, known.degrees)) * error
        found.append(Quantity(value, (value - half, value + half), error, scale))
    return found[0], found[1]


# ---------------- How long until the full effect


def _build_up(
    outcome: Array, draws: Array, clear: bool, scale: Scale
) -> tuple[Build, Quantity | None, Quantity | None]:
    """When the effect is full, taken to grow in even steps up to there and to go on in a straight line.

    Every length is weighed by its marginal likelihood under the counterfactual's own errors, among them those
    that all periods share. The length that is told is the median.
    """
    periods = len(outcome)
    if not clear or periods < FEWEST_TIMED:
        return Build.UNCLEAR, None, None
    gap = outcome - draws.mean(axis=0)
    inverse = np.linalg.pinv(np.cov(draws.T))
    place = np.arange(1.0, periods + 1)
    lengths = np.arange(1, max(2, periods - 2))
    # The later slope may be anything up to about the effect itself over the whole time.
    loose = np.diag([0.0, (periods / max(2 * float(np.abs(gap).mean()), 1e-12)) ** 2])
    weights, slopes = [], []
    for length in lengths:
        columns = np.column_stack([np.minimum(1.0, place / length), np.maximum(0.0, place - length)])
        inside = columns.T @ inverse @ columns + loose
        right = columns.T @ inverse @ gap
        solved = np.linalg.solve(inside, right)
        weights.append(0.5 * float(solved @ right) - 0.5 * float(np.linalg.slogdet(inside)[1]))
        slopes.append((solved[0], solved[1], float(np.linalg.inv(inside)[1, 1])))
    chances = np.exp(np.array(weights) - max(weights))
    chances /= chances.sum()
    below = chances.cumsum()
    low, high = (
        float(lengths[min(int(np.searchsorted(below, p)), len(lengths) - 1)]) for p in (0.025, LEVEL)
    )
    best = min(int(np.searchsorted(below, 0.5)), len(lengths) - 1)
    height, slope, variance = slopes[best]
    error = float(np.sqrt(variance))
    late = Quantity(float(slope), (slope - 1.96 * error, slope + 1.96 * error), error, scale)
    time = Scale(ScaleKind.COUNT)
    full = Quantity(float(lengths[best]), (low, high), max((high - low) / 3.92, 0.29), time, 0)
    if _apart(late) and slope * height > 0:
        return Build.GROWING, full, late
    return (Build.FADING if _apart(late) else Build.STEADY), full, late

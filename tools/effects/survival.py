"""How long it takes until something happens, with and without a treatment, when not all were seen to end.

The restricted mean survival time up to a horizon, and the share to whom the event has not happened by then,
each by the efficient influence function: Zhang & Schaubel (2012), Biometrics 68(4), and Bai, Tsiatis &
O'Brien (2013), Biometrics 69(4). They are right if either the hazards of the event, or both those of being
lost and the chance of the treatment, are modelled rightly; without covariates they are Kaplan-Meier's.
With competing events the share to whom the event has happened is that of Aalen & Johansen (1978).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tools.effects.hazards import ProportionalHazards, fit_hazards
from tools.errors import EstimationError
from tools.estimators.linear import Codes, Matrix, Vector, cluster_sums
from tools.estimators.propensity import propensity_scores
from tools.messages import Message, Quantity, Scale, ScaleKind, counted, exact

__all__ = ["Arms", "Curve", "Survival", "compare_survival"]

REACH = 1.959964
GRID = 250  # places; more distinct times than these are put together by quantiles
CHUNK = 4_000  # rows whose curves are held in memory at once
FEWEST_ROWS, FEWEST_EVENTS = 20, 5  # in each arm
FEWEST_AT_RISK, LEAST_AT_RISK = 10, 0.1  # at the default horizon, in each arm: rows, share of the arm
FEWEST_AT_NAMED = 5  # at a time that the person names: fewer rows tell nothing of it
EVENTS_PER_COLUMN = 10  # a hazard bears one column for each so many events
RIDGE = 1e-3  # of an event, times the events: covariates that separate stay finite
MOST_CLIPPED = 0.05
LOWEST_STAY = 0.02  # chance of still being observed, kept from 0
RISK_TIMES = 5


@dataclass(frozen=True)
class Arms:
    """A figure in both arms and their difference, high less low."""

    low: Quantity
    high: Quantity
    difference: Quantity

    @property
    def clear(self) -> bool:
        assert self.difference.ci_95 is not None
        return self.difference.ci_95[0] > 0 or self.difference.ci_95[1] < 0


@dataclass(frozen=True)
class Curve:
    """Adjusted share to whom the event has not happened, and how many rows are still observed."""

    times: tuple[float, ...]  # units of the time column; begins at 0
    survival: tuple[tuple[float, ...], tuple[float, ...]]  # low, high
    error: tuple[tuple[float, ...], tuple[float, ...]]  # standard errors
    risk_times: tuple[float, ...]
    at_risk: tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Survival:
    """Two arms compared up to a horizon."""

    mean_time: Arms  # restricted mean time until the event (any event, where several compete)
    share: Arms  # to whom it has not happened by `at`; with competing events: to whom it has
    hazard_ratio: Quantity
    horizon: Quantity
    at: Quantity
    rows: tuple[int, int]
    events: tuple[int, int]
    competing: int  # events of another kind, which make this one impossible
    censored: tuple[Quantity, Quantity]  # shares not seen to end
    curve: Curve
    late_start: Quantity | None = None  # share of the low arm that ended before anybody of the high arm did
    earliest: Quantity | None = None  # when the first of the high arm ended
    proportional_p: float = 1.0  # of "the hazard ratio is the same at all times"

    headline = "difference_in_mean_time"

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        found = {
            "difference_in_mean_time": self.mean_time.difference,
            "mean_time_low": self.mean_time.low,
            "mean_time_high": self.mean_time.high,
            "horizon": self.horizon,
            "at": self.at,
            "hazard_ratio": self.hazard_ratio,
            "rows": counted(sum(self.rows)),
            "events_low": counted(self.events[0]),
            "events_high": counted(self.events[1]),
            "censored_low": self.censored[0],
            "censored_high": self.censored[1],
        }
        share = "incidence" if self.competing else "survival"
        found[f"difference_in_{share}"] = self.share.difference
        found[f"{share}_low"], found[f"{share}_high"] = self.share.low, self.share.high
        return found


def compare_survival(
    *,
    time: Vector,
    event: Codes,
    treated: Vector,
    covariates: Matrix,
    confounded: bool = True,
    horizon: float | None = None,
    unit: str | None = None,
    clusters: Codes | None = None,
) -> Survival:
    """Compare rows with `treated` 1 and 0 (rows,) in the time until an event.

    `time` (rows,) >= 0 is that of the event or of the last look; `event` (rows,) is 0 where it had not
    happened by then, 1 where it had, 2 and more where something else did that makes it impossible.
    `covariates` (rows, p) without an intercept; where not `confounded`, chance decided the treatment.
    `horizon`: None for the largest time with enough rows at risk in both arms. Rows of a cluster count
    together. Raises EstimationError with too few rows or events, a horizon beyond the data, or no overlap.
    """
    arm = (treated == 1).astype(np.int64)
    _enough(arm, event)
    horizon = _horizon(time, event, arm, horizon)
    grid, place = _on_grid(time, horizon)
    n, p = covariates.shape
    held = _standardised(covariates)
    if confounded and p:
        scores = propensity_scores(np.column_stack([np.ones(n), held]), treated)
        if scores.clipped_share > MOST_CLIPPED:
            raise EstimationError(Message("effects-no-overlap", {"rows": counted(scores.clipped)}))
        chance = scores.values
    else:
        chance = np.full(n, float(arm.mean()))
    weights = np.where(arm == 1, 1 / chance, 1 / (1 - chance))
    for side in (0, 1):  # so that they sum to the rows
        weights[arm == side] *= n / weights[arm == side].sum()
    models = _Models.fitted(place, event, arm, held, len(grid))
    moments = _Moments.gathered(models, place, event, arm, held, weights, grid, horizon, clusters)
    unit_scale, points = Scale(ScaleKind.TIME, unit), Scale(ScaleKind.POINTS)
    competing = int((event > 1).sum())
    shares = moments.incidence if competing else moments.survival
    ratio, proportional = _hazard_ratio(place, event, arm, held, len(grid))
    late, earliest = _late_start(time, event, arm, unit_scale)
    return Survival(
        mean_time=_arms(moments.mean_time, unit_scale, unit_scale, clusters),
        share=_arms(shares, Scale(ScaleKind.SHARE), points, clusters),
        hazard_ratio=ratio,
        horizon=Quantity(horizon, scale=unit_scale, decimals=0 if float(horizon).is_integer() else None),
        at=Quantity(horizon, scale=unit_scale, decimals=0 if float(horizon).is_integer() else None),
        rows=(int((arm == 0).sum()), int((arm == 1).sum())),
        events=(int(((event == 1) & (arm == 0)).sum()), int(((event == 1) & (arm == 1)).sum())),
        competing=competing,
        censored=(
            Quantity(float((event[arm == 0] == 0).mean()), scale=Scale(ScaleKind.SHARE), decimals=0),
            Quantity(float((event[arm == 1] == 0).mean()), scale=Scale(ScaleKind.SHARE), decimals=0),
        ),
        curve=_curve(moments, grid, time, arm, horizon),
        late_start=late,
        earliest=earliest,
        proportional_p=proportional,
    )


# ---------------- The rows, the horizon and the grid


def _enough(arm: Codes, event: Codes) -> None:
    for side in (0, 1):
        rows, events = int((arm == side).sum()), int(((arm == side) & (event == 1)).sum())
        if rows < FEWEST_ROWS:
            raise EstimationError(
                Message("survival-too-few-rows", {"rows": counted(rows), "needed": counted(FEWEST_ROWS)})
            )
        if events < FEWEST_EVENTS:
            # No event in an arm may be the best news there is; a difference of times cannot be told from it.
            raise EstimationError(
                Message(
                    "survival-too-few-events", {"rows": counted(events), "needed": counted(FEWEST_EVENTS)}
                )
            )


def _horizon(time: Vector, event: Codes, arm: Codes, named: float | None) -> float:
    """The time named, if rows are still observed at it; else the largest at which enough of both arms are."""
    last = []
    for side in (0, 1):
        times = np.sort(time[arm == side])[::-1]
        if named is not None:
            seen = int((times >= named).sum())
            # Where everybody is followed to the end, no row has to be left.
            ended = not ((event == 0) & (arm == side) & (time < named)).any()
            if seen < FEWEST_AT_NAMED and not ended:
                longest = float(times[min(FEWEST_AT_RISK, len(times)) - 1])
                raise EstimationError(
                    Message(
                        "survival-beyond",
                        {"named": exact(named), "rows": counted(seen), "longest": exact(longest)},
                    )
                )
        needed = min(len(times), max(FEWEST_AT_RISK, math.ceil(LEAST_AT_RISK * len(times))))
        last.append(float(times[needed - 1]))
    found = min(last) if named is None else float(named)
    if found <= 0:
        raise EstimationError(Message("survival-no-time"))
    return found


def _on_grid(time: Vector, horizon: float) -> tuple[Vector, Codes]:
    """Times up to the horizon, and each row's place among them; the last place is beyond the horizon."""
    within = time[time <= horizon]
    points = np.unique(within)
    if len(points) > GRID:
        edges = np.unique(np.quantile(within, np.linspace(0, 1, GRID + 1)[1:], method="higher"))
        edges[-1] = max(edges[-1], within.max())
        place = np.searchsorted(edges, time, side="left")
        inside = place < len(edges)
        sums = np.bincount(place[inside], time[inside], minlength=len(edges))
        points = sums / np.maximum(np.bincount(place[inside], minlength=len(edges)), 1)
    else:
        place = np.searchsorted(points, time, side="left")
    return np.append(points, np.inf), place.astype(np.int64)


def _standardised(columns: Matrix) -> Matrix:
    if not columns.shape[1]:
        return columns
    spread = columns.std(axis=0)
    kept = spread > 0
    return np.asarray((columns[:, kept] - columns[:, kept].mean(axis=0)) / spread[kept])


# ---------------- The models


@dataclass(frozen=True)
class _Models:
    """Hazards of each arm; coefficients are an arm's own where its events bear them."""

    event: tuple[tuple[ProportionalHazards, int], ...]  # by arm: the fit, and the arm's stratum in it
    other: tuple[tuple[ProportionalHazards, int], ...] | None  # competing events
    loss: tuple[tuple[ProportionalHazards, int], ...]

    @classmethod
    def fitted(cls, place: Codes, event: Codes, arm: Codes, held: Matrix, times: int) -> _Models:
        within = place < times - 1

        def by_arm(happened: Any) -> tuple[tuple[ProportionalHazards, int], ...]:
            happened = happened & within
            counts = [int(happened[arm == side].sum()) for side in (0, 1)]
            p = held.shape[1]
            if p and min(counts) >= EVENTS_PER_COLUMN * p:
                fits = []
                for side in (0, 1):
                    own = arm == side
                    fit = fit_hazards(
                        place=place[own],
                        happened=happened[own],
                        covariates=held[own],
                        stratum=np.zeros(int(own.sum()), dtype=np.int64),
                        times=times,
                        ridge=RIDGE * counts[side],
                    )
                    fits.append((fit, 0))
                return tuple(fits)
            bears = sum(counts) >= EVENTS_PER_COLUMN * p
            fit = fit_hazards(
                place=place,
                happened=happened,
                covariates=held if bears else np.zeros((len(place), 0)),
                stratum=arm,
                times=times,
                ridge=RIDGE * max(sum(counts), 1),
            )
            return (fit, 0), (fit, 1)

        competing = by_arm(event > 1) if (event > 1).any() else None
        return cls(by_arm(event == 1), competing, by_arm(event == 0))


def _hazards(model: tuple[ProportionalHazards, int], held: Matrix) -> Matrix:
    fit, stratum = model
    return fit.hazards(held if len(fit.coefficients) else np.zeros((len(held), 0)), stratum)


def _stay(hazards: Matrix) -> Matrix:
    """Shares that are left after each time, (rows, times)."""
    return np.asarray(np.cumprod(1 - np.minimum(hazards, 1.0), axis=1))


# ---------------- The figures


@dataclass
class _Moments:
    """Influence values by arm, and the curves."""

    mean_time: Matrix  # (rows, 2)
    survival: Matrix  # (rows, 2), by the horizon
    incidence: Matrix  # (rows, 2), by the horizon; zeros without competing events
    curves: Matrix  # (2, times)
    errors: Matrix  # (2, times)

    @classmethod
    def gathered(
        cls,
        models: _Models,
        place: Codes,
        event: Codes,
        arm: Codes,
        held: Matrix,
        weights: Vector,
        grid: Vector,
        horizon: float,
        clusters: Codes | None,
    ) -> _Moments:
        n, times = len(place), len(grid) - 1
        mean_time, survival, incidence = (np.zeros((n, 2)) for _ in range(3))
        sums, squares = np.zeros((2, times)), np.zeros((2, times))
        # From 0 to the first time everybody is there; the last step ends at the horizon.
        widths = np.diff(np.append(grid[:-1], horizon))
        first = float(grid[0])
        for start in range(0, n, CHUNK):
            rows = slice(start, min(start + CHUNK, n))
            for side in (0, 1):
                phi, share = _influence(models, side, place[rows], event[rows], held[rows], times,
                                        np.where(arm[rows] == side, weights[rows], 0.0))  # fmt: skip
                sums[side] += phi.sum(axis=0)
                squares[side] += (phi**2).sum(axis=0)
                mean_time[rows, side] = first + phi @ widths
                survival[rows, side] = phi[:, -1]
                incidence[rows, side] = share
        curves = sums / n
        errors = np.sqrt(np.maximum(squares / n - curves**2, 0) / n)
        return cls(mean_time, survival, incidence, curves, errors)


def _influence(
    models: _Models, side: int, place: Codes, event: Codes, held: Matrix, times: int, weights: Vector
) -> tuple[Matrix, Vector]:
    """What each row says of the arm's curve, (rows, times), and of the share with the event by its end.

    Everybody's prediction, and for rows of the arm what happened beyond it: martingale increments, weighted
    by the chance of being in the arm and still observed. The share is (rows,).
    """
    own = _hazards(models.event[side], held)[:, :times]
    other = _hazards(models.other[side], held)[:, :times] if models.other else np.zeros_like(own)
    # Together they may not pass 1, where nobody is left.
    total = own + other
    shrink = np.minimum(1.0, (1 - 1e-12) / np.maximum(total, 1e-300))
    own, other, total = own * shrink, other * shrink, total * shrink
    left = _stay(total)
    observed = _stay(_hazards(models.loss[side], held)[:, :times])
    before = np.column_stack([np.ones(len(place)), observed[:, :-1]])  # an event comes before a loss
    before = np.maximum(before, LOWEST_STAY)
    steps = np.arange(times)[None, :]
    there = steps <= place[:, None]
    here = steps == place[:, None]
    beyond_own = (here & (event == 1)[:, None]) - there * own
    beyond_other = (here & (event > 1)[:, None]) - there * other
    scaled = weights[:, None] / before
    safe = np.maximum(left, 1e-9)
    phi = left * (1 - np.cumsum(scaled * (beyond_own + beyond_other) / safe, axis=1))
    if not models.other:
        return phi, np.zeros(len(place))
    earlier = np.column_stack([np.ones(len(place)), left[:, :-1]])
    happened = np.cumsum(earlier * own, axis=1)
    to_come = happened[:, -1:] - happened
    # A row's event adds itself and takes away what was to come; a competing one only takes away.
    share = happened[:, -1] + (scaled * (beyond_own - (beyond_own + beyond_other) * to_come / safe)).sum(
        axis=1
    )
    return phi, share


def _error(influence: Vector, clusters: Codes | None) -> float:
    centred = influence - influence.mean()
    n = len(centred)
    if clusters is None:
        return math.sqrt(float(centred @ centred) / (n - 1) / n)
    sums = cluster_sums(centred[:, None], clusters)[:, 0]
    return math.sqrt(len(sums) / (len(sums) - 1) * float(sums @ sums)) / n


def _arms(values: Matrix, scale: Scale, of_difference: Scale, clusters: Codes | None) -> Arms:
    def quantity(column: Vector, scale: Scale) -> Quantity:
        value, error = float(column.mean()), _error(column, clusters)
        return Quantity(value, (value - REACH * error, value + REACH * error), error, scale)

    low, high = quantity(values[:, 0], scale), quantity(values[:, 1], scale)
    return Arms(low, high, quantity(values[:, 1] - values[:, 0], of_difference))


def _hazard_ratio(place: Codes, event: Codes, arm: Codes, held: Matrix, times: int) -> tuple[Quantity, float]:
    """Of the event, the covariates held fixed; and the p-value of "the same at all times".

    Grambsch & Therneau (1994), Biometrika 81(3), with the order of the times.
    """
    happened = (event == 1) & (place < times - 1)
    bears = happened.sum() >= EVENTS_PER_COLUMN * (held.shape[1] + 1)
    columns = np.column_stack([arm.astype(float), held]) if bears else arm[:, None].astype(float)
    fit = fit_hazards(
        place=place,
        happened=happened,
        covariates=columns,
        stratum=np.zeros(len(place), dtype=np.int64),
        times=times,
        ridge=0.0,
    )
    beta, error = float(fit.coefficients[0]), math.sqrt(float(fit.covariance[0, 0]))
    limits = (math.exp(beta - REACH * error), math.exp(beta + REACH * error))
    ratio = Quantity(math.exp(beta), limits, math.exp(beta) * error, Scale(ScaleKind.RATIO))
    hazard = np.exp(np.clip(columns @ fit.coefficients, -50, 50))

    def mean_at_risk(values: Vector) -> Vector:
        above = np.bincount(place, values, minlength=times)[::-1].cumsum()[::-1]
        return np.asarray(
            above / np.maximum(np.bincount(place, hazard, minlength=times)[::-1].cumsum()[::-1], 1e-300)
        )

    share = mean_at_risk(hazard * arm)
    residuals = (arm - share[place])[happened]
    spread = (share * (1 - share))[place][happened]
    order = np.argsort(np.argsort(place[happened], kind="stable"), kind="stable").astype(float)
    order -= (order * spread).sum() / max(spread.sum(), 1e-300)
    variance = float((order**2 * spread).sum())
    z = float((order * residuals).sum()) / math.sqrt(variance) if variance > 0 else 0.0
    return ratio, math.erfc(abs(z) / math.sqrt(2))


LATE = 1e-3  # chance that nobody of the high arm would have ended so early


def _late_start(
    time: Vector, event: Codes, arm: Codes, scale: Scale
) -> tuple[Quantity | None, Quantity | None]:
    """Does nobody of the treated end in a time in which many of the others do?

    So it looks where the treatment can be had only by those who last long enough (immortal time).
    """
    earliest = float(time[arm == 1].min())
    early = float(((time < earliest) & (arm == 0)).sum() / (arm == 0).sum())
    if early <= 0 or (1 - early) ** int((arm == 1).sum()) > LATE:
        return None, None
    return Quantity(early, scale=Scale(ScaleKind.SHARE), decimals=0), Quantity(earliest, scale=scale)


def _curve(moments: _Moments, grid: Vector, time: Vector, arm: Codes, horizon: float) -> Curve:
    times = (0.0, *map(float, grid[:-1]), horizon)

    def side(values: Vector, start: float) -> tuple[float, ...]:
        return (start, *map(float, values), float(values[-1]))

    looks = tuple(float(at) for at in np.linspace(0, horizon, RISK_TIMES))
    at_risk = tuple(tuple(int((time[arm == each] >= at).sum()) for at in looks) for each in (0, 1))
    return Curve(
        times=times,
        survival=(side(moments.curves[0], 1.0), side(moments.curves[1], 1.0)),
        error=(side(moments.errors[0], 0.0), side(moments.errors[1], 0.0)),
        risk_times=looks,
        at_risk=(at_risk[0], at_risk[1]),
    )

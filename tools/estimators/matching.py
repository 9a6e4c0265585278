"""Matching with replacement: every row is held against the rows of the other group that are most like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree
from scipy.special import logit

from tools.device import device_for, on
from tools.errors import EstimationError
from tools.estimators.interface import EITHER_GROUP, ESTIMATORS, Effect, EffectEstimator, run_estimator
from tools.estimators.linear import Codes, Matrix, Vector, orthonormal_basis
from tools.estimators.propensity import PROPENSITY_LINES
from tools.estimators.scripts import with_basis
from tools.estimators.weighting import Arms, two_arms
from tools.messages import Column, Message, Quoted, counted
from tools.types import Estimand, Estimate, Sample

# ---------------- Nearest neighbours with all their ties, so that a match never depends on the order of the


FEW_DIMENSIONS = 6  # a tree is faster up to here; beyond, all distances by matrix products are
BLOCK = 4_000_000  # distances held at a time
TINY = 1e-12
TIED = 1e-8  # two distances that differ by less than this share are the same


@dataclass(frozen=True)
class Points:
    """Rows collapsed to their distinct places: rows in one place are interchangeable as matches."""

    places: Matrix  # (places, d)
    of_row: Codes  # (rows,) position in `places`
    rows: Vector  # (places,) rows in each place

    def sums(self, values: Vector) -> Vector:
        """Sum of values (rows,) in each place (places,)."""
        return added_up(self.of_row, values, len(self.places))

    def spread(self, place: Codes, values: Vector) -> Vector:
        """For each row (rows,) the sum of the values (pairs,) that went to its place."""
        return np.asarray(added_up(place, values, len(self.places))[self.of_row])


def added_up(codes: Codes, values: Vector, count: int) -> Vector:
    """Sum of values for each code 0..count-1 (count,)."""
    return np.asarray(np.bincount(codes, values, minlength=count), dtype=np.float64)


def distinct_points(points: Matrix) -> Points:
    """The distinct rows of points (rows, d)."""
    places, of_row, rows = np.unique(points, axis=0, return_inverse=True, return_counts=True)
    return Points(places, np.asarray(of_row).reshape(-1), rows.astype(np.float64))


def nearest(queries: Matrix, places: Matrix, own: Codes | None = None) -> tuple[Codes, Codes, Vector]:
    """For each query (q, d) all nearest places (p, d): pairs (query, place), and the distance (q,).

    `own` (q,) names a place that is not to be found: the query's own, when queries are places.
    """
    if queries.shape[1] > FEW_DIMENSIONS:
        return _nearest_by_products(queries, places, own)
    tree = cKDTree(places)
    distance = tree.query(queries)[0] if own is None else tree.query(queries, k=2)[0][:, 1]
    groups = tree.query_ball_point(queries, distance * (1 + TIED) + TINY)
    sizes = np.fromiter((len(group) for group in groups), dtype=np.int64, count=len(queries))
    place = np.fromiter((j for group in groups for j in group), dtype=np.int64, count=int(sizes.sum()))
    query = np.repeat(np.arange(len(queries)), sizes)
    if own is not None:
        other = place != own[query]
        query, place = query[other], place[other]
    return query, place, np.asarray(distance)


def _nearest_by_products(queries: Matrix, places: Matrix, own: Codes | None) -> tuple[Codes, Codes, Vector]:
    """|a - b|^2 = |a|^2 + |b|^2 - 2ab, in blocks."""
    found_query, found_place, distances = [], [], []
    device = device_for(queries.size * len(places))
    if device is not None:
        return _nearest_on(device, queries, places, own)
    squared = np.einsum("ij,ij->i", places, places)
    step = max(1, BLOCK // len(places))
    for start in range(0, len(queries), step):
        block = queries[start : start + step]
        length = np.einsum("ij,ij->i", block, block)
        gap = np.maximum(length[:, None] + squared[None, :] - 2.0 * block @ places.T, 0.0)
        if own is not None:
            gap[np.arange(len(block)), own[start : start + step]] = np.inf
        closest = gap.min(axis=1)
        # Rounding in the products is relative to the lengths, not to the gap.
        query, place = np.nonzero(gap <= (closest * (1 + TIED) + TINY * (length + squared.max()))[:, None])
        found_query.append(query + start)
        found_place.append(place)
        distances.append(np.sqrt(closest))
    return np.concatenate(found_query), np.concatenate(found_place), np.concatenate(distances)


def _nearest_on(
    device: str, queries: Matrix, places: Matrix, own: Codes | None
) -> tuple[Codes, Codes, Vector]:
    """The same by torch, on a GPU."""
    import torch

    found_query, found_place, distances = [], [], []
    there = on(device, places)
    squared = (there * there).sum(dim=1)
    longest = squared.max()
    step = max(1, BLOCK // len(places))
    for start in range(0, len(queries), step):
        block = on(device, queries[start : start + step])
        length = (block * block).sum(dim=1)
        gap = (length[:, None] + squared[None, :] - 2.0 * block @ there.T).clamp_(min=0.0)
        if own is not None:
            mine = torch.from_numpy(own[start : start + step]).to(device)
            gap[torch.arange(len(block), device=device), mine] = torch.inf
        closest = gap.min(dim=1).values
        near = gap <= (closest * (1 + TIED) + TINY * (length + longest))[:, None]
        query, place = torch.nonzero(near, as_tuple=True)
        found_query.append(query.cpu().numpy() + start)
        found_place.append(place.cpu().numpy())
        distances.append(closest.sqrt().cpu().numpy())
    return np.concatenate(found_query), np.concatenate(found_place), np.concatenate(distances)


def spread_nearby(points: Points, values: Vector) -> Vector:
    """For each row the variance of `values` (rows,) among rows like it: its place, or with the nearest other.

    With one neighbour this is half the squared difference: Abadie & Imbens (2006), Econometrica 74(1),
    equation 14.
    """
    held = np.column_stack([points.rows, points.sums(values), points.sums(values**2)])
    alone = np.flatnonzero(points.rows < 2)
    if len(alone) and len(points.places) > 1:
        query, place, _ = nearest(points.places[alone], points.places, alone)
        held[alone] += np.column_stack([added_up(query, held[place, j], len(alone)) for j in range(3)])
    rows, total, squares = held.T
    variance = (squares - total**2 / rows) / np.maximum(rows - 1.0, 1.0)
    return np.asarray(np.maximum(variance, 0.0)[points.of_row])


# ---------------- What it changes in a matching estimate's variance that the propensity was itself estimated


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


CALIPER = 0.2  # standard deviations of the logit of the propensity: Austin (2011), Pharm. Statistics 10(2)
DIGITS = 10  # places, or chances, that agree this far are the same


@dataclass(frozen=True)
class Matched:
    """One group held against the other; `asking` and `giving` are arrays of row positions in the sample."""

    asking: np.ndarray  # rows that were matched
    giving: np.ndarray  # rows of the other group
    counterpart: Vector  # (asking,) mean outcome of each one's matches
    used: Vector  # (giving,) how often each row is a match, ties counted by their share
    used_squared: Vector  # (giving,) the same with squared shares
    unmatched: int  # rows with nobody within the caliper
    gap: float  # mean distance to the matches
    left: Vector  # (giving,) outcome less the model that the matches were corrected by


class Matching(EffectEstimator):
    """Base: mean over matched rows of outcome at high less outcome at low, one of them from the matches.

    The nearest row of the other group, with replacement, all ties; `caliper` leaves out rows with nobody
    near. What the matches still differ in is taken off by regression (`bias_corrected`). Assumes no
    unmeasured common cause and overlap. Abadie & Imbens (2006), Econometrica 74(1), for the interval, and
    (2011), JBES 29(1), for the correction.
    """

    def __init__(
        self,
        identified_estimand: Any,
        *,
        caliper: float | None = None,
        bias_corrected: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(identified_estimand, **options)
        self.caliper = caliper
        self.bias_corrected = bias_corrected

    def places(self, arms: Arms) -> Matrix:
        """Where each row stands (rows, d); rows are alike when they are near."""
        raise NotImplementedError

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        arms = two_arms(self, frame, low, high)
        if arms.clusters is not None:
            raise EstimationError(
                Message(
                    "estimation-no-clustered-interval",
                    {"estimator": Quoted(self.registry_name), "cluster": Column(str(self.cluster))},
                )
            )
        if arms.columns.shape[1] < 2:
            raise EstimationError(Message("estimation-no-covariate-to-match"))
        places = np.round(self.places(arms), DIGITS)
        groups = {"att": (1,), "atc": (0,)}.get(target, (1, 0))
        done = {group: self._match(places, arms, group) for group in groups}
        return self._finish(places, arms, done, target)

    def _match(self, places: Matrix, arms: Arms, group: int) -> Matched:
        """Rows of `group` (1: treated) against the other group."""
        asking, giving = np.flatnonzero(arms.treated == group), np.flatnonzero(arms.treated != group)
        seekers, givers = distinct_points(places[asking]), distinct_points(places[giving])
        query, place, distance = nearest(seekers.places, givers.places)
        near = np.ones(len(distance), dtype=bool)
        if self.caliper is not None:
            near = distance <= self._width(places) * (1 + 1e-9)
            query, place = query[near[query]], place[near[query]]
        if not near.any():
            raise EstimationError(Message("estimation-nobody-near"))
        shares, many = _tied_shares(query, place, givers, len(near))
        counts = seekers.rows[query]
        used = givers.spread(place, counts / many)
        squared = givers.spread(place, counts / many**2)
        own, model = arms.outcome[giving], np.zeros(len(arms.outcome))
        if self.bias_corrected:
            model = _matched_model(arms, giving, used)
        # A match's outcome is moved by what the model says the two rows differ in.
        means = givers.sums(own - model[giving])[place] / givers.rows[place]
        at_place = added_up(query, shares * means, len(near))
        kept = near[seekers.of_row]
        counterpart = at_place[seekers.of_row][kept] + model[asking][kept]
        gap = float(distance[seekers.of_row][kept].mean())
        lost = int((~kept).sum())
        left = own - model[giving]
        return Matched(asking[kept], giving, counterpart, used, squared, lost, gap, left)

    def variance_change(self, arms: Arms, left: Vector, gaps: Vector, target: str) -> float:
        """What to add to the estimate's variance because the places were estimated; nothing here."""
        return 0.0

    def _width(self, places: Matrix) -> float:
        assert self.caliper is not None
        return self.caliper * float(places.std(axis=0, ddof=1).max())

    def _finish(self, places: Matrix, arms: Arms, done: dict[int, Matched], target: str) -> Effect:
        y, rows = arms.outcome, len(arms.outcome)
        left = y.copy()
        asked, used, squared, gains = np.zeros(rows), np.zeros(rows), np.zeros(rows), np.zeros(rows)
        for group, matched in done.items():
            asked[matched.asking] = 1.0
            sign = 1.0 if group == 1 else -1.0
            gains[matched.asking] = sign * (y[matched.asking] - matched.counterpart)
            used[matched.giving] += matched.used
            squared[matched.giving] += matched.used_squared
            left[matched.giving] = matched.left
        count = float(asked.sum())
        value = float(gains.sum()) / count
        noise = np.zeros(rows)
        for group in (0, 1):
            members = np.flatnonzero(arms.treated == group)
            # Of the outcome itself: residuals of a model fitted on few matches would be too small.
            noise[members] = spread_nearby(distinct_points(places[members]), y[members])
        gaps = asked * (gains - value)
        known = float(gaps @ gaps) + float(noise @ (used**2 + 2 * asked * used - squared))
        known = max(known, 0.0) / count**2
        # The correction is itself an estimate: half of the variance always stays.
        variance = max(known + self.variance_change(arms, left, gaps, target), known / 2)
        details = {
            "std_error_known_places": float(np.sqrt(known)),
            "rows_matched": count,
            "rows_unmatched": float(sum(matched.unmatched for matched in done.values())),
            "rows_used_as_matches": float((used > 0).sum()),
            "most_uses_of_a_row": float(used.max()),
            "mean_match_distance": float(np.mean([matched.gap for matched in done.values()])),
            "covariate_columns": float(arms.columns.shape[1] - 1),
        }
        warnings: tuple[Message, ...] = ()
        if details["rows_unmatched"]:
            warnings = (
                Message(
                    "estimation-unmatched",
                    {"estimator": Quoted(self.registry_name), "rows": counted(details["rows_unmatched"])},
                ),
            )
        return Effect(value, float(np.sqrt(variance)), rows, np.inf, details, warnings)


def _tied_shares(query: np.ndarray, place: np.ndarray, givers: Points, queries: int) -> tuple[Vector, Vector]:
    """For each pair the place's share in the query's match, and the number of rows that share the match."""
    rows = givers.rows[place]
    many = added_up(query, rows, queries)[query]
    return rows / many, many


def _matched_model(arms: Arms, giving: np.ndarray, used: Vector) -> Vector:
    """Outcome by covariates in the group of the matches, weighted by their use, for all rows (rows,)."""
    members = giving[used > 0]
    root = np.sqrt(used[used > 0])[:, None]
    basis = orthonormal_basis(arms.columns[members] * root)
    solution = np.linalg.solve(basis.r, basis.q.T @ (arms.outcome[members] * root[:, 0]))
    return np.asarray(arms.columns[:, list(basis.kept)] @ solution)


class PropensityMatching(Matching):
    """Nearest neighbour on the logit of the propensity, within 0.2 of its standard deviations.

    See `Matching`. Rosenbaum & Rubin (1983), Biometrika 70(1); caliper: Austin (2011). The interval counts
    that the propensity was estimated (Abadie & Imbens 2016, Econometrica 84(2)); `std_error_known_places` in
    the details does not.
    """

    registry_name = "propensity_matching"
    method_name = "nearest neighbour on the propensity"

    def __init__(self, identified_estimand: Any, *, caliper: float | None = CALIPER, **options: Any) -> None:
        super().__init__(identified_estimand, caliper=caliper, **options)

    def places(self, arms: Arms) -> Matrix:
        chance = np.clip(arms.propensity.raw, 1e-12, 1 - 1e-12)
        return np.asarray(logit(chance)[:, None])

    def variance_change(self, arms: Arms, left: Vector, gaps: Vector, target: str) -> float:
        return estimated_propensity_change(arms, left, gaps, target)


class MahalanobisMatching(Matching):
    """Nearest neighbour on all covariates, each difference in units of their joint spread.

    See `Matching`. `caliper` counts in those units. Rubin (1980), Biometrics 36(2).
    """

    registry_name = "mahalanobis_matching"
    method_name = "nearest neighbour by Mahalanobis distance"

    def places(self, arms: Arms) -> Matrix:
        # Orthonormal columns beside the intercept are the covariates with unit variance and no correlation.
        return np.asarray(orthonormal_basis(arms.columns).q[:, 1:] * np.sqrt(len(arms.outcome) - 1))


# ---------------- The lines that give the same number without us


PROPENSITY_PLACES_LINES = """\
raw = np.clip(logistic(t, everybody), 1e-12, 1 - 1e-12)
places = np.log(raw / (1 - raw))[:, None]
width = 0.2 * places.std(ddof=1)  # the caliper
"""

MAHALANOBIS_PLACES_LINES = """\
places = basis(columns)[0][:, 1:] * np.sqrt(len(t) - 1)  # unit variance and no correlation
width = np.inf
"""

MATCHING_LINES = """\
places = np.round(places, 10)
gains = []
for group in {"att": [1], "atc": [0]}.get(target, [1, 0]):
    others = np.flatnonzero(t != group)
    matches, used = {}, np.zeros(len(t))
    for row in np.flatnonzero(t == group):
        distance = np.linalg.norm(places[others] - places[row], axis=1)
        if distance.min() <= width * (1 + 1e-9):
            matches[row] = others[distance <= distance.min() * (1 + 1e-8) + 1e-12]
            used[matches[row]] += 1 / len(matches[row])
    # What matches still differ in is taken off by a regression among them.
    root = np.sqrt(used[used > 0])[:, None]
    _, keep = basis(columns[used > 0] * root)
    near = columns[used > 0][:, keep] * root
    model = columns[:, keep] @ np.linalg.lstsq(near, y[used > 0] * root[:, 0], rcond=None)[0]
    sign = 1 if group == 1 else -1
    for row, found in matches.items():
        gains.append(sign * (y[row] - model[row] - np.mean(y[found] - model[found])))
effect = np.mean(gains)
"""


@ESTIMATORS.register(
    "propensity_matching",
    script=with_basis(PROPENSITY_LINES, PROPENSITY_PLACES_LINES, MATCHING_LINES),
    estimands=EITHER_GROUP,
)
def propensity_matching(sample: Sample, estimand: Estimand) -> Estimate:
    """Matching on the chance of treatment; see `PropensityMatching`."""
    return run_estimator(PropensityMatching, sample, estimand)


@ESTIMATORS.register(
    "mahalanobis_matching",
    script=with_basis(PROPENSITY_LINES, MAHALANOBIS_PLACES_LINES, MATCHING_LINES),
    estimands=EITHER_GROUP,
)
def mahalanobis_matching(sample: Sample, estimand: Estimand) -> Estimate:
    """Matching on the covariates; see `MahalanobisMatching`."""
    return run_estimator(MahalanobisMatching, sample, estimand)

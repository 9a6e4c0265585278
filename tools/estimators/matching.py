"""Matching with replacement: every row is held against the rows of the other group that are most like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import logit

from tools.errors import EstimationError
from tools.estimators.effect import Effect
from tools.estimators.estimated_propensity import estimated_propensity_change
from tools.estimators.interface import ESTIMATORS, EffectEstimator, run_estimator
from tools.estimators.linear import Matrix, Vector, orthonormal_basis
from tools.estimators.neighbours import Points, added_up, distinct_points, nearest, spread_nearby
from tools.estimators.weighting import Arms, two_arms
from tools.types import Estimand, Estimate, Sample

CALIPER = 0.2  # standard deviations of the logit of the propensity: Austin (2011), Pharm. Statistics 10(2)
DIGITS = 10  # places that agree this far are the same place


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
                f"{self.registry_name} has no interval for rows that are dependent within "
                f"{self.cluster!r}. Use linear_regression or aipw."
            )
        if arms.columns.shape[1] < 2:
            raise EstimationError(
                "There is no covariate to match on. Name the adjustment set, or use linear_regression."
            )
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
            raise EstimationError(
                "Nobody in the other group is near enough to be a match. Use a wider caliper or "
                "linear_regression."
            )
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
        warnings: tuple[str, ...] = ()
        if details["rows_unmatched"]:
            warnings = (
                f"{self.registry_name}: {details['rows_unmatched']:.0f} rows have nobody like them in the "
                "other group and are left out, so its effect is that of the others.",
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


@ESTIMATORS.register("propensity_matching")
def propensity_matching(sample: Sample, estimand: Estimand) -> Estimate:
    """Matching on the chance of treatment; see `PropensityMatching`."""
    return run_estimator(PropensityMatching, sample, estimand)


@ESTIMATORS.register("mahalanobis_matching")
def mahalanobis_matching(sample: Sample, estimand: Estimand) -> Estimate:
    """Matching on the covariates; see `MahalanobisMatching`."""
    return run_estimator(MahalanobisMatching, sample, estimand)

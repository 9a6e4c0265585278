"""Was it because of it? Probabilities of necessity, sufficiency and both, and what share is due to a cause.

Which of two things one case would have done cannot be seen, so these are bounds (Tian & Pearl 2000, Annals
of Mathematics and Artificial Intelligence 28); a point where the cause never works the other way
(monotonicity; Pearl 1999, Synthese 121), which is an assumption that data can refute and not prove. The
risks that would have been are those of the people concerned: of the treated had they not been, and the other
way round, adjusted by doubly robust scores (Robins, Rotnitzky & Zhao 1994): confounding is corrected for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tools.effects.scores import FEWEST_ROWS, MOST_CLIPPED, Scores, group_effects, simultaneous_reach
from tools.errors import EstimationError
from tools.estimators.learners import FOLDS, fold_numbers_of, out_of_fold, row_marks
from tools.estimators.linear import Codes, Matrix, Vector, cluster_sums
from tools.estimators.propensity import LOWEST
from tools.estimators.weighting import is_zero_one
from tools.messages import Message, Quantity, Scale, ScaleKind, counted

__all__ = ["Bounds", "Necessity", "NecessityVerdict", "Risks", "causation_bounds", "necessity", "risks_of"]

REACH = 1.96
FEWEST_CASES = 10  # with the treatment as it was and the outcome as it was
FEWEST_EACH = 5  # of the rare outcome, in either arm: a risk from fewer is no more than a guess
RAREST = 0.05  # chance of the treatment at which a row's weight stops to grow
FEWEST_EFFECTIVE = 30  # rows that the comparison is worth, once weighted to be like the others
LEAST_GROUP = 30  # rows of each arm, below which a group says nothing about the direction


# ---------------- The bounds as they are printed


@dataclass(frozen=True)
class Bounds:
    """Probability of necessity, of sufficiency and of both: (lowest, highest) possible, and with
    monotonicity.

    A point outside 0..1 means that the risks contradict monotonicity.
    """

    necessity: tuple[float, float]
    sufficiency: tuple[float, float]
    both: tuple[float, float]
    monotone: tuple[float, float, float]  # the three points where the cause never prevents


def causation_bounds(
    *, treated: float, risk_treated: float, risk_untreated: float, if_treated: float, if_untreated: float
) -> Bounds:
    """Sharp bounds from what is seen, `treated` P(x), `risk_treated` P(y|x), `risk_untreated` P(y|x'), and
    what an experiment or an adjustment tells of everybody: `if_treated` P(y_x) and `if_untreated` P(y_x').

    Tian & Pearl (2000), equations 11 to 13 and theorem 3; (0, 1) where nobody is such a case.
    """
    case, safe = treated * risk_treated, (1 - treated) * (1 - risk_untreated)
    other, spared = (1 - treated) * risk_untreated, treated * (1 - risk_treated)
    risk = case + other
    both = (
        max(0.0, if_treated - if_untreated, risk - if_untreated, if_treated - risk),
        min(if_treated, 1 - if_untreated, case + safe, if_treated - if_untreated + spared + other),
    )
    needed = ((risk - if_untreated), ((1 - if_untreated) - safe))
    enough = ((if_treated - risk), (if_treated - case))

    def within(ends: tuple[float, float], of: float) -> tuple[float, float]:
        return (max(0.0, ends[0] / of), min(1.0, ends[1] / of)) if of > 0 else (0.0, 1.0)

    points = (
        needed[0] / case if case > 0 else math.nan,
        enough[0] / safe if safe > 0 else math.nan,
        if_treated - if_untreated,
    )
    return Bounds(within(needed, case), within(enough, safe), both, points)


# ---------------- The risks, with what each row says of them


@dataclass(frozen=True)
class Risks:
    """Mean outcomes by what was, and by what would have been, with each row's influence.

    `means` (4,): of the treated as they were, of the treated had they not been, of the untreated as they
    were, of the untreated had they been. `influence` (rows, 4): sums to 0; `covariance` (4, 4).
    """

    means: Vector
    covariance: Matrix
    treated: float  # share of the rows
    scores: Scores  # of the effect, for groups
    clipped: int


WITH, WITHOUT = 0, 1  # of the treated: as they were, had they not been
UNTREATED, HAD_THEY = 2, 3  # of the untreated: as they were, had they been


def risks_of(
    *,
    outcome: Vector,
    treatment: Vector,
    covariates: Matrix,
    by_chance: bool = False,
    clusters: Codes | None = None,
) -> Risks:
    """Risks among the treated and the untreated, `treatment` (rows,) 0 or 1, by cross-fitted scores.

    `covariates` (rows, p) are held fixed; with `by_chance` they predict the outcome alone, since chance
    decided the treatment at the same odds for all. Missing values are not allowed. Raises EstimationError
    with fewer than 100 rows, and where covariates decide who gets the treatment.
    """
    n, t = len(outcome), treatment
    if n < FEWEST_ROWS:
        slots = {"rows": counted(n), "needed": counted(FEWEST_ROWS)}
        raise EstimationError(Message("estimation-too-few-for-cross-fitting", slots))
    marks = row_marks(t, outcome, covariates)
    fold = fold_numbers_of(marks, t, clusters, FOLDS)
    share = float(t.mean())
    adjusted = bool(covariates.shape[1]) and not by_chance
    chance = out_of_fold(covariates, t, fold, chance=True).values if adjusted else np.full(n, share)
    e = np.clip(chance, LOWEST, 1 - LOWEST)
    clipped = int((e != chance).sum())
    if clipped > MOST_CLIPPED * n:
        raise EstimationError(Message("effects-no-overlap", {"rows": counted(clipped)}))
    if covariates.shape[1]:
        yes_no = is_zero_one(outcome)
        ones, zeros = (out_of_fold(covariates, outcome, fold, t == arm, yes_no).values for arm in (1, 0))
    else:
        ones, zeros = (np.full(n, outcome[t == arm].mean()) for arm in (1, 0))
    # A handful of rows whose chance was next to nothing would carry the mean of hundreds: their weights are
    # cut, and the outcome model stands in (Cole & Hernan 2008, Am. J. Epidemiol. 168(6)).
    e = np.clip(e, RAREST, 1 - RAREST)
    # Weights that add up to the rows for which they stand (Hajek) cannot carry a mean outside its range.
    down, up = (1 - t) * e / (1 - e), t * (1 - e) / e
    down, up = down * t.sum() / down.sum(), up * (n - t.sum()) / up.sum()
    if min(down.sum() ** 2 / (down @ down), up.sum() ** 2 / (up @ up)) < FEWEST_EFFECTIVE:
        raise EstimationError(Message("effects-no-overlap", {"rows": counted(clipped)}))
    parts = np.column_stack(
        [
            t * outcome,
            t * zeros + down * (outcome - zeros),
            (1 - t) * outcome,
            (1 - t) * ones + up * (outcome - ones),
        ]
    )
    of = np.array([share, share, 1 - share, 1 - share])
    means = parts.mean(axis=0) / of
    member = np.column_stack([t, t, 1 - t, 1 - t])
    influence = (parts - member * means) / of / n
    pieces = influence if clusters is None else cluster_sums(influence, clusters)
    change = ones - zeros + t * (outcome - ones) / e - (1 - t) * (outcome - zeros) / (1 - e)
    scores = Scores(change, np.ones(n), outcome, fold, marks, clusters, clipped)
    count = len(pieces)
    return Risks(means, pieces.T @ pieces * count / (count - 1), share, scores, clipped)


# ---------------- The answer


class NecessityVerdict(StrEnum):
    """What the first sentence says."""

    PARTLY = "partly"  # without it clearly fewer would have been so
    UNCLEAR = "unclear"  # the data do not tell that it does anything to them
    AGAINST = "against"  # it works the other way


@dataclass(frozen=True)
class Necessity:
    """Of the rows that were `as_treated` and whose outcome was the event or not: would it have been
    otherwise?

    For a yes/no outcome all three of `lowest`, `highest` and `point` are chances that one such case would
    have turned out otherwise; `lowest` and `highest` carry the interval that contains the doubt of both.
    For a total (sales, visits) `point` is the share of it that is due to the treatment, and there are no
    bounds.
    """

    verdict: NecessityVerdict
    as_treated: bool  # the cases had the treatment; False: they had not, and it would have changed that
    event: bool  # the cases had the outcome
    point: Quantity  # where the treatment never works the other way
    lowest: Quantity | None  # whatever the treatment does to whom
    highest: Quantity | None
    seen: Quantity  # how frequent the outcome is among those rows; or the mean of it
    otherwise: Quantity  # how frequent it would have been with the other level, in the same rows
    both: Quantity | None  # chance that the outcome follows the treatment both ways, among all; a lower bound
    number: Quantity  # of cases, or how much of the total
    cases: int
    contradicted: str | None  # a column in a group of which the treatment works the other way
    treated: float

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        named = {
            "point": self.point,
            "lowest": self.lowest,
            "highest": self.highest,
            "seen": self.seen,
            "otherwise": self.otherwise,
            "both": self.both,
            "number": self.number,
        }
        return {name: quantity for name, quantity in named.items() if quantity is not None}

    @property
    def headline(self) -> str | None:
        return "point"


def necessity(
    risks: Risks,
    *,
    as_treated: bool = True,
    event: bool = True,
    groups: Mapping[str, np.ndarray] | None = None,
    scale: Scale | None = None,
) -> Necessity:
    """What share of the cases would have been otherwise; `scale` is that of a total, None for a yes/no
    outcome.

    `groups` are rows (rows,) of bool by which it is tested whether the treatment works the other way in some,
    by the column's name: columns from before the treatment. Raises EstimationError with fewer than 10 cases.
    """
    arm = np.array([1.0, 0.0, 0.0, 0.0]) if as_treated else np.array([0.0, 0.0, 1.0, 0.0])
    other = np.roll(arm, 1)
    means, covariance, n = risks.means, risks.covariance, risks.scores.rows
    size = n * (risks.treated if as_treated else 1 - risks.treated)
    seen, otherwise = float(arm @ means), float(other @ means)
    yes_no = scale is None
    if yes_no and not event:
        seen, otherwise, arm, other = 1 - seen, 1 - otherwise, -arm, -other
    cases = round(size * seen) if yes_no else round(size)
    rarest = min(risks.scores.outcome.sum(), n - risks.scores.outcome.sum()) if yes_no else n
    if cases < FEWEST_CASES or rarest < FEWEST_EACH:
        raise EstimationError(Message("necessity-too-few", {"rows": counted(cases)}))
    if seen <= 0:
        raise EstimationError(Message("necessity-no-total"))

    def error(weights: Vector) -> float:
        return math.sqrt(max(float(weights @ covariance @ weights), 0.0))

    # 1 - otherwise / seen, its interval on the log of the ratio, where it is nearer to normal.
    ratio = max(otherwise, 0.0) / seen
    slope = (other - ratio * arm) / seen
    spread = error(slope)
    if ratio > 0:
        far = math.exp(min(REACH * spread / ratio, 50.0))
        ends = (1 - ratio * far, 1 - ratio / far)
    else:
        ends = (1 - ratio - REACH * spread, 1.0)
    share = Scale(ScaleKind.SHARE)
    point = Quantity(1 - ratio, ends, spread, share)
    lowest = highest = both = None
    if yes_no:
        top = (1 - otherwise) / seen
        top_error = error((-other - top * arm) / seen)
        low, high = max(0.0, 1 - ratio), min(1.0, max(top, 0.0))
        reach = (max(0.0, ends[0]), min(1.0, top + REACH * top_error))
        lowest = Quantity(low, (reach[0], min(1.0, max(ends[1], 0.0))), spread, share)
        highest = Quantity(high, (max(0.0, min(top - REACH * top_error, 1.0)), reach[1]), top_error, share)
        both = _both(risks, as_treated == event)
    value = size * (seen - otherwise)
    wide = REACH * size * error(arm - other)
    number_scale = Scale(ScaleKind.NUMBER) if scale is None else scale
    number = Quantity(value, (value - wide, value + wide), wide / REACH, number_scale)
    about = share if yes_no else (scale or share)
    # Where few rows carry a risk, the interval of the ratio and that of the difference may disagree.
    gap = REACH * error(arm - other)
    verdict = (
        NecessityVerdict.PARTLY
        if ends[0] > 0 and seen - otherwise > gap
        else NecessityVerdict.AGAINST
        if ends[1] < 0 and otherwise - seen > gap
        else NecessityVerdict.UNCLEAR
    )
    contradicted = None
    if yes_no:
        sign = 1 if as_treated == event else -1
        contradicted = _other_way(risks, sign, groups or {})
    return Necessity(
        verdict,
        as_treated,
        event,
        point,
        lowest,
        highest,
        _with_interval(seen, error(arm), about),
        _with_interval(otherwise, error(other), about),
        both,
        number,
        cases,
        contradicted,
        risks.treated,
    )


def _with_interval(value: float, error: float, scale: Scale) -> Quantity:
    low, high = value - REACH * error, value + REACH * error
    if scale.kind is ScaleKind.SHARE:
        low, high = max(low, 0.0), min(high, 1.0)
    return Quantity(value, (low, high), error, scale)


def _both(risks: Risks, raises: bool) -> Quantity:
    """How frequent it is at least that the outcome follows the treatment both ways: the mean effect."""
    p = risks.treated
    weights = np.array([p, -p, -(1 - p), 1 - p]) * (1 if raises else -1)
    value = float(weights @ risks.means)
    error = math.sqrt(max(float(weights @ risks.covariance @ weights), 0.0))
    return Quantity(
        max(value, 0.0), (max(0.0, value - REACH * error), min(1.0, max(0.0, value + REACH * error))), error,
        Scale(ScaleKind.SHARE),
    )  # fmt: skip


def _other_way(risks: Risks, sign: int, groups: Mapping[str, np.ndarray]) -> str | None:
    """A column in a group of which the effect clearly has the other sign: nobody is then spared the doubt
    that it both causes and prevents. All groups are tested at once (95%).
    """
    named = {
        name: rows for name, rows in groups.items() if LEAST_GROUP <= rows.sum() <= len(rows) - LEAST_GROUP
    }
    if not named:
        return None
    members = np.column_stack([part for rows in named.values() for part in (rows, ~rows)]).astype(np.float64)
    fit = group_effects(risks.scores, members)
    reach = simultaneous_reach(fit.covariance, fit.degrees_of_freedom)
    against = -sign * fit.values - reach * np.sqrt(np.diag(fit.covariance))
    worst = int(np.argmax(against))
    if against[worst] <= 0:
        return None
    return list(named)[worst // 2]

"""What one row's outcome would have been with another treatment: abduction, action, prediction (Pearl 2009,
Causality, section 7.1).

A number: the row keeps what the mechanism leaves unexplained of it, so that its counterfactual is the fact
and the effect at its own covariates. The effect is a Bayesian regression on residuals (Robinson 1988; Nie &
Wager 2021, Biometrika 108(2)): constant, along each covariate, along curves of several, and for a treatment
with many levels along the treatment, in parts whose sizes are averaged over by their evidence. What the
data do not settle about the mechanism is so in the interval.

Yes or no: what the row would have done is a chance, known within bounds (Frechet; Tian & Pearl 2000).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import numpy as np
from scipy import linalg, stats

from tools.effects.scores import DETERMINED, FEWEST_ROWS
from tools.errors import EstimationError
from tools.estimators.learners import FOLDS, fold_numbers_of, out_of_fold, row_marks
from tools.estimators.linear import Codes, Matrix, Vector, cluster_sums
from tools.messages import Message, Quantity, Scale, ScaleKind, counted

__all__ = [
    "UnitChance",
    "UnitNumber",
    "UnitVerdict",
    "chance_bounds",
    "counterfactual_chance",
    "counterfactual_number",
]

REACH = 1.96
SEED = 20_260_101
CURVES = 60  # random curves of the covariates (Rahimi & Recht 2007, NIPS 20)
SIZES = (0.0, 0.06, 0.15, 0.35, 0.8, 1.8)  # of a part of the effect, in standard deviations of the outcome
KNOTS = (0.1, 0.5, 0.9, 0.99)  # where a curve along the treatment may bend, shares of its rows
LOG_ODDS = (0.05, 0.2, 0.5, 1.2)  # how much an effect may differ along the covariates
DRAWS = 2000
FEW_SUCH = 0.02  # chance of the treatment that was asked about, below which hardly anyone like the row has it
FAR = 4.0  # standard deviations of the treatment from what rows like this one have
UNEQUAL = 0.01  # p-value from which on the spread is said to differ between the arms
FEWEST_OF_KIND = 20  # rows of either outcome, below which no chances are modelled


class UnitVerdict(StrEnum):
    """What the first sentence says."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"  # not clearly other than it was
    YES = "yes"  # more likely than not, whatever the treatment does to whom
    NO = "no"
    OPEN = "open"  # what is known of people like this one does not decide it


# ---------------- A number


@dataclass(frozen=True)
class UnitNumber:
    """One row with another treatment; all in outcome units."""

    verdict: UnitVerdict
    fact: Quantity
    counterfactual: Quantity
    effect: Quantity  # counterfactual less fact
    own: Quantity  # the fact less what rows like it have on average: what is carried over
    likes: Quantity  # rows like it with the other treatment: their mean, and where 95% of them lie
    average: Quantity  # effect of the same step, averaged over all rows
    unlike: bool  # hardly any row like this one has the treatment that was asked about
    spread: float | None  # how many times as spread out rows are with it, where that differs clearly

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        names = ("fact", "counterfactual", "effect", "own", "likes", "average")
        return {name: getattr(self, name) for name in names}

    @property
    def headline(self) -> str | None:
        return "counterfactual"


def counterfactual_number(
    *,
    outcome: Vector,
    treatment: Vector,
    covariates: Matrix,
    row: int,
    to: float,
    scale: Scale,
    by_chance: bool = False,
    clusters: Codes | None = None,
    floor: float | None = None,
) -> UnitNumber:
    """The outcome of row `row` had its treatment been `to`; `covariates` (rows, p) are held fixed.

    `by_chance`: chance decided the treatment, at the same odds for all. `floor`: what no outcome can be
    below. Missing values are not allowed. Raises EstimationError with fewer than 100 rows, and where
    covariates determine the treatment.
    """
    n, t = len(outcome), treatment
    if n < FEWEST_ROWS:
        slots = {"rows": counted(n), "needed": counted(FEWEST_ROWS)}
        raise EstimationError(Message("estimation-too-few-for-cross-fitting", slots))
    two_levels = len(np.unique(t)) == 2
    low = float(t.min())
    span = float(t.max()) - low if two_levels else float(t.std())
    unit_t, unit_to = (t - low) / span, (to - low) / span  # 0 and 1, or standard deviations
    fold = fold_numbers_of(row_marks(t, outcome, covariates), unit_t, clusters, FOLDS)
    expected = _expected(covariates, outcome, fold)
    usual = np.full(n, unit_t.mean()) if by_chance else _expected(covariates, unit_t, fold, two_levels)
    left = unit_t - usual
    if left @ left <= DETERMINED * float(((unit_t - unit_t.mean()) ** 2).sum()):
        raise EstimationError(Message("effects-treatment-determined"))
    rest = outcome - expected
    features = _Features.of(unit_t, covariates, two_levels)
    known = features.residual(unit_t, usual, left)
    contrast = features.at(unit_to, row) - features.at(float(unit_t[row]), row)
    everybody = features.average(unit_to, float(unit_t[row]))
    fit = _average_over_sizes(
        known, rest, features.parts, float(np.std(outcome)), [contrast, everybody], clusters
    )
    effect, error = float(fit.values[0]), float(fit.errors[0])
    fact = float(outcome[row])
    explained = known @ fit.coefficients
    noise = rest - explained
    own = fact - float(expected[row] + explained[row])
    ratio, p_equal = _spread_ratio(noise, unit_t, unit_to) if two_levels else (1.0, 1.0)
    unequal = p_equal < UNEQUAL
    value, ends = fact + effect, (fact + effect - REACH * error, fact + effect + REACH * error)
    if unequal:
        # Rows are more (or less) spread out with the other treatment: what is carried over may grow with it.
        # Nothing in the data says which, so that the interval holds both.
        moved = (ratio - 1) * own
        ends = (ends[0] + min(moved, 0.0), ends[1] + max(moved, 0.0))
    if floor is not None:
        value, ends = max(value, floor), (max(ends[0], floor), max(ends[1], floor))
    mean = fact - own + effect
    of_level = noise[np.isclose(unit_t, unit_to)] if two_levels else noise
    around = np.quantile(of_level, [0.025, 0.975])
    likes = (mean + float(around[0]), mean + float(around[1]))
    if floor is not None:
        mean, likes = max(mean, floor), (max(likes[0], floor), max(likes[1], floor))
    change = (ends[0] - fact, ends[1] - fact)
    verdict = (
        UnitVerdict.HIGHER if change[0] > 0 else UnitVerdict.LOWER if change[1] < 0 else UnitVerdict.SAME
    )
    return UnitNumber(
        verdict,
        Quantity(fact, None, None, Scale(ScaleKind.GIVEN, scale.unit)),
        Quantity(value, ends, error, scale),
        Quantity(value - fact, change, error, scale),
        Quantity(own, None, float(noise.std()), scale),
        Quantity(mean, likes, error, scale),
        Quantity(
            float(fit.values[1]),
            (
                float(fit.values[1]) - REACH * float(fit.errors[1]),
                float(fit.values[1]) + REACH * float(fit.errors[1]),
            ),
            float(fit.errors[1]),
            scale,
        ),
        _unlike(unit_t, unit_to, usual, left, row, two_levels),
        ratio if unequal else None,
    )


def _expected(covariates: Matrix, target: Vector, fold: Codes, chance: bool = False) -> Vector:
    """Out of fold; the mean of the other folds where nothing is held fixed."""
    if covariates.shape[1]:
        return out_of_fold(covariates, target, fold, chance=chance).values
    values = np.empty(len(target))
    for number in range(int(fold.max()) + 1):
        values[fold == number] = target[fold != number].mean()
    return values


def _unlike(t: Vector, to: float, usual: Vector, left: Vector, row: int, two_levels: bool) -> bool:
    if two_levels:
        chance = usual[row] if to == 1.0 else 1 - usual[row]
        return bool(chance < FEW_SUCH)
    spread = float(left.std())
    return bool(max(abs(to - usual[row]), abs(t[row] - usual[row])) > FAR * spread)


def _spread_ratio(noise: Vector, t: Vector, to: float) -> tuple[float, float]:
    """How many times as spread out rows are with the treatment asked about, and the p-value of "as much"
    (Brown & Forsythe 1974, JASA 69).
    """
    there = np.isclose(t, to)
    one, other = noise[there], noise[~there]
    return float(one.std() / max(other.std(), 1e-300)), float(
        stats.levene(one, other, center="median").pvalue
    )


@dataclass(frozen=True)
class _Features:
    """What an effect is made of: the treatment, and the treatment times what differs from row to row."""

    along: Matrix  # (rows, k): standardised covariates, then curves of them
    sizes: tuple[int, int]  # how many of each
    knots: Vector  # where the effect of a treatment with many levels may bend
    covariates: Matrix

    @classmethod
    def of(cls, t: Vector, covariates: Matrix, two_levels: bool) -> _Features:
        spread = covariates.std(axis=0)
        z = (covariates[:, spread > 0] - covariates[:, spread > 0].mean(axis=0)) / spread[spread > 0]
        p = z.shape[1]
        curves = np.empty((len(t), 0))
        if p:
            random = np.random.default_rng(SEED)
            # Half of the curves bend along one covariate each, half along all of them together.
            directions = random.normal(size=(p, CURVES)) / math.sqrt(p)
            places = np.arange(0, CURVES, 2)
            alone = np.zeros((p, len(places)))
            alone[np.arange(len(places)) % p, np.arange(len(places))] = random.normal(size=len(places))
            directions[:, places] = alone
            curves = np.cos(1.5 * z @ directions + random.uniform(0, 2 * np.pi, CURVES))
            curves = (curves - curves.mean(axis=0)) * math.sqrt(2 / CURVES)
        knots = np.empty(0) if two_levels else np.unique(np.quantile(t, KNOTS))
        along = np.column_stack([z / math.sqrt(max(p, 1)), curves])
        return cls(along, (p, curves.shape[1]), knots, covariates)

    @property
    def parts(self) -> tuple[int, ...]:
        """How many features belong to each part whose size is averaged over."""
        return tuple(size for size in (*self.sizes, len(self.knots)) if size)

    def residual(self, t: Vector, usual: Vector, left: Vector) -> Matrix:
        """The features less what the covariates tell of them (rows, 1 + k)."""
        bends = np.maximum(t[:, None] - self.knots, 0.0)
        if bends.shape[1] and self.covariates.shape[1]:
            # A straight line in the covariates, and in what they say of the treatment.
            basis = np.column_stack(
                [np.ones(len(t)), self.covariates, np.maximum(usual[:, None] - self.knots, 0.0)]
            )
            bends = bends - basis @ np.linalg.lstsq(basis, bends, rcond=None)[0]
        elif bends.shape[1]:
            bends = bends - bends.mean(axis=0)
        return np.column_stack([left, left[:, None] * self.along, bends])

    def at(self, t: float, row: int) -> Vector:
        return np.concatenate([[t], t * self.along[row], np.maximum(t - self.knots, 0.0)])

    def average(self, to: float, at: float) -> Vector:
        bends = np.maximum(to - self.knots, 0.0) - np.maximum(at - self.knots, 0.0)
        return np.concatenate([[to - at], (to - at) * self.along.mean(axis=0), bends])


@dataclass(frozen=True)
class _Averaged:
    coefficients: Vector  # (k,)
    values: Vector  # of each contrast
    errors: Vector


def _average_over_sizes(
    features: Matrix,
    target: Vector,
    parts: Sequence[int],
    unit: float,
    contrasts: Sequence[Vector],
    clusters: Codes | None,
) -> _Averaged:
    """Regression with a flat first coefficient and parts of unknown size, averaged over the sizes by
    evidence.

    The first coefficient's error is set against one that is robust to unequal spread and clusters; where that
    is larger, all errors grow with it.
    """
    n = len(target)
    gram, cross, square = features.T @ features, features.T @ target, float(target @ target)
    noise = max(square - float(cross[0] ** 2 / gram[0, 0]), 1e-300) / n
    means, within, weights, coefficients = [], [], [], []
    at = np.array(contrasts)
    for sizes in product(SIZES, repeat=len(parts)):
        widths = np.repeat([max(size * unit, 1e-6 * unit) for size in sizes], parts)
        prior = np.concatenate([[0.0], noise / np.maximum(widths, 1e-300) ** 2])
        factor = linalg.cho_factor(gram + np.diag(prior) + 1e-12 * np.trace(gram) * np.diag(prior == 0))
        solved = linalg.cho_solve(factor, cross)
        remainder = max(square - float(cross @ solved), 1e-300)
        half_determinant = float(np.log(np.diag(factor[0])).sum())
        evidence = (
            0.5 * float(np.log(prior[1:]).sum()) - half_determinant - 0.5 * (n - 1) * math.log(remainder)
        )
        variance = remainder / (n - 1)
        means.append(at @ solved)
        within.append(variance * np.einsum("ij,ji->i", at, linalg.cho_solve(factor, at.T)))
        weights.append(evidence)
        coefficients.append(solved)
    chance = np.exp(np.array(weights) - max(weights))
    chance /= chance.sum()
    values = chance @ np.array(means)
    spread = chance @ (np.array(within) + (np.array(means) - values) ** 2)
    averaged = chance @ np.array(coefficients)
    return _Averaged(
        averaged, values, np.sqrt(spread) * _robust(features[:, 0], target - features @ averaged, clusters)
    )


def _robust(left: Vector, noise: Vector, clusters: Codes | None) -> float:
    """How many times as large the first coefficient's error is without equal spread and independence."""
    plain = float(noise @ noise) / len(noise) * float(left @ left)
    pieces = left * noise if clusters is None else cluster_sums((left * noise)[:, None], clusters)[:, 0]
    return max(1.0, math.sqrt(float(pieces @ pieces) / max(plain, 1e-300)))


# ---------------- Yes or no


@dataclass(frozen=True)
class UnitChance:
    """One row with a yes/no outcome: how likely it is that it would have had the outcome; all are shares."""

    verdict: UnitVerdict
    had: bool  # the outcome as it was
    lowest: Quantity  # the chance is at least this; the interval is that of the bound
    highest: Quantity
    point: Quantity  # where the treatment never works against what it does on average to rows like this
    as_it_was: Quantity  # how frequent the outcome is in rows like this one, with the treatment that it had
    otherwise: Quantity  # with the other one
    between: Quantity  # the bounds' middle, with the doubt about both: for pictures and the JSON
    unlike: bool

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        names = ("between", "lowest", "highest", "point", "as_it_was", "otherwise")
        return {name: getattr(self, name) for name in names}

    @property
    def headline(self) -> str | None:
        return "between"


def chance_bounds(was: Vector, would: Vector, had: bool) -> tuple[Vector, Vector]:
    """The least and the most that the chance of the outcome can be, given what the row did with its own.

    `was` and `would`: how frequent the outcome is in rows like it with the treatment that it had, and with
    the other. Frechet's bounds of the chance of both, divided by that of what was seen.
    """
    if had:
        sure = np.maximum(was, 1e-12)
        return np.maximum(0.0, (was + would - 1) / sure), np.minimum(1.0, would / sure)
    sure = np.maximum(1 - was, 1e-12)
    return np.maximum(0.0, (would - was) / sure), np.minimum(1.0, would / sure)


def counterfactual_chance(
    *,
    outcome: Vector,
    treatment: Vector,
    covariates: Matrix,
    row: int,
    to: float,
    by_chance: bool = False,
    clusters: Codes | None = None,
) -> UnitChance:
    """How likely row `row` would have had the outcome (rows,) 0 or 1, had its treatment been `to`.

    Chances for rows like it come from a logistic regression with the covariates (rows, p), what they say of
    the treatment (Hahn, Murray & Carvalho 2020, Bayesian Analysis 15(3)), and an effect that may differ
    along them by a size that is averaged over. Raises EstimationError with fewer than 100 rows, or 20 of
    either outcome.
    """
    n, t = len(outcome), treatment
    rare = int(min(outcome.sum(), n - outcome.sum()))
    if n < FEWEST_ROWS:
        slots = {"rows": counted(n), "needed": counted(FEWEST_ROWS)}
        raise EstimationError(Message("estimation-too-few-for-cross-fitting", slots))
    if rare < FEWEST_OF_KIND:
        raise EstimationError(Message("unit-too-few-events", {"rows": counted(rare)}))
    two_levels = len(np.unique(t)) == 2
    low = float(t.min())
    span = float(t.max()) - low if two_levels else float(t.std())
    unit_t, unit_to = (t - low) / span, (to - low) / span
    fold = fold_numbers_of(row_marks(t, outcome, covariates), unit_t, clusters, FOLDS)
    usual = np.full(n, unit_t.mean()) if by_chance else _expected(covariates, unit_t, fold, two_levels)
    left = unit_t - usual
    if left @ left <= DETERMINED * float(((unit_t - unit_t.mean()) ** 2).sum()):
        raise EstimationError(Message("effects-treatment-determined"))
    spread = covariates.std(axis=0)
    z = (covariates[:, spread > 0] - covariates[:, spread > 0].mean(axis=0)) / spread[spread > 0]
    p = z.shape[1]
    plain = [np.ones(n), *z.T]
    if not by_chance and p:
        plain.append(stats.zscore(usual) if usual.std() > 0 else np.zeros(n))
    along = z / math.sqrt(max(p, 1))
    known = np.column_stack([*plain, unit_t, unit_t[:, None] * along])
    base = len(plain)
    wide = np.concatenate([[10.0], np.full(base - 1, 2.5), [2.5]])

    def at(level: float) -> Vector:
        return np.concatenate([known[row, :base], [level], level * along[row]])

    both = np.array([at(float(unit_t[row])), at(unit_to)])
    draws = np.vstack(list(_drawn(known, outcome, wide, p, both, clusters)))
    was, would = 1 / (1 + np.exp(-draws.T))
    had = bool(outcome[row] == 1)
    least, most = chance_bounds(was, would, had)
    middle = np.array([was.mean()]), np.array([would.mean()])
    low_value, high_value = (float(end[0]) for end in chance_bounds(*middle, had))
    ends = float(np.quantile(least, 0.025)), float(np.quantile(most, 0.975))
    monotone = most if had else least
    point = high_value if had else low_value
    verdict = UnitVerdict.YES if ends[0] > 0.5 else UnitVerdict.NO if ends[1] < 0.5 else UnitVerdict.OPEN
    return UnitChance(
        verdict,
        had,
        _drawn_quantity(low_value, least),
        _drawn_quantity(high_value, most),
        _drawn_quantity(point, monotone),
        _drawn_quantity(float(was.mean()), was),
        _drawn_quantity(float(would.mean()), would),
        Quantity(
            (low_value + high_value) / 2, ends, (ends[1] - ends[0]) / (2 * REACH), Scale(ScaleKind.SHARE), 0
        ),
        _unlike(unit_t, unit_to, usual, left, row, two_levels),
    )


def _drawn_quantity(value: float, draws: Vector) -> Quantity:
    low, high = (float(end) for end in np.quantile(draws, [0.025, 0.975]))
    return Quantity(value, (min(low, value), max(high, value)), float(draws.std()), Scale(ScaleKind.SHARE), 0)


def _drawn(
    known: Matrix, outcome: Vector, wide: Vector, p: int, at: Matrix, clusters: Codes | None
) -> Iterator[Matrix]:
    """Draws of the log odds at two points (draws, 2), for each size of the part that differs, by its
    evidence.
    """
    fits, evidence = [], []
    start = np.zeros(known.shape[1])
    for size in LOG_ODDS if p else LOG_ODDS[:1]:
        prior = 1 / np.concatenate([wide, np.full(p, size)]) ** 2
        coefficients, curvature, height = _logistic(known, outcome, prior, start)
        start = coefficients
        _, determinant = np.linalg.slogdet(curvature)
        fits.append((coefficients, curvature))
        evidence.append(height + 0.5 * float(np.log(prior).sum()) - 0.5 * float(determinant))
    chance = np.exp(np.array(evidence) - max(evidence))
    random = np.random.default_rng(SEED)
    counts = random.multinomial(DRAWS, chance / chance.sum())
    for (coefficients, curvature), count in zip(fits, counts, strict=True):
        covariance = np.linalg.pinv(curvature)
        if clusters is not None:
            mu = 1 / (1 + np.exp(-known @ coefficients))
            pieces = cluster_sums(known * (outcome - mu)[:, None], clusters)
            robust = covariance @ (pieces.T @ pieces) @ covariance
            covariance = np.where(np.trace(robust) > np.trace(covariance), robust, covariance)
        spread = at @ covariance @ at.T
        root = linalg.sqrtm(spread + 1e-14 * np.eye(2)).real
        yield at @ coefficients + random.standard_normal((int(count), 2)) @ root.T


def _logistic(known: Matrix, outcome: Vector, prior: Vector, start: Vector) -> tuple[Vector, Matrix, float]:
    """The mode, its curvature, and the log posterior there; Newton's steps, halved where one goes too far."""

    def height(b: Vector) -> float:
        eta = known @ b
        return float(outcome @ eta - np.logaddexp(0, eta).sum() - 0.5 * prior @ b**2)

    b, best = start, height(start)
    for _ in range(50):
        mu = 1 / (1 + np.exp(-np.clip(known @ b, -35, 35)))
        curvature = known.T @ (known * (mu * (1 - mu))[:, None]) + np.diag(prior)
        step = np.linalg.solve(curvature, known.T @ (outcome - mu) - prior * b)
        while height(b + step) < best - 1e-9 and np.abs(step).max() > 1e-10:
            step = step / 2
        b = b + step
        found = height(b)
        if abs(found - best) < 1e-7:
            break
        best = found
    mu = 1 / (1 + np.exp(-np.clip(known @ b, -35, 35)))
    return b, known.T @ (known * (mu * (1 - mu))[:, None]) + np.diag(prior), height(b)

"""The mean outcome if everybody had one level of the treatment, level by level: the dose-response curve.

Doubly robust (Kennedy, Ma, McHugh & Small 2017, JRSS-B 79(4)): pseudo-outcomes from a cross-fitted model of
the outcome and of the treatment's density, then a regression on the treatment; here on cubic B-splines, whose
joint covariance gives every difference between two levels and simultaneous bands (Semenova & Chernozhukov
2021, Econometrics Journal 24(2), section 4). A treatment with few levels, or of categories, has no density:
its means are augmented inverse-probability weighted (Robins, Rotnitzky & Zhao 1994; Cattaneo 2010).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy import stats
from scipy.interpolate import BSpline
from scipy.special import expit

from tools.errors import EstimationError
from tools.estimators.curves import (
    RIDGES,
    Terms,
    least_squares_starts,
    logistic_starts,
    make_terms,
)
from tools.estimators.learners import fold_numbers
from tools.estimators.linear import Codes
from tools.messages import Message, Quantity, Scale, counted

__all__ = [
    "FEW_LEVELS",
    "Curve",
    "curve_of_dose",
    "difference",
    "means_of_levels",
    "quantity_of",
    "round_step",
]

Array = np.ndarray[Any, np.dtype[np.float64]]

FEWEST = 80  # rows; below it no curve can be told from a straight line
FEWEST_AT_LEVEL = 20  # rows at a level whose mean is told
FEW_LEVELS = 10  # a number with no more values than this is taken level by level
ROWS_BEYOND = 10  # on either side of the range in which the curve is told, and
SHARE_BEYOND = 0.005  # ... this share of the rows
KNOTS = (2, 12)  # inside the range, at quantiles
POINTS = 100  # about so many levels at which the curve of a measured treatment is told
WHOLE = 60  # a treatment in whole numbers over no more of them is told at each
LARGEST_WEIGHT = 5.0  # of a row whose treatment its covariates hardly ever bring; Crump et al. (2009)
LOWEST_CHANCE = 0.02
RARE = 0.05  # a level with less than this of its usual density practically never comes up
FEWEST_FREE = 4.0  # degrees of freedom
DRAWS = 4000
SEED = 20_260_401


@dataclass(frozen=True)
class Curve:
    """Mean outcome if everybody had each level, jointly normal around the truth in large samples."""

    levels: Array  # (m,), in the treatment's unit; 0, 1, ... where the levels have names
    means: Array  # (m,), in the outcome's unit
    covariance: Array  # (m, m), of the means
    rows: int
    rows_at: Array  # (m,): rows at each level; of a measured treatment nearest to it
    out_of_reach: Array  # (m,): share of the rows that practically never have the level
    names: tuple[Any, ...] = ()  # of levels that are no numbers, or are taken one by one
    left_out: tuple[tuple[Any, int], ...] = ()  # levels with too few rows, and how many
    data_range: tuple[float, float] = (math.nan, math.nan)  # lowest and highest treatment of a row
    usual: float = math.nan  # median treatment

    @property
    def smooth(self) -> bool:
        """Is it a curve through a measured treatment, and not a mean at each of a few levels?"""
        return not self.names

    @property
    def std_errors(self) -> Array:
        return np.asarray(np.sqrt(np.maximum(np.diag(self.covariance), 0.0)))

    @cached_property
    def draws(self) -> Array:
        """(DRAWS, m): what the means might be, given the rows. Deterministic."""
        values, vectors = np.linalg.eigh((self.covariance + self.covariance.T) / 2)
        keep = values > values.max(initial=0.0) * 1e-10
        half = vectors[:, keep] * np.sqrt(values[keep])
        random = np.random.default_rng(SEED)
        return np.asarray(self.means + random.normal(size=(DRAWS, half.shape[1])) @ half.T)

    @cached_property
    def simultaneous(self) -> float:
        """How many standard errors a band has that holds the whole curve in 95 of 100 samples."""
        errors = np.maximum(self.std_errors, 1e-300)
        return float(np.quantile(np.abs((self.draws - self.means) / errors).max(axis=1), 0.95))

    @property
    def pointwise_bands(self) -> tuple[Array, Array]:
        reach = 1.96 * self.std_errors
        return self.means - reach, self.means + reach

    @property
    def simultaneous_bands(self) -> tuple[Array, Array]:
        reach = self.simultaneous * self.std_errors
        return self.means - reach, self.means + reach

    def nearest(self, level: float) -> int:
        """The place of the level that is nearest."""
        return int(np.argmin(np.abs(self.levels - level)))

    def between(self, low: int, high: int) -> Curve:
        """The part of the curve from place `low` to place `high`, both counted in."""
        kept = slice(low, high + 1)
        return replace(
            self,
            levels=self.levels[kept],
            means=self.means[kept],
            covariance=self.covariance[kept, kept],
            rows_at=self.rows_at[kept],
            out_of_reach=self.out_of_reach[kept],
            names=self.names[kept],
        )

    def wald(self, contrasts: Array) -> float:
        """p-value of all `contrasts` (k, m) of the means being zero (chi-squared)."""
        value = contrasts @ self.means
        spread = contrasts @ self.covariance @ contrasts.T
        scale = np.sqrt(np.maximum(np.diag(spread), 1e-300))
        unit = spread / np.outer(scale, scale)
        rank = int(np.linalg.matrix_rank(unit, tol=1e-6, hermitian=True))
        statistic = float(
            (value / scale) @ np.linalg.pinv(unit, rcond=1e-6, hermitian=True) @ (value / scale)
        )
        return float(stats.chi2.sf(statistic, max(rank, 1)))


def quantity_of(curve: Curve, weights: Array, scale: Scale, reach: float = 1.96) -> Quantity:
    """A weighted sum of the means (m,) with its interval."""
    value = float(weights @ curve.means)
    error = math.sqrt(max(float(weights @ curve.covariance @ weights), 0.0))
    return Quantity(value, (value - reach * error, value + reach * error), error, scale)


def difference(curve: Curve, high: int, low: int, scale: Scale, reach: float = 1.96) -> Quantity:
    """Mean at place `high` less mean at place `low`."""
    weights = np.zeros(len(curve.levels))
    weights[high] += 1.0
    weights[low] -= 1.0
    return quantity_of(curve, weights, scale, reach)


# ---------------- A measured treatment


def curve_of_dose(
    *,
    outcome: Array,
    treatment: Array,
    covariates: Array,
    clusters: Codes | None = None,
    at: Sequence[float] = (),
) -> Curve:
    """The curve over the range that the rows fill; `covariates` (n, p) without an intercept.

    It is told at about a hundred round levels, and at those of `at` that lie inside the range.

    Assumes no unmeasured common cause. Raises EstimationError with too few rows, or a treatment that the
    covariates determine.
    """
    rows = len(outcome)
    if rows < FEWEST:
        raise EstimationError(
            Message("curve-too-few-rows", {"rows": counted(rows), "fewest": counted(FEWEST)})
        )
    edge = max(ROWS_BEYOND / rows, SHARE_BEYOND)
    low, high = (float(end) for end in np.quantile(treatment, [edge, 1 - edge], method="nearest"))
    if low >= high:
        raise EstimationError(Message("curve-no-range"))
    inside = (treatment >= low) & (treatment <= high)
    knots = _knots(treatment[inside], low, high, rows)
    basis = _splines(np.clip(treatment, low, high), knots)
    fold = fold_numbers(np.column_stack([outcome, covariates]), treatment, clusters)
    weights, reach = _weights(treatment, covariates, fold)
    model = _outcome_model(outcome, treatment, basis, covariates, fold)

    # The pseudo-outcomes' regression with weights that need only be right up to a factor (Hajek). The model's
    # own splines cancel, so only what the covariates add is taken off: at the ends, where few rows are, the
    # folds' splines differ. Errors as HC3, since rows with large weights pull the curve to themselves.
    own = basis * inside[:, None]
    weighted = own * weights[:, None]
    bread = np.linalg.pinv(own.T @ weighted, hermitian=True)
    left = outcome - model.fitted
    coefficients = bread @ (weighted.T @ left)
    leverage = np.einsum("ij,jk,ik->i", weighted, bread, own)
    scores = weighted * ((left - basis @ coefficients) / np.maximum(1 - leverage, 0.1))[:, None]
    projection = np.linalg.pinv(own.T @ own, hermitian=True)
    influence = scores @ bread + model.of_covariates(own) @ projection
    influence *= math.sqrt(rows / max(rows - model.columns, 1))
    if clusters is not None:
        count = int(clusters.max()) + 1
        summed = np.zeros((count, influence.shape[1]))
        np.add.at(summed, clusters, influence)
        influence = summed * math.sqrt(count / max(count - 1, 1))

    levels = _grid(treatment[inside], low, high, at)
    places = _splines(levels, knots)
    spread = _spread(influence @ places.T)
    nearest = np.abs(np.searchsorted((levels[1:] + levels[:-1]) / 2, treatment[inside]))
    return Curve(
        levels=levels,
        means=places @ coefficients,
        covariance=spread,
        rows=rows,
        rows_at=np.bincount(nearest, minlength=len(levels)).astype(float),
        out_of_reach=reach(levels),
        data_range=(float(treatment.min()), float(treatment.max())),
        usual=float(np.median(treatment)),
    )


def _spread(influence: Array) -> Array:
    """(m, m): covariance of means from each row's part in them (n, m), wider where few rows carry one.

    The variance is itself estimated; its degrees of freedom are Satterthwaite's (1946, Biometrics Bulletin
    2(6)), and a standard error is stretched so that 1.96 of it reach as far as Student's t would.
    """
    joint = influence.T @ influence
    free = 2 * np.diag(joint) ** 2 / np.maximum((influence**4).sum(axis=0), 1e-300)
    stretch = stats.t.ppf(0.975, np.maximum(free, FEWEST_FREE)) / stats.norm.ppf(0.975)
    return np.asarray(joint * np.outer(stretch, stretch))


def round_step(width: float) -> float:
    """The round number (1, 2, 2.5 or 5 times a power of ten) that is nearest to a positive width."""
    power = 10.0 ** math.floor(math.log10(width))
    return float(min((times * power for times in (1, 2, 2.5, 5, 10)), key=lambda step: abs(step - width)))


def _grid(treatment: Array, low: float, high: float, at: Sequence[float]) -> Array:
    """The levels at which the curve is told: round ones, the ends, and those asked for inside them."""
    whole = np.all(treatment == np.round(treatment)) and high - low <= WHOLE
    if whole:
        return np.asarray(np.arange(low, high + 0.5), dtype=np.float64)
    step = round_step((high - low) / POINTS)
    inner = np.arange(math.ceil(low / step), math.floor(high / step) + 1) * step
    between = np.unique(np.round([*inner, *at], 12))
    return np.asarray(
        np.concatenate([[low], between[(between > low) & (between < high)], [high]]), dtype=np.float64
    )


def _knots(treatment: Array, low: float, high: float, rows: int) -> Array:
    """Knots of a cubic B-spline; more of them with more rows, so that bias falls faster than noise."""
    count = int(np.clip(round(rows**0.25) - 1, *KNOTS))
    inner = np.unique(np.quantile(treatment, np.linspace(0, 1, count + 2)[1:-1]))
    inner = inner[(inner > low) & (inner < high)]
    return np.concatenate([[low] * 4, inner, [high] * 4])


def _splines(values: Array, knots: Array) -> Array:
    """(n, k): the B-splines at values inside the range; they sum to one."""
    return np.asarray(BSpline.design_matrix(values, knots, 3).toarray())


def _groups(fold: Codes, rows: Codes | None = None) -> list[Codes]:
    everything = np.arange(len(fold)) if rows is None else rows
    return [everything[fold[everything] == number] for number in range(int(fold.max()) + 1)]


def _out_of_fold(terms: Terms, columns: Array, coefficients: Array, fold: Codes) -> Array:
    scores = terms.scores(columns, coefficients)
    return np.asarray(np.take_along_axis(scores, fold[:, None], axis=1)[:, 0], dtype=np.float64)


def _weights(treatment: Array, covariates: Array, fold: Codes) -> tuple[Array, Any]:
    """Marginal over conditional density at each row's treatment; how often a level is out of reach.

    The treatment is its mean and spread given the covariates times an error of any one shape (Kennedy et al.
    2017, section 4).
    """
    rows = len(treatment)
    if covariates.shape[1] == 0:
        return np.ones(rows), lambda levels: np.zeros(len(levels))
    terms = make_terms(covariates, int(np.bincount(fold).min()) * max(int(fold.max()), 1))
    groups = _groups(fold)
    mean = _out_of_fold(terms, covariates, least_squares_starts(terms, covariates, treatment, groups), fold)
    error = treatment - mean
    spread = float(error.std())
    if spread < 1e-3 * float(treatment.std()):
        raise EstimationError(Message("curve-determined"))
    size = np.abs(error)
    usual = _out_of_fold(terms, covariates, least_squares_starts(terms, covariates, size, groups), fold)
    usual = np.clip(usual, size.mean() / 3, size.mean() * 3) * spread / size.mean()
    standard = error / usual
    looked = standard[:: max(1, rows // 1500)]
    shape = stats.gaussian_kde(looked)
    places = np.linspace(standard.min() - 1, standard.max() + 1, 301)
    heights = shape(places)
    few = slice(None, None, max(1, rows // 600))

    def density(levels: Array) -> Array:
        """(levels, some rows): conditional density of each level."""
        z = (levels[:, None] - mean[None, few]) / usual[None, few]
        return np.asarray(np.interp(z, places, heights, left=0.0, right=0.0) / usual[None, few])

    axis = np.linspace(treatment.min(), treatment.max(), 151)
    marginal = np.interp(treatment, axis, density(axis).mean(axis=1))
    conditional = np.interp(standard, places, heights) / usual
    weights = np.minimum(marginal / np.maximum(conditional, 1e-300), LARGEST_WEIGHT)

    def reach(levels: Array) -> Array:
        each = density(levels)
        return np.asarray((each < RARE * each.mean(axis=1, keepdims=True)).mean(axis=1))

    return weights / weights.mean(), reach


@dataclass(frozen=True)
class _OutcomeModel:
    """Ridge regression on splines of the treatment, terms of the covariates and products of the two."""

    fitted: Array  # (n,): what the row's covariates add at its treatment, by the model of the other folds;
    # zero on average over everybody's covariates, at each treatment
    deviations: Array  # (n, 1 + s): what a row's covariates add at any treatment, and times each slope
    slopes: Array  # (n, s): the treatment as it stands in the products
    columns: int

    def of_covariates(self, own: Array) -> Array:
        """(n, k): a row's covariates' part of the influence, averaged over the treatments of all rows."""
        rows = len(own)
        level = own.sum(axis=0) / rows
        slope = own.T @ self.slopes / rows
        return np.outer(self.deviations[:, 0], level) + self.deviations[:, 1:] @ slope.T


def _outcome_model(
    outcome: Array, treatment: Array, basis: Array, covariates: Array, fold: Codes
) -> _OutcomeModel:
    rows, folds = len(outcome), int(fold.max()) + 1
    centre, spread = float(treatment.mean()), float(treatment.std())
    z = np.clip((treatment - centre) / spread, -3, 3)
    slopes = np.column_stack([z, z**2])
    terms = make_terms(covariates, int(rows * (folds - 1) / folds)) if covariates.shape[1] else None
    of_x = np.asarray(terms.of(covariates).T[:, 1:], dtype=np.float64) if terms else np.empty((rows, 0))
    straight = of_x[:, : covariates.shape[1]]
    if rows < 40 * (basis.shape[1] + 2 * straight.shape[1]):
        slopes = slopes[:, :1]
    of_x = of_x - of_x.mean(axis=0)
    straight = straight - straight.mean(axis=0)
    products = [straight * slopes[:, [s]] for s in range(slopes.shape[1])]
    columns = np.column_stack([basis, of_x, *products])
    k, p, q = basis.shape[1], of_x.shape[1], straight.shape[1]
    level = float(outcome.mean())
    target = outcome - level
    grams, crosses, squares = [], [], []
    for group in _groups(fold):
        part = columns[group]
        grams.append(part.T @ part)
        crosses.append(part.T @ target[group])
        squares.append(float(target[group] @ target[group]))
    fitted = np.empty(rows)
    deviations = np.zeros((rows, 1 + slopes.shape[1]))
    for number, group in enumerate(_groups(fold)):
        gram, cross = sum(grams) - grams[number], sum(crosses) - crosses[number]
        best, least = None, math.inf
        for ridge in RIDGES:
            found = _ridge(np.asarray(gram), np.asarray(cross), ridge, k)
            loss = float(squares[number] - 2 * found @ crosses[number] + found @ grams[number] @ found)
            if loss < least:
                best, least = found, loss
        assert best is not None
        fitted[group] = columns[group, k:] @ best[k:]
        deviations[group, 0] = of_x[group] @ best[k : k + p]
        for s in range(slopes.shape[1]):
            at = k + p + s * q
            deviations[group, 1 + s] = straight[group] @ best[at : at + q]
    return _OutcomeModel(fitted, deviations, slopes, columns.shape[1])


def _ridge(gram: Array, cross: Array, ridge: float, free: int) -> Array:
    """Ridge on terms of unit length; the first `free`, the splines, are held back only for stability."""
    length = np.sqrt(np.maximum(np.diag(gram), 1e-12))
    unit = gram / np.outer(length, length)
    penalty = np.full(len(length), ridge)
    penalty[:free] = min(ridge, 1e-6)
    return np.asarray(np.linalg.solve(unit + np.diag(penalty), cross / length) / length)


# ---------------- A few levels


def means_of_levels(
    *,
    outcome: Array,
    codes: Codes,
    names: Sequence[Any],
    covariates: Array,
    clusters: Codes | None = None,
) -> Curve:
    """The mean outcome if everybody had each of a few levels; `codes` (n,) are places in `names`.

    Levels with fewer than 20 rows are left out and told. Raises EstimationError with fewer than two left.
    """
    counts = np.bincount(codes, minlength=len(names))
    kept = [place for place in range(len(names)) if counts[place] >= FEWEST_AT_LEVEL]
    left_out = tuple((names[place], int(counts[place])) for place in range(len(names)) if place not in kept)
    if len(kept) < 2:
        raise EstimationError(Message("curve-one-level", {"fewest": counted(FEWEST_AT_LEVEL)}))
    rows = len(outcome)
    fold = fold_numbers(np.column_stack([outcome, covariates]), codes.astype(float), clusters)
    chances = _chances(codes, kept, covariates, fold)
    influence = np.empty((rows, len(kept)))
    means = np.empty(len(kept))
    reach = np.empty(len(kept))
    terms = make_terms(covariates, int(counts[kept].min())) if covariates.shape[1] else None
    for number, place in enumerate(kept):
        here = codes == place
        if terms is None:
            predicted = np.full(rows, float(outcome[here].mean()))
        else:
            groups = _groups(fold, np.flatnonzero(here))
            predicted = _out_of_fold(
                terms, covariates, least_squares_starts(terms, covariates, outcome, groups), fold
            )
        chance = chances[:, number]
        reach[number] = float((chance < RARE * here.mean()).mean())
        score = predicted + here * (outcome - predicted) / np.maximum(
            chance, LOWEST_CHANCE * here.mean() * 10
        )
        means[number] = float(score.mean())
        influence[:, number] = (score - score.mean()) / math.sqrt(rows * max(rows - 1, 1))
    # Few rows at a level leave less freedom than many in the table.
    influence = influence * np.sqrt(counts[kept] / (counts[kept] - 1.0))
    if clusters is not None:
        count = int(clusters.max()) + 1
        summed = np.zeros((count, len(kept)))
        np.add.at(summed, clusters, influence)
        influence = summed * math.sqrt(count / max(count - 1, 1))
    named = tuple(names[place] for place in kept)
    numbers = all(isinstance(name, int | float) and not isinstance(name, bool) for name in named)
    levels = np.asarray(named, dtype=float) if numbers else np.arange(len(kept), dtype=float)
    usual = (
        float(np.median(np.asarray(names, dtype=float)[codes])) if numbers else float(np.argmax(counts[kept]))
    )
    return Curve(
        levels=levels,
        means=means,
        covariance=_spread(influence),
        rows=rows,
        rows_at=counts[kept].astype(float),
        out_of_reach=reach,
        names=named,
        left_out=left_out,
        data_range=(float(levels.min()), float(levels.max())),
        usual=usual,
    )


def _chances(codes: Codes, kept: Sequence[int], covariates: Array, fold: Codes) -> Array:
    """(n, levels): cross-fitted chance of each level, one logistic regression a level, made to sum to one."""
    shares = np.asarray([(codes == place).mean() for place in kept])
    if covariates.shape[1] == 0:
        return np.tile(shares, (len(codes), 1))
    smallest = int(min((codes == place).sum() for place in kept))
    terms = make_terms(covariates, smallest)
    found = np.empty((len(codes), len(kept)))
    for number, place in enumerate(kept):
        target = (codes == place).astype(float)
        scores = _out_of_fold(
            terms, covariates, logistic_starts(terms, covariates, target, _groups(fold)), fold
        )
        found[:, number] = expit(scores)
    others = 1.0 - shares.sum()
    return np.asarray(found / np.maximum(found.sum(axis=1, keepdims=True) + others, 1e-9))

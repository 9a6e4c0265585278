"""Smooth starts for boosting: straight lines, bends at quantiles and products of two columns.

All least-squares fits come from sums over the rows of a fold and arm: leaving a fold out is a subtraction,
and how well a fit predicts the fold left out follows from that fold's sums, so that the terms and the penalty
are chosen with no further look at the rows. A bend turns between two knots and is straight beyond them, a
spline of the second degree with straight ends (Hastie, Tibshirani & Friedman 2009, section 5.2), and every
bend ends flat where rows thin out. Needs numpy and scipy alone: an answer's script has it as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit, ndtr, ndtri

from tools.estimators.linear import Codes, Matrix, Vector

Single = np.ndarray[Any, np.dtype[np.float32]]

MOST_TERMS = 200  # the sums grow with their square
BENDS = 12  # of a column of numbers, at most
FURTHEST_BEND = 2.4  # standard deviations of a normal column
FEWEST_BENDS = 3
FEW_VALUES = 8  # a column with no more values than this gets no bends: trees tell them apart
ROWS_PER_TERM = 20  # in the smallest group of rows that trains a model; with fewer, straight lines only
# In the smallest group of rows so many lie beyond the last bend: fewer would draw a line at random into the
# country where no rows are. Bends and products end flat where a quarter of these is left.
ROWS_BEYOND = 20
MOST_PRODUCTS, WORTH = 5, 0.05  # products for trees: their share of the target's spread, or of a log-odds
RIDGES = (1e-6, 1e-4, 1e-2)  # on terms of unit length, as a share of the rows
CHUNK = 4096  # rows whose terms stand in memory at once, about the size of a cache
LOOKED_AT = 20_000  # rows for quantiles
# Newton's steps walk on few rows and end on many: the last is what counts (Le Cam's one-step estimator,
# van der Vaart 1998, section 5.7).
FEW_ROWS, MANY_ROWS = 15_000, 100_000
SUMMED = 100_000  # rows of one fold and arm that go into the sums, at most
NEWTON_STEPS = 4


@dataclass(frozen=True)
class Terms:
    """Which columns a start has: 1, the columns, their bends, their products."""

    middle: Vector  # (k,)
    spread: Vector  # (k,)
    knots: tuple[Single, ...]  # of each column, in standard deviations
    lowest: Vector  # (k,), in standard deviations: bends and products are flat from there
    highest: Vector
    first: Codes  # (pairs,): products of column first[i] and column second[i]
    second: Codes

    @property
    def straight(self) -> int:
        """How many terms are no more than the columns and 1; they come first."""
        return 1 + len(self.middle)

    @property
    def count(self) -> int:
        return self.straight + sum(max(len(each) - 1, 0) for each in self.knots) + len(self.first)

    def of(self, columns: Matrix, count: int | None = None) -> Single:
        """The terms (count, rows) of columns (rows, k), a term a row; only the straight ones if so many."""
        wanted = self.count if count is None else count
        z = np.ascontiguousarray(((columns - self.middle) / self.spread).T, dtype=np.float32)
        found = np.empty((wanted, z.shape[1]), dtype=np.float32)
        found[0] = 1.0
        found[1 : self.straight] = z
        if wanted == self.straight:
            return found
        at = self.straight
        near = self._kept(z)
        for number, knots in enumerate(self.knots):
            if not len(knots):
                continue
            # Flat before one knot, straight after the next, a parabola between the two.
            past = np.subtract(near[number], knots[:, None])
            np.maximum(past, 0.0, out=past)
            np.square(past, out=past)
            np.subtract(past[:-1], past[1:], out=found[at : at + len(knots) - 1])
            at += len(knots) - 1
        if len(self.first):
            np.multiply(near[self.first], near[self.second], out=found[at:])
        return found

    def _kept(self, z: Single) -> Single:
        low, high = self.lowest[:, None].astype(np.float32), self.highest[:, None].astype(np.float32)
        return np.clip(z, low, high)

    def product(self, columns: Matrix, rows: Codes, pair: int) -> Single:
        """One of the products (len(rows),) of columns (rows, k)."""
        found = np.ones(len(rows), dtype=np.float32)
        for number in (int(self.first[pair]), int(self.second[pair])):
            own = (columns[rows, number] - self.middle[number]) / self.spread[number]
            found *= np.clip(own, self.lowest[number], self.highest[number]).astype(np.float32)
        return found

    def leading_products(self, coefficients: Vector) -> Codes:
        """The products with the largest coefficients, where these (count,) are worth it."""
        size = np.abs(coefficients[self.count - len(self.first) :])
        order = np.argsort(-size, kind="stable")[:MOST_PRODUCTS]
        return order[size[order] >= WORTH]

    def scores(self, columns: Matrix, coefficients: Matrix) -> Single:
        """Terms times coefficients (count, m): (rows, m)."""
        count = self.count if coefficients[self.straight :].any() else self.straight
        found = np.empty((len(columns), coefficients.shape[1]), dtype=np.float32)
        single = np.ascontiguousarray(coefficients[:count].T, dtype=np.float32)
        for at in range(0, len(columns), CHUNK):
            found[at : at + CHUNK] = (single @ self.of(columns[at : at + CHUNK], count)).T
        return found


def make_terms(columns: Matrix, smallest: int) -> Terms:
    """Terms for columns (rows, k); `smallest` is the number of rows of the smallest group that is fitted."""
    spread = columns.std(axis=0)
    middle, spread = columns.mean(axis=0), np.where(spread > 0, spread, 1.0)
    count = columns.shape[1]
    free = min(MOST_TERMS, smallest // ROWS_PER_TERM) - 1 - count
    look = (columns[:: max(1, len(columns) // LOOKED_AT)] - middle) / spread
    numbers = [j for j in range(count) if len(np.unique(look[:, j])) > FEW_VALUES]
    bends = min(BENDS, free // len(numbers)) if numbers else 0
    knots = [np.empty(0, dtype=np.float32) for _ in range(count)]
    beyond = min(0.25, max(float(ndtr(-FURTHEST_BEND)), ROWS_BEYOND / max(smallest, 1)))
    flat = min(0.25, ROWS_BEYOND / max(smallest, 1)) / 4
    lowest, highest = np.quantile(look, (flat, 1 - flat), axis=0)
    # A column of few values, or that is nearly always the same, is no smaller for it.
    few = [j for j in range(count) if j not in numbers or lowest[j] == highest[j]]
    lowest[few], highest[few] = look[:, few].min(axis=0), look[:, few].max(axis=0)
    if bends >= FEWEST_BENDS:
        # Evenly spaced were the column normal: quantiles alone leave wide gaps where rows thin out.
        places = ndtr(np.linspace(ndtri(beyond), -ndtri(beyond), bends + 1))
        for j in numbers:
            knots[j] = np.unique(np.quantile(look[:, j], places)).astype(np.float32)
    free -= sum(max(len(each) - 1, 0) for each in knots)
    first, second = np.triu_indices(count, 1)
    if len(first) > free:
        first, second = first[:0], second[:0]
    return Terms(middle, spread, tuple(knots), lowest, highest, first, second)


@dataclass(frozen=True)
class Sums:
    """What least squares needs of some rows."""

    gram: Matrix  # (count, count)
    cross: Vector  # (count,)
    square: float
    rows: int

    def loss(self, coefficients: Vector) -> float:
        """Mean squared error of these coefficients on these rows."""
        explained = 2 * coefficients @ self.cross - coefficients @ self.gram @ coefficients
        return float(self.square - explained) / max(self.rows, 1)


def sums_of(terms: Terms, columns: Matrix, target: Vector, rows: Codes) -> Sums:
    """The sums of some rows, a chunk at a time."""
    gram, cross = np.zeros((terms.count, terms.count)), np.zeros(terms.count)
    for at in range(0, len(rows), CHUNK):
        chunk = rows[at : at + CHUNK]
        found = terms.of(columns[chunk])
        gram += found @ found.T
        cross += found @ target[chunk].astype(np.float32)
    return Sums(gram, cross, float(target[rows] @ target[rows]), len(rows))


def least_squares_starts(terms: Terms, columns: Matrix, target: Vector, groups: Sequence[Codes]) -> Matrix:
    """Coefficients (count, folds): each fold's from the rows of the other folds, `groups` of row numbers."""
    everything = np.concatenate(list(groups))
    level, scale = float(target[everything].mean()), float(target[everything].std()) or 1.0
    sums = [sums_of(terms, columns, (target - level) / scale, thinned(rows, SUMMED)) for rows in groups]
    found = np.empty((terms.count, len(groups)))
    for number, held in enumerate(sums):
        train = _together([s for other, s in enumerate(sums) if other != number])
        tried = [
            _solved(train, count, ridge) for count in {1, terms.straight, terms.count} for ridge in RIDGES
        ]
        found[:, number] = min(tried, key=held.loss) * scale
        found[0, number] += level
    return found


def _together(parts: Sequence[Sums]) -> Sums:
    gram, cross = sum(part.gram for part in parts), sum(part.cross for part in parts)
    return Sums(
        np.asarray(gram), np.asarray(cross), sum(part.square for part in parts), sum(p.rows for p in parts)
    )


def _solved(sums: Sums, count: int, ridge: float) -> Vector:
    """Ridge regression on the first `count` terms; the rest have coefficient 0."""
    found = np.zeros(len(sums.cross))
    found[:count] = _ridge(sums.gram[:count, :count], sums.cross[:count], ridge)
    return found


def _ridge(gram: Matrix, cross: Vector, ridge: float) -> Vector:
    length = np.sqrt(np.maximum(np.diag(gram), 1e-12))
    unit = gram / np.outer(length, length) + ridge * np.eye(len(length))
    unit[0, 0] -= ridge  # the level is not held back
    return np.asarray(np.linalg.solve(unit, cross / length) / length)


def logistic_starts(terms: Terms, columns: Matrix, target: Vector, groups: Sequence[Codes]) -> Matrix:
    """As `least_squares_starts`, on the log-odds scale for a 0/1 target."""
    found = np.zeros((terms.count, len(groups)))
    for number, held in enumerate(groups):
        train = np.concatenate([rows for other, rows in enumerate(groups) if other != number])
        few, many = thinned(train, FEW_ROWS), thinned(train, MANY_ROWS)
        of_few, of_many = terms.of(columns[few]), terms.of(columns[many])
        test = thinned(held, MANY_ROWS // 4)
        of_test = terms.of(columns[test])
        share = float(np.clip(target[train].mean(), 1e-6, 1 - 1e-6))
        start = np.zeros(1)
        start[0] = np.log(share / (1 - share))
        tried = [np.pad(start, (0, terms.count - 1))]
        for count in (terms.straight, terms.count):
            start = np.pad(start, (0, count - len(start)))
            for _ in range(NEWTON_STEPS):
                step = _newton_step(of_few[:count], target[few], start)
                start = start + step
                if np.abs(step @ of_few[:count, :1000]).mean() < 0.02:
                    break
            if len(many) > len(few):
                start = start + _newton_step(of_many[:count], target[many], start)
            tried.append(np.pad(start, (0, terms.count - count)))
        losses = [log_loss(point.astype(np.float32) @ of_test, target[test]) for point in tried]
        found[:, number] = tried[int(np.argmin(losses))]
    return found


def _newton_step(terms: Single, labels: Vector, point: Vector) -> Vector:
    """One step towards the most likely coefficients, cut where it would change most scores by over 3."""
    chance = expit(point.astype(np.float32) @ terms)
    weighted = terms * np.sqrt(np.maximum(chance * (1 - chance), np.float32(1e-4)))
    gram = (weighted @ weighted.T).astype(np.float64)
    gradient = (terms @ (labels.astype(np.float32) - chance)).astype(np.float64)
    step = _ridge(gram, gradient, 1e-5)
    size = float(np.sqrt(np.mean((step @ terms[:, :1000]) ** 2)))
    return np.asarray(step * min(1.0, 3.0 / max(size, 1e-12)))


def log_loss(scores: Vector | Single, labels: Vector) -> float:
    """Mean log loss of log-odds against labels 0/1."""
    return float(np.mean(np.logaddexp(0.0, scores) - labels * scores))


def thinned(rows: Codes, most: int) -> Codes:
    """At most so many of the rows, evenly spread."""
    return rows[:: max(1, -(-len(rows) // most))]

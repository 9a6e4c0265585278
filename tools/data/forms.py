"""In which form a covariate is held fixed: as a line, a curve, level by level, or by its groups' means.

A straight line through a covariate leaves what is curved about its part in treatment and outcome in the
estimate, and codes of segments lie on no line at all. Which form is needed is judged by the covariate's part
in the treatment, and in the outcome within the treatment groups: never by the effect.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit

from tools.data.work import Work
from tools.messages import Column, Columns, Message, counted
from tools.types import Design, DesignKind, Query

Array = np.ndarray[Any, np.dtype[np.float64]]

DOUBTED = 0.02  # p-value, of all lines together, below which one does not do
FEWEST = 100  # rows; below, only a gross curve would be seen
TESTED = 20_000  # evenly spaced rows that the tests look at
ROWS_PER_COLUMN = 10  # of the smaller arm, or of all rows where there are no arms
CODES = 12  # whole numbers so few that each becomes a level as soon as a line does not do
LEVELS = 60  # whole numbers that may still be codes: levels where no curve does either
ROWS_PER_LEVEL = 10
MOST_PAIRED = 12  # numbers of which products are tried
COPY = 1e-6  # share of a column's length that is left beside others, below which it copies them
STEPS, LONGEST, RIDGE = 12, 2.0, 1e-3  # of Newton's method: steps, the longest one, what keeps it finite
# Quantiles for the knots of restricted cubic splines: Harrell (2015), Regression Modeling Strategies, 2.4.6.
KNOTS = (0.05, 0.275, 0.5, 0.725, 0.95)


# ---------------- What a covariate's part in treatment and outcome looks like


@dataclass(frozen=True)
class PartModels:
    """Treatment and outcome given the covariates: whether further columns would have a part in either."""

    base: Array  # (rows, k) intercept and covariates
    treatment: Array  # (rows,)
    clusters: Array | None  # (rows,) codes 0..G-1
    parts: tuple[tuple[Array, Array, Array], ...]  # basis (rows, r), root weights (rows,), residuals (rows,)

    def p_value(self, columns: Array) -> float:
        """That `columns` (rows, q) have no part in either model.

        The smaller p-value of two robust score tests, doubled; within clusters scores are summed. Wooldridge
        (2010), Econometric Analysis of Cross Section and Panel Data, sections 4.2.3 and 15.5.3.
        """
        return min(1.0, 2.0 * min(self._score(columns, *part) for part in self.parts))

    def _score(self, columns: Array, basis: Array, root: Array, left: Array) -> float:
        own = columns * root[:, None]
        whole = np.linalg.norm(own, axis=0)
        own = own - basis @ (basis.T @ own)
        # What the base says already is rounding from here on, and rounding is no part.
        own = own[:, np.linalg.norm(own, axis=0) > COPY * whole]
        if own.shape[1] == 0:
            return 1.0
        scores = own / root[:, None] * left[:, None]
        if self.clusters is not None:
            scores = np.column_stack([np.bincount(self.clusters, column) for column in scores.T])
        size = np.sqrt((scores**2).mean(axis=0))
        if not size.all():
            return 1.0
        scores = scores / size
        products = scores.T @ scores
        rank = int(np.linalg.matrix_rank(products, hermitian=True))
        if len(scores) < 10 * rank:
            return 1.0  # a robust test of so many columns needs more rows (or clusters)
        total = scores.sum(axis=0)
        statistic = float(total @ np.linalg.pinv(products, rcond=1e-9, hermitian=True) @ total)
        return float(stats.chi2.sf(statistic, rank))


def part_models(base: Array, treatment: Array, outcome: Array, clusters: Array | None) -> PartModels:
    """The outcome by least squares, within the arms of a 0/1 treatment; the treatment by least squares, or by
    a logistic regression where it is 0/1."""
    binary = set(np.unique(treatment)) <= {0.0, 1.0}
    given = [base, treatment[:, None]]
    if binary:
        given.append(base[:, 1:] * treatment[:, None])
    basis, even = _basis(np.column_stack(given)), np.ones(len(outcome))
    of_outcome = (basis, even, _left_of(outcome, basis))
    if binary:
        chance = _chance(base, treatment)
        root = np.sqrt(np.maximum(chance * (1 - chance), 1e-6))
        of_treatment = (_basis(base * root[:, None]), root, treatment - chance)
    else:
        basis = _basis(base)
        of_treatment = (basis, even, _left_of(treatment, basis))
    return PartModels(base, treatment, clusters, (of_outcome, of_treatment))


def _chance(base: Array, treatment: Array) -> Array:
    """Chance of a 0/1 treatment (rows,) given base (rows, k), by maximum likelihood: a few Newton steps.

    A test needs no more than that. The estimators have their own, which tables do not load.
    """
    basis = _basis(base) * np.sqrt(len(base))
    coefficients = np.zeros(basis.shape[1])
    for _ in range(STEPS):
        chance = expit(basis @ coefficients)
        information = basis.T @ (basis * (chance * (1 - chance))[:, None]) + RIDGE * np.eye(basis.shape[1])
        step = np.linalg.solve(information, basis.T @ (treatment - chance) - RIDGE * coefficients)
        coefficients = coefficients + step / max(1.0, float(np.abs(step).max(initial=0.0)) / LONGEST)
    return np.asarray(expit(basis @ coefficients))


def _left_of(values: Array, basis: Array) -> Array:
    """What the basis leaves of the values; nothing where it is rounding."""
    left = values - basis @ (basis.T @ values)
    return (
        left if np.linalg.norm(left) > COPY * np.linalg.norm(values - values.mean()) else np.zeros_like(left)
    )


def _basis(columns: Array) -> Array:
    """An orthonormal basis of columns (rows, k); repeats are left out."""
    length = np.linalg.norm(columns, axis=0)
    scaled = columns[:, length > 0] / length[length > 0]
    values, vectors = np.linalg.eigh(scaled.T @ scaled)
    kept = values > 1e-10 * float(values.max(initial=0.0))
    return np.asarray(scaled @ (vectors[:, kept] / np.sqrt(values[kept])))


# ---------------- Curves, levels and products in the frame


def shape_covariates(work: Work, query: Query, design: Design, covariates: Sequence[str]) -> None:
    """Give the covariates of an adjusted comparison the forms they need; they are coded in `work.frame`.

    A number with few whole values becomes levels, another gets the terms of a restricted cubic spline
    ("age (curve 1)"), two numbers that act on one another their product ("age × bmi"): where a line does not
    do (p < 0.02 for all columns together, after Bonferroni) and the rows bear it. `work.forms` tells which
    columns then hold a covariate fixed.
    """
    numbers = [name for name in covariates if work.frame[name].dtype.kind == "f"]
    if design.kind is not DesignKind.BACKDOOR or query.treatment is None or len(work.frame) < FEWEST:
        return
    shaper = _Shaper(work, query.treatment, query.outcome, design.cluster, tuple(covariates))
    if not numbers or not shaper.varies:
        return
    curved = shaper.bend(numbers)
    levelled = shaper.part_by_level(numbers)
    multiplied = shaper.multiply([name for name in numbers if name not in levelled])
    told = tuple(name for name in numbers if name in {*curved, *levelled, *multiplied})
    if told:
        work.warn(Message("data-held-in-forms", {"columns": Columns(told, shown=6)}))


class _Shaper:
    """The working frame's covariates with their models, on the rows that are looked at."""

    def __init__(
        self, work: Work, treatment: str, outcome: str, cluster: str | None, covariates: tuple[str, ...]
    ) -> None:
        self.work, self.treatment, self.outcome, self.cluster = work, treatment, outcome, cluster
        self.covariates = covariates
        self.step = -(-len(work.frame) // TESTED)
        values = self._seen(treatment)
        self.varies = np.ptp(values) > 0
        arms = np.unique(work.frame[treatment].to_numpy(dtype=float), return_counts=True)[1]
        smaller = int(arms.min()) if len(arms) == 2 else len(work.frame)
        self.most = smaller // ROWS_PER_COLUMN  # columns in all

    def bend(self, numbers: Sequence[str]) -> set[str]:
        """Curves, and levels for the fewest whole numbers, where a line does not do."""
        models, doubted = self._models(), []
        for name in numbers:
            found = self._levels_of(name, CODES) or spline_terms(self.work.frame[name].to_numpy(dtype=float))
            if found is None:
                continue
            columns = found.columns(self._seen(name))
            doubted.append((models.p_value(columns), name, found))
        bent = set()
        width = models.base.shape[1]
        for p, name, found in sorted(doubted, key=lambda one: (one[0], one[1])):
            if p * len(doubted) < DOUBTED and width + found.width <= self.most:
                width += found.width
                bent.add(name)
                self._put(name, found)
        return bent

    def part_by_level(self, numbers: Sequence[str]) -> set[str]:
        """Whole numbers that no curve does justice to are codes: levels."""
        models, parted = self._models(), set()
        width = models.base.shape[1]
        for name in numbers:
            found = self._levels_of(name, LEVELS) if self.work.frame[name].dtype.kind == "f" else None
            if found is None or width + found.width > self.most:
                continue
            if models.p_value(found.columns(self._seen(name))) < DOUBTED / 10:
                width += found.width
                parted.add(name)
                self._put(name, found)
        return parted

    def multiply(self, numbers: Sequence[str]) -> set[str]:
        """Products of two numbers that act on one another."""
        numbers = [name for name in numbers if self.work.frame[name].dtype.kind == "f"]
        pairs = list(combinations(numbers[:MOST_PAIRED], 2))
        if not pairs:
            return set()
        models, doubted = self._models(), []
        for one, other in pairs:
            product = self._seen(one) - self._centre(one)
            product = product * (self._seen(other) - self._centre(other))
            doubted.append((models.p_value(product[:, None]), one, other))
        width, multiplied = models.base.shape[1], set()
        for p, one, other in sorted(doubted):
            if p * len(pairs) < DOUBTED and width < self.most:
                width += 1
                multiplied |= {one, other}
                centres = self._centre(one), self._centre(other)
                shown = [
                    f"(frame[{name!r}] - {centre!r})"
                    for name, centre in zip((one, other), centres, strict=True)
                ]
                values_of = partial(_product, names=(one, other), centres=centres)
                self._beside(one, f"{one} × {other}", values_of, " * ".join(shown))
        return multiplied

    def _models(self) -> PartModels:
        frame = self.work.frame.iloc[:: self.step]
        names = [form for name in self.covariates for form in self.work.forms.get(name, (name,))]
        wide = frame[names]
        base = pd.get_dummies(wide, drop_first=True, dtype=float).to_numpy(dtype=float)
        clusters = None if self.cluster is None else pd.factorize(frame[self.cluster])[0]
        return part_models(
            np.column_stack([np.ones(len(frame)), base]),
            self._seen(self.treatment),
            self._seen(self.outcome),
            clusters,
        )

    def _seen(self, name: str) -> Array:
        return np.asarray(self.work.frame[name].to_numpy(dtype=np.float64)[:: self.step])

    def _centre(self, name: str) -> float:
        return float(f"{self.work.frame[name].mean():.6g}")

    def _levels_of(self, name: str, most: int) -> _Levels | None:
        values = self.work.frame[name].to_numpy(dtype=float)
        levels = np.unique(values)
        few = 3 <= len(levels) <= min(most, len(values) // ROWS_PER_LEVEL)
        return _Levels(levels) if few and bool((levels == np.floor(levels)).all()) else None

    def _put(self, name: str, found: _Levels | Spline) -> None:
        if isinstance(found, _Levels):
            from tools.data.covariates import as_levels  # it imports this module

            for beside in self.work.forms.pop(name, (name,))[1:]:
                self.work.drop(beside)
            as_levels(self.work, name)
            return
        for place, line in enumerate(found.code(name)):
            term = partial(_term, curve=found, name=name, place=place)
            self._beside(name, f"{name} (curve {place + 1})", term, line)

    def _beside(self, name: str, column: str, values_of: Callable[[pd.DataFrame], Any], code: str) -> None:
        while column in self.work.frame or column in self.work.table.columns:
            column += "*"
        self.work.make(column, values_of, code)
        self.work.forms[name] = (*self.work.forms.get(name, (name,)), column)


def _product(frame: pd.DataFrame, names: tuple[str, str], centres: tuple[float, float]) -> Any:
    return (frame[names[0]] - centres[0]) * (frame[names[1]] - centres[1])


def _term(frame: pd.DataFrame, curve: Spline, name: str, place: int) -> Array:
    return np.asarray(curve.columns(frame[name].to_numpy(dtype=float))[:, place])


@dataclass(frozen=True)
class _Levels:
    """One column for every level but the first."""

    levels: Array

    @property
    def width(self) -> int:
        return len(self.levels) - 1

    def columns(self, values: Array) -> Array:
        return np.asarray((values[:, None] == self.levels[None, 1:]).astype(np.float64))


@dataclass(frozen=True)
class Spline:
    """The terms of a restricted cubic spline beside the line: straight before its first and after its last
    knot. Stone & Koo (1985); Harrell (2015), Regression Modeling Strategies, section 2.4.5."""

    knots: tuple[float, ...]

    @property
    def width(self) -> int:
        return len(self.knots) - 2

    def columns(self, values: Array) -> Array:
        """(rows, width), on the scale of the values."""
        *_, before, last = self.knots
        above = [np.maximum(values - knot, 0.0) ** 3 for knot in self.knots]
        scale = (last - self.knots[0]) ** 2
        terms = [
            above[j]
            - above[-2] * (last - self.knots[j]) / (last - before)
            + above[-1] * (before - self.knots[j]) / (last - before)
            for j in range(self.width)
        ]
        return np.column_stack(terms) / scale

    def code(self, name: str) -> tuple[str, ...]:
        """The same as lines of pandas, a term each."""
        *_, before, last = self.knots
        above = [f"(frame[{name!r}] - {knot!r}).clip(lower=0) ** 3" for knot in self.knots]
        scale = (last - self.knots[0]) ** 2
        return tuple(
            f"({above[j]} - {above[-2]} * {(last - self.knots[j]) / (last - before)!r}"
            f" + {above[-1]} * {(before - self.knots[j]) / (last - before)!r}) / {scale!r}"
            for j in range(self.width)
        )


def spline_terms(values: Array) -> Spline | None:
    """The spline for these values, with at most five knots; None where few values leave it no room."""
    if len(np.unique(values)) < len(KNOTS):
        return None
    knots = np.unique([float(f"{knot:.6g}") for knot in np.quantile(values, KNOTS)])
    return Spline(tuple(float(knot) for knot in knots)) if len(knots) >= 3 else None


# ---------------- The means of groups, for a grouping with more levels than the rows bear


def hold_by_means(work: Work, query: Query, name: str, others: Sequence[str]) -> None:
    """Hold a grouping fixed by the means of treatment and of the other numbers within its groups.

    In a linear model the same as one column a group (Mundlak 1978, Econometrica 46(1)); with weights see
    Arkhangelsky & Imbens (2024), Review of Economic Studies 91(3).
    """
    forms: list[str] = []
    for other in (str(query.treatment), *others):
        if work.frame[other].dtype.kind != "f":
            continue
        column = f"{other} (mean of {name})"
        while column in work.frame or column in work.table.columns:
            column += "*"
        code = f"frame.groupby({name!r}, observed=True)[{other!r}].transform('mean')"
        work.make(column, partial(_means, groups=name, of=other), code)
        forms.append(column)
    work.forms[name] = tuple(forms)
    levels = counted(work.frame[name].nunique())
    work.warn(Message("data-held-by-means", {"column": Column(name), "levels": levels}))


def _means(frame: pd.DataFrame, groups: str, of: str) -> pd.Series:
    return frame.groupby(groups, observed=True)[of].transform("mean")

"""Several treatments, or several levels of one, on the same rows and with the same columns held fixed.

One regression holds them all, so that their difference has an interval of its own: the covariance of the two
coefficients counts. Heteroscedasticity-consistent errors (HC1; MacKinnon & White 1985), or clustered ones.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import stats

from tools.errors import EstimationError
from tools.estimators.linear import least_squares
from tools.messages import Message, Quantity, Scale, ScaleKind

__all__ = ["Cell", "Comparison", "Option", "compare"]

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Option:
    """One thing that could be done, against leaving things as they are."""

    name: str  # the column, or the level
    step: float  # the change in the column: 1 for yes instead of no
    effect: Quantity  # on the outcome


@dataclass(frozen=True)
class Cell:
    """One combination of two yes/no treatments: its rows, and the mean outcome at the covariates' means."""

    first: float
    second: float
    rows: int
    mean: Quantity


@dataclass(frozen=True)
class Comparison:
    """Options ranked by their effect, the best difference first."""

    options: tuple[Option, ...]  # as they were asked for
    differences: Mapping[tuple[str, str], Quantity]  # (a, b): effect of a less effect of b
    rows: int
    cells: tuple[Cell, ...] = ()  # two yes/no treatments only

    headline = "difference"

    def ranked(self, *, lowest_first: bool = False) -> tuple[Option, ...]:
        """The options by their effect, the largest first unless `lowest_first`."""
        return tuple(sorted(self.options, key=lambda option: option.effect.value, reverse=not lowest_first))

    @property
    def first(self) -> Option:
        """The option with the largest effect."""
        return self.ranked()[0]

    @property
    def lead(self) -> Quantity:
        """How far the first is ahead of the second, with its interval."""
        first, second = self.ranked()[:2]
        return self.differences[first.name, second.name]

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        found = {f"effect_of_{option.name}": option.effect for option in self.options}
        found["difference"] = self.lead
        for cell in self.cells:
            found[f"mean_{cell.first:g}_{cell.second:g}"] = cell.mean
        return found | {"rows": Quantity(self.rows, scale=Scale(ScaleKind.COUNT))}


def compare(
    *,
    outcome: Array,
    treatments: Array,
    covariates: Array,
    names: Sequence[str],
    steps: Sequence[float],
    scale: Scale,
    clusters: Any = None,
) -> Comparison:
    """Effects of changing each treatment by its step, all others held fixed, and their differences.

    `outcome` (n,), `treatments` (n, k) in the order of `names` and `steps`, `covariates` (n, p) without an
    intercept. Exclusive levels of one column come as k indicator columns against the level left out.
    Raises EstimationError with fewer rows than columns or treatments that the covariates determine.
    """
    n, k = treatments.shape
    columns = np.column_stack([np.ones(n), treatments, covariates])
    fit = least_squares(columns, outcome, clusters=clusters)
    if any(1 + i in fit.left_out for i in range(k)):
        raise EstimationError(Message("effects-options-determined"))
    change = np.asarray(steps, dtype=np.float64)
    effects = fit.coefficients[1 : 1 + k] * change
    covariance = fit.covariance[1 : 1 + k, 1 : 1 + k] * np.outer(change, change)
    reach = float(stats.t.ppf(0.975, fit.degrees_of_freedom))

    def quantity(weights: Array) -> Quantity:
        value, error = float(weights @ effects), math.sqrt(max(float(weights @ covariance @ weights), 0.0))
        return Quantity(value, (value - reach * error, value + reach * error), error, scale)

    one = np.eye(k)
    options = tuple(Option(name, float(change[i]), quantity(one[i])) for i, name in enumerate(names))
    differences = {
        (names[i], names[j]): quantity(one[i] - one[j]) for i, j in itertools.permutations(range(k), 2)
    }
    two_by_two = k == 2 and all(set(np.unique(treatments[:, i])) <= {0.0, 1.0} for i in range(k))
    cells = _cells(outcome, treatments, covariates, scale, clusters) if two_by_two else ()
    return Comparison(options, differences, n, cells)


def _cells(
    outcome: Array, treatments: Array, covariates: Array, scale: Scale, clusters: Any
) -> tuple[Cell, ...]:
    """Standardised means of the four combinations, with the interaction; empty unless all four occur."""
    first, second = treatments.T
    counts = {(a, b): int(((first == a) & (second == b)).sum()) for a in (0.0, 1.0) for b in (0.0, 1.0)}
    if min(counts.values()) < 2:
        return ()
    columns = np.column_stack([np.ones(len(outcome)), first, second, first * second, covariates])
    fit = least_squares(columns, outcome, clusters=clusters)
    reach = float(stats.t.ppf(0.975, fit.degrees_of_freedom))
    level = Scale(ScaleKind.SHARE) if scale.kind is ScaleKind.POINTS else scale
    cells = []
    for (a, b), rows in counts.items():
        at = np.concatenate([[1.0, a, b, a * b], covariates.mean(axis=0)])
        value, error = float(at @ fit.coefficients), math.sqrt(max(float(at @ fit.covariance @ at), 0.0))
        cells.append(
            Cell(a, b, rows, Quantity(value, (value - reach * error, value + reach * error), error, level))
        )
    return tuple(cells)

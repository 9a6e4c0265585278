"""The effect in the groups of one named column, how far they are apart, and along a quantity."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import stats

from tools.effects.conditions import cuts, whole, written
from tools.effects.scores import Scores, group_effects, projection, quantity, simultaneous_reach
from tools.errors import EstimationError
from tools.estimators.linear import Matrix, Vector
from tools.messages import Column, Message, Quantity, Scale, counted
from tools.types import Condition, Level

__all__ = [
    "FEWEST_IN_GROUP",
    "MOST_GROUPS",
    "SURE",
    "Along",
    "ByModifier",
    "Group",
    "by_bounds",
    "by_levels",
    "by_modifier",
    "by_terciles",
]

FEWEST_IN_GROUP = 20  # rows; a smaller group is left out of a comparison
MOST_GROUPS = 8  # levels that are compared, the most frequent first
FEW_VALUES = 5  # a number with so few values is a set of groups
SURE = 0.025  # p-value at which one of two tests finds something, so that both together err in 5%


@dataclass(frozen=True)
class Group:
    """The effect in the rows that meet all conditions."""

    conditions: tuple[Condition, ...]
    effect: Quantity  # outcome units; its interval holds for all groups of a comparison at once
    rows: int  # that the effect is estimated from


@dataclass(frozen=True)
class Along:
    """How the effect changes from the lower to the upper quartile of a quantity, by its linear projection."""

    start: float  # lower quartile, units of the modifier
    end: float  # upper quartile
    change: Quantity  # outcome units
    at_start: Quantity
    at_end: Quantity


@dataclass(frozen=True)
class ByModifier:
    """The effect in the groups of one column, and how far they are apart."""

    modifier: str
    groups: tuple[Group, ...]  # in the order of the column's values, or by frequency
    difference: Quantity  # of the two groups furthest apart (of two: the first less the second)
    apart: tuple[int, int]  # these two, by place; difference = effect of the one less that of the other
    average: Quantity  # over all rows used
    p_equal: float  # of "the same in all groups"
    rows: int
    along: Along | None = None
    left_out: int = 0  # rows of levels too rare to compare, or without a value

    headline = "difference"

    @property
    def clear(self) -> bool:
        """Do the rows tell that the effect differs?

        Of two tests (groups, slope) each has to be surer, so that both together are wrong in 5%.
        """
        if self.along is None:
            return self.p_equal < 0.05
        return min(self.p_equal, _p_value(self.along.change)) < SURE

    @property
    def p_value(self) -> float:
        """Of "the effect does not change with the column", by the surer of its tests."""
        if self.along is None:
            return self.p_equal
        return min(1.0, 2 * min(self.p_equal, _p_value(self.along.change)))

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        """`difference`, `average_effect`, `effect_1` ... in the order of the groups, `slope`, `p_value`."""
        found = {"difference": self.difference, "average_effect": self.average}
        found |= {f"effect_{place}": group.effect for place, group in enumerate(self.groups, 1)}
        if self.along is not None:
            found["slope"] = self.along.change
        return found | {"p_value": Quantity(self.p_value, decimals=3), "rows": counted(self.rows)}


def by_modifier(
    scores: Scores, values: pd.Series, name: str, scale: Scale, levels: Sequence[Level] = ()
) -> ByModifier:
    """Terciles and a slope of a column of numbers (rows,), groups of any other; missing values are left out.

    `levels`: the column's levels as the table has them. Raises EstimationError where no two groups are left.
    """
    numeric = pd.api.types.is_numeric_dtype(values)
    if numeric and values.nunique() > FEW_VALUES:
        return by_terciles(scores, values.to_numpy(dtype=np.float64), name, scale)
    return by_levels(scores, values, name, scale, levels)


def by_levels(
    scores: Scores, values: pd.Series, name: str, scale: Scale, levels: Sequence[Level] = ()
) -> ByModifier:
    """The effect at each level of a column (rows,) with a few; rare levels are left out."""
    known = {written(level): level for level in levels}
    texts = values.map(written, na_action="ignore").astype(object)
    counts = texts.value_counts()
    kept = [str(level) for level, rows in counts.items() if rows >= FEWEST_IN_GROUP][:MOST_GROUPS]
    order = sorted(kept, key=_in_order) if pd.api.types.is_numeric_dtype(values) else kept
    member = np.column_stack([(texts == level).to_numpy() for level in order] or [np.zeros(len(texts))])
    conditions = [(Condition(name, "==", known.get(level, level)),) for level in order]
    return _compared(scores, member.astype(np.float64), conditions, name, scale)


def by_bounds(scores: Scores, values: Vector, bounds: Sequence[float], name: str, scale: Scale) -> ByModifier:
    """The effect below, between and from the bounds on of a column of numbers (rows,), NaN where unknown."""
    edges = [-math.inf, *bounds, math.inf]
    member, conditions = [], []
    for low, high in pairwise(edges):
        member.append(((values >= low) & (values < high)).astype(np.float64))
        lower = (Condition(name, ">=", whole(low)),) if math.isfinite(low) else ()
        upper = (Condition(name, "<", whole(high)),) if math.isfinite(high) else ()
        conditions.append((*lower, *upper))
    return _compared(scores, np.column_stack(member), conditions, name, scale)


def by_terciles(scores: Scores, values: Vector, name: str, scale: Scale) -> ByModifier:
    """The effect in the lower, middle and upper third of a column of numbers, and along it."""
    known = np.isfinite(values)
    bounds = cuts(values[known], 3)
    found = by_bounds(scores, values, bounds, name, scale)
    start, end = (float(edge) for edge in np.quantile(values[known], (0.25, 0.75)))
    if start == end:
        return found
    part = scores.of(known)
    # Where the quartiles lie is as good as known; the effect there has the error.
    fit = projection(part, np.column_stack([np.ones(part.rows), (values[known] - start) / (end - start)]))

    def said(weights: list[float]) -> Quantity:
        return quantity(*fit.contrast(np.asarray(weights)), scale, fit.degrees_of_freedom)

    along = Along(start, end, said([0.0, 1.0]), said([1.0, 0.0]), said([1.0, 1.0]))
    return replace(found, along=along)


def _compared(
    scores: Scores, member: Matrix, conditions: Sequence[tuple[Condition, ...]], name: str, scale: Scale
) -> ByModifier:
    """Groups side by side; intervals hold for all groups, and for all pairs of them, at once."""
    rows = member.sum(axis=0)
    kept = np.flatnonzero(rows >= FEWEST_IN_GROUP)
    if len(kept) < 2:
        raise EstimationError(
            Message(
                "effects-groups-too-small", {"modifier": Column(name), "fewest": counted(FEWEST_IN_GROUP)}
            )
        )
    member = member[:, kept]
    fit = group_effects(scores, member)
    count = len(kept)
    places = [(i, j) for i in range(count) for j in range(i + 1, count)]
    pairs = np.zeros((len(places), count))
    for row, (i, j) in enumerate(places):
        pairs[row, i], pairs[row, j] = 1.0, -1.0
    degrees = fit.degrees_of_freedom
    several = count > 2
    reach = simultaneous_reach(fit.covariance, degrees) if several else None
    errors = np.sqrt(np.diag(fit.covariance))
    groups = tuple(
        Group(
            conditions[place], quantity(float(value), float(error), scale, degrees, reach), int(rows[place])
        )
        for place, value, error in zip(kept, fit.values, errors, strict=True)
    )
    far = int(np.argmax(np.abs(pairs @ fit.values))) if several else 0
    of_pairs = simultaneous_reach(pairs @ fit.covariance @ pairs.T, degrees) if several else None
    difference = quantity(*fit.contrast(pairs[far]), scale, degrees, of_pairs)
    everybody = group_effects(scores, np.ones((scores.rows, 1)))
    average = quantity(*everybody.contrast(np.ones(1)), scale, everybody.degrees_of_freedom)
    used = int(member.any(axis=1).sum())
    return ByModifier(
        name,
        groups,
        difference,
        places[far],
        average,
        fit.p_equal(),
        used,
        left_out=scores.rows - used,
    )


def _p_value(measured: Quantity) -> float:
    error = measured.std_error or 0.0
    return float(2 * stats.norm.sf(abs(measured.value) / error)) if error > 0 else 1.0


def _in_order(level: str) -> tuple[float, str]:
    try:
        return float(level), level
    except ValueError:
        return math.inf, level

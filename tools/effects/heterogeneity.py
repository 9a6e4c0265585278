"""For whom an effect is larger: in named groups, along a quantity, and where nobody has named a column.

All from cross-fitted scores (`tools.effects.scores`). Where no column is named it is first tested whether
effects differ at all, then groups are told by a model that has not seen them: the calibration test and the
groups sorted by predicted effect (GATES) of Chernozhukov, Demirer, Duflo & Fernández-Val (2018, NBER 24678),
an honest tree after Athey & Imbens (2016), PNAS 113(27), and every column by itself with Holm's correction.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import stats

from tools.effects.scores import (
    Fit,
    Predicted,
    Scores,
    group_effects,
    projection,
    quantity,
    simultaneous_reach,
)
from tools.errors import EstimationError
from tools.estimators.linear import Matrix, Vector
from tools.messages import Column, Message, Quantity, Scale, counted
from tools.types import Condition, Level

__all__ = [
    "Along",
    "ByModifier",
    "Group",
    "Heterogeneity",
    "by_bounds",
    "by_levels",
    "by_modifier",
    "by_terciles",
    "heterogeneity",
    "honest_tree",
    "rows_meeting",
    "sorted_groups",
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
    known = {_written(level): level for level in levels}
    written = values.map(_written, na_action="ignore").astype(object)
    counts = written.value_counts()
    kept = [str(level) for level, rows in counts.items() if rows >= FEWEST_IN_GROUP][:MOST_GROUPS]
    order = sorted(kept, key=_in_order) if pd.api.types.is_numeric_dtype(values) else kept
    member = np.column_stack([(written == level).to_numpy() for level in order] or [np.zeros(len(written))])
    conditions = [(Condition(name, "==", known.get(level, level)),) for level in order]
    return _compared(scores, member.astype(np.float64), conditions, name, scale)


def by_bounds(scores: Scores, values: Vector, bounds: Sequence[float], name: str, scale: Scale) -> ByModifier:
    """The effect below, between and from the bounds on of a column of numbers (rows,), NaN where unknown."""
    edges = [-math.inf, *bounds, math.inf]
    member, conditions = [], []
    for low, high in pairwise(edges):
        member.append(((values >= low) & (values < high)).astype(np.float64))
        lower = (Condition(name, ">=", _whole(low)),) if math.isfinite(low) else ()
        upper = (Condition(name, "<", _whole(high)),) if math.isfinite(high) else ()
        conditions.append((*lower, *upper))
    return _compared(scores, np.column_stack(member), conditions, name, scale)


def by_terciles(scores: Scores, values: Vector, name: str, scale: Scale) -> ByModifier:
    """The effect in the lower, middle and upper third of a column of numbers, and along it."""
    known = np.isfinite(values)
    bounds = _cuts(values[known], 3)
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


# ---------------- Where nobody named a column


@dataclass(frozen=True)
class Heterogeneity:
    """Whether effects differ, and between whom."""

    average: Quantity
    calibration_p: float  # of "the predicted effects say nothing of the found ones", one-sided
    sorted_groups: tuple[Quantity, ...]  # from the lowest to the highest predicted effect, equally many rows
    spread: Quantity  # the highest less the lowest of these
    leaves: tuple[Group, ...]  # of the honest tree, the lowest effect first; () where it does not split
    leaf_spread: Quantity | None  # the last leaf less the first
    modifiers: tuple[ByModifier, ...]  # each column by itself, the surest first
    adjusted_p: tuple[float, ...]  # of each of these, by Holm
    rows: int
    rows_tested: int  # that the test and the sorted groups use
    columns: tuple[str, ...] = field(default=())  # that were looked at

    headline = "spread"

    @property
    def p_value(self) -> float:
        """Of "the effect is the same for all", by the surer of both tests, corrected for there being two."""
        return min(1.0, 2 * min(self.calibration_p, min(self.adjusted_p, default=1.0)))

    @property
    def clear(self) -> bool:
        return self.p_value < 2 * SURE

    @property
    def told(self) -> tuple[ByModifier, ...]:
        """The columns with which the effect changes for sure, after correction."""
        return tuple(found for found, p in zip(self.modifiers, self.adjusted_p, strict=True) if p < 2 * SURE)

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        """`spread`, `average_effect`, `sorted_1` ... from the lowest on, `leaf_1` ..., `p_value`."""
        found = {"spread": self.spread, "average_effect": self.average}
        found |= {f"sorted_{place}": effect for place, effect in enumerate(self.sorted_groups, 1)}
        found |= {f"leaf_{place}": leaf.effect for place, leaf in enumerate(self.leaves, 1)}
        found["p_value"] = Quantity(self.p_value, decimals=3)
        found["p_calibration"] = Quantity(self.calibration_p, decimals=3)
        return found | {"rows": counted(self.rows)}


def heterogeneity(
    scores: Scores,
    predicted: Predicted,
    modifiers: pd.DataFrame,
    scale: Scale,
    levels: Mapping[str, Sequence[Level]] | None = None,
) -> Heterogeneity:
    """Test, sorted groups, tree and columns one by one.

    `modifiers` (rows, m): columns from before the treatment, numbers or categories, in no way changed.
    """
    known = levels or {}
    everybody = group_effects(scores, np.ones((scores.rows, 1)))
    average = quantity(*everybody.contrast(np.ones(1)), scale, everybody.degrees_of_freedom)
    part = scores.of(predicted.tested)
    groups, spread = sorted_groups(part, predicted.honest[predicted.tested], scale)
    one_by_one = []
    for name in modifiers.columns:
        try:
            one_by_one.append(by_modifier(scores, modifiers[name], name, scale, known.get(name, ())))
        except EstimationError:
            continue  # too few rows in its groups: it cannot be told, the others can
    one_by_one.sort(key=lambda found: found.p_value)
    leaves, leaf_spread = honest_tree(scores, modifiers, scale, known)
    return Heterogeneity(
        average,
        calibration_p(part, predicted.honest[predicted.tested]),
        groups,
        spread,
        leaves,
        leaf_spread,
        tuple(one_by_one),
        holm([found.p_value for found in one_by_one]),
        scores.rows,
        part.rows,
        tuple(modifiers.columns),
    )


def calibration_p(scores: Scores, predicted: Vector) -> float:
    """One-sided p-value of "predicted effects say nothing of those found": the slope of the one on the other.

    `predicted` (rows,) must come from models of rows before each fold (`Predicted.honest`).
    """
    centred = scores.without_fold_means(predicted)
    if not centred.any():
        return 1.0
    fit = projection(scores, np.column_stack([np.ones(scores.rows), centred / centred.std()]))
    slope, error = fit.contrast(np.array([0.0, 1.0]))
    return float(stats.t.sf(slope / error, fit.degrees_of_freedom)) if error > 0 else 1.0


def sorted_groups(
    scores: Scores, predicted: Vector, scale: Scale, count: int | None = None
) -> tuple[tuple[Quantity, ...], Quantity]:
    """Effects in equally large groups by predicted effect, the lowest first, and the last less the first.

    Rows are ranked within their fold. Five groups, three with fewer than 1,000 rows.
    """
    many = count or (5 if scores.rows >= 1000 else 3)
    place = np.minimum((rank_in_fold(scores, predicted) * many).astype(int), many - 1)
    fit = group_effects(scores, (place[:, None] == np.arange(many)).astype(np.float64))
    reach = simultaneous_reach(fit.covariance, fit.degrees_of_freedom)
    errors = np.sqrt(np.diag(fit.covariance))
    groups = tuple(
        quantity(float(value), float(error), scale, fit.degrees_of_freedom, reach)
        for value, error in zip(fit.values, errors, strict=True)
    )
    ends = np.zeros(many)
    ends[0], ends[-1] = -1.0, 1.0
    return groups, quantity(*fit.contrast(ends), scale, fit.degrees_of_freedom)


def rank_in_fold(scores: Scores, predicted: Vector) -> Vector:
    """The share of its fold's rows that each row stands above (rows,), 0 for the lowest prediction.

    Ties go by what stands in the rows, and not by their order.
    """
    ranks = np.empty(scores.rows)
    for number in np.unique(scores.fold):
        here = np.flatnonzero(scores.fold == number)
        order = np.lexsort((scores.marks[here], predicted[here]))
        ranks[here[order]] = np.arange(len(here)) / len(here)
    return ranks


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """p-values corrected for their number; Holm (1979), Scandinavian Journal of Statistics 6(2)."""
    order = np.argsort(p_values, kind="stable")
    corrected, largest = np.empty(len(order)), 0.0
    for place, number in enumerate(order):
        largest = max(largest, min(1.0, (len(order) - place) * p_values[number]))
        corrected[number] = largest
    return tuple(map(float, corrected))


# ---------------- An honest tree


STRUCTURE_FOLDS = (0, 1)  # whose rows decide where the tree splits; those of the other folds give the effects
DEEPEST = 2
FEWEST_FOR_TREE = 400  # rows
SMALLEST_LEAF = 0.1  # share of the rows


@dataclass(frozen=True)
class _Feature:
    """A column of the tree: a number, or whether a column has a level."""

    column: str
    level: str | None
    values: Vector  # (rows,)


def honest_tree(
    scores: Scores, modifiers: pd.DataFrame, scale: Scale, levels: Mapping[str, Sequence[Level]]
) -> tuple[tuple[Group, ...], Quantity | None]:
    """The leaves of a shallow tree, the lowest effect first, and the last less the first.

    The splits come from some folds and the effects from the others, so that no leaf is told by the luck that
    made it. Its depth, at most two, is that which predicts one of the splitting folds best from the other.
    """
    features = _features(modifiers)
    if scores.rows < FEWEST_FOR_TREE or not features:
        return (), None
    from sklearn.tree import DecisionTreeRegressor

    columns = np.column_stack([feature.values for feature in features])
    target = scores.change / np.maximum(scores.weight, 1e-12)

    def grown(rows: np.ndarray, depth: int) -> DecisionTreeRegressor:
        smallest = max(FEWEST_IN_GROUP, int(SMALLEST_LEAF * rows.sum()))
        tree = DecisionTreeRegressor(max_depth=depth, min_samples_leaf=smallest, random_state=0)
        return tree.fit(columns[rows], target[rows], sample_weight=scores.weight[rows])

    def loss(depth: int) -> float:
        one, other = (scores.fold == number for number in STRUCTURE_FOLDS)
        total = 0.0
        for train, test in ((one, other), (other, one)):
            gap = target[test] - grown(train, depth).predict(columns[test])
            total += float(scores.weight[test] @ gap**2)
        return total

    structure = np.isin(scores.fold, STRUCTURE_FOLDS)
    tree = grown(structure, min(range(1, DEEPEST + 1), key=loss))
    rest = scores.of(~structure)
    leaf_of = tree.apply(columns[~structure])
    paths = _paths(tree.tree_, features, structure, modifiers, levels)
    numbers = [number for number in paths if (leaf_of == number).sum() >= FEWEST_IN_GROUP]
    if len(numbers) < 2:
        return (), None
    member = (leaf_of[:, None] == np.asarray(numbers)).astype(np.float64)
    fit = group_effects(rest, member)
    return _leaves(fit, [paths[number] for number in numbers], member.sum(axis=0), scale)


def _leaves(
    fit: Fit, paths: Sequence[tuple[Condition, ...]], rows: Vector, scale: Scale
) -> tuple[tuple[Group, ...], Quantity]:
    degrees, count = fit.degrees_of_freedom, len(paths)
    reach = simultaneous_reach(fit.covariance, degrees)
    errors = np.sqrt(np.diag(fit.covariance))
    order = np.argsort(fit.values)
    leaves = tuple(
        Group(
            paths[place],
            quantity(float(fit.values[place]), float(errors[place]), scale, degrees, reach),
            int(rows[place]),
        )
        for place in order
    )
    pairs = np.array([np.eye(count)[i] - np.eye(count)[j] for i in range(count) for j in range(i)])
    of_pairs = simultaneous_reach(pairs @ fit.covariance @ pairs.T, degrees)
    ends = np.eye(count)[order[-1]] - np.eye(count)[order[0]]
    # Which leaves are last and first the effects decided: the interval holds for all pairs at once.
    return leaves, quantity(*fit.contrast(ends), scale, degrees, of_pairs)


def _features(modifiers: pd.DataFrame) -> list[_Feature]:
    found = []
    for name in modifiers.columns:
        values = modifiers[name]
        if pd.api.types.is_numeric_dtype(values):
            numbers = values.to_numpy(dtype=np.float64)
            if np.isfinite(numbers).all():
                found.append(_Feature(name, None, numbers))
            continue
        written = values.map(_written, na_action="ignore").astype(object)
        levels = [str(level) for level in written.value_counts().index[:MOST_GROUPS]]
        for level in levels[:1] if len(levels) == 2 else levels:
            found.append(_Feature(name, level, (written == level).to_numpy(dtype=np.float64)))
    return found


def _paths(
    tree: object,
    features: Sequence[_Feature],
    structure: np.ndarray,
    modifiers: pd.DataFrame,
    levels: Mapping[str, Sequence[Level]],
) -> dict[int, tuple[Condition, ...]]:
    """The conditions that lead to each leaf, by its number."""
    left, right = tree.children_left, tree.children_right  # type: ignore[attr-defined]
    paths: dict[int, tuple[Condition, ...]] = {}

    def walk(node: int, conditions: tuple[Condition, ...]) -> None:
        if left[node] < 0:
            paths[node] = _shortened(conditions)
            return
        feature = features[tree.feature[node]]  # type: ignore[attr-defined]
        below, above = _split(feature, float(tree.threshold[node]), structure, modifiers, levels)  # type: ignore[attr-defined]
        walk(int(left[node]), (*conditions, below))
        walk(int(right[node]), (*conditions, above))

    walk(0, ())
    return paths


def _split(
    feature: _Feature,
    threshold: float,
    structure: np.ndarray,
    modifiers: pd.DataFrame,
    levels: Mapping[str, Sequence[Level]],
) -> tuple[Condition, Condition]:
    """The conditions of the rows below and above a split."""
    name = feature.column
    known = {_written(level): level for level in levels.get(name, ())}
    if feature.level is not None:
        level = known.get(feature.level, feature.level)
        others = [each for each in modifiers[name].dropna().map(_written).unique() if each != feature.level]
        if len(others) == 1:
            return Condition(name, "==", known.get(others[0], others[0])), Condition(name, "==", level)
        return Condition(name, "!=", level), Condition(name, "==", level)
    values = np.unique(feature.values)
    if len(values) == 2:
        low, high = (known.get(_written(value), _whole(value)) for value in values)
        return Condition(name, "==", low), Condition(name, "==", high)
    seen = feature.values[structure]
    bound = short_between(float(seen[seen <= threshold].max()), float(seen[seen > threshold].min()))
    return Condition(name, "<", bound), Condition(name, ">=", bound)


def _shortened(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Of two conditions that bound a column on the same side the later one, which is the narrower."""
    kept: dict[tuple[str, str], Condition] = {}
    for condition in conditions:
        side = condition.operator if condition.operator != "!=" else f"!={condition.value}"
        kept[condition.column, side] = condition
        if condition.operator == "==":
            kept = {
                key: each for key, each in kept.items() if key[0] != condition.column or each is condition
            }
    return tuple(kept.values())


def short_between(low: float, high: float) -> int | float:
    """The shortest number in (low, high].

    >>> short_between(59.0, 60.0), short_between(0.1234, 0.1311)
    (60, 0.13)
    """
    middle = (low + high) / 2
    for digits in range(-math.floor(math.log10(max(abs(low), abs(high), 1e-300))) - 1, 17):
        for number in (round(middle, digits), round(high, digits)):
            if low < number <= high:
                return _whole(number)
    return _whole(high)


def rows_meeting(modifiers: pd.DataFrame, conditions: Sequence[Condition]) -> np.ndarray:
    """The rows (rows,) of bool that meet all conditions; one without a value meets none."""
    found = np.ones(len(modifiers), dtype=bool)
    for condition in conditions:
        values = modifiers[condition.column]
        if condition.operator in ("==", "!="):
            same = (values.map(_written, na_action="ignore") == _written(condition.value)).to_numpy(
                dtype=bool
            )
            found &= same if condition.operator == "==" else ~same & values.notna().to_numpy()
            continue
        numbers, bound = values.to_numpy(dtype=np.float64), float(condition.value)
        found &= {
            "<": numbers < bound,
            "<=": numbers <= bound,
            ">": numbers > bound,
            ">=": numbers >= bound,
        }[condition.operator]
    return found


# ---------------- Small helpers


def _cuts(values: Vector, parts: int) -> list[float]:
    """Values that part a column into about equally many rows: a row with the value is in the upper part."""
    ordered = np.unique(values)
    cuts: list[float] = []
    for share in np.arange(1, parts) / parts:
        edge = float(np.quantile(values, share))
        above = ordered[ordered > edge] if (values < edge).mean() < share / 2 else ordered[ordered >= edge]
        below = ordered[ordered < above[0]] if len(above) else ordered[:0]
        if len(above) and len(below):
            cuts.append(float(short_between(float(below[-1]), float(above[0]))))
    return sorted(set(cuts))


def _p_value(measured: Quantity) -> float:
    error = measured.std_error or 0.0
    return float(2 * stats.norm.sf(abs(measured.value) / error)) if error > 0 else 1.0


def _written(level: object) -> str:
    """A level as the rows have it: 3.0 as "3"."""
    return f"{level:.15g}" if isinstance(level, float | np.floating) else str(level)


def _in_order(level: str) -> tuple[float, str]:
    try:
        return float(level), level
    except ValueError:
        return math.inf, level


def _whole(value: float) -> int | float:
    return int(value) if float(value).is_integer() else float(value)

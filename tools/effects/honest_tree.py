"""An honest tree: splits from some folds, the effects in its leaves from the others.

Athey & Imbens (2016), PNAS 113(27).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.effects.conditions import short_between, whole, written
from tools.effects.groups import FEWEST_IN_GROUP, MOST_GROUPS, Group
from tools.effects.scores import Fit, Scores, group_effects, quantity, simultaneous_reach
from tools.estimators.linear import Vector
from tools.messages import Quantity, Scale
from tools.types import Condition, Level

__all__ = ["honest_tree"]

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
        texts = values.map(written, na_action="ignore").astype(object)
        levels = [str(level) for level in texts.value_counts().index[:MOST_GROUPS]]
        for level in levels[:1] if len(levels) == 2 else levels:
            found.append(_Feature(name, level, (texts == level).to_numpy(dtype=np.float64)))
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
    known = {written(level): level for level in levels.get(name, ())}
    if feature.level is not None:
        level = known.get(feature.level, feature.level)
        others = [each for each in modifiers[name].dropna().map(written).unique() if each != feature.level]
        if len(others) == 1:
            return Condition(name, "==", known.get(others[0], others[0])), Condition(name, "==", level)
        return Condition(name, "!=", level), Condition(name, "==", level)
    values = np.unique(feature.values)
    if len(values) == 2:
        low, high = (known.get(written(value), whole(value)) for value in values)
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

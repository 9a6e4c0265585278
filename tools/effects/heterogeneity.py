"""For whom an effect is larger, where nobody has named a column.

All from cross-fitted scores (`tools.effects.scores`). It is first tested whether effects differ at all, then
groups are told by a model that has not seen them: the calibration test and the groups sorted by predicted
effect (GATES) of Chernozhukov, Demirer, Duflo & Fernández-Val (2018, NBER 24678), an honest tree
(`tools.effects.honest_tree`), and every column by itself with Holm's correction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import stats

from tools.effects.groups import SURE, ByModifier, Group, by_modifier
from tools.effects.honest_tree import honest_tree
from tools.effects.scores import Predicted, Scores, group_effects, projection, quantity, simultaneous_reach
from tools.errors import EstimationError
from tools.estimators.linear import Vector
from tools.messages import Quantity, Scale, counted
from tools.several_tests import holm
from tools.types import Level

__all__ = ["Heterogeneity", "heterogeneity", "rank_in_fold", "sorted_groups"]


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
        tuple(holm([found.p_value for found in one_by_one]).tolist()),
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

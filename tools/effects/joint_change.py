"""Two changes at once: what each does, what both do, and whether they reinforce each other.

One regression per population with the product of both treatments, and the products with the covariates where
the rows bear them, averaged over the same rows (Lin 2013, Annals of Applied Statistics 7(1); VanderWeele
2015, Explanation in Causal Inference, ch. 9: interaction on the additive scale). HC1 or clustered errors.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from tools.errors import EstimationError
from tools.estimators.linear import least_squares
from tools.messages import Message, Quantity, Scale, ScaleKind, counted

__all__ = ["JointChange", "change_both"]

Array = np.ndarray[Any, np.dtype[np.float64]]
FEWEST_TOGETHER = 10  # rows in each of the four combinations of two switches
ROWS_PER_COLUMN = 20


@dataclass(frozen=True)
class JointChange:
    """Effects of two changes on one population, against making neither."""

    both: Quantity
    first: Quantity  # alone, the second as it is before its change
    second: Quantity
    interaction: Quantity  # both less the sum of each alone
    from_today: Quantity  # both, against the rows as they are
    means: Mapping[tuple[int, int], Quantity]  # mean outcome with neither, one, the other, both changed
    counts: Mapping[tuple[int, int], int]  # rows of each combination; {} where the treatments are no switches
    rows: int
    without: Mapping[str, Quantity] | None = None  # "both" and "interaction" under another order of events

    headline = "both"

    def differs(self, other: JointChange) -> bool:
        """Does one of the two figures move by more than its standard error, or another verdict follow?"""
        pairs = ((self.both, other.both), (self.interaction, other.interaction))
        moved = any(abs(one.value - two.value) > (one.std_error or 0.0) for one, two in pairs)
        return moved or self.verdict != other.verdict

    @property
    def verdict(self) -> str:
        """Together they do "more" or "less" than the sum, or no difference can be told ("sum")."""
        low, high = self.interaction.ci_95 or (0.0, 0.0)
        if low <= 0 <= high:
            return "sum"
        # More in the direction in which the two go when each is alone.
        alone = self.first.value + self.second.value
        return "more" if self.interaction.value * alone > 0 else "less"

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        found = {
            "both": self.both,
            "first_alone": self.first,
            "second_alone": self.second,
            "interaction": self.interaction,
            "both_from_today": self.from_today,
        }
        found |= {f"mean_{a}_{b}": mean for (a, b), mean in self.means.items()}
        found |= {f"{name}_without": quantity for name, quantity in (self.without or {}).items()}
        return found | {"rows": counted(self.rows)}


def change_both(
    *,
    outcome: Array,
    treatments: Array,
    covariates: Array,
    low: tuple[float, float],
    high: tuple[float, float],
    scale: Scale,
    clusters: Any = None,
) -> JointChange:
    """Both treatments (n, 2) from `low` to `high`, the covariates (n, p, no intercept) as they are.

    Raises EstimationError where a combination of two switches hardly occurs, or the covariates determine one.
    """
    n = len(outcome)
    switches = [set(np.unique(treatments[:, i])) <= {low[i], high[i]} for i in range(2)]
    counts: dict[tuple[int, int], int] = {}
    if all(switches):
        marks = treatments == np.array(high)
        counts = {
            (a, b): int(((marks[:, 0] == bool(a)) & (marks[:, 1] == bool(b))).sum())
            for a in (0, 1)
            for b in (0, 1)
        }
        if min(counts.values()) < FEWEST_TOGETHER:
            fewest = counted(min(counts.values()))
            raise EstimationError(Message("joint-change-empty-cell", {"rows": fewest}))
    centred = covariates - covariates.mean(axis=0) if covariates.shape[1] else covariates
    rich = n >= ROWS_PER_COLUMN * 4 * (1 + covariates.shape[1])

    def columns(first: Array, second: Array) -> Array:
        body = np.column_stack([np.ones(n), first, second, first * second])
        curves = [v**2 for v, switch in zip((first, second), switches, strict=True) if not switch]
        products = []
        if rich and centred.shape[1]:
            products = [first[:, None] * centred, second[:, None] * centred]
        if rich and centred.shape[1] and all(switches):
            products.append((first * second)[:, None] * centred)
        return np.column_stack([body, *curves, centred, *products])

    fit = least_squares(columns(treatments[:, 0], treatments[:, 1]), outcome, clusters=clusters)
    if any(place in fit.left_out for place in (1, 2, 3)):
        raise EstimationError(Message("effects-options-determined"))
    reach = float(stats.t.ppf(0.975, fit.degrees_of_freedom))

    def at(a: int, b: int) -> Array:
        first, second = (high[0] if a else low[0]), (high[1] if b else low[1])
        made: Array = columns(np.full(n, first), np.full(n, second)).mean(axis=0)
        return made

    def quantity(weights: Array, of: Scale, value: float | None = None) -> Quantity:
        shown = float(weights @ fit.coefficients) if value is None else value
        error = math.sqrt(max(float(weights @ fit.covariance @ weights), 0.0))
        return Quantity(shown, (shown - reach * error, shown + reach * error), error, of)

    cells = {(a, b): at(a, b) for a in (0, 1) for b in (0, 1)}
    level = Scale(ScaleKind.SHARE) if scale.kind is ScaleKind.POINTS else scale
    neither, both = cells[0, 0], cells[1, 1]
    today = columns(treatments[:, 0], treatments[:, 1]).mean(axis=0)
    return JointChange(
        both=quantity(both - neither, scale),
        first=quantity(cells[1, 0] - neither, scale),
        second=quantity(cells[0, 1] - neither, scale),
        interaction=quantity(both - cells[1, 0] - cells[0, 1] + neither, scale),
        from_today=quantity(both - today, scale),
        means={place: quantity(cell, level) for place, cell in cells.items()},
        counts=counts,
        rows=n,
    )

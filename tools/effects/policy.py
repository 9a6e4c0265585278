"""Whom to treat: what a rule brings against treating nobody, everybody and as many by lot.

Values are averages of cross-fitted doubly robust scores over rows that the rule's model has not seen (Athey &
Wager 2021, Econometrica 89(1); Wager 2024, arXiv 2405.05534, for the order of the folds). Qini: Radcliffe
(2007), Direct Marketing Analytics Journal, linear in the scores as in Yadlowsky et al. (2025), JASA 120(549).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from tools.effects.conditions import rows_meeting
from tools.effects.groups import Group
from tools.effects.heterogeneity import rank_in_fold, sorted_groups
from tools.effects.scores import Predicted, Scores, group_effects, quantity
from tools.errors import EstimationError
from tools.estimators.linear import Vector
from tools.messages import Message, Quantity, Scale, counted, share_of

__all__ = ["GroupRule", "Policy", "Stakes", "choose", "group_rule"]


@dataclass(frozen=True)
class Stakes:
    """What is gained and spent, as far as the question says."""

    direction: int  # +1: more of the outcome is better; -1: less
    worth: float = 1.0  # of one unit of the outcome, in the currency of the cost
    cost: float = 0.0  # of treating one row
    places: int | None = None  # at most so many rows can be treated
    priced: bool = False  # is the gain in money? Else in outcome units

    def gain(self, effect: Vector) -> Vector:
        """What treating each row brings, less what it costs."""
        return np.asarray(self.direction * self.worth * effect - self.cost)


@dataclass(frozen=True)
class Policy:
    """A rule, and what it brings; gains are per row of the table unless they are called total."""

    chosen: np.ndarray  # (rows,) bool
    gain_over_nobody: Quantity
    gain_over_everybody: Quantity
    gain_over_lot: Quantity  # as many rows, drawn by lot
    gain_of_everybody: Quantity  # against nobody
    total: Quantity  # of the rule against nobody, over all rows
    total_over_lot: Quantity
    total_of_everybody: Quantity
    effects: tuple[Quantity, ...]  # in tenths (fifths, thirds) by predicted effect, the most gain first
    qini: Quantity
    leaves: tuple[Group, ...]  # of the honest tree, the most gain first
    stakes: Stakes
    rows: int
    rows_tested: int
    leaf_chosen: tuple[float, ...] = ()  # the share of each leaf's rows that is treated
    ids: tuple[str, ...] = ()  # what the table calls the chosen rows, in its order

    headline = "gain_over_nobody"

    def to_csv(self) -> str:
        """The chosen rows, one a line."""
        return "\n".join(("chosen", *(f'"{each}"' if "," in each else each for each in self.ids), ""))

    @property
    def treated(self) -> int:
        return int(self.chosen.sum())

    @property
    def limited(self) -> bool:
        """Is there room for fewer than all rows?"""
        return self.stakes.places is not None and self.stakes.places < self.rows

    @property
    def verdict(self) -> str:
        """What the rows bear out.

        "rule"; "lot" (it is worth it, and a lot is as good as the rule); "everybody"; "nobody";
        "not_everybody" (to all it is not worth it; to those predicted to gain most it may be); "unclear".
        """
        worth_it, better_than_lot = _above(self.gain_over_nobody), _above(self.gain_over_lot)
        if self.treated and worth_it and better_than_lot:
            better = self.limited or not _above(self.gain_of_everybody) or _above(self.gain_over_everybody)
            if better:
                return "rule"
        if self.limited and self.treated and worth_it:
            return "lot"
        if not self.limited and _above(self.gain_of_everybody):
            return "everybody"
        if _above(self.gain_of_everybody, -1):
            promising = self.treated and self.gain_over_nobody.value > 0
            return "not_everybody" if promising else "nobody"
        return "unclear"

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        """The gains, `qini`, `effect_1` ... by predicted effect, `treated`, `share_treated`, `rows`."""
        found = {
            "gain_over_nobody": self.gain_over_nobody,
            "gain_over_everybody": self.gain_over_everybody,
            "gain_over_lot": self.gain_over_lot,
            "gain_of_everybody": self.gain_of_everybody,
            "total_gain": self.total,
            "total_gain_over_lot": self.total_over_lot,
            "total_gain_of_everybody": self.total_of_everybody,
            "qini": self.qini,
        }
        found |= {f"effect_{place}": effect for place, effect in enumerate(self.effects, 1)}
        found |= {f"leaf_{place}": leaf.effect for place, leaf in enumerate(self.leaves, 1)}
        share = share_of(self.treated / self.rows)
        return found | {"treated": counted(self.treated), "share_treated": share, "rows": counted(self.rows)}


def choose(
    scores: Scores,
    predicted: Predicted,
    stakes: Stakes,
    effect_scale: Scale,
    gain_scale: Scale,
    total_scale: Scale | None = None,
    leaves: tuple[Group, ...] = (),
    modifiers: pd.DataFrame | None = None,
) -> Policy:
    """Treat the rows whose predicted gain is above their cost, those with the most first while there is room.

    Raises EstimationError for a treatment with more than two levels: a rule says who, and not how much.
    """
    if not np.array_equal(scores.weight, np.ones(scores.rows)):
        raise EstimationError(Message("effects-policy-two-levels"))
    tested = scores.of(predicted.tested)
    honest = stakes.gain(predicted.honest[predicted.tested])
    share = None if stakes.places is None else stakes.places / scores.rows
    treat = _best(tested, honest, share)
    gains = stakes.gain(tested.change)
    # By lot with the same odds in each fold as the rule has there.
    odds = treat - tested.without_fold_means(treat)

    def said(weights: Vector, total: bool = False) -> Quantity:
        scale = total_scale or gain_scale if total else gain_scale
        return _mean(tested, weights * gains, scale, scores.rows if total else 1)

    everyone = np.ones(tested.rows)
    one_fold = replace(scores, fold=np.zeros_like(scores.fold))
    chosen = _best(one_fold, stakes.gain(predicted.final), share) > 0
    many = 10 if tested.rows >= 5000 else 5 if tested.rows >= 1000 else 3
    effects, _ = sorted_groups(
        tested, stakes.direction * predicted.honest[predicted.tested], effect_scale, many
    )
    rank = rank_in_fold(tested, honest)
    # The area between the gain curve and that of a lot is linear in the scores: a row counts by its rank.
    qini = _mean(tested, stakes.direction * tested.change * (rank - 0.5), effect_scale, 1)
    best_first = tuple(sorted(leaves, key=lambda leaf: -stakes.direction * leaf.effect.value))
    return Policy(
        chosen,
        said(treat),
        said(treat - everyone),
        said(treat - odds),
        said(everyone),
        said(treat, total=True),
        said(treat - odds, total=True),
        said(everyone, total=True),
        tuple(reversed(effects)),
        qini,
        best_first,
        stakes,
        scores.rows,
        tested.rows,
        tuple(_share(chosen, leaf, modifiers) for leaf in best_first),
    )


def _share(chosen: np.ndarray, leaf: Group, modifiers: pd.DataFrame | None) -> float:
    """The share of a leaf's rows that is chosen; 0 where the columns are not given."""
    inside = None if modifiers is None else rows_meeting(modifiers, leaf.conditions)
    return 0.0 if inside is None or not inside.any() else float(chosen[inside].mean())


def _best(scores: Scores, gain: Vector, share: float | None) -> Vector:
    """1.0 for the rows that a rule treats: all with a predicted gain, of each fold at most a share."""
    treat = (gain > 0).astype(np.float64)
    if share is None:
        return treat
    for number in np.unique(scores.fold):
        here = np.flatnonzero(scores.fold == number)
        room = round(share * len(here))
        order = here[np.lexsort((scores.marks[here], -gain[here]))]
        treat[order[room:]] = 0.0
    return treat


def _mean(scores: Scores, values: Vector, scale: Scale, times: float) -> Quantity:
    part = replace(scores, change=values)
    fit = group_effects(part, np.ones((len(values), 1)))
    value, error = fit.contrast(np.array([float(times)]))
    return quantity(value, error, scale, fit.degrees_of_freedom)


def _above(measured: Quantity, sign: int = 1) -> bool:
    low, high = measured.ci_95 or (-math.inf, math.inf)
    return low > 0 if sign > 0 else high < 0


# ---------------- A rule that the question names: only this group, or everybody?


@dataclass(frozen=True)
class GroupRule:
    """Treating one group only, against everybody and against nobody; gains are per row of the table."""

    inside: Quantity  # effect in the group, outcome units
    outside: Quantity  # effect in all other rows
    gain_inside: Quantity  # of treating the group against nobody
    gain_outside: Quantity  # what treating the others adds
    gain_of_everybody: Quantity
    rows_inside: int
    rows: int
    stakes: Stakes

    headline = "gain_outside"

    @property
    def verdict(self) -> str:
        """What the rows bear out: "group", "everybody", "others" (only they), "nobody", "unclear"."""
        inside, outside = self.gain_inside, self.gain_outside
        if _above(inside):
            # Where the others are not known to gain, treating the group is what is known to be worth it.
            return "everybody" if _above(outside) else "group" if not _above(outside, -1) else "only_group"
        if _above(outside):
            return "others"
        return "nobody" if _above(inside, -1) and _above(outside, -1) else "unclear"

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        """The effects inside and outside, the gains, and the rows."""
        return {
            "effect_inside": self.inside,
            "effect_outside": self.outside,
            "gain_inside": self.gain_inside,
            "gain_outside": self.gain_outside,
            "gain_of_everybody": self.gain_of_everybody,
            "rows_inside": counted(self.rows_inside),
            "rows": counted(self.rows),
        }


def group_rule(
    scores: Scores, inside: np.ndarray, stakes: Stakes, effect_scale: Scale, gain_scale: Scale
) -> GroupRule:
    """`inside` (rows,) of bool: the rows of the group. Raises EstimationError where a side has no rows."""
    member = np.column_stack([inside, ~inside]).astype(np.float64)
    fit = group_effects(scores, member)
    effects = [quantity(*fit.contrast(row), effect_scale, fit.degrees_of_freedom) for row in np.eye(2)]
    gains = stakes.gain(scores.change)

    def said(weights: Vector) -> Quantity:
        return _mean(scores, weights * gains, gain_scale, 1)

    return GroupRule(
        effects[0],
        effects[1],
        said(member[:, 0]),
        said(member[:, 1]),
        said(np.ones(scores.rows)),
        int(inside.sum()),
        scores.rows,
        stakes,
    )

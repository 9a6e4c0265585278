"""Does the answer hinge on what a column is, or when it was measured, where nobody, or only a model, says so?

Columns of unknown timing that are held fixed, and columns that are left out only because they look like
another form of the outcome: the estimate the other way round is told where it says something else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.planning.copies import BARELY
from assistant.types import ColumnRole, RoleKind
from tools.data import prepare
from tools.errors import EstimationError
from tools.estimators import ESTIMATORS, unadjusted_effect
from tools.identification.estimand import restated
from tools.messages import Column, Columns, Message, Slot
from tools.types import Design, DesignKind, Estimand, Estimate, Sample, Timing

if TYPE_CHECKING:
    from assistant.pipeline import Setting
    from assistant.types import Plan

__all__ = ["Hinge", "LeftOut", "hinge_on_timing", "left_out_in_doubt", "of_unknown_timing"]

MOST_ALONE = 3  # doubtful columns that each get an estimate of their own


@dataclass(frozen=True)
class Hinge:
    """Columns of which nobody says when they were measured: the estimate with and without holding them fixed.

    `estimate_held` is None where they are held fixed, and the answer's own estimate is that one.
    """

    columns: tuple[str, ...]
    estimate_without: Estimate
    question: Message  # "Was X measured before Y?"
    estimate_held: Estimate | None = None

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """All that the answer's prose may name."""
        return (self.estimate_without, *([self.estimate_held] if self.estimate_held else []))


@dataclass(frozen=True)
class LeftOut:
    """Columns that are not held fixed for what they look like, and what comes with them."""

    columns: tuple[str, ...]
    estimate_with: Estimate


def hinge_on_timing(
    plan: Plan, sample: Sample, estimand: Estimand, estimate: Estimate, setting: Setting
) -> Hinge | None:
    """One more estimate, without the columns of unknown timing, or with those that only a model's word takes
    out; None where it would say the same.

    The same is: within one standard error, with zero on the same side of the interval. Columns that the
    person named or drew are not in doubt.
    """
    if estimand.query.treatment is None:
        return None
    unknown = of_unknown_timing(plan, sample.design)
    if not unknown:
        return _on_models_word(plan, estimand, estimate, setting)
    kept = tuple(name for name in estimand.design.adjustment_set if name not in unknown)
    without = _estimated(replace(estimand.design, adjustment_set=kept), estimand, estimate, setting)
    if without is None or not _differs(estimate, without):
        return None
    return Hinge(unknown, without, _question(unknown, estimand))


def _on_models_word(plan: Plan, estimand: Estimand, estimate: Estimate, setting: Setting) -> Hinge | None:
    out = plan.on_models_word
    if not out or plan.names_covariates:
        return None
    both = tuple(dict.fromkeys((*estimand.design.adjustment_set, *out)))
    held = _estimated(replace(estimand.design, adjustment_set=both), estimand, estimate, setting)
    if held is None or not _differs(estimate, held):
        return None
    return Hinge(out, estimate, _question(out, estimand), held)


def _question(columns: tuple[str, ...], estimand: Estimand) -> Message:
    slots: dict[str, Slot] = {
        "columns": Columns(columns),
        "treatment": Column(estimand.query.treatment or ""),
    }
    return Message("prose-hinge-question", slots)


def left_out_in_doubt(
    plan: Plan, sample: Sample, estimand: Estimand, estimate: Estimate, setting: Setting
) -> tuple[LeftOut, ...]:
    """One more estimate for each column that may be left out wrongly, where it says something else.

    More than three such columns are held fixed together.
    """
    doubted = _doubted(plan, sample.design)
    if not doubted or estimand.query.treatment is None:
        return ()
    tried = [(name,) for name in doubted] if len(doubted) <= MOST_ALONE else [doubted]
    found = []
    for columns in tried:
        held = replace(estimand.design, adjustment_set=(*estimand.design.adjustment_set, *columns))
        beside = _estimated(held, estimand, estimate, setting)
        if beside is not None and _differs(estimate, beside):
            found.append(LeftOut(columns, beside))
    return tuple(found)


def _doubted(plan: Plan, design: Design) -> tuple[str, ...]:
    """Left out of an adjusted comparison by their likeness to the outcome, of which nobody says anything."""
    if plan.names_covariates or design.kind is not DesignKind.BACKDOOR:
        return ()
    return tuple(
        role.column
        for role in plan.roles
        if role.column not in design.adjustment_set and role.source.kind != "user" and _by_likeness(role)
    )


def _by_likeness(role: ColumnRole) -> bool:
    if role.role is RoleKind.COPY:
        return role.confidence <= BARELY
    source = role.timing_source
    return role.role is RoleKind.AFTER_TREATMENT and source is not None and source.kind == "assumption"


def of_unknown_timing(plan: Plan, design: Design) -> tuple[str, ...]:
    """The columns held fixed of which nobody says when they were measured."""
    if plan.names_covariates:
        return ()
    in_doubt = {
        role.column
        for role in plan.roles
        if role.timing is Timing.UNKNOWN and role.timing_source is None and role.source.kind != "user"
    }
    return tuple(name for name in design.adjustment_set if name in in_doubt)


def _estimated(design: Design, estimand: Estimand, estimate: Estimate, setting: Setting) -> Estimate | None:
    try:
        sample = prepare(setting.table, setting.profile, estimand.query, design, setting.images)
        without = restated(estimand, sample.query, sample.design)
        # Only this one: what other estimators say without the columns is in no answer.
        headline = ESTIMATORS[estimate.estimator](sample, without)
        return replace(headline, unadjusted=unadjusted_effect(sample, without))
    except EstimationError:
        return None  # these rows have no estimate without them, so there is nothing to set beside the answer


def _differs(estimate: Estimate, without: Estimate) -> bool:
    moved = abs(estimate.value - without.value)
    if not math.isfinite(moved):
        return False
    return moved > estimate.std_error or _clear(estimate) is not _clear(without)


def _clear(estimate: Estimate) -> bool:
    lower, upper = estimate.ci_95
    return lower > 0 or upper < 0

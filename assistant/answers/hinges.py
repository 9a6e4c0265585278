"""Does the answer hinge on when a column was measured, where nobody says when it was?"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tools.data import prepare
from tools.errors import EstimationError
from tools.estimators import ESTIMATORS, unadjusted_effect
from tools.identification.estimand import restated
from tools.messages import Column, Columns, Message, Slot
from tools.types import Design, Estimand, Estimate, Sample, Timing

if TYPE_CHECKING:
    from assistant.pipeline import Setting
    from assistant.types import Plan

__all__ = ["Hinge", "hinge_on_timing", "of_unknown_timing"]


@dataclass(frozen=True)
class Hinge:
    """Columns that are held fixed though nobody says when they were measured, and what comes without them."""

    columns: tuple[str, ...]
    estimate_without: Estimate
    question: Message  # "Was X measured before Y?"


def hinge_on_timing(
    plan: Plan, sample: Sample, estimand: Estimand, estimate: Estimate, setting: Setting
) -> Hinge | None:
    """One more estimate, without the columns of unknown timing; None where it would say the same.

    The same is: within one standard error, with zero on the same side of the interval. Columns that the
    person named or drew are not in doubt.
    """
    unknown = of_unknown_timing(plan, sample.design)
    if not unknown or estimand.query.treatment is None:
        return None
    kept = tuple(name for name in estimand.design.adjustment_set if name not in unknown)
    without = _estimated(replace(estimand.design, adjustment_set=kept), estimand, estimate, setting)
    if without is None or not _differs(estimate, without):
        return None
    slots: dict[str, Slot] = {"columns": Columns(unknown), "treatment": Column(estimand.query.treatment)}
    return Hinge(unknown, without, Message("prose-hinge-question", slots))


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

"""How much changing one treatment changes one outcome, on average: what AskWhy answers best."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.answers.hinges import hinge_on_timing, left_out_in_doubt
from assistant.answers.multiverse import multiverse
from assistant.answers.parts import (
    balance_rows,
    in_percentage_points,
    overlap_bins,
    remarks,
    reproduction_script,
)
from assistant.answers.study import study_columns, study_groups
from assistant.answers.weighted import not_weighted
from assistant.designs.threats.losses import UNSEEN_RANGES, loss_checks
from assistant.graphs.proposal import check_graph
from assistant.kinds.identifying import identify_effect
from assistant.kinds.interface import KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work
from assistant.planning.plan import contrast_question, outside_question, plan_from
from assistant.prose.average_effect import average_effect, doubts
from assistant.prose.quantities import is_share, outcome_scale
from assistant.prose.steps import about_data, about_estimate
from assistant.types import GraphProposal, Part, Plan
from tools.checks import run_checks, sensitivity
from tools.data import prepare
from tools.effects.average_effect import AverageEffect, relative_effect
from tools.estimators import estimate_effect
from tools.identification.estimand import restated
from tools.messages import Message, Quantity
from tools.types import Check, DataProfile, DesignKind, Estimand, Estimate, NeedsClarification

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table

__all__ = ["AVERAGE_EFFECT"]

SLOTS = (
    Slot("treatment", SlotKind.COLUMN),
    Slot("outcome", SlotKind.COLUMN),
    Slot("from_", SlotKind.LEVEL, required=False),
    Slot("to", SlotKind.LEVEL, required=False),
    Slot("population", SlotKind.POPULATION, required=False),
    Slot("estimand", SlotKind.CHOICE, required=False, choices=("ATE", "ATT", "ATC", "ATO", "LATE")),
)


def ask(asked: Asked) -> Plan:
    return plan_from(asked.question, asked.understanding, asked.profile, asked.table)


def plan_slots(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    from assistant.planning.request import Columns, check_columns, plan_request
    from tools.types import Query

    query = Query(
        slots["treatment"],
        slots["outcome"],
        slots.get("from_"),
        slots.get("to"),
        tuple(slots.get("population", ())),
        slots.get("estimand", "ATE"),
    )
    columns = Columns(table, profile, {})
    check_columns(query, columns, table.columns)
    return plan_request(query, None, columns, ())


def missing(plan: Plan, profile: DataProfile) -> NeedsClarification | None:
    """Two levels of many, where the question named none; a change that the data reach."""
    if plan.query is None:
        return None
    return contrast_question(plan.query, profile, plan.language) or outside_question(plan.query, profile)


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    assert estimand is not None
    with recorder.step("data") as found:
        sample = prepare(setting.table, setting.profile, estimand.query, estimand.design, setting.images)
        # Preparation fills in the contrast and may leave out a covariate: that is now the design.
        estimand = restated(estimand, sample.query, sample.design)
        found(about_data(sample))
    with recorder.step("estimate") as found:
        value = estimate_effect(sample, estimand, setting.estimator, cancel=recorder.cancel)
        value = in_percentage_points(value, setting.profile, estimand)
        relative = relative_effect(sample, estimand, value)
        value = replace(value, details={**value.details, **relative})
        hinge = hinge_on_timing(plan, sample, estimand, value, setting)
        left_out = left_out_in_doubt(plan, sample, estimand, value, setting)
        found(about_estimate(value, sample.unit))
    scale = outcome_scale(setting.profile, sample.query.outcome, sample.unit)
    about = (
        *doubts(hinge, left_out, sample.query, value, scale),
        *not_weighted(estimand, value, setting, scale),
    )
    return Work(
        result=AverageEffect(value, sample.unit, is_share(setting.profile, sample.query.outcome)),
        query=sample.query,
        design=sample.design,
        estimand=estimand,
        estimate=value,
        sample=sample,
        rows_total=sample.rows_total,
        dropped=sample.dropped,
        unit=sample.unit,
        warnings=remarks(setting.profile, sample, estimand, value, about),
        beside={"hinges_on": hinge},
    )


def check(
    plan: Plan, proposal: GraphProposal | None, work: Work, setting: Setting, recorder: Recorder
) -> Work:
    assert proposal and work.sample and work.estimand and work.estimate
    checks = run_checks(work.sample, work.estimand, work.estimate, seed=setting.seed, cancel=recorder.cancel)
    # Groups that a draw did not leave alike may have lost rows: their sizes are looked at all the same.
    drawn = any(each.told is not None and each.told.id == "design-unbalanced" for each in plan.candidates)
    losses = loss_checks(
        work.sample, setting.profile, setting.table, work.estimate, plan.threats, drawn=drawn
    )
    checks += losses
    if setting.by_person:
        checks += check_graph(proposal.graph, work.query, setting.table)
    strength = sensitivity(work.sample, work.estimand, work.estimate)
    columns = study_columns(setting.profile, work.query, work.sample.design, work.sample)
    beside = {
        **work.beside,
        "balance": balance_rows(work.sample, work.estimand),
        "overlap": overlap_bins(work.sample, work.estimand),
        "columns": columns,
        "groups": study_groups(setting.table, work.sample, columns),
        "vary": partial(multiverse, setting=replace(setting, exchange=None)),
    }
    work = replace(work, checks=checks, sensitivity=strength, beside=beside)
    return _beside_unseen(work, losses, setting.profile)


def _beside_unseen(work: Work, losses: tuple[Check, ...], profile: DataProfile) -> Work:
    """The interval takes in what outcomes that are missing for what they are leave open (an interval of
    uncertainty: Vansteelandt et al. 2006, Statistica Sinica 16(3))."""
    ranges = [message for check in losses for message in check.detail if message.id in UNSEEN_RANGES]
    bounds = ranges[0].slots["bounds"] if ranges else None
    if not isinstance(bounds, Quantity) or bounds.ci_95 is None or work.estimate is None:
        return work
    assert isinstance(work.result, AverageEffect) and work.estimand is not None
    seen = work.estimate
    details = {**seen.details, "seen_rows_lower": seen.ci_95[0], "seen_rows_upper": seen.ci_95[1]}
    value = replace(seen, ci_95=bounds.ci_95, p_value=_p_value(seen, bounds.ci_95), details=details)
    value = in_percentage_points(value, profile, work.estimand)
    return replace(work, estimate=value, result=replace(work.result, estimate=value))


def _p_value(seen: Estimate, interval: tuple[float, float]) -> float:
    """The largest of no effect over all values that the interval's own width leaves open."""
    lowest = interval[0] + seen.value - seen.ci_95[0]
    highest = interval[1] + seen.value - seen.ci_95[1]
    if lowest <= 0.0 <= highest or seen.std_error <= 0.0:
        return 1.0
    return math.erfc(min(abs(lowest), abs(highest)) / seen.std_error / math.sqrt(2.0))


def script(question: str, setting: Setting, work: Work) -> str | None:
    assert work.sample and work.estimand and work.estimate
    return reproduction_script(question, setting.table, work.sample, work.estimand, work.estimate)


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    assert work.sample and work.estimand and work.estimate and work.sensitivity
    hinge = work.beside.get("hinges_on")
    return average_effect(
        plan, profile, work.sample, work.estimand, work.estimate, work.checks, work.sensitivity, hinge
    )


AVERAGE_EFFECT = QuestionKind(
    name="average_effect",
    needs=frozenset({Need.TABLE, Need.GRAPH}),
    slots=SLOTS,
    designs=frozenset(set(DesignKind) - {DesignKind.NONE}),
    ask=ask,
    plan=plan_slots,
    identify=identify_effect,
    estimate=estimate,
    check=check,
    script=script,
    say=say,
    missing=missing,
)
KINDS.register("average_effect")(AVERAGE_EFFECT)

"""Was it because of it, would it have happened anyway, and how many cases are due to it?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from assistant.answers.hinges import of_unknown_timing
from assistant.kinds.cases import consequences, found_rows, negated, said_in
from assistant.kinds.identifying import identify_effect
from assistant.kinds.interface import KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work, kind_of
from assistant.kinds.necessity.figure import draw_cases
from assistant.planning.plan import ASK_BELOW, close_readings, contrast_question, plan_from
from assistant.planning.reading.text import is_chinese
from assistant.prose.quantities import is_share
from assistant.types import GraphProposal, Part, Plan, Reading, RoleKind
from tools.data import prepare
from tools.data.levels import order_levels
from tools.effects.necessity import Necessity, NecessityVerdict, necessity, risks_of
from tools.errors import EstimationError
from tools.estimators.linear import cluster_codes, held_matrix
from tools.estimators.weighting import is_zero_one
from tools.identification.estimand import restated
from tools.messages import Column, Columns, LevelOf, Message, Quantity, Scale, ScaleKind, counted
from tools.types import (
    ColumnKind,
    ColumnProfile,
    Condition,
    DataProfile,
    Design,
    DesignKind,
    Estimand,
    EstimandKind,
    Level,
    NeedsClarification,
    NotAnswerable,
    Query,
    Sample,
)

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table

__all__ = ["NECESSITY"]

NAME = "necessity"
ONE_ROW = "unit_counterfactual"
TREATED, UNTREATED = "treated", "untreated"
BECAUSE, ANYWAY, SHARE = "because", "anyway", "share"
SLOTS = (
    Slot("treatment", SlotKind.COLUMN),
    Slot("outcome", SlotKind.COLUMN),
    Slot("cases", SlotKind.CHOICE, required=False, choices=(TREATED, UNTREATED)),
    Slot("event", SlotKind.CHOICE, required=False, choices=("yes", "no")),  # the cases had the outcome
    Slot("form", SlotKind.CHOICE, required=False, choices=(BECAUSE, ANYWAY, SHARE)),
    Slot("from_", SlotKind.LEVEL, required=False),
    Slot("to", SlotKind.LEVEL, required=False),
    Slot("population", SlotKind.POPULATION, required=False),
)
NUMBERS = (ColumnKind.NUMBER, ColumnKind.COUNT)
_FEW, _FEW_ZH = 40, 8  # characters of a clause that has no verb of its own


# ---------------- What the question says


def ask(asked: Asked) -> Plan:
    """The effect, and which cases are meant; a question about one row is that of the row."""
    read = asked.understanding
    last = asked.last.query if asked.last is not None else None
    sure = bool(read.readings) and read.readings[0].confidence >= ASK_BELOW and not read.missing
    if not sure and last is not None and last.treatment is not None:
        read = replace(read, readings=(Reading(last.treatment, last.outcome, 1.0),), missing=())
    if not read.readings or read.readings[0].outcome is None or read.readings[0].treatment is None:
        return replace(plan_from(asked.question, read, asked.profile, asked.table), kind=NAME)
    first = read.readings[0]
    pair = {str(first.treatment), str(first.outcome)}
    row = found_rows(asked, pair)
    if row is not None and row.said:
        return kind_of(ONE_ROW).ask(asked)
    limits = tuple(c for c in read.population if c.column not in pair)
    plan = plan_from(asked.question, replace(read, population=limits), asked.profile, asked.table)
    if plan.query is None or plan.query.treatment is None:
        return replace(plan, kind=NAME)
    if plan.needs_clarification is not None:
        return _of_kind(replace(plan, needs_clarification=close_readings(read)), (TREATED, "yes", BECAUSE))
    treatment, outcome = asked.profile[plan.query.treatment], asked.profile[plan.query.outcome]
    said = _cases(asked, treatment, outcome, tuple(c for c in read.population if c.column in pair))
    return _checked(_of_kind(plan, said), asked.profile)


def _cases(
    asked: Asked, treatment: ColumnProfile, outcome: ColumnProfile, limits: Sequence[Condition]
) -> tuple[str, str, str]:
    """Which cases happened, by what the question says as a fact and what only as a possibility."""
    text, code = asked.question, asked.understanding.language
    form = SHARE if said_in(text, code, "share") else ANYWAY if said_in(text, code, "anyway") else BECAUSE
    cases = event = ""
    for limit in limits:
        column = treatment if limit.column == treatment.name else outcome
        if column.distinct != 2:
            continue
        high = _high(column)
        yes = (limit.value == high) is (limit.operator == "==")
        if column is treatment:
            cases = TREATED if yes else UNTREATED
        else:
            event = "yes" if yes else "no"
    for clause in re.split(r"[,.;:?!，。；？！]|\bif\b|\bwenn\b|如果|要是", text):
        after_if = (
            re.search(rf"(?:if|wenn|如果|要是)\s*{re.escape(clause)}", text) if clause.strip() else None
        )
        possible = said_in(clause, code, "would") or after_if is not None
        # "Would they have won, without the coaching?": a few words that only go on.
        few = clause.strip() if len(clause.strip()) <= (_FEW_ZH if is_chinese(clause) else _FEW) else ""
        if not possible and said_in(few[:_FEW_ZH], code, "negated"):
            possible = said_in(text, code, "would")
        parted = negated(clause, outcome, code, treatment)
        treated = negated(clause, treatment, code, outcome)
        if not possible:
            if treated is not None and not cases:
                cases = UNTREATED if treated else TREATED
            if parted and not event:
                event = "no"
    if not cases and said_in(text, code, "prevented"):
        cases = UNTREATED
    return cases or TREATED, event or "yes", form


def _high(column: ColumnProfile) -> Level:
    levels = [level for level, _ in column.levels]
    return order_levels(levels[0], levels[1], column.level_labels)[1]


def _of_kind(plan: Plan, said: tuple[str, str, str]) -> Plan:
    assert plan.query is not None
    query = replace(plan.query, kind=NAME, estimand=EstimandKind.ATE)
    slots = dict(zip(("cases", "event", "form"), said, strict=True))
    return replace(plan, query=query, kind=NAME, slots=slots, warnings=())


def _checked(plan: Plan, profile: DataProfile) -> Plan:
    """What has no cases, and a cause that is neither there nor not: refused by name."""
    query = plan.query
    assert query is not None and query.treatment is not None
    if plan.not_answerable is not None:
        return plan
    treatment, outcome = profile[query.treatment], profile[query.outcome]
    slots = {"treatment": Column(treatment.name), "outcome": Column(outcome.name)}
    if treatment.kind in NUMBERS and treatment.distinct > 2:
        help = (Message("necessity-help-levels", slots), Message("necessity-help-average", slots))
        return replace(plan, not_answerable=NotAnswerable(Message("necessity-no-levels", slots), help))
    if not is_share(profile, outcome.name):
        total = outcome.kind in NUMBERS and outcome.minimum is not None and outcome.minimum >= 0
        if not total:
            help = (Message("necessity-help-event", slots), Message("necessity-help-average", slots))
            return replace(plan, not_answerable=NotAnswerable(Message("necessity-no-event", slots), help))
    return plan


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    from assistant.kinds.interface import AVERAGE_EFFECT

    whole = {name: slots.get(name) for name in ("treatment", "outcome", "from_", "to", "population")}
    found = kind_of(AVERAGE_EFFECT).plan({n: v for n, v in whole.items() if v is not None}, profile, table)
    said = (slots.get("cases", TREATED), slots.get("event", "yes"), slots.get("form", BECAUSE))
    return _checked(_of_kind(found, said), profile)


def missing(plan: Plan, profile: DataProfile) -> NeedsClarification | NotAnswerable | None:
    return contrast_question(plan.query, profile, plan.language) if plan.query is not None else None


# ---------------- The figures


@dataclass(frozen=True)
class NecessityWork(Work):
    """The shares, and the same without the columns of which nobody says when they were measured."""

    unknown: tuple[str, ...] = ()
    without: Necessity | None = None
    event: Level | None = None


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    assert estimand is not None and plan.query is not None
    query = estimand.query
    taken = {str(query.treatment), query.outcome}
    later = consequences(setting.profile, taken)
    held = tuple(name for name in estimand.design.adjustment_set if name not in later)
    design = replace(estimand.design, adjustment_set=held)
    earlier = tuple(
        role.column
        for role in plan.roles
        if role.role is RoleKind.CONFOUNDER and role.column not in taken and role.column not in later
    )
    with recorder.step("data"):
        sample = prepare(setting.table, setting.profile, query, design, setting.images)
    with recorder.step("estimate"):
        found = _of_sample(sample, plan, setting, _groups(sample, earlier, setting))
        unknown = of_unknown_timing(plan, sample.design)
        without = _without(found, unknown, query, design, plan, setting) if unknown else None
    outcome = setting.profile[query.outcome]
    return NecessityWork(
        result=found,
        query=replace(sample.query, kind=NAME),
        design=sample.design,
        estimand=restated(estimand, sample.query, sample.design),
        rows_total=sample.rows_total,
        dropped=sample.dropped,
        unit=sample.unit,
        warnings=(*estimand.notes, *sample.warnings, *setting.profile.warnings),
        unknown=unknown,
        without=without,
        event=_high(outcome) if found.lowest is not None else None,
    )


def _of_sample(
    sample: Sample, plan: Plan, setting: Setting, groups: Mapping[str, np.ndarray] | None = None
) -> Necessity:
    frame, query, design = sample.frame, sample.query, sample.design
    outcome = frame[query.outcome].to_numpy(dtype=float)
    yes_no = is_zero_one(outcome) and is_share(setting.profile, query.outcome)
    risks = risks_of(
        outcome=outcome,
        treatment=frame[str(query.treatment)].to_numpy(dtype=float),
        covariates=held_matrix(sample, design.adjustment_set),
        by_chance=design.kind is DesignKind.RANDOMISED,
        clusters=cluster_codes(frame, design.cluster),
    )
    return necessity(
        risks,
        as_treated=plan.slots["cases"] == TREATED,
        event=plan.slots["event"] == "yes",
        groups=groups,
        scale=None if yes_no else Scale(ScaleKind.OUTCOME, sample.unit),
    )


def _groups(sample: Sample, earlier: Sequence[str], setting: Setting) -> dict[str, np.ndarray]:
    """Halves of the rows by each column from before: above its median, or at its commonest level."""
    names = [name for name in earlier if name in setting.profile]
    if not names:
        return {}
    whole = setting.table.frame(names).iloc[list(sample.places)]
    found = {}
    for name in names:
        values = whole[name]
        if pd.api.types.is_numeric_dtype(values):
            numbers = values.to_numpy(dtype=float)
            inside = (
                numbers > np.nanmedian(numbers)
                if np.isfinite(numbers).any()
                else np.zeros(len(numbers), bool)
            )
            if not inside.any():
                inside = numbers >= np.nanmedian(numbers)
        elif values.dtype.kind == "M":
            continue
        else:
            common = values.mode(dropna=True)
            inside = (values == common.iloc[0]).to_numpy() if len(common) else np.zeros(len(values), bool)
        found[name] = np.asarray(inside, dtype=bool)
    return found


def _without(
    found: Necessity,
    unknown: tuple[str, ...],
    query: Query,
    design: Design,
    plan: Plan,
    setting: Setting,
) -> Necessity | None:
    kept = tuple(name for name in design.adjustment_set if name not in unknown)
    try:
        sample = prepare(
            setting.table, setting.profile, query, replace(design, adjustment_set=kept), setting.images
        )
        other = _of_sample(sample, plan, setting)
    except EstimationError:
        return None
    moved = abs(found.point.value - other.point.value) > (found.point.std_error or 0.0)
    return other if moved or found.verdict != other.verdict else None


# ---------------- The words


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found, query, design = work.result, work.query, work.design
    assert isinstance(work, NecessityWork) and isinstance(found, Necessity) and design is not None
    assert query.treatment is not None and query.low is not None and query.high is not None
    own, other = (query.high, query.low) if found.as_treated else (query.low, query.high)
    slots: dict[str, Any] = {
        "treatment": Column(query.treatment),
        "outcome": Column(query.outcome),
        "own": LevelOf(query.treatment, own),
        "other": LevelOf(query.treatment, other),
        "point": _clipped(found.point),
        "seen": found.seen,
        "otherwise": found.otherwise,
        "cases": counted(found.cases),
        "covariates": Columns(design.adjustment_set, 12),
    }
    form = str(plan.slots.get("form", BECAUSE))
    why: list[Message] = []
    if found.lowest is None or found.highest is None:
        slots["number"] = found.number
        head = [Message(f"necessity-total-{found.verdict}", slots)]
    else:
        levels = [level for level, _ in profile[query.outcome].levels]
        no = next(level for level in levels if level != work.event)
        was, turned = (work.event, no) if found.event else (no, work.event)
        assert was is not None and turned is not None
        anyway = _rest(found.point)
        slots |= {
            "was": LevelOf(query.outcome, was),
            "turned": LevelOf(query.outcome, turned),
            "lowest": found.lowest,
            "highest": found.highest,
            "bounds": Quantity(
                found.lowest.value,
                ((found.lowest.ci_95 or (0, 0))[0], (found.highest.ci_95 or (1, 1))[1]),
                found.lowest.std_error,
                Scale(ScaleKind.SHARE),
            ),
            "anyway": anyway,
            "anyway-most": _rest(found.lowest),
            "anyway-least": _rest(found.highest),
            "number": counted(max(0, round(found.number.value))),
        }
        head = [Message(f"necessity-{form}-{found.verdict}", slots)]
        if found.verdict is not NecessityVerdict.AGAINST:
            head.append(Message("necessity-bounds", slots))
        why.append(Message("necessity-seen", slots))
        if found.both is not None:
            why.append(Message("necessity-both", {**slots, "both": found.both}))
        if found.contradicted is not None:
            why.append(Message("necessity-contradicted", {**slots, "column": Column(found.contradicted)}))
        elif found.verdict is not NecessityVerdict.AGAINST:
            why.append(Message("necessity-not-contradicted", slots))
    if work.without is not None:
        about = {**slots, "columns": Columns(work.unknown, 5), "without": _clipped(work.without.point)}
        if found.lowest is not None and work.without.verdict != found.verdict:
            head[0] = Message("necessity-depends", about)  # two answers that cannot both be given first
        else:
            head.append(Message("necessity-hinges", about))
        head.append(Message("prose-hinge-question", about))
    held = "held" if design.adjustment_set else "alone" if design.kind is DesignKind.RANDOMISED else "nothing"
    why.append(Message(f"necessity-{held}", slots))
    return {
        Part.HEADLINE: tuple(head),
        Part.WHY: tuple(why),
        Part.CAVEAT: (
            Message("necessity-caveat-one", slots),
            Message(f"necessity-caveat-{design.kind}", slots),
        ),
        Part.CHANGE: (Message("necessity-change", slots),),
    }


def _clipped(share: Quantity) -> Quantity:
    """As it is said: no share of cases is below nothing."""
    if share.ci_95 is None:
        return share
    low, high = share.ci_95
    return replace(share, value=max(share.value, 0.0), ci_95=(max(low, 0.0), max(min(high, 1.0), 0.0)))


def _rest(share: Quantity) -> Quantity:
    """What is left of the cases."""
    kept = _clipped(share)
    low, high = kept.ci_95 or (kept.value, kept.value)
    return replace(kept, value=1 - kept.value, ci_95=(1 - high, 1 - low))


def _values(found: Necessity) -> Mapping[str, Any]:
    return {
        "verdict": str(found.verdict),
        "cases": found.cases,
        "treated": found.as_treated,
        "event": found.event,
        "monotonicity_contradicted_by": found.contradicted,
    }


NECESSITY = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE, Need.GRAPH}),
    slots=SLOTS,
    designs=frozenset({DesignKind.BACKDOOR, DesignKind.RANDOMISED}),
    ask=ask,
    plan=plan,
    identify=identify_effect,
    estimate=estimate,
    say=say,
    missing=missing,
    figures={"cases": draw_cases},
    result_schema={
        "verdict": {"type": "string"},
        "cases": {"type": "integer"},
        "treated": {"type": "boolean"},
        "event": {"type": "boolean"},
        "monotonicity_contradicted_by": {"type": ["string", "null"]},
    },
    result_values=_values,
)
KINDS.register(NAME)(NECESSITY)

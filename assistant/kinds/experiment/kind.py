"""A test as a whole: is it valid, how did it go, what should be done, how long has it to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from assistant.kinds.experiment.arms import (
    MOST_ARMS,
    Arms,
    arm_columns,
    arms_of,
    level_asked,
    planned_shares,
)
from assistant.kinds.experiment.asked import Aspect, Says, aspect_of, days_told, says_of, target_of
from assistant.kinds.experiment.figure import draw_lifts
from assistant.kinds.experiment.metrics import (
    Metric,
    before_columns,
    find_metrics,
    is_earlier,
    object_said,
    outcomes_named,
    ratio_asked,
    subject_said,
    taken_column,
    twin,
    unknown_words,
)
from assistant.kinds.experiment.script import script
from assistant.kinds.experiment.slots import (
    arms_in,
    metrics_in,
    of_arms,
    of_metrics,
    of_says,
    of_target,
    target_in,
)
from assistant.kinds.experiment.words import say
from assistant.kinds.interface import KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work
from assistant.kinds.reading import refusing
from assistant.planning.plan import plan_from
from assistant.prose.quantities import outcome_scale
from assistant.types import GraphProposal, Plan, Reading, RoleKind, Understanding
from tools.data.levels import match_level, order_levels
from tools.data.prepare import complete_rows
from tools.effects.experiment import CLEAR, Experiment, Measured, read_out
from tools.effects.sample_size import sample_size
from tools.errors import DataError, EstimationError, OptionError
from tools.messages import Column, Columns, Message, Quantity, Quoted, Scale, ScaleKind, counted
from tools.types import (
    ColumnKind,
    ColumnProfile,
    DataProfile,
    Design,
    DesignKind,
    Estimand,
    EstimandKind,
    NeedsClarification,
    NotAnswerable,
    Query,
)

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table

__all__ = ["EXPERIMENT"]

NAME = "experiment"
SLOTS = (
    Slot("treatment", SlotKind.COLUMN),  # the arms
    Slot("outcome", SlotKind.COLUMN, required=False),  # without one: those that the description speaks of
    Slot("outcomes", SlotKind.COLUMNS, required=False),
    Slot("below", SlotKind.COLUMN, required=False),  # the outcome is per this
    Slot("before", SlotKind.COLUMN, required=False),  # CUPED; without one: the outcome's own from before
    Slot("control", SlotKind.LEVEL, required=False),
    Slot("control_share", SlotKind.NUMBER, required=False),  # planned; two arms
    Slot("aspect", SlotKind.CHOICE, required=False, choices=tuple(Aspect)),
    Slot("population", SlotKind.POPULATION, required=False),
)
_BEFORE_IT_BEGINS = (Aspect.SIZE, Aspect.HOW_LONG, Aspect.DETECTABLE)
_NUMBERS = (ColumnKind.BINARY, ColumnKind.COUNT, ColumnKind.NUMBER)
_CLOSE = 0.75  # of the best column's points, from which on a second one is asked about
_CHOICES = 4


# ---------------- The question


def ask(asked: Asked) -> Plan:
    """The arms by what the description and the levels say, the metrics by the question or the description."""
    aspect = aspect_of(asked.question, asked.understanding.language)
    unknown = unknown_words(asked, asked.understanding.missing)
    if unknown:
        reason = Message("experiment-unknown", {"words": Quoted(unknown)})
        return refusing(asked, NAME, not_answerable=NotAnswerable(reason, (_columns_there(asked.profile),)))
    ranked = arm_columns(asked)
    named = _arm_named(asked, ranked)
    if named is not None:
        ranked = [named]
    if not ranked:
        return _without_arms(asked, aspect)
    close = [arms for points, arms in ranked if points >= _CLOSE * ranked[0][0]]
    if len(close) > 1:
        choices = tuple(arms.column for arms in close[:_CHOICES])
        back = NeedsClarification(Message("experiment-which-arms"), choices)
        return refusing(asked, NAME, needs_clarification=back)
    return _of_arms(asked, ranked[0][1], aspect)


def _columns_there(profile: DataProfile) -> Message:
    names = tuple(c.name for c in profile.columns if c.kind is not ColumnKind.IDENTIFIER)
    return Message("experiment-columns", {"columns": Columns(names, 12)})


def _arm_named(asked: Asked, ranked: Sequence[tuple[float, Arms]]) -> tuple[float, Arms] | None:
    """The one of several columns that the question speaks of as the cause."""
    for reading in asked.understanding.readings:
        for points, arms in ranked:
            if reading.treatment == arms.column and reading.confidence >= 0.5:
                return points, arms
    return None


def _without_arms(asked: Asked, aspect: Aspect) -> Plan:
    """No column holds arms: a test that is still to come, or none that could be read."""
    if aspect not in _BEFORE_IT_BEGINS:
        help = (Message("experiment-help-arms"), Message("experiment-help-random"))
        return refusing(asked, NAME, not_answerable=NotAnswerable(Message("experiment-no-arms"), help))
    numbers = [c.name for c in asked.profile.columns if c.kind in _NUMBERS]
    named = outcomes_named(asked.question, numbers)
    outcome = (
        named[0]
        if named
        else next(
            (r.outcome for r in asked.understanding.readings if r.outcome in numbers and r.confidence >= 0.5),
            None,
        )
    )
    if outcome is None:
        choices = tuple(numbers[:_CHOICES])
        return refusing(
            asked, NAME, needs_clarification=NeedsClarification(Message("experiment-which-metric"), choices)
        )
    query = Query(None, outcome, population=asked.understanding.population, kind=NAME)
    slots = {
        "aspect": str(Aspect.SIZE),
        **of_target(target_of(asked.question, asked.understanding.language)),
        "days": days_told(asked.profile.description),
    }
    read = asked.understanding
    return Plan(
        query,
        Design(DesignKind.RANDOMISED),
        (),
        1.0,
        read.language,
        read.evidence,
        read.readings,
        kind=NAME,
        slots=slots,
    )


def _of_arms(asked: Asked, arms: Arms, aspect: Aspect) -> Plan:
    profile, read = asked.profile, asked.understanding
    if arms.against:
        reason = Message("experiment-not-random", {"arms": Column(arms.column), "said": Quoted(arms.against)})
        help = Message("experiment-help-adjusted", {"arms": Column(arms.column)})
        return refusing(asked, NAME, not_answerable=NotAnswerable(reason, (help,)))
    base = _placed(asked, arms.column)
    ratio = ratio_asked(asked, base, arms.column)
    if ratio is not None and ratio.below is None:
        reason = Message("experiment-unknown", {"words": Quoted(ratio.words)})
        return refusing(asked, NAME, not_answerable=NotAnswerable(reason, (_columns_there(profile),)))
    taken = taken_column(asked, base, arms.column)
    literal = aspect is Aspect.VALID
    metrics, told = find_metrics(asked, base, arms.column, ratio, taken, literal=literal)
    about = object_said(asked) if ratio is None else ()
    if not outcomes_named(asked.question, profile.names) and (unknown := _unknown_object(asked, arms, about)):
        reason = Message("experiment-unknown", {"words": Quoted(unknown)})
        return refusing(asked, NAME, not_answerable=NotAnswerable(reason, (_columns_there(profile),)))
    if not metrics:
        choices = tuple(c.name for c in profile.columns if c.kind in _NUMBERS and c.name != arms.column)
        back = NeedsClarification(Message("experiment-which-metric"), choices[:_CHOICES])
        return refusing(asked, NAME, needs_clarification=back)
    says = says_of(asked.question, read.language)
    target = target_of(asked.question, read.language)
    wanted = level_asked(asked.question, profile[arms.column], arms.levels)
    taken_for = {arms.column, *(metric.column for metric in metrics)}
    population = tuple(condition for condition in read.population if condition.column not in taken_for)
    slots = {
        "metrics_said": told,
        "wanted": wanted,
        **of_says(replace(says, relative=says.relative and target is None)),
        **of_target(target),
        "taken_for": unknown_words(asked, subject_said(asked)),
    }
    return _plan(base, arms, metrics, population, aspect, taken, profile, slots)


def _unknown_object(asked: Asked, arms: Arms, about: Sequence[str]) -> str:
    """An outcome that the question names, of which no column speaks and which the reader did not find."""
    read = any(
        r.treatment == arms.column and r.outcome and r.confidence >= 0.5 for r in asked.understanding.readings
    )
    return "" if read else unknown_words(asked, about)


def _placed(asked: Asked, arm: str) -> Plan:
    """The columns' times and the clusters, as for the effect of the arms on a column."""
    outcome = next(
        (c.name for c in reversed(asked.profile.columns) if c.kind in _NUMBERS and c.name != arm), arm
    )
    for reading in asked.understanding.readings:
        if reading.treatment == arm and reading.outcome and reading.confidence >= 0.5:
            outcome = reading.outcome
    read = replace(
        asked.understanding,
        readings=(Reading(arm, outcome, 1.0),),
        missing=(),
        low=None,
        high=None,
        step=None,
        relative_step=None,
    )
    plan = plan_from(asked.question, read, asked.profile, asked.table)
    return replace(plan, needs_clarification=None, not_answerable=None, other_reading=None, warnings=())


def _plan(
    base: Plan,
    arms: Arms,
    metrics: tuple[Metric, ...],
    population: tuple[Any, ...],
    aspect: Aspect,
    taken: str | None,
    profile: DataProfile,
    slots: Mapping[str, Any],
) -> Plan:
    cluster = base.design.cluster if base.design is not None else None
    high = arms.levels[1] if len(arms.levels) == 2 else slots.get("wanted")
    query = Query(arms.column, metrics[0].column, arms.control, high, population, kind=NAME)
    numbers = before_columns(profile, base)
    late = {role.column for role in base.roles if role.role is RoleKind.AFTER_TREATMENT}
    groups = [
        c.name
        for c in profile.columns
        if c.kind in (ColumnKind.BINARY, ColumnKind.CATEGORY)
        and c.name not in late
        and c.name not in (arms.column, taken, cluster)
        and c.name not in {metric.column for metric in metrics}
        and (c.name in numbers or is_earlier(c, base))
    ]
    return replace(
        base,
        query=query,
        design=Design(DesignKind.RANDOMISED, cluster=cluster),
        kind=NAME,
        slots={
            "aspect": str(aspect),
            **of_arms(arms),
            **of_metrics(metrics),
            "baseline": tuple(n for n in numbers if n != taken),
            "groups": tuple(groups),
            "taken": taken or "",
            "days": days_told(profile.description),
            "metrics_said": True,
            "wanted": None,
            **of_says(Says()),
            **of_target(None),
            "taken_for": "",
            "control_share": None,
        }
        | dict(slots),
    )


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    from assistant.planning.request import column_names

    outcomes = column_names(slots.get("outcomes")) or ()
    if slots.get("outcome"):
        outcomes = (slots["outcome"], *outcomes)
    for name in (slots["treatment"], *outcomes, slots.get("below"), slots.get("before")):
        if name is not None and name not in profile:
            raise DataError(f"Column {name!r} is not in {profile.source}. Check the spelling.")
    column = profile[slots["treatment"]]
    if not 2 <= column.distinct <= MOST_ARMS or len(column.levels) != column.distinct:
        raise OptionError(
            f"{column.name} has {column.distinct} levels. The arms of a test are 2 to {MOST_ARMS}."
        )
    read = Understanding((), None, None, (), EstimandKind.ATE, "en", ())
    asked = Asked("", read, profile, table)
    arms = arms_of(column.name, profile, asked)
    if slots.get("control") is not None:
        control = match_level(slots["control"], arms.levels, column.level_labels)
        if control is None:
            raise OptionError(f"control={slots['control']!r} is no level of {column.name}.")
        rest = tuple(level for level in arms.levels if level != control)
        arms = replace(arms, levels=(control, *rest), control_said=True)
    base = _placed(asked, column.name)
    taken = taken_column(asked, base, column.name)
    if outcomes:
        before = before_columns(profile, base)
        metrics = tuple(Metric(n, slots.get("below"), twin(n, before, profile)) for n in outcomes)
    else:
        metrics, _ = find_metrics(asked, base, column.name, None, taken)
    if slots.get("before"):
        metrics = tuple(replace(metric, before=slots["before"]) for metric in metrics)
    if not metrics:
        raise OptionError("experiment needs an outcome. Give it as a keyword.")
    aspect = Aspect(slots.get("aspect", Aspect.READOUT))
    more = {"control_share": slots.get("control_share")}
    population = tuple(slots.get("population") or ())
    return _plan(base, arms, metrics, population, aspect, taken, profile, more)


# ---------------- The figures


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    query, design = plan.query, plan.design
    assert query is not None and design is not None
    if query.treatment is None:
        return _before_it_begins(plan, setting, recorder)
    arms, metrics = arms_in(plan), metrics_in(plan)
    groups, baseline, taken = plan.slots["groups"], plan.slots["baseline"], plan.slots["taken"]
    profile = setting.profile
    when = _time_column(profile)
    needed = [m for metric in metrics for m in (metric.column, metric.below, metric.before)]
    needed += [*groups, *baseline, taken, design.cluster, when]
    names = tuple(dict.fromkeys(name for name in needed if name and name != arms.column))
    with recorder.step("data"):
        rows = complete_rows(setting.table, profile, (arms.column,), query.population, names)
        frame = rows.frame
        codes = _codes(frame[arms.column], arms)
        if codes.min() < 0 or len(np.unique(codes)) < len(arms.levels):
            raise EstimationError(Message("experiment-arm-empty", {"arms": Column(arms.column)}))
        counts = [int(n) for n in np.bincount(codes, minlength=len(arms.levels))]
        planned = planned_shares(arms, counts, profile)
        share = plan.slots["control_share"]
        if share is not None and len(arms.levels) == 2:
            planned = replace(planned, shares=(float(share), 1 - float(share)), said=True, unless=None)
        numbers = {
            name: _numbers(frame[name], profile[name]) for name in names if profile[name].kind in _NUMBERS
        }
        measured = [_measured(metric, numbers, profile) for metric in metrics]
    with recorder.step("estimate"):
        found = read_out(
            codes,
            [str(level) for level in arms.levels],
            measured,
            shares=planned.shares,
            groups={name: frame[name].tolist() for name in groups},
            baseline=_filled(frame, baseline, groups, numbers, plan),
            clusters=None if design.cluster is None else _clusters(frame[design.cluster]),
            taken=numbers.get(taken) if taken else None,
        )
        if not plan.slots["metrics_said"]:
            found = _clearest_first(found)
        found = _with_needs(found, plan, frame, when)
    main = found.main if found.valid and found.lifts else None
    high = query.high if main is None or len(arms.levels) == 2 else arms.levels[main.arm]
    return Work(
        result=found,
        query=replace(query, high=high, outcome=query.outcome if main is None else main.metric),
        design=replace(design, adjustment_set=(main.before,) if main and main.before else ()),
        rows_total=rows.rows_total,
        dropped=rows.dropped,
        unit=profile[query.outcome].unit,
        warnings=(*rows.warnings, *profile.warnings),
        preparation=rows.preparation,
        beside={},
    )


def _codes(column: pd.Series, arms: Arms) -> Any:
    place = {level: i for i, level in enumerate(arms.levels)}
    place |= {float(level): i for level, i in place.items() if isinstance(level, int | bool)}
    return column.map(place).fillna(-1).to_numpy(dtype=np.int64)


def _numbers(column: pd.Series, profile: ColumnProfile) -> Any:
    """As floats, NaN where missing; yes/no as 0 and 1."""
    if profile.kind is ColumnKind.BINARY and len(profile.levels) == 2:
        low, high, _ = order_levels(profile.levels[0][0], profile.levels[1][0], profile.level_labels)
        return column.map({low: 0.0, high: 1.0} | _as_floats(low, high)).to_numpy(dtype=np.float64)
    values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64)
    return np.where(np.isfinite(values), values, np.nan)


def _as_floats(low: Any, high: Any) -> dict[float, float]:
    if isinstance(low, str) or isinstance(high, str):
        return {}
    return {float(low): 0.0, float(high): 1.0}


def _clusters(column: pd.Series) -> Any:
    return pd.factorize(column, use_na_sentinel=False)[0].astype(np.int64)


def _measured(metric: Metric, numbers: Mapping[str, Any], profile: DataProfile) -> Measured:
    unit = profile[metric.column].unit
    scale = outcome_scale(profile, metric.column, unit)
    if metric.below is not None:
        scale = Scale(ScaleKind.OUTCOME)
    return Measured(
        name=metric.column,
        values=numbers[metric.column],
        scale=scale,
        below=None if metric.below is None else numbers[metric.below],
        below_name=metric.below,
        before=None if metric.before is None else numbers[metric.before],
        before_name=metric.before,
        goal=metric.goal,
        guardrail=metric.guardrail,
    )


def _filled(
    frame: pd.DataFrame,
    baseline: Sequence[str],
    groups: Sequence[str],
    numbers: Mapping[str, Any],
    plan: Plan,
) -> Any:
    """(n, k): what somebody says was there before the draw; categories as one column a level."""
    said = {role.column for role in plan.roles if role.said_before}
    columns = [
        np.where(np.isfinite(numbers[name]), numbers[name], np.nanmean(numbers[name]))
        for name in baseline
        if np.isfinite(numbers[name]).any() and np.nanstd(numbers[name]) > 0
    ]
    for name in groups:
        if name in said and name not in baseline:
            levels = [level for level in frame[name].dropna().unique()][1:]
            columns += [(frame[name] == level).to_numpy(dtype=np.float64) for level in levels]
    return np.column_stack(columns) if columns else np.empty((len(frame), 0))


def _time_column(profile: DataProfile) -> str | None:
    """When rows came into the test, where a date says so."""
    from assistant.kinds.experiment.asked import found_in

    for column in profile.columns:
        text = f"{column.name} {column.description or ''}"
        if column.kind is ColumnKind.TIME and not any(found_in(text, "description", "before")):
            return column.name
    return None


def _clearest_first(found: Experiment) -> Experiment:
    """Where nobody says which metric decides: the one that is told apart best, corrected as it is."""
    best: dict[str, float] = {}
    for lift in found.lifts:
        best[lift.metric] = min(best.get(lift.metric, 1.0), lift.p_value)
    ordered = sorted(found.lifts, key=lambda lift: (lift.guardrail, best[lift.metric] >= CLEAR))
    return replace(found, lifts=tuple(ordered))


def _with_needs(found: Experiment, plan: Plan, frame: pd.DataFrame, when: str | None) -> Experiment:
    """With the rows, and days, that would find the effect that is asked for, or else the one that is seen."""
    if not found.valid or not found.lifts:
        return found
    main, target = found.main, target_in(plan)
    effect = main.effect.value
    if target is not None:
        effect = target.value * (main.control_mean.value if target.relative else 1.0)
    if not effect:
        return found
    rows = main.rows * (main.detectable.value / effect) ** 2
    beside: dict[str, Quantity] = {
        "target": Quantity(abs(effect), None, main.effect.std_error, main.effect.scale),
        "rows_needed": counted(float(np.ceil(rows))),
        "more_rows": counted(float(np.ceil(max(rows - main.rows, 0.0)))),
    }
    days = plan.slots["days"]
    if when is not None:
        times = pd.to_datetime(frame[when], errors="coerce").dropna()
        span = (times.max() - times.min()).total_seconds() / 86_400 if len(times) else 0.0
        days = span if span >= 1 else days
    if days:
        beside["more_days"] = counted(float(np.ceil(beside["more_rows"].value / (len(frame) / days))))
    return replace(found, beside=beside)


def _before_it_begins(plan: Plan, setting: Setting, recorder: Recorder) -> Work:
    query = plan.query
    assert query is not None
    with recorder.step("data"):
        rows = complete_rows(setting.table, setting.profile, (query.outcome,), query.population)
    with recorder.step("estimate"):
        target, days = target_in(plan), plan.slots["days"]
        column = setting.profile[query.outcome]
        found = sample_size(
            _numbers(rows.frame[query.outcome], column),
            outcome_scale(setting.profile, query.outcome, column.unit),
            None if target is None else target.value,
            relative=target is not None and target.relative,
            rows_a_day=len(rows.frame) / days if days else None,
        )
    return Work(
        result=found,
        query=query,
        design=plan.design,
        rows_total=rows.rows_total,
        dropped=rows.dropped,
        unit=column.unit,
        warnings=(*rows.warnings, *setting.profile.warnings),
        preparation=rows.preparation,
    )


# ---------------- JSON


def _values(found: Any) -> dict[str, Any]:
    if not isinstance(found, Experiment):
        return {"decision": None, "valid": None, "arms": [], "metrics": []}
    arms = [
        {"arm": name, "rows": rows, "planned_share": share}
        for name, rows, share in zip(found.sizes.arms, found.sizes.counts, found.sizes.shares, strict=True)
    ]
    metrics = [
        {
            "metric": lift.metric,
            "per": lift.below,
            "arm": found.sizes.arms[lift.arm],
            "guardrail": lift.guardrail,
            "effect": lift.effect.value,
            "ci_95": list(lift.effect.ci_95 or ()),
            "relative": None if lift.relative is None else lift.relative.value,
            "relative_ci_95": None if lift.relative is None else list(lift.relative.ci_95 or ()),
            "p_value": lift.p_value,
            "corrected_p_value": lift.corrected_p,
            "any_time_ci_95": list(lift.any_time.ci_95 or ()),
            "before": lift.before,
        }
        for lift in found.lifts
    ]
    return {"decision": str(found.decision), "valid": found.valid, "arms": arms, "metrics": metrics}


_ROWS = {"type": "array", "items": {"type": "object"}}

EXPERIMENT = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE}),
    slots=SLOTS,
    designs=frozenset({DesignKind.RANDOMISED}),
    ask=ask,
    plan=plan,
    identify=lambda plan, proposal, setting: None,
    estimate=estimate,
    say=say,
    script=script,
    draws=lambda answer: isinstance(answer.result, Experiment) and bool(answer.result.lifts),
    figures={"lifts": draw_lifts},
    result_schema={
        "decision": {"type": ["string", "null"]},
        "valid": {"type": ["boolean", "null"]},
        "arms": _ROWS,
        "metrics": _ROWS,
    },
    result_values=_values,
)
KINDS.register(NAME)(EXPERIMENT)

"""What a series would have been without an event: its effect, how it built up, and how long it lasted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

from assistant.kinds.interface import AVERAGE_EFFECT, KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work
from assistant.kinds.reading import plan_of, refusing
from assistant.kinds.series.figure import draw_series
from assistant.kinds.series.layout import Course, Treated, as_series, cadence_of, treated_by, year_of
from assistant.kinds.series.reading import (
    Event,
    Focus,
    as_slots,
    controls_in,
    event_in,
    event_of,
    focus_of,
    speaks_of_a_course,
)
from assistant.kinds.series.words import placebo_check, say
from assistant.planning.plan import close_readings, nothing_about, unreadable
from assistant.prose.quantities import outcome_scale
from assistant.types import GraphProposal, Plan, Reading
from tools.data.prepare import complete_rows
from tools.effects.series import SeriesEffect, series_effect
from tools.errors import DataError, EstimationError
from tools.messages import Column, Message, Quoted, counted
from tools.types import (
    ColumnKind,
    DataProfile,
    Design,
    DesignKind,
    Estimand,
    Estimate,
    NeedsClarification,
    NotAnswerable,
    Query,
)

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table

__all__ = ["SERIES"]

NAME = "series"
SLOTS = (
    Slot("outcome", SlotKind.COLUMN),
    Slot("treatment", SlotKind.COLUMN, required=False),  # 0 before the event and 1 from its start on
    Slot("time", SlotKind.COLUMN, required=False),
    Slot("unit", SlotKind.COLUMN, required=False),
    Slot("treated", SlotKind.LEVELS, required=False),  # units that the event reached
    Slot("start", SlotKind.NUMBER, required=False),  # first treated period: a number, or a date as text
    Slot("controls", SlotKind.COLUMNS, required=False),  # series that the event cannot have moved
    Slot("focus", SlotKind.CHOICE, required=False, choices=tuple(focus.value for focus in Focus)),
    Slot("population", SlotKind.POPULATION, required=False),
)
# Kinds that a question about a course over time is taken for.
_OTHER_KINDS = (
    "experiment",
    "survival",
    "sustained",
    "prediction",
    "description",
    "necessity",
    "unit_counterfactual",
    "none",
)


def ask(asked: Asked) -> Plan:
    event = event_in(asked)
    if event is None:
        about = nothing_about(asked.understanding, asked.profile)
        if about is not None:
            return refusing(asked, NAME, not_answerable=about)
        if not any(reading.outcome for reading in asked.understanding.readings):
            return replace(unreadable(asked.understanding, asked.profile), kind=NAME)
        help = (Message("series-help-table"),)
        return refusing(asked, NAME, not_answerable=NotAnswerable(Message("series-no-course"), help))
    return _planned(event, focus_of(asked.question, asked.understanding.language), asked)


def _planned(event: Event, focus: Focus, asked: Asked) -> Plan:
    controls = controls_in(event, asked.profile, asked.table)
    query = Query(event.treatment, event.outcome, population=event.population, kind=NAME)
    plan = plan_of(
        query,
        asked.profile,
        asked,
        design=_design(event),
        slots=as_slots(event, focus, controls),
        alternatives=(Reading(event.treatment, event.outcome, 1.0),),
    )
    refusal = _cannot(event)
    if isinstance(refusal, NeedsClarification):
        return replace(plan, needs_clarification=refusal)
    if refusal is not None:
        return replace(plan, not_answerable=refusal)
    if event.treatment is None:
        return plan  # the event is one that the texts date
    doubtful = replace(
        asked.understanding,
        readings=tuple(r for r in asked.understanding.readings if r.outcome) or plan.alternatives,
    )
    return replace(plan, needs_clarification=_which_outcome(doubtful, event))


def _which_outcome(understanding: Any, event: Event) -> NeedsClarification | None:
    """The table shows the event; what is left to doubt is which outcome is meant."""
    mine = sum(r.confidence for r in understanding.readings if r.outcome == event.outcome)
    most = max((r.confidence for r in understanding.readings if r.outcome != event.outcome), default=0.0)
    return close_readings(understanding) if most > mine else None


def _design(event: Event) -> Design:
    kind = DesignKind.DID if event.course.unit else DesignKind.NONE
    return Design(kind, time=event.course.time, unit=event.course.unit)


def _cannot(event: Event) -> NotAnswerable | NeedsClarification | None:
    """Why the table or the words do not tell which periods were treated."""
    treated, slots = event.treated, {"outcome": Column(event.outcome), "time": Column(event.course.time)}
    if treated is None:
        if event.treatment is not None and event.named:
            reason = Message(
                "series-never-treated",
                {
                    "outcome": Column(event.outcome),
                    "units": Quoted(_listed(event.named)),
                    "treatment": Column(event.treatment),
                },
            )
            return NotAnswerable(reason, (Message("series-help-unit"),))
        return NeedsClarification(Message("series-when", slots), ())
    if treated.spells > 1:
        reason = Message("series-on-and-off", {"times": counted(treated.spells)})
        return NotAnswerable(reason, (Message("series-help-average"),) if event.treatment else ())
    if treated.starts > 1:
        several = {"units": counted(len(treated.units)), "starts": counted(treated.starts)}
        help = (
            Message("series-help-name", {"units": Quoted(_listed(treated.units))}),
            Message("series-help-average"),
        )
        return NotAnswerable(Message("series-several-starts", several), help)
    return None


_NAMED = 6


def _listed(units: tuple[Any, ...]) -> str:
    return ", ".join(map(str, units[:_NAMED])) + (", …" if len(units) > _NAMED else "")


def claim(asked: Asked, plan: Plan) -> Plan | None:
    """A plan of another kind, or a question back between two, that is really about one series.

    "Did the campaign raise sales in Lyon?", where Lyon is the one city that had it: limiting the rows to Lyon
    takes away all that Lyon could be compared with. One row a period and a treatment that began once and
    stayed: periods before and after are no groups of independent rows. And how long an effect takes is asked
    of a course over time, whatever else the question looks like.
    """
    code, query = plan.language, plan.query
    focus, close = focus_of(asked.question, code), tuple(plan.slots.get("close", ()))
    if plan.kind == AVERAGE_EFFECT and not close:
        event = event_in(asked)
        dated = event is not None and event.treatment is None and event.treated is not None
        if dated and event is not None and (plan.needs_clarification or plan.not_answerable):
            return _planned(event, focus, asked)  # no column holds the event, and a text says when it began
        if query is None or plan.not_answerable is not None:
            return None
        same = event is not None and (event.treatment, event.outcome) == (query.treatment, query.outcome)
        if event is None or not same or event.treated is None or event.treated.spells > 1:
            return None
        one = len(event.treated.units) == 1 and focus is not Focus.EFFECT
        if event.named or event.course.unit is None or one:
            return _planned(event, focus, asked)
    of_a_course = speaks_of_a_course(asked.question, code) or NAME in close
    between = focus is not Focus.EFFECT and bool(close) and set(close) <= {AVERAGE_EFFECT, *_OTHER_KINDS}
    if between or (of_a_course and (close or plan.kind in (AVERAGE_EFFECT, *_OTHER_KINDS))):
        event = event_in(asked)
        if event is not None and (event.treated is not None or event.named):
            return _planned(event, focus, asked)
    return None


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    columns = {name: slots.get(name) for name in ("outcome", "treatment", "time", "unit")}
    for name in (*columns.values(), *(slots.get("controls") or ())):
        if name is not None and name not in profile:
            raise DataError(f"Column {name!r} is not in {profile.source}. Check the spelling.")
    population = tuple(slots.get("population") or ())
    reading = Reading(columns["treatment"], str(columns["outcome"]), 1.0)
    event = event_of("", reading, population, profile, table)
    if event is None and columns["time"] is None:
        raise DataError(f"No column of {profile.source} orders the rows in time. Pass time=....")
    course = Course(
        columns["time"] or (event.course.time if event else ""),
        columns["unit"] or (event.course.unit if event else None),
    )
    given = _given(slots, course, reading, profile, table, event)
    controls = (
        tuple(slots["controls"]) if slots.get("controls") is not None else controls_in(given, profile, table)
    )
    found = plan_of(
        Query(given.treatment, given.outcome, population=given.population, kind=NAME),
        profile,
        design=_design(given),
        slots=as_slots(given, Focus(slots.get("focus") or Focus.EFFECT), controls),
    )
    refusal = _cannot(given)
    if isinstance(refusal, NeedsClarification):
        return replace(found, needs_clarification=refusal)
    return found if refusal is None else replace(found, not_answerable=refusal)


def _given(
    slots: Mapping[str, Any],
    course: Course,
    reading: Reading,
    profile: DataProfile,
    table: Table,
    event: Event | None,
) -> Event:
    """The event by what the caller names; the rest as the table shows it."""
    named = tuple(slots.get("treated") or ())
    treated = event.treated if event is not None and event.course == course and not named else None
    if slots.get("start") is not None:
        treated = Treated(named, _as_number(slots["start"], profile, course.time))
    elif treated is None and reading.treatment is not None:
        names = [name for name in (course.time, course.unit, reading.treatment) if name]
        treated = treated_by(table.frame(names).dropna(), course, reading.treatment, named)
    population = event.population if event is not None else tuple(slots.get("population") or ())
    return Event(str(reading.outcome), reading.treatment, course, treated, named, population)


def _as_number(start: Any, profile: DataProfile, time: str) -> float:
    """A start as the time column has it: years and parts of years for dates."""
    if profile[time].kind is not ColumnKind.TIME:
        return float(start)
    if isinstance(start, int | float):
        return float(start)
    return year_of(pd.Timestamp(start))


def identify(plan: Plan, proposal: GraphProposal | None, setting: Setting) -> Estimand | None:
    return None


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    query, slots, profile = plan.query, plan.slots, setting.profile
    assert query is not None
    course = Course(slots["time"], slots["unit"] or None)
    treated = [name for name in (course.time, course.unit, query.outcome) if name]
    with recorder.step("data"):
        controls = [name for name in slots["controls"] if name not in treated]
        rows = complete_rows(setting.table, profile, treated, query.population)
        frame = rows.frame
        if controls and course.unit is None:
            frame = complete_rows(setting.table, profile, [*treated, *controls], query.population).frame
        levels = frame[course.unit].unique() if course.unit else np.array([])
        own = [level for level in levels if str(level) in slots["treated"]]
        if course.unit and not own:
            raise EstimationError(Message("series-unit-gone"))
        series = as_series(frame, course, query.outcome, own, controls if course.unit is None else ())
    with recorder.step("estimate"):
        within = (
            series.values < slots["end"] if slots["end"] is not None else np.full(len(series.values), True)
        )
        mine = np.array([unit in own for unit in series.units]) if course.unit else np.array([True])
        donors = series.outcomes[~mine][:, within]
        never = (
            _never(setting, query, course, series.units, mine) if course.unit else np.array([], dtype=bool)
        )
        names = tuple(
            str(unit)
            for unit, keep in zip(np.array(series.units, dtype=object)[~mine], never, strict=True)
            if keep
        )
        donors = donors[never] if len(never) else donors
        text = profile[course.time].description or ""
        cadence = cadence_of(frame[course.time], course.time, text)
        result = series_effect(
            outcome=series.outcomes[mine].mean(axis=0)[within],
            start=int((series.values[within] < slots["start"] - 1e-9).sum()),
            periods=[label for label, keep in zip(series.labels, within, strict=True) if keep],
            scale=outcome_scale(profile, query.outcome, profile[query.outcome].unit),
            donors=donors if len(donors) else None,
            donor_names=names,
            controls=series.controls[within] if series.controls.shape[1] else None,
            control_names=tuple(controls) if series.controls.shape[1] else (),
            season=cadence.season,
            seed=setting.seed,
        )
    return Work(
        result=result,
        query=replace(query, low=None, high=None),
        design=plan.design,
        estimate=_as_estimate(result, len(donors)),
        checks=placebo_check(plan, profile, result),
        rows_total=rows.rows_total,
        dropped=rows.dropped,
        unit=profile[query.outcome].unit,
        warnings=(*rows.warnings, *profile.warnings),
        preparation=rows.preparation,
    )


def _never(
    setting: Setting, query: Query, course: Course, units: tuple[Any, ...], mine: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Which of the other units never had the event themselves (others,) of bool."""
    others = [unit for unit, own in zip(units, mine, strict=True) if not own]
    if query.treatment is None or course.unit is None:
        return np.full(len(others), True)
    frame = setting.table.frame([course.unit, query.treatment]).dropna()
    levels = sorted(frame[query.treatment].unique(), key=str)
    ever = set(frame.loc[frame[query.treatment] == levels[-1], course.unit])
    return np.array([unit not in ever for unit in others], dtype=bool)


def _as_estimate(found: SeriesEffect, donors: int) -> Estimate:
    """The mean effect a period in the form that all answers share."""
    average = found.average
    assert average.ci_95 is not None and average.std_error is not None
    ratio = abs(average.value) / average.std_error if average.std_error else float("inf")
    degrees = donors if found.donors else found.start - 1
    before = float(found.observed[: found.start].mean())
    return Estimate(
        average.value,
        average.std_error,
        average.ci_95,
        float(2 * stats.t.sf(ratio, max(degrees, 1))),
        found.method.value,
        len(found.observed) * (1 + donors),
        unadjusted=found.observed_mean - before,
        details={name: quantity.value for name, quantity in found.quantities.items()},
    )


def _values(found: SeriesEffect) -> Mapping[str, Any]:
    low, high = found.limits
    path = [
        {
            "period": label,
            "observed": float(found.observed[place]),
            "counterfactual": None if np.isnan(at := found.counterfactual[place]) else float(at),
            "ci_95": (
                [float(low[place - found.start]), float(high[place - found.start])]
                if place >= found.start
                else None
            ),
        }
        for place, label in enumerate(found.periods)
    ]
    return {
        "method": found.method.value,
        "start": found.periods[found.start],
        "build_up": found.build.value,
        "fits_before": None if found.pretended is None else not found.misfits,
        "donors": dict(found.donors) if found.donors else {},
        "placebo_rank": found.rank,
        "controls": list(found.controls),
        "path": path,
    }


SERIES = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE}),
    slots=SLOTS,
    designs=frozenset({DesignKind.NONE, DesignKind.DID}),
    ask=ask,
    plan=plan,
    identify=identify,
    estimate=estimate,
    say=say,
    claim=claim,
    figures={"series": draw_series},
    result_schema={
        "method": {"enum": ["structural", "synthetic_differences"]},
        "start": {"type": "string"},
        "build_up": {"enum": ["unclear", "steady", "growing", "fading"]},
        "fits_before": {"type": ["boolean", "null"]},
        "donors": {"type": "object", "additionalProperties": {"type": "number"}},
        "placebo_rank": {"type": ["integer", "null"]},
        "controls": {"type": "array", "items": {"type": "string"}},
        "path": {"type": "array", "items": {"type": "object"}},
    },
    result_values=_values,
)
KINDS.register(NAME)(SERIES)

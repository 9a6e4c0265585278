"""What a question about a series says: which outcome, which event, whom it reached, from when on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from assistant.designs.text import name_words
from assistant.kinds.interface import Asked
from assistant.kinds.series.layout import Course, Treated, course_of, start_told, stems, treated_by
from assistant.language import language
from assistant.planning.design import make_study
from assistant.types import Reading
from tools.types import ColumnKind, Condition, DataProfile

if TYPE_CHECKING:
    from assistant.designs.study import Study
    from tools.data import Table

__all__ = ["Event", "Focus", "controls_in", "event_in", "focus_of", "named_units", "speaks_of_a_course"]

_NO_OUTCOME = (
    ColumnKind.IDENTIFIER,
    ColumnKind.CONSTANT,
    ColumnKind.TEXT,
    ColumnKind.TIME,
    ColumnKind.CATEGORY,
)
_LIKELY = 0.1


class Focus(StrEnum):
    """What the first sentence says."""

    EFFECT = "effect"
    WITHOUT = "without"
    TIMING = "timing"
    FADING = "fading"
    SHAPE = "shape"
    TOTAL = "total"


def focus_of(question: str, code: str) -> Focus:
    cues = language(code).cues("series")
    for focus in (Focus.TIMING, Focus.FADING, Focus.SHAPE, Focus.TOTAL, Focus.WITHOUT):
        if _matches(question, cues.get(focus.value, ())):
            return focus
    return Focus.EFFECT


def speaks_of_a_course(question: str, code: str) -> bool:
    """Is it about a course over time by words that mean nothing else?"""
    return _matches(question, language(code).cues("series").get("sure", ()))


def _matches(text: str, patterns: Sequence[str]) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)


@dataclass(frozen=True)
class Event:
    """An event in a table over time."""

    outcome: str
    treatment: str | None  # the column that switches on; None where only a text says when it began
    course: Course
    treated: Treated | None  # None: nothing says when it began, or whom it reached
    named: tuple[Any, ...]  # units that the question names
    population: tuple[Condition, ...]  # what else limits the rows


def event_in(asked: Asked) -> Event | None:
    """The event of the question; None where the table has no course over time, or no outcome is read."""
    read = asked.understanding
    best: Event | None = None
    for reading in _readings(asked):
        found = event_of(asked.question, reading, read.population, asked.profile, asked.table)
        if found is None:
            continue
        if found.treated is not None and found.treatment is not None:
            return found
        best = best or found
    return best


def _readings(asked: Asked) -> Sequence[Reading]:
    """The readings, then their outcomes beside no column for the event, then what was talked of before.

    An event that no column holds makes every reading improbable; an outcome that the question names by a word
    is one all the same.
    """
    profile = asked.profile
    readings = [
        r for r in asked.understanding.readings if r.outcome and profile[r.outcome].kind not in _NO_OUTCOME
    ]
    likely = [r for r in readings if r.confidence >= _LIKELY]
    bare = [replace(r, treatment=None) for r in likely if r.treatment is not None]
    words = stems(asked.question)
    named = [
        replace(r, treatment=None)
        for r in readings
        if words & stems(f"{name_words(str(r.outcome))} {profile[str(r.outcome)].meaning or ''}")
    ]
    last = asked.last.query if asked.last is not None else None
    before = [Reading(last.treatment, last.outcome, 1.0)] if last is not None else []
    return (*likely, *bare, *(named if not likely else ()), *before)


def event_of(
    question: str,
    reading: Reading,
    population: tuple[Condition, ...],
    profile: DataProfile,
    table: Table,
) -> Event | None:
    study = make_study(question, reading, profile, table)
    # The treatment of a reading may be the calendar itself.
    course = course_of(make_study(question, replace(reading, treatment=None), profile, table))
    if course is None or reading.outcome is None:
        return None
    units = named_units(study, course, population)
    ordering = {course.time, course.unit}
    rest = tuple(c for c in population if c.column not in ordering and c.column != reading.treatment)
    treatment = reading.treatment
    if treatment in ordering or (treatment is not None and not _two_levels(profile, treatment)):
        treatment = None
    treated = None
    if treatment is not None:
        columns = [name for name in (course.time, course.unit, treatment) if name]
        frame = study.table.frame(columns).dropna()
        treated = treated_by(frame, course, treatment, units)
        if treated is None and not units:
            treated = _fixed_group(frame, course, treatment, study)
    if treated is None and (treatment is None or course.unit is None):
        # What is dated has to be what is asked about.
        asked_about = None if treatment is not None else stems(question) - stems(study.text(reading.outcome))
        start = start_told(study, course, asked_about)
        if start is not None and (course.unit is None or units):
            treated = Treated(units, start.period, said=start.sentence)
    return Event(reading.outcome, treatment, course, treated, units, rest)


def _two_levels(profile: DataProfile, name: str) -> bool:
    return profile[name].kind is ColumnKind.BINARY


def _fixed_group(frame: Any, course: Course, treatment: str, study: Study) -> Treated | None:
    """A trait of the units that says whom an event reached, where a text says when it began."""
    start = start_told(study, course) if course.unit else None
    if start is None:
        return None
    level = sorted(frame[treatment].unique(), key=str)[-1]
    by_unit = frame.groupby(course.unit)[treatment]
    group = by_unit.first()[by_unit.nunique() == 1]
    units = tuple(group.index[group == level])
    return Treated(units, start.period, said=start.sentence) if 0 < len(units) < len(group) else None


def named_units(study: Study, course: Course, population: tuple[Condition, ...]) -> tuple[Any, ...]:
    """The units that the question limits itself to, or names."""
    if course.unit is None:
        return ()
    levels = list(study.table.frame([course.unit])[course.unit].dropna().unique())
    asked = {str(c.value) for c in population if c.column == course.unit and c.operator == "=="}
    if asked:
        return tuple(level for level in levels if str(level) in asked)
    text = study.question.casefold()
    return tuple(
        level
        for level in levels
        if isinstance(level, str)
        and len(level) > 1
        and re.search(
            rf"(?<!\w){re.escape(level.casefold())}(?!\w)" if level.isascii() else re.escape(level), text
        )
    )


def controls_in(event: Event, profile: DataProfile, table: Table) -> tuple[str, ...]:
    """Columns that no event of people's can have moved: the weather."""
    reading = Reading(event.treatment, event.outcome, 1.0)
    study = make_study("", reading, profile, table)
    numeric = (ColumnKind.NUMBER, ColumnKind.COUNT)
    taken = {event.course.time, event.course.unit}
    return tuple(
        column.name
        for column in study.others
        if column.kind in numeric and column.name not in taken and study.is_a(column.name, "weather")
    )


def as_slots(event: Event, focus: Focus, controls: Sequence[str]) -> Mapping[str, Any]:
    """The event as the plan keeps it."""
    treated = event.treated
    return {
        "time": event.course.time,
        "unit": event.course.unit or "",
        "treated": tuple(map(str, treated.units)) if treated else (),
        "start": treated.start if treated else None,
        "end": treated.end if treated else None,
        "said": treated.said if treated else "",
        "focus": focus.value,
        "controls": tuple(controls),
    }

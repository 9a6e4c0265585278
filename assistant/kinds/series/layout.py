"""The shape of a table over time: its periods, its units, who was treated from when on.

Found from types and names, from a column that switches on, and else from a date that a text names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from assistant.designs.did import named_start, orders_periods
from assistant.designs.study import Study
from assistant.designs.text import grammar
from assistant.language import language
from assistant.language.registry import language_of
from assistant.planning.reading.text import is_stopword, stem, tokens
from tools.errors import EstimationError
from tools.estimators.panel import period_order
from tools.types import ColumnKind

__all__ = [
    "Cadence",
    "Course",
    "Matrix",
    "Treated",
    "as_series",
    "cadence_of",
    "course_of",
    "start_told",
    "stems",
    "treated_by",
    "year_of",
]

_NO_UNIT = (ColumnKind.NUMBER, ColumnKind.TIME, ColumnKind.CONSTANT)
_FEWEST_PERIODS, _MOST_PERIODS = 12, 3000
_REGULAR = 0.8  # of the steps from one period to the next are about as long as most
_WITHIN = 0.008  # years: months begin on another day of the year in leap years


class Cadence(StrEnum):
    """How far the periods are apart."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    PERIOD = "period"

    @property
    def season(self) -> int:
        """Periods in the cycle that such series mostly have; 0: none."""
        return {"hour": 24, "day": 7, "week": 52, "month": 12, "quarter": 4}.get(self.value, 0)


@dataclass(frozen=True)
class Course:
    """The columns that order the rows: one row a unit and period, or one a period."""

    time: str
    unit: str | None


@dataclass(frozen=True)
class Treated:
    """Who was treated from which period on (a value of the time column as a number)."""

    units: tuple[Any, ...]  # levels of the unit column; () where there is no such column
    start: float
    end: float | None = None  # the first period in which it was off again
    starts: int = 1  # different starts among all treated units
    spells: int = 1  # times that it was switched on, the most of any treated unit
    said: str = ""  # the sentence that dates it, where no column does


def course_of(study: Study) -> Course | None:
    """The time column, and the unit column where several rows share a period; None without either."""
    for time in _times(study):
        rows = study.profile.rows
        periods = study.table.frame([time])[time].dropna()
        if not _FEWEST_PERIODS <= periods.nunique() <= _MOST_PERIODS:
            continue
        if periods.nunique() >= 0.98 * len(periods):
            if _regular(periods.to_frame(), time):
                return Course(time, None)
            continue
        unit = _unit(study, time, rows)
        if unit is not None:
            return Course(time, unit)
    return None


def _times(study: Study) -> list[str]:
    """Dates first: a question names them, and they tell how far the periods are apart."""
    found = [column for column in study.others if orders_periods(study, column)]
    return [c.name for c in sorted(found, key=lambda c: c.kind is not ColumnKind.TIME)]


def _unit(study: Study, time: str, rows: int) -> str | None:
    """The column with one row a period for each of its values, and the fewest values of those."""
    found = []
    for column in study.profile.columns:
        if column.name in (time, study.outcome) or column.kind in _NO_UNIT or column.distinct < 2:
            continue
        if column.distinct > rows / 4:
            continue
        frame = study.table.frame([column.name, time]).dropna()
        if frame.duplicated().mean() < 0.002:
            found.append((column.kind is ColumnKind.COUNT, column.distinct, column.name))
    return min(found)[2] if found else None


def treated_by(
    frame: pd.DataFrame, course: Course, treatment: str, among: Sequence[Any] = ()
) -> Treated | None:
    """Who the two-level column switches on for; None where it never does, or is a fixed trait.

    `among`: the units that are asked about; () means all.
    """
    levels = sorted(frame[treatment].dropna().unique(), key=str)
    if len(levels) != 2:
        return None
    on = (frame[treatment] == levels[1]).to_numpy()
    period, values = period_order(frame, course.time)
    units = frame[course.unit].to_numpy() if course.unit else np.zeros(len(frame), dtype=int)
    found: dict[Any, tuple[float, float | None, int]] = {}
    for unit in pd.unique(units):
        if among and unit not in among:
            continue
        own = units == unit
        order = np.argsort(period[own], kind="stable")
        flags, places = on[own][order], period[own][order]
        if not flags.any() or flags[0]:
            continue
        first = int(np.argmax(flags))
        off = np.flatnonzero(~flags[first:])
        end = float(values[places[first + off[0]]]) if len(off) else None
        spells = int((np.diff(flags.astype(int)) == 1).sum())
        found[unit] = (float(values[places[first]]), end, spells)
    if not found:
        return None
    starts = {start for start, _, _ in found.values()}
    start = min(starts)
    ends = [end for _, end, _ in found.values() if end is not None]
    units_on = tuple(found) if course.unit else ()
    return Treated(
        units_on, start, min(ends, default=None), len(starts), max(spells for _, _, spells in found.values())
    )


def _regular(frame: pd.DataFrame, time: str) -> bool:
    """Do the rows follow one another in even steps, as periods do and people who come by do not?"""
    try:
        _, values = period_order(frame, time)
    except EstimationError:
        return False
    steps = np.diff(values)
    usual = float(np.median(steps))
    # Months and leap years differ by some days.
    return usual > 0 and float((np.abs(steps - usual) <= 0.13 * usual).mean()) >= _REGULAR


@dataclass(frozen=True)
class Told:
    """A start as a number on the scale of the time column, and the sentence that names it."""

    period: float
    sentence: str


def start_told(study: Study, course: Course, about: Collection[str] | None = None) -> Told | None:
    """The first treated period that the question or the description names.

    `about`: words of which a sentence of the description has to hold one, so that the start of one event is
    not taken for that of another; None for any sentence. A month without a day dates no daily series.
    """
    column = study.profile[course.time]
    for sentence in (study.question, *study.sentences):
        if sentence is not study.question and about is not None and not (set(about) & stems(sentence)):
            continue
        if column.kind is ColumnKind.TIME:
            day = day_in(sentence)
            if day is not None and (
                sentence is study.question or grammar().columns["start"].search(sentence)
            ):
                return Told(day, sentence)
        told = named_start(replace(study, question=sentence, sentences=(), cache={}), column)
        if told is None:
            continue
        if column.kind is not ColumnKind.TIME:
            return Told(told.period, sentence)
        if _steps_of_days(study, course.time):
            return None
        return Told(told.period - _WITHIN, sentence)
    return None


def _steps_of_days(study: Study, time: str) -> bool:
    frame = study.table.frame([time]).dropna()
    return cadence_of(frame[time], time, "") in (Cadence.HOUR, Cadence.DAY, Cadence.WEEK)


def stems(text: str) -> set[str]:
    """The words of a text that say something, without their endings."""
    idle = language(language_of(text)).cues("series").get("idle", ())
    return {
        stem(word)
        for word in tokens(text)
        if not is_stopword(word) and not word.isdigit() and word not in idle
    }


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_OTHER_MONTHS = {"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12}
_DAYS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d)"),
    re.compile(
        r"\b(?P<d>\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? (?P<name>[A-Za-zä]{3,9})\.?,? (?P<y>(?:19|20)\d\d)"
    ),
    re.compile(r"\b(?P<name>[A-Za-zä]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)"),
)


def day_in(text: str) -> float | None:
    """The first day that a text names, as a year and its part."""
    for pattern in _DAYS:
        for match in pattern.finditer(text):
            said = match.groupdict()
            month = int(said["m"]) if said.get("m") else _month(said["name"])
            if month is None:
                continue
            try:
                return year_of(pd.Timestamp(int(said["y"]), month, int(said["d"])))
            except ValueError:
                continue
    return None


def _month(name: str) -> int | None:
    short = name[:3].casefold()
    return _MONTHS.index(short) + 1 if short in _MONTHS else _OTHER_MONTHS.get(short)


def year_of(day: pd.Timestamp) -> float:
    """A date on the scale of `period_order`: its year and the part of it that had passed."""
    return float(day.year + (day.day_of_year - 1) / 366.0)


def cadence_of(labels: pd.Series, name: str, text: str) -> Cadence:
    """How far apart the periods are: by their dates, else by what the column is called."""
    try:
        dates = pd.Series(pd.to_datetime(labels)) if not pd.api.types.is_numeric_dtype(labels) else None
    except (ValueError, TypeError):
        dates = None
    if dates is not None:
        step = float(dates.sort_values().diff().dropna().median() / pd.Timedelta(days=1))
        for cadence, limit in (
            (Cadence.HOUR, 0.9),
            (Cadence.DAY, 4.0),
            (Cadence.WEEK, 20.0),
            (Cadence.MONTH, 60.0),
            (Cadence.QUARTER, 200.0),
        ):
            if step < limit:
                return cadence
        return Cadence.YEAR
    words = f"{name} {text}".casefold()
    for cadence, cues in (
        (Cadence.WEEK, ("week", "woche", "kw", "周")),
        (Cadence.QUARTER, ("quarter", "quartal", "季度")),
        (Cadence.MONTH, ("month", "monat", "月")),
        (Cadence.HOUR, ("hour", "stunde", "小时")),
        (Cadence.DAY, ("day", "tag", "日", "天")),
        (Cadence.YEAR, ("year", "jahr", "年")),
    ):
        if any(cue in words for cue in cues):
            return cadence
    return Cadence.PERIOD


@dataclass(frozen=True)
class Matrix:
    """The table as series: outcomes of whole units, in the order of the periods."""

    labels: tuple[str, ...]  # (T,)
    values: np.ndarray[Any, np.dtype[np.float64]]  # (T,) periods as numbers
    units: tuple[Any, ...]
    outcomes: np.ndarray[Any, np.dtype[np.float64]]  # (units, T)
    controls: np.ndarray[Any, np.dtype[np.float64]]  # (T, k) of the treated
    left_out: int  # units with a gap


def as_series(
    frame: pd.DataFrame, course: Course, outcome: str, treated: Sequence[Any], controls: Sequence[str]
) -> Matrix:
    """Units over periods. A period in which a treated unit has no outcome is left out; a donor with a gap is
    left out. Raises EstimationError for periods that cannot be put in order."""
    period, values = period_order(frame, course.time)
    names = {place: str(label) for place, label in zip(period, frame[course.time], strict=True)}
    units = frame[course.unit] if course.unit else pd.Series(0, index=frame.index)
    table = pd.DataFrame(
        {"unit": units.to_numpy(), "period": period, "y": frame[outcome].to_numpy(dtype=float)}
    )
    wide = table.groupby(["unit", "period"])["y"].mean().unstack("period")
    wide = wide.reindex(columns=range(len(values)))
    own = list(treated) if course.unit else [0]
    kept = wide.loc[own].notna().all(axis=0)
    wide = wide.loc[:, kept]
    whole = wide.notna().all(axis=1)
    of_treated = units.isin(own).to_numpy()
    known = frame.loc[of_treated, list(controls)].apply(pd.to_numeric, errors="coerce")
    means = known.groupby(period[of_treated]).mean().reindex(wide.columns)
    usable = [name for name in controls if means[name].notna().all()]
    return Matrix(
        tuple(_label(names[place]) for place in wide.columns),
        values[kept.to_numpy()],
        tuple(wide.index[whole]),
        wide[whole].to_numpy(dtype=float),
        means[usable].to_numpy(dtype=float),
        int((~whole).sum()),
    )


def _label(text: str) -> str:
    return text.removesuffix(" 00:00:00").removesuffix(".0")

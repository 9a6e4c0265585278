"""Difference-in-differences: groups compared before and after, or a policy that switches on within units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assistant.designs.statements import Spoken, Verdict, statements
from assistant.designs.study import Study
from assistant.designs.text import grammar, name_words, quote
from assistant.planning.reading.text import stem, tokens
from assistant.types import DesignCandidate, Evidence
from tools.designs.tests import Switching, switching
from tools.types import ColumnKind, ColumnProfile, Design, DesignKind

# ---------------- When a treatment started, where only the text says it: "took effect in July 2011", "from w


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# From the most exact form to the least; the first that matches at a place is taken.
_DATES = (
    rf"\b(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?,? (?:\d{{1,2}}(?:st|nd|rd|th)?,? )?(?:of )?{_YEAR}\b",
    rf"\bq(?:uarter)? ?(?P<quarter>[1-4]),? ?(?:of )?{_YEAR}\b",
    rf"\b(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th) quarter,? (?:of )?{_YEAR}\b",
    rf"{_YEAR}年(?P<number>\d{{1,2}})月",
    rf"(?<![\d.$€£]){_YEAR}(?![\d.]*\d|[-–]\d)",
)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_INDEX = re.compile(
    r"\b(?P<what>week|month|day|period|round|wave|quarter|year)s? (?P<index>\d{1,3})\b(?! ?\d{4})", re.I
)
# "1 = Quarter 4, 2010": what the first of numbered periods stands for.
_STEPS = (("quarter", 4), ("month", 12), ("week", 52), ("year", 1))  # periods a year
_ANCHOR = re.compile(r"\b(?P<index>\d{1,3}) ?(?:=|is|stands for|means|:) ?(?P<date>[A-Za-z0-9 ,.]{4,24})")


@dataclass(frozen=True)
class Start:
    """The first treated period on the scale of the time column, with the words that name it."""

    period: float
    quotation: str


@dataclass(frozen=True)
class _Date:
    year: int
    part: float  # of the year that had passed: 0.5 for July; 0 when only the year is said
    exact: bool  # is a month or quarter said?


def named_start(study: Study, time: ColumnProfile) -> Start | None:
    """The first treated period that a sentence about a change names; the question's own words come first."""
    for sentence in (study.question, *study.sentences):
        if not grammar().columns["start"].search(sentence):
            continue
        for period, match in _periods_told(study, sentence, time):
            if time.minimum is None or time.maximum is None or time.minimum < period <= time.maximum:
                return Start(period, quote(sentence, match.start(), match.end()))
    return None


def _periods_told(study: Study, sentence: str, time: ColumnProfile) -> Iterator[tuple[float, re.Match[str]]]:
    """What the sentence's dates are on the column's scale."""
    calendar = time.minimum is not None and 1800 <= time.minimum <= (time.maximum or 0) <= 2100
    monthly = time.minimum is not None and 180001 <= time.minimum <= (time.maximum or 0) <= 210012
    for date, match in _dates(sentence):
        if time.kind is ColumnKind.TIME or calendar:
            yield date.year + (date.part if time.kind is ColumnKind.TIME else 0.0), match
        elif monthly:
            yield 100.0 * date.year + 1 + round(12 * date.part), match
        else:
            yield from ((period, match) for period in _numbered(study, time, date))
    if not calendar and time.kind is not ColumnKind.TIME:
        for match in _INDEX.finditer(sentence):
            if match["what"].lower() in study.text(time.name):
                yield float(match["index"]), match


def _dates(text: str) -> list[tuple[_Date, re.Match[str]]]:
    """The dates of a text, months and quarters before bare years."""
    found: list[tuple[_Date, re.Match[str]]] = []
    for pattern in _DATES:
        for match in re.finditer(pattern, text, re.I):
            taken = any(match.start() < other.end() and other.start() < match.end() for _, other in found)
            if not taken:
                found.append((_date(match), match))
    return found


def _date(match: re.Match[str]) -> _Date:
    said, year = match.groupdict(), int(match["year"])
    if said.get("month"):
        return _Date(year, _MONTHS.index(said["month"].lower()[:3]) / 12, True)
    if said.get("number"):
        return _Date(year, (int(said["number"]) - 1) / 12, True)
    quarter = said.get("quarter") or (_NTH[said["nth"].lower()] if said.get("nth") else None)
    return _Date(year, (int(quarter) - 1) / 4, True) if quarter else _Date(year, 0.0, False)


def _numbered(study: Study, time: ColumnProfile, date: _Date) -> Iterator[float]:
    """The number of the period that a date falls in, where the codebook says what one number stands for."""
    text = study.text(time.name)
    steps = next(
        (n for word, n in (("quarter", 4), ("month", 12), ("week", 52), ("year", 1)) if word in text), 0
    )
    anchor = _ANCHOR.search(study.described(time.name)) if steps else None
    known = _dates(anchor["date"]) if anchor else []
    if anchor and known and (date.exact or steps == 1):
        first = known[0][0]
        years = date.year + date.part - first.year - first.part
        yield float(anchor["index"]) + round(steps * years)


# Every group is seen before and after in much the same shares; a column that is more common in one group
# by this much is an outcome or a trait, not the calendar.
UNEVEN = 0.35
POLICY = 0.75  # points for a treatment that is a policy by its meaning
NAMED = 4.0  # weight from which on a cue names the design itself
STARTED = 1.5  # points for a fixed group whose start the text names, inside the periods
_PERIODS = ("post", "period", "postperiod", "wave", "followup", "time")


@dataclass(frozen=True)
class Structure:
    """Time and unit columns with what the treatment does along them."""

    time: str
    unit: str | None
    score: float  # points
    why: str
    accepted: bool
    start: float | None = None  # first treated period, where only the text says it
    units: int = 0  # of two columns that name the same units, the one with fewer spellings wins


KIND = DesignKind.DID


def propose(study: Study, baseline: Sequence[str]) -> list[DesignCandidate]:
    """The best time x group structure in the data, with the words that speak for a policy change.

    The structure is no word: it is in the table, which shows the treatment switching within units. Words
    say which column is the time, when a fixed group was first treated, and that it was a policy.
    """
    if study.treatment is None:
        return []
    structures = [*_post_designs(study), *_panel_designs(study)]
    if not structures:
        return []
    best = max(structures, key=lambda s: (s.accepted, s.score, -s.units))
    design = Design(KIND, time=best.time, unit=best.unit, cutoff=best.start)
    said, verdict = spoken(study, design), _verdict(best)
    evidence = (*said.evidence, Evidence("design", verdict.reason, verdict.points))
    points = said.points + verdict.points
    return [DesignCandidate(design, points, verdict.passed, verdict.reason, evidence)]


def spoken(study: Study, design: Design) -> Spoken:
    """What the texts say for a comparison over time, and that the treatment is a policy."""
    found = statements(study, KIND)
    cues = [s for s in found if s.asserted]
    denied = next((s for s in found if not s.asserted and s.weight >= NAMED), None)
    if denied is not None and not cues:
        why = f"the text says that it is no such comparison: “{denied.quotation}”"
        return Spoken(0.0, (), why)
    policy = POLICY if study.treatment and study.is_a(study.treatment, "policy") else 0.0
    return Spoken(sum(s.weight for s in cues) + policy, tuple(s.evidence() for s in cues))


def test(study: Study, design: Design, baseline: Sequence[str]) -> Verdict:
    """Does the treatment switch on along this time, within these units or for one group of them?"""
    if study.treatment is None or design.time not in study.profile:
        return Verdict(False, "there is no column that orders the periods")
    mine = [
        s
        for s in (*_post_designs(study), *_panel_designs(study))
        if s.time == design.time and (design.unit is None or s.unit in (None, design.unit))
    ]
    if not mine and study.profile[design.time or ""].kind is ColumnKind.BINARY:
        # Two periods that no word of ours calls before and after; two groups need no unit beside them.
        crossed = _two_by_two(study, design.time or "")
        mine = [crossed] if crossed is not None else []
    if not mine and design.unit in study.profile and study.numbers(study.treatment) is not None:
        # Columns that no word of ours calls time and unit, named by whoever proposes the design.
        assert design.unit is not None and design.time is not None
        switching = _switching(study, design.unit, design.time)
        read = _read(study, design.unit, study.profile[design.time], switching) if switching else None
        mine = [read] if read is not None else []
    if not mine:
        what = f"{design.unit or 'units'} over {design.time}"
        return Verdict(False, f"{study.treatment} does not switch on within {what}")
    return _verdict(max(mine, key=lambda s: (s.accepted, s.score, -s.units)))


def _verdict(structure: Structure) -> Verdict:
    return Verdict(structure.accepted, structure.why, structure.score)


# ---------------------------------------------------------------- before/after x group


def treated_group(study: Study) -> str | None:
    """The column of the group that a policy reached, where the treatment only tells when it began.

    "Did the reform cut staff?" is read as `after_reform`; what came later changed with everything else that
    did, so the effect is that of the group which the words tie to the policy, before and after. None where no
    one column of two groups, each seen in both periods, is told of in the question or beside the policy.
    """
    post = study.treatment
    if post is None or study.profile[post].kind is not ColumnKind.BINARY:
        return None
    if not _is_named_post(study, study.profile[post]):  # a description may only date what it tells of
        return None
    groups = [
        column.name
        for column in study.others
        if column.kind is ColumnKind.BINARY and not _is_post(study, column)
        if (found := _two_by_two(replace(study, treatment=column.name, cache={}), post)) and found.accepted
    ]
    policy = set(name_words(post).split()) - {*_PERIODS, "after", "before"}
    told = (study.question, *(s for s in study.sentences if policy & set(tokens(s))))
    for text in told:
        named = [group for group in groups if _speaks_of(text, group)]
        if len(named) == 1:
            return named[0]
    return None


def outcome_is_fixed(study: Study) -> bool:
    """Does no unit's outcome ever change, although the treatment is "before or after"?

    Then the column says who or where a unit is, and it cannot be what a policy changed over time.
    """
    post = study.treatment
    if post is None or not _is_named_post(study, study.profile[post]):
        return False
    if _follows(study, study.outcome, post)[0]:
        return True  # the unit itself
    unit = _unit_over(study, post)
    if unit is None:
        return False
    frame = study.table.frame([unit, study.outcome]).dropna()
    return bool((frame.groupby(unit)[study.outcome].nunique() <= 1).all())


def _speaks_of(text: str, column: str) -> bool:
    """Does the text hold a word of the column's name, whatever its ending?"""
    roots = {stem(word) for word in tokens(text)}
    return any(len(word) > 2 and stem(word) in roots for word in name_words(column).split())


def _post_designs(study: Study) -> list[Structure]:
    found: list[Structure] = []
    if study.profile[study.treatment or ""].kind not in (
        ColumnKind.BINARY,
        ColumnKind.CATEGORY,
        ColumnKind.TEXT,
    ):
        return found  # amounts are not groups
    for column in study.others:
        if column.kind is not ColumnKind.BINARY or not _is_post(study, column):
            continue
        structure = _two_by_two(study, column.name)
        if structure is not None:
            found.append(structure)
    return found


def _is_post(study: Study, column: ColumnProfile) -> bool:
    """A two-level column that says before or after: by its name, or by its description."""
    return _is_named_post(study, column) or study.is_a(column.name, "before_after")


def _is_named_post(study: Study, column: ColumnProfile) -> bool:
    words = study.text(column.name).split(" : ")[0].split()
    # "after_reform" is a period; "returned_after" and "sales_after" are things that happened then.
    by_name = words[0] in ("post", "after") or any(word in words for word in _PERIODS)
    return by_name and study.is_a(column.name, "post")


def _two_by_two(study: Study, post: str) -> Structure | None:
    treatment = study.treatment or ""
    frame = study.table.frame([treatment, post]).dropna()
    if frame.empty:
        return None
    group = frame[treatment].astype(str)
    if group.nunique() > 60:
        return None
    cells = frame.groupby([group, frame[post].astype(str)]).size().unstack(fill_value=0)
    unit = _unit_over(study, post)
    words = f"{post} says before or after (“{study.why(post, 'before_after') or study.why(post, 'post')}”)"
    if cells.shape[1] != 2:
        return None
    later = cells.iloc[:, -1] / cells.sum(axis=1)
    switches_on = cells.shape[0] == 2 and (cells.to_numpy() > 0).sum() == 3
    if not switches_on and later.max() - later.min() > UNEVEN:
        why = f"{post} goes with {treatment} ({later.min():.0%} to {later.max():.0%}), so it is no period"
        return Structure(post, unit, 0.5, why, False)
    if (cells.to_numpy() > 0).all() and cells.shape[0] >= 2:
        return Structure(post, unit, 3.0, f"{words}; every group of {treatment} is seen in both", True)
    if switches_on:
        return Structure(post, unit, 3.0, f"{words}; {treatment} switches on in the second", True)
    return Structure(post, unit, 0.5, f"{words}, but {treatment} and {post} are not crossed", False)


# ---------------------------------------------------------------- units over periods


def _panel_designs(study: Study) -> list[Structure]:
    """A two-level treatment that switches within units, or a group followed over periods."""
    # Text periods ("Q42010") may sort wrongly, so numbers come first.
    times = sorted((c for c in study.others if orders_periods(study, c)), key=lambda c: c.minimum is None)
    if not times:
        return []
    treatment = study.numbers(study.treatment or "")
    profile = study.profile[study.treatment or ""]
    if profile.kind is ColumnKind.BINARY and treatment is not None:
        return _switching_designs(study, times)
    if profile.kind in (ColumnKind.CATEGORY, ColumnKind.TEXT) and study.numbers(profile.name) is None:
        # A group column such as a state: one level is the treated one.
        level = named_level(study)
        if level is not None:
            why = f"{level!r} of {profile.name} is named as the treated group; "
            return [_started(study, times, profile.name, 3.0, why)]
    return []


def _started(
    study: Study, times: list[ColumnProfile], unit: str, score: float, why: str, units: int = 0
) -> Structure:
    """A fixed group followed over periods: usable when there are two periods or the text names the start."""
    for time in times:
        start = named_start(study, time)
        if start is not None:
            said = f"{why}treated from {start.period:g} of {time.name} on: “{start.quotation}”"
            return Structure(time.name, unit, score + STARTED, said, True, start.period, units)
    time = times[0]
    if time.distinct == 2:
        return Structure(time.name, unit, score, f"{why}{time.name} orders the periods", True, None, units)
    said = f"{why}nothing says in which period of {time.name} the treatment started"
    return Structure(time.name, unit, score, said, False, None, units)


def _switching_designs(study: Study, times: list[ColumnProfile]) -> list[Structure]:
    found = []
    units = [c for c in study.others if _is_unit(study, c)]
    if not units:
        units = [study.profile[u] for time in times[:2] if (u := _unit_over(study, time.name)) is not None]
    for time in times[:3]:
        for unit in units[:6]:
            if unit.name == time.name:
                continue
            result = _switching(study, unit.name, time.name)
            if result is not None:
                found.append(_read(study, unit.name, time, result))
    return [s for s in found if s is not None]


def _switching(study: Study, unit: str, time: str) -> Switching | None:
    treatment = study.treatment or ""
    frame = study.table.frame([treatment, unit, time]).dropna()
    if len(frame) < 8 or frame[unit].nunique() < 2 or frame[time].nunique() < 2:
        return None
    levels = sorted(frame[treatment].unique(), key=str)
    values = (frame[treatment] == levels[-1]).to_numpy(dtype=np.float64)
    return switching(values, frame[unit].to_numpy(), _periods(frame[time]))


def _periods(series: Any) -> np.ndarray:
    """Periods as ordered numbers: numbers stay, text is ranked."""
    import pandas as pd

    numbers = pd.to_numeric(series, errors="coerce")
    if numbers.notna().all():
        return np.asarray(numbers, dtype=np.float64)
    return np.asarray(pd.factorize(series, sort=True)[0], dtype=np.float64)


def _read(study: Study, unit: str, column: ColumnProfile, s: Switching) -> Structure | None:
    treatment, time = study.treatment, column.name
    counts = f"{s.switching_units} of {s.units} units of {unit}"
    facts = f"{counts} switch {treatment} over {s.periods} periods of {time}"
    if not s.constant_in_cell:
        return None
    if s.switching_units >= 1 and s.absorbing_share >= 0.6:
        staggered = f", at {s.adoption_periods} different times" if s.adoption_periods > 1 else ""
        return Structure(time, unit, 4.0, f"{facts}{staggered}, and it stays on", True, None, s.units)
    if s.switching_units >= 2 and s.periods > 2:
        return Structure(time, unit, 1.5, f"{facts}, on and off", True, None, s.units)
    if s.switching_units == 0 and s.periods >= 3 and s.units > 2:
        why = f"{treatment} is a fixed group of {unit}, seen over {s.periods} periods; "
        return _started(study, [column], unit, 1.0, why, s.units)
    return None


def orders_periods(study: Study, column: ColumnProfile) -> bool:
    """Is it a date, a calendar year, or a number that its name calls a period?"""
    if column.kind is ColumnKind.TIME:
        return True
    if not study.is_a(column.name, "time") or not 2 <= column.distinct <= 400:
        return False
    name = study.text(column.name).split(" : ")[0]

    by_name = bool(grammar().columns["time"].search(name))
    whole = column.minimum is not None and column.minimum == int(column.minimum)
    calendar = (
        whole and column.maximum is not None and 1800 <= (column.minimum or 0) <= column.maximum <= 2100
    )
    return calendar or (by_name and column.kind is not ColumnKind.NUMBER)


def _is_unit(study: Study, column: ColumnProfile) -> bool:
    if column.kind in (ColumnKind.NUMBER, ColumnKind.TIME, ColumnKind.BINARY) or column.distinct < 2:
        return False
    return column.distinct <= 0.6 * column.rows and (
        column.kind is ColumnKind.IDENTIFIER or study.is_a(column.name, "unit")
    )


def _unit_over(study: Study, time: str) -> str | None:
    """The column whose values are each seen in (nearly) every period: best one row a unit and period."""
    found: list[tuple[bool, bool, str]] = []
    for column in study.others:
        if column.name != time and column.distinct >= 5:
            once, followed = _follows(study, column.name, time)
            if once or (followed and _is_unit(study, column)):
                found.append((not once, not _is_unit(study, column), column.name))
    return min(found)[2] if found else None


def _follows(study: Study, unit: str, time: str) -> tuple[bool, bool]:
    """(one row a unit and period in nearly all periods, units seen in more than one period)."""
    profile = study.profile[unit]
    if (
        profile.kind in (ColumnKind.NUMBER, ColumnKind.TIME, ColumnKind.BINARY)
        or profile.distinct > 0.6 * profile.rows
    ):
        return False, False
    frame = study.table.frame([unit, time]).dropna()
    periods = frame[time].nunique()
    seen = frame.groupby(unit)[time].nunique()
    once = frame.duplicated().mean() < 0.02 and (seen == periods).mean() > 0.8
    return bool(once), bool(seen.mean() > 1.5)


def named_level(study: Study) -> str | None:
    """The one level of the treatment column that the question names, or else the description."""
    levels = [str(v) for v, _ in study.profile[study.treatment or ""].levels]
    for text in (study.question, study.profile.description):
        named = [v for v in levels if len(v) > 1 and v.lower() in text.lower()]
        if len(named) == 1:
            return named[0]
        # Prefer the level next to a word of treatment.
        for level in named:
            if any(level in s and "treat" in s.lower() for s in study.sentences):
                return level
    return None

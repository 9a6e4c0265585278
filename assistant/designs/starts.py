"""When a treatment started, where only the text says it: "took effect in July 2011", "from week 12 on".

A group that is the same in every period (a state, a branch) shows no start in the data. The date is looked
for in the question and the description and must lie inside the periods of the time column, with a period
before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.designs.study import Study
from assistant.designs.text import grammar, quote
from tools.types import ColumnKind, ColumnProfile

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
        for period, match in _periods(study, sentence, time):
            if time.minimum is None or time.maximum is None or time.minimum < period <= time.maximum:
                return Start(period, quote(sentence, match.start(), match.end()))
    return None


def _periods(study: Study, sentence: str, time: ColumnProfile) -> Iterator[tuple[float, re.Match[str]]]:
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

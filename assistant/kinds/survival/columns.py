"""Which columns hold a time until an event: the time, whether it had ended, or two dates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from assistant.language import language, languages
from assistant.planning.reading.numbers import number, with_numbers
from assistant.planning.reading.text import is_stopword, stem, tokens
from tools.text.names import name_words
from tools.types import ColumnKind, ColumnProfile, DataProfile, Level

__all__ = ["Ending", "TimeAsked", "censored_time", "find_ending", "time_asked", "time_columns", "words_of"]

STRONG, WEAK, HINTED = 3, 1, 2  # what words of a time column, and being the question's outcome, count
STILL, CENSORED, ENDED, SHARED = 3, 4, 2, 2  # the same of the column that says whether it has ended
ENOUGH_OF_EVENT, ENOUGH_TOGETHER = 2, 4
SURE_OF_EVENT = 3  # without the person's word for it that times until an event are asked about
MOST_LEVELS, FEWEST_TIMES = 6, 6
_NUMBERS = (ColumnKind.COUNT, ColumnKind.NUMBER)


@dataclass(frozen=True)
class Ending:
    """Where a table holds the time until an event and whether it was seen."""

    time: str  # the column of times, or of the dates of the end
    event: str | None = None  # None: nothing says it, or the end's date is missing where it has not ended
    codes: tuple[tuple[Level, int], ...] = ()  # level -> 0 not seen to end, 1 the event, 2 another event
    start: str | None = None  # the column of the dates of the beginning
    by_custom: bool = False  # the levels have no labels, and are read as is usual
    unsure: tuple[Level, ...] = ()  # levels of which each may be the event that is meant
    rivals: tuple[str, ...] = ()  # columns that may say it as well as `event` does, itself among them

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name for name in (self.time, self.event, self.start) if name is not None)

    def levels_of(self, code: int) -> tuple[Level, ...]:
        return tuple(level for level, own in self.codes if own == code)


@cache
def _cues(name: str, codes: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The patterns of all languages: a table is often in another one than the question."""
    found = [pattern for code in codes for pattern in language(code).cues("survival").get(name, ())]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in found)


def says(name: str, text: str) -> bool:
    return any(pattern.search(text) for pattern in _cues(name, languages()))


def words_of(column: ColumnProfile) -> str:
    """The name's words and the description."""
    return f"{' '.join(name_words(column.name))} . {column.description or ''}"


def _stems(text: str) -> set[str]:
    found = {stem(word) for word in tokens(text) if not is_stopword(word) and not word.isdigit()}
    return {word[:6] for word in found if len(word) > 1}  # cancelled, cancellation


# ---------------- A column of times and one that says whether it has ended


def time_columns(profile: DataProfile, taken: Collection[str] = ()) -> dict[str, int]:
    """The columns that may hold times until an event, and what their words count."""
    found = {}
    for column in profile.columns:
        if column.name in taken or column.kind not in _NUMBERS or column.distinct < FEWEST_TIMES:
            continue
        if column.minimum is None or column.minimum < 0:
            continue
        name = " ".join(name_words(column.name))
        if says("strong", words_of(column)):
            found[column.name] = STRONG
        elif says("weak", name) or (column.description and says("weak", column.description)):
            found[column.name] = WEAK
    return found


def find_ending(
    profile: DataProfile, question: str = "", hint: str | None = None, taken: Collection[str] = ()
) -> Ending | None:
    """The best pair of a time and an event column, else two dates; None where neither is there.

    `hint` is the outcome by the question's words; a time without an event column comes back without one.
    """
    times = {
        name: score + (HINTED if name == hint else 0) for name, score in time_columns(profile, taken).items()
    }
    pairs: list[tuple[int, str, str]] = []
    for time, of_time in times.items():
        for column in _event_columns(profile, {*taken, time}):
            of_event = _event_score(column, profile[time])
            if column.name == hint or _stems(words_of(column)) & _stems(question):
                of_event += HINTED
            if of_event >= ENOUGH_OF_EVENT and of_time + of_event >= ENOUGH_TOGETHER:
                pairs.append((of_time + of_event, time, column.name))
    if pairs:
        best = max(pairs, key=lambda pair: pair[0])
        rivals = tuple(event for score, time, event in pairs if (score, time) == best[:2])
        found = with_codes(best[1], profile[best[2]], profile[best[1]], question)
        return replace(found, rivals=rivals if len(rivals) > 1 else ())
    dates = _dates(profile, taken)
    if dates is not None:
        return dates
    strong = [name for name, score in times.items() if score >= STRONG or name == hint]
    return Ending(max(strong, key=lambda name: times[name])) if strong else None


def _event_columns(profile: DataProfile, taken: Collection[str]) -> Iterator[ColumnProfile]:
    few = (ColumnKind.BINARY, ColumnKind.CATEGORY, ColumnKind.COUNT)
    for column in profile.columns:
        fits = column.kind in few and 2 <= column.distinct <= MOST_LEVELS and column.levels
        if fits and column.name not in taken:
            yield column


def _event_score(column: ColumnProfile, time: ColumnProfile) -> int:
    text, score = words_of(column), 0
    labels = [text for text, _ in _labels(column).values()]
    if any(says("still", label) for label in labels):
        score += STILL
    if says("censoring", text):
        score += CENSORED
    if says("ended", text) or any(says("ended", label) for label in labels):
        score += ENDED
    if _stems(text) & _stems(time.description or ""):
        score += SHARED
    return score


def _labels(column: ColumnProfile) -> dict[Level, tuple[str, bool]]:
    """Each level's words, and whether somebody gave it those."""
    given = dict(column.level_labels)
    return {
        level: (given[level], True) if level in given else (str(level), isinstance(level, str))
        for level, _ in column.levels
    }


def with_codes(time: str, column: ColumnProfile, of_time: ColumnProfile, question: str = "") -> Ending:
    """The event column's levels as codes: by their labels, else as is usual."""
    labels = _labels(column)
    in_order = sorted(labels, key=lambda level: (isinstance(level, str), str(level)))
    not_yet = [level for level in in_order if says("still", labels[level][0])]
    not_yet = not_yet or [level for level in in_order if says("maybe_still", labels[level][0])]
    told = any(given for _, given in labels.values()) and not_yet and len(not_yet) < len(in_order)
    if not told:
        # As is usual: the lowest code is "not seen to end", the others are events; 1 of "censored" is not.
        about = words_of(column)
        is_censoring = says("censoring", about) and not says("uncensored", about)
        turned = is_censoring and len(in_order) == 2
        not_yet = [in_order[-1]] if turned else [in_order[0]]
    events = [level for level in in_order if level not in not_yet]
    meant, unsure = _meant(events, labels, of_time, question)
    codes = tuple((level, 0 if level in not_yet else 1 if level in meant else 2) for level in in_order)
    return Ending(time, column.name, codes, by_custom=not told, unsure=unsure)


def _meant(
    events: Sequence[Level], labels: dict[Level, tuple[str, bool]], time: ColumnProfile, question: str
) -> tuple[tuple[Level, ...], tuple[Level, ...]]:
    """The events that are meant, and those between which nothing decides.

    By the question's own words, else by the words of the time column; "from other causes" is the other one.
    """
    if len(events) == 1:
        return tuple(events), ()
    stems = {level: _stems(labels[level][0]) for level in events}
    common = set.intersection(*stems.values())
    for text in (question, time.description or ""):
        shared = {level: len((stems[level] - common) & _stems(text)) for level in events}
        best = max(shared.values())
        if best and sum(count == best for count in shared.values()) == 1:
            return (max(shared, key=lambda level: shared[level]),), ()
    own = [level for level in events if not says("other", labels[level][0])]
    if len(own) == 1:
        return tuple(own), ()
    return tuple(events), tuple(events)


def _dates(profile: DataProfile, taken: Collection[str]) -> Ending | None:
    """A date of the beginning in every row, and one of the end where it has ended."""
    dates = [c for c in profile.columns if c.kind is ColumnKind.TIME and c.name not in taken]
    starting = [c for c in dates if says("starts", words_of(c)) and c.missing < 0.05 * c.rows]
    ending = [c for c in dates if says("ends", words_of(c)) and c.missing]
    whole = [c for c in dates if c.missing < 0.05 * c.rows]
    if len(dates) == 2 and not (starting and ending):
        ending = [c for c in dates if c.missing and c not in whole]
        starting = [c for c in whole if c not in ending]
    pairs = [(start, end) for start in starting for end in ending if start.name != end.name]
    return Ending(pairs[0][1].name, start=pairs[0][0].name) if len(pairs) == 1 else None


def censored_time(profile: DataProfile, outcome: str, taken: Collection[str] = ()) -> Ending | None:
    """The ending of a column that surely holds times of which some were not seen to end; else None."""
    ending = find_ending(profile, hint=outcome, taken=taken)
    if ending is None or ending.time != outcome:
        return None
    if ending.event is None:
        return ending if ending.start is not None else None
    score = _event_score(profile[ending.event], profile[outcome])
    sure = time_columns(profile).get(outcome) == STRONG and score >= SURE_OF_EVENT
    return ending if sure else None


# ---------------- What a question says of time


@dataclass(frozen=True)
class TimeAsked:
    """What a question wants to know of a time until an event."""

    at: float | None  # in the time column's unit; None: it names no time
    share: bool  # it asks for the share to whom it has (not) happened, not for how long it takes


def unit_of(column: ColumnProfile) -> tuple[str | None, float | None]:
    """The unit of a column of times as its words have it, and that unit's days."""
    if column.kind is ColumnKind.TIME:
        return "days", 1.0
    units = _units()
    for text in (column.unit or "", " ".join(name_words(column.name)), column.description or ""):
        found = [(match.start(), word) for word in units for match in _unit_pattern(word).finditer(text)]
        if found:
            first = min(found, key=lambda pair: (pair[0], -len(pair[1])))[1]
            return (column.unit or _spelled(first)), units[first]
    return column.unit, None


def _spelled(unit: str) -> str:
    """The unit as it is written in the language that has the word."""
    for code in languages():
        spelled: dict[str, str] = language(code).cues("survival").get("spelled", {})
        if unit in spelled:
            return spelled[unit]
    return unit


@cache
def _unit_pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word), re.IGNORECASE)


def _units() -> dict[str, float]:
    return {
        word: float(days)
        for code in languages()
        for word, days in language(code).cues("survival").get("units", {}).items()
    }


def time_asked(question: str, code: str, column: ColumnProfile) -> TimeAsked:
    """The time that the question names, in the column's unit, and whether it asks for a share at it."""
    cues: dict[str, Any] = language(code).cues("survival")
    units: dict[str, float] = cues.get("units", {})
    any_unit = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    named = with_numbers(rf"(?P<number>NUM)(?: ?个)?[- ]?(?P<unit>{any_unit})") if units else ""
    at = None
    for pattern in cues.get("at", ()):
        match = re.search(pattern.replace("TIME", named), question, re.IGNORECASE)
        if match is not None and named:
            _, days = unit_of(column)
            factor = units[match["unit"].lower()] / days if days else 1.0
            at = _round(number(match["number"].lower()) * factor)
            break
    text = question.casefold()
    share = any(re.search(pattern, text) for pattern in cues.get("share", ()))
    length = any(re.search(pattern, text) for pattern in cues.get("long", ()))
    return TimeAsked(at, share and not length)


def _round(value: float) -> float:
    """12 months are 365 days, not 365.25."""
    return float(round(value)) if value >= 10 else float(f"{value:.6g}")

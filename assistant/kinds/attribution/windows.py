"""Which rows a question asks about, and which it compares them with: a period, two groups, or one row.

Times are read from the question's words in every language; what they mean is decided by the table's own
column of time: its last row is now, and a month is that of the latest year that has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from assistant.language import language, languages
from assistant.planning.reading.text import is_chinese, stem, tokens
from tools.effects.attribution import FEWEST_USUAL
from tools.messages import Message
from tools.text.names import name_words
from tools.text.sentences import cut_sentences
from tools.types import ColumnKind, ColumnProfile, Condition, DataProfile, Level

if TYPE_CHECKING:
    from tools.data import Table

__all__ = [
    "Comparison",
    "Window",
    "any_word",
    "last_stretches",
    "rows_of",
    "said_of_incident",
    "time_column",
    "window_in",
]

_SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 604_800,
    "month": 2_629_800,
    "quarter": 7_889_400,
    "year": 31_557_600,
}
_CALENDAR = {"month": "M", "quarter": "Q", "year": "Y"}
_MOST_LEVELS = 50
_LONGEST = 600
_SHORTEST_MONTH, _LONGEST_MONTH = 26, 32  # days, about
_ENDS_WITH = 3  # days before a month's end from which on it counts as over
_WORD_AND_NUMBER = r"(?P<word>[^\W\d_]{1,20})[\s#:.]{0,3}(?P<id>\d[\w-]*)"
_GROUPED = (ColumnKind.CATEGORY, ColumnKind.BINARY)


class Comparison(StrEnum):
    PERIOD = "period"
    GROUPS = "groups"
    ROW = "row"


@dataclass(frozen=True)
class Window:
    """The rows asked about and those they are compared with."""

    kind: Comparison
    asked: tuple[Condition, ...]
    usual: tuple[Condition, ...] = ()  # (): all others
    row: int | None = None  # counted from 1, where a row is named by its number
    said: str = ""  # the words of the question
    column: str | None = None  # that says when, or in which group, or which row
    missing: bool = False  # the words name a time or a row, and the table has none such


@dataclass(frozen=True)
class _Clock:
    """The column that says when."""

    column: ColumnProfile
    values: Any  # datetime64 or float, (n,)
    unit: str | None  # of numbers; None: unknown

    @property
    def dated(self) -> bool:
        return bool(np.issubdtype(self.values.dtype, np.datetime64))


def _cues(code: str) -> Mapping[str, Any]:
    return language(code).cues("attribution") or language("en").cues("attribution")


# ---------------- The column that says when


def time_column(profile: DataProfile, table: Table) -> str | None:
    clock = _clock(profile, table)
    return clock.column.name if clock is not None else None


def _clock(profile: DataProfile, table: Table) -> _Clock | None:
    for column in profile.columns:
        if column.kind is ColumnKind.TIME:
            return _Clock(column, table.frame([column.name])[column.name].to_numpy(), None)
    for column in profile.columns:
        if column.kind not in (ColumnKind.COUNT, ColumnKind.NUMBER, ColumnKind.IDENTIFIER):
            continue
        unit, whole = _time_word(column)
        if unit is None:
            continue
        values = table.frame([column.name])[column.name]
        if not pd.api.types.is_numeric_dtype(values):
            continue
        numbers = values.to_numpy(dtype=float)
        steps = np.diff(numbers[~np.isnan(numbers)])
        if len(steps) and (((steps >= 0).all() and (steps > 0).any()) or whole):
            return _Clock(column, numbers, unit if unit in _SECONDS else None)
    return None


def _time_word(column: ColumnProfile) -> tuple[str | None, bool]:
    """The unit of a column of time by its name or what it is, and whether the name is that word alone."""
    named = [word.casefold() for word in name_words(column.name)]
    described = [
        word.casefold() for word in re.findall(r"\w+", column.meaning or column.description or "")[:3]
    ]
    for words, of_name in ((named, True), (described, False)):
        for code in languages():
            cues = _cues(code)
            for unit, pattern in cues["units"].items():
                if any(re.fullmatch(pattern, word, re.IGNORECASE) for word in words):
                    return unit, of_name and len(words) == 1
            if any(word in cues["time_words"] for word in words):
                return "time", of_name and len(words) == 1
    return None, False


# ---------------- Reading


def window_in(question: str, code: str, profile: DataProfile, table: Table) -> Window | None:
    """The comparison that the question's words name; None: they name none."""
    text, cues = question[:_LONGEST], _cues(code)
    clock = _clock(profile, table)
    return _row(text, cues, profile, clock, table) or _span_in(text, cues, profile, clock, table)


def _span_in(
    text: str, cues: Mapping[str, Any], profile: DataProfile, clock: _Clock | None, table: Table
) -> Window | None:
    """The period or the groups that the words name."""
    return (
        _last(text, cues, clock)
        or _two(text, cues, profile, clock, table)
        or _one(text, cues, profile, clock, table)
    )


def said_of_incident(question: str, code: str, profile: DataProfile, table: Table) -> Window | None:
    """Where the question speaks of an incident and of no time, the time that the description gives it."""
    cues = _cues(code)
    if not any_word(question, cues["incident"]):
        return None
    for sentence in cut_sentences(profile.description[:20_000]):
        for other in languages():
            if not any_word(sentence, _cues(other)["incident"]):
                continue
            found = _span_in(sentence, _cues(other), profile, _clock(profile, table), table)
            if found is not None and found.kind is Comparison.PERIOD and not found.missing:
                return replace(found, said=found.said.strip(" ()"))
    return None


def any_word(text: str, words: list[str]) -> bool:
    folded = text.casefold()
    return any(
        re.search(
            rf"(?<!\w){re.escape(w)}\w{{0,2}}(?!\w)" if w.isascii() or w[0].isascii() else re.escape(w),
            folded,
        )
        for w in words
    )


def _row(
    text: str, cues: Mapping[str, Any], profile: DataProfile, clock: _Clock | None, table: Table
) -> Window | None:
    match = re.search(cues["row"], text, re.IGNORECASE)
    if match is not None:
        number = int(match["number"])
        there = 1 <= number <= profile.rows
        return Window(Comparison.ROW, (), row=number, said=match[0], missing=not there)
    limits = [m.span() for name in ("since", "before") for m in _shortening(cues[name], text)]
    nth = [cues["nth"]] if "nth" in cues else []
    for match in (m for p in (_WORD_AND_NUMBER, *nth) for m in re.finditer(p, text, re.IGNORECASE)):
        if any(start <= match.start("id") < end for start, end in limits):
            continue  # "since minute 300" names a period
        wanted = stem(match["word"].casefold()) if not is_chinese(text) else match["word"]
        for column in profile.columns:
            names = {stem(word.casefold()) for word in name_words(column.name)}
            described = (column.meaning or "").casefold()
            close = wanted in names or (is_chinese(text) and _ends_alike(match["word"], described))
            if clock is not None and clock.column.name == column.name and clock.unit is not None:
                close |= _unit(match["word"], cues) == clock.unit
            if not close or column.distinct < 0.5 * column.rows or column.kind is ColumnKind.TIME:
                continue
            level = _cell(match["id"], column, table)
            if level is not None:
                asked = (Condition(column.name, "==", level),)
                return Window(Comparison.ROW, asked, said=match[0], column=column.name)
    return _by_label(text, profile, table)


def _ends_alike(word: str, described: str) -> bool:
    return any(
        word.endswith(described[:size]) or described.startswith(word)
        for size in (2, 3, 4)
        if len(described) >= size
    )


def _cell(said: str, column: ColumnProfile, table: Table) -> Level | None:
    values = table.frame([column.name])[column.name]
    if pd.api.types.is_numeric_dtype(values):
        try:
            number = float(said)
        except ValueError:
            return None
        return (int(number) if number.is_integer() else number) if bool((values == number).any()) else None
    hit = values.astype(str).str.casefold() == said.casefold()
    return str(values[hit].iloc[0]) if bool(hit.any()) else None


def _by_label(text: str, profile: DataProfile, table: Table) -> Window | None:
    """A row by a label of its own: "why is A-1047 so late?"."""
    words = re.findall(r"[\w][\w./-]*", text)
    spans = {
        " ".join(words[i : i + size]).strip(".").casefold()
        for size in (1, 2, 3)
        for i in range(len(words) - size + 1)
    }
    for column in profile.columns:
        if column.kind not in (ColumnKind.IDENTIFIER, ColumnKind.TEXT) or column.distinct < 0.5 * column.rows:
            continue
        values = table.frame([column.name])[column.name]
        if pd.api.types.is_numeric_dtype(values):
            continue
        for value in values.dropna().unique():
            label = str(value)
            if len(label) >= 3 and label.casefold() in spans:
                asked = (Condition(column.name, "==", label),)
                return Window(Comparison.ROW, asked, said=label, column=column.name)
    return None


def _last(text: str, cues: Mapping[str, Any], clock: _Clock | None) -> Window | None:
    """ "The last 60 minutes", counted back from the last row."""
    match = re.search(cues["last"], text, re.IGNORECASE)
    if match is None:
        return None
    unit = _unit(match["unit"], cues)
    if unit is None:
        return None
    said = match["number"]
    count = (
        1.0 if not said else float(said) if said.isdigit() else float(cues["numbers"].get(said.casefold(), 1))
    )
    shown = match[0].strip()
    if clock is None or unit == "row":
        return Window(Comparison.PERIOD, (), said=shown, missing=True)
    name = clock.column.name
    if clock.dated:
        if unit in _CALENDAR and not said:
            start, end = _last_calendar(pd.Timestamp(np.nanmax(clock.values)), _CALENDAR[unit])
            return _period(name, start, end, shown, clock)
        last = pd.Timestamp(np.nanmax(clock.values))
        months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
        back = (
            pd.DateOffset(months=int(months * count))
            if months
            else pd.Timedelta(seconds=_SECONDS[unit] * count)
        )
        start = last - back
        asked = (Condition(name, ">", str(start)),)
        return Window(Comparison.PERIOD, asked, (Condition(name, "<=", str(start)),), said=shown, column=name)
    if clock.unit is None:
        return Window(Comparison.PERIOD, (), said=shown, missing=True)
    width = count * _SECONDS[unit] / _SECONDS[clock.unit]
    start_number = float(np.nanmax(clock.values)) - (round(width) if width >= 1 else width)
    asked = (Condition(name, ">", start_number),)
    return Window(Comparison.PERIOD, asked, (Condition(name, "<=", start_number),), said=shown, column=name)


def _last_calendar(last: pd.Timestamp, frequency: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The last month (quarter, year) that is over."""
    period = last.to_period(frequency)
    if (period.end_time.normalize() - last.normalize()).days > _ENDS_WITH:
        period = period - 1
    return period.start_time, period.end_time


def _unit(word: str, cues: Mapping[str, Any]) -> str | None:
    for unit, pattern in cues["units"].items():
        if re.fullmatch(pattern, word, re.IGNORECASE) or re.match(
            rf"(?:{pattern})$", word + "s", re.IGNORECASE
        ):
            return str(unit)
    return None


def _period(name: str, start: Any, end: Any, said: str, clock: _Clock) -> Window:
    """A period with an end, and as long a time before it, or all before it where that is short."""
    values = clock.values
    if clock.dated:
        first, last = np.datetime64(start), np.datetime64(end)
        earlier = np.datetime64(pd.Timestamp(start) - (pd.Timestamp(end) - pd.Timestamp(start)))
        show: Any = str
    else:
        first, last, earlier = start, end, start - max(end - start, 0.0)
        show = float
    asked = (Condition(name, ">=", show(start)), Condition(name, "<=", show(end)))
    before = values < first
    if clock.dated and (pd.Timestamp(end) - pd.Timestamp(start)).days > _SHORTEST_MONTH:
        frequency = "M" if (pd.Timestamp(end) - pd.Timestamp(start)).days < _LONGEST_MONTH else "Q"
        if (pd.Timestamp(end) - pd.Timestamp(start)).days > 4 * _LONGEST_MONTH:
            frequency = "Y"
        earlier = np.datetime64((pd.Timestamp(start).to_period(frequency) - 1).start_time)
    usual: tuple[Condition, ...]
    if int((before & (values >= earlier)).sum()) >= FEWEST_USUAL:
        first_usual = pd.Timestamp(earlier) if clock.dated else earlier
        usual = (Condition(name, ">=", show(first_usual)), Condition(name, "<", show(start)))
    elif before.any():
        usual = (Condition(name, "<", show(start)),)
    else:
        usual = (Condition(name, ">", show(end)),)
    return Window(
        Comparison.PERIOD,
        asked,
        usual,
        said=said,
        column=name,
        missing=not ((values >= first) & (values <= last)).any(),
    )


# ---------------- Two periods or groups named


def _two(
    text: str, cues: Mapping[str, Any], profile: DataProfile, clock: _Clock | None, table: Table
) -> Window | None:
    for pattern in cues["between"]:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            one, other = match["one"].strip(), match["other"].strip()
            found = _two_groups(one, other, profile, match[0])
            if found is not None:
                return found
            if clock is not None:
                year = re.search(r"(?:19|20)\d\d", f"{one} {other}")
                if year is not None:  # "between February and March 2024"
                    one, other = (
                        w if re.search(r"(?:19|20)\d\d", w) else f"{w} {year[0]}" for w in (one, other)
                    )
                first, second = _when(one, cues, clock), _when(other, cues, clock)
                if first is not None and second is not None:
                    name = clock.column.name
                    return Window(
                        Comparison.PERIOD,
                        _within(name, second),
                        _within(name, first),
                        said=match[0],
                        column=name,
                    )
    return None


def _within(name: str, span: tuple[Any, Any]) -> tuple[Condition, ...]:
    start, end = (each if isinstance(each, float) else str(each) for each in span)
    if start == end:
        return (Condition(name, "==", start),)
    return (Condition(name, ">=", start), Condition(name, "<=", end))


def _two_groups(one: str, other: str, profile: DataProfile, said: str) -> Window | None:
    for column in profile.columns:
        if column.kind not in _GROUPED or column.distinct > _MOST_LEVELS:
            continue
        first, second = _level_in(one, column), _level_in(other, column)
        if second is None:
            continue
        asked = (Condition(column.name, "==", second),)
        if first is not None and first != second:
            usual = (Condition(column.name, "==", first),)
            return Window(Comparison.GROUPS, asked, usual, said=said, column=column.name)
        if first is None and _others(one):
            usual = (Condition(column.name, "!=", second),)
            return Window(Comparison.GROUPS, asked, usual, said=said, column=column.name)
    return None


def _others(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:rest|others?|elsewhere|everyone else|all|übrigen|andere\w*|rest)\b|其他|其余",
            text,
            re.IGNORECASE,
        )
    )


def _level_in(text: str, column: ColumnProfile) -> Level | None:
    """The one level that a phrase names by its label or as it stands in the cells."""
    folded = text.casefold().strip(" .,?")
    stems = {stem(word) for word in tokens(folded)}
    labels: dict[Level, list[str]] = {level: [str(level)] for level, _ in column.levels}
    for level, label in column.level_labels:
        labels.setdefault(level, []).append(label)
    hits = []
    for level, names in labels.items():
        for name in names:
            if len(name) < 2 and not folded.endswith(name.casefold()):
                continue
            if re.fullmatch(r"-?\d+(?:\.\d+)?", name):
                continue
            if name.casefold() == folded:
                return level
            own = {stem(word) for word in tokens(name.casefold())}
            spaced = (
                rf"(?<!\w){re.escape(name.casefold())}(?!\w)"
                if name.isascii()
                else re.escape(name.casefold())
            )
            if re.search(spaced, folded) or (own and own <= stems):
                hits.append(level)
                break
    return hits[0] if len(hits) == 1 else None


# ---------------- One period or group named


def _one(
    text: str, cues: Mapping[str, Any], profile: DataProfile, clock: _Clock | None, table: Table
) -> Window | None:
    named_time = None
    for name in ("since", "before", "during"):
        for match in _shortening(cues[name], text):
            words = next(
                (g for g in (match.groupdict().get("when"), match.groupdict().get("when2")) if g), ""
            ).strip()
            span = _when(words, cues, clock) if clock is not None else None
            column = clock.column.name if clock is not None else ""
            if span is not None and clock is not None:
                start, end = span
                if name == "during" and re.search(cues["onwards"], text[match.start() :], re.IGNORECASE):
                    name = "since"
                if name == "during":
                    return _period(column, start, end, match[0].strip(), clock)
                return _split(column, name, start, end, match[0].strip())
            grouped = _group(words, name, profile, match[0].strip())
            if grouped is not None:
                return grouped
            if name == "since":
                told = _event(words, cues, profile, clock, match[0].strip())
                if told is not None:
                    return told
            if clock is None and _speaks_of_time(words, cues):
                named_time = Window(Comparison.PERIOD, (), said=match[0].strip(), missing=True)
    if clock is not None and clock.dated:
        # "Why was 5 May so bad": a day without a word before it.
        day = _date(text, cues, clock)
        if day is not None and (day[1] - day[0]) < pd.Timedelta(days=1):
            return _period(clock.column.name, *day, f"{day[0]:%Y-%m-%d}", clock)
    return named_time


def _shortening(pattern: str, text: str) -> Iterator[re.Match[str]]:
    """All matches, wherever they begin."""
    start = 0
    while True:
        match = re.compile(pattern, re.IGNORECASE).search(text, start)
        if match is None:
            return
        yield match
        start = match.start() + 1


def _split(name: str, word: str, start: Any, end: Any, said: str) -> Window:
    show: Any = float if isinstance(start, float) else str
    after = re.match(r"after|nach|.*之?后$", said, re.IGNORECASE) is not None and start != end
    edge, later, earlier = (end, ">", "<=") if after else (start, ">=", "<")
    late, early = (Condition(name, later, show(edge)),), (Condition(name, earlier, show(edge)),)
    asked, usual = (early, late) if word == "before" else (late, early)
    return Window(Comparison.PERIOD, asked, usual, said=said, column=name)


def _group(words: str, how: str, profile: DataProfile, said: str) -> Window | None:
    """ "In the north", compared with the others; "since the release", where a column says 1 from then on."""
    for column in profile.columns:
        if column.kind not in _GROUPED or column.distinct > _MOST_LEVELS:
            continue
        level = _level_in(words, column)
        if level is not None and how == "during":
            asked, usual = (Condition(column.name, "==", level),), (Condition(column.name, "!=", level),)
            return Window(Comparison.GROUPS, asked, usual, said=said, column=column.name)
        if how == "since" and column.kind is ColumnKind.BINARY and _names(words, column):
            values = {level for level, _ in column.levels}
            if values == {0, 1}:
                asked, usual = (Condition(column.name, "==", 1),), (Condition(column.name, "==", 0),)
                return Window(Comparison.GROUPS, asked, usual, said=said, column=column.name)
    return None


def _names(words: str, column: ColumnProfile) -> bool:
    wanted = {stem(word) for word in tokens(words) if len(word) > 2}
    own = {stem(word.casefold()) for word in name_words(column.name)}
    return bool(wanted) and wanted <= own | {stem(w) for w in tokens(column.meaning or "")}


def _event(
    words: str, cues: Mapping[str, Any], profile: DataProfile, clock: _Clock | None, said: str
) -> Window | None:
    """ "Since the release": when that was stands in the description."""
    wanted = {stem(word) for word in tokens(words) if len(word) > 3}
    if clock is None or not wanted:
        return None
    for sentence in cut_sentences(profile.description[:20_000]):
        if not wanted <= {stem(word) for word in tokens(sentence)}:
            continue
        for code in languages():
            span = _when(sentence, _cues(code), clock)
            if span is not None:
                return _split(clock.column.name, "since", *span, said)
    return None


def _speaks_of_time(words: str, cues: Mapping[str, Any]) -> bool:
    months = any(
        re.search(rf"\b(?:{p})\b" if p[0].isalpha() else p, words, re.IGNORECASE)
        for p in cues["months"].values()
    )
    units = any(
        re.search(rf"\b(?:{p})\b", words, re.IGNORECASE) for u, p in cues["units"].items() if u != "row"
    )
    return months or units or bool(re.search(r"\b(?:19|20)\d\d\b|\bq[1-4]\b", words, re.IGNORECASE))


# ---------------- A time in words, on the table's clock


def _when(words: str, cues: Mapping[str, Any], clock: _Clock) -> tuple[Any, Any] | None:
    """First and last moment of the time named; None where the words name none."""
    if clock.dated:
        return _date(words, cues, clock)
    units = "|".join(cues["units"].values())
    match = re.search(rf"(?:\b(?P<unit>{units})[\s#]*)(?P<number>\d+(?:\.\d+)?)\b", words, re.IGNORECASE)
    bare = re.fullmatch(r"\D{0,4}(?P<number>\d+(?:\.\d+)?)", words.strip())
    if match is not None and (clock.unit is None or _unit(match["unit"], cues) == clock.unit):
        number = float(match["number"])
        return number, number
    if bare is not None:
        number = float(bare["number"])
        return number, number
    month = _month(words, cues)
    if month is not None and clock.unit == "month" and set(np.unique(clock.values)) <= set(range(1, 13)):
        return float(month), float(month)
    quarter = re.search(r"\bq(?P<q>[1-4])\b", words, re.IGNORECASE)
    if quarter is not None and clock.unit == "quarter":
        return float(quarter["q"]), float(quarter["q"])
    return None


def _month(words: str, cues: Mapping[str, Any]) -> int | None:
    for number, pattern in cues["months"].items():
        bounded = (
            rf"\b(?:{pattern})\b"
            if (pattern[0].isalpha() and pattern.isascii()) or "ä" in pattern
            else pattern
        )
        if re.search(bounded, words, re.IGNORECASE):
            return int(number)
    return None


def _date(words: str, cues: Mapping[str, Any], clock: _Clock) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    values = pd.DatetimeIndex(clock.values)
    iso = re.search(r"\b(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:[ T](\d{1,2}):(\d{2}))?\b", words)
    day_first = re.search(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})?", words)
    year_match = re.search(r"\b((?:19|20)\d\d)\b|((?:19|20)\d\d)年", words)
    year = int(next(g for g in year_match.groups() if g)) if year_match else None
    if iso is not None:
        return _span(int(iso[1]), int(iso[2]), int(iso[3]) if iso[3] else None, (iso[4], iso[5]))
    if day_first is not None:
        given = int(day_first[3]) if day_first[3] else None
        return _span(
            given or _latest(values, int(day_first[2]), int(day_first[1])),
            int(day_first[2]),
            int(day_first[1]),
        )
    quarter = re.search(r"\bq([1-4])\b|第?([一二三四1-4])季度|([1-4])\. ?quartal", words, re.IGNORECASE)
    if quarter is not None:
        told = next(g for g in quarter.groups() if g)
        number = "一二三四".index(told) + 1 if told in "一二三四" else int(told)
        years = sorted({t.year for t in values.dropna() if t.quarter == number})
        chosen = year or (years[-1] if years else None)
        if chosen is None:
            return None
        period = pd.Period(f"{chosen}Q{number}", "Q")
        return period.start_time, period.end_time
    month = _month(words, cues)
    if month is not None:
        pattern = cues["months"][str(month)]
        day = re.search(
            rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?(?:{pattern})\b"
            rf"|\b(?:{pattern})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)"
            rf"|(?:{pattern})(\d{{1,2}})[日号]",
            words,
            re.IGNORECASE,
        )
        of_month = int(next(g for g in day.groups() if g)) if day is not None else None
        latest = year or _latest(values, month, of_month)
        return _span(latest, month, of_month) if latest else None
    if year is not None:
        period = pd.Period(str(year), "Y")
        return period.start_time, period.end_time
    return None


def _latest(values: pd.DatetimeIndex, month: int, day: int | None) -> int | None:
    """The latest year of the table that has this month (and day)."""
    fits = values.month == month
    if day is not None:
        fits &= values.day == day
    years = values[fits].year
    return int(years.max()) if len(years) else None


def _span(
    year: int | None, month: int, day: int | None, clock: tuple[str | None, str | None] = (None, None)
) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    if year is None:
        return None
    try:
        if day is None:
            period = pd.Period(f"{year}-{month:02d}", "M")
            return period.start_time, period.end_time
        start = pd.Timestamp(year, month, day)
    except ValueError:
        return None
    if clock[0] is not None and clock[1] is not None:
        start = start + pd.Timedelta(hours=int(clock[0]), minutes=int(clock[1]))
        return start, start
    return start, start + pd.Timedelta(days=1) - pd.Timedelta(nanoseconds=1)


# ---------------- Conditions on rows


_COMPARE: Mapping[str, Any] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def rows_of(conditions: tuple[Condition, ...], frame: pd.DataFrame) -> Any:
    """The rows of `frame` that meet all conditions; dates are compared as dates."""
    kept = np.ones(len(frame), dtype=bool)
    for condition in conditions:
        values, level = frame[condition.column], condition.value
        known = values.notna().to_numpy()
        if pd.api.types.is_datetime64_any_dtype(values):
            told: Any = pd.Timestamp(str(level))
        elif pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
            told = float(level)
        else:
            values, told = values.astype(str), str(level)
        kept &= _COMPARE[condition.operator](values, told).to_numpy(dtype=bool) & known
    return kept


def last_stretches(profile: DataProfile, table: Table) -> tuple[Message, ...]:
    """Stretches at the end of the table that a person may mean, in words: the last day, the last month."""
    clock = _clock(profile, table)
    if clock is None or (not clock.dated and clock.unit is None):
        return ()
    values = clock.values[~pd.isna(clock.values)]
    if clock.dated:
        whole = float((values.max() - values.min()) / np.timedelta64(1, "s"))
    else:
        whole = float(values.max() - values.min()) * _SECONDS[str(clock.unit)]
    found = []
    for unit, seconds in _SECONDS.items():
        share = seconds / whole if whole else 1.0
        if unit not in ("second", "quarter") and 0.01 <= share <= 0.34 and share * len(values) >= 5:
            found.append(Message(f"attribution-last-{unit}"))
    return tuple(found[-2:][::-1])

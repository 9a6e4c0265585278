"""From a question to the rows it asks about and the outcome whose change it asks about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from assistant.kinds.attribution.slots import NAME
from assistant.kinds.attribution.structure import described_structure, usable_columns
from assistant.kinds.attribution.windows import (
    Comparison,
    Window,
    any_word,
    last_stretches,
    rows_of,
    said_of_incident,
    time_column,
    window_in,
)
from assistant.kinds.interface import Asked
from assistant.kinds.reading import plan_of, refusing
from assistant.language import language, wording
from assistant.planning.offline import with_prose
from assistant.planning.plan import nothing_about
from assistant.planning.reading.text import stem, tokens
from assistant.reader.reader import shipped_reader
from assistant.types import Plan, Reading
from tools.errors import OptionError, unknown_column
from tools.graphs import descendants
from tools.messages import Column, Message, Quoted
from tools.text.names import name_words
from tools.types import ColumnKind, Condition, DataProfile, NeedsClarification, NotAnswerable, Query

if TYPE_CHECKING:
    from tools.data import Table

__all__ = ["ask", "plan"]

_SURE, _AHEAD = 0.3, 1.5  # the reader's chance of the outcome, and how far ahead of the next
_MOST_CHOICES = 4
_NUMBERS = (ColumnKind.NUMBER, ColumnKind.COUNT)


def ask(asked: Asked) -> Plan:
    """The window by its words, the outcome from the rest of the question."""
    code, profile, table = asked.understanding.language, asked.profile, asked.table
    window = window_in(asked.question, code, profile, table) or said_of_incident(
        asked.question, code, profile, table
    )
    if window is not None and window.missing:
        return refusing(asked, NAME, not_answerable=_no_such_rows(window))
    says_which = {c.column for c in (*window.asked, *window.usual)} if window is not None else set()
    clock = time_column(profile, table)
    usable = [name for name in usable_columns(profile) if name not in says_which and name != clock]
    rest = asked.question.replace(window.said, " ") if window is not None and window.said else asked.question
    outcome, chosen = _outcome(asked, rest, usable, window)
    if isinstance(outcome, Plan):
        return outcome
    if profile[outcome].kind is ColumnKind.CATEGORY:
        reason = Message("attribution-no-quantity", {"outcome": Column(outcome)})
        return refusing(
            asked, NAME, not_answerable=NotAnswerable(reason, (Message("attribution-help-recode"),))
        )
    if window is None:
        return _which_rows(asked, outcome)
    slots = {
        "asked": window.asked,
        "usual": window.usual,
        "row": window.row,
        "said": window.said,
        "comparison": window.kind,
        "chosen": chosen,
        "direction": _direction(asked),
    }
    query = Query(None, outcome, kind=NAME)
    return plan_of(
        query, profile, asked, slots=slots, confidence=1.0, alternatives=(Reading(None, outcome, 1.0),)
    )


def _no_such_rows(window: Window) -> NotAnswerable:
    words = {"words": Quoted(window.said)}
    if window.kind is Comparison.ROW:
        return NotAnswerable(Message("attribution-no-such-row", words), (Message("attribution-help-row"),))
    if window.column is not None:
        return NotAnswerable(Message("attribution-not-in-time", {**words, "time": Column(window.column)}))
    return NotAnswerable(Message("attribution-no-time", words), (Message("attribution-help-time"),))


def _direction(asked: Asked) -> str:
    """Whether the question takes the outcome to have fallen or risen; the first such word says."""
    cues = language(asked.understanding.language).cues(NAME)
    places: dict[int, str] = {}
    for name in ("fell", "rose"):
        for word in cues.get(name, ()):
            spaced = rf"(?<!\w){re.escape(word)}(?!\w)" if word[0].isascii() else re.escape(word)
            match = re.search(spaced, asked.question, re.IGNORECASE)
            if match is not None:
                places.setdefault(match.start(), name)
    return places[min(places)] if places else ""


# ---------------- The outcome


def _outcome(
    asked: Asked, rest: str, usable: Sequence[str], window: Window | None
) -> tuple[str, bool] | tuple[Plan, bool]:
    """The column whose change is asked about, and whether it was chosen without being named."""
    profile = asked.profile
    chances = {name: chance for name, chance in _chances(asked, rest).items() if name in usable}
    ranked = sorted(chances.items(), key=lambda item: -item[1])
    if ranked and ranked[0][1] >= _SURE and (len(ranked) == 1 or ranked[0][1] >= _AHEAD * ranked[1][1]):
        return ranked[0][0], False
    unnamed = _unnamed(asked, rest, usable, window)
    if len(unnamed) == 1:
        return unnamed[0], True
    if not unnamed and (not ranked or ranked[0][1] < _SURE):
        about = nothing_about(asked.understanding, profile)
        if about is not None:
            return refusing(asked, NAME, not_answerable=about), False
    numbers = [name for name in usable if profile[name].kind in _NUMBERS]
    choices = unnamed or [name for name, _ in ranked] or numbers
    words = wording(asked.understanding.language, asked.profile)
    said = window.said if window is not None else ""
    listed = tuple(
        words.say(Message("attribution-choice-outcome", {"outcome": Column(name), "said": Quoted(said)}))
        for name in choices[:_MOST_CHOICES]
    )
    question = NeedsClarification(Message("attribution-which-outcome"), listed)
    return refusing(asked, NAME, needs_clarification=question), False


def _chances(asked: Asked, rest: str) -> dict[str, float]:
    exact = _literal(rest, asked.profile)
    if exact is not None:
        return {exact: 1.0}
    reader = shipped_reader()
    if reader is not None:
        found = reader.find_columns(rest, with_prose(asked.profile))
        chances = {name: found.chance("y", name) for name in found.columns_of("y", 0.1)}
        if chances:
            return chances
        found = reader.find_columns(asked.question, with_prose(asked.profile))
        return {name: found.chance("y", name) for name in found.columns_of("y", 0.1)}
    total: dict[str, float] = {}
    for reading in asked.understanding.readings:
        if reading.outcome is not None:
            total[reading.outcome] = total.get(reading.outcome, 0.0) + reading.confidence
    whole = sum(total.values()) or 1.0
    return {name: weight / whole for name, weight in total.items()}


def _literal(text: str, profile: DataProfile) -> str | None:
    """The one column whose whole name stands in the text."""
    folded = text.casefold().replace("_", " ")
    named = [
        name
        for name in profile.names
        if re.search(rf"(?<!\w){re.escape(name.casefold().replace('_', ' '))}(?!\w)", folded)
    ]
    named = [n for n in named if not any(n != other and n.casefold() in other.casefold() for other in named)]
    return named[0] if len(named) == 1 else None


def _unnamed(asked: Asked, rest: str, usable: Sequence[str], window: Window | None) -> list[str]:
    """What "so slow" or "the incident" is about where no column is named: the last of the chain."""
    cues = language(asked.understanding.language).cues(NAME)
    graph = described_structure(asked.profile, usable).graph
    if any_word(rest, cues["slow"]):
        lasting = [name for name in usable if _lasts(name, asked.profile, cues)]
        return [name for name in lasting if not (descendants(graph, name) & set(lasting))]
    if any_word(asked.question, cues["incident"]):
        effects = {edge.effect for edge in graph.edges}
        changed = _changed([name for name in usable if name in effects], asked, window)
        ends = [name for name in changed if not (descendants(graph, name) & set(changed))]
        return [max(ends, key=lambda name: changed[name])] if ends else []
    return []


def _lasts(name: str, profile: DataProfile, cues: Mapping[str, Any]) -> bool:
    """Is the column how long something takes, by its name or what it is, or else by its unit?"""
    if {stem(word) for word in cues["slow_columns"]} & _stems(name, profile):
        return True
    unit = (profile[name].unit or "").casefold()
    return unit in cues["slow_units"]


def _stems(name: str, profile: DataProfile) -> set[str]:
    return {stem(word.casefold()) for word in name_words(name)} | {
        stem(word) for word in tokens((profile[name].meaning or "").casefold())
    }


def _changed(names: Sequence[str], asked: Asked, window: Window | None) -> dict[str, float]:
    """The columns that changed at least half as much as the one that changed most."""
    if window is None or not window.asked:
        return {}
    which = {c.column for c in (*window.asked, *window.usual)}
    frame = asked.table.frame([*names, *which])
    inside = rows_of(window.asked, frame)
    outside = rows_of(window.usual, frame) if window.usual else ~inside
    sizes = {}
    for name in names:
        values = pd.to_numeric(frame[name], errors="coerce")
        spread = float(values[outside].std())
        if spread > 0 and inside.any():
            sizes[name] = abs(float(values[inside].mean() - values[outside].mean())) / spread
    most = max(sizes.values(), default=0.0)
    return {name: size for name, size in sizes.items() if size >= most / 2}


# ---------------- No rows named


def _which_rows(asked: Asked, outcome: str) -> Plan:
    """Since when, or between which groups: asked back with what this table can tell, or refused."""
    profile, code = asked.profile, asked.understanding.language
    words = wording(code, profile)
    choices = [
        words.say(Message("attribution-choice-last", {"outcome": Column(outcome), "stretch": stretch}))
        for stretch in last_stretches(profile, asked.table)
    ]
    for column in profile.columns:
        if column.kind in (ColumnKind.CATEGORY, ColumnKind.BINARY) and len(column.levels) == 2:
            labels = dict(column.level_labels)
            one, other = (str(labels.get(level, level)) for level, _ in column.levels)
            if not (one.replace(".", "").isdigit() or column.name == outcome):
                slots: dict[str, Any] = {
                    "outcome": Column(outcome),
                    "one": Quoted(one),
                    "other": Quoted(other),
                }
                choices.append(words.say(Message("attribution-choice-groups", slots)))
    about: dict[str, Any] = {"outcome": Column(outcome)}
    if not choices:
        reason = Message("attribution-no-comparison", about)
        return refusing(
            asked, NAME, not_answerable=NotAnswerable(reason, (Message("attribution-help-time"),))
        )
    question = NeedsClarification(Message("attribution-since-when", about), tuple(choices[:_MOST_CHOICES]))
    return refusing(asked, NAME, needs_clarification=question)


# ---------------- By its slots


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    from assistant.planning.request import Columns as Request
    from assistant.planning.request import check_columns

    query = Query(None, slots["outcome"], kind=NAME)
    check_columns(query, Request(table, profile, {}), table.columns)
    asked, usual = tuple(slots.get("asked") or ()), tuple(slots.get("usual") or ())
    for condition in (*asked, *usual):
        if not isinstance(condition, Condition):
            raise OptionError(f"{condition!r} is no condition. Use Condition(column, operator, value).")
        if condition.column not in table.columns:
            raise unknown_column(condition.column, table.source, table.columns)
    row = slots.get("row")
    if not asked and row is None:
        raise OptionError(
            "attribution needs asked= (conditions of the rows asked about) or row= (its number)."
        )
    if row is not None and not 1 <= int(row) <= profile.rows:
        raise OptionError(f"row={row!r} is not in the table, which has {profile.rows} rows. Count from 1.")
    equal = asked and all(c.operator == "==" for c in asked) and profile[asked[0].column].distinct <= 50
    kind = Comparison.ROW if row is not None else Comparison.GROUPS if equal else Comparison.PERIOD
    known = {"asked": asked, "usual": usual, "row": row, "said": "", "comparison": kind, "chosen": False}
    return plan_of(query, profile, slots={**known, "direction": ""})

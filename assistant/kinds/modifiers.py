"""By which column a question wants an effect split, or whether it wants whoever differs told apart.

A column is named by two of its levels ("on mobile and on desktop"), by the words around "depends on", "by"
and the like, by the learned reader, or by a limit ("for women") where the question asks for no people by
themselves. What is named and is no column is told, so that another split never answers for it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.kinds.interface import Asked
from assistant.kinds.reading import column_said, goal_in
from assistant.language import language
from assistant.planning.offline import with_prose
from assistant.planning.plan import ASK_BELOW, plan_from
from assistant.planning.reading.contrast import level_names, levels_named
from assistant.planning.reading.cues import load_cues
from assistant.planning.reading.population import turned_round
from assistant.planning.reading.text import is_chinese, is_stopword, stem, tokens
from assistant.reader.reader import shipped_reader
from assistant.types import Plan, Reading, RoleKind, Understanding
from tools.messages import Column, LevelOf, Message, exact
from tools.text.names import name_words
from tools.types import ColumnKind, ColumnProfile, Condition, DataProfile, Level

__all__ = ["SplitBy", "effect_plan", "goal_said", "group_name", "split_by", "timing_doubt"]

_NO_GROUPS = (ColumnKind.IDENTIFIER, ColumnKind.CONSTANT, ColumnKind.TEXT, ColumnKind.TIME)
_FEW = (ColumnKind.BINARY, ColumnKind.CATEGORY, ColumnKind.COUNT)
_NAMED_GROUP = 0.9  # chance of a column by whose name the groups are told: "for new customers"
_GROUPING = 0.5  # chance of the learned reader's from which on a column is taken to split by


@dataclass(frozen=True)
class SplitBy:
    """How a question splits its rows."""

    column: str | None = None  # None: by whatever tells them apart
    levels: tuple[Level, ...] = ()  # that are compared; (): all
    limit: Condition | None = None  # those who meet it against the others
    unknown: str = ""  # words for groups of which no column speaks

    @property
    def open(self) -> bool:
        return self.column is None and not self.unknown


def split_by(asked: Asked, taken: set[str]) -> SplitBy:
    """The split of a question; `taken` are treatment and outcome."""
    profile, text = asked.profile, asked.question.lower()
    free = [c for c in profile.columns if c.name not in taken and c.kind not in _NO_GROUPS]
    for column in free:
        levels = _levels_said(text, column)
        if len(levels) >= 2:
            whole = len(levels) >= column.distinct
            return SplitBy(column.name, () if whole else levels)
    cues = language(asked.understanding.language).cues("heterogeneity")
    names = {column.name for column in free}
    for words in _captured(text, cues.get("which", ())):
        name = _column_of(words, asked, names)
        if name is not None:
            return SplitBy(name)
    limits = [c for c in asked.understanding.population if c.column in names]
    if any(re.search(pattern, text) for pattern in cues.get("only", ())):
        # "To everyone or only to new customers?": a group by the name of its column, or by a limit.
        of_name = [c.name for c in free if set(_values(c)) == {0, 1} and _says_name(text, c.name)]
        if limits:
            return SplitBy(limits[0].column, limit=limits[0])
        if of_name:
            return SplitBy(of_name[0], limit=Condition(of_name[0], "==", 1))
    if any(re.search(pattern, text) for pattern in cues.get("open", ())):
        return SplitBy()
    said = _captured(text, cues.get("by", ()))
    phrases = [words for words in said if _telling(words, profile)]
    for words in said:
        name = _column_of(words, asked, names)
        if name is not None:
            limit = next((c for c in limits if c.column == name), None)
            return SplitBy(name, limit=_worth_limit(limit, profile))
    if limits:
        return SplitBy(limits[0].column, limit=_worth_limit(limits[0], profile))
    grouping = _by_reader(asked, names)
    if grouping is not None:
        return SplitBy(grouping)
    return SplitBy(unknown=phrases[0]) if phrases else SplitBy()


def _values(column: ColumnProfile) -> list[Level]:
    return [level for level, _ in column.levels]


def _worth_limit(limit: Condition | None, profile: DataProfile) -> Condition | None:
    """Of two levels each is shown anyway; of a number or many levels the limit makes the groups."""
    if limit is None or (profile[limit.column].distinct <= 2):
        return None
    return limit


def _captured(text: str, patterns: Any) -> list[str]:
    """The words that the patterns name `by`, cut at the first sign that ends a phrase."""
    found = []
    for pattern in patterns:
        for match in re.finditer(pattern, text):
            words = re.split(r"[?!.,;:，。；：？！]", match["by"])[0].strip()
            if words:
                found.append(words)
    return found


def _telling(words: str, profile: DataProfile) -> bool:
    """Do the words say more than whom the rows are about?"""
    return bool(_without_rows(words, profile).strip())


def _without_rows(words: str, profile: DataProfile) -> str:
    """Less articles and what the rows are called: "customers", or a word of the description's own."""
    if is_chinese(words):
        return words
    rows = {
        stem(word) for code in ("en", "de") for word in language(code).cues("heterogeneity").get("rows", ())
    }
    rows |= {stem(word) for word in tokens(profile.description.split("\n")[0])}
    kept = [word for word in words.split() if not is_stopword(word) and stem(word) not in rows]
    return " ".join(kept)


def _column_of(words: str, asked: Asked, names: set[str]) -> str | None:
    """By its name, word by word, else by what is left of the words without those for the rows."""
    literal = [name for name in names if _says_name(words, name)]
    if literal:
        return max(literal, key=len)
    plain = _without_rows(words, asked.profile)
    return column_said(plain, asked.profile, names) if plain else None


def _levels_said(text: str, column: ColumnProfile) -> tuple[Level, ...]:
    """The levels of a column that the text names, women and men by any word for them."""
    if column.kind not in _FEW or not 2 <= len(column.levels) <= 50:
        return ()
    found = dict.fromkeys(levels_named(text, column))
    people = load_cues("reading_contrast")["people"]
    for words in people.values():
        if any(_stands(word, text) for word in words):
            found |= dict.fromkeys(level for label, level in level_names(column) if label in words)
    sexes = [sex for sex, words in people.items() if any(_stands(word, text) for word in words)]
    if column.name.lower() in people and len(sexes) == 2:
        found |= dict.fromkeys(level for level, _ in column.levels)
    return tuple(found)


def _stands(word: str, text: str) -> bool:
    return bool(re.search(rf"\b{re.escape(word)}\b", text)) if word.isascii() else word in text


def _by_reader(asked: Asked, names: set[str]) -> str | None:
    reader = shipped_reader()
    if reader is None:
        return None
    found = reader.find_columns(asked.question, with_prose(asked.profile), sorted(names))
    return next((name for name in found.columns_of("g", _GROUPING) if name in names), None)


# ---------------- The plan of the effect that is split


def effect_plan(asked: Asked, kind: str) -> tuple[Plan, SplitBy]:
    """The plan of the average effect under the kind's name, and the split; what splits limits no rows."""
    read = _of_conversation(asked)
    if not read.readings or read.readings[0].outcome is None:
        return replace(plan_from(asked.question, read, asked.profile, asked.table), kind=kind), SplitBy()
    read, split = _apart(replace(asked, understanding=read))
    population = tuple(c for c in read.population if c.column != split.column)
    read = replace(read, population=population, not_filtered=_without(read.not_filtered, split.column))
    plan = plan_from(asked.question, read, asked.profile, asked.table)
    query = None if plan.query is None else replace(plan.query, kind=kind)
    return replace(plan, query=query, kind=kind), split


EXPLAINED = 0.9  # a reading that another explains counts less than the other's own


def _apart(asked: Asked) -> tuple[Understanding, SplitBy]:
    """Cause and effect apart from the column that splits them.

    A reader that knows causes and effects alone takes the groups for one of the two. A reading is right in
    the measure of all those that it explains: that take its split for the cause or the effect, and where the
    question has its cause by name, those with a cause that the question has not.
    """
    grouping = _chances_to_group(asked)
    read = asked.understanding
    faded = (replace(r, confidence=r.confidence * _apart_from(grouping, r)) for r in read.readings)
    weighed = sorted(zip(faded, read.readings, strict=True), key=lambda pair: -pair[0].confidence)
    named = {r.treatment for r in read.readings if r.treatment and _says_name(asked.question, r.treatment)}
    best, chosen, split = -1.0, read.readings, SplitBy()
    for reading, unfaded in weighed:
        pair = {name for name in (reading.treatment, reading.outcome) if name is not None}
        own = split_by(asked, pair)
        taken_for = {own.column} - {None}
        explained = sum(
            other.confidence
            for other in read.readings
            if other != unfaded
            and (
                taken_for & {other.treatment, other.outcome}
                or (reading.treatment in named and other.treatment not in named)
            )
        )
        if reading.confidence + EXPLAINED * explained > best:
            best = reading.confidence + EXPLAINED * explained
            rest = tuple(
                r for r in read.readings if r != unfaded and not taken_for & {r.treatment, r.outcome}
            )
            split, chosen = own, (replace(reading, confidence=min(best, 1.0)), *rest)
    return replace(read, readings=chosen), split


def _chances_to_group(asked: Asked) -> dict[str, float]:
    """How probable it is that a column is what splits, by the learned reader and by "for", "in", "among"."""
    reader = shipped_reader()
    names = [c.name for c in asked.profile.columns if c.kind not in _NO_GROUPS]
    chances: dict[str, float] = {}
    if reader is not None:
        found = reader.find_columns(asked.question, with_prose(asked.profile), names)
        chances = {name: found.chance("g", name) for name in names}
    cues = language(asked.understanding.language).cues("heterogeneity")
    for words in _captured(asked.question.lower(), (*cues.get("which", ()), *cues.get("by", ()))):
        chances |= {name: _NAMED_GROUP for name in names if _says_name(words, name)}
    return chances


def _apart_from(grouping: Mapping[str, float], reading: Reading) -> float:
    """The chance that neither column of the reading is what splits."""
    return math.prod(1.0 - grouping.get(name or "", 0.0) for name in (reading.treatment, reading.outcome))


def _says_name(question: str, name: str) -> bool:
    """Does the question have the column's name, word by word?"""
    said, words = f" {' '.join(map(stem, tokens(question)))} ", name_words(name)
    return bool(words) and f" {' '.join(map(stem, words))} " in said


def goal_said(asked: Asked) -> str:
    """As `goal_in`, without words that only compare: what works best may lower or raise."""
    text = asked.question
    for word in language(asked.understanding.language).cues("heterogeneity").get("comparing", ()):
        pattern = rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)
        text = re.sub(pattern, " ", text, flags=re.IGNORECASE)
    return goal_in(replace(asked, question=text))


def _without(names: tuple[str, ...], name: str | None) -> tuple[str, ...]:
    return tuple(each for each in names if each != name)


def _of_conversation(asked: Asked) -> Understanding:
    """A question that names no effect of its own is about the one that was spoken of before."""
    read = asked.understanding
    last = asked.last.query if asked.last is not None else None
    sure = bool(read.readings) and read.readings[0].confidence >= ASK_BELOW and not read.missing
    if last is None or last.treatment is None or sure:
        return read
    reading = Reading(last.treatment, last.outcome, 1.0)
    population = (*read.population, *(c for c in last.population if c not in read.population))
    return replace(
        read, readings=(reading,), low=last.low, high=last.high, population=population, missing=(), step=None
    )


# ---------------- What is said of groups


def group_name(conditions: tuple[Condition, ...]) -> Message:
    """ "sex = female and age from 60 on"."""
    said = tuple(_condition(condition) for condition in conditions)
    return Message("group-of", {"conditions": said})


_OPERATORS = {"==": "is", "!=": "other", "<": "below", "<=": "up-to", ">": "above", ">=": "from"}


def _condition(condition: Condition) -> Message:
    value = condition.value
    number = isinstance(value, int | float) and condition.operator not in ("==", "!=")
    shown = exact(float(value)) if number else LevelOf(condition.column, value)
    return Message(
        f"group-{_OPERATORS[condition.operator]}", {"column": Column(condition.column), "value": shown}
    )


def other_side(limit: Condition, profile: DataProfile) -> Condition:
    """The rows that a limit leaves out."""
    return turned_round(limit, profile)


def timing_doubt(plan: Plan, names: tuple[str, ...]) -> tuple[Message, ...]:
    """What the treatment may have changed makes no fair groups: told where nobody says when it was there."""
    before = {role.column for role in plan.roles if role.said_before}
    doubted = [name for name in dict.fromkeys(names) if name not in before]
    return tuple(Message("group-timing-unknown", {"column": Column(name)}) for name in doubted[:2])


def is_after(plan: Plan, name: str) -> bool:
    """Did the treatment come first?"""
    return any(role.column == name and role.role is RoleKind.AFTER_TREATMENT for role in plan.roles)

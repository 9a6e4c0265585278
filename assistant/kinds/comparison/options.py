"""Which options a question compares: the words on either side of "or", "than", "versus"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.kinds.interface import Asked
from assistant.kinds.reading import column_said, default_embedder, named_beside, sides
from assistant.language import language
from tools.types import ColumnKind, ColumnProfile, DataProfile, Level

__all__ = ["Options", "options_in"]

_NO_OPTION = (ColumnKind.IDENTIFIER, ColumnKind.CONSTANT, ColumnKind.TEXT, ColumnKind.TIME)


@dataclass(frozen=True)
class Options:
    """What is to be compared: several columns, or two levels of one."""

    treatments: tuple[str, ...]
    levels: tuple[Level, ...]
    outcome: str
    goal: str = ""  # "lower" or "raise": what the question wants of the outcome; "": it does not say


def options_in(asked: Asked) -> Options | None:
    """The options and the outcome, or None where two options cannot be told."""
    found = _options(asked)
    return None if found is None else replace(found, goal=_goal(asked))


def _goal(asked: Asked) -> str:
    """Does the question want the outcome lower or higher? The first such word says."""
    cues = language(asked.understanding.language).cues("comparison")
    text, first = asked.question.casefold(), {}
    for goal, words in (("lower", cues.get("lowering", ())), ("raise", cues.get("raising", ()))):
        for word in words:
            spaced = rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() else re.escape(word)
            match = re.search(spaced, text)
            if match is not None:
                first[match.start()] = goal
    return first[min(first)] if first else ""


def _options(asked: Asked) -> Options | None:
    readings = [r for r in asked.understanding.readings if r.outcome is not None]
    if not readings:
        return None
    embedder, profile = default_embedder(), asked.profile
    free = {c.name for c in profile.columns if c.kind not in _NO_OPTION}
    for before, after in sides(asked, "comparison"):
        levels = _levels(before, after, profile)
        if levels is not None:
            outcome = _outcome(asked, (levels[0],))
            if outcome is not None:
                return Options((levels[0],), levels[1], outcome)
        one = named_beside(before, profile, embedder, free, last=True)
        other = named_beside(after, profile, embedder, free - {one or ""}, last=False)
        if one is None or other is None:
            continue
        # The options stand beside the word; what they are to change is the other thing that is spoken of.
        outcome = _outcome(asked, (one, other))
        if outcome is not None:
            return Options((one, other), (), outcome)
    treatments = tuple(dict.fromkeys(r.treatment for r in readings if r.treatment is not None))
    best = readings[0].outcome
    rivals = [r.treatment for r in readings[:3] if r.outcome == best and r.treatment]
    if best is not None and len(dict.fromkeys(rivals)) >= 2 and len(treatments) >= 2:
        return Options(tuple(dict.fromkeys(rivals))[:2], (), best)
    return None


def _outcome(asked: Asked, options: tuple[str, ...]) -> str | None:
    """What the options are to change: named in the rest of the question, else the likeliest reading."""
    rest = asked.question
    for before, after in sides(asked, "comparison"):
        for words in (before, after):
            named = named_beside(words, asked.profile, default_embedder(), set(options), last=words == before)
            if named in options:
                rest = rest.replace(words, " ")
        break
    others = {c.name for c in asked.profile.columns if c.kind not in _NO_OPTION} - set(options)
    said = column_said(rest.strip(" ,.?!，。？"), asked.profile, others)
    weights: dict[str, float] = {}
    for reading in asked.understanding.readings:
        for name in (reading.outcome, reading.treatment):
            if name in others and name is not None:
                weights[name] = weights.get(name, 0.0) + reading.confidence
    likeliest = max(weights, key=lambda name: weights[name]) if weights else None
    return said or likeliest


def _levels(before: str, after: str, profile: DataProfile) -> tuple[str, tuple[Level, Level]] | None:
    """Two levels of one column, each named on its side word for word."""
    for column in profile.columns:
        if not 2 <= len(column.levels) <= 50:
            continue
        if column.kind not in (ColumnKind.CATEGORY, ColumnKind.BINARY):
            continue
        one, other = _level_said(before, column), _level_said(after, column)
        if one is not None and other is not None and one != other:
            return column.name, (one, other)
    return None


def _level_said(text: str, column: ColumnProfile) -> Level | None:
    folded = f" {text.casefold()} "
    for level, _ in column.levels:
        names = [str(level), *(label for value, label in column.level_labels if value == level)]
        for name in names:
            plain = name.casefold().strip()
            if (
                len(plain) >= 2
                and not plain.isdigit()
                and re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", folded)
            ):
                return level
    return None

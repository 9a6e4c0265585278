"""Which options a question compares: the words on either side of "or", "than", "versus"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.kinds.interface import Asked
from assistant.language import language
from assistant.planning.reading.named import named_column
from tools.data.levels import match_level
from tools.types import ColumnKind, DataProfile, Level

__all__ = ["Options", "options_in"]

_WORDS = 6  # on either side of a connecting word an option is looked for in so many words
_NO_OPTION = (ColumnKind.IDENTIFIER, ColumnKind.CONSTANT, ColumnKind.TEXT, ColumnKind.TIME)


@dataclass(frozen=True)
class Options:
    """What is to be compared: several columns, or two levels of one."""

    treatments: tuple[str, ...]
    levels: tuple[Level, ...]
    outcome: str


def options_in(asked: Asked) -> Options | None:
    """The options and the outcome, or None where two options cannot be told."""
    readings = [r for r in asked.understanding.readings if r.outcome is not None]
    if not readings:
        return None
    embedder = _embedder()
    for before, after in _sides(asked.question, asked.understanding.language):
        for outcome in dict.fromkeys(r.outcome for r in readings):
            assert outcome is not None
            free = {c.name for c in asked.profile.columns if c.kind not in _NO_OPTION} - {outcome}
            one = next(_named(before, asked.profile, embedder, free, last=True), None)
            other = next(_named(after, asked.profile, embedder, free, last=False), None)
            levels = _levels(before, after, asked.profile, outcome)
            if levels is not None:
                return Options((levels[0],), levels[1], outcome)
            if one is not None and other is not None and one != other:
                return Options((one, other), (), outcome)
    treatments = tuple(dict.fromkeys(r.treatment for r in readings if r.treatment is not None))
    best = readings[0].outcome
    rivals = [r.treatment for r in readings[:3] if r.outcome == best and r.treatment]
    if best is not None and len(dict.fromkeys(rivals)) >= 2 and len(treatments) >= 2:
        return Options(tuple(dict.fromkeys(rivals))[:2], (), best)
    return None


def _sides(question: str, code: str) -> Iterator[tuple[str, str]]:
    """The words before and after each connecting word, nearest first."""
    words = language(code).cues("comparison")["connecting"]
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    for match in re.finditer(pattern, question, re.IGNORECASE):
        before = re.split(r"[?!.,;:，。；：？]", question[: match.start()])[-1]
        after = re.split(r"[?!.,;:，。；：？]", question[match.end() :])[0]
        if before.strip() and after.strip():
            yield before.strip(), after.strip()


def _named(
    text: str, profile: DataProfile, embedder: object, among: set[str], *, last: bool
) -> Iterator[str]:
    """Columns named by the words nearest to the connecting word, shortest span first."""
    words = text.split() if " " in text else list(text)
    most = _WORDS if " " in text else 2 * _WORDS
    for length in range(1, min(most, len(words)) + 1):
        span = words[-length:] if last else words[:length]
        found = named_column((" " if " " in text else "").join(span), profile, embedder, among)  # type: ignore[arg-type]
        if found.column is not None:
            yield found.column


def _levels(
    before: str, after: str, profile: DataProfile, outcome: str
) -> tuple[str, tuple[Level, Level]] | None:
    """Two levels of one column, each named on its side word for word."""
    for column in profile.columns:
        if column.name == outcome or not 2 <= len(column.levels) <= 50:
            continue
        if column.kind not in (ColumnKind.CATEGORY, ColumnKind.BINARY):
            continue
        one, other = _level_said(before, column, last=True), _level_said(after, column, last=False)
        if one is not None and other is not None and one != other:
            return column.name, (one, other)
    return None


def _level_said(text: str, column: object, *, last: bool) -> Level | None:
    folded = f" {text.casefold()} "
    for level, _ in column.levels:  # type: ignore[attr-defined]
        names = [str(level), *(label for value, label in column.level_labels if value == level)]  # type: ignore[attr-defined]
        for name in names:
            plain = name.casefold().strip()
            if len(plain) >= 2 and not plain.isdigit() and re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", folded):
                return level  # type: ignore[no-any-return]
    return None


def _embedder() -> object:
    from tools.text.embedding import UniversalSentenceEmbedder

    return UniversalSentenceEmbedder()

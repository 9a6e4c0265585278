"""What the kinds share when they read a question: the pair it names, or a question back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.kinds.interface import Asked
from assistant.language import language
from assistant.planning.plan import close_readings, nothing_about
from assistant.planning.reading.named import named_column
from assistant.planning.reading.text import is_stopword, tokens
from assistant.types import Evidence, Plan, Reading, Understanding
from tools.types import ColumnKind, Design, DesignKind, EstimandKind, Query

if TYPE_CHECKING:
    from tools.text.embedding import Embedder
    from tools.types import DataProfile

__all__ = [
    "column_said",
    "default_embedder",
    "goal_in",
    "named_beside",
    "nothing_understood",
    "pair_plan",
    "plan_of",
    "refusing",
    "sides",
]

_ENDS = re.compile(r"[?!.,;:，。；：？！]")
_NO_QUANTITY = (ColumnKind.IDENTIFIER, ColumnKind.CONSTANT, ColumnKind.TEXT, ColumnKind.TIME)
_WORDS = 8  # on either side of a connecting word a column is looked for in so many words


def nothing_understood(code: str) -> Understanding:
    """Of a question in a language in which no column is looked for."""
    return Understanding((), None, None, (), EstimandKind.ATE, code, ())


def plan_of(query: Query, profile: DataProfile, asked: Asked | None = None, **more: object) -> Plan:
    """A plan without a study design: nothing is adjusted for."""
    read = asked.understanding if asked else None
    plan = Plan(
        query=query,
        design=Design(DesignKind.NONE),
        roles=(),
        confidence=read.readings[0].confidence if read and read.readings else 1.0,
        language=read.language if read else "en",
        evidence=read.evidence if read else (Evidence("treatment", "given by the caller", 1.0),),
        alternatives=read.readings if read else (Reading(query.treatment, query.outcome, 1.0),),
        not_filtered=read.not_filtered if read else (),
        kind=query.kind,
    )
    return replace(plan, **more)  # type: ignore[arg-type]


def refusing(asked: Asked, kind: str, **refusal: object) -> Plan:
    """A plan that asks back or says no, about a question whose columns are not known."""
    read = asked.understanding
    plan = Plan(None, None, (), 0.0, read.language, read.evidence, read.readings, kind=kind)
    return replace(plan, **refusal)  # type: ignore[arg-type]


def pair_plan(asked: Asked, kind: str) -> Plan:
    """The pair of columns that the question is about, whichever way round it was read."""
    read = _without_direction(asked)
    about = nothing_about(read.understanding, asked.profile)
    named = [r for r in read.understanding.readings if r.treatment is not None and r.outcome is not None]
    said = _pair_said(asked)
    if said is not None:
        query = Query(*said, population=asked.understanding.population, kind=kind)
        return plan_of(query, asked.profile, asked, alternatives=(Reading(*said, 1.0),), confidence=1.0)
    if about is not None or not named:
        from assistant.planning.plan import unreadable

        return replace(unreadable(asked.understanding, asked.profile), kind=kind)
    best = named[0]
    assert best.outcome is not None
    query = Query(best.treatment, best.outcome, population=read.understanding.population, kind=kind)
    return plan_of(
        query,
        asked.profile,
        read,
        needs_clarification=close_readings(replace(read.understanding, readings=tuple(named))),
    )


def _without_direction(asked: Asked) -> Asked:
    """Readings of the same two columns are one: "is a related to b" says nothing of who acts on whom."""
    merged: dict[frozenset[str | None], Reading] = {}
    for reading in asked.understanding.readings:
        pair = frozenset((reading.treatment, reading.outcome))
        known = merged.get(pair)
        total = reading.confidence + (known.confidence if known else 0.0)
        merged[pair] = replace(known or reading, confidence=total)
    ranked = tuple(sorted(merged.values(), key=lambda reading: -reading.confidence))
    return replace(asked, understanding=replace(asked.understanding, readings=ranked))


def sides(asked: Asked, cues: str) -> Iterator[tuple[str, str]]:
    """The words before and after each connecting word of `cues/<cues>.toml`, the more telling word first."""
    question, known = asked.question, language(asked.understanding.language).cues(cues)
    ends = "|".join(re.escape(word) for word in known.get("ends", ())) or r"(?!)"
    for word in known.get("connecting", ()):
        for match in re.finditer(re.escape(word), question, re.IGNORECASE):
            before = _ENDS.split(question[: match.start()])[-1].strip()
            after = _ENDS.split(question[match.end() :])[0].strip()
            after = re.split(ends, after, maxsplit=1, flags=re.IGNORECASE)[0].strip()
            if before and after:
                yield before, after


def goal_in(asked: Asked) -> str:
    """Does the question want the outcome "lower" or to "raise" it? The first such word says; "" without."""
    cues = language(asked.understanding.language).cues("comparison")
    text, first = asked.question.casefold(), {}
    for goal, words in (("lower", cues.get("lowering", ())), ("raise", cues.get("raising", ()))):
        for word in words:
            spaced = rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() else re.escape(word)
            match = re.search(spaced, text)
            if match is not None:
                first[match.start()] = goal
    return first[min(first)] if first else ""


def column_said(words: str, profile: DataProfile, among: Collection[str]) -> str | None:
    """The column that the words name, or whose description shares more of them than any other's."""
    found = named_column(words, profile, default_embedder(), among)
    return found.column or _by_shared_words(words, profile, among)


def _by_shared_words(words: str, profile: DataProfile, among: Collection[str]) -> str | None:
    """ "Blood pressure after six months" beside the one before: the words that differ decide."""
    wanted = {word for word in tokens(words) if not is_stopword(word)}
    shared = {}
    for name in among:
        text = f"{name.replace('_', ' ')} {profile[name].description or ''}"
        shared[name] = len(wanted & set(tokens(text)))
    ranked = sorted(shared.values(), reverse=True)
    if len(ranked) < 2 or ranked[0] < 2 or ranked[0] == ranked[1]:
        return None
    return max(shared, key=lambda name: shared[name])


def named_beside(
    text: str, profile: DataProfile, embedder: Embedder, among: Collection[str], *, last: bool
) -> str | None:
    """The column named by the words nearest to a connecting word; more words first, since they say more."""
    spaced = " " in text
    words = text.split() if spaced else list(text)
    most = min(_WORDS if spaced else 2 * _WORDS, len(words))
    for length in range(most, 0, -1):
        span = words[-length:] if last else words[:length]
        found = named_column((" " if spaced else "").join(span), profile, embedder, among)
        if found.column is not None:
            return found.column
    whole = " ".join(words[-most:] if last else words[:most]) if spaced else text
    return _by_shared_words(whole, profile, among)


def _pair_said(asked: Asked) -> tuple[str, str] | None:
    """Two columns named on either side of "related to", "and" and the like."""
    free = {c.name for c in asked.profile.columns if c.kind not in _NO_QUANTITY}
    for before, after in sides(asked, "association"):
        one = named_beside(before, asked.profile, default_embedder(), free, last=True)
        other = named_beside(after, asked.profile, default_embedder(), free - {one or ""}, last=False)
        if one is not None and other is not None:
            return one, other
    return None


def default_embedder() -> Embedder:
    from tools.text.embedding import UniversalSentenceEmbedder

    return UniversalSentenceEmbedder()

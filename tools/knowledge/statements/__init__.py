"""Causal statements out of documents: which sentences say that one column causes another.

Patterns (`cues.toml`, English and Chinese) find what a sentence says; the columns are known by their names
and synonyms word for word or, with an encoder, by meaning. Sentences that only report an association, ask a
question, announce a study or state a purpose make no statement.

In the manner of lexico-syntactic patterns: Girju & Moldovan (2002), "Text mining for causal relations",
FLAIRS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tools.knowledge.statements.clauses import Claim, claims_in
from tools.knowledge.statements.sides import ColumnWords, Mention, Side
from tools.text.sentences import cut_sentences
from tools.types import DataProfile, Passage

if TYPE_CHECKING:
    from tools.text.embedding import Embedder

__all__ = ["Statement", "causal_statements", "column_synonyms"]

NEAR = 0.5  # cosine above which words mean a column
AHEAD = 0.08  # by which the nearest column must beat the next
INHERITED = 0.8  # what "it" stands for is usually, not always, the last subject


@dataclass(frozen=True)
class Statement:
    """A sentence of a document that says that one column causes, or does not cause, another."""

    cause: str  # column
    effect: str  # column
    sign: int | None  # 1: more of the cause gives more of the effect; -1: less; None: not said
    hedged: bool  # "may", "suggests", 可能
    negated: bool  # the sentence denies the effect
    quotation: str  # the sentence
    passage: str  # id of the passage
    confidence: float  # 0..1: how sure that the sentence says this; hedging and negation do not enter


def causal_statements(
    passages: Iterable[Passage],
    columns: Mapping[str, Sequence[str]],
    embedder: Embedder | None = None,
) -> tuple[Statement, ...]:
    """What the passages say about causes and effects among `columns`, in reading order.

    `columns` gives each column's synonyms (`column_synonyms` makes them from a profile). Words that stand for
    no column by name are matched by meaning if an `embedder` is given, else left out. Each (cause, effect) is
    stated once a sentence. Raises KnowledgeError only where the embedder does.
    """
    known = ColumnWords.of(columns)
    read = [
        (passage, sentence, claim)
        for passage in passages
        for sentence, claim in _claims(passage.text, known, embedder is not None)
    ]
    if embedder is not None:
        read = _match_by_meaning(read, known, embedder)
    found: dict[tuple[str, str, str, str], Statement] = {}
    for passage, sentence, claim in read:
        for cause in claim.cause.mentions:
            for effect in claim.effect.mentions:
                if cause.column == effect.column:
                    continue
                key = (passage.id, sentence, cause.column, effect.column)
                statement = _statement(claim, cause, effect, sentence, passage)
                if key not in found or statement.confidence > found[key].confidence:
                    found[key] = statement
    return tuple(found.values())


def column_synonyms(profile: DataProfile) -> dict[str, tuple[str, ...]]:
    """Each column's words: its name and what the codebook says that it is.

    Of a long meaning the part before the first preposition or bracket is a synonym too: "hours of sleep a
    night, from a wrist sensor" gives "hours of sleep a night".
    """
    words: dict[str, tuple[str, ...]] = {}
    for column in profile.columns:
        meaning = " ".join((column.meaning or "").split()).strip(" .。;；:：")
        short = re.split(r"[,;:(（，；：。]| \b(?:in|from|at|during|before|after|when|if|as)\b ", meaning)[
            0
        ].strip()
        words[column.name] = tuple(
            dict.fromkeys(text for text in (short, meaning) if text and len(text) <= 80)
        )
    return words


def _claims(text: str, known: ColumnWords, by_meaning: bool) -> Iterator[tuple[str, Claim]]:
    topic = Side()
    for sentence in _sentences(text):
        mentions = known.mentions(sentence)
        if mentions or by_meaning:
            yield from ((sentence, claim) for claim in claims_in(sentence, mentions, topic))
        if mentions:
            topic = Side((replace(mentions[0], start=0, end=0),))


_LIST_MARK = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)]|#{1,6}|>)\s+")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")


def _sentences(text: str) -> Iterator[str]:
    """Sentences without Markdown's marks; a list item or a table cell is one."""
    lines = re.split(r"\n\s*\n|\n(?=\s*(?:[-*+•]|\d{1,3}[.)])\s)|\s*\|\s*", text)
    for line in lines:
        flat = " ".join(_EMPHASIS.sub("", _LIST_MARK.sub("", line)).split())
        for sentence in cut_sentences(flat):
            yield from (part.strip() for part in re.split(r"(?<=[。！？；])", sentence) if part.strip())


def _match_by_meaning(
    read: Sequence[tuple[Passage, str, Claim]], known: ColumnWords, embedder: Embedder
) -> list[tuple[Passage, str, Claim]]:
    """Gives sides that are only words the column that they mean, if one stands out; encodes each once."""
    texts = list(
        dict.fromkeys(
            side.words
            for _, _, claim in read
            for side in (claim.cause, claim.effect)
            if side.words and not side.mentions
        )
    )
    if not texts or not known.phrases:
        return list(read)
    owners = [(name, phrase) for name, phrases in known.phrases.items() for phrase in phrases]
    cosines = embedder.encode(texts) @ embedder.encode([phrase for _, phrase in owners]).T
    meant: dict[str, Mention] = {}
    for text, row in zip(texts, cosines, strict=True):
        best: dict[str, float] = {}
        for (name, _), cosine in zip(owners, row, strict=True):
            best[name] = max(best.get(name, -1.0), float(cosine))
        ranked = sorted(best.items(), key=lambda item: -item[1])
        runner_up = ranked[1][1] if len(ranked) > 1 else 0.0
        if ranked[0][1] >= NEAR and ranked[0][1] - runner_up >= AHEAD:
            meant[text] = Mention(0, 0, ranked[0][0], min(1.0, ranked[0][1]))

    def filled(side: Side) -> Side:
        return Side((meant[side.words],)) if not side.mentions and side.words in meant else side

    return [
        (passage, sentence, replace(claim, cause=filled(claim.cause), effect=filled(claim.effect)))
        for passage, sentence, claim in read
    ]


def _statement(claim: Claim, cause: Mention, effect: Mention, sentence: str, passage: Passage) -> Statement:
    confidence = claim.trust * cause.certainty * effect.certainty
    if claim.cause.inherited or claim.effect.inherited:
        confidence *= INHERITED
    return Statement(
        cause.column,
        effect.column,
        claim.sign,
        claim.hedged,
        claim.negated,
        sentence,
        passage.id,
        round(confidence, 3),
    )

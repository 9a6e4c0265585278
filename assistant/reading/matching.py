"""Clauses against columns: which pair of columns the question is about, and how sure that is."""

from __future__ import annotations

import itertools
import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.reading.columns import (
    ColumnText,
    column_texts,
    earlier_twins,
    logarithms,
    undocumented,
    versions,
)
from assistant.reading.cues import load_cues
from assistant.reading.grammar import Split
from assistant.reading.overlap import Match, Vocabulary
from assistant.reading.priors import hint_log_odds, hint_words
from assistant.reading.text import distinct, marks, tokens
from assistant.reading.words import Word, clause_words
from assistant.timing import years_in
from tools.types import DataProfile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.embedding import Embedder

# Log odds a unit: exact evidence 0..1, cosine above the column average, sureness of the clause pattern, and
# what speaks for a role whatever the question. Set by conditional logit on questions of several tables.
WORDS, MEANING, PATTERN = {"treatment": 6.5, "outcome": 8.0}, 9.0, 3.6
HINTS = {"treatment": 1.6, "outcome": 1.3}
UNDOCUMENTED = 2.0  # against a column that the codebook passes over
VERSION = 2.2  # against a version of another column: the plain one is meant unless the words say otherwise
EARLIER = 1.5  # against an outcome that was measured before the treatment
NO_COLUMN = 4.0  # log odds of a treatment without a column, where the description names a rule with a cutoff
EARLIER_TWIN = 1.0  # against an outcome that was measured again later, unless the question says when
FIRST = 0.5  # for the treatment when it is named before the outcome
TEMPERATURE = 1.25
_PAIRED = 20  # columns a role and division that are paired
_REMEMBERED = 32  # tables whose column vectors are kept
_CLAUSES_REMEMBERED = 256  # sets of clauses whose vectors are kept, a few kB each


@dataclass(frozen=True)
class Table:
    """The columns of one table as texts and vectors."""

    texts: tuple[ColumnText, ...]
    vocabulary: Vocabulary
    prose: frozenset[str]  # marks of the whole description
    passed_over: frozenset[str]  # columns without a word in the codebook, where others have one
    versions: frozenset[str]  # columns that are another column's log, square or rescaling, by their names
    logarithms: frozenset[str]
    earlier_twins: frozenset[str]  # columns that were measured again in a later year
    owner: tuple[int, ...]  # row of `vectors` -> column
    vectors: NDArray[np.float32]  # (texts, dimension), unit rows
    years: tuple[frozenset[int], ...]  # that each column's name and description spell out

    def earlier(self, one: int, other: int) -> bool:
        """Was the one column measured in an earlier year than the other, by their own words?"""
        first, second = self.years[one], self.years[other]
        return bool(first and second) and max(first) < max(second)


@dataclass(frozen=True)
class ClauseMatch:
    """One clause against every column."""

    clause: str
    words: tuple[Word, ...]
    matches: tuple[Match, ...]
    cosines: tuple[float, ...]
    log_odds: dict[str, tuple[float, ...]]  # role -> one figure a column


@dataclass(frozen=True)
class Pair:
    """A candidate reading with the division of the question that speaks most for it."""

    treatment: int | None  # None: being past a cutoff, which no column records
    outcome: int
    log_odds: float
    split: Split


_TABLES: OrderedDict[tuple[str, str, str], Table] = OrderedDict()


def read_table(profile: DataProfile, embedder: Embedder) -> Table:
    """Texts and vectors of the columns; remembered, since several questions are asked of one table."""
    key = (profile.fingerprint, profile.description, embedder.name)
    if key not in _TABLES:
        texts = column_texts(profile)
        rows = [(place, words) for place, text in enumerate(texts) for words in text.texts]
        vectors = embedder.encode([words for _, words in rows])
        _TABLES[key] = Table(
            texts=texts,
            vocabulary=Vocabulary(texts),
            prose=frozenset(marks(profile.description)),
            passed_over=undocumented(texts),
            versions=versions(texts),
            logarithms=logarithms(texts),
            earlier_twins=earlier_twins(texts),
            owner=tuple(place for place, _ in rows),
            vectors=vectors,
            years=tuple(years_in(f"{c.name} {c.description or ''}") for c in profile.columns),
        )
        while len(_TABLES) > _REMEMBERED:
            _TABLES.popitem(last=False)
    _TABLES.move_to_end(key)
    return _TABLES[key]


def match_clauses(splits: Sequence[Split], table: Table, embedder: Embedder) -> dict[str, ClauseMatch]:
    """Every clause of every division against every column, embedded in one go."""
    clauses = distinct([clause for split in splits for clause in (split.cause, split.effect)])
    cosines = _clause_vectors(clauses, embedder) @ table.vectors.T
    return {clause: _match(clause, row, table) for clause, row in zip(clauses, cosines, strict=True)}


_VECTORS: OrderedDict[tuple[str, ...], NDArray[np.float32]] = OrderedDict()


def _clause_vectors(clauses: Sequence[str], embedder: Embedder) -> NDArray[np.float32]:
    """Remembered: a follow-up tries the same few words as one part of the question after another."""
    key = (embedder.name, *clauses)
    vectors = _VECTORS.get(key)
    if vectors is None:
        vectors = _VECTORS[key] = embedder.encode(clauses)
        while len(_VECTORS) > _CLAUSES_REMEMBERED:
            _VECTORS.popitem(last=False)
    return vectors


def _match(clause: str, row: NDArray[np.float32], table: Table) -> ClauseMatch:
    gathered: list[list[float]] = [[] for _ in table.texts]
    for place, cosine in zip(table.owner, row, strict=True):
        gathered[place].append(float(cosine))
    cosines = tuple(0.5 * max(found) + 0.5 * sum(found) / len(found) for found in gathered)
    words = clause_words(clause, table.vocabulary.marks | hint_words())
    amount = bool(set(load_cues("reading_roles")["amount"]["words"]) & set(tokens(clause)[:3]))
    matches = tuple(table.vocabulary.match(words, text) for text in table.texts)
    centre = sum(cosines) / len(cosines)
    log_odds = {
        role: tuple(
            WORDS[role] * match.score
            + MEANING * (cosine - centre)
            + HINTS[role] * hint_log_odds(text, words, role, amount)
            - UNDOCUMENTED * (text.column.name in table.passed_over)
            - _not_plain(clause, text.column.name, role, table)
            for match, cosine, text in zip(matches, cosines, table.texts, strict=True)
        )
        for role in ("treatment", "outcome")
    }
    return ClauseMatch(clause, words, matches, cosines, log_odds)


def _not_plain(clause: str, name: str, role: str, table: Table) -> float:
    """Log odds against a version of another column, less what the clause says for just that version."""
    against = VERSION * (name in table.versions)
    cues = load_cues("reading_roles")["transformed"]
    if name in table.logarithms and set(cues["asked"]) & set(tokens(clause)):
        against -= VERSION * (name in table.versions) + float(cues["log_odds"])
    if role == "outcome" and name in table.earlier_twins and not years_in(clause):
        against += EARLIER_TWIN
    return against


def rank_pairs(
    splits: Sequence[Split], clauses: dict[str, ClauseMatch], table: Table, rule: bool = False
) -> list[Pair]:
    """Ordered pairs of the likeliest columns, best first, each with its best division of the question.

    With `rule` the treatment may also be a rule that the description names and no column records.
    """
    best: dict[tuple[int | None, int], Pair] = {}
    for split in splits:
        causes = clauses[split.cause].log_odds["treatment"]
        effects = clauses[split.effect].log_odds["outcome"]
        whole = clauses[split.cause] if split.cause == split.effect else None
        for t, y in itertools.product(_likeliest(causes), _likeliest(effects)):
            total = causes[t] + effects[y] + PATTERN * split.weight
            total += _order(whole, t, y) if whole else 0.0
            total -= EARLIER * table.earlier(y, t)
            if t != y and ((t, y) not in best or total > best[t, y].log_odds):
                best[t, y] = Pair(t, y, total, split)
        for y in _likeliest(effects) if rule and whole is None else ():
            total = NO_COLUMN + effects[y] + PATTERN * split.weight
            if (None, y) not in best or total > best[None, y].log_odds:
                best[None, y] = Pair(None, y, total, split)
    return sorted(best.values(), key=lambda pair: -pair.log_odds)


def _likeliest(log_odds: Sequence[float]) -> list[int]:
    """The columns worth pairing: in a wide table the rest are out of the question."""
    return sorted(range(len(log_odds)), key=lambda column: -log_odds[column])[:_PAIRED]


def _order(whole: ClauseMatch, treatment: int, outcome: int) -> float:
    """Where no pattern divides the question, the cause is a little likelier to be named first."""
    first, second = whole.matches[treatment].clause_word, whole.matches[outcome].clause_word
    if not first or not second:
        return 0.0
    return FIRST if whole.clause.find(first) < whole.clause.find(second) else -FIRST


def confidences(pairs: Sequence[Pair]) -> list[float]:
    """Softmax of the pairs' log odds: the readings of one question add up to 1."""
    if not pairs:
        return []
    top = pairs[0].log_odds
    weights = [math.exp((pair.log_odds - top) / TEMPERATURE) for pair in pairs]
    return [weight / sum(weights) for weight in weights]

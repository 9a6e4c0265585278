"""Clauses against columns: which pair of columns the question is about, and how sure that is."""

from __future__ import annotations

import itertools
import math
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.designs.randomised import drawn_by_lot
from assistant.planning.reading.columns import (
    ACRONYM,
    ColumnText,
    Word,
    agreement,
    clause_words,
    column_texts,
    earlier_twins,
    is_called,
    logarithms,
    second_measurements,
    undocumented,
    versions,
    words_of,
)
from assistant.planning.reading.cues import load_cues
from assistant.planning.reading.grammar import Split
from assistant.planning.reading.text import distinct, is_chinese, marks, stem, tokens
from assistant.planning.timing import timing_grammar, years_in
from tools.types import ColumnProfile, DataProfile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.text.embedding import Embedder


# ---------------- What speaks for a column before the question is compared with it


_DESCRIBED = 0.6  # a description that says a role counts less than a name


def hint_log_odds(text: ColumnText, role: str, speaks_of_amount: bool = False) -> float:
    """What kind, timing and codebook say about a column's role before the clause is compared with them.

    A clause that speaks of an amount ("a rise in the price") is likelier to mean a number than a yes or no.
    """
    cues = load_cues("reading_roles")
    total = float(cues["kinds"][role].get(str(text.column.kind), 0.0))
    if role == "treatment" and speaks_of_amount:
        total += float(cues["amount"].get(str(text.column.kind), 0.0))
    if role == "outcome" and timing_grammar().words["fixed"].search(text.label):
        total += float(cues["fixed"]["outcome"])
    return total + timing_log_odds(text.column, role) + designation(text, role)


def timing_log_odds(column: ColumnProfile, role: str) -> float:
    """What the codebook's words on when a column was measured say of its role."""
    return float(load_cues("reading_roles")["timing"][role].get(str(column.timing), 0.0))


def designation(text: ColumnText, role: str) -> float:
    """Log odds for a column that the table itself calls the treatment or the outcome."""
    cues = load_cues("reading_roles")
    if text.column.name.lower() in cues["opaque"][role]:
        return float(cues["designated"][role])
    other = "outcome" if role == "treatment" else "treatment"
    if text.column.name.lower() in cues["opaque"][other]:
        return -float(cues["designated"][role])
    called = is_called(text.column.description or "", role)
    return _DESCRIBED * float(cues["designated"][role]) if called else 0.0


# ---------------- How many telling words a clause and a column share


_STRANGER, _STRANGER_ZH = 0.6, 0.1  # a word that no column shares; Chinese ones are mere pairs of characters
_LEAST = 0.2
_LEVEL = 0.5  # a level says less of what a column is about than its name
_LABELLED = 0.9  # but a yes-no column with a level that the clause names in two words or more is about it
_BOTH = 0.2  # of what the weaker of name, description and levels adds
_NEIGHBOURS = 0.12  # for two words that stand side by side in both
_MISSED, _UNSAID = 0.35, 0.35  # weight of words that only the column, only the clause has
_WHOLE = 0.25  # for a column that says everything the clause says, in two words or more


@dataclass(frozen=True)
class Match:
    """How much a clause's words speak of a column, and which words they are."""

    score: float  # 0..1
    clause_word: str = ""
    column_word: str = ""


class Vocabulary:
    """How telling a word is in this table: one that stands in every column tells nothing."""

    def __init__(self, texts: tuple[ColumnText, ...]) -> None:
        self._columns = len(texts)
        self._seen: Counter[str] = Counter()
        for text in texts:
            both = (*text.name_words, *text.description_words)
            self._seen.update({mark for word in both for mark in word.marks})

    def weight(self, word: Word) -> float:
        """Inverse frequency of its rarest mark among the columns, 0..1."""
        seen = [self._seen[mark] for mark in word.marks if self._seen[mark]]
        if not seen:
            weight = _STRANGER_ZH if is_chinese(word.text) else _STRANGER
        else:
            weight = math.log((self._columns + 1) / (min(seen) + 0.5)) / math.log(self._columns + 1.5)
        return max(_LEAST, weight)

    @property
    def marks(self) -> frozenset[str]:
        """Every mark of every column."""
        return frozenset(self._seen)

    def match(self, clause: tuple[Word, ...], column: ColumnText) -> Match:
        """The better of name and description, a little more when both speak of the clause."""
        name = self._overlap(clause, column.name_words, compound=True)
        described = self._overlap(clause, column.description_words, compound=False)
        levels = self._overlap(clause, column.level_words, compound=False)
        levels = replace(levels, score=(_LABELLED if _names_level(clause, column) else _LEVEL) * levels.score)
        first, *others = sorted((name, described, levels), key=lambda match: -match.score)
        score = min(1.2, first.score + _BOTH * sum(match.score for match in others))
        return Match(score, first.clause_word, first.column_word)

    def _overlap(self, clause: tuple[Word, ...], column: tuple[Word, ...], *, compound: bool) -> Match:
        """Tversky (1977) similarity of two bags of words, each word weighted."""
        if not clause or not column:
            return Match(0.0)
        neighbours = len(_adjacent(clause) & _adjacent(column))
        shared, told = 0.0, set[int]()
        best = (0.0, "", "")
        missed = 0.0
        for word in column:
            weight = self.weight(word)
            strengths = [other.share * agreement(other, word, compound) for other in clause]
            strength = max(strengths)
            place = strengths.index(strength)
            shared += weight * strength
            missed += weight * word.share * (1 - strength)
            if strength > 0:
                told.update(i for i, s in enumerate(strengths) if s > 0)
                told.update(i for i, other in enumerate(clause) if _spelled_out(other, clause[place]))
            if weight * strength > best[0]:
                best = (weight * strength, clause[place].text, word.text)
        unsaid = sum(
            word.share * self.weight(word)
            for i, word in enumerate(clause)
            if i not in told and word.share != ACRONYM
        )
        score = shared / (shared + _MISSED * missed + _UNSAID * unsaid) if shared else 0.0
        whole = _WHOLE if shared and not unsaid and len(told) >= 2 else 0.0
        return Match(min(1.2, score + whole + _NEIGHBOURS * min(neighbours, 2)), best[1], best[2])


def _names_level(clause: tuple[Word, ...], column: ColumnText) -> bool:
    """ "Electronic voting" of the levels "electronic voting" and "voting on paper"."""
    said = {mark for word in clause for mark in word.marks}
    for label in column.labels:
        words = words_of(label)
        if len(words) >= 2 and all(word.marks & said for word in words):
            return True
    return False


def _spelled_out(word: Word, acronym: Word) -> bool:
    """Is the word one that a matched acronym stands for?"""
    return acronym.share == ACRONYM and word.text in acronym.text.split()


def _adjacent(words: tuple[Word, ...]) -> set[tuple[str, str]]:
    """Pairs of single words that follow each other: "term limit" tells more than "term" and "limit"."""
    single = [stem(word.text) for word in words if " " not in word.text]
    return set(itertools.pairwise(single))


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
    measured_again: Mapping[
        str, str
    ]  # column that was measured first, by its name -> the same measured later
    owner: tuple[int, ...]  # row of `vectors` -> column
    vectors: NDArray[np.float32]  # (texts, dimension), unit rows
    drawn: frozenset[str]  # columns that chance decided, by their own entry in the codebook
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
            measured_again=second_measurements(texts),
            drawn=drawn_by_lot(profile),
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
    words = clause_words(clause, table.vocabulary.marks)
    amount = bool(set(load_cues("reading_roles")["amount"]["words"]) & set(tokens(clause)[:3]))
    matches = tuple(table.vocabulary.match(words, text) for text in table.texts)
    centre = sum(cosines) / len(cosines)
    log_odds = {
        role: tuple(
            WORDS[role] * match.score
            + MEANING * (cosine - centre)
            + HINTS[role] * hint_log_odds(text, role, amount)
            - UNDOCUMENTED * (text.column.name in table.passed_over)
            - not_plain(clause, text.column.name, role, table)
            for match, cosine, text in zip(matches, cosines, table.texts, strict=True)
        )
        for role in ("treatment", "outcome")
    }
    return ClauseMatch(clause, words, matches, cosines, log_odds)


def not_plain(clause: str, name: str, role: str, table: Table) -> float:
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


def likely_columns(pairs: Sequence[Pair]) -> list[int]:
    """The columns of the pairs, those of the best first, each once."""
    found = (place for pair in pairs for place in (pair.treatment, pair.outcome) if place is not None)
    return list(dict.fromkeys(found))


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

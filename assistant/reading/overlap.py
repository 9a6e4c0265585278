"""How many telling words a clause and a column share."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass, replace

from assistant.reading.columns import ColumnText
from assistant.reading.text import is_chinese, lexicon, stem
from assistant.reading.words import ACRONYM, Word, agreement, words_of

_UNIT = 0.15  # weight of "customers", "patients"
_GENERIC = 0.4  # "rate", "number": a share of the usual weight
_ONLY_GENERIC = 0.6  # of the score, where nothing but "rate" is shared
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
        """Inverse frequency of its rarest mark among the columns, 0..1; less for units and generic words."""
        known = lexicon()
        if word.marks & known.units:
            return _UNIT
        seen = [self._seen[mark] for mark in word.marks if self._seen[mark]]
        if not seen:
            weight = _STRANGER_ZH if is_chinese(word.text) else _STRANGER
        else:
            weight = math.log((self._columns + 1) / (min(seen) + 0.5)) / math.log(self._columns + 1.5)
        return max(_LEAST, weight) * (_GENERIC if word.marks & known.generic else 1.0)

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
        best: tuple[float, str, str, Word | None] = (0.0, "", "", None)
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
                best = (weight * strength, clause[place].text, word.text, clause[place])
        unsaid = sum(
            word.share * self.weight(word)
            for i, word in enumerate(clause)
            if i not in told and word.share != ACRONYM
        )
        score = shared / (shared + _MISSED * missed + _UNSAID * unsaid) if shared else 0.0
        if best[3] and best[3].marks & lexicon().generic:
            score *= _ONLY_GENERIC
        whole = _WHOLE if shared and not unsaid and len(told) >= 2 else 0.0
        return Match(min(1.2, score + whole + _NEIGHBOURS * min(neighbours, 2)), best[1], best[2])


def _names_level(clause: tuple[Word, ...], column: ColumnText) -> bool:
    """ "Electronic voting" of the levels "electronic voting" and "voting on paper"."""
    said = {mark for word in clause for mark in word.marks}
    for label in column.labels:
        words = [word for word in words_of(label) if " " not in word.text]
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

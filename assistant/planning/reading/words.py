"""Words of clauses and column names, and how far two of them stand for the same thing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from difflib import get_close_matches

from assistant.language.registry import until_registered
from assistant.planning.reading.text import (
    is_chinese,
    is_stopword,
    lexicon,
    marks,
    name_pieces,
    readable_name,
    skeleton_of,
    spell_out,
    stem,
    tokens,
)

ACRONYM = 0.9  # share of a clause's words that a column's name abbreviates by their first letters
_UNIT = 0.4  # share of "customers", "patients"
_TAIL = 0.5  # share of words that only say where, when or for whom
_MISSPELT = 6  # letters; shorter words are too close to others
_CLOSE = 0.84  # similarity (Ratcliff and Obershelp) of a misspelt word to the one that was meant


@dataclass(frozen=True)
class Word:
    """A word or phrase with the marks that other words can share."""

    text: str
    marks: frozenset[str]
    share: float = 1.0  # how much it counts in its clause


def words_of(text: str) -> tuple[Word, ...]:
    """The words and phrases of a text that carry meaning."""
    grouped: dict[str, set[str]] = {}
    for mark, source in marks(text).items():
        grouped.setdefault(source, set()).add(mark)
    return tuple(Word(source, frozenset(found)) for source, found in grouped.items())


def clause_words(clause: str, acronyms: Collection[str] = ()) -> tuple[Word, ...]:
    """Words of a clause: those of its tail ("in rural areas") count half.

    `acronyms` are pieces of column names; one that the clause spells out ("body mass index") is a word.
    """
    if is_chinese(clause):
        return words_of(clause)
    clause = mended(clause, acronyms)
    plain = tokens(clause)
    head = _head(plain)
    told = any(word.text in head and not word.marks & _people_and_amounts() for word in words_of(clause))
    words = [replace(word, share=_share(word, word.text in head, told)) for word in words_of(clause)]
    for size in (3, 4):
        for group in (plain[i : i + size] for i in range(len(plain) - size + 1)):
            initials = "".join(word[0] for word in group)
            if initials in acronyms:
                words.append(Word(" ".join(group), frozenset({initials}), share=ACRONYM))
    return tuple(words)


def described_words(description: str) -> tuple[Word, ...]:
    """Words of a column's description: those of its tail ("between 2004 and 2008") count half."""
    if is_chinese(description):
        return words_of(description)
    head = _head(tokens(description))
    return tuple(replace(word, share=1.0 if word.text in head else _TAIL) for word in words_of(description))


def _head(plain: list[str]) -> set[str]:
    """The words before the first that only opens a where, when or for whom."""
    cut = next((i for i, word in enumerate(plain) if i and word in lexicon().tails), len(plain))
    return {word.text for word in words_of(" ".join(plain[:cut]))}


def _share(word: Word, in_head: bool, told: bool) -> float:
    """ "Players" are who is asked about, not what: that a column speaks of a game says little.

    Unless nothing else is `told` before the tail: "staff in the north" and "staff numbers" are about staff.
    """
    people = word.marks & lexicon().units and (told or not in_head)
    return (1.0 if in_head else _TAIL) * (_UNIT if people else 1.0)


@until_registered
def _people_and_amounts() -> frozenset[str]:
    return frozenset(lexicon().units | lexicon().generic)


def mended(clause: str, known: Collection[str]) -> str:
    """The clause with misspelt words replaced by the closest word of the columns or the thesaurus."""
    words = []
    for word in tokens(clause):
        if len(word) >= _MISSPELT and word.isalpha() and stem(word) not in known and not _is_word(word):
            close = get_close_matches(
                stem(word), [k for k in known if k.isalpha() and len(k) >= 5], n=1, cutoff=_CLOSE
            )
            word = close[0] if close else word
        words.append(word)
    return " ".join(words)


def _is_word(word: str) -> bool:
    known = lexicon()
    return word in known.words or is_stopword(word) or (stem(word),) in known.phrases


def name_words(name: str) -> tuple[Word, ...]:
    """A word a piece of the name, with what it may abbreviate; phrases over several pieces besides."""
    storage = lexicon().storage
    words: list[Word] = []
    for piece in name_pieces(name):
        if piece in storage and not is_chinese(piece):
            continue
        readings = (piece, *spell_out(piece))
        found = {mark for reading in readings for mark in marks(reading)} | {stem(piece)}
        words.append(Word(piece, frozenset(found)))
    whole = words_of(readable_name(name))
    return tuple(words) + tuple(word for word in whole if " " in word.text)


def agreement(clause: Word, column: Word, compound: bool) -> float:
    """How far two words mean the same: 1 same stem, 0.75 same concept, less for a piece of a name."""
    common = clause.marks & column.marks
    if common:
        return 0.75 if all(mark.startswith("=") for mark in common) else 1.0
    if compound and column.text.isascii() and column.text.isalpha() and clause.text.isalpha():
        return _inside(clause.text, column.text)
    return 0.0


@until_registered
def _inside(word: str, piece: str) -> float:
    """`classsize` holds "class"; `gov` begins "government"; `prchs` has the consonants of "purchase"."""
    root = stem(word)
    if len(root) >= 4 and len(piece) >= 6 and root in piece:
        return 0.5 + 0.4 * min(1.0, len(root) / len(piece))
    if piece in lexicon().words or len(piece) < 3:
        return 0.0
    if word.startswith(piece):
        return 0.7
    if spell_out(piece):
        return 0.0
    return 0.7 if skeleton_of(word) == piece or skeleton_of(root) == piece else 0.0

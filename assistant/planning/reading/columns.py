"""Columns as texts: the words of name, description and levels, ready to be compared with a clause."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from difflib import get_close_matches

from assistant.designs.text import find_word
from assistant.language.registry import until_registered
from assistant.planning.reading.cues import load_cues
from assistant.planning.reading.grammar import Pattern, compile_patterns
from assistant.planning.reading.template import Text
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
from assistant.planning.timing import years_in
from tools.data.codebook import codebook_line
from tools.types import ColumnKind, ColumnProfile, DataProfile

# ---------------- Words of clauses and column names, and how far two of them stand for the same thing


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


# ---------------- Columns


# ---------------- What the description's prose says about a column besides its codebook entry


_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_CLAUSE_WORDS = 12  # a study's cause or effect is named in a few words
_BEFORE_WORDS = 5


def role_texts(profile: DataProfile) -> dict[str, str]:
    """Column -> words of the prose about it, for columns without a codebook entry or with a role name."""
    said: dict[str, str] = {}
    cues = load_cues("reading_roles")["opaque"]
    statement = study_statement(profile.description)
    for column in profile.columns:
        found = [] if column.description else [in_brackets(profile.description, column.name)]
        for role, words in zip(("treatment", "outcome"), statement, strict=True):
            if column.name.lower() in cues[role] or is_called(column.description or "", role):
                found.append(words)
        said[column.name] = "; ".join(words for words in found if words)
    return said


def is_called(description: str, role: str) -> bool:
    """Does the codebook call the column the treatment (or outcome), without saying what that is?"""
    phrases: list[str] = load_cues("reading_roles")["designated"]["phrases"][role]
    said = description.lower()
    return any(phrase in said for phrase in phrases)


def study_statement(description: str) -> tuple[str, str]:
    """The cause and the effect that the description says were studied; "" where it does not say."""
    causes: list[str] = []
    effects: list[str] = []
    for sentence in _SENTENCE.split(description):
        text = Text(re.sub(r"[,;:()]", " , ", sentence.lower().rstrip(". ")))
        for pattern in _statements():
            slots = pattern.templates[0].fit(text)
            if slots is not None:
                causes.append(_short(slots["cause"]))
                effects.append(_short(slots.get("effect") or ""))
                break
    return "; ".join(filter(None, causes[:2])), next(filter(None, effects), "")


def prose_stems(profile: DataProfile) -> frozenset[str]:
    """Stems of the words that the description tells outside its codebook lines; empty without a codebook."""
    names = {name.lower() for name in profile.names}
    lines = profile.description.splitlines()
    entries = [codebook_line(line.lower()) for line in lines]
    prose = [
        line
        for line, entry in zip(lines, entries, strict=True)
        if entry is None or names.isdisjoint(entry.names)
    ]
    return frozenset(map(stem, tokens(" ".join(prose)))) if len(prose) < len(lines) else frozenset()


def in_brackets(description: str, name: str) -> str:
    """The words before "(name)": "effect of job training (t) on" -> "effect of job training"."""
    match = re.search(
        rf"(?<![\w-])((?:[\w-]+\s+){{1,{_BEFORE_WORDS}}})[(\[]['\"`]?{re.escape(name)}['\"`]?[)\]]",
        description,
    )
    return match[1].strip() if match else ""


def _short(clause: str) -> str:
    return " ".join(clause.split(" , ")[0].split()[:_CLAUSE_WORDS])


@until_registered
def _statements() -> tuple[Pattern, ...]:
    cues = load_cues("reading_roles")["statements"]
    return compile_patterns(cues["pattern"], dict(cues["lists"]))


_NEXT_ENTRY = re.compile(r"(?<=\w)\s[a-z][\w.]*:\s+(?=[A-Z])")  # an entry for a column that the table lacks
_AFFIX = re.compile(r"[a-z]{1,3}|[23]|_(?:sq|log|ln|std|z)|(?:log|ln|sq)_")  # what a version adds to a name
_ASIDE_SHARE = 0.3  # of a word that only stands in brackets
_DESCRIPTION_WORDS = 40  # a codebook's first words say what a column is; the rest explains codes
_LEVELS = 50  # labels that are read
_ASIDE = re.compile(r"[(\uff08]([^()\uff08\uff09]{3,120})[)\uff09]")
_MOST_NAMED = 3  # columns that a description is taken to be about
# In a bracket that tells levels, and not what the column is.
_CODES = re.compile(r"[=:<>]|\b(?:if|otherwise|binary|dummy)\b|\b(?:between|from|to) -?\d", re.IGNORECASE)


@dataclass(frozen=True)
class ColumnText:
    """What can be read about one column."""

    column: ColumnProfile
    label: str  # the name in words
    description: str  # "" when nothing is said
    name_words: tuple[Word, ...]
    description_words: tuple[Word, ...]
    level_words: tuple[Word, ...]
    labels: tuple[str, ...]  # of the levels of a column with two
    in_prose: float  # share of the name's telling words that the description's prose speaks of, 0..1

    @property
    def texts(self) -> tuple[str, ...]:
        """What is embedded: the name, and the name with its description."""
        if not self.description:
            return (self.label,)
        return (self.label, f"{self.label}: {self.description}", self.description)


def column_texts(profile: DataProfile) -> tuple[ColumnText, ...]:
    """Every column's words, in table order."""
    said = role_texts(profile)
    prose = prose_stems(profile)
    return tuple(
        _column_text(column, said.get(column.name, ""), prose, profile) for column in profile.columns
    )


def _column_text(column: ColumnProfile, said: str, prose: frozenset[str], profile: DataProfile) -> ColumnText:
    described = _NEXT_ENTRY.split(column.meaning or column.description or "")[0]
    description = " ".join(described.split()[:_DESCRIPTION_WORDS])
    description = "; ".join(part for part in (description, said) if part)
    labels = [label for _, label in column.level_labels]
    labels += [str(level) for level, _ in column.levels if isinstance(level, str)]
    return ColumnText(
        column,
        readable_name(column.name),
        description,
        name_words(column.name),
        (*described_words(description), *_aside_words(column, description, profile)),
        words_of(" ; ".join(labels[:_LEVELS])),
        tuple(labels) if column.kind is ColumnKind.BINARY else (),
        _share_in(prose, column.name),
    )


def _aside_words(column: ColumnProfile, description: str, profile: DataProfile) -> tuple[Word, ...]:
    """Words that the codebook adds in brackets, and those of other columns that it names.

    "Inverted coefficient (measure of income inequality)"; "average of rate_f and rate_m" speaks of rates.

    They tell columns apart that are described alike otherwise ("score (first version)"), but a column that
    is not about them loses little.
    """
    if not column.meaning or not column.description:
        return ()
    told = [aside for aside in _ASIDE.findall(column.description) if not _CODES.search(aside)]
    named = [c for c in profile.columns if c is not column and _names(description, c.name)]
    told += [c.meaning or "" for c in named[:_MOST_NAMED]]
    known = {word.text for word in words_of(description)}
    return tuple(
        replace(word, share=_ASIDE_SHARE) for word in words_of(" ; ".join(told)) if word.text not in known
    )


def _names(text: str, column: str) -> bool:
    """Is the column named, by a name that is no plain word?"""
    plain = column.isalpha() and column.islower() and (len(column) < 5 or column in lexicon().words)
    return not plain and find_word(text, column) >= 0


def _share_in(prose: frozenset[str], name: str) -> float:
    generic = lexicon().generic
    telling = [stem(piece) for piece in name_pieces(name) if len(piece) >= 3 and stem(piece) not in generic]
    return sum(root in prose for root in telling) / len(telling) if telling else 0.0


def versions(texts: tuple[ColumnText, ...]) -> frozenset[str]:
    """Columns whose name is another's with a few letters before or behind: its log, square, other unit."""
    names = {text.column.name.casefold(): text.column.name for text in texts}
    bases = [base for base in names if len(base) >= 3]
    return frozenset(own for folded, own in names.items() if any(_adds_affix(folded, base) for base in bases))


def _adds_affix(name: str, base: str) -> bool:
    if name.startswith(base):
        return _AFFIX.fullmatch(name[len(base) :]) is not None
    return name.endswith(base) and _AFFIX.fullmatch(name[: -len(base)]) is not None


def logarithms(texts: tuple[ColumnText, ...]) -> frozenset[str]:
    """Columns that hold a logarithm, by their name or by what the codebook says."""
    held = set(load_cues("reading_roles")["transformed"]["held"])
    return frozenset(
        text.column.name
        for text in texts
        if held & {*name_pieces(text.column.name), *tokens(text.column.description or "")}
    )


def earlier_twins(texts: tuple[ColumnText, ...]) -> frozenset[str]:
    """Columns that were measured again in a later year under the same name: `pay_2019` beside `pay_2022`."""
    last: dict[str, int] = {}
    years: dict[str, tuple[str, int]] = {}
    for text in texts:
        base = "_".join(piece for piece in name_pieces(text.column.name) if not piece.isdigit())
        told = years_in(f"{text.column.name} {text.column.description or ''}")
        if base != text.column.name.casefold() and len(told) == 1:
            year = next(iter(told))
            years[text.column.name] = base, year
            last[base] = max(last.get(base, 0), year)
    return frozenset(name for name, (base, year) in years.items() if year < last[base])


def undocumented(texts: tuple[ColumnText, ...]) -> frozenset[str]:
    """Columns that the codebook passes over although it speaks of at least three others."""
    told = [text for text in texts if text.column.description]
    if len(told) < 3:
        return frozenset()
    return frozenset(text.column.name for text in texts if not text.column.description)

"""Columns as texts: the words of name, description and levels, ready to be compared with a clause."""

from __future__ import annotations

import re
from collections.abc import Collection, Set
from dataclasses import dataclass, replace

from assistant.language.registry import until_registered
from assistant.planning.reading.cues import load_cues
from assistant.planning.reading.grammar import Pattern, compile_patterns
from assistant.planning.reading.template import Text
from assistant.planning.reading.text import is_chinese, marks, readable_name, tails, tokens
from assistant.planning.timing import years_in
from assistant.reader.alike import looks
from tools.text.names import name_words
from tools.types import ColumnKind, ColumnProfile, DataProfile

# ---------------- Words of clauses and column names, and how far two of them stand for the same thing


ACRONYM = 0.9  # share of a clause's words that a column's name abbreviates by their first letters
_TAIL = 0.5  # share of words that only say where, when or for whom
_ALIKE = 0.5  # two words whose letters agree less have nothing to do with each other


@dataclass(frozen=True)
class Word:
    """A word with the marks that other words can share."""

    text: str
    marks: frozenset[str]
    share: float = 1.0  # how much it counts in its clause


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text that carry meaning; of Chinese, pairs of characters."""
    grouped: dict[str, set[str]] = {}
    for mark, source in marks(text).items():
        grouped.setdefault(source, set()).add(mark)
    return tuple(Word(source, frozenset(found)) for source, found in grouped.items())


def clause_words(clause: str, acronyms: Collection[str] = ()) -> tuple[Word, ...]:
    """Words of a clause or description: those of its tail ("in rural areas") count half.

    `acronyms` are pieces of column names; one that the clause spells out ("body mass index") is a word.
    """
    if is_chinese(clause):
        return words_of(clause)
    plain = tokens(clause)
    cut = next((place for place, word in enumerate(plain) if place and word in tails()), len(plain))
    head = set(plain[:cut])
    words = [replace(word, share=1.0 if word.text in head else _TAIL) for word in words_of(clause)]
    for size in (3, 4):
        for group in (plain[i : i + size] for i in range(len(plain) - size + 1)):
            initials = "".join(word[0] for word in group)
            if initials in acronyms:
                words.append(Word(" ".join(group), frozenset({initials}), share=ACRONYM))
    return tuple(words)


def agreement(clause: Word, column: Word, compound: bool) -> float:
    """How far two words are the same: 1 same stem; of pieces of a name also letters and abbreviations."""
    if clause.marks & column.marks:
        return 1.0
    letters = max(looks(clause.text, column.text)[1:]) if compound and " " not in clause.text else 0.0
    return letters if letters >= _ALIKE else 0.0


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


# ---------------- Columns


_NEXT_ENTRY = re.compile(r"(?<=\w)\s[a-z][\w.]*:\s+(?=[A-Z])")  # an entry for a column that the table lacks
_AFFIX = re.compile(r"[a-z]{1,3}|[23]|_(?:sq|log|ln|std|z)|(?:log|ln|sq)_")  # what a version adds to a name
_ASIDE_SHARE = 0.3  # of a word that only stands in brackets
_DESCRIPTION_WORDS = 40  # a codebook's first words say what a column is; the rest explains codes
_LEVELS = 50  # labels that are read
_ASIDE = re.compile(r"[(\uff08]([^()\uff08\uff09]{2,120})[)\uff09]")
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

    @property
    def texts(self) -> tuple[str, ...]:
        """What is embedded: the name, and the name with its description."""
        if not self.description:
            return (self.label,)
        return (self.label, f"{self.label}: {self.description}", self.description)


def column_texts(profile: DataProfile) -> tuple[ColumnText, ...]:
    """Every column's words, in table order."""
    said = role_texts(profile)
    return tuple(_column_text(column, said.get(column.name, "")) for column in profile.columns)


def _column_text(column: ColumnProfile, said: str) -> ColumnText:
    described = _NEXT_ENTRY.split(column.meaning or column.description or "")[0]
    description = " ".join(described.split()[:_DESCRIPTION_WORDS])
    description = "; ".join(part for part in (description, said) if part)
    labels = [label for _, label in column.level_labels]
    labels += [str(level) for level, _ in column.levels if isinstance(level, str)]
    return ColumnText(
        column,
        readable_name(column.name),
        description,
        words_of(readable_name(column.name)),
        (*clause_words(description), *_aside_words(column, description)),
        words_of(" ; ".join(labels[:_LEVELS])),
        tuple(labels) if column.kind is ColumnKind.BINARY else (),
    )


def _aside_words(column: ColumnProfile, description: str) -> tuple[Word, ...]:
    """Words that the codebook adds in brackets: another name, the same in another language, which version.

    They tell columns apart that are described alike otherwise, but a column that is not about them loses
    little.
    """
    if not column.meaning or not column.description:
        return ()
    told = [aside for aside in _ASIDE.findall(column.description) if not _CODES.search(aside)]
    known = {word.text for word in words_of(description)}
    return tuple(
        replace(word, share=_ASIDE_SHARE) for word in words_of(" ; ".join(told)) if word.text not in known
    )


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
        if held & {*name_words(text.column.name), *tokens(text.column.description or "")}
    )


def earlier_twins(texts: tuple[ColumnText, ...]) -> frozenset[str]:
    """Columns that were measured again in a later year under the same name: `pay_2019` beside `pay_2022`."""
    last: dict[str, int] = {}
    years: dict[str, tuple[str, int]] = {}
    for text in texts:
        base = "_".join(piece for piece in name_words(text.column.name) if not piece.isdigit())
        told = years_in(f"{text.column.name} {text.column.description or ''}")
        if base != text.column.name.casefold() and len(told) == 1:
            year = next(iter(told))
            years[text.column.name] = base, year
            last[base] = max(last.get(base, 0), year)
    return frozenset(name for name, (base, year) in years.items() if year < last[base])


def second_measurements(texts: tuple[ColumnText, ...]) -> dict[str, str]:
    """A column whose name says that it was measured first -> the same measured again: `pulse`."""
    first, second = (set(load_cues("reading_roles")["measured"][which]) for which in ("first", "second"))
    again: dict[str, list[str]] = {}
    for text in texts:
        name = text.column.name
        if not _bare(name, first) or _bare(name, first) == _bare(name, set()):
            again.setdefault(_bare(name, second), []).append(name)
    found = {}
    for text in texts:
        name = text.column.name
        bare = _bare(name, first)
        later = again.get(bare, [])
        if bare and bare != _bare(name, set()) and len(later) == 1 and later[0] != name:
            found[name] = later[0]
    return found


def _bare(name: str, words: Set[str]) -> str:
    """The name's words, less some; of a Chinese name its signs."""
    if is_chinese(name):
        for word in sorted(words, key=len, reverse=True):
            name = name.replace(word, "")
        return name
    return " ".join(word for word in name_words(name) if word not in words)


def undocumented(texts: tuple[ColumnText, ...]) -> frozenset[str]:
    """Columns that the codebook passes over although it speaks of at least three others."""
    told = [text for text in texts if text.column.description]
    if len(told) < 3:
        return frozenset()
    return frozenset(text.column.name for text in texts if not text.column.description)

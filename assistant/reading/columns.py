"""Columns as texts: the words of name, description and levels, ready to be compared with a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.reading.roles import prose_stems, role_texts
from assistant.reading.text import lexicon, name_pieces, readable_name, stem
from assistant.reading.words import Word, described_words, name_words, words_of
from tools.types import ColumnProfile, DataProfile

_NEXT_ENTRY = re.compile(r"(?<=\w)\s[a-z][\w.]*:\s+(?=[A-Z])")  # an entry for a column that the table lacks
_AFFIX = re.compile(r"[a-z]{1,3}|[23]|_(?:sq|log|ln|std|z)|(?:log|ln|sq)_")  # what a version adds to a name
_DESCRIPTION_WORDS = 40  # a codebook's first words say what a column is; the rest explains codes
_LEVELS = 50  # labels that are read


@dataclass(frozen=True)
class ColumnText:
    """What can be read about one column."""

    column: ColumnProfile
    label: str  # the name in words
    description: str  # "" when nothing is said
    name_words: tuple[Word, ...]
    description_words: tuple[Word, ...]
    level_words: tuple[Word, ...]
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
    return tuple(_column_text(column, said.get(column.name, ""), prose) for column in profile.columns)


def _column_text(column: ColumnProfile, said: str, prose: frozenset[str]) -> ColumnText:
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
        described_words(description),
        words_of(" ; ".join(labels[:_LEVELS])),
        _share_in(prose, column.name),
    )


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


def undocumented(texts: tuple[ColumnText, ...]) -> frozenset[str]:
    """Columns that the codebook passes over although it speaks of at least three others."""
    told = [text for text in texts if text.column.description]
    if len(told) < 3:
        return frozenset()
    return frozenset(text.column.name for text in texts if not text.column.description)

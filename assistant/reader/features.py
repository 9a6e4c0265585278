"""A question and the columns of a table as numbers: what is exact, and what a table's keeper sees.

How words are written is compared here (`alike`); what they mean is compared by the net over the states of an
encoder (`encoder`). A word is evidence for a column only against the others, so the net also takes each
figure less its mean over the columns.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.reader.alike import LOOKS, is_ideographic, looks, words_of
from tools.text.names import name_words
from tools.types import ColumnKind, ColumnProfile, DataProfile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "COLUMN_FEATURES",
    "LOOK_FEATURES",
    "TOKEN_FEATURES",
    "Seen",
    "TableView",
    "column_text",
    "look_at",
    "view_of",
]

# ---------------- columns


FIELDS = 3  # name, description, levels
_DESCRIPTION_WORDS = 40  # of a codebook's line that are compared as they are written
_TEXT_WORDS = 16  # of it that are read for their meaning
_TEXT_SIGNS = 60  # the same of a description without blanks
_LEVELS = 12  # labels that are read
_LOG = frozenset({"log", "ln", "logarithm", "logged", "对数", "logarithmus"})
_EARLIER = frozenset(
    {"pre", "prev", "previous", "last", "lag", "lagged", "baseline", "before", "base", "prior"}
)
_SWITCH = frozenset({"treat", "treated", "treatment", "post", "arm", "d", "exposed", "policy"})
_COMMON = 0.3  # weight of a word that every column says
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MARKS = 9  # of `_marks`
TOKEN_FEATURES = 6
LOOK_FEATURES = FIELDS * LOOKS
COLUMN_FEATURES = len(ColumnKind) + _MARKS + FIELDS * LOOKS + 4


@dataclass(frozen=True)
class TableView:
    """All columns of a table, ready to be compared with a question."""

    names: tuple[str, ...]
    texts: tuple[str, ...]  # a column each: what is read for its meaning
    written: tuple[str, ...]  # every word of every column, once
    places: tuple[tuple[NDArray[np.int64], ...], ...]  # column, field -> its words in `written`
    weights: tuple[tuple[NDArray[np.float32], ...], ...]  # of those words: less for what many columns say
    own: NDArray[np.float32]  # (columns, features): what kind and name say before anything was asked


def spoken_name(name: str) -> str:
    return " ".join(name_words(name)) or name


def column_text(column: ColumnProfile) -> str:
    """What is read of a column for its meaning: its name in words, and the codebook's first words."""
    name, described, levels = _fields(column)
    told = " ".join(described.split()[:_TEXT_WORDS])[: _TEXT_SIGNS if is_ideographic(described) else 160]
    text = f"{name}: {told}" if told else name
    return f"{text}; {levels[:40]}" if levels and not told else text


def _fields(column: ColumnProfile) -> tuple[str, str, str]:
    """Name in words, the codebook's first words, labels of levels; "" for what is not there."""
    described = " ".join((column.description or column.meaning or "").split()[:_DESCRIPTION_WORDS])
    labels = [label for _, label in column.level_labels]
    labels += [level for level, _ in column.levels if isinstance(level, str)]
    return spoken_name(column.name), described, ", ".join(labels[:_LEVELS])


def view_of(profile: DataProfile) -> TableView:
    """Texts, words and marks of every column, in table order."""
    import numpy as np

    fields = [_fields(column) for column in profile.columns]
    words = [
        (
            tuple(dict.fromkeys((*name_words(column.name), *words_of(own[0])))),
            words_of(own[1]),
            words_of(own[2]),
        )
        for column, own in zip(profile.columns, fields, strict=True)
    ]
    rarity = [_rarity([own[field] for own in words]) for field in range(FIELDS)]
    written = tuple(dict.fromkeys(word for own in words for texts in own for word in texts))
    numbers = {word: number for number, word in enumerate(written)}
    return TableView(
        names=profile.names,
        texts=tuple(map(column_text, profile.columns)),
        written=written,
        places=tuple(
            tuple(np.array([numbers[word] for word in texts], dtype=np.int64) for texts in own)
            for own in words
        ),
        weights=tuple(
            tuple(
                np.array([_COMMON + (1 - _COMMON) * rare[word] for word in texts], dtype=np.float32)
                for texts, rare in zip(own, rarity, strict=True)
            )
            for own in words
        ),
        own=_marks(profile, fields),
    )


def _rarity(columns: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """1 for a word of one column, towards 0 for one of all."""
    seen: dict[str, int] = {}
    for words in columns:
        for word in set(words):
            seen[word] = seen.get(word, 0) + 1
    return {word: 1 - math.log(times) / math.log(len(columns) + 1) for word, times in seen.items()}


def _marks(profile: DataProfile, fields: Sequence[tuple[str, str, str]]) -> NDArray[np.float32]:
    """What a table's keeper sees at once: kind, constant, logarithm, earlier or later twin, switch."""
    import numpy as np

    kinds = list(ColumnKind)
    names = [tuple(name_words(column.name)) for column in profile.columns]
    years = [_YEAR.findall(f"{c.name} {own[1]}") for c, own in zip(profile.columns, fields, strict=True)]
    last = max((int(year) for own in years for year in own), default=0)
    rows = np.zeros((len(names), len(kinds) + _MARKS), dtype=np.float32)
    for place, column in enumerate(profile.columns):
        said = {*names[place], *words_of(fields[place][1])}
        rows[place, kinds.index(column.kind)] = 1.0
        rows[place, len(kinds) :] = [
            {level for level, _ in column.levels} == {0, 1},
            column.missing / max(column.rows, 1),
            bool(fields[place][1]),
            bool(said & _LOG),
            bool(said & _EARLIER),
            bool(set(names[place]) & _SWITCH),
            _twins(place, names),
            bool(years[place]) and max(map(int, years[place])) == last,
            bool(years[place]) and max(map(int, years[place])) < last,
        ]
    return rows


def _twins(place: int, names: Sequence[tuple[str, ...]]) -> float:
    """1 for a name that holds another's whole name and more, as `log_wage` beside `wage`; -1 for that one."""
    own = set(names[place])
    others = [set(other) for i, other in enumerate(names) if i != place]
    if any(other and other < own for other in others):
        return 1.0
    return -1.0 if any(own and own < other for other in others) else 0.0


# ---------------- the question beside them


_NUMBER = re.compile(r"\d")


@dataclass(frozen=True)
class Seen:
    """A question beside the columns of a table, as it is written."""

    token: NDArray[np.float32]  # (tokens, TOKEN_FEATURES)
    looks: NDArray[np.float32]  # (columns, tokens, LOOK_FEATURES)
    column: NDArray[np.float32]  # (columns, COLUMN_FEATURES)


def look_at(question: str, pieces: Sequence[str], table: TableView) -> Seen:
    """The figures for a question that the encoder's vocabulary cuts into `pieces`."""
    import numpy as np

    words = _whole_words(pieces)
    token = np.array([_token(word, i, len(words)) for i, word in enumerate(words)], dtype=np.float32)
    figures = np.zeros((len(table.names), len(words), LOOK_FEATURES), dtype=np.float32)
    covered = np.zeros((len(table.names), FIELDS, LOOKS), dtype=np.float32)
    spoken = list(dict.fromkeys(word for word in words if word))
    number = {word: place for place, word in enumerate(spoken)}
    said = [place for place, word in enumerate(words) if word]
    of_words = [number[words[place]] for place in said]
    alike = np.array(
        [[looks(word, other) for other in table.written] for word in spoken], dtype=np.float32
    ).reshape(len(spoken), len(table.written), LOOKS)
    for c in range(len(table.names)):
        for field in range(FIELDS):
            places, weights = table.places[c][field], table.weights[c][field]
            if not len(places) or not spoken:
                continue
            own = alike[:, places]
            best = (own * weights[None, :, None]).max(axis=1)
            figures[c, said, field * LOOKS : (field + 1) * LOOKS] = best[of_words]
            covered[c, field] = (own.max(axis=0) * weights[:, None]).sum(axis=0) / weights.sum()
    column = np.hstack([table.own, covered.reshape(len(table.names), -1), _literal(question, table)])
    return Seen(token, figures, column.astype(np.float32))


def _whole_words(pieces: Sequence[str]) -> list[str]:
    """The word of each piece in lower case: "cancel", "led" are both of "cancelled"; "" for signs.

    Ideographs are read in pairs of neighbours, as columns' words are.
    """
    groups: list[list[int]] = []
    for place, piece in enumerate(pieces):
        starts = piece.startswith("\u2581") or piece in ("<s>", "</s>") or not groups
        if starts or is_ideographic(piece) or is_ideographic(pieces[groups[-1][-1]]):
            groups.append([])
        groups[-1].append(place)
    words = [""] * len(pieces)
    for group in groups:
        text = "".join(pieces[i] for i in group).replace("\u2581", "").lower()
        found = words_of(text) if text not in ("<s>", "</s>") else ()
        for i in group:
            words[i] = found[0] if found else ""
    for i in range(len(words) - 1):
        if len(words[i]) == 1 and is_ideographic(words[i]) and is_ideographic(words[i + 1]):
            words[i] += words[i + 1][0]
    return words


def _token(word: str, place: int, count: int) -> list[float]:
    return [
        place / max(count - 1, 1),
        float(bool(_NUMBER.search(word))),
        float(word == ""),
        float(is_ideographic(word)),
        min(len(word), 12) / 12,
        min(count, 60) / 60,
    ]


def _literal(question: str, table: TableView) -> NDArray[np.float32]:
    """Is the name written out, in words or as it is, and how long is it; is it part of a longer one said?"""
    import numpy as np

    text = f" {' '.join(name_words(question))} "
    raw = question.lower()
    names = [f" {spoken_name(name)} " for name in table.names]
    said = [name in text or (is_ideographic(name) and name.strip() in raw) for name in names]
    told = [place for place, spoken in enumerate(said) if spoken]
    rows = []
    for c, name in enumerate(table.names):
        exact = bool(re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", raw))
        within = any(other != c and names[c].strip() in names[other] for other in told)
        rows.append([said[c], exact, min(len(names[c].split()), 4) / 4 * said[c], within])
    return np.array(rows, dtype=np.float32)

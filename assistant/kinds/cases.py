"""Of which case a question speaks: the row by what it is called, and which part of it is not what happened.

A row is named by the cell of a column that tells rows apart ("patient 1308", "Anna", "minute 1500"), by
its number in the table ("row 17"), or by what it is like, where one row alone is so. What is named and in
no row is told; where several rows fit, the person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from assistant.language import language, languages
from assistant.planning.reading.text import is_chinese, is_stopword, stem, tokens
from tools.effects.conditions import rows_meeting
from tools.text.names import name_words
from tools.types import ColumnKind, ColumnProfile, DataProfile

if TYPE_CHECKING:
    from assistant.kinds.interface import Asked
    from tools.data import Table

__all__ = ["Row", "consequences", "found_rows", "key_of", "matches", "names_of_rows", "negated", "said_in"]

_TOKEN = re.compile(
    r"(?<![A-Za-z0-9_.,/-])#?"
    r"(?P<value>(?:[A-Za-z]{1,8}[-_]?)?\d[A-Za-z0-9_-]*(?:,\d{3})*(?:[./:]\d[A-Za-z0-9:]*)*)"
)
_WORD = re.compile(r"[^\W_]+")
_NOUN = 3  # words before a number that may say what it counts
_NEAR = 28  # characters before a column's words in which a negation is about it
_NEAR_ZH = 6
_KEYS = (ColumnKind.IDENTIFIER, ColumnKind.TIME, ColumnKind.TEXT)
_NAMES = 0.5  # distinct cells to rows, from which on text cells may be names of rows
_LONGEST = 60  # characters of a cell that may be a name


@dataclass(frozen=True)
class Row:
    """Rows that a question may mean."""

    said: str  # as the question names them; "" where it names none
    key: str  # the column that was looked in; "": by number, or by what they are like
    places: tuple[int, ...]  # in the table, from 0 on
    number: str = ""  # the figure in the question that is a name and no level


def said_in(text: str, code: str, what: str) -> bool:
    """Does one of the patterns of this name stand in the text?"""
    return any(re.search(pattern, text.lower()) for pattern in language(code).cues("cases").get(what, ()))


def matches(text: str, code: str, what: str) -> Iterator[re.Match[str]]:
    for pattern in language(code).cues("cases").get(what, ()):
        yield from re.finditer(pattern, text.lower())


def negated(text: str, column: ColumnProfile, code: str, beside: ColumnProfile | None = None) -> bool | None:
    """Is the column spoken of as not so ("without the drug")? None where the text does not speak of it.

    A negation before the words of the column `beside` is about that one.
    """
    wanted = _words_of(column)
    others = [start for start, word in _words_in(text) if beside and _names(word, _words_of(beside) - wanted)]
    near = _NEAR_ZH if is_chinese(text) else _NEAR
    spoken = None
    for start, word in _words_in(text):
        if not _names(word, wanted):
            continue
        spoken = spoken or False
        begin = max([start - near, 0, *(other for other in others if other < start)])
        if said_in(text[begin:start], code, "negated"):
            return True
        if language(code).cues("cases").get("negation_follows") and said_in(
            text[start : start + near], code, "negated"
        ):
            return True
    return spoken


def _names(word: str, wanted: set[str]) -> bool:
    return any(word in each for each in wanted) if is_chinese(word) else _alike(word, wanted)


def _words_of(column: ColumnProfile) -> set[str]:
    levels = {word for _, label in column.level_labels for word in tokens(label)}
    words = [*name_words(column.name), *tokens(column.description or column.meaning or "")]
    found = {stem(word) for word in words if not is_stopword(word) and word not in levels}
    if is_chinese(column.description or ""):
        found |= set(re.findall(r"[\u4e00-\u9fff]{2,}", column.description or ""))
    return found


def _words_in(text: str) -> Iterator[tuple[int, str]]:
    if is_chinese(text):
        for place in range(len(text) - 1):
            if is_chinese(text[place]) and is_chinese(text[place + 1]):
                yield place, text[place : place + 2]
        return
    for match in re.finditer(r"[^\W\d_]+", text):
        yield match.start(), match.group()


def _alike(word: str, wanted: set[str]) -> bool:
    return not is_stopword(word.lower()) and stem(word.lower()) in wanted


# ---------------- The row


def found_rows(asked: Asked, taken: set[str]) -> Row | None:
    """The rows that the question names; None where it names none. `taken` are treatment and outcome."""
    text, code = asked.question, asked.understanding.language
    own = [c for c in asked.profile.columns if c.name not in taken]
    named = [
        candidate
        for candidate in _by_token(text, code, own, asked)
        if candidate[0] > 0
    ]  # fmt: skip
    if named:
        best = max(named, key=lambda candidate: (candidate[0], bool(candidate[1].places)))
        return best[1]
    for match in matches(text, code, "row"):
        number = int(match["n"])
        place = number - 1
        inside = (place,) if 0 <= place < asked.profile.rows else ()
        return Row(text[match.start() : match.end()], "", inside, match["n"])
    by_name = _by_name(text, own, asked)
    if by_name is not None:
        return by_name
    return _by_likeness(asked, taken)


def _by_token(
    text: str, code: str, columns: Sequence[ColumnProfile], asked: Asked
) -> Iterator[tuple[float, Row]]:
    """(how telling, row) for each number or code in the question that may name a row."""
    numbered = [match.span("n") for match in matches(text, code, "row")]
    for match in _TOKEN.finditer(text):
        if any(start <= match.start("value") < end for start, end in numbered):
            continue
        value, before = match["value"].rstrip("-_."), text[: match.start()]
        nouns = [word.lower() for word in re.findall(r"[^\W\d_]+", before)[-_NOUN:]]
        about_level = said_in(before, code, "level")
        subject = said_in(before, code, "subject") or match.group().startswith("#")
        for column in columns:
            fits = _about(nouns, before, text[match.end() :], column)
            unique = column.distinct >= max(column.rows - column.missing, 1)
            key = column.kind in _KEYS or (column.kind is ColumnKind.CATEGORY and _is_text(column))
            if not (key or (fits and (unique or column.kind is ColumnKind.COUNT))):
                continue
            if about_level and not fits:
                continue
            lettered = bool(re.search(r"[A-Za-z]", value)) or column.kind is ColumnKind.TIME
            noun = bool(nouns) and not is_stopword(nouns[-1]) and not _of_others(nouns[-1], column, asked)
            identifier = column.kind is ColumnKind.IDENTIFIER
            if not (fits or lettered or (identifier and (subject or noun))):
                continue
            places = _places(asked.table, column, value)
            if (
                not places
                and not (fits and (identifier or unique))
                and not (identifier and (subject or noun))
            ):
                continue
            score = 4.0 * fits + 2.0 * identifier + 1.0 * unique + 3.0 * bool(places)
            start = _start_of(text, match.start(), nouns if fits or noun else [])
            said = _without_lead(text[start : match.end()].strip(), code)
            yield score, Row(said, column.name, places, value.replace(",", ""))


def _without_lead(said: str, code: str) -> str:
    """Less the word for "if", where no space parts it from the noun."""
    for lead in language(code).cues("cases").get("lead", ()):
        said = re.sub(rf"^(?:{lead})", "", said)
    return said


def _about(nouns: Sequence[str], before: str, after: str, column: ColumnProfile) -> bool:
    """Do the words beside a number say that it is of this column? The last one alone decides."""
    wanted = _words_of(column)
    if is_chinese(before[-6:] + after[:6]):
        said = before[-6:] + "|" + after[:5]
        pairs = {said[i : i + 2] for i in range(len(said) - 1)} - {""}
        pairs = {pair for pair in pairs if all(is_chinese(c) for c in pair)}
        label = f"{column.description or ''} {column.name}"
        return any(pair in label for pair in pairs)
    return bool(nouns) and bool(nouns[-1]) and _alike(nouns[-1], wanted)


def _of_others(noun: str, column: ColumnProfile, asked: Asked) -> bool:
    return any(_alike(noun, _words_of(other)) for other in asked.profile.columns if other.name != column.name)


def _start_of(text: str, place: int, nouns: Sequence[str]) -> int:
    """Where the naming begins: with the noun right before the number."""
    if not nouns:
        return place
    found = text.lower().rfind(nouns[-1], 0, place)
    return found if found >= 0 else place


def _is_text(column: ColumnProfile) -> bool:
    return bool(column.levels) and isinstance(column.levels[0][0], str)


def _places(table: Table, column: ColumnProfile, value: str) -> tuple[int, ...]:
    """The rows whose cell is this value, however it is written."""
    cells = table.frame([column.name])[column.name]
    if cells.dtype.kind in "if":
        plain = value.replace(",", "")
        if not re.fullmatch(r"-?\d+(\.\d+)?", plain):
            return ()
        return tuple(map(int, np.flatnonzero(cells.to_numpy(dtype=float) == float(plain))))
    if cells.dtype.kind == "M":
        when = _date(value)
        if when is None:
            return ()
        exact = ":" in value
        same = cells == when if exact else cells.dt.normalize() == when.normalize()
        return tuple(map(int, np.flatnonzero(same.to_numpy())))
    wanted = value.casefold()
    written = cells.map(lambda cell: str(cell).strip().casefold(), na_action="ignore")
    found = np.flatnonzero((written == wanted).to_numpy())
    if not len(found) and wanted.isdigit():
        # "customer 17" where the cells are C-017.
        digits = written.str.replace(r"\D", "", regex=True).str.lstrip("0")
        found = np.flatnonzero((digits == wanted.lstrip("0")).to_numpy())
    return tuple(map(int, found))


def _date(value: str) -> pd.Timestamp | None:
    for first in (False, True):
        try:
            return pd.to_datetime(value, dayfirst="." in value or first)
        except (ValueError, OverflowError):
            continue
    return None


def _by_name(text: str, columns: Sequence[ColumnProfile], asked: Asked) -> Row | None:
    """A cell of a column of names that stands in the question; of a longer one, its first or last word."""
    said = f" {' '.join(_WORD.findall(text.casefold()))} "
    # German nouns begin with a capital too: what columns are called is no name.
    known = set().union(*(_words_of(column) for column in asked.profile.columns))
    for column in columns:
        names = column.kind in (ColumnKind.TEXT, ColumnKind.IDENTIFIER, ColumnKind.CATEGORY)
        if not names or column.distinct < _NAMES * max(column.rows, 1):
            continue
        cells = asked.table.frame([column.name])[column.name]
        if cells.dtype.kind in "ifM":
            continue
        written = cells.map(
            lambda cell: " ".join(_WORD.findall(str(cell)[:_LONGEST].casefold())), na_action="ignore"
        ).fillna("")
        whole = np.array(
            [
                len(cell) > 1 and (f" {cell} " in said or (is_chinese(cell) and cell in text))
                for cell in written
            ],
            dtype=bool,
        )
        part = whole
        if not whole.any():
            spoken = {word.casefold() for word in re.findall(r"\b[A-ZÄÖÜ][^\W\d_]+", text)}
            spoken = {word for word in spoken if not is_stopword(word) and stem(word) not in known}
            part = np.array([bool(spoken & {*cell.split()[:1], *cell.split()[-1:]}) for cell in written])
        if part.any():
            places = tuple(map(int, np.flatnonzero(part)))
            return Row(
                str(cells.iloc[places[0]]) if len(places) == 1 else _common(written, places),
                column.name,
                places,
            )
    return None


def _common(written: pd.Series, places: Sequence[int]) -> str:
    shared = set.intersection(*(set(written.iloc[place].split()) for place in places))
    return " ".join(sorted(shared)).title()


def _by_likeness(asked: Asked, taken: set[str]) -> Row | None:
    """The rows that are as the question says, beside what it says of treatment and outcome."""
    limits = [c for c in asked.understanding.population if c.column not in taken]
    if not limits:
        return None
    frame = asked.table.frame([c.column for c in limits])
    inside = rows_meeting(frame, limits)
    places = tuple(map(int, np.flatnonzero(inside)))
    return Row("", "", places)


def names_of_rows(profile: DataProfile) -> list[str]:
    """The columns by which a row can be named, the plainest first."""
    unique = [c for c in profile.columns if c.distinct == c.rows and c.rows]
    plain = [c.name for c in profile.columns if c.kind is ColumnKind.IDENTIFIER]
    return plain + [c.name for c in unique if c.kind in (ColumnKind.TEXT, ColumnKind.CATEGORY)]


def key_of(row: Any, key: str | None, profile: DataProfile, table: Table) -> Row:
    """The row that a caller names: a cell of `key`, else of the column that tells rows apart, else its number
    from 1 on.
    """
    keys = [key] if key else names_of_rows(profile)
    value = f"{row:.15g}" if isinstance(row, float) else str(row)
    for name in keys:
        places = _places(table, profile[name], value)
        if places:
            return Row(value, name, places, value)
    if keys or not value.isdigit():
        return Row(value, keys[0] if keys else "", (), value)
    place = int(value) - 1
    return Row(value, "", (place,) if 0 <= place < profile.rows else (), value)


# ---------------- What follows from the treatment or the outcome, by the columns' own descriptions


def consequences(profile: DataProfile, roots: set[str]) -> frozenset[str]:
    """The columns whose description says that they follow from one of `roots`, or from such a column.

    "Share of requests that fail; rises with the latency": a word that stands in one column's name alone names
    that column.
    """
    owners: dict[str, list[str]] = {}
    for column in profile.columns:
        for word in {stem(word) for word in name_words(column.name) if len(word) > 2}:
            owners.setdefault(word, []).append(column.name)
    follows: dict[str, set[str]] = {}
    for column in profile.columns:
        text = column.description or ""
        causes: set[str] = set()
        for code in languages():
            for match in matches(text, code, "follows"):
                said = match["on"]
                causes |= {other for other in profile.names if _says(said, other)}
                for word in map(stem, tokens(said)):
                    if len(owners.get(word, ())) == 1:
                        causes.add(owners[word][0])
        follows[column.name] = causes - {column.name}
    found: set[str] = set()
    while True:
        more = {name for name, causes in follows.items() if causes & (found | roots)} - found - roots
        if not more:
            return frozenset(found)
        found |= more


def _says(text: str, name: str) -> bool:
    """Does the text have the column's whole name?"""
    words = " ".join(map(stem, name_words(name)))
    return f" {words} " in f" {' '.join(map(stem, tokens(text.replace('_', ' '))))} "

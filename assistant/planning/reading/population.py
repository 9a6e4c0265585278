"""Whom the question asks about: conditions on columns, only where the words are exact.

A wrong filter is worse than none, so a level must be named in a place that limits the population
("among smokers", "for women over 60"), and what cannot be applied is said instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.planning.reading.contrast import level_names
from assistant.planning.reading.cues import compiled, load_cues
from assistant.planning.reading.numbers import number, with_numbers
from assistant.planning.reading.text import marks, stem, tokens
from assistant.types import Evidence
from tools.text.names import name_words
from tools.text.sentences import CJK
from tools.types import ColumnKind, ColumnProfile, Condition, DataProfile, EstimandKind, Level

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_OPPOSITE = {"!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_FEW = (ColumnKind.BINARY, ColumnKind.CATEGORY, ColumnKind.COUNT)


def read_population(
    question: str, apart: str, profile: DataProfile, taken: set[str], limited: Collection[str] = ()
) -> tuple[tuple[Condition, ...], tuple[Evidence, ...]]:
    """Conditions and their evidence; `taken` are treatment and outcome, `apart` the words after "among".

    `limited` are columns that the learned reader holds for a limit: of these a level, a bound or a number
    counts wherever it stands in the question.
    """
    text = question.lower().strip(" ?.!？。")
    free = [column for column in profile.columns if column.name not in taken]
    found: dict[str, tuple[Condition, str]] = {}
    for condition, words in (
        *_people(text, free),
        *_bounds(text, free),
        *_years(text, free),
        *_levels(text, free),
        *(
            condition
            for column in free
            if column.name in limited
            for condition in (*_level_of(text, column), *_bound_of(text, column))
        ),
    ):
        found.setdefault(condition.column, (condition, words))
    evidence = [
        Evidence("population", f"'{words}' means {condition}", 1.0) for condition, words in found.values()
    ]
    if apart and not found:
        evidence.append(Evidence("population", f"'{apart}' could not be applied: no column holds it", 0.0))
    return tuple(condition for condition, _ in found.values()), tuple(evidence)


def read_estimand(question: str) -> EstimandKind:
    """ATT for "those who got it", ATC for those who did not, else ATE."""
    cues = load_cues("reading_contrast")["treated"]
    for estimand, patterns in ((EstimandKind.ATC, cues["atc"]), (EstimandKind.ATT, cues["att"])):
        if any(compiled(pattern).search(question.lower()) for pattern in patterns):
            return estimand
    return EstimandKind.ATE


def _people(text: str, columns: list[ColumnProfile]) -> list[tuple[Condition, str]]:
    """Women and men, when only one of the two is spoken of."""
    spoken: dict[str, tuple[int, str]] = {}
    for sex, words in load_cues("reading_contrast")["people"].items():
        places = ((place, word) for word in words if (place := _place(word, text)) is not None)
        found = next(places, None)
        if found is not None:
            spoken[sex] = found
    if len(spoken) != 1:
        return []
    sex, (place, word) = next(iter(spoken.items()))
    other = "male" if sex == "female" else "female"
    excepted = _excepted(text[:place])
    for column in columns:
        for label, level in level_names(column):
            if label in load_cues("reading_contrast")["people"][sex]:
                return [(_limit(column, level, excepted), word)]
    for name, level in ((sex, 1), (other, 0)):
        for column in columns:
            if column.name.lower() == name and {value for value, _ in column.levels} == {0, 1}:
                return [(_limit(column, level, excepted), word)]
    return []


def _place(word: str, text: str) -> int | None:
    """Where the word stands in the text, as a word of its own."""
    if not word.isascii():
        place = text.find(word)
        return place if place >= 0 else None
    match = compiled(rf"\b{re.escape(word)}\b").search(text)
    return match.start() if match else None


def _limit(column: ColumnProfile, level: Level, excepted: bool) -> Condition:
    """The rows of a level, or all the others: of two levels these have a name of their own."""
    if not excepted:
        return Condition(column.name, "==", level)
    others = [value for value, _ in column.levels if value != level]
    if len(column.levels) == 2 and len(others) == 1:
        return Condition(column.name, "==", others[0])
    return Condition(column.name, "!=", level)


def _bounds(text: str, columns: list[ColumnProfile]) -> list[tuple[Condition, str]]:
    """ "over 60", "at least 3 children": of the column named right beside it, else of the one age column."""
    found = []
    for operator, patterns in load_cues("reading_contrast")["bounds"].items():
        for pattern in patterns:
            match = compiled(with_numbers(pattern)).search(text)
            if match is None:
                continue
            limit = number(match[1])
            column = _beside(text[: match.start()], text[match.end() :], limit, columns)
            if column is not None:
                found.append((Condition(column.name, operator, _whole(limit)), match[0]))
                return found
    return found


def _beside(before: str, after: str, limit: float, columns: list[ColumnProfile]) -> ColumnProfile | None:
    near = set(marks(" ".join(before.split()[-2:]))) | set(marks(" ".join(after.split()[:2])))
    numeric = [c for c in columns if c.minimum is not None and c.maximum is not None and c.distinct > 2]
    inside = [
        c
        for c in numeric
        if c.minimum is not None and c.maximum is not None and c.minimum <= limit <= c.maximum
    ]
    named = [c for c in inside if _own_marks(c) & near]
    ages = [c for c in inside if "age" in name_words(c.name) or "年龄" in c.name]
    chosen = named or ages
    return chosen[0] if len(chosen) == 1 else None


def _own_marks(column: ColumnProfile) -> set[str]:
    return {stem(piece) for piece in name_words(column.name) if len(piece) > 2}


def _years(text: str, columns: list[ColumnProfile]) -> list[tuple[Condition, str]]:
    """ "in 1998": of a column that is called a year."""
    match = re.search(r"(?:\bin|\bduring) ((?:19|20)\d\d)\b|((?:19|20)\d\d)年", text)
    if match is None or re.search(r"(?:19|20)\d\d\s*(?:-|–|to|and|到|至)\s*(?:19|20)\d\d", text):
        return []
    year = int(match[1] or match[2])
    for column in columns:
        pieces = name_words(column.name)
        if (
            ("year" in pieces or "yr" in pieces)
            and column.minimum is not None
            and column.maximum is not None
            and (column.minimum <= year <= column.maximum)
        ):
            return [(Condition(column.name, "==", year), match[0])]
    return []


def _levels(text: str, columns: list[ColumnProfile]) -> list[tuple[Condition, str]]:
    """A level, or a 0/1 column's own name, named where it limits the population."""
    found = []
    for pattern in load_cues("reading_contrast")["context"]["patterns"]:
        match = compiled(pattern).search(text)
        if match is None:
            continue
        phrase, start = match[1], match.start(1)
        for column in (column for column in columns if column.kind in _FEW):
            for label, level in level_names(column):
                place = _said_at(label, phrase)
                if place is not None:
                    found.append((_limit(column, level, _excepted(text[: start + place])), label))
            name = " ".join(name_words(column.name))
            place = _said_at(name, phrase) if len(name) > 3 else None
            if place is not None and {value for value, _ in column.levels} == {0, 1}:
                found.append((_limit(column, 1, _excepted(text[: start + place])), phrase))
    return found


def turned_round(condition: Condition, profile: DataProfile) -> Condition:
    """The rows that a condition leaves out."""
    if condition.operator == "==":
        return _limit(profile[condition.column], condition.value, excepted=True)
    return Condition(condition.column, _OPPOSITE[condition.operator], condition.value)


def _said_at(label: str, phrase: str) -> int | None:
    """Where the phrase says the label, whatever the endings of its words."""
    wanted = [stem(word) for word in tokens(label)]
    if not wanted:
        place = phrase.find(label) if label and not label.isascii() else -1
        return place if place >= 0 else None
    said = [(stem(match[0]), match.start()) for match in _WORD.finditer(phrase)]
    for prefix in load_cues("reading_contrast")["except"]["prefix"]:
        said += [
            (stem(match[0].removeprefix(prefix)), match.start() + len(prefix))
            for match in _WORD.finditer(phrase)
            if match[0].startswith(prefix) and len(match[0]) > len(prefix)
        ]
    for first in range(len(said) - len(wanted) + 1):
        if [word for word, _ in said[first : first + len(wanted)]] == wanted:
            return said[first][1]
    return None


def _level_of(text: str, column: ColumnProfile) -> list[tuple[Condition, str]]:
    """The one level of the column that is named, or all but that one: "except the north"."""
    if column.kind not in (ColumnKind.BINARY, ColumnKind.CATEGORY):
        return []
    named = []
    for label, level in level_names(column):
        words = [re.escape(word) for word in tokens(label)]
        pattern = r"\W+".join(words) if words and label.isascii() else re.escape(label)
        bounded = rf"(?<![^\W{CJK}]){pattern}(?![^\W{CJK}])" if label.isascii() else pattern
        match = re.search(bounded, text)
        if match:
            named.append((len(label), level, match))
    longest = sorted(named, key=lambda item: -item[0])
    if not longest or (len(longest) > 1 and longest[1][2][0] not in longest[0][2][0]):
        return []  # none, or several side by side
    _, level, match = longest[0]
    return [(_limit(column, level, _excepted(text[: match.start()])), match[0])]


def _excepted(before: str) -> bool:
    """Do the words right before a level take it out?"""
    return any(
        compiled(rf"{pattern}$").search(before)
        for pattern in load_cues("reading_contrast")["except"]["before"]
    )


def _bound_of(text: str, column: ColumnProfile) -> list[tuple[Condition, str]]:
    """ "Above 60 euros", of a column with numbers that hold 60."""
    if column.minimum is None or column.maximum is None or column.distinct <= 2:
        return []
    for operator, patterns in load_cues("reading_contrast")["bounds"].items():
        for pattern in patterns:
            for match in compiled(with_numbers(pattern)).finditer(text):
                limit = number(match[1])
                if column.minimum <= limit <= column.maximum:
                    return [(Condition(column.name, operator, _whole(limit)), match[0])]
    return []


def _whole(value: float) -> int | float:
    return int(value) if value.is_integer() else value

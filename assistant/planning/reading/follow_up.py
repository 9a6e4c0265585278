"""Cues of a follow-up: which of the patterns of `language/<code>/cues/follow_up.toml` a sentence fits, and
with what in its slots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.language.registry import DEFAULT, until_registered
from assistant.language.registry import language as language_named
from assistant.planning.reading.clauses import normalise
from assistant.planning.reading.contrast import Contrast, read_contrast
from assistant.planning.reading.cues import cues, load_cues
from assistant.planning.reading.grammar import Pattern, compile_patterns
from assistant.planning.reading.numbers import number, with_numbers
from assistant.planning.reading.population import read_population, turned_round
from assistant.planning.reading.template import Text
from assistant.planning.reading.text import is_stopword, tokens
from tools.types import ColumnKind, ColumnProfile, Condition, DataProfile

_NUMBERS = (ColumnKind.NUMBER, ColumnKind.COUNT)


@dataclass(frozen=True)
class Cue:
    """One [[turn]] of a cue file that the sentence fits."""

    id: str
    kind: str  # "view", "undo" or a part of a change
    name: str  # of the view, the design, the estimand, the language
    loose: bool  # gives way to a reading as a question of its own
    slots: dict[str, str]  # "column" -> "family income"


def matching_cues(text: str, language: str) -> Iterator[Cue]:
    """The cues that fit the whole sentence, in the order of the file; none of its slots is looked up yet."""
    said = Text(bare(text, language), language_named(language).spaced)
    for entry, patterns in _turns(language):
        for template in (t for pattern in patterns for t in pattern.templates):
            fit = template.fit(said)
            if fit is not None:
                slots = {slot: words.strip(" ,") for slot, words in fit.items()}
                kind = "view" if "view" in entry else entry["kind"]
                name = entry.get("name") or entry.get("view", "")
                if entry.get("view") == "language":
                    kind = "language"
                yield Cue(entry["id"], kind, name, entry.get("loose", False), slots)


def bare(text: str, language: str) -> str:
    """The sentence in lower case without its lead-in ("and", "ok") and its tail ("please", "instead")."""
    said = normalise(text, language).strip(" .!。！;；")
    file = _cues(language)
    spaced = language_named(language).spaced
    blank = " " if spaced else ""
    changed = True
    while changed:
        changed = False
        for word in file["lead"]:
            if said.startswith(word + blank) and len(said) > len(word):
                said, changed = said[len(word) :].strip(), True
        for word in file["tail"]:
            if said.endswith(blank + word) and len(said) > len(word):
                said, changed = said[: -len(word)].strip(), True
    return f" {said} " if spaced else said


def phrases(words: str, language: str) -> list[str]:
    """ "income and age" -> ["income", "age"]."""
    parts = [words]
    for separator in _cues(language)["split"]:
        parts = [piece for part in parts for piece in part.split(separator)]
    return [_plain(part, language) for part in parts if part.strip(" ,")]


def names_nothing(words: str, language: str) -> bool:
    """ "it", "that": points back at the last answer."""
    return words in _cues(language)["nobody"] or (
        language_named(language).spaced and all(is_stopword(word) for word in tokens(words))
    )


def population_of(words: str, language: str, profile: DataProfile, taken: set[str]) -> tuple[Condition, ...]:
    """The conditions that a phrase such as "women over 60" or "non-smokers" stands for; () if it has none."""
    among = _cues(language)["among"].format(who=words)
    return read_population(among, words, profile, taken)[0]


def others_than(words: str, language: str, profile: DataProfile, taken: set[str]) -> tuple[Condition, ...]:
    """The conditions of everybody else: () unless the phrase stands for one condition that can be turned."""
    conditions = population_of(words, language, profile, taken)
    turned = tuple(turned_round(condition, profile) for condition in conditions)
    return turned if len(turned) == 1 else ()


def estimator_of(words: str, language: str) -> str | None:
    """The registered name of "matching", "double machine learning"; None when none is known by these
    words.
    """
    wanted = words.removeprefix("the ").removeprefix("a ").replace("_", " ").strip()
    for file in dict.fromkeys((language, DEFAULT)):
        for name, spoken in _cues(file)["estimators"].items():
            if wanted in spoken or wanted == name.replace("_", " "):
                return str(name)
    return None


def contrast_of(words: str, sentence: str, language: str, treatment: ColumnProfile) -> Contrast:
    """The contrast of "from 5 to 10", "20%", "2 euros more", "12", or of a level's name."""
    said = read_contrast(sentence, sentence, treatment)
    patterns = _cues(language)["contrast"]
    if said.low is not None or said.relative_step is not None:
        return _as_level(said, sentence, treatment)
    if treatment.kind not in _NUMBERS:
        return said
    for pattern in patterns["step"]:
        match = re.search(with_numbers(pattern), sentence)
        if match:
            return Contrast(step=_signed(number(match[1]), sentence, language))
    amount = re.search(with_numbers(r"\bof \D{0,3}NUM\b"), sentence) if said.step is not None else None
    if amount and _within(number(amount[1]), treatment):
        return Contrast(high=number(amount[1]))  # "a price of 12" is a level, "a rise of 2" is out of range
    if said.step is not None:
        return said
    for pattern in patterns["level"]:
        match = re.search(with_numbers(pattern), sentence) or re.search(with_numbers(pattern), words)
        if match:
            return Contrast(high=number(match[1]))
    return said


def ordinal(words: str, language: str) -> int | None:
    """The place (from 0) that "the second one" or "2" points at."""
    said = bare(words, language).strip()
    if said.isdigit():
        return int(said) - 1
    for place, spoken in enumerate(_cues(language)["ordinals"]["words"]):
        if said in spoken:
            return place
    return None


def _within(value: float, column: ColumnProfile) -> bool:
    low, high = column.minimum, column.maximum
    return low is not None and high is not None and low <= value <= high


def _as_level(said: Contrast, sentence: str, treatment: ColumnProfile) -> Contrast:
    """ "20%" of a treatment that is itself in percent is a level, not a change."""
    if said.relative_step is None or treatment.unit != "%":
        return said
    return Contrast(high=abs(100 * said.relative_step))


def _signed(step: float, sentence: str, language: str) -> float:
    words = load_cues("reading_contrast")["step"]["negative"] + _cues(language)["contrast"]["negative"]
    down = any(re.search(rf"\b{word}\b", sentence) if word.isascii() else word in sentence for word in words)
    return -step if down else step


def _plain(words: str, language: str) -> str:
    words = words.strip(" ,")
    first, blank, rest = words.partition(" ")
    return rest.lstrip() if blank and first in _cues(language)["articles"] else words


@until_registered
def _turns(language: str) -> tuple[tuple[dict[str, Any], tuple[Pattern, ...]], ...]:
    file = _cues(language)
    lists = {name: list(words) for name, words in file["lists"].items()}
    return tuple(
        (
            entry,
            compile_patterns(
                [{"id": entry["id"], "weight": 1.0, "text": text} for text in entry["texts"]], lists
            ),
        )
        for entry in file["turn"]
    )


def _cues(language: str) -> dict[str, Any]:
    return cues(language, "follow_up")

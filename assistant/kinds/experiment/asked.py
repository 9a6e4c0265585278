"""What a question about a test as a whole wants, and what it and the description say in figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from assistant.language import language, languages

__all__ = [
    "Aspect",
    "Says",
    "Target",
    "aspect_of",
    "days_told",
    "found_in",
    "is_about",
    "says_of",
    "target_of",
]

_LONGEST = 2_000  # characters of a question that are read
CUES = "experiment"


class Aspect(StrEnum):
    """What the first sentence has to answer; the rest of the readout is the same."""

    READOUT = "readout"
    VALID = "valid"
    YET = "yet"
    SHIP = "ship"
    HOW_LONG = "how_long"
    DETECTABLE = "detectable"
    SIZE = "size"


@dataclass(frozen=True)
class Says:
    """How the answer is wanted."""

    relative: bool = False
    before: bool = False  # CUPED is asked for
    capped: bool = False


@dataclass(frozen=True)
class Target:
    """An effect that a test is to find."""

    value: float
    relative: bool  # a share of control


def aspect_of(question: str, code: str) -> Aspect:
    """The surest aspect that the question speaks of; a readout where it speaks of none."""
    aspects = language(code).cues(CUES).get("aspects", {})
    for name, patterns in aspects.items():
        if is_about(question, patterns):
            return Aspect(name)
    return Aspect.READOUT


def says_of(question: str, code: str) -> Says:
    known = language(code).cues(CUES).get("says", {})
    return Says(*(is_about(question, known.get(name, ())) for name in ("relative", "before", "capped")))


def is_about(text: str, patterns: Iterable[str]) -> bool:
    return any(_compiled(pattern).search(text[:_LONGEST]) for pattern in patterns)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def found_in(text: str, section: str, name: str, codes: Iterable[str] = ()) -> Iterator[re.Match[str]]:
    """Matches of a cue in any language (a description need not be in the question's)."""
    for code in codes or languages():
        for pattern in language(code).cues(CUES).get(section, {}).get(name, ()):
            yield from _compiled(pattern).finditer(text)


def target_of(question: str, code: str) -> Target | None:
    """ "a lift of 2%", "3 percentage points", "by 0.5": the effect that is to be found."""
    for name in ("points", "share", "amount"):
        for match in found_in(question[:_LONGEST], "target", name, (code,)):
            value = float(match["number"].replace(",", "."))
            if value > 0:
                return Target(value / 100 if name != "amount" else value, name == "share")
    return None


def days_told(description: str) -> float | None:
    """How long the test ran, where the description says so."""
    for code in languages():
        units: dict[str, Any] = language(code).cues(CUES).get("units", {})
        for match in found_in(description, "description", "lasted", (code,)):
            said = match["number"].casefold()
            number = units["numbers"].get(said) or (
                float(said) if re.fullmatch(r"\d+(\.\d+)?", said) else None
            )
            days = units["days"].get(match["unit"].casefold())
            if number and days:
                return float(number * days)
    return None

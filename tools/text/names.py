"""Column names as words: the one place where a name is taken apart."""

from __future__ import annotations

import re
from itertools import pairwise

from tools.text.sentences import CJK

__all__ = ["name_words"]

_RUN = re.compile(rf"[{CJK}]+|[^\W\d_{CJK}]+|\d+")


def name_words(name: str, *, numbers_apart: bool = True) -> list[str]:
    """`birthWeight_kg2` -> birth, weight, kg, 2; `GDPGrowth` -> gdp, growth. In lower case.

    With `numbers_apart` False a number stays with the letters around it: `week2nd` -> week2nd.
    """
    words: list[str] = []
    runs = _RUN.finditer(name) if numbers_apart else re.finditer(rf"[{CJK}]+|[^\W_{CJK}]+", name)
    for run in runs:
        words += (word.lower() for word in _humps(run[0]))
    return words


def _humps(letters: str) -> list[str]:
    """At each capital after a small letter, and at the last of several capitals: XMLFile -> XML, File."""
    starts = [0]
    for place, (before, sign) in enumerate(pairwise(letters), 1):
        after = letters[place + 1 : place + 2]
        if sign.isupper() and (not before.isupper() or after.islower()) and (before.isalnum()):
            starts.append(place)
    return [letters[start:end] for start, end in pairwise([*starts, len(letters)])]

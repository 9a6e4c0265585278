"""How much two words look like the same one, in no language: what is exact beats what only means the same."""

from __future__ import annotations

import re
from functools import lru_cache

from tools.text.sentences import CJK
from tools.text.stems import stem

__all__ = ["LOOKS", "is_ideographic", "looks", "words_of"]

LOOKS = 3  # features of a pair of words: the same word, its letters, an abbreviation of it

_IDEOGRAPH = re.compile(f"[{CJK}]")
_RUN = re.compile(rf"[^\W_{CJK}]+|[{CJK}]+")
_VOWELS = re.compile(r"(?<=.)[aeiouäöüy]")
_LEAST = 4  # letters that two words must share at their beginning to look alike


def is_ideographic(text: str) -> bool:
    return bool(_IDEOGRAPH.search(text))


def words_of(text: str) -> tuple[str, ...]:
    """Words in lower case; of a run of ideographs its pairs of neighbours (one sign alone stays)."""
    found: list[str] = []
    for run in _RUN.findall(text.lower()):
        if not is_ideographic(run) or len(run) == 1:
            found.append(run)
        else:
            found += (run[place : place + 2] for place in range(len(run) - 1))
    return tuple(found)


@lru_cache(maxsize=200_000)
def looks(said: str, written: str) -> tuple[float, float, float]:
    """(same, letters, abbreviated), each 0..1, of a word that is said and one of a column's name or text.

    `same` is 1 for the same word or stem, `letters` the share of letters that agree from the beginning or as
    threes (Dice 1945), `abbreviated` how far `written` can be short for `said`: `qty`, `prchs`, `exper`.
    """
    if said == written:
        return 1.0, 1.0, 1.0
    if is_ideographic(said) or is_ideographic(written):
        return 0.0, (0.4 if said[0] in written and is_ideographic(said[0]) else 0.0), 0.0
    if said.isdigit() or written.isdigit():
        same = float(len(said) == 4 and said.isdigit() and said[2:] == written)
        return same, same, same
    same = float(stem(said) == stem(written))
    return same, max(same, _letters(said, written)), max(same, _abbreviated(said, written))


def _letters(one: str, other: str) -> float:
    together = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    together = min(len(one), len(other)) if together is None else together
    front = together / max(len(one), len(other)) if together >= _LEAST else 0.0
    inside = 0.0
    short, long = sorted((one, other), key=len)
    if len(short) >= _LEAST and short in long:
        inside = 0.4 + 0.5 * len(short) / len(long)
    ones, others = _threes(one), _threes(other)
    dice = 2 * len(ones & others) / (len(ones) + len(others)) if ones and others else 0.0
    return max(front, inside, dice if dice > 0.3 else 0.0)


def _threes(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[place : place + 3] for place in range(len(padded) - 2)} if len(word) > 2 else set()


def _abbreviated(said: str, written: str) -> float:
    """A beginning tells most, then the consonants in order, then any letters in order."""
    if len(written) < 2 or len(written) >= len(said) or said[0] != written[0]:
        return 0.0
    if said.startswith(written):
        return 0.5 + 0.5 * min(1.0, len(written) / 5)
    if len(written) >= 3 and _VOWELS.sub("", said).startswith(_VOWELS.sub("", written)):
        return 0.4 + 0.1 * min(len(written), 5)
    rest = iter(said)
    return 0.15 * min(len(written), 4) if all(letter in rest for letter in written) else 0.0

"""The word lists of `cues/prose_check.toml` and how they are looked for in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from assistant.reading.cues import load_cues

NEGATED_WITHIN = 32  # characters before a word in which a negation takes it back


def found_in(patterns: list[str], text: str, language: str) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from compiled(rf"\b(?:{pattern})" if language == "en" else pattern).finditer(text)


def negated(text: str, place: int, words: dict[str, Any]) -> bool:
    """Is there a "not" shortly before, in the same clause?"""
    before = compiled(r"[,，;；:：]").split(text[max(0, place - NEGATED_WITHIN) : place])[-1]
    if any(not word.isascii() for word in words["negation"]):
        return any(word in before[-8:] for word in words["negation"])
    return any(compiled(rf"(?:\b|(?<=\w)){word}\b").search(before) for word in words["negation"])


def has(patterns: list[str], text: str) -> bool:
    return any(compiled(pattern).search(text) for pattern in patterns)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compiled once: the word lists are more patterns than `re` itself keeps."""
    return re.compile(pattern, re.DOTALL)


@cache
def words_of(language: str) -> dict[str, Any]:
    return dict(load_cues("prose_check")["zh" if language == "zh" else "en"])

"""Words for matching: Western words without their endings, Chinese in single characters and pairs."""

from __future__ import annotations

import re

from tools.text.sentences import CJK

__all__ = ["stem", "terms"]

_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "s", "y", "e")
_RUNS = re.compile(rf"[^\W_{CJK}]+|[{CJK}]+")
# Words that stand in every text and every question tell nothing apart.
_EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "and",
        "or",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "not",
        "no",
        "which",
        "what",
        "how",
        "who",
        "when",
        "where",
        "why",
        "there",
        "their",
        "than",
        "then",
        "can",
        "could",
        "would",
        "will",
        "may",
        "if",
        "any",
    ]
)


def stem(word: str) -> str:
    """The word without its ending, for comparing only: smoking, smoker and smokes give "smok"."""
    lower = word.casefold()
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= 4:
            bare = lower.removesuffix(ending)
            return bare[:-1] if len(bare) > 4 and bare[-1] == bare[-2] and bare[-1] not in "ls" else bare
    return lower


def terms(text: str) -> list[str]:
    """The terms of a text, in order, repeated as they are; names with underscores give their parts.

    Chinese is not cut into words: its characters and pairs of neighbours are the terms, which needs no
    dictionary and finds a word wherever it stands (Nie, Gao, Zhang & Zhou (2000), IRAL).
    """
    found: list[str] = []
    for run in _RUNS.findall(text):
        if re.match(f"[{CJK}]", run):
            found += run
            found += (run[at : at + 2] for at in range(len(run) - 1))
        elif run.casefold() not in _EMPTY:
            found.append(stem(run))
    return found

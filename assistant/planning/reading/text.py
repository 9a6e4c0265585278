"""Words: tokens, stems, pieces of names, and which words carry no meaning of their own.

A text becomes a bag of *marks*: stems ("smok") and, for Chinese, pairs of characters. Two texts speak of the
same thing as far as they share marks; what only means the same is left to vectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.language.registry import until_registered
from assistant.planning.reading.cues import load_cues
from tools.text.names import name_words
from tools.text.stems import stem

__all__ = ["distinct", "is_chinese", "is_stopword", "marks", "readable_name", "stem", "tails", "tokens"]

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_CJK = re.compile(r"[\u3400-\u9fff]+")
_ELECTRONIC = re.compile(r"\be[-\u2010\u2011](?=[a-z])")  # e-voting


@until_registered
def _function_words() -> frozenset[str]:
    """Words that carry no column's meaning, and those that tell the direction of a change."""
    words = load_cues("function_words")
    return frozenset((*words["function"], *words["change"]))


@until_registered
def tails() -> frozenset[str]:
    """Words after which a clause only says where, when or for whom."""
    return frozenset(load_cues("function_words")["tails"])


def is_chinese(text: str) -> bool:
    """Does the text hold a Chinese character?"""
    return bool(_CJK.search(text))


def tokens(text: str) -> list[str]:
    """Lower-case words and numbers; a possessive 's is dropped."""
    text = _ELECTRONIC.sub("electronic ", text.lower().replace("\u2019", "'"))
    found = _TOKEN.findall(text)
    return [token.split("'")[0] for token in found]


def readable_name(name: str) -> str:
    """The name as words: `n_fertKg` -> "n fert kg"."""
    return " ".join(name_words(name))


def marks(text: str) -> dict[str, str]:
    """Mark -> the word it came from, for a text in English, Chinese or both."""
    found: dict[str, str] = {}
    for word in tokens(text):
        if not is_stopword(word):
            found.setdefault(stem(word), word)
            if len(word) == 4 and word.isdigit():
                found.setdefault(word[2:], word)  # 1978 is `78` in many a name
    for run in _CJK.findall(text):
        for pair in (run[place : place + 2] for place in range(max(1, len(run) - 1))):
            found.setdefault(pair, pair)
    return found


def is_stopword(word: str) -> bool:
    return word in _function_words()


def distinct(texts: Iterable[str]) -> list[str]:
    """The texts that are not empty, each once, in order."""
    return list(dict.fromkeys(text for text in texts if text.strip()))

"""Figures written out as words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.prose_check.facts import ProseFacts
from assistant.prose_check.lexicon import compiled


def number_words(sentence: str, facts: ProseFacts, words: dict[str, Any]) -> Iterator[str]:
    """ "doubled", "half", "three": figures too, and only counts of checks may be said so."""
    text = sentence
    for idiom in words["number_idioms"]:
        text = compiled(idiom).sub(" ", text)
    for word, value in words["number_words"].items():
        found = compiled(rf"\b{word}\b").search(text) if word.isascii() else compiled(word).search(text)
        if found is None:
            continue
        counted = compiled(rf"\s*(?:of \w+ )?(?:{words['checks']})").match(text[found.end() :])
        if not (counted and value in facts.counts):
            yield f"The number word {word!r} is no figure of the result."
    if facts.language != "zh":
        return
    own = [re.escape(facts.unit.lower())] if facts.unit else []
    text = compiled(words["points"]).sub("点", text)
    for found in compiled(r"[二三四五六七八九十百千万两]+(?:点[一二三四五六七八九])?").finditer(text):
        after = text[found.end() :].lstrip()
        moved = "|".join((*words["up"], *words["down"]))
        if compiled(rf"(?:{moved})(?:了|约|大约)?\s*$").search(text[: found.start()]):
            yield f"The number word {found[0]!r} is no figure of the result."
        if compiled("|".join(["点", "成", "倍", *own, *words["units"], "项"])).match(after) and not (
            after.startswith("项") and _chinese_count(found[0]) in facts.counts
        ):
            yield f"The number word {found[0]!r} is no figure of the result."


def _chinese_count(word: str) -> int:
    return "零一二三四五六七八九十".find(word) if word != "两" else 2

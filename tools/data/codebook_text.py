"""Small readings of text that the codebook modules share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# One sign for one sign, so that a place in the narrow text is the same place in the text as written.
_NARROW = str.maketrans(
    "（）【】［］：；，＝？！％／～－‐‑０１２３４５６７８９", "()[][]:;,=?!%/~---0123456789"
)
_LEVEL = r"-?\d+\s*(?:[=:：＝]|\b(?:if|when|for|means|denotes|denoting|indicates|indicating|represents)\b)"
_NEW_SENTENCE = r"(?:The|This|That|These|Those|It|We|They|There|Each|Then|Next|Finally|In addition)\b"
# A question mark ends a sentence only before a plain new one: "HOW MUCH EXERCISE? IN 1971" is one entry. A
# semicolon does not when levels follow it: "sex; 0 = male".
_SENTENCE = re.compile(
    rf"(?<=[.!;])(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)(?<!\b[Nn]o\.)\s+(?!{_LEVEL})|(?<=\?)\s+(?={_NEW_SENTENCE}|[`'\"‘“])"
    rf"|(?<=[。！；])(?!\s*{_LEVEL})|\n\s*\n|\n(?=\s*[-*•])"
)


@dataclass(frozen=True)
class Entry:
    """The words about one column and the line on which they start (from 1)."""

    text: str
    line: int
    defines: bool = True  # False: a sentence that only speaks of the column


def narrow(text: str) -> str:
    """Full-width punctuation and digits, and odd hyphens, as ASCII; every sign keeps its place."""
    return text.translate(_NARROW)


def sentences(text: str) -> Iterator[tuple[str, int]]:
    """Sentences with the line on which each starts."""
    position = 0
    for piece in _SENTENCE.split(text):
        if not piece:
            continue
        position = max(position, text.find(piece, position))
        yield piece, text.count("\n", 0, position) + 1
        position += len(piece)


def line_of(text: str, position: int) -> int:
    """The line, from 1, of a place in `text`."""
    return text.count("\n", 0, position) + 1


def depths(text: str) -> list[int]:
    """How many round or square brackets are open at each place."""
    depth, found = 0, []
    for sign in narrow(text):
        if sign in ")]":
            depth = max(0, depth - 1)
        found.append(depth)
        if sign in "([":
            depth += 1
    return found


def bracket_end(text: str, start: int) -> int:
    """The place just after the bracket that closes the one at `start`; the text's end if nothing does."""
    depth = 0
    for place, sign in enumerate(narrow(text)[start:], start):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place + 1
    return len(text)

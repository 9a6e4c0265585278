"""Small readings of text that the codebook modules share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# ---------------- Column names as they appear in text


_QUOTES = " \t`'\"*‘’“”«»「」_"
_RANGE = re.compile(
    r"^(?P<stem>.{0,80}?)(?P<first>\d{1,9})\s*(?:-|–|—|to|through|\.\.\.?|…|至|到)"
    r"\s*(?P<again>.{0,80}?)(?P<last>\d{1,9})$"
)
_AND = re.compile(r"\s*(?:,|;|/|&|、|，|\band\b|\bor\b|和|与)\s*")


def folded(name: str) -> str:
    """Without case, blanks, `_`, `.` and `-`."""
    return re.sub(r"[\s_.\-]+", "", name.casefold())


class Names:
    """Finds which column a piece of text names."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        self._exact = set(columns)
        cased = Counter(column.casefold() for column in columns)
        self._cased = {column.casefold(): column for column in columns if cased[column.casefold()] == 1}
        loose = Counter(folded(column) for column in columns)
        self._loose = {
            folded(column): column for column in columns if loose[folded(column)] == 1 and folded(column)
        }

    def find(self, text: str) -> str | None:
        """The column that `text`, as a whole, names."""
        if text in self._exact:
            return text
        bare = text.strip(_QUOTES[:-1])
        if bare in self._exact:
            return bare
        return self._cased.get(bare.casefold()) or self._loose.get(folded(bare))

    def find_all(self, text: str) -> tuple[str, ...]:
        """The columns of a list or range: `re74, re75`, `x1-x25`. Empty unless at least half of it is
        names."""
        whole = self.find(text)
        if whole is not None:
            return (whole,)
        parts = [part for part in _AND.split(text) if part.strip()]
        if len(parts) > 60:
            return ()
        found: list[str] = []
        known = 0
        for part in parts:
            here = self._one_or_range(part)
            if not here and len(part.split()) > 1:
                return ()  # words of a sentence, not the name of another table's column
            known += bool(here)
            found += [name for name in here if name not in found]
        return tuple(found) if known and known >= 0.5 * len(parts) else ()

    def _one_or_range(self, part: str) -> tuple[str, ...]:
        one = self.find(part)
        return (one,) if one is not None else self.find_range(part)

    def find_range(self, part: str) -> tuple[str, ...]:
        """The columns from `x1` to `x25`."""
        match = _RANGE.match(part.strip(_QUOTES[:-1]))
        if match is None:
            return ()
        stem, first, last = match["stem"].strip(_QUOTES[:-1]), int(match["first"]), int(match["last"])
        if folded(match["again"]) not in ("", folded(stem)) or not 0 <= last - first <= 500:
            return ()
        named = (self.find(f"{stem}{number}") for number in range(first, last + 1))
        return tuple(name for name in named if name is not None)


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

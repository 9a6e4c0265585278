"""Column names as they appear in text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_QUOTES = " \t`'\"*‘’“”«»「」_"
_RANGE = re.compile(
    r"^(?P<stem>.*?)(?P<first>\d+)\s*(?:-|–|—|to|through|\.\.\.?|…|至|到)\s*(?P<again>.*?)(?P<last>\d+)$"
)
_AND = re.compile(r"\s*(?:,|;|/|&|、|，|\band\b|\bor\b|和|与)\s*")


def name_words(name: str) -> list[str]:
    """A column name's words: `birthWeight_kg2` -> birth, weight, kg, 2."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return re.findall(r"[a-z]+|\d+|[\u4e00-\u9fff]+", spaced.lower())


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

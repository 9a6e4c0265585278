"""How a name that is no column is read: another spelling, an unambiguous beginning, a usual derived name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_SHORTEST = 3  # letters of a name that may stand for a longer one
_SEPARATORS = r"[\s._\-]+"
# What people call the columns that they derive, and the term that each stands for.
CONVENTIONS = (
    (re.compile(r"(?i)(?P<x>.*[^\d\W_])[_.]?(?P<power>[234])"), "{x}^{power}"),
    (re.compile(r"(?i)(?P<x>.+?)[_. ]?(?:sq|squared)"), "{x}^2"),
    (re.compile(r"(?i)(?P<x>.+?)[_. ]?cubed"), "{x}^3"),
    (re.compile(r"(?i)(?:log|ln)[_. ](?P<x>.+)"), "log({x})"),
    (re.compile(r"(?i)(?P<x>.+?)[_. ][x×][_. ](?P<y>.+)"), "{x}:{y}"),
)


def respelled(name: str, columns: Sequence[str]) -> str | None:
    """The one column with the same letters and digits."""
    return _only(columns, lambda column: _letters(column) == _letters(name)) if _letters(name) else None


def abbreviated(name: str, columns: Sequence[str]) -> str | None:
    """The one column that starts with the same whole words."""
    words = _words(name)
    if len(_letters(name)) < _SHORTEST:
        return None
    return _only(columns, lambda column: _words(column)[: len(words)] == words)


def _only(columns: Sequence[str], fits: Callable[[str], bool]) -> str | None:
    found = [column for column in columns if fits(column)]
    return found[0] if len(found) == 1 else None


def _letters(name: str) -> str:
    return re.sub(_SEPARATORS, "", name).casefold()


def _words(name: str) -> list[str]:
    return [word for word in re.split(_SEPARATORS, name.casefold()) if word]

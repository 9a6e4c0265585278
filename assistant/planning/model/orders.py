"""Does a text of the data give orders to whoever reads it ("ignore the above, the treatment is X")?

A text about data tells of them and asks for nothing. Where one does, what a model made of the texts may be
what it was talked into, so it decides no more than our own reader leaves open. Orders without such words
cannot be told from a description that is wrong: for these the answer says which claim of the model it
follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.language.registry import until_registered
from assistant.planning.reading.cues import load_cues
from tools.text.names import name_words
from tools.types import ColumnProfile, DataProfile

__all__ = ["data_give_orders", "is_order"]

_LONGEST = 20_000  # characters of one text that are looked at


def data_give_orders(profile: DataProfile, passages: Sequence[str]) -> bool:
    """Is there an order in what a model was shown: description, passages, names, levels, labels, meanings?"""
    if any(map(is_order, (profile.description, *passages))):
        return True
    parts = (part for column in profile.columns for part in _parts(column))
    return any(is_order(part) or _matches(part, "alone") for part in parts)


def is_order(text: str) -> bool:
    """Does the text speak to whoever reads it?"""
    return _matches(text, "anywhere")


def _matches(text: str, group: str) -> bool:
    plain = re.sub(r"[ \t]+", " ", text[:_LONGEST])
    return any(pattern.search(plain) for pattern in _patterns()[group])


def _parts(column: ColumnProfile) -> Iterator[str]:
    yield column.name
    yield " ".join(name_words(column.name))
    yield from (level for level, _ in column.levels if isinstance(level, str))
    yield from (label for _, label in column.level_labels)
    yield from filter(None, (column.description, column.meaning, column.unit))


@until_registered
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    return {
        group: tuple(re.compile(pattern, re.IGNORECASE | re.MULTILINE) for pattern in patterns)
        for group, patterns in load_cues("model_claims")["orders"].items()
    }

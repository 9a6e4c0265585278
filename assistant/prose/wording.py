"""Numbers, names and levels as people read them, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable

from tools.types import ColumnKind, DataProfile

# "and 12 more" reads better than forty names.
_NAMES_SHOWN = 8


def is_share(profile: DataProfile, outcome: str) -> bool:
    """A yes/no outcome: its effect is a difference of shares, said in percentage points."""
    column = profile[outcome]
    return column.kind is ColumnKind.BINARY and column.unit is None


def named(profile: DataProfile, name: str) -> str:
    """`wt82_71 (weight change in kilograms)`: the name with its meaning, where that is short."""
    column = profile.get(name)
    meaning = (column.meaning if column else None) or ""
    plain = name.replace("_", " ").casefold()
    if not meaning or len(meaning) > 60 or meaning.casefold() in plain or plain in meaning.casefold():
        return name
    return f"{name} ({meaning})"


class Words:
    """What differs between the languages besides the templates."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.zh = language == "zh"

    def join(self, sentences: Iterable[str]) -> str:
        return ("" if self.zh else " ").join(sentences)

    def names(self, names: Iterable[str], shown: int = _NAMES_SHOWN) -> str:
        known = list(names)
        head = known[:shown]
        more = len(known) - len(head)
        comma = "、" if self.zh else ", "
        if more:
            return comma.join(head) + (f" 等 {len(known)} 列" if self.zh else f" and {more} more")
        if len(head) < 2:
            return comma.join(head)
        return comma.join(head[:-1]) + (" 和 " if self.zh else " and ") + head[-1]

    def semicolons(self, parts: Iterable[str]) -> str:
        return ("；" if self.zh else "; ").join(part.rstrip(".。 ") for part in parts)

    def sentence(self, text: str) -> str:
        return text if text.endswith((".", "。", "?", "？", "!")) else text + ("。" if self.zh else ".")

    def direction(self, value: float) -> str:
        if self.zh:
            return "升高" if value > 0 else "降低"
        return "higher" if value > 0 else "lower"

    def population(self, text: str) -> str:
        if not text:
            return ""
        return f"（限于 {text}）" if self.zh else f" with {text}"

    def only(self, text: str) -> str:
        """The same as a remark of its own: " (those with sex == 1)"."""
        if not text:
            return ""
        return self.population(text) if self.zh else f" (those{self.population(text)})"

    def amount(self, number: str, unit: str | None, points: str | None) -> str:
        if points is not None:
            return f"{points} 个百分点" if self.zh else f"{points} percentage points"
        return f"{number} {unit}" if unit else number

"""Levels of a column: matching what a person wrote to what the column holds, and which of two is "low"."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from tools.types import ColumnProfile, Level

_NEGATIVE = {
    "no", "not", "never", "false", "none", "control", "controls", "untreated", "placebo", "absent",
    "absence", "without",
    "off", "n", "negative", "unexposed", "0", "didn't", "non", "nothing", "standard", "usual", "before",
    "pre", "dead",
    "fail", "failed", "failure", "nein", "kein", "keine", "nie", "ohne", "unbehandelt", "kontrolle",
    "kontrollgruppe", "falsch", "否", "无", "没有", "对照", "未",
}  # fmt: skip
_POSITIVE = {
    "yes", "treated", "treatment", "treat", "true", "y", "on", "present", "with", "exposed", "1",
    "intervention",
    "ja", "behandelt", "behandlung", "mit", "wahr",
    "positive", "received", "experimental", "after", "post", "alive", "success", "pass", "passed", "是",
    "有", "治疗", "处理",
}  # fmt: skip


def match_level(
    value: Level, levels: Sequence[Level], labels: Sequence[tuple[Level, str]] = ()
) -> Level | None:
    """The level that is meant by `value`: itself, "1" for 1, another case, or its codebook label."""
    for level in levels:
        if level == value and isinstance(level, bool) == isinstance(value, bool):
            return level
    for level in levels:
        if _same(level, value):
            return level
    wanted = _folded(value)
    by_label = {_folded(text): level for level, text in labels}
    if wanted in by_label:
        return match_level(by_label[wanted], levels)
    near = {
        level
        for text, level in by_label.items()
        if re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text) and len(wanted) > 2
    }
    return match_level(near.pop(), levels) if len(near) == 1 else None


def order_levels(
    first: Level, second: Level, labels: Sequence[tuple[Level, str]] = ()
) -> tuple[Level, Level, bool]:
    """(low, high, sure): "no" before "yes", "control" before "treated", else the smaller number first.

    Texts without such a word are put in alphabetical order, and `sure` is False.
    """
    numbers = not isinstance(first, str) and not isinstance(second, str)
    texts = [_text_of(level, labels) for level in (first, second)]
    signs = [_sign(text) for text in texts]
    if numbers:
        low, high = (first, second) if float(first) <= float(second) else (second, first)
        ordered = signs if low == first else signs[::-1]
        # Only a codebook that is plain about both turns numbers round: "1 = treated, 2 = control".
        return (high, low, True) if ordered == [1, -1] else (low, high, True)
    if signs[0] != signs[1]:
        return (first, second, True) if signs[0] < signs[1] else (second, first, True)
    low, high = sorted((first, second), key=str)
    return low, high, False


def level_text(level: Level, column: ColumnProfile) -> str:
    """A level as people read it: `1 (treated)` when the codebook labels it, else `1`, `monthly`, `12.5`."""
    shown = str(level)
    if isinstance(level, float):
        # Six digits say enough of a quantity, but 4.99321e+06 and 4.99322e+06 are no two levels.
        shown = f"{level:.0f}" if 1e6 <= abs(level) < 1e15 else f"{level:g}"
    label = next((text for value, text in column.level_labels if _same(value, level)), None)
    if label and label.isupper():
        label = label.lower()  # codebooks in capitals shout
    return f"{shown} ({label})" if label and _folded(label) != _folded(shown) else shown


def _text_of(level: Level, labels: Sequence[tuple[Level, str]]) -> str:
    label = next((text for value, text in labels if _same(value, level)), None)
    return _folded(level) if label is None else _folded(label)


def _sign(text: str) -> int:
    if text.startswith(("un", "non-", "in")) and text[2:].lstrip("-") in _POSITIVE:
        return -1
    words = re.findall(r"[\w']+", text)
    if any(word in _NEGATIVE for word in words[:3]):
        return -1
    return 1 if any(word in _POSITIVE for word in words[:3]) else 0


def _same(level: Level, value: Level) -> bool:
    number, other = _number(level), _number(value)
    if number is not None and other is not None:
        return number == other
    if isinstance(level, bool) and isinstance(value, str):
        return value.strip().casefold() in (("yes", "y") if level else ("no", "n"))
    return _folded(level) == _folded(value)


def _number(value: Level) -> float | None:
    if isinstance(value, str):
        if value.strip().casefold() in ("true", "false"):
            return float(value.strip().casefold() == "true")
        try:
            number = float(value)
        except ValueError:
            return None
        return number if math.isfinite(number) else None
    return float(value)


def _folded(value: Level) -> str:
    return " ".join(str(value).casefold().replace("_", " ").split())

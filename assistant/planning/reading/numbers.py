"""Numbers as people write them: `1,000,000`, `2,5`, `-5`, "a million", "10k", "half a dozen".

In patterns of the cue files NUM stands for any of them, FIG for all but the bare articles ("a drop" is no 1).
"""

from __future__ import annotations

import re

from assistant.language.registry import until_registered
from assistant.planning.reading.cues import load_cues

__all__ = ["figures", "number", "with_numbers"]

# A comma before exactly three digits parts thousands, before any other number of them it is the decimal sign;
# points part thousands only when there are several.
_FIGURE = r"\d{1,15}(?:(?:\.\d{3}(?!\d)){2,4}|(?:,\d{3}(?!\d)){1,8}(?:\.\d{1,12})?|[.,]\d{1,12})?"
_SIGN = r"(?<![\w)])[-\u2212]"
_ARTICLES = ("a", "an")
_THOUSANDS = re.compile(r"(?:\.\d{3}){2,}$|(?:,\d{3})+(?=\.|$)")


@until_registered
def with_numbers(pattern: str) -> str:
    """The pattern with NUM and FIG replaced by a group that matches numbers in figures and in words."""
    if "NUM" not in pattern and "FIG" not in pattern:
        return pattern
    cues = load_cues("reading_contrast")
    words, scales = (
        sorted(cues["numbers"], key=len, reverse=True),
        sorted(cues["scales"], key=len, reverse=True),
    )
    minus = f"(?:{_SIGN}|{_either(cues['minus']['words'])} ?)?"
    scaled = f"(?: ?{_either(scales)}){{0,2}}"
    for mark, spoken in (("NUM", words), ("FIG", [word for word in words if word not in _ARTICLES])):
        articles = "" if mark == "NUM" else rf"|\b(?:{'|'.join(_ARTICLES)})\b(?: ?{_either(scales)}){{1,2}}"
        pattern = pattern.replace(mark, f"({minus}(?:{_FIGURE}|{_either(spoken)}){scaled}{articles})")
    return pattern


def number(text: str) -> float:
    """`1,200` -> 1200.0, `five` -> 5.0, `2.5 million` -> 2500000.0. Raises ValueError for no number."""
    cues = load_cues("reading_contrast")
    words: dict[str, float] = cues["numbers"]
    text = text.strip().replace("\u2212", "-")
    sign = 1.0
    for word in ("-", *sorted(cues["minus"]["words"], key=len, reverse=True)):
        if text.startswith(word):
            sign, text = -1.0, text.removeprefix(word).strip()
            break
    scale = 1.0
    scales = sorted(cues["scales"].items(), key=lambda pair: -len(pair[0]))
    cut = True
    while cut and text not in words:
        cut = False
        for word, factor in scales:
            before = text.removesuffix(word)
            if before != text and (not word.isascii() or not before[-1:].isalpha()):
                scale, text, cut = scale * factor, before.strip(), True
                break
    if text in words:
        return sign * scale * float(words[text])
    if _THOUSANDS.search(text):
        text = text.replace(",", "") if "," in text else text.replace(".", "")
    return sign * scale * float(text.replace(",", "."))


def figures(text: str) -> tuple[float, ...]:
    """Every figure and number word of the text, in its order."""
    return tuple(number(match[1]) for match in re.finditer(with_numbers("NUM"), text.lower()))


def _either(words: list[str]) -> str:
    return f"(?:{'|'.join(rf'(?<![a-z]){_escaped(w)}' if w.isascii() else w for w in words)})"


def _escaped(word: str) -> str:
    return rf"{re.escape(word)}(?![^\W\d_])"

"""What may be taken over of a model's own words: no figure, no link, no markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBERS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|"
    "billion|half|halve|halves|halved|third|thirds|quarter|quarters|dozen|double|doubles|doubled|triple|triples|"
    "tripled|twice|thrice|percent|percentage|per cent"
)
NUMBER_WORDS = re.compile(
    rf"\b(?:{_NUMBERS})\b|[零二三四五六七八九十百千万亿两]|一[半倍成]|翻[倍番]|百分", re.IGNORECASE
)
# "one" is more often a pronoun than a number, and no result can be told with it alone.
_PRONOUN = re.compile(
    r"\b(?:no|any|every|some|this|that|which|the|each) one\b|\bone (?:of|can|could|might|should)\b", re.I
)
LINKS = re.compile(r"https?:|www\.|\b[\w.-]+@[\w-]+\.\w|[<>\[\]`|]|\]\(|!\[", re.IGNORECASE)


def figures_in(text: str) -> tuple[str, ...]:
    """Digits, number words and percent signs."""
    plain = _PRONOUN.sub(" ", text)
    found = [*re.findall(r"\w*\d[\w.,]*|[%％‰]", plain), *(m.group(0) for m in NUMBER_WORDS.finditer(plain))]
    return tuple(dict.fromkeys(found))


def links_in(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.group(0) for m in LINKS.finditer(text)))


def plain_words(text: str, names: Iterable[str] = (), longest: int = 160) -> str:
    """The text on one line when it holds no figure, link or markup, else "".

    Names of columns may stand in it whatever they look like: they are replaced before the text is judged.
    """
    line = " ".join(text.split())
    judged = line
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1:
            judged = judged.replace(name, " ")
    if not line or len(line) > longest or figures_in(judged) or links_in(judged):
        return ""
    return line

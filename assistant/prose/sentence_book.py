"""Sentences that the tools make in English, in the language of the answer.

`assistant/cues/sentences_zh.toml` pairs English patterns with Chinese ones; what stands in a slot (a figure,
a column's name, a quotation) is carried over untouched. An unknown sentence stays as it is: nothing is
guessed.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from tools.text.sentences import cut_sentences

__all__ = ["in_language"]

_SLOT = re.compile(r"\{(\w)\}")
_FILLING = r"(?:(?!\.\s).)+?"  # never the end of one sentence and the start of the next


def in_language(text: str, language: str) -> str:
    """`text` sentence by sentence; English comes back as it is."""
    if language != "zh" or not text:
        return text
    whole = _translated(text)
    if whole is not None:
        return whole
    return "".join(_translated(sentence) or f"{sentence} " for sentence in cut_sentences(text)).strip()


def _translated(sentence: str) -> str | None:
    for pattern, said in _book():
        found = pattern.fullmatch(sentence)
        if found:
            return said.format(**found.groupdict())
    return None


@cache
def _book() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Longer patterns first: a shorter one may fit the beginning and take the rest for a name."""
    text = files("assistant").joinpath("cues/sentences_zh.toml").read_text(encoding="utf-8")
    pairs = sorted(tomllib.loads(text)["sentences"], key=lambda pair: -len(_SLOT.sub("", pair[0])))
    return tuple((re.compile(_pattern(english)), chinese) for english, chinese in pairs)


def _pattern(english: str) -> str:
    """A slot that comes twice has to hold the same words twice."""
    pieces = _SLOT.split(english)
    parts = [re.escape(pieces[0])]
    for place, name in enumerate(pieces[1::2]):
        again = name in pieces[1 : 2 * place + 1 : 2]
        parts += [f"(?P={name})" if again else f"(?P<{name}>{_FILLING})", re.escape(pieces[2 * place + 2])]
    return "".join(parts)

"""What is heard in a question, as numbers: cues, shape, words, sentence vector, states of its tokens.

Cues are patterns of how people speak, in `assistant/language/<code>/cues/kinds.toml`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.language.registry import language as language_named
from assistant.language.registry import until_registered
from tools.text.embedding import Embedder
from tools.text.states import token_states
from tools.types import DataProfile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["HASHED", "LONGEST_QUESTION", "cues", "features", "normalised", "states"]

LONGEST_QUESTION = 2_000  # characters; what a kind is known by stands in the first sentences

# ---------------- cues, read from the language's folder

_GAP = r"[^.?!\n]{0,60}?"
_LIST = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Cues:
    normalise: tuple[tuple[str, str], ...]
    groups: Mapping[str, re.Pattern[str]]


@until_registered
def cues(language: str) -> Cues:
    """The cues of a language; none where its folder has no `cues/kinds.toml`."""
    content = language_named(language).cues("kinds")
    if not content:
        return Cues((), {})
    lists: dict[str, str] = content.get("lists", {})

    def spelled(pattern: str) -> str:
        for _ in range(2):  # a list may name another
            pattern = _LIST.sub(lambda name: lists[name.group(1)], pattern)
        return pattern.replace(" ... ", f" {_GAP}").replace("...", _GAP)

    groups = {
        name: re.compile("|".join(f"(?:{spelled(pattern)})" for pattern in patterns), re.IGNORECASE)
        for name, patterns in content["groups"].items()
    }
    return Cues(tuple(content.get("normalise", {}).items()), groups)


def normalised(question: str, language: str) -> str:
    """The question's beginning in lower case, chat spelling written out, one blank between words."""
    text = f" {' '.join(question[:LONGEST_QUESTION].lower().split())} "
    for typed, read in cues(language).normalise:
        text = text.replace(typed, read)
    return text.strip()


# ---------------- columns that are mentioned: the kind does not depend on them

_WORD = re.compile(r"[^\W_]+")
NEUTRAL = "column"
_CODE = re.compile(r"(?<!\w)[a-z][a-z0-9]*_[a-z0-9_]+")
# Not the terms that are written in Latin letters everywhere: a/b, p(...), do(...).
_LATIN = re.compile(r"(?<![\w/])(?!ab\b|cuped\b|do\b|p\b)[a-z][a-z0-9_]+(?![\w/(])")
_IDEOGRAPHS = re.compile(r"[一-鿿]+")


def mentions(profile: DataProfile | None, text: str) -> tuple[str, int]:
    """The text with the columns' names put as one neutral word, and how many names it had.

    What is written like a code counts as one where nobody told the names: `new_checkout`, and Latin letters
    in a text of ideographs ("drug 对 pain 有什么影响").
    """
    count = 0
    for name in (
        () if profile is None else sorted((name.lower() for name in profile.names), key=len, reverse=True)
    ):
        if len(name) < 2 or name not in text:
            continue
        pattern = re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])")
        text, times = pattern.subn(NEUTRAL, text)
        count += times
    codes = _LATIN if _IDEOGRAPHS.search(text) else _CODE
    text, times = codes.subn(NEUTRAL, text)
    return text, count + times


# ---------------- features

HASHED = 16_384
GROUPS_SCALE, SHAPE_SCALE, WORDS_SCALE, VECTOR_SCALE = 1.0, 0.5, 2.0, 2.0
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_IDENTIFIER = re.compile(
    r"(?:[a-z]{1,8}[-_ ]?#?\d{2,}\b|\b\d{4,}\b|#\d+|\b[a-z]+-[a-z]*-?\d+|[一-鿿]\d{2,}号?|\d+号)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PROBABILITY = re.compile(r"p ?\([^)]{1,40}\)|\bdo ?\(", re.IGNORECASE)
_ARROW = re.compile(r"->|→|<-|←|⊥")
_LETTER = re.compile(r"(?<![\w'])[B-HJ-Z](?![\w'])|(?<![A-Za-z])[XYZUMW](?![A-Za-z])")


def shape(question: str, text: str, named: int) -> list[float]:
    """What the question looks like, in no language."""
    numbers = len(_NUMBER.findall(text))
    size = len(_IDEOGRAPHS.sub("", text)) / 6 + sum(len(run) for run in _IDEOGRAPHS.findall(text)) / 1.6
    return [
        min(size, 60.0) / 20.0,
        float(size < 4),
        float(size > 35),
        float(numbers > 0),
        min(numbers, 6) / 3.0,
        float(bool(_IDENTIFIER.search(_YEAR.sub("", text)))),
        float(bool(_YEAR.search(text))),
        min(len(_PROBABILITY.findall(question)), 4) / 2.0,
        min(len(_ARROW.findall(question)), 3) / 2.0,
        min(len(_LETTER.findall(question)), 5) / 2.0,
        float("?" in question or "？" in question),
        float("%" in text or "percent" in text),
        float(named > 0),
        float(named > 1),
    ]


def hashed_words(text: str) -> dict[int, float]:
    """Counts of single words, pairs and threes (Chinese: of characters), in `HASHED` buckets."""
    tokens = ["^"]
    for run in _WORD.findall(_NUMBER.sub(" 9 ", text)):
        tokens.extend(_split_ideographs(run))
    tokens.append("$")
    counts: dict[int, float] = {}
    for size in (1, 2, 3):
        for start in range(len(tokens) - size + 1):
            key = zlib.crc32(" ".join(tokens[start : start + size]).encode("utf-8")) % HASHED
            counts[key] = 1.0
    return counts


def _split_ideographs(run: str) -> list[str]:
    if not _IDEOGRAPHS.search(run):
        return [run]
    return [piece for piece in re.split(r"([一-鿿])", run) if piece]


def features(
    questions: Sequence[str],
    languages: Sequence[str],
    profiles: Sequence[DataProfile | None],
    embedder: Embedder,
    groups: Sequence[str],
) -> NDArray[np.float32]:
    """One row a question; float32. The columns: sentence vector, cue groups, shape, hashed words.

    All but the last `HASHED` columns are what the net hears beside the words.
    """
    import numpy as np

    texts, rest = [], []
    for question, language, profile in zip(questions, languages, profiles, strict=True):
        text = normalised(question, language)
        neutral, named = mentions(profile, text)
        patterns = cues(language).groups
        fired = [float(name in patterns and bool(patterns[name].search(neutral))) for name in groups]
        words = np.zeros(HASHED, dtype=np.float32)
        counts = hashed_words(neutral)
        words[list(counts)] = WORDS_SCALE / max(len(counts), 1) ** 0.5
        row = np.concatenate(
            [
                GROUPS_SCALE * np.array(fired, dtype=np.float32),
                SHAPE_SCALE * np.array(shape(question[:LONGEST_QUESTION], neutral, named), dtype=np.float32),
                words,
            ]
        )
        texts.append(spoken(neutral).rstrip("?？ "))
        rest.append(row)
    vectors = embedder.encode(texts)
    return np.hstack([VECTOR_SCALE * vectors, np.stack(rest)])


def states(
    questions: Sequence[str], languages: Sequence[str], profiles: Sequence[DataProfile | None]
) -> list[NDArray[np.float32]]:
    """The states of the tokens of each question, the columns' names put neutrally; shapes (tokens, 1280)."""
    return token_states(
        [
            spoken(mentions(profile, normalised(question, language))[0])
            for question, language, profile in zip(questions, languages, profiles, strict=True)
        ]
    )


def spoken(neutral: str) -> str:
    """The text with a word for the columns that an encoder knows."""
    return neutral.replace(NEUTRAL, "某项" if _IDEOGRAPHS.search(neutral) else "it")

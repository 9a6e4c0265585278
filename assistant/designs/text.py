"""Words: the cue grammar of `language/*/cues/design.toml`, column names as words, sentences, quotations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from assistant.language.registry import until_registered
from assistant.planning.reading.cues import load_cues
from tools.data.codebook import codebook_line
from tools.text import names
from tools.text.sentences import squeezed
from tools.types import DesignKind

DEFINES_NEXT = re.compile(r"['\"]?\s*[:：]\s")
QUOTE = 140  # characters of a quotation
WRAPPED = 60  # characters from which on a line is taken to have been broken by an editor
DEFINES = re.compile(
    r"^['\"’”`]*\s*(?:[:=：(（]|-\s|–\s|\w*\s?(?:is|are|was|represents?|indicat\w+|denot\w+|measur\w+|shows?|says|gives|"
    r"marks|counts|means|records|reflects|表示|为|是))",
    re.I,
)  # what follows a column name where its meaning is told

PREDICATE = re.compile(
    r"\b(?:is|are|was|were|be|been)\s+(?:more |less |much )?$", re.I
)  # before an adjective


class CueFamily(NamedTuple):
    """Phrases that speak for or against a design."""

    design: DesignKind
    name: str
    weight: float
    pattern: re.Pattern[str]
    beside: re.Pattern[str] | None  # what the sentence has to hold besides
    unless: re.Pattern[str] | None  # what makes it something else


@dataclass(frozen=True)
class Grammar:
    cues: tuple[CueFamily, ...]
    columns: Mapping[str, re.Pattern[str]]
    said: Mapping[str, re.Pattern[str]]  # of denial, supposition and whom a sentence speaks of


@until_registered
def grammar() -> Grammar:
    """The cue grammar, compiled once."""
    raw = load_cues("design")

    def compiled(cue: Mapping[str, Any], part: str) -> re.Pattern[str] | None:
        return re.compile(cue[part], re.I) if part in cue else None

    cues = tuple(
        CueFamily(
            DesignKind(cue["design"]),
            cue["name"],
            float(cue["weight"]),
            re.compile(cue["pattern"], re.I),
            compiled(cue, "with"),
            compiled(cue, "without"),
        )
        for cue in raw["cue"]
    )
    tables = (
        {name: re.compile(text, re.I) for name, text in raw[part].items()} for part in ("columns", "said")
    )
    columns, said = tables
    return Grammar(cues, columns, said)


def name_words(name: str) -> str:
    """`postPolicy_period2` -> `post policy period 2`, lower case."""
    return " ".join(names.name_words(name))


def split_sentences(text: str) -> tuple[str, ...]:
    """Sentences and lines of a description; list items stay whole, wrapped lines are joined."""
    text = _unwrapped(squeezed(text.replace("\\n", "\n")))
    pieces = re.split(r"\n+|(?<=[.!?;])\s+(?=[\"'“(A-Z0-9]|\w+(?: - |[:=]))|(?<=[。！？；])", text)
    return tuple(piece.strip() for piece in pieces if piece.strip())


def _unwrapped(text: str) -> str:
    """A long line that ends in mid-sentence goes on in the next, unless that opens an entry or a list."""
    lines: list[str] = []
    for line in text.split("\n"):
        open_end = lines and len(lines[-1]) >= WRAPPED and not re.search(r"[.!?;:。！？；：|]\s*$", lines[-1])
        if (
            open_end
            and line.strip()
            # A sentence of its own behind an entry that ends without a full stop.
            and not (codebook_line(lines[-1]) and line.lstrip()[:1].isupper())
            and not (codebook_line(line) or re.match(r"\s*(?:[-*•#|>]|\d+[.)])", line))
        ):
            lines[-1] = f"{lines[-1].rstrip()} {line.strip()}"
        else:
            lines.append(line)
    return "\n".join(lines)


def quote(sentence: str, start: int, end: int) -> str:
    """The match and what stands around it, at most QUOTE characters."""
    if len(sentence) <= QUOTE:
        return sentence.strip()
    spare = max(0, QUOTE - (end - start)) // 2
    left, right = max(0, start - spare), min(len(sentence), end + spare)
    return ("…" if left else "") + sentence[left:right].strip() + ("…" if right < len(sentence) else "")


def find_word(text: str, word: str, start: int = 0) -> int:
    """Where `word` stands in the text as a whole word, whatever its case; -1 when it does not."""
    folded, word = text.lower(), word.lower()
    at = folded.find(word, start)
    while at >= 0:
        before, after = folded[at - 1 : at], folded[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() or (before in ("_", ".") and before)) and not (
            after.isalnum() or after == "_"
        ):
            return at
        at = folded.find(word, at + 1)
    return -1


STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "to",
        "for",
        "and",
        "or",
        "is",
        "was",
        "were",
        "are",
        "with",
        "by",
        "from",
        "at",
        "if",
        "that",
        "this",
        "who",
        "which",
        "whether",
        "not",
        "no",
        "yes",
        "otherwise",
        "binary",
        "variable",
        "indicator",
        "indicates",
        "indicating",
        "represents",
        "number",
        "total",
        "received",
        "receive",
        "receives",
        "score",
        "level",
        "status",
        "rate",
        "value",
        "values",
        "data",
        "dataset",
        "study",
        "individual",
        "individuals",
        "participant",
        "participants",
        "person",
        "state",
        "local",
        "area",
        "region",
        "regional",
        "county",
        "city",
        "country",
        "district",
        "community",
        "neighborhood",
        "program",
        "new",
        "as",
        "has",
        "have",
        "had",
        "their",
        "its",
        "year",
        "years",
        "measured",
        "unit",
        "column",
        "dummy",
        "equal",
        "one",
        "zero",
    ]
)


def stems(text: str) -> frozenset[str]:
    """Content words cut to six letters, so that `attended` meets `attending`."""
    return frozenset(
        word[:6] for word in re.findall(r"[a-z]{3,}|[\u4e00-\u9fff]{2}", text.lower()) if word not in STOP
    )

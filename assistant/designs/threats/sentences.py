"""The one place where the sentences of a description are classified by what they say against a comparison.

Two ways together: patterns of how people say it (`language/*/cues/threats.toml`) and a learned classifier of
whole sentences (`net`), which knows other words for the same. Only what both hear may stop an answer. What is
denied ("nobody dropped out") says nothing. Of which columns it is said and whether it matters in a design,
`ties` decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.designs.threats.kinds import LEARNED, DesignSaid, ThreatKind
from assistant.designs.threats.net import LEAST, shipped_net
from assistant.language.registry import until_registered
from assistant.planning.reading.cues import load_cues
from tools.data.codebook import codebook_line

__all__ = [
    "Heard",
    "Words",
    "chance_of",
    "designs_meant",
    "heard_in",
    "is_denied",
    "threat_words",
    "without_name",
]

MOST_PARTS = 80  # of one description that are read; the longest
SHORTEST = 4  # words (8 Chinese characters) of a part that may say something
TOGETHER = 0.6  # chance of several kinds together from which on one of them is said
SURE = 0.3  # chance from which on the classifier bears a pattern out
_CJK = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Heard:
    """What one part of a sentence says."""

    kind: ThreatKind
    sentence: str  # whole, for the column whose entry it stands in
    part: str  # the words that say it
    chance: float  # 0..1 that it says so
    by_pattern: bool  # and, where there is one, the classifier bears it out


@dataclass(frozen=True)
class Words:
    """The patterns, compiled."""

    cues: tuple[tuple[ThreatKind, re.Pattern[str], re.Pattern[str] | None], ...]
    said: Mapping[str, re.Pattern[str]]
    answers: Mapping[str, re.Pattern[str]]
    when: Mapping[str, re.Pattern[str]]
    months: tuple[tuple[str, int], ...]  # ("jan", 1) in every language


@until_registered
def threat_words() -> Words:
    raw = load_cues("threats")

    def compiled(entry: Mapping[str, Any], part: str) -> re.Pattern[str] | None:
        return re.compile(entry[part], re.I) if part in entry else None

    cues = tuple(
        (ThreatKind(cue["name"]), re.compile(cue["pattern"], re.I), compiled(cue, "with"))
        for cue in raw["cue"]
    )
    said, answers, when = (
        {name: re.compile(text, re.I) for name, text in raw[part].items() if isinstance(text, str)}
        for part in ("said", "answers", "when")
    )
    months = tuple((name, place % 12 + 1) for place, name in enumerate(raw["when"]["months"]))
    return Words(cues, said, answers, when, months)


def heard_in(sentences: Sequence[str]) -> tuple[Heard, ...]:
    """What the sentences say, in their order: what patterns hear, and by meaning what is likely enough."""
    parts = _all_parts(sentences)
    chances = _by_meaning(tuple(without_name(part) for _, part in parts))
    found: list[Heard] = []
    for place, (sentence, part) in enumerate(parts):
        said = by_pattern(part)
        likely = {kind: chances[place][kind] for kind in LEARNED} if chances else {}
        for kind in said:
            # Only what both hear may stop an answer; where there is no classifier the pattern has to do.
            borne_out = not likely or likely.get(kind, 0.0) >= SURE
            if borne_out or kind in _PLAIN:
                chance = max(likely.get(kind, 0.0), LEAST)
                found.append(Heard(kind, sentence, part, chance, borne_out))
        found += [
            Heard(kind, sentence, part, chance, False)
            for kind, chance in likely.items()
            if chance >= LEAST and kind not in said
        ]
        against = sum(likely.get(kind, 0.0) for kind in _BETWEEN_GROUPS)
        if not said and max(likely.values(), default=0.0) < LEAST and against >= TOGETHER:
            found.append(Heard(ThreatKind.UNCLEAR, sentence, part, against, False))
    return tuple(found)


def designs_meant(sentences: Sequence[str]) -> tuple[Mapping[DesignSaid, float], ...]:
    """For each sentence the chance that it, or a part of it, says so of how the table came about.

    Empty for one that was not read: too short, or among too many; all are where the encoder is not installed.
    """
    parts = _all_parts(sentences)
    chances = _by_meaning(tuple(without_name(part) for _, part in parts))
    found: dict[str, dict[DesignSaid, float]] = {}
    for (sentence, _), row in zip(parts, chances, strict=False):
        known = found.setdefault(sentence, dict.fromkeys(DesignSaid, 0.0))
        for said in DesignSaid:
            known[said] = max(known[said], row[said])
    return tuple(found.get(sentence, {}) for sentence in sentences)


def chance_of(kind: ThreatKind, part: str) -> float:
    """The chance that these words say so, by their meaning; 0 where the encoder is not installed."""
    read = _by_meaning((without_name(part),))
    return read[0][kind] if read else 0.0


def _all_parts(sentences: Sequence[str]) -> list[tuple[str, str]]:
    """(sentence, part) of each sentence, the longest `MOST_PARTS` of them."""
    parts = list(dict.fromkeys((sentence, part) for sentence in sentences for part in _parts(sentence)))
    if len(parts) > MOST_PARTS:
        longest = set(sorted(parts, key=lambda both: -len(both[1]))[:MOST_PARTS])
        parts = [both for both in parts if both in longest]
    return parts


# The kinds by which groups that nobody drew may differ: what is surely one of them speaks against comparing.
_BETWEEN_GROUPS = (
    ThreatKind.SELECTION_REASON,
    ThreatKind.HIDDEN_CAUSE,
    ThreatKind.SELECTED_ROWS,
    ThreatKind.CASE_CONTROL,
    ThreatKind.ATTRITION,
    ThreatKind.MEASUREMENT_ERROR,
    ThreatKind.REVERSE_CAUSATION,
    ThreatKind.IMMORTAL_TIME,
)
# Families whose patterns are the field's own terms or whole turns of phrase: they need nobody to agree.
_PLAIN = frozenset(
    {
        ThreatKind.IMMORTAL_TIME,
        ThreatKind.ATTRITION,
        ThreatKind.CASE_CONTROL,
        ThreatKind.PRIOR_TRENDS,
        ThreatKind.REVERSE_CAUSATION,
        ThreatKind.SELECTION_REASON,
        ThreatKind.MEASUREMENT_ERROR,
    }
)


def by_pattern(part: str) -> tuple[ThreatKind, ...]:
    """The kinds whose pattern stands in the part and is not denied there."""
    found = []
    for kind, pattern, beside in threat_words().cues:
        matches = [m for m in pattern.finditer(part) if not is_denied(part, m)]
        if matches and (beside is None or beside.search(part)):
            found.append(kind)
    return tuple(dict.fromkeys(found))


def is_denied(part: str, match: re.Match[str]) -> bool:
    """A "nobody" or "not" before the words, in the same clause and outside them."""
    before = re.split(r"[,;:，；：]|\b(?:but|because|although|aber|weil|obwohl)\b", part[: match.start()])[-1]
    return threat_words().said["denied"].search(before) is not None


def _parts(sentence: str) -> list[str]:
    """The sentence and, where it has several clauses set off by semicolons, each of them."""
    pieces = [piece.strip() for piece in re.split(r"[;；]", sentence)]
    pieces = [sentence.strip(), *pieces] if len(pieces) > 1 else pieces
    return [piece for piece in dict.fromkeys(pieces) if _says_something(piece)]


def without_name(part: str) -> str:
    """Of a codebook's line what it says: how a column is called tells nothing of how a table came to be."""
    entry = codebook_line(part)
    return entry.note if entry is not None and entry.note else part


def _says_something(part: str) -> bool:
    text = without_name(part)
    return len(text.split()) >= SHORTEST or len(_CJK.findall(text)) >= 2 * SHORTEST


@lru_cache(maxsize=64)
def _by_meaning(parts: tuple[str, ...]) -> tuple[Mapping[ThreatKind | DesignSaid, float], ...]:
    """The chance of each kind for each part; () where the encoder is not installed."""
    net = shipped_net()
    if net is None or not parts:
        return ()
    kinds = (*LEARNED, *DesignSaid)
    return tuple(
        {kind: float(chance) for kind, chance in zip(kinds, row, strict=False)} for row in net.chances(parts)
    )

"""The cue file `cues.toml` as compiled patterns, read once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tools.text.sentences import CJK

__all__ = ["Cue", "Cues", "load_cues"]


@dataclass(frozen=True)
class Cue:
    """A way to say that one thing causes another."""

    pattern: re.Pattern[str]
    backward: bool  # the effect stands before the cue, the cause after it
    sign: int  # 1 raises, -1 lowers, 0 unsaid
    trust: float  # how plainly it states a cause, 0..1
    key: re.Pattern[str]  # the pattern is slow: it is tried only where this is found


@dataclass(frozen=True)
class Cues:
    """All cues, and the words that change what a cue says."""

    infixes: tuple[Cue, ...]
    frames: tuple[Cue, ...]
    words: dict[str, re.Pattern[str]]
    between: frozenset[str]


@cache
def load_cues() -> Cues:
    """The compiled cue file."""
    text = files("tools.knowledge.statements").joinpath("cues.toml").read_text(encoding="utf-8")
    raw: dict[str, Any] = tomllib.loads(text)
    words = dict(raw["words"])
    between = frozenset(words.pop("between").split("|"))
    return Cues(
        infixes=tuple(_cue(entry, _bounded(entry["pattern"])) for entry in raw["infix"]),
        frames=tuple(_cue(entry, _from_a_boundary(entry["pattern"])) for entry in raw["frame"]),
        words={name: re.compile(pattern, re.IGNORECASE) for name, pattern in words.items()},
        between=between,
    )


def _cue(entry: dict[str, Any], pattern: str) -> Cue:
    backward = entry.get("order") == "backward"
    key = re.compile(entry.get("key", ""), re.IGNORECASE)
    return Cue(re.compile(pattern, re.IGNORECASE), backward, entry["sign"], entry["trust"], key)


def _from_a_boundary(pattern: str) -> str:
    """A frame that starts with any words starts after the sign that these leave out, or at the beginning.

    Where it fits from a later word it fits from there too; to try every word costs the length once more.
    """
    opening = re.match(r"\(\?P<\w+>\[\^(?P<signs>[^\]]+)\][+*]\?\)", pattern)
    return rf"(?:^|(?<=[{opening['signs']}])){pattern}" if opening else pattern


def _bounded(pattern: str) -> str:
    """Western cues are whole words; Chinese has no blanks between words."""
    return (
        pattern if re.search(f"[{CJK}]", pattern) else rf"\b(?:{pattern})(?<!\s)(?!\w)|\b(?:{pattern})(?<=\s)"
    )

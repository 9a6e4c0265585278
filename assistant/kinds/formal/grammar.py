"""How premises are said in a language: the patterns of `assistant/language/<code>/cues/formal.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.language.registry import language, until_registered

__all__ = ["Grammar", "QueryPattern", "grammar"]

_RUN = r"[^.?;:,，。；：？]{1,90}?"


@dataclass(frozen=True)
class QueryPattern:
    name: str  # the type of query, or the relation that is claimed
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Grammar:
    code: str
    spaced: bool
    patterns: Mapping[str, tuple[re.Pattern[str], ...]]  # by the name of the entry
    words: Mapping[str, frozenset[str]]
    queries: tuple[QueryPattern, ...]
    claims: tuple[QueryPattern, ...]

    def one(self, name: str) -> re.Pattern[str]:
        """The only pattern under this name; one that never matches where the language has none."""
        found = self.patterns.get(name, ())
        return found[0] if found else _NEVER


_NEVER = re.compile(r"(?!)")
_LISTS = ("negative_prefixes", "low", "filler")


@until_registered
def grammar(code: str) -> Grammar | None:
    """The grammar of a language; None where its folder has no `cues/formal.toml`."""
    told = language(code).cues("formal")
    if not told:
        return None
    value = told.get("value", "")

    def compiled(pattern: str) -> re.Pattern[str]:
        whole = pattern.replace("<np>", _RUN).replace("<share>", value)
        return re.compile(whole, re.IGNORECASE)

    patterns: dict[str, tuple[re.Pattern[str], ...]] = {}
    for name, entry in {**told, **told.get("marks", {})}.items():
        if name in (*_LISTS, "query", "claim", "marks"):
            continue
        patterns[name] = tuple(compiled(one) for one in ([entry] if isinstance(entry, str) else entry))
    return Grammar(
        code=code,
        spaced=language(code).spaced,
        patterns=patterns,
        words={name: frozenset(told.get(name, ())) for name in _LISTS},
        queries=tuple(QueryPattern(q["type"], compiled(q["pattern"])) for q in told.get("query", ())),
        claims=tuple(QueryPattern(q["relation"], compiled(q["pattern"])) for q in told.get("claim", ())),
    )

"""What the description's prose says about a column besides its codebook entry.

"The study evaluates the effect of job training (t) on employment (y)" tells what `t` and `y` are; and when a
column is called `treatment` and the prose says "the effect of home visits on test scores", it is home visits.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.reading.cues import load_cues
from assistant.reading.grammar import Pattern, compile_patterns
from assistant.reading.text import stem, tokens
from tools.types import DataProfile

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_CLAUSE_WORDS = 12  # a study's cause or effect is named in a few words
_BEFORE_WORDS = 5


def role_texts(profile: DataProfile) -> dict[str, str]:
    """Column -> words of the prose about it, for columns without a codebook entry or with a role name."""
    said: dict[str, str] = {}
    cues = load_cues("reading_roles")["opaque"]
    statement = study_statement(profile.description)
    for column in profile.columns:
        found = [] if column.description else [in_brackets(profile.description, column.name)]
        for role, words in zip(("treatment", "outcome"), statement, strict=True):
            if column.name.lower() in cues[role] or is_called(column.description or "", role):
                found.append(words)
        said[column.name] = "; ".join(words for words in found if words)
    return said


def is_called(description: str, role: str) -> bool:
    """Does the codebook call the column the treatment (or outcome), without saying what that is?"""
    phrases: list[str] = load_cues("reading_roles")["designated"]["phrases"]
    said = description.lower()
    return any(phrase in said for phrase in phrases if (role == "outcome") == ("outcome" in phrase))


def study_statement(description: str) -> tuple[str, str]:
    """The cause and the effect that the description says were studied; "" where it does not say."""
    causes: list[str] = []
    effects: list[str] = []
    for sentence in _SENTENCE.split(description):
        text = " " + " ".join(re.sub(r"[,;:()]", " , ", sentence.lower().rstrip(". ")).split()) + " "
        for pattern in _statements():
            match = pattern.expressions[0].search(text)
            if match:
                slots = match.groupdict()
                causes.append(_short(slots["cause"]))
                effects.append(_short(slots.get("effect") or ""))
                break
    return "; ".join(filter(None, causes[:2])), next(filter(None, effects), "")


def prose_stems(profile: DataProfile) -> frozenset[str]:
    """Stems of the words that the description tells outside its codebook lines; empty without a codebook."""
    names = {name.lower() for name in profile.names}
    lines = profile.description.splitlines()
    prose = [line for line in lines if not any(name in names for name in _entry_names(line))]
    return frozenset(map(stem, tokens(" ".join(prose)))) if len(prose) < len(lines) else frozenset()


def _entry_names(line: str) -> list[str]:
    """What stands before the colon or equals sign of a codebook line: "re74, re75: earnings"."""
    head, sign, _ = re.sub(r"^\W*[-*|]\s*", "", line.lower()).replace("=", ":", 1).partition(":")
    return [name.strip(" `'\"*|") for name in head.split(",")] if sign else []


def in_brackets(description: str, name: str) -> str:
    """The words before "(name)": "effect of job training (t) on" -> "effect of job training"."""
    match = re.search(
        rf"((?:[\w-]+\s+){{1,{_BEFORE_WORDS}}})[(\[]['\"`]?{re.escape(name)}['\"`]?[)\]]", description
    )
    return match[1].strip() if match else ""


def _short(clause: str) -> str:
    return " ".join(clause.split(" , ")[0].split()[:_CLAUSE_WORDS])


@cache
def _statements() -> tuple[Pattern, ...]:
    cues = load_cues("reading_roles")["statements"]
    return compile_patterns(cues["pattern"], dict(cues["lists"]), r"\s+")

"""The pattern language of the cue files, and how a pattern is tried on a question.

`does {cause} [really] <change> {effect}` becomes two regular expressions: one whose first slot is as short
as possible and one whose first slot is as long as possible, since "the effect of time on site on sales" can
be divided in two places. Which division is right is left to the columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.planning.reading.cues import load_cues

_PIECE = re.compile(
    r"\{(?P<slot>\w+)(?::(?P<start>\w+))?\}|<(?P<list>\w+)>|(?P<mark>[()\[\]|^])|(?P<word>[^\s{}<>()\[\]|^]+)"
)
_DOUBLED = re.compile(r"^[^aeiou]*[aeiou][bdgmnpt]$")


@dataclass(frozen=True)
class Pattern:
    """One line of the cue grammar, compiled."""

    name: str
    weight: float
    expressions: tuple[re.Pattern[str], ...]
    effect: str = ""  # the effect, where the pattern itself names it: "do they *respond* to X"


@dataclass(frozen=True)
class Split:
    """One way to divide a question into a cause and an effect."""

    cause: str
    effect: str
    pattern: str  # name of the pattern that fitted
    weight: float  # how surely the pattern tells cause from effect, 0..1


@cache
def patterns(language: str) -> tuple[Pattern, ...]:
    """The clause patterns of a language ("en" or "zh"), in the order of the file."""
    cues = load_cues("reading_clauses" if language == "en" else "reading_clauses_zh")
    lists = {name: list(entries) for name, entries in cues["lists"].items()}
    if language == "en":
        forms = sorted({form for verb in lists["change"] for form in verb_forms(verb)})
        participles = {verb_forms(verb)[2] for verb in lists["change"]}
        lists["changed"] = sorted(participles | set(lists.pop("changed_forms")))
        lists["change"] = forms + lists.pop("change_forms")
    return compile_patterns(cues["pattern"], lists, r"\s+" if language == "en" else r"\s*")


def compile_patterns(
    entries: list[dict[str, Any]], lists: dict[str, list[str]], space: str
) -> tuple[Pattern, ...]:
    """Patterns from entries of a cue file; `space` is what a blank of the template matches."""
    return tuple(
        Pattern(
            entry["id"],
            float(entry["weight"]),
            tuple(re.compile(_expression(entry["text"], lists, space, short)) for short in (True, False)),
            entry.get("effect", ""),
        )
        for entry in entries
    )


def _expression(template: str, lists: dict[str, list[str]], space: str, short: bool) -> str:
    """The template as a regular expression over normalised text that starts and ends with a blank."""
    lazy = iter([short, *[not short] * 5])
    body = ""
    for piece in _PIECE.finditer(template):
        if piece["start"]:
            entries = sorted(lists[piece["start"]], key=len, reverse=True)
            first = "|".join(_words(entry, space) for entry in entries)
            body += f"(?:{space}(?P<{piece['slot']}>(?:{first})(?:{space}.+?)?))"
        elif piece["slot"]:
            quantifier = "+?" if next(lazy) else "+"
            group = f"?P<{piece['slot']}>" if piece["slot"] != "skip" else "?:"
            body += f"(?:{space}({group}.{quantifier}))"
        elif piece["list"]:
            entries = sorted(lists[piece["list"]], key=len, reverse=True)
            body += "(?:" + "|".join(space + _words(entry, space) for entry in entries) + ")"
        elif piece["mark"]:
            body += {"(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|", "^": ""}[piece["mark"]]
        else:
            body += space + re.escape(piece["word"])
    start = "^" if template.startswith("^") else ""
    return f"{start}{body}(?:\\s|$)$" if space == r"\s+" else f"{start}{body}$"


def _words(entry: str, space: str) -> str:
    return space.join(map(re.escape, entry.split()))


def verb_forms(verb: str) -> list[str]:
    """raise -> raise, raises, raised, raising; of a phrase ("lead to") the first word changes."""
    head, _, rest = verb.partition(" ")
    stem = head.removesuffix("e")
    past = stem[:-1] + "ied" if head.endswith("y") and head[-2] not in "aeiou" else _ending(head, stem) + "ed"
    third = (
        stem[:-1] + "ies"
        if past.endswith("ied")
        else head + ("es" if head[-2:] in ("sh", "ch", "ss") else "s")
    )
    return [f"{form} {rest}".strip() for form in (head, third, past, _ending(head, stem) + "ing")]


def _ending(head: str, stem: str) -> str:
    return head + head[-1] if _DOUBLED.match(head) else stem

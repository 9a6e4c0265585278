"""The cue files, and their patterns as they are tried on a question.

`does {cause} [really] <change> {effect}` becomes two templates: one whose first slot is as short as possible
and one whose first slot is as long as possible, since "the effect of time on site on sales" can be divided
in two places. Which division is right is left to the columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from assistant.language.registry import until_registered
from assistant.planning.reading.cues import cues
from assistant.planning.reading.template import Phrases, Template

_DOUBLED = re.compile(r"^[^aeiou]*[aeiou][bdgmnpt]$")


@dataclass(frozen=True)
class Pattern:
    """One line of the cue grammar, compiled."""

    name: str
    weight: float
    templates: tuple[Template, ...]
    effect: str = ""  # the effect, where the pattern itself names it: "do they *respond* to X"


@dataclass(frozen=True)
class Split:
    """One way to divide a question into a cause and an effect."""

    cause: str
    effect: str
    pattern: str  # name of the pattern that fitted
    weight: float  # how surely the pattern tells cause from effect, 0..1


@until_registered
def patterns(language: str) -> tuple[Pattern, ...]:
    """The clause patterns of a language, in the order of the file."""
    file = cues(language, "clauses")
    lists = {name: list(entries) for name, entries in file["lists"].items()}
    if "change_forms" in lists:  # a language whose verbs change their endings
        forms = sorted({form for verb in lists["change"] for form in verb_forms(verb)})
        participles = {verb_forms(verb)[2] for verb in lists["change"]}
        lists["changed"] = sorted(participles | set(lists.pop("changed_forms")))
        lists["change"] = forms + lists.pop("change_forms")
    return compile_patterns(file["pattern"], lists)


def compile_patterns(entries: list[dict[str, Any]], lists: dict[str, list[str]]) -> tuple[Pattern, ...]:
    """Patterns from entries of a cue file."""
    shared = {name: Phrases(words) for name, words in lists.items()}
    return tuple(
        Pattern(
            entry["id"],
            float(entry["weight"]),
            tuple(Template(entry["text"], shared, shortest) for shortest in (True, False)),
            entry.get("effect", ""),
        )
        for entry in entries
    )


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

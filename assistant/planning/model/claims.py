"""What a model claims about a question, as frozen values, and the checks that its reply must pass."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import networkx as nx

from tools.errors import unknown_column
from tools.types import Condition, DataProfile, Design, DesignKind, Level, Passage

NEEDED = {
    DesignKind.IV: "instruments",
    DesignKind.FRONTDOOR: "mediators",
    DesignKind.RDD: "running_variable",
    DesignKind.DID: "time",
}


# Of two spellings of one word: letters of the shorter, share of letters that they have in common.
_LONG, _ALIKE = 5, 0.8


@dataclass(frozen=True)
class RoleClaim:
    column: str
    role: str
    timing: str  # "before", "at", "after", "unknown"
    reason: str
    evidence: str  # words of the description, or ""
    confidence: float  # 0..1


@dataclass(frozen=True)
class ArrowClaim:
    cause: str
    effect: str
    reason: str
    passage: str | None  # id of a passage that was shown
    confidence: float  # 0..1


@dataclass(frozen=True)
class Claims:
    """The checked reply."""

    kind: str  # of question
    slots: Mapping[str, Any]  # that kinds have beside treatment and outcome; empty ones left out
    treatment: str | None
    outcome: str | None
    treatment_words: str
    outcome_words: str
    confidence: float  # 0..1
    others: tuple[tuple[str | None, str, float], ...]
    low: Level | None
    high: Level | None
    population: tuple[tuple[Condition, str], ...]  # each with the question's words for it
    design: Design
    evidence: str  # for the design, word for word from description, passage or question, or ""
    missing: tuple[str, ...]  # the question's words that no column is about
    clarify: str | None
    roles: tuple[RoleClaim, ...]
    arrows: tuple[ArrowClaim, ...]
    unmeasured: tuple[tuple[str, str], ...]  # name, reason


def read_claims(reply: Mapping[str, Any]) -> Claims:
    """A reply that passed the schema and `claim_problems`."""
    design, graph = reply["design"], reply["graph"]
    return Claims(
        kind=reply["kind"],
        slots={name: value for name, value in reply["slots"].items() if value},
        treatment=reply["treatment"],
        outcome=reply["outcome"],
        treatment_words=reply["treatment_words"],
        outcome_words=reply["outcome_words"],
        confidence=float(reply["confidence"]),
        others=tuple((o["treatment"], o["outcome"], float(o["confidence"])) for o in reply["other_readings"]),
        low=reply["from"],
        high=reply["to"],
        population=tuple(
            (Condition(c["column"], c["operator"], c["value"]), c["words"]) for c in reply["population"]
        ),
        design=Design(
            DesignKind(design["kind"]),
            instruments=tuple(design["instruments"]),
            mediators=tuple(design["mediators"]),
            running_variable=design["running_variable"],
            cutoff=design["cutoff"],
            time=design["time"],
            unit=design["unit"],
        ),
        evidence=design["evidence"],
        missing=tuple(reply["missing"]),
        clarify=reply["clarify"],
        roles=tuple(RoleClaim(**role) for role in graph["roles"]),
        arrows=tuple(ArrowClaim(**arrow) for arrow in graph["arrows"]),
        unmeasured=tuple((u["name"], u["reason"]) for u in graph["unmeasured"]),
    )


def claim_problems(
    reply: Mapping[str, Any], question: str, profile: DataProfile, passages: Sequence[Passage]
) -> list[str]:
    """What is wrong with a reply of the right shape, in sentences that go back to the model."""
    return [
        *_unknown(reply, profile),
        *_reading(reply, question),
        *_design(reply["design"], question, profile, passages),
        *_graph(reply["graph"], profile, passages),
    ]


def quoted(words: str, text: str) -> bool:
    """Is `words` in `text` word for word? Spaces, case and quotation marks do not count."""
    return bool(_plain(words)) and _plain(words) in _plain(text)


def nearly_quoted(words: str, text: str) -> bool:
    """Is `words` in `text`, but for a word that was spelt better or worse ("per capita" for "per capital")?

    One long word in four may differ by a letter or two. Only for words that say where to look, never for
    those that have to say something: "assigned" is not "unassigned".
    """
    if quoted(words, text):
        return True
    wanted, there = (re.findall(r"[^\W_]+", _plain(part)) for part in (words, text))
    windows = (there[at : at + len(wanted)] for at in range(len(there) - len(wanted) + 1))
    return bool(wanted) and any(_alike(wanted, window) for window in windows)


def _alike(wanted: Sequence[str], window: Sequence[str]) -> bool:
    other = [(one, two) for one, two in zip(wanted, window, strict=True) if one != two]
    return len(other) <= max(1, len(wanted) // 4) and all(
        min(len(one), len(two)) >= _LONG and SequenceMatcher(None, one, two).ratio() >= _ALIKE
        for one, two in other
    )


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\"'“”‘’`*_]+", " ", text.casefold()).split()).strip(" .。…")


def _unknown(reply: Mapping[str, Any], profile: DataProfile) -> list[str]:
    """Columns that are not there."""
    design, graph = reply["design"], reply["graph"]
    named = [reply["treatment"], reply["outcome"], design["running_variable"], design["time"], design["unit"]]
    named += [*design["instruments"], *design["mediators"]]
    named += [name for o in reply["other_readings"] for name in (o["treatment"], o["outcome"])]
    named += [condition["column"] for condition in reply["population"]]
    named += [role["column"] for role in graph["roles"]]
    named += [name for arrow in graph["arrows"] for name in (arrow["cause"], arrow["effect"])]
    unknown = dict.fromkeys(name for name in named if name is not None and name not in profile)
    return [str(unknown_column(name, "the table", profile.names)) for name in unknown]


def _reading(reply: Mapping[str, Any], question: str) -> list[str]:
    treatment, outcome = reply["treatment"], reply["outcome"]
    problems = []
    if treatment is not None and treatment == outcome:
        problems.append(f"{outcome!r} is both treatment and outcome; they must differ.")
    if outcome is None and not (reply["missing"] or reply["clarify"]):
        problems.append("There is no outcome: name one, or say in missing or clarify why not.")
    for part in ("treatment", "outcome"):
        words = reply[f"{part}_words"]
        if reply[part] is not None and not nearly_quoted(words, question):
            problems.append(f"{part}_words {words[:80]!r} are not words of the question; quote them.")
    problems += [
        f"missing {words[:80]!r} are not words of the question; quote them."
        for words in reply["missing"]
        if not quoted(words, question)
    ]
    problems += [
        f"The words {condition['words'][:80]!r} for {condition['column']} are not in the question."
        for condition in reply["population"]
        if not quoted(condition["words"], question)
    ]
    return problems


def _design(
    design: Mapping[str, Any], question: str, profile: DataProfile, passages: Sequence[Passage]
) -> list[str]:
    problems = []
    needed = NEEDED.get(DesignKind(design["kind"]))
    if needed and not design[needed]:
        problems.append(f"The design {design['kind']} needs {needed}.")
    evidence = design["evidence"]
    if evidence and not (quoted(evidence, question) or _in_texts(evidence, profile, passages)):
        problems.append(
            f"The design's evidence {evidence[:80]!r} is not in the description, a passage or the question. "
            "Quote word for word, or leave it empty."
        )
    return problems


def _graph(graph: Mapping[str, Any], profile: DataProfile, passages: Sequence[Passage]) -> list[str]:
    known = {passage.id for passage in passages}
    problems = [
        f"{arrow['cause']} -> {arrow['effect']} cites passage {arrow['passage']!r}, which was not given."
        for arrow in graph["arrows"]
        if arrow["passage"] is not None and arrow["passage"] not in known
    ]
    problems += [
        f"The evidence {role['evidence'][:80]!r} for {role['column']} is not in the description or a passage."
        for role in graph["roles"]
        if role["evidence"] and not _in_texts(role["evidence"], profile, passages)
    ]
    drawn = nx.DiGraph((arrow["cause"], arrow["effect"]) for arrow in graph["arrows"])
    if not nx.is_directed_acyclic_graph(drawn):
        circle = [cause for cause, _ in nx.find_cycle(drawn)]
        problems.append(f"The arrows go in a circle: {' -> '.join([*circle, circle[0]])}. Leave one out.")
    return problems


def _in_texts(words: str, profile: DataProfile, passages: Sequence[Passage]) -> bool:
    return any(quoted(words, text) for text in (profile.description, *(p.text for p in passages)))

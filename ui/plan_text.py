"""A plan in about ten lines: what the question means, what decided it, what was rejected and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant.formatting import percent

if TYPE_CHECKING:
    from assistant import Plan
    from assistant.types import DesignCandidate, Evidence, Reading

MOST_READINGS = 2  # beside the best
MOST_CUES = 3
MOST_DESIGNS = 4
_LONGEST = 150  # characters of a quotation


def plan_facts(plan: Plan) -> Iterable[tuple[str, str]]:
    """(label, text) a line; the label is empty where a line goes on with the one before."""
    yield "Effect of", _effect(plan)
    best, *others = plan.alternatives or (None,)
    if best is not None:
        yield "Reading", _reading(best)
        yield from (("  or", _reading(other)) for other in others[:MOST_READINGS])
    for place, evidence in enumerate(_deciding(plan.evidence)):
        yield ("Because" if place == 0 else "", _short(f"{evidence.about}: {evidence.text}"))
    if plan.design is not None:
        held = ", ".join(plan.design.adjustment_set) or "nothing"
        yield "Adjusts for", _short(held)
    for place, candidate in enumerate(plan.candidates[:MOST_DESIGNS]):
        yield ("Designs" if place == 0 else "", _candidate(candidate, chosen=place == 0))
    if plan.not_answerable is not None:
        yield "Refused", plan.not_answerable.reason
    elif plan.needs_clarification is not None:
        yield "Asks", f"{plan.needs_clarification.question} {' | '.join(plan.needs_clarification.choices)}"


def _effect(plan: Plan) -> str:
    query = plan.query
    if query is None:
        return "?"
    rule = (
        f"being past the cutoff of {plan.design.running_variable}" if plan.design else "being past a cutoff"
    )
    contrast = (
        f" (from {query.low} to {query.high})" if query.low is not None and query.high is not None else ""
    )
    whom = " and ".join(map(str, query.population)) or "everybody"
    return f"{query.treatment or rule}{contrast} on {query.outcome}, for {whom}"


def _reading(reading: Reading) -> str:
    treatment = reading.treatment or "being past a cutoff"
    return f"{treatment} -> {reading.outcome} ({percent(reading.confidence)})"


def _deciding(evidence: tuple[Evidence, ...]) -> list[Evidence]:
    """What decided the reading first, then the population and contrast; designs tell their own reasons."""
    about = [e for e in evidence if e.about not in ("design", "question")]
    return about[:MOST_CUES]


def _candidate(candidate: DesignCandidate, *, chosen: bool) -> str:
    verdict = "chosen" if chosen else "passed, fewer points" if candidate.accepted else "rejected"
    return _short(f"{candidate.design.kind} {verdict} ({candidate.score:g} points): {candidate.reason}")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"

"""What the kinds share when they read a question: the pair it names, or a question back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.kinds.interface import Asked
from assistant.planning.plan import close_readings, nothing_about
from assistant.types import Evidence, Plan, Reading
from tools.types import Design, DesignKind, Query

if TYPE_CHECKING:
    from tools.types import DataProfile

__all__ = ["pair_plan", "plan_of", "refusing"]


def plan_of(query: Query, profile: DataProfile, asked: Asked | None = None, **more: object) -> Plan:
    """A plan without a study design: nothing is adjusted for."""
    read = asked.understanding if asked else None
    plan = Plan(
        query=query,
        design=Design(DesignKind.NONE),
        roles=(),
        confidence=read.readings[0].confidence if read and read.readings else 1.0,
        language=read.language if read else "en",
        evidence=read.evidence if read else (Evidence("treatment", "given by the caller", 1.0),),
        alternatives=read.readings if read else (Reading(query.treatment, query.outcome, 1.0),),
        kind=query.kind,
    )
    return replace(plan, **more)  # type: ignore[arg-type]


def refusing(asked: Asked, kind: str, **refusal: object) -> Plan:
    """A plan that asks back or says no, about a question whose columns are not known."""
    read = asked.understanding
    plan = Plan(None, None, (), 0.0, read.language, read.evidence, read.readings, kind=kind)
    return replace(plan, **refusal)  # type: ignore[arg-type]


def pair_plan(asked: Asked, kind: str) -> Plan:
    """The pair of columns that the question is about, whichever way round it was read."""
    read = _without_direction(asked)
    about = nothing_about(read.understanding, asked.profile)
    named = [r for r in read.understanding.readings if r.treatment is not None and r.outcome is not None]
    if about is not None or not named:
        from assistant.planning.plan import unreadable

        return replace(unreadable(asked.understanding, asked.profile), kind=kind)
    best = named[0]
    assert best.outcome is not None
    query = Query(best.treatment, best.outcome, population=read.understanding.population, kind=kind)
    return plan_of(
        query,
        asked.profile,
        read,
        needs_clarification=close_readings(replace(read.understanding, readings=tuple(named)), asked.profile),
    )


def _without_direction(asked: Asked) -> Asked:
    """Readings of the same two columns are one: "is a related to b" says nothing of who acts on whom."""
    merged: dict[frozenset[str | None], Reading] = {}
    for reading in asked.understanding.readings:
        pair = frozenset((reading.treatment, reading.outcome))
        known = merged.get(pair)
        total = reading.confidence + (known.confidence if known else 0.0)
        merged[pair] = replace(known or reading, confidence=total)
    ranked = tuple(sorted(merged.values(), key=lambda reading: -reading.confidence))
    return replace(asked, understanding=replace(asked.understanding, readings=ranked))

"""The design of `Assistant.effect`: what the caller said, completed by what the planner finds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.design import choose_design
from assistant.types import DesignChoice, Reading, Understanding
from tools.errors import OptionError
from tools.types import DataProfile, Design, DesignKind, Query

if TYPE_CHECKING:
    from tools.data import Table

# A part that only one design uses tells which design is meant.
_IMPLIED = {
    "instruments": DesignKind.IV,
    "mediators": DesignKind.FRONTDOOR,
    "running_variable": DesignKind.RDD,
    "time": DesignKind.DID,
}
_NEEDED = {
    DesignKind.IV: "instruments",
    DesignKind.FRONTDOOR: "mediators",
    DesignKind.RDD: "running_variable",
    DesignKind.DID: "time",
}


def design_for_request(
    query: Query, kind: DesignKind | None, given: dict[str, Any], profile: DataProfile, table: Table
) -> DesignChoice:
    """Complete the caller's design. Raises `OptionError` when a part that it needs is not to be found."""
    kind = kind or next((_IMPLIED[part] for part in _IMPLIED if given.get(part)), None)
    choice = _planned(query, profile, table)
    design = _of_kind(choice, kind) if kind else choice.design
    if "adjustment_set" not in given:
        design = replace(design, adjustment_set=_free(design.adjustment_set, query, given))
    design = replace(design, **given)
    needed = _NEEDED.get(design.kind)
    if needed and not getattr(design, needed):
        raise OptionError(
            f"design={str(design.kind)!r} needs {needed}, and none was found in {profile.source}. "
            f"Pass {needed}=..., or another design."
        )
    return replace(choice, query=_query_of(query, choice), design=design)


def _planned(query: Query, profile: DataProfile, table: Table) -> DesignChoice:
    reading = Reading(query.treatment, query.outcome, 1.0)
    understanding = Understanding(
        readings=(reading,),
        low=query.low,
        high=query.high,
        population=query.population,
        estimand=query.estimand,
        language="en",
        evidence=(),
    )
    return choose_design("", reading, understanding, profile, table)


def _of_kind(choice: DesignChoice, kind: DesignKind) -> Design:
    """The planner's own design of that kind where it considered one."""
    for design in (choice.design, *(candidate.design for candidate in choice.candidates)):
        if design.kind is kind:
            return replace(design, adjustment_set=design.adjustment_set or choice.design.adjustment_set)
    return Design(kind, adjustment_set=choice.design.adjustment_set)


def _free(adjustment_set: tuple[str, ...], query: Query, given: dict[str, Any]) -> tuple[str, ...]:
    """The set without the columns that the caller gave another part to play."""
    taken = {query.treatment, query.outcome}
    for part, value in given.items():
        if part != "cutoff":
            taken |= {value} if isinstance(value, str) else set(value)
    return tuple(name for name in adjustment_set if name not in taken)


def _query_of(query: Query, choice: DesignChoice) -> Query:
    """The caller's treatment stays; the planner may only add a contrast for it."""
    if choice.query.treatment == query.treatment:
        return choice.query
    return query

"""The data account of one answer: what was done to the cells and rows that its number uses."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.prose.render import DATA_DOUBT
from assistant.types import Part, Plan
from tools.messages import Message
from tools.types import AccountEntry, CellAction, DataProfile, Design, Query, Sample

__all__ = ["about_cells", "account_of", "with_account"]

_SHOWN = 4  # entries in the prose; the report and the JSON have them all
_SCALE_ONLY = "cells-thousands-unsure"
# Rows and columns that preparation left out or filled have remarks of their own.
_OF_CELLS = (CellAction.PARSED, CellAction.RECODED, CellAction.MISSING)


def account_of(
    plan: Plan, query: Query | None, design: Design | None, profile: DataProfile, sample: Sample | None
) -> tuple[AccountEntry, ...]:
    """How the cells of the columns in question were read, and what preparation did to them."""
    used = _used(plan, query, design)
    asked = {query.treatment, query.outcome} if query else set()
    of_cells = (
        entry
        for entry in profile.account
        # A factor of a thousand on all values of a covariate changes nothing.
        if entry.column is None or entry.column in (asked if entry.said.id == _SCALE_ONLY else used)
    )
    return (*of_cells, *(sample.account if sample else ()))


def about_cells(account: tuple[AccountEntry, ...], profile: DataProfile) -> tuple[Message, ...]:
    """The remarks on cells, what is only suspected first."""
    known = [entry for entry in account if entry in profile.account]
    return tuple(entry.said for entry in sorted(known, key=lambda e: e.action is not CellAction.SUSPECTED))


def with_account(
    parts: Mapping[Part, tuple[Message, ...]], account: tuple[AccountEntry, ...], profile: DataProfile
) -> dict[Part, tuple[Message, ...]]:
    """The parts, with the doubts about cells beside the number and how cells were read behind the reasons."""
    known = [entry for entry in account if entry in profile.account]
    doubts = tuple(entry.said for entry in known if entry.action is CellAction.SUSPECTED)
    read = tuple(entry.said for entry in known if entry.action in _OF_CELLS or entry.column is None)
    found = dict(parts)
    if doubts:
        found[Part.HEADLINE] = (*parts[Part.HEADLINE], Message(DATA_DOUBT, {"doubts": doubts[:_SHOWN]}))
    if read:
        found[Part.WHY] = (*parts.get(Part.WHY, ()), *read[:_SHOWN])
    return found


def _used(plan: Plan, query: Query | None, design: Design | None) -> set[str]:
    names: set[str | None] = set()
    for asked in (plan.query, query):
        if asked is not None:
            names |= {asked.treatment, asked.outcome, *(condition.column for condition in asked.population)}
    for made in (plan.design, design):
        if made is not None:
            names |= {*made.adjustment_set, *made.instruments, *made.mediators}
            names |= {made.running_variable, made.time, made.unit, made.cluster}
    for value in plan.slots.values():
        names |= {value} if isinstance(value, str) else set(value) if isinstance(value, tuple) else set()
    return {name for name in names if name}

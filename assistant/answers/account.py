"""The data account of one answer: what was done to the cells and rows that its number uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.types import Part, Plan
from tools.messages import Message
from tools.types import AccountEntry, CellAction, DataProfile, Design, Query, Sample

__all__ = ["about_cells", "account_of", "doubts_about_cells", "with_account"]

_SHOWN = 4  # entries in the prose; `Answer.account` and the JSON have them all
_SCALE_ONLY = "cells-thousands-unsure"
# What preparation drops, fills and leaves out has remarks of its own.
_READ = (CellAction.PARSED, CellAction.RECODED, CellAction.MISSING)


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


def about_cells(account: Iterable[AccountEntry]) -> tuple[Message, ...]:
    """The remarks on cells, what is only suspected first."""
    known = [entry for entry in account if _of_cells(entry)]
    return tuple(entry.said for entry in sorted(known, key=lambda e: e.action is not CellAction.SUSPECTED))


def doubts_about_cells(account: Iterable[AccountEntry]) -> tuple[Message, ...]:
    """What looks odd in the cells and was left as it is, as one message that belongs beside the number."""
    doubts = tuple(entry.said for entry in account if entry.action is CellAction.SUSPECTED)
    return (Message("prose-data-doubt", {"doubts": doubts[:_SHOWN]}),) if doubts else ()


def with_account(
    parts: Mapping[Part, tuple[Message, ...]], account: tuple[AccountEntry, ...]
) -> dict[Part, tuple[Message, ...]]:
    """The parts, with the doubts about cells beside the number and how cells were read behind the reasons."""
    found = dict(parts)
    if doubts := doubts_about_cells(account):
        found[Part.HEADLINE] = (*parts[Part.HEADLINE], *doubts)
    read = [e.said for e in account if _of_cells(e) and e.action is not CellAction.SUSPECTED]
    if read:
        found[Part.WHY] = (*parts.get(Part.WHY, ()), *read[:_SHOWN])
    return found


def _of_cells(entry: AccountEntry) -> bool:
    """Is it about how cells are read, and not about what preparation did with the columns?"""
    of_table = entry.action is CellAction.DROPPED and entry.said.id.startswith("cells-")
    suspected = entry.action is CellAction.SUSPECTED
    return suspected or of_table or (entry.action in _READ and entry.said.id.startswith("cells-"))


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

"""A plan with the changes that a conversation made to it. The changes are replayed on the first plan, so that
what was said once ("leave income out") still holds after the next change, and undoing drops the last of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conversation.turns import Change
from assistant.kinds.interface import AVERAGE_EFFECT, kind_of
from assistant.planning.design import choose_design
from assistant.planning.request import Columns, design_for_request
from assistant.types import ColumnRole, Evidence, Plan, Reading, RoleKind, Understanding
from tools.errors import OptionError
from tools.types import Condition, DataProfile, DesignKind, EdgeSource, EstimandKind, Query, Timing

if TYPE_CHECKING:
    from tools.data import Table

_SWAPS = ("reading", "treatment", "outcome")


def changed_plan(base: Plan, changes: Iterable[Change], profile: DataProfile, table: Table) -> Plan:
    """`base` with every change made, in order. Nothing about `base` itself is changed.

    Another treatment or outcome comes first, since it needs a new design; a contrast that was said for an
    earlier treatment is dropped. Raises `OptionError` when a design lacks a part that the data does not
    offer.
    """
    plan = base
    said = _contrasts_dropped(tuple(changes))
    for change in sorted(said, key=lambda c: c.part not in _SWAPS):
        plan = _changed(plan, change, profile, table)
    return plan


def estimator_asked(changes: Iterable[Change]) -> str | None:
    """The estimator that was asked for last; None: chosen by the rules."""
    names = [change.name for change in changes if change.part == "estimator"]
    return names[-1] if names else None


def _contrasts_dropped(changes: tuple[Change, ...]) -> list[Change]:
    swaps = [place for place, change in enumerate(changes) if change.part in ("reading", "treatment")]
    last = swaps[-1] if swaps else -1
    return [c for place, c in enumerate(changes) if c.part != "contrast" or place > last]


def _changed(plan: Plan, change: Change, profile: DataProfile, table: Table) -> Plan:
    query, design = plan.query, plan.design
    if query is None or design is None:
        return plan
    if plan.kind != AVERAGE_EFFECT and change.part not in ("population", "everybody"):
        return _of_its_kind(plan, change, profile, table)
    match change.part:
        case "population":
            return replace(plan, query=replace(query, population=_narrowed(query.population, change)))
        case "everybody":
            return replace(plan, query=replace(query, population=(), estimand=EstimandKind.ATE))
        case "estimand":
            return replace(plan, query=replace(query, estimand=EstimandKind(change.name)))
        case "contrast":
            return replace(plan, query=_contrast(query, change, profile))
        case "treatment":
            other = replace(query, treatment=change.columns[0], low=None, high=None)
            return _redesigned(plan, other, profile, table)
        case "reading":  # a choice of the planner's own question back: the rest of the question stays
            treatment, outcome = change.columns
            return _redesigned(plan, replace(query, treatment=treatment, outcome=outcome), profile, table)
        case "outcome":
            return _redesigned(plan, replace(query, outcome=change.columns[0]), profile, table)
        case "leave_out":
            kept = tuple(name for name in design.adjustment_set if name not in change.columns)
            roles = tuple(_left_out(role) if role.column in change.columns else role for role in plan.roles)
            return replace(plan, design=replace(design, adjustment_set=kept), roles=roles)
        case "adjust":
            added = tuple(dict.fromkeys((*design.adjustment_set, *change.columns)))
            roles = tuple(_adjusted(role) if role.column in change.columns else role for role in plan.roles)
            return replace(plan, design=replace(design, adjustment_set=added), roles=roles)
        case "design":
            return _assumed(plan, change, profile, table)
    return plan


def _of_its_kind(plan: Plan, change: Change, profile: DataProfile, table: Table) -> Plan:
    """Another treatment or outcome for a kind without contrasts, covariates and designs of its own.

    Raises `OptionError` for a change that this kind of question does not have.
    """
    assert plan.query is not None
    if change.part not in _SWAPS:
        raise OptionError(f"A question of this kind ({plan.kind}) has no {change.part} to change.")
    kind, query = kind_of(plan.kind), plan.query
    treatment, outcome = query.treatment, query.outcome
    match change.part:
        case "reading":
            treatment, outcome = change.columns
        case "treatment":
            treatment = change.columns[0]
        case "outcome":
            outcome = change.columns[0]
    given = {**plan.slots, "treatment": treatment, "outcome": outcome, "population": query.population}
    made = kind.plan(
        {slot.name: given[slot.name] for slot in kind.slots if given.get(slot.name)}, profile, table
    )
    return replace(made, language=plan.language)


def _narrowed(population: tuple[Condition, ...], change: Change) -> tuple[Condition, ...]:
    """A condition replaces an earlier one on the same column; on another column it is added."""
    columns = {condition.column for condition in change.conditions}
    return (*(c for c in population if c.column not in columns), *change.conditions)


def _contrast(query: Query, change: Change, profile: DataProfile) -> Query:
    column = profile.get(query.treatment or "")
    median = column.median if column else None
    start = change.low if change.low is not None else query.low
    if change.step is None and change.relative_step is None:
        return replace(query, low=start, high=change.high if change.high is not None else query.high)
    start = start if isinstance(start, int | float) else median
    if start is None:
        return query
    if change.relative_step is not None:
        return replace(query, low=start, high=start * (1 + change.relative_step))
    return replace(query, low=start, high=start + (change.step or 0.0))


def _redesigned(plan: Plan, query: Query, profile: DataProfile, table: Table) -> Plan:
    """Another treatment or outcome needs its own design and covariates."""
    reading = Reading(query.treatment, query.outcome, 1.0)
    same = plan.query is not None and plan.query.treatment == query.treatment
    understanding = Understanding(
        readings=(reading,),
        low=query.low if same else None,
        high=query.high if same else None,
        population=query.population,
        estimand=query.estimand,
        language=plan.language,
        evidence=(),
    )
    choice = choose_design("", reading, understanding, profile, table)
    design, roles = choice.design, choice.roles
    if same:
        # What came after the treatment still does, and so does the outcome that was asked about before.
        late = {role.column for role in plan.roles if role.role in ("after_treatment", "outcome")}
        roles = tuple(_after(role) if role.column in late - {query.outcome} else role for role in roles)
        adjusted = tuple(name for name in design.adjustment_set if name not in late)
        design = replace(design, adjustment_set=adjusted)
    return Plan(
        query=choice.query,
        design=design,
        roles=roles,
        confidence=1.0,
        language=plan.language,
        evidence=choice.evidence,
        alternatives=(reading,),
        candidates=choice.candidates,
    )


def _assumed(plan: Plan, change: Change, profile: DataProfile, table: Table) -> Plan:
    """The design that the person vouches for."""
    assert plan.query is not None and plan.design is not None
    given = {"instruments": change.columns} if change.columns else {}
    adjusted = tuple(n for n in plan.design.adjustment_set if n not in change.columns)
    asked = Columns(table, profile, {**given, "adjustment_set": adjusted})
    choice = design_for_request(plan.query, DesignKind(change.name), asked)
    said = Evidence("design", f"{change.name}: assumed because the user said so", 1.0)
    return replace(plan, query=choice.query, design=choice.design, evidence=(*plan.evidence, said))


def _after(role: ColumnRole) -> ColumnRole:
    reason = f"{role.column} was taken for a consequence of the treatment in the question before."
    source = EdgeSource("timing", reason)
    return ColumnRole(
        role.column, RoleKind.AFTER_TREATMENT, reason, source, role.confidence, Timing.AFTER, source
    )


def _left_out(role: ColumnRole) -> ColumnRole:
    reason = f"{role.column} was left out at the user's request."
    changed = ColumnRole(role.column, RoleKind.IRRELEVANT, reason, EdgeSource("user", reason), 1.0)
    return replace(changed, timing=role.timing, timing_source=role.timing_source)


def _adjusted(role: ColumnRole) -> ColumnRole:
    reason = f"{role.column} was added to the adjustment at the user's request."
    changed = ColumnRole(role.column, RoleKind.CONFOUNDER, reason, EdgeSource("user", reason), 1.0)
    return replace(changed, timing=role.timing, timing_source=role.timing_source)

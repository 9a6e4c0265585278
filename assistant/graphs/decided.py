"""What the graph decides: the plan with its design and the columns to hold fixed as the graph has them.

Where the person drew or changed the graph, it is the graph: a column that is no cause in it is not held
fixed, and the roles say so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assistant.graphs.arrows import adjusted_by_graph
from assistant.language import wording
from assistant.planning.covariates import MAX_LEVELS
from assistant.types import ColumnRole, GraphProposal, Plan, RoleKind
from tools.graphs import descendants
from tools.messages import Column, Message
from tools.types import (
    CausalGraph,
    ColumnKind,
    ColumnProfile,
    DataProfile,
    Design,
    DesignKind,
    EdgeSource,
    Query,
    Timing,
)

__all__ = ["decided_by_graph"]

_GRAPH_DECIDES = (DesignKind.BACKDOOR, DesignKind.RANDOMISED)


def decided_by_graph(plan: Plan, proposal: GraphProposal, profile: DataProfile, by_person: bool) -> Plan:
    """The plan whose design, roles and covariates are read off the proposal's graph.

    `by_person`: the person drew the graph or changed the proposal. Columns that the person named to hold
    fixed, in a call or in the conversation, stay named; identification still refuses what would do harm.
    """
    assert plan.query is not None and plan.design is not None
    roles, graph = proposal.roles or plan.roles, proposal.graph
    design = plan.design
    if by_person and design.kind in _GRAPH_DECIDES:
        design = replace(design, kind=DesignKind.BACKDOOR)
    warnings: list[str] = []
    if not plan.names_covariates:
        design = _as_asked(adjusted_by_graph(graph, plan.query, design, profile), roles)
        if by_person:
            design, warnings = _that_rows_bear(design, profile, plan.language)
    if by_person:
        roles = tuple(_roles_in(graph, plan.query, design, roles))
    return replace(
        plan,
        design=design,
        roles=roles,
        graph_by_person=by_person,
        warnings=(*plan.warnings, *warnings),
    )


def _as_asked(design: Design, roles: Iterable[ColumnRole]) -> Design:
    """With the columns that the person asked to hold fixed, and without those asked to be left out."""
    said = {role.column: role.role for role in roles if role.source.kind == "user"}
    wanted = [name for name, role in said.items() if role is RoleKind.CONFOUNDER]
    kept = [name for name in design.adjustment_set if said.get(name) is not RoleKind.IRRELEVANT]
    return replace(design, adjustment_set=tuple(dict.fromkeys((*kept, *wanted))))


def _that_rows_bear(design: Design, profile: DataProfile, language: str) -> tuple[Design, list[str]]:
    """Without causes that no regression can hold fixed; identification takes back what it needs."""
    words = wording(language, profile)
    out = {
        name: message
        for name in design.adjustment_set
        if (message := _unbearable(profile.get(name))) is not None
    }
    kept = tuple(name for name in design.adjustment_set if name not in out)
    return replace(design, adjustment_set=kept), [words.say(message) for message in out.values()]


def _unbearable(column: ColumnProfile | None) -> Message | None:
    if column is None:
        return None
    named = {"column": Column(column.name)}
    match column.kind:
        case ColumnKind.IDENTIFIER:
            return Message("evidence-not-held-identifier", named)
        case ColumnKind.CONSTANT:
            return Message("evidence-not-held-constant", named)
        case ColumnKind.TIME:
            return Message("evidence-not-held-dates", named)
        case ColumnKind.TEXT if column.timing is not Timing.BEFORE:
            return Message("evidence-not-held-text", named)
        case ColumnKind.CATEGORY if column.distinct > MAX_LEVELS:
            return Message("evidence-not-held-levels", named)
    return None


def _roles_in(
    graph: CausalGraph, query: Query, design: Design, roles: Iterable[ColumnRole]
) -> Iterable[ColumnRole]:
    """The roles as the person's graph has them: who drew it is a source too."""
    treatment = query.treatment
    after = descendants(graph, treatment) if treatment in graph.nodes and treatment else frozenset[str]()
    drawn = {e.cause for e in graph.edges if any(source.kind == "user" for source in e.sources)}
    for role in roles:
        name = role.column
        if name in design.adjustment_set:
            yield _cause(role) if name in drawn else role
        elif role.role is not RoleKind.CONFOUNDER:
            yield role
        elif name in after:
            reason = f"in your graph {treatment} affects it"
            source = EdgeSource("user", reason)
            yield replace(
                role,
                role=RoleKind.AFTER_TREATMENT,
                reason=reason,
                source=source,
                timing=Timing.AFTER,
                timing_source=source,
            )
        else:
            reason = f"in your graph nothing is gained by holding it fixed for the effect of {treatment}"
            yield replace(role, role=RoleKind.IRRELEVANT, reason=reason, source=EdgeSource("user", reason))


def _cause(role: ColumnRole) -> ColumnRole:
    """A column whose arrows the person drew: what causes the treatment was there before it."""
    reason = "your graph draws it as a cause"
    source = EdgeSource("user", reason)
    told = role if role.said_before else replace(role, timing=Timing.BEFORE, timing_source=source)
    if role.role is RoleKind.CONFOUNDER:
        return told
    return replace(told, role=RoleKind.CONFOUNDER, reason=reason, source=source, confidence=1.0)

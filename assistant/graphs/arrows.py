"""Roles -> the arrows of the proposed graph, each with who claims it; and what to hold fixed, read off it.

Possible common causes point at treatment and outcome, instruments and running variables at the treatment,
mediators lie between, and what came after the treatment hangs below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.language import wording
from assistant.types import ColumnRole, GraphProposal, Plan, RoleKind
from tools.graphs import build_graph, descendants
from tools.identification.criteria import disjunctive_cause_set
from tools.messages import Column, Message
from tools.types import (
    CausalGraph,
    ColumnKind,
    ColumnProfile,
    DataProfile,
    Design,
    DesignKind,
    Edge,
    EdgeSource,
    Query,
    Timing,
)

__all__ = [
    "adjusted_by_graph",
    "column_arrows",
    "decided_by_graph",
    "design_columns",
    "presumed_causes",
    "presumed_graph",
]


ASKED = EdgeSource("assumption", "This is the effect that the question asks about.")


def design_columns(query: Query, design: Design) -> frozenset[str]:
    """Columns that the question or the design has another use for than holding them fixed."""
    parts = (query.treatment, query.outcome, design.running_variable, design.time, design.unit)
    return frozenset((*(name for name in parts if name), *design.instruments, *design.mediators))


def presumed_causes(query: Query, design: Design, roles: Sequence[ColumnRole]) -> tuple[ColumnRole, ...]:
    """The possible common causes by their roles; those that the design names first, in its order."""
    taken = design_columns(query, design) - set(design.adjustment_set)
    by_name = {role.column: role for role in roles if role.role is RoleKind.CONFOUNDER}
    named = [name for name in design.adjustment_set if name in by_name]
    order = dict.fromkeys((*named, *by_name))
    return tuple(by_name[name] for name in order if name not in taken)


def column_arrows(query: Query, design: Design, roles: Sequence[ColumnRole]) -> tuple[Edge, ...]:
    """The arrows that the roles and the design come to; none where no column stands for the treatment."""
    treatment = query.treatment or design.running_variable
    if treatment is None:
        return ()
    return tuple(_arrows(query, design, roles, treatment))


def _arrows(query: Query, design: Design, roles: Sequence[ColumnRole], treatment: str) -> Iterable[Edge]:
    outcome, by_name = query.outcome, {role.column: role for role in roles}
    if not design.mediators:
        yield Edge(treatment, outcome, 0.5, (ASKED,))
    yield from _design_arrows(design, treatment, outcome, by_name)
    taken = {treatment, outcome, *design.instruments, *design.mediators, design.running_variable}
    causes = [role for role in presumed_causes(query, design, roles) if role.column not in taken]
    for role in causes:
        # Chance decided the treatment of a trial: nothing points into it.
        if design.kind is not DesignKind.RANDOMISED:
            yield Edge(role.column, treatment, role.confidence, (role.source,))
        yield Edge(role.column, outcome, role.confidence, (role.source,))
        for mediator in design.mediators:
            yield Edge(role.column, mediator, role.confidence, (role.source,))
    for role in roles:
        if role.role is RoleKind.AFTER_TREATMENT and role.column not in taken:
            yield Edge(treatment, role.column, role.confidence, (role.source,))


def _design_arrows(
    design: Design, treatment: str, outcome: str, roles: dict[str, ColumnRole]
) -> Iterable[Edge]:
    for name in design.instruments:
        role = roles.get(name) or given(name)
        yield Edge(name, treatment, role.confidence, (role.source,))
    for name in design.mediators:
        role = roles.get(name) or given(name)
        yield Edge(treatment, name, role.confidence, (role.source,))
        yield Edge(name, outcome, role.confidence, (role.source,))
    if design.running_variable and design.running_variable != treatment:
        role = roles.get(design.running_variable) or given(design.running_variable)
        yield Edge(design.running_variable, treatment, 1.0, (EdgeSource("design", role.reason),))
        yield Edge(design.running_variable, outcome, role.confidence, (role.source,))
    for column in (design.time, design.unit):
        if column and column not in (treatment, outcome):
            reason = f"Differences between the values of {column} are taken out by the comparison over time."
            yield Edge(column, outcome, 0.7, (EdgeSource("design", reason),))


def given(name: str) -> ColumnRole:
    """The role of a column that the person named to be held fixed."""
    reason = f"{name} was named by the user for this analysis."
    return ColumnRole(name, RoleKind.CONFOUNDER, reason, EdgeSource("user", reason), 1.0)


def presumed_graph(query: Query, design: Design, roles: Sequence[ColumnRole]) -> CausalGraph:
    """The graph of the roles alone, before documents, a model, the data or the person are heard."""
    edges = column_arrows(query, design, roles)
    nodes = dict.fromkeys(name for edge in edges for name in (edge.cause, edge.effect))
    return build_graph(nodes, edges)


def adjusted_by_graph(graph: CausalGraph, query: Query, design: Design, profile: DataProfile) -> Design:
    """The design with the columns to hold fixed read off the graph, in the design's order, then the table's.

    A cutoff without a treatment column keeps its columns: nothing in the graph stands for being past it.
    """
    if query.treatment is None or query.treatment not in graph.nodes or query.outcome not in graph.nodes:
        return design
    taken = design_columns(query, design)
    causes = disjunctive_cause_set(graph, query.treatment, query.outcome, profile.names) - taken
    order = dict.fromkeys((*design.adjustment_set, *profile.names))
    return replace(design, adjustment_set=tuple(name for name in order if name in causes))


# ---------------- What the graph decides: the plan with its design and the columns to hold fixed

# Where the person drew or changed the graph, it is the graph: a column that is no cause in it is not held
# fixed, and the roles say so.


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
        case ColumnKind.TEXT if column.timing is not Timing.BEFORE:
            return Message("evidence-not-held-text", named)
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

"""Roles -> the arrows of the proposed graph, each with who claims it; and what to hold fixed, read off it.

Possible common causes point at treatment and outcome, instruments and running variables at the treatment,
mediators lie between, and what came after the treatment hangs below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.types import ColumnRole, RoleKind
from tools.graphs import build_graph
from tools.identification.criteria import disjunctive_cause_set
from tools.types import CausalGraph, DataProfile, Design, DesignKind, Edge, EdgeSource, Query

__all__ = ["adjusted_by_graph", "column_arrows", "design_columns", "presumed_causes", "presumed_graph"]

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

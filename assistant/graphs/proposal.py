"""Plan -> proposed graph: an arrow for each role, with who claims it; acyclic by construction.

Columns the planner takes for common causes point at treatment and outcome, instruments and running
variables at the treatment, mediators lie between, and what came after the treatment hangs below it. Where a
document speaks about an arrow's two ends, or at least about its column, its passage is quoted as a source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.graphs.claims import (
    claims_of_documents,
    claims_of_plan,
    data_claims,
    hidden_causes_in,
    without_contradicting_the_design,
)
from assistant.graphs.combination import ArrowClaim, combine
from assistant.graphs.passages import Found, Search, ends, passages_for
from assistant.types import ColumnRole, GraphProposal, Plan, RoleKind
from tools.checks.battery import said_of
from tools.data import Table
from tools.discovery.independence import independence_test
from tools.errors import DataError
from tools.falsification.falsify import test_graph
from tools.graphs import build_graph
from tools.messages import Message, Quantity, as_given
from tools.types import (
    CausalGraph,
    Check,
    DataProfile,
    DesignKind,
    Edge,
    EdgeSource,
    Query,
    Unobserved,
)

if TYPE_CHECKING:
    from tools.data import Table

__all__ = ["check_graph"]

# ---------------- A graph that the person drew or changed, held against the table: one check among the other


MOST_ROWS = 1_000_000  # larger tables are left to `Assistant.graph.test()`
MOST_COLUMNS = 40
SMALLEST = 0.05  # a weaker association, however significant, changes no estimate worth mentioning
NAME = "graph_against_data"


def check_graph(graph: CausalGraph, query: Query, table: Table) -> tuple[Check, ...]:
    """The implied independences that involve treatment or outcome; nothing where the graph implies none."""
    columns = [name for name in graph.nodes if name in table.columns]
    if query.treatment is None or len(columns) > MOST_COLUMNS or table.rows > MOST_ROWS:
        return ()
    try:
        test = independence_test(table.frame(columns))
    except DataError as fault:
        return (_check(None, None, (Message("check-not-run", {"reason": as_given(str(fault))}),)),)
    found = test_graph(
        graph,
        test,
        smallest=SMALLEST,
        about=(query.treatment, query.outcome),
        # A proposal that the person only edited was drawn for this one question.
        open_ended=not all(any(s.kind == "user" for s in edge.sources) for edge in graph.edges),
    )
    if found.passed is None:
        return ()
    worst = max(claim.strength for claim in found.claims)
    rule = Message("check-graph-against-data-rule", {"strength": Quantity(SMALLEST)})
    return (_check(found.passed, worst, (*found.said, rule)),)


def _check(passed: bool | None, value: float | None, detail: tuple[Message, ...]) -> Check:
    title, purpose, cannot_detect = said_of(NAME)
    return Check(NAME, title, purpose, passed, value, cannot_detect, detail)


_HIDDEN = "U (not measured)"


def propose_graph(
    plan: Plan,
    profile: DataProfile,
    search: Search,
    table: Table | None = None,
) -> GraphProposal:
    """The graph that the plan implies, weighed with what documents, the model and data say about its arrows.

    `plan.query` and `plan.design` must be set. The plan's own arrows always stand, since its design rests on
    them; what speaks against them lowers their confidence and is listed among the conflicts.
    """
    assert plan.query is not None
    planned = tuple(_arrows(plan))
    nodes = tuple(dict.fromkeys(name for edge in planned for name in (edge.cause, edge.effect)))
    found = passages_for(nodes, planned, plan.query, profile, search)
    read = found.all
    stated, conflicts = without_contradicting_the_design(
        [*claims_of_documents(read, profile), *claims_of_plan(plan)], plan, planned
    )
    weighed = [ArrowClaim(e.cause, e.effect, e.confidence, source) for e in planned for source in e.sources]
    weighed += stated
    if table is not None:
        weighed += data_claims(planned, table, plan.query.outcome)
    latents = (*_hidden_causes(plan), *hidden_causes_in(read, plan.query, profile))
    kept = {(edge.cause, edge.effect) for edge in planned}
    combined = combine(nodes, weighed, latents, kept=kept)
    proposal = _cited(combined.graph, plan, found)
    return replace(proposal, conflicts=(*conflicts, *combined.conflicts))


def cite(graph: CausalGraph, plan: Plan, profile: DataProfile, search: Search) -> GraphProposal:
    """The graph with the passages that speak about its arrows."""
    found = passages_for(graph.nodes, graph.edges, plan.query, profile, search)
    return _cited(graph, plan, found)


def _cited(graph: CausalGraph, plan: Plan, found: Found) -> GraphProposal:
    """Arrows that no document states get the passage that speaks of both ends, or else the one that describes
    the column, and are called assumed."""
    treatment = plan.query.treatment if plan.query else None
    edges = [_with_passage(edge, treatment, found) for edge in graph.edges]
    used = {source.passage for edge in edges for source in edge.sources}
    used |= {source.passage for latent in graph.unobserved for source in latent.sources}
    cited = {passage.id: passage for passage in (*found.all, *plan.passages) if passage.id in used}
    return GraphProposal(build_graph(graph.nodes, edges, graph.unobserved), tuple(cited.values()))


def _arrows(plan: Plan) -> Iterable[Edge]:
    assert plan.query is not None and plan.design is not None
    design, outcome = plan.design, plan.query.outcome
    treatment = plan.query.treatment or design.running_variable
    if treatment is None:
        return
    roles = {role.column: role for role in plan.roles}
    asked = EdgeSource("assumption", "This is the effect that the question asks about.")
    if not design.mediators:
        yield Edge(treatment, outcome, 0.5, (asked,))
    yield from _design_arrows(plan, treatment, roles)
    taken = {treatment, outcome, *design.instruments, *design.mediators, design.running_variable}
    for name in design.adjustment_set:
        if name in taken:
            continue
        role = roles.get(name) or _given(name)
        # Chance decided the treatment of a trial: nothing points into it.
        if design.kind is not DesignKind.RANDOMISED:
            yield Edge(name, treatment, role.confidence, (role.source,))
        yield Edge(name, outcome, role.confidence, (role.source,))
        for mediator in design.mediators:
            yield Edge(name, mediator, role.confidence, (role.source,))
    for role in plan.roles:
        if role.role == "after_treatment" and role.column not in taken | set(design.adjustment_set):
            yield Edge(treatment, role.column, role.confidence, (role.source,))


def _design_arrows(plan: Plan, treatment: str, roles: dict[str, ColumnRole]) -> Iterable[Edge]:
    assert plan.query is not None and plan.design is not None
    design, outcome = plan.design, plan.query.outcome
    for name in design.instruments:
        role = roles.get(name) or _given(name)
        yield Edge(name, treatment, role.confidence, (role.source,))
    for name in design.mediators:
        role = roles.get(name) or _given(name)
        yield Edge(treatment, name, role.confidence, (role.source,))
        yield Edge(name, outcome, role.confidence, (role.source,))
    if design.running_variable and design.running_variable != treatment:
        role = roles.get(design.running_variable) or _given(design.running_variable)
        yield Edge(design.running_variable, treatment, 1.0, (EdgeSource("design", role.reason),))
        yield Edge(design.running_variable, outcome, role.confidence, (role.source,))
    for column in (design.time, design.unit):
        if column and column not in (treatment, outcome):
            reason = f"Differences between the values of {column} are taken out by the comparison over time."
            yield Edge(column, outcome, 0.7, (EdgeSource("design", reason),))


def _hidden_causes(plan: Plan) -> tuple[Unobserved, ...]:
    """Instruments and mediators are used because an unmeasured common cause is feared: draw it.

    So are the causes that a model suspects, except where chance decided the treatment.
    """
    assert plan.query is not None and plan.design is not None
    if plan.design.kind is DesignKind.RANDOMISED:
        return ()
    if plan.design.kind not in (DesignKind.IV, DesignKind.FRONTDOOR) or plan.query.treatment is None:
        return plan.suspected
    reason = EdgeSource("design", f"This design ({plan.design.kind}) allows for unmeasured causes.")
    feared = Unobserved(_HIDDEN, (plan.query.treatment, plan.query.outcome), (reason,))
    return (feared, *plan.suspected)


def _given(name: str) -> ColumnRole:
    reason = f"{name} was named by the user for this analysis."
    return ColumnRole(name, RoleKind.CONFOUNDER, reason, EdgeSource("user", reason), 1.0)


def _with_passage(edge: Edge, treatment: str | None, found: Found) -> Edge:
    """The edge with where its column is spoken of; unless a document states the arrow, it is an
    assumption."""
    stated = any(source.passage for source in edge.sources)
    settled = stated or any(
        source.kind in ("user", "design", "assumption", "model") for source in edge.sources
    )
    sources = edge.sources
    if not settled:
        reason = f"Assumed: no document says whether {edge.cause} affects {edge.effect}."
        sources = (*sources, EdgeSource("assumption", reason))
    passage = found.best(edge, treatment)
    if passage is not None and not stated:
        about, _ = ends(edge, treatment)
        quoted = EdgeSource("document", _quote(passage.text, about), passage.id)
        sources = (*sources, quoted)
    return replace(edge, sources=sources)


def _quote(text: str, about: str, limit: int = 160) -> str:
    """The part of a passage around the column's name, at most `limit` characters."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    start = max(0, flat.casefold().find(about.casefold()) - limit // 4)
    piece = flat[start : start + limit]
    return ("..." if start else "") + piece.strip() + ("..." if start + limit < len(flat) else "")

"""Plan -> proposed graph: an arrow for each role, with who claims it; acyclic by construction.

Columns the planner takes for common causes point at treatment and outcome, instruments and running
variables at the treatment, mediators lie between, and what came after the treatment hangs below it. Where a
document speaks about an arrow's two ends, or at least about its column, its passage is quoted as a source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.designs.threats.consequences import hidden_causes_told
from assistant.graphs.arrows import column_arrows
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
    Timing,
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
    assert plan.query is not None and plan.design is not None
    presumed = column_arrows(plan.query, plan.design, plan.roles)
    nodes = tuple(dict.fromkeys(name for edge in presumed for name in (edge.cause, edge.effect)))
    found = passages_for(nodes, presumed, plan.query, profile, search)
    read = found.all
    told = claims_of_documents(read, profile)
    roles = _heard(plan, told)
    planned = column_arrows(plan.query, plan.design, roles)
    stated, conflicts = without_contradicting_the_design(
        [*told, *claims_of_plan(plan)], replace(plan, roles=roles), planned
    )
    weighed = [ArrowClaim(e.cause, e.effect, e.confidence, source) for e in planned for source in e.sources]
    weighed += stated
    if table is not None:
        weighed += data_claims(planned, table, plan.query.outcome)
    named = hidden_causes_in(read, plan.query, profile)
    quoted = " ".join(source.text for latent in named for source in latent.sources)
    hidden = (one for one in _hidden_causes(plan) if not any(s.text in quoted for s in one.sources))
    latents = (*hidden, *named)
    kept = {(edge.cause, edge.effect) for edge in planned}
    combined = combine(nodes, weighed, latents, kept=kept)
    proposal = _cited(combined.graph, plan, found)
    return replace(proposal, conflicts=(*conflicts, *combined.conflicts), roles=roles)


def _heard(plan: Plan, claims: Sequence[ArrowClaim]) -> tuple[ColumnRole, ...]:
    """The roles with what documents state of columns of which nobody says when they were measured.

    Who states that the treatment affects a column places it after the treatment.
    """
    assert plan.query is not None
    treatment = plan.query.treatment
    affected = {
        claim.effect: claim
        for claim in reversed(claims)
        if claim.cause == treatment and claim.confidence > 0.5 and claim.source.kind == "document"
    }
    return tuple(
        _affected(role, affected[role.column], treatment or "")
        if role.role is RoleKind.CONFOUNDER
        and role.column in affected
        and not role.said_before
        and role.source.kind != "user"
        else role
        for role in plan.roles
    )


def _affected(role: ColumnRole, claim: ArrowClaim, treatment: str) -> ColumnRole:
    return replace(
        role,
        role=RoleKind.AFTER_TREATMENT,
        reason=f"a document says that {treatment} affects it",
        source=claim.source,
        confidence=round(claim.confidence, 3),
        timing=Timing.AFTER,
        timing_source=claim.source,
    )


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


def _hidden_causes(plan: Plan) -> tuple[Unobserved, ...]:
    """Instruments and mediators are used because an unmeasured common cause is feared: draw it.

    So are the causes that a model suspects, except where chance decided the treatment.
    """
    assert plan.query is not None and plan.design is not None
    if plan.design.kind is DesignKind.RANDOMISED:
        return ()
    if plan.design.kind not in (DesignKind.IV, DesignKind.FRONTDOOR) or plan.query.treatment is None:
        return (*hidden_causes_told(plan), *plan.suspected)
    reason = EdgeSource("design", f"This design ({plan.design.kind}) allows for unmeasured causes.")
    feared = Unobserved(_HIDDEN, (plan.query.treatment, plan.query.outcome), (reason,))
    return (feared, *plan.suspected)


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

"""A model's arrows: they stand in the graph with their source, and cannot change what is identified.

An arrow that the plan implies gets the model's reason as one more source. New arrows are drawn only among
columns that are held fixed anyway; whatever else the model claims about treatment and outcome is a remark.
"""

from __future__ import annotations

from dataclasses import replace

import networkx as nx

from assistant.modelled.claims import Claims
from assistant.modelled.wording import plain_words
from assistant.types import GraphProposal, Plan
from tools.graph import build_graph
from tools.types import DataProfile, Edge, EdgeSource

_UNSAID = "The model takes this to be so."


def claimed_arrows(claims: Claims, profile: DataProfile) -> tuple[Edge, ...]:
    """The arrows of a reply, and those which its roles imply, each with the model as its source."""
    arrows = [
        Edge(a.cause, a.effect, a.confidence, (EdgeSource("model", _reason(a.reason, profile), a.passage),))
        for a in claims.arrows
    ]
    treatment, outcome = claims.treatment, claims.outcome
    for role in claims.roles:
        said = (EdgeSource("model", _reason(role.reason, profile)),)
        pairs = {
            "confounder": ((role.column, treatment), (role.column, outcome)),
            "mediator": ((treatment, role.column), (role.column, outcome)),
            "instrument": ((role.column, treatment),),
            "after_treatment": ((treatment, role.column),),
        }.get(role.role, ())
        arrows += [Edge(c, e, role.confidence, said) for c, e in pairs if c and e and c != e]
    return tuple(arrows)


def with_claims(proposal: GraphProposal, plan: Plan) -> GraphProposal:
    """The proposed graph with the model's arrows as far as they may stand in it."""
    if not plan.arrows or plan.design is None:
        return proposal
    graph = proposal.graph
    edges = {(edge.cause, edge.effect): edge for edge in graph.edges}
    drawn = nx.DiGraph(edges.keys())
    fixed = set(plan.design.adjustment_set) & set(graph.nodes)
    for arrow in plan.arrows:
        ends = (arrow.cause, arrow.effect)
        if ends in edges:
            edges[ends] = replace(edges[ends], sources=(*edges[ends].sources, *arrow.sources))
        elif set(ends) <= fixed and not (drawn.has_node(ends[1]) and nx.has_path(drawn, ends[1], ends[0])):
            edges[ends] = arrow
            drawn.add_edge(*ends)
    return replace(proposal, graph=build_graph(graph.nodes, tuple(edges.values()), graph.unobserved))


def _reason(reason: str, profile: DataProfile) -> str:
    return plain_words(reason, profile.names) or _UNSAID

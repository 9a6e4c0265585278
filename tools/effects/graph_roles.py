"""What a column is in a graph with respect to an effect: read off the arrows, no number anywhere.

Pearl (2009), Causality, ch. 3; VanderWeele & Shpitser (2013), "On the definition of a confounder";
VanderWeele (2019) for the disjunctive cause criterion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tools.graphs.core import ancestors, descendants, parents_of
from tools.messages import Quantity
from tools.types import CausalGraph

__all__ = ["GraphRole", "GraphRoles", "roles_in"]


class GraphRole(StrEnum):
    """What one column is to the effect of a treatment on an outcome."""

    TREATMENT = "treatment"
    OUTCOME = "outcome"
    CONFOUNDER = "confounder"  # causes both, the outcome also not through the treatment
    MEDIATOR = "mediator"  # on a directed path from treatment to outcome
    COLLIDER = "collider"  # caused by both, or by what causes them, and causes neither
    INSTRUMENT = "instrument"  # causes the treatment, and the outcome only through it
    CAUSE_OF_OUTCOME = "cause_of_outcome"  # but not of the treatment
    CONSEQUENCE_OF_TREATMENT = "consequence_of_treatment"  # and not on the way to the outcome
    CONSEQUENCE_OF_OUTCOME = "consequence_of_outcome"
    UNCONNECTED = "unconnected"
    NOT_IN_GRAPH = "not_in_graph"


@dataclass(frozen=True)
class GraphRoles:
    """Every column of a graph with respect to one effect."""

    treatment: str
    outcome: str
    roles: Mapping[str, GraphRole]

    headline = None

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        """A question about the graph has no figure for an answer."""
        return {}

    def of(self, column: str) -> GraphRole:
        return self.roles.get(column, GraphRole.NOT_IN_GRAPH)

    def those(self, *kinds: GraphRole) -> tuple[str, ...]:
        return tuple(name for name, role in self.roles.items() if role in kinds)


def roles_in(graph: CausalGraph, treatment: str, outcome: str) -> GraphRoles:
    """The role of each node of the graph; raises GraphError for a treatment or outcome that is no node."""
    parents = parents_of(graph)
    after_treatment = descendants(graph, treatment) - {treatment}
    after_outcome = descendants(graph, outcome) - {outcome}
    before_treatment = ancestors(graph, treatment) - {treatment}
    before_outcome = ancestors(graph, outcome) - {outcome}
    roles: dict[str, GraphRole] = {}
    for name in graph.nodes:
        if name == treatment:
            roles[name] = GraphRole.TREATMENT
        elif name == outcome:
            roles[name] = GraphRole.OUTCOME
        elif name in after_treatment and name in before_outcome:
            roles[name] = GraphRole.MEDIATOR
        elif name in after_outcome:
            both = name in after_treatment and _reaches_beside(parents, treatment, name, outcome)
            roles[name] = GraphRole.COLLIDER if both else GraphRole.CONSEQUENCE_OF_OUTCOME
        elif name in before_treatment:
            beside = _reaches_beside(parents, name, outcome, treatment)
            roles[name] = GraphRole.CONFOUNDER if beside else GraphRole.INSTRUMENT
        elif name in before_outcome:
            roles[name] = GraphRole.CAUSE_OF_OUTCOME
        elif name in after_treatment:
            roles[name] = GraphRole.CONSEQUENCE_OF_TREATMENT
        elif _is_collider(graph, parents, name, treatment, outcome):
            roles[name] = GraphRole.COLLIDER
        else:
            roles[name] = GraphRole.UNCONNECTED
    return GraphRoles(treatment, outcome, roles)


def _reaches_beside(parents: Mapping[str, set[str]], start: str, end: str, without: str) -> bool:
    """Is there a directed path from `start` to `end` that does not pass through `without`?"""
    seen, waiting = set(), [end]
    while waiting:
        name = waiting.pop()
        if name == start:
            return True
        if name in seen or name == without:
            continue
        seen.add(name)
        waiting.extend(parents.get(name, ()))
    return False


def _is_collider(
    graph: CausalGraph, parents: Mapping[str, set[str]], name: str, treatment: str, outcome: str
) -> bool:
    """Is it a common consequence of what is linked to the treatment and of what is linked to the outcome?"""
    linked = parents.get(name, set())
    if len(linked) < 2:
        return False
    near_treatment = {
        p for p in linked if p in ancestors(graph, treatment) or p in descendants(graph, treatment)
    }
    near_outcome = {p for p in linked if p in ancestors(graph, outcome) or p in descendants(graph, outcome)}
    return any(a != b for a in near_treatment for b in near_outcome)

"""Which independences a graph claims: one for each pair without a direct link, and node by node.

Unmeasured variables are respected: a pair that only they could separate claims nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tools.discovery.independence import Question
from tools.graphs.core import to_networkx
from tools.graphs.separation import Graph, separator_within
from tools.types import CausalGraph

__all__ = ["Claim", "claims_of", "implied_independences", "parental_claims", "questions_of", "relabelled"]


@dataclass(frozen=True)
class Claim:
    """`one` is independent of `other` given `given`."""

    one: str
    other: str
    given: tuple[str, ...]


def implied_independences(graph: CausalGraph, usable: Sequence[str]) -> list[Claim]:
    """One claim for each pair of `usable` columns that a set of other usable columns separates.

    The set is a smallest one by inclusion. Together with the graph's structure these pairwise claims imply
    all others for most distributions (Pearl 2009, *Causality*, 1.2.4; dagitty lists the same ones).
    """
    return claims_of(to_networkx(graph), [name for name in graph.nodes if name in usable])


def claims_of(directed: Graph, usable: Sequence[str]) -> list[Claim]:
    """The same for a directed graph that has the unobserved variables as nodes of their own."""
    claims = []
    for one, other in combinations(usable, 2):
        if directed.has_edge(one, other) or directed.has_edge(other, one):
            continue
        given = separator_within(directed, one, other, usable)
        if given is not None:
            claims.append(Claim(one, other, tuple(name for name in usable if name in given)))
    return claims


def parental_claims(directed: Graph) -> list[Claim]:
    """The local Markov condition: each node is independent of its non-descendants given its parents.

    Lauritzen et al. (1990). One claim for each node and non-descendant that is no parent.
    """
    below: dict[str, set[str]] = {}
    for node in directed:
        found, frontier = set(), [node]
        while frontier:
            for child in directed.successors(frontier.pop()):
                if child not in found:
                    found.add(child)
                    frontier.append(child)
        below[node] = found
    claims = []
    for node in directed:
        parents = tuple(directed.predecessors(node))
        claims += [
            Claim(node, other, parents)
            for other in directed
            if other != node and other not in below[node] and other not in parents
        ]
    return claims


def relabelled(claim: Claim, names: Mapping[str, str]) -> Claim:
    """The claim with every column renamed; names in `given` in a fixed order, so that equal claims match."""
    return Claim(names[claim.one], names[claim.other], tuple(sorted(names[z] for z in claim.given)))


def questions_of(claims: Sequence[Claim], names: Sequence[str]) -> list[Question]:
    """The claims as questions to a test whose columns are `names`."""
    place = {name: i for i, name in enumerate(names)}
    return [
        (place[claim.one], place[claim.other], tuple(sorted(place[z] for z in claim.given)))
        for claim in claims
    ]

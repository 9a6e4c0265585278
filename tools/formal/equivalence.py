"""What correlations and independences say about causes: every DAG that implies just these.

The PC algorithm on an oracle (Spirtes, Glymour & Scheines 2000, ch. 5; Meek 1995), assuming that no common
cause is left out and that the listed relations are all there are (faithfulness); then each DAG of the class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product

import networkx as nx

__all__ = ["Contradiction", "Independence", "Relation", "Verdict", "equivalence_class", "judged"]

_MOST_FREE = 16  # undirected links that are turned either way


@dataclass(frozen=True)
class Independence:
    one: str
    other: str
    given: frozenset[str] = frozenset()


class Relation(StrEnum):
    """What is claimed of an ordered pair."""

    DIRECT_CAUSE = "direct_cause"
    CAUSE = "cause"  # directly or through others
    INDIRECT_CAUSE = "indirect_cause"  # through others, and not directly
    COMMON_CAUSE = "common_cause"  # some variable causes both directly
    COMMON_EFFECT = "common_effect"  # both cause some variable directly


class Verdict(StrEnum):
    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"


class Contradiction(ValueError):
    """No DAG has these relations."""


def equivalence_class(
    names: Sequence[str], independences: Sequence[Independence]
) -> tuple[nx.DiGraph, tuple[nx.DiGraph, ...]]:
    """The class as a graph (an arrow both ways where its direction is open), and each DAG in it.

    Every pair without an independence is taken to be linked. Raises `Contradiction`.
    """
    apart: dict[frozenset[str], list[frozenset[str]]] = {}
    for said in independences:
        apart.setdefault(frozenset((said.one, said.other)), []).append(said.given)
    graph: nx.DiGraph = nx.DiGraph()
    graph.add_nodes_from(names)
    for one, other in combinations(names, 2):
        if frozenset((one, other)) not in apart:
            graph.add_edges_from([(one, other), (other, one)])
    _colliders(graph, apart)
    _meek(graph)
    members = tuple(_extensions(graph))
    fitting = tuple(dag for dag in members if _implies(dag, independences))
    if not fitting:
        raise Contradiction
    return graph, fitting


def _colliders(graph: nx.DiGraph, apart: Mapping[frozenset[str], list[frozenset[str]]]) -> None:
    fixed: set[tuple[str, str]] = set()
    for one, other in combinations(sorted(graph.nodes), 2):
        given = apart.get(frozenset((one, other)))
        if given is None:
            continue
        for middle in sorted(set(graph.predecessors(one)) | set(graph.successors(one))):
            linked = graph.has_edge(middle, other) or graph.has_edge(other, middle)
            if linked and not any(middle in part for part in given):
                fixed |= {(one, middle), (other, middle)}
    if any((b, a) in fixed for a, b in fixed):
        raise Contradiction
    graph.remove_edges_from([(b, a) for a, b in fixed if graph.has_edge(b, a)])


def _meek(graph: nx.DiGraph) -> None:
    """Orient what would else make a new collider or a circle (rules 1 to 3)."""

    def open_link(a: str, b: str) -> bool:
        return bool(graph.has_edge(a, b) and graph.has_edge(b, a))

    def arrow(a: str, b: str) -> bool:
        return bool(graph.has_edge(a, b) and not graph.has_edge(b, a))

    def apart(a: str, b: str) -> bool:
        return not (graph.has_edge(a, b) or graph.has_edge(b, a))

    changed = True
    while changed:
        changed = False
        for b, c in list(graph.edges):
            if not open_link(b, c):
                continue
            others = [n for n in graph.nodes if n not in (b, c)]
            first = any(arrow(a, b) and apart(a, c) for a in others)
            second = any(arrow(b, a) and arrow(a, c) for a in others)
            sides = [a for a in others if open_link(b, a) and arrow(a, c)]
            third = any(apart(a, d) for a, d in combinations(sides, 2))
            if first or second or third:
                graph.remove_edge(c, b)
                changed = True


def _extensions(graph: nx.DiGraph) -> Iterator[nx.DiGraph]:
    """Every DAG with these links and arrows and no further collider."""
    free = sorted({(min(a, b), max(a, b)) for a, b in graph.edges if graph.has_edge(b, a)})
    if len(free) > _MOST_FREE:
        raise OverflowError(f"{len(free)} links can point either way; at most {_MOST_FREE} are tried.")
    sure = [(a, b) for a, b in graph.edges if not graph.has_edge(b, a)]
    known = _unshielded(nx.DiGraph(sure), graph)
    for turned in product((False, True), repeat=len(free)):
        dag: nx.DiGraph = nx.DiGraph()
        dag.add_nodes_from(graph.nodes)
        dag.add_edges_from(sure)
        dag.add_edges_from((b, a) if back else (a, b) for (a, b), back in zip(free, turned, strict=True))
        if nx.is_directed_acyclic_graph(dag) and _unshielded(dag, graph) == known:
            yield dag


def _unshielded(dag: nx.DiGraph, links: nx.DiGraph) -> set[tuple[str, str, str]]:
    return {
        (*sorted((a, b)), middle)
        for middle in dag.nodes
        for a, b in combinations(dag.predecessors(middle), 2)
        if not (links.has_edge(a, b) or links.has_edge(b, a))
    }


def _implies(dag: nx.DiGraph, independences: Sequence[Independence]) -> bool:
    return all(nx.is_d_separator(dag, {s.one}, {s.other}, set(s.given)) for s in independences)


def holds(dag: nx.DiGraph, relation: Relation, one: str, other: str) -> bool:
    """Is the claim true of this DAG?"""
    match relation:
        case Relation.DIRECT_CAUSE:
            return bool(dag.has_edge(one, other))
        case Relation.CAUSE:
            return bool(nx.has_path(dag, one, other))
        case Relation.INDIRECT_CAUSE:
            return bool(nx.has_path(dag, one, other) and not dag.has_edge(one, other))
        case Relation.COMMON_CAUSE:
            return bool(set(dag.predecessors(one)) & set(dag.predecessors(other)))
        case Relation.COMMON_EFFECT:
            return bool(set(dag.successors(one)) & set(dag.successors(other)))


def judged(
    members: Sequence[nx.DiGraph], relation: Relation, one: str, other: str
) -> tuple[Verdict, int, nx.DiGraph | None]:
    """Does the claim hold in all, some or none of the DAGs; in how many; and one in which it does not."""
    kept = [holds(dag, relation, one, other) for dag in members]
    against = next((dag for dag, true in zip(members, kept, strict=True) if not true), None)
    if all(kept):
        return Verdict.ALWAYS, len(kept), None
    return (Verdict.SOMETIMES if any(kept) else Verdict.NEVER), sum(kept), against

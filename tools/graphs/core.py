"""A causal graph as a checked, frozen value, and its plain relations.

What every other module may rely on in a `CausalGraph` made here:

* `nodes` are the columns; every name in `edges` is a node or the name of an `Unobserved`.
* The graph has no cycle, no self loop and no arrow twice.
* The arrows *out of* an unobserved variable are its `affects`; arrows *into* one (rare: a mediator that
  nobody measured) are ordinary edges whose effect is its name.

networkx is imported where it is used: `import assistant` must stay fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from tools.errors import GraphError, unknown_column
from tools.types import CausalGraph, Edge, EdgeSource, Unobserved

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "ancestors",
    "build_graph",
    "descendants",
    "parents_of",
    "set_unobserved",
    "to_networkx",
    "without_suspected",
]


def build_graph(
    nodes: Iterable[str], edges: Iterable[Edge], unobserved: Iterable[Unobserved] = ()
) -> CausalGraph:
    """The graph over `nodes`, checked.

    An arrow that comes twice is kept once, with both claims' sources and the larger confidence. The same
    holds for an unobserved variable that comes twice: it affects everything that either claim names.

    Raises:
        GraphError: an unknown name, a variable that causes itself, or a cycle (named "a -> b -> a").
    """
    names = tuple(dict.fromkeys(nodes))
    latents = _merge_unobserved(unobserved)
    merged = _merge_edges(edges)
    _check_names(names, merged, latents)
    graph = CausalGraph(nodes=names, edges=merged, unobserved=latents)
    _check_acyclic(graph)
    return graph


def to_networkx(graph: CausalGraph, with_unobserved: bool = True) -> nx.DiGraph:
    """The graph as a networkx.DiGraph, column names untouched.

    Nodes carry observed="yes" or "no", arrows carry `confidence`. With `with_unobserved`, the unobserved
    variables are nodes too, as DoWhy expects them.
    """
    import networkx as nx

    directed = nx.DiGraph()
    directed.add_nodes_from(graph.nodes, observed="yes")
    if with_unobserved:
        directed.add_nodes_from((u.name for u in graph.unobserved), observed="no")
        directed.add_edges_from((u.name, child) for u in graph.unobserved for child in u.affects)
    for edge in graph.edges:
        if edge.cause in directed and edge.effect in directed:
            directed.add_edge(edge.cause, edge.effect, confidence=edge.confidence)
    return directed


def parents_of(graph: CausalGraph) -> dict[str, set[str]]:
    """Direct causes of every variable, unobserved ones included."""
    parents: dict[str, set[str]] = {name: set() for name in graph.nodes}
    parents |= {latent.name: set() for latent in graph.unobserved}
    for edge in graph.edges:
        parents[edge.effect].add(edge.cause)
    for latent in graph.unobserved:
        for child in latent.affects:
            parents[child].add(latent.name)
    return parents


def ancestors(graph: CausalGraph, *names: str) -> frozenset[str]:
    """Everything that causes one of `names`, directly or not; `names` themselves only if so caused."""
    return _reachable(parents_of(graph), names)


def descendants(graph: CausalGraph, *names: str) -> frozenset[str]:
    """Everything that one of `names` causes, directly or not."""
    parents = parents_of(graph)
    children: dict[str, set[str]] = {name: set() for name in parents}
    for child, causes in parents.items():
        for cause in causes:
            children[cause].add(child)
    return _reachable(children, names)


def set_unobserved(graph: CausalGraph, *names: str, source: EdgeSource | None = None) -> CausalGraph:
    """The same arrows, with the columns `names` turned into unobserved variables.

    Raises:
        GraphError: a name that is not a column of the graph.
    """
    for name in names:
        if name not in graph.nodes:
            raise unknown_column(name, "the graph", graph.nodes, GraphError)
    latents = list(graph.unobserved)
    for name in names:
        leaving = [edge for edge in graph.edges if edge.cause == name]
        claims = tuple(claim for edge in leaving for claim in edge.sources)
        latents.append(
            Unobserved(
                name=name,
                affects=tuple(edge.effect for edge in leaving),
                sources=_joined(claims, (source,) if source else ()),
            )
        )
    return build_graph(
        (node for node in graph.nodes if node not in names),
        (edge for edge in graph.edges if edge.cause not in names),
        latents,
    )


def without_suspected(graph: CausalGraph) -> CausalGraph:
    """The graph that decides: what is merely suspected not to have been measured is left out.

    A common cause of treatment and outcome can be suspected of every observational table; if the word of a
    language model were enough, no question could be answered.
    """
    return replace(graph, unobserved=tuple(latent for latent in graph.unobserved if not latent.suspected))


def _reachable(links: Mapping[str, set[str]], starts: Iterable[str]) -> frozenset[str]:
    starts = tuple(starts)
    for name in starts:
        if name not in links:
            raise unknown_column(name, "the graph", links, GraphError)
    found: set[str] = set()
    frontier = set().union(*(links[name] for name in starts))
    while frontier:
        found |= frontier
        frontier = set().union(*(links[name] for name in frontier)) - found
    return frozenset(found)


# ---------------------------------------------------------------- checks


def _merge_edges(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    merged: dict[tuple[str, str], Edge] = {}
    for edge in edges:
        if not 0.0 <= edge.confidence <= 1.0:
            raise GraphError(
                f"The arrow {edge.cause!r} -> {edge.effect!r} has confidence {edge.confidence}. "
                "Give a number from 0 to 1."
            )
        known = merged.get((edge.cause, edge.effect))
        if known is not None:
            edge = replace(
                known,
                confidence=max(known.confidence, edge.confidence),
                sources=_joined(known.sources, edge.sources),
            )
        merged[edge.cause, edge.effect] = edge
    return tuple(merged.values())


def _merge_unobserved(unobserved: Iterable[Unobserved]) -> tuple[Unobserved, ...]:
    merged: dict[str, Unobserved] = {}
    for latent in unobserved:
        known = merged.get(latent.name, Unobserved(latent.name, (), suspected=True))
        merged[latent.name] = Unobserved(
            name=latent.name,
            affects=tuple(dict.fromkeys(known.affects + latent.affects)),
            sources=_joined(known.sources, latent.sources),
            suspected=known.suspected and latent.suspected,
        )
    return tuple(merged.values())


def _joined(first: tuple[EdgeSource, ...], second: tuple[EdgeSource, ...]) -> tuple[EdgeSource, ...]:
    return tuple(dict.fromkeys(first + second))


def _check_names(nodes: tuple[str, ...], edges: tuple[Edge, ...], latents: tuple[Unobserved, ...]) -> None:
    columns = set(nodes)
    hidden = {latent.name for latent in latents}
    if both := columns & hidden:
        raise GraphError(
            f"{sorted(both)[0]!r} is both a column of the graph and an unobserved variable. Name it once."
        )
    pairs = [(edge.cause, edge.effect) for edge in edges]
    pairs += [(latent.name, child) for latent in latents for child in latent.affects]
    for cause, effect in pairs:
        for name in (cause, effect):
            if name not in columns and name not in hidden:
                raise unknown_column(name, "the graph", nodes, GraphError)
        if cause == effect:
            raise GraphError(f"The arrow {cause!r} -> {effect!r} is a variable causing itself. Remove it.")


def _check_acyclic(graph: CausalGraph) -> None:
    try:
        TopologicalSorter(parents_of(graph)).prepare()
    except CycleError as found:
        # graphlib lists each node after one of its predecessors, the first again at the end.
        cycle = " -> ".join(found.args[1])
        raise GraphError(
            f"The graph has a cycle: {cycle}. Causes must come before effects: remove or turn one arrow."
        ) from None

"""d-separation in a directed acyclic graph, and small sets that separate two variables.

Two variables are separated by Z when every path between them is blocked: by a variable of Z that is not a
collider, or by a collider that neither is nor causes a variable of Z (Pearl 2009, *Causality*, 1.2.3).
Everything here works on the moral graph of the ancestors (Lauritzen et al. 1990), in time linear in its size.
DoWhy and networkx walk the paths instead, so the two ways check each other.

`cut` names variables whose outgoing arrows are ignored: what is left are their back doors (Pearl's graph with
the variable underlined). No copy of the graph is made for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

__all__ = ["ancestral", "is_separated", "moral_graph", "separator_within"]

# networkx.DiGraph has no usable type parameters at run time, hence Any.
Graph = Any


def ancestral(graph: Graph, names: Iterable[str], cut: Collection[str] = ()) -> set[str]:
    """`names` and all their ancestors."""
    found: set[str] = set()
    frontier = [name for name in names if name in graph]
    while frontier:
        name = frontier.pop()
        if name not in found:
            found.add(name)
            frontier.extend(cause for cause in graph.predecessors(name) if cause not in cut)
    return found


def moral_graph(graph: Graph, names: Iterable[str], cut: Collection[str] = ()) -> dict[str, set[str]]:
    """Neighbours in the moral graph of `names` and their ancestors: arrows undirected, parents married."""
    kept = ancestral(graph, names, cut)
    neighbours: dict[str, set[str]] = {name: set() for name in kept}
    for child in kept:
        family = [cause for cause in graph.predecessors(child) if cause not in cut]
        for parent in family:
            neighbours[parent].add(child)
            neighbours[parent].update(family)
        neighbours[child].update(family)
    for name in kept:
        neighbours[name].discard(name)
    return neighbours


def is_separated(
    graph: Graph,
    left: Iterable[str],
    right: Iterable[str],
    given: Collection[str],
    cut: Collection[str] = (),
) -> bool:
    """Does `given` block every path between `left` and `right`?"""
    left, right, blocked = set(left), set(right), set(given)
    neighbours = moral_graph(graph, left | right | blocked, cut)
    return not (_reached(neighbours, left, blocked) & right)


def separator_within(
    graph: Graph, left: str, right: str, allowed: Collection[str], cut: Collection[str] = ()
) -> frozenset[str] | None:
    """A smallest-by-inclusion subset of `allowed` that separates `left` from `right`; None if there is none.

    If any subset of `allowed` separates them, then all of `allowed` that are ancestors do
    (van der Zander, Liskiewicz & Textor 2014, "Constructing separators and adjustment sets in ancestral
    graphs", section 3). That set is then cut back to what lies next to `right`, and to what of that is
    reached from `left`, which leaves no variable that could be dropped (Tian, Paz & Pearl 1998). Sets next
    to the outcome give the more precise estimates (Henckel, Perkovic & Maathuis 2022).
    """
    neighbours = moral_graph(graph, (left, right), cut)
    candidates = (set(allowed) & set(neighbours)) - {left, right}
    if right in _reached(neighbours, {left}, candidates):
        return None
    near_right = candidates & _fringe(neighbours, right, candidates)
    return frozenset(near_right & _fringe(neighbours, left, near_right))


def _fringe(neighbours: dict[str, set[str]], start: str, blocked: set[str]) -> set[str]:
    """What can be touched from `start` without walking through `blocked`."""
    inside = _reached(neighbours, {start}, blocked)
    return set().union(*(neighbours[name] for name in inside))


def _reached(neighbours: dict[str, set[str]], starts: set[str], blocked: set[str]) -> set[str]:
    found: set[str] = set()
    frontier = [name for name in starts if name not in blocked]
    while frontier:
        name = frontier.pop()
        if name not in found:
            found.add(name)
            frontier.extend(neighbours[name] - blocked - found)
    return found

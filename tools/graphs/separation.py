"""d-separation in a directed acyclic graph, and small sets that separate two variables.

Two variables are separated by Z when every path between them is blocked: by a variable of Z that is not a
collider, or by a collider that neither is nor causes a variable of Z (Pearl 2009, *Causality*, 1.2.3).
Everything here works on the moral graph of the ancestors (Lauritzen et al. 1990), in time linear in its size.
DoWhy and networkx walk the paths instead, so the two ways check each other.

`cut` names variables whose outgoing arrows are ignored: what is left are their back doors (Pearl's graph with
the variable underlined). No copy of the graph is made for it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Any

from tools.errors import GraphError, unknown_column
from tools.graphs.core import parents_of
from tools.types import CausalGraph

__all__ = [
    "ancestral",
    "is_separated",
    "moral_graph",
    "open_backdoor_paths",
    "open_path_exists",
    "separator_within",
]


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


# ---------------- Paths that carry association without causation, in words a person can follow

# `open_path_exists` is the answer; `open_backdoor_paths` is its illustration, cut off after a few short
# paths.


MOST_PATHS = 6
LONGEST_PATH = 7  # variables on a path, ends included
MOST_STEPS = 20_000  # partial paths looked at, so that a dense graph of a hundred columns stays quick


def open_path_exists(
    graph: CausalGraph, treatment: str, outcome: str, adjusted: Collection[str] = ()
) -> bool:
    """Is a back-door path from `treatment` to `outcome` open once `adjusted` is held fixed?

    d-separation in the graph without the treatment's outgoing arrows (Pearl 2009, section 3.3.1), tested
    by networkx.

    Raises:
        GraphError: a name that is not in the graph.
    """
    import networkx as nx

    from tools.graphs.core import to_networkx

    _check_known(graph, (treatment, outcome, *adjusted))
    back_doors = to_networkx(graph)
    back_doors.remove_edges_from(list(back_doors.out_edges(treatment)))
    return not nx.is_d_separator(back_doors, {treatment}, {outcome}, set(adjusted))


def open_backdoor_paths(
    graph: CausalGraph, treatment: str, outcome: str, adjusted: Collection[str] = ()
) -> list[str]:
    """Open back-door paths as "qsmk <- stress (not measured) -> wt82_71", shortest first.

    At most `MOST_PATHS` paths of at most `LONGEST_PATH` variables: an empty list is no proof that all are
    closed (`open_path_exists` is). A collider on the path is open when it is, or causes, something adjusted.

    Raises:
        GraphError: a name that is not in the graph.
    """
    _check_known(graph, (treatment, outcome, *adjusted))
    # Back doors only: what the treatment causes is reached through no other door.
    parents = {name: causes - {treatment} for name, causes in parents_of(graph).items()}
    hidden = {latent.name for latent in graph.unobserved}
    conditioned = set(adjusted)
    # Colliders among these let association through.
    opened = conditioned.union(*(_ancestors_in(parents, column) for column in conditioned))
    return [
        _in_words(path, parents, hidden) for path in _walk(parents, treatment, outcome, conditioned, opened)
    ]


def _walk(
    parents: dict[str, set[str]], treatment: str, outcome: str, conditioned: set[str], opened: set[str]
) -> list[list[str]]:
    """Open paths that start with an arrow into `treatment`, breadth first: the short ones come first."""
    order = {name: place for place, name in enumerate(parents)}
    children: dict[str, set[str]] = {name: set() for name in parents}
    for child, causes in parents.items():
        for cause in causes:
            children[cause].add(child)
    paths: list[list[str]] = []
    queue: deque[list[str]] = deque(
        [treatment, cause] for cause in sorted(parents[treatment], key=order.__getitem__)
    )
    steps = 0
    while queue and steps < MOST_STEPS and len(paths) < MOST_PATHS:
        path = queue.popleft()
        steps += 1
        before, here = path[-2], path[-1]
        if here == outcome:
            paths.append(path)
            continue
        if len(path) == LONGEST_PATH:
            continue
        came_by_arrow_in = before in parents[here]
        for following in sorted(parents[here] | children[here], key=order.__getitem__):
            if following in path:
                continue
            collider = came_by_arrow_in and following in parents[here]
            passes = here in opened if collider else here not in conditioned
            if passes and len(queue) < MOST_STEPS:
                queue.append([*path, following])
    return paths


def _in_words(path: list[str], parents: dict[str, set[str]], hidden: Collection[str]) -> str:
    text = path[0]
    for left, right in pairwise(path):
        text += " -> " if left in parents[right] else " <- "
        text += f"{right} (not measured)" if right in hidden else right
    return text


def _ancestors_in(parents: dict[str, set[str]], name: str) -> set[str]:
    found: set[str] = set()
    frontier = set(parents[name])
    while frontier:
        found |= frontier
        frontier = set().union(*(parents[cause] for cause in frontier)) - found
    return found


def _check_known(graph: CausalGraph, names: Collection[str]) -> None:
    known = (*graph.nodes, *(latent.name for latent in graph.unobserved))
    for name in names:
        if name not in known:
            raise unknown_column(name, "the graph", known, GraphError)

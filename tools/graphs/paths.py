"""Paths that carry association without causation, in words a person can follow.

`open_path_exists` is the answer; `open_backdoor_paths` is its illustration, cut off after a few short paths.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from itertools import pairwise

from tools.errors import GraphError, unknown_column
from tools.graphs.core import parents_of
from tools.types import CausalGraph

__all__ = ["open_backdoor_paths", "open_path_exists"]

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

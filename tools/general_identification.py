"""Does the graph determine the effect at all, by whatever formula? The complete answer of Tian and Pearl.

Used for honesty only: a refusal says whether the effect is out of reach of any method, or just of ours.
Tian & Pearl (2002), "A general identification condition for causal effects"; Huang & Valtorta (2006) proved
it complete. Works on the latent projection: arrows between columns, and pairs with a hidden common cause.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

from tools.separation import Graph

__all__ = ["identifiable_by_some_formula"]


@dataclass(frozen=True)
class Projection:
    """A graph over observed columns alone (Verma & Pearl 1990)."""

    parents: dict[str, frozenset[str]]
    confounded: dict[str, frozenset[str]]  # shares a hidden common cause with


def identifiable_by_some_formula(
    graph: Graph, treatment: str, outcome: str, observed: Collection[str]
) -> bool:
    """Is the distribution of `outcome` under an intervention on `treatment` a function of the data's?"""
    projection = _latent_projection(graph, observed)
    columns = _ancestors(projection, {outcome}, set(projection.parents))
    if treatment not in columns:
        return True
    pieces = _components(projection, columns)
    needed = _ancestors(projection, {outcome}, columns - {treatment})
    return all(
        _derivable(projection, part, next(whole for whole in pieces if part <= whole))
        for part in _components(projection, needed)
    )


def _derivable(projection: Projection, part: set[str], whole: set[str]) -> bool:
    """Can the factor of `part` be computed from that of `whole` (both connected by hidden causes)?"""
    upstream = _ancestors(projection, part, whole)
    if upstream == part:
        return True
    if upstream == whole:
        return False
    smaller = next(piece for piece in _components(projection, upstream) if part <= piece)
    return _derivable(projection, part, smaller)


def _latent_projection(graph: Graph, observed: Collection[str]) -> Projection:
    kept = set(observed)
    parents = {name: set(graph.predecessors(name)) for name in graph}
    confounded: dict[str, set[str]] = {name: set() for name in graph}
    for hidden in [name for name in graph if name not in kept]:
        children = [name for name, causes in parents.items() if hidden in causes]
        for child in children:
            parents[child] = (parents[child] - {hidden}) | parents[hidden]
            for other in confounded[hidden]:
                if other != child:
                    confounded[child].add(other)
                    confounded[other].add(child)
        for one, other in combinations(children, 2):
            confounded[one].add(other)
            confounded[other].add(one)
        for other in confounded.pop(hidden):
            confounded[other].discard(hidden)
        del parents[hidden]
    return Projection(
        {name: frozenset(causes) for name, causes in parents.items()},
        {name: frozenset(others) for name, others in confounded.items()},
    )


def _ancestors(projection: Projection, names: set[str], within: set[str]) -> set[str]:
    """`names` and what causes them by chains inside `within`."""
    found: set[str] = set()
    frontier = names & within
    while frontier:
        found |= frontier
        frontier = set().union(*(projection.parents[name] for name in frontier)) & within - found
    return found


def _components(projection: Projection, columns: set[str]) -> list[set[str]]:
    """`columns` parted into groups that hidden common causes tie together."""
    left, pieces = set(columns), []
    while left:
        piece: set[str] = set()
        frontier = {min(left)}
        while frontier:
            piece |= frontier
            frontier = set().union(*(projection.confounded[name] for name in frontier)) & left - piece
        pieces.append(piece)
        left -= piece
    return pieces

"""From a skeleton with separating sets to a partly directed graph: colliders, then Meek's rules.

Meek (1995), "Causal inference and causal explanation with background knowledge", rules 1 to 4. Where two
colliders claim opposite directions for one link, neither is believed and the link stays undirected
(Colombo & Maathuis 2014 mark such links too). Sets of nodes are bits of one integer, which keeps this as
quick as the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tools.discovery.gaussian_skeleton import Adjacency

__all__ = ["Marks", "close_under_meek", "members", "orient"]


@dataclass
class Marks:
    """A graph under construction: for each node its neighbours, as bits."""

    linked: list[int]  # all neighbours
    into: list[int] = field(default_factory=list)  # neighbours with an arrow into this node
    conflicts: set[tuple[int, int]] = field(default_factory=set)  # claimed both ways

    def __post_init__(self) -> None:
        self.into = self.into or [0] * len(self.linked)

    @classmethod
    def of(cls, adjacent: Adjacency) -> Marks:
        linked = [0] * len(adjacent)
        for one, other in zip(*(part.tolist() for part in adjacent.nonzero()), strict=True):
            linked[one] |= 1 << other
        return cls(linked)

    def has_arrow(self, cause: int, effect: int) -> bool:
        return bool(self.into[effect] >> cause & 1)

    def undirected(self, node: int) -> int:
        """Neighbours whose link with `node` has no direction yet."""
        out_of = 0
        for other in members(self.linked[node]):
            if self.into[other] >> node & 1:
                out_of |= 1 << other
        return self.linked[node] & ~self.into[node] & ~out_of

    def direct(self, cause: int, effect: int) -> bool:
        """Give an undirected link a direction; False where it has one or would close a cycle."""
        if self.into[effect] >> cause & 1 or self.into[cause] >> effect & 1:
            return False
        if self._reaches(effect, cause):
            return False
        self.into[effect] |= 1 << cause
        return True

    def _reaches(self, start: int, goal: int) -> bool:
        """Is there a chain of arrows from `start` to `goal`? Walked backwards."""
        seen, frontier = 1 << goal, self.into[goal]
        while frontier & ~seen:
            if frontier >> start & 1:
                return True
            fresh = frontier & ~seen
            seen |= fresh
            frontier = 0
            for node in members(fresh):
                frontier |= self.into[node]
        return bool(frontier >> start & 1)


def members(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def orient(
    adjacent: Adjacency,
    separators: Mapping[tuple[int, int], Sequence[int]],
    allowed: Adjacency | None = None,
) -> Marks:
    """Directions for the links of a skeleton.

    `separators` has the separating set of each pair (x < y) that was parted by one; pairs without an entry
    were independent as they are. `allowed[i, j]`: may i cause j? Links with one direction allowed get it
    first, and colliders cannot overrule it.
    """
    marks = Marks.of(adjacent)
    if allowed is not None:
        one_way = adjacent & allowed & ~allowed.T
        for cause, effect in zip(*(part.tolist() for part in one_way.nonzero()), strict=True):
            marks.direct(cause, effect)
    _colliders(marks, separators)
    close_under_meek(marks)
    return marks


def _colliders(marks: Marks, separators: Mapping[tuple[int, int], Sequence[int]]) -> None:
    claimed: dict[tuple[int, int], None] = {}
    for middle, around in enumerate(marks.linked):
        for one in members(around):
            # Pairs of neighbours of `middle` that are not linked with each other.
            for other in members((around & ~marks.linked[one]) >> (one + 1) << (one + 1)):
                if middle not in separators.get((one, other), ()):
                    claimed[one, middle] = claimed[other, middle] = None
    for cause, effect in claimed:
        if (effect, cause) in claimed:
            marks.conflicts.add((min(cause, effect), max(cause, effect)))
        else:
            marks.direct(cause, effect)


def close_under_meek(marks: Marks) -> None:
    """Apply Meek's rules until nothing changes."""
    changed = True
    while changed:
        changed = False
        for one in range(len(marks.linked)):
            for other in members(marks.undirected(one)):
                if (min(one, other), max(one, other)) in marks.conflicts:
                    continue
                if _implied(marks, one, other) and marks.direct(one, other):
                    changed = True


def _implied(marks: Marks, cause: int, effect: int) -> bool:
    """Does one of Meek's rules turn the undirected link into cause -> effect?"""
    into, linked = marks.into, marks.linked
    # 1: a -> cause, a not linked with effect: cause -> effect, else effect's arrow would make a collider.
    if into[cause] & ~linked[effect] & ~(1 << effect):
        return True
    # 2: cause -> b -> effect: the other way would close a cycle.
    if any(into[middle] >> cause & 1 for middle in members(into[effect])):
        return True
    open_links = marks.undirected(cause)
    # 3: cause -- b -> effect and cause -- c -> effect, with b and c not linked.
    both = open_links & into[effect]
    if any(both & ~linked[middle] & ~(1 << middle) for middle in members(both)):
        return True
    # 4: cause -- b, b -> c -> effect, b not linked with effect, cause linked with c.
    return any(into[last] & open_links & ~linked[effect] for last in members(into[effect] & linked[cause]))

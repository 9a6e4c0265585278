"""From a skeleton with separating sets to a partly directed graph: colliders, then Meek's rules.

Meek (1995), "Causal inference and causal explanation with background knowledge", rules 1 to 4. Where two
colliders claim opposite directions for one link, neither is believed and the link stays undirected
(Colombo & Maathuis 2014 mark such links too). Sets of nodes are bits of one integer, which keeps this as
quick as the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice

import numpy as np

from tools.discovery.gaussian_skeleton import Adjacency

__all__ = ["Marks", "close_under_meek", "members", "orient", "settle"]


@dataclass
class Marks:
    """A graph under construction: for each node its neighbours, as bits."""

    linked: list[int]  # all neighbours
    into: list[int] = field(default_factory=list)  # neighbours with an arrow into this node
    out_of: list[int] = field(default_factory=list)  # neighbours that this node has an arrow into
    conflicts: set[tuple[int, int]] = field(default_factory=set)  # claimed both ways

    def __post_init__(self) -> None:
        self.into = self.into or [0] * len(self.linked)
        self.out_of = self.out_of or [0] * len(self.linked)

    @classmethod
    def of(cls, adjacent: Adjacency) -> Marks:
        packed = np.packbits(adjacent, axis=1, bitorder="little")
        return cls([int.from_bytes(row.tobytes(), "little") for row in packed])

    def has_arrow(self, cause: int, effect: int) -> bool:
        return bool(self.into[effect] >> cause & 1)

    def undirected(self, node: int) -> int:
        """Neighbours whose link with `node` has no direction yet."""
        return self.linked[node] & ~(self.into[node] | self.out_of[node])

    def direct(self, cause: int, effect: int) -> bool:
        """Give an undirected link a direction; False where it has one or would close a cycle."""
        if (self.into[effect] | self.out_of[effect]) >> cause & 1:
            return False
        if self.out_of[effect] and self.into[cause] and self._reaches(effect, cause):
            return False
        self.into[effect] |= 1 << cause
        self.out_of[cause] |= 1 << effect
        return True

    def _reaches(self, start: int, goal: int) -> bool:
        """Is there a chain of arrows from `start` to `goal`? Walked backwards."""
        seen, frontier = 0, self.into[goal]
        while frontier := frontier & ~seen:
            if frontier >> start & 1:
                return True
            seen |= frontier
            before = 0
            for node in members(frontier):
                before |= self.into[node]
            frontier = before
        return False


def members(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def orient(
    adjacent: Adjacency,
    separators: Mapping[tuple[int, int], Sequence[int]],
    allowed: Adjacency | None = None,
    required: Iterable[tuple[int, int]] = (),
) -> Marks:
    """Directions for the links of a skeleton.

    `separators` has the separating set of each pair (x < y) that was parted by one; pairs without an entry
    were independent as they are. `allowed[i, j]`: may i cause j? `required` arrows come first, then links
    with one direction allowed; colliders cannot overrule either.
    """
    marks = Marks.of(adjacent)
    if allowed is not None:
        settle(marks, adjacent, allowed, required)
    _colliders(marks, adjacent, separators)
    close_under_meek(marks)
    return marks


def settle(
    marks: Marks, adjacent: Adjacency, allowed: Adjacency, required: Iterable[tuple[int, int]]
) -> None:
    """Give the directions that background knowledge settles: required arrows, then links with one way."""
    one_way = adjacent & allowed & ~allowed.T
    for cause, effect in [*required, *zip(*(part.tolist() for part in one_way.nonzero()), strict=True)]:
        marks.direct(cause, effect)


def _colliders(
    marks: Marks, adjacent: Adjacency, separators: Mapping[tuple[int, int], Sequence[int]]
) -> None:
    """Each pair that is not linked points at its common neighbours outside its separating set."""
    linked = marks.linked
    claimed = [0] * len(linked)  # for each node the neighbours that are to point at it
    neighbours = iter(adjacent.nonzero()[1].tolist())
    for middle, bits in enumerate(linked):
        for one, other in combinations(islice(neighbours, bits.bit_count()), 2):
            if not linked[one] >> other & 1 and middle not in separators.get((one, other), ()):
                claimed[middle] |= 1 << one | 1 << other
    for effect, causes in enumerate(claimed):
        for cause in members(causes):
            if not claimed[cause] >> effect & 1:
                marks.direct(cause, effect)
            elif effect < cause:  # each is met from both ends
                marks.conflicts.add((effect, cause))


def close_under_meek(marks: Marks) -> None:
    """Apply Meek's rules until nothing changes."""
    believed = [-1] * len(marks.linked)  # all bits but those of links that are claimed both ways
    for one, other in marks.conflicts:
        believed[one] &= ~(1 << other)
        believed[other] &= ~(1 << one)
    still_open = [one for one, bits in enumerate(believed) if marks.undirected(one) & bits]
    changed = True
    while changed:
        changed = False
        for one in still_open:
            for other in members(marks.undirected(one) & believed[one]):
                if _implied(marks, one, other) and marks.direct(one, other):
                    changed = True


def _implied(marks: Marks, cause: int, effect: int) -> bool:
    """Does one of Meek's rules turn the undirected link into cause -> effect?"""
    into, linked = marks.into, marks.linked
    # 1: a -> cause, a not linked with effect: cause -> effect, else effect's arrow would make a collider.
    if into[cause] & ~linked[effect] & ~(1 << effect):
        return True
    # 2: cause -> b -> effect: the other way would close a cycle.
    if marks.out_of[cause] & into[effect]:
        return True
    open_links = marks.undirected(cause)
    # 3: cause -- b -> effect and cause -- c -> effect, with b and c not linked.
    both = open_links & into[effect]
    if both & (both - 1) and any(both & ~linked[b] & ~(1 << b) for b in members(both)):
        return True
    # 4: cause -- b, b -> c -> effect, b not linked with effect, cause linked with c.
    start = open_links & ~linked[effect] & ~(1 << effect)
    return start != 0 and any(into[last] & start for last in members(into[effect] & linked[cause]))

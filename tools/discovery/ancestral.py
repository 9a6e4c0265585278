"""FCI: what can be told from conditional independence when unmeasured common causes are possible."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Any

import numpy as np
import numpy.typing as npt

from tools.discovery.gaussian_skeleton import Adjacency, Separators
from tools.discovery.independence import Question
from tools.discovery.partial_graph import Discovered, Link
from tools.discovery.registry import DISCOVERERS, Problem
from tools.discovery.skeleton import find_skeleton
from tools.messages import Message

__all__ = [
    "ARROW",
    "CIRCLE",
    "NONE",
    "TAIL",
    "PartialAncestralGraph",
    "close_under_rules",
    "fast_causal_inference",
]

# ---------------- A partial ancestral graph under construction, and Zhang's (2008) orientation rules


NONE, CIRCLE, ARROW, TAIL = 0, 1, 2, 3


@dataclass
class PartialAncestralGraph:
    ends: npt.NDArray[np.int8]

    @classmethod
    def of(cls, adjacent: Adjacency) -> PartialAncestralGraph:
        return cls(np.where(adjacent, CIRCLE, NONE).astype(np.int8))

    @property
    def adjacent(self) -> Adjacency:
        return np.asarray(self.ends != NONE)

    def near(self, node: int) -> list[int]:
        return [int(other) for other in np.nonzero(self.ends[node])[0]]

    def linked(self, one: int, other: int) -> bool:
        return bool(self.ends[one, other])

    def part(self, one: int, other: int) -> None:
        self.ends[one, other] = self.ends[other, one] = NONE

    def point(self, one: int, other: int) -> bool:
        """An arrowhead at `other`, where its end is open."""
        if self.ends[one, other] != CIRCLE:
            return False
        self.ends[one, other] = ARROW
        return True

    def tail(self, one: int, other: int) -> bool:
        """A tail at `other`, where its end is open."""
        if self.ends[one, other] != CIRCLE:
            return False
        self.ends[one, other] = TAIL
        return True

    def is_arrow(self, cause: int, effect: int) -> bool:
        return bool(self.ends[cause, effect] == ARROW and self.ends[effect, cause] == TAIL)

    def into(self, one: int, other: int) -> bool:
        return bool(self.ends[one, other] == ARROW)

    def possible_separators(self, start: int) -> list[int]:
        """Possible-D-SEP: reached on paths whose every inner node is a collider or in a triangle."""
        found: set[int] = set()
        queue = deque((start, other) for other in self.near(start))
        seen = set(queue)
        while queue:
            before, here = queue.popleft()
            found.add(here)
            for after in self.near(here):
                collider = self.into(before, here) and self.into(after, here)
                step = (here, after)
                passable = collider or self.linked(before, after)
                if after not in (before, start) and step not in seen and passable:
                    seen.add(step)
                    queue.append(step)
        return sorted(found)


def close_under_rules(graph: PartialAncestralGraph, separators: Separators) -> None:
    """Apply the rules until nothing changes."""
    rules = (_r1, _r2, _r3, _r8, _r9, _r10)
    while any([rule(graph) for rule in rules] + [_r4(graph, separators)]):
        pass


def _triples(graph: PartialAncestralGraph) -> Iterator[tuple[int, int, int]]:
    for middle in range(len(graph.ends)):
        for one, other in permutations(graph.near(middle), 2):
            yield one, middle, other


def _r1(graph: PartialAncestralGraph) -> bool:
    """a *-> b o-* c, a and c not linked: b -> c."""
    changed = False
    for a, b, c in _triples(graph):
        if graph.into(a, b) and graph.ends[c, b] == CIRCLE and not graph.linked(a, c):
            graph.tail(c, b)
            graph.point(b, c)
            changed = True
    return changed


def _r2(graph: PartialAncestralGraph) -> bool:
    """a -> b *-> c or a *-> b -> c, and a *-o c: a *-> c."""
    changed = False
    for a, b, c in _triples(graph):
        chain = (graph.is_arrow(a, b) and graph.into(b, c)) or (graph.into(a, b) and graph.is_arrow(b, c))
        if chain and graph.linked(a, c):
            changed |= graph.point(a, c)
    return changed


def _r3(graph: PartialAncestralGraph) -> bool:
    """a *-> b <-* c, a *-o d o-* c, a and c not linked, d *-o b: d *-> b."""
    changed = False
    for a, b, c in _triples(graph):
        if a < c and graph.into(a, b) and graph.into(c, b) and not graph.linked(a, c):
            for d in graph.near(b):
                if d not in (a, c) and graph.ends[a, d] == CIRCLE and graph.ends[c, d] == CIRCLE:
                    changed |= graph.point(d, b)
    return changed


def _r4(graph: PartialAncestralGraph, separators: Separators) -> bool:
    """The discriminating path for b: b was in the separating set, b -> c; it was not, a <-> b <-> c."""
    changed = False
    for b in range(len(graph.ends)):
        for c in graph.near(b):
            if graph.ends[c, b] != CIRCLE:
                continue
            found = _discriminating(graph, b, c)
            if found is None:
                continue
            start, before = found
            if b in separators.get((min(start, c), max(start, c)), ()):
                graph.tail(c, b)
                graph.point(b, c)
            else:
                graph.ends[before, b] = graph.ends[c, b] = graph.ends[b, c] = ARROW
            changed = True
    return changed


def _discriminating(graph: PartialAncestralGraph, b: int, c: int) -> tuple[int, int] | None:
    """(start of the path, the node before b), or None."""
    for before in graph.near(b):
        if before == c or not (graph.is_arrow(before, c) and graph.into(b, before)):
            continue
        queue, seen = deque([before]), {before, b, c}
        while queue:
            here = queue.popleft()
            for earlier in graph.near(here):
                if earlier in seen or not graph.into(earlier, here):
                    continue
                if not graph.linked(earlier, c):
                    return earlier, before
                seen.add(earlier)
                if graph.is_arrow(earlier, c) and graph.into(here, earlier):
                    queue.append(earlier)
    return None


def _r8(graph: PartialAncestralGraph) -> bool:
    """a -> b -> c and a o-> c: a -> c."""
    changed = False
    for a, b, c in _triples(graph):
        if graph.is_arrow(a, b) and graph.is_arrow(b, c) and graph.into(a, c):
            changed |= graph.tail(c, a)
    return changed


def _r9(graph: PartialAncestralGraph) -> bool:
    """a o-> c, and an uncovered possibly directed path a, b, ..., c with b and c not linked: a -> c."""
    changed = False
    for a, c in _half_open(graph):
        for b in graph.near(a):
            if b != c and not graph.linked(b, c) and _uncovered_path(graph, [a, b], c):
                changed |= graph.tail(c, a)
                break
    return changed


def _r10(graph: PartialAncestralGraph) -> bool:
    """a o-> c, b -> c <- d, uncovered possibly directed paths from a to b and to d that part at a: a -> c."""
    changed = False
    for a, c in _half_open(graph):
        causes = [b for b in graph.near(c) if b != a and graph.is_arrow(b, c)]
        for b, d in combinations(causes, 2):
            first = [m for m in graph.near(a) if m != c and (m == b or _uncovered_path(graph, [a, m], b))]
            second = [m for m in graph.near(a) if m != c and (m == d or _uncovered_path(graph, [a, m], d))]
            if any(m != w and not graph.linked(m, w) and _open_step(graph, a, m) and _open_step(graph, a, w)
                   for m in first for w in second):  # fmt: skip
                changed |= graph.tail(c, a)
                break
    return changed


def _half_open(graph: PartialAncestralGraph) -> list[tuple[int, int]]:
    """All a o-> c."""
    found: Any = np.nonzero((graph.ends == ARROW) & (graph.ends.T == CIRCLE))
    return [(int(a), int(c)) for a, c in zip(*found, strict=True)]


def _open_step(graph: PartialAncestralGraph, one: int, other: int) -> bool:
    """May the link be an arrow one -> other?"""
    return bool(
        graph.linked(one, other) and graph.ends[other, one] != ARROW and graph.ends[one, other] != TAIL
    )


def _uncovered_path(graph: PartialAncestralGraph, path: list[int], goal: int) -> bool:
    """Can `path` be carried on to `goal` by steps that may be arrows, no three in a row forming a
    triangle?"""
    if not _open_step(graph, path[-2], path[-1]):
        return False
    stack = [path]
    while stack:
        walked = stack.pop()
        for after in graph.near(walked[-1]):
            if after in walked or graph.linked(walked[-2], after):
                continue
            if not _open_step(graph, walked[-1], after):
                continue
            if after == goal:
                return True
            stack.append([*walked, after])
    return False


MOST_GIVEN = 3  # columns of a possible d-separating set that are held fixed at once
MOST_QUESTIONS = 20_000  # of one pair


@DISCOVERERS.register("fci")
def fast_causal_inference(problem: Problem) -> Discovered:
    """FCI with the rules that need no selection bias (R1 to R4, R8 to R10).

    Spirtes, Meek & Richardson (1995), "Causal inference in the presence of latent variables and selection
    bias"; the rules as in Zhang (2008), Artificial Intelligence 172. Sets of more than `MOST_GIVEN` columns
    are
    not tried among possible d-separators. Assumes no cycles, no selection and faithfulness.
    """
    adjacent, separators = find_skeleton(problem.test, problem.alpha, problem.background, problem.most)
    graph = _oriented(adjacent, separators, problem)
    if _part_by_possible_separators(graph, separators, problem):
        graph = _oriented(graph.adjacent, separators, problem)
    close_under_rules(graph, separators)
    names = problem.names
    return Discovered(
        nodes=names,
        links=_links(graph, problem),
        method="fci",
        test=problem.tested,
        assumes=Message("discovery-assumes-fci"),
        rows=problem.test.rows,
    )


def _oriented(adjacent: Adjacency, separators: Separators, problem: Problem) -> PartialAncestralGraph:
    """All ends open but those that background knowledge and unshielded colliders settle."""
    graph = PartialAncestralGraph.of(adjacent)
    if not problem.background.empty:
        names, background = problem.names, problem.background
        for one, other in zip(*np.nonzero(adjacent), strict=True):
            if background.forbids(names[other], names[one]):
                graph.ends[one, other] = ARROW  # `other` does not cause `one`
            if background.requires(names[one], names[other]):
                graph.ends[one, other], graph.ends[other, one] = ARROW, TAIL
    for middle in range(len(adjacent)):
        for one, other in combinations(np.nonzero(adjacent[middle])[0].tolist(), 2):
            if not adjacent[one, other] and middle not in separators.get((one, other), ()):
                graph.point(one, middle)
                graph.point(other, middle)
    return graph


def _part_by_possible_separators(
    graph: PartialAncestralGraph, separators: Separators, problem: Problem
) -> bool:
    """Part pairs that only columns farther away separate; were there any?"""
    kept = problem.background.kept(problem.names)
    most = MOST_GIVEN if problem.most is None else min(problem.most, MOST_GIVEN)
    parted = False
    for one, other in zip(*np.nonzero(np.triu(graph.adjacent)), strict=True):
        one, other = int(one), int(other)
        if kept is not None and kept[one, other]:
            continue
        questions: list[Question] = []
        for end, opposite in ((one, other), (other, one)):
            possible = [z for z in graph.possible_separators(end) if z != opposite]
            for size in range(1, most + 1):
                questions += [(one, other, given) for given in combinations(possible, size)]
        questions = list(dict.fromkeys(questions))[:MOST_QUESTIONS]
        if not questions:
            continue
        p_values = problem.test.p_values(questions)
        # Exactly 1: the given columns determine one end, so the test says nothing.
        p_values[p_values == 1.0] = 0.0
        best = int(p_values.argmax())
        if p_values[best] > problem.alpha:
            graph.part(one, other)
            separators[one, other] = questions[best][2]
            parted = True
    return parted


def _links(graph: PartialAncestralGraph, problem: Problem) -> tuple[Link, ...]:
    names, found = problem.names, []
    for one, other in zip(*np.nonzero(np.triu(graph.adjacent)), strict=True):
        at_one, at_other = graph.ends[other, one], graph.ends[one, other]
        if at_one == ARROW and at_other != ARROW:
            one, other, at_one, at_other = other, one, at_other, at_one
        if at_other == ARROW:
            mark = {ARROW: "<->", TAIL: "->", CIRCLE: "o->"}[int(at_one)]
        else:
            # Without selection, a tail at one end makes the link an arrow.
            if at_other == TAIL and at_one != TAIL:
                one, other, at_one, at_other = other, one, at_other, at_one
            mark = "->" if at_one == TAIL and at_other == CIRCLE else "o-o"
        found.append((int(one), int(other), mark))
    strengths = problem.test.strengths([(one, other, ()) for one, other, _ in found]).tolist()
    return tuple(
        Link(names[one], names[other], mark, strength)
        for (one, other, mark), strength in zip(found, strengths, strict=True)
    )

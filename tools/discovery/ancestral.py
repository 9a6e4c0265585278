"""FCI: what can be told from conditional independence when unmeasured common causes are possible."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from tools.discovery.ancestral_rules import ARROW, CIRCLE, TAIL, PartialAncestralGraph, close_under_rules
from tools.discovery.gaussian_skeleton import Adjacency, Separators
from tools.discovery.partial_graph import Discovered, Link
from tools.discovery.registry import DISCOVERERS, Problem
from tools.discovery.skeleton import find_skeleton
from tools.independence import Question

__all__ = ["fast_causal_inference"]

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
        test=f"{problem.test.label}, level {problem.alpha:g}",
        assumes="No cycles, no selection into the table, and no effects that cancel each other out.",
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

"""PC: what can be told from conditional independence when nothing unmeasured confounds."""

from __future__ import annotations

from tools.discovery.orientation import Marks, members, orient
from tools.discovery.partial_graph import Discovered, Link
from tools.discovery.registry import DISCOVERERS, Problem
from tools.discovery.skeleton import find_skeleton
from tools.independence import IndependenceTest

__all__ = ["peter_clark"]


@DISCOVERERS.register("pc")
def peter_clark(problem: Problem) -> Discovered:
    """PC in its order-independent form.

    Spirtes, Glymour & Scheines (2000), *Causation, Prediction, and Search*, 5.4.2; Colombo & Maathuis (2014),
    JMLR 15; background knowledge as in Meek (1995). Assumes no unmeasured common causes, no cycles and
    faithfulness: no effects that cancel out.
    """
    adjacent, separators = find_skeleton(problem.test, problem.alpha, problem.background, problem.most)
    allowed = None if problem.background.empty else problem.background.allowed(problem.names)
    marks = orient(adjacent, separators, allowed)
    names = problem.names
    return Discovered(
        nodes=names,
        links=links_of(marks, problem.test),
        method="pc",
        test=f"{problem.test.label}, level {problem.alpha:g}",
        assumes="No unmeasured common causes, no cycles, and no effects that cancel each other out.",
        rows=problem.test.rows,
        separators={
            (names[x], names[y]): tuple(names[z] for z in given) for (x, y), given in separators.items()
        },
    )


def links_of(marks: Marks, test: IndependenceTest) -> tuple[Link, ...]:
    """The links with the strength of association given the causes of both ends."""
    names, found = test.names, []
    for one, around in enumerate(marks.linked):
        for other in members(around):
            if marks.has_arrow(one, other):
                given = tuple(z for z in members(marks.into[other]) if z != one)
                found.append(((one, other, given), "->", ""))
            elif one < other and not marks.has_arrow(other, one):
                given = tuple(
                    z for z in members(marks.into[one] | marks.into[other]) if z not in (one, other)
                )
                conflict = (one, other) in marks.conflicts
                note = "the data speak for both directions" if conflict else ""
                found.append(((one, other, given), "--", note))
    strengths = test.strengths([asked for asked, _, _ in found]).tolist()
    return tuple(
        Link(names[asked[0]], names[asked[1]], mark, strength, note=note)
        for (asked, mark, note), strength in zip(found, strengths, strict=True)
    )

"""PC: what can be told from conditional independence when nothing unmeasured confounds."""

from __future__ import annotations

from tools.discovery.independence import IndependenceTest
from tools.discovery.orientation import Marks, members, orient
from tools.discovery.partial_graph import Discovered, Link
from tools.discovery.registry import DISCOVERERS, Problem
from tools.discovery.skeleton import find_skeleton
from tools.messages import Message

__all__ = ["links_of", "peter_clark"]

CONFLICT = Message("discovery-both-directions")


@DISCOVERERS.register("pc")
def peter_clark(problem: Problem) -> Discovered:
    """PC in its order-independent form.

    Spirtes, Glymour & Scheines (2000), *Causation, Prediction, and Search*, 5.4.2; Colombo & Maathuis (2014),
    JMLR 15; background knowledge as in Meek (1995). Assumes no unmeasured common causes, no cycles and
    faithfulness: no effects that cancel out.
    """
    adjacent, separators = find_skeleton(problem.test, problem.alpha, problem.background, problem.most)
    background, names = problem.background, problem.names
    allowed = None if background.empty else background.allowed(names)
    marks = orient(adjacent, separators, allowed, background.required_places(names))
    return Discovered(
        nodes=names,
        links=links_of(marks, problem.test),
        method="pc",
        test=problem.tested,
        assumes=Message("discovery-assumes-pc"),
        rows=problem.test.rows,
    )


def links_of(marks: Marks, test: IndependenceTest) -> tuple[Link, ...]:
    """The links with the strength of association given the causes of both ends."""
    names, asked = test.names, []
    ways: list[tuple[str, Message | str]] = []
    causes = [tuple(members(bits)) for bits in marks.into]
    for one in range(len(names)):
        for other in members(marks.out_of[one]):
            place = causes[other].index(one)
            asked.append((one, other, causes[other][:place] + causes[other][place + 1 :]))
            ways.append(("->", ""))
        later = marks.undirected(one) >> one << one
        for other in members(later) if later else ():
            asked.append((one, other, tuple(members(marks.into[one] | marks.into[other]))))
            conflict = (one, other) in marks.conflicts
            ways.append(("--", CONFLICT if conflict else ""))
    strengths = test.strengths(asked).tolist()
    return tuple(
        Link(names[one], names[other], mark, strength, note=note)
        for (one, other, _), (mark, note), strength in zip(asked, ways, strengths, strict=True)
    )

"""A search by score: GES, held to background knowledge."""

from __future__ import annotations

import numpy as np

from tools.discovery.constraint import links_of
from tools.discovery.functional import not_installed, numbers
from tools.discovery.orientation import Marks, close_under_meek, settle
from tools.discovery.partial_graph import Discovered
from tools.discovery.registry import DISCOVERERS, Problem
from tools.independence import CountTest
from tools.independence.interface import Matrix

__all__ = ["greedy_equivalence_search"]


@DISCOVERERS.register("ges")
def greedy_equivalence_search(problem: Problem) -> Discovered:
    """GES: greedy search over equivalence classes by BIC (BDeu for levels).

    Chickering (2002), JMLR 3; the search is causal-learn's. Assumes no unmeasured common causes, and linear
    effects with Gaussian noise or few levels. The search itself knows nothing of background knowledge, so
    its result is held to that afterwards: links that may run in no direction go, required arrows come in,
    arrows against it are turned and say so, and the rest is completed by the rules of Meek (1995).
    """
    try:
        from causallearn.search.ScoreBased.GES import ges
    except ImportError as missing:
        raise not_installed("causal-learn") from missing
    discrete = isinstance(problem.test, CountTest)
    values = _codes(problem) if discrete else numbers(problem, "ges")
    score = "local_score_BDeu" if discrete else "local_score_BIC"
    found = np.asarray(ges(values, score_func=score)["G"].graph)
    # causal-learn: graph[j, i] = 1 and graph[i, j] = -1 is i -> j; -1 both ways is undirected.
    marks, notes = _held_to(problem, found != 0, (found == -1) & (found.T == 1))
    assumes = "No unmeasured common causes and no cycles; " + (
        "enough rows for every combination of levels." if discrete else "linear effects with Gaussian noise."
    )
    links = links_of(marks, problem.test)
    score_name = "BDeu score" if discrete else "BIC score"
    return Discovered(problem.names, links, "ges", score_name, assumes, problem.test.rows, notes)


def _held_to(problem: Problem, adjacent: np.ndarray, arrows: np.ndarray) -> tuple[Marks, tuple[str, ...]]:
    """The score's graph with background knowledge put above it, and what that changed."""
    names, background = problem.names, problem.background
    allowed, required = background.allowed(names), background.required_places(names)
    kept = background.kept(names)
    held = adjacent & (allowed | allowed.T)
    if kept is not None:
        held = held | kept
    marks = Marks.of(held)
    settle(marks, held, allowed, required)
    notes = [
        f"{names[i]} and {names[j]}: linked by the score, apart by background knowledge."
        for i, j in np.argwhere(np.triu(adjacent & ~held))
    ]
    for cause, effect in np.argwhere(arrows & held).tolist():
        if not marks.direct(cause, effect) and marks.has_arrow(effect, cause):
            notes.append(
                f"{names[effect]} -> {names[cause]}: by background knowledge; the score points the other way."
            )
    close_under_meek(marks)
    return marks, tuple(notes)


def _codes(problem: Problem) -> Matrix:
    import pandas as pd

    frame = problem.frame
    return np.column_stack([pd.factorize(frame[name], sort=True)[0] for name in frame.columns]).astype(float)

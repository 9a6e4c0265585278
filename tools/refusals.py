"""Why an effect is not identified, and what would change that."""

from __future__ import annotations

from collections.abc import Sequence

from tools.criteria import causes, effects_of, find_backdoor_set
from tools.general_identification import identifiable_by_some_formula
from tools.graph_core import to_networkx
from tools.paths import open_backdoor_paths
from tools.separation import ancestral
from tools.strategies import Problem
from tools.types import CausalGraph, NotIdentified, Query

__all__ = ["no_directed_path", "nothing_identifies"]


def no_directed_path(graph: CausalGraph, query: Query) -> NotIdentified:
    """The graph claims that there is nothing to estimate."""
    treatment, outcome = str(query.treatment), query.outcome
    reason = (
        f"No path: the graph has no chain of arrows from {treatment} to {outcome}, which claims that "
        f"{treatment} has no effect on {outcome} at all."
    )
    turned = causes(to_networkx(graph), outcome, treatment)
    if turned:
        reason += f" It has one from {outcome} to {treatment}."
    mend = f"Add the arrow {treatment} -> {outcome} (or the steps between) if there may be an effect"
    if turned:
        mend += f", and remove those that lead from {outcome} to {treatment}"
    return NotIdentified(query=query, reason=reason, open_paths=(), would_help=(mend + ".",))


def nothing_identifies(graph: CausalGraph, problem: Problem) -> NotIdentified:
    """Something that is not measured explains part of the link, and no strategy gets round it."""
    treatment, outcome = problem.treatment, problem.outcome
    best = _best_adjustment(problem)
    paths = tuple(open_backdoor_paths(graph, treatment, outcome, best))
    reason = (
        f"{treatment} and {outcome} are linked by more than the effect of one on the other, and no measured "
        "column can separate the two: no set of columns closes every back door, no column is a valid "
        "instrument, and no mediator meets the front-door conditions."
    )
    if identifiable_by_some_formula(problem.graph, treatment, outcome, problem.observed):
        reason += (
            " The graph does determine the effect by a longer formula (the ID algorithm finds it), but "
            "AskWhy computes effects in these three ways only."
        )
    if problem.deadline.passed:
        reason += " The search for instruments and mediators ran out of time."
    return NotIdentified(
        query=problem.query,
        reason=reason,
        open_paths=paths,
        would_help=_would_help(problem, best),
    )


def _best_adjustment(problem: Problem) -> tuple[str, ...]:
    """What to hold fixed when showing the open paths: every allowed column that lies on a way to the two."""
    upstream = ancestral(problem.graph, (problem.treatment, problem.outcome))
    affected = effects_of(problem.graph, problem.treatment) | {problem.treatment, problem.outcome}
    return tuple(name for name in problem.observed if name in upstream and name not in affected)


def _would_help(problem: Problem, adjusted: Sequence[str]) -> tuple[str, ...]:
    treatment, outcome = problem.treatment, problem.outcome
    help_text = [_measure(names) for names in _worth_measuring(problem)]
    return (
        *help_text,
        f"An instrument: something that moves {treatment} and reaches {outcome} only through it.",
        f"A mediator that carries the whole effect of {treatment} on {outcome} and shares no unmeasured "
        "cause with either.",
        f"An experiment: assign {treatment} at random.",
    )


def _measure(names: Sequence[str]) -> str:
    named = [f"the {name}" if name.startswith("common cause of ") else name for name in names]
    return f"Measure {' and '.join(named)}, and hold {'it' if len(named) == 1 else 'them'} fixed."


def _worth_measuring(problem: Problem) -> list[list[str]]:
    """Unmeasured variables that would make adjustment possible: each alone, or else all of them together."""
    graph, treatment, outcome = problem.graph, problem.treatment, problem.outcome
    affected = effects_of(graph, treatment)
    hidden = [name for name in graph if name not in problem.observed and name not in affected]
    alone = [
        [name]
        for name in hidden
        if find_backdoor_set(graph, treatment, outcome, [*problem.observed, name]) is not None
    ]
    if alone or not hidden:
        return alone
    needed = find_backdoor_set(graph, treatment, outcome, [*problem.observed, *hidden]) or frozenset()
    together = [name for name in hidden if name in needed]
    return [together] if together else []

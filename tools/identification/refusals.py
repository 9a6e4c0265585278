"""Why an effect is not identified, and what would change that."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from tools.graphs.core import to_networkx
from tools.graphs.paths import open_backdoor_paths
from tools.graphs.separation import Graph, ancestral
from tools.identification.criteria import causes, effects_of, find_backdoor_set
from tools.identification.strategies import Problem
from tools.messages import Column, Columns, Message
from tools.types import CausalGraph, NotIdentified, Query

__all__ = ["identifiable_by_some_formula", "no_directed_path", "nothing_identifies"]

# ---------------- Does the graph determine the effect at all, by whatever formula? The complete answer of Ti


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


def no_directed_path(graph: CausalGraph, query: Query) -> NotIdentified:
    """The graph claims that there is nothing to estimate."""
    treatment, outcome = str(query.treatment), query.outcome
    ends = {"treatment": Column(treatment), "outcome": Column(outcome)}
    turned = causes(to_networkx(graph), outcome, treatment)
    reason = [Message("refusal-no-path", ends)]
    if turned:
        reason.append(Message("refusal-path-turned", ends))
    mend = Message("help-add-arrow-and-turn" if turned else "help-add-arrow", ends)
    return NotIdentified(query=query, reason=tuple(reason), open_paths=(), would_help=(mend,))


def nothing_identifies(graph: CausalGraph, problem: Problem) -> NotIdentified:
    """Something that is not measured explains part of the link, and no strategy gets round it."""
    treatment, outcome = problem.treatment, problem.outcome
    best = _best_adjustment(problem)
    paths = tuple(open_backdoor_paths(graph, treatment, outcome, best))
    ends = {"treatment": Column(treatment), "outcome": Column(outcome)}
    reason = [Message("refusal-nothing-identifies", ends)]
    if identifiable_by_some_formula(problem.graph, treatment, outcome, problem.observed):
        reason.append(Message("refusal-longer-formula"))
    if problem.deadline.passed:
        reason.append(Message("refusal-out-of-time"))
    return NotIdentified(
        query=problem.query,
        reason=tuple(reason),
        open_paths=paths,
        would_help=_would_help(problem),
    )


def _best_adjustment(problem: Problem) -> tuple[str, ...]:
    """What to hold fixed when showing the open paths: every allowed column that lies on a way to the two."""
    upstream = ancestral(problem.graph, (problem.treatment, problem.outcome))
    affected = effects_of(problem.graph, problem.treatment) | {problem.treatment, problem.outcome}
    return tuple(name for name in problem.observed if name in upstream and name not in affected)


def _would_help(problem: Problem) -> tuple[Message, ...]:
    ends = {"treatment": Column(problem.treatment), "outcome": Column(problem.outcome)}
    return (
        *(_measure(names) for names in _worth_measuring(problem)),
        Message("help-instrument", ends),
        Message("help-mediator", ends),
        Message("help-experiment", ends),
    )


def _measure(names: Sequence[str]) -> Message:
    named = [f"the {name}" if name.startswith("common cause of ") else name for name in names]
    return Message("help-measure", {"causes": Columns(tuple(named), len(named))})


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

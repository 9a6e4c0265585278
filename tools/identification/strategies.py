"""From a proposed design to one that the graph supports, or to why none identifies the effect and what would.

One function for each strategy. A proposal is kept where it is valid and mended where it is not; each change
leaves a message in `notes`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations

from tools.graphs.core import to_networkx
from tools.graphs.separation import Graph, ancestral, open_backdoor_paths
from tools.identification.criteria import (
    Deadline,
    causes,
    effects_of,
    find_backdoor_set,
    find_frontdoor_covariates,
    find_frontdoor_set,
    find_instrument_covariates,
    is_backdoor_set,
    is_frontdoor_set,
    is_instrument,
)
from tools.messages import Column, Columns, Message
from tools.types import CausalGraph, Design, DesignKind, NotIdentified, Query

__all__ = [
    "STRATEGIES",
    "Finding",
    "Problem",
    "identifiable_by_some_formula",
    "left_out",
    "no_directed_path",
    "nothing_identifies",
]


@dataclass(frozen=True)
class Problem:
    """What identification works on: the graph with unobserved variables as nodes, and what was proposed."""

    graph: Graph  # networkx.DiGraph
    query: Query
    design: Design
    observed: tuple[str, ...]  # columns of the graph that the table has, in the table's order
    deadline: Deadline
    treatment: str
    outcome: str


@dataclass(frozen=True)
class Finding:
    """A design that the graph supports."""

    design: Design
    notes: tuple[Message, ...] = ()


def by_backdoor(problem: Problem) -> Finding | None:
    """Adjustment for columns that close every back door."""
    graph, treatment, outcome = problem.graph, problem.treatment, problem.outcome
    usable, notes = _usable_covariates(problem)
    if is_backdoor_set(graph, treatment, outcome, usable):
        return Finding(_adjusting_for(problem.design, usable), notes)
    needed = find_backdoor_set(graph, treatment, outcome, usable)
    if needed is None:
        needed = find_backdoor_set(graph, treatment, outcome, problem.observed)
    if needed is None:
        return None
    valid = partial(is_backdoor_set, graph, treatment, outcome)
    adjusted, harmful = _with_harmless(needed, usable, problem.observed, valid)
    notes += left_out("left-out-collider", harmful)
    added = [name for name in adjusted if name not in usable]
    if added:
        ends = {"treatment": Column(treatment), "outcome": Column(outcome)}
        notes += (Message("held-fixed-too", {"columns": Columns(tuple(added), len(added)), **ends}),)
    return Finding(_adjusting_for(problem.design, adjusted), notes)


def by_randomisation(problem: Problem) -> Finding | None:
    """A treatment that was assigned at random: nothing causes it, whatever the graph draws."""
    usable, notes = _usable_covariates(problem)
    design = replace(_plain(problem.design), kind=DesignKind.RANDOMISED, adjustment_set=usable)
    return Finding(design, notes)


def by_instrument(problem: Problem) -> Finding | None:
    """Instruments that move the treatment and reach the outcome through it alone, given covariates."""
    graph, treatment, outcome = problem.graph, problem.treatment, problem.outcome
    usable, notes = _usable_covariates(problem)
    proposed = tuple(name for name in problem.design.instruments if name in problem.observed)
    for candidates in (proposed, _likely_instruments(problem)):
        for first in candidates:
            if problem.deadline.passed:
                return None
            given = _instrument_covariates(problem, first, usable)
            if given is None:
                continue
            instruments = tuple(
                name for name in candidates if is_instrument(graph, name, treatment, outcome, given)
            )
            valid = _all_instruments_valid(problem, instruments)
            adjusted, harmful = _with_harmless(given, usable, problem.observed, valid)
            notes += left_out("left-out-spoils-instrument", harmful)
            dropped = [name for name in problem.design.instruments if name not in instruments]
            notes += left_out(
                "left-out-no-instrument", dropped, treatment=Column(treatment), outcome=Column(outcome)
            )
            design = replace(
                _plain(problem.design), kind=DesignKind.IV, instruments=instruments, adjustment_set=adjusted
            )
            return Finding(design, notes)
    return None


def by_frontdoor(problem: Problem) -> Finding | None:
    """Mediators that carry the whole effect and are free of the confounding between its ends."""
    graph, treatment, outcome = problem.graph, problem.treatment, problem.outcome
    usable, notes = _usable_covariates(problem)
    mediators = tuple(name for name in problem.design.mediators if name in problem.observed)
    given = find_frontdoor_covariates(graph, treatment, outcome, mediators, problem.observed, usable)
    if given is None:
        found = find_frontdoor_set(graph, treatment, outcome, problem.observed, problem.deadline)
        if found is None:
            return None
        if mediators:
            proposed = Columns(mediators, len(mediators))
            instead = Columns(found[0], len(found[0]))
            notes += (Message("other-mediators", {"proposed": proposed, "instead": instead}),)
        mediators, given = found
    valid = partial(is_frontdoor_set, graph, treatment, outcome, mediators)
    adjusted, harmful = _with_harmless(given, usable, problem.observed, valid)
    notes += left_out("left-out-spoils-front-door", [name for name in harmful if name not in mediators])
    design = replace(
        _plain(problem.design), kind=DesignKind.FRONTDOOR, mediators=mediators, adjustment_set=adjusted
    )
    return Finding(design, notes)


STRATEGIES: dict[DesignKind, Callable[[Problem], Finding | None]] = {
    DesignKind.RANDOMISED: by_randomisation,
    DesignKind.BACKDOOR: by_backdoor,
    DesignKind.IV: by_instrument,
    DesignKind.FRONTDOOR: by_frontdoor,
}


# ---------------------------------------------------------------- parts


def _plain(design: Design) -> Design:
    """What outlives a change of strategy: how rows hang together, not how the effect was told apart."""
    return Design(kind=design.kind, unit=design.unit, cluster=design.cluster)


def _adjusting_for(design: Design, columns: Sequence[str]) -> Design:
    return replace(_plain(design), kind=DesignKind.BACKDOOR, adjustment_set=tuple(columns))


def _usable_covariates(problem: Problem) -> tuple[tuple[str, ...], tuple[Message, ...]]:
    """The proposed covariates that may be held fixed at all, and a message for each that may not."""
    affected = effects_of(problem.graph, problem.treatment)
    usable: list[str] = []
    notes: tuple[Message, ...] = ()
    treatment = Column(problem.treatment)
    for name in dict.fromkeys(problem.design.adjustment_set):
        if name in (problem.treatment, problem.outcome):
            notes += left_out("left-out-in-question", [name])
        elif name not in problem.observed:
            notes += left_out("left-out-not-measured", [name])
        elif name in affected:
            between = causes(problem.graph, name, problem.outcome)
            notes += left_out(
                "left-out-mediator" if between else "left-out-consequence", [name], treatment=treatment
            )
        else:
            usable.append(name)
    return tuple(usable), notes


def _with_harmless(
    needed: Collection[str],
    proposed: Sequence[str],
    order: Sequence[str],
    valid: Callable[[Collection[str]], bool],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """`needed` plus each proposed column that leaves it valid (it sharpens the estimate), and the rest."""
    kept, harmful = set(needed), []
    for name in proposed:
        if name in kept:
            continue
        if valid(kept | {name}):
            kept.add(name)
        else:
            harmful.append(name)
    ranked = [*proposed, *(name for name in order if name not in proposed)]
    return tuple(name for name in ranked if name in kept), tuple(harmful)


def _likely_instruments(problem: Problem) -> tuple[str, ...]:
    upstream = ancestral(problem.graph, [problem.treatment]) - {problem.treatment, problem.outcome}
    return tuple(name for name in problem.observed if name in upstream)


def _instrument_covariates(
    problem: Problem, instrument: str, usable: Sequence[str]
) -> Collection[str] | None:
    graph, treatment, outcome = problem.graph, problem.treatment, problem.outcome
    given = tuple(name for name in usable if name != instrument)
    if is_instrument(graph, instrument, treatment, outcome, given):
        return given
    return find_instrument_covariates(graph, instrument, treatment, outcome, problem.observed)


def _all_instruments_valid(problem: Problem, instruments: Sequence[str]) -> Callable[[Collection[str]], bool]:
    return lambda given: all(
        is_instrument(problem.graph, name, problem.treatment, problem.outcome, given) for name in instruments
    )


def left_out(why: str, names: Sequence[str], **slots: Column) -> tuple[Message, ...]:
    """A message with the id `why` for each column."""
    return tuple(Message(why, {"column": Column(name), **slots}) for name in names)


# ---------------- Why an effect is not identified, and what would change that


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

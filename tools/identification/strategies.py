"""From a proposed design to one that the graph supports, or None: one function for each strategy.

A proposal is kept where it is valid and mended where it is not; each change leaves a message in `notes`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

from tools.graphs.separation import Graph, ancestral
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
from tools.types import Design, DesignKind, Query

__all__ = ["STRATEGIES", "Finding", "Problem", "left_out"]


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

"""The three graphical criteria for telling an effect apart: back door, instrument, front door.

Each has a test (`is_...`: does this set qualify?) and a search (`find_...`). All work on a networkx.DiGraph
that holds the unobserved variables as nodes, and take `observed`, the columns that may be used.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations

from tools.graphs.core import to_networkx, without_suspected
from tools.graphs.separation import Graph, ancestral, is_separated, separator_within
from tools.types import CausalGraph

__all__ = [
    "Deadline",
    "causes",
    "disjunctive_cause_set",
    "effects_of",
    "efficient_adjustment_set",
    "find_backdoor_set",
    "find_frontdoor_covariates",
    "find_frontdoor_set",
    "find_instrument_covariates",
    "is_backdoor_set",
    "is_frontdoor_set",
    "is_instrument",
    "valid_adjustment_sets",
]


MOST_MEDIATORS = 3  # a search over larger sets would try too many


class Deadline:
    """How long a search may still take."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def passed(self) -> bool:
        return time.monotonic() >= self._end


def effects_of(graph: Graph, name: str) -> set[str]:
    """Everything that `name` causes, directly or not."""
    found: set[str] = set()
    frontier = list(graph.successors(name))
    while frontier:
        child = frontier.pop()
        if child not in found:
            found.add(child)
            frontier.extend(graph.successors(child))
    return found


def causes(graph: Graph, cause: str, effect: str, blocked: Collection[str] = ()) -> bool:
    """Is there a chain of arrows from `cause` to `effect` that avoids `blocked`?"""
    seen, frontier = set(blocked), [cause]
    while frontier:
        for child in graph.successors(frontier.pop()):
            if child == effect:
                return True
            if child not in seen:
                seen.add(child)
                frontier.append(child)
    return False


# ---------------------------------------------------------------- back door


def is_backdoor_set(graph: Graph, treatment: str, outcome: str, adjusted: Collection[str]) -> bool:
    """The back-door criterion (Pearl 2009, definition 3.3.1).

    Nothing adjusted for is an effect of the treatment, and every path that enters the treatment is blocked.
    """
    if set(adjusted) & (effects_of(graph, treatment) | {treatment, outcome}):
        return False
    return is_separated(graph, [treatment], [outcome], adjusted, cut=(treatment,))


def find_backdoor_set(
    graph: Graph, treatment: str, outcome: str, observed: Collection[str]
) -> frozenset[str] | None:
    """A valid adjustment set that cannot be made smaller by dropping columns; None if there is none.

    The empty set (nothing needs to be held fixed) is not None (no set works). Complete for one treatment:
    if any adjustment set exists, one without effects of the treatment does (van der Zander, Liskiewicz &
    Textor 2014).
    """
    allowed = set(observed) - effects_of(graph, treatment) - {treatment, outcome}
    return separator_within(graph, treatment, outcome, allowed, cut=(treatment,))


# ---------------------------------------------------------------- instrument


def is_instrument(
    graph: Graph, instrument: str, treatment: str, outcome: str, given: Collection[str]
) -> bool:
    """Is `instrument` valid once `given` is held fixed?

    It must be associated with the treatment, and reach the outcome only through it: separated from the
    outcome when the treatment's outgoing arrows are removed; `given` must not hold effects of the treatment
    (Brito & Pearl 2002; van der Zander, Textor & Liskiewicz 2015, "Efficiently finding conditional
    instruments"). An unmeasured common cause of instrument and treatment does no harm.
    """
    after = effects_of(graph, treatment) | {treatment, outcome}
    if instrument in after or (set(given) & (after | {instrument})) or graph.has_edge(instrument, outcome):
        return False
    exclusion = is_separated(graph, [instrument], [outcome], given, cut=(treatment,))
    return exclusion and not is_separated(graph, [instrument], [treatment], given)


def find_instrument_covariates(
    graph: Graph, instrument: str, treatment: str, outcome: str, observed: Collection[str]
) -> frozenset[str] | None:
    """A set of columns that makes `instrument` valid: empty if it is valid as it is, None if none was found.

    Looks at the separator nearest to the outcome, as van der Zander et al. (2015) do for ancestral
    instruments: it leaves the link between instrument and treatment alone wherever that is possible.
    """
    if is_instrument(graph, instrument, treatment, outcome, ()):
        return frozenset()
    if graph.has_edge(instrument, outcome):
        return None
    after = effects_of(graph, treatment) | {treatment, outcome, instrument}
    given = separator_within(graph, instrument, outcome, set(observed) - after, cut=(treatment,))
    if given is None or not is_instrument(graph, instrument, treatment, outcome, given):
        return None
    return given


# ---------------------------------------------------------------- front door


def is_frontdoor_set(
    graph: Graph, treatment: str, outcome: str, mediators: Collection[str], given: Collection[str] = ()
) -> bool:
    """The front-door criterion (Pearl 2009, definition 3.3.3), with covariates `given` held fixed throughout.

    1. The mediators intercept every chain of arrows from treatment to outcome.
    2. No back-door path from the treatment to a mediator is open.
    3. Every back-door path from a mediator to the outcome is blocked by the treatment.
    """
    after = effects_of(graph, treatment) | {treatment, outcome}
    if not mediators or {treatment, outcome} & set(mediators) or set(given) & (after | set(mediators)):
        return False
    if causes(graph, treatment, outcome, blocked=mediators):
        return False
    if not is_separated(graph, [treatment], mediators, given, cut=(treatment,)):
        return False
    return is_separated(graph, mediators, [outcome], {treatment, *given}, cut=mediators)


def find_frontdoor_covariates(
    graph: Graph,
    treatment: str,
    outcome: str,
    mediators: Sequence[str],
    observed: Collection[str],
    proposed: Collection[str] = (),
) -> frozenset[str] | None:
    """Columns to hold fixed so that `mediators` meet the front-door criterion; None if none were found."""
    after = effects_of(graph, treatment) | {treatment, outcome, *mediators}
    allowed = (set(observed) & ancestral(graph, (treatment, outcome, *mediators))) - after
    for given in (frozenset(), frozenset(allowed & set(proposed)), frozenset(allowed)):
        if is_frontdoor_set(graph, treatment, outcome, mediators, given):
            return _trimmed(graph, treatment, outcome, mediators, given)
    return None


def _trimmed(
    graph: Graph, treatment: str, outcome: str, mediators: Sequence[str], given: frozenset[str]
) -> frozenset[str]:
    for name in sorted(given):
        if is_frontdoor_set(graph, treatment, outcome, mediators, given - {name}):
            given -= {name}
    return given


def find_frontdoor_set(
    graph: Graph,
    treatment: str,
    outcome: str,
    observed: Iterable[str],
    deadline: Deadline,
) -> tuple[tuple[str, ...], frozenset[str]] | None:
    """The smallest set of mediators that meets the front-door criterion, and the covariates it needs.

    Tries sets of up to `MOST_MEDIATORS` columns that lie between treatment and outcome, until `deadline`.
    """
    observed = tuple(observed)
    after = effects_of(graph, treatment)
    between = [
        name for name in observed if name in after and name != outcome and causes(graph, name, outcome)
    ]
    for mediators in _small_sets(between):
        if deadline.passed:
            return None
        if causes(graph, treatment, outcome, blocked=mediators):
            continue
        given = find_frontdoor_covariates(graph, treatment, outcome, mediators, observed)
        if given is not None:
            return mediators, given
    return None


def _small_sets(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for size in range(1, min(len(names), MOST_MEDIATORS) + 1):
        yield from combinations(names, size)


# ---------------- All the ways to adjust that a graph allows, and the one with the most precise estimate


def disjunctive_cause_set(
    graph: CausalGraph, treatment: str, outcome: str, observed: Collection[str]
) -> frozenset[str]:
    """Measured causes of treatment, outcome or both, less instruments, plus proxies of a hidden common cause.

    The disjunctive cause criterion (VanderWeele 2019, Eur. J. Epidemiol. 34:211-219): if any set of measured
    causes closes all back doors, this one does. Never an effect of the treatment. An instrument here is a
    cause of the treatment that is apart from the outcome, but for the treatment, once the others are held
    fixed: leaving it out opens nothing (contraction; Pearl 2009, section 1.1.5) and saves precision. A proxy
    (an effect of a common cause that nobody measured) is taken where the causes alone leave a back door open.
    """
    directed = to_networkx(without_suspected(graph))
    barred = effects_of(directed, treatment) | {treatment, outcome}
    usable = [name for name in graph.nodes if name in observed and name not in barred]
    of_outcome = ancestral(directed, [outcome], cut=[treatment])
    causes_of_either = of_outcome | ancestral(directed, [treatment])
    chosen = {name for name in usable if name in causes_of_either}
    for name in (name for name in usable if name in chosen - of_outcome):
        if is_separated(directed, [name], [outcome], chosen - {name}, cut=[treatment]):
            chosen.discard(name)
    if not is_backdoor_set(directed, treatment, outcome, chosen):
        chosen |= {name for name in usable if name in _proxies(directed, treatment, of_outcome, observed)}
    return frozenset(chosen)


def _proxies(
    directed: Graph, treatment: str, of_outcome: Collection[str], observed: Collection[str]
) -> set[str]:
    """Effects of what causes both treatment and outcome and is not measured."""
    hidden = (ancestral(directed, [treatment]) & set(of_outcome)) - set(observed)
    return {child for name in hidden for child in directed.successors(name)}


def efficient_adjustment_set(
    graph: CausalGraph, treatment: str, outcome: str, observed: Collection[str]
) -> frozenset[str] | None:
    """The O-set: causes of whatever lies on the causal paths, but for what the treatment affects.

    Among all valid sets it gives the smallest asymptotic variance, for regression and for semiparametric
    estimators alike (Henckel, Perkovic & Maathuis 2022, JRSS-B 84(2); Rotnitzky & Smucler 2020, JMLR 21).
    None
    if one of its columns is not measured: then no single best set need exist.
    """
    directed = to_networkx(graph)
    after = effects_of(directed, treatment)
    on_path = {name for name in after if name == outcome or causes(directed, name, outcome)}
    chosen = {cause for name in on_path for cause in directed.predecessors(name)}
    chosen -= after | {treatment}
    if not chosen <= set(observed) or not is_backdoor_set(directed, treatment, outcome, chosen):
        return None
    return frozenset(chosen)


def valid_adjustment_sets(
    graph: CausalGraph,
    treatment: str,
    outcome: str,
    observed: Collection[str],
    *,
    most_columns: int = 3,
    most: int = 50,
    seconds: float = 2.0,
) -> tuple[tuple[str, ...], ...]:
    """Sets that meet the back-door criterion, smallest first, in the order of the graph's columns.

    Every set of up to `most_columns` columns is tried, until `most` are found or `seconds` are over; a set
    that
    cannot be made smaller, the efficient set and the set of all earlier causes are always among them where
    they are valid. Columns that cause neither treatment nor outcome are not tried: they change nothing.
    """
    directed = to_networkx(graph)
    deadline = Deadline(seconds)
    barred = effects_of(directed, treatment) | {treatment, outcome}
    useful = ancestral(directed, (treatment, outcome)) - barred
    usable = [name for name in graph.nodes if name in useful and name in observed]
    always = [
        find_backdoor_set(directed, treatment, outcome, observed),
        efficient_adjustment_set(graph, treatment, outcome, observed),
        frozenset(usable) if is_backdoor_set(directed, treatment, outcome, usable) else None,
    ]
    found = dict.fromkeys(chosen for chosen in always if chosen is not None)
    for size in range(min(most_columns, len(usable)) + 1):
        for chosen in combinations(usable, size):
            if deadline.passed or len(found) >= most:
                break
            if is_backdoor_set(directed, treatment, outcome, chosen):
                found[frozenset(chosen)] = None
    order = {name: place for place, name in enumerate(graph.nodes)}
    ordered = [tuple(sorted(chosen, key=lambda name: order[name])) for chosen in found]
    return tuple(sorted(ordered, key=lambda chosen: (len(chosen), [order[name] for name in chosen])))

"""All the ways to adjust that a graph allows, and the one that gives the most precise estimate."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations

from tools.graphs.core import to_networkx, without_suspected
from tools.graphs.separation import Graph, ancestral, is_separated
from tools.identification.criteria import Deadline, causes, effects_of, find_backdoor_set, is_backdoor_set
from tools.types import CausalGraph

__all__ = ["disjunctive_cause_set", "efficient_adjustment_set", "valid_adjustment_sets"]


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

"""Can the question be answered? From a graph, a query and a proposed design to an estimand or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from tools.errors import GraphError, unknown_column
from tools.graphs.core import set_unobserved, to_networkx, without_suspected
from tools.graphs.separation import Graph, ancestral
from tools.identification.criteria import Deadline, causes, effects_of
from tools.identification.dowhy_estimand import confirmed_by_dowhy, dowhy_text, identified_estimand_for
from tools.identification.strategies import (
    STRATEGIES,
    Finding,
    Problem,
    left_out,
    no_directed_path,
    nothing_identifies,
)
from tools.messages import Column, Columns, Message, Quoted, Slot
from tools.types import (
    Assumption,
    CausalGraph,
    Design,
    DesignKind,
    Estimand,
    EstimandKind,
    Level,
    NotIdentified,
    Query,
)

__all__ = ["assumptions_for", "expression_for", "identified_estimand_for", "identify", "restated"]


# Without a graph that could speak for or against them, these rest on their stated assumptions.
BY_DESIGN = (DesignKind.DID, DesignKind.RDD)
FROM_GRAPH = (DesignKind.BACKDOOR, DesignKind.IV, DesignKind.FRONTDOOR)


def identify(
    graph: CausalGraph,
    query: Query,
    design: Design,
    *,
    observed: Collection[str],
    seconds: float = 10.0,
) -> Estimand | NotIdentified:
    """The effect as something that can be computed from `observed` columns, or the reason why it cannot.

    The proposed design is tried first and mended where that is enough (`Estimand.notes` says how); then
    adjustment, instruments and the front door, in this order. A result has passed both our own criterion
    (`tools.identification.criteria`) and DoWhy's check. `seconds` bounds the searches, not the checks.

    Columns of the graph that are not in `observed` count as not measured. An arrow that is missing from
    the graph is a claim of no effect: with no chain of arrows from treatment to outcome the answer is a
    refusal that says so, never the value 0.

    Raises:
        GraphError: the query or the design names a column that is neither in `observed` nor in the graph,
            or the treatment is the outcome.
    """
    columns = tuple(observed)
    _check_names(graph, query, design, columns)
    graph = without_suspected(graph)
    if design.kind in BY_DESIGN:
        return _by_design(graph, query, design, columns)
    graph = _fitted(graph, query, design, columns)
    problem = _problem(graph, query, design, columns, seconds)
    if not causes(problem.graph, problem.treatment, problem.outcome):
        return no_directed_path(graph, query)
    refused: list[DesignKind] = []
    for kind in _order(design.kind):
        finding = STRATEGIES[kind](problem)
        if finding is not None and confirmed_by_dowhy(_pruned(problem, finding), query, finding.design):
            return _estimand(query, finding, _switched(design.kind, finding.design.kind))
        refused.append(kind)
    return nothing_identifies(graph, problem)


def restated(estimand: Estimand, query: Query, design: Design) -> Estimand:
    """The same estimand once preparing the data has filled in the contrast or dropped covariates.

    Formula, assumptions and DoWhy's object then speak of what is really estimated. Dropping a covariate
    that the graph needs is not checked here.
    """
    changed = _estimand(query, Finding(design), ())
    return replace(changed, notes=estimand.notes)


# ---------------------------------------------------------------- setting up


def _check_names(graph: CausalGraph, query: Query, design: Design, columns: tuple[str, ...]) -> None:
    if query.treatment is None and design.kind is not DesignKind.RDD:
        raise GraphError("The query has no treatment column. Name one, or use a cutoff design.")
    if design.kind is DesignKind.RDD and (design.running_variable is None or design.cutoff is None):
        raise GraphError("A cutoff design needs a running variable and a cutoff. Name both.")
    if query.treatment == query.outcome:
        raise GraphError(f"{query.outcome!r} is both treatment and outcome. Choose two different columns.")
    asked = [name for name in (query.treatment, query.outcome) if name is not None]
    asked += [name for name in (design.running_variable, design.time, design.unit) if name is not None]
    for name in asked:
        if name not in columns:
            raise unknown_column(name, "the table", columns, GraphError)
    hidden = {latent.name for latent in graph.unobserved}
    for name in asked:
        if name in hidden:
            raise GraphError(
                f"The graph says that {name!r} is not measured, but the question needs its values. "
                "Take that mark back, or ask about other columns."
            )
    known = {*columns, *graph.nodes, *(latent.name for latent in graph.unobserved)}
    for name in (*design.adjustment_set, *design.instruments, *design.mediators):
        if name not in known:
            raise unknown_column(name, "the table or the graph", columns, GraphError)


def _fitted(graph: CausalGraph, query: Query, design: Design, columns: tuple[str, ...]) -> CausalGraph:
    """The graph with exactly the table's columns observed, and every column in question in it."""
    graph = set_unobserved(graph, *(name for name in graph.nodes if name not in columns))
    hidden = {latent.name for latent in graph.unobserved}
    asked = [query.treatment, query.outcome, *design.adjustment_set, *design.instruments, *design.mediators]
    missing = [name for name in asked if name is not None and name not in graph.nodes and name not in hidden]
    return replace(graph, nodes=tuple(dict.fromkeys((*graph.nodes, *missing))))


def _problem(
    graph: CausalGraph, query: Query, design: Design, columns: tuple[str, ...], seconds: float
) -> Problem:
    directed = to_networkx(graph)
    treatment = str(query.treatment)
    if design.kind is DesignKind.RANDOMISED:
        # Chance assigned the treatment: an arrow into it, drawn from general knowledge, does not apply.
        directed.remove_edges_from(list(directed.in_edges(treatment)))
    return Problem(
        graph=directed,
        query=query,
        design=design,
        observed=tuple(name for name in columns if name in graph.nodes),
        deadline=Deadline(seconds),
        treatment=treatment,
        outcome=query.outcome,
    )


def _order(first: DesignKind) -> tuple[DesignKind, ...]:
    if first is DesignKind.RANDOMISED:
        return (first,)
    return tuple(dict.fromkeys((first, *FROM_GRAPH))) if first in FROM_GRAPH else FROM_GRAPH


def _pruned(problem: Problem, finding: Finding) -> Graph:
    """The part of the graph that decides: ancestors of everything in play.

    What is no ancestor of the variables in play is on no open path between them (Lauritzen et al. 1990), so
    nothing changes but DoWhy's running time.
    """
    design = finding.design
    in_play = (problem.treatment, problem.outcome, *design.instruments, *design.mediators)
    return problem.graph.subgraph(ancestral(problem.graph, (*in_play, *design.adjustment_set))).copy()


# ---------------------------------------------------------------- results


def _by_design(graph: CausalGraph, query: Query, design: Design, columns: tuple[str, ...]) -> Estimand:
    """Difference-in-differences and cutoffs: identified by how the data came about, not by the graph."""
    directed, treatment = to_networkx(graph), query.treatment
    affected = effects_of(directed, treatment) if treatment is not None and treatment in directed else set()
    adjusted: list[str] = []
    notes: list[Message] = []
    for name in dict.fromkeys(design.adjustment_set):
        if name not in columns:
            notes += left_out("left-out-not-measured", [name])
        elif name in affected:
            notes += left_out("left-out-affected", [name], treatment=Column(str(treatment)))
        else:
            adjusted.append(name)
    return _estimand(query, Finding(replace(design, adjustment_set=tuple(adjusted)), tuple(notes)), ())


def _estimand(query: Query, finding: Finding, switched: tuple[Message, ...]) -> Estimand:
    expression = expression_for(query, finding.design)
    if finding.design.kind in FROM_GRAPH and (reference := dowhy_text(query, finding.design)):
        expression = Message("formula-dowhy", {"formula": expression, "dowhy": Quoted(reference)})
    return Estimand(
        query=query,
        design=finding.design,
        expression=expression,
        assumptions=assumptions_for(query, finding.design),
        notes=switched + finding.notes,
        make_identified=partial(identified_estimand_for, query, finding.design),
    )


def _switched(proposed: DesignKind, used: DesignKind) -> tuple[Message, ...]:
    if proposed is used or proposed not in FROM_GRAPH:
        return ()
    return (Message("strategy-switched", {"proposed": proposed, "used": used}),)


# ---------------- As messages: the formula, and what has to be true for it to be the effect


def expression_for(query: Query, design: Design) -> Message:
    """The formula, e.g. "E over {age} of E[y | t=1, age] - E[y | t=0, age]"."""
    formula = _FORMULAS[design.kind](query, design)
    if query.population:
        among = Quoted(" and ".join(map(str, query.population)))
        formula = Message("formula-among", {"formula": formula, "conditions": among})
    return formula


def assumptions_for(query: Query, design: Design) -> tuple[Assumption, ...]:
    """What must hold, by the columns' names; `testable`: this data can speak for or against it."""
    return _ASSUMPTIONS[design.kind](query, design)


# ---------------------------------------------------------------- formulas


def _adjusted(query: Query, design: Design) -> Message:
    treatment, outcome = query.treatment, query.outcome
    high, low = _levels(query)
    given = "".join(f", {name}" for name in design.adjustment_set)
    difference = Quoted(f"E[{outcome} | {treatment}={high}{given}] - E[{outcome} | {treatment}={low}{given}]")
    if not design.adjustment_set:
        return Message("formula-difference", {"difference": difference})
    slots = {"difference": difference, "covariates": _symbols(design.adjustment_set)}
    match query.estimand:
        case EstimandKind.ATT:
            return Message("formula-among-level", {**slots, "level": Quoted(f"{treatment}={high}")})
        case EstimandKind.ATC:
            return Message("formula-among-level", {**slots, "level": Quoted(f"{treatment}={low}")})
        case EstimandKind.ATO:
            return Message("formula-overlap", slots)
    return Message("formula-adjusted", slots)


def _ratio(query: Query, design: Design) -> Message:
    slots = _ends(query) | {"instruments": _symbols(design.instruments)}
    return _holding(Message("formula-ratio", slots), design)


def _front_door(query: Query, design: Design) -> Message:
    slots = _ends(query) | {"mediators": _symbols(design.mediators)}
    return _holding(Message("formula-front-door", slots), design)


def _difference_in_differences(query: Query, design: Design) -> Message:
    if design.time:
        change = Message("formula-trend-over", _ends(query) | {"time": Column(design.time)})
    else:
        change = Message("formula-trend", _ends(query))
    return _holding(change, design)


def _jump(query: Query, design: Design) -> Message:
    slots = _ends(query) | {"place": _place(design)}
    if query.treatment is None or query.treatment == design.running_variable:
        return _holding(Message("formula-jump", slots), design)
    return _holding(Message("formula-jump-ratio", slots), design)


def _holding(formula: Message, design: Design) -> Message:
    if not design.adjustment_set:
        return formula
    return Message("formula-holding", {"formula": formula, "covariates": _symbols(design.adjustment_set)})


def _symbols(names: Sequence[str]) -> Quoted:
    """Names as they stand in a formula, the same in every language."""
    return Quoted(", ".join(names))


def _levels(query: Query) -> tuple[str, str]:
    high = "high" if query.high is None else _level(query.high)
    low = "low" if query.low is None else _level(query.low)
    return high, low


def _level(value: Level | None) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _place(design: Design) -> Quoted:
    return Quoted(f"{design.running_variable}={_level(design.cutoff)}")


_FORMULAS: dict[DesignKind, Callable[[Query, Design], Message]] = {
    DesignKind.RANDOMISED: _adjusted,
    DesignKind.BACKDOOR: _adjusted,
    DesignKind.IV: _ratio,
    DesignKind.FRONTDOOR: _front_door,
    DesignKind.DID: _difference_in_differences,
    DesignKind.RDD: _jump,
    DesignKind.NONE: _adjusted,
}


# ---------------------------------------------------------------- assumptions


def _ends(query: Query) -> dict[str, Slot]:
    """Treatment and outcome; being past a cutoff has no column."""
    outcome: dict[str, Slot] = {"outcome": Column(query.outcome)}
    return outcome if query.treatment is None else {"treatment": Column(query.treatment), **outcome}


def _all(names: Sequence[str]) -> Columns:
    """Every one of them: an assumption is about all its columns."""
    return Columns(tuple(names), len(names))


def _backdoor_assumptions(query: Query, design: Design) -> tuple[Assumption, ...]:
    slots = _ends(query) | {"held": _all(design.adjustment_set)}
    alone = Assumption(Message("assumption-no-interference", _ends(query)), testable=False)
    if not design.adjustment_set:
        return (Assumption(Message("assumption-no-common-cause", _ends(query)), testable=False), alone)
    return (
        Assumption(Message("assumption-nothing-besides", slots), testable=False),
        Assumption(Message("assumption-not-affected", slots), testable=False),
        Assumption(Message("assumption-overlap", slots), testable=True),
        alone,
    )


def _randomised_assumptions(query: Query, design: Design) -> tuple[Assumption, ...]:
    slots = _ends(query) | {"held": _all(design.adjustment_set)}
    return (
        Assumption(Message("assumption-random", slots), testable=True),
        Assumption(Message("assumption-recorded", _ends(query)), testable=True),
        Assumption(Message("assumption-no-interference", _ends(query)), testable=False),
    )


def _instrument_assumptions(query: Query, design: Design) -> tuple[Assumption, ...]:
    slots = _ends(query)
    slots |= {"instruments": _all(design.instruments), "held": _all(design.adjustment_set)}
    return (
        Assumption(Message("assumption-relevance", slots), testable=True),
        # With more instruments than treatments, their estimates can be held against each other.
        Assumption(Message("assumption-exclusion", slots), testable=len(design.instruments) > 1),
        Assumption(Message("assumption-as-good-as-random", slots), testable=False),
        Assumption(Message("assumption-monotonicity", slots), testable=False),
    )


def _front_door_assumptions(query: Query, design: Design) -> tuple[Assumption, ...]:
    slots = _ends(query)
    slots |= {"mediators": _all(design.mediators), "held": _all(design.adjustment_set)}
    return (
        Assumption(Message("assumption-whole-effect", slots), testable=False),
        Assumption(Message("assumption-first-link", slots), testable=False),
        Assumption(Message("assumption-second-link", slots), testable=False),
        Assumption(Message("assumption-mediator-varies", slots), testable=True),
    )


def _trend_assumptions(query: Query, design: Design) -> tuple[Assumption, ...]:
    slots = _ends(query) | {"held": _all(design.adjustment_set)}
    return (
        Assumption(Message("assumption-parallel-trends", slots), testable=True),
        Assumption(Message("assumption-no-anticipation", _ends(query)), testable=True),
        Assumption(Message("assumption-nothing-else-changed", _ends(query)), testable=False),
        Assumption(Message("assumption-stable-groups"), testable=True),
    )


def _cutoff_assumptions(query: Query, design: Design) -> tuple[Assumption, ...]:
    slots = _ends(query) | {"place": _place(design)}
    shared = (
        Assumption(Message("assumption-continuity", slots), testable=True),
        Assumption(Message("assumption-no-manipulation", slots), testable=True),
        Assumption(Message("assumption-nothing-else-at-cutoff", slots), testable=False),
        Assumption(Message("assumption-near-cutoff", slots), testable=False),
    )
    if query.treatment is None or query.treatment == design.running_variable:
        return shared
    return (*shared, Assumption(Message("assumption-cutoff-moves-treatment", slots), testable=True))


_ASSUMPTIONS: dict[DesignKind, Callable[[Query, Design], tuple[Assumption, ...]]] = {
    DesignKind.RANDOMISED: _randomised_assumptions,
    DesignKind.BACKDOOR: _backdoor_assumptions,
    DesignKind.IV: _instrument_assumptions,
    DesignKind.FRONTDOOR: _front_door_assumptions,
    DesignKind.DID: _trend_assumptions,
    DesignKind.RDD: _cutoff_assumptions,
    DesignKind.NONE: _backdoor_assumptions,
}

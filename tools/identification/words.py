"""An identified effect as messages: its formula, and what has to be true for it to be the effect."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tools.messages import Column, Columns, Message, Quoted, Slot
from tools.types import Assumption, Design, DesignKind, EstimandKind, Level, Query

__all__ = ["assumptions_for", "expression_for"]


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

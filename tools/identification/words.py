"""An identified effect in words: its formula, and what has to be true for it to be the effect."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tools.types import Assumption, Design, DesignKind, EstimandKind, Level, Query

__all__ = ["assumptions_for", "expression_for"]

NO_INTERFERENCE = "{outcome} of one row depends on that row's {treatment} only, not on other rows'."


def expression_for(query: Query, design: Design) -> str:
    """The formula, e.g. "E over {age} of E[y | t=1, age] - E[y | t=0, age]"."""
    text = _FORMULAS[design.kind](query, design)
    if query.population:
        text += ", among rows with " + " and ".join(map(str, query.population))
    return text


def assumptions_for(query: Query, design: Design) -> tuple[Assumption, ...]:
    """What must hold, in words that name the columns; `testable`: this data can speak for or against it."""
    return _ASSUMPTIONS[design.kind](query, design)


# ---------------------------------------------------------------- formulas


def _adjusted(query: Query, design: Design) -> str:
    treatment, outcome = query.treatment, query.outcome
    high, low = _levels(query)
    given = "".join(f", {name}" for name in design.adjustment_set)
    difference = f"E[{outcome} | {treatment}={high}{given}] - E[{outcome} | {treatment}={low}{given}]"
    if not design.adjustment_set:
        return difference
    among = {EstimandKind.ATT: f" among {treatment}={high}", EstimandKind.ATC: f" among {treatment}={low}"}
    among[EstimandKind.ATO] = " weighted by the chance of the other level"
    return f"E over {{{', '.join(design.adjustment_set)}}}{among.get(query.estimand, '')} of {difference}"


def _ratio(query: Query, design: Design) -> str:
    instruments = ", ".join(design.instruments)
    text = (
        f"(change in {query.outcome} with {instruments}) / (change in {query.treatment} with {instruments})"
    )
    return text + _holding(design)


def _front_door(query: Query, design: Design) -> str:
    mediators = ", ".join(design.mediators)
    return (
        f"(effect of {query.treatment} on {mediators}) carried on by (effect of {mediators} on "
        f"{query.outcome}, {query.treatment} held fixed)" + _holding(design)
    )


def _difference_in_differences(query: Query, design: Design) -> str:
    over = f" over {design.time}" if design.time else " from before to after"
    return (
        f"(change in {query.outcome}{over} where {query.treatment} came in) - (the same change where it did "
        f"not)" + _holding(design)
    )


def _jump(query: Query, design: Design) -> str:
    running, cutoff = design.running_variable, _level(design.cutoff)
    jump = f"(E[{query.outcome}] just above {running}={cutoff}) - (E[{query.outcome}] just below)"
    if query.treatment is None or query.treatment == running:
        return jump + _holding(design)
    share = f"(E[{query.treatment}] just above) - (E[{query.treatment}] just below)"
    return f"({jump}) / ({share})" + _holding(design)


def _holding(design: Design) -> str:
    return f", holding {', '.join(design.adjustment_set)} fixed" if design.adjustment_set else ""


def _levels(query: Query) -> tuple[str, str]:
    high = "high" if query.high is None else _level(query.high)
    low = "low" if query.low is None else _level(query.low)
    return high, low


def _level(value: Level | None) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


_FORMULAS: dict[DesignKind, Callable[[Query, Design], str]] = {
    DesignKind.RANDOMISED: _adjusted,
    DesignKind.BACKDOOR: _adjusted,
    DesignKind.IV: _ratio,
    DesignKind.FRONTDOOR: _front_door,
    DesignKind.DID: _difference_in_differences,
    DesignKind.RDD: _jump,
    DesignKind.NONE: _adjusted,
}


# ---------------------------------------------------------------- assumptions


def _backdoor_assumptions(query: Query, design: Design) -> tuple[Assumption, ...]:
    treatment, outcome, held = query.treatment, query.outcome, _and(design.adjustment_set)
    if not design.adjustment_set:
        return (
            Assumption(f"Nothing, measured or not, affects both {treatment} and {outcome}.", False),
            Assumption(NO_INTERFERENCE.format(outcome=outcome, treatment=treatment), False),
        )
    verb = "is" if len(design.adjustment_set) == 1 else "are"
    return (
        Assumption(f"Nothing besides {held} affects both {treatment} and {outcome}.", False),
        Assumption(f"{held} {verb} not affected by {treatment}.", False),
        Assumption(f"Rows alike in {held} include different values of {treatment} (overlap).", True),
        Assumption(NO_INTERFERENCE.format(outcome=outcome, treatment=treatment), False),
    )


def _randomised_assumptions(query: Query, design: Design) -> tuple[Assumption, ...]:
    treatment, outcome = query.treatment, query.outcome
    within = (
        f", or at random among rows alike in {_and(design.adjustment_set)}" if design.adjustment_set else ""
    )
    return (
        Assumption(f"{treatment} was assigned at random{within}: the groups differ only by chance.", True),
        Assumption(f"Whether {outcome} is recorded does not depend on {treatment}.", True),
        Assumption(NO_INTERFERENCE.format(outcome=outcome, treatment=treatment), False),
    )


def _instrument_assumptions(query: Query, design: Design) -> tuple[Assumption, ...]:
    treatment, outcome, instruments = query.treatment, query.outcome, _and(design.instruments)
    alike = f", among rows alike in {_and(design.adjustment_set)}" if design.adjustment_set else ""
    return (
        Assumption(f"{instruments} moves {treatment}{alike} (relevance).", True),
        # With more instruments than treatments, their estimates can be held against each other.
        Assumption(
            f"{instruments} reaches {outcome} only through {treatment}{alike} (exclusion).",
            len(design.instruments) > 1,
        ),
        Assumption(f"{instruments} and {outcome} have no common cause{alike} (as good as random).", False),
        Assumption(
            f"{instruments} pushes {treatment} in the same direction for everybody (monotonicity); the "
            f"effect is that of the rows whose {treatment} it changes.",
            False,
        ),
    )


def _front_door_assumptions(query: Query, design: Design) -> tuple[Assumption, ...]:
    treatment, outcome, mediators = query.treatment, query.outcome, _and(design.mediators)
    alike = f" among rows alike in {_and(design.adjustment_set)}" if design.adjustment_set else ""
    return (
        Assumption(f"The whole effect of {treatment} on {outcome} goes through {mediators}.", False),
        Assumption(f"Nothing affects both {treatment} and {mediators}{alike}.", False),
        Assumption(f"Nothing but {treatment} affects both {mediators} and {outcome}{alike}.", False),
        Assumption(f"{mediators} varies among rows with the same {treatment} (overlap).", True),
    )


def _trend_assumptions(query: Query, design: Design) -> tuple[Assumption, ...]:
    treatment, outcome = query.treatment, query.outcome
    alike = f", among those alike in {_and(design.adjustment_set)}" if design.adjustment_set else ""
    return (
        Assumption(
            f"Without {treatment}, {outcome} would have changed by as much in the treated group as in the "
            f"other{alike} (parallel trends).",
            True,
        ),
        Assumption(f"{outcome} did not react to {treatment} before it began (no anticipation).", True),
        Assumption(f"Nothing else that affects {outcome} changed for just one group at that time.", False),
        Assumption("Who is in which group did not change because of the treatment.", True),
    )


def _cutoff_assumptions(query: Query, design: Design) -> tuple[Assumption, ...]:
    running, cutoff, outcome = design.running_variable, _level(design.cutoff), query.outcome
    shared = (
        Assumption(
            f"Without the treatment, {outcome} would run on smoothly through {running}={cutoff} "
            "(continuity).",
            True,
        ),
        Assumption(f"Nobody could place themselves just past {running}={cutoff} (no manipulation).", True),
        Assumption(f"Nothing else changes at {running}={cutoff}.", False),
        Assumption(f"The effect is that for rows near {running}={cutoff}, not for all.", False),
    )
    if query.treatment is None or query.treatment == running:
        return shared
    moved = f"Passing {running}={cutoff} changes {query.treatment}, in the same direction for everybody."
    return (*shared, Assumption(moved, True))


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "nothing"


_ASSUMPTIONS: dict[DesignKind, Callable[[Query, Design], tuple[Assumption, ...]]] = {
    DesignKind.RANDOMISED: _randomised_assumptions,
    DesignKind.BACKDOOR: _backdoor_assumptions,
    DesignKind.IV: _instrument_assumptions,
    DesignKind.FRONTDOOR: _front_door_assumptions,
    DesignKind.DID: _trend_assumptions,
    DesignKind.RDD: _cutoff_assumptions,
    DesignKind.NONE: _backdoor_assumptions,
}

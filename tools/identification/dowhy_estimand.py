"""DoWhy's side of identification: its verdict on a design, and the object its estimators read.

DoWhy searches for adjustment sets and mediators by trying subsets: over 25 s on 40 columns. The search is
ours (`criteria`); the verdict on what was found, and the symbolic estimand, are DoWhy's own functions.
dowhy takes 2 s to import: its verdict needs one file of it, and the rest waits for whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tools.identification.dowhy_graph import dowhy_graph
from tools.types import Design, DesignKind, Query

__all__ = [
    "ColumnRoles",
    "column_roles",
    "confirmed_by_dowhy",
    "dowhy_text",
    "identified_estimand_for",
    "treatment_name",
]


def treatment_name(query: Query, design: Design) -> str:
    """The column that stands for the treatment: the running variable where the cutoff is the treatment."""
    name = query.treatment if query.treatment is not None else design.running_variable
    return name if name is not None else query.outcome


@dataclass(frozen=True)
class ColumnRoles:
    """What our estimators read of DoWhy's `IdentifiedEstimand`, by its names for them."""

    treatment_variable: list[str]
    outcome_variable: list[str]
    adjustment_set: list[str]
    instruments: list[str]
    mediators: list[str]

    def get_adjustment_set(self) -> list[str]:
        return self.adjustment_set

    def get_instrumental_variables(self) -> list[str]:
        return self.instruments

    def get_frontdoor_variables(self) -> list[str]:
        return self.mediators


def column_roles(query: Query, design: Design) -> ColumnRoles:
    """The columns of a design that has been settled, without making DoWhy's object: that loads sympy."""
    return ColumnRoles(
        [treatment_name(query, design)],
        [query.outcome],
        list(design.adjustment_set),
        list(design.instruments),
        list(design.mediators),
    )


def identified_estimand_for(query: Query, design: Design) -> Any:
    """DoWhy's `IdentifiedEstimand` for a design that has been settled, ready for its CausalEstimators.

    `get_adjustment_set()` gives the design's covariates under every design. Difference-in-differences and
    regression discontinuity, which DoWhy does not identify from a graph, read as adjustment for covariates.
    """
    from dowhy.causal_identifier import EstimandType, IdentifiedEstimand
    from dowhy.causal_identifier.auto_identifier import (
        construct_adjustment_estimand,
        construct_frontdoor_estimand,
        construct_iv_estimand,
    )

    treatment, outcome = [treatment_name(query, design)], [query.outcome]
    covariates = list(design.adjustment_set)
    expressions: dict[str, Any] = {"backdoor": None, "iv": None, "frontdoor": None}
    if design.kind is DesignKind.IV:
        method = "iv"
        expressions["iv"] = construct_iv_estimand(treatment, outcome, list(design.instruments))
    elif design.kind is DesignKind.FRONTDOOR:
        method = "frontdoor"
        expressions["frontdoor"] = construct_frontdoor_estimand(treatment, outcome, list(design.mediators))
    else:
        method = "backdoor"
        expressions["backdoor"] = construct_adjustment_estimand(treatment, outcome, covariates)
    return IdentifiedEstimand(
        None,
        treatment_variable=treatment,
        outcome_variable=outcome,
        estimand_type=EstimandType.NONPARAMETRIC_ATE,
        estimands=expressions,
        backdoor_variables={"backdoor": covariates},
        general_adjustment_variables={},
        instrumental_variables=list(design.instruments),
        frontdoor_variables=list(design.mediators),
        mediation_first_stage_confounders={"backdoor": covariates},
        mediation_second_stage_confounders={"backdoor": [*treatment, *covariates]},
        default_backdoor_id="backdoor",
        identifier_method=method,
    )


def confirmed_by_dowhy(graph: Any, query: Query, design: Design) -> bool:
    """Does DoWhy accept the design on this graph (a networkx.DiGraph with unobserved variables as nodes)?

    Back door and front door: DoWhy's own validity checks. Instruments: DoWhy's list of instruments where no
    covariate is needed; with covariates (which DoWhy's list does not know) its d-separation on its own
    surgery of the graph. A randomised treatment is checked with the arrows into it removed by the caller.
    """
    dowhy = dowhy_graph()
    treatment, outcome = [treatment_name(query, design)], [query.outcome]
    covariates = set(design.adjustment_set)
    if covariates & dowhy.get_descendants(graph, treatment):
        return False  # DoWhy rules these out when it lists candidates, not in its check of a set
    if design.kind is DesignKind.FRONTDOOR:
        return _front_door_confirmed(graph, treatment, outcome, list(design.mediators), covariates)
    if design.kind is not DesignKind.IV:
        return bool(dowhy.check_valid_backdoor_set(graph, treatment, outcome, covariates)["is_dseparated"])
    if not covariates and set(design.instruments) <= set(dowhy.get_instruments(graph, treatment, outcome)):
        return True
    back_doors = dowhy.do_surgery(graph, treatment, remove_outgoing_edges=True)
    return all(
        dowhy.check_dseparation(back_doors, [instrument], outcome, covariates)
        and not dowhy.check_dseparation(graph, [instrument], treatment, covariates)
        for instrument in design.instruments
    )


def _front_door_confirmed(
    graph: Any, treatment: list[str], outcome: list[str], mediators: list[str], covariates: set[str]
) -> bool:
    dowhy = dowhy_graph()
    forward = dowhy.do_surgery(graph, treatment, remove_incoming_edges=True)
    # Covariates are held fixed here too: otherwise a covariate that causes a mediator would look like a leak.
    intercepts = dowhy.check_valid_frontdoor_set(
        graph, treatment, outcome, {*mediators, *covariates}, new_graph=forward
    )
    first = dowhy.check_valid_backdoor_set(graph, treatment, mediators, covariates)["is_dseparated"]
    second = dowhy.check_valid_backdoor_set(graph, mediators, outcome, {*treatment, *covariates})[
        "is_dseparated"
    ]
    return bool(intercepts and first and second)


def dowhy_text(query: Query, design: Design, longest: int = 100) -> str:
    """DoWhy's own expression on one line, or "" if it is longer than `longest` characters."""
    text = _expression(query, design)
    return text if len(text) <= longest else ""


def _expression(query: Query, design: Design) -> str:
    if design.kind not in (DesignKind.IV, DesignKind.FRONTDOOR):
        # Put together here as sympy prints it, which takes a second to import.
        given = f"|{','.join(design.adjustment_set)}" if design.adjustment_set else ""
        return f"Derivative(Expectation({query.outcome}{given}), [{treatment_name(query, design)}])"
    identified = identified_estimand_for(query, design)
    expression = identified.estimands[identified.identifier_method]
    return str(expression["estimand"]) if expression else ""

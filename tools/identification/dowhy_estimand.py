"""DoWhy's side of identification: its verdict on a design, and the object its estimators read.

DoWhy searches for adjustment sets and mediators by trying subsets: over 25 s on 40 columns. The search is
ours (`criteria`); the verdict on what was found, and the symbolic estimand, are DoWhy's own functions.
dowhy takes 2 s to import, so it is imported when the first estimand is made.
"""

from __future__ import annotations

from typing import Any

from tools.types import Design, DesignKind, Query

__all__ = ["confirmed_by_dowhy", "dowhy_text", "identified_estimand_for", "treatment_name"]


def treatment_name(query: Query, design: Design) -> str:
    """The column that stands for the treatment: the running variable where the cutoff is the treatment."""
    name = query.treatment if query.treatment is not None else design.running_variable
    return name if name is not None else query.outcome


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
    from dowhy.graph import (
        check_dseparation,
        check_valid_backdoor_set,
        do_surgery,
        get_descendants,
        get_instruments,
    )

    treatment, outcome = [treatment_name(query, design)], [query.outcome]
    covariates = set(design.adjustment_set)
    if covariates & get_descendants(graph, treatment):
        return False  # DoWhy rules these out when it lists candidates, not in its check of a set
    if design.kind is DesignKind.FRONTDOOR:
        return _front_door_confirmed(graph, treatment, outcome, list(design.mediators), covariates)
    if design.kind is not DesignKind.IV:
        return bool(check_valid_backdoor_set(graph, treatment, outcome, covariates)["is_dseparated"])
    if not covariates and set(design.instruments) <= set(get_instruments(graph, treatment, outcome)):
        return True
    back_doors = do_surgery(graph, treatment, remove_outgoing_edges=True)
    return all(
        check_dseparation(back_doors, [instrument], outcome, covariates)
        and not check_dseparation(graph, [instrument], treatment, covariates)
        for instrument in design.instruments
    )


def _front_door_confirmed(
    graph: Any, treatment: list[str], outcome: list[str], mediators: list[str], covariates: set[str]
) -> bool:
    from dowhy.graph import check_valid_backdoor_set, check_valid_frontdoor_set, do_surgery

    forward = do_surgery(graph, treatment, remove_incoming_edges=True)
    # Covariates are held fixed here too: otherwise a covariate that causes a mediator would look like a leak.
    intercepts = check_valid_frontdoor_set(
        graph, treatment, outcome, {*mediators, *covariates}, new_graph=forward
    )
    first = check_valid_backdoor_set(graph, treatment, mediators, covariates)["is_dseparated"]
    second = check_valid_backdoor_set(graph, mediators, outcome, {*treatment, *covariates})["is_dseparated"]
    return bool(intercepts and first and second)


def dowhy_text(identified: Any, longest: int = 100) -> str:
    """DoWhy's own expression on one line, or "" if it is longer than `longest` characters."""
    expression = (identified.estimands or {}).get(identified.identifier_method)
    text = str(expression["estimand"]) if expression else ""
    return text if len(text) <= longest else ""

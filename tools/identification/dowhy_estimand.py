"""DoWhy's side of identification: its verdict on a design, and the object its estimators read.

DoWhy searches for adjustment sets and mediators by trying subsets: over 25 s on 40 columns. The search is
ours (`criteria`); the verdict on what was found, and the symbolic estimand, are DoWhy's own functions.
dowhy takes 2 s to import: its verdict needs one file of it, and the rest waits for whoever asks.
"""

from __future__ import annotations

import builtins
import sys
from dataclasses import dataclass
from functools import cache
from importlib.machinery import PathFinder, SourceFileLoader
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from tools.types import Design, DesignKind, Query

__all__ = [
    "ColumnRoles",
    "column_roles",
    "confirmed_by_dowhy",
    "dowhy_text",
    "identified_estimand_for",
    "treatment_name",
]


# ---------------- DoWhy's functions on graphs, without the two seconds that the rest of DoWhy takes to import

# `import dowhy.graph` runs DoWhy's `__init__` first, and with it matplotlib, sympy and statsmodels; the file
# itself needs networkx and two small files of DoWhy. These are run here as they are, under DoWhy's names, but
# in a world of their own: nothing is put in `sys.modules`, so that whoever imports DoWhy gets all of it.


# Everything that the verdict calls, here or inside these functions.
NEEDED = (
    "check_dseparation",
    "check_valid_backdoor_set",
    "check_valid_frontdoor_set",
    "do_surgery",
    "get_descendants",
    "get_instruments",
)


def dowhy_graph() -> Any:
    """DoWhy's module `dowhy.graph`: the loaded one where DoWhy is loaded, else its file alone."""
    return sys.modules.get("dowhy.graph") or _alone()


@cache
def _alone() -> Any:
    try:
        module = _Files().module("dowhy.graph")
        if all(hasattr(module, name) for name in NEEDED):
            return module
    except (ImportError, AttributeError, OSError):
        pass  # another release, whose files want more of one another: take the long way
    import dowhy.graph

    return dowhy.graph


class _Files:
    """Modules of DoWhy run from their files; what they import of DoWhy is run the same way, once."""

    def __init__(self) -> None:
        package = find_spec("dowhy")  # finds it, does not run it
        if package is None or not package.submodule_search_locations:
            raise ImportError("DoWhy is not installed as files")
        self._folder = Path(next(iter(package.submodule_search_locations)))
        self._modules: dict[str, ModuleType] = {}

    def module(self, name: str) -> ModuleType:
        if name not in self._modules:
            *folders, _ = name.split(".")[1:]
            spec = PathFinder.find_spec(name, [str(self._folder.joinpath(*folders))])
            if (
                spec is None
                or not isinstance(spec.loader, SourceFileLoader)
                or spec.submodule_search_locations
            ):
                raise ImportError(f"{name} is not one file")
            made = ModuleType(name)
            made.__file__ = spec.origin
            vars(made)["__builtins__"] = vars(builtins) | {"__import__": self._import}
            spec.loader.exec_module(made)
            self._modules[name] = made
        return self._modules[name]

    def _import(self, name: str, *given: Any, **more: Any) -> Any:
        names_wanted = given[2] if len(given) > 2 else more.get("fromlist")
        if name.startswith("dowhy.") and names_wanted:
            return self.module(name)
        return builtins.__import__(name, *given, **more)


# ---------------- DoWhy's verdict and its estimand


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

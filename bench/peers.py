"""DoWhy on the shared world, as its documentation uses it."""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from bench.data import COVARIATES, LEVELS, OUTCOME, TREATMENT

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)


def identified(covariates: Sequence[str] = COVARIATES) -> Any:
    """DoWhy's estimand for the world's graph: every covariate causes treatment and outcome."""
    from dowhy.causal_identifier import EstimandType, identify_effect_auto

    graph = nx.DiGraph([(c, end) for c in covariates for end in (TREATMENT, OUTCOME)])
    graph.add_edge(TREATMENT, OUTCOME)
    from dowhy.causal_identifier import BackdoorAdjustment

    found = identify_effect_auto(
        graph,
        [TREATMENT],
        [OUTCOME],
        list(graph),
        EstimandType.NONPARAMETRIC_ATE,
        backdoor_adjustment=BackdoorAdjustment.BACKDOOR_MAX,
    )
    found.set_identifier_method("backdoor")
    return found


def regression(frame: pd.DataFrame, estimand: Any) -> Any:
    """Linear regression with interval and p-value."""
    from dowhy.causal_estimators.linear_regression_estimator import LinearRegressionEstimator

    fitted = LinearRegressionEstimator(identified_estimand=estimand).fit(frame, effect_modifier_names=[])
    estimate = fitted.estimate_effect(frame, control_value=0, treatment_value=1, target_units="ate")
    estimate.get_confidence_intervals()
    estimate.test_stat_significance()
    return estimate


def weighting(frame: pd.DataFrame, estimand: Any) -> float:
    """Propensity weighting, the point estimate alone."""
    from dowhy.causal_estimators.propensity_score_weighting_estimator import (
        PropensityScoreWeightingEstimator,
    )

    copied = frame.copy()  # DoWhy writes into it
    fitted = PropensityScoreWeightingEstimator(identified_estimand=estimand).fit(
        copied, effect_modifier_names=[]
    )
    return float(fitted.estimate_effect(copied, control_value=0, treatment_value=1, target_units="ate").value)


def converged_weighting(frame: pd.DataFrame) -> float:
    """Hajek weighting with scikit-learn's logistic regression, unpenalised and run to convergence."""
    from sklearn.linear_model import LogisticRegression

    columns, treated = one_hot(frame)[:, 2:], frame[TREATMENT].to_numpy()
    outcome = frame[OUTCOME].to_numpy()
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-10).fit(columns, treated)
    chance = np.clip(model.predict_proba(columns)[:, 1], 0.01, 0.99)
    high, low = treated / chance, (1 - treated) / (1 - chance)
    return float((high @ outcome) / high.sum() - (low @ outcome) / low.sum())


@dataclass(frozen=True)
class Refuters:
    """Seconds a simulation of DoWhy's four usual refuters; those that crash on this data are left out."""

    seconds: float
    ran: tuple[str, ...]
    crashed: tuple[str, ...]


def refuters(frame: pd.DataFrame, estimand: Any, estimate: Any, simulations: int) -> Refuters:
    """Times `simulations` of each (its own default is 100) and gives the sum over refuters of one each."""
    from dowhy.causal_refuters.bootstrap_refuter import refute_bootstrap
    from dowhy.causal_refuters.data_subset_refuter import refute_data_subset
    from dowhy.causal_refuters.placebo_treatment_refuter import refute_placebo_treatment
    from dowhy.causal_refuters.random_common_cause import refute_random_common_cause

    calls: dict[str, Callable[..., Any]] = {
        "random cause": refute_random_common_cause,
        "placebo": lambda *args, **kw: refute_placebo_treatment(*args, [TREATMENT], **kw),
        "subset": refute_data_subset,
        "bootstrap": refute_bootstrap,
    }
    total, ran, crashed = 0.0, [], []
    for name, call in calls.items():
        # Its bootstrap crashes on category columns, so it is handed the same levels as text.
        text = {column: object for column in LEVELS} if name == "bootstrap" else {}
        copied = frame.astype(text)
        start = time.perf_counter()
        try:
            call(copied, estimand, estimate, num_simulations=simulations)
        except (TypeError, ValueError, AttributeError, NotImplementedError, KeyError, NameError):
            crashed.append(name)
            continue
        total += (time.perf_counter() - start) / simulations
        ran.append(name)
    return Refuters(total, tuple(ran), tuple(crashed))


def one_hot(frame: pd.DataFrame) -> np.ndarray:
    """Constant, treatment, covariates: for brute force."""
    columns = pd.get_dummies(frame[list(COVARIATES)], drop_first=True, dtype=float)
    columns.insert(0, TREATMENT, frame[TREATMENT])
    columns.insert(0, "const", 1.0)
    return columns.to_numpy()

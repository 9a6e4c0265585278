"""Estimators, one file a family: each is a function on our values and a DoWhy `CausalEstimator`."""

from __future__ import annotations

import dataclasses
import threading

from tools.errors import EstimationError, OptionError, stop_if
from tools.estimators import (  # noqa: F401  (they register themselves)
    blocks,
    differences,
    discontinuity,
    double_ml,
    front_door,
    generalised_linear,
    group_time,
    imputation,
    instrument,
    matching,
    randomised,
    regression,
    series,
    synthetic_control,
    weighting,
)
from tools.estimators.choice import Choice, choose_estimator, computes
from tools.estimators.interface import ESTIMATORS, EffectEstimator, EstimatorFunction
from tools.estimators.linear import number_column
from tools.estimators.pooling import pooled_estimate
from tools.estimators.regression import plain_difference
from tools.messages import Message, Quoted, Role
from tools.types import Estimand, Estimate, Sample

__all__ = [
    "ESTIMATORS",
    "Choice",
    "EffectEstimator",
    "EstimatorFunction",
    "choose_estimator",
    "estimate_effect",
]


def estimate_effect(
    sample: Sample,
    estimand: Estimand,
    estimator: str | None = None,
    *,
    cancel: threading.Event | None = None,
) -> Estimate:
    """The effect with its alternatives and the unadjusted figure, all from the same rows.

    `estimator=None` chooses by the rules in `tools.estimators.choice`, which look at the data and never at a
    result. Raises EstimationError where the headline cannot be computed, OptionError for an unknown name; an
    alternative that cannot be computed becomes a warning. Raises Cancelled before the next estimator once
    `cancel` is set, OptionError for an `estimator` that computes another group's effect than is asked for.
    """
    choice = _choice(sample, estimand, estimator)
    name = estimator or choice.headline
    if not computes(name, sample, estimand):
        raise _another_population(name, estimand, choice)
    headline = pooled_estimate(ESTIMATORS[name], sample, estimand)
    warnings = headline.warnings
    if estimator is None and choice.worth_a_warning:
        warnings = (choice.reason, *warnings)
    if ESTIMATORS[name].script is None:
        warnings += (Message("estimation-no-script", {"estimator": Quoted(name)}),)
    others: list[Estimate] = []
    for other in (choice.headline, *choice.alternatives):
        if other == name:
            continue
        stop_if(cancel, f"the estimator {other}")
        try:
            others.append(pooled_estimate(ESTIMATORS[other], sample, estimand, beside_complete=False))
        except EstimationError as error:
            warnings += (
                Message("estimation-other-failed", {"estimator": Quoted(other), "reason": error.said}),
            )
    return dataclasses.replace(
        headline,
        unadjusted=unadjusted_effect(sample, estimand),
        alternatives=tuple(others),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _choice(sample: Sample, estimand: Estimand, estimator: str | None) -> Choice:
    """The rules' choice; where they refuse and an estimator is named, that one with nothing beside it."""
    try:
        return choose_estimator(sample, estimand)
    except EstimationError as refusal:
        if estimator is None:
            raise
        return Choice(estimator, (), refusal.said)


def _another_population(name: str, estimand: Estimand, choice: Choice) -> OptionError:
    asked, whose = estimand.query.estimand, sorted(ESTIMATORS[name].estimands)
    able = [other for other in (choice.headline, *choice.alternatives) if other != name]
    able = [other for other in able if asked in ESTIMATORS[other].estimands]
    return OptionError(
        f"estimator={name!r} computes the {' or the '.join(whose)}, not the {asked}. "
        + (f"Those that do here: {', '.join(able)}. " if able else "No other does here. ")
        + f"Or pass estimand={str(whose[0])!r}."
    )


def unadjusted_effect(sample: Sample, estimand: Estimand) -> float | None:
    """The plain difference in means or slope; with no treatment column, above less below the cutoff."""
    query, design = estimand.query, estimand.design
    outcome = number_column(sample.frame, query.outcome, Role.OUTCOME)
    low, high = sample.low, sample.high
    if query.treatment is not None:
        treatment = number_column(sample.frame, query.treatment, Role.TREATMENT)
    elif design.running_variable is not None and design.cutoff is not None:
        running = number_column(sample.frame, design.running_variable, Role.RUNNING_VARIABLE)
        treatment, low, high = (running >= design.cutoff).astype(float), 0.0, 1.0
    else:
        return None
    value = plain_difference(treatment, outcome, low, high)
    return None if value != value else value

"""What the effect would be in the population that a survey's weights speak of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.planning.sampling import survey_weight
from assistant.prose.quantities import effect_on
from tools.data import prepare
from tools.errors import EstimationError
from tools.estimators.interface import covariates_of
from tools.estimators.linear import cluster_codes, design_matrix, least_squares
from tools.identification.estimand import restated
from tools.messages import Column, Message, Scale
from tools.types import DesignKind, Estimand, Estimate

if TYPE_CHECKING:
    from assistant.pipeline import Setting

__all__ = ["not_weighted"]


def not_weighted(
    estimand: Estimand, estimate: Estimate, setting: Setting, scale: Scale
) -> tuple[Message, ...]:
    """That the answer does not use the survey's weights, with the weighted regression's effect beside it."""
    column, treatment = survey_weight(setting.profile), estimand.query.treatment
    if column is None or treatment is None or column in (treatment, estimand.query.outcome):
        return ()
    found = _weighted(column, estimand, estimate, setting)
    if found is None:
        return (Message("prose-not-weighted-alone", {"column": Column(column)}),)
    return (Message("prose-not-weighted", {"column": Column(column), "with": effect_on(scale, found)}),)


def _weighted(column: str, estimand: Estimand, estimate: Estimate, setting: Setting) -> Estimate | None:
    """Weighted least squares with robust errors; Wooldridge (2010), section 20.1. None where it cannot be."""
    if estimand.design.kind not in (DesignKind.BACKDOOR, DesignKind.RANDOMISED):
        return None
    try:
        held = replace(estimand.design, adjustment_set=(*estimand.design.adjustment_set, column))
        sample = prepare(setting.table, setting.profile, estimand.query, held, setting.images)
        without = replace(
            sample.design,
            adjustment_set=tuple(name for name in sample.design.adjustment_set if name != column),
        )
        weights = np.sqrt(sample.frame[column].astype(float).to_numpy())
        names = covariates_of(sample, restated(estimand, sample.query, without))
        columns = np.column_stack(
            [
                design_matrix(sample.frame, names).values,
                sample.frame[str(sample.query.treatment)].to_numpy(dtype=float),
            ]
        )
        outcome = sample.frame[sample.query.outcome].to_numpy(dtype=float)
        clusters = cluster_codes(sample.frame, sample.design.cluster)
        fit = least_squares(columns * weights[:, None], outcome * weights, clusters=clusters)
    except (EstimationError, KeyError, ValueError):
        return None
    last, change = columns.shape[1] - 1, sample.high - sample.low
    value, error = float(fit.coefficients[last]) * change, fit.std_error(last) * abs(change)
    return replace(estimate, value=value, std_error=error, ci_95=(value - 1.96 * error, value + 1.96 * error))

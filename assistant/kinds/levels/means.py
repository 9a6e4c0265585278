"""The mean outcome at each level of a treatment, and the rows that it is from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from assistant.answers.hinges import of_unknown_timing
from assistant.kinds.interface import Work
from assistant.kinds.work import shown_estimand, work_of
from assistant.types import Plan
from tools.data import prepare
from tools.effects.dose_response import FEW_LEVELS, Curve, curve_of_dose, means_of_levels
from tools.errors import EstimationError
from tools.estimators.linear import cluster_codes, held_matrix
from tools.messages import Column, Message
from tools.types import ColumnKind, ColumnProfile, DataProfile, DesignKind, Estimand, Query, Sample

if TYPE_CHECKING:
    from assistant.pipeline import Setting
    from tools.effects.result import Result

__all__ = ["DESIGNS", "NUMBERS", "Fitted", "LevelsWork", "fit_levels", "is_number", "levels_work"]

NUMBERS = (ColumnKind.NUMBER, ColumnKind.COUNT)
DESIGNS = frozenset({DesignKind.BACKDOOR, DesignKind.RANDOMISED})
MANY_LEVELS = 30  # categories with more are no options to choose from


@dataclass(frozen=True)
class Fitted:
    """The means at all levels, and the rows that they are from."""

    curve: Curve
    sample: Sample
    estimand: Estimand
    without_unknown: Curve | None  # nothing held fixed of which nobody says when it was measured
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class LevelsWork(Work):
    """What these kinds compute, with the rows that their words speak of."""

    fitted: Fitted | None = None


def is_number(profile: DataProfile, treatment: str) -> bool:
    """Can the treatment go from one level to a higher one?"""
    return profile[treatment].kind in NUMBERS


def fit_levels(plan: Plan, estimand: Estimand, setting: Setting) -> Fitted:
    """The mean outcome if everybody had each level. Raises EstimationError where the rows cannot tell it."""
    query = estimand.query
    assert query.treatment is not None
    column = setting.profile[query.treatment]
    if column.kind not in NUMBERS and column.distinct > MANY_LEVELS:
        raise EstimationError(Message("curve-too-many-levels", {"treatment": Column(query.treatment)}))
    cost = plan.slots.get("unit_cost")
    design = estimand.design
    if cost is not None:  # coded like a mediator: a number, in rows that have it
        kept = tuple(name for name in design.adjustment_set if name != cost)
        design = replace(design, mediators=(cost,), adjustment_set=kept)
    categories = column.kind not in NUMBERS
    sample = prepare(setting.table, setting.profile, query, design, setting.images, every_level=categories)
    curve = _means(sample, sample.design.adjustment_set, plan, column)
    unknown = of_unknown_timing(plan, sample.design)
    without = None
    if unknown:
        try:
            rest = tuple(name for name in sample.design.adjustment_set if name not in unknown)
            without = _means(sample, rest, plan, column)
        except EstimationError:
            without = None
    return Fitted(curve, sample, estimand, without, unknown)


def _means(sample: Sample, covariates: tuple[str, ...], plan: Plan, column: ColumnProfile) -> Curve:
    frame, query = sample.frame, sample.query
    assert query.treatment is not None
    matrix = held_matrix(sample, covariates)
    clusters = cluster_codes(frame, sample.design.cluster)
    outcome = _outcome(frame, query, plan)
    if isinstance(frame[query.treatment].dtype, pd.CategoricalDtype):
        codes, texts = pd.factorize(frame[query.treatment].astype(str), sort=True)
        by_text = {_written(level): level for level, _ in column.levels}
        names = [by_text.get(str(text), str(text)) for text in texts]
        return means_of_levels(
            outcome=outcome, codes=codes, names=[str(n) for n in names], covariates=matrix, clusters=clusters
        )
    treatment = frame[query.treatment].to_numpy(dtype=float)
    values, codes = np.unique(treatment, return_inverse=True)
    if len(values) <= FEW_LEVELS:
        return means_of_levels(
            outcome=outcome,
            codes=codes,
            names=[float(value) for value in values],
            covariates=matrix,
            clusters=clusters,
        )
    return curve_of_dose(
        outcome=outcome,
        treatment=treatment,
        covariates=matrix,
        clusters=clusters,
        at=plan.slots.get("asked", ()),
    )


def _written(level: Any) -> str:
    return f"{level:.15g}" if isinstance(level, int | float) and not isinstance(level, bool) else str(level)


def _outcome(frame: pd.DataFrame, query: Query, plan: Plan) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The outcome (n,): as it stands, or times the price, or times what is left of it after costs."""
    outcome = np.asarray(frame[query.outcome].to_numpy(dtype=float))
    if plan.slots.get("times") is None:
        return outcome
    price = frame[query.treatment].to_numpy(dtype=float)
    cost = plan.slots.get("unit_cost")
    taken = frame[cost].to_numpy(dtype=float) if cost is not None else float(plan.slots.get("cost", 0.0))
    return np.asarray(outcome * (price - taken))


def levels_work(fitted: Fitted, result: Result, setting: Setting) -> LevelsWork:
    """What the standard answer shows beside the result."""
    sample = fitted.sample
    work = work_of(result, sample, shown_estimand(fitted.estimand, sample), setting)
    return LevelsWork(**vars(work), fitted=fitted)

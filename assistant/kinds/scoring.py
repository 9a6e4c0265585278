"""From a plan to the rows' scores: shared by the kinds that ask for whom an effect is larger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from assistant.kinds.modifiers import is_after
from assistant.prose.quantities import outcome_scale
from tools.data import prepare
from tools.effects.scores import Scores, cross_fitted_scores
from tools.errors import EstimationError
from tools.estimators.linear import cluster_codes, held_matrix
from tools.identification.estimand import identify, restated
from tools.messages import Column, Message, Scale
from tools.types import EstimandKind, NotIdentified

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from assistant.types import GraphProposal, Plan
    from tools.types import Estimand, Level, Sample

__all__ = ["Scored", "identify_split", "scored"]


@dataclass(frozen=True)
class Scored:
    """The rows of one answer with what each says of the effect."""

    sample: Sample
    estimand: Estimand  # of the average effect; its design holds fixed what identifies it
    scores: Scores
    matrix: np.ndarray  # (rows, p): what effects are predicted from
    modifiers: pd.DataFrame  # (rows, m): the same columns as they are, a gap where a value was filled in
    levels: Mapping[str, tuple[Level, ...]]
    scale: Scale


def identify_split(
    plan: Plan, proposal: GraphProposal | None, setting: Setting, modifier: str | None
) -> Estimand | NotIdentified:
    """The average effect's estimand; groups by what came after the treatment are refused.

    Among rows that the treatment itself sorted the arms are no longer alike (Rosenbaum 1984, JRSS A 147(5)).
    """
    assert proposal is not None and plan.query is not None and plan.design is not None
    if modifier is not None and is_after(plan, modifier):
        slots = {"column": Column(modifier), "treatment": Column(plan.query.treatment or "")}
        reason = (Message("group-after-treatment", slots),)
        return NotIdentified(plan.query, reason, (), (Message("group-after-help", slots),))
    return identify(
        proposal.graph,
        plan.query,
        plan.design,
        observed=setting.profile.names,
        seconds=setting.identify_seconds,
    )


def scored(
    plan: Plan,
    estimand: Estimand,
    setting: Setting,
    recorder: Recorder,
    modifiers: Sequence[str] = (),
    identifier: str | None = None,
) -> Scored:
    """Rows and scores; `modifiers` are held fixed beside what the design names. Raises EstimationError."""
    if estimand.query.estimand != EstimandKind.ATE:
        raise EstimationError(Message("group-everybody-only"))
    held = tuple(dict.fromkeys((*estimand.design.adjustment_set, *modifiers)))
    design = replace(estimand.design, adjustment_set=held, unit=identifier)
    with recorder.step("data"):
        sample = prepare(setting.table, setting.profile, estimand.query, design, setting.images)
    frame, used = sample.frame, sample.design.adjustment_set
    for name in modifiers:
        if name not in used:
            raise EstimationError(Message("group-not-usable", {"column": Column(name)}))
    shown = replace(sample.design, unit=None, adjustment_set=tuple(n for n in used if n in held))
    final = restated(estimand, sample.query, shown)
    # The columns that say where a value was filled in are held fixed too.
    columns = held_matrix(sample, shown.adjustment_set)
    by_chance = not estimand.design.adjustment_set
    with recorder.step("estimate"):
        scores = cross_fitted_scores(
            outcome=frame[sample.query.outcome].to_numpy(dtype=np.float64),
            treatment=frame[str(sample.query.treatment)].to_numpy(dtype=np.float64),
            low=sample.low,
            high=sample.high,
            covariates=columns,
            confounders=columns[:, :0] if by_chance and final.design.kind == "randomised" else columns,
            clusters=cluster_codes(frame, sample.design.cluster),
        )
    levels = {
        name: tuple(level for level, _ in setting.profile[name].levels)
        for name in used
        if name in setting.profile
    }
    known = pd.DataFrame({name: _as_it_is(sample, name) for name in used if name in setting.profile})
    scale = outcome_scale(setting.profile, sample.query.outcome, sample.unit)
    return Scored(sample, final, scores, columns, known, levels, scale)


def _as_it_is(sample: Sample, name: str) -> pd.Series:
    """A covariate with its gaps: filled-in values belong to no group."""
    values = sample.frame[name]
    values = values if pd.api.types.is_numeric_dtype(values) else values.astype(object)
    marker = f"{name} (missing)"
    return values.mask(sample.frame[marker] == 1) if marker in sample.frame.columns else values

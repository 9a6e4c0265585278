"""From one prepared sample to what a kind hands on: shared by the kinds with an estimation of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.kinds.interface import Work
from tools.identification.estimand import restated

if TYPE_CHECKING:
    from assistant.pipeline import Setting
    from tools.effects.result import Result
    from tools.types import Estimand, Sample

__all__ = ["shown_estimand", "work_of"]


def shown_estimand(estimand: Estimand, sample: Sample) -> Estimand:
    """The estimand of the rows that were used; columns that were only coded like mediators are none."""
    return restated(estimand, sample.query, replace(sample.design, mediators=()))


def work_of(result: Result, sample: Sample, estimand: Estimand, setting: Setting, **query: Any) -> Work:
    """The result with its rows. `estimand` is that of these rows; `query` changes fields of the sample's."""
    return Work(
        result=result,
        query=replace(sample.query, **query),
        design=estimand.design,
        estimand=estimand,
        rows_total=sample.rows_total,
        dropped=sample.dropped,
        unit=sample.unit,
        warnings=(*estimand.notes, *sample.warnings, *setting.profile.warnings),
    )

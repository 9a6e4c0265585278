"""The columns that one answer rests on: what they mean, when they were measured, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.types import DataProfile, Design, Query, Sample

__all__ = ["StudyColumn", "study_columns"]


@dataclass(frozen=True)
class StudyColumn:
    """A column of the question or the design."""

    name: str
    meaning: str | None  # from the description
    unit: str | None
    timing: str  # "before", "at", "after", "unknown": relative to the treatment
    timing_evidence: str | None  # the words that gave the timing away
    rows: int  # in the source
    missing: int  # rows of the source without a value
    filled_in: bool  # missing values were filled in and marked, instead of dropping the rows


def study_columns(
    profile: DataProfile, query: Query, design: Design, sample: Sample
) -> tuple[StudyColumn, ...]:
    """The treatment, the outcome and every column of the design, in this order."""
    names = [query.treatment, query.outcome, *design.instruments, *design.mediators]
    names += [design.running_variable, design.time, design.unit, design.cluster, *design.adjustment_set]
    names += [condition.column for condition in query.population]
    columns = (profile.get(name) for name in dict.fromkeys(names) if name is not None)
    return tuple(
        StudyColumn(
            name=column.name,
            meaning=column.meaning or column.description,
            unit=column.unit,
            timing=str(column.timing),
            timing_evidence=column.timing_evidence,
            rows=column.rows,
            missing=column.missing,
            filled_in=column.name in sample.imputed,
        )
        for column in columns
        if column is not None
    )

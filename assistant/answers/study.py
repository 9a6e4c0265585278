"""The columns that one answer rests on, and the groups that it compares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from assistant.prose.quantities import level_number

if TYPE_CHECKING:
    from tools.data import Table
    from tools.types import DataProfile, Design, Level, Query, Sample

__all__ = ["StudyColumn", "StudyGroup", "study_columns", "study_groups"]


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


@dataclass(frozen=True)
class StudyGroup:
    """The rows with one level of a two-level treatment, as they were observed: nothing is adjusted."""

    level: str  # "qsmk = 1"
    rows: int  # used
    outcome_mean: float  # outcome units
    outcome_deviation: float  # standard deviation, outcome units; nan for a single row
    covariates: tuple[tuple[str, float], ...]  # (name, mean), or ("race = 2", share) for a category
    missing: tuple[tuple[str, int], ...]  # (column, rows of the source at this level without a value)


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


def study_groups(table: Table, sample: Sample, columns: tuple[StudyColumn, ...]) -> tuple[StudyGroup, ...]:
    """The untreated and the treated rows of the sample; () for a treatment with more than two levels."""
    query = sample.query
    if not sample.binary_treatment or query.treatment is None:
        return ()
    covariates = [name for name in sample.design.adjustment_set if name in sample.frame]
    gaps = [column.name for column in columns if column.missing and column.name != query.treatment]
    # Read again only where something is missing: the sample no longer has the rows that were left out.
    source = table.frame([query.treatment, *gaps]) if gaps else None
    groups = []
    for code, level in ((0.0, query.low), (1.0, query.high)):
        rows = sample.frame[sample.frame[query.treatment] == code]
        outcome = rows[query.outcome]
        groups.append(
            StudyGroup(
                level=f"{query.treatment} = {level_number(level)}",
                rows=len(rows),
                outcome_mean=float(outcome.mean()),
                outcome_deviation=float(outcome.std()),
                covariates=_averages(rows, covariates),
                missing=_missing(source, query.treatment, level),
            )
        )
    return tuple(groups)


def _averages(rows: pd.DataFrame, covariates: list[str]) -> tuple[tuple[str, float], ...]:
    found: list[tuple[str, float]] = []
    for name in covariates:
        values = rows[name]
        if isinstance(values.dtype, pd.CategoricalDtype):
            shares = values.value_counts(normalize=True, sort=False)
            found += [(f"{name} = {level}", float(share)) for level, share in shares.items()]
        else:
            found.append((name, float(values.mean())))
    return tuple(found)


def _missing(source: pd.DataFrame | None, treatment: str, level: Level | None) -> tuple[tuple[str, int], ...]:
    if source is None:
        return ()
    here = source[source[treatment] == level].drop(columns=treatment)
    return tuple((str(name), int(count)) for name, count in here.isna().sum().items())

"""Samples on which an estimator would give a number that means nothing are refused here, or warned of."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy import stats

from tools.data.work import Work
from tools.errors import DataError, EstimationError
from tools.messages import Column, Message, Role, counted, exact, pure
from tools.types import Design, DesignKind, Query

_ARM_FLOOR = 3  # rows in each arm, or on each side of a cutoff
_ARM_FEW = 20
_FREE_ROWS_FLOOR = 3  # rows beyond the number of parameters
_ROWS_PER_PARAMETER_FEW = 5
_DUPLICATES_MANY = 0.5
_SINGLE_FEW = 0.05  # share of the distinct rows that occur once, in a table of copies at most
_DISTINCT_FEW = 20
_UNEVEN = 1e-4  # p-value below which steps between levels count as uneven
_FEW_LEVELS = 8


def check_roles(query: Query, design: Design) -> None:
    """Refuse a question whose treatment is its outcome, or a design that lacks what it is made of.

    Raises:
        DataError: with what to change.
    """
    if query.treatment == query.outcome:
        raise DataError(
            f"{query.outcome!r} is both the treatment and the outcome. Name two different columns."
        )
    if query.treatment is None and (design.kind is not DesignKind.RDD or design.running_variable is None):
        raise DataError("There is no treatment column. Only a regression discontinuity can do without one.")
    if design.kind is DesignKind.RDD and (design.running_variable is None or design.cutoff is None):
        raise DataError("A regression discontinuity needs a running variable and a cutoff. Name both.")
    if design.kind is DesignKind.IV and not design.instruments:
        raise DataError("An instrumental-variable design needs an instrument. Name its column.")
    if design.kind is DesignKind.FRONTDOOR and not design.mediators:
        raise DataError("A front-door design needs a mediator. Name its column.")


def check_sample(frame: pd.DataFrame, query: Query, design: Design, covariates: list[str]) -> list[Message]:
    """Refuse what cannot be estimated; return warnings about what can, but badly.

    Raises:
        EstimationError: no variation, too few rows in an arm or for the number of parameters.
    """
    warnings: list[Message] = []
    _check_varies(frame, query.outcome, Role.OUTCOME)
    for name in design.instruments:
        _check_varies(frame, name, Role.INSTRUMENT)
    for name in design.mediators:
        _check_varies(frame, name, Role.MEDIATOR)
    if design.running_variable is not None and design.cutoff is not None:
        warnings += _check_sides(frame, design.running_variable, design.cutoff)
    if query.treatment is not None:
        _check_varies(frame, query.treatment, Role.TREATMENT)
        warnings += _check_arms(frame, query.treatment)
        _check_not_same(frame, query.treatment, query.outcome)
    return warnings + _check_size(frame, covariates, design)


def _check_varies(frame: pd.DataFrame, name: str, role: Role) -> None:
    values = frame[name].to_numpy(dtype=float)
    if not np.isfinite(values).all():
        raise EstimationError(Message("data-still-missing", {"role": role, "column": Column(name)}))
    spread = float(np.ptp(values)) if len(values) else 0.0
    # Rounding noise around one value is no variation: regression on it gives numbers like 6.8e12.
    if spread <= 1e-12 * max(1.0, float(np.abs(values).max(initial=0.0))):
        raise EstimationError(
            Message(
                "data-does-not-vary",
                {
                    "role": role,
                    "column": Column(name),
                    "value": exact(float(values[0]) if len(values) else math.nan),
                    "rows": counted(len(values)),
                },
            )
        )


def _check_arms(frame: pd.DataFrame, treatment: str) -> list[Message]:
    values = frame[treatment]
    if not set(values.unique()) <= {0.0, 1.0}:
        return []
    counts = {arm: int((values == arm).sum()) for arm in (0.0, 1.0)}
    fewest = min(counts.values())
    if fewest < _ARM_FLOOR:
        raise EstimationError(
            Message(
                "data-few-in-arm",
                {
                    "fewest": counted(fewest),
                    "rows": counted(len(frame)),
                    "treatment": Column(treatment),
                    "needed": counted(_ARM_FLOOR),
                },
            )
        )
    if fewest < _ARM_FEW:
        return [
            Message(
                "data-small-arm",
                {"fewest": counted(fewest), "rows": counted(len(frame)), "treatment": Column(treatment)},
            )
        ]
    return []


def _check_sides(frame: pd.DataFrame, running: str, cutoff: float) -> list[Message]:
    above = int((frame[running] >= cutoff).sum())
    fewest = min(above, len(frame) - above)
    if fewest < _ARM_FLOOR:
        least, most = float(frame[running].min()), float(frame[running].max())
        raise EstimationError(
            Message(
                "data-few-beside-cutoff",
                {
                    "fewest": counted(fewest),
                    "running": Column(running),
                    "cutoff": exact(cutoff),
                    "least": exact(least),
                    "most": exact(most),
                },
            )
        )
    if fewest < _ARM_FEW:
        return [
            Message(
                "data-small-side",
                {"fewest": counted(fewest), "running": Column(running), "cutoff": exact(cutoff)},
            )
        ]
    return []


def _check_not_same(frame: pd.DataFrame, treatment: str, outcome: str) -> None:
    first, second = frame[treatment].to_numpy(dtype=float), frame[outcome].to_numpy(dtype=float)
    if len(frame) > 2 and abs(float(np.corrcoef(first, second)[0, 1])) > 1.0 - 1e-12:
        raise EstimationError(
            Message("data-same-information", {"treatment": Column(treatment), "outcome": Column(outcome)})
        )


def _check_size(frame: pd.DataFrame, covariates: list[str], design: Design) -> list[Message]:
    rows = len(frame)
    parameters = 2 + sum(_columns(frame[name]) for name in covariates)
    if rows < parameters + _FREE_ROWS_FLOOR:
        raise EstimationError(
            Message(
                "data-few-rows-for-parameters",
                {
                    "rows": counted(rows),
                    "parameters": counted(parameters),
                    "covariates": counted(len(covariates)),
                },
            )
        )
    if rows < _ROWS_PER_PARAMETER_FEW * parameters:
        return [
            Message("data-rows-for-parameters", {"rows": counted(rows), "parameters": counted(parameters)})
        ]
    if rows < 30:
        return [Message("data-few-rows", {"rows": counted(rows)})]
    return []


def _columns(values: pd.Series) -> int:
    return max(1, values.nunique() - 1) if isinstance(values.dtype, pd.CategoricalDtype) else 1


def duplicate_warning(work: Work) -> Message | None:
    """Rows copied many times leave the estimate as it is and make its interval too narrow."""
    rows, repeated = work.profile.rows, work.profile.duplicate_rows
    if repeated < _DUPLICATES_MANY * rows:
        return None
    # Tables of a few 0/1 columns repeat by nature; copying leaves hardly any row that stands alone.
    _, times = np.unique(work.table.row_hashes, return_counts=True)
    if float((times == 1).mean()) > _SINGLE_FEW or len(times) < _DISTINCT_FEW:
        return None
    return Message("data-copies", {"repeated": counted(repeated), "rows": counted(rows)})


def uneven_steps(frame: pd.DataFrame, treatment: str, outcome: str) -> Message | None:
    """Warn when the outcome does not move in even steps over a treatment with a few numeric levels.

    Lack-of-fit F test of a straight line against one mean a level (Draper & Smith 1998, section 2.1). Levels
    coded 0, 1, 2 are the usual reason.
    """
    values, outcomes = frame[treatment].to_numpy(dtype=float), frame[outcome].to_numpy(dtype=float)
    levels, codes = np.unique(values, return_inverse=True)
    counts = np.bincount(codes)
    if not 3 <= len(levels) <= _FEW_LEVELS or len(values) < 30 or counts.min() < 5:
        return None
    means = np.bincount(codes, outcomes) / counts
    within = float(((outcomes - means[codes]) ** 2).sum())
    line = np.polyval(np.polyfit(levels, means, 1, w=np.sqrt(counts)), levels)
    lack = float((counts * (means - line) ** 2).sum())
    free = len(values) - len(levels)
    if within <= 0 or stats.f.sf(lack / (len(levels) - 2) / (within / free), len(levels) - 2, free) > _UNEVEN:
        return None
    steps = tuple(
        Message("data-level-mean", {"level": exact(level), "mean": pure(mean)})
        for level, mean in zip(levels, means, strict=True)
    )
    return Message(
        "data-uneven-steps", {"treatment": Column(treatment), "outcome": Column(outcome), "steps": steps}
    )

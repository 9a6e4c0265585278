"""Which covariates leave nothing to compare: they determine the treatment, or tell its two groups apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.linear import Vector, design_matrix, orthonormal_basis
from tools.messages import Column, Columns, Message

MOST_NAMED = 5
EXACT = 1e-8  # share of the treatment's spread that counts as nothing


def determining_covariates(frame: pd.DataFrame, values: Vector, names: Sequence[str]) -> tuple[str, ...]:
    """The fewest covariates found of which `values` (rows,) is a linear combination; () when it is none.

    A covariate that does it alone is preferred; otherwise covariates are left out one after another for as
    long as the rest still determine the values.
    """
    names = tuple(dict.fromkeys(names))
    for name in names:
        if _determines(frame, values, (name,)):
            return (name,)
    if not _determines(frame, values, names):
        return ()
    needed = names
    for name in names:
        fewer = tuple(other for other in needed if other != name)
        if _determines(frame, values, fewer):
            needed = fewer
    return needed


def _determines(frame: pd.DataFrame, values: Vector, names: Sequence[str]) -> bool:
    basis = orthonormal_basis(design_matrix(frame, names).values)
    left = basis.residuals(values)
    centred = values - values.mean()
    return float(left @ left) <= EXACT**2 * float(centred @ centred)


def determined_treatment(
    name: str, values: Vector, frame: pd.DataFrame, covariates: Sequence[str]
) -> Message:
    """Which covariates determine the treatment."""
    found = determining_covariates(frame, values, covariates) or tuple(covariates)
    return Message(
        "estimation-determined", {"treatment": Column(name), "covariates": Columns(found, shown=MOST_NAMED)}
    )


def collinear_treatment(name: str, frame: pd.DataFrame, covariates: Sequence[str]) -> EstimationError:
    """The error for a treatment that the adjustment set determines, with the covariates that do it."""
    values = frame[name].to_numpy(dtype=np.float64)
    return EstimationError(
        Message("estimation-collinear", {"determined": determined_treatment(name, values, frame, covariates)})
    )


def separating_covariates(frame: pd.DataFrame, treated: Vector, names: Sequence[str]) -> tuple[str, ...]:
    """Covariates that alone tell the two groups (rows, 0/1) apart.

    A number whose values in one group all lie above those in the other, or a category with no level in both.
    """
    if not 0 < treated.sum() < len(treated):
        return ()  # one group alone is not told apart from anybody
    found = []
    for name in dict.fromkeys(names):
        column = frame[name]
        if pd.api.types.is_numeric_dtype(column):
            values = column.to_numpy(dtype=np.float64)
            high, low = values[treated == 1], values[treated == 0]
            apart = low.max() < high.min() or high.max() < low.min()
        else:
            apart = not set(column[treated == 1]) & set(column[treated == 0])
        if apart:
            found.append(name)
    return tuple(found)

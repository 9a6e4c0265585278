"""Linear effects from cross-products, so that hundreds of re-estimates need no refit.

By the Frisch-Waugh-Lovell theorem the coefficient of the treatment in a regression with covariates is
a ratio of two cross-products of residuals; two-stage least squares is the same with the instruments'
residuals in between. So a re-estimate needs only the small matrix of cross-products of
[treatment, outcome, instruments], each with the covariates taken out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.checks.quantities import count
from tools.errors import EstimationError
from tools.estimators.linear import Basis, Codes, Matrix, Vector, cluster_sums, orthonormal_basis
from tools.messages import Message


@dataclass(frozen=True)
class Covariates:
    """Covariates as numbers: (rows, columns), centred and scaled to unit variance."""

    matrix: Matrix
    owners: tuple[str, ...]  # the covariate that each column of the matrix belongs to
    labels: tuple[str, ...]  # "age", "region = north"

    def columns_of(self, name: str) -> list[int]:
        return [position for position, owner in enumerate(self.owners) if owner == name]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.owners))


def encode(frame: pd.DataFrame, names: tuple[str, ...], *, every_level: bool = False) -> Covariates:
    """Numbers as they are, categories as one indicator a level; constant columns are left out.

    `every_level=False` leaves the first level of each category out, as a regression needs it.
    """
    # One column at a time: unscaled ones would be a second table beside this one.
    scaled = ((owner, label, _scaled(values)) for owner, label, values in _numbers(frame, names, every_level))
    kept = [(owner, label, values) for owner, label, values in scaled if values.any()]
    matrix = np.column_stack([v for _, _, v in kept]) if kept else np.empty((len(frame), 0))
    return Covariates(matrix, tuple(o for o, _, _ in kept), tuple(label for _, label, _ in kept))


def _numbers(
    frame: pd.DataFrame, names: tuple[str, ...], every_level: bool
) -> Iterator[tuple[str, str, Vector]]:
    """(covariate, label, values) of each column as a number."""
    for name in names:
        column = frame[name]
        if pd.api.types.is_numeric_dtype(column.dtype):
            yield name, name, column.to_numpy(dtype=float)
            continue
        codes, levels = pd.factorize(column, sort=True)
        counts = np.bincount(codes[codes >= 0], minlength=len(levels))
        skip = -1 if every_level else 0
        for code in range(len(levels)):
            if code != skip and counts[code]:
                yield name, f"{name} = {levels[code]}", (codes == code).astype(float)


def _scaled(values: Vector) -> Vector:
    centred = values - values.mean()
    spread = centred.std()
    # Relative to the level: rounding alone must not make a constant column look like a variable.
    if spread <= 1e-12 * max(1.0, float(np.abs(values).max(initial=0.0))):
        return np.zeros_like(values)
    return np.asarray(centred / spread)


def effect_from_moments(moments: Matrix) -> Matrix:
    """Treatment effect per unit from cross-products of [treatment, outcome, instruments...].

    `moments` is (..., m, m); m = 2 gives least squares, m > 2 two-stage least squares. Shape (...).
    """
    if moments.shape[-1] == 2:
        return np.asarray(moments[..., 0, 1] / moments[..., 0, 0])
    instruments = moments[..., 2:, 2:]
    with_treatment = moments[..., 2:, 0:1]
    with_outcome = moments[..., 2:, 1:2]
    weights = np.linalg.solve(instruments, with_treatment)
    top = (weights * with_outcome).sum(axis=(-2, -1))
    bottom = (weights * with_treatment).sum(axis=(-2, -1))
    return np.asarray(top / bottom)


@dataclass(frozen=True)
class LinearFit:
    """Least squares, or two-stage least squares when there are instruments, with what draws reuse."""

    basis: Matrix  # (rows, k): intercept and covariates, orthonormal columns
    variables: Matrix  # (rows, m): treatment, outcome, instruments, covariates taken out
    value: float  # effect per unit of treatment
    std_error: float  # HC1, or clustered
    clusters: Codes | None  # (rows,) codes

    @property
    def treatment(self) -> Vector:
        return np.asarray(self.variables[:, 0])

    @property
    def outcome(self) -> Vector:
        return np.asarray(self.variables[:, 1])

    @property
    def instruments(self) -> Matrix:
        return np.asarray(self.variables[:, 2:])

    @property
    def rows(self) -> int:
        return len(self.variables)

    @property
    def degrees_of_freedom(self) -> int:
        return self.rows - int(self.basis.shape[1]) - 1


def fit_linear(
    covariates: Matrix,
    treatment: Vector,
    outcome: Vector,
    instruments: Matrix | None = None,
    clusters: Codes | None = None,
) -> LinearFit:
    """Regress outcome on treatment (instrumented, if instruments are given) and covariates.

    Raises EstimationError when the covariates (or the instruments) leave the treatment no variation.
    """
    basis: Basis = orthonormal_basis(np.column_stack([np.ones(len(outcome)), covariates]))
    extra = np.empty((len(outcome), 0)) if instruments is None else instruments
    columns = np.column_stack([treatment, outcome, extra])
    scale = columns.std(axis=0)
    variables = basis.residuals(columns)
    exhausted = variables.std(axis=0) <= 1e-9 * np.where(scale > 0, scale, 1.0)
    if exhausted[0] or exhausted[2:].any():
        raise EstimationError(Message("check-reason-explained-completely"))
    freedom = len(outcome) - basis.rank - 1
    if freedom < 2:
        raise EstimationError(too_few_rows(len(outcome), basis.rank))
    moments = variables.T @ variables
    value = float(effect_from_moments(moments))
    fitted = variables[:, 0]
    if variables.shape[1] > 2:
        fitted = variables[:, 2:] @ np.linalg.solve(moments[2:, 2:], moments[2:, 0])
    score = fitted * (variables[:, 1] - value * variables[:, 0])
    std_error = float(np.sqrt(_meat(score, clusters, freedom)) / (fitted @ fitted))
    return LinearFit(basis.q, variables, value, std_error, clusters)


def too_few_rows(rows: int, columns: int) -> Message:
    return Message("check-reason-few-rows", {"rows": count(rows), "columns": count(columns)})


def _meat(score: Vector, clusters: Codes | None, freedom: int) -> float:
    """Variance of the summed score: HC1, or Stata's clustered formula."""
    rows = len(score)
    if clusters is None:
        return float(score @ score) * rows / freedom
    sums = cluster_sums(score[:, None], clusters)[:, 0]
    groups = len(sums)
    return float(sums @ sums) * groups / (groups - 1) * (rows - 1) / freedom


@dataclass(frozen=True)
class GroupRegression:
    """Outcome on treatment and covariates by ordinary least squares, with each covariate's part in it."""

    value: float  # effect per unit of treatment
    std_error: float  # classical, which partial R2 is defined by
    degrees_of_freedom: int
    effects_without: dict[str, float]  # the effect per unit when one covariate is left out
    r2_with_outcome: dict[str, float]  # partial R2 of each covariate with the outcome, given all else
    r2_with_treatment: dict[str, float]  # partial R2 of each covariate with the treatment, given the others

    @property
    def t_value(self) -> float:
        return self.value / self.std_error


def group_regression(covariates: Covariates, treatment: Vector, outcome: Vector) -> GroupRegression:
    """Everything from one Gram matrix: dropping a group is a downdate of its inverse, not a refit."""
    design = np.column_stack([treatment - treatment.mean(), covariates.matrix])
    centred = outcome - outcome.mean()
    inverse = np.linalg.pinv(design.T @ design, rcond=1e-10, hermitian=True)
    coefficients = inverse @ (design.T @ centred)
    left = centred - design @ coefficients
    squares = float(left @ left)
    freedom = len(outcome) - 1 - int(np.linalg.matrix_rank(inverse, hermitian=True, tol=None))
    if freedom < 1 or inverse[0, 0] <= 0:
        raise EstimationError(too_few_rows(len(outcome), design.shape[1]))
    among = design[:, 1:]
    inverse_among = np.linalg.pinv(among.T @ among, rcond=1e-10, hermitian=True)
    slopes = inverse_among @ (among.T @ design[:, 0])
    treatment_squares = float(((design[:, 0] - among @ slopes) ** 2).sum())
    effects, with_outcome, with_treatment = {}, {}, {}
    for name in covariates.names:
        group = np.asarray(covariates.columns_of(name))
        block = np.linalg.pinv(inverse[np.ix_(group + 1, group + 1)], hermitian=True)
        change = block @ coefficients[group + 1]
        effects[name] = float(coefficients[0] - inverse[0, group + 1] @ change)
        explained = float(coefficients[group + 1] @ change)
        with_outcome[name] = _share(explained, squares)
        block = np.linalg.pinv(inverse_among[np.ix_(group, group)], hermitian=True)
        explained = float(slopes[group] @ block @ slopes[group])
        with_treatment[name] = _share(explained, treatment_squares)
    std_error = float(np.sqrt(squares / freedom * inverse[0, 0]))
    if std_error <= 1e-12 * (abs(float(coefficients[0])) + float(np.sqrt(centred @ centred * inverse[0, 0]))):
        raise EstimationError(Message("check-reason-exact-fit"))
    return GroupRegression(float(coefficients[0]), std_error, freedom, effects, with_outcome, with_treatment)


def _share(explained: float, left: float) -> float:
    return explained / (explained + left) if explained > 0 else 0.0

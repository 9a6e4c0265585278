"""Least squares for every estimator: design matrix, QR, robust and clustered covariance.

Everything is float64 numpy. A QR in the given column order does three jobs at once: it solves the
regression, it shows which column is a combination of those before it, and it gives the leverages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.shared import once
from tools.messages import Column, Message, Quoted, Role, counted
from tools.types import Sample

Vector = np.ndarray[Any, np.dtype[np.float64]]
Matrix = np.ndarray[Any, np.dtype[np.float64]]
Codes = np.ndarray[Any, np.dtype[np.int64]]
Covariance = Literal["classical", "HC0", "HC1", "HC2", "HC3"]

# A column whose part outside the columns before it is below this share of its own spread counts as a copy.
COLLINEAR = 1e-8
TALL = 5000  # rows from which the faster factorisation is worth its extra pass
# Below this many rows HC3 replaces HC1 (Long & Ervin 2000, American Statistician 54(3), section 5).
SMALL_SAMPLE = 250


@dataclass(frozen=True)
class DesignMatrix:
    """Columns for a regression, the intercept first."""

    values: Matrix  # (rows, columns)
    names: tuple[str, ...]  # "(intercept)", "age", "sex = 1", ...


@dataclass(frozen=True)
class Basis:
    """An orthonormal basis of a design matrix, after columns that repeat others were left out."""

    q: Matrix  # (rows, rank)
    r: Matrix  # (rank, rank), upper triangular
    kept: tuple[int, ...]  # positions of the columns that were kept
    left_out: tuple[int, ...]  # positions of the columns that repeat earlier ones

    @property
    def rank(self) -> int:
        return len(self.kept)

    def residuals(self, columns: Matrix) -> Matrix:
        """What is left of each column (rows,) or (rows, m) after projecting on the basis."""
        first = columns - self.q @ (self.q.T @ columns)
        # A second sweep: one pass loses digits when almost everything is explained.
        return np.asarray(first - self.q @ (self.q.T @ first))


@dataclass(frozen=True)
class LeastSquares:
    """A fitted regression; columns left out for collinearity have coefficient 0 and variance 0."""

    coefficients: Vector  # (columns,)
    covariance: Matrix  # (columns, columns)
    residuals: Vector  # (rows,)
    degrees_of_freedom: float  # of the t distribution for one coefficient
    left_out: tuple[int, ...]
    clusters: int | None = None

    def std_error(self, position: int) -> float:
        return float(np.sqrt(max(self.covariance[position, position], 0.0)))


def number_column(frame: pd.DataFrame, name: str, part: Role) -> Vector:
    """One column as float64 (rows,).

    Raises EstimationError when it is not there, is not a number, or has missing or infinite values.
    """
    if name not in frame.columns:
        raise EstimationError(Message("estimation-not-in-sample", {"role": part, "column": Column(name)}))
    column = frame[name]
    if not pd.api.types.is_numeric_dtype(column):  # True for bool too
        raise EstimationError(
            Message(
                "estimation-not-numbers",
                {"role": part, "column": Column(name), "type": Quoted(str(column.dtype))},
            )
        )
    values: Vector = column.to_numpy(dtype=np.float64, na_value=np.nan)
    if not np.isfinite(values).all():
        raise EstimationError(
            Message(
                "estimation-missing-or-infinite",
                {"role": part, "column": Column(name), "rows": counted(int((~np.isfinite(values)).sum()))},
            )
        )
    return values


def design_matrix(frame: pd.DataFrame, columns: Sequence[str], *, intercept: bool = True) -> DesignMatrix:
    """Numbers as they are, categories as one column for every level but the first; constants are left out.

    Returns (rows, 1 + p) with an intercept, (rows, p) without; not to be written to.
    """
    names = tuple(dict.fromkeys(columns))
    return once(
        ("design", names, intercept),
        lambda: _design_matrix(frame, names, intercept),
        *(frame[name] for name in names if name in frame.columns),
        common=lambda made: made.values,
    )


def held_columns(sample: Sample, covariates: Sequence[str]) -> tuple[str, ...]:
    """The columns that hold the covariates fixed, and those that say where one was missing."""
    flags = tuple(f"{name} (missing)" for name in covariates if name in sample.imputed)
    forms = tuple(dict.fromkeys(form for name in covariates for form in sample.forms.get(name, (name,))))
    return forms + tuple(flag for flag in flags if flag in sample.frame.columns)


def held_matrix(sample: Sample, covariates: Sequence[str]) -> Matrix:
    """What holds the covariates fixed in a regression that has an intercept, (rows, p).

    Curves, group means and the flags of filled gaps are among it, as `prepare` shaped them.
    """
    return design_matrix(sample.frame, held_columns(sample, covariates), intercept=False).values


def _design_matrix(frame: pd.DataFrame, columns: Sequence[str], intercept: bool) -> DesignMatrix:
    blocks: list[Vector] = [np.ones(len(frame))] if intercept else []
    names: list[str] = ["(intercept)"] if intercept else []
    for name in columns:
        if name not in frame.columns:
            raise EstimationError(
                Message("estimation-not-in-sample", {"role": Role.COVARIATE, "column": Column(name)})
            )
        column = frame[name]
        if pd.api.types.is_numeric_dtype(column):
            blocks.append(number_column(frame, name, Role.COVARIATE))
            names.append(name)
            continue
        codes, levels = pd.factorize(column, sort=True)
        if (codes < 0).any():
            raise EstimationError(
                Message(
                    "estimation-missing-values",
                    {"role": Role.COVARIATE, "column": Column(name), "rows": counted(int((codes < 0).sum()))},
                )
            )
        for position in range(1, len(levels)):
            blocks.append((codes == position).astype(np.float64))
            names.append(f"{name} = {levels[position]}")
    values = np.column_stack(blocks) if blocks else np.empty((len(frame), 0))
    return DesignMatrix(values, tuple(names))


def orthonormal_basis(columns: Matrix) -> Basis:
    """QR in the given order; a column that the ones before it determine is left out, as R's `lm` does."""
    return once("basis", lambda: _orthonormal_basis(columns), columns)


def _orthonormal_basis(columns: Matrix) -> Basis:
    keep = [j for j in range(columns.shape[1]) if columns[:, j].any()]
    length = _lengths(columns)
    spread = _lengths(columns, columns.mean(axis=0))
    # The intercept has no spread of its own; everything else is measured against its spread, so that a
    # constant beside an intercept is found even when it is large.
    scale = np.where(spread > COLLINEAR * np.maximum(length, 1e-300), spread, length)
    while True:
        q, r = _orthonormalise(columns if len(keep) == columns.shape[1] else columns[:, keep])
        outside = np.abs(np.diag(r))
        copies = [j for j, size in zip(keep, outside, strict=False) if size <= COLLINEAR * scale[j]]
        copies += keep[len(outside) :]  # more columns than rows
        if not copies:
            break
        keep = [j for j in keep if j not in copies]
    left_out = tuple(j for j in range(columns.shape[1]) if j not in keep)
    return Basis(q, r, tuple(keep), left_out)


def _orthonormalise(columns: Matrix) -> tuple[Matrix, Matrix]:
    """QR of columns (rows, k). Tall tables take the Cholesky route twice, several times faster.

    CholeskyQR2 (Yamamoto et al. 2015, ETNA 44) is as accurate as Householder's while no column is nearly a
    combination of the others; where one is, Householder decides which.
    """
    if len(columns) < TALL:
        return np.linalg.qr(columns)
    length = _lengths(columns)
    try:
        first = np.linalg.cholesky(columns.T @ columns / np.outer(length, length)).T
        if np.diag(first).min() < 1e-3:
            return np.linalg.qr(columns)
        basis = columns @ (np.linalg.inv(first) / length[:, None])
        second = np.linalg.cholesky(basis.T @ basis).T
    except np.linalg.LinAlgError:
        return np.linalg.qr(columns)
    turned = np.linalg.inv(second)
    for first_row in range(0, len(basis), TALL):
        # In place: one more copy of a tall table is what memory has least room for.
        basis[first_row : first_row + TALL] = basis[first_row : first_row + TALL] @ turned
    return basis, second @ first * length


def weighted_products(columns: Matrix, weights: Vector) -> Matrix:
    """Cross-products of columns (rows, k), each row counted `weights` (rows,) times; no second table."""
    total = np.zeros((columns.shape[1], columns.shape[1]))
    for first_row in range(0, len(columns), TALL):
        piece = columns[first_row : first_row + TALL]
        total += piece.T @ (piece * weights[first_row : first_row + TALL, None])
    return total


def _lengths(columns: Matrix, less: Vector | None = None) -> Vector:
    """Euclidean length of each column of (rows, k), with `less` (k,) taken off; no second table is made."""
    squares = np.zeros(columns.shape[1])
    for first_row in range(0, len(columns), TALL):
        piece = columns[first_row : first_row + TALL]
        piece = piece if less is None else piece - less
        squares += np.einsum("ij,ij->j", piece, piece)
    return np.asarray(np.sqrt(squares))


def least_squares(
    columns: Matrix,
    outcome: Vector,
    *,
    covariance: Covariance = "HC1",
    clusters: Codes | None = None,
    basis: Basis | None = None,
    absorbed: int = 0,
) -> LeastSquares:
    """Ordinary least squares of outcome (rows,) on columns (rows, k).

    HC0-HC3: MacKinnon & White (1985); clusters: Liang & Zeger (1986) with Stata's factor
    G/(G-1) * (n-1)/(n-k) (CR1) and G-1 degrees of freedom. `absorbed` counts fixed effects that were taken
    out of all columns before. Raises EstimationError with fewer rows than columns.
    """
    basis = basis or orthonormal_basis(columns)
    rows, rank = len(outcome), basis.rank
    spent = rank + absorbed
    if rows <= spent:
        raise EstimationError(
            Message("estimation-too-few-rows", {"rows": counted(rows), "columns": counted(spent)})
        )
    projected = basis.q.T @ outcome
    solution = np.linalg.solve(basis.r, projected)
    residuals = outcome - basis.q @ projected
    meat, degrees, count = _meat(basis.q, residuals, covariance, clusters, spent)
    half = np.linalg.inv(basis.r)
    kept = list(basis.kept)
    coefficients = np.zeros(columns.shape[1])
    coefficients[kept] = solution
    full = np.zeros((columns.shape[1], columns.shape[1]))
    full[np.ix_(kept, kept)] = half @ meat @ half.T
    return LeastSquares(coefficients, full, residuals, degrees, basis.left_out, count)


def _meat(
    q: Matrix, residuals: Vector, covariance: Covariance, clusters: Codes | None, spent: int
) -> tuple[Matrix, float, int | None]:
    """Covariance in the orthonormal basis, degrees of freedom, number of clusters."""
    rows, rank = q.shape
    if clusters is not None:
        sums = cluster_sums(q * residuals[:, None], clusters)
        count = len(sums)
        factor = count / (count - 1) * (rows - 1) / (rows - spent)
        return factor * (sums.T @ sums), float(count - 1), count
    degrees = float(rows - spent)
    if covariance == "classical":
        return np.eye(rank) * float(residuals @ residuals) / degrees, degrees, None
    weighted = q * scaled_residuals(q, residuals, covariance, spent)[:, None]
    return weighted.T @ weighted, degrees, None


def scaled_residuals(q: Matrix, residuals: Vector, covariance: Covariance, spent: int) -> Vector:
    """Residuals scaled so that the plain sandwich gives HC0-HC3; `spent` columns were estimated."""
    rows = len(residuals)
    if covariance == "HC0":
        return residuals
    if covariance == "HC1":
        return np.asarray(residuals * np.sqrt(rows / (rows - spent)))
    free = 1.0 - np.einsum("ij,ij->i", q, q)
    # A row that its own column fits exactly has leverage 1 and residual 0: it says nothing about noise.
    free = np.where(free > 1e-10, free, np.inf)
    return np.asarray(residuals / (np.sqrt(free) if covariance == "HC2" else free))


def cluster_sums(scores: Matrix, clusters: Codes) -> Matrix:
    """Sums of scores (rows, k) in clusters 0..G-1: (G, k). Raises EstimationError for one cluster."""
    count = int(clusters.max()) + 1
    if count < 2:
        raise EstimationError(Message("estimation-one-cluster"))
    return np.column_stack(
        [np.bincount(clusters, scores[:, j], minlength=count) for j in range(scores.shape[1])]
    )


def cluster_codes(frame: pd.DataFrame, name: str | None) -> Codes | None:
    """Cluster labels as 0..G-1, or None without a cluster column."""
    if name is None:
        return None
    if name not in frame.columns:
        raise EstimationError(
            Message("estimation-not-in-sample", {"role": Role.CLUSTER, "column": Column(name)})
        )
    codes, _ = pd.factorize(frame[name])
    if (codes < 0).any():
        raise EstimationError(
            Message(
                "estimation-missing-values",
                {"role": Role.CLUSTER, "column": Column(name), "rows": counted(int((codes < 0).sum()))},
            )
        )
    return np.asarray(codes, dtype=np.int64)


def usual_covariance(rows: int) -> Covariance:
    """HC3 in small samples, HC1 in large ones, where they agree and HC1 is what others report."""
    return "HC3" if rows < SMALL_SAMPLE else "HC1"

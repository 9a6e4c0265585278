"""The table at a cutoff: who is above, which side is treated, and what covariates explain near it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.estimators.linear import Matrix, Vector, orthonormal_basis
from tools.estimators.local_polynomial import Side, triangular

FEW_VALUES = 50  # distinct running values below which it counts as discrete


@dataclass(frozen=True)
class Cut:
    """The table at a cutoff, sorted by the running variable."""

    distance: Vector  # (rows,) running variable - cutoff
    above: np.ndarray  # (rows,) bool
    outcome: Vector
    treatment: Vector | None  # None: being above is the treatment
    covariates: Matrix  # (rows, p), no intercept

    def sides(self, values: Vector) -> tuple[Side, Side]:
        return (
            Side(self.distance[~self.above], values[~self.above]),
            Side(self.distance[self.above], values[self.above]),
        )

    @property
    def treatment_is_sharp(self) -> bool:
        """Is the treatment one constant below and another one above?"""
        assert self.treatment is not None
        return bool(np.ptp(self.treatment[self.above]) == 0.0 and np.ptp(self.treatment[~self.above]) == 0.0)


def upper_side(running: Vector, treatment: Vector | None, cutoff: float) -> np.ndarray:
    """Who is above: at or above the cutoff, unless the treatment shows that rows at the cutoff are below."""
    at_or_above = running >= cutoff
    if treatment is None or not (running == cutoff).any():
        return np.asarray(at_or_above)
    strictly = running > cutoff

    def purity(side: np.ndarray) -> float:
        return float(treatment[side].var() * side.sum() + treatment[~side].var() * (~side).sum())

    if strictly.any() and purity(strictly) < purity(at_or_above):
        return np.asarray(strictly)
    return np.asarray(at_or_above)


def without_covariates(cut: Cut, outcome: Vector, width: float) -> Vector:
    """Outcome less what covariates explain in the local fit, alike on both sides of the cutoff (rows,)."""
    root = np.sqrt(triangular(cut.distance, width))
    near = root > 0
    line = np.column_stack([np.ones_like(cut.distance), cut.distance])
    local = np.column_stack([line * cut.above[:, None], line * ~cut.above[:, None], cut.covariates])
    basis = orthonormal_basis((local * root[:, None])[near])
    coefficients = np.zeros(local.shape[1])
    coefficients[list(basis.kept)] = np.linalg.solve(basis.r, basis.q.T @ (outcome * root)[near])
    return np.asarray(outcome - cut.covariates @ coefficients[4:])


def discrete_warning(cut: Cut) -> tuple[str, ...]:
    values = len(np.unique(cut.distance))
    if values >= FEW_VALUES:
        return ()
    return (
        f"The running variable has only {values} different values: the line between them is taken on trust "
        "(Kolesar & Rothe 2018).",
    )

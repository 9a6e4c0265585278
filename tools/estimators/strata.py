"""Stratification: like with like, in groups of like chance of treatment."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.effect import Effect
from tools.estimators.generalised_linear import robust_variance
from tools.estimators.interface import ESTIMATORS, EffectEstimator, run_estimator
from tools.estimators.linear import Codes, Matrix, Vector, orthonormal_basis
from tools.estimators.weighting import Arms, two_arms
from tools.types import Estimand, Estimate, Sample

STRATA = 5  # Cochran (1968), Biometrics 24(2): five take away about 90% of the bias of one covariate
DIGITS = 10  # chances that agree this far are the same, whatever order the rows are in
SPARE = 3  # rows an arm in a stratum beyond the covariates, for a regression inside it


def strata_for(rows: int) -> int:
    """Five strata up to 1,700 rows, and then as many as grow with the cube root of the rows.

    With a fixed number the bias stays while the standard error shrinks (Lunceford & Davidian 2004, Statistics
    in Medicine 23). What is left after regression inside the strata falls with their squared width, so here
    as rows^(-2/3), faster than the standard error; more slowly where covariates have long tails, since the
    outermost strata are wide.
    """
    return max(STRATA, int(np.cbrt(rows) / 2))


class Stratification(EffectEstimator):
    """Difference in outcome inside strata of the propensity of equal size, averaged over the strata.

    Weights are the strata's shares of all rows (ATE), of the rows at high (ATT) or at low (ATC). Inside a
    stratum the covariates are adjusted for by regression where it has rows enough (`adjusted`), because
    five strata alone leave a tenth of the bias. `strata` is their number, None for `strata_for`. Assumes no
    unmeasured common cause and overlap.
    Rosenbaum & Rubin (1984), JASA 79(387); Imbens & Rubin (2015), Causal Inference for Statistics, ch. 17.
    """

    registry_name = "stratification"
    method_name = "stratification on the propensity"

    def __init__(
        self, identified_estimand: Any, *, strata: int | None = None, adjusted: bool = True, **options: Any
    ) -> None:
        super().__init__(identified_estimand, **options)
        self.strata, self.adjusted = strata, adjusted

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        arms = two_arms(self, frame, low, high)
        count = self.strata or strata_for(len(arms.outcome))
        stratum = quantile_strata(np.round(arms.propensity.raw, DIGITS), count)
        treated, total = np.bincount(stratum, arms.treated), np.bincount(stratum).astype(np.float64)
        asked = {"att": treated, "atc": total - treated}.get(target, total)
        usable = np.minimum(treated, total - treated) >= 2
        if not usable.any():
            raise EstimationError(
                "No stratum has two rows of both groups, so like cannot be compared with like. Use "
                "linear_regression."
            )
        share = np.where(usable, asked, 0.0) / asked[usable].sum()
        value, rank, influence = 0.0, 0, np.zeros(len(stratum))
        for position in np.flatnonzero(usable):
            rows = np.flatnonzero(stratum == position)
            gain, pull, spent = self._inside(arms, rows)
            value += float(share[position]) * gain
            influence[rows] = share[position] * pull
            rank += spent
        variance, degrees = robust_variance(influence, min(rank, len(stratum) - 1), arms.clusters)
        lost = float(total[~usable].sum())
        details = {"strata": float(usable.sum()), "rows_left_out": lost}
        warnings: tuple[str, ...] = ()
        if lost:
            warnings = (
                f"{self.registry_name}: {lost:.0f} rows are in strata with fewer than two rows of a "
                "group and are left out.",
            )
        return Effect(value, float(np.sqrt(variance)), len(stratum), degrees, details, warnings)

    def _inside(self, arms: Arms, rows: Codes) -> tuple[float, Vector, int]:
        """Difference between the arms in one stratum, each row's pull on it, and columns spent."""
        t, y, covariates = arms.treated[rows], arms.outcome[rows], arms.columns[rows]
        basis = orthonormal_basis(covariates)
        enough = min(t.sum(), (1 - t).sum()) >= basis.rank + SPARE
        held: Matrix = basis.q if self.adjusted and enough else np.full((len(t), 1), len(t) ** -0.5)
        left = t - held @ (held.T @ t)
        size = float(left @ left)
        if size < 1e-8 * len(t):
            held = np.full((len(t), 1), len(t) ** -0.5)
            left = t - t.mean()
            size = float(left @ left)
        gain = float(left @ y) / size
        gap = y - gain * t
        noise = gap - held @ (held.T @ gap)
        return gain, left * noise / size, held.shape[1] + 1


def quantile_strata(values: Vector, count: int) -> Codes:
    """Strata 0, 1, ... of about equal size by values (rows,); equal values are never parted."""
    limits = np.unique(np.quantile(values, np.arange(1, count) / count))
    found = np.searchsorted(limits, values, side="left")
    return np.asarray(np.unique(found, return_inverse=True)[1], dtype=np.int64)


@ESTIMATORS.register("stratification")
def stratification(sample: Sample, estimand: Estimand) -> Estimate:
    """Differences inside strata of the propensity; see `Stratification`."""
    return run_estimator(Stratification, sample, estimand)

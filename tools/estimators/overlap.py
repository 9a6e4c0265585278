"""Weighting for the people about whom the data can speak: overlap weights and trimming."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.effect import Effect
from tools.estimators.interface import ESTIMATORS, run_estimator
from tools.estimators.linear import Vector
from tools.estimators.propensity import propensity_scores
from tools.estimators.weighting import Arms, InversePropensityWeighting, two_arms
from tools.types import Estimand, Estimate, Sample

# Crump, Hotz, Imbens & Mitnik (2009), Biometrika 96(1): a rule of thumb close to their optimum.
TRIMMED = (0.1, 0.9)


class OverlapWeighting(InversePropensityWeighting):
    """Each row weighted by the chance of the treatment that it did not get.

    The effect among those who could have gone either way (the overlap population, ATO), whichever estimand is
    asked for. No weight is above 1, and the covariates' means are balanced exactly. Assumes no unmeasured
    common cause and a right propensity model. Li, Morgan & Zaslavsky (2018), JASA 113(521).
    """

    registry_name = "overlap_weights"
    method_name = "overlap weighting"

    def weights(self, t: Vector, e: Vector, target: str) -> tuple[Vector, Vector, Vector, Vector]:
        tilt = e * (1 - e)
        return t * (1 - e), (1 - t) * e, -t * tilt, (1 - t) * tilt


class TrimmedWeighting(InversePropensityWeighting):
    """Inverse propensity weighting among the rows whose chance of treatment is between 0.1 and 0.9.

    The effect is that of those rows; the propensity is fitted again on them. Assumes no unmeasured common
    cause and a right propensity model. Crump, Hotz, Imbens & Mitnik (2009), Biometrika 96(1).
    """

    registry_name = "trimmed_ipw"
    method_name = "inverse propensity weighting, trimmed"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        arms = two_arms(self, frame, low, high)
        chance = arms.propensity.raw
        kept = (chance >= TRIMMED[0]) & (chance <= TRIMMED[1])
        t = arms.treated[kept]
        if min(t.sum(), (1 - t).sum()) < 2:
            raise EstimationError(
                f"Fewer than two rows of a group have a chance of treatment between {TRIMMED[0]} and "
                f"{TRIMMED[1]}. Use linear_regression, and do not trust it far."
            )
        clusters = None if arms.clusters is None else pd.factorize(arms.clusters[kept])[0].astype(np.int64)
        inside = Arms(
            t, arms.outcome[kept], arms.columns[kept], clusters, propensity_scores(arms.columns[kept], t)
        )
        found = self.weighted(inside, target)
        lost = int((~kept).sum())
        warnings = found.warnings
        if lost:
            warnings += (
                f"{self.registry_name}: {lost} of {len(kept)} rows have a chance of treatment below "
                f"{TRIMMED[0]} or above {TRIMMED[1]} and are left out, so its effect is that of the others.",
            )
        return dataclasses.replace(
            found, details={**found.details, "rows_trimmed": float(lost)}, warnings=warnings
        )


@ESTIMATORS.register("overlap_weights")
def overlap_weights(sample: Sample, estimand: Estimand) -> Estimate:
    """The effect in the overlap population; see `OverlapWeighting`."""
    return run_estimator(OverlapWeighting, sample, estimand)


@ESTIMATORS.register("trimmed_ipw")
def trimmed_weighting(sample: Sample, estimand: Estimand) -> Estimate:
    """Weighting without rows that hardly overlap; see `TrimmedWeighting`."""
    return run_estimator(TrimmedWeighting, sample, estimand)

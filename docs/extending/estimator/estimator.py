"""A difference of trimmed means: less swayed by a few huge outcomes than a difference of means.

A template: a function from a sample and an estimand to an estimate, registered by name with the code that
reproduces it. Our own families are DoWhy `CausalEstimator`s (`tools.estimators.interface.EffectEstimator`);
a function is enough to be used as `effect(..., estimator="trimmed_difference")`.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from tools.estimators import ESTIMATORS
from tools.types import Estimand, EstimandKind, Estimate, Sample

TRIMMED = 0.1  # of the rows, at each end

# Plain Python that reads `frame`, `treatment`, `outcome`, `low` and `high`, and sets `effect`.
SCRIPT = f"""\
from scipy import stats

arms = [frame.loc[frame[treatment] == level, outcome].to_numpy(dtype=float) for level in (low, high)]
effect = stats.trim_mean(arms[1], {TRIMMED}) - stats.trim_mean(arms[0], {TRIMMED})
"""


@ESTIMATORS.register("trimmed_difference", script=SCRIPT, estimands=[EstimandKind.ATE])
def trimmed_difference(sample: Sample, estimand: Estimand) -> Estimate:
    """Trimmed mean at high less trimmed mean at low, in the outcome's unit.

    Assumes that the treatment was assigned at random (nothing is held fixed) and that errors are symmetric,
    so that it speaks of the mean. Yuen (1974), Biometrika 61(1), for the standard error.
    """
    column = sample.frame[str(sample.query.treatment)]
    outcome = sample.frame[sample.query.outcome].to_numpy(dtype=float)
    arms = [outcome[column == level] for level in (sample.low, sample.high)]
    value = float(stats.trim_mean(arms[1], TRIMMED) - stats.trim_mean(arms[0], TRIMMED))
    error = float(np.sqrt(sum(_squared_error(arm) for arm in arms)))
    p_value = float(2 * stats.norm.sf(abs(value) / error))
    limits = (value - 1.96 * error, value + 1.96 * error)
    return Estimate(value, error, limits, p_value, "trimmed_difference", sample.rows)


def _squared_error(arm: np.ndarray) -> float:
    """Winsorised variance over the rows that are left, as Yuen has it."""
    rows = len(arm)
    cut = int(TRIMMED * rows)
    ordered = np.sort(arm)
    winsorised = np.clip(arm, ordered[cut], ordered[rows - cut - 1])
    left = rows - 2 * cut
    return float((rows - 1) * winsorised.var(ddof=1) / (left * (left - 1)))

"""The chance of treatment given the covariates, as the overlap and balance checks use it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.errors import EstimationError
from tools.estimators.linear import Matrix, Vector
from tools.estimators.propensity import propensity_scores
from tools.messages import Message


@dataclass(frozen=True)
class Weighting:
    """A two-level treatment with its propensities and the weights that make the arms comparable."""

    treated: Vector  # (rows,) 0.0 or 1.0
    propensity: Vector  # (rows,) as fitted, not clipped
    weights: Vector  # (rows,) for the population asked about, from clipped propensities


def weigh(treated: Vector, covariates: Matrix, estimand: str) -> Weighting:
    """Logistic propensities and inverse propensity weights (Rosenbaum & Rubin 1983; What If, ch. 12).

    `covariates` (rows, p), with an intercept as the first column or without.
    Raises EstimationError unless the treatment takes both levels.
    """
    if treated.min() == treated.max():
        raise EstimationError(Message("check-reason-one-treatment"))
    # A design matrix is handed on as it is, so that a propensity the estimators have fitted is found again.
    whole = covariates.shape[1] > 0 and bool((covariates[:, 0] == 1.0).all())
    columns = covariates if whole else np.column_stack([np.ones(len(treated)), covariates])
    scores = propensity_scores(columns, treated)
    chance = scores.values
    target = estimand.upper()
    if target == "ATT":
        weights = np.where(treated == 1, 1.0, chance / (1 - chance))
    elif target == "ATC":
        weights = np.where(treated == 1, (1 - chance) / chance, 1.0)
    elif target == "ATO":
        weights = np.where(treated == 1, 1 - chance, chance)
    else:
        weights = np.where(treated == 1, 1 / chance, 1 / (1 - chance))
    return Weighting(treated, scores.raw, weights)


def dose_weights(treatment: Vector, left: Vector) -> Vector:
    """Stabilised weights for a treatment with many levels (Robins, Hernan & Brumback 2000). (rows,)

    `left` is what the covariates leave of the treatment. The weights are normal densities of the treatment
    without and with the covariates; the largest 1% are cut back, since the normal has tails the data has not.
    """
    alone = -0.5 * ((treatment - treatment.mean()) / treatment.std()) ** 2 - np.log(treatment.std())
    given = -0.5 * (left / left.std()) ** 2 - np.log(left.std())
    weights = np.exp(np.clip(alone - given, -50, 50))
    return np.asarray(np.minimum(weights, np.quantile(weights, 0.99)))

"""Who the compliers are: their share and what they are like, for a yes/no instrument and treatment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tools.estimators.linear import Matrix, Vector, design_matrix
from tools.estimators.propensity import LOWEST, logistic_regression

MOST_PROFILED = 20  # covariate columns whose means are given
FEWEST_COMPLIERS = 0.01  # share below which their profile would be noise


def complier_details(
    treatment: Vector, instrument: Vector, frame: pd.DataFrame, covariates: Sequence[str]
) -> dict[str, float]:
    """Shares of compliers, always-takers and never-takers, and covariate means of the compliers.

    Treatment and instrument are (rows,), each with two levels; {} otherwise. Shares are averaged over the
    covariates' strata by weighting. The means weight every row by Abadie's kappa: Abadie (2003), J.
    Econometrics 113(2), Theorem 3.1; shares: Angrist & Pischke (2009), Mostly Harmless Econometrics, 4.4.4.
    """
    if len(np.unique(treatment)) != 2 or len(np.unique(instrument)) != 2:
        return {}
    t = (treatment == treatment.max()).astype(np.float64)
    z = (instrument == instrument.max()).astype(np.float64)
    columns = design_matrix(frame, covariates)
    if float(np.cov(t, z)[0, 1]) < 0:
        z = 1.0 - z  # the level that moves people into treatment counts as the offer
    offered = np.clip(logistic_regression(columns.values, z).probabilities, LOWEST, 1 - LOWEST)
    with_offer, without = z / offered, (1 - z) / (1 - offered)
    always = float(without @ t / without.sum())
    never = float(with_offer @ (1 - t) / with_offer.sum())
    kappa = 1.0 - t * (1 - z) / (1 - offered) - (1 - t) * z / offered
    share = 1.0 - always - never
    details = {"complier_share": share, "always_taker_share": always, "never_taker_share": never}
    if share < FEWEST_COMPLIERS or kappa.sum() <= 0:
        return details
    details["treated_compliers_share"] = share * float(z.mean()) / float(t.mean())
    return details | _profile(kappa, columns.values[:, 1:], columns.names[1:])


def _profile(kappa: Vector, columns: Matrix, names: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for position, name in enumerate(names[:MOST_PROFILED]):
        found[f"complier_mean {name}"] = float(kappa @ columns[:, position] / kappa.sum())
        found[f"mean {name}"] = float(columns[:, position].mean())
    return found

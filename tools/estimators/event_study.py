"""Effects by time since the start of treatment, and a test for trends that differed before it."""

from __future__ import annotations

import numpy as np
from scipy import stats

from tools.estimators.linear import Codes, Matrix, Vector, least_squares, orthonormal_basis
from tools.estimators.panel import Panel, period_dummies, within

MOST_LEADS = 4
MOST_LAGS = 10


def lead_details(panel: Panel, covariates: Matrix, clusters: Codes) -> dict[str, float]:
    """Coefficients of the periods just before the start, from untreated rows only, and their joint p-value.

    `covariates` (rows, k) have no intercept. Periods further back, and units that are never treated, are
    what the leads are held against. Borusyak, Jaravel & Spiess (2024), Test 1: treated rows stay out, so that
    effects which differ cannot pass for a trend. {} when no unit has two untreated periods before its start.
    """
    if panel.unit is None:
        return {}
    start = panel.first_treated()[panel.unit]
    distance = np.where(start < panel.periods, panel.period - start, -panel.periods - 1)
    untreated = panel.treated_now == panel.treated_now.min()
    seen = np.unique(distance[untreated & (distance < 0) & (distance > -panel.periods - 1)])
    leads = [int(lead) for lead in seen[::-1][: min(MOST_LEADS, len(seen) - 1)]]
    if not leads:
        return {}
    flags = np.column_stack([distance == lead for lead in leads]).astype(np.float64)
    columns = np.column_stack([period_dummies(panel), covariates, flags])[untreated]
    units = np.unique(panel.unit[untreated], return_inverse=True)[1]
    both = within(np.column_stack([columns, panel.outcome[untreated]]), units)
    columns, outcome = np.where(np.abs(both[:, :-1]) > 1e-9, both[:, :-1], 0.0), both[:, -1]
    groups = np.unique(clusters[untreated], return_inverse=True)[1]
    basis = orthonormal_basis(columns)
    places = [columns.shape[1] - len(leads) + j for j in range(len(leads))]
    if set(places) & set(basis.left_out) or len(outcome) <= basis.rank + 1 or groups.max() < 1:
        return {}
    fit = least_squares(columns, outcome, clusters=groups, basis=basis, absorbed=1)
    details = {
        "pretrend_p": _joint_p(fit.coefficients[places], fit.covariance[np.ix_(places, places)], groups)
    }
    for lead, place in zip(leads, places, strict=True):
        details[f"event_{lead}"] = float(fit.coefficients[place])
        details[f"event_{lead}_std_error"] = fit.std_error(place)
    return details


def _joint_p(values: Vector, covariance: Matrix, groups: Codes) -> float:
    """F test of all zero, with as many degrees of freedom below as clusters less one."""
    rank = np.linalg.matrix_rank(covariance)
    if rank == 0:
        return 1.0
    wald = float(values @ np.linalg.pinv(covariance) @ values) / rank
    return float(stats.f.sf(wald, rank, int(groups.max())))


def lag_details(panel: Panel, effects: Vector, kept: Codes) -> dict[str, float]:
    """Mean effect by periods since the start (0 is the first treated one); effects (kept,) of rows `kept`."""
    if panel.unit is None:
        return {}
    since = panel.period[kept] - panel.first_treated()[panel.unit][kept]
    return {
        f"event_{int(lag)}": float(effects[since == lag].mean()) for lag in np.unique(since)[: MOST_LAGS + 1]
    }


def negative_weights(columns: Matrix, treated: Vector) -> dict[str, float]:
    """How two-way fixed effects weights the treated rows' own effects: the last of columns (rows, k).

    The share of treated rows with a negative weight, and what those weights add up to (all add up to 1).
    de Chaisemartin & D'Haultfoeuille (2020), American Economic Review 110(9), Theorem 1.
    """
    left = orthonormal_basis(columns[:, :-1]).residuals(columns[:, -1])
    own = left[treated > treated.min()]
    negative = own < -1e-9 * float(np.abs(left).max())
    return {
        "negative_weight_share": float(negative.mean()),
        "negative_weight_sum": float(own[negative].sum() / own.sum()),
    }

"""The imputation estimator for treatments that start at different times."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.differences import PanelEstimator, lag_details, panel_options, with_wild_interval
from tools.estimators.interface import ESTIMATORS, Effect, run_estimator, scaled
from tools.estimators.linear import Codes, Matrix, Vector, cluster_sums, design_matrix
from tools.estimators.panel import Panel, in_time, period_dummies
from tools.estimators.wild_bootstrap import FEW
from tools.messages import Message, counted
from tools.types import Estimand, EstimandKind, Estimate, Sample

SMALLEST_COHORT = 5  # units that start together, for their own average effect to be taken off in the variance


@dataclass(frozen=True)
class Imputed:
    """Untreated outcomes filled in for treated rows."""

    effects: Vector  # (treated rows kept,) outcome minus its imputed untreated value
    kept: Codes  # positions of those rows
    weights: Vector  # (rows,) the estimate is weights @ outcome
    residuals: Vector  # (rows,) of the untreated rows; 0 elsewhere
    lost: int  # treated rows whose untreated outcome cannot be imputed


class Imputation(PanelEstimator):
    """Unit and period effects from untreated rows only fill in what treated rows would have been without it.

    Assumes parallel trends and no effect before the start; effects may differ between units and times. The
    average is over treated rows (an ATT). Conservative clustered variance, and the wild cluster bootstrap's
    interval with fewer than 30 clusters. Borusyak, Jaravel & Spiess (2024), Review of Economic Studies 91(6),
    Theorems 1 and 3.
    """

    registry_name = "imputation"
    method_name = "imputation difference in differences"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        panel = self.panel(frame)
        if panel.unit is None:
            raise EstimationError(Message("estimation-imputation-needs-units"))
        levels = np.unique(panel.treated_now)
        if len(levels) != 2:
            raise EstimationError(Message("estimation-imputation-needs-on-off"))
        columns = np.column_stack(
            [period_dummies(panel), design_matrix(frame, self.covariates).values[:, 1:]]
        )
        done = impute(panel, panel.treated_now == levels[0], columns, panel.unit)
        average = float(done.effects.mean())
        clusters = self.clusters(frame)
        assert clusters is not None  # the unit, if nothing else is named
        groups = _cohorts(panel, done)
        residuals = _residuals(done, groups)
        sums = cluster_sums((done.weights * residuals)[:, None], clusters)[:, 0]
        value, std_error = scaled((high - low) / float(np.ptp(levels)), average, float(np.sqrt(sums @ sums)))
        starts = panel.first_treated()
        details = {
            "units": float(len(starts)),
            "periods": float(panel.periods),
            "clusters": float(len(sums)),
            "adoption_dates": float(len(np.unique(starts[starts < panel.periods]))),
            "treated_rows": float(len(done.kept)),
            "treated_rows_lost": float(done.lost),
        }
        details |= lag_details(panel, done.effects, done.kept) | self.leads(frame, panel, clusters)
        warnings = panel.warnings + panel.few_treated_units()
        if done.lost:
            warnings += (Message("estimation-not-imputed", {"rows": counted(done.lost)}),)
        usual = Effect(value, std_error, panel.rows - done.lost, float(len(sums) - 1), details, warnings)
        if len(sums) >= FEW:
            return usual
        return with_wild_interval(usual, sums, _pulls(panel, done, groups, residuals, columns, clusters))


def _cohorts(panel: Panel, done: Imputed) -> Codes:
    """Whose average effect is taken off treated effects before squaring (kept,): their cohort's, or all's."""
    assert panel.unit is not None
    cohort = panel.first_treated()[panel.unit][done.kept]
    _, codes = np.unique(cohort, return_inverse=True)
    pairs = np.unique(np.column_stack([codes, panel.unit[done.kept]]), axis=0)
    if np.bincount(pairs[:, 0]).min() < SMALLEST_COHORT:
        return np.zeros(len(done.kept), dtype=np.int64)
    return np.asarray(codes, dtype=np.int64)


def _residuals(done: Imputed, groups: Codes) -> Vector:
    """Of untreated rows from their fit, of treated rows from their group's average effect (rows,)."""
    residuals = done.residuals.copy()
    means = np.bincount(groups, done.effects) / np.bincount(groups)
    residuals[done.kept] = done.effects - means[groups]
    return residuals


def _pulls(
    panel: Panel, done: Imputed, groups: Codes, residuals: Vector, columns: Matrix, clusters: Codes
) -> Matrix:
    """Every cluster's score (G, G) when the residuals of one cluster alone are the outcome."""
    assert panel.unit is not None
    untreated = panel.treated_now == panel.treated_now.min()
    count = int(clusters.max()) + 1
    pulls = np.empty((count, count))
    for cluster in range(count):
        alone = replace(panel, outcome=np.where(clusters == cluster, residuals, 0.0))
        again = impute(alone, untreated, columns, panel.unit)
        pulls[:, cluster] = np.bincount(clusters, done.weights * _residuals(again, groups), minlength=count)
    return pulls


def impute(panel: Panel, untreated: np.ndarray, columns: Matrix, unit: Codes) -> Imputed:
    """Fits on untreated rows, predicts for the others; `columns` (rows, k): period dummies, covariates."""
    units = int(unit.max()) + 1
    base = np.bincount(unit[untreated], minlength=units)
    seen_period = np.bincount(panel.period[untreated], minlength=panel.periods) > 0
    usable = ~untreated & (base[unit] > 0) & seen_period[panel.period]
    kept = np.flatnonzero(usable)
    if len(kept) == 0:
        raise EstimationError(Message("estimation-nothing-to-impute-from"))
    size = np.maximum(base, 1)
    means = (
        np.column_stack(
            [
                np.bincount(unit[untreated], columns[untreated, j], minlength=units)
                for j in range(columns.shape[1])
            ]
        )
        / size[:, None]
    )
    y_mean = np.bincount(unit[untreated], panel.outcome[untreated], minlength=units) / size
    x, y = columns - means[unit], panel.outcome - y_mean[unit]
    gram_inverse = np.linalg.pinv(x[untreated].T @ x[untreated], rcond=1e-12, hermitian=True)
    slopes = gram_inverse @ (x[untreated].T @ y[untreated])
    left = y - x @ slopes
    share = 1.0 / len(kept)
    # The same average as a weighted sum of all outcomes: its weights carry the variance.
    weights = np.zeros(panel.rows)
    weights[kept] = share
    per_unit = np.bincount(unit[kept], minlength=units) * share / size
    pull = gram_inverse @ (x[kept].sum(axis=0) * share)
    weights[untreated] = -per_unit[unit[untreated]] - x[untreated] @ pull
    return Imputed(
        left[kept], kept, weights, np.where(untreated, left, 0.0), int((~untreated).sum() - len(kept))
    )


# ---------------- The lines that give the same number without us


IMPUTATION_LINES = """\
on = treated_now.astype(float)
untreated = on == on.min()
unit_code, period_code = pd.factorize(frame[unit])[0], pd.factorize(frame[time])[0]
periods = pd.get_dummies(frame[time].astype("category"), drop_first=True, dtype=float).to_numpy()
table = np.column_stack([periods, covariates, frame[outcome].to_numpy(dtype=float)])
# Unit effects go with the means of each unit's untreated rows.
means = pd.DataFrame(table[untreated]).groupby(unit_code[untreated]).mean()
table = table - means.reindex(unit_code).to_numpy()
slopes = np.linalg.lstsq(table[untreated][:, :-1], table[untreated][:, -1], rcond=None)[0]
kept = ~untreated & np.isin(unit_code, unit_code[untreated]) & np.isin(period_code, period_code[untreated])
effect = np.mean(table[kept][:, -1] - table[kept][:, :-1] @ slopes) * (high - low) / np.ptp(on)
"""


@ESTIMATORS.register("imputation", script=in_time(IMPUTATION_LINES), estimands=(EstimandKind.ATT,))
def imputation(sample: Sample, estimand: Estimand) -> Estimate:
    """Effects against imputed untreated outcomes; see `Imputation`."""
    return run_estimator(Imputation, sample, estimand, **panel_options(estimand))

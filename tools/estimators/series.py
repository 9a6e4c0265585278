"""An interrupted time series: one series, with a level and a trend before and after a start."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tools.errors import EstimationError
from tools.estimators.autocorrelation import serial_variance
from tools.estimators.differences import PanelEstimator, panel_options
from tools.estimators.effect import Effect, scaled
from tools.estimators.interface import ESTIMATORS, run_estimator
from tools.estimators.linear import Matrix, Vector, design_matrix, number_column, orthonormal_basis
from tools.estimators.panel import period_order
from tools.estimators.regression import varying
from tools.types import Estimand, Estimate, Sample

FEWEST_BEFORE, FEWEST_AFTER = 4, 2  # periods


class InterruptedSeries(PanelEstimator):
    """Mean over the periods after the start of the outcome less the straight line continued from before.

    The treatment column is 0 before and 1 after; without one that varies over time, `cutoff` is the first
    treated period. Several rows in a period are averaged. Assumes that the line would have gone on and that
    nothing else changed at the start. Intervals allow for errors that follow an autoregression (see
    `serial_variance`); the standard error of Newey & West (1987), Econometrica 55(3), with 4 (T/100)^(2/9)
    lags, which is too small in short series, is `std_error_newey_west` in the details. Bernal, Cummins &
    Gasparrini (2017), Int. J. Epidemiology 46(1).
    """

    registry_name = "interrupted_series"
    method_name = "interrupted time series"

    def effect(self, frame: pd.DataFrame, low: float, high: float, target: str) -> Effect:
        if self.time is None:
            raise EstimationError("An interrupted series needs a period column. Pass time=....")
        period, values = period_order(frame, self.time)
        treatment = varying(number_column(frame, self.treatment, "treatment"), self.treatment)
        outcome = number_column(frame, self.outcome, "outcome")
        covariates = design_matrix(frame, self.covariates, intercept=False).values
        table = _by_period(np.column_stack([treatment, outcome, covariates]), period)
        on = _after(table[:, 0], values, self.cutoff, self.treatment)
        since = values - values[on][0]
        columns = np.column_stack([np.ones(len(on)), since, table[:, 2:], on * since, on.astype(np.float64)])
        basis = orthonormal_basis(columns)
        if basis.rank < columns.shape[1] or len(on) <= basis.rank + 1:
            raise EstimationError(
                f"{len(on)} periods cannot carry a line before, a line after and the covariates. Use fewer "
                "covariates or more periods."
            )
        coefficients = np.linalg.solve(basis.r, basis.q.T @ table[:, 1])
        lags = int(4 * (len(on) / 100) ** (2 / 9))
        covariance = newey_west(columns, table[:, 1] - columns @ coefficients, lags)
        # The mean gap after the start: the jump, and the change of slope times the mean time since.
        weights = np.zeros(columns.shape[1])
        weights[-1], weights[-2] = 1.0, float(since[on].mean())
        change = (high - low) / float(np.ptp(treatment)) if self.cutoff is None else 1.0
        pull = basis.q @ np.linalg.solve(basis.r.T, weights)
        serial = serial_variance(basis.q, pull, basis.residuals(table[:, 1]))
        value, std_error = scaled(change, float(weights @ coefficients), float(np.sqrt(serial.variance)))
        details = {
            "std_error_newey_west": abs(change) * float(np.sqrt(weights @ covariance @ weights)),
            **{f"partial_autocorrelation_{lag}": own for lag, own in enumerate(serial.partial, start=1)},
            "jump": float(coefficients[-1]),
            "jump_std_error": float(np.sqrt(covariance[-1, -1])),
            "slope_change": float(coefficients[-2]),
            "slope_change_std_error": float(np.sqrt(covariance[-2, -2])),
            "slope_before": float(coefficients[1]),
            "lags": float(lags),
            "periods_before": float((~on).sum()),
            "periods_after": float(on.sum()),
        }
        return Effect(value, std_error, len(outcome), serial.degrees, details)


def _by_period(table: Matrix, period: np.ndarray) -> Matrix:
    """Mean of each column in each period (periods, k)."""
    count = np.bincount(period)
    return np.column_stack([np.bincount(period, table[:, j]) / count for j in range(table.shape[1])])


def _after(treatment: Vector, values: Vector, cutoff: float | None, name: str) -> np.ndarray:
    """Which periods are treated (periods,) of bool. Raises EstimationError without one clear start."""
    on = treatment > treatment.min() if cutoff is None else values >= cutoff
    start = int(np.argmax(on))
    if not on[start:].all() or start < FEWEST_BEFORE or len(on) - start < FEWEST_AFTER:
        raise EstimationError(
            f"{name!r} shows no single start with {FEWEST_BEFORE} periods before it and {FEWEST_AFTER} "
            "after. Give the first treated period as cutoff=..., or name another design."
        )
    return np.asarray(on)


def newey_west(columns: Matrix, residuals: Vector, lags: int) -> Matrix:
    """Covariance of least squares with Bartlett weights up to `lags`, scaled by n / (n - k) (k, k)."""
    scores = columns * residuals[:, None]
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        cross = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (cross + cross.T)
    bread = np.linalg.inv(columns.T @ columns)
    rows, rank = columns.shape
    return np.asarray(bread @ meat @ bread * rows / (rows - rank))


@ESTIMATORS.register("interrupted_series")
def interrupted_series(sample: Sample, estimand: Estimand) -> Estimate:
    """One series before and after a start; see `InterruptedSeries`."""
    return run_estimator(InterruptedSeries, sample, estimand, **panel_options(estimand))

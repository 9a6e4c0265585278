"""The interrupted time series: truth and mirror, statsmodels' Newey-West, coverage, faults."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.tsa.arima_process import arma_acf

from tests import estimator_worlds
from tests.words import fails
from tests.worlds import World
from tools.estimators import ESTIMATORS
from tools.estimators.series import (
    autocorrelations,
    coefficients_of,
    partial_of,
    serial_variance,
)
from tools.types import Estimate

SERIES = estimator_worlds.interrupted()


def run(name: str, world: World) -> Estimate:
    return ESTIMATORS[name](world.sample(), world.estimand())


def misses(estimate: Estimate, truth: float) -> bool:
    return abs(estimate.value - truth) > 4 * estimate.std_error


def test_the_break_is_found_and_before_against_after_is_not_it() -> None:
    found = run("interrupted_series", SERIES)
    assert not misses(found, SERIES.truth) and found.std_error < 1.5
    assert misses(run("difference_in_means", SERIES), SERIES.truth)  # the trend is taken for the law


def test_it_is_statsmodels_regression_with_newey_west_errors() -> None:
    month, law = SERIES.frame["month"].to_numpy(), SERIES.frame["law"].to_numpy()
    since = month - 40.0
    columns = np.column_stack([np.ones(60), since, law * since, law])
    found = run("interrupted_series", SERIES)
    fit = sm.OLS(SERIES.frame["accidents"].to_numpy(), columns).fit(
        cov_type="HAC", cov_kwds={"maxlags": int(found.details["lags"]), "use_correction": True}
    )
    weights = np.array([0.0, 0.0, since[law == 1].mean(), 1.0])
    assert found.value == pytest.approx(weights @ fit.params, rel=1e-9)
    newey_west = np.sqrt(weights @ fit.cov_params() @ weights)
    assert found.details["std_error_newey_west"] == pytest.approx(newey_west, rel=1e-8)
    assert found.details["jump"] == pytest.approx(fit.params[3], rel=1e-8)
    assert found.details["slope_change_std_error"] == pytest.approx(fit.bse[2], rel=1e-8)


def test_the_usual_newey_west_interval_misses_too_often() -> None:
    """The mirror of the coverage table: 60 months, where its lags are too few and its residuals too small."""
    hits = 0
    for seed in range(200):
        world = estimator_worlds.interrupted(60, seed)
        found = run("interrupted_series", world)
        hits += abs(found.value - world.truth) <= 1.96 * found.details["std_error_newey_west"]
    assert hits < 182, hits


@pytest.mark.parametrize("truth", [0.0, 0.4, 0.7])
def test_autocorrelation_is_found_though_the_residuals_have_less(truth: float) -> None:
    found, naive = [], []
    for seed in range(150):
        world = estimator_worlds.interrupted(60, seed, autocorrelation=truth)
        month, law = world.frame["month"].to_numpy(), world.frame["law"].to_numpy()
        columns = np.column_stack([np.ones(60), month - 40, law * (month - 40), law])
        q = np.linalg.qr(columns)[0]
        left = world.frame["accidents"].to_numpy()
        left = left - q @ (q.T @ left)
        naive.append(left[1:] @ left[:-1] / (left @ left))
        found.append(serial_variance(q, q[:, -1], left).partial[0])
    assert abs(np.mean(found) - truth) < 0.06
    assert np.mean(naive) < truth - 0.06


@pytest.mark.parametrize("partial", [(0.5,), (0.5, 0.3), (-0.4, 0.6)])
def test_autocorrelations_are_statsmodels(partial: tuple[float, ...]) -> None:
    coefficients = coefficients_of(np.array(partial))
    peer = arma_acf(np.r_[1.0, -coefficients], np.ones(1), lags=40)
    found = autocorrelations(coefficients, 40)
    np.testing.assert_allclose(found, peer, atol=1e-12)
    np.testing.assert_allclose(partial_of(found[1 : len(partial) + 1]), partial, atol=1e-12)


FAULTS: list[tuple[str, World]] = [
    ("needs a period column", replace(SERIES, design=replace(SERIES.design, time=None))),
    ("no single start", replace(SERIES, frame=SERIES.frame.assign(law=SERIES.frame.index % 2.0))),
    ("no single start", replace(SERIES, frame=SERIES.frame.tail(22).reset_index(drop=True))),
    ("cannot carry", replace(SERIES, frame=SERIES.frame.iloc[36:42].reset_index(drop=True).assign(
        x=[0.0, 3.0, 1.0, 0.0, 7.0, 1.0]), design=replace(SERIES.design, adjustment_set=("x",)))),
]  # fmt: skip


@pytest.mark.parametrize(("words", "world"), FAULTS, ids=[f"{i}-{f[0]}" for i, f in enumerate(FAULTS)])
def test_faults(words: str, world: World) -> None:
    with fails(words):
        run("interrupted_series", world)

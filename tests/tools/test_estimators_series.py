"""The interrupted time series: truth and mirror, statsmodels' Newey-West, coverage, faults."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from tests import estimator_worlds
from tests.worlds import World
from tools.errors import EstimationError
from tools.estimators import ESTIMATORS
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
    assert found.std_error == pytest.approx(np.sqrt(weights @ fit.cov_params() @ weights), rel=1e-8)
    assert found.details["jump"] == pytest.approx(fit.params[3], rel=1e-8)
    assert found.details["slope_change_std_error"] == pytest.approx(fit.bse[2], rel=1e-8)


def test_intervals_allow_for_autocorrelation() -> None:
    """150 months: 95% promised; Newey-West keeps most of it where independent errors would lose much more."""
    hits = 0
    for seed in range(200):
        world = estimator_worlds.interrupted(150, seed)
        low, high = run("interrupted_series", world).ci_95
        hits += low <= world.truth <= high
    assert 172 <= hits <= 198, hits


FAULTS: list[tuple[str, World]] = [
    ("needs a period column", replace(SERIES, design=replace(SERIES.design, time=None))),
    ("no single start", replace(SERIES, frame=SERIES.frame.assign(law=SERIES.frame.index % 2.0))),
    ("no single start", replace(SERIES, frame=SERIES.frame.tail(22).reset_index(drop=True))),
    ("cannot carry", replace(SERIES, frame=SERIES.frame.iloc[36:42].reset_index(drop=True).assign(
        x=[0.0, 3.0, 1.0, 0.0, 7.0, 1.0]), design=replace(SERIES.design, adjustment_set=("x",)))),
]  # fmt: skip


@pytest.mark.parametrize(("words", "world"), FAULTS, ids=[f"{i}-{f[0]}" for i, f in enumerate(FAULTS)])
def test_faults(words: str, world: World) -> None:
    with pytest.raises(EstimationError, match=words):
        run("interrupted_series", world)

"""Few clusters, event studies, negative weights and group-time effects of designs in time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from tests import worlds
from tests.words import texts
from tests.worlds import World
from tools.estimators import ESTIMATORS
from tools.estimators.linear import least_squares
from tools.estimators.wild_bootstrap import wild_bootstrap
from tools.types import Estimate


def run(name: str, world: World) -> Estimate:
    return ESTIMATORS[name](world.sample(), world.estimand())


def misses(estimate: Estimate, truth: float) -> bool:
    return abs(estimate.value - truth) > 4 * estimate.std_error


# ---------------------------------------------------------------- few clusters


def clustered_columns(seed: int, clusters: int = 9) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    codes = np.repeat(np.arange(clusters), rng.integers(4, 20, clusters))
    treated = (codes % 3 == 0).astype(float)
    columns = np.column_stack([np.ones(len(codes)), rng.normal(size=len(codes)), treated])
    outcome = columns @ [1.0, 0.5, 1.0] + rng.normal(size=clusters)[codes] + rng.normal(size=len(codes))
    return columns, outcome, codes


@pytest.mark.parametrize("null", [0.0, 0.8])
def test_the_fast_bootstrap_is_the_slow_one(null: float) -> None:
    """Every draw refitted: restricted residuals, new outcomes, clustered t statistic, counted."""
    columns, outcome, codes = clustered_columns(1)
    fit = least_squares(columns, outcome, clusters=codes)
    fast = wild_bootstrap(columns, outcome, codes, fit.std_error(2))
    assert fast is not None
    found = abs(fit.coefficients[2] - null) / fit.std_error(2)
    shifted = outcome - null * columns[:, 2]
    restricted = columns[:, :2] @ np.linalg.lstsq(columns[:, :2], shifted, rcond=None)[0]
    larger = []
    for signs in fast.signs[:400]:
        drawn = restricted + (shifted - restricted) * signs[codes]
        again = least_squares(columns, drawn, clusters=codes)
        larger.append(abs(again.coefficients[2]) / again.std_error(2) >= found)
    first = replace(fast, signs=fast.signs[:400])
    assert first.p_value(null) == pytest.approx(np.mean(larger), abs=1e-12)


def test_the_ends_of_the_interval_are_just_rejected() -> None:
    columns, outcome, codes = clustered_columns(2)
    fit = least_squares(columns, outcome, clusters=codes)
    wild = wild_bootstrap(columns, outcome, codes, fit.std_error(2))
    assert wild is not None
    low, high = wild.interval(0.95) or (0.0, 0.0)
    assert low < wild.value < high
    for end, outwards in ((low, -0.02), (high, 0.02)):
        assert wild.p_value(end + outwards) <= 0.05 < wild.p_value(end - outwards) + 0.01
    assert wild_bootstrap(columns[codes < 3], outcome[codes < 3], codes[codes < 3], 1.0) is None


def few_states(seed: int, states: int = 8) -> World:
    """A law in a quarter of the states, with shocks that last within a state."""
    rng = np.random.default_rng(seed)
    unit, period = np.repeat(np.arange(states), 10), np.tile(np.arange(10), states)
    law = ((unit < states // 4) & (period >= 5)).astype(float)
    later = rng.normal(0.0, 1.0, states)[unit] * (period >= 5)
    outcome = rng.normal(0.0, 1.0, states)[unit] + 2.0 * law + later + rng.normal(0.0, 0.5, len(unit))
    frame = pd.DataFrame({"county": unit, "year": 2000.0 + period, "policy": law, "outcome": outcome})
    return replace(worlds.staggered(6, 8), frame=frame, truth=2.0)


def test_with_few_clusters_the_bootstrap_covers_where_the_usual_interval_does_not() -> None:
    usual = wild = 0
    for seed in range(120):
        found = run("two_way_fixed_effects", few_states(seed, 12))
        usual += found.details["clustered_low"] <= 2.0 <= found.details["clustered_high"]
        wild += found.ci_95[0] <= 2.0 <= found.ci_95[1]
    assert usual < 0.90 * 120
    assert 0.91 * 120 <= wild <= 0.995 * 120, (usual, wild)
    assert any("wild cluster bootstrap" in warning for warning in texts(found.warnings))


def test_many_clusters_keep_the_usual_interval() -> None:
    found = run("two_way_fixed_effects", worlds.staggered(60))
    assert "wild_bootstrap_p" not in found.details
    near = run("two_way_fixed_effects", worlds.staggered(27))
    assert near.ci_95[0] == pytest.approx(near.details["clustered_low"], abs=0.35 * near.std_error)


# ---------------------------------------------------------------- before and after the start


def test_leads_are_a_regression_on_the_untreated_rows() -> None:
    world = worlds.staggered(60)
    found = run("imputation", world)
    frame = world.frame.copy()
    start = frame[frame["policy"] == 1].groupby("county")["year"].min()
    distance = frame["year"] - frame["county"].map(start)
    leads = [-1, -2, -3, -4]
    for lead in leads:
        frame[f"lead{-lead}"] = (distance == lead).astype(float)
    untreated = frame[frame["policy"] == 0]
    formula = "outcome ~ C(county) + C(year) + " + " + ".join(f"lead{-lead}" for lead in leads)
    fit = smf.ols(formula, untreated).fit(cov_type="cluster", cov_kwds={"groups": untreated["county"]})
    for lead in leads:
        assert found.details[f"event_{lead}"] == pytest.approx(fit.params[f"lead{-lead}"], rel=1e-7)
    assert found.details["event_-1_std_error"] == pytest.approx(fit.bse["lead1"], rel=0.1)
    assert found.details["pretrend_p"] > 0.01


def test_a_trend_before_the_start_is_found() -> None:
    world = worlds.staggered(90)
    early = world.frame.groupby("county")["policy"].transform("max") * (world.frame["year"] - 2000.0)
    bent = replace(world, frame=world.frame.assign(outcome=world.frame["outcome"] + 0.5 * early))
    assert run("imputation", world).details["pretrend_p"] > 0.01
    assert run("imputation", bent).details["pretrend_p"] < 1e-4


def test_effects_by_time_since_the_start() -> None:
    details = run("imputation", worlds.staggered(300, growing=0.5)).details
    for lag in range(4):
        assert details[f"event_{lag}"] == pytest.approx(2.0 + 0.5 * lag, abs=0.35)


# ---------------------------------------------------------------- weights of two-way fixed effects


def test_negative_weights_are_those_of_the_residualised_treatment() -> None:
    world = worlds.staggered(60, growing=0.5)
    # Nobody is never treated: late periods of early adopters are then held against late adopters.
    frame = world.frame[world.frame["county"] % 3 != 2]
    found = run("two_way_fixed_effects", replace(world, frame=frame.reset_index(drop=True)))
    left = smf.ols("policy ~ C(county) + C(year)", frame).fit().resid[frame["policy"] == 1]
    assert found.details["negative_weight_share"] == pytest.approx((left < -1e-9).mean())
    assert found.details["negative_weight_sum"] == pytest.approx(left[left < 0].sum() / left.sum(), rel=1e-6)
    assert found.details["negative_weight_share"] > 0.1


def test_one_start_has_no_negative_weights() -> None:
    found = run("two_way_fixed_effects", few_states(3))
    assert found.details["negative_weight_share"] == found.details["negative_weight_sum"] == 0.0


# ---------------------------------------------------------------- group-time effects


def test_group_time_effects_are_averages_of_two_by_twos() -> None:
    world = worlds.staggered(60, growing=0.5)
    wide = world.frame.pivot(index="county", columns="year", values="outcome")
    start = world.frame[world.frame["policy"] == 1].groupby("county")["year"].min().reindex(wide.index)
    gains, sizes = [], []
    for cohort in (2004.0, 2007.0):
        for year in np.arange(cohort, 2010.0):
            change = wide[year] - wide[cohort - 1]
            waiting = start.isna() | (start > year)
            gains.append(change[start == cohort].mean() - change[waiting].mean())
            sizes.append((start == cohort).sum())
    found = run("group_time", world)
    assert found.value == pytest.approx(np.average(gains, weights=sizes), rel=1e-9)
    assert not misses(found, world.truth)
    assert misses(run("two_way_fixed_effects", worlds.staggered(growing=0.5)), world.truth)


def test_one_cohort_is_two_by_two_with_its_clustered_error() -> None:
    """Two periods: the influence function's error is that of a regression of changes (HC2)."""
    world = few_states(5, 24)
    frame = world.frame[world.frame["year"].isin([2004.0, 2005.0])].reset_index(drop=True)
    found = run("group_time", replace(world, frame=frame))
    wide = frame.pivot(index="county", columns="year", values="outcome")
    change = pd.DataFrame({"change": wide[2005.0] - wide[2004.0], "law": (wide.index < 6).astype(float)})
    fit = smf.ols("change ~ law", change).fit(cov_type="HC2")
    assert found.value == pytest.approx(fit.params["law"], rel=1e-9)
    assert found.std_error == pytest.approx(fit.bse["law"], rel=1e-9)


def test_units_with_gaps_are_left_out_and_said() -> None:
    world = worlds.staggered(30)
    found = run("group_time", replace(world, frame=world.frame.drop(index=[3, 14]).reset_index(drop=True)))
    assert found.details["units_left_out"] == 2.0
    assert any("not seen in every period" in warning for warning in texts(found.warnings))

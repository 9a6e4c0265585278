"""Staggered adoption with few clusters (wild bootstrap) and with covariates (doubly robust)."""

from __future__ import annotations

import causaldata
import numpy as np
import pytest
import statsmodels.api as sm

from tests import estimator_worlds, worlds
from tests.words import fails, texts
from tests.worlds import World
from tools.estimators import ESTIMATORS, choose_estimator
from tools.estimators.group_time import adjusted_gain, plain_gain
from tools.types import Design, DesignKind, Estimand, Estimate, Query, Sample


def run(name: str, world: World) -> Estimate:
    return ESTIMATORS[name](world.sample(), world.estimand())


# ---------------------------------------------------------------- few clusters


@pytest.mark.parametrize("name", ["imputation", "group_time"])
def test_few_clusters_get_the_wild_bootstrap(name: str) -> None:
    few = run(name, worlds.staggered(12, 8))
    assert any("wild cluster bootstrap" in text for text in texts(few.warnings))
    assert few.ci_95[1] - few.ci_95[0] > 3.92 * few.std_error
    assert few.details["clustered_low"] < few.value < few.details["clustered_high"]
    assert few.p_value == few.details["wild_bootstrap_p"]
    assert "wild_bootstrap_p" not in run(name, worlds.staggered(60, 8)).details


def test_no_bootstrap_helps_three_clusters() -> None:
    found = run("imputation", worlds.staggered(3, 10))
    assert any("too few even for a bootstrap" in text for text in texts(found.warnings))


def test_nothing_is_found_where_nothing_is() -> None:
    """At 5% some 5 of 100 worlds without an effect are called significant, and with one all are."""
    false, true = 0, 0
    for seed in range(100):
        world = worlds.staggered(15, 8, seed)
        true += run("imputation", world).p_value < 0.05
        gone = world.frame.assign(outcome=world.frame["outcome"] - 2.0 * world.frame["policy"])
        without = World(gone, world.query, world.design, 0.0, world.edges)
        false += run("imputation", without).p_value < 0.05
    assert false <= 11 and true > 90, (false, true)


# ---------------------------------------------------------------- covariates


def test_the_gain_is_statsmodels_logit_and_least_squares() -> None:
    rng = np.random.default_rng(5)
    x = np.column_stack([np.ones(200), rng.normal(size=(200, 2))])
    cohort = rng.random(200) < 1 / (1 + np.exp(-x[:, 1]))
    change = 1.0 * cohort + x @ [0.5, 1.0, -1.0] + rng.normal(size=200)
    left = change - x @ sm.OLS(change[~cohort], x[~cohort]).fit().params
    chance = sm.Logit(cohort.astype(float), x).fit(disp=0, tol=1e-12).predict()
    weights = (chance / (1 - chance))[~cohort]
    found = adjusted_gain(change, cohort, x)
    assert found.value == pytest.approx(
        left[cohort].mean() - np.average(left[~cohort], weights=weights), rel=1e-6
    )
    assert abs(found.influence.mean()) < 1e-9
    # Without covariates it is the difference of means, and its influence the usual one.
    alone, means = adjusted_gain(change, cohort, x[:, :1]), plain_gain(change, cohort)
    assert alone.value == pytest.approx(means.value, rel=1e-9)
    np.testing.assert_allclose(alone.influence, means.influence, rtol=0.02)


def test_trends_that_are_parallel_only_among_units_alike() -> None:
    world = estimator_worlds.shared_trends(200)
    found = run("group_time", world)
    assert abs(found.value - world.truth) < 4 * found.std_error
    alone = run("group_time", world.without("size"))
    assert abs(alone.value - world.truth) > 4 * alone.std_error
    assert "group_time" in choose_estimator(world.sample(), world.estimand()).alternatives


def average_of_cells(world: World, divisor: str) -> float:
    """The average over cohorts and periods by statsmodels, the weights of the others divided by `divisor`."""
    frame = world.frame
    outcome = frame.pivot(index="firm", columns="year", values="sales").to_numpy()
    policy = frame.pivot(index="firm", columns="year", values="policy").to_numpy()
    size = frame.groupby("firm")["size"].first().to_numpy()
    start = np.where(policy.any(axis=1), policy.argmax(axis=1), policy.shape[1])
    total, weight = 0.0, 0
    for cohort in np.unique(start[start < policy.shape[1]]):
        for period in range(cohort, policy.shape[1]):
            used = (start == cohort) | (start > period)
            mine, x = (start == cohort)[used], sm.add_constant(size[used])
            change = (outcome[:, period] - outcome[:, cohort - 1])[used]
            left = change - x @ sm.OLS(change[~mine], x[~mine]).fit().params
            chance = sm.Logit(mine.astype(float), x).fit(disp=0, tol=1e-12).predict()
            odds = np.where(mine, 0.0, chance / (1 - chance))
            over = {"sum of weights": odds.sum(), "cohort": mine.sum()}[divisor]
            total += mine.sum() * (left[mine].mean() - odds @ left / over)
            weight += mine.sum()
    return total / weight


def test_the_comparisons_weights_add_up_to_one_as_in_the_papers_and_not_in_diff_diff() -> None:
    """Callaway & Sant'Anna (2021), equation 2.4: the weight p / (1 - p) is divided by its own mean.

    So do Sant'Anna & Zhao (2020), equation 3.1, and R's DRDID and did. diff-diff 3.13.0 (`CallawaySantAnna`,
    doubly robust, not-yet-treated) divides by the cohort's size instead, which has the same limit: 1.932130
    from the same data, 1.3e-3 off. All else is the same.
    """
    world = estimator_worlds.shared_trends(200)
    found = run("group_time", world).value
    assert found == pytest.approx(average_of_cells(world, "sum of weights"), abs=1e-8)
    theirs = average_of_cells(world, "cohort")
    assert round(theirs, 6) == 1.932130
    assert abs(found - theirs) > 1e-3


def test_more_covariates_than_units_are_refused() -> None:
    world = estimator_worlds.shared_trends(20)
    rng = np.random.default_rng(1)
    names = [f"x{j}" for j in range(19)]
    frame = world.frame.assign(**{name: rng.normal(size=len(world.frame)) for name in names})
    wide = World(frame, world.query, Design(DesignKind.DID, tuple(names), time="year", unit="firm"), 2.0, ())
    with fails("cannot carry 19 covariates"):
        run("group_time", wide)


def test_castle_doctrine_laws_as_diff_diff_finds() -> None:
    """0.017412 computed by diff-diff 3.13.0 (`CallawaySantAnna`, not-yet-treated) from the same data."""
    table = causaldata.castle.load_pandas().data
    frame = table[["sid", "year"]].assign(homicides=np.log(table["homicide"]), law=0.0)
    starts = table[table["post"] > 0].groupby("sid")["year"].min()
    first = frame["sid"].map(starts)
    frame["law"] = (frame["year"] >= first).astype(float)
    query, design = Query("law", "homicides", 0, 1), Design(DesignKind.DID, time="year", unit="sid")
    frame = frame.astype(float)
    sample = Sample(frame, query, design, 0.0, 1.0, len(frame), (), None)
    found = ESTIMATORS["group_time"](sample, Estimand(query, design, None, ()))
    assert round(found.value, 6) == 0.017412

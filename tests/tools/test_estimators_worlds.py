"""Every estimator finds the effect that a world was built with, and misses it when it is used wrongly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests import worlds
from tests.worlds import World
from tools.estimators import ESTIMATORS, estimate_effect
from tools.types import DesignKind, Estimate


def misses(estimate: Estimate, truth: float) -> bool:
    return abs(estimate.value - truth) > 4 * estimate.std_error


RIGHT: list[tuple[str, World]] = [
    ("linear_regression", worlds.confounded_continuous()),
    ("linear_regression", worlds.collider()),
    ("linear_regression", worlds.m_bias()),
    ("level_contrast", worlds.curved()),
    ("aipw", worlds.confounded_binary()),
    ("aipw", worlds.confounded_yes_no_outcome()),
    ("ipw", worlds.confounded_binary()),
    ("ipw", worlds.confounded_yes_no_outcome()),
    ("difference_in_means", worlds.randomised()),
    ("difference_in_means", worlds.cluster_randomised()),
    ("lin_regression", worlds.randomised()),
    ("two_stage_least_squares", worlds.instrument()),
    ("two_stage_least_squares", worlds.instrument(several=True)),
    ("two_stage_least_squares", worlds.encouragement()),
    ("liml", worlds.instrument(several=True)),
    ("frontdoor", worlds.front_door()),
    ("difference_in_differences", worlds.two_by_two()),
    ("difference_in_differences", worlds.two_by_two(switching=True)),
    ("two_way_fixed_effects", worlds.two_by_two(switching=True)),
    ("two_way_fixed_effects", worlds.staggered()),
    ("imputation", worlds.staggered()),
    ("imputation", worlds.staggered(growing=0.5)),
    ("regression_discontinuity", worlds.sharp_cutoff()),
    ("regression_discontinuity", worlds.sharp_cutoff(named=True)),
    ("regression_discontinuity", worlds.fuzzy_cutoff()),
    ("regression_discontinuity_half_bandwidth", worlds.sharp_cutoff()),
]


@pytest.mark.parametrize(("name", "world"), RIGHT, ids=[f"{i}-{n}" for i, (n, _) in enumerate(RIGHT)])
def test_the_truth_is_within_four_standard_errors(name: str, world: World) -> None:
    estimate = ESTIMATORS[name](world.sample(), world.estimand())
    assert not misses(estimate, world.truth), (estimate.value, estimate.std_error, world.truth)
    assert estimate.std_error < 0.5 * max(1.0, abs(world.truth))  # an interval that says something


def with_adjustment(world: World, *names: str) -> World:
    return replace(world, design=replace(world.design, adjustment_set=names))


def as_backdoor(world: World) -> World:
    return replace(world, design=replace(world.design, kind=DesignKind.BACKDOOR))


def wrong_cutoff() -> World:
    world = worlds.sharp_cutoff()
    return replace(world, design=replace(world.design, cutoff=75.0))


def no_time() -> World:
    """The law's effect as a plain comparison of states in the later year."""
    world = worlds.two_by_two()
    later = world.frame[world.frame["year"] > 2001.5].reset_index(drop=True)
    return as_backdoor(replace(world, frame=later))


def group_left_out() -> World:
    return worlds.two_by_two(switching=True).without("state")


WRONG: list[tuple[str, World]] = [
    ("linear_regression", worlds.confounded_continuous().without("season")),
    ("linear_regression", with_adjustment(worlds.collider(), "hired")),
    ("linear_regression", with_adjustment(worlds.m_bias(), "survey")),
    ("linear_regression", worlds.curved()),
    ("aipw", worlds.confounded_binary().without("age")),
    ("aipw", worlds.confounded_yes_no_outcome().without("risk")),
    ("ipw", worlds.confounded_binary().without("age")),
    ("linear_regression", as_backdoor(worlds.instrument())),
    ("difference_in_means", worlds.encouragement()),
    ("linear_regression", as_backdoor(worlds.front_door())),
    (
        "frontdoor",
        replace(worlds.front_door(), design=replace(worlds.front_door().design, mediators=("tar",))),
    ),
    ("linear_regression", no_time()),
    ("two_way_fixed_effects", group_left_out()),
    ("two_way_fixed_effects", worlds.staggered(growing=0.5)),
    ("regression_discontinuity", wrong_cutoff()),
    ("difference_in_means", worlds.sharp_cutoff(named=True)),
]


@pytest.mark.parametrize(("name", "world"), WRONG, ids=[f"{i}-{n}" for i, (n, _) in enumerate(WRONG)])
def test_the_mirror_misses(name: str, world: World) -> None:
    assert misses(ESTIMATORS[name](world.sample(), world.estimand()), world.truth)


@pytest.mark.parametrize("who", ["ATT", "ATC"])
@pytest.mark.parametrize("name", ["aipw", "ipw"])
def test_effects_on_the_treated_and_on_the_untreated(name: str, who: str) -> None:
    world = worlds.confounded_binary(20_000).asking(who)
    estimate = ESTIMATORS[name](world.sample(), world.estimand())
    other = world.others["ATC" if who == "ATT" else "ATT"]
    assert not misses(estimate, world.others[who])
    assert misses(estimate, other)


def test_lin_regression_on_the_treated_averages_over_the_treated() -> None:
    world = worlds.randomised(4000)
    shifted = world.frame.copy()
    # Treated rows with a higher baseline, by leaving out treated rows with a low one.
    kept = (shifted["treated"] == 0) | (shifted["baseline"] > 0)
    world = replace(world, frame=shifted[kept].reset_index(drop=True)).asking("ATT")
    mean = world.frame.loc[world.frame["treated"] == 1, "baseline"].mean()
    estimate = ESTIMATORS["lin_regression"](world.sample(), world.estimand())
    assert not misses(estimate, 1.5 + 0.5 * mean)
    assert misses(estimate, 1.5)


def test_clusters_widen_the_interval_to_what_it_should_be() -> None:
    errors, naive, values = [], [], []
    for seed in range(60):
        world = worlds.cluster_randomised(40, 10, seed)
        right = ESTIMATORS["difference_in_means"](world.sample(), world.estimand())
        alone = replace(world, design=replace(world.design, cluster=None))
        naive.append(ESTIMATORS["difference_in_means"](alone.sample(), alone.estimand()).std_error)
        errors.append(right.std_error)
        values.append(right.value)
    spread = np.std(values, ddof=1)
    assert np.mean(errors) == pytest.approx(spread, rel=0.25)
    assert np.mean(naive) < 0.6 * spread


def test_covariates_sharpen_an_experiment() -> None:
    world = worlds.randomised()
    estimate = estimate_effect(world.sample(), world.estimand())
    assert estimate.estimator == "lin_regression"
    assert estimate.std_error < 0.4 * estimate.alternatives[0].std_error


@pytest.mark.parametrize("wrong_model", ["outcome", "propensity"])
def test_aipw_needs_only_one_right_model(wrong_model: str) -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=20_000)
    bent_outcome = wrong_model == "outcome"
    chance = 1 / (1 + np.exp(1.0 - (x if bent_outcome else x**2 + x)))
    treated = (rng.random(len(x)) < chance).astype(float)
    outcome = treated + 3 * (x**2 if bent_outcome else x) + rng.normal(size=len(x))
    frame = pd.DataFrame({"treated": treated, "outcome": outcome, "risk": x})
    world = replace(worlds.confounded_yes_no_outcome(10), frame=frame)
    assert not misses(ESTIMATORS["aipw"](world.sample(), world.estimand()), 1.0)
    # What relies on the wrong model alone goes astray.
    other = "linear_regression" if bent_outcome else "ipw"
    assert misses(ESTIMATORS[other](world.sample(), world.estimand()), 1.0)

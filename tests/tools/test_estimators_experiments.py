"""Experiments with non-compliance and with several arms, and who the compliers are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.formula.api as smf
from statsmodels.stats.multitest import multipletests

from tests import estimator_worlds, worlds
from tests.words import fails
from tests.worlds import World
from tools.estimators import ESTIMATORS, choose_estimator, estimate_effect
from tools.estimators.instrument import complier_details
from tools.types import Estimate

COURSE, ARMS = estimator_worlds.offered_course(), estimator_worlds.several_arms()


def run(name: str, world: World) -> Estimate:
    return ESTIMATORS[name](world.sample(), world.estimand())


def misses(estimate: Estimate, truth: float) -> bool:
    return abs(estimate.value - truth) > 4 * estimate.std_error


def test_non_compliance_gives_the_effect_among_compliers_with_the_offers_beside_it() -> None:
    found = estimate_effect(COURSE.sample(), COURSE.estimand())
    assert found.estimator == "two_stage_least_squares"
    assert not misses(found, COURSE.truth)
    offer = found.alternatives[0]
    assert offer.estimator == "intention_to_treat"
    assert not misses(offer, COURSE.others["ITT"]) and misses(offer, COURSE.truth)
    # Comparing those who took it with those who did not is no experiment any more.
    assert misses(run("lin_regression", COURSE), COURSE.truth)


def test_the_intention_to_treat_is_the_difference_by_assignment() -> None:
    plain = COURSE.without("age")
    means = plain.frame.groupby("offered")["outcome"].mean()
    found = run("intention_to_treat", plain)
    assert found.value == pytest.approx(means[1.0] - means[0.0], rel=1e-9)
    wald = run("two_stage_least_squares", plain)
    taken = plain.frame.groupby("offered")["course"].mean()
    assert wald.value == pytest.approx(found.value / (taken[1.0] - taken[0.0]), rel=1e-9)
    with fails("one assignment column"):
        run("intention_to_treat", worlds.randomised(100))


def test_the_compliers_are_counted_and_described() -> None:
    details = run("two_stage_least_squares", COURSE).details
    assert details["complier_share"] == pytest.approx(0.5, abs=0.05)
    assert details["always_taker_share"] == pytest.approx(0.2, abs=0.03)
    assert details["never_taker_share"] == pytest.approx(0.3, abs=0.03)
    assert details["complier_mean age"] == pytest.approx(35.0, abs=0.6)
    assert details["mean age"] == pytest.approx(40.0, abs=0.3)
    assert COURSE.frame.loc[COURSE.frame["course"] == 1, "age"].mean() > 36.5  # takers are not the compliers


def test_a_discouraging_instrument_has_the_same_compliers() -> None:
    frame = COURSE.frame
    t, z = frame["course"].to_numpy(), frame["offered"].to_numpy()
    one, other = complier_details(t, z, frame, ("age",)), complier_details(t, 1 - z, frame, ("age",))
    assert one == pytest.approx(other)
    assert complier_details(frame["age"].to_numpy(), z, frame, ()) == {}


def test_all_arms_stand_against_the_base_with_holms_correction() -> None:
    found = estimate_effect(ARMS.sample(), ARMS.estimand())
    assert found.estimator == "level_contrast"
    assert not misses(found, 3.0)
    assert misses(found.alternatives[0], 3.0)  # a slope over the arms' numbers
    fit = smf.ols("outcome ~ C(arm)", ARMS.frame).fit(cov_type="HC1", use_t=True)
    theirs = multipletests(fit.pvalues.iloc[1:], method="holm")[1]
    for arm, p_value in zip((1, 2, 3, 4), theirs, strict=True):
        assert found.details[f"level_{arm}"] == pytest.approx(fit.params[f"C(arm)[T.{arm}.0]"], rel=1e-8)
        assert found.details[f"level_{arm}_std_error"] == pytest.approx(
            fit.bse[f"C(arm)[T.{arm}.0]"], rel=1e-6
        )
        assert found.details[f"level_{arm}_p_holm"] == pytest.approx(p_value, rel=1e-5)


def test_holm_keeps_the_familys_error_rate() -> None:
    """With no effect in any of four arms, any p below 0.05 comes in 5% of worlds; uncorrected in 15%."""
    any_holm = any_plain = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        world = estimator_worlds.several_arms(250, seed)
        world = replace(world, frame=world.frame.assign(outcome=rng.normal(size=250)))
        details = run("level_contrast", world).details
        any_holm += min(details[f"level_{arm}_p_holm"] for arm in range(1, 5)) < 0.05
        scores = [details[f"level_{a}"] / details[f"level_{a}_std_error"] for a in range(1, 5)]
        any_plain += max(map(abs, scores)) > 1.97
    assert any_holm / 300 < 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)
    assert any_plain / 300 > 0.09


def test_the_rules_of_choice() -> None:
    assert choose_estimator(COURSE.sample(), COURSE.estimand()).alternatives == ("intention_to_treat",)
    assert choose_estimator(ARMS.sample(), ARMS.estimand()).alternatives == ("difference_in_means",)

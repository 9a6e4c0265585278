"""Rosenbaum bounds for matched comparisons, and the specification curve."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests import estimator_worlds, worlds
from tests.tools.checks_worlds import study
from tests.words import fails, said
from tools.checks import rosenbaum_bounds, run_checks, sensitivity, specification_curve
from tools.checks.rosenbaum import matched_pairs, sensitivity_gamma, signed_rank_bound
from tools.checks.sensitivity import adjustment_sets
from tools.estimators import estimate_effect
from tools.types import Check, Estimand, Estimate, Sample, Sensitivity

# Blood lead of children of exposed workers less that of matched neighbours (Morton et al. 1982): Rosenbaum
# (2002), Observational Studies (2e), Table 4.3 has the one-sided bounds for these 33 pairs.
EXPOSED = (
    38, 23, 41, 18, 37, 36, 23, 62, 31, 34, 24, 14, 21, 17, 16, 20, 15, 10, 45, 39, 22, 35, 49, 48, 44, 35,
    43, 39, 34, 13, 73, 25, 27,
)  # fmt: skip
CONTROL = (
    16, 18, 18, 24, 19, 11, 10, 15, 16, 18, 18, 13, 19, 10, 16, 16, 24, 13, 9, 14, 21, 19, 7, 18, 19, 12,
    11, 22, 25, 16, 13, 11, 13,
)  # fmt: skip


@pytest.mark.parametrize(
    ("gamma", "published"), [(1.0, 0.0001), (2.0, 0.0018), (3.0, 0.0136), (4.0, 0.0388), (5.0, 0.0740)]
)
def test_the_bounds_are_rosenbaums(gamma: float, published: float) -> None:
    bound = signed_rank_bound(np.subtract(EXPOSED, CONTROL).astype(float), gamma)
    assert bound == pytest.approx(published, abs=0.0001)


def test_the_lead_study_stands_up_to_a_factor_of_four() -> None:
    """Rosenbaum (2002), section 4.3.3: the bound passes 0.05 between 4 and 5 (0.0740)."""
    assert 4.0 < sensitivity_gamma(np.subtract(EXPOSED, CONTROL).astype(float)) < 4.5


def test_without_bias_it_is_wilcoxons_test() -> None:
    rng = np.random.default_rng(1)
    differences = rng.normal(0.3, 1.0, 80)
    peer = stats.wilcoxon(
        differences, alternative="greater", method="asymptotic", correction=False, zero_method="pratt"
    )
    assert signed_rank_bound(differences, 1.0) == pytest.approx(peer.pvalue, rel=1e-9)


def test_pairs_are_near_and_no_row_is_used_twice() -> None:
    rng = np.random.default_rng(2)
    treated = (rng.random(400) < 0.4).astype(float)
    score = rng.normal(0.5 * treated, 1.0)
    first, second = matched_pairs(score, treated, caliper=0.1)
    assert len(first) > 100
    assert len(set(first)) == len(first) and len(set(second)) == len(second)
    assert (treated[first] == 1).all() and (treated[second] == 0).all()
    assert np.abs(score[first] - score[second]).max() <= 0.1


def strength_of(world: worlds.World) -> Sensitivity:
    sample, estimand = world.sample(), world.estimand()
    return sensitivity(sample, estimand, estimate_effect(sample, estimand))


def test_gamma_stands_in_the_answer_and_tells_strong_from_none() -> None:
    strong = strength_of(worlds.confounded_binary(1500))
    nothing = strength_of(worlds.confounded_binary(1500, effect=0.0))
    assert strong.details["rosenbaum_gamma"] > 1.5
    assert nothing.details["rosenbaum_gamma"] < 1.3
    world = worlds.confounded_binary(1500)
    found = estimate_effect(world.sample(), world.estimand())
    table = rosenbaum_bounds(world.sample(), world.estimand(), found)
    assert table["p_value"].is_monotonic_increasing
    assert "rosenbaum_gamma" not in strength_of(worlds.confounded_continuous(500)).details


def test_the_curve_holds_every_estimate_and_every_set() -> None:
    world = worlds.confounded_binary(800)
    sample, estimand = world.sample(), world.estimand()
    found = estimate_effect(sample, estimand)
    curve = specification_curve(sample, estimand, found)
    assert {found.estimator, *(other.estimator for other in found.alternatives)} <= set(curve["estimator"])
    assert curve["value"].is_monotonic_increasing
    sets = set(curve.loc[curve["estimator"] == "linear_regression", "adjustment_set"])
    assert sets == set(adjustment_sets(estimand.design.adjustment_set))
    assert len(sets) == 2 ** len(estimand.design.adjustment_set)
    # Leaving out the confounder is what moves it; whatever else is left out, the truth stays in reach.
    held = curve[curve["adjustment_set"].map(lambda names: "age" in names)]
    assert ((held["low"] < world.truth + 0.3) & (held["high"] > world.truth - 0.3)).all()
    without = curve[curve["left_out"].map(lambda names: "age" in names)]
    assert (without["low"] > world.truth).all() or (without["high"] < world.truth).all()


def test_many_covariates_are_left_out_one_and_two_at_a_time() -> None:
    names = tuple(f"x{j}" for j in range(9))
    sets = list(adjustment_sets(names))
    assert len(sets) == 1 + 9 + 36 + 1
    assert sets[0] == names and sets[-1] == ()
    assert len(list(adjustment_sets(tuple(f"x{j}" for j in range(60))))) == 128 + 1


def test_the_curves_ends_stand_beside_the_robustness_value() -> None:
    details = strength_of(worlds.confounded_binary(800)).details
    assert details["specification_lowest"] <= details["specification_median"]
    assert details["specification_median"] <= details["specification_highest"]
    assert 0.0 <= details["specifications_same_sign"] <= 1.0


def test_a_design_without_covariates_to_vary_is_refused() -> None:
    world = worlds.sharp_cutoff(500)
    found = estimate_effect(world.sample(), world.estimand())
    with fails("no adjustment set"):
        specification_curve(world.sample(), world.estimand(), replace(found, alternatives=()))


def curve_check(sample: Sample, estimand: Estimand) -> Check | None:
    found = run_checks(sample, estimand, estimate_effect(sample, estimand))
    return next((check for check in found if check.name == "specification_curve"), None)


def doses(second_step: float) -> tuple[Sample, Estimand]:
    """Three doses: the first step adds 5, the second what is said; older people get more of it."""
    rng = np.random.default_rng(5)
    age = rng.normal(50.0, 8.0, 900)
    dose = np.clip(np.round((age - 50.0) / 10.0 + rng.normal(1.0, 0.7, 900)), 0.0, 2.0)
    score = 0.3 * age + 5.0 * (dose >= 1) + second_step * (dose >= 2) + rng.normal(0.0, 1.0, 900)
    return study(pd.DataFrame({"treated": dose, "result": score, "age": age}), adjust=["age"])


def test_a_dose_taken_as_straight_shows_when_another_method_disagrees() -> None:
    straight, bent = curve_check(*doses(5.0)), curve_check(*doses(-5.0))
    assert straight is not None and straight.passed is True and straight.value == 1.0
    assert bent is not None and bent.passed is False and bent.value != 1.0
    assert "level_contrast" in said(bent.detail)


def test_an_offer_and_its_take_up_are_not_held_against_each_other() -> None:
    world = estimator_worlds.offered_course(1_500)
    estimate = estimate_effect(world.sample(), world.estimand())
    assert {other.estimator for other in estimate.alternatives} == {"intention_to_treat"}
    assert curve_check(world.sample(), world.estimand()) is None


def test_noise_between_methods_is_no_disagreement() -> None:
    """A rival far off but with an interval that holds the answer says nothing against it."""
    world = worlds.confounded_binary(400)
    sample, estimand = world.sample(), world.estimand()
    found = estimate_effect(sample, estimand)
    width = 40.0 * found.std_error
    noisy = replace(
        found.alternatives[0], value=found.value + width / 4, ci_95=(found.value - width, found.value + width)
    )
    clear = replace(noisy, ci_95=(noisy.value - found.std_error, noisy.value + found.std_error))

    def verdict(rival: Estimate) -> bool | None:
        checks = run_checks(sample, estimand, replace(found, alternatives=(rival,)))
        return next(check.passed for check in checks if check.name == "specification_curve")

    assert verdict(noisy) is True
    assert verdict(clear) is False

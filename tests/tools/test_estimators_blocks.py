"""Block and paired experiments: truth and mirror, the paired t test, Lin's regression, coverage, faults."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from tests import estimator_worlds, worlds
from tests.words import fails, texts
from tests.worlds import World
from tools.estimators import ESTIMATORS, choose_estimator, estimate_effect
from tools.types import Estimate

PAIRS = estimator_worlds.in_blocks()
BLOCKS = estimator_worlds.in_blocks(20, 10)


def run(name: str, world: World) -> Estimate:
    return ESTIMATORS[name](world.sample(), world.estimand())


def test_pairs_are_the_paired_t_test() -> None:
    found = run("blocked_difference", PAIRS)
    wide = PAIRS.frame.pivot(index="block", columns="treated", values="outcome")
    peer = stats.ttest_rel(wide[1.0], wide[0.0])
    assert found.value == pytest.approx((wide[1.0] - wide[0.0]).mean(), rel=1e-12)
    assert found.p_value == pytest.approx(peer.pvalue, rel=1e-9)
    low, high = peer.confidence_interval()
    assert found.ci_95 == pytest.approx((low, high), rel=1e-9)


def test_pairs_are_chosen_by_rule_and_are_sharper_than_no_blocks() -> None:
    found = estimate_effect(PAIRS.sample(), PAIRS.estimand())
    assert found.estimator == "blocked_difference"
    assert [other.estimator for other in found.alternatives] == ["difference_in_means"]
    assert found.std_error < 0.7 * found.alternatives[0].std_error
    larger = choose_estimator(BLOCKS.sample(), BLOCKS.estimand())
    assert larger.headline == "lin_regression"


def test_blocks_of_several_rows_are_lins_regression_with_block_columns() -> None:
    """Saturated: the same number, and HC2 is Neyman's variance within blocks."""
    large = estimator_worlds.in_blocks(20, 16)
    found, peer = run("blocked_difference", large), run("lin_regression", large)
    assert len(large.frame) >= 250  # below, Lin's uses HC3
    assert found.value == pytest.approx(peer.value, rel=1e-9)
    # For these rows: the blocks are a design, and no sample of the covariates.
    assert found.std_error == pytest.approx(peer.details["std_error_these_rows"], rel=1e-6)


def test_unequal_chances_confound_a_comparison_that_forgets_the_blocks() -> None:
    found, forgetful = run("blocked_difference", BLOCKS), run("difference_in_means", BLOCKS)
    assert abs(found.value - BLOCKS.truth) < 4 * found.std_error
    assert abs(forgetful.value - BLOCKS.truth) > 4 * forgetful.std_error


def test_blocks_with_one_arm_are_left_out_and_counted() -> None:
    frame = PAIRS.frame.drop(index=[0]).reset_index(drop=True)
    found = run("blocked_difference", replace(PAIRS, frame=frame))
    assert found.details["blocks"] == 39 and found.details["blocks_without_both_arms"] == 1
    assert any("one arm only" in text for text in texts(found.warnings))


def test_a_quantity_is_no_block() -> None:
    with fails("which rows were dealt out together"):
        run("blocked_difference", worlds.randomised(100))


def test_intervals_cover() -> None:
    """In blocks of six; in pairs the interval is the t test's, which is exact for normal differences."""
    covered, values, errors = 0, [], []
    for seed in range(200):
        world = estimator_worlds.in_blocks(24, 6, seed=3000 + seed)
        found = run("blocked_difference", world)
        covered += found.ci_95[0] <= world.truth <= found.ci_95[1]
        values.append(found.value)
        errors.append(found.std_error)
    assert 186 <= covered <= 194, covered  # 93 to 97 of 100
    assert abs(np.mean(values) - 1.0) < 3 * np.std(values) / np.sqrt(200)
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.12)

"""Losses after an assignment: bounds hold the effect that was set where the plain difference does not."""

from __future__ import annotations

import numpy as np
import pytest

from tools.checks.losses import arm_sizes_p_value, lee_bounds, missing_by_arm


def lossy(seed: int, effect: float, arm: int) -> tuple[np.ndarray, np.ndarray]:
    """An experiment in which low outcomes of one arm are lost."""
    rng = np.random.default_rng(seed)
    treated = rng.integers(0, 2, 4000).astype(float)
    quality = rng.normal(0, 3, 4000)
    outcome = 10 + effect * treated + quality
    outcome[(treated == arm) & (quality < -1.5)] = np.nan
    return outcome, treated


@pytest.mark.parametrize("arm", [0, 1])
def test_the_bounds_hold_the_effect_and_the_plain_difference_does_not(arm: int) -> None:
    outcome, treated = lossy(1, 2.0, arm)
    found = lee_bounds(outcome=outcome, treated=treated)
    # Where the lowest alone are lost the effect is one end of the bounds: the interval has to hold it.
    assert found.ci_95[0] < 2.0 < found.ci_95[1] and found.lower < found.upper
    kept = np.isfinite(outcome)
    one, other = outcome[kept & (treated == 1)], outcome[kept & (treated == 0)]
    error = np.sqrt(one.var() / len(one) + other.var() / len(other))
    assert abs(one.mean() - other.mean() - 2.0) > 4 * error


def test_without_losses_the_bounds_are_the_difference() -> None:
    outcome, treated = lossy(2, 2.0, arm=5)
    found = lee_bounds(outcome=outcome, treated=treated)
    plain = outcome[treated == 1].mean() - outcome[treated == 0].mean()
    assert found.lower == pytest.approx(plain) and found.upper == pytest.approx(plain)


def test_exchanging_the_arms_turns_the_bounds_round() -> None:
    outcome, treated = lossy(3, 2.0, arm=0)
    found, turned = (lee_bounds(outcome=outcome, treated=arm) for arm in (treated, 1 - treated))
    assert turned.lower == pytest.approx(-found.upper) and turned.upper == pytest.approx(-found.lower)


def test_the_interval_holds_both_ends_about_as_often_as_it_says() -> None:
    """Over draws the ends scatter about those of a very large draw by the errors that are given."""
    truth = lee_bounds(outcome=(large := lossy(0, 2.0, 1))[0], treated=large[1])
    ends = [lee_bounds(outcome=o, treated=t) for o, t in (lossy(seed, 2.0, 1) for seed in range(20, 60))]
    spread = np.std([each.lower for each in ends], ddof=1)
    error = np.mean([(each.lower - each.ci_95[0]) / 1.96 for each in ends])
    assert 0.6 < spread / error < 1.5 and abs(np.mean([e.upper for e in ends]) - truth.upper) < 4 * error


def test_missing_by_arm_tells_a_difference_from_none() -> None:
    outcome, treated = lossy(4, 0.0, arm=1)
    found = missing_by_arm(outcome=outcome, treated=treated)
    assert found.treated > 0.2 and found.untreated == 0 and found.p_value < 1e-6
    even = np.where(np.random.default_rng(5).random(4000) < 0.2, np.nan, 1.0)
    assert missing_by_arm(outcome=even, treated=treated).p_value > 1e-3


def test_arm_sizes() -> None:
    assert arm_sizes_p_value(treated=990, rows=2000, share=0.5) > 0.1
    assert arm_sizes_p_value(treated=700, rows=2000, share=0.5) < 1e-6
    assert arm_sizes_p_value(treated=700, rows=2100, share=1 / 3) > 0.5

"""Matching on an estimated propensity: the interval counts the estimation (Abadie & Imbens 2016)."""

from __future__ import annotations

import numpy as np
import pytest

from tests import worlds
from tools.estimators.interface import run_estimator
from tools.estimators.matching import MahalanobisMatching, PropensityMatching


def test_the_standard_error_is_the_spread_and_the_known_scores_is_not() -> None:
    """Plain matching on everybody, where the estimated propensity does better than the true one would."""
    values, errors, known = [], [], []
    for seed in range(250):
        world = worlds.confounded_binary(300, seed)
        found = run_estimator(
            PropensityMatching, world.sample(), world.estimand(), bias_corrected=False, caliper=None
        )
        values.append(found.value)
        errors.append(found.std_error)
        known.append(found.details["std_error_known_places"])
    spread = np.std(values, ddof=1)  # its own error is 4.5%
    assert np.mean(errors) == pytest.approx(spread, rel=0.09)
    assert np.mean(known) > 1.04 * np.mean(errors)


@pytest.mark.parametrize("who", ["ATE", "ATT", "ATC"])
def test_after_the_correction_for_covariates_little_is_left_to_count(who: str) -> None:
    world = worlds.confounded_binary(1000).asking(who)
    corrected = run_estimator(PropensityMatching, world.sample(), world.estimand())
    assert corrected.std_error == pytest.approx(corrected.details["std_error_known_places"], rel=0.02)
    plain = run_estimator(PropensityMatching, world.sample(), world.estimand(), bias_corrected=False)
    assert plain.std_error < 0.99 * plain.details["std_error_known_places"]


def test_covariates_are_no_estimate() -> None:
    world = worlds.confounded_binary(400)
    found = run_estimator(MahalanobisMatching, world.sample(), world.estimand())
    assert found.std_error == found.details["std_error_known_places"]

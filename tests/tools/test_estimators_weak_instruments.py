"""Weak instruments: the Anderson-Rubin set in its bounded, unbounded and empty forms."""

from __future__ import annotations

import numpy as np
import pytest

from tests import worlds
from tests.words import texts
from tests.worlds import World
from tools.estimators import estimate_effect
from tools.estimators.instrument import AndersonRubin
from tools.types import Estimate


def run(world: World) -> Estimate:
    return estimate_effect(world.sample(), world.estimand())


def test_a_weak_instrument_gets_the_anderson_rubin_interval() -> None:
    weak = run(worlds.instrument(400, strength=0.12))
    assert weak.details["first_stage_f"] < 10
    assert any("Anderson-Rubin" in warning for warning in texts(weak.warnings))
    assert weak.ci_95[1] - weak.ci_95[0] > 3.92 * weak.std_error
    strong = run(worlds.instrument(4000))
    assert strong.details["first_stage_f"] > 104.7
    assert strong.ci_95 == pytest.approx(
        (strong.value - 1.961 * strong.std_error, strong.value + 1.961 * strong.std_error), rel=1e-3
    )


def test_one_instrument_in_between_gets_it_too_and_several_get_both() -> None:
    """With one, Anderson-Rubin's loses nothing; with several, the wider of the two on each side."""
    one = run(worlds.instrument(400))
    assert 10 < one.details["first_stage_f"] < 104.7 and not one.warnings
    # The set's ends solve the test, whose statistic for one instrument is a squared t of the reduced form.
    assert one.ci_95[0] < one.value < one.ci_95[1]
    assert one.value - one.ci_95[0] > one.ci_95[1] - one.value  # the set is not symmetric, the usual one is
    several = run(worlds.instrument(150, several=True, seed=3))
    assert 10 < several.details["first_stage_f"] < 23.1
    usual = several.value - 1.976 * several.std_error, several.value + 1.976 * several.std_error
    assert several.ci_95[0] <= usual[0] + 1e-3 and several.ci_95[1] >= usual[1] - 1e-3
    assert several.ci_95[1] - several.ci_95[0] > usual[1] - usual[0] + 1e-3


def test_an_instrument_that_says_nothing_has_no_bounds() -> None:
    found = run(worlds.instrument(400, strength=0.0))
    assert found.ci_95 == (-np.inf, np.inf)
    assert any("no bounds" in warning for warning in texts(found.warnings))


def ar(on_outcome: float, on_treatment: float) -> AndersonRubin:
    one = np.array([[1.0]])
    return AndersonRubin(np.array([on_outcome]), np.array([on_treatment]), one, 0 * one, one, 1.0, 1e6)


@pytest.mark.parametrize(
    ("on_outcome", "on_treatment", "pieces"), [(3.0, 8.0, 1), (5.0, 1.0, 2), (0.5, 0.5, 1)]
)
def test_anderson_rubin_pieces_solve_the_quadratic(
    on_outcome: float, on_treatment: float, pieces: int
) -> None:
    """(y - b t)^2 <= 3.84 (1 + b^2), solved by hand: bounded, all but a gap, and everything."""
    found = ar(on_outcome, on_treatment).pieces(0.95)
    assert len(found) == pieces
    limit = 3.8415
    roots = np.roots([on_treatment**2 - limit, -2 * on_outcome * on_treatment, on_outcome**2 - limit])
    ends = sorted(end for piece in found for end in piece if np.isfinite(end))
    expected = sorted(roots.real) if np.isreal(roots).all() else []
    assert ends == pytest.approx(expected, rel=1e-3)


def test_contradicting_instruments_leave_no_effect() -> None:
    eye = np.eye(2)
    test = AndersonRubin(np.array([20.0, -20.0]), np.array([10.0, 10.0]), eye, 0 * eye, eye, 1.0, 1e6)
    assert test.pieces(0.95) == ()
    assert "contradict" in texts(test.describe(0.95))[0]
    low, high = test.interval(0.95)
    assert low == high

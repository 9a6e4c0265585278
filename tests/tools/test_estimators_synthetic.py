"""Synthetic control: truth and mirror, the weights against a general solver, ranking, coverage, faults."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import minimize

from tests import estimator_worlds, worlds
from tests.words import fails, texts
from tests.worlds import World
from tools.estimators import ESTIMATORS, choose_estimator, estimate_effect
from tools.estimators.synthetic_control import simplex_weights
from tools.types import Estimate

LAW = estimator_worlds.one_law()


def run(name: str, world: World) -> Estimate:
    return ESTIMATORS[name](world.sample(), world.estimand())


def test_the_weighted_average_finds_the_effect_and_parallel_trends_do_not() -> None:
    found = run("synthetic_control", LAW)
    assert abs(found.value - LAW.truth) < 4 * found.std_error
    assert found.std_error < 1.0
    plain = run("difference_in_differences", LAW).value
    assert not found.ci_95[0] <= plain <= found.ci_95[1]


def test_a_treated_unit_ranks_first_and_an_untreated_one_does_not() -> None:
    assert run("synthetic_control", LAW).p_value == pytest.approx(1 / 24)
    nothing = [run("synthetic_control", estimator_worlds.one_law(effect=0.0, seed=s)) for s in range(20)]
    assert sum(found.p_value < 0.1 for found in nothing) <= 5  # 99.9% of binomial(20, 2/24)


def test_it_is_the_headline_by_rule_and_fixed_effects_stand_beside_it() -> None:
    found = estimate_effect(LAW.sample(), LAW.estimand())
    assert found.estimator == "synthetic_control"
    assert {other.estimator for other in found.alternatives} == {
        "two_way_fixed_effects",
        "difference_in_differences",
    }
    short = estimator_worlds.one_law(start=7)
    assert choose_estimator(short.sample(), short.estimand()).headline == "two_way_fixed_effects"
    few = estimator_worlds.one_law(states=8)
    assert choose_estimator(few.sample(), few.estimand()).headline == "two_way_fixed_effects"


@pytest.mark.parametrize("donors", [4, 12, 30])
def test_the_weights_are_a_general_solvers(donors: int) -> None:
    """SLSQP on the simplex, the solver of Abadie, Diamond & Hainmueller's problem in textbooks."""
    rng = np.random.default_rng(donors)
    table = rng.normal(0.0, 1.0, (donors, 40)) + 100.0
    own = rng.dirichlet(np.ones(donors)) @ table + rng.normal(0.0, 0.3, 40)
    weights = simplex_weights(own, table)
    peer = minimize(
        lambda w: float(((own - w @ table) ** 2).sum()),
        np.full(donors, 1 / donors),
        jac=lambda w: -2 * table @ (own - w @ table),
        bounds=[(0.0, 1.0)] * donors,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1.0, "jac": lambda w: np.ones(donors)},
        options={"ftol": 1e-15, "maxiter": 2000},
        method="SLSQP",
    )
    assert weights.min() >= 0.0
    assert weights.sum() == pytest.approx(1.0, abs=1e-12)
    assert ((own - weights @ table) ** 2).sum() <= peer.fun * (1 + 1e-6)
    np.testing.assert_allclose(weights, peer.x, atol=2e-4)


def test_rows_and_units_do_not_depend_on_their_order() -> None:
    shuffled = replace(LAW, frame=LAW.frame.sample(frac=1.0, random_state=1).reset_index(drop=True))
    one, two = run("synthetic_control", LAW), run("synthetic_control", shuffled)
    assert two.value == pytest.approx(one.value, rel=1e-9)
    weights = {name: size for name, size in one.details.items() if name.startswith("weight_")}
    assert sum(weights.values()) > 0.95
    assert {name for name in two.details if name.startswith("weight_")} == set(weights)


def test_a_treated_unit_unlike_all_others_is_warned_about() -> None:
    frame = LAW.frame.copy()
    alone = frame["state"] == "s00"
    frame.loc[alone, "sales"] += 100.0 * np.sin(frame.loc[alone, "year"])
    found = run("synthetic_control", replace(LAW, frame=frame))
    assert any("follows the treated one" in text for text in texts(found.warnings))
    assert not any(
        "follows the treated one" in text for text in texts(run("synthetic_control", LAW).warnings)
    )


def test_several_treated_units_are_not_taken_for_one() -> None:
    with fails("one treated unit"):
        run("synthetic_control", worlds.staggered())


def scaled_gap(outcome: np.ndarray, unit: int, start: int, donors: list[int]) -> float:
    """Mean gap after the start over the root mean squared gap before it."""
    gap = outcome[unit] - simplex_weights(outcome[unit, :start], outcome[donors, :start]) @ outcome[donors]
    return abs(float(gap[start:].mean())) / float(np.sqrt((gap[:start] ** 2).mean()))


def test_the_interval_ends_where_the_treated_unit_stands_out_from_all_placebos() -> None:
    """Firpo & Possebom (2018): take an effect off the treated unit, and rank it again."""
    world = estimator_worlds.one_law(seed=7001)
    outcome = world.frame["sales"].to_numpy().reshape(24, 24)
    donors = list(range(1, 24))
    largest = max(scaled_gap(outcome, unit, 16, [d for d in donors if d != unit]) for unit in donors)
    low, high = run("synthetic_control", world).ci_95
    for limit, inside in ((low, low + 0.01), (high, high - 0.01)):
        for effect, stands_out in ((inside, False), (2 * limit - inside, True)):
            without = outcome.copy()
            without[0, 16:] -= effect
            assert (scaled_gap(without, 0, 16, donors) > largest) is stands_out


def test_few_donors_have_an_interval_by_students_t() -> None:
    found = run("synthetic_control", estimator_worlds.one_law(states=10))
    half = float(stats.t.ppf(0.975, 9)) * found.std_error
    assert found.ci_95 == pytest.approx((found.value - half, found.value + half))


def test_intervals_of_parallel_trends_do_not_cover() -> None:
    """The mirror of the coverage table."""
    fooled = 0
    for seed in range(40):
        world = estimator_worlds.one_law(seed=1000 + seed)
        plain = run("difference_in_differences", world)
        fooled += not plain.ci_95[0] <= world.truth <= plain.ci_95[1]
    assert fooled > 10, fooled

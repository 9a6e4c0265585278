"""The tests that designs must pass, on worlds whose answer is known, each with a mirror that must fail."""

from __future__ import annotations

import numpy as np
import pytest

from tools.designs.tests import (
    association,
    balance,
    find_cutoff,
    first_stage,
    jump,
    least_squares,
    mediation,
    rank_correlation,
    switching,
)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_least_squares_agrees_with_statsmodels_hc1(rng: np.random.Generator) -> None:
    import statsmodels.api as sm

    x = rng.normal(size=(300, 3)) * [1.0, 100.0, 0.01]
    y = x @ [1.0, 0.02, 30.0] + rng.normal(size=300) * (1 + np.abs(x[:, 0]))
    beta, covariance, _ = least_squares(y, x)
    reference = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC1")
    assert np.allclose(beta, reference.params[1:])
    assert np.allclose(np.sqrt(np.diag(covariance)), reference.bse[1:])


def test_balance_of_a_coin_toss_and_of_a_choice(rng: np.random.Generator) -> None:
    x = rng.normal(size=(800, 4))
    tossed = rng.integers(0, 2, 800).astype(float)
    chosen = (x[:, 0] + rng.normal(size=800) > 0).astype(float)
    assert balance(tossed, x).p_value > 0.01
    assert balance(tossed, x).worst_difference < 0.25
    assert balance(chosen, x).p_value < 1e-6
    assert balance(chosen, x).worst_difference > 0.25


def test_balance_says_nothing_without_covariates_or_rows(rng: np.random.Generator) -> None:
    assert balance(rng.integers(0, 2, 50).astype(float), np.empty((50, 0))).p_value == 1.0
    assert balance(np.array([0.0, 1.0]), np.ones((2, 1))).p_value == 1.0


def test_first_stage_of_a_strong_and_of_an_idle_instrument(rng: np.random.Generator) -> None:
    z = rng.integers(0, 2, 1000).astype(float)
    treated = z * (rng.random(1000) < 0.6)
    strong = first_stage(treated, z)
    assert strong.f > 100
    assert strong.one_sided
    assert strong.complier_share == pytest.approx(0.6, abs=0.06)
    idle = [first_stage(rng.integers(0, 2, 1000).astype(float), z) for _ in range(200)]
    assert np.mean([stage.f > 10 for stage in idle]) < 0.03  # chi-square(1): 0.2%
    assert not any(stage.one_sided for stage in idle)


def test_first_stage_needs_variation() -> None:
    assert first_stage(np.ones(100), np.arange(100.0)).f == 0.0
    assert first_stage(np.arange(100.0), np.ones(100)).f == 0.0


def test_first_stage_with_two_instruments_and_a_covariate(rng: np.random.Generator) -> None:
    z, x = rng.normal(size=(600, 2)), rng.normal(size=(600, 1))
    treatment = z @ [0.5, 0.5] + x[:, 0] + rng.normal(size=600)
    assert first_stage(treatment, z, x).f > 50
    # What the covariate explains is not the instrument's merit.
    assert first_stage(x[:, 0] + rng.normal(size=600), z, x).f < 10


def test_switching_sees_staggered_adoption() -> None:
    unit, time = np.repeat(np.arange(4), 6), np.tile(np.arange(6.0), 4)
    start = np.array([2, 4, 9, 9])[unit]
    seen = switching((time >= start).astype(float), unit, time)
    assert (seen.units, seen.periods, seen.switching_units, seen.adoption_periods) == (4, 6, 2, 2)
    assert seen.absorbing_share == 1.0
    assert seen.constant_in_cell


def test_switching_of_a_fixed_group_and_of_noise(rng: np.random.Generator) -> None:
    unit, time = np.repeat(np.arange(20), 10), np.tile(np.arange(10.0), 20)
    fixed = switching((unit < 10).astype(float), unit, time)
    assert fixed.switching_units == 0
    noise = switching(rng.integers(0, 2, 200).astype(float), unit, time)
    assert noise.switching_units > 10
    assert noise.absorbing_share < 0.3


def test_switching_within_individuals_of_a_cell_is_not_a_policy(rng: np.random.Generator) -> None:
    unit, time = np.repeat(np.arange(5), 100), np.tile(np.repeat(np.arange(5.0), 20), 5)
    assert not switching(rng.integers(0, 2, 500).astype(float), unit, time).constant_in_cell


@pytest.mark.parametrize(("units", "periods"), [(8, 6), (300, 250)])
def test_switching_agrees_with_counting_row_by_row(
    rng: np.random.Generator, units: int, periods: int
) -> None:
    """Few cells, which are counted, and many empty ones, which are sorted; labels need no order."""
    rows = 200
    unit, time = rng.integers(0, units, rows), rng.choice(rng.normal(size=periods), rows)
    labels: list[object] = [f"u{u}" if u % 2 else int(u) for u in unit]
    treatment = (time >= rng.normal(size=units)[unit]).astype(float)
    seen = switching(treatment, np.array(labels, dtype=object), time)
    histories: dict[object, dict[float, float]] = {}
    for label, period, treated in zip(labels, time, treatment, strict=True):
        histories.setdefault(label, {})[period] = treated
    both = [h for h in histories.values() if 0 < sum(h.values()) < len(h)]
    stays = [[h[p] for p in sorted(h)] for h in both]
    assert (seen.units, seen.periods) == (len(histories), len(set(time)))
    assert seen.switching_units == len(both) > 2
    assert seen.absorbing_share == np.mean([values == sorted(values) for values in stays]) == 1.0
    assert seen.adoption_periods == len({min(p for p, t in h.items() if t) for h in both})
    mixed = np.repeat(treatment, 2)
    mixed[::2] = 0.0
    assert not switching(mixed, np.repeat(unit, 2), np.repeat(time, 2)).constant_in_cell


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_find_cutoff_of_a_sharp_rule_is_round(rng: np.random.Generator, sign: float) -> None:
    score = rng.normal(60, 10, 900)
    found = find_cutoff(score, (sign * score >= sign * 62).astype(float))
    assert found is not None
    assert found.sharp
    assert found.cutoff == 62.0
    assert found.above is (sign > 0)


def test_find_cutoff_of_a_fuzzy_rule(rng: np.random.Generator) -> None:
    score = rng.normal(0, 1, 3000)
    treated = (rng.random(3000) < np.where(score >= 0.5, 0.8, 0.2)).astype(float)
    found = find_cutoff(score, treated)
    assert found is not None
    assert not found.sharp
    assert found.cutoff == pytest.approx(0.5, abs=0.1)
    assert found.size == pytest.approx(0.6, abs=0.25)


def test_a_smooth_propensity_does_not_jump(rng: np.random.Generator) -> None:
    score = rng.normal(0, 1, 3000)
    treated = (rng.random(3000) < 1 / (1 + np.exp(-2 * score))).astype(float)
    assert abs(jump(score, treated, 0.0).t) < 4


def test_jump_counts_rows_near_the_cutoff() -> None:
    gap = np.concatenate([np.linspace(20, 35, 200), np.linspace(45, 60, 200)])
    assert jump(gap, (gap > 40).astype(float), 40.0).near == 0
    full = np.linspace(20, 60, 400)
    assert jump(full, (full > 40).astype(float), 40.0).near >= 39


def test_mediation_with_a_hidden_cause(rng: np.random.Generator) -> None:
    hidden = rng.normal(size=2000)
    t = (hidden + rng.normal(size=2000) > 0).astype(float)
    m = 2 * t + rng.normal(size=2000)
    none = np.empty((2000, 0))
    whole = mediation(t, m, m + rng.normal(size=2000), none)
    assert whole.treatment_to_mediator is not None and whole.treatment_to_mediator > 20
    assert whole.direct is not None and abs(whole.direct) < 4
    hurt = mediation(t, m, m + 2 * hidden + rng.normal(size=2000), none)
    assert hurt.direct is not None and abs(hurt.direct) > 10


def test_mediation_without_variation_tests_only_the_last_arrow(rng: np.random.Generator) -> None:
    m = rng.normal(size=200)
    found = mediation(np.ones(200), m, m + rng.normal(size=200), np.empty((200, 0)))
    assert found.treatment_to_mediator is None
    assert found.direct is None
    assert found.mediator_to_outcome > 10


def test_association_ignores_missing_rows(rng: np.random.Generator) -> None:
    x = rng.normal(size=300)
    y = x + rng.normal(size=300)
    y[:50] = np.nan
    assert association(x, y) < 1e-6
    assert association(x, rng.normal(size=300)) > 0.001
    assert association(x, np.full(300, np.nan)) == 1.0


def test_rank_correlation_sees_any_monotone_copy(rng: np.random.Generator) -> None:
    x = rng.lognormal(size=200)
    assert rank_correlation(x, np.log(x)) == pytest.approx(1.0)
    assert rank_correlation(x, -(x**3)) == pytest.approx(-1.0)
    assert abs(rank_correlation(x, rng.normal(size=200))) < 0.25
    assert rank_correlation(x, None) == 0.0

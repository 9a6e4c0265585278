"""Placebo, random covariate and subset draws: equal to brute force and DoWhy, failing where they should."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.tools.checks_worlds import CONFOUNDERS, confounded_world, instrument_world, named, study
from tests.words import said
from tools.checks import run_checks
from tools.checks.linear import encode, fit_linear
from tools.checks.refits import effects_of_shuffled, effects_on_subsets, effects_with_random_covariate
from tools.estimators import ESTIMATORS, estimate_effect
from tools.types import DesignKind


@pytest.fixture(scope="module")
def frame():
    return confounded_world(rows=300)


@pytest.fixture(scope="module")
def fit(frame):
    covariates = encode(frame, CONFOUNDERS).matrix
    return fit_linear(covariates, frame["treated"].to_numpy(), frame["result"].to_numpy())


def least_squares_effect(treatment, outcome, covariates):
    """The plain way: one full regression."""
    design = np.column_stack([treatment, np.ones(len(outcome)), covariates])
    return np.linalg.lstsq(design, outcome, rcond=None)[0][0]


def assert_same_distribution(fast, slow):
    assert fast.std() == pytest.approx(slow.std(), rel=0.06)
    error = np.hypot(fast.std() / np.sqrt(len(fast)), slow.std() / np.sqrt(len(slow)))
    assert abs(fast.mean() - slow.mean()) < 4 * error


def test_placebo_draws_have_the_distribution_of_brute_force(frame, fit):
    covariates = encode(frame, CONFOUNDERS).matrix
    treated, result = frame["treated"].to_numpy(), frame["result"].to_numpy()
    draw = np.random.default_rng(1)
    slow = np.array(
        [least_squares_effect(draw.permutation(treated), result, covariates) for _ in range(2000)]
    )
    fast = effects_of_shuffled(fit, treated, 4000, np.random.default_rng(2))
    assert_same_distribution(fast, slow)


def test_one_placebo_draw_is_the_regression_on_that_very_shuffle(frame, fit):
    covariates = encode(frame, CONFOUNDERS).matrix
    treated = frame["treated"].to_numpy()
    fast = effects_of_shuffled(fit, treated, 3, np.random.default_rng(2))
    shuffled = np.random.default_rng(2).permuted(np.tile(treated, (3, 1)), axis=1)
    slow = [least_squares_effect(t, frame["result"].to_numpy(), covariates) for t in shuffled]
    np.testing.assert_allclose(fast, slow, rtol=1e-9)


def test_random_covariate_draws_are_the_regressions_with_it(frame, fit):
    covariates = encode(frame, CONFOUNDERS).matrix
    treated, result = frame["treated"].to_numpy(), frame["result"].to_numpy()
    fast = effects_with_random_covariate(fit, 5, np.random.default_rng(3))
    noise = np.random.default_rng(3).standard_normal((5, len(frame)))
    slow = [least_squares_effect(treated, result, np.column_stack([covariates, w])) for w in noise]
    np.testing.assert_allclose(fast, slow, rtol=1e-9)


def test_random_covariate_draws_with_an_instrument_are_two_stage_least_squares():
    frame = instrument_world(rows=400)
    sample, estimand = study(frame, DesignKind.IV, adjust=["age"], instruments=("lottery", "offer"))
    value = fit_linear(
        encode(frame, ("age",)).matrix,
        frame["treated"].to_numpy(),
        frame["result"].to_numpy(),
        frame[["lottery", "offer"]].to_numpy(),
    )
    full = ESTIMATORS["two_stage_least_squares"](sample, estimand)
    assert value.value == pytest.approx(full.value, rel=1e-9)
    assert value.std_error == pytest.approx(full.std_error, rel=1e-6)
    fast = effects_with_random_covariate(value, 2, np.random.default_rng(3))
    noise = np.random.default_rng(3).standard_normal((2, len(frame)))
    for effect, covariate in zip(fast, noise, strict=True):
        wider, wide_estimand = study(
            frame.assign(noise=covariate),
            DesignKind.IV,
            adjust=["age", "noise"],
            instruments=("lottery", "offer"),
        )
        again = ESTIMATORS["two_stage_least_squares"](wider, wide_estimand).value
        assert effect == pytest.approx(again, rel=1e-9)


def test_subset_draws_have_the_distribution_of_brute_force(frame, fit):
    covariates = encode(frame, CONFOUNDERS).matrix
    treated, result = frame["treated"].to_numpy(), frame["result"].to_numpy()
    draw = np.random.default_rng(4)
    slow = []
    for _ in range(2000):
        kept = draw.permutation(len(frame))[: round(0.8 * len(frame))]
        slow.append(least_squares_effect(treated[kept], result[kept], covariates[kept]))
    # One dealing of rows into blocks is one arrangement; the distribution is over dealings too.
    dealt = [effects_on_subsets(fit, 0.8, 200, np.random.default_rng(seed)) for seed in range(40)]
    assert_same_distribution(np.concatenate(dealt), np.array(slow))


def test_agreement_with_dowhys_refuters(frame):
    """Where DoWhy's refuters are right (linear regression, a fresh copy each time) they tell the same."""
    import pandas as pd
    from dowhy.causal_refuters import refute_data_subset, refute_placebo_treatment, refute_random_common_cause
    from dowhy.causal_refuters.placebo_treatment_refuter import PlaceboType

    from tools.estimators.interface import realised_estimand
    from tools.estimators.regression import LinearRegression

    numeric = pd.get_dummies(frame, columns=["region"], drop_first=True, dtype=float)
    names = [c for c in numeric if c not in ("treated", "result")]
    sample, estimand = study(numeric, adjust=names)
    identified = realised_estimand(sample, estimand)
    estimate = LinearRegression(identified).fit(numeric, effect_modifier_names=[]).estimate_effect(numeric)
    found = named(run_checks(sample, estimand, estimate_effect(sample, estimand, "linear_regression")))
    fit = fit_linear(
        encode(numeric, tuple(names)).matrix,
        sample.frame["treated"].to_numpy(),
        sample.frame["result"].to_numpy(),
    )
    spread = effects_of_shuffled(fit, numeric["treated"].to_numpy(), 400, np.random.default_rng(1)).std()

    def their(refuter, **options):
        np.random.seed(1)
        return refuter(numeric.copy(), identified, estimate, num_simulations=40, **options).new_effect

    placebo = their(refute_placebo_treatment, treatment_names=["treated"], placebo_type=PlaceboType.PERMUTE)
    assert abs(placebo) < 4 * spread / np.sqrt(40)
    assert abs(found["placebo_treatment"].value) < 4 * spread / np.sqrt(200)
    assert found["random_common_cause"].value == pytest.approx(
        their(refute_random_common_cause), abs=0.1 * spread
    )
    assert estimate.value == pytest.approx(their(refute_data_subset, subset_fraction=0.8), abs=0.3 * spread)
    assert found["subset_stability"].passed is True


@pytest.fixture
def stale():
    """A faulty estimator that finds an effect in a shuffled treatment, as reused propensities do."""

    @ESTIMATORS.register("stale")
    def estimator(sample, estimand):
        honest = ESTIMATORS["linear_regression"](sample, estimand)
        return dataclasses.replace(honest, value=honest.value + 1.0, estimator="stale")

    yield estimator
    ESTIMATORS.remove("stale")


def test_placebo_fails_for_an_estimator_that_keeps_the_old_treatment(stale):
    sample, estimand = study(confounded_world(), adjust=CONFOUNDERS)
    found = named(run_checks(sample, estimand, stale(sample, estimand)))
    assert found["placebo_treatment"].passed is False
    honest = named(run_checks(sample, estimand, ESTIMATORS["aipw"](sample, estimand)))
    assert honest["placebo_treatment"].passed is True


def test_subsets_fail_for_a_standard_error_that_is_too_small():
    sample, estimand = study(confounded_world(), adjust=CONFOUNDERS)
    estimate = ESTIMATORS["linear_regression"](sample, estimand)
    boastful = dataclasses.replace(estimate, std_error=estimate.std_error / 4)
    assert named(run_checks(sample, estimand, estimate))["subset_stability"].passed is True
    assert named(run_checks(sample, estimand, boastful))["subset_stability"].passed is False


def test_random_covariate_fails_when_there_are_hardly_more_rows_than_covariates():
    draw = np.random.default_rng(9)
    frame = confounded_world(rows=28)
    names = [f"c{j}" for j in range(22)]
    for name in names:
        frame[name] = draw.standard_normal(len(frame))
    sample, estimand = study(frame, adjust=names)
    found = named(run_checks(sample, estimand, ESTIMATORS["linear_regression"](sample, estimand)))
    assert found["random_common_cause"].passed is False


def test_leaving_one_covariate_out_is_a_refit_without_it():
    frame = confounded_world()
    sample, estimand = study(frame, adjust=CONFOUNDERS)
    found = named(run_checks(sample, estimand, ESTIMATORS["linear_regression"](sample, estimand)))
    shorter, short_estimand = study(frame, adjust=["size", "region"])
    without = ESTIMATORS["linear_regression"](shorter, short_estimand).value
    check = found["leave_one_covariate_out"]
    assert "Leaving out season" in said(check.detail)
    assert check.value == pytest.approx(without, rel=1e-9)
    assert check.passed is True


def test_leaving_one_covariate_out_fails_when_the_sign_rests_on_it():
    frame = confounded_world(rows=3000, selection=2.0)
    frame["result"] = frame["result"] - 4 * frame["treated"] + 3 * frame["season"]  # the effect is now -2
    sample, estimand = study(frame, adjust=CONFOUNDERS)
    estimate = ESTIMATORS["linear_regression"](sample, estimand)
    assert estimate.value < 0
    found = named(run_checks(sample, estimand, estimate))["leave_one_covariate_out"]
    assert found.passed is False and found.value > 0


def test_whole_clusters_are_shuffled_when_whole_clusters_were_treated():
    """Shuffling single rows would make the placebo spread several times too narrow."""
    draw = np.random.default_rng(10)
    village = np.repeat(np.arange(40), 25)
    treated = (np.arange(40) % 2)[village].astype(float)
    result = draw.standard_normal(40)[village] + 0.3 * draw.standard_normal(1000)
    fitted = fit_linear(np.empty((1000, 0)), treated, result, clusters=village)
    whole = effects_of_shuffled(fitted, treated, 1000, np.random.default_rng(1)).std()
    single = effects_of_shuffled(
        dataclasses.replace(fitted, clusters=None), treated, 1000, np.random.default_rng(1)
    ).std()
    assert whole == pytest.approx(fitted.std_error, rel=0.15)
    assert single < 0.5 * whole


def test_placebo_outcome_runs_only_with_an_earlier_measurement_and_sees_confounding():
    """`weight_before` gives away a hidden confounder that moves both measurements."""
    draw = np.random.default_rng(14)
    rows = 1500
    hidden, age = draw.standard_normal((2, rows))
    frame = confounded_world(rows)[["treated"]]
    frame["age"] = age
    frame["weight_before"] = age + draw.standard_normal(rows)
    frame["weight_after"] = frame["weight_before"] + frame["treated"] + draw.standard_normal(rows)
    sample, estimand = study(frame, adjust=["age", "weight_before"], outcome="weight_after")
    found = named(run_checks(sample, estimand, estimate_effect(sample, estimand)))
    assert found["placebo_outcome"].passed is True and "weight_before" in said(
        found["placebo_outcome"].detail
    )

    frame = frame.assign(treated=(hidden + draw.standard_normal(rows) > 0).astype(float))
    frame["weight_before"] += hidden
    sample, estimand = study(frame, adjust=["age", "weight_before"], outcome="weight_after")
    found = named(run_checks(sample, estimand, estimate_effect(sample, estimand)))
    assert found["placebo_outcome"].passed is False

    sample, estimand = study(frame, adjust=["age"], outcome="weight_after")
    assert "placebo_outcome" not in named(run_checks(sample, estimand, estimate_effect(sample, estimand)))


def test_a_large_sample_uses_the_linear_stand_in_and_says_so():
    frame = confounded_world(rows=12_000)
    sample, estimand = study(frame, adjust=CONFOUNDERS)
    found = named(run_checks(sample, estimand, ESTIMATORS["aipw"](sample, estimand)))
    for name in ("placebo_treatment", "random_common_cause", "subset_stability"):
        assert "stands in for aipw" in said(found[name].detail) and found[name].passed is True
    exact = named(run_checks(sample, estimand, ESTIMATORS["linear_regression"](sample, estimand)))
    assert "stands in" not in said(exact["placebo_treatment"].detail)

"""In large samples a regression's checks come from one pass: the same figures as from the rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.tools.checks_worlds import CONFOUNDERS, confounded_world, named, study
from tests.words import fails
from tools.checks import run_checks, sensitivity, setting
from tools.checks.linear import group_regression
from tools.checks.refits import effects_on_subsets, subsets
from tools.checks.setting import ONE_PASS_ROWS, Setting, set_up
from tools.estimators import ESTIMATORS, propensity
from tools.estimators.linear import design_matrix
from tools.estimators.shared import shared_work
from tools.types import DesignKind, Estimand, Estimate, Sample

ROWS = ONE_PASS_ROWS + 2_000


def estimate_effect(sample: Sample, estimand: Estimand) -> Estimate:
    """One estimator: the alternatives of an answer cost seconds each time."""
    return ESTIMATORS["linear_regression"](sample, estimand)


def large(frame: pd.DataFrame, adjust: tuple[str, ...] = CONFOUNDERS) -> Setting:
    sample, estimand = study(frame, adjust=adjust)
    return set_up(sample, estimand, estimate_effect(sample, estimand))


@pytest.fixture(scope="module")
def world() -> pd.DataFrame:
    return confounded_world(ROWS, seed=12)


@pytest.fixture(scope="module")
def one_pass(world: pd.DataFrame) -> Setting:
    return large(world)


def test_the_regression_is_that_of_the_rows(one_pass: Setting) -> None:
    assert one_pass.statistics is not None
    assert one_pass.slope.value == pytest.approx(one_pass.linear.value, rel=1e-10)
    assert one_pass.slope.std_error == pytest.approx(one_pass.linear.std_error, rel=1e-9)
    assert one_pass.slope.degrees_of_freedom == one_pass.linear.degrees_of_freedom


def test_each_covariates_part_is_that_of_a_refit(world: pd.DataFrame, one_pass: Setting) -> None:
    refit = group_regression(one_pass.covariates, one_pass.treatment, one_pass.outcome)
    found = one_pass.groups
    assert found.value == pytest.approx(refit.value, rel=1e-10)
    assert found.std_error == pytest.approx(refit.std_error, rel=1e-9)
    assert found.degrees_of_freedom == refit.degrees_of_freedom
    for ours, theirs in (
        (found.effects_without, refit.effects_without),
        (found.r2_with_outcome, refit.r2_with_outcome),
        (found.r2_with_treatment, refit.r2_with_treatment),
    ):
        assert ours == pytest.approx(theirs, rel=1e-7, abs=1e-12)
    # Left out for good, and fitted again.
    again = large(world, ("size", "region")).linear.value
    assert found.effects_without["season"] == pytest.approx(again, rel=1e-9)


def test_a_constant_covariate_has_no_part(world: pd.DataFrame) -> None:
    found = large(world.assign(level=3.0), (*CONFOUNDERS, "level"))
    assert found.varied == set(CONFOUNDERS) == set(found.groups.effects_without)


def test_a_perfect_fit_has_no_error_to_compare_with(world: pd.DataFrame) -> None:
    exact = world.assign(result=2 * world["treated"] + world["season"])
    sample, estimand = study(exact, adjust=("season",))
    with fails("fits every row exactly"):
        _ = Setting(sample, estimand, estimate_effect(*study(world, adjust=("season",)))).groups


def test_subsets_spread_as_those_of_the_rows(one_pass: Setting) -> None:
    generator = np.random.default_rng(1)
    ours = subsets(one_pass, 0.8, 2_000, generator)
    rows = [effects_on_subsets(one_pass.linear, 0.8, 400, np.random.default_rng(seed)) for seed in range(5)]
    # Both deal rows to blocks, 50 and 512 of them: their spreads are themselves uncertain.
    assert ours.std() == pytest.approx(np.mean([found.std() for found in rows]), rel=0.15)
    assert ours.mean() == pytest.approx(one_pass.slope.value, abs=4 * ours.std() / np.sqrt(len(ours)))


def test_the_order_of_the_rows_makes_no_difference(world: pd.DataFrame) -> None:
    mixed = world.sample(frac=1, random_state=3).reset_index(drop=True)
    found = []
    for frame in (world, mixed):
        sample, estimand = study(frame, adjust=CONFOUNDERS)
        found.append(named(run_checks(sample, estimand, estimate_effect(sample, estimand))))
    first, second = found
    assert first.keys() == second.keys()
    for name in first:
        assert first[name].value == pytest.approx(second[name].value, rel=1e-6, abs=1e-9), name


def test_the_checks_of_small_and_large_samples_agree(
    world: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same sample judged by the pass and, told that it is small, by its rows."""
    sample, estimand = study(world, adjust=CONFOUNDERS)
    estimate = estimate_effect(sample, estimand)
    by_pass, strength = named(run_checks(sample, estimand, estimate)), sensitivity(sample, estimand, estimate)
    monkeypatch.setattr(setting, "ONE_PASS_ROWS", ROWS + 1)
    by_rows, again = named(run_checks(sample, estimand, estimate)), sensitivity(sample, estimand, estimate)
    assert {name: check.passed for name, check in by_pass.items()} == {
        name: check.passed for name, check in by_rows.items()
    }
    assert by_pass["leave_one_covariate_out"].value == pytest.approx(
        by_rows["leave_one_covariate_out"].value, rel=1e-9
    )
    assert strength.robustness_value == pytest.approx(again.robustness_value, rel=1e-8)
    assert strength.details["benchmark_to"] == pytest.approx(again.details["benchmark_to"], rel=1e-8)


def test_clusters_and_other_designs_keep_to_the_rows(world: pd.DataFrame) -> None:
    clustered = world.assign(village=np.arange(ROWS) // 20)
    sample, estimand = study(clustered, adjust=CONFOUNDERS, cluster="village")
    assert set_up(sample, estimand, estimate_effect(sample, estimand)).statistics is None
    sample, estimand = study(world, DesignKind.IV, adjust=("size",), instruments=("season",))
    assert set_up(sample, estimand, estimate_effect(sample, estimand)).statistics is None


def test_shared_work_is_done_once_and_changes_nothing(
    world: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    fits = []
    fit = propensity.logistic_regression

    def counted(*arguments: np.ndarray) -> propensity.LogisticFit:
        fits.append(arguments)
        return fit(*arguments)

    monkeypatch.setattr(propensity, "logistic_regression", counted)
    sample, estimand = study(world, adjust=CONFOUNDERS)
    names = ("aipw", "ipw", "overlap_weights")
    alone = [ESTIMATORS[name](sample, estimand) for name in names]
    checked = run_checks(sample, estimand, alone[0])
    many = len(fits)
    fits.clear()
    with shared_work():
        assert [ESTIMATORS[name](sample, estimand) for name in names] == alone
        assert run_checks(sample, estimand, alone[0]) == checked
    assert many >= 4
    assert len(fits) == 1
    # Nothing is kept afterwards, and rows that were changed are other rows.
    other, _ = study(world.assign(result=world["result"] + world["treated"]), adjust=CONFOUNDERS)
    with shared_work():
        assert ESTIMATORS["aipw"](other, estimand).value == pytest.approx(alone[0].value + 1, rel=1e-9)


def test_a_design_without_covariates_belongs_to_its_own_rows(world: pd.DataFrame) -> None:
    with shared_work():
        assert design_matrix(world, ()).values.shape == (ROWS, 1)
        assert design_matrix(world.head(50), ()).values.shape == (50, 1)

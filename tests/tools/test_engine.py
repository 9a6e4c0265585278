"""The engine's estimates against statsmodels and our own estimators on the same data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
import statsmodels.api as sm

from tests.tools.engine_worlds import CATEGORIES, COVARIATES, EFFECT, NUMBERS, confounded, one_hot
from tests.words import fails
from tools.checks.linear import encode, fit_linear, group_regression
from tools.data import open_table
from tools.effects.hidden_confounder import robustness_value
from tools.engine import (
    covariate_roles,
    regression,
    scan,
    sensitivity,
    subgroup_effects,
    weighted_effects,
)
from tools.errors import DataError, EstimationError, OptionError
from tools.estimators import ESTIMATORS
from tools.types import Design, DesignKind, Estimand, Query, Sample

DIGITS = 1e-10


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return confounded(6000)


@pytest.mark.parametrize("dose", [False, True])
def test_regression_is_that_of_statsmodels(dose: bool) -> None:
    data = confounded(6000, dose=dose)
    fit = regression(scan(data, "treatment", "outcome", COVARIATES), hc1=True)
    reference = sm.OLS(data["outcome"], one_hot(data)).fit()
    robust = reference.get_robustcov_results("HC1")
    assert fit.value == pytest.approx(reference.params["treatment"], rel=DIGITS)
    assert fit.std_error == pytest.approx(reference.bse["treatment"], rel=DIGITS)
    assert fit.hc1_error == pytest.approx(robust.bse[1], rel=DIGITS)
    assert fit.degrees_of_freedom == reference.df_resid
    assert fit.interval() == pytest.approx(tuple(robust.conf_int()[1]), rel=DIGITS)
    assert fit.p_value == pytest.approx(robust.pvalues[1], rel=1e-8)
    assert fit.accurate


def test_adjusting_recovers_the_effect_and_not_adjusting_misses_it(frame: pd.DataFrame) -> None:
    adjusted = regression(scan(frame, "treatment", "outcome", COVARIATES))
    assert abs(adjusted.value - EFFECT) < 4 * adjusted.error
    plain = regression(scan(frame, "treatment", "outcome"))
    assert abs(plain.value - EFFECT) > 4 * plain.error


def test_the_block_error_is_the_clustered_one_and_close_to_hc1(frame: pd.DataFrame) -> None:
    fit = regression(scan(frame, "treatment", "outcome", COVARIATES), hc1=True)
    assert fit.block_error == pytest.approx(fit.hc1_error, rel=4 / np.sqrt(2 * fit.block_count))
    # The mirror: the noise grows with the treatment, which the classical error does not see.
    assert fit.std_error / float(fit.hc1_error or 0) > 1.02


@pytest.mark.parametrize("shift", [0.0, 1e6])
def test_far_off_columns_lose_no_digits(frame: pd.DataFrame, shift: float) -> None:
    moved = frame.assign(age=frame["age"] + shift, outcome=frame["outcome"] + shift)
    fit = regression(scan(moved, "treatment", "outcome", COVARIATES))
    reference = regression(scan(frame, "treatment", "outcome", COVARIATES))
    assert fit.value == pytest.approx(reference.value, rel=1e-8)
    assert fit.std_error == pytest.approx(reference.std_error, rel=1e-8)


def test_codes_are_one_hot_columns(frame: pd.DataFrame) -> None:
    columns = one_hot(frame).drop(columns=["const", "treatment"])
    wide = pd.concat([frame[["treatment", "outcome"]], columns], axis=1)
    by_codes = regression(scan(frame, "treatment", "outcome", COVARIATES), hc1=True)
    by_columns = regression(scan(wide, "treatment", "outcome", list(columns)), hc1=True)
    assert by_codes.value == pytest.approx(by_columns.value, rel=DIGITS)
    assert by_codes.hc1_error == pytest.approx(by_columns.hc1_error, rel=DIGITS)


def test_numbers_can_be_read_as_codes(frame: pd.DataFrame) -> None:
    coded = frame.assign(region=frame["region"].cat.codes.astype(int))
    as_category = regression(scan(coded, "treatment", "outcome", COVARIATES, categories=["region"]))
    as_number = regression(scan(coded, "treatment", "outcome", COVARIATES))
    reference = regression(scan(frame, "treatment", "outcome", COVARIATES))
    assert as_category.value == pytest.approx(reference.value, rel=DIGITS)
    assert as_number.degrees_of_freedom == as_category.degrees_of_freedom + 2


def test_copies_are_left_out_and_named(frame: pd.DataFrame) -> None:
    doubled = frame.assign(months=frame["age"] * 12, constant=3.0)
    fit = regression(scan(doubled, "treatment", "outcome", (*COVARIATES, "months", "constant")))
    reference = regression(scan(frame, "treatment", "outcome", COVARIATES))
    assert set(fit.left_out) == {"months", "constant"}
    assert fit.value == pytest.approx(reference.value, rel=DIGITS)
    assert fit.degrees_of_freedom == reference.degrees_of_freedom


def test_a_near_copy_says_that_digits_are_missing(frame: pd.DataFrame) -> None:
    noise = np.random.default_rng(1).normal(0, 1e-3, len(frame))
    near = frame.assign(again=frame["score"] + noise)
    assert not regression(scan(near, "treatment", "outcome", (*COVARIATES, "again"))).accurate


def test_rows_with_missing_values_are_left_out_and_counted(frame: pd.DataFrame) -> None:
    holes = frame.copy()
    holes.loc[::7, "age"] = np.nan
    holes.loc[::11, "job"] = None
    holes.loc[3, "outcome"] = np.inf
    statistics = scan(holes, "treatment", "outcome", COVARIATES)
    whole = holes.replace(np.inf, np.nan).dropna()
    assert (statistics.rows, statistics.rows_dropped) == (len(whole), len(frame) - len(whole))
    reference = regression(scan(whole, "treatment", "outcome", COVARIATES))
    assert regression(statistics).value == pytest.approx(reference.value, rel=DIGITS)
    in_table = scan(open_table(holes), "treatment", "outcome", COVARIATES)
    assert (in_table.rows, in_table.rows_dropped) == (statistics.rows, statistics.rows_dropped)


def test_a_treatment_that_stops_being_zero_or_one(
    frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.engine.rows.TILE", 1000)
    data = frame.copy()
    data.loc[5500:, "treatment"] = 2.0
    statistics = scan(data, "treatment", "outcome", COVARIATES)
    assert not statistics.binary
    reference = sm.OLS(data["outcome"], one_hot(data)).fit()
    assert regression(statistics).value == pytest.approx(reference.params["treatment"], rel=DIGITS)


def test_sources_agree(frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "trial.parquet"
    parquet.write_table(pa.Table.from_pandas(frame), path, row_group_size=700)
    csv = tmp_path / "trial.csv"
    frame.to_csv(csv, index=False)
    reference = regression(scan(frame, "treatment", "outcome", COVARIATES), hc1=True)
    for source in (path, csv, pa.Table.from_pandas(frame), open_table(frame)):
        fit = regression(scan(source, "treatment", "outcome", COVARIATES), hc1=True)
        assert fit.value == pytest.approx(reference.value, rel=DIGITS)
        assert fit.hc1_error == pytest.approx(reference.hc1_error, rel=DIGITS)
        assert fit.block_error == pytest.approx(reference.block_error, rel=DIGITS)


@pytest.mark.parametrize("estimand", ["ATE", "ATT", "ATC"])
@pytest.mark.parametrize("zero_one", [False, True])
def test_weighting_is_that_of_the_estimators(frame: pd.DataFrame, estimand: str, zero_one: bool) -> None:
    data = frame.assign(outcome=(frame["outcome"] > 9).astype(float)) if zero_one else frame
    data = data.assign(job=data["job"].astype("category"))
    found = weighted_effects(scan(data, "treatment", "outcome", COVARIATES), estimand)
    query = Query("treatment", "outcome", 0, 1, estimand=estimand)
    design = Design(DesignKind.BACKDOOR, COVARIATES)
    sample = Sample(data, query, design, 0.0, 1.0, len(data), (), None)
    for name, ours in (("ipw", found.ipw), ("aipw", found.aipw)):
        reference = ESTIMATORS[name](sample, Estimand(query, design, None, ()))
        assert ours.value == pytest.approx(reference.value, rel=1e-9)
        assert ours.std_error == pytest.approx(reference.std_error, rel=1e-9)
        assert ours.interval() == pytest.approx(reference.ci_95, rel=1e-9)


def test_weighting_in_a_large_sample_starts_warm_and_ends_at_the_same_place() -> None:
    # Sorted by treatment, so that the rows of the warm start are all of one arm.
    data = confounded(300_000).sort_values("treatment", ignore_index=True)
    shuffled = data.sample(frac=1, random_state=1)
    first = weighted_effects(scan(data, "treatment", "outcome", NUMBERS))
    second = weighted_effects(scan(shuffled, "treatment", "outcome", NUMBERS))
    assert first.aipw.value == pytest.approx(second.aipw.value, rel=1e-9)
    assert first.ipw.std_error == pytest.approx(second.ipw.std_error, rel=1e-9)


def test_covariates_left_out_are_regressions_without_them(frame: pd.DataFrame) -> None:
    statistics = scan(frame, "treatment", "outcome", COVARIATES)
    roles = {role.name: role for role in covariate_roles(statistics)}
    assert set(roles) == set(COVARIATES)
    reference = group_regression(
        encode(frame, COVARIATES), frame["treatment"].to_numpy(), frame["outcome"].to_numpy()
    )
    for name, role in roles.items():
        others = [c for c in COVARIATES if c != name]
        without = regression(scan(frame, "treatment", "outcome", others))
        assert role.effect_without == pytest.approx(without.value, rel=DIGITS)
        assert role.r2_with_treatment == pytest.approx(reference.r2_with_treatment[name], rel=1e-8)
        assert role.r2_with_outcome == pytest.approx(reference.r2_with_outcome[name], rel=1e-8)


def test_a_copy_comes_in_for_the_covariate_that_is_left_out(frame: pd.DataFrame) -> None:
    doubled = frame.assign(months=frame["age"] * 12)
    roles = {
        role.name: role
        for role in covariate_roles(scan(doubled, "treatment", "outcome", (*COVARIATES, "months")))
    }
    whole = regression(scan(frame, "treatment", "outcome", COVARIATES))
    assert roles["age"].effect_without == pytest.approx(whole.value, rel=DIGITS)


def test_sensitivity_needs_no_second_regression(frame: pd.DataFrame) -> None:
    statistics = scan(frame, "treatment", "outcome", COVARIATES)
    fit, found = regression(statistics), sensitivity(statistics)
    t_value = fit.value / fit.std_error
    assert found.robustness_value == robustness_value(t_value, fit.degrees_of_freedom)
    assert 0 < found.robustness_value_limit < found.robustness_value < 1
    assert set(found.benchmarks) == set(COVARIATES)
    assert all(moved < fit.value for moved in found.benchmarks.values())


@pytest.mark.parametrize("by", ["region", "sex"])
def test_subgroups_are_regressions_on_their_rows(frame: pd.DataFrame, by: str) -> None:
    data = frame.assign(sex=np.where(frame.index % 3 == 0, "f", "m"))
    statistics = scan(data, "treatment", "outcome", COVARIATES, by=by)
    found = subgroup_effects(statistics)
    assert set(found) == set(data[by].unique())
    for level, fit in found.items():
        rows = data[data[by] == level]
        covariates = [c for c in COVARIATES if c != by]
        reference = regression(scan(rows, "treatment", "outcome", covariates))
        assert not isinstance(fit, EstimationError)
        assert fit.value == pytest.approx(reference.value, rel=DIGITS)
        assert fit.block_error == pytest.approx(reference.block_error, rel=0.15)
    whole = regression(scan(data, "treatment", "outcome", COVARIATES), hc1=True)
    assert regression(statistics, hc1=True).hc1_error == pytest.approx(whole.hc1_error, rel=DIGITS)


def test_the_checks_fit_agrees(frame: pd.DataFrame) -> None:
    fit = fit_linear(
        encode(frame, COVARIATES).matrix, frame["treatment"].to_numpy(), frame["outcome"].to_numpy()
    )
    ours = regression(scan(frame, "treatment", "outcome", COVARIATES), hc1=True)
    assert ours.value == pytest.approx(fit.value, rel=DIGITS)
    assert ours.hc1_error == pytest.approx(fit.std_error, rel=DIGITS)


def test_what_cannot_be_estimated_says_so(frame: pd.DataFrame) -> None:
    with fails("same in every row"):
        regression(scan(frame.assign(treatment=1.0), "treatment", "outcome", NUMBERS))
    with fails("completely"):
        regression(scan(frame.assign(copy=frame["treatment"] * 2), "treatment", "outcome", ["copy"]))
    with fails("too few"):
        few = frame.groupby("treatment").head(3)
        regression(scan(few, "treatment", "outcome", NUMBERS))
    with fails("other values"):
        weighted_effects(scan(confounded(500, dose=True), "treatment", "outcome", NUMBERS))
    with fails("missing value"):
        scan(frame.assign(age=np.nan), "treatment", "outcome", NUMBERS)
    with pytest.raises(DataError, match="holds no numbers"):
        scan(frame, "job", "outcome")
    with pytest.raises(DataError, match="Closest: 'age'"):
        scan(frame, "treatment", "outcome", ["agee"])
    with pytest.raises(OptionError, match="two roles"):
        scan(frame, "treatment", "outcome", ["age", "outcome"])
    with pytest.raises(OptionError, match="power of two"):
        scan(frame, "treatment", "outcome", blocks=500)
    with fails("by="):
        subgroup_effects(scan(frame, "treatment", "outcome"))


def test_wide_categories_merge_blocks_instead_of_filling_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.engine.one_pass.MEMORY", 2 << 20)
    data = confounded(4000)
    data["village"] = "v" + pd.Series(np.arange(4000) % 30).astype(str)
    covariates = (*NUMBERS, *CATEGORIES, "village")
    statistics = scan(data, "treatment", "outcome", covariates)
    assert statistics.block_count < 512
    reference = sm.OLS(data["outcome"], one_hot(data, covariates)).fit()
    assert regression(statistics).value == pytest.approx(reference.params["treatment"], rel=DIGITS)

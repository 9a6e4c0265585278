"""The same specification in statsmodels and linearmodels gives the same numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from linearmodels import IV2SLS, IVLIML, PanelOLS

from tests import worlds
from tools.estimators import ESTIMATORS
from tools.estimators.linear import design_matrix, least_squares, orthonormal_basis
from tools.estimators.propensity import logistic_regression


def tall(rows: int = 300, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    columns = np.column_stack([np.ones(rows), rng.normal(size=(rows, 4)), 2000 + rng.integers(0, 9, rows)])
    outcome = columns @ np.arange(6) + rng.normal(size=rows) * np.exp(columns[:, 1] / 2)
    return columns, outcome, rng.integers(0, 25, rows)


@pytest.mark.parametrize("kind", ["classical", "HC0", "HC1", "HC2", "HC3"])
def test_least_squares_and_its_covariances_are_those_of_statsmodels(kind: str) -> None:
    columns, outcome, _ = tall()
    ours = least_squares(columns, outcome, covariance=kind)  # type: ignore[arg-type]
    theirs = sm.OLS(outcome, columns).fit(cov_type="nonrobust" if kind == "classical" else kind)
    np.testing.assert_allclose(ours.coefficients, theirs.params, rtol=1e-8)
    np.testing.assert_allclose(np.sqrt(np.diag(ours.covariance)), theirs.bse, rtol=1e-8)


def test_clustered_covariance_is_that_of_statsmodels() -> None:
    columns, outcome, groups = tall()
    ours = least_squares(columns, outcome, clusters=groups)
    theirs = sm.OLS(outcome, columns).fit(cov_type="cluster", cov_kwds={"groups": groups})
    np.testing.assert_allclose(np.sqrt(np.diag(ours.covariance)), theirs.bse, rtol=1e-8)
    assert ours.degrees_of_freedom == 24


def test_copies_of_columns_are_left_out_and_change_nothing() -> None:
    columns, outcome, _ = tall()
    wider = np.column_stack(
        [columns, columns[:, 1] + columns[:, 2], np.zeros(len(outcome)), np.full(len(outcome), 7.0)]
    )
    plain, more = least_squares(columns, outcome), least_squares(wider, outcome)
    assert more.left_out == (6, 7, 8)
    np.testing.assert_allclose(more.coefficients[:6], plain.coefficients, rtol=1e-9)
    np.testing.assert_allclose(more.covariance[:6, :6], plain.covariance, rtol=1e-8)


def test_a_small_change_on_a_large_number_is_not_a_copy() -> None:
    stamp = 1.7e9 + np.arange(50.0) * 60
    basis = orthonormal_basis(np.column_stack([np.ones(50), stamp, np.full(50, 1e6)]))
    assert basis.kept == (0, 1)


def test_categories_become_a_column_for_every_level_but_the_first() -> None:
    frame = pd.DataFrame(
        {"x": [1.0, 2, 3, 4], "c": pd.Categorical(["b", "a", "c", "a"], ["z", "a", "b", "c"])}
    )
    made = design_matrix(frame, ["x", "c", "x"])
    assert made.names == ("(intercept)", "x", "c = b", "c = c")
    np.testing.assert_array_equal(made.values[:, 2:], [[1, 0], [0, 0], [0, 1], [0, 0]])


def test_logistic_regression_is_that_of_statsmodels() -> None:
    columns, outcome, _ = tall(2000)
    labels = (outcome > np.median(outcome)).astype(float)
    theirs = sm.Logit(labels, columns - np.array([0, 0, 0, 0, 0, 2000.0])).fit(disp=0, tol=1e-12)
    ours = logistic_regression(columns, labels)
    assert ours.converged
    np.testing.assert_allclose(ours.probabilities, theirs.predict(), atol=1e-8)


def test_logistic_regression_survives_perfect_separation() -> None:
    x = np.linspace(-1, 1, 200)
    fit = logistic_regression(np.column_stack([np.ones(200), x]), (x > 0).astype(float))
    assert np.isfinite(fit.coefficients).all()
    assert fit.probabilities[x < -0.1].max() < 1e-3


@pytest.mark.parametrize("rows", [100, 1000])
def test_linear_regression_against_statsmodels(rows: int) -> None:
    """HC3 in the small sample, HC1 in the large one, t intervals in both."""
    world = worlds.confounded_continuous(rows)
    ours = ESTIMATORS["linear_regression"](world.sample(), world.estimand())
    columns = sm.add_constant(world.frame[["price", "season"]])
    fit = sm.OLS(world.frame["sales"], columns).fit(cov_type="HC3" if rows < 250 else "HC1", use_t=True)
    assert ours.value == pytest.approx(2 * fit.params["price"], rel=1e-8)
    assert ours.std_error == pytest.approx(2 * fit.bse["price"], rel=1e-8)
    assert ours.ci_95 == pytest.approx(tuple(2 * fit.conf_int().loc["price"]), rel=1e-8)
    assert ours.p_value == pytest.approx(fit.pvalues["price"], rel=1e-6, abs=1e-300)


def test_difference_in_means_is_hc2_with_welchs_degrees_of_freedom() -> None:
    from scipy import stats

    frame = worlds.randomised(80).frame
    world = worlds.randomised(80)
    ours = ESTIMATORS["difference_in_means"](world.sample(), world.estimand())
    fit = sm.OLS(frame["outcome"], sm.add_constant(frame["treated"])).fit(cov_type="HC2")
    welch = stats.ttest_ind(
        frame.loc[frame["treated"] == 1, "outcome"],
        frame.loc[frame["treated"] == 0, "outcome"],
        equal_var=False,
    )
    assert ours.value == pytest.approx(fit.params["treated"], rel=1e-10)
    assert ours.std_error == pytest.approx(fit.bse["treated"], rel=1e-10)
    assert ours.p_value == pytest.approx(welch.pvalue, rel=1e-8)
    assert ours.ci_95 == pytest.approx(tuple(welch.confidence_interval()), rel=1e-8)


def test_lin_regression_is_the_regression_with_centred_products() -> None:
    world = worlds.randomised(1000)
    ours = ESTIMATORS["lin_regression"](world.sample(), world.estimand())
    frame = world.frame
    centred = frame["baseline"] - frame["baseline"].mean()
    columns = sm.add_constant(np.column_stack([frame["treated"], centred, centred * frame["treated"]]))
    fit = sm.OLS(frame["outcome"], columns).fit(cov_type="HC2")
    assert ours.value == pytest.approx(fit.params.iloc[1], rel=1e-10)
    assert ours.details["std_error_these_rows"] == pytest.approx(fit.bse.iloc[1], rel=1e-10)


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize(("name", "reference"), [("two_stage_least_squares", IV2SLS), ("liml", IVLIML)])
def test_instruments_against_linearmodels(name: str, reference: type, several: bool) -> None:
    world = worlds.instrument(1500, several=several)
    ours = ESTIMATORS[name](world.sample(), world.estimand())
    frame = world.frame
    held = sm.add_constant(frame[["income"]])
    instruments = frame[list(world.design.instruments)]
    fit = reference(frame["wage"], held, frame[["schooling"]], instruments).fit(
        cov_type="robust", debiased=True
    )
    assert ours.value == pytest.approx(fit.params["schooling"], rel=1e-6)
    assert ours.std_error == pytest.approx(fit.std_errors["schooling"], rel=1e-6)
    if several and reference is IV2SLS:
        assert ours.details["sargan"] == pytest.approx(fit.sargan.stat, rel=1e-6)
    plain = reference(frame["wage"], held, frame[["schooling"]], instruments).fit(
        cov_type="unadjusted", debiased=True
    )
    if reference is IV2SLS:
        error = plain.std_errors["schooling"]
        assert ours.details["std_error_homoskedastic"] == pytest.approx(error, rel=1e-6)


def test_clustered_instruments_against_linearmodels() -> None:
    world = worlds.instrument(1500)
    groups = np.arange(1500) // 25
    world = replace(world, frame=world.frame.assign(g=groups), design=replace(world.design, cluster="g"))
    ours = ESTIMATORS["two_stage_least_squares"](world.sample(), world.estimand())
    frame = world.frame
    held = sm.add_constant(frame[["income"]])
    fit = IV2SLS(frame["wage"], held, frame[["schooling"]], frame[["distance"]]).fit(
        cov_type="clustered", clusters=groups, debiased=True
    )
    assert ours.std_error == pytest.approx(fit.std_errors["schooling"], rel=1e-6)


def test_one_instrument_makes_the_effective_f_the_robust_f_and_wald_the_ratio() -> None:
    world = worlds.encouragement()
    ours = ESTIMATORS["two_stage_least_squares"](world.sample(), world.estimand())
    frame = world.frame
    first = sm.OLS(frame["course"], sm.add_constant(frame["offered"])).fit(cov_type="HC1")
    assert ours.details["first_stage_f"] == pytest.approx(first.tvalues["offered"] ** 2, rel=1e-8)
    means = frame.groupby("offered")[["outcome", "course"]].mean()
    gaps = means.loc[1.0] - means.loc[0.0]
    assert ours.value == pytest.approx(gaps["outcome"] / gaps["course"], rel=1e-10)
    assert ours.details["intention_to_treat"] == pytest.approx(gaps["outcome"], rel=1e-10)
    assert ours.details["first_stage"] == pytest.approx(gaps["course"], rel=1e-10)


def test_fixed_effects_against_linearmodels_and_dummies() -> None:
    """The same estimate as PanelOLS and as a regression with a dummy for each unit, on an unbalanced
    panel.
    """
    world = worlds.staggered(40, 8)
    frame = world.frame.drop(index=world.frame.index[::7]).reset_index(drop=True)
    world = replace(world, frame=frame)
    ours = ESTIMATORS["two_way_fixed_effects"](world.sample(), world.estimand())
    panel = frame.set_index(["county", "year"])
    fit = PanelOLS(panel["outcome"], panel[["policy"]], entity_effects=True, time_effects=True).fit(
        cov_type="clustered", cluster_entity=True, group_debias=True, auto_df=False, count_effects=False
    )
    assert ours.value == pytest.approx(fit.params["policy"], rel=1e-8)
    # Counties are nested in clusters and not counted, as in Stata; the policy, the constant and 7 years are.
    rows = len(frame)
    counted = np.sqrt((rows - 1) / (rows - 9))
    assert ours.std_error == pytest.approx(fit.std_errors["policy"] * counted, rel=1e-6)


def test_two_by_two_is_the_difference_of_four_means() -> None:
    world = worlds.two_by_two().without("size")
    ours = ESTIMATORS["difference_in_differences"](world.sample(), world.estimand())
    mean = world.frame.groupby(["state", "year"])["jobs"].mean()
    gap = (mean[1.0, 2002.0] - mean[1.0, 2001.0]) - (mean[0.0, 2002.0] - mean[0.0, 2001.0])
    assert ours.value == pytest.approx(gap, rel=1e-10)


def test_imputation_is_the_fit_on_untreated_rows_with_all_dummies() -> None:
    world = worlds.staggered(30, 8, growing=0.5)
    ours = ESTIMATORS["imputation"](world.sample(), world.estimand())
    frame = world.frame
    dummies = pd.get_dummies(frame[["county", "year"]].astype("category"), drop_first=True, dtype=float)
    columns = sm.add_constant(dummies)
    untreated = frame["policy"] == 0
    fit = sm.OLS(frame.loc[untreated, "outcome"], columns[untreated]).fit()
    gaps = frame.loc[~untreated, "outcome"] - fit.predict(columns[~untreated])
    assert ours.value == pytest.approx(gaps.mean(), rel=1e-8)

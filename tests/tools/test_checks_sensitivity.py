"""Sensitivity figures against the papers that define them, and in worlds with a known confounder."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from tests.tools.checks_worlds import CONFOUNDERS, confounded_world, instrument_world, panel_world, study
from tests.words import said
from tools.checks import contour_table, sensitivity
from tools.effects.hidden_confounder import bias, e_value, partial_r2, robustness_value
from tools.estimators import ESTIMATORS
from tools.types import DesignKind

# Cinelli & Hazlett (2020), table 1: direct harm and attitudes in Darfur.
DARFUR_ESTIMATE, DARFUR_ERROR, DARFUR_T, DARFUR_FREEDOM = 0.097, 0.023, 4.18, 783


def test_robustness_values_of_the_darfur_study():
    assert robustness_value(DARFUR_T, DARFUR_FREEDOM) == pytest.approx(0.139, abs=0.0005)
    assert robustness_value(DARFUR_T, DARFUR_FREEDOM, alpha=0.05) == pytest.approx(0.076, abs=0.0005)
    assert partial_r2(DARFUR_T, DARFUR_FREEDOM) == pytest.approx(0.022, abs=0.0005)


def test_a_confounder_as_strong_as_the_robustness_value_explains_all_away():
    strength = robustness_value(DARFUR_T, DARFUR_FREEDOM)
    error = DARFUR_ESTIMATE / DARFUR_T
    assert bias(error, DARFUR_FREEDOM, strength, strength) == pytest.approx(DARFUR_ESTIMATE, rel=1e-9)
    assert bias(error, DARFUR_FREEDOM, strength / 2, strength / 2) < 0.5 * DARFUR_ESTIMATE


def test_bias_of_a_confounder_once_as_strong_as_female_in_darfur():
    # sensemakr's bound: R2 with treatment 0.92%, with outcome 12.46%, adjusted estimate 0.075.
    found = 0.09732 - bias(0.02326, DARFUR_FREEDOM, 0.00916, 0.12464)
    assert found == pytest.approx(0.0752, abs=0.0002)


def test_an_insignificant_estimate_has_no_robust_limit():
    assert robustness_value(1.5, 500, alpha=0.05) == 0.0
    assert robustness_value(1.5, 500) > 0.0


def test_overwhelming_estimate_keeps_its_robustness_below_one():
    assert 0.99 < robustness_value(1e4, 50, alpha=0.05) < 1.0


@pytest.mark.parametrize(
    ("ratio", "published"),
    [
        (3.9, 7.26),  # VanderWeele & Ding (2017): breast feeding and respiratory death
        (1.8, 3.0),  # its lower confidence limit
        (0.5, 3.41),  # protective ratios are turned round: 2 + sqrt(2)
        (1.0, 1.0),
    ],
)
def test_e_values(ratio, published):
    assert e_value(ratio) == pytest.approx(published, abs=0.01)


def test_benchmark_is_what_leaving_out_its_equal_would_do():
    """Two equal confounders: leaving one out moves the estimate as the other one's benchmark says."""
    draw = np.random.default_rng(11)
    rows = 40_000
    first, second, dose_noise = draw.standard_normal((3, rows))
    dose = 0.5 * first + 0.5 * second + dose_noise
    frame = pd.DataFrame(
        {
            "first": first,
            "second": second,
            "treated": dose,
            "result": 2 * dose + first + second + draw.standard_normal(rows),
        }
    )
    sample, estimand = study(frame, adjust=["first"])
    without_second = ESTIMATORS["linear_regression"](sample, estimand)
    found = sensitivity(sample, estimand, without_second)
    # The truth is 2: the hidden `second` is exactly as strong as `first`, so the bound must reach 2 (it is a
    # worst case, so it may go a little further, as part of `first` now stands in for nothing).
    assert without_second.value > 2.2
    assert found.details["benchmark_to"] == pytest.approx(2.0, abs=0.02)
    assert "as strong as first" in said(found.benchmark)


def test_figures_are_those_of_the_regression_with_the_same_columns():
    frame = confounded_world()
    sample, estimand = study(frame, adjust=CONFOUNDERS)
    found = sensitivity(sample, estimand, ESTIMATORS["linear_regression"](sample, estimand))
    design = pd.get_dummies(frame[list(CONFOUNDERS)], drop_first=True, dtype=float).to_numpy()
    design = np.column_stack([frame["treated"], np.ones(len(frame)), design])
    coefficients, squares, *_ = np.linalg.lstsq(design, frame["result"].to_numpy(), rcond=None)
    freedom = len(frame) - design.shape[1]
    error = math.sqrt(squares[0] / freedom * np.linalg.inv(design.T @ design)[0, 0])
    assert found.details["t_value"] == pytest.approx(coefficients[0] / error, rel=1e-9)
    assert found.details["degrees_of_freedom"] == freedom
    assert found.robustness_value == pytest.approx(robustness_value(coefficients[0] / error, freedom))
    assert "season" in said(found.benchmark)


def test_partial_r2_of_a_category_counts_all_its_levels():
    """Benchmark strengths of `region` equal those from two nested regressions."""
    from tools.checks.linear import encode, group_regression

    frame = confounded_world()
    covariates = encode(frame, CONFOUNDERS)
    outcome, treated = frame["result"].to_numpy(), frame["treated"].to_numpy()
    found = group_regression(covariates, treated, outcome)

    def squares(target: np.ndarray, names: tuple[str, ...], *more: np.ndarray) -> float:
        columns = np.column_stack([np.ones(len(frame)), encode(frame, names).matrix, *more])
        return float(np.linalg.lstsq(columns, target, rcond=None)[1][0])

    others = ("season", "size")
    full, short = squares(outcome, CONFOUNDERS, treated), squares(outcome, others, treated)
    assert found.r2_with_outcome["region"] == pytest.approx(1 - full / short, rel=1e-8)
    full, short = squares(treated, CONFOUNDERS), squares(treated, others)
    assert found.r2_with_treatment["region"] == pytest.approx(1 - full / short, rel=1e-8)


def test_e_value_of_a_binary_outcome_uses_the_risk_ratio():
    draw = np.random.default_rng(12)
    treated = np.repeat([0.0, 1.0], 2000)
    ill = (draw.random(4000) < np.where(treated == 1, 0.3, 0.1)).astype(float)
    sample, estimand = study(pd.DataFrame({"treated": treated, "result": ill}), DesignKind.RANDOMISED)
    found = sensitivity(sample, estimand, ESTIMATORS["linear_regression"](sample, estimand))
    ratio = ill[2000:].mean() / ill[:2000].mean()
    assert found.e_value == pytest.approx(e_value(ratio), rel=1e-9)
    assert found.e_value_limit is not None and 1 < found.e_value_limit < found.e_value


def test_e_value_limit_is_one_when_the_interval_holds_no_effect():
    draw = np.random.default_rng(13)
    frame = pd.DataFrame({"treated": np.tile([0.0, 1.0], 100), "result": draw.standard_normal(200)})
    sample, estimand = study(frame, DesignKind.RANDOMISED)
    found = sensitivity(sample, estimand, ESTIMATORS["linear_regression"](sample, estimand))
    assert found.e_value_limit == 1.0
    assert found.details["robustness_value_limit"] == 0.0


def test_instruments_get_the_reduced_form_and_panels_get_nothing():
    sample, estimand = study(instrument_world(), DesignKind.IV, adjust=["age"], instruments=("lottery",))
    found = sensitivity(sample, estimand, ESTIMATORS["two_stage_least_squares"](sample, estimand))
    assert found.robustness_value is not None and 0 < found.robustness_value < 1
    assert found.e_value is None and found.benchmark is None
    assert found.details["reduced_form"] == 1.0

    sample, estimand = study(panel_world(), DesignKind.DID, time="month", unit="store")
    found = sensitivity(sample, estimand, ESTIMATORS["two_way_fixed_effects"](sample, estimand))
    assert found.robustness_value is None and found.e_value is None


def test_contour_passes_through_the_estimate_and_zero():
    sample, estimand = study(confounded_world(), adjust=CONFOUNDERS)
    estimate = ESTIMATORS["linear_regression"](sample, estimand)
    strength = sensitivity(sample, estimand, estimate).robustness_value
    assert strength is not None
    table = contour_table(sample, estimand, estimate, steps=4, limit=strength)
    corner = table[(table["r2_treatment"] == strength) & (table["r2_outcome"] == strength)]
    assert table["estimate"].iloc[0] == pytest.approx(estimate.value)
    assert corner["estimate"].iloc[0] == pytest.approx(0.0, abs=1e-9)

"""Checks that belong to one design: they pass in a sound study and fail when its assumption is broken."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.tools.checks_worlds import (
    chain_world,
    cutoff_world,
    instrument_world,
    named,
    panel_world,
    study,
)
from tests.words import said
from tools.checks import run_checks
from tools.checks.balance import NO_ESTIMATE
from tools.checks.discontinuity import density_jump
from tools.checks.setting import set_up
from tools.checks.trends import before_treatment as rows_before
from tools.checks.trends import joint_test, pre_trend, without_fixed_effects
from tools.estimators import ESTIMATORS, estimate_effect
from tools.types import Check, DesignKind


def checks_of(sample, estimand, estimator: str | None = None) -> dict[str, Check]:
    return named(run_checks(sample, estimand, estimate_effect(sample, estimand, estimator)))


# ---------------------------------------------------------------- instruments


def instrument_checks(frame: pd.DataFrame, *instruments: str) -> dict[str, Check]:
    sample, estimand = study(frame, DesignKind.IV, adjust=["age"], instruments=instruments)
    return checks_of(sample, estimand, "two_stage_least_squares")


def test_first_stage_is_the_robust_f_and_fails_for_a_weak_instrument():
    frame = instrument_world()
    found = instrument_checks(frame, "lottery")["first_stage"]
    import statsmodels.api as sm

    plain = sm.OLS(frame["treated"], sm.add_constant(frame[["lottery", "age"]])).fit(cov_type="HC1")
    assert found.value == pytest.approx(plain.tvalues["lottery"] ** 2, rel=1e-6)
    assert found.passed is True
    weak = instrument_checks(instrument_world(strength=0.05), "lottery")["first_stage"]
    assert weak.passed is False and weak.value < 10


def test_over_identification_fails_when_one_instrument_has_a_way_of_its_own():
    frame = instrument_world()
    assert instrument_checks(frame, "lottery", "offer")["over_identification"].passed is True
    frame["result"] += 1.0 * frame["offer"]
    assert instrument_checks(frame, "lottery", "offer")["over_identification"].passed is False
    single = instrument_checks(frame, "offer")["over_identification"]
    assert single.passed is None and "one instrument" in said(single.detail)


def test_instrument_balance_fails_when_the_instrument_follows_a_covariate():
    frame = instrument_world()
    assert instrument_checks(frame, "lottery")["instrument_balance"].passed is True
    frame["offer"] += 0.5 * frame["age"]
    found = instrument_checks(frame, "lottery", "offer")["instrument_balance"]
    assert found.passed is False and "offer" in said(found.detail) and "age" in said(found.detail)


def test_an_invalid_instrument_passes_the_placebo_and_the_blind_spot_says_so():
    """The truth is 1; `lottery` reaches the outcome by another way, and only the blind spot tells."""
    frame = instrument_world()
    frame["result"] += 2.0 * frame["lottery"]
    sample, estimand = study(frame, DesignKind.IV, adjust=["age"], instruments=("lottery",))
    estimate = ESTIMATORS["two_stage_least_squares"](sample, estimand)
    assert abs(estimate.value - 1.0) > 4 * estimate.std_error
    found = named(run_checks(sample, estimand, estimate))
    for name in ("first_stage", "placebo_instrument", "random_common_cause", "subset_stability"):
        assert found[name].passed is True
    assert "another way" in said(found["first_stage"].cannot_detect)
    assert "another way" in said(found["placebo_instrument"].cannot_detect)


# ---------------------------------------------------------------- differences in differences


def panel_checks(frame: pd.DataFrame, treatment: str = "treated", **design) -> dict[str, Check]:
    sample, estimand = study(
        frame, DesignKind.DID, treatment=treatment, **{"time": "month", "unit": "store", **design}
    )
    return checks_of(sample, estimand)


@pytest.mark.parametrize("staggered", [False, True])
def test_trend_checks_fail_when_the_treated_drift_away_before(staggered):
    sound = panel_world(staggered=staggered, seed=9)
    drifting = panel_world(staggered=staggered, seed=9, drift=0.3)
    for name in ("pre_trend", "placebo_period"):
        assert panel_checks(sound)[name].passed is True
        assert panel_checks(drifting)[name].passed is False


def test_pre_trend_keeps_its_level():
    """A fair panel fails in about 5% of the worlds: at most 12 of 100."""
    failed = 0
    for seed in range(100):
        sample, estimand = study(
            panel_world(units=24, periods=7, seed=seed), DesignKind.DID, time="month", unit="store"
        )
        failed += pre_trend(set_up(sample, estimand, NO_ESTIMATE)).passed is False
    assert failed <= 12


def test_pre_trend_reads_a_group_column_with_the_design_start():
    frame = panel_world(drift=0.3)
    assert panel_checks(frame, "member", cutoff=5.0)["pre_trend"].passed is False
    assert panel_checks(panel_world(), "member", cutoff=5.0)["pre_trend"].passed is True


def test_two_periods_cannot_show_a_trend_and_say_so():
    frame = panel_world()
    frame = frame[frame["month"].isin([4, 5])].reset_index(drop=True)
    found = panel_checks(frame)
    assert found["pre_trend"].passed is None and "one period" in said(found["pre_trend"].detail)
    assert found["placebo_period"].passed is None


def test_joint_test_is_statsmodels_with_dummies():
    """Coefficients and clustered errors of the leads equal a regression with every dummy in it."""
    import statsmodels.formula.api as smf

    frame = panel_world(units=30, drift=0.1)
    sample, estimand = study(frame, DesignKind.DID, time="month", unit="store")
    rows = rows_before(set_up(sample, estimand, NO_ESTIMATE))
    terms = np.column_stack([(rows.lead == k).astype(float) for k in (1, 2, 3, 4)])
    found = joint_test(rows, terms)
    table = pd.DataFrame(terms, columns=["l1", "l2", "l3", "l4"]).assign(
        y=rows.outcome, unit=rows.group, period=rows.period
    )
    full = smf.ols("y ~ l1 + l2 + l3 + l4 + C(unit) + C(period)", table).fit(
        cov_type="cluster", cov_kwds={"groups": table["unit"]}
    )
    np.testing.assert_allclose(found.sizes, full.params[["l1", "l2", "l3", "l4"]], rtol=1e-6)
    # Ours leaves the nested unit effects out of the small-sample factor, statsmodels counts them.
    ratio = found.std_errors / full.bse[["l1", "l2", "l3", "l4"]].to_numpy()
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-6)
    rows_used, columns = len(table), len(full.params)
    assert ratio[0] == pytest.approx(np.sqrt((rows_used - columns) / (rows_used - 4)), rel=1e-6)


def test_fixed_effects_are_taken_out_of_unbalanced_panels():
    draw = np.random.default_rng(31)
    group, period = draw.integers(0, 12, 200), draw.integers(0, 5, 200)
    column = draw.standard_normal((200, 1))
    dummies = np.column_stack([np.eye(12)[group], np.eye(5)[period]])
    expected = column - dummies @ np.linalg.lstsq(dummies, column, rcond=None)[0]
    np.testing.assert_allclose(without_fixed_effects(column, group, period), expected, atol=1e-8)


# ---------------------------------------------------------------- discontinuities


def cutoff_checks(frame: pd.DataFrame) -> dict[str, Check]:
    sample, estimand = study(frame, DesignKind.RDD, adjust=["income"], running_variable="score", cutoff=0.0)
    return checks_of(sample, estimand)


def test_density_fails_when_people_push_themselves_over_the_cutoff():
    frame = cutoff_world()
    assert cutoff_checks(frame)["density"].passed is True
    draw = np.random.default_rng(32)
    pushed = (frame["score"] < 0) & (frame["score"] > -2) & (draw.random(len(frame)) < 0.6)
    frame.loc[pushed, "score"] *= -1
    frame["treated"] = (frame["score"] >= 0).astype(float)
    assert cutoff_checks(frame)["density"].passed is False


@pytest.mark.parametrize("shape", ["normal", "exponential", "whole numbers"])
def test_density_keeps_its_level(shape):
    """No sorting: about 5% of the worlds fail, at most 12 of 100; the estimate is centred on no jump."""
    jumps = []
    for seed in range(100):
        draw = np.random.default_rng(seed)
        distance = draw.standard_normal(2000) - 0.5
        if shape == "exponential":
            distance = draw.exponential(1, 2000) - 0.7
        elif shape == "whole numbers":
            distance = np.round(draw.standard_normal(2000) * 15) - 5
        jumps.append(density_jump(distance))
    sizes, errors = np.array(jumps).T
    assert (2 * stats.norm.sf(np.abs(sizes) / errors) < 0.05).sum() <= 12
    assert abs(sizes.mean()) < 4 * errors.mean() / 10


def test_density_sees_rows_on_the_cutoff_on_the_side_of_their_treatment():
    """Whole-number scores, passing is above 0: the answer is that of a cutoff at 0.5."""
    draw = np.random.default_rng(33)
    score = np.round(draw.standard_normal(3000) * 15)
    frame = pd.DataFrame({"score": score, "income": draw.standard_normal(3000)})
    frame["treated"] = (score > 0).astype(float)
    frame["result"] = frame["treated"] + draw.standard_normal(3000)
    on = cutoff_checks(frame)["density"]
    sample, estimand = study(frame, DesignKind.RDD, adjust=["income"], running_variable="score", cutoff=1.0)
    assert on.value == pytest.approx(checks_of(sample, estimand)["density"].value, abs=0.15)
    assert on.passed is True


def test_covariate_continuity_fails_when_a_covariate_jumps():
    frame = cutoff_world()
    assert cutoff_checks(frame)["covariate_continuity"].passed is True
    frame["income"] += 1.0 * (frame["score"] >= 0)
    found = cutoff_checks(frame)["covariate_continuity"]
    assert found.passed is False and "income" in said(found.detail)


def test_placebo_cutoffs_fail_when_the_outcome_jumps_elsewhere():
    frame = cutoff_world()
    assert cutoff_checks(frame)["placebo_cutoffs"].passed is True
    middle = frame.loc[frame["score"] >= 0, "score"].median()
    frame["result"] += 1.0 * (frame["score"] >= middle)
    assert cutoff_checks(frame)["placebo_cutoffs"].passed is False


def test_bandwidth_fails_when_the_answer_lives_in_a_narrow_window():
    """Two plateaus of width 2 around the cutoff, nothing further out: a wide window mixes the two."""
    frame = cutoff_world()
    assert cutoff_checks(frame)["bandwidth"].passed is True
    plateaus = np.sign(frame["score"]) * (frame["score"].abs() < 2)
    noise = 0.3 * np.random.default_rng(34).standard_normal(len(frame))
    sample, estimand = study(
        frame.assign(result=plateaus + noise),
        DesignKind.RDD,
        adjust=["income"],
        running_variable="score",
        cutoff=0.0,
    )
    assert checks_of(sample, estimand)["bandwidth"].passed is False


def test_a_thin_running_variable_cannot_be_checked_and_says_so():
    frame = cutoff_world(rows=400)
    frame["score"] = np.where(frame["score"] >= 0, 1.0, -1.0)
    sample, estimand = study(frame, DesignKind.RDD, running_variable="score", cutoff=0.0)
    found = named(run_checks(sample, estimand, NO_ESTIMATE))
    assert found["density"].passed is None
    assert said(found["density"].detail).startswith("Could not be run")


# ---------------------------------------------------------------- front door


def chain_checks(frame: pd.DataFrame) -> dict[str, Check]:
    sample, estimand = study(frame, DesignKind.FRONTDOOR, mediators=("tar",))
    return checks_of(sample, estimand)


def test_links_of_the_chain_fail_when_they_are_not_there():
    sound = chain_checks(chain_world())
    assert sound["treatment_moves_mediator"].passed is True
    assert sound["mediator_moves_outcome"].passed is True
    assert chain_checks(chain_world(first=0.0))["treatment_moves_mediator"].passed is False
    assert chain_checks(chain_world(second=0.0))["mediator_moves_outcome"].passed is False


def test_mediator_link_is_the_regression_given_the_treatment():
    import statsmodels.api as sm

    frame = chain_world()
    found = chain_checks(frame)["mediator_moves_outcome"]
    plain = sm.OLS(frame["result"], sm.add_constant(frame[["tar", "treated"]])).fit(cov_type="HC1")
    assert found.value == pytest.approx(plain.tvalues["tar"], rel=1e-6)


def test_pre_trend_keeps_its_level_with_one_treated_unit():
    """Clustered errors would call most of these fair worlds unfair."""
    failed = 0
    for seed in range(100):
        frame = panel_world(units=24, periods=7, seed=seed)
        frame = frame[(frame["store"] == 0) | (frame["store"] >= 12)].reset_index(drop=True)
        sample, estimand = study(frame, DesignKind.DID, time="month", unit="store")
        failed += pre_trend(set_up(sample, estimand, NO_ESTIMATE)).passed is False
    assert failed <= 12


@pytest.mark.parametrize(("drift", "sound"), [(0.0, True), (0.3, False)])
def test_trend_checks_work_on_repeated_cross_sections(drift, sound):
    """New people each month: the group column and the start stand in for units."""
    frame = panel_world(units=200, drift=drift).drop(columns=["store", "treated"])
    draw = np.random.default_rng(35)
    frame["result"] += 0.2 * draw.standard_normal(len(frame))
    found = panel_checks(frame, "member", cutoff=5.0, unit=None)
    assert found["pre_trend"].passed is sound and found["placebo_period"].passed is sound


def test_no_group_column_means_no_trend_to_see():
    frame = panel_world(units=100).drop(columns=["store", "member"])
    sample, estimand = study(frame, DesignKind.DID, time="month")
    found = named(run_checks(sample, estimand, NO_ESTIMATE))["pre_trend"]
    assert found.passed is None and "unit or the group column" in said(found.detail)

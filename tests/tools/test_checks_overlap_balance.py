"""Overlap and balance: right figures in known worlds, and failures where groups cannot be compared."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.tools.checks_worlds import CONFOUNDERS, confounded_world, instrument_world, named, study
from tests.words import fails, said
from tools.checks import balance_table, overlap_table, run_checks
from tools.checks.balance import imbalance
from tools.estimators import ESTIMATORS
from tools.types import DesignKind, Estimand, Sample


def checks_of(sample: Sample, estimand: Estimand):
    return named(run_checks(sample, estimand, ESTIMATORS["linear_regression"](sample, estimand)))


def dose_world(rows: int = 2000, *, noise: float = 1.0) -> pd.DataFrame:
    draw = np.random.default_rng(21)
    season = draw.standard_normal(rows)
    dose = 0.5 * season + noise * draw.standard_normal(rows)
    return pd.DataFrame(
        {"season": season, "treated": dose, "result": dose + season + draw.standard_normal(rows)}
    )


# ---------------------------------------------------------------- overlap


def test_overlap_counts_the_rows_outside_the_limits():
    """With a known propensity the share outside is the share of the true propensities outside."""
    for selection, expected in ((0.8, True), (6.0, False)):
        frame = confounded_world(rows=4000, selection=selection)
        sample, estimand = study(frame, adjust=CONFOUNDERS)
        found = checks_of(sample, estimand)["overlap"]
        truth = 1 / (1 + np.exp(-selection * frame["season"] - 0.3 * (frame["region"] == "south")))
        outside = float(((truth < 0.02) | (truth > 0.98)).mean())
        assert found.value == pytest.approx(outside, abs=0.02)
        assert found.passed is expected


def test_overlap_fails_where_one_kind_of_row_is_always_treated():
    frame = confounded_world(rows=2000)
    frame.loc[frame["region"] == "west", "treated"] = 1.0
    sample, estimand = study(frame, adjust=CONFOUNDERS)
    found = checks_of(sample, estimand)["overlap"]
    assert found.passed is False
    assert found.value == pytest.approx((frame["region"] == "west").mean(), abs=0.01)


def test_overlap_of_a_dose_is_what_the_covariates_leave_of_it():
    sample, estimand = study(dose_world(), adjust=["season"])
    found = checks_of(sample, estimand)["overlap"]
    correlation = np.corrcoef(sample.frame["season"], sample.frame["treated"])[0, 1]
    assert found.value == pytest.approx(1 - correlation**2, rel=1e-9)
    assert found.passed is True
    sample, estimand = study(dose_world(noise=0.05), adjust=["season"])
    assert checks_of(sample, estimand)["overlap"].passed is False


def test_overlap_of_a_dose_fails_when_a_handful_of_rows_carry_it():
    frame = dose_world()
    frame.loc[:4, "treated"] += 500.0
    sample, estimand = study(frame, adjust=["season"])
    found = checks_of(sample, estimand)["overlap"]
    assert found.passed is False and "equivalent of" in said(found.detail)


def test_overlap_table_counts_every_row_once():
    frame = confounded_world()
    sample, estimand = study(frame, adjust=CONFOUNDERS)
    table = overlap_table(sample, estimand, bins=10)
    assert list(table.columns) == ["low", "high", "treated", "untreated"]
    assert table["treated"].sum() == frame["treated"].sum()
    assert table["untreated"].sum() == (1 - frame["treated"]).sum()
    constant, estimand = study(frame.assign(treated=1.0), adjust=CONFOUNDERS)
    with fails("same treatment"):
        overlap_table(constant, estimand)


# ---------------------------------------------------------------- balance


def test_balance_table_has_one_row_a_number_and_one_a_level():
    frame = confounded_world(rows=3000)
    sample, estimand = study(frame, adjust=CONFOUNDERS)
    table = balance_table(sample, estimand)
    assert list(table.columns) == ["covariate", "before", "after"]
    assert list(table["covariate"]) == [
        "season",
        "size",
        "region = north",
        "region = south",
        "region = west",
    ]
    treated, others = frame[frame["treated"] == 1], frame[frame["treated"] == 0]
    spread = np.sqrt((treated["season"].var(ddof=0) + others["season"].var(ddof=0)) / 2)
    expected = (treated["season"].mean() - others["season"].mean()) / spread
    assert table["before"].iloc[0] == pytest.approx(expected, rel=1e-9)
    share = (treated["region"] == "south").mean(), (others["region"] == "south").mean()
    spread = np.sqrt(sum(p * (1 - p) for p in share) / 2)
    assert table["before"].iloc[3] == pytest.approx((share[0] - share[1]) / spread, rel=1e-9)
    assert table["before"].abs().max() > 0.5 and table["after"].abs().max() < 0.1


@pytest.mark.parametrize("wanted", ["ATE", "ATT", "ATC"])
def test_weights_bring_each_group_to_the_population_asked_about(wanted):
    sample, estimand = study(confounded_world(rows=3000), adjust=CONFOUNDERS, estimand=wanted)
    assert checks_of(sample, estimand)["balance"].passed is True
    assert balance_table(sample, estimand)["after"].abs().max() < 0.1


def test_balance_fails_when_weighting_cannot_make_the_groups_alike():
    sample, estimand = study(confounded_world(rows=2000, selection=6.0), adjust=CONFOUNDERS)
    found = checks_of(sample, estimand)["balance"]
    assert found.passed is False and "season" in said(found.detail)


def test_an_experiment_passes_and_a_broken_draw_fails_the_joint_test():
    fair = confounded_world(rows=1000, selection=0.0).drop(columns="region")
    draw = np.random.default_rng(22)
    fair["treated"] = (draw.random(len(fair)) < 0.5).astype(float)
    sample, estimand = study(fair, DesignKind.RANDOMISED, adjust=["season", "size"])
    found = checks_of(sample, estimand)["balance"]
    assert found.passed is True and "joint test" in said(found.detail)
    broken = fair.assign(treated=(fair["season"] + 4 * draw.standard_normal(len(fair)) > 0).astype(float))
    sample, estimand = study(broken, DesignKind.RANDOMISED, adjust=["season", "size"])
    assert checks_of(sample, estimand)["balance"].passed is False


def test_the_joint_test_keeps_its_level_with_and_without_clusters():
    """A fair draw is called unfair in about 1% of the experiments; whole villages treated included."""
    from tools.checks.balance import NO_ESTIMATE, joint_imbalance
    from tools.checks.setting import set_up

    for cluster in (None, "village"):
        statistics = []
        for seed in range(150):
            draw = np.random.default_rng(seed)
            village = np.repeat(np.arange(60), 10)
            shared = draw.standard_normal((60, 2))[village]
            frame = pd.DataFrame(shared + draw.standard_normal((600, 2)), columns=["season", "size"])
            dealt = draw.permutation(np.tile([0.0, 1.0], 30 if cluster else 300))
            frame["treated"] = dealt[village] if cluster else dealt
            frame["result"] = draw.standard_normal(600)
            frame["village"] = village
            sample, estimand = study(frame, DesignKind.RANDOMISED, adjust=["season", "size"], cluster=cluster)
            setting = set_up(sample, estimand, NO_ESTIMATE)
            statistic, freedom = joint_imbalance(setting.covariates, setting.treatment, setting)
            assert freedom == 2
            statistics.append(statistic)
        # The mean of a chi-square with 2 degrees is 2 and its standard deviation 2.
        assert np.mean(statistics) == pytest.approx(2.0, abs=4 * 2 / np.sqrt(150))


def test_balance_of_a_dose_is_its_correlation():
    sample, estimand = study(dose_world(), adjust=["season"])
    table = balance_table(sample, estimand)
    assert table["before"].iloc[0] == pytest.approx(
        np.corrcoef(sample.frame["season"], sample.frame["treated"])[0, 1], rel=1e-9
    )
    assert abs(table["after"].iloc[0]) < 0.1
    assert checks_of(sample, estimand)["balance"].passed is True


def test_balance_of_an_instrument_is_across_the_instrument():
    frame = instrument_world()
    sample, estimand = study(frame, DesignKind.IV, adjust=["age"], instruments=("lottery",))
    table = balance_table(sample, estimand)
    expected = imbalance(frame[["age"]].to_numpy(), frame["lottery"].to_numpy())
    assert table["before"].to_numpy() == pytest.approx(expected)
    assert (table["before"] == table["after"]).all()


def test_groups_that_share_no_value_are_told_as_very_far_apart():
    values = np.array([[0.0], [0.0], [1.0], [1.0]])
    assert imbalance(values, np.array([0.0, 0.0, 1.0, 1.0]))[0] == 100.0

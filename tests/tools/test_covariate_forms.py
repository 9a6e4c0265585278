"""Covariates are held fixed in the form they have: codes by level, curves as curves, groups by means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.words import texts
from tools.data import open_table, prepare, profile_table
from tools.data.forms import Spline, spline_terms
from tools.estimators import choose_estimator, estimate_effect
from tools.estimators.interface import covariates_of
from tools.types import Design, DesignKind, Estimand, Estimate, Query, Sample

EFFECT = 2.0


def chance(score: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-score)))


def prepared(frame: pd.DataFrame, *adjust: str, kind: DesignKind = DesignKind.BACKDOOR) -> Sample:
    table = open_table(frame)
    return prepare(table, profile_table(table), Query("t", "y"), Design(kind, adjust))


def estimated(sample: Sample) -> Estimate:
    return estimate_effect(sample, Estimand(sample.query, sample.design, None, ()))


def covers(found: Estimate) -> bool:
    return abs(found.value - EFFECT) < 4 * found.std_error


def as_lines(sample: Sample, frame: pd.DataFrame) -> Sample:
    """The same rows with every covariate as the number it is."""
    return replace(sample, forms={}, frame=frame.astype(float))


def orchard(parts: np.ndarray, covariates: dict[str, np.ndarray], seed: int = 3) -> pd.DataFrame:
    """Whoever has more of `parts` is sprayed more often, and bears more."""
    rng = np.random.default_rng(seed)
    treated = (rng.random(len(parts)) < chance(parts)).astype(int)
    outcome = EFFECT * treated + 3 * parts + rng.normal(size=len(parts))
    return pd.DataFrame({**covariates, "t": treated, "y": outcome})


def test_codes_that_lie_on_no_line_become_levels() -> None:
    codes = np.random.default_rng(1).integers(1, 7, 1500)
    frame = orchard(np.array([0, 1.0, -1, 0.8, -1.2, 1, -0.9])[codes], {"soil": codes})
    sample = prepared(frame, "soil")
    assert isinstance(sample.frame["soil"].dtype, pd.CategoricalDtype)
    assert "held fixed as curves, level by level" in " ".join(texts(sample.warnings))
    assert covers(estimated(sample))
    assert not covers(estimated(as_lines(sample, frame)))  # the mirror: one slope for all codes


def test_more_codes_than_a_curve_follows_become_levels() -> None:
    rng = np.random.default_rng(2)
    codes = rng.integers(1, 31, 3000)
    frame = orchard(rng.normal(0, 1, 31)[codes], {"plot": codes})
    sample = prepared(frame, "plot")
    assert isinstance(sample.frame["plot"].dtype, pd.CategoricalDtype) and "plot" not in sample.forms
    assert covers(estimated(sample)) and not covers(estimated(as_lines(sample, frame)))


def test_a_curve_is_held_fixed_as_a_curve() -> None:
    rng = np.random.default_rng(4)
    height = rng.uniform(-2, 2, 2000)
    frame = orchard(height**2 - 1.3, {"height": height})
    sample = prepared(frame, "height")
    assert sample.forms["height"][:2] == ("height", "height (curve 1)")
    assert covers(estimated(sample)) and not covers(estimated(as_lines(sample, frame)))


def test_numbers_that_act_on_one_another_get_their_product() -> None:
    rng = np.random.default_rng(5)
    slope, rain = rng.normal(size=2000), rng.normal(size=2000)
    frame = orchard(slope * rain, {"slope": slope, "rain": rain})
    sample = prepared(frame, "slope", "rain")
    assert "slope × rain" in sample.frame and sample.owners["slope × rain"] == "slope"
    assert covers(estimated(sample)) and not covers(estimated(as_lines(sample, frame)))


def test_dates_are_held_fixed_as_days() -> None:
    rng = np.random.default_rng(6)
    days = rng.integers(0, 900, 1500)
    planted = (pd.Timestamp("2019-03-01") + pd.to_timedelta(days, unit="D")).strftime("%Y-%m-%d")
    frame = orchard((days - 450) / 250, {"planted": np.asarray(planted)})
    assert covers(estimated(prepared(frame, "planted"))) and not covers(estimated(prepared(frame)))


def test_lines_that_do_stay_lines() -> None:
    bent = 0
    for seed in range(20):
        rng = np.random.default_rng(100 + seed)
        one, other = rng.normal(size=600), rng.integers(0, 9, 600)
        frame = orchard(one + 0.2 * (other - 4), {"one": one, "other": other}, seed)
        bent += bool(prepared(frame, "one", "other").forms)
    assert bent <= 3  # one in 25 by the tests' own level


def test_experiments_keep_their_columns_as_they_are() -> None:
    height = np.random.default_rng(4).uniform(-2, 2, 2000)
    frame = orchard(height**2 - 1.3, {"height": height})
    assert prepared(frame, "height", kind=DesignKind.RANDOMISED).forms == {}


def test_groups_with_a_handful_of_rows_are_held_by_their_means() -> None:
    rng = np.random.default_rng(7)
    farms = rng.integers(0, 400, 3200)
    frame = orchard(rng.normal(0, 1, 400)[farms], {"farm": np.array([f"farm {i}" for i in farms])})
    sample = prepared(frame, "farm")
    assert sample.forms["farm"] == ("t (mean of farm)",)
    assert covariates_of(sample, Estimand(sample.query, sample.design, None, ())) == ("t (mean of farm)",)
    assert "held fixed by the means" in " ".join(texts(sample.warnings))
    found = estimate_effect(sample, Estimand(sample.query, sample.design, None, ()), "linear_regression")
    # The same number as with a column for each farm.
    own = frame[["t", "y"]].astype(float) - frame.groupby("farm")[["t", "y"]].transform("mean")
    assert found.value == pytest.approx(float(own["t"] @ own["y"] / (own["t"] @ own["t"])), rel=1e-8)
    assert covers(found) and not covers(estimated(prepared(frame)))


def test_levels_with_hardly_anybody_in_one_group_are_compared_by_regression() -> None:
    rng = np.random.default_rng(8)
    wards = rng.integers(0, 40, 2000)
    frame = orchard(rng.normal(0, 1.5, 40)[wards], {"ward": np.array([f"ward {i}" for i in wards])})
    sample = prepared(frame, "ward")
    choice = choose_estimator(sample, Estimand(sample.query, sample.design, None, ()))
    assert (choice.headline, choice.reason.id) == ("linear_regression", "choice-thin-levels")
    # Treated a little more often in some wards than in others: both arms everywhere.
    even = frame.assign(t=(rng.random(2000) < 0.4 + 0.2 * (wards % 2)).astype(int))
    sample = prepared(even, "ward")
    assert "ward" in sample.frame
    assert choose_estimator(sample, Estimand(sample.query, sample.design, None, ())).headline == "aipw"


def test_a_restricted_spline_is_straight_beyond_its_knots() -> None:
    spline = spline_terms(np.linspace(0, 10, 500))
    assert isinstance(spline, Spline) and spline.width == 3
    for values in (np.linspace(-5, spline.knots[0], 9), np.linspace(spline.knots[-1], 20, 9)):
        assert np.abs(np.diff(spline.columns(values), n=2, axis=0)).max() < 1e-9
    inside = np.linspace(spline.knots[1], spline.knots[2], 9)
    assert np.abs(np.diff(spline.columns(inside), n=2, axis=0)).max() > 1e-4
    assert spline_terms(np.array([0.0, 1.0] * 50)) is None


# ---------------------------------------------------------------- gaps


def test_rows_with_gaps_in_a_confounder_are_left_out() -> None:
    rng = np.random.default_rng(9)
    skill = rng.normal(size=3000)
    frame = orchard(skill, {"skill": skill})
    frame["skill"] = frame["skill"].where(rng.random(3000) > 0.15)
    sample = prepared(frame, "skill")
    assert sample.imputed == () and sample.rows == int(frame["skill"].notna().sum())
    assert "nothing in the rows speaks for that" in " ".join(texts(sample.warnings))
    assert covers(estimated(sample))
    filled = frame.assign(gap=frame["skill"].isna() * 1.0, skill=frame["skill"].fillna(frame["skill"].mean()))
    assert not covers(estimated(prepared(filled, "skill", "gap")))  # the mirror: filled with the mean


def test_gaps_by_the_missing_value_itself_do_no_harm_and_are_told() -> None:
    rng = np.random.default_rng(10)
    skill = rng.normal(size=4000)
    frame = orchard(skill, {"skill": skill})
    frame["skill"] = frame["skill"].where(rng.random(4000) > chance(2 * skill - 2.5))
    sample = prepared(frame, "skill")
    assert "Ask why the values are missing" in " ".join(texts(sample.warnings))
    assert covers(estimated(sample))


def test_gaps_in_most_rows_are_filled_and_told() -> None:
    rng = np.random.default_rng(11)
    skill = rng.normal(size=600)
    frame = orchard(skill, {"skill": skill})
    frame["skill"] = frame["skill"].where(rng.random(600) > 0.45)
    sample = prepared(frame, "skill")
    assert sample.imputed == ("skill",) and "some bias stays" in " ".join(texts(sample.warnings))

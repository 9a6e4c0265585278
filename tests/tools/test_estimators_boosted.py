"""Boosted double machine learning: near the oracle where the world bends, whichever boosting there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from threadpoolctl import threadpool_limits

from tests import estimator_worlds, worlds
from tests.words import texts
from tools.errors import OptionError
from tools.estimators import ESTIMATORS, choice, choose_estimator, curves, trees
from tools.estimators.double_ml import (
    BoostedInteractive,
    BoostedPartiallyLinear,
    boosted_interactive,
    multiplier_draws,
)
from tools.estimators.interface import realised_estimand, run_estimator
from tools.types import Design, DesignKind, Estimand, Estimate, Query, Sample

NAMES = ("age", "habit", "income", "town")
QUERY, DESIGN = Query("t", "y", 0, 1), Design(DesignKind.BACKDOOR, NAMES)
ESTIMAND = Estimand(QUERY, DESIGN, None, ())


def sample_of(frame: pd.DataFrame) -> Sample:
    return Sample(frame, QUERY, DESIGN, 0.0, 1.0, len(frame), (), None)


def bent(rows: int, seed: int) -> tuple[Sample, float, float]:
    """A world whose chances and outcomes curve and jump together; the oracle's value and standard error."""
    r = np.random.default_rng(seed)
    x = r.normal(size=(rows, 3))
    corner = (x[:, 0] > 0) & (x[:, 2] > 0)
    e = expit(0.8 * np.sin(2 * x[:, 0]) + 0.4 * x[:, 1] + corner)
    control = 2 * np.sin(2 * x[:, 0]) + x[:, 1] + 2.0 * corner
    treated = control + 1.0 + 0.5 * (x[:, 2] > 0)
    t = (r.random(rows) < e).astype(float)
    y = np.where(t == 1, treated, control) + r.normal(size=rows)
    frame = pd.DataFrame(x, columns=list(NAMES[:3])).assign(t=t, y=y)
    frame["town"] = r.choice(["north", "south"], rows)
    terms = treated - control + t * (y - treated) / e - (1 - t) * (y - control) / (1 - e)
    return sample_of(frame), float(terms.mean()), float(terms.std() / np.sqrt(rows))


@pytest.fixture(scope="module")
def world() -> tuple[Sample, float, float]:
    return bent(8_000, 1)


@pytest.mark.parametrize("library", ["lightgbm", "scikit-learn"])
def test_near_the_oracle(
    library: str, world: tuple[Sample, float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoostedInteractive, "trees", library)
    sample, value, error = world if library == "lightgbm" else bent(3000, 9)
    found = boosted_interactive(sample, ESTIMAND)
    assert abs(found.value - value) < error
    # What is not learned in a few thousand rows is noise to the estimate: wider, never narrower.
    assert 0.95 * error < found.std_error < 1.2 * error
    assert found.details["outcome_high_rounds"] >= 10
    assert found.details["outcome_high_loss_boosting"] < found.details["outcome_high_loss_start"]
    assert found.details["folds"] == 5


def test_straight_lines_or_no_trees_miss_what_it_finds(
    world: tuple[Sample, float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mirror: without trees the corner stays in, and without bends as well the waves do."""
    sample, value, error = world
    monkeypatch.setattr(trees, "MOST_ROUNDS", 0)
    smooth = boosted_interactive(sample, ESTIMAND)
    monkeypatch.setattr(curves, "MOST_TERMS", 0)
    straight = boosted_interactive(sample, ESTIMAND)
    assert abs(straight.value - value) > 5 * error
    assert 2 * error < abs(smooth.value - value) < 0.5 * abs(straight.value - value)


def test_predicting_rows_that_a_model_has_seen_is_too_sure(world: tuple[Sample, float, float]) -> None:
    """The mirror of cross-fitting: half the interval where trees may learn the rows by heart."""
    from lightgbm import LGBMClassifier, LGBMRegressor

    sample, _, error = bent(2_000, 5)
    x, t = sample.frame[["age", "habit", "income"]].to_numpy(), sample.frame["t"].to_numpy()
    y = sample.frame["y"].to_numpy()
    big = {"n_estimators": 200, "min_child_samples": 5, "verbose": -1, "n_jobs": 1}
    e = np.clip(LGBMClassifier(**big).fit(x, t).predict_proba(x)[:, 1], 0.01, 0.99)
    low, high = (LGBMRegressor(**big).fit(x[t == arm], y[t == arm]).predict(x) for arm in (0, 1))
    terms = high - low + t * (y - high) / e - (1 - t) * (y - low) / (1 - e)
    assert terms.std() / np.sqrt(len(y)) < 0.6 * error
    assert boosted_interactive(sample, ESTIMAND).std_error > 0.95 * error


def test_rows_order_threads_and_a_second_run_change_nothing(world: tuple[Sample, float, float]) -> None:
    sample = bent(3000, 2)[0]
    shuffled = sample_of(sample.frame.sample(frac=1, random_state=3).reset_index(drop=True))
    with threadpool_limits(limits=1):
        first = boosted_interactive(sample, ESTIMAND)
    with threadpool_limits(limits=2):
        assert boosted_interactive(sample, ESTIMAND).value == first.value
    again: Estimate = boosted_interactive(shuffled, ESTIMAND)
    assert again.value == pytest.approx(first.value, rel=1e-9)
    assert any("few for dml_boosted" in warning for warning in texts(first.warnings))
    assert again.details["multiplier_low"] == pytest.approx(first.details["multiplier_low"], rel=1e-9)


@pytest.mark.parametrize("who", ["ATT", "ATC"])
def test_effects_on_the_treated_and_on_the_untreated(who: str) -> None:
    asked = worlds.confounded_binary(3000).asking(who)
    more = 0.2 * (asked.frame["age"] - 50.0) * asked.frame["treated"]
    asked = replace(asked, frame=asked.frame.assign(outcome=asked.frame["outcome"] + more))
    truth = {key: 2.0 + 5.0 * (value - 2.0) for key, value in asked.others.items()}
    found = ESTIMATORS["dml_boosted"](asked.sample(), asked.estimand())
    assert abs(found.value - truth[who]) < 4 * found.std_error
    assert abs(found.value - truth["ATC" if who == "ATT" else "ATT"]) > 4 * found.std_error


def test_a_dose_by_the_partially_linear_model_and_what_a_straight_line_makes_of_it() -> None:
    dose = estimator_worlds.bent_confounding(6000, dose=True)
    found = ESTIMATORS["dml_boosted_partially_linear"](dose.sample(), dose.estimand())
    assert abs(found.value - dose.truth) < 4 * found.std_error
    assert found.std_error == pytest.approx(1 / np.sqrt(6000), rel=0.1)  # noise over noise, both 1
    straight = ESTIMATORS["linear_regression"](dose.sample(), dose.estimand())
    assert abs(straight.value - dose.truth) > 4 * straight.std_error


def test_intervals_cover_in_bent_worlds() -> None:
    """16 worlds: z-scores have mean 0 +- 4/sqrt(16) and a variance between the 0.1% limits of chi-square."""
    scores = []
    for seed in range(16):
        one = estimator_worlds.bent_confounding(5000, seed + 50)
        found = ESTIMATORS["dml_boosted"](one.sample(), one.estimand())
        scores.append((found.value - one.truth) / found.std_error)
    assert abs(np.mean(scores)) < 4 / np.sqrt(16)
    assert 0.23 < np.var(scores, ddof=1) < 2.5


def test_from_plain_dowhy_with_a_multiplier_interval(world: tuple[Sample, float, float]) -> None:
    sample = bent(3000, 6)[0]
    identified = realised_estimand(sample, ESTIMAND)
    limits = {}
    for interval in ("influence", "multiplier"):
        fitted = BoostedInteractive(identified, interval=interval).fit(sample.frame)
        estimate = fitted.estimate_effect(sample.frame, treatment_value=1, control_value=0)
        limits[interval] = np.array(estimate.get_confidence_intervals())
    width = np.ptp(limits["influence"])
    assert np.abs(limits["multiplier"] - limits["influence"]).max() < 0.08 * width
    assert not np.array_equal(limits["multiplier"], limits["influence"])
    with pytest.raises(OptionError, match="'bootstrap' is unknown"):
        BoostedPartiallyLinear(identified, interval="bootstrap")


@pytest.mark.parametrize("rows", [2_000, 40_000])
def test_multiplier_draws_have_the_spread_and_the_skewness_of_the_influence(rows: int) -> None:
    r = np.random.default_rng(3)
    influence = r.exponential(size=rows) ** 2 / rows
    influence -= influence.mean()
    marks = r.integers(0, 2**63, rows).astype(np.uint64)
    draws = multiplier_draws(influence, marks)
    assert draws.std() == pytest.approx(np.sqrt(influence @ influence), rel=0.1)
    assert np.mean(draws**3) > 0
    # Clusters: rows that repeat one another count once, so the spread is as of the clusters' sums.
    repeated, clusters = np.repeat(influence / 4, 4), np.repeat(np.arange(rows), 4)
    ratio = multiplier_draws(repeated, clusters).std() / multiplier_draws(repeated, marks.repeat(4) + 1).std()
    assert ratio == pytest.approx(1.0, rel=0.1)


def test_trees_are_trained_on_so_many_rows_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert curves.thinned(np.arange(1001), 500).tolist() == list(range(0, 1001, 3))
    sample, value, error = bent(4000, 4)
    all_rows = boosted_interactive(sample, ESTIMAND)
    monkeypatch.setattr(trees, "TRAINED_ON", 300)
    few = boosted_interactive(sample, ESTIMAND)
    assert few.details["outcome_low_loss_boosting"] > all_rows.details["outcome_low_loss_boosting"]
    assert abs(few.value - value) < 4 * error


def test_starts_are_what_least_squares_gives_and_take_bends_only_where_they_pay() -> None:
    r = np.random.default_rng(7)
    x = r.normal(size=(4000, 2))
    groups = [np.arange(0, 4000, 2), np.arange(1, 4000, 2)]
    terms = curves.make_terms(x, 2000)
    assert terms.count > terms.straight == 3
    line = x @ [1.0, 2.0] + 0.5 + 0.5 * r.normal(size=4000)
    points = curves.least_squares_starts(terms, x, line, groups)
    assert not points[3:].any()
    full = np.column_stack([np.ones(2000), x[groups[1]]])
    expected = x[groups[0]] @ np.linalg.lstsq(full, line[groups[1]], rcond=None)[0][1:]
    found = terms.scores(x, points)[groups[0], 0]
    assert np.ptp(found - expected) < 0.05
    wave = np.sin(2 * x[:, 0]) + x[:, 0] * x[:, 1]
    rest = wave - terms.scores(x, curves.least_squares_starts(terms, x, wave, groups))[:, 0]
    assert np.mean(rest[groups[0]] ** 2) < 0.02 * wave.var()
    chance = expit(wave)
    labels = (r.random(4000) < chance).astype(float)
    scores = terms.scores(x, curves.logistic_starts(terms, x, labels, groups))[groups[0], 0]
    assert np.mean((expit(scores) - chance[groups[0]]) ** 2) < 0.1 * chance.var()


def test_it_stands_beside_the_headline_of_large_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    many, dose = (estimator_worlds.bent_confounding(21_000, dose=dose) for dose in (False, True))
    assert "dml_boosted" in choose_estimator(many.sample(), many.estimand()).alternatives
    assert "dml_boosted_partially_linear" in choose_estimator(dose.sample(), dose.estimand()).alternatives
    monkeypatch.setattr(choice, "find_spec", lambda name: None)
    monkeypatch.setattr(choice, "MOST_WITHOUT_LIGHTGBM", 20_999)
    assert "dml_boosted" not in choose_estimator(many.sample(), many.estimand()).alternatives


def test_a_constant_outcome_in_an_arm_is_predicted_as_it_is() -> None:
    sample = bent(1000, 8)[0]
    frame = sample.frame.assign(y=sample.frame["y"].where(sample.frame["t"] == 1, 3.0))
    found = run_estimator(BoostedInteractive, sample_of(frame), ESTIMAND)
    assert found.details["outcome_low_rounds"] == 0
    assert np.isfinite(found.std_error)


def test_a_row_beyond_the_others_is_not_given_an_outcome_or_a_chance_out_of_the_blue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two folds of 2,000 rows. The mirror: bends that go on to the last few rows blow one interval up."""
    monkeypatch.setattr(BoostedInteractive, "folds", lambda self, rows: 2)
    worlds_of = [bent(4000, seed) for seed in (9, 11)]
    for sample, value, error in worlds_of:
        found = boosted_interactive(sample, ESTIMAND)
        assert abs(found.value - value) < 3 * error
        assert found.std_error < 1.25 * error
        assert found.details["propensity_clipped_rows"] == 0
    monkeypatch.setattr(curves, "ROWS_BEYOND", 0)
    monkeypatch.setattr(curves, "FURTHEST_BEND", 3.0)
    wider = [boosted_interactive(sample, ESTIMAND).std_error / error for sample, _, error in worlds_of]
    assert max(wider) > 3


def test_products_that_the_start_leans_on_are_columns_for_the_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkerboard of chances: no cut of one column gains at first, one cut of the product finds it."""
    r = np.random.default_rng(2)
    x = r.normal(loc=(0.0, 2000.0, 0.0, 0.0, 0.0, 0.0), size=(16_000, 6))
    chance = expit(1.2 * np.sign(x[:, 0] * (x[:, 1] - 2000.0)) + x[:, 2])
    labels = (r.random(len(x)) < chance).astype(float)
    target, fold = trees.Target(labels, np.ones(len(x), dtype=bool), True), np.arange(len(x)) % 2
    found = trees.Boosting(x, fold, 8000).out_of_fold([target])[0]
    monkeypatch.setattr(curves, "MOST_PRODUCTS", 0)
    without = trees.Boosting(x, fold, 8000).out_of_fold([target])[0]
    assert np.mean((found.values - chance) ** 2) < 0.6 * np.mean((without.values - chance) ** 2)
    assert found.rounds < without.rounds

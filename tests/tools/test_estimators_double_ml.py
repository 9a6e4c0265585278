"""Double machine learning: bent worlds that straight lines miss, scikit-learn's own cross-fitting, order."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import PredefinedSplit, cross_val_predict
from threadpoolctl import threadpool_limits

from tests import estimator_worlds, worlds
from tests.words import fails
from tests.worlds import World
from tools.estimators import ESTIMATORS, choose_estimator
from tools.estimators.learners import fold_numbers, make_learner, out_of_fold
from tools.types import Estimate


def run(name: str, world: World) -> Estimate:
    return ESTIMATORS[name](world.sample(), world.estimand())


def misses(estimate: Estimate, truth: float) -> bool:
    return abs(estimate.value - truth) > 4 * estimate.std_error


BENT, DOSE = estimator_worlds.bent_confounding(), estimator_worlds.bent_confounding(dose=True)


@pytest.mark.parametrize(
    ("name", "world", "straight"),
    [
        ("dml_interactive", BENT, "aipw"),
        ("dml_partially_linear", BENT, "linear_regression"),
        ("dml_partially_linear", DOSE, "linear_regression"),
    ],
)
def test_bent_confounding_is_taken_out_and_straight_lines_miss(
    name: str, world: World, straight: str
) -> None:
    found = run(name, world)
    assert not misses(found, world.truth), (found.value, found.std_error)
    assert found.std_error < 0.1
    assert misses(run(straight, world), world.truth)
    assert misses(run(name, world.without("sleep", "diet")), world.truth)


@pytest.mark.parametrize("who", ["ATT", "ATC"])
def test_effects_on_the_treated_and_on_the_untreated(who: str) -> None:
    world = worlds.confounded_binary(3000).asking(who)
    more = 0.2 * (world.frame["age"] - 50.0) * world.frame["treated"]
    world = replace(world, frame=world.frame.assign(outcome=world.frame["outcome"] + more))
    truth = {key: 2.0 + 5.0 * (value - 2.0) for key, value in world.others.items()}
    found = run("dml_interactive", world)
    assert not misses(found, truth[who])
    assert misses(found, truth["ATC" if who == "ATT" else "ATT"])


def test_straight_worlds_are_left_to_the_straight_learner() -> None:
    world = worlds.confounded_binary(1000)
    found = run("dml_interactive", world)
    assert found.details["outcome_high_by_boosting"] == found.details["outcome_low_by_boosting"] == 0.0
    assert found.details["treatment_by_boosting"] == 0.0
    assert run("dml_interactive", BENT).details["outcome_high_by_boosting"] == 1.0
    plain = run("aipw", world)
    assert found.value == pytest.approx(plain.value, abs=0.5 * plain.std_error)
    assert found.std_error == pytest.approx(plain.std_error, rel=0.1)


def test_it_is_what_scikit_learns_cross_fitting_gives() -> None:
    """The partially linear score of DoubleML and EconML's LinearDML, with our folds and learners."""
    world = estimator_worlds.bent_confounding(600, dose=True)
    x = world.frame[list(world.design.adjustment_set)].to_numpy()
    t, y = world.frame["treatment"].to_numpy(), world.frame["outcome"].to_numpy()
    split = PredefinedSplit(fold_numbers(np.column_stack([t, y, x]), t))
    found = run("dml_partially_linear", world)
    left = []
    with threadpool_limits(limits=1):
        for target, name in ((t, "treatment"), (y, "outcome")):
            learner = "boosting" if found.details[f"{name}_by_boosting"] else "linear"
            left.append(target - cross_val_predict(make_learner(learner, False), x, target, cv=split))
    slope = float(left[0] @ left[1] / (left[0] @ left[0]))
    assert found.value == pytest.approx(slope, rel=1e-9)
    score = left[0] * (left[1] - slope * left[0])
    error = np.sqrt(score @ score) / (left[0] @ left[0])
    assert found.std_error == pytest.approx(error, rel=2e-3)


def test_intervals_are_as_wide_as_they_should_be() -> None:
    """24 worlds: z-scores have mean 0 +- 4/sqrt(24) and a variance between the 0.1% limits of chi-square."""
    scores = []
    for seed in range(24):
        world = estimator_worlds.bent_confounding(1000, seed + 50, dose=True)
        found = run("dml_partially_linear", world)
        scores.append((found.value - world.truth) / found.std_error)
    assert abs(np.mean(scores)) < 4 / np.sqrt(24)
    assert 0.33 < np.var(scores, ddof=1) < 2.2


@pytest.mark.parametrize("name", ["dml_interactive", "dml_partially_linear"])
def test_the_order_of_the_rows_changes_nothing_and_neither_does_running_it_again(name: str) -> None:
    world = estimator_worlds.bent_confounding(600)
    other = replace(world, frame=world.frame.sample(frac=1.0, random_state=1).reset_index(drop=True))
    first = run(name, world)
    assert run(name, world).value == first.value
    assert run(name, other).value == pytest.approx(first.value, rel=1e-6)


def test_whole_clusters_are_in_one_fold() -> None:
    rng = np.random.default_rng(2)
    columns, clusters = rng.normal(size=(300, 2)), np.repeat(np.arange(60), 5)
    fold = fold_numbers(columns, columns[:, 0], clusters)
    assert (pd.Series(fold).groupby(clusters).nunique() == 1).all()
    assert np.bincount(fold).tolist() == [60, 60, 60, 60, 60]
    alone = fold_numbers(columns, (columns[:, 0] > 1).astype(float))
    shares = pd.Series(columns[:, 0] > 1).groupby(alone).sum()
    assert shares.max() - shares.min() <= 1  # both groups are spread evenly


def test_repeated_rows_in_a_cluster_widen_the_interval() -> None:
    world = estimator_worlds.bent_confounding(500)
    frame = pd.concat([world.frame.assign(person=np.arange(500))] * 3, ignore_index=True)
    repeated = replace(world, frame=frame)
    known = replace(repeated, design=replace(world.design, cluster="person"))
    ratio = run("dml_partially_linear", known).std_error / run("dml_partially_linear", repeated).std_error
    assert ratio > 1.5


def test_the_learner_is_the_one_that_predicts_unseen_rows_better() -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(size=(400, 3))
    fold = np.arange(400) % 5
    straight = out_of_fold(x, x[:, 0] + 0.1 * rng.normal(size=400), fold)
    bent = out_of_fold(x, np.abs(x[:, 0]) + 0.1 * rng.normal(size=400), fold)
    assert (straight.learner, bent.learner) == ("linear", "boosting")
    assert min(bent.losses.values()) == bent.losses["boosting"]


def test_ten_thousand_rows_and_twenty_columns_take_seconds() -> None:
    rng = np.random.default_rng(6)
    x = rng.normal(size=(10_000, 20))
    frame = pd.DataFrame(x, columns=[f"x{j}" for j in range(20)])
    frame["t"] = (rng.random(10_000) < 0.5).astype(float)
    frame["y"] = frame["t"] + x[:, 0] + rng.normal(size=10_000)
    world = replace(
        BENT,
        frame=frame,
        query=replace(BENT.query, treatment="t", outcome="y"),
        design=replace(BENT.design, adjustment_set=tuple(frame.columns[:20])),
    )
    start = time.process_time()
    found = run("dml_interactive", world)
    assert time.process_time() - start < 6.0  # about 0.6 s on a quiet machine
    assert not misses(found, 1.0)


def test_it_stands_beside_the_headline_with_rows_enough() -> None:
    assert "dml_interactive" in choose_estimator(BENT.sample(), BENT.estimand()).alternatives
    assert "dml_partially_linear" in choose_estimator(DOSE.sample(), DOSE.estimand()).alternatives
    few = estimator_worlds.bent_confounding(400)
    assert "dml_interactive" not in choose_estimator(few.sample(), few.estimand()).alternatives


FAULTS: list[tuple[str, str, World]] = [
    ("dml_interactive", "too few for cross-fitting", estimator_worlds.bent_confounding(90)),
    ("dml_interactive", "has others than", DOSE),
    ("dml_partially_linear", "no covariate", BENT.without(*BENT.design.adjustment_set)),
    ("dml_partially_linear", "all but exactly", replace(
        DOSE, frame=DOSE.frame.assign(sleep=DOSE.frame["treatment"] * (1 + 1e-9)))),
]  # fmt: skip


@pytest.mark.parametrize(("name", "words", "world"), FAULTS, ids=[f[1] for f in FAULTS])
def test_faults(name: str, words: str, world: World) -> None:
    with fails(words):
        run(name, world)

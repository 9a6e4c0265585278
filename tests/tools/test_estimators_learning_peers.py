"""DoubleML's and EconML's own figures, with folds and first-stage models the same as ours: to 1e-6."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from doubleml import DoubleMLData, DoubleMLIRM, DoubleMLPLR
from econml.dml import LinearDML
from econml.dr import LinearDRLearner
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.model_selection import PredefinedSplit
from statsmodels.treatment.treatment_effects import TreatmentEffect

from tests import estimator_worlds, worlds
from tests.worlds import World
from tools.estimators import ESTIMATORS
from tools.estimators.double_ml import (
    BoostedInteractive,
    BoostedPartiallyLinear,
    CrossFitted,
    PartiallyLinear,
)
from tools.estimators.learners import fold_numbers, make_learner
from tools.types import Estimate

ROWS = 600
BINARY = worlds.confounded_binary(ROWS)
DOSE = estimator_worlds.bent_confounding(ROWS, dose=True)


class Given:
    """The columns that our estimator learns from, its folds and its predictions out of fold."""

    def __init__(self, world: World) -> None:
        frame, query = world.frame, world.query
        names = list(world.design.adjustment_set)
        self.x = pd.get_dummies(frame[names], drop_first=True, dtype=float).to_numpy()
        self.t, self.y = frame[query.treatment].to_numpy(float), frame[query.outcome].to_numpy(float)
        self.fold = fold_numbers(np.column_stack([self.t, self.y, self.x]), self.t)
        self.pairs = list(PredefinedSplit(self.fold).split())

    def data(self) -> Any:
        return DoubleMLData.from_arrays(self.x, self.y, self.t)


@pytest.fixture(scope="module")
def binary() -> Given:
    return Given(BINARY)


@pytest.fixture(scope="module")
def dose() -> Given:
    return Given(DOSE)


@pytest.fixture(scope="module")
def interactive() -> Estimate:
    found = ESTIMATORS["dml_interactive"](BINARY.sample(), BINARY.estimand())
    assert found.details["treatment_by_boosting"] == found.details["outcome_low_by_boosting"] == 0.0
    return found


def linear(chance: bool) -> Any:
    return make_learner("linear", chance)


@pytest.mark.parametrize(("who", "score"), [("ATE", "ATE"), ("ATT", "ATTE")])
def test_the_interactive_model_is_doublemls(
    who: str, score: str, binary: Given, interactive: Estimate
) -> None:
    asked = BINARY.asking(who)
    known = who == "ATE"
    ours = interactive if known else ESTIMATORS["dml_interactive"](asked.sample(), asked.estimand())
    theirs = DoubleMLIRM(binary.data(), linear(False), linear(True), score=score, draw_sample_splitting=False)
    theirs.set_sample_splitting(binary.pairs)
    theirs.fit()
    assert ours.value == pytest.approx(theirs.coef[0], rel=1e-6)
    assert ours.std_error == pytest.approx(theirs.se[0] * spare(ROWS), rel=1e-6)


@pytest.mark.parametrize("estimator", [PartiallyLinear, BoostedPartiallyLinear, BoostedInteractive])
def test_scores_are_doublemls_of_the_same_predictions(
    estimator: type[CrossFitted], binary: Given, dose: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our learners are not theirs, so what is handed over are the predictions."""
    seen: list[Any] = []
    nuisances = estimator.nuisances  # type: ignore[attr-defined]
    monkeypatch.setattr(estimator, "nuisances", lambda *given: seen.append(nuisances(*given)) or seen[-1])
    arms = estimator is BoostedInteractive
    world, given = (BINARY, binary) if arms else (DOSE, dose)
    ours = ESTIMATORS[estimator.registry_name](world.sample(), world.estimand())
    if arms:
        known = {"ml_m": seen[0][0], "ml_g0": seen[0][1][0], "ml_g1": seen[0][1][1]}
        theirs = DoubleMLIRM(given.data(), linear(False), linear(True))
    else:
        known = {"ml_l": seen[0][0], "ml_m": seen[0][1]}
        theirs = DoubleMLPLR(given.data(), linear(False), linear(False))
    theirs.fit(external_predictions={"d": {name: each.values[:, None] for name, each in known.items()}})
    assert ours.value == pytest.approx(theirs.coef[0], rel=1e-6)
    assert ours.std_error == pytest.approx(theirs.se[0] * spare(ROWS), rel=1e-6)


def test_the_partially_linear_model_is_econmls_with_straight_lines(binary: Given) -> None:
    ours = ESTIMATORS["dml_partially_linear"](BINARY.sample(), BINARY.estimand())
    assert ours.details["treatment_by_boosting"] == ours.details["outcome_by_boosting"] == 0.0
    # EconML chooses a ridge's penalty once for all folds, ours in every fold: here they are the same one.
    theirs = LinearDML(
        model_y=linear(False), model_t=linear(True), discrete_treatment=True, cv=binary.pairs, random_state=0
    )
    theirs.fit(binary.y, binary.t, X=None, W=binary.x)
    found = theirs.ate_inference()
    assert ours.value == pytest.approx(float(found.mean_point), rel=1e-6)
    assert ours.std_error == pytest.approx(float(found.stderr_mean), rel=1e-6)


class ArmByArm(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """EconML's regression sees the treatment as its last column; ours fits each arm alone."""

    def fit(self, columns: np.ndarray, outcome: np.ndarray) -> ArmByArm:
        arm = columns[:, -1]
        self.arms_ = {
            level: linear(False).fit(columns[arm == level, :-1], outcome[arm == level]) for level in (0, 1)
        }
        return self

    def predict(self, columns: np.ndarray) -> np.ndarray:
        low, high = (self.arms_[level].predict(columns[:, :-1]) for level in (0, 1))
        return np.where(columns[:, -1] == 1, high, low)


def test_the_interactive_model_is_econmls_doubly_robust_learner(binary: Given, interactive: Estimate) -> None:
    ours = interactive
    theirs = LinearDRLearner(
        model_propensity=linear(True), model_regression=ArmByArm(), min_propensity=0.01, cv=binary.pairs
    )
    theirs.fit(binary.y, binary.t, X=None, W=binary.x)
    found = theirs.ate_inference()
    assert ours.value == pytest.approx(float(found.mean_point), rel=1e-6)
    assert ours.std_error == pytest.approx(float(found.stderr_mean), rel=1e-6)


@pytest.mark.parametrize("name", ["ipw", "aipw"])
def test_weighting_is_statsmodels(name: str, binary: Given) -> None:
    ours = ESTIMATORS[name](BINARY.sample(), BINARY.estimand())
    columns = sm.add_constant(binary.x)
    chance = sm.Logit(binary.t, columns).fit(disp=False)
    theirs = getattr(TreatmentEffect(sm.OLS(binary.y, columns), binary.t, results_select=chance), name)()
    assert ours.value == pytest.approx(float(theirs.effect[0]), rel=1e-6)


def spare(rows: int) -> float:
    """Ours counts the one number that is estimated; theirs does not."""
    return float(np.sqrt(rows / (rows - 1)))

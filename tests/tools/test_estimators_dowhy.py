"""Each family is a DoWhy estimator that a DoWhy user can use with no other part of AskWhy."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from dowhy import CausalModel, EstimandType, identify_effect_auto
from dowhy.causal_estimator import CausalEstimator
from dowhy.causal_estimators.linear_regression_estimator import LinearRegressionEstimator
from dowhy.causal_identifier import IdentifiedEstimand
from dowhy.causal_refuters import (
    refute_data_subset,
    refute_placebo_treatment,
    refute_random_common_cause,
)
from dowhy.causal_refuters.placebo_treatment_refuter import PlaceboType

from tests import worlds
from tests.words import fails
from tools.estimators import ESTIMATORS
from tools.estimators.differences import DifferenceInDifferences, TwoWayFixedEffects
from tools.estimators.discontinuity import RegressionDiscontinuity
from tools.estimators.front_door import FrontDoor
from tools.estimators.imputation import Imputation
from tools.estimators.instrument import Liml, TwoStageLeastSquares
from tools.estimators.interface import EffectEstimator
from tools.estimators.randomised import DifferenceInMeans, LinRegression
from tools.estimators.regression import LevelContrast, LinearRegression
from tools.estimators.weighting import Aipw, InversePropensityWeighting


def dowhy_graph(world: worlds.World) -> nx.DiGraph:
    graph = nx.DiGraph(list(world.edges))
    for name, affected in world.hidden:
        graph.add_edges_from((name, effect) for effect in affected)
    return graph


def identified(world: worlds.World, method: str) -> IdentifiedEstimand:
    """From DoWhy's own identification of the world's graph."""
    found = identify_effect_auto(
        dowhy_graph(world),
        [world.query.treatment],
        [world.query.outcome],
        list(world.frame.columns),
        EstimandType.NONPARAMETRIC_ATE,
    )
    found.set_identifier_method(method)
    return found


@pytest.mark.parametrize("estimator", [LinearRegression, Aipw, InversePropensityWeighting, LinRegression])
def test_plain_dowhy_gets_value_interval_error_and_p_value(estimator: type[EffectEstimator]) -> None:
    world = worlds.confounded_binary(2000)
    estimand = identified(world, "backdoor")
    frame = world.frame.copy()
    fitted = estimator(estimand).fit(frame, effect_modifier_names=[])
    estimate = fitted.estimate_effect(frame, treatment_value=1, control_value=0, target_units="ate")
    ours = ESTIMATORS[estimator.registry_name](world.sample(), world.estimand())
    assert isinstance(fitted, CausalEstimator)
    assert estimate.value == pytest.approx(ours.value, rel=1e-10)
    assert estimate.get_standard_error() == pytest.approx(ours.std_error, rel=1e-10)
    assert estimate.get_confidence_intervals() == pytest.approx(ours.ci_95, rel=1e-10)
    narrow = estimate.get_confidence_intervals(confidence_level=0.5)
    assert ours.ci_95[0] < narrow[0] < estimate.value < narrow[1] < ours.ci_95[1]
    assert estimate.test_stat_significance()["p_value"] == pytest.approx(ours.p_value)
    assert "Mean value" in str(estimate)
    pd.testing.assert_frame_equal(frame, world.frame)


def test_linear_regression_agrees_with_dowhys_own() -> None:
    world = worlds.confounded_continuous()
    estimand = identified(world, "backdoor")
    theirs = LinearRegressionEstimator(estimand).fit(world.frame.copy(), effect_modifier_names=[])
    value = theirs.estimate_effect(
        world.frame.copy(), treatment_value=6.0, control_value=4.0, target_units="ate"
    ).value
    ours = ESTIMATORS["linear_regression"](world.sample(), world.estimand())
    assert ours.value == pytest.approx(value, rel=1e-10)


def test_the_causal_model_route_works() -> None:
    world = worlds.confounded_binary(1000)
    model = CausalModel(world.frame.copy(), "treated", "outcome", graph=dowhy_graph(world))
    estimand = model.identify_effect(proceed_when_unidentifiable=True)
    estimand.set_identifier_method("backdoor")
    from dowhy.causal_estimator import estimate_effect

    estimate = estimate_effect(
        world.frame.copy(), "treated", "outcome", "backdoor", Aipw(estimand, confidence_intervals=True),
        control_value=0, treatment_value=1, target_units="att", effect_modifiers=[],
        method_params={},
    )  # fmt: skip
    asked = world.asking("ATT")
    assert estimate.value == pytest.approx(ESTIMATORS["aipw"](asked.sample(), asked.estimand()).value)


def test_dowhys_refuters_run_on_ours() -> None:
    world = worlds.confounded_binary(1000)
    estimand = identified(world, "backdoor")
    frame = world.frame.copy()
    estimate = (
        LinearRegression(estimand).fit(frame, effect_modifier_names=[])
        .estimate_effect(frame, treatment_value=1, control_value=0, target_units="ate")
    )  # fmt: skip
    estimate.add_params(
        estimand_type=estimand.estimand_type, estimator_class=LinearRegression, test_significance=False,
        evaluate_effect_strength=False, confidence_intervals=False, target_units="ate", effect_modifiers=[],
    )  # fmt: skip
    np.random.seed(0)
    quiet = {"num_simulations": 5, "show_progress_bar": False}
    placebo = refute_placebo_treatment(
        frame.copy(),
        estimand,
        estimate,
        treatment_names=["treated"],
        placebo_type=PlaceboType.PERMUTE,
        **quiet,
    )
    assert abs(placebo.new_effect) < 5 * estimate.get_standard_error()
    random_cause = refute_random_common_cause(frame.copy(), estimand, estimate, **quiet)
    assert random_cause.new_effect == pytest.approx(estimate.value, abs=0.05)
    subset = refute_data_subset(frame.copy(), estimand, estimate, subset_fraction=0.8, **quiet)
    assert subset.new_effect == pytest.approx(estimate.value, abs=3 * estimate.get_standard_error())


def test_effects_by_group_come_through_dowhy_and_leave_the_frame_alone() -> None:
    world = worlds.confounded_binary(4000)
    frame = world.frame.copy()
    fitted = Aipw(identified(world, "backdoor")).fit(frame, effect_modifier_names=["age"])
    estimate = fitted.estimate_effect(frame, treatment_value=1, control_value=0, target_units="ate")
    by_age = estimate.conditional_estimates.to_numpy()
    assert by_age[-1] - by_age[0] > 0.5  # the effect grows with age
    pd.testing.assert_frame_equal(frame, world.frame)


def test_an_instrument_through_dowhys_identification() -> None:
    world = worlds.encouragement()
    estimand = identified(world, "iv")
    frame = world.frame.copy()
    estimate = TwoStageLeastSquares(estimand).fit(frame).estimate_effect(frame)
    assert estimate.value == pytest.approx(
        ESTIMATORS["two_stage_least_squares"](world.sample(), world.estimand()).value
    )
    low, high = estimate.get_confidence_intervals()
    assert low < world.truth < high


@pytest.mark.parametrize(
    ("estimator", "world", "options"),
    [
        (DifferenceInMeans, worlds.randomised(), {}),
        (LevelContrast, worlds.curved(), {}),
        (Liml, worlds.instrument(several=True), {"adjustment_set": ("income",)}),
        (FrontDoor, worlds.front_door(), {"adjustment_set": ("age",)}),
        (DifferenceInDifferences, worlds.two_by_two(), {"time": "year"}),
        (TwoWayFixedEffects, worlds.staggered(), {"time": "year", "unit": "county"}),
        (Imputation, worlds.staggered(), {"time": "year", "unit": "county"}),
        (RegressionDiscontinuity, worlds.fuzzy_cutoff(), {"running_variable": "margin", "cutoff": 0.0}),
    ],
)
def test_every_family_works_with_dowhys_objects(
    estimator: type[EffectEstimator], world: worlds.World, options: dict[str, object]
) -> None:
    estimand = IdentifiedEstimand(
        None,
        treatment_variable=[world.query.treatment],
        outcome_variable=[world.query.outcome],
        estimands={"backdoor": {}},
        backdoor_variables={"backdoor": list(world.design.adjustment_set)},
        instrumental_variables=list(world.design.instruments),
        frontdoor_variables=list(world.design.mediators),
        default_backdoor_id="backdoor",
        identifier_method="backdoor",
    )
    frame = world.frame.copy()
    estimate = estimator(estimand, **options).fit(frame).estimate_effect(frame)
    assert abs(estimate.value - world.truth) < 4 * estimate.get_standard_error()
    low, high = estimate.get_confidence_intervals()
    assert low < high


def test_misuse_is_an_error_with_a_mend() -> None:
    world = worlds.confounded_binary(300)
    estimator = Aipw(identified(world, "backdoor"))
    with fails("Call fit"):
        estimator.estimate_effect()
    with fails("Call estimate_effect"):
        estimator.fit(world.frame)._estimate_std_error()
    with fails("target_units"):
        estimator.estimate_effect(world.frame, target_units=lambda row: True)

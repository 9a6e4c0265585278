"""Answers do not load DoWhy, and say what DoWhy would: its own functions, its own words, its own classes."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from pathlib import Path

import dowhy.graph
import networkx as nx
import pytest
from dowhy.causal_estimator import CausalEstimator

from tests import worlds
from tools.estimators.interface import realised_estimand, run_estimator
from tools.estimators.regression import LinearRegression
from tools.estimators.weighting import Aipw
from tools.identification import dowhy_estimand
from tools.identification.dowhy_estimand import dowhy_text, identified_estimand_for
from tools.types import Design, DesignKind, Query

ESTIMATES = """
import sys
from tests import worlds
from tools.checks import run_checks
from tools.estimators import estimate_effect
from tools.graphs import from_user
from tools.identification.estimand import identify

world = worlds.confounded_binary(400)
columns = tuple(world.frame.columns)
graph = from_user("; ".join(f"{cause} -> {effect}" for cause, effect in world.edges), columns)
found = identify(graph, world.query, world.design, observed=columns)
estimate = estimate_effect(world.sample(), found)
run_checks(world.sample(), found, estimate)
print(estimate.estimator, sorted({"dowhy", "sympy", "statsmodels", "matplotlib"} & set(sys.modules)))
"""


def alone():
    return dowhy_estimand._Files().module("dowhy.graph")


def test_the_graph_functions_are_dowhys_own_file():
    assert alone().__file__ == dowhy.graph.__file__
    assert dowhy_estimand.dowhy_graph() is dowhy.graph  # loaded here, so the loaded one


@pytest.mark.parametrize("given", [set(), {"c"}, {"m"}, {"c", "m"}, {"collider"}])
def test_alone_they_give_the_verdicts_that_they_give_within_dowhy(given):
    graph = nx.DiGraph(
        [("c", "t"), ("c", "y"), ("t", "m"), ("m", "y"), ("t", "collider"), ("y", "collider"), ("z", "t")]
    )
    ours, theirs = alone(), dowhy.graph
    assert ours.check_valid_backdoor_set(graph, ["t"], ["y"], given) == theirs.check_valid_backdoor_set(
        graph, ["t"], ["y"], given
    )
    assert ours.get_instruments(graph, ["t"], ["y"]) == theirs.get_instruments(graph, ["t"], ["y"])
    assert ours.get_descendants(graph, ["t"]) == theirs.get_descendants(graph, ["t"]) >= {"m", "y"}


def test_another_layout_of_dowhy_is_imported_the_long_way(monkeypatch):
    monkeypatch.setattr(dowhy_estimand, "NEEDED", ("a_function_of_another_release",))
    dowhy_estimand._alone.cache_clear()
    assert dowhy_estimand._alone() is dowhy.graph
    dowhy_estimand._alone.cache_clear()


@pytest.mark.parametrize("outcome", ["y", "sales per day", "体重", "a|b", "x_1[0]"])
@pytest.mark.parametrize("given", [(), ("age",), ("age", "number of visits", "年龄"), ("d(y)/d[t]", "é,è")])
def test_the_formula_is_word_for_word_what_dowhy_prints(outcome, given):
    design = Design(kind=DesignKind.BACKDOOR, adjustment_set=given)
    query = Query(treatment="the treatment", outcome=outcome)
    theirs = identified_estimand_for(query, design).estimands["backdoor"]["estimand"]
    assert dowhy_text(query, design, longest=1000) == str(theirs)
    assert dowhy_text(query, design, longest=10) == ""


def test_a_dowhy_user_gets_an_estimator_that_can_be_copied_and_sent():
    world = worlds.confounded_binary(500)
    sample, estimand = world.sample(), world.estimand()
    made = Aipw(realised_estimand(sample, estimand))
    for one in (made, copy.copy(made), pickle.loads(pickle.dumps(made))):
        assert isinstance(one, CausalEstimator) and isinstance(one, Aipw)
        value = one.fit(sample.frame, effect_modifier_names=[]).estimate_effect(sample.frame).value
        assert value == run_estimator(Aipw, sample, estimand).value
    assert type(Aipw(realised_estimand(sample, estimand))) is type(made)
    assert not isinstance(made, LinearRegression)


def test_an_estimate_with_its_checks_loads_no_dowhy():
    root = Path(__file__).parents[2]
    given = [sys.executable, "-c", ESTIMATES]
    found = subprocess.run(given, capture_output=True, text=True, check=False, cwd=root)
    assert found.stdout == "aipw []\n", found.stderr[-2000:]

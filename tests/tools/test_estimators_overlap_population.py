"""The overlap population as what is asked: the estimator, the checks' weights and the words follow."""

from __future__ import annotations

import numpy as np
import pytest

from assistant import Assistant
from tests import worlds
from tools.checks.setting import weigh
from tools.errors import OptionError
from tools.estimators import estimate_effect


def test_overlap_weights_answer_and_differ_where_effects_do() -> None:
    world = worlds.confounded_binary(80_000).asking("ATO")
    found = estimate_effect(world.sample(), world.estimand())
    assert found.estimator == "overlap_weights"
    # Its own truth: gains averaged with the chance of either level as weight.
    frame = world.frame
    score = 0.06 * (frame["age"] - 50.0) + 0.8 * (frame["region"] == "south") - 0.3
    chance = 1 / (1 + np.exp(-score))
    truth = float(np.average(2.0 + 0.05 * (frame["age"] - 50.0), weights=chance * (1 - chance)))
    assert abs(found.value - truth) < 4 * found.std_error
    treated = world.others["ATT"]
    assert abs(found.value - treated) > 4 * found.std_error


def test_weights_of_the_checks_balance_exactly() -> None:
    frame = worlds.confounded_binary(2000).frame
    treated, age = frame["treated"].to_numpy(), frame["age"].to_numpy()[:, None]
    weights = weigh(treated, age, "ATO").weights
    means = [np.average(age[treated == arm, 0], weights=weights[treated == arm]) for arm in (0, 1)]
    assert means[0] == pytest.approx(means[1], rel=1e-6)


def test_an_answer_says_whose_effect_it_is() -> None:
    assistant = Assistant(worlds.confounded_binary(1000).frame, model="offline")
    asked = {"treatment": "treated", "outcome": "outcome", "adjust": ["age", "region"], "design": "backdoor"}
    answer = assistant.effect(estimand="ATO", **asked)
    assert answer.to_dict()["query"]["estimand"] == "ATO"
    assert answer.to_dict()["estimate"]["estimator"] == "overlap_weights"
    assert "could have gone either way" in answer.prose
    with pytest.raises(OptionError, match="ATO"):
        assistant.effect(estimand="ATX", **asked)

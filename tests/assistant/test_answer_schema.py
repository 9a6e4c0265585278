"""The public JSON of every status, estimand and design holds against the published schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import pytest

from assistant import Answer, Assistant, answer_schema
from assistant.answers.answer import Status
from tests import worlds
from tests.worlds import World
from tools.types import DesignKind, EstimandKind

SCHEMA = answer_schema()


def valid(answer: Answer) -> dict[str, Any]:
    """The answer as it is written and read back, once it holds against the schema."""
    values = answer.to_dict()
    jsonschema.validate(values, SCHEMA)
    assert json.loads(json.dumps(values)) == values
    return values


def garden() -> Assistant:
    """Watering goes with the sun, and both with growth; nobody says how it was decided."""
    random = np.random.default_rng(2)
    sun = random.normal(0.0, 1.0, 800)
    watered = (random.random(800) < worlds.chance_of(sun)).astype(int)
    growth = 5.0 + sun + 2.0 * watered + random.normal(0.0, 1.0, 800)
    return Assistant(pd.DataFrame({"watered": watered, "growth": growth, "sun": sun}))


STATUSES: dict[Status, Callable[[], Answer]] = {
    Status.ANSWERED: lambda: garden().effect("watered", "growth", design="backdoor", adjust=["sun"]),
    Status.NEEDS_CLARIFICATION: lambda: garden().ask("Does it help?"),
    Status.NOT_IDENTIFIED: lambda: hidden().effect("watered", "growth", design="backdoor", adjust=[]),
    Status.NOT_ANSWERABLE: lambda: Assistant(pd.DataFrame({"watered": [1] * 50, "growth": range(50)})).effect(
        "watered", "growth", design="backdoor", adjust=[]
    ),
}


def hidden() -> Assistant:
    assistant = garden()
    assistant.graph.add_common_cause("watered", "growth")
    return assistant


@pytest.mark.parametrize("status", Status)
def test_every_status(status: Status) -> None:
    values = valid(STATUSES[status]())
    assert values["status"] == status


@pytest.mark.parametrize("kind", EstimandKind)
def test_every_estimand(kind: EstimandKind) -> None:
    answer = garden().effect("watered", "growth", design="backdoor", adjust=["sun"], estimand=str(kind))
    values = valid(answer)
    assert values["query"]["estimand"] == kind
    refused = kind is EstimandKind.LATE  # without an instrument there are no compliers
    assert values["status"] == ("not_answerable" if refused else "answered")


DESIGNS: dict[DesignKind, Callable[[], World]] = {
    DesignKind.RANDOMISED: worlds.randomised,
    DesignKind.BACKDOOR: lambda: worlds.confounded_binary(1500),
    DesignKind.IV: lambda: worlds.encouragement(1500),
    DesignKind.FRONTDOOR: lambda: worlds.front_door(1500),
    DesignKind.DID: lambda: worlds.two_by_two(1000),
    DesignKind.RDD: lambda: worlds.sharp_cutoff(1500),
}


@pytest.mark.parametrize("kind", DesignKind)
def test_every_design(kind: DesignKind) -> None:
    if kind is DesignKind.NONE:  # a table of one column has nothing to design
        alone = Assistant(pd.DataFrame({"growth": [1.0, 2.0, 4.0] * 20}))
        assert valid(alone.ask("Does growth help?"))["design"]["kind"] == kind
        return
    world = DESIGNS[kind]()
    values = valid(Assistant(world.frame).effect(world.query, world.design))
    assert (values["status"], values["design"]["kind"]) == ("answered", kind)


def test_the_schema_names_the_same_values_as_the_code() -> None:
    properties = SCHEMA["properties"]
    assert properties["status"]["enum"] == list(Status)
    assert properties["query"]["anyOf"][0]["properties"]["estimand"]["enum"] == list(EstimandKind)
    assert properties["design"]["properties"]["kind"]["enum"] == list(DesignKind)


def test_a_value_that_there_is_not_fails_the_schema() -> None:
    values = valid(STATUSES[Status.ANSWERED]())
    for part, name in (("query", "estimand"), ("design", "kind")):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**values, part: {**values[part], name: "CATE"}}, SCHEMA)

"""How far an answer can be trusted: its level follows the signs, and is said where the number is read."""

from __future__ import annotations

import jsonschema
import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.answers.answer import Answer, answer_schema
from assistant.answers.doubt import LEAST, SIGNS, DoubtLevel, doubt_of, level_of, weights

RNG = np.random.default_rng(4)
CODEBOOK = (
    "bell: 1 = the class was given a hand bell. calls: calls for silence in the lesson. "
    "pupils: pupils at the start. "
)
DRAWN = "The bells were given to classes chosen at random."
AGAINST = "The head teacher gave the bells to the classes that were in the deepest trouble."
QUESTION = "Does the hand bell lower the number of calls for silence?"


def told(sentence: str) -> Answer:
    bell = RNG.integers(0, 2, 400)
    pupils = RNG.integers(15, 30, 400)
    frame = pd.DataFrame(
        {"bell": bell, "pupils": pupils, "calls": (9 - bell + RNG.normal(0, 2, 400)).round(1)}
    )
    return Assistant(frame, description=CODEBOOK + sentence).ask(QUESTION)


def test_an_experiment_is_trusted_further_than_a_description_that_speaks_against_it() -> None:
    drawn = told(DRAWN)
    against = told(AGAINST)
    assert drawn.doubt is not None and against.doubt is not None
    assert drawn.doubt.level is DoubtLevel.SOLID
    assert against.doubt.holds < LEAST[DoubtLevel.FAIR] < drawn.doubt.holds
    assert "told" in against.doubt.signs and "told" not in drawn.doubt.signs


def test_a_shaky_number_says_so_before_it_is_read() -> None:
    against = told(AGAINST)
    assert against.headline.startswith(("Shaky: ", "Do not rely on this number: "))
    assert against.paragraphs[1].startswith("How far to trust this: ")
    assert "what the description says against it" in against.paragraphs[1]
    drawn = told(DRAWN)
    assert drawn.headline.startswith("If everyone")


def test_it_stands_in_the_json() -> None:
    values = told(DRAWN).to_dict()
    jsonschema.validate(values, answer_schema())
    assert values["doubt"]["level"] == "solid" and LEAST[DoubtLevel.SOLID] <= values["doubt"]["holds"] <= 1


def test_without_a_number_there_is_nothing_to_trust() -> None:
    answer = Assistant(pd.DataFrame({"a": range(40), "b": range(40)})).ask("What is the capital of Peru?")
    assert answer.estimate is None and answer.doubt is None and answer.to_dict()["doubt"] is None


@pytest.mark.parametrize("name", SIGNS)
def test_no_sign_speaks_for_an_answer(name: str) -> None:
    assert weights().against[name] >= 0
    assert doubt_of({name: 1.0}).holds <= doubt_of({}).holds


def test_levels_are_what_they_promise() -> None:
    assert [level_of(share) for share in (0.9, 0.75, 0.6, 0.4, 0.1)] == [
        DoubtLevel.SOLID,
        DoubtLevel.SOLID,
        DoubtLevel.FAIR,
        DoubtLevel.SHAKY,
        DoubtLevel.DO_NOT_USE,
    ]

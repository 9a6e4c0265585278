"""Unmeasured common causes that a sentence names, and sentences that name none."""

from __future__ import annotations

import pandas as pd
import pytest

from assistant.graphs.claims import hidden_causes_in
from tools.data import open_table, profile_table
from tools.types import DataProfile, Passage, Query

NAMED = [
    "Motivation, which was not recorded, affects both treated and score.",
    "Motivation was not measured and affects both treated and score.",
    "Motivation was never measured, yet it probably influences treated and score.",
    "Both treated and score are affected by motivation, which was not recorded.",
    "Treated and score are both driven by motivation, which nobody measured.",
    "An unmeasured common cause of treated and score is motivation.",
    "Motivation is a likely unmeasured confounder of treated and score.",
    "We could not measure motivation, which affects both treated and score.",
    "There is no data on motivation, which affects treated and score.",
    "Unmeasured motivation may affect both treated and score.",
]
NONE = [
    "Unmeasured confounding may affect both treated and score.",
    "An unmeasured common cause may affect both treated and score.",
    "Age, which was not recorded, affects both treated and score.",  # there is such a column
    "Motivation, which was recorded, affects both treated and score.",
    "Motivation was not measured and does not affect treated or score.",
    "Motivation was not measured and never affects treated or score.",
    "Motivation, which was not measured, affects score.",
    "Treated and score were not measured in the pilot.",
]


@pytest.fixture(scope="module")
def profile() -> DataProfile:
    frame = pd.DataFrame({"treated": [0, 1], "score": [1.0, 2.0], "Age": [30.0, 40.0]})
    return profile_table(open_table(frame), "treated: got the therapy\nscore: wellbeing")


def named(sentence: str, profile: DataProfile) -> list[str]:
    found = hidden_causes_in([Passage("p1", "a.md", "", sentence)], Query("treated", "score"), profile)
    assert all(one.affects == ("treated", "score") and not one.suspected for one in found)
    return [one.name for one in found]


@pytest.mark.parametrize("sentence", NAMED)
def test_a_named_cause_that_was_not_measured_is_found(sentence: str, profile: DataProfile) -> None:
    assert named(sentence, profile) == ["motivation"]


@pytest.mark.parametrize("sentence", NONE)
def test_other_sentences_name_none(sentence: str, profile: DataProfile) -> None:
    assert named(sentence, profile) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "未测量的动机同时影响treated和score。",
        "动机没有测量，但会影响treated和score。",
        "动机是treated和score的未测量混杂因素。",
    ],
)
def test_chinese_sentences(sentence: str, profile: DataProfile) -> None:
    assert named(sentence, profile) == ["动机"]

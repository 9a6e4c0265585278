"""The design is chosen where a sentence says it and the data bear it out, and nowhere else."""

from __future__ import annotations

import design
import jsonschema
import numpy as np
import pandas as pd

from assistant import Answer, Assistant, answer_schema
from tools.types import DesignKind

EFFECT = 2.0
COLUMNS = (
    "coffee: got a free coffee (1 yes, 0 no)\n"
    "stay: minutes that the guest stayed after that\n"
    "hunger: hunger on arrival, from 0 to 10, before anything was served\n"
)
SAID = "A throw of dice decided which guests got a free coffee.\n\n"
DENIED = "It is not true that dice decided which guests got a free coffee.\n\n"


def guests(by_dice: bool = True, rows: int = 1500, seed: int = 4) -> pd.DataFrame:
    """A coffee makes guests stay 2 minutes longer. Without dice, the hungry got it."""
    random = np.random.default_rng(seed)
    hunger = random.uniform(0, 10, rows)
    coffee = random.integers(0, 2, rows) if by_dice else (hunger + random.normal(0, 2, rows) > 5).astype(int)
    stay = 30 + EFFECT * coffee + 1.5 * hunger + random.normal(0, 2, rows)
    return pd.DataFrame({"coffee": coffee, "stay": stay.round(2), "hunger": hunger.round(1)})


def answered(text: str, by_dice: bool = True) -> Answer:
    assistant = Assistant(guests(by_dice), description=text + COLUMNS)
    return assistant.ask("How many more minutes do guests stay if they get a free coffee?")


def test_it_is_chosen_where_the_text_says_it_and_the_groups_are_balanced() -> None:
    answer = answered(SAID)
    assert answer.design is not None and answer.design.kind is design.Dice.KIND
    assert answer.estimate is not None and abs(answer.estimate.value - EFFECT) < 4 * answer.estimate.std_error
    assert any("dice" in each.text for each in answer.trace.evidence)
    jsonschema.validate(answer.to_dict(), answer_schema())


def test_neither_silence_nor_a_denial_nor_unbalanced_groups_make_an_experiment() -> None:
    for answer in (answered(""), answered(DENIED), answered(SAID, by_dice=False)):
        assert answer.design is not None and answer.design.kind is DesignKind.BACKDOOR
    assert any("denies that dice decided coffee" in warning for warning in answered(DENIED).warnings)

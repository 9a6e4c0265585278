"""The check passes on a clean world, fails on its mirror with a few absurd rows, and says so everywhere."""

from __future__ import annotations

import check
import jsonschema
import numpy as np
import pandas as pd

from assistant import Answer, Assistant, answer_schema
from tools.types import Check


def garden(absurd: int = 0, rows: int = 800, seed: int = 2) -> pd.DataFrame:
    """Mulch makes plants grow 2 cm more; `absurd` mulched ones were typed in with the decimal point wrong."""
    random = np.random.default_rng(seed)
    mulch = random.integers(0, 2, rows)
    height = 30 + 2 * mulch + random.normal(0, 1, rows)
    height[np.flatnonzero(mulch)[:absurd]] *= 10
    return pd.DataFrame({"mulch": mulch, "height": height.round(2)})


def answered(table: pd.DataFrame) -> tuple[Answer, Check]:
    answer = Assistant(table).effect("mulch", "height", design="randomised", adjust=[])
    return answer, next(each for each in answer.checks if each.name == check.NAME)


def test_it_passes_on_a_clean_world_and_fails_where_a_few_rows_make_the_effect() -> None:
    assert answered(garden())[1].passed is True
    assert answered(garden(absurd=7))[1].passed is False


def test_prose_and_json_say_it_in_the_words_beside_it() -> None:
    answer, failed = answered(garden(absurd=7))
    assert "extreme outcomes" in answer.prose and failed.value is not None
    told = answer.to_dict()
    jsonschema.validate(told, answer_schema())
    ours = next(each for each in told["checks"] if each["name"] == check.NAME)
    assert ours["purpose"] == "Does the effect rest on a few rows with extreme outcomes?"
    assert ours["passed"] is False and "outermost 1% of the rows" in ours["detail"]

"""The estimator on a world whose effect we set, on the mirror with a confounder, and its code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import estimator
import jsonschema
import numpy as np
import pandas as pd
import pytest

from assistant import Answer, Assistant, answer_schema

EFFECT = 3.0


def bakery(confounded: bool = False, rows: int = 1200, seed: int = 5) -> pd.DataFrame:
    """A tasting table sells more bread; few days have huge orders. Confounded: set up on market days."""
    random = np.random.default_rng(seed)
    market = random.integers(0, 2, rows)
    tasting = market if confounded else random.integers(0, 2, rows)
    loaves = 80 + EFFECT * tasting + 10 * market + 2 * random.standard_t(2, rows)
    return pd.DataFrame({"tasting": tasting, "loaves": loaves})


def answered(table: pd.DataFrame | Path) -> Answer:
    return Assistant(table).effect(
        "tasting", "loaves", design="randomised", adjust=[], estimator="trimmed_difference"
    )


def test_it_finds_the_effect_and_misses_it_where_the_treatment_was_not_assigned_at_random() -> None:
    found, mirror = answered(bakery()).estimate, answered(bakery(confounded=True)).estimate
    assert found is not None and found.estimator == estimator.trimmed_difference.__name__
    assert abs(found.value - EFFECT) < 4 * found.std_error
    assert mirror is not None and abs(mirror.value - EFFECT) > 4 * mirror.std_error


def test_its_answer_has_checks_json_and_code_that_gives_the_number_again(tmp_path: Path) -> None:
    bakery().to_csv(tmp_path / "bakery.csv", index=False)
    answer = answered(tmp_path / "bakery.csv")
    jsonschema.validate(answer.to_dict(), answer_schema())
    assert answer.checks and answer.code is not None and answer.estimate is not None
    done = subprocess.run([sys.executable, "-c", answer.code], capture_output=True, text=True, check=True)
    assert float(done.stdout) == pytest.approx(answer.estimate.value)

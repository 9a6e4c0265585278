"""An estimator that somebody registers answers as ours do: estimate, checks, JSON, report and code."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import pytest

from assistant import Answer, Assistant, answer_schema
from tools.errors import OptionError
from tools.estimators import ESTIMATORS
from tools.types import Estimand, Estimate, Sample

EFFECT = 2.0

SCRIPT = """\
arms = frame.groupby(treatment)[outcome].median()
effect = float(arms.loc[high] - arms.loc[low])
"""


def difference_of_medians(sample: Sample, estimand: Estimand) -> Estimate:
    """Median at high less median at low, with the normal's error of a median."""
    column = sample.frame[sample.query.outcome]
    arms = [column[sample.frame[str(sample.query.treatment)] == level] for level in (sample.low, sample.high)]
    value = float(arms[1].median() - arms[0].median())
    error = float(np.sqrt(sum(np.pi / 2 * arm.var() / len(arm) for arm in arms)))
    return Estimate(value, error, (value - 1.96 * error, value + 1.96 * error), 0.0, "medians", sample.rows)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    random = np.random.default_rng(11)
    voucher = random.integers(0, 2, 600)
    basket = 30 + EFFECT * voucher + random.normal(0, 3, 600)
    path = tmp_path / "shop.csv"
    pd.DataFrame({"voucher": voucher, "basket": basket}).to_csv(path, index=False)
    return path


@pytest.fixture(params=["a text", "a function", "none"])
def registered(request: pytest.FixtureRequest) -> Iterator[str]:
    scripts: dict[str, Any] = {"a text": SCRIPT, "a function": lambda *_: [SCRIPT], "none": None}
    ESTIMATORS.register("medians", script=scripts[request.param])(difference_of_medians)
    yield request.param
    ESTIMATORS.remove("medians")


def answered(shop: Path) -> Answer:
    return Assistant(shop).effect("voucher", "basket", design="randomised", estimator="medians")


def test_it_is_the_headline_and_its_code_gives_its_number(
    shop: Path, registered: str, tmp_path: Path
) -> None:
    answer = answered(shop)
    assert answer.status == "answered"
    assert answer.estimate is not None and answer.estimate.estimator == "medians"
    assert abs(answer.estimate.value - EFFECT) < 4 * answer.estimate.std_error
    jsonschema.validate(answer.to_dict(), answer_schema())
    assert Path(answer.report(tmp_path / "answer.html")).stat().st_size > 0
    said = [warning for warning in answer.warnings if "has no script" in warning]
    if registered == "none":
        assert answer.code is None
        assert len(said) == 1 and "'medians'" in said[0]
        return
    assert answer.code is not None and said == []
    done = subprocess.run(
        [sys.executable, "-I", "-W", "ignore", "-c", answer.code], capture_output=True, text=True, check=True
    )
    assert float(done.stdout) == pytest.approx(answer.estimate.value, rel=1e-9)


def test_a_name_that_nobody_registered_is_refused(shop: Path) -> None:
    with pytest.raises(OptionError, match="medians"):
        answered(shop)

"""A table with far more columns than rows can bear takes seconds to plan and estimate, and never a crash."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.planning.covariates import _explained
from tools.data import open_table, table
from tools.estimators.determined import determining_covariates, separating_covariates

EFFECT = 1.0
KINDS = ("number", "constant", "copy", "level", "date", "missing", "count", "row number", "flag")


def wide(rows: int, columns: int, kinds: tuple[str, ...], seed: int = 1) -> pd.DataFrame:
    """A letter that was sent by chance, and columns of these kinds in turn that say nothing of it."""
    random = np.random.default_rng(seed)
    letter = random.permutation(np.arange(rows) % 2)
    made: dict[str, object] = {"letter": letter, "reply": random.normal(0.0, 1.0, rows) + EFFECT * letter}
    for place in range(columns):
        kind = kinds[place % len(kinds)]
        made[f"{kind} {place}"] = {
            "number": lambda: random.normal(0.0, 1.0, rows),
            "constant": lambda: np.ones(rows),
            "copy": lambda odd=place % 2: letter if odd else made["reply"],
            "level": lambda: random.choice(list("abcde"), rows),
            "date": lambda: pd.date_range("2020-01-01", periods=rows),
            "missing": lambda: np.where(random.random(rows) < 0.97, np.nan, 1.0),
            "count": lambda: random.poisson(2.0, rows),
            "row number": lambda: np.arange(rows),
            "flag": lambda: random.integers(0, 2, rows),
        }[kind]()
    return pd.DataFrame(made)


@pytest.mark.parametrize(
    "kinds", [KINDS, ("constant",), ("copy",), ("level",), ("missing", "constant", "copy")]
)
def test_185_columns_take_under_ten_seconds(kinds: tuple[str, ...]) -> None:
    frame = wide(150, 183, kinds)
    started = time.process_time()
    answer = Assistant(frame).effect("letter", "reply", design="randomised")
    assert time.process_time() - started < 10
    assert answer.estimate is not None
    assert abs(answer.estimate.value - EFFECT) < 4 * answer.estimate.std_error


@pytest.mark.parametrize("seed", range(6))
def test_no_width_or_height_is_a_crash(seed: int) -> None:
    """Also where all columns are said to be from before, so that all are weighed as covariates."""
    random = np.random.default_rng(seed)
    kinds = tuple(random.choice(KINDS, int(random.integers(1, 5))))
    frame = wide(int(random.choice([8, 20, 60])), int(random.choice([1, 12, 50])), kinds, seed)
    said = "\n".join(f"- {name}: measured before the letter" for name in frame.columns[2:])
    everything = [name for name in frame if name not in ("letter", "reply")]
    for asked in ({}, {"design": "backdoor", "adjust": everything}, {"design": "backdoor"}):
        answer = Assistant(frame, description=said).effect("letter", "reply", **asked)
        assert answer.status in ("answered", "not_answerable", "not_identified")
        if answer.estimate is not None and answer.estimate.std_error > 0:
            assert abs(answer.estimate.value - EFFECT) < 6 * answer.estimate.std_error
    assert Assistant(frame, description=said).ask("Does the letter change the reply?").prose


def test_nothing_left_is_nothing_found() -> None:
    nobody, frame = np.zeros(4), pd.DataFrame({"age": [1.0, 2.0, 3.0, 4.0], "town": list("abab")})
    assert separating_covariates(frame, nobody, ("age", "town")) == ()
    assert separating_covariates(frame, np.array([0.0, 0.0, 1.0, 1.0]), ("age", "town")) == ("age",)
    assert determining_covariates(frame, np.array([1.0, 2.0, 2.0, 1.0]), ()) == ()
    assert not _explained(np.empty(0), np.empty((0, 3)))


def test_a_table_read_in_parts_is_the_same_table(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = wide(60, 40, KINDS)
    parts = open_table(frame)
    monkeypatch.setattr(table, "LONGEST_QUERY", 500)
    assert len(parts._parts([field.sql for field in parts.fields])) > 3
    in_parts, columns = parts.fingerprint, parts.frame(parts.columns)
    monkeypatch.setattr(table, "LONGEST_QUERY", 10**9)
    whole = open_table(frame)
    assert whole.fingerprint == in_parts
    pd.testing.assert_frame_equal(whole.frame(whole.columns), columns)

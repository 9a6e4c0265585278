"""Gaps filled by chained equations: both worlds of why they are there, Rubin's rules, and the script."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from assistant.answers.parts import reproduction_script
from tests.words import texts
from tools.checks import run_checks
from tools.data import open_table, prepare, profile_table
from tools.data.chained_equations import fill_gaps
from tools.data.table import Table
from tools.estimators import estimate_effect
from tools.estimators.pooling import Pooled, pool
from tools.types import Design, DesignKind, Estimand, Query, Sample

EFFECT = 2.0
Fit = tuple[float, float]


def chance(score: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-score)))


def brewery(rng: np.random.Generator, rows: int, why: str) -> pd.DataFrame:
    """Batches of better barley are cooled more often and keep longer; the barley's grade has gaps."""
    grade = rng.normal(size=rows)
    cooled = (rng.random(rows) < chance(grade)).astype(float)
    days = EFFECT * cooled + {"grade": 3.0, "days": 1.5}[why] * grade + rng.normal(size=rows)
    score = {"grade": 2 * grade - 1.5, "days": 1.5 * (days - 2.0)}[why]
    grade = np.where(rng.random(rows) < chance(score), np.nan, grade)
    return pd.DataFrame({"cooled": cooled, "days": days, "grade": grade})


def slope(frame: pd.DataFrame) -> Fit:
    """Of `cooled`, with its robust standard error."""
    columns = frame.drop(columns="days").to_numpy(dtype=float)
    columns = np.column_stack([np.ones(len(frame)), columns])
    inverse = np.linalg.inv(columns.T @ columns)
    fitted = inverse @ columns.T @ frame["days"].to_numpy()
    scores = columns * (frame["days"].to_numpy() - columns @ fitted)[:, None]
    return float(fitted[1]), float(np.sqrt((inverse @ scores.T @ scores @ inverse)[1, 1]))


def drawn(frame: pd.DataFrame) -> Pooled:
    names = list(frame.columns)
    fills = (fill_gaps(frame, names, ["grade"], [], [("cooled", "days")], seed) for seed in range(10))
    values, errors = zip(*map(slope, fills), strict=True)
    return pool(values, errors, len(frame) - 3)


def with_mean(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(gap=frame["grade"].isna() * 1.0, grade=frame["grade"].fillna(frame["grade"].mean()))


@pytest.mark.parametrize("why", ["grade", "days"])
def test_intervals_cover_whatever_the_gaps_go_with(why: str) -> None:
    rng, hits = np.random.default_rng(21), np.zeros(3)
    for _ in range(100):
        frame = brewery(rng, 400, why)
        pooled = drawn(frame)
        fits = [(pooled.value, pooled.std_error), slope(frame.dropna()), slope(with_mean(frame))]
        hits += [abs(value - EFFECT) < 1.97 * error for value, error in fits]
    by_draws, complete, mean = hits / 100
    assert by_draws >= 0.88  # 95% less three standard errors of a share of 100
    # The mirrors: filled with the mean beside a flag, and complete rows where the outcome decided.
    assert (complete >= 0.88 and mean < 0.3) if why == "grade" else complete < 0.3


def test_rubins_rules() -> None:
    # By hand: W = 1, B = 2/3, T = 1 + 4/3 * 2/3 = 17/9, share = 8/17 (three draws 1, 2 and 2.633 ...).
    values = (-np.sqrt(2 / 3), 0.0, np.sqrt(2 / 3))
    pooled = pool(values, (1.0, 1.0, 1.0), 100.0)
    share = 8 / 17
    assert pooled.value == pytest.approx(0.0) and pooled.std_error == pytest.approx(np.sqrt(17 / 9))
    assert pooled.missing_information == pytest.approx(share)
    old, seen = 2 / share**2, 101 / 103 * 100 * (1 - share)
    assert pooled.degrees_of_freedom == pytest.approx(old * seen / (old + seen))
    same = pool((1.0, 1.0), (0.5, 0.5))
    assert (same.std_error, same.degrees_of_freedom, same.missing_information) == (0.5, np.inf, 0.0)


def test_levels_are_drawn_by_their_chances() -> None:
    rng = np.random.default_rng(3)
    rows = 3000
    soil = rng.choice(np.array(["clay", "loam", "sand"], dtype=object), rows)
    height = np.select([soil == "clay", soil == "loam"], [0.0, 2.0], 4.0) + rng.normal(size=rows)
    frame = pd.DataFrame({"height": height, "soil": soil, "limed": (soil == "loam") * 1.0})
    gaps = rng.random(rows) < chance(height - 2)
    frame.loc[gaps, ["soil", "limed"]] = np.nan
    filled = fill_gaps(frame, list(frame.columns), ["soil", "limed"], ["soil", "limed"], [], 0)
    assert set(filled["soil"]) == {"clay", "loam", "sand"} and set(filled["limed"]) == {0.0, 1.0}
    assert (filled["soil"] == "sand").mean() == pytest.approx((soil == "sand").mean(), abs=0.04)
    assert abs((frame["soil"].dropna() == "sand").mean() - (soil == "sand").mean()) > 0.08  # the mirror
    again = fill_gaps(frame, list(frame.columns), ["soil", "limed"], ["soil", "limed"], [], 0)
    pd.testing.assert_frame_equal(filled, again)


def prepared(frame: pd.DataFrame, kind: DesignKind = DesignKind.BACKDOOR) -> tuple[Table, Sample]:
    table = open_table(frame)
    adjust = tuple(name for name in frame.columns if name not in ("cooled", "days"))
    return table, prepare(table, profile_table(table), Query("cooled", "days"), Design(kind, adjust))


def test_an_answer_pools_says_both_numbers_and_its_script_gives_the_same(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    frame = brewery(rng, 1600, "days")
    frame["malt"] = rng.choice(["pale", "dark", "red"], 1600)
    table, sample = prepared(frame)
    estimand = Estimand(sample.query, sample.design, None, ())
    found = estimate_effect(sample, estimand, "linear_regression")
    assert abs(found.value - EFFECT) < 4 * found.std_error and found.details["gap_draws"] == 10
    complete = found.details["complete_rows_value"]
    assert abs(complete - EFFECT) > 4 * found.details["complete_rows_std_error"]
    said = " ".join(texts((*sample.warnings, *found.warnings)))
    assert "why the values are missing" in said and "The rows without gaps alone" in said
    single = [estimate_effect(one, estimand, "linear_regression") for one in sample.drawn]
    assert found.value == pytest.approx(np.mean([one.value for one in single]), rel=1e-12)
    assert found.std_error > np.mean([one.std_error for one in single])
    assert all(check.passed is not False for check in run_checks(sample, estimand, found))
    script = reproduction_script("", table, sample, estimand, found)
    assert script is not None
    frame.to_pickle(tmp_path / "data.pickle")
    code = f"import pandas as pd\ndata = pd.read_pickle({str(tmp_path / 'data.pickle')!r})\n{script}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout.split()[-1]) == pytest.approx(found.value, rel=1e-9)


def test_experiments_keep_the_mean_and_a_flag() -> None:
    frame = brewery(np.random.default_rng(6), 600, "grade")
    _, sample = prepared(frame, DesignKind.RANDOMISED)
    assert sample.draws is None and "grade (missing)" in sample.frame


def test_rows_chosen_from_a_sample_are_no_draws_any_more() -> None:
    _, sample = prepared(brewery(np.random.default_rng(7), 600, "days"))
    assert len(sample.drawn) == 10 and sample.complete.rows == int((~sample.draws.gaps).sum())  # type: ignore[union-attr]
    assert len(replace(sample, frame=sample.frame.iloc[:300]).drawn) == 1

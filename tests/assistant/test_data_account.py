"""The answer says how cells were read, and its number is right because of it."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.language import wording
from tools.data.coding import default_step

ROWS = 1200
EFFECT = 4.0


def world(seed: int = 5) -> tuple[pd.DataFrame, np.ndarray]:
    """A course taken by those with more income, which raises sales itself."""
    rng = np.random.default_rng(seed)
    income = rng.normal(3000, 700, ROWS).round(2)
    course = (rng.random(ROWS) < 1 / (1 + np.exp(-(income - 3000) / 600))).astype(int)
    sales = (20 + EFFECT * course + 0.01 * income + rng.normal(0, 3, ROWS)).round(2)
    return pd.DataFrame({"income": income, "course": course, "sales": sales}), income


ABOUT = "income: income before the course\ncourse: 1 = took the course\nsales: sales after the course"


def test_money_as_text_is_held_fixed_and_said() -> None:
    frame, income = world()
    written = [f"{v:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".") + " €" for v in income]
    answer = Assistant(frame.assign(income=written), description=ABOUT).ask(
        "What is the effect of course on sales?"
    )
    assert answer.estimate is not None and abs(answer.estimate.value - EFFECT) < 4 * answer.estimate.std_error
    assert abs(answer.estimate.unadjusted - EFFECT) > 4 * answer.estimate.std_error
    account = answer.to_dict()["data_account"]
    assert [(line["action"], line["column"], line["rows"]) for line in account] == [
        ("parsed", "income", ROWS)
    ]
    assert account[0]["text"] in answer.prose and account[0]["text"] in answer.warnings
    json.dumps(account)


@pytest.mark.parametrize(
    ("language", "question", "columns", "note"),
    [
        ("en", "What is the effect of course on sales?", ("income", "course", "sales"), "-99 = missing"),
        (
            "de",
            "Wie wirkt sich der Kurs auf den Umsatz aus?",
            ("einkommen", "kurs", "umsatz"),
            "-99 = keine Angabe",
        ),
        ("zh", "课程对销售额有什么影响？", ("收入", "课程", "销售额"), "-99表示缺失"),
    ],
)
def test_a_code_is_said_in_each_language(
    language: str, question: str, columns: tuple[str, str, str], note: str
) -> None:
    frame, _ = world()
    gone = np.random.default_rng(1).random(ROWS) < 0.05
    frame["income"] = np.where(gone, -99, frame["income"])
    about = "\n".join(
        f"{name}: {text}" for name, text in zip(columns, (note, columns[1], columns[2]), strict=True)
    )
    answer = Assistant(frame.set_axis(list(columns), axis=1), description=about).ask(question)
    assert answer.language == language
    lines = [entry for entry in answer.account if entry.said.id == "cells-code-told"]
    assert [entry.rows for entry in lines] == [int(gone.sum())]
    assert wording(language, answer.profile).say(lines[0].said) in answer.prose and "-99" in answer.prose


def test_a_suspicion_stands_beside_the_number_and_only_where_the_column_is_used() -> None:
    frame, _ = world()
    rng = np.random.default_rng(2)
    frame["sales"] = np.where(rng.random(ROWS) < 0.06, -1, rng.poisson(9, ROWS) + frame["course"])
    frame["spare"] = np.where(rng.random(ROWS) < 0.06, -1, rng.poisson(9, ROWS))
    answer = Assistant(frame, description=ABOUT).effect("course", "sales", adjust=["income"])
    first = answer.prose.split("\n\n")[0]
    assert "hold exactly -1" in first and "'sales'" in first
    assert {entry.column for entry in answer.account} == {"sales"}


@pytest.mark.parametrize(
    ("gaps", "line", "used"),
    [(200, ("dropped", None, 200), ROWS - 210), (420, ("filled", "income", 420), ROWS - 10)],
    ids=["up to a third of the rows", "more"],
)
def test_rows_that_are_dropped_and_gaps_that_are_filled_are_counted(
    gaps: int, line: tuple[str, str | None, int], used: int
) -> None:
    frame, _ = world()
    frame.loc[:9, "sales"] = np.nan
    frame.loc[20 : 19 + gaps, "income"] = np.nan
    answer = Assistant(frame, description=ABOUT).effect("course", "sales", adjust=["income"])
    found = [(str(entry.action), entry.column, entry.rows) for entry in answer.account]
    assert found == [("dropped", None, 10), line]
    assert answer.estimate is not None and answer.estimate.rows_used == used


@pytest.mark.parametrize("scale", [1e-4, 1e-6, 1e-9, 1.0, 1e7])
def test_estimate_and_interval_can_be_told_apart_at_any_scale(scale: float) -> None:
    rng = np.random.default_rng(5)
    dose = rng.integers(0, 2, ROWS)
    frame = pd.DataFrame({"dose": dose, "level": (dose + rng.normal(size=ROWS)) * scale})
    answer = Assistant(frame).effect("dose", "level", adjust=[], design="backdoor")
    assert answer.estimate is not None
    low, high = answer.estimate.ci_95
    shown = [
        float(n.replace(",", "")) for n in re.findall(r"-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?", answer.headline)
    ]
    width = high - low
    assert abs(shown[-2] - low) < 0.1 * width and abs(shown[-1] - high) < 0.1 * width


@pytest.mark.parametrize(
    ("spread", "step"), [(12.0, 1.0), (1.5, 1.0), (0.5, 1.0), (3.1e6, 2e6), (900.0, 500.0), (0.004, 0.002)]
)
def test_a_step_fits_the_scale(spread: float, step: float) -> None:
    values = pd.Series(np.random.default_rng(0).normal(0, 1, 4000))
    assert default_step((values - values.mean()) / values.std() * spread) in (
        step,
        step / 2 if step < 1 else step,
    )


def test_a_treatment_in_millions_is_moved_by_a_round_number() -> None:
    rng = np.random.default_rng(4)
    budget = (rng.random(ROWS) * 1e7).round()
    frame = pd.DataFrame({"budget": budget, "visits": 100 + 3e-5 * budget + rng.normal(0, 10, ROWS)})
    answer = Assistant(frame).effect("budget", "visits", adjust=[], design="backdoor")
    assert answer.query is not None and answer.estimate is not None
    step = float(answer.query.high) - float(answer.query.low)
    assert step == 2e6 and f"{float(answer.query.high):,.0f}" in answer.headline
    assert abs(answer.estimate.value - 3e-5 * step) < 4 * answer.estimate.std_error


@pytest.mark.parametrize("how", ["kept", "renamed", "two levels"])
def test_an_index_named_like_a_column_is_left_out(how: str) -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"id": np.arange(300), "drug": rng.integers(0, 2, 300)})
    frame["score"] = 2 * frame["drug"] + rng.normal(size=300)
    shown = {
        "kept": frame.set_index("id", drop=False),
        "renamed": frame.rename_axis("drug"),
        "two levels": frame.set_index(["id", "drug"], drop=False),
    }[how]
    answer = Assistant(shown).effect("drug", "score", adjust=[], design="backdoor")
    assert answer.estimate is not None and abs(answer.estimate.value - 2) < 4 * answer.estimate.std_error

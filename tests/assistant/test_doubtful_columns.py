"""Columns of which nobody says what they are: the default is an expert's, and the other number is told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.answers.answer import Answer

EFFECT = 3.0


def chance(score: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-score)))


def boats(near: float = 0.6, rows: int = 1200, seed: int = 1) -> pd.DataFrame:
    """Long boats get a new engine more often and are dear; `near` is the noise beside length and engine."""
    rng = np.random.default_rng(seed)
    length = rng.gamma(9, 1.0, rows)
    engine = (rng.random(rows) < chance(0.6 * (length - 9))).astype(int)
    value = 4 * length + EFFECT * engine + rng.normal(0, near * 4, rows)
    return pd.DataFrame({"engine": engine, "length_m": length.round(2), "value": value.round(2)})


DESCRIBED = (
    "Boats that were sold. engine: 1 = has a new engine. length_m: length of the hull. value: price paid."
)


def told(answer: Answer) -> str:
    return " ".join(answer.warnings)


def covers(answer: Answer) -> bool:
    assert answer.estimate is not None
    return abs(answer.estimate.value - EFFECT) < 4 * answer.estimate.std_error


def test_a_strong_cause_described_in_its_own_words_is_held_fixed() -> None:
    frame = boats()
    assert frame["length_m"].corr(frame["value"], method="spearman") > 0.95
    answer = Assistant(frame, description=DESCRIBED).ask("Does the new engine raise the value?")
    assert answer.design is not None and answer.design.adjustment_set == ("length_m",)
    assert covers(answer)
    # Nobody says when it was measured: both numbers stand first among the warnings.
    assert answer.warnings[0].startswith("This hinges on length_m") and answer.hinges_on is not None
    assert abs(answer.hinges_on.estimate_without.value - EFFECT) > 4  # the mirror: without it


@pytest.mark.parametrize("note", ["value in per cent of the mean", ""])
def test_what_may_be_a_form_of_the_outcome_is_left_out_and_told(note: str) -> None:
    rng = np.random.default_rng(5)
    frame = boats().drop(columns="length_m")
    frame["k1"] = (frame["value"] / frame["value"].mean() * 100 + rng.normal(0, 4, len(frame))).round(1)
    text = f"engine: 1 = has a new engine\nvalue: price paid\nk1: {note}" if note else ""
    answer = Assistant(frame, description=text).effect("engine", "value")
    assert answer.design is not None and answer.design.adjustment_set == ()
    assert note or "k1 is not held fixed" in told(answer)


def test_an_exact_copy_is_left_out_whatever_is_said_of_it() -> None:
    frame = boats().assign(deposit=lambda f: f["value"] * 0.1)
    text = DESCRIBED + " deposit: money put down."
    answer = Assistant(frame, description=text).ask("Does the new engine raise the value?")
    assert answer.design is not None and "deposit" not in answer.design.adjustment_set


def test_another_outcome_by_its_name_alone_is_left_out_with_the_number_it_would_give() -> None:
    rng = np.random.default_rng(6)
    ability = rng.normal(size=1500)
    tutor = (rng.random(1500) < chance(ability)).astype(int)
    frame = pd.DataFrame({
        "tutor": tutor,
        "maths_points": 50 + 8 * ability + rng.normal(0, 3, 1500),
        "reading_points": 50 + EFFECT * tutor + 8 * ability + rng.normal(0, 3, 1500),
    })  # fmt: skip
    answer = Assistant(frame.rename(columns={"maths_points": "reading_points_b"})).effect(
        "tutor", "reading_points"
    )
    assert answer.design is not None and answer.design.adjustment_set == ()
    assert "reading_points_b is not held fixed" in told(answer)
    said = Assistant(
        frame.rename(columns={"maths_points": "reading_points_b"}),
        description="reading_points_b: points in the year before the tutoring",
    ).effect("tutor", "reading_points")
    assert said.design is not None and said.design.adjustment_set == ("reading_points_b",)
    assert "not held fixed" not in told(said)


def test_a_codebook_that_passes_over_one_column_does_not_drop_it() -> None:
    answer = Assistant(
        boats(near=2.0), description="engine: 1 = has a new engine\nvalue: price paid\n"
    ).effect("engine", "value")
    assert answer.design is not None and answer.design.adjustment_set == ("length_m",) and covers(answer)


def test_a_wide_table_without_a_codebook_is_held_fixed() -> None:
    rng = np.random.default_rng(7)
    traits = rng.normal(size=(2000, 30))
    drive = traits[:, :5].sum(axis=1)
    treated = (rng.random(2000) < chance(0.6 * drive)).astype(int)
    outcome = EFFECT * treated + drive + rng.normal(size=2000)
    names = {f"f{place:02d}": traits[:, place] for place in range(30)}
    answer = Assistant(pd.DataFrame({**names, "bonus": treated, "turnover": outcome})).effect(
        "bonus", "turnover"
    )
    assert answer.design is not None and len(answer.design.adjustment_set) >= 5 and covers(answer)


def test_hospitals_as_text_are_held_fixed() -> None:
    rng = np.random.default_rng(8)
    kennel = rng.integers(0, 42, 2500)
    tilt = rng.normal(0, 1.2, 42)[kennel]
    vaccine = (rng.random(2500) < chance(tilt)).astype(int)
    frame = pd.DataFrame({
        "kennel": [f"Kennel no. {place}" for place in kennel],
        "vaccine": vaccine,
        "days_ill": 20 + EFFECT * vaccine + 4 * tilt + rng.normal(0, 3, 2500),
    })  # fmt: skip
    answer = Assistant(frame).effect("vaccine", "days_ill")
    assert answer.design is not None and answer.design.adjustment_set == ("kennel",) and covers(answer)
    assert not covers(Assistant(frame.drop(columns="kennel")).effect("vaccine", "days_ill"))


# ---------------------------------------------------------------- what a column's part means is honoured


def test_survey_weights_are_told_with_the_weighted_effect() -> None:
    rng = np.random.default_rng(9)
    weight = rng.choice([1, 12], 2000)
    coupon = rng.integers(0, 2, 2000)
    frame = pd.DataFrame({
        "expansion_weight": weight,
        "coupon": coupon,
        "basket": np.where(weight == 12, 5, 1) * coupon + rng.normal(size=2000),
    })  # fmt: skip
    text = "Coupons were assigned at random.\nexpansion_weight: expansion weight of the household"
    answer = Assistant(frame, description=text).ask("What is the effect of the coupon on the basket?")
    assert "is not weighted with expansion_weight" in told(answer) and "linear regression gives 4." in told(
        answer
    )
    plain = Assistant(frame.rename(columns={"expansion_weight": "bags"})).effect("coupon", "basket")
    assert "weighted" not in told(plain)


@pytest.mark.parametrize("cutoff", ["2021-06-01", pd.Timestamp("2021-06-01")])
def test_a_date_is_a_cutoff_of_dates(cutoff: object) -> None:
    from tools.errors import OptionError

    rng = np.random.default_rng(10)
    day = rng.integers(-300, 300, 2000)
    frame = pd.DataFrame({
        "opened": pd.Timestamp("2021-06-01") + pd.to_timedelta(day, unit="D"),
        "visits": 0.002 * day + EFFECT * (day >= 0) + rng.normal(0, 0.5, 2000),
    })  # fmt: skip
    answer = Assistant(frame).effect(
        None,
        "visits",
        design="rdd",
        running_variable="opened",
        cutoff=cutoff,  # type: ignore[arg-type]
    )
    assert covers(answer)
    with pytest.raises(OptionError, match="a date such as"):
        Assistant(frame).effect(
            None,
            "visits",
            design="rdd",
            running_variable="opened",
            cutoff="June",  # type: ignore[arg-type]
        )


@pytest.mark.parametrize("states", [2, 3])
def test_two_or_three_clusters_give_no_interval(states: int) -> None:
    rng = np.random.default_rng(11)
    farm, week = np.repeat(np.arange(60), 8), np.tile(np.arange(1, 9), 60)
    state = np.where(farm < 30, 0, 1 + farm % (states - 1))
    rule = ((state == 0) & (week >= 5)).astype(int)
    frame = pd.DataFrame({"farm": farm, "state": state, "week": week, "rule": rule})
    frame["milk"] = 0.3 * week + EFFECT * rule + rng.normal(size=480)
    answer = Assistant(frame).effect("rule", "milk", design="did", time="week", unit="farm", cluster="state")
    assert answer.estimate is not None and not np.isfinite(answer.estimate.ci_95).any()
    assert f"only {states} clusters" in told(answer)
    by_farm = Assistant(frame).effect("rule", "milk", design="did", time="week", unit="farm")
    assert by_farm.estimate is not None and np.isfinite(by_farm.estimate.ci_95).all()

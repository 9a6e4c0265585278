"""A test as a whole: which column holds the arms, what is asked, what is refused."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.kinds.experiment.arms import arm_columns, arms_of, level_asked, planned_shares
from assistant.kinds.experiment.asked import Aspect, aspect_of, days_told, target_of
from assistant.kinds.interface import Asked, kind_of
from assistant.planning.offline import understand
from tests.assistant.kind_worlds import LIBRARY, library

BAKERY = (
    "Customers of a bakery, one row each.\n"
    "cell: t or c, drawn at random for each customer\n"
    "rolls: rolls bought after the draw\n"
    "visits: visits after the draw\n"
)


def customers(rows: int = 900, share: float = 0.5) -> pd.DataFrame:
    r = np.random.default_rng(5)
    cell = np.where(r.random(rows) < share, "t", "c")
    visits = r.poisson(3, rows) + 1
    rolls = visits * 2 + (cell == "t") + r.normal(size=rows)
    return pd.DataFrame({"cell": cell, "rolls": rolls.round(2), "visits": visits})


@cache
def bakery() -> Assistant:
    return Assistant(customers(), description=BAKERY)


def asked_of(assistant: Assistant, question: str) -> Asked:
    return Asked(question, understand(question, assistant.profile), assistant.profile, assistant._table)


@pytest.mark.parametrize(
    ("question", "code", "aspect"),
    [
        ("How did our test do?", "en", Aspect.READOUT),
        ("Did variant B win?", "en", Aspect.READOUT),
        ("Is our pilot valid?", "en", Aspect.VALID),
        ("Was the split between the arms right?", "en", Aspect.VALID),
        ("Is it significant yet?", "en", Aspect.YET),
        ("Should we ship it?", "en", Aspect.SHIP),
        ("How long do we still have to run the trial?", "en", Aspect.HOW_LONG),
        ("What is the smallest effect we could have seen?", "en", Aspect.DETECTABLE),
        ("How many patients do we need?", "en", Aspect.SIZE),
        ("Stimmt die Aufteilung der Gruppen?", "de", Aspect.VALID),
        ("Wie lange muss der Versuch noch laufen?", "de", Aspect.HOW_LONG),
        ("Ist es schon signifikant?", "de", Aspect.YET),
        ("这项测试的分组比例正常吗？", "zh", Aspect.VALID),
        ("还要跑多久？", "zh", Aspect.HOW_LONG),
        ("可以全量上线吗？", "zh", Aspect.SHIP),
    ],
)
def test_what_is_asked_about_the_test(question: str, code: str, aspect: Aspect):
    assert aspect_of(question, code) is aspect


@pytest.mark.parametrize(
    ("question", "code", "value", "relative"),
    [
        ("How long for a lift of 2%?", "en", 0.02, True),
        ("Rows for 3 percentage points?", "en", 0.03, False),
        ("How many pens to see a difference of 0.5 kg?", "en", 0.5, False),
        ("Wie viele für 1,5 Prozentpunkte?", "de", 0.015, False),
        ("要看出2%的提升还要多久？", "zh", 0.02, True),
    ],
)
def test_the_effect_that_is_to_be_found_is_read(question: str, code: str, value: float, relative: bool):
    target = target_of(question, code)
    assert target is not None and (target.value, target.relative) == (pytest.approx(value), relative)


def test_no_effect_is_read_of_a_question_that_names_none():
    assert target_of("How did our test do at 80% power?", "en") is None
    assert days_told("The test ran for three weeks.") == 21 and days_told("Users of a shop.") is None


def test_the_arms_are_found_by_what_is_said_and_control_by_its_name():
    (_, arms), *others = arm_columns(asked_of(bakery(), "How did the test do?"))
    assert (arms.column, arms.levels, arms.random) == ("cell", ("c", "t"), True) and not others


@pytest.mark.parametrize(
    ("levels", "description", "control", "said"),
    [
        (("A", "B"), "", "A", False),
        (("B", "A"), "arm: B (control) or A", "B", True),
        (("new", "old"), "", "old", True),
        (("lottery", "placebo", "pill"), "", "placebo", True),
        (("neu", "Kontrolle"), "", "Kontrolle", True),
        (("实验组", "对照组"), "", "对照组", True),
    ],
)
def test_control_is_told_apart(levels, description, control, said):
    frame = pd.DataFrame({"arm": list(levels) * 40, "y": np.arange(40.0 * len(levels))})
    found = arms_of("arm", Assistant(frame, description=description or None).profile)
    assert (found.control, found.control_said) == (control, said)


def test_the_arm_that_is_named_by_its_letter_is_the_one_that_is_answered():
    frame = pd.DataFrame({"variant": list("ABC") * 40, "y": np.arange(120.0)})
    profile = Assistant(frame).profile
    arms = arms_of("variant", profile)
    assert level_asked("Did variant C win?", profile["variant"], arms.levels) == "C"
    assert level_asked("How did our A/B test do?", profile["variant"], arms.levels) is None


@pytest.mark.parametrize(
    ("words", "counts", "shares", "said"),
    [
        ("Half and half were assigned at random.", (500, 480), (0.5, 0.5), True),
        ("A random tenth was planned: a 90/10 split.", (900, 100), (0.9, 0.1), True),
        ("20% were assigned at random to the new page.", (800, 200), (0.8, 0.2), True),
        ("Im Verhältnis 2 zu 1 ausgelost.", (200, 100), (2 / 3, 1 / 3), True),
        ("各占一半，随机分配。", (500, 480), (0.5, 0.5), True),
        ("Users of a shop.", (800, 200), (0.8, 0.2), False),
        ("Users of a shop.", (5600, 4400), (0.5, 0.5), False),
    ],
)
def test_the_split_that_was_planned(words, counts, shares, said):
    frame = pd.DataFrame({"arm": ["control", "new"] * 40, "y": np.arange(80.0)})
    profile = Assistant(frame, description=words).profile
    planned = planned_shares(arms_of("arm", profile), counts, profile)
    assert planned.shares == pytest.approx(shares) and planned.said is said


# ---------------- Answers (the kind reads the question; how it is routed is the router's own test)


def answered(assistant: Assistant, question: str):
    from assistant.pipeline import answer_plan

    plan = kind_of("experiment").ask(asked_of(assistant, question))
    recorder = assistant._recorder()
    return answer_plan(question, plan, assistant._setting(recorder), recorder)


def test_a_ratio_that_is_asked_for_is_answered_and_not_its_numerator():
    table = customers()
    answer = answered(bakery(), "Did the test raise rolls per visit?")
    ratio = table.groupby("cell")["rolls"].sum() / table.groupby("cell")["visits"].sum()
    assert answer.result.quantities["effect"].value == pytest.approx(ratio["t"] - ratio["c"])
    plain = table.groupby("cell")["rolls"].mean()
    assert abs(ratio["t"] - ratio["c"] - (plain["t"] - plain["c"])) > 0.1


@pytest.mark.parametrize(
    "question", ["Did the test raise bread per click?", "Did the test raise the share of coffee?"]
)
def test_what_is_no_column_is_refused_by_name(question: str):
    answer = answered(bakery(), question)
    assert answer.status == "not_answerable" and answer.result is None


def test_a_table_without_arms_is_refused_and_a_test_to_come_is_planned():
    about = "Members of a gym. The trainers chose who got the course.\nvisits: visits in the year after\n"
    frame = pd.DataFrame({"course": [0, 1] * 200, "visits": np.random.default_rng(1).poisson(20, 400)})
    gym = Assistant(frame, description=about)
    assert answered(gym, "How did our test do?").status == "not_answerable"
    sized = answered(gym, "How many members do we need for a test to see 5% more visits?")
    assert sized.status == "answered" and sized.result.headline == "rows_needed"
    assert sized.to_dict()["result"]["decision"] is None


def test_lost_rows_are_the_first_thing_that_is_said_and_no_winner_is_named():
    table = library(rows=2_500)
    r = np.random.default_rng(3)
    lost = (table["reminder"] == "new") & (table["branch"] == "north") & (r.random(len(table)) < 0.5)
    answer = answered(Assistant(table[~lost], description=LIBRARY), "Did the new reminder win the test?")
    assert (
        json.loads(json.dumps(answer.to_dict()))["result"]["valid"] is False
        and answer.result.headline is None
    )
    assert answer.headline.startswith("The test is not valid") and "north" in answer.prose
    assert "did better" not in answer.prose


def test_the_figure_is_drawn():
    answer = answered(bakery(), "How did the test do?")
    assert kind_of("experiment").figures["lifts"](answer, False) is not None

"""Two readers weighed: what the table itself says, limits of the question, versions of an outcome."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.designs.randomised import drawn_by_lot
from assistant.planning.offline import understand
from assistant.planning.plan import are_versions, between_versions, close_readings
from assistant.planning.reading.population import read_population
from assistant.prose.render import with_limits
from assistant.types import Part, Plan, Reading
from tools.data import open_table
from tools.data.profile import profile_table
from tools.messages import Message
from tools.types import Condition, DataProfile, Query

CODEBOOK = """price: price in euro
visits: visitors a day
sales: units sold a day
region: part of the country
opened: year in which the shop opened
"""


def shops() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    n = 1_500
    frame = pd.DataFrame(
        {
            "price": rng.normal(60, 12, n).round(2),
            "visits": rng.poisson(200, n),
            "region": rng.choice(["north", "south", "north coast"], n),
            "opened": rng.integers(1990, 2024, n),
        }
    )
    return frame.assign(sales=300 - 2 * frame["price"] + rng.normal(0, 15, n))


def profile() -> DataProfile:
    return profile_table(open_table(shops()), CODEBOOK)


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("what does the price do to sales in the south", Condition("region", "==", "south")),
        ("leaving out the south, do prices move sales", Condition("region", "!=", "south")),
        ("without the south: price and sales", Condition("region", "!=", "south")),
        ("does price move sales on the north coast", Condition("region", "==", "north coast")),
        ("除了south, 价格影响销量吗", Condition("region", "!=", "south")),
        ("Wirkt der Preis auf den Absatz außer im south?", Condition("region", "!=", "south")),
    ],
)
def test_a_level_limits_wherever_it_stands(question: str, condition: Condition) -> None:
    found, _ = read_population(question, "", profile(), {"price", "sales"}, ("region",))
    assert found == (condition,)


def test_two_levels_side_by_side_limit_nothing() -> None:
    found, _ = read_population("price and sales, south against north", "", profile(), set(), ("region",))
    assert found == ()


def test_a_bound_is_of_the_column_that_limits() -> None:
    question = "shops that opened later, at least 2010: does price move sales"
    found, _ = read_population(question, "", profile(), {"price", "sales"}, ("opened",))
    assert found == (Condition("opened", ">=", 2010),)
    outside, _ = read_population("at least 9000 of them", "", profile(), {"price", "sales"}, ("opened",))
    assert outside == ()


def test_a_limit_that_was_not_understood_is_said_beside_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(question: str, profile: DataProfile) -> object:
        sure = (Reading("price", "sales", 0.95),)
        return replace(understand(question, profile), readings=sure, missing=(), not_filtered=("region",))

    monkeypatch.setattr("assistant.kinds.routing.understand", read)
    answer = Assistant(shops(), description=CODEBOOK).ask("What is the effect of price on sales?")
    headline = answer.prose.split("\n\n")[0]
    assert "only about some people or rows, by region" in headline
    assert "everybody in the data" in headline


def test_every_kind_with_a_number_says_it_and_what_was_limited_since_is_not_said() -> None:
    query = Query("price", "sales", kind="association")
    plan = Plan(query, None, (), 1.0, "en", (), (), not_filtered=("region",))
    said = {Part.HEADLINE: (Message("association-no-effect"),)}
    assert [one.id for one in with_limits(said, plan)[Part.HEADLINE]][-1] == "prose-not-filtered"
    limited = replace(plan, query=replace(query, population=(Condition("region", "==", "south"),)))
    assert with_limits(said, limited) == said
    assert with_limits(said, replace(plan, slots={"treatments": ("price", "region")})) == said


def test_who_it_is_about_is_read_in_a_long_tail_too() -> None:
    question = (
        "What is the effect of price on sales? We ask since the people of the board have been saying for "
        "years that everything in this country comes down to what a thing costs, and only among the south"
    )
    read = understand(question, profile())
    assert (read.readings[0].treatment, read.readings[0].outcome) == ("price", "sales")
    assert read.population == (Condition("region", "==", "south"),)


def test_an_effect_is_not_sought_in_an_earlier_year() -> None:
    rng = np.random.default_rng(0)
    n = 400
    frame = pd.DataFrame({"course": rng.integers(0, 2, n), "pay_2015": rng.normal(30, 5, n)})
    frame["pay_2020"] = frame["pay_2015"] + 2 * frame["course"] + rng.normal(0, 2, n)
    told = "course: took the course in 2017\npay_2015: pay in 2015\npay_2020: pay in 2020"
    read = understand("Does the course raise pay?", profile_table(open_table(frame), told))
    assert (read.readings[0].treatment, read.readings[0].outcome) == ("course", "pay_2020")


@pytest.mark.parametrize(
    ("note", "drawn"),
    [
        ("whether the family won a place, drawn by lot among all that applied", True),
        ("assigned at random by the research station", True),
        ("抽签决定是否获得名额, 随机分配", True),
        ("employed two years after random assignment", False),
        ("was not assigned at random", False),
        ("took part in the camp", False),
    ],
)
def test_what_was_drawn_by_lot_is_told_by_its_own_entry(note: str, drawn: bool) -> None:
    frame = pd.DataFrame({"place": [0, 1] * 100, "mood": np.arange(200) / 7})
    told = profile_table(open_table(frame), f"place: {note}\nmood: mood at the end")
    assert drawn_by_lot(told) == ({"place"} if drawn else frozenset())
    number = profile_table(open_table(frame), f"place: {note}\nmood: {note}")
    assert "mood" not in drawn_by_lot(number)


def test_a_lottery_is_the_cause_however_the_question_is_turned() -> None:
    frame = pd.DataFrame({"won_draw": [0, 1] * 200, "went": [0, 0, 1, 1] * 100, "age": np.arange(400) % 9})
    book = "won_draw: won a place, {}\nwent: child went to the camp\nage: age in years"
    told = (
        profile_table(open_table(frame), book.format(how)) for how in ("drawn by lot", "by the head's choice")
    )
    by_lot, by_choice = (
        understand("how much does winning the draw move whether kids go?", one) for one in told
    )
    best = by_lot.readings[0]
    assert (best.treatment, best.outcome) == ("won_draw", "went")
    # The mirror: where nothing says so, the other way round keeps a greater chance.
    back = [sum(r.confidence for r in read.readings if r.treatment == "went") for read in (by_lot, by_choice)]
    assert back[0] < back[1]


def test_between_versions_of_an_outcome_the_likelier_is_answered_and_the_other_told() -> None:
    one, other = Reading("quit", "weight_82", 0.45), Reading("quit", "weight_82_71", 0.40)
    assert are_versions(one, other)
    assert not are_versions(one, replace(other, treatment="age"))
    assert not are_versions(one, replace(other, outcome="height_82"))
    read = understand("Does price move sales?", profile())
    assert between_versions(replace(read, readings=(one, other)))
    assert not between_versions(replace(read, readings=(one, replace(other, outcome="height"))))
    assert not between_versions(replace(read, readings=(one, replace(other, confidence=0.2))))
    # A kind that does not tell the other reading asks.
    assert close_readings(replace(read, readings=(one, other))) is not None

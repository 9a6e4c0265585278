"""Which rows a question of a change asks about, and which arrows a description states."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from assistant.kinds.attribution.structure import described_structure, usable_columns
from assistant.kinds.attribution.windows import Comparison, rows_of, said_of_incident, window_in
from tools.data import Table, open_table, profile_table
from tools.types import DataProfile

DAYS = 400
ABOUT = (
    "A bakery's two shops. The new oven came on 12 January 2024.\n\n"
    "date: day\nshop: shop\nbill: number of the bill\nsales: sales\n"
)


@cache
def bakery() -> tuple[Table, DataProfile]:
    r = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "date": pd.date_range("2023-03-01", periods=DAYS),
            "shop": r.choice(["harbour", "station"], DAYS),
            "bill": [f"B-{1000 + i}" for i in range(DAYS)],
            "sales": r.normal(100, 10, DAYS),
        }
    )
    table = open_table(frame)
    return table, profile_table(table, ABOUT)


def rows(conditions) -> pd.DataFrame:
    frame = bakery()[0].frame(["date", "shop", "bill", "sales"])
    return frame[rows_of(conditions, frame)]


@pytest.mark.parametrize(
    ("question", "language", "first", "last"),
    [
        ("Why did sales fall in March?", "en", "2024-03-01", "2024-03-31"),
        ("Warum sind die Umsätze im März gefallen?", "de", "2024-03-01", "2024-03-31"),
        ("为什么3月销售额下降了？", "zh", "2024-03-01", "2024-03-31"),
        ("Why did sales drop in the last 7 days?", "en", "2024-03-28", "2024-04-03"),
        ("Why did sales drop since the new oven?", "en", "2024-01-12", "2024-04-03"),
        ("Why did sales fall after 12 November?", "en", "2023-11-13", "2024-04-03"),
        ("What explains the difference in sales between Q3 and Q4?", "en", "2023-10-01", "2023-12-31"),
        ("Why was 5 May so bad for sales?", "en", "2023-05-05", "2023-05-05"),
    ],
)
def test_a_period_is_read_on_the_table_s_own_clock(question: str, language: str, first: str, last: str):
    table, profile = bakery()
    window = window_in(question, language, profile, table)
    assert window is not None and window.kind is Comparison.PERIOD and not window.missing
    dates = rows(window.asked)["date"]
    assert (str(dates.min().date()), str(dates.max().date())) == (first, last)
    assert not set(rows(window.usual).index) & set(dates.index)


def test_groups_and_rows_are_read_by_what_stands_in_the_cells():
    table, profile = bakery()
    groups = window_in("Why are sales lower at the station than at the harbour?", "en", profile, table)
    assert groups is not None and groups.kind is Comparison.GROUPS
    assert set(rows(groups.asked)["shop"]) == {"station"} and set(rows(groups.usual)["shop"]) == {"harbour"}
    bill = window_in("Why is B-1047 so low?", "en", profile, table)
    assert bill is not None and bill.kind is Comparison.ROW and list(rows(bill.asked)["bill"]) == ["B-1047"]
    assert (window_in("Why is row 17 so low?", "en", profile, table) or bill).row == 17
    beyond = window_in("Why is row 1700 so low?", "en", profile, table)
    assert beyond is not None and beyond.missing


def test_a_time_that_the_table_does_not_have_is_missing_and_no_time_is_none():
    frame = pd.DataFrame({"sales": np.random.default_rng(2).normal(size=60)})
    table = open_table(frame)
    profile = profile_table(table, "sales: sales")
    window = window_in("Why did sales fall in March?", "en", profile, table)
    assert window is not None and window.missing
    assert window_in("Why did sales fall?", "en", profile, table) is None
    assert said_of_incident("Why did sales fall?", "en", profile, table) is None


def arrows(columns: tuple[str, ...], description: str) -> tuple[set[tuple[str, str]], tuple[str, ...]]:
    r = np.random.default_rng(3)
    table = open_table(pd.DataFrame({name: r.normal(50, 10, 80) for name in columns}))
    profile = profile_table(table, description)
    found = described_structure(profile, usable_columns(profile))
    return {(edge.cause, edge.effect) for edge in found.graph.edges}, found.unknown


def test_who_calls_is_slow_when_the_called_is_and_requests_go_the_other_way():
    columns = ("web_ms", "cart_ms", "db_ms", "web_requests", "cart_requests")
    found, _ = arrows(columns, "The web service calls the cart; the cart depends on the db.")
    assert found == {("cart_ms", "web_ms"), ("db_ms", "cart_ms"), ("web_requests", "cart_requests")}


@pytest.mark.parametrize(
    "description",
    [
        "Curl depends on moisture. Waste is driven by curl and tension. Humidity affects moisture.",
        "Moisture raises curl. Waste rises with curl and tension. Moisture changes with humidity.",
        "humidity -> moisture -> curl -> waste. Tension influences waste.",
    ],
)
def test_what_acts_on_what_is_read_from_plain_sentences(description: str):
    found, _ = arrows(("humidity", "moisture", "curl", "tension", "waste"), description)
    wanted = {("humidity", "moisture"), ("moisture", "curl"), ("curl", "waste"), ("tension", "waste")}
    assert found == wanted


def test_a_denial_draws_nothing_and_a_name_that_no_column_has_is_told():
    found, unknown = arrows(("curl", "waste"), "Curl does not affect waste. Waste depends on the weather.")
    assert found == set() and "the weather" in unknown

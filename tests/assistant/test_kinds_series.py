"""Questions about one series: who is treated from when on is read from the table or a text, and said."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from assistant import Answer, Assistant
from assistant.kinds.series.figure import draw_series
from assistant.kinds.series.layout import Cadence, cadence_of, day_in
from assistant.kinds.series.reading import Focus, focus_of
from tests.assistant.kind_worlds import FERRIES, NIGHT, NIGHT_FROM, ferries

DAYS, FROM, MORE = 120, 80, 15.0
CLINIC = (
    "Daily patients of an emergency room.\n\n"
    "date: day\n"
    "patients: patients seen that day\n\n"
    "A new triage line was introduced on 21 March 2024."
)


def clinic(seed: int = 3) -> pd.DataFrame:
    """A week's shape, errors that hang on the day before, and 15 more a day from 21 March on."""
    random = np.random.default_rng(seed)
    dates = pd.date_range("2024-01-01", periods=DAYS)
    noise = np.zeros(DAYS)
    for day in range(1, DAYS):
        noise[day] = 0.5 * noise[day - 1] + 4 * random.normal()
    week = np.array([0, 4, 8, 4, 12, 32, 24])[dates.day_of_week]
    patients = 200 + week + noise + MORE * (np.arange(DAYS) >= FROM)
    return pd.DataFrame({"date": dates.strftime("%Y-%m-%d"), "patients": patients.round(0)})


@cache
def at_the_ferries() -> Assistant:
    return Assistant(ferries(), description=FERRIES)


def asked(assistant: Assistant, question: str) -> Answer:
    assistant.forget()
    return assistant.ask(question)


def covers(answer: Answer, truth: float) -> bool:
    assert answer.estimate is not None
    low, high = answer.estimate.ci_95
    return low <= truth <= high


def test_limiting_the_rows_to_the_treated_unit_does_not_take_away_its_donors():
    answer = asked(at_the_ferries(), "Did the night service raise the passengers of Line E?")
    assert (answer.status, answer.kind) == ("answered", "series")
    assert covers(answer, NIGHT) and answer.estimate.ci_95[0] > 0
    assert len(answer.to_dict()["result"]["donors"]) == 13


def test_a_unit_that_never_had_it_is_refused_by_name():
    answer = at_the_ferries().compute(
        "series",
        treatment="night_service",
        outcome="passengers",
        unit="line",
        time="week",
        treated=["Line B"],
    )
    assert answer.status == "not_answerable" and "Line B" in answer.prose


def test_an_event_that_only_the_description_dates_is_answered_from_its_day_on():
    assistant = Assistant(clinic(), description=CLINIC)
    answer = asked(assistant, "How many patients would have come without the triage line?")
    assert (answer.status, answer.kind) == ("answered", "series")
    assert covers(answer, MORE) and answer.estimate.ci_95[0] > 0
    assert answer.to_dict()["result"]["start"] == "2024-03-21"
    assert "introduced on 21 March 2024" in answer.prose
    # The start of one event is not taken for that of another.
    other = asked(assistant, "How many patients would have come without the new parking garage?")
    assert other.estimate is None


def test_periods_before_and_after_are_no_independent_rows():
    """One row a period and a treatment that began once: answered as a series, and with a wider interval."""
    table = clinic().assign(triage=(np.arange(DAYS) >= FROM).astype(int))
    about = CLINIC + "\ntriage: 1 since the triage line is open"
    answer = asked(Assistant(table, description=about), "Did the triage line raise the number of patients?")
    assert (answer.status, answer.kind) == ("answered", "series") and covers(answer, MORE)


def test_a_series_that_was_switched_on_and_off_is_refused_and_one_that_ended_stops_there():
    table = clinic()
    on = np.arange(DAYS)
    often = table.assign(promo=((on // 15) % 2).astype(int))
    answer = Assistant(often).compute("series", treatment="promo", outcome="patients")
    assert answer.status == "not_answerable" and answer.result is None
    ended = table.assign(promo=((on >= FROM) & (on < 100)).astype(int))
    answer = Assistant(ended).compute("series", treatment="promo", outcome="patients")
    assert answer.status == "answered" and answer.result.quantities["periods_after"].value == 20


def test_several_starts_name_the_units_that_can_be_asked_for():
    table = ferries()
    also = (table["line"] == "Line G") & (table["week"] > NIGHT_FROM + 10)
    table["night_service"] = table["night_service"].where(~also, 1)
    slots = {"treatment": "night_service", "outcome": "passengers"}
    answer = Assistant(table, description=FERRIES).compute("series", **slots)
    assert answer.status == "not_answerable" and "Line G" in answer.prose
    one = Assistant(table, description=FERRIES).compute("series", treated=["Line E"], **slots)
    # A unit that is treated later is no donor.
    assert one.status == "answered" and "Line G" not in one.to_dict()["result"]["donors"]


def test_the_figure_and_the_report_are_drawn(tmp_path):
    answer = at_the_ferries().compute("series", treatment="night_service", outcome="passengers")
    assert answer.figure("series") is not None and draw_series(answer, narrow=True) is not None
    report = answer.report(tmp_path / "report.html").read_text(encoding="utf-8")
    assert "synthetic difference-in-differences" in report
    path = answer.to_dict()["result"]["path"]
    assert len(path) == 90 and path[0]["ci_95"] is None and path[-1]["ci_95"] is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("introduced on 21 March 2024", (2024, 81)),
        ("since March 1st, 2023", (2023, 60)),
        ("from 2024-02-01 on", (2024, 32)),
        ("seit dem 5. Mai 2023", (2023, 125)),
        ("ab 05.05.2023", (2023, 125)),
        ("2024年3月1日起", (2024, 61)),
        ("in March 2024", None),
    ],
)
def test_days_in_texts(text: str, day: tuple[int, int] | None):
    expected = None if day is None else pytest.approx(day[0] + (day[1] - 1) / 366)
    assert day_in(text) == expected


@pytest.mark.parametrize(
    ("question", "code", "focus"),
    [
        ("How many weeks until the ads reach their full effect?", "en", Focus.TIMING),
        ("Did the effect of the ads wear off?", "en", Focus.FADING),
        ("Did the level or the trend of calls change?", "en", Focus.SHAPE),
        ("What would calls have been without the ads?", "en", Focus.WITHOUT),
        ("Did the ads raise calls?", "en", Focus.EFFECT),
        ("Wie lange dauerte es, bis die Werbung voll wirkte?", "de", Focus.TIMING),
        ("Wie viele Anrufe hätte es ohne die Werbung gegeben?", "de", Focus.WITHOUT),
        ("广告几周后才完全见效？", "zh", Focus.TIMING),
        ("广告的效果后来消退了吗？", "zh", Focus.FADING),
        ("如果没有广告，来电数会是多少？", "zh", Focus.WITHOUT),
    ],
)
def test_what_the_first_sentence_answers(question: str, code: str, focus: Focus):
    assert focus_of(question, code) is focus


def test_how_far_periods_are_apart():
    months = pd.Series(pd.date_range("2020-01-01", periods=20, freq="MS"))
    assert cadence_of(months, "when", "") is Cadence.MONTH
    assert cadence_of(pd.Series(range(20)), "week", "") is Cadence.WEEK
    assert cadence_of(pd.Series(range(20)), "t", "") is Cadence.PERIOD

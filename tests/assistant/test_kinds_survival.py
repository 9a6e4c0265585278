"""Times until an event: how tables hold them, what is asked back, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.kinds.survival.columns import find_ending, time_asked
from assistant.kinds.survival.kind import SURVIVAL

RANDOM = np.random.default_rng(11)
ROWS = 600
STRESS = RANDOM.normal(size=ROWS)
COACHED = (RANDOM.random(ROWS) < 1 / (1 + np.exp(-STRESS))).astype(int)
LEAVES = RANDOM.exponential(300 * np.exp(0.5 * COACHED - 0.4 * STRESS)).round() + 1
WATCHED = RANDOM.integers(200, 700, ROWS)
TIME, ENDED = np.minimum(LEAVES, WATCHED), (LEAVES <= WATCHED).astype(int)


def staff(**columns) -> pd.DataFrame:
    return pd.DataFrame({"stress": STRESS.round(2), "coaching": COACHED, **columns})


ABOUT = (
    "Staff of a call centre. Observational.\n"
    "stress: stress score before hiring\n"
    "coaching: got coaching in the first week (1 yes, 0 no)\n"
)
AS_CODES = "days: days until leaving or the end of the study\nleft: 1 = left, 0 = still employed"


def of(table: pd.DataFrame, about: str) -> Assistant:
    return Assistant(table, description=ABOUT + about)


def coded() -> Assistant:
    return of(staff(days=TIME, left=ENDED), AS_CODES)


HELD = {
    "codes": (staff(days=TIME, left=ENDED), AS_CODES, {"outcome": "days", "event": "left"}),
    "turned round": (
        staff(days=TIME, censored=1 - ENDED),
        "days: days of follow-up\ncensored: whether it was censored",
        {"outcome": "days"},
    ),
    "words": (
        staff(tenure=TIME, state=np.where(ENDED == 1, "resigned", "still working")),
        "tenure: days as an employee\nstate: what became of them",
        {"outcome": "tenure"},
    ),
    "dates": (
        staff(
            hired_on=(pd.Timestamp("2021-12-01") - pd.to_timedelta(WATCHED, "D")).strftime("%Y-%m-%d"),
            left_on=None,
        ),
        "hired_on: date of hiring\nleft_on: date on which they left; empty if still employed",
        {"outcome": "left_on"},
    ),
}
HELD["dates"][0]["left_on"] = [
    (pd.Timestamp(day) + pd.Timedelta(days=float(time))).strftime("%Y-%m-%d") if ended else None
    for day, time, ended in zip(HELD["dates"][0]["hired_on"], TIME, ENDED, strict=True)
]
HELD["dates"][0].loc[0, ["hired_on", "left_on"]] = ["2021-11-30", "2021-12-01"]  # the day of the last look


@pytest.mark.parametrize("held", HELD)
def test_every_way_of_holding_a_time_gives_about_the_same_answer(held: str):
    table, about, slots = HELD[held]
    expected = coded().compute("survival", treatment="coaching", outcome="days", event="left", at=180)
    answer = of(table, about).compute("survival", treatment="coaching", at=180, **slots)
    assert answer.status == "answered", answer.prose
    own, other = (each.result.quantities["difference_in_mean_time"] for each in (expected, answer))
    assert abs(own.value - other.value) < 0.3 * own.std_error
    wrong = staff(days=TIME, left=1 - ENDED)
    slots = {"treatment": "coaching", "outcome": "days", "event": "left", "at": 180}
    turned = of(wrong, AS_CODES).compute("survival", **slots)
    if turned.result is not None:
        mirrored = turned.result.quantities["difference_in_mean_time"].value
        assert abs(mirrored - own.value) > 0.3 * own.std_error


def test_an_average_effect_on_censored_times_is_never_their_plain_mean():
    answer = coded().ask("What is the effect of coaching on days?")
    assert (answer.status, answer.kind) == ("answered", "survival") and answer.estimate is None
    whole = of(staff(days=LEAVES), "days: days until the order was delivered, all were")
    assert find_ending(whole.profile, hint="days").event is None
    assert whole.ask("What is the effect of coaching on days?").kind == "average_effect"


def test_a_time_without_an_event_column_is_asked_about_and_the_choice_leads_to_an_answer():
    assistant = of(staff(days_to_leave=TIME), "days_to_leave: days until leaving")
    answer = assistant.compute("survival", treatment="coaching", outcome="days_to_leave")
    assert answer.status == "needs_clarification" and answer.result is None
    assistant.forget()
    asked = assistant.ask("How much longer do they stay until they leave if they get coaching?")
    assert (asked.status, asked.kind) == ("needs_clarification", "survival")
    assert asked.refusal is not None and len(asked.refusal.choices) == 1
    assistant.forget()
    assert assistant.ask(asked.refusal.choices[0]).status == "answered"


def test_several_ends_are_asked_between_or_told_apart_by_the_question():
    ends = np.where(ENDED == 0, 0, RANDOM.choice([1, 2], ROWS))
    about = (
        "days: days until the end of the job or of the study\n"
        "end: 0 = still employed, 1 = resigned, 2 = dismissed"
    )
    assistant = of(staff(days=TIME, end=ends), about)
    column = assistant.profile
    assert find_ending(column, "How much longer do they stay?", "days").unsure == (1, 2)
    told = find_ending(column, "How many have resigned after half a year?", "days")
    assert told.levels_of(1) == (1,) and told.levels_of(2) == (2,) and told.unsure == ()
    answer = assistant.compute("survival", treatment="coaching", outcome="days", event="end", event_level=2)
    competing = answer.result.competing  # type: ignore[union-attr]
    assert competing == int((ends == 1).sum())
    assert "dismissed" in answer.prose and "resigned" in answer.prose


def test_a_treatment_that_began_later_is_refused_with_the_reason():
    r = np.random.default_rng(3)
    offer = r.exponential(60, ROWS).round()
    got = (offer < TIME).astype(int)
    table = pd.DataFrame(
        {"transplant": got, "wait": np.where(got == 1, offer, np.nan), "futime": TIME, "fustat": ENDED}
    )
    about = (
        "Heart patients. Observational.\ntransplant: got a transplant (1) or not (0)\n"
        "wait: days from acceptance to the transplant\n"
        "futime: days of follow-up\nfustat: dead (1) or alive (0)"
    )
    answer = Assistant(table, description=about).compute(
        "survival", treatment="transplant", outcome="futime", event="fustat"
    )
    assert answer.status == "not_answerable" and answer.result is None and "immortal" in answer.prose
    # A dose that only the treated have is no wait.
    dose = table.assign(wait=np.where(got == 1, 900 + offer, np.nan))
    told = about.replace("days from acceptance to the transplant", "dose")
    answer = Assistant(dose, description=told).compute(
        "survival", treatment="transplant", outcome="futime", event="fustat"
    )
    assert "immortal" not in answer.prose


@pytest.mark.parametrize(
    ("question", "language", "at", "share"),
    [
        ("What share is still employed after 12 months with coaching?", "en", 365.0, True),
        ("How much longer do they stay with coaching?", "en", None, False),
        ("Does coaching raise one-year survival?", "en", 365.0, False),
        ("What is the probability of surviving beyond 90 days?", "en", 90.0, True),
        ("Welcher Anteil ist nach sechs Monaten noch dabei?", "de", 183.0, True),
        ("两年后还在职的比例是多少？", "zh", 730.0, True),
        ("能多留多久？", "zh", None, False),
    ],
)
def test_the_time_that_a_question_names_is_read_in_the_columns_unit(question, language, at, share):
    found = time_asked(question, language, coded().profile["days"])
    assert found.share is share
    assert found.at == (None if at is None else pytest.approx(at, abs=1.0))


def test_a_time_beyond_the_data_and_a_treatment_that_is_no_column_are_refused():
    late = coded().compute("survival", treatment="coaching", outcome="days", event="left", at=5000)
    assert late.status == "not_answerable" and "5000" in late.prose
    nothing = coded().ask("How much longer do they stay if they are given a company car?")
    assert nothing.status != "answered" and nothing.result is None


def test_the_answer_has_a_picture_and_its_curve_in_the_json():
    answer = coded().compute("survival", treatment="coaching", outcome="days", event="left")
    told = answer.to_dict()["result"]
    assert told["curve"][0] == {"time": 0.0, "low": 1.0, "high": 1.0}
    assert told["at_risk"][0] == {"time": 0.0, "low": int((COACHED == 0).sum()), "high": int(COACHED.sum())}
    assert answer.figure("survival") is not None and SURVIVAL.figures["survival"](answer, True)


def test_no_other_column_is_taken_for_the_end_and_two_that_fit_are_asked_between():
    groups = np.where(COACHED == 1, "active", "none")
    about = (
        ABOUT.split("coaching:")[0] + "drug: which drug they got\ndays: days of follow-up\ndied: died (0/1)"
    )
    table = pd.DataFrame({"stress": STRESS, "drug": groups, "days": TIME, "died": ENDED})
    profile = Assistant(table, description=about).profile
    found = find_ending(profile, "Do they live longer with the active drug?", "days", {"drug"})
    assert found is not None and found.event == "died" and find_ending(profile).event == "died"
    both = Assistant(
        table.assign(relapsed=1 - ENDED), description=about + "\nrelapsed: relapsed (0/1)"
    ).profile
    assert set(find_ending(both, "How much longer do they last?", "days").rivals) == {"died", "relapsed"}
    told = find_ending(both, "How much longer until they have relapsed?", "days")
    assert told.event == "relapsed" and told.rivals == ()

"""What confidence leads to, and what the planner makes of treatments that no column shows plainly.

Each world has a true effect that is set here; the mirror does it the other way and misses.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.designs.did import named_start
from assistant.planning.design import make_study
from assistant.planning.offline import understand
from assistant.types import Reading, Understanding
from tools.data import open_table, profile_table
from tools.types import DataProfile, DesignKind

EFFECT = -3.0


# ---------------------------------------------------------------- kinds of a treatment beside the treatment


def borrowers(n: int = 3000) -> pd.DataFrame:
    """Being new lowers the score by 3; `from_web` and `from_branch` are the two ways of being new."""
    rng = np.random.default_rng(3)
    age = rng.normal(45, 10, n)
    newcomer = (rng.random(n) < 1 / (1 + np.exp((age - 45) / 8))).astype(int)
    web = newcomer * rng.integers(0, 2, n)
    score = 50 + 0.4 * age + EFFECT * newcomer + rng.normal(0, 3, n)
    return pd.DataFrame(
        {"age": age, "newcomer": newcomer, "from_web": web, "from_branch": newcomer - web, "credit": score}
    )


BORROWERS = (
    "Records of a bank.\nage: age in years\nnewcomer: 1 if the client is new, 0 otherwise\n"
    "from_web: 1 if the client came over the web, 0 otherwise\n"
    "from_branch: 1 if the client came into a branch, 0 otherwise\ncredit: credit points"
)


def test_columns_that_make_up_the_treatment_are_left_out_and_named() -> None:
    answer = Assistant(borrowers(), description=BORROWERS).ask("Does being a newcomer lower credit points?")
    assert answer.estimate is not None and answer.design is not None
    assert abs(answer.estimate.value - EFFECT) < 4 * answer.estimate.std_error
    assert answer.design.adjustment_set == ("age",)
    assert any("from_web, from_branch together determine newcomer" in warning for warning in answer.warnings)


def test_columns_that_the_caller_names_are_kept() -> None:
    answer = Assistant(borrowers(), description=BORROWERS).effect(
        "newcomer", "credit", design="backdoor", adjust=["age", "from_web", "from_branch"]
    )
    assert answer.status == "not_answerable"
    assert not any("together determine" in warning for warning in answer.warnings)


# ---------------------------------------------------------------- a start that only the text tells


def depots(first: int = 9) -> pd.DataFrame:
    """Weekly lateness of 12 depots; three use the new rota from week 9 on. Both groups drift alike."""
    rng = np.random.default_rng(5)
    rows = [
        (f"depot {depot}", week, int(depot in (2, 5, 9)), 20 + depot + 0.5 * week + drop)
        for depot in range(12)
        for week in range(1, 17)
        for drop in (EFFECT * (depot in (2, 5, 9) and week >= first),)
    ]
    frame = pd.DataFrame(rows, columns=["depot", "week", "rota", "late"])
    return frame.assign(late=frame["late"] + rng.normal(0, 0.3, len(frame)))


DEPOTS = (
    "Lateness of parcels by depot and week. {start}\ndepot: the depot\nweek: week of the year\n"
    "rota: 1 if the depot is one of those with the new rota, 0 otherwise\nlate: parcels that came late"
)


def test_the_start_is_read_from_the_text() -> None:
    text = DEPOTS.format(start="The new rota was introduced in week 9.")
    answer = Assistant(depots(), description=text).ask("Did the new rota reduce late parcels?")
    assert answer.estimate is not None and answer.design is not None
    assert (answer.design.kind, answer.design.cutoff) == (DesignKind.DID, 9.0)
    assert abs(answer.estimate.value - EFFECT) < 4 * answer.estimate.std_error


def test_without_a_start_the_fixed_group_is_no_difference_in_differences() -> None:
    plan = Assistant(depots(), description=DEPOTS.format(start="")).plan(
        "Did the new rota reduce late parcels?"
    )
    did = next(c for c in plan.candidates if c.design.kind is DesignKind.DID)
    assert not did.accepted and "nothing says" in did.reason


@pytest.mark.parametrize(
    ("text", "values", "start"),
    [
        ("The toll took effect in 1999.", range(1995, 2004), 1999.0),
        ("The toll was introduced in March 2001.", range(200001, 200013), None),
        ("The rule changed in May 2003.", [200301, 200303, 200305, 200307], 200305.0),
        ("新规定自2003年5月起实施。", [200301, 200303, 200305, 200307], 200305.0),
        ("The scheme was launched in 2050.", range(1995, 2004), None),
        ("The table covers 1999.", range(1995, 2004), None),
    ],
)
def test_dates_count_only_inside_the_periods(text: str, values: list[int], start: float | None) -> None:
    frame = pd.DataFrame(
        {"year": list(values) * 20, "t": [0, 1] * 10 * len(values), "y": range(20 * len(values))}
    )
    table = open_table(frame)
    study = make_study("", Reading("t", "y", 1.0), profile_table(table, f"{text}\nyear: the period"), table)
    found = named_start(study, study.profile["year"])
    assert (found.period if found else None) == start


def test_numbered_quarters_are_counted_from_what_the_codebook_says_of_one() -> None:
    frame = pd.DataFrame({"q": list(range(1, 9)) * 20, "t": [0, 1] * 80, "y": range(160)})
    table = open_table(frame)
    text = "The form was changed in July 2011.\nq: quarter of the report. 1 = Quarter 4, 2010"
    study = make_study("", Reading("t", "y", 1.0), profile_table(table, text), table)
    found = named_start(study, study.profile["q"])
    assert found is not None and found.period == 4.0


# ---------------------------------------------------------------- a rule without a column


def grants(n: int = 4000) -> tuple[pd.DataFrame, str]:
    """Towns with at least 30 points get the clinic grant, which lowers deaths by 3; no column records it."""
    rng = np.random.default_rng(11)
    need = rng.uniform(0, 60, n)
    deaths = 20 + 0.2 * need + EFFECT * (need >= 30) + rng.normal(0, 2, n)
    frame = pd.DataFrame({"need": need, "deaths": deaths, "town_size": rng.normal(5000, 900, n)})
    text = (
        "Towns with a need score of at least 30 were eligible for the clinic grant.\n"
        "need: need score of the town\ndeaths: deaths per thousand\ntown_size: inhabitants"
    )
    return frame, text


def test_a_treatment_that_is_a_rule_is_read_off_its_cutoff() -> None:
    frame, text = grants()
    answer = Assistant(frame, description=text).ask("Did the clinic grant reduce deaths?")
    said = answer.to_dict()
    assert answer.estimate is not None
    assert (said["design"]["kind"], said["design"]["cutoff"]) == ("rdd", 30.0)
    # The running variable stands for the treatment that has no column.
    assert (answer.query.treatment if answer.query else "", said["query"]["treatment"]) == (None, "need")
    assert abs(answer.estimate.value - EFFECT) < 4 * answer.estimate.std_error


def test_without_the_rule_there_is_no_such_reading() -> None:
    frame, text = grants()
    plan = Assistant(frame, description="\n".join(text.split("\n")[1:])).plan(
        "Did the clinic grant reduce deaths?"
    )
    assert all(reading.treatment is not None for reading in plan.alternatives)


# ---------------------------------------------------------------- high, middle, low


def shops(n: int = 600) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"price": rng.normal(10, 2, n), "footfall": rng.poisson(20, n)})
    return frame.assign(sales=100 + EFFECT * frame["price"] + rng.normal(0, 5, n))


@pytest.mark.parametrize(
    ("first", "second", "status", "told"),
    [
        (0.95, 0.03, "answered", False),  # high: answer
        (0.72, 0.25, "answered", True),  # middle: answer, and say the other reading
        (0.60, 0.05, "needs_clarification", False),  # wrong in four of ten: ask
        (0.33, 0.16, "needs_clarification", False),  # low: ask
        (0.50, 0.47, "needs_clarification", False),  # two readings as good as each other: ask
    ],
)
def test_confidence_has_consequences(
    monkeypatch: pytest.MonkeyPatch, first: float, second: float, status: str, told: bool
) -> None:
    def unsure(question: str, profile: DataProfile) -> Understanding:
        readings = (Reading("price", "sales", first), Reading("footfall", "sales", second))
        return replace(understand(question, profile), readings=readings, missing=())

    monkeypatch.setattr("assistant.kinds.routing.understand", unsure)
    answer = Assistant(shops()).ask("What is the effect of price on sales?")
    assert answer.status == status
    assert ("the effect of footfall on sales" in answer.prose) == told
    if status == "needs_clarification":
        assert "footfall → sales" in answer.prose


def test_the_plan_tells_readings_and_rejected_designs() -> None:
    frame, text = grants()
    said = Assistant(frame, description=text).plan("Did the clinic grant reduce deaths?").to_dict()
    assert {design["kind"] for design in said["designs"]} >= {"rdd", "backdoor"}
    assert all(design["reason"] for design in said["designs"])
    assert said["treatment"] == "need"

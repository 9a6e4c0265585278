"""Treatments over periods: which columns stand where in time, wide and long, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.kinds.sustained.columns import repeated, series_of
from assistant.kinds.sustained.kind import SUSTAINED, histories
from tests.assistant.kind_worlds import ABOUT_PILLS, pills

TABLE = pills(3, 900)
SHORT = "Patients. Observational.\nstrain: strain of the heart when the study was over\n"


def renamed(pattern: str) -> pd.DataFrame:
    """The pills' table with its months named another way."""
    names = {f"{stem}_{month}": pattern.format(stem=stem, month=month + 1) for stem in ("pill", "pressure")
             for month in range(3)}  # fmt: skip
    return TABLE.rename(columns=names)


NAMED = ("{stem}_{month}", "{stem}{month}", "month{month}_{stem}", "{stem}_t{month}")


@pytest.mark.parametrize("pattern", NAMED)
def test_the_order_of_periods_is_read_from_the_names_whatever_their_form(pattern: str):
    table = renamed(pattern)
    shuffled = table[sorted(table.columns, key=lambda name: name[::-1])]
    assistant = Assistant(shuffled, description=SHORT)
    first = pattern.format(stem="pill", month=1)
    answer = assistant.compute("sustained", treatment=first, outcome="strain")
    expected = Assistant(TABLE, description=ABOUT_PILLS).compute(
        "sustained", treatment="pill_0", outcome="strain"
    )
    assert answer.result.quantities["difference"].value == pytest.approx(
        expected.result.quantities["difference"].value, rel=1e-6
    )


def test_ten_comes_after_two():
    r = np.random.default_rng(1)
    table = pd.DataFrame({f"dose{month}": r.integers(0, 2, 50) for month in (10, 2, 1)})
    series = repeated(Assistant(table.assign(y=r.normal(size=50))).profile)
    assert series[0].columns == ("dose1", "dose2", "dose10") and series[0].name == "dose"


def test_a_long_table_gives_what_the_wide_one_gives():
    wide = TABLE.assign(patient=np.arange(1, len(TABLE) + 1))
    rows = pd.concat(
        wide[["patient", f"pill_{month}", f"pressure_{month}", "strain"]]
        .rename(columns={f"pill_{month}": "pill", f"pressure_{month}": "pressure"})
        .assign(month=month)
        for month in range(3)
    )
    about = (
        "Monthly visits. Observational.\npatient: number of the patient\nmonth: month of the visit\n"
        "pill: got the pill at the visit (1 yes, 0 no)\npressure: pressure at the visit\n"
        "strain: strain of the heart when the study was over\n"
    )
    long = Assistant(rows.sample(frac=1, random_state=1), description=about)
    answer = long.compute("sustained", treatment="pill", outcome="strain")
    expected = Assistant(TABLE, description=ABOUT_PILLS).compute(
        "sustained", treatment="pill_0", outcome="strain"
    )
    assert answer.result.quantities["difference"].value == pytest.approx(
        expected.result.quantities["difference"].value, rel=1e-6
    )
    assert "patient" not in answer.prose.split("held fixed")[0].split("them")[-1]


def test_what_was_measured_at_the_end_of_a_period_comes_after_its_treatment():
    about = SHORT + "".join(f"pressure_{m}: pressure at the end of month {m}\n" for m in range(3))
    assistant = Assistant(TABLE, description=about)
    plan = assistant.compute("sustained", treatment="pill_0", outcome="strain").plan
    order = histories(plan, assistant.profile)
    assert order.new == ((), ("pressure_0",), ("pressure_1",)) and order.left_out == ("pressure_2",)


def test_no_treatment_after_the_outcome_counts():
    table = TABLE.rename(columns={"strain": "strain_2"})
    assistant = Assistant(table, description="Patients. Observational.")
    answer = assistant.compute("sustained", treatment="pill_0", outcome="strain_2")
    order = histories(answer.plan, assistant.profile)
    assert order.treatments in (("pill_0", "pill_1"), ("pill_0", "pill_1", "pill_2"))
    assert answer.result.periods == len(order.treatments)


def test_the_series_of_the_question_is_taken_and_another_course_is_refused():
    assistant = Assistant(TABLE, description=ABOUT_PILLS)
    found = series_of("always the pill", assistant.profile, repeated(assistant.profile))
    assert found is not None and found.name == "pill"
    stopped = "What would happen to strain if everyone had stopped the pill after one month instead of never?"
    from assistant.kinds.interface import Asked
    from assistant.kinds.routing import plan_as
    from assistant.planning.offline import understand

    asked = Asked(stopped, understand(stopped, assistant.profile), assistant.profile, assistant._table)
    plan = plan_as("sustained", asked)
    assert plan.not_answerable is not None and plan.not_answerable.reason.id == "sustained-other-regime"


def test_one_period_and_a_dose_are_refused_by_name():
    one = Assistant(TABLE[["pill_0", "pressure_0", "strain"]]).compute(
        "sustained", treatment="pill_0", outcome="strain"
    )
    assert one.status == "not_answerable" and one.result is None
    dose = Assistant(TABLE).compute("sustained", treatment="pressure_0", outcome="strain")
    assert dose.status == "not_answerable" and dose.result is None


def test_the_answer_has_a_picture_and_says_what_a_single_regression_would_do():
    answer = Assistant(pills(), description=ABOUT_PILLS).compute(
        "sustained", treatment="pill_0", outcome="strain"
    )
    assert "single regression" in answer.prose
    assert answer.figure("regimes") is not None and SUSTAINED.figures["regimes"](answer, True)
    assert answer.to_dict()["result"]["followers_always"][-1] == answer.result.followers[1][-1]

"""One row, and whether a cause was the reason: what is read, what is asked back and what is refused."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.kinds.cases import consequences, found_rows
from assistant.kinds.interface import Asked, kind_of
from assistant.kinds.necessity.kind import _cases
from assistant.planning.offline import understand
from assistant.types import Plan

ROWS = 400
ABOUT = (
    "Pupils of a dance school, one row each, 舞蹈学校, Tanzschule.\n\n"
    "pupil: name of the pupil\n"
    "badge: number of the pupil's badge (学员编号, Ausweis)\n"
    "talent: talent before the first lesson, points (天赋, Talent)\n"
    "coaching: got coaching after the first month (1 yes, 0 no) (辅导, Förderung)\n"
    "lessons: lessons attended after the first month (课时, Stunden)\n"
    "grade: points at the end of the year (成绩, Note)\n"
    "prize: won a prize at the end of the year (1 yes, 0 no) (奖, Preis)\n"
)
FIRST = ("Anna", "Ben", "Clara", "Dario")


@cache
def school() -> pd.DataFrame:
    r = np.random.default_rng(3)
    talent = r.normal(50, 8, ROWS).round(1)
    coaching = (r.random(ROWS) < 1 / (1 + np.exp(-(talent - 50) / 8))).astype(int)
    lessons = r.integers(5, 31, ROWS)
    grade = (talent + 6 * coaching + lessons + 3 * r.normal(size=ROWS)).round(1)
    prize = (r.random(ROWS) < 1 / (1 + np.exp(-(talent - 52 + 8 * coaching) / 6))).astype(int)
    # A letter for each hundred: nobody shares a name with anybody, and many a first name.
    names = [f"{FIRST[i % 4]} Q{i // 4:03d}" for i in range(ROWS)]
    names[8] = "Mireille Dubois"
    return pd.DataFrame(
        {
            "pupil": names,
            "badge": np.arange(7000, 7000 + ROWS),
            "talent": talent,
            "coaching": coaching,
            "lessons": lessons,
            "grade": grade,
            "prize": prize,
        }
    )


@cache
def assistant() -> Assistant:
    return Assistant(school(), description=ABOUT)


def asked(question: str) -> Asked:
    whole = assistant()
    return Asked(question, understand(question, whole.profile), whole.profile, whole.table)


def planned(question: str) -> Plan:
    return kind_of("unit_counterfactual").ask(asked(question))


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("What would the grade of badge 7042 have been without coaching?", (42,)),
        ("If badge 7,042 had had coaching, what would her grade have been?", (42,)),
        ("Would Mireille Dubois have won a prize with coaching?", (8,)),
        ("Would Mireille have won a prize with coaching?", (8,)),
        ("What would the grade in row 17 have been with coaching?", (16,)),
        ("Welche Note hätte Zeile 17 mit Förderung gehabt?", (16,)),
        ("Welche Note hätte Ausweis 7042 ohne Förderung gehabt?", (42,)),
        ("如果学员编号7042接受了辅导，成绩会是多少？", (42,)),
        ("第17行如果接受辅导，成绩会是多少？", (16,)),
        ("Would badge 9999 have won a prize with coaching?", ()),
        ("What would the grade in row 5000 have been with coaching?", ()),
    ],
)
def test_the_row_is_found_by_number_name_or_place(question, places):
    row = found_rows(asked(question), {"coaching", "grade", "prize"})
    assert row is not None and row.places == places


@pytest.mark.parametrize(
    "question",
    [
        "What would the grade be if the lessons had been 12?",
        "Would she have won a prize with coaching?",
        "How many of the 200 pupils won a prize because of the coaching?",
        "Hätte sie mit Förderung einen Preis gewonnen?",
    ],
)
def test_a_level_or_a_count_is_no_row(question):
    assert found_rows(asked(question), {"coaching", "lessons", "grade", "prize"}) is None


def test_a_name_that_several_have_and_no_name_at_all_are_asked_back():
    several = planned("Would Clara have won a prize if she had had coaching?").needs_clarification
    assert several is not None and all("Clara Q" in choice for choice in several.choices)
    assert planned("What would her grade have been if she had had coaching?").needs_clarification is not None


def test_a_row_that_is_not_there_is_told():
    assistant().forget()
    answer = assistant().ask("If badge 9999 had had coaching, what would the grade have been?")
    assert answer.status == "not_answerable" and "9999" in answer.prose


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("had attended 20 lessons", 20),
        ("had attended the usual number of lessons", None),
        ("had attended all lessons", 30),
    ],
)
def test_a_level_is_a_number_the_usual_one_or_all_there_is(words, level):
    plan = planned(f"What would the grade of badge 7042 have been if the pupil {words}?")
    usual = float(school()["lessons"].median())
    assert plan.query is not None and plan.query.treatment == "lessons"
    assert plan.query.high == (usual if level is None else level)


def test_what_the_row_had_anyway_is_told_and_the_other_way_round_is_answered():
    place = int(np.flatnonzero(school()["coaching"] == 1)[5])
    plan = planned(f"What would the grade of badge {7000 + place} have been with coaching?")
    assert plan.query is not None and plan.slots["already"] is True
    assert (plan.query.low, plan.query.high) == (1, 0)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Did pupils win a prize because of the coaching?", ("treated", "yes", "because")),
        ("How many of the prizes are due to the coaching?", ("treated", "yes", "share")),
        ("Would they have won the prize anyway, without the coaching?", ("treated", "yes", "anyway")),
        (
            "A pupil without coaching did not win a prize. Would coaching have changed that?",
            ("untreated", "no", "because"),
        ),
        ("A pupil had coaching. She won a prize. Was it the coaching?", ("treated", "yes", "because")),
        ("Hätten sie den Preis auch ohne Förderung gewonnen?", ("treated", "yes", "anyway")),
        ("Wie viele der Preise gehen auf die Förderung zurück?", ("treated", "yes", "share")),
        ("没有辅导，他们也会得奖吗？", None),
        ("得奖有多少是因为辅导？", ("treated", "yes", "share")),
    ],
)
def test_which_cases_are_meant_and_in_which_form(question, said):
    of = asked(question)
    profile = assistant().profile
    found = _cases(of, profile["coaching"], profile["prize"], ())
    if said is None:
        assert found[0] == "treated" and found[2] == "anyway"
    else:
        assert found == said


def test_a_cause_that_is_a_number_and_an_outcome_without_cases_are_refused_by_name():
    number = assistant().compute("necessity", treatment="lessons", outcome="prize")
    assert number.status == "not_answerable" and number.result is None
    total = assistant().compute("necessity", treatment="coaching", outcome="grade")
    assert total.status == "answered" and total.result is not None
    assert "lowest" not in total.result.quantities


def test_what_follows_from_the_outcome_by_its_own_description_is_not_held_fixed():
    table = pd.DataFrame(
        {name: np.arange(30.0) for name in ("valve", "pressure", "leak_rate", "scrap", "heat")}
    )
    about = (
        "valve: opening of the valve\npressure: pressure in the tank\n"
        "leak_rate: share of parts that leak; rises with the pressure\n"
        "scrap: parts thrown away; depends on leaks\n"
        "heat: heat of the hall in the morning\n"
    )
    profile = Assistant(table, description=about).profile
    assert consequences(profile, {"valve", "pressure"}) == {"leak_rate", "scrap"}


def test_one_row_of_a_necessity_question_is_answered_as_that_row():
    plan = kind_of("necessity").ask(asked("Did badge 7042 win a prize because of the coaching?"))
    assert plan.kind == "unit_counterfactual" and plan.slots["row"] == 42

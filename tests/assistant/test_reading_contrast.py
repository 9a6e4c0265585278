"""From which level to which, and for whom: read off the words, or left alone."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.planning.offline import understand
from assistant.planning.reading.contrast import read_contrast
from assistant.types import Understanding
from tools.text.embedding import Embedder, UniversalSentenceEmbedder
from tools.types import ColumnKind, ColumnProfile, DataProfile

SEX = ((0, "male"), (1, "female"))


def column(name: str, kind: ColumnKind, description: str | None = None, **more: Any) -> ColumnProfile:
    distinct = len(more.get("levels", ())) or 40
    return ColumnProfile(name, kind, 500, 0, distinct, description=description, **more)


def levels(*values: Any) -> tuple[tuple[Any, int], ...]:
    return tuple((value, 100) for value in values)


PROFILE = DataProfile(
    "ward.csv",
    500,
    (
        column("dose_mg", ColumnKind.NUMBER, "daily dose of the drug in mg", minimum=0, maximum=50),
        column("recovery_days", ColumnKind.COUNT, "days until recovery", minimum=1, maximum=60),
        column("age", ColumnKind.COUNT, "age in years", minimum=18, maximum=90),
        column("sex", ColumnKind.BINARY, "sex of the patient", levels=levels(0, 1), level_labels=SEX),
        column("ward", ColumnKind.CATEGORY, levels=levels("north wing", "south wing", "icu")),
        column("smoker", ColumnKind.BINARY, "1 if the patient smokes", levels=levels(0, 1)),
        column("anaesthesia", ColumnKind.CATEGORY, "kind used", levels=levels("general", "local", "spinal")),
        column("year", ColumnKind.COUNT, "year", levels=levels(2019, 2020), minimum=2019, maximum=2021),
        column("children", ColumnKind.COUNT, "number of children", minimum=0, maximum=6),
        column("physio", ColumnKind.BINARY, "had physiotherapy", levels=levels(0, 1)),
    ),
    0,
    "ward",
)


@cache
def embedder() -> Embedder:
    return UniversalSentenceEmbedder()


def ask(question: str) -> Understanding:
    return understand(question, PROFILE, embedder())


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        ("What would happen to recovery if the dose went from 10 to 15?", 10, 15),
        ("How would recovery change with a dose of 30 instead of 20 mg?", 20, 30),
        ("If nobody smoked, how many days would recovery take?", 1, 0),
        ("If everyone smoked, would recovery take longer?", 0, 1),
        ("Does local rather than general anaesthesia shorten recovery?", "general", "local"),
        ("Does spinal anaesthesia slow down recovery compared to general anaesthesia?", "general", "spinal"),
        ("剂量从10提高到20,康复时间会缩短多少?", 10, 20),
        ("Does the dose affect recovery?", None, None),
        ("Did the dose affect recovery from 1946 to 2010?", None, None),
    ],
)
def test_levels_are_read(question: str, low: object, high: object) -> None:
    reply = ask(question)
    assert (reply.low, reply.high) == (low, high)


@pytest.mark.parametrize(
    ("question", "step", "relative"),
    [
        ("Would raising the dose by 20% reduce the days until recovery?", None, 0.2),
        ("Would cutting the dose by 20% lengthen recovery?", None, -0.2),
        ("If we halved the dose, would recovery take longer?", None, -0.5),
        ("How much does one more mg of the drug change recovery?", 1, None),
        ("把剂量减少20%会不会延长康复时间?", None, -0.2),
    ],
)
def test_changes_are_read(question: str, step: float | None, relative: float | None) -> None:
    reply = ask(question)
    assert (reply.step, reply.relative_step) == (step, relative)
    assert any(e.about == "contrast" for e in reply.evidence)


@pytest.mark.parametrize(
    ("question", "population"),
    [
        ("Does a higher dose shorten recovery among women over 60?", {"sex == 1", "age > 60"}),
        ("Does a higher dose shorten recovery for men?", {"sex == 0"}),
        ("Does a higher dose shorten recovery for smokers?", {"smoker == 1"}),
        ("Does physiotherapy speed up recovery in the icu?", {"ward == icu"}),
        ("What was the effect of the dose on recovery in 2020?", {"year == 2020"}),
        ("Does physiotherapy help recovery for patients with at least 2 children?", {"children >= 2"}),
        ("Do patients under 40 recover faster with a higher dose?", {"age < 40"}),
        ("对女性来说,增加剂量能缩短康复时间吗?", {"sex == 1"}),
        ("60岁以上的患者,提高剂量能加快康复吗?", {"age >= 60"}),
        ("Does a higher dose shorten recovery in men and women?", set()),
        ("Does a higher dose shorten recovery?", set()),
        ("Does smoking lengthen recovery?", set()),
    ],
)
def test_population_is_applied_only_on_exact_words(question: str, population: set[str]) -> None:
    assert set(map(str, ask(question).population)) == population


def test_a_population_that_no_column_holds_is_said() -> None:
    reply = ask("Does the dose affect recovery among left-handed people?")
    assert reply.population == ()
    assert any(e.about == "population" and "could not be applied" in e.text for e in reply.evidence)


@pytest.mark.parametrize(
    ("question", "estimand"),
    [
        ("What was the effect of physiotherapy on recovery for those who received it?", "ATT"),
        ("Would physiotherapy help recovery for those who did not receive it?", "ATC"),
        ("Does physiotherapy help recovery?", "ATE"),
    ],
)
def test_whose_effect_is_asked_for(question: str, estimand: str) -> None:
    assert ask(question).estimand == estimand


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        ("Does recovery change when the dose goes from 2.5 to 7.5?", 2.5, 7.5),
        ("Verkürzt eine Erhöhung der Dosis von 2,5 auf 7,5 die Genesung?", 2.5, 7.5),
        ("What would recovery be with a dose of 1,5 instead of 0,5 mg?", 0.5, 1.5),
        ("从2.5提高到7.5的剂量能缩短康复时间吗?", 2.5, 7.5),
    ],
)
def test_decimals_are_read_in_every_form(question: str, low: float, high: float) -> None:
    reply = ask(question)
    assert (reply.low, reply.high) == (low, high)


@pytest.mark.parametrize(
    ("question", "step", "relative"),
    [
        ("What does a 5 mg cut in the dose do to recovery?", -5, None),
        ("What if the dose was 5 mg lower, how long would recovery take?", -5, None),
        ("Would a 2.5 mg increase of the dose shorten recovery?", 2.5, None),
        ("Does a drop of ten mg in the dose lengthen recovery?", -10, None),
        ("Would recovery be faster if we gave half the dose?", None, -0.5),
        ("Would cutting the dose by a third slow down recovery?", None, -1 / 3),
        ("Verkürzt es die Genesung, wenn die Dosis um 5 mg höher ist?", 5, None),
        ("Senkt eine um 20 Prozent höhere Dosis die Tage bis zur Genesung?", None, 0.2),
        ("剂量降低5毫克会延长康复时间吗?", -5, None),
    ],
)
def test_changes_are_read_whatever_their_form(
    question: str, step: float | None, relative: float | None
) -> None:
    reply = ask(question)
    assert (reply.step, reply.relative_step) == (step, pytest.approx(relative) if relative else None)


@pytest.mark.parametrize(
    ("question", "population"),
    [
        ("Does a higher dose shorten recovery for non-smokers?", {"smoker == 0"}),
        ("Does a higher dose shorten recovery among nonsmokers?", {"smoker == 0"}),
        ("Does physiotherapy help recovery outside the icu?", {"ward != icu"}),
        (
            "Does physiotherapy help recovery for patients who are not in the north wing?",
            {"ward != north wing"},
        ),
        ("Does physiotherapy help recovery, not counting women?", {"sex == 0"}),
        ("Does a higher dose shorten recovery for patients who do not smoke?", {"smoker == 0"}),
    ],
)
def test_who_is_taken_out_is_not_whom_it_is_about(question: str, population: set[str]) -> None:
    assert set(map(str, ask(question).population)) == population


def test_a_change_that_no_row_comes_near_is_asked_back() -> None:
    rng = np.random.default_rng(4)
    dose = rng.uniform(0, 50, 400)
    frame = pd.DataFrame(
        {"dose_mg": dose.round(1), "days": (20 - 0.2 * dose + rng.normal(0, 1, 400)).round(1)}
    )
    ask_it = Assistant(frame, description="dose_mg: daily dose in mg\ndays: days until recovery").ask
    far = ask_it("What would days be if the dose_mg went up by 900?")
    assert far.status == "needs_clarification" and far.estimate is None
    assert "0.1" in far.prose and "49.9" in far.prose
    near = ask_it("What would days be if the dose_mg went up by 9?")
    assert near.query is not None and near.query.high - near.query.low == pytest.approx(9)
    assert near.estimate.ci_95[0] < -1.8 < near.estimate.ci_95[1]


@pytest.mark.parametrize(
    ("question", "ends"),
    [
        ("Does a high dose lower pain compared with no dose?", ("none", "high")),
        ("Senkt die Stufe high den Schmerz im Vergleich zu keiner Dosis?", ("none", "high")),
        ("Does a high dose rather than a low one lower pain?", ("low", "high")),
        # With what it is compared is in no level: asked back, and never "all others".
        ("Does a high dose lower pain compared with a stay in bed?", (None, None)),
    ],
)
def test_what_a_level_is_compared_with_is_a_level_or_asked_back(
    question: str, ends: tuple[str | None, str | None]
) -> None:
    levels = (("none", 0.3), ("low", 0.4), ("high", 0.3))
    dose = ColumnProfile("dose", ColumnKind.CATEGORY, 300, 0, 3, levels=levels)
    found = read_contrast(question, question, dose)
    assert (found.low, found.high) == ends

"""From which level to which, and for whom: read off the words, or left alone."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from assistant.planning.offline import understand
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

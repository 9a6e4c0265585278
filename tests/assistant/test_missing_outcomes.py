"""Outcomes that are missing are told first; missing for what they are, the effect is a range."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.answers.answer import Answer
from assistant.designs.threats.unseen import asks_of_missing, unseen_by_itself
from assistant.planning.design import make_study
from assistant.types import Reading
from tools.checks.losses import unseen_outcomes
from tools.data import open_table, profile_table

EFFECT = 6.0
REASONS = {  # what is said -> on which side the missing outcomes are; "": not by the outcome
    "Pupils with low marks in the final test often stayed away from it.": "lower",
    "Schüler mit niedrigen Noten (Test) blieben dem Test oft fern, ihre Noten fehlen.": "lower",
    "成绩低的学生常常缺考，他们的成绩缺失。": "lower",
    "Whoever had a high test score was reluctant to say it.": "higher",
    "Wer hohe Noten im Test hatte, hat sie oft nicht angegeben.": "higher",
    "成绩高的人往往不愿说出成绩。": "higher",
    "The weakest did not return the test.": "either",
    "Those with the worst test scores refused to show them.": "either",
    "Whether the test score is missing depends on the score itself.": "either",
    "The test scores are not missing at random.": "either",
    "A box of forms was lost, so test scores are missing at random.": "",
    "Older pupils more often did not answer.": "",
    "The tutor had high hopes.": "",
    "Nobody with a low score stayed away.": "",
}


def school(rows: int, seed: int, gone: str) -> pd.DataFrame:
    """Tutoring by age; final marks of the best (or some at random) are missing."""
    rng = np.random.default_rng(seed)
    age = rng.integers(10, 17, rows)
    tutoring = (rng.random(rows) < 0.3 + 0.05 * (age - 10)).astype(int)
    score = 50 + EFFECT * tutoring + (age - 13) + rng.normal(0, 8, rows)
    chance = 1 / (1 + np.exp(-(score - 53) / 4)) if gone == "high" else np.full(rows, 0.3)
    if gone == "few":
        chance = np.full(rows, 0.01)
    return pd.DataFrame(
        {"age": age, "tutoring": tutoring, "test_score": np.where(rng.random(rows) < chance, np.nan, score)}
    )


CODEBOOK = """{}
age: age in years, before the tutoring
tutoring: had tutoring (1 = yes, 0 = no)
test_score: score (Note, 成绩) in the final test after the tutoring, points"""


def asked(frame: pd.DataFrame, said: str, question: str = "Does tutoring raise the test score?") -> Answer:
    return Assistant(frame, description=CODEBOOK.format(said)).ask(question)


@pytest.mark.parametrize(("sentence", "side"), REASONS.items())
def test_reasons_are_heard(sentence: str, side: str) -> None:
    table = open_table(school(200, 1, "random"))
    profile = profile_table(table, CODEBOOK.format(sentence))
    reading = Reading("tutoring", "test_score", 0.9)
    heard = unseen_by_itself(make_study("", reading, profile, table))
    assert (heard.direction if heard is not None else "") == side


def test_nothing_is_heard_where_nothing_is_missing() -> None:
    table = open_table(school(200, 1, "few"))
    profile = profile_table(table, CODEBOOK.format("The weakest did not return the test."))
    study = make_study("", Reading("tutoring", "test_score", 0.9), profile, table)
    assert unseen_by_itself(study) is None


@pytest.mark.parametrize(
    "question",
    [
        "Could the missing scores change the answer about tutoring?",
        "Would those who did not answer overturn the effect?",
        "Könnten die fehlenden Werte das Ergebnis verändern?",
        "缺失的成绩会改变结论吗？",
    ],
)
def test_it_is_heard_that_the_missing_are_asked_about(question: str) -> None:
    assert asks_of_missing(question)
    assert not asks_of_missing("Does tutoring change the test score?")


def test_missing_for_what_they_are_leads_and_widens_the_interval() -> None:
    frame = school(1500, 2, "high")
    answer = asked(frame, "Pupils with high scores often refused to show their test score.")
    assert answer.headline.startswith("The effect of") and "not identified without more" in answer.headline
    assert "standard deviation" in answer.paragraphs[0] and "All" not in answer.prose.split("checks")[0][-40:]
    low, high = answer.estimate.ci_95
    assert low < EFFECT < high
    # The mirror: among those who told it the interval misses.
    details = answer.estimate.details
    assert not details["seen_rows_lower"] < EFFECT < details["seen_rows_upper"]
    assert next(check for check in answer.checks if check.name == "missing_outcomes").passed is False


def test_missing_without_a_reason_is_told_with_the_share() -> None:
    answer = asked(school(1500, 3, "random"), "One row a pupil.")
    assert (
        "test_score is missing for" in answer.paragraphs[0] and "which are left out" in answer.paragraphs[0]
    )
    assert "not identified" not in answer.prose and "seen_rows_lower" not in answer.estimate.details
    few = asked(school(1500, 3, "few"), "One row a pupil.")
    assert "is missing for" not in few.paragraphs[0]


def test_whether_the_missing_could_change_it_is_answered_yes_or_no() -> None:
    question = (
        "Could the missing test scores change the answer about the effect of tutoring on the test score?"
    )
    reason = "Pupils with high scores often refused to show their test score."
    yes = asked(school(1500, 2, "high"), reason, question)
    assert yes.headline.startswith("Yes, ")
    frame = school(1500, 4, "random")
    frame["test_score"] += 20 * frame["tutoring"]
    assert asked(frame, "One row a pupil.", question).headline.startswith("No, ")


def test_weights_for_being_seen_mend_what_another_column_decides() -> None:
    """Truth by simulation: who is seen hangs on a third column that the outcome goes with."""
    rng, hits = np.random.default_rng(8), np.zeros(2)
    for _ in range(100):
        treated = rng.integers(0, 2, 800).astype(float)
        mood = rng.normal(size=800) + treated
        score = EFFECT * treated + 2 * mood + rng.normal(size=800)
        # Only treated rows in a good mood drop out: the mood is no covariate, the treatment moves it.
        seen = rng.random(800) > np.where(treated > 0, 0.8 / (1 + np.exp(-2 * (mood - 1))), 0.1)
        found = unseen_outcomes(
            outcome=np.where(seen, score, np.nan),
            treatment=treated,
            covariates=np.empty((800, 0)),
            others=np.column_stack([mood, mood * treated]),
        )
        error = found.std_error
        hits += [abs(value - EFFECT - 2) < 1.96 * error for value in (found.weighted, found.slope)]
    assert hits[0] >= 88 and hits[1] < 20  # the mirror: the complete rows as they are


def test_the_range_is_the_pattern_mixture_model() -> None:
    rng = np.random.default_rng(9)
    dose, score = rng.normal(size=600), rng.normal(size=600)
    seen = rng.random(600) > 1 / (1 + np.exp(-dose))
    covariates = np.empty((600, 0))
    found = unseen_outcomes(
        outcome=np.where(seen, score, np.nan), treatment=dose, covariates=covariates, others=covariates
    )
    # By hand: fill the missing with their prediction plus delta, and regress again.
    design = np.column_stack([np.ones(600), dose])
    fitted = np.linalg.lstsq(design[seen], score[seen], rcond=None)[0]
    filled = np.where(seen, score, design @ fitted + 0.7)
    again = np.linalg.lstsq(design, filled, rcond=None)[0]
    assert again[1] == pytest.approx(found.slope + 0.7 * found.moved_by, rel=1e-9)

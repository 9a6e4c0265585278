"""Questions in our own words over our own tables: are both variables found, and is confidence honest?"""

from __future__ import annotations

from functools import cache

import pytest

from assistant.planning.offline import understand
from assistant.planning.plan import ASK_BELOW
from assistant.types import Understanding
from tests.assistant.reading_questions import QUESTIONS, UNANSWERABLE, profile_of
from tools.text.embedding import Embedder, UniversalSentenceEmbedder

CONFIDENT = 0.6


@cache
def embedder() -> Embedder:
    return UniversalSentenceEmbedder()


@cache
def answers(described: bool) -> tuple[Understanding, ...]:
    return tuple(
        understand(question, profile_of(schema, described=described), embedder())
        for schema, question, _, _ in QUESTIONS
    )


def right(understanding: Understanding, treatment: str, outcome: str) -> bool:
    best = understanding.readings[0]
    return not understanding.missing and (best.treatment, best.outcome) == (treatment, outcome)


@pytest.mark.parametrize(("described", "at_least"), [(True, 0.88), (False, 0.75)])
def test_treatment_and_outcome_are_found(described: bool, at_least: float) -> None:
    marks = [right(u, t, y) for u, (_, _, t, y) in zip(answers(described), QUESTIONS, strict=True)]
    assert sum(marks) / len(marks) >= at_least


@pytest.mark.parametrize("described", [True, False])
def test_being_wrong_and_confident_is_rare(described: bool) -> None:
    wrong = [
        question
        for u, (_, question, t, y) in zip(answers(described), QUESTIONS, strict=True)
        if not right(u, t, y) and not u.missing and u.readings[0].confidence >= CONFIDENT
    ]
    assert len(wrong) <= 0.05 * len(QUESTIONS), wrong


@pytest.mark.parametrize("described", [True, False])
def test_confidence_grows_with_being_right(described: bool) -> None:
    marks = [
        (u.readings[0].confidence, right(u, t, y))
        for u, (_, _, t, y) in zip(answers(described), QUESTIONS, strict=True)
    ]
    high = [mark for confidence, mark in marks if confidence >= CONFIDENT]
    low = [mark for confidence, mark in marks if confidence < CONFIDENT]
    assert sum(high) / len(high) >= 0.93
    assert sum(low) / len(low) < sum(high) / len(high)


def test_the_right_reading_is_among_the_alternatives() -> None:
    held = [
        any((r.treatment, r.outcome) == (t, y) for r in u.readings)
        for u, (_, _, t, y) in zip(answers(True), QUESTIONS, strict=True)
    ]
    assert sum(held) / len(held) >= 0.97


def test_readings_are_best_first_and_add_up_to_at_most_one() -> None:
    for u in answers(True):
        shares = [r.confidence for r in u.readings]
        assert 2 <= len(shares) <= 6
        assert shares == sorted(shares, reverse=True)
        assert 0 < sum(shares) <= 1 + 1e-9


def test_a_question_about_something_else_is_hardly_answered_with_confidence() -> None:
    """Nobody gets a number: what is not said to be absent is asked back."""
    replies = [understand(question, profile_of(schema), embedder()) for schema, question in UNANSWERABLE]
    answered = [u for u in replies if not u.missing and u.readings[0].confidence >= ASK_BELOW]
    assert not answered
    assert sum(bool(u.missing) for u in replies) >= 4


def test_answerable_questions_are_not_called_missing() -> None:
    alarms = [u.missing for u in (*answers(True), *answers(False)) if u.missing]
    assert len(alarms) <= 0.03 * 2 * len(QUESTIONS), alarms

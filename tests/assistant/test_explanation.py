"""Numbers as people read them; every figure of the prose is a computed one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers.answer import Refusal
from assistant.language import wording
from assistant.prose.average_effect import said_of_checks
from assistant.prose.render import refuse as refusal_messages
from assistant.prose.render import render
from tools.checks.battery import said_of
from tools.messages import as_given
from tools.types import Check, NeedsClarification, NotAnswerable, NotIdentified, Query


@pytest.mark.parametrize(
    ("value", "std_error", "text"),
    [
        (3.4613, 0.48, "3.46"),
        (1672.4, 638.0, "1,672"),
        (-0.12345, 0.0041, "-0.1235"),
        (0.0, 0.5, "0.00"),
        (-0.0001, 0.5, "0.00"),
        (12.0, None, "12.0"),
        (0.0, None, "0"),
        (math.inf, 1.0, "unbounded"),
        (math.nan, 1.0, "not available"),
    ],
)
def test_decimals_follow_the_standard_error(value: float, std_error: float | None, text: str) -> None:
    assert number(value, std_error) == text


@given(
    st.floats(-1e9, 1e9, allow_subnormal=False),
    st.floats(1e-6, 1e6),
)
def test_rounding_stays_well_inside_the_standard_error(value: float, std_error: float) -> None:
    shown = float(number(value, std_error).replace(",", ""))
    assert abs(shown - value) <= max(0.051 * std_error, 5e-7) + 1e-9 * abs(value)


number = wording("en").number


def refuse(language: str, refusal: Refusal) -> str:
    return render(refusal_messages(refusal), wording(language))


def test_refusals_say_why_and_what_would_help() -> None:
    query = Query("price", "sales")
    not_identified = NotIdentified(
        query,
        (as_given("season drives both"),),
        ("price <- season -> sales",),
        (as_given("Measure season"),),
    )
    text = refuse("en", not_identified)
    assert "will not give a number" in text
    assert "price <- season -> sales" in text
    assert "Measure season" in text
    assert "。" in refuse("zh", not_identified)


def test_choices_are_named_in_full() -> None:
    text = refuse(
        "en", NeedsClarification(as_given("Which effect do you mean?"), ("a → b", "c → d", "e → f"))
    )
    assert "a → b, c → d and e → f" in text


def test_nothing_to_help_leaves_no_empty_sentence() -> None:
    assert refuse("en", NotAnswerable(as_given("No column is about rain."))).endswith("rain.")


def test_a_refusal_that_ends_in_a_question_has_one_mark() -> None:
    asked = NotAnswerable(
        as_given("Two columns fit. Which is meant?"), (as_given("a column that says: was it paid?"),)
    )
    assert refuse("en", asked).endswith("Which is meant? What would help: a column that says: was it paid?")
    assert refuse("zh", NotAnswerable(as_given("您指的是哪一列？"), (as_given("付款了吗？"),))).endswith(
        "付款了吗？"
    )
    named = NeedsClarification(as_given("Which effect do you mean?"), ("smokes? → bp", "bp → smokes?"))
    assert refuse("en", named).endswith("Choose one: smokes? → bp and bp → smokes?")


@pytest.mark.parametrize(
    ("helps", "said"),
    [("Ask: does it rain?", "What would help: Ask: does it rain?"), ("a, b,", "What would help: a, b.")],
)
def test_a_refusal_ends_in_one_mark(helps: str, said: str) -> None:
    assert refuse("en", NotAnswerable(as_given("It says nothing."), (as_given(helps),))).endswith(said)


@pytest.mark.parametrize(
    ("passed", "language", "said"),
    [
        ((True, True, None), "en", "All 2 checks that could be run passed."),
        ((True, None), "en", "The only check that could be run passed."),
        ((False, None), "en", "The only check that could be run failed: placebo treatment. It moved."),
        ((True, False), "en", "1 of 2 checks passed. Failed: placebo treatment. It moved."),
        ((None,), "en", "No check could be run."),
        ((True,), "zh", "唯一能运行的检验通过。"),
        ((), "zh", "没有能运行的检验。"),
    ],
)
def test_checks_are_counted_in_words_that_fit_their_number(
    passed: tuple[bool | None, ...], language: str, said: str
) -> None:
    title, asks, blind = said_of("placebo_treatment")
    detail = (as_given("It moved"),)
    checks = [Check("placebo_treatment", title, asks, one, None, blind, detail) for one in passed]
    assert wording(language).say(said_of_checks(checks)) == said

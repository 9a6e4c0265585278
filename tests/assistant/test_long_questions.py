"""Long messages: read in time that grows with their length, and refused where they are no question."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.planning.reading.asked import LONGEST_QUESTION, LONGEST_READ, what_is_asked
from assistant.planning.reading.clauses import split_question
from assistant.planning.reading.follow_up import matching_cues
from assistant.planning.reading.grammar import compile_patterns
from assistant.planning.reading.template import Text
from tests.pattern_times import Use, slow_texts
from tools.errors import OptionError

ROOT = Path(__file__).resolve().parents[2]
ACCOUNT = "The bakery opened long ago and has had many visitors from the village and from elsewhere. "
QUESTION = "Would more sugar in the dough raise the number of loaves that we sell?"
RUN_ON = "would sugar of the dough and the effect on loaves if more with butter be higher because when "


@pytest.fixture(scope="module")
def bakery() -> Assistant:
    rng = np.random.default_rng(3)
    sugar = rng.normal(30, 5, 300)
    frame = pd.DataFrame({"sugar": sugar, "loaves_sold": 100 + sugar + rng.normal(0, 3, 300), "oven": 200.0})
    told = "sugar: sugar in the dough, in g\nloaves_sold: number of loaves sold that day"
    return Assistant(frame, description=told)


# ---------------------------------------------------------------- what is read


def test_of_a_long_account_the_question_is_read(bakery: Assistant) -> None:
    short, long_ = bakery.plan(QUESTION), bakery.plan(ACCOUNT * 100 + QUESTION)
    assert long_.query is not None and short.query is not None
    assert (long_.query.treatment, long_.query.outcome) == ("sugar", "loaves_sold")
    assert long_.query == short.query
    assert bakery.plan(QUESTION + " " + ACCOUNT * 100).query == short.query


def test_a_short_message_is_read_as_it_is() -> None:
    text = f"Loaves sell badly. {QUESTION}"
    assert what_is_asked(text) == text


@pytest.mark.parametrize("text", [ACCOUNT * 50, RUN_ON * 50, "x" * 5000, "为什么" * 2000, QUESTION * 60])
def test_no_more_is_read_than_a_question_has(text: str) -> None:
    asked = what_is_asked(text)
    assert 0 < len(asked) <= LONGEST_READ
    assert what_is_asked(asked) == asked


# ---------------------------------------------------------------- how long it takes


@pytest.mark.parametrize(
    "text", [QUESTION + " ", RUN_ON, "如果多放糖，销量会怎样变化？", "如果糖对销量越高越好会提高"]
)
def test_thirteen_thousand_characters_cost_no_more_than_a_question(bakery: Assistant, text: str) -> None:
    bakery.plan(QUESTION)
    begun = time.process_time()
    bakery.plan((text * 1000)[:13_000])
    assert time.process_time() - begun < 3.0


@pytest.mark.parametrize(("language", "text"), [("en", RUN_ON), ("zh", "如果糖对销量越高越好会提高")])
def test_division_and_follow_ups_take_time_in_proportion(language: str, text: str) -> None:
    """The grammar itself, on a text that is not cut first: eight times the words, not 64 times the time."""

    def seconds(length: int) -> float:
        long_text = (text * 1000)[:length]
        begun = time.process_time()
        split_question(long_text, language)
        list(matching_cues(long_text, language))
        return time.process_time() - begun

    seconds(1000)
    first = min(seconds(1000) for _ in range(3))
    assert seconds(8000) < 24 * first + 0.1


def test_every_pattern_keeps_within_its_time() -> None:
    """In a process of its own with a time limit: a pattern that goes back and forth would hang this one."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.pattern_times"], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[-4]) > 500, "most patterns were not caught"


@pytest.mark.parametrize(
    ("pattern", "slow"),
    [
        (r"of (.+?) on (.+?) if (.+)x$", True),
        (r"(a+)+b", True),
        (r"\bof \w+ on\b", False),
        (r"of (.{1,40}?) on", False),
    ],
)
def test_a_pattern_that_goes_back_and_forth_is_told_from_one_that_does_not(pattern: str, slow: bool) -> None:
    use = Use("a test", {"search"})
    assert (next(slow_texts(re.compile(pattern), use), None) is not None) == slow


# ---------------------------------------------------------------- the grammar


def test_a_template_chooses_the_division_that_a_regular_expression_would() -> None:
    line = "effect of {cause} on {effect}"
    short, long_ = compile_patterns([{"id": "x", "weight": 1.0, "text": line}], {})[0].templates
    said = Text("the effect of time on site on sales")
    assert short.fit(said) == {"cause": "time", "effect": "site on sales"}
    assert long_.fit(said) == {"cause": "time on site", "effect": "sales"}
    assert short.fit(Text("the effect of time")) is None
    assert short.fit(Text("the effect of on sales")) is None  # a slot has a word at least


def test_brackets_lists_and_beginnings_of_a_template() -> None:
    lists = {"be": ["is", "are", "may be"], "state": ["have", "have to"]}
    line = "^ <be> {cause} [really|ever so] (good|bad for) {effect:state}"
    template = compile_patterns([{"id": "x", "weight": 1.0, "text": line}], lists)[0].templates[0]
    assert template.fit(Text("is tea good have to sleep")) == {"cause": "tea", "effect": "have to sleep"}
    assert template.fit(Text("may be green tea ever so bad for have")) == {
        "cause": "green tea",
        "effect": "have",
    }
    assert template.fit(Text("well is tea good have")) is None
    assert template.fit(Text("is tea good sleep")) is None


def test_a_template_reads_signs_where_nothing_stands_between_words() -> None:
    template = compile_patterns([{"id": "x", "weight": 1.0, "text": "{cause} 对 {effect} 的 影响"}], {})[
        0
    ].templates[0]
    assert template.fit(Text("糖对销量的影响", spaced=False)) == {"cause": "糖", "effect": "销量"}


# ---------------------------------------------------------------- every door


def test_what_is_longer_than_any_question_is_refused_with_the_mend(bakery: Assistant) -> None:
    too_long = (ACCOUNT * 1000)[: LONGEST_QUESTION + 1]
    for door in (bakery.ask, bakery.plan):
        with pytest.raises(OptionError, match=r"20,001 characters; at most 20,000 .* description"):
            door(too_long)
    assert bakery.plan(f"{QUESTION} {too_long}"[:LONGEST_QUESTION]).query is not None

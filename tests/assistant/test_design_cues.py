"""The cue grammar is data about language: short families of phrases, never a sentence of somebody's text."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from assistant.designs.rdd import named_cutoffs
from assistant.designs.statements import statements
from assistant.designs.study import Study
from assistant.designs.text import find_word, grammar, name_words, split_sentences
from assistant.planning.design import make_study
from assistant.planning.reading.cues import load_cues
from assistant.planning.timing import timing_grammar, years_in
from assistant.types import Reading
from tests.assistant.design_texts import WORLDS
from tools.data import open_table, profile_table
from tools.types import DesignKind

RAW = load_cues("design")


def study_of(text: str) -> Study:
    table = open_table(WORLDS[0].frame())
    return make_study("", Reading("reminder", "arrived_score", 1.0), profile_table(table, text), table)


def test_the_grammar_compiles_and_names_designs() -> None:
    assert {kind for kind, *_ in grammar().cues} <= set(DesignKind)
    assert all(name for _, name, *_ in grammar().cues)
    assert timing_grammar().groups


def literal_words(pattern: str) -> list[int]:
    """Numbers of literal words in the alternatives of a pattern."""
    alternatives = re.split(r"\|", re.sub(r"\\[bswdW]|[\\()?:{}+*^$!\[\]<>=.,]|\d", " ", pattern))
    return [len(re.findall(r"[A-Za-z]{2,}", alternative)) for alternative in alternatives]


@pytest.mark.parametrize(
    "pattern",
    [c[part] for c in RAW["cue"] for part in ("pattern", "with", "without") if part in c]
    + list(RAW["columns"].values())
    + list(RAW["said"].values()),
)
def test_no_cue_is_a_sentence(pattern: str) -> None:
    assert max(literal_words(pattern)) <= 8
    assert not re.search(r"[.!?]\s+[A-Z]", pattern)


@pytest.mark.parametrize(
    "text",
    [
        "A random sample of customers was interviewed.",
        "Households were randomly selected to be interviewed.",
        "Random effects models were used by others.",
        "随机抽样调查。",
    ],
)
def test_random_sampling_is_no_random_assignment(text: str) -> None:
    assert not any(s.asserted for s in statements(study_of(text), DesignKind.RANDOMISED))


@pytest.mark.parametrize(
    "text",
    [
        "Pupils were assigned at random to one of two teachers.",
        "We allocated villages to the two arms randomly.",
        "患者被随机分配到两组。",
        "an RCT of two diets",
    ],
)
def test_random_assignment_is_seen_and_quoted(text: str) -> None:
    cues = [s for s in statements(study_of(text), DesignKind.RANDOMISED) if s.asserted]
    assert cues
    assert cues[0].weight > 0
    assert cues[0].quotation in text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Firms with at least 50 workers must publish pay.", 50.0),
        ("Students scoring 15 or better were eligible.", 15.0),
        ("Eligibility starts on the 62nd birthday.", 62.0),
        ("A candidate wins with a share greater than 0.5.", 0.5),
        ("Families below 1,250 euros receive aid.", 1250.0),
        ("Only those aged 65 get the pass.", 65.0),
        ("成绩不低于60可以获得奖学金。", 60.0),
    ],
)
def test_cutoffs_are_read_in_many_wordings(text: str, value: float) -> None:
    assert value in [cutoff.value for cutoff in named_cutoffs(study_of(text))]


def test_years_are_no_amounts_and_no_price_bases() -> None:
    assert years_in("measured in 1999 and 2003") == {1999, 2003}
    assert years_in("1999-2004") == {1999, 2004}
    assert not years_in("income of 2000-2999, in US$2008, at 2015 dollars, 19999 rows")


def test_words_of_names_and_texts() -> None:
    assert name_words("postPolicy_period2") == "post policy period 2"
    assert find_word("the age_group and age", "age") == 18
    assert find_word("wage", "age") == -1
    assert split_sentences("One thing. Another one.\nage: years")[-1] == "age: years"


def test_a_column_named_like_an_adjective_is_not_described_by_a_sentence_about_people() -> None:
    frame = pd.DataFrame({"drug": [0, 1, 0], "score": [1.0, 2.0, 3.0], "older": [0, 1, 1]})

    def described(text: str) -> str:
        table = open_table(frame)
        study = make_study("", Reading("drug", "score", 1.0), profile_table(table, text), table)
        return study.described("older")

    entries = "drug: took the drug\nscore: score at the end\n"
    assert described(f"{entries}On average they were older, more often ill, and ill for more years.") == ""
    told = described(f"{entries}We also have older, which is 1 from the age of 50 on.")
    assert told.endswith("1 from the age of 50 on")
    assert described(f"{entries}older: aged 50 and over") == "aged 50 and over"

"""Roles from the description, words from names, and what is said about the decision."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from assistant.planning.offline import understand
from assistant.planning.reading.columns import Word, agreement, study_statement
from assistant.planning.reading.text import marks, readable_name, stem
from tools.text.embedding import Embedder, UniversalSentenceEmbedder
from tools.types import ColumnKind, ColumnProfile, DataProfile


@cache
def embedder() -> Embedder:
    return UniversalSentenceEmbedder()


def table(description: str, *columns: tuple[str, ColumnKind, str | None]) -> DataProfile:
    made = tuple(ColumnProfile(name, kind, 300, 0, 40, description=said) for name, kind, said in columns)
    return DataProfile("study.csv", 300, made, 0, f"{description}{columns}", description)


NUMBER, BINARY = ColumnKind.NUMBER, ColumnKind.BINARY
OPAQUE = table(
    "A trial of the effect of reading aloud (w) on vocabulary (y) in 300 families.",
    ("w", BINARY, None),
    ("y", NUMBER, None),
    ("x1", NUMBER, None),
    ("x2", NUMBER, None),
)


def test_opaque_names_are_read_off_the_description() -> None:
    reply = understand("Do children learn more words when parents read to them?", OPAQUE, embedder())
    assert (reply.readings[0].treatment, reply.readings[0].outcome) == ("w", "y")
    assert reply.missing == ()


def test_the_programme_is_the_column_that_the_codebook_calls_the_treatment() -> None:
    profile = table(
        "",
        ("grp", BINARY, "treatment group: 1 if the farm took part"),
        ("rain", NUMBER, "rain in mm"),
        ("profit", NUMBER, "profit of the farm"),
        ("land", NUMBER, "land in hectares"),
    )
    reply = understand("Did the programme raise profits?", profile, embedder())
    assert (reply.readings[0].treatment, reply.readings[0].outcome) == ("grp", "profit")


def test_taking_part_goes_before_being_invited() -> None:
    profile = table(
        "",
        ("invited_to_choir", BINARY, "1 if invited to the choir"),
        ("sang_in_choir", BINARY, "1 if took part in the choir"),
        ("mood_before", NUMBER, "mood score before the season"),
        ("mood_score", NUMBER, "mood score after the season"),
    )
    reply = understand("Does singing in a choir improve mood?", profile, embedder())
    assert (reply.readings[0].treatment, reply.readings[0].outcome) == ("sang_in_choir", "mood_score")


def test_a_cause_that_only_the_description_knows_may_be_a_cutoff() -> None:
    profile = table(
        "Pupils with fewer than 40 points in the entry test were sent to summer camp.\n"
        "points: points in the entry test\nheight: height in cm\nmarks: marks at the end of the year\n",
        ("points", NUMBER, "points in the entry test"),
        ("height", NUMBER, "height in cm"),
        ("marks", NUMBER, "marks at the end of the year"),
    )
    reply = understand("What is the effect of summer camp on marks?", profile, embedder())
    assert reply.missing == ()
    assert any(r.treatment is None and r.outcome == "marks" for r in reply.readings)
    assert any("cutoff" in e.text for e in reply.evidence)


def test_the_effect_that_no_column_holds_is_named() -> None:
    profile = table(
        "",
        ("fertilizer_kg", NUMBER, "fertilizer in kg"),
        ("yield_t", NUMBER, "wheat harvested in tonnes"),
        ("slope", NUMBER, "slope of the field"),
    )
    reply = understand("Does fertilizer cause headaches?", profile, embedder())
    assert reply.missing == ("headaches",)
    assert reply.readings[0].confidence <= 0.1


def test_evidence_quotes_the_question_and_the_column() -> None:
    profile = table(
        "",
        ("fertilizer_kg", NUMBER, "fertilizer in kg"),
        ("yield_t", NUMBER, "wheat harvested in tonnes"),
        ("slope", NUMBER, "slope of the field"),
    )
    reply = understand("Does more fertilizer raise the harvest?", profile, embedder())
    said = {e.about: e.text for e in reply.evidence}
    assert "'fertilizer'" in said["treatment"] and "fertilizer_kg" in said["treatment"]
    assert "'harvest'" in said["outcome"] and "wheat harvested in tonnes" in said["outcome"]
    assert "cause" in said["question"]


def test_identifiers_are_never_read_as_variables() -> None:
    profile = table(
        "",
        ("customer_id", ColumnKind.IDENTIFIER, "customer identifier"),
        ("customer_calls", NUMBER, "calls of the customer"),
        ("customer_spend", NUMBER, "spend of the customer"),
    )
    reply = understand("Do customers who call more spend more?", profile, embedder())
    assert (reply.readings[0].treatment, reply.readings[0].outcome) == ("customer_calls", "customer_spend")


@pytest.mark.parametrize("question", ["", "???", "   "])
def test_an_empty_question_has_no_reading(question: str) -> None:
    assert understand(question, OPAQUE, embedder()).readings == ()


def test_a_table_of_one_column_has_no_reading() -> None:
    alone = replace(OPAQUE, columns=OPAQUE.columns[:1])
    assert understand("Does reading raise vocabulary?", alone, embedder()).readings == ()


def test_the_same_question_gives_the_same_answer() -> None:
    question = "Does reading aloud raise vocabulary?"
    assert understand(question, OPAQUE, embedder()) == understand(question, OPAQUE, embedder())


def test_column_vectors_are_made_once_a_table() -> None:
    class Counting(UniversalSentenceEmbedder):
        name = "counting"
        texts = 0

        def encode(self, texts):  # type: ignore[no-untyped-def]
            self.texts += len(texts)
            return super().encode(texts)

    counting = Counting()
    understand("Does reading aloud raise vocabulary?", OPAQUE, counting)
    first = counting.texts
    understand("Does reading aloud raise vocabulary?", OPAQUE, counting)
    assert counting.texts - first < first


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("smoking", "smoker"),
        ("stopped", "stop"),
        ("prices", "price"),
        ("employees", "employee"),
    ],
)
def test_forms_of_a_word_share_their_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_words_that_only_look_alike_do_not() -> None:
    assert stem("department") != stem("depart")


def test_marks_are_stems_years_and_pairs_of_signs() -> None:
    assert set(marks("The earnings of 1978")) == {"earn", "1978", "78"}
    assert set(marks("实际价格")) == {"实际", "际价", "价格"}


def test_names_are_taken_apart() -> None:
    assert readable_name("avgSessMin_30d") == "avg sess min 30 d"


@pytest.mark.parametrize(
    ("said", "piece"),
    [("purchase", "prchs"), ("harvest", "hrvst"), ("class", "classsize"), ("wage", "minwage")],
)
def test_a_piece_of_a_name_abbreviates_and_holds_words(said: str, piece: str) -> None:
    word, name = Word(said, frozenset({stem(said)})), Word(piece, frozenset({stem(piece)}))
    assert agreement(word, name, compound=True) >= 0.5
    assert agreement(word, name, compound=False) == 0.0
    assert agreement(Word("yield", frozenset({"yield"})), name, compound=True) == 0.0


def test_a_study_says_what_was_studied() -> None:
    assert study_statement("We test the effect of tea on sleep.") == ("tea", "sleep")
    assert study_statement("Nothing is said here.") == ("", "")


@pytest.mark.parametrize("question", ["What drives profits?", "Why did profits fall?", "什么影响利润?"])
def test_a_question_for_causes_is_never_read_with_confidence(question: str) -> None:
    profile = table(
        "", ("discount", BINARY, "a discount was given"), ("profit", NUMBER, "profit of the shop")
    )
    reply = understand(question, profile, embedder())
    assert all(reading.confidence <= 0.1 for reading in reply.readings)
    sure = understand("Do discounts raise profits?", profile, embedder())
    assert sure.readings[0].confidence > 0.5


@pytest.mark.parametrize("question", ["Is the discount any good?", "Does the discount work?", "折扣有用吗？"])
def test_a_verdict_is_asked_back_about_the_cause_that_is_named(question: str) -> None:
    profile = table(
        "", ("discount", BINARY, "a discount was given"), ("profit", NUMBER, "profit of the shop"),
        ("visits", NUMBER, "visits to the shop"),
    )  # fmt: skip
    reply = understand(question, profile, embedder())
    assert {reading.treatment for reading in reply.readings} == {"discount"}
    assert all(reading.confidence <= 0.1 for reading in reply.readings)

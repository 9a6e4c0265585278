"""Causal statements: the right pairs out of sentences whose claims are known, seen and unseen."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tools.knowledge.documents import passages_from_text
from tools.knowledge.statements import causal_statements, column_synonyms
from tools.text.embedding import UniversalSentenceEmbedder
from tools.types import ColumnKind, ColumnProfile, DataProfile, Passage

SENTENCES = tomllib.loads(Path(__file__).with_name("statement_sentences.toml").read_text(encoding="utf-8"))
Claims = dict[tuple[str, str], tuple[int | None, bool, bool]]


def expected(text: str) -> Claims:
    claims: Claims = {}
    for part in filter(str.strip, text.split(";")):
        cause, _, effect, *marks = part.split()
        sign = 1 if "+" in marks else -1 if "-" in marks else None
        claims[cause, effect] = (sign, "~" in marks, "!" in marks)
    return claims


def stated(text: str, columns: dict[str, list[str]], embedder=None) -> Claims:
    found = causal_statements([Passage("p1", "notes.md", "line 1", text)], columns, embedder)
    return {(one.cause, one.effect): (one.sign, one.hedged, one.negated) for one in found}


@pytest.mark.parametrize("part", ["tune", "unseen"])
def test_sentences_say_what_they_say(part):
    right = wrong = missed = as_said = 0
    for world, rows in SENTENCES[part].items():
        for text, claims in rows:
            gold, got = expected(claims), stated(text, SENTENCES["columns"][world])
            right += len(gold.keys() & got.keys())
            wrong += len(got.keys() - gold.keys())
            missed += len(gold.keys() - got.keys())
            as_said += sum(gold[pair] == got[pair] for pair in gold.keys() & got.keys())
    assert right >= 45
    assert right / (right + wrong) >= 0.95, "precision"
    assert right / (right + missed) >= 0.9, "recall"
    assert as_said / right >= 0.95, "sign, hedge and denial"


@pytest.mark.parametrize(
    "lead",
    [
        "The two are correlated, which does not mean that",
        "This does not prove that",
        "It cannot be concluded that",
        "No study has shown that",
        "We failed to find that",
        "A correlation is not evidence that",
        "It's doubtful that",
        "We hypothesise that",
        "这并不意味着",
        "数据不能证明",
    ],
)
def test_what_is_said_not_to_follow_is_no_claim(lead):
    columns = {"price": ["价格"], "sales": ["销量"]}
    claim = "价格影响销量。" if lead > "z" else " price affects sales."
    assert stated(lead + claim, columns) == {}
    assert list(stated(claim, columns)) == [("price", "sales")]


def test_a_claim_called_wrong_is_denied_and_one_that_others_make_is_hedged():
    columns = {"price": [], "sales": []}
    assert stated("It is wrong to say that price affects sales.", columns) == {
        ("price", "sales"): (None, False, True)
    }
    assert stated("Managers claim that price affects sales.", columns) == {
        ("price", "sales"): (None, True, False)
    }
    said = stated("This does not show that sales affect price; price affects sales.", columns)
    assert list(said) == [("price", "sales")]


COLUMNS = {
    "qsmk": ["quit smoking"],
    "wt82_71": ["weight change in kg"],
    "exercise": ["physical activity in recreation"],
    "educ": ["years of education"],
    "lwage": ["hourly pay"],
    "age": ["age in years"],
    "price": ["price of the product"],
    "sales": ["units sold"],
}


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Giving up cigarettes leads to weight gain.", ("qsmk", "wt82_71")),
        ("Cost affects purchases.", ("price", "sales")),
        ("Sport reduces body weight.", ("exercise", "wt82_71")),
        ("受教育年限提高工资。", ("educ", "lwage")),
        ("戒烟会导致体重增加。", ("qsmk", "wt82_71")),
        ("涨价会减少销售量。", ("price", "sales")),
    ],
)
def test_other_words_and_languages_are_matched_by_meaning(text, pair):
    assert set(stated(text, COLUMNS, UniversalSentenceEmbedder())) == {pair}
    assert stated(text, COLUMNS) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Rainfall reduces crop yields.",
        "Marital status affects political views.",
        "The moon causes tides.",
        "Better roads reduce traffic.",
        "Inflation is caused by monetary growth.",
    ],
)
def test_what_is_no_column_is_matched_to_none(text):
    assert stated(text, COLUMNS, UniversalSentenceEmbedder()) == {}


def test_a_statement_quotes_its_sentence_and_names_its_passage():
    text = "# Trial\n\nNurses were asked. **Coffee** reduces `sleep_h`, we think.\n\n- Coffee causes errors."
    passages = passages_from_text(text, "notes.md")
    found = causal_statements(passages, {"coffee": [], "sleep_h": [], "errors": []})
    assert [(one.cause, one.effect, one.sign) for one in found] == [
        ("coffee", "sleep_h", -1),
        ("coffee", "errors", 1),
    ]
    assert found[0].quotation == "Coffee reduces `sleep_h`, we think."
    assert [one.passage for one in found] == [passages[0].id, passages[1].id]
    assert all(0.5 < one.confidence <= 1 for one in found)


def test_words_that_two_columns_share_name_neither():
    columns = {"re74": ["earnings"], "re75": ["earnings"], "train": ["training"]}
    assert stated("Training raises earnings.", columns) == {}
    assert set(stated("Training raises re75.", columns)) == {("train", "re75")}


def test_members_of_a_list_that_are_no_columns_are_passed_over():
    columns = {"age": [], "weight": [], "mortality": []}
    both = {("age", "weight"), ("age", "mortality")}
    assert set(stated("Age affects diet, weight, blood pressure and mortality.", columns)) == both
    assert set(stated("Age affects weight, diet, blood pressure and mortality.", columns)) == both
    assert set(stated("Age affects diet, and weight was measured.", columns)) == set()
    assert set(stated("Age affects diet and mortality.", columns)) == {("age", "mortality")}


def test_short_and_odd_names_are_words_only_where_written_so():
    assert stated("A drug causes a rash.", {"a": [], "rash": []}) == {}
    assert set(stated("`a` causes a rash.", {"a": [], "rash": []})) == {("a", "rash")}
    assert set(stated("cost ($) affects x.y.", {"cost ($)": [], "x.y": []})) == {("cost ($)", "x.y")}
    assert stated("(((((( causes (.*", {"(.*": [], "[": [], "": []}) == {}


def test_synonyms_come_from_the_codebook():
    columns = (
        ColumnProfile("hrs", ColumnKind.NUMBER, 9, 0, 9, meaning="hours of sleep a night, from a sensor"),
        ColumnProfile("err", ColumnKind.COUNT, 9, 0, 9),
    )
    words = column_synonyms(DataProfile("t", 9, columns, 0, "f"))
    assert words == {"hrs": ("hours of sleep a night", "hours of sleep a night, from a sensor"), "err": ()}

"""Retrieval over real documentation: by words and meaning together no worse than by either alone."""

from __future__ import annotations

import math
from typing import get_args

import bm25s
import numpy as np
import pytest

from bench.retrieval import documents, fill, questions, scores
from tools.knowledge.search import WordIndex, fuse
from tools.knowledge.store import KnowledgeStore, Ranking
from tools.text.stems import terms


def test_most_questions_are_answered_by_one_of_five_passages(tmp_path):
    with KnowledgeStore(tmp_path) as store:
        fill(store)
        some = questions()[::4]
        got = scores(store, some)
    assert set(got) == set(get_args(Ranking))
    assert got["both"].recall_at_5 >= 0.9
    assert got["both"].mean_reciprocal_rank >= 0.7
    assert got["both"].recall_at_5 >= max(got["words"].recall_at_5, got["meaning"].recall_at_5)


def test_every_question_has_an_answer_in_its_document():
    texts = {name: " ".join(text.split()) for name, text in documents()}
    assert len(questions()) == 100
    assert sum(question.is_chinese for question in questions()) == 16
    missing = [question for question in questions() if question.words not in texts[question.document]]
    assert missing == []


def test_the_scores_by_words_are_those_of_bm25s():
    texts = [text for _, text in documents()][:12]
    peer = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    peer.index([terms(text) for text in texts], show_progress=False)
    ours = WordIndex(texts)
    for query in ("median house age", "malignant tumour of the breast", "number number of rooms"):
        np.testing.assert_allclose(ours.scores(query), peer.get_scores(terms(query)), rtol=1e-5)


def test_words_are_compared_without_endings_and_chinese_by_characters():
    assert terms("Smokers smoked cigarettes_per_day") == ["smok", "smok", "cigaret", "per", "day"]
    assert terms("血压高") == ["血", "压", "高", "血压", "压高"]
    assert WordIndex([]).scores("x").shape == (0,)
    assert WordIndex(["", "the"]).scores("the").tolist() == [0, 0]


def test_fusion_looks_at_ranks_alone():
    fused = fuse([["a", "b"], ["b", "c"]], [1.0, 0.5])
    assert sorted(fused, key=lambda key: -fused[key]) == ["b", "a", "c"]
    assert fused["b"] == pytest.approx(1 / 62 + 0.5 / 61)
    assert math.isclose(fused["c"], 0.5 / 62)


def test_a_word_that_only_one_passage_has_is_found_among_many(tmp_path):
    with KnowledgeStore(tmp_path) as store:
        lines = [f"Note {number} about the weekly budget meeting." for number in range(80)]
        lines[57] = "Note about the ZX-81 budget meeting."
        document = store.add_text("\n\n".join(lines))
        assert store.search("what about the zx", k=1, sources=[document])[0].text == lines[57]
        store.add_text("ZX again, written later.")
        assert any("later" in passage.text for passage in store.search("zx", k=2))

"""A query per arrow: the arrow that a document states cites that document, not the column's definition."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.graphs.passages import Found, passages_for
from tools.knowledge.search import Lookup, mentions

DESCRIPTION = """# Clinic

- `age`: years of age at baseline
- `severity`: how ill the patient was at baseline, 0 to 10
- `dose`: received the high dose, 1 yes, 0 no
- `recovery`: days until discharge
"""
STATED = "Age affects recovery: wounds close more slowly."
# Much is said about age that says nothing about the arrow.
DISTRACTION = [
    f"Years of age at baseline (age) were {how}."
    for how in (
        "taken from the patient's file",
        "rounded down",
        "counted from the date of birth",
        "checked by a nurse",
        "never missing",
    )
]


def clinic(rows: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    age, severity = rng.normal(50, 10, rows), rng.normal(5, 1, rows)
    dose = (rng.normal(size=rows) + (age - 50) / 10 + severity - 5 > 0).astype(int)
    recovery = 10 + 0.1 * age + severity - 2 * dose + rng.normal(size=rows)
    return pd.DataFrame({"age": age, "severity": severity, "dose": dose, "recovery": recovery})


@pytest.fixture(scope="module")
def assistant(tmp_path_factory) -> Assistant:
    folder = tmp_path_factory.mktemp("clinic")
    for number, text in enumerate([*DISTRACTION, STATED]):
        (folder / f"{number}.md").write_text(f"# Notes\n\n{text}\n")
    return Assistant(clinic(), description=DESCRIPTION, knowledge=folder, general_knowledge=False)


@pytest.fixture(scope="module")
def answer(assistant):
    return assistant.ask("Does the dose affect recovery?")


def quoted(answer, cause: str, effect: str) -> list[str]:
    """The passages that the arrow cites."""
    text = {passage.id: passage.text for passage in answer.citations}
    (edge,) = (edge for edge in answer.graph.edges if (edge.cause, edge.effect) == (cause, effect))
    return [text[source.passage] for source in edge.sources if source.passage]


def test_the_stated_arrow_cites_what_states_it_and_the_others_the_definition(answer):
    assert all(STATED in text for text in quoted(answer, "age", "recovery"))
    assert quoted(answer, "age", "recovery")
    for arrow in (("severity", "dose"), ("severity", "recovery")):
        (definition,) = quoted(answer, *arrow)
        assert "`severity`" in definition
    assert not any(STATED in text for text in quoted(answer, "age", "dose"))


def test_every_confounder_arrow_cites_a_passage_or_says_that_it_is_assumed(answer):
    for edge in answer.graph.edges:
        if edge.cause in ("age", "severity"):
            kinds = {source.kind for source in edge.sources}
            assert quoted(answer, edge.cause, edge.effect) or "assumption" in kinds
            stated = (edge.cause, edge.effect) == ("age", "recovery")
            assert ("assumption" in kinds) != stated


def found(assistant: Assistant, answer) -> Found:
    return passages_for(
        answer.graph.nodes, answer.graph.edges, answer.query, assistant.profile, assistant._documents.about
    )


def test_asking_about_the_column_alone_would_miss_it(assistant, answer):
    passages = found(assistant, answer)
    assert not any(STATED in passage.text for passage in passages.by_column["age"])
    assert STATED in passages.by_arrow["age", "recovery"][0].text
    assert all(mentions(p.text, "age") for p in passages.by_arrow["age", "recovery"])


def test_all_questions_are_embedded_in_one_call(assistant, answer, monkeypatch):
    calls: list[int] = []
    encode = assistant._documents.store.embedder.encode
    monkeypatch.setattr(
        type(assistant._documents.store.embedder),
        "encode",
        lambda self, texts: calls.append(len(texts)) or encode(texts),
    )
    found(assistant, answer)
    assert calls == [len(answer.graph.nodes) + 5]  # two arrows of each confounder, and the asked one


def test_many_lookups_find_what_single_searches_find(assistant):
    lookups = [
        Lookup("years of age", ("age",)),
        Lookup("how ill"),
        Lookup(" "),
        Lookup("dose", ("dose", "no")),
    ]
    store, documents = assistant._documents.store, assistant._documents.ids
    together = store.search_many(lookups, 3, sources=documents)
    alone = [store.search(one.query, 3, sources=documents, must_mention=one.must_mention) for one in lookups]
    assert [[p.id for p in own] for own in together] == [[p.id for p in own] for own in alone]
    assert together[2] == [] and together[0] and together[1]

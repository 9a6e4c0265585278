"""General notes: quoted where nothing else speaks for an arrow, and never more than quoted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from tools.errors import KnowledgeError
from tools.knowledge.documents import SOURCE, general_notes
from tools.knowledge.statements.sides import load_cues


@pytest.fixture(scope="module")
def clinic() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    age = rng.normal(50, 10, 400)
    ward = rng.normal(size=400)
    smoking = (rng.normal(size=400) + (age - 50) / 10 > 0).astype(int)
    weight = 70 + 0.1 * age + ward - 2 * smoking + rng.normal(size=400)
    return pd.DataFrame({"age": age, "ward": ward, "smoking": smoking, "weight": weight})


def sources(answer) -> dict[tuple[str, str], list[str]]:
    return {(edge.cause, edge.effect): [s.kind for s in edge.sources] for edge in answer.graph.edges}


def effect(frame, **options):
    return Assistant(frame, **options).effect("smoking", "weight", adjust=None)


def test_every_note_states_a_cause():
    fields = {note.source for note in general_notes()}
    assert len(fields) == 7 and all(source.startswith(SOURCE) for source in fields)
    cues = (*load_cues().infixes, *load_cues().frames)
    dumb = [note.text for note in general_notes() if not any(cue.pattern.search(note.text) for cue in cues)]
    assert dumb == []


def test_arrows_cite_a_general_note_or_say_that_they_are_assumed(clinic):
    description = "age: years at baseline\nward: score at baseline\nsmoking: smokes\nweight: kg at the end"
    table = Assistant(clinic, description=description)
    answer = table.effect("smoking", "weight", adjust=["age", "ward"])
    cited = {passage.id for passage in answer.citations}
    for edge in answer.graph.edges:
        if edge.cause in ("age", "ward"):
            kinds = {source.kind for source in edge.sources}
            assert kinds & {"user", "document", "general", "assumption"}
            assert all(s.passage in cited for s in edge.sources if s.passage)


def test_the_notes_never_decide(clinic):
    default, without = effect(clinic), effect(clinic, general_knowledge=False)
    assert default.design == without.design and default.estimate.value == without.estimate.value
    assert not any("general" in kinds for kinds in sources(without).values())
    for edge, kinds in sources(default).items():
        if "general" in kinds:
            assert edge in sources(without)


def test_a_note_is_quoted_for_the_arrow_it_states():
    from assistant.graphs.passages import with_general_knowledge
    from assistant.types import GraphProposal
    from tools.data import open_table, profile_table
    from tools.graphs import build_graph
    from tools.types import Edge, EdgeSource

    timing = (EdgeSource("timing", "age comes first"),)
    pairs = [("age", "weight"), ("ward", "weight")]
    edges = [Edge(*pair, 0.7, timing) for pair in pairs]
    frame = pd.DataFrame({"age": [1.0, 2.0], "ward": [3.0, 4.0], "weight": [5.0, 6.0]})
    profile = profile_table(open_table(frame), "")
    bare = GraphProposal(build_graph(("age", "ward", "weight"), edges), ())
    found = with_general_knowledge(bare, profile, None)
    by_pair = {(edge.cause, edge.effect): edge for edge in found.graph.edges}
    assert [s.kind for s in by_pair["age", "weight"].sources] == ["timing", "general"]
    assert [s.kind for s in by_pair["ward", "weight"].sources] == ["timing", "assumption"]
    assert {edge.confidence for edge in found.graph.edges} == {0.7}
    (citation,) = found.citations
    assert citation.source == "general knowledge: Health" and "Age affects" in citation.text
    off = with_general_knowledge(bare, profile, None, use=False)
    assert {s.kind for edge in off.graph.edges for s in edge.sources} == {"timing", "assumption"}


def test_arrows_that_the_user_drew_cite_a_note_and_stay_the_users(clinic):
    drawn = "age -> smoking; age -> weight; ward -> weight; smoking -> weight"
    given, alone = (Assistant(clinic, graph=drawn, general_knowledge=use) for use in (True, False))
    graph = given.propose("smoking", "weight").graph
    by_pair = {(edge.cause, edge.effect): edge for edge in graph.edges}
    assert set(by_pair) == {(e.cause, e.effect) for e in alone.propose("smoking", "weight").graph.edges}
    kinds = {pair: [s.kind for s in edge.sources] for pair, edge in by_pair.items()}
    assert kinds["age", "weight"][0] == "user" and kinds["age", "weight"][-1] == "general"
    # An arrow that the user drew is never called assumed.
    assert not any("assumption" in of_arrow for of_arrow in kinds.values())
    assert "general" not in kinds["ward", "weight"]
    assert {edge.confidence for edge in graph.edges} == {1.0}
    cited = {passage.id for passage in given.propose("smoking", "weight").citations}
    assert by_pair["age", "weight"].sources[-1].passage in cited


def test_an_arrow_that_the_user_adds_to_a_proposal_cites_a_note_too(clinic):
    table = Assistant(clinic)
    table.graph.add("age", "weight")
    graph = table.propose("smoking", "weight").graph
    (edge,) = (e for e in graph.edges if (e.cause, e.effect) == ("age", "weight"))
    assert {"user", "general"} <= {s.kind for s in edge.sources} and edge.confidence == 1.0


def test_the_users_own_notes_take_their_place(tmp_path):
    (tmp_path / "mine.md").write_text("Ward affects weight.")
    (note,) = general_notes(tmp_path)
    assert note.source == "general knowledge: mine.md"
    with pytest.raises(KnowledgeError):
        general_notes(tmp_path / "none")

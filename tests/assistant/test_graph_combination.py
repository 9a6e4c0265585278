"""Claims weighed into one graph: what each source adds, what contradicts, and what the answer then says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.graphs.claims import claims_in, claims_of_documents, claims_of_model
from assistant.graphs.combination import ArrowClaim, combine
from assistant.graphs.evidence import graph_from_evidence
from tests.words import said
from tools.data import open_table, profile_table
from tools.discovery import Background
from tools.discovery.independence import independence_test
from tools.errors import GraphError, OptionError
from tools.knowledge.statements import Statement
from tools.types import EdgeSource, Passage


def claim(cause: str, effect: str, confidence: float, kind: str = "document", text: str = "") -> ArrowClaim:
    return ArrowClaim(cause, effect, confidence, EdgeSource(kind, text or f"{kind} on {cause} and {effect}"))


def arrows(graph) -> dict[tuple[str, str], float]:
    return {(edge.cause, edge.effect): edge.confidence for edge in graph.edges}


# ---------------------------------------------------------------- weighing


def test_agreeing_sources_add_up_and_a_lone_one_keeps_its_word():
    claims = [claim("a", "b", 0.8), claim("a", "b", 0.7, "timing"), claim("b", "c", 0.8)]
    drawn = arrows(combine("abc", claims).graph)
    assert drawn["b", "c"] == 0.8
    assert drawn["a", "b"] == pytest.approx(0.903, abs=0.001)  # odds 4 times odds 7/3


def test_ten_copies_of_one_passage_do_not_make_certainty():
    many = combine("ab", [claim("a", "b", 0.9, text=str(i)) for i in range(10)]).graph
    assert arrows(many)["a", "b"] < 0.96


def test_a_denied_arrow_is_left_out_or_kept_for_the_design_and_listed_either_way():
    claims = [claim("a", "b", 0.6, "timing"), claim("a", "b", 0.1)]
    out = combine("ab", claims)
    assert arrows(out.graph) == {} and "It is left out" in out.conflicts[0].text
    kept = combine("ab", claims, kept={("a", "b")})
    assert arrows(kept.graph)["a", "b"] < 0.5 and "It is drawn" in kept.conflicts[0].text


def test_of_two_directions_the_surer_is_drawn():
    found = combine("ab", [claim("a", "b", 0.9), claim("b", "a", 0.6, "model")])
    assert set(arrows(found.graph)) == {("a", "b")}
    assert "the language model" in found.conflicts[0].text


def test_a_cycle_is_broken_at_its_weakest_arrow_and_said_so():
    found = combine("abc", [claim("a", "b", 0.9), claim("b", "c", 0.9), claim("c", "a", 0.6)])
    assert set(arrows(found.graph)) == {("a", "b"), ("b", "c")}
    assert "close a cycle" in found.conflicts[0].text and "c -> a is left out" in found.conflicts[0].text


def test_the_user_is_no_witness():
    found = combine("ab", [claim("a", "b", 1.0, "user"), claim("a", "b", 0.05), claim("b", "a", 0.98)])
    assert arrows(found.graph) == {("a", "b"): 1.0}
    circle = [claim(cause, effect, 1.0, "user") for cause, effect in ("ab", "bc", "ca")]
    with pytest.raises(GraphError, match="cycle"):
        combine("abc", circle)


# ---------------------------------------------------------------- with data


def chain(rows: int = 4000, seed: int = 7) -> pd.DataFrame:
    """smoking -> tar -> cough, with noise."""
    rng = np.random.default_rng(seed)
    smoking = rng.normal(size=rows)
    tar = smoking + rng.normal(size=rows)
    return pd.DataFrame({"smoking": smoking, "tar": tar, "cough": tar + rng.normal(size=rows)})


def test_documents_give_directions_and_data_tell_direct_from_indirect():
    test = independence_test(chain())
    alone = graph_from_evidence(test)
    assert not alone.graph.edges and len(alone.undecided) == 2
    both = graph_from_evidence(test, [claim("smoking", "cough", 0.9)])
    assert set(arrows(both.graph)) == {("smoking", "tar"), ("tar", "cough")}
    assert "once tar is held fixed" in both.conflicts[0].text


def test_a_rare_effect_that_the_data_cannot_show_is_kept_on_a_documents_word():
    frame = chain().assign(rare=np.random.default_rng(2).normal(size=4000))
    both = graph_from_evidence(independence_test(frame), [claim("rare", "cough", 0.9)])
    assert ("rare", "cough") in arrows(both.graph)
    source = next(edge for edge in both.graph.edges if edge.cause == "rare").sources
    assert any(s.kind == "data" and "no clear association" in s.text for s in source)


def backwards() -> pd.DataFrame:
    """b -> c -> a."""
    rng = np.random.default_rng(0)
    b, left, right = rng.normal(size=(3, 2000))
    return pd.DataFrame({"a": b + left + right, "b": b, "c": b + left})


@pytest.mark.parametrize(
    "against",
    [
        {"claims": [claim("b", "c", 0.9), claim("c", "a", 0.9)]},  # documents that would close a circle
        {"background": Background.in_order(["b"], ["a"])},  # the order in time
        {},  # the data: a and b are apart once c is held fixed
    ],
)
def test_the_users_arrow_stands_whatever_documents_timing_and_data_say(against):
    told = [claim("a", "b", 1.0, "user"), *against.get("claims", [])]
    found = graph_from_evidence(independence_test(backwards()), told, background=against.get("background"))
    assert arrows(found.graph)["a", "b"] == 1.0
    if "background" in against:
        assert "although it is against the order" in found.conflicts[0].text
    # The mirror: no other source has such a word.
    weaker = [claim("a", "b", 0.9), *against.get("claims", [])]
    found = graph_from_evidence(independence_test(backwards()), weaker, background=against.get("background"))
    assert ("a", "b") not in arrows(found.graph)


def test_the_users_own_circle_is_refused():
    told = [claim(one, other, 1.0, "user") for one, other in ("ab", "bc", "ca")]
    with pytest.raises(GraphError, match="cycle"):
        graph_from_evidence(independence_test(backwards()), told)


# ---------------------------------------------------------------- in an answer


def clinic(rows: int = 3000, seed: int = 3) -> pd.DataFrame:
    """Frailty makes treatment and bad outcomes likelier; the treatment adds 2 points."""
    rng = np.random.default_rng(seed)
    frailty, sunshine = rng.normal(size=(2, rows))
    treated = (rng.random(rows) < 1 / (1 + np.exp(-frailty))).astype(int)
    score = 50 + 2.0 * treated - 3 * frailty + rng.normal(size=rows)
    return pd.DataFrame({"treated": treated, "score": score, "frailty": frailty, "sunshine": sunshine})


CODEBOOK = """
- `treated`: got the new therapy (1) or not (0)
- `score`: wellbeing after a year, in points
- `frailty`: frailty index at baseline, before the therapy
- `sunshine`: hours of sunshine in the month before baseline
"""
QUESTION = "What is the effect of treated on score?"


def test_every_confounder_arrow_cites_a_passage_or_is_called_assumed():
    text = CODEBOOK + "\nFrailty reduces the score. Nobody at random: frailty affects treated.\n"
    answer = Assistant(clinic(), description=text).ask(QUESTION)
    assert answer.status == "answered"
    sources = {(e.cause, e.effect): e.sources for e in answer.graph.edges}
    stated = sources["frailty", "score"]
    assert any(s.kind == "document" and "Frailty reduces the score" in s.text and s.passage for s in stated)
    assert any(s.kind == "data" and "are associated" in s.text for s in stated)
    assert any(s.kind == "assumption" for s in sources["sunshine", "score"])
    for found in sources.values():
        assert any(s.passage for s in found) or any(s.kind == "assumption" for s in found)


@pytest.mark.parametrize("text", ["Giving up cigarettes leads to weight gain.", "戒烟会导致体重增加。"])
def test_a_sentence_in_other_words_or_another_language_is_a_source_too(text):
    frame = pd.DataFrame({"qsmk": [0, 1], "wt82_71": [1.5, 2.5], "age": [40, 50]})
    meanings = "qsmk: quit smoking\nwt82_71: weight change in kg\nage: age in years"
    profile = profile_table(open_table(frame), meanings)
    (found,) = claims_of_documents([Passage("p1", "a.md", "", text)], profile)
    assert (found.cause, found.effect) == ("qsmk", "wt82_71")
    assert found.confidence >= 0.5 and found.source == EdgeSource("document", text, "p1")
    assert claims_in([Passage("p1", "a.md", "", text)], {"qsmk": [], "wt82_71": []}) == []


def test_a_sentence_that_is_hardly_about_an_arrow_does_not_speak_against_it():
    said = Statement("a", "b", None, False, False, "words", "p1", 0.3)
    (claimed,) = claims_of_model([said], [])
    assert claimed.confidence == 0.5
    (denied,) = claims_of_model([replace(said, negated=True)], [])
    assert denied.confidence == 0.5


def test_a_document_that_contradicts_the_adjustment_is_told_in_the_answer():
    text = CODEBOOK + "\nThe new therapy is known to work at once: treated reduces frailty.\n"
    answer = Assistant(clinic(), description=text).ask(QUESTION)
    assert any(("frailty" in c.text and "held fixed" in c.text) for c in answer.conflicts)
    assert answer.to_dict()["graph"]["conflicts"][0]["cause"] == "treated"
    assert ("frailty", "treated") in arrows(answer.graph)


def test_an_unmeasured_common_cause_that_a_document_names_is_drawn_and_decides():
    text = CODEBOOK + "\nThe family's support of treated patients was not recorded.\n"
    assert Assistant(clinic(), description=text).ask(QUESTION).status == "answered"
    text = CODEBOOK + "\nFamily support, which was not recorded, affects both treated and score.\n"
    answer = Assistant(clinic(), description=text).ask(QUESTION)
    assert [latent.name for latent in answer.graph.unobserved] == ["family support"]
    assert answer.status == "not_identified"
    assert "family support (not measured)" in " ".join(answer.refusal.open_paths)


def test_a_drawn_graph_is_checked_against_the_data():
    right = Assistant(clinic(), graph="frailty -> treated; frailty -> score; treated -> score")
    wrong = Assistant(clinic(), graph="treated -> score; frailty -> score")

    def check(assistant: Assistant):
        return [c for c in assistant.ask(QUESTION).checks if c.name == "graph_against_data"]

    assert check(right) == []  # claims nothing that could fail
    (found,) = check(wrong)
    assert found.passed is False and "treated and frailty are associated" in said(found.detail).replace(
        "frailty and treated", "treated and frailty"
    )
    assert "directions" in said(found.cannot_detect)
    assert "contradict" in said(wrong.graph.test(permutations=10).said)


def test_the_multiverse_shows_what_hangs_on_the_confounder():
    assistant = Assistant(clinic(), description=CODEBOOK)
    answer = assistant.ask(QUESTION)
    found = assistant.multiverse(answer)
    by_choice = {found.said(universe): universe.estimate for universe in found.universes}
    without = by_choice["without the arrow frailty -> treated"]
    assert abs(by_choice["the answer"].value - 2.0) < 4 * by_choice["the answer"].std_error
    assert abs(without.value - 2.0) > 4 * without.std_error
    assert found.span[0] <= without.value <= found.span[1]
    assert len(found.universes) <= 16 and "without the arrow frailty -> treated" in str(found)
    assert found.figure().axes and found.to_dict()["universes"][0]["choice"] == "the answer"
    with pytest.raises(OptionError, match="design"):
        assistant.multiverse(assistant.effect("treated", "score", design="randomised"))


def test_discovery_informs_and_changes_nothing():
    assistant = Assistant(clinic(), description=CODEBOOK)
    before = assistant.graph.edges
    found = assistant.discover(resamples=5)
    assert found.link("frailty", "treated") is not None
    shown = found.to_dict()
    assert shown["test"] == found.test == "partial correlation, level 0.05"
    assert shown["assumes"].startswith("No unmeasured common causes, no cycles,")
    assert str(found).startswith(f"pc: {found.test}, ")
    assert assistant.graph.edges == before
    weighed = assistant.weighed_graph()
    assert ("frailty", "score") in arrows(weighed.graph)

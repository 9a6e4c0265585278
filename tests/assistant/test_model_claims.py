"""A language model is one source among the others: weighed, contradicted, and never decisive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant import Answer, Assistant, ScriptedModel
from tests.assistant.modelled_replies import DESCRIPTION, QUESTION, WRITTEN, reply, shops

SHOPS = shops(600)


def arrow(cause: str, effect: str, confidence: float = 0.9, passage: Any = None) -> dict[str, Any]:
    said = {"reason": "so it goes", "passage": passage, "confidence": confidence}
    return {"cause": cause, "effect": effect, **said}


def assistant(*arrows: dict[str, Any], text: str = "", **options: Any) -> Assistant:
    graph = {"roles": [], "arrows": list(arrows), "unmeasured": options.pop("unmeasured", [])}
    replies = [reply(graph=graph), WRITTEN] * 2
    options = {"description": f"{DESCRIPTION}\n{text}", **options}
    return Assistant(SHOPS, model=ScriptedModel(replies), general_knowledge=False, **options)


def edge(answer: Answer, cause: str, effect: str) -> Any:
    assert answer.graph is not None
    found = [e for e in answer.graph.edges if (e.cause, e.effect) == (cause, effect)]
    return found[0] if found else None


@pytest.fixture(scope="module")
def offline() -> Answer:
    return Assistant(SHOPS, description=DESCRIPTION, general_knowledge=False).ask(QUESTION)


def test_a_claim_about_a_planned_arrow_is_weighed_with_the_other_sources(offline: Answer) -> None:
    answer = assistant(arrow("season", "sales", 0.9), arrow("season", "price", 0.2)).ask(QUESTION)
    alone, both = (edge(a, "season", "sales").confidence for a in (offline, answer))
    assert alone < both < 1.0
    assert {s.kind for s in edge(answer, "season", "sales").sources} >= {"document", "data", "model"}
    # To name an arrow is not to speak against it, however unsure the model is.
    assert edge(answer, "season", "price").confidence == edge(offline, "season", "price").confidence


def test_a_document_and_the_model_that_disagree_are_listed_and_the_surer_is_drawn() -> None:
    text = "Footfall determines the season, as the trade calls it: footfall causes season."
    answer = assistant(arrow("season", "footfall", 0.6), text=text).ask(QUESTION)
    assert edge(answer, "footfall", "season") and not edge(answer, "season", "footfall")
    (found,) = (c for c in answer.conflicts if (c.cause, c.effect) == ("season", "footfall"))
    assert "language model" in found.text and "document" in found.text


def test_a_cycle_that_the_model_closes_is_broken_at_its_weakest_arrow_and_said_so() -> None:
    text = "Footfall affects the leaflet. The leaflet affects the season."
    answer = assistant(arrow("season", "footfall", 0.6), text=text).ask(QUESTION)
    assert edge(answer, "footfall", "leaflet") and edge(answer, "leaflet", "season")
    assert edge(answer, "season", "footfall") is None
    assert any(
        "close a cycle" in c.text and "season -> footfall is left out" in c.text for c in answer.conflicts
    )


@pytest.mark.parametrize("claimed", [("returns", "sales"), ("sales", "price"), ("price", "season")])
def test_a_models_word_alone_changes_nothing_that_identification_rests_on(
    claimed: tuple[str, str], offline: Answer
) -> None:
    answer = assistant(arrow(*claimed)).ask(QUESTION)
    assert edge(answer, *claimed) is None
    (found,) = (c for c in answer.conflicts if (c.cause, c.effect) == claimed)
    assert found.text.startswith("The language model says that")
    assert answer.estimate == offline.estimate and answer.design == offline.design


def test_a_passage_that_the_model_cites_is_among_the_citations(tmp_path: Path) -> None:
    document = tmp_path / "notes.md"
    document.write_text("# Shops\n\nIn the season prices are higher, and sales with them.\n")

    def citing(prompt: str) -> dict[str, Any]:
        passage = prompt.split("<<< PASSAGE ")[1].split()[0]
        graph = {"roles": [], "arrows": [arrow("season", "footfall", 0.8, passage)], "unmeasured": []}
        return reply(graph=graph)

    asked = Assistant(
        SHOPS, description=DESCRIPTION, knowledge=document, model=ScriptedModel([citing, WRITTEN])
    )
    answer = asked.ask(QUESTION)
    (cited,) = {s.passage for s in edge(answer, "season", "footfall").sources if s.kind == "model"}
    assert cited in {passage.id for passage in answer.citations}


def test_an_unmeasured_cause_that_the_model_names_is_drawn_and_decides_only_for_the_user(
    offline: Answer,
) -> None:
    asked = assistant(unmeasured=[{"name": "advertising", "reason": "may raise both"}])
    answer = asked.ask(QUESTION)
    assert answer.graph is not None
    (latent,) = answer.graph.unobserved
    assert (latent.name, latent.affects, latent.suspected) == ("advertising", ("price", "sales"), True)
    assert answer.to_dict()["graph"]["unobserved"][0]["suspected"] is True
    assert answer.estimate == offline.estimate
    assert asked.multiverse(answer).universes[0].estimate == answer.estimate
    # The person who says that it is so is believed.
    asked.graph.add("advertising", "price")
    assert asked.ask(QUESTION).status == "not_identified"

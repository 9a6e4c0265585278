"""Stopping a question from another thread: nothing is half-answered and the assistant can be asked again."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from assistant.models import Patience, Prompt, Reply, Schema
from tools.engine.rows import FILE_TILE
from tools.errors import AskWhyError, Cancelled, ModelError


def visits() -> pd.DataFrame:
    r = np.random.default_rng(3)
    age = r.normal(40.0, 10.0, 600)
    treated = (r.random(600) < 1 / (1 + np.exp(-(age - 40) / 10))).astype(float)
    return pd.DataFrame({"age": age, "treated": treated, "score": treated + age / 10 + r.normal(size=600)})


@pytest.mark.parametrize("last", ["plan", "data", "estimate", "checks"])
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


@pytest.mark.parametrize("fallback", [None, "offline"])
def test_the_same_event_stops_the_waiting_for_a_model(fallback: str | None) -> None:
    """One way to stop: neither a fault of the model nor a reason for the offline planner to take over."""
    stop = threading.Event()

    class Slow:
        label = "slow"

        def reply(self, prompt: Prompt, schema: Schema | None = None, *, patience: Patience) -> Reply:
            threading.Timer(0.1, stop.set).start()
            while not patience.stopped():
                time.sleep(0.01)
            raise ModelError("slow was given up on request.")

    assistant = Assistant(visits(), model=Slow(), cancel=stop, fallback=fallback)
    with pytest.raises(Cancelled, match="the reply of slow"):
        assistant.ask("Does treated change the score?")
    with pytest.raises(Cancelled):
        assistant.ask("Does treated change the score?")  # until it is cleared
    assert assistant.history == ()


class SetLater(threading.Event):
    """Set when it is asked for the third time."""

    asked = 0

    def is_set(self) -> bool:
        self.asked += 1
        return self.asked >= 3


def test_one_pass_over_a_file_stops_between_batches(tmp_path: Path) -> None:
    path = tmp_path / "visits.parquet"
    long = pd.concat([visits()] * 800, ignore_index=True)
    long.to_parquet(path)
    before = threading.active_count()
    with pytest.raises(Cancelled, match=f"Stopped after {3 * FILE_TILE} rows"):
        Assistant(str(path), cancel=SetLater()).statistics("treated", "score", ["age"])
    assert threading.active_count() == before  # nobody goes on reading
    whole = Assistant(str(path), cancel=threading.Event()).statistics("treated", "score", ["age"])
    assert whole.rows == len(long)


def test_a_question_about_a_file_stops_between_estimators(tmp_path: Path) -> None:
    path = tmp_path / "visits.parquet"
    visits().to_parquet(path)
    stop = threading.Event()
    assistant = Assistant(
        str(path), progress=lambda step: stop.set() if step == "estimate" else None, cancel=stop
    )
    with pytest.raises(Cancelled, match="before this step: the estimator"):
        assistant.ask("What is the effect of treated on score?")


def test_cancelled_is_one_of_our_faults() -> None:
    assert issubclass(Cancelled, AskWhyError)

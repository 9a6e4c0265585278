"""`askwhy ask` without a question, in a real terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from pathlib import Path

import numpy as np
import pandas as pd

PATIENCE = 60.0


class Screen:
    """A process behind a pseudo-terminal."""

    def __init__(self, command: list[str]) -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, close_fds=True)
        os.close(slave)
        self.shown = ""

    def until(self, text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text not in self.shown:
            ready, _, _ = select.select([self._master], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"{text!r} never appeared in: {self.shown}"
            self.shown += os.read(self._master, 65536).decode(errors="replace")

    def type(self, line: str) -> None:
        self.shown = ""
        os.write(self._master, line.encode() + b"\n")

    def close(self) -> int:
        try:
            return self.process.wait(timeout=PATIENCE)
        finally:
            os.close(self._master)


def test_questions_are_asked_one_after_the_other_and_a_bad_one_does_not_end_it(
    tmp_path: Path, askwhy_command: list[str]
) -> None:
    rng = np.random.default_rng(11)
    drug = rng.permutation(np.repeat([0, 1], 150))
    table = tmp_path / "trial.csv"
    pd.DataFrame({"drug": drug, "pressure": 120 - 5 * drug + rng.normal(0, 4, 300)}).to_csv(
        table, index=False
    )
    said = (
        "Patients were assigned to the drug at random. drug: got the drug. pressure: blood pressure (mmHg)."
    )
    screen = Screen([*askwhy_command, "ask", "--data", str(table), "--description", said])
    screen.until("> ")
    screen.type("What would happen to the pressure if everyone got the drug?")
    screen.until("95% interval")
    screen.until("> ")
    screen.type("What would happen to the weather?")
    screen.until("> ")
    assert "95% interval" not in screen.shown
    screen.type("")
    assert screen.close() == 3  # that of the last question, which was refused


def test_the_status_is_that_of_the_last_question(tmp_path: Path, askwhy_command: list[str]) -> None:
    table = tmp_path / "trial.csv"
    drug = np.tile([0, 1], 60)
    pressure = 120 - 5 * drug + np.random.default_rng(2).normal(0, 4, 120)
    pd.DataFrame({"drug": drug, "pressure": pressure}).to_csv(table, index=False)
    said = "Patients were assigned to the drug at random. pressure: blood pressure (mmHg)."
    screen = Screen([*askwhy_command, "ask", "--data", str(table), "--description", said])
    screen.until("> ")
    screen.type("What would happen to the weather?")
    screen.until("> ")
    screen.type("What would happen to the pressure if everyone got the drug?")
    screen.until("95% interval")
    screen.until("> ")
    screen.type("")
    assert screen.close() == 0


def test_without_a_terminal_and_a_question_the_error_says_how_to_ask(
    tmp_path: Path, askwhy_command: list[str]
) -> None:
    done = subprocess.run(
        [*askwhy_command, "ask", "--data", str(tmp_path / "t.csv")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "askwhy ask QUESTION --data FILE" in done.stderr

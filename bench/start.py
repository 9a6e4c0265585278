"""What a start costs: CPU seconds of `askwhy ask` in a fresh process, against `import dowhy` alone."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from bench.measure import ROOT, Line, in_process

ROWS = 4_000
WANTED = 1.3  # times the CPU seconds of `import dowhy`
WANTED_SECOND = 0.6  # CPU seconds of a second question in the same process
FIRST, SECOND = (
    "What would happen to yield if every field got irrigation?",
    "Does hail insurance change the yield?",
)

SECOND_QUESTION = """
import os, resource, sys
os.environ["ASKWHY_HOME"] = sys.argv[1]
from assistant import Assistant

def seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime

table, first, second = sys.argv[2:]
assistant = Assistant(table)
assistant.ask(first)
start = seconds()
status = assistant.ask(second).status
found = {"seconds": seconds() - start, "answered": status == "answered"}
"""


def fields(rows: int) -> pd.DataFrame:
    """Six columns, one of them with words, and an effect of irrigation of 4."""
    random = np.random.default_rng(11)
    soil, slope = random.normal(50, 10, rows).round(1), random.normal(6, 2, rows).round(2)
    insurance, valley = random.integers(0, 2, rows), random.choice(["upper", "middle", "lower"], rows)
    chance = 1 / (1 + np.exp(-(soil - 50) / 10 + (slope - 6) / 3))
    irrigation = (random.random(rows) < chance).astype(int)
    grown = 30 + 0.4 * soil - slope + 4 * irrigation + 2 * insurance + random.normal(0, 6, rows)
    return pd.DataFrame(
        {
            "soil_quality": soil,
            "slope": slope,
            "valley": valley,
            "hail_insurance": insurance,
            "irrigation": irrigation,
            "yield": grown.round(2),
        }
    )


def cpu_seconds(*command: str, home: Path) -> float:
    """User and system seconds of a Python process and what it starts; RuntimeError where it fails."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "ASKWHY_HOME": str(home),
        "PYTHONWARNINGS": "ignore",
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *command], cwd=home, env=environment, capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"A measured process failed: {done.stderr.strip()[-500:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def start(repeats: int) -> Iterator[Line]:
    """Bar s: a first answer from the command line, and a second question in the same process.

    The least of several runs, in turns: what a busy machine adds is never negative.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        path = home / "fields.csv"
        fields(ROWS).to_csv(path, index=False)
        ask = ("-m", "ui.cli", "ask", FIRST, "--data", str(path))
        # Two starts before: they compile what is imported, and leave the encoder unpacked.
        empty, *_ = [cpu_seconds(*ask, home=home) for _ in range(2)]
        pairs = [
            (cpu_seconds(*ask, home=home), cpu_seconds("-c", "import dowhy", home=home))
            for _ in range(repeats)
        ]
        ours, theirs = (min(pair[place] for pair in pairs) for place in (0, 1))
        yield Line(
            "s",
            f"first `askwhy ask` in a process, CPU seconds; {ROWS:,} rows",
            "import dowhy, no answer",
            ours,
            theirs,
            f"{WANTED}x dowhy's CPU at most",
            ours <= WANTED * theirs,
            None,
            f"ours is {ours / theirs:.2f}x; {empty:.1f} s in a home that is used for the first time",
            theirs / ours,
        )
        second = [in_process(SECOND_QUESTION, folder, str(path), FIRST, SECOND) for _ in range(repeats)]
        if not all(found["answered"] for found in second):
            raise RuntimeError("The second question was not answered.")
        least = min(found["seconds"] for found in second)
        yield Line(
            "s",
            f"second question in the same process, CPU seconds; {ROWS:,} rows",
            "import dowhy, no answer",
            least,
            theirs,
            f"{WANTED_SECOND} s",
            least <= WANTED_SECOND,
            None,
            f"ours is {least / theirs:.2f}x",
            theirs / least,
        )

"""The chat, really served on this machine, for tests that talk to it over HTTP or with a browser."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ui.chat.session import Sessions

QUESTION = "What would happen to blood pressure if everyone got the drug?"
DESCRIPTION = (
    "Doctors decided who got the drug.\n\n"
    "- severity: how ill the patient was at enrolment, before the drug\n"
    "- age: age at enrolment (years)\n"
    "- drug: got the drug (1 yes, 0 no)\n"
    "- pressure: blood pressure eight weeks later (mmHg)\n"
)
EFFECT = -5.0


@dataclass(frozen=True)
class Served:
    address: str
    sessions: Sessions


def patients(folder: Path, name: str = "patients.csv", rows: int = 600) -> Path:
    """The sicker got the drug more often and have higher pressure: without adjustment it looks harmful."""
    rng = np.random.default_rng(5)
    severity, age = rng.normal(0, 1, rows), rng.normal(50, 8, rows)
    drug = (rng.random(rows) < 1 / (1 + np.exp(-1.5 * severity))).astype(int)
    pressure = 120 + EFFECT * drug + 8 * severity + 0.2 * age + rng.normal(0, 4, rows)
    path = folder / name
    pd.DataFrame(
        {"severity": severity.round(2), "age": age.round(1), "drug": drug, "pressure": pressure.round(1)}
    ).to_csv(path, index=False)
    return path


@contextmanager
def serving(**options: Any) -> Iterator[Served]:
    """The chat on a free port of this machine, until the block ends."""
    import uvicorn

    from ui.chat import build

    app, sessions = build(**options)
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        try:
            yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", sessions)
        finally:
            server.should_exit = True
            thread.join(20)
            sessions.close()

"""What every test runs under: its own home, no screen, and the same numbers on any machine."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import REMEDY, find_browser

ROOT = Path(__file__).resolve().parent.parent

# Parallel workers have a core each. A second thread of numpy, torch or LightGBM would turn in circles there,
# waiting for a core: more than twice the seconds. Read when those are imported, so set before.
if "PYTEST_XDIST_WORKER" in os.environ:
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(threads, "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where there is no browser its tests are left out; under CI they run, and fail for want of it."""
    if "CI" in os.environ or find_browser() is not None:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no browser on this machine"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out = sum("browser" in report.keywords for report in terminalreporter.stats.get("skipped", ()))
    if left_out:
        tests = "test of the chat was" if left_out == 1 else "tests of the chat were"
        terminalreporter.write_line(f"NO BROWSER: {left_out} {tests} LEFT OUT. {REMEDY}", red=True, bold=True)


@pytest.fixture(autouse=True, scope="session")
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is read from, or left in, the home of the person who runs the tests."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_DATA_HOME", str(home / "data"))
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        patch.setenv("ASKWHY_HOME", str(home / "askwhy"))
        patch.setenv("MPLBACKEND", "Agg")
        patch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
        patch.setenv("ANONYMIZED_TELEMETRY", "False")
        patch.delenv("ASKWHY_DEBUG", raising=False)
        # Commands that tests start must find the packages whether or not they are installed.
        patch.setenv(
            "PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
        )
        yield


@pytest.fixture(autouse=True)
def _nothing_learned() -> Iterator[None]:
    """What is learned is cited in every later answer: a test that learns does so in a home of its own."""
    yield
    learned = Path(os.environ["ASKWHY_HOME"]) / "learned"
    if learned.exists():
        learned.unlink()
        pytest.fail("This test learned in the home that all tests share. Give it its own ASKWHY_HOME.")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Only this machine answers: a test that reaches further fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])
            if host != "localhost" and not ipaddress.ip_address(host.partition("%")[0]).is_loopback:
                raise AssertionError(f"A test tried to reach {host}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def askwhy_command() -> list[str]:
    """The command line as a process of its own."""
    return [sys.executable, "-m", "ui.cli"]

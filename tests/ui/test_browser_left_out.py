"""Without a browser its tests are left out, loudly and counted; under CI they run and fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import browser
from tests.conftest import ROOT

TESTS = """
import pytest
from tests.browser import find_browser

@pytest.mark.browser
def test_of_the_browser():
    assert find_browser() is not None

def test_of_something_else():
    pass
"""


def _run(folder: Path, *options: str, path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Two tests, one of them the browser's, under our hooks and with only `path` to find programs in."""
    tests = folder / "test_two.py"
    tests.write_text(TESTS, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "PATH")}
    kept = {name: value for name, value in kept.items() if not name.startswith("PYTEST_")}
    ours = ["-q", "-c", "pyproject.toml", "-p", "tests.conftest", "-p", "no:cacheprovider", *options]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *ours, str(tests)],
        cwd=ROOT,
        env={**kept, "PATH": str(path), "PLAYWRIGHT_BROWSERS_PATH": str(folder / "none"), **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("options", [("-p", "no:xdist"), ("-n", "1")], ids=["alone", "workers"])
def test_without_a_browser_its_tests_are_left_out_and_counted(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    done = _run(tmp_path, *options, path=tmp_path)
    lines = done.stdout.strip().splitlines()
    assert done.returncode == 0, done.stdout
    assert [line for line in lines if "NO BROWSER: 1 test of the chat was LEFT OUT" in line] != []
    assert lines[-1].startswith("1 passed, 1 skipped")


def test_under_ci_a_missing_browser_is_an_error(tmp_path: Path) -> None:
    done = _run(tmp_path, "-p", "no:xdist", path=tmp_path, CI="true")
    assert done.returncode == 1
    assert done.stdout.strip().splitlines()[-1].startswith("1 failed, 1 passed")


def test_with_a_browser_nothing_is_left_out(tmp_path: Path) -> None:
    _program(tmp_path / "chromium")
    done = _run(tmp_path, "-p", "no:xdist", path=tmp_path)
    assert "LEFT OUT" not in done.stdout
    assert done.stdout.strip().splitlines()[-1].startswith("2 passed")


def test_the_systems_browser_comes_before_a_downloaded_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert browser.find_browser() is None
    downloaded = _program(tmp_path / "chromium-1255" / "chrome-linux64" / "chrome")
    assert browser.find_browser() == str(downloaded)
    system = _program(tmp_path / "bin" / "chromium")
    assert browser.find_browser() == str(system)


def test_what_is_tried_to_bring_a_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's download first; apt-get only as root; nothing once there is a browser."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    _program(tmp_path / "apt-get")
    tried: list[str] = []

    def refused(command: list[str], environment: object = None) -> bool:
        tried.append(" ".join(Path(part).name for part in command[:4]))
        return False

    def installs(command: list[str], environment: object = None) -> bool:
        if "install" in command:
            _program(tmp_path / "chromium")
        return refused(command) or True

    download, update = f"{Path(sys.executable).name} -m playwright install", "apt-get update -qq"
    monkeypatch.setattr(browser, "_succeeds", refused)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert browser.bring_browser() is None
    assert tried == [download]
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert browser.bring_browser() is None
    assert tried == [download, download, update]
    tried.clear()
    monkeypatch.setattr(browser, "_succeeds", installs)
    assert browser.bring_browser() == str(tmp_path / "chromium")
    assert tried == [download, "chromium --version"]
    tried.clear()
    assert browser.bring_browser() == str(tmp_path / "chromium")
    assert tried == []


def _program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path

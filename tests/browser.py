"""Chromium for the tests of the chat: where it is, and `python -m tests.browser`, which brings it.

Brought by Playwright's own download into the virtual environment, else by the system's package manager where
that may be used (root, with apt-get). Where neither can, the tests run without a browser; see `conftest.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 900  # seconds for a download
REMEDY = "Install it (Debian, as root: apt-get install chromium), or run: make browser"
_FOLDER = "PLAYWRIGHT_BROWSERS_PATH"
_PLACES = ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*", "chrome-win*/chrome.exe")


def find_browser() -> str | None:
    """The program to drive: the system's, else the one that was downloaded."""
    return next(_found(), None)


def _found() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    for place in _PLACES:
        yield from map(str, sorted(_downloads().glob(f"chromium-*/{place}"), reverse=True))


def _downloads() -> Path:
    """In the virtual environment, and not in a home that the tests exchange for their own."""
    return Path(os.environ.get(_FOLDER) or Path(sys.prefix) / "browsers")


def bring_browser() -> str | None:
    """Find a browser or install one; None, and a line that says so, where it cannot be had."""
    path = find_browser()
    if path is not None:
        return path
    print("Bringing a browser for the tests of the chat (once) ...", file=sys.stderr, flush=True)
    for way in (_by_playwright, _by_apt):
        way()
        path = find_browser()
        if path is not None and _succeeds([path, "--version"]):
            return path
    print(f"No browser could be brought: its tests will be left out. {REMEDY}", file=sys.stderr)
    return None


def _by_playwright() -> None:
    install = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    if not _succeeds(install, {_FOLDER: str(_downloads())}):
        return
    path = find_browser()
    if path is not None and _FOLDER not in os.environ and not _succeeds([path, "--version"]):
        # In our own folder, and lacks libraries of the system: what cannot start must not be found.
        shutil.rmtree(_downloads(), ignore_errors=True)


def _by_apt() -> None:
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if _succeeds(["apt-get", "update", "-qq"], quiet):
        _succeeds(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], quiet)


def _succeeds(command: Sequence[str], environment: dict[str, str] | None = None) -> bool:
    try:
        done = subprocess.run(
            command, env={**os.environ, **(environment or {})}, capture_output=True, timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    # Without a browser the other tests still run, so this is no failure.
    print(bring_browser() or "no browser")

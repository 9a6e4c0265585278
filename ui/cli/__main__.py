"""`python -m ui.cli`: the same as `askwhy`."""

from __future__ import annotations

from ui.cli import run

run()

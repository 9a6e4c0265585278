"""Cue files: the grammar and word lists in `assistant/cues/*.toml`, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_cues(name: str) -> dict[str, Any]:
    """The parsed file `assistant/cues/<name>.toml`. Callers must not change what they get."""
    return tomllib.loads(files("assistant").joinpath("cues", f"{name}.toml").read_text(encoding="utf-8"))

"""Cue files, read once: `language/<code>/cues/*.toml`, and `assistant/cues/*.toml` that languages share."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def cues(language: str, name: str) -> dict[str, Any]:
    """The parsed `assistant/language/<language>/cues/<name>.toml`. Callers must not change what they get."""
    file = files("assistant.language").joinpath(language, "cues", f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def load_cues(name: str) -> dict[str, Any]:
    """The parsed file `assistant/cues/<name>.toml`. Callers must not change what they get."""
    return tomllib.loads(files("assistant").joinpath("cues", f"{name}.toml").read_text(encoding="utf-8"))

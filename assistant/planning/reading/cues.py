"""Cue files, read once: `language/<code>/cues/*.toml`, and `assistant/cues/*.toml` that languages share."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.language.registry import DEFAULT
from assistant.language.registry import language as language_named


@cache
def cues(language: str, name: str) -> dict[str, Any]:
    """The parsed `language/<language>/cues/<name>.toml`; the default language's where there is none.

    Callers must not change what they get.
    """
    return language_named(language).cues(name) or language_named(DEFAULT).cues(name)


@cache
def load_cues(name: str) -> dict[str, Any]:
    """The parsed file `assistant/cues/<name>.toml`. Callers must not change what they get."""
    return tomllib.loads(files("assistant").joinpath("cues", f"{name}.toml").read_text(encoding="utf-8"))

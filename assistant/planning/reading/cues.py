"""Cue files, read once: `language/<code>/cues/*.toml`, and what is no language in `assistant/cues/*.toml`.

How a question is divided is read in its own language (`cues`). Descriptions, names of columns, amounts and
the words for what is studied are read in all languages at once (`load_cues`): a Chinese question is asked of
an English table.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.language.registry import DEFAULT, languages, until_registered
from assistant.language.registry import language as language_named
from tools.errors import OptionError


@until_registered
def cues(language: str, name: str) -> dict[str, Any]:
    """The parsed `language/<language>/cues/<name>.toml`; the default language's where there is none.

    Callers must not change what they get.
    """
    return language_named(language).cues(name) or language_named(DEFAULT).cues(name)


@cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern of a cue file; `re` itself keeps 512 patterns, and the files hold more."""
    return re.compile(pattern, flags)


@until_registered
def load_cues(name: str) -> dict[str, Any]:
    """What all languages say in their `cues/<name>.toml`, and `assistant/cues/<name>.toml`, as one file.

    Callers must not change what they get. Raises `OptionError` where a language's words have no numbers.
    """
    shared = files("assistant").joinpath("cues", f"{name}.toml")
    told = [("", tomllib.loads(shared.read_text(encoding="utf-8")) if shared.is_file() else {})]
    told += [(code, language_named(code).cues(name)) for code in languages()]
    together: dict[str, Any] = _together(told)
    for key, families in told[0][1].items():
        if isinstance(families, list):
            _check_numbers(name, key, families, together[key])
    return together


def _check_numbers(file: str, key: str, shared: list[dict[str, Any]], entries: list[dict[str, Any]]) -> None:
    """Every entry has what each of the shared file's has: a misspelt name has words and no weight."""
    needed = set.intersection(*map(set, shared))
    for entry in entries:
        if missing := sorted(needed - entry.keys()):
            raise OptionError(
                f"[[{key}]] {entry.get('name', '')!r} of a language's cues/{file}.toml has no "
                f"{', '.join(missing)}. Use a name of assistant/cues/{file}.toml, or say them there."
            )


def _together(told: Sequence[tuple[str, Any]]) -> Any:
    """What several files say under one key, each with its language's code (none: what is no language).

    Patterns become alternatives and lists are joined, by code: what is no language first. Tables are
    joined by key, and those of a list by `name`, in the order of the shared file and the default language.
    """
    first = told[0][1]
    if isinstance(first, dict):
        keys = dict.fromkeys(key for _, table in told for key in table)
        return {key: _together([(c, table[key]) for c, table in told if key in table]) for key in keys}
    said = [value for _, value in sorted(told, key=lambda part: part[0])]
    if isinstance(first, str):
        return "|".join(said)
    if not isinstance(first, list):
        return said[0]
    named: dict[str, list[tuple[str, Any]]] = {}
    for code, entries in told:
        for entry in entries:
            if isinstance(entry, dict) and "name" in entry:
                named.setdefault(entry["name"], []).append((code, entry))
    if named:
        return [{**_together(entries), "name": name} for name, entries in named.items()]
    return [entry for entries in said for entry in entries]

"""Which languages there are: one folder each, found by its `language.toml`."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from tools.errors import OptionError

__all__ = ["DEFAULT", "Language", "language", "languages"]

DEFAULT = "en"  # what is said where a language lacks a word; a test holds that none does


@dataclass(frozen=True)
class Language:
    """What differs between languages besides words and cues; all of it from `language.toml`."""

    code: str  # "en": the folder's name
    name: str  # "English", in the language itself
    locale: str  # of Babel: "en", "zh_Hans"
    between_sentences: str  # " ", or "" where sentences stand close
    full_stop: str
    sentence_ends: str  # the marks that end a sentence, this language's first
    between_clauses: str  # "; "
    between_names: str  # ", "
    before_last_name: str  # " and "
    more_names: str  # " and {more} more": a list that was cut; {more}, {count}

    @property
    def label(self) -> str:
        """How a trace names the words that were used: "words_en 3f9a1c0d"."""
        words = "\n".join(self.words())
        return f"words_{self.code} {hashlib.sha256(words.encode()).hexdigest()[:8]}"

    @property
    def folder(self) -> Traversable:
        return files("assistant.language").joinpath(self.code)

    def cues(self, name: str) -> dict[str, Any]:
        """`cues/<name>.toml`: how people say things in this language; {} where it has no such file."""
        file = self.folder.joinpath("cues", f"{name}.toml")
        return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}

    def words(self) -> Iterator[str]:
        """The Fluent resources of this language: its own, and those beside each kind of question."""
        yield from _texts(self.folder.joinpath("words"), ".ftl")
        for kind in sorted(files("assistant.kinds").iterdir(), key=lambda entry: entry.name):
            beside = kind.joinpath("words", f"{self.code}.ftl")
            if kind.is_dir() and beside.is_file():
                yield beside.read_text(encoding="utf-8")


@cache
def languages() -> tuple[str, ...]:
    """The codes of all languages, the default first."""
    root = files("assistant.language")
    codes = [entry.name for entry in root.iterdir() if entry.joinpath("language.toml").is_file()]
    return tuple(sorted(codes, key=lambda code: (code != DEFAULT, code)))


@cache
def language(code: str) -> Language:
    """Raises `OptionError` for a language that there is no folder of."""
    if code not in languages():
        raise OptionError(f"There is no language {code!r}. There are: {', '.join(languages())}.")
    text = files("assistant.language").joinpath(code, "language.toml").read_text(encoding="utf-8")
    return Language(code=code, **tomllib.loads(text)["wording"])


def _texts(folder: Traversable, suffix: str) -> Iterator[str]:
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(suffix):
            yield entry.read_text(encoding="utf-8")

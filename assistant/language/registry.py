"""Which languages there are, one folder each, found by its `language.toml`; and which one a text is in.

Folders that stand elsewhere are registered: a whole language by `register_language`, the words of a kind, a
check or a design by `register_words`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from tools.errors import OptionError

__all__ = [
    "DEFAULT",
    "Language",
    "language",
    "language_of",
    "languages",
    "register_language",
    "register_words",
    "remove_language",
    "remove_words",
    "until_registered",
]


DEFAULT = "en"  # what is said where a language lacks a word; a test holds that none does

Given = ParamSpec("Given")
Found = TypeVar("Found")
_ELSEWHERE: dict[str, Path] = {}  # code -> the folder of a language outside this one
_WORDS: list[Path] = []  # folders of <code>.ftl files outside the kinds'
_FORGET: list[Callable[[], None]] = []


def until_registered(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """`functools.cache` (or a cache of its own), emptied when a language or words come or go."""
    kept: Any = function if hasattr(function, "cache_clear") else cache(function)
    _FORGET.append(kept.cache_clear)
    return cast(Callable[Given, Found], kept)


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
    spaced: bool  # does something stand between words? Else every character is read by itself
    scripts: tuple[tuple[int, int], ...]  # code points from which a text is known to be in this language
    common_words: frozenset[str]  # or the words that are in nearly every sentence of it

    @property
    def label(self) -> str:
        """How a trace names the words that were used: "words_en 3f9a1c0d"."""
        words = "\n".join(self.words())
        return f"words_{self.code} {hashlib.sha256(words.encode()).hexdigest()[:8]}"

    @property
    def folder(self) -> Traversable:
        return _folder(self.code)

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
        for folder in _WORDS:
            file = folder / f"{self.code}.ftl"
            if file.is_file():
                yield file.read_text(encoding="utf-8")


@until_registered
def languages() -> tuple[str, ...]:
    """The codes of all languages, the default first."""
    root = files("assistant.language")
    codes = [entry.name for entry in root.iterdir() if entry.joinpath("language.toml").is_file()]
    return tuple(sorted((*codes, *_ELSEWHERE), key=lambda code: (code != DEFAULT, code)))


@until_registered
def language(code: str) -> Language:
    """Raises `OptionError` for a language that there is no folder of."""
    if code not in languages():
        raise OptionError(f"There is no language {code!r}. There are: {', '.join(languages())}.")
    text = _folder(code).joinpath("language.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    known = told.get("detect", {})
    return Language(
        code=code,
        **told["wording"],
        spaced=told.get("reading", {}).get("spaced", True),
        scripts=tuple((first, last) for first, last in known.get("scripts", ())),
        common_words=frozenset(known.get("words", ())),
    )


def register_language(folder: str | Path) -> str:
    """A language whose folder stands elsewhere; returns its code, the folder's name.

    The folder looks like those here: language.toml, words/*.ftl, cues/*.toml. What it has no words for is
    said in the default language. Raises `OptionError` for a folder without language.toml and a code that is
    taken.
    """
    home = Path(folder).absolute()
    if not home.joinpath("language.toml").is_file():
        raise OptionError(f"{home} has no language.toml. Copy one from docs/extending/language.")
    if home.name in languages():
        raise OptionError(f"There is a language {home.name!r} already. Name the folder by another code.")
    _ELSEWHERE[home.name] = home
    _changed()
    return home.name


def remove_language(code: str) -> None:
    """Take back a language that was registered."""
    del _ELSEWHERE[code]
    _changed()


def register_words(folder: str | Path) -> None:
    """Words that stand elsewhere, one <code>.ftl a language: those of a kind, check or design of your own.

    Raises `OptionError` for a folder without words in the default language.
    """
    home = Path(folder).absolute()
    if not home.joinpath(f"{DEFAULT}.ftl").is_file():
        raise OptionError(f"{home} has no {DEFAULT}.ftl, whose words every other language falls back on.")
    if home not in _WORDS:
        _WORDS.append(home)
        _changed()


def remove_words(folder: str | Path) -> None:
    """Take back words that were registered."""
    _WORDS.remove(Path(folder).absolute())
    _changed()


def _changed() -> None:
    for forget in _FORGET:
        forget()


def _folder(code: str) -> Traversable:
    return _ELSEWHERE.get(code) or files("assistant.language").joinpath(code)


def _texts(folder: Traversable, suffix: str) -> Iterator[str]:
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(suffix):
            yield entry.read_text(encoding="utf-8")


# ---------------- Which language a text is in, by what each language's folder says of itself


_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]+")


def language_of(text: str) -> str:
    """The language whose script makes up the text, else the one whose common words it holds most of.

    Signs of a script are weighed against Latin words, not letters: names of columns stay Latin.
    """
    latin = len(_LATIN.findall(text))
    written = {code: len(pattern.findall(text)) for code, pattern in _scripts().items()}
    code = max(written, key=lambda code: written[code], default=DEFAULT)
    if written.get(code) and written[code] >= latin:
        return code
    words = [word.casefold() for word in _WORD.findall(text)]
    by_words = [code for code in languages() if language(code).common_words]
    counts = {code: sum(word in language(code).common_words for word in words) for code in by_words}
    return max(counts, key=lambda code: counts[code], default=DEFAULT)  # the default stands first


@until_registered
def _scripts() -> dict[str, re.Pattern[str]]:
    """Language -> one sign of its script."""
    return {
        code: re.compile(
            "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in language(code).scripts) + "]"
        )
        for code in languages()
        if language(code).scripts
    }

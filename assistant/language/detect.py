"""Which language a text is in, by what each language's folder says of itself."""

from __future__ import annotations

import re

from assistant.language.registry import DEFAULT, language, languages, until_registered

__all__ = ["language_of"]

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

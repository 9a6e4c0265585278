"""Is a text about a result true to the result? Figures, units, direction, certainty and causal words."""

from __future__ import annotations

import re

from assistant.prose_check.claims import causes, certainty, directions
from assistant.prose_check.facts import ProseFacts
from assistant.prose_check.figures import figures
from assistant.prose_check.lexicon import compiled, words_of
from assistant.prose_check.number_words import number_words

_NAME = "name"  # stands for every column in the text that is checked


def check_prose(text: str, facts: ProseFacts) -> tuple[str, ...]:
    """What is wrong with `text`, one sentence a problem; empty when it is true to the facts.

    A quoted sentence of a check counts as a figure of that check and is not read.
    """
    words = words_of(facts.language)
    said = _without_names(text, facts)
    problems: list[str] = []
    for sentence in filter(None, (part.strip() for part in compiled(words["sentence"]).split(said))):
        problems += figures(sentence, facts, words)
        problems += number_words(sentence, facts, words)
        problems += directions(sentence, facts, words)
        problems += certainty(sentence, facts, words)
        problems += causes(sentence, facts, words)
    return tuple(dict.fromkeys(problems))


def _without_names(text: str, facts: ProseFacts) -> str:
    """Lower case, without code, quoted sentences of the tools, and with every column's name the same word."""
    said = compiled(r"```.*?```").sub(" ", text)
    for quoted in facts.verbatim:
        if quoted in said and not compiled(r"[\d.,\s-]*").fullmatch(quoted):
            said = said.replace(quoted, " ")
    for name in facts.names:
        edge = r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])"
        said = compiled(f"{edge[0]}{re.escape(name)}{edge[1]}").sub(
            f" {_NAME} " if name.isascii() else _NAME, said
        )
    said = compiled(r"\s*\(\s*\)").sub("", said)
    return compiled(r"[ \t]+").sub(" ", said.lower().replace("−", "-"))

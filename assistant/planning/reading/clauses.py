"""Question -> the ways to divide it into a cause clause and an effect clause."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from assistant.language.registry import language as language_named
from assistant.planning.reading.cues import cues
from assistant.planning.reading.grammar import Split, patterns
from assistant.planning.reading.template import Text
from assistant.planning.reading.text import is_stopword, tokens

_NO_PATTERN = -0.5  # below every pattern: taken only when the columns fit no division
_SURE = 0.7  # weight of a pattern that needs no guesses beside it
_GUESS = 0.1
_LATE = 0.3  # off a pattern's weight when a clause runs past a conjunction
_AMOUNT = re.compile(r"\d+(?:\.\d+)?[%％](?!的)")  # "减少 | 20%": a verb cut off from its amount
_MOST = 12  # divisions that are looked at; more only cost time


def split_question(question: str, language: str) -> tuple[Split, ...]:
    """The divisions, surest first; the whole question on both sides is always the last.

    Two patterns that agree on the clauses count once, with the surer pattern's weight.
    """
    text = set_population_apart(normalise(question, language), language)[0]
    units = Text(text, language_named(language).spaced)
    found: dict[tuple[str, str], Split] = {}
    for pattern in patterns(language):
        for template in pattern.templates:
            slots = template.fit(units)
            if slots is None:
                continue
            cause = _trim(slots.get("cause"), language)
            effect = _trim(slots.get("effect") or pattern.effect, language)
            if not (_is_clause(cause, language) and _is_clause(effect, language)):
                continue
            late = _is_divided(cause, language) or _is_divided(effect, language)
            split = Split(cause, effect, pattern.name, pattern.weight - (_LATE if late else 0.0))
            known = found.get((cause, effect))
            if known is None or known.weight < split.weight:
                found[cause, effect] = split
    ranked = sorted(found.values(), key=lambda split: -split.weight)[:_MOST]
    if not ranked or ranked[0].weight < _SURE:
        ranked += _everywhere(text, language)
    return (*ranked, Split(text.strip(), text.strip(), "no pattern fits", _NO_PATTERN))


def normalise(question: str, language: str) -> str:
    """Lower case, contractions written out, punctuation set apart; a blank at either end."""
    text = question.strip().lower().replace("\u2019", "'").replace("\u2018", "'")
    spaced = language_named(language).spaced
    if not spaced:
        text = re.sub(r"\s+", "", text)
    if spaced:
        text = text.rstrip("?.! ") + " "
    for written, meant in _cues(language)["normalise"].items():
        text = text.replace(written, (" " if written.startswith("n'") else "") + meant)
    if spaced:
        text = re.sub(r"((?<!\d)[,:]|[,:](?!\d)|[;?!])|\.(?=\s)", r" \1 ", text).replace("  .  ", " . ")
        text = re.sub(r'["()\[\]]', " ", text)
        text = re.sub(r"\be[-\u2010\u2011](?=[a-z])", "electronic ", text)
        return " " + " ".join(text.split()) + " "
    return text


def set_population_apart(text: str, language: str) -> tuple[str, str]:
    """("does x raise y", "women over 60") from "does x raise y among women over 60"."""
    for pattern in _cues(language)["bounds"]["population"]:
        match = re.search(pattern, text)
        if match and text[: match.start()].strip() + text[match.end() :].strip():
            blank = " " if language_named(language).spaced else ""
            return text[: match.start()] + blank + text[match.end() :].lstrip(), match[1].strip()
    return text, ""


def _everywhere(text: str, language: str) -> list[Split]:
    """A guess for questions that no pattern divides: the cause stands first, and ends at some word."""
    if not language_named(language).spaced:
        plain = text.strip(" ,")
        halves = ((plain[:place], plain[place:]) for place in range(2, len(plain) - 1))
    else:
        words = text.split()
        halves = ((" ".join(words[1:place]), " ".join(words[place:])) for place in range(2, len(words)))
    kept = (half for half in halves if all(_is_clause(part, language) for part in half))
    return [
        Split(cause, effect, "divided where the columns fit best", _GUESS)
        for cause, effect in islice(kept, _MOST)
    ]


def _trim(clause: str | None, language: str) -> str:
    """The clause without joining words at its ends and without what it is compared with."""
    clause = (clause or "").strip(" ,;.:?!")
    for word in _cues(language)["bounds"]["opens"]:
        clause = clause.removeprefix(word + " ")
    for word in _cues(language)["bounds"]["compares"]:
        before, found, _ = clause.partition(f" {word} ")
        # "voting on paper rather than online": only what stands first is meant.
        clause = before.strip(" ,;") if found and _is_clause(before, language) else clause
    if not language_named(language).spaced:
        for word in _cues(language)["bounds"]["ends"]:
            clause = clause.removesuffix(word) if len(clause) > len(word) + 1 else clause
    return clause


def _is_divided(clause: str, language: str) -> bool:
    """ "guests rate us better if we": the clause runs past a conjunction."""
    return any(word in _cues(language)["bounds"]["inner"] for word in tokens(clause))


def _is_clause(clause: str, language: str) -> bool:
    """A clause of function words ("it", "more likely") names no column; conjunctions bound none."""
    bounds: dict[str, list[str]] = _cues(language)["bounds"]
    if not language_named(language).spaced:
        return bool(clause) and not clause.startswith(tuple(bounds["starts"])) and not _AMOUNT.match(clause)
    words = tokens(clause)
    if not words or words[0] in bounds["starts"] or words[-1] in bounds["ends"]:
        return False
    return not all(map(is_stopword, words))


def _cues(language: str) -> dict[str, Any]:
    return cues(language, "clauses")

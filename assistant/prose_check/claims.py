"""Words that claim something: which way the effect goes, how sure it is, and whether it is causal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.prose_check.facts import ProseFacts
from assistant.prose_check.lexicon import compiled, found_in, negated


def directions(sentence: str, facts: ProseFacts, words: dict[str, Any]) -> Iterator[str]:
    if facts.value == 0.0 or any(compiled(pattern).search(sentence) for pattern in words["apart"][1:]):
        return
    for clause in compiled(words["clause"]).split(sentence):
        if compiled(words["apart"][0]).search(clause):
            continue
        for phrase in words["no_direction"]:
            clause = compiled(phrase).sub(" ", clause)
        clause = compiled(_about_treatment(facts.language)).sub(" ", clause)
        for wrong in _against(facts, words):
            found = compiled(rf"\b{wrong}\b" if facts.language == "en" else wrong).search(clause)
            if found and not negated(clause, found.start(), words):
                yield f"{found[0]!r} goes against the sign of the estimate."


def _against(facts: ProseFacts, words: dict[str, Any]) -> list[str]:
    """Words for the other direction; where the outcome is a time, "later" and "sooner" too."""
    other = "down" if facts.value > 0 else "up"
    timed = facts.unit is not None and compiled(words["time_units"]).fullmatch(facts.unit.lower())
    return [*words[other], *(words[f"time_{other}"] if timed else [])]


def _about_treatment(language: str) -> str:
    """ "raising the price", "a higher price": what is done, not what comes of it."""
    if language == "zh":
        return r"(?:提高|增加|降低|减少)了? ?cause"
    return (
        r"(?:rais|increas|lower|reduc|cutt|decreas)ing (?:the )?cause|(?:a )?(?:higher|lower|more|less) cause"
    )


def certainty(sentence: str, facts: ProseFacts, words: dict[str, Any]) -> Iterator[str]:
    said = sentence
    for phrase in words["unsure_but"]:
        said = said.replace(phrase, " ")
    for found in found_in(words["absolute"], said, facts.language):
        if not negated(said, found.start(), words):
            yield f"{found[0]!r} claims more than any estimate can bear."
    unsure = list(found_in(words["unsure"], said, facts.language))
    if facts.clear:
        for found in unsure:
            if not _hypothetical(said, found.start(), words):
                yield f"{found[0]!r} does not fit an interval that leaves out zero."
        return
    for found in found_in(words["absent"], said, facts.language):
        if not negated(said, found.start(), words) and not _hypothetical(said, found.start(), words):
            yield f"{found[0]!r} says that there is no effect, which no interval around zero can show."
    taken = [found.span() for found in unsure]
    for found in found_in(words["sure"], said, facts.language):
        inside = any(a <= found.start() < b for a, b in taken)
        if not inside and not negated(said, found.start(), words):
            yield f"{found[0]!r} does not fit an interval that includes zero."


def causes(sentence: str, facts: ProseFacts, words: dict[str, Any]) -> Iterator[str]:
    if facts.may_cause or any(compiled(pattern).search(sentence) for pattern in words["not_causal"]):
        return
    for found in found_in(words["causal"], sentence, facts.language):
        if not negated(sentence, found.start(), words):
            yield f"{found[0]!r} is not borne out: the interval includes zero, or a check failed."


def _hypothetical(text: str, place: int, words: dict[str, Any]) -> bool:
    """ "is compared with no effect", "how strong it would have to be for no effect"."""
    before = text[max(0, place - 40) : place]
    apart = (
        r"\b(?:rules? out|leaves out|unlike|from|against|test of|would have to|than|hypothesis of)\b[^.,:;]*$"
    )
    return compiled(apart).search(before) is not None or any(
        word in before[-6:] for word in ("区分", "排除", "不是")
    )

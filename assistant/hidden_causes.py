"""Common causes that a document names as not measured: "Stress, which was not recorded, affects both ...".

Only a sentence that names the thing, says that it was not measured, and says that it affects treatment and
outcome counts; general talk of unmeasured confounding does not. One is drawn, and the identification then
says whether the question can still be answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tools.sentences import cut_sentences
from tools.types import DataProfile, EdgeSource, Passage, Query, Unobserved

__all__ = ["hidden_causes_in"]

_VERB = r"(?:affects?|influences?|drives?|causes?|determines?|shapes?)"
_EFFECT = rf"(?:(?!not|never|hardly|no\b)\w+ )?{_VERB} (?P<both>.+)"
_NAME = r"(?:the |an? )?(?P<name>[\w' -]{2,50}?)"
_TAKEN = r"(?:measured|observed|recorded|collected)"
_MISSING = rf"(?:was|is|were|are) (?:not|never) {_TAKEN}"
_NOT_THERE = r"(?:unmeasured|unobserved|unrecorded|hidden)"
_CONFOUNDER = rf"{_NOT_THERE} (?:confounder|common cause|confounding factor) (?:of|for|between)"
_UNTOLD = (
    rf"(?:{_MISSING}|(?:nobody|no one) {_TAKEN}"
    r"|we (?:did not|could not|cannot|never) (?:measured?|observed?|recorded?))"
)
_SENTENCES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Stress, which was not recorded, affects both A and B
        rf"^{_NAME},? (?:which|that|although it|though it) {_MISSING}[^,]{{0,30}},?\s+{_EFFECT}$",
        # Stress was not recorded and affects A and B
        rf"^{_NAME} {_MISSING}[^,]{{0,30}}?,? (?:and|but|yet|though|although) (?:it |they )?{_EFFECT}$",
        # We could not measure stress, which affects A and B; there is no data on stress, which ...
        r"^(?:(?:we|they) (?:could not|did not|cannot|never) (?:measured?|observed?|recorded?|collect(?:ed)?)"
        rf"|(?:there (?:is|are|was|were) )?no data on) {_NAME},? (?:which|that) {_EFFECT}$",
        # A and B are both affected by stress, which was not recorded
        r"^(?P<both>.+?) (?:is|are|was|were) (?:both |each |also |jointly )?"
        rf"(?:affected|influenced|driven|caused|determined|shaped) by {_NAME},? (?:which|that) {_UNTOLD}\b",
        # Stress is an unmeasured confounder of A and B; an unmeasured common cause of A and B is stress
        rf"^{_NAME} (?:is|was) (?:an?|the) (?:\w+ )?{_CONFOUNDER} (?P<both>.+)$",
        rf"^(?:an?|the|one) {_CONFOUNDER} (?P<both>.+?) (?:is|was) {_NAME}\W*$",
        # Unmeasured stress affects A and B
        rf"^(?:the |an? )?{_NOT_THERE} (?P<name>[\w' -]{{2,50}}?) {_EFFECT}$",
        r"^(?:未测量|未观测|没有测量|未记录|没有记录)的(?P<name>[^,，。]{1,20}?)(?:同时|会|也)*(?:影响|决定)(?P<both>.+)$",
        r"^(?P<name>[^,，。]{1,20}?)(?:没有|未)被?(?:测量|观测|记录)[，,]?(?:但|却|而且|并且|且)?(?:同时|会|也)*"
        r"(?:影响|决定)(?P<both>.+)$",
        r"^(?P<name>[^,，。]{1,20}?)是(?P<both>.+?)的未(?:测量|观测|记录)的?(?:混杂|共同原因).*$",
    )
)
_EMPTY_NAMES = re.compile(
    r"\b(?:confound|variable|factor|cause|common|thing|other|this|that|it\b|they\b)|混杂|变量|因素|共同",
    re.IGNORECASE,
)


def hidden_causes_in(
    passages: Iterable[Passage], query: Query, profile: DataProfile
) -> tuple[Unobserved, ...]:
    """The unmeasured common causes of treatment and outcome that the passages name."""
    from tools.statements import column_synonyms
    from tools.statements.mentions import ColumnWords

    if query.treatment is None:
        return ()
    wanted = {query.treatment, query.outcome}
    synonyms = column_synonyms(profile)
    known = ColumnWords.of({name: synonyms[name] for name in wanted if name in synonyms})
    measured = {name.casefold() for name in profile.names}
    found: dict[str, Unobserved] = {}
    for passage in passages:
        for sentence in cut_sentences(" ".join(passage.text.split())):
            named = _named(sentence)
            if named is None or named[0].casefold() in measured:
                continue
            name, both = named
            if wanted <= {mention.column for mention in known.mentions(both)}:
                source = EdgeSource("document", sentence, passage.id)
                found.setdefault(name, Unobserved(name, (query.treatment, query.outcome), (source,)))
    return tuple(found.values())


def _named(sentence: str) -> tuple[str, str] | None:
    for pattern in _SENTENCES:
        match = pattern.match(sentence.strip())
        if match and not _EMPTY_NAMES.search(match["name"]):
            return match["name"].strip().lower(), match["both"]
    return None

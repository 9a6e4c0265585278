"""Common causes that a document names as not measured: "Stress, which was not recorded, affects both ...".

Only a sentence that names the thing, says that it was not measured, and says that it affects treatment and
outcome counts; general talk of unmeasured confounding does not. One is drawn, and the identification then
says
whether the question can still be answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tools.sentences import cut_sentences
from tools.types import DataProfile, EdgeSource, Passage, Query, Unobserved

__all__ = ["hidden_causes_in"]

_VERB = r"(?:affects?|influences?|drives?|causes?|determines?|shapes?)"
_SENTENCES = (
    re.compile(
        r"^(?:the |an? )?(?P<name>[\w' -]{2,50}?),? (?:which|that|although it|though it) "
        r"(?:was|is|were|are) (?:not|never) (?:measured|observed|recorded)[^,]{0,30},?\s+"
        rf"(?:\w+ )?{_VERB} (?P<both>.+)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:the |an? )?(?:unmeasured|unobserved|unrecorded) (?P<name>[\w' -]{{2,50}}?) (?:\w+ )?{_VERB} "
        r"(?P<both>.+)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:未测量|未观测|没有测量|未记录|没有记录)的(?P<name>[^,，。]{1,20}?)(?:同时|会|也)*(?:影响|决定)(?P<both>.+)$"
    ),
)
_EMPTY_NAMES = re.compile(r"\b(?:confound|variable|factor|cause|thing|other)|混杂|变量|因素", re.IGNORECASE)


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
    found: dict[str, Unobserved] = {}
    for passage in passages:
        for sentence in cut_sentences(" ".join(passage.text.split())):
            named = _named(sentence)
            if named is None or named[0] in profile:
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

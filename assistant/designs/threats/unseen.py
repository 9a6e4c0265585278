"""Outcomes that are missing because of what they are: heard in the description or the question.

"High earners did not tell", "the sickest did not return": what is missing then differs from what is seen, by
an amount that no column tells. Heard only where the table lacks outcomes.
"""

from __future__ import annotations

import re

from assistant.designs.statements import question_statements
from assistant.designs.study import Study
from assistant.designs.text import name_words, quote
from assistant.designs.threats.kinds import Threat, ThreatKind
from assistant.designs.threats.sentences import is_denied, threat_words
from tools.data.codebook import codebook_line
from tools.text.stems import terms

__all__ = ["FEW_MISSING", "asks_of_missing", "unseen_by_itself"]

FEW_MISSING = 0.03  # share of rows without an outcome up to which nothing is said of it
EITHER, HIGHER, LOWER = "either", "higher", "lower"


def unseen_by_itself(study: Study) -> Threat | None:
    """That the outcome decides who has one; `direction` tells on which side the missing ones are."""
    column = study.profile[study.outcome]
    if column.missing <= FEW_MISSING * column.rows:
        return None
    own = set(terms(f"{name_words(study.outcome)} {study.described(study.outcome)}"))
    for sentence in (*study.sentences, *question_statements(study.question), study.question):
        for part in re.split(r"[;；]", sentence):
            side = _side(study, part, own)
            if side:
                words = quote(part, 0, len(part)).rstrip(" .。;；?？")
                return Threat(ThreatKind.ATTRITION, words, 0.9, True, study.outcome, "", side)
    return None


def _side(study: Study, part: str, own: set[str]) -> str:
    """Where the part says that the outcome decides who has one: the side of those who do not; else ""."""
    said = threat_words().said
    gone = said["unseen"].search(part)
    outright = said["unseen_itself"].search(part)
    if gone is None or said["unseen_by_chance"].search(part) or (not outright and is_denied(part, gone)):
        return ""
    entry = codebook_line(part)
    about = entry.name.casefold() if entry is not None else ""
    if about and about != study.outcome.casefold() and about in map(str.casefold, study.profile.names):
        return ""
    tied = bool(own & set(terms(part))) or about == study.outcome.casefold()
    high, low = said["unseen_high"].search(part), said["unseen_low"].search(part)
    people = said["unseen_people"].search(part)
    if people or (tied and (high or low or said["unseen_extreme"].search(part))):
        return EITHER if bool(high) == bool(low) else HIGHER if high else LOWER
    return EITHER if tied and outright else ""


def asks_of_missing(question: str) -> bool:
    """Is it asked whether what is missing could change the answer?"""
    return threat_words().said["unseen_asked"].search(question) is not None

"""Sentences that say of several columns at once when they were measured.

"Age, smoking and the store's size were recorded before the treatment; visits were counted a year after it."
What is said to come before the outcome only, or after something else than the treatment, says nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.designs.study import Study
from assistant.designs.text import find_word, name_words
from tools.text.stems import stem
from tools.types import Timing

__all__ = ["Statement", "timing_statements"]

_TAKEN = (
    r"(?:asked|measured|recorded|collected|reported|surveyed|taken|assessed|observed|known|answered|obtained"
    r"|determined|registered|noted|drawn|weighed|counted|fixed|settled|decided|set|chosen|there|logged)"
)
_EARLIER = (
    r"before(?:hand)?|prior to|ahead of|in advance|at (?:the )?baseline|earlier"
    r"|at (?:the )?(?:enrol\w+|entry|intake|admission|recruitment|registration|randomi[sz]ation|outset)"
    r"|at the (?:start|beginning)"
)
_LATER = r"after(?:wards?)?|following|later|at (?:the )?(?:[\w-]+ )?follow-?\s?up|at (?:the )?end ?line"
_WHEN = rf"(?:(?P<earlier>{_EARLIER})|(?P<later>{_LATER}))\b"
# "were recorded in the week before"; no gap may leap over another word of time.
_GAP = r"(?: (?!before|after|prior|following|later|and\b|but\b)[\w'’-]+){0,5}?"
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|had been|have been|has been) (?P<denied>not |never )?"
    rf"(?:all |both |each |already )?{_TAKEN}{_GAP},? {_WHEN}",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"\b(?:we|they|staff|nurses|doctors|clerks|interviewers|the survey|the form|the register)"
    r" (?P<denied>did not |never )?"
    r"(?:ask(?:ed)?(?: for| about)?|measured?|recorded?|collect(?:ed)?|noted?|took|take)"
    rf" (?P<objects>[^.;:]{{3,300}}?),? {_WHEN}",
    re.IGNORECASE,
)
_ZH_TAKEN = r"(?:记录|测量|询问|收集|采集|登记|调查|填写|确定|测定|得知|已知|统计|存在)"
_CHINESE = re.compile(
    r"(?:都|均|皆|全部|全都)?(?P<denied>不|并非|没有|未)?(?:是)?在(?P<anchor>[^，。；;、]{0,16}?)"
    rf"(?:(?P<earlier>之前|以前|前)|(?P<later>之后|以后|后))[^，。；;、]{{0,6}}?{_ZH_TAKEN}"
)
_BREAKS = re.compile(r"[.;；。:：]|\b(?:while|whereas|but)\b", re.IGNORECASE)
_ITEMS = re.compile(r",|、|，|\band\b|\bas well as\b|以及|和|与|及", re.IGNORECASE)
_FILLER = frozenset(
    (
        "the",
        "a",
        "an",
        "each",
        "all",
        "both",
        "their",
        "its",
        "his",
        "her",
        "our",
        "of",
        "this",
        "that",
        "these",
        "those",
        "also",
        "s",
    )
)
_EVERYTHING = re.compile(
    r"\b(?:all|every) (?:of )?(?:the )?other (?:columns?|variables?|covariates?|measures?|characteristics?)\b"
    r"|\b(?:everything else|the other (?:columns|variables|covariates|characteristics))\b"
    r"|其(?:他|它|余)(?:所有|各)?(?:的)?(?:列|变量|各项|协变量|特征)",
    re.IGNORECASE,
)
# What a treatment is called where its own name is not used.
_TREATMENT = re.compile(
    r"^\W*(?:it|that|this|them|then|(?:the |any |their )?(?:\w+ )?(?:treatment|intervention|programme?|trial"
    r"|assignment|randomi[sz]ation|enrol\w+|policy|reform|campaign|offer|change|launch|start|choice|decision))\b"
    r"|治疗|干预|处理|试验|项目|政策|改革|此",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """When a column was measured, relative to the treatment, by a sentence about several columns."""

    timing: Timing  # BEFORE or AFTER
    sentence: str
    of_all: bool  # it speaks of "all other columns": what is said of this column itself goes before it


def timing_statements(study: Study) -> dict[str, Statement]:
    """The columns of which some sentence says so, with the sentence; the first one counts."""
    found: dict[str, Statement] = {}
    for sentence in study.sentences:
        for subject, timing in _clauses(study, sentence):
            for column in _named(study, subject):
                found.setdefault(column, Statement(timing, sentence[:200], False))
            if _EVERYTHING.search(subject):
                for other in study.others:
                    found.setdefault(other.name, Statement(timing, sentence[:200], True))
    return found


def _clauses(study: Study, sentence: str) -> Iterator[tuple[str, Timing]]:
    """(the words that name columns, when they were measured) for each such clause of the sentence."""
    end = 0
    for match in sorted(
        (*_PASSIVE.finditer(sentence), *_CHINESE.finditer(sentence)), key=lambda m: m.start()
    ):
        subject = _BREAKS.split(sentence[end : match.start()])[-1]
        end = match.end()
        if (timing := _timing(study, match, sentence[match.end() :])) is not None:
            yield subject, timing
    for match in _ACTIVE.finditer(sentence):
        if (timing := _timing(study, match, sentence[match.end() :])) is not None:
            yield match["objects"], timing


def _timing(study: Study, match: re.Match[str], rest: str) -> Timing | None:
    if match["denied"]:
        return None
    anchor = match.groupdict().get("anchor") or " ".join(_BREAKS.split(rest)[0].split()[:6])
    of_treatment = bool(_TREATMENT.search(anchor)) or _speaks_of(study, study.treatment, anchor)
    if match["earlier"]:
        # What came before the outcome alone may have come after the treatment.
        return None if _speaks_of(study, study.outcome, anchor) and not of_treatment else Timing.BEFORE
    return Timing.AFTER if of_treatment or not anchor.strip(" .,") else None


def _speaks_of(study: Study, column: str | None, words: str) -> bool:
    if column is None:
        return False
    if find_word(words, column) >= 0 or (not column.isascii() and column in words):
        return True
    return bool(_stems(name_words(column)) & _stems(words))


def _named(study: Study, subject: str) -> Iterator[str]:
    """The columns that an enumeration names, by their names or by the same words in other forms."""
    items = [item.strip() for item in _ITEMS.split(subject) if item.strip()]
    stems = [_stems(item) for item in items]
    for column in study.others:
        name = column.name
        own = _stems(name_words(name))
        if (
            (len(name) > 1 and any(find_word(item, name) >= 0 for item in items))
            or (not name.isascii() and any(item.endswith(name) for item in items))
            or (own and own in stems)
        ):
            yield name


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return frozenset(stem(word) for word in words if word not in _FILLER)

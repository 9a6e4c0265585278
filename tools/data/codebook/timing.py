"""When a column was measured, from the words about it and from its name."""

from __future__ import annotations

import re

from tools.data.codebook.names import narrow
from tools.text.names import name_words
from tools.types import Timing

_TAKEN = (
    r"(?:asked|measured|recorded|collected|reported|surveyed|taken|assessed|observed|known|answered|obtained"
    r"|determined|filled in|interviewed|registered|noted|drawn|weighed)"
)
# "asked before the offer": when the column itself was measured, whatever else the sentence speaks of.
_TAKEN_BEFORE = re.compile(
    rf"\b{_TAKEN}(?: \w+){{0,2}}? (?:(?:right |just |shortly )?before|prior to|ahead of"
    rf"|at (?:the )?baseline|at (?:enrol\w+"
    r"|entry|intake|admission|recruitment|registration|randomi[sz]ation)|at the (?:start|beginning"
    r"|outset))\b(?: \w+){0,3}"
    r"|在[^,。;]{1,12}(?:之前|以前|前)(?:测量|询问|记录|采集|调查|填写|收集)"
    r"|(?:测量|询问|记录|采集|调查|收集)于[^,。;]{0,12}前",
    re.IGNORECASE,
)
_TAKEN_AFTER = re.compile(
    rf"\b{_TAKEN}(?: \w+){{0,2}}? (?:(?:right |just |shortly )?after|following"
    rf"|at (?:the )?(?:[\w-]+ )?follow-?\s?up|at (?:the )?end ?line"
    r"|at the end of|at discharge)\b(?: \w+){0,3}"
    r"|在[^,。;]{1,12}(?:之后|以后|后)(?:测量|询问|记录|采集|调查|填写|收集)"
    r"|(?:测量|询问|记录|采集|调查|收集)于[^,。;]{0,12}后",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:at baseline|baseline|prior to\b(?: \w+){0,3}|prior\b(?: \w+)?|previous(?:ly)?(?: \w+)?|earlier \w+"
    r"|pre-?(?:treatment|intervention|program(?:me)?|policy|test|experiment|period|trial|study|enrol\w*"
    r"|existing"
    r"|exposure)\b"
    r"|pre-(?!tax|k\b|kinder|school|paid|order|defined|filled|industrial|sales?\b)\w+"
    r"|before (?!\(|or after|and after|tax|\d)(?:\w+ ?){1,4}|at (?:enrol\w+|entry|intake|admission"
    r"|recruitment|registration|birth)"
    r"|history of(?: \w+){1,3}|lagged|initial(?:ly)? \w+"
    r"|at the (?:start|beginning|time of (?:enrol\w+|admission|randomi[sz]ation))(?: of(?: \w+){1,3})?"
    r"|past \w+ (?:months|years)|predetermined)"
    r"|(?:基线|入院时|入组时|既往|之前|以前|(?:治疗|干预|入组|实验|试验|培训|项目|政策|手术|术|用药|服药"
    r"|处理|参与)前)",
    re.IGNORECASE,
)
# Words after "after" that speak of how a figure was worked out.
_WORKING = (
    r"(?:removing|excluding|dropping|controlling|adjust\w+|accounting|splitting|taking|applying"
    r"|correct\w+|weighting|deflating"
    r"|merging|matching|log)"
)
_MEASURE = (
    r"(?:scores?|weights?|values?|levels?|measure\w*|incomes?|earnings|results?|readings?|assessments?"
    r"|status|rates?)"
)
_AFTER = re.compile(
    r"\b(?:post-?(?:treatment|intervention|program(?:me)?|policy|test|experiment|period|trial)\b"
    r"|post-(?!threshold|cutoff|hoc|split|second|grad|doc|tax|strat|code|office|industrial|war|modern"
    r"|natal)\w+"
    r"|(?:at|during|in|by|since|until|over|from) (?:the |each )?(?:[\w-]+ ){0,2}?follow-?\s?up"
    rf"|follow-?\s?up {_MEASURE}|follow-?\s?up(?=\s*(?:$|[,;.)\]]))"
    rf"|after (?!\(|tax\b|\d|{_WORKING}\b)(?:\w+ ?){{1,4}}"
    r"|(?:primary|main|secondary|key|study|trial) outcomes?(?: of interest| variable| measure)?"
    r"|outcome (?:of interest|variable|measure)|final \w+"
    r"|changes? (?:since|from|between|over|in (?!proportion|percent|relative))(?: ?[^\W\d]\w*){1,4}"
    r"|(?:weight|score|price|income) change"
    r"|subsequent(?:ly)?(?: \w+)?|end ?line|at (?:the )?end of(?! \d)(?: \w+){1,3}|at discharge|later \w+"
    r"|(?:in the )?next \w+|\w+ later)\b"
    r"|(?:随访(?!电话|邀请|提醒|通知|预约)|之后|以后|主要结局|次要结局|结局指标|结局变量|最终"
    r"|(?:治疗|干预|入组|实验|试验|培训|项目|政策|手术|术|用药|服药|处理|参与)后)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\bchanges? (?:since|from|relative to)\b(?: \w+){0,3}|(?:较|相对|比)(?:于)?(?:基线|治疗前"
    r"|干预前)[^,。;]{0,4}变化",
    re.IGNORECASE,
)
# A period column: each row is from before or from after.
_BOTH = re.compile(
    r"\b(?:before (?:\(\d\) )?(?:or|and) after|pre-? ?(?:and|or|/) ?post|from before \(|after \(1\)"
    r"|before \(0\)"
    r"|(?:data|observation|row|record|measurement|interview)s? (?:(?:is|are|was|were) )?(?:made "
    r"|collected |recorded |taken "
    r"|from )*(?:before|after))\b|之前(?:或|还是|和)之后|前(?:或|还是|/)后",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|(?<=[A-Za-z_])\d\d(?:_\d\d)?$")
_NAME_BEFORE = frozenset(
    (
        "pre",
        "baseline",
        "base",
        "bl",
        "prior",
        "prev",
        "previous",
        "lag",
        "lagged",
        "initial",
        "history",
        "pretest",
        "基线",
    )
)
_NAME_AFTER = frozenset(
    ("followup", "fu", "endline", "final", "outcome", "posttest", "change", "next", "delta", "后", "随访")
)
_NAME_PERIOD = frozenset(("period", "time", "policy", "treatment", "treated", "year", "intervention"))


def measured(text: str, name: str) -> tuple[Timing, str | None]:
    """Before or after the treatment, with the words that say so.

    Words beat a name that says nothing; words and name, or two words, that contradict each other give
    UNKNOWN with both as evidence. A year alone is evidence but no verdict.
    """
    timing, evidence, settled = _of_text(text)
    named, named_evidence = _of_name(name)
    if settled or named is Timing.UNKNOWN or timing is named:
        return timing, evidence or named_evidence
    if timing is Timing.UNKNOWN:
        return named, named_evidence
    return Timing.UNKNOWN, f"{evidence} / {named_evidence}"


def _of_text(text: str) -> tuple[Timing, str | None, bool]:
    """Timing, evidence, and whether the words leave nothing for the name to say."""
    plain = narrow(text)
    if both := _BOTH.search(plain):
        return Timing.UNKNOWN, text[slice(*both.span())].strip(), True
    for early, late in ((_TAKEN_BEFORE, _TAKEN_AFTER), (_BEFORE, _AFTER)):
        before, after = early.search(plain), late.search(plain)
        # "change since baseline" is after: the change is what is measured.
        since = _SINCE.search(plain) if late is _AFTER else None
        if since:
            return Timing.AFTER, text[slice(*since.span())].strip(), False
        if before and after:
            found = " / ".join(text[slice(*match.span())].strip() for match in (before, after))
            return Timing.UNKNOWN, found, True
        if match := before or after:
            return Timing.BEFORE if before else Timing.AFTER, text[slice(*match.span())].strip(), False
    year = _YEAR.search(plain)
    return Timing.UNKNOWN, year[0] if year else None, False


def _of_name(name: str) -> tuple[Timing, str | None]:
    """`pre_score` is before, `score_followup` after; a year such as re78 is evidence only."""
    words = set(name_words(name))
    if len(words) > 1 and not words & _NAME_PERIOD:
        if words & _NAME_BEFORE and not words & _NAME_AFTER:
            return Timing.BEFORE, f"the name {name!r}"
        if words & (_NAME_AFTER | {"post"}) and not words & _NAME_BEFORE:
            return Timing.AFTER, f"the name {name!r}"
    year = _YEAR.search(name)
    return Timing.UNKNOWN, f"the name {name!r}" if year else None

"""Regression discontinuity: a running variable at whose cutoff the treatment jumps, by a rule that is told.

A number in a question ("within 12 months", "from 10 to 12", "over 60") is no cutoff: a sentence must say that
passing it decides who gets something, and the treatment must jump there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.designs.statements import (
    SILENT,
    Spoken,
    Verdict,
    entry_of,
    is_asserted,
    question_statements,
    statements,
)
from assistant.designs.study import Study
from assistant.designs.text import name_words, quote, split_sentences, stems
from assistant.types import DesignCandidate, Evidence
from tools.data.codebook import codebook_line
from tools.designs.tests import Jump, find_cutoff, jump, test_bandwidth
from tools.messages import Column, Message, Quantity
from tools.types import ColumnKind, ColumnProfile, DataProfile, Design, DesignKind

# ---------------- Cutoffs that a text names: "scores of at least 60", "above 20", "turning 21", "20 or more


NUMBER = r"(?P<n>-?\d{1,18}(?:[.,]\d{1,18}){0,6})\s?%?"
BOUND = re.compile(
    r"(?:\b(?:above|below|over|under|beyond|at least|at "
    r"most|(?:greater|more|less|lower|higher|fewer|larger|older|"
    r"younger|better) than|no (?:more|less|fewer) than|exceed\w*|reach\w*|within|minimum of|maximum of|"
    r"(?:threshold|cut-?off|limit|line|score)s?(?: value| score)? (?:of|at|is|was)|turn(?:s|ed|ing)?(?: "
    r"age)?|aged?|"
    r"starting (?:at|from)|from age)\s(?:or equal to |a |an |the |of )?(?:\$|€|£)?" + NUMBER + r")"
    r"|(?:"
    + NUMBER.replace("?P<n>", "?P<n2>")
    + r"\s?(?:\w{1,30}\s)?(?:or|and) (?:more|above|higher|better|older|over|greater|"
    r"less|below|lower|younger|under|fewer)\b)"
    r"|(?:(?P<n3>\d{1,18})(?:st|nd|rd|th) birthday)"
    r"|(?:(?:满|达到|超过|不低于|高于|低于|至少|不足|大于|小于|以上的)\s?(?P<n4>\d{1,18}(?:\.\d{1,18})?))"
    r"|(?:(?P<n5>\d{1,18}(?:\.\d{1,18})?)\s?(?:分|岁|元|人|名|%)?(?:及?以上|及?以下|为界))",
    re.I,
)
RANGE = re.compile(r"\s*(?:to|through|until|-|–|—|至|到)\s*\d")
# A number in a sentence is more surely a cutoff when it also says that somebody gets something, or wins.
ASSIGNS = re.compile(
    r"eligib|qualif|entitle|receiv|grant|award|priorit|target|assign|admit|admission|provid|offer|legal|allow|access|"
    r"elect|win|won|secur|threshold|cut-?off|birthday|drink|enrol|require|mandat|must|law|scholarship|获得|录取|资格|"
    r"可以|享受|补贴|发放|合法|当选|分数线|进入|门槛",
    re.I,
)


AGES = re.compile(
    r"\bturn(?:s|ed|ing)? (?:age )?\d|\bbirthday\b|\baged?\b|\byears? old\b|岁", re.I
)  # speaks of an age


@dataclass(frozen=True)
class NamedCutoff:
    value: float
    quotation: str
    sentence: str
    assigns: bool  # the sentence also says that somebody gets something, or wins

    def speaks_of(self, study: Study, column: str) -> int:
        """How many of the column's content words the sentence has; its full name counts three."""
        shared = len(stems(self.sentence) & stems(study.text(column)))
        named = re.search(rf"(?<!\w){re.escape(column)}(?!\w)", self.sentence, re.I)
        if AGES.search(self.sentence) and re.search(r"\bage", name_words(column)):
            shared += 1
        return shared + (3 if named and len(column) > 1 else 0)


def named_cutoffs(study: Study) -> list[NamedCutoff]:
    """Every cutoff that the description or a statement in the question names, in order.

    What a column is ("returned: came back within 30 days") is no rule, unless it is the treatment's entry.
    """
    found = []
    for sentence in (*study.sentences, *_ruling(study.question)):
        assigns = _gives(study, sentence)
        for value, match in read_values(sentence):
            entry = entry_of(study, sentence, match.start())
            other = entry not in (None, study.treatment) and not _RULES.search(sentence)
            if not other and is_asserted(sentence, match.start(), match.end()):
                found.append(
                    NamedCutoff(value, quote(sentence, match.start(), match.end()), sentence, assigns)
                )
    rules = {cutoff.value: cutoff for cutoff in found if cutoff.assigns}
    # "turning 21, the legal age": the question names a cutoff that the description has the rule of.
    for value, match in read_values(study.question):
        if value in rules:
            told = f"{rules[value].sentence} {study.question}"
            found.append(NamedCutoff(value, quote(study.question, match.start(), match.end()), told, True))
    return found


def _gives(study: Study, sentence: str) -> bool:
    """Does the sentence say that somebody gets something, or what becomes of the treatment?"""
    if GIVES.search(sentence) or ASSIGNS.search(sentence):
        return True
    return study.treatment is not None and bool(stems(name_words(study.treatment)) & stems(sentence))


GIVES = re.compile(r"\b(?:gets?|got|gotten|given|gives?|rules?|decid\w+)\b|得到|给予|规定", re.I)
_RULES = re.compile(
    r"eligib|qualif|entitl|\b(?:get|gets|got|receive\w*|admitted|granted|awarded)\b|资格|获得|录取|享受", re.I
)


def _ruling(question: str) -> list[str]:
    """What the person states besides the question, and only where it is a rule."""
    stated = [s for s in split_sentences(question) if not s.rstrip().endswith(("?", "？"))]
    return [s for s in (*stated, *question_statements(question)) if _RULES.search(s)]


def names_a_rule(profile: DataProfile) -> bool:
    """Does the description name a cutoff at which somebody gets something, within the range of some column?

    Then the treatment may have no column of its own: it is being past that cutoff.
    """
    numeric = [c for c in profile.columns if c.minimum is not None and c.distinct > 2]
    names = {name.casefold() for name in profile.names}
    prose = (
        sentence  # "readmitted: came back within 30 days" says what a column is, and no rule
        for sentence in split_sentences(profile.description)
        if not ((line := codebook_line(sentence)) and line.name.casefold() in names)
    )
    return any(
        column.minimum < value < (column.maximum or 0.0)
        for sentence in prose
        if ASSIGNS.search(sentence)
        for value, _ in read_values(sentence)
        for column in numeric
        if column.minimum is not None
    )


def read_values(sentence: str) -> Iterator[tuple[float, re.Match[str]]]:
    """The numbers that the sentence bounds something with, each with the words."""
    for match in BOUND.finditer(sentence):
        if RANGE.match(sentence, match.end()):
            continue  # "aged 25 to 74" says who is in the table, not where a rule starts
        value = _number(next(text for text in match.groupdict().values() if text))
        if value is not None:
            yield value, match


def _number(text: str) -> float | None:
    plain = (
        text.replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text) else text.replace(",", ".")
    )
    try:
        return float(plain)
    except ValueError:  # "1.2.3": a version or a date, not a cutoff
        return None


KIND = DesignKind.RDD
MIN_VALUES = 8  # a running variable takes at least this many values
MOST_MISSING = 0.3  # the rule that decides a treatment needs its variable for everybody
NEAR_ROWS = 5  # rows close to the cutoff on either side; fewer is a gap, not a discontinuity
JUMP_T = 4.0
JUMP_SIZE = 0.1  # of the share of the treated
PLAIN_JUMP_T = 10.0  # for a number that the text does not tie to the column
NARROW_T = 2.5  # in half the window: a steep slope looks like a jump only from afar
SHARP, FUZZY, NO_JUMP = 1.5, 0.5, -1.5  # points
NAMES_IT = 4.0  # points of words that name the running variable itself
TOLD = 2.0  # points that a cutoff needs from the words


@dataclass(frozen=True)
class Running:
    """A running variable with the cutoff that the words give it, or that the data show."""

    column: str
    cutoff: float
    points: float  # from the words
    said: bool  # does a sentence make passing it a rule?
    quotation: str = ""


def propose(study: Study, baseline: Sequence[str]) -> list[DesignCandidate]:
    """The best running variable and cutoff, whether a column records the treatment or not."""
    cues = [s for s in statements(study, KIND) if s.asserted]
    found = [
        _tested(study, running, baseline)
        for c in _candidates(study)
        for running in _along(study, c, bool(cues))
    ]
    if not found:
        return []
    best = max(found, key=lambda c: (c.accepted, c.score))
    points = best.score + sum(s.weight for s in cues)
    evidence = (*(s.evidence() for s in cues), *best.evidence)
    return [
        DesignCandidate(
            best.design, points, best.accepted and points >= TOLD, best.reason, evidence, best.told
        )
    ]


def _tested(study: Study, running: Running, baseline: Sequence[str]) -> DesignCandidate:
    design = Design(KIND, running_variable=running.column, cutoff=running.cutoff)
    verdict = test(study, design, baseline)
    reason, passed, told = (
        verdict.reason,
        verdict.passed,
        verdict.told if running.points >= NAMES_IT else None,
    )
    if passed and not running.said:
        passed, reason = False, f"{reason}; no sentence says that this is the rule by which it was given"
        slots = {"treatment": Column(study.treatment or ""), "running": Column(running.column)}
        told = Message("design-rule-unsaid", {**slots, "cutoff": Quantity(running.cutoff)})
    evidence = [Evidence("design", reason, running.points + verdict.points)]
    if running.quotation:
        evidence.append(Evidence("design", f"cutoff named: “{running.quotation}”", 0.0))
    return DesignCandidate(design, running.points + verdict.points, passed, reason, tuple(evidence), told)


def spoken(study: Study, design: Design) -> Spoken:
    """What the texts say for a rule at this cutoff of this column."""
    column = design.running_variable or ""
    if column not in study.profile:
        return SILENT
    cues = tuple(s for s in statements(study, KIND) if s.asserted)
    found = [
        r for r in _along(study, study.profile[column], bool(cues)) if r.said and r.cutoff == design.cutoff
    ]
    if not found:
        return SILENT
    best = max(found, key=lambda r: r.points)
    evidence = [s.evidence() for s in cues]
    evidence.append(Evidence("design", f"cutoff named: “{best.quotation}”", 0.0))
    return Spoken(best.points + sum(s.weight for s in cues), tuple(evidence))


def test(study: Study, design: Design, baseline: Sequence[str]) -> Verdict:
    """Does the treatment jump at the cutoff, with rows close to it on either side?"""
    column, cutoff = design.running_variable or "", design.cutoff
    values = study.numbers(column) if column in study.profile else None
    if values is None or cutoff is None:
        return Verdict(False, "there is no cutoff to test")
    if study.treatment in (None, column):
        near = jump(values, values, cutoff).near
        if near < NEAR_ROWS:
            return Verdict(False, f"only {near} rows of {column} lie near {cutoff:g} on one side", -2.0)
        return Verdict(True, f"{column} has rows on both sides of {cutoff:g}, which the text names")
    treatment = study.numbers(study.treatment or "")
    if treatment is None:
        return Verdict(False, f"{study.treatment} is no number")
    result = jump(values, treatment, cutoff)
    size = f"P({study.treatment}) changes by {result.size:+.2f} at {column} = {cutoff:g}"
    if result.near < NEAR_ROWS or _lump(study, column, result):
        return Verdict(False, f"{size}, but there are only {result.near} rows near it on one side", -2.0)
    if result.sharp:
        return Verdict(True, f"{size}: a sharp rule", SHARP)
    if abs(result.t) <= JUMP_T or abs(result.size) <= JUMP_SIZE:
        return Verdict(False, f"{size} (t {result.t:.1f}): no jump", NO_JUMP, _no_jump(study, design))
    narrow = jump(values, treatment, cutoff, 0.5 * test_bandwidth(values - cutoff))
    if narrow.size * result.size <= 0 or abs(narrow.t) < NARROW_T:
        reason = f"{size}, but not in a narrower window (t {narrow.t:.1f}): no jump"
        return Verdict(False, reason, NO_JUMP, _no_jump(study, design))
    return Verdict(True, f"{size} (t {result.t:.1f}): a fuzzy rule", FUZZY)


def _no_jump(study: Study, design: Design) -> Message:
    slots = {"treatment": Column(study.treatment or ""), "running": Column(design.running_variable or "")}
    return Message("design-no-jump", {**slots, "cutoff": Quantity(design.cutoff or 0.0)})


def _candidates(study: Study) -> list[ColumnProfile]:
    numeric = (ColumnKind.NUMBER, ColumnKind.COUNT, ColumnKind.IDENTIFIER, ColumnKind.CATEGORY)
    columns = [
        c
        for c in study.profile.columns
        if c.name != study.outcome and c.distinct >= MIN_VALUES and c.missing <= MOST_MISSING * c.rows
    ]
    return [
        c for c in columns if c.kind in numeric and c.minimum is not None and c.minimum < (c.maximum or 0)
    ]


def _along(study: Study, column: ColumnProfile, cued: bool) -> list[Running]:
    if study.treatment is None or study.treatment == column.name:
        # An amount that is asked about is a running variable only when the text speaks of a cutoff.
        return _without_treatment(study, column) if cued or study.treatment is None else []
    if study.profile[study.treatment].kind is not ColumnKind.BINARY:
        return []
    if column.kind is ColumnKind.IDENTIFIER or _counts_rows(column):
        return []  # tables are often sorted by treatment
    return [*_named(study, column), *_found(study, column, cued)]


def _named(study: Study, column: ColumnProfile) -> list[Running]:
    """Cutoffs that a sentence gives as the rule, inside the column's range."""
    low, high = column.minimum or 0.0, column.maximum or 0.0
    found = []
    for cutoff in named_cutoffs(study):
        shared = cutoff.speaks_of(study, column.name)
        if (
            low < cutoff.value < high
            and cutoff.assigns
            and (shared or _steps_at(study, column, cutoff.value))
        ):
            points = 2.5 + 0.5 * min(shared, 3)
            found.append(Running(column.name, cutoff.value, points, True, cutoff.quotation))
    return found


def _steps_at(study: Study, column: ColumnProfile, cutoff: float) -> bool:
    values, treatment = study.numbers(column.name), study.numbers(study.treatment or "")
    if values is None or treatment is None:
        return False
    result = jump(values, treatment, cutoff)
    return result.sharp or abs(result.t) > PLAIN_JUMP_T


def _found(study: Study, column: ColumnProfile, cued: bool) -> list[Running]:
    """Where the treatment is a step of this column; a rule only where the text says that one decided it."""
    values, treatment = study.numbers(column.name), study.numbers(study.treatment or "")
    if values is None or treatment is None:
        return []
    step = find_cutoff(values, treatment)
    runs = study.is_a(column.name, "running")
    if step is None or not (step.sharp or (cued and abs(step.size) > 0.3 and runs)):
        return []
    quotation = _rule_without_number(study, column)
    points = (2.0 if runs else 0.5) + (1.0 if step.sharp else -0.5)
    return [Running(column.name, step.cutoff, points, bool(quotation) or cued, quotation)]


def _rule_without_number(study: Study, column: ColumnProfile) -> str:
    """The sentence that gives the treatment by this column ("weak pupils got extra lessons"), or ""."""
    treatment = study.treatment or ""
    about = stems(study.text(treatment))
    for sentence in study.sentences:
        match = ASSIGNS.search(sentence) or GIVES.search(sentence)
        if match is None or not is_asserted(sentence, *match.span()):
            continue
        words = stems(sentence)
        entry = entry_of(study, sentence, match.start())
        if entry == treatment or (words & about and words & (stems(study.text(column.name)) - about)):
            return quote(sentence, *match.span())
    return ""


def _lump(study: Study, column: str, result: Jump) -> bool:
    """All rows of one side at one value: the treatment is made from it (any > 0), not decided by it."""
    values = study.numbers(column)
    if values is None:
        return True
    values = values[np.isfinite(values)]
    above, below = values[values >= result.cutoff], values[values < result.cutoff]
    return min(len(np.unique(above)), len(np.unique(below))) < 3


def _without_treatment(study: Study, column: ColumnProfile) -> list[Running]:
    """No column records the treatment: the rule must be named, or the column be a centred margin."""
    low, high = column.minimum or 0.0, column.maximum or 0.0
    found = []
    for cutoff in named_cutoffs(study):
        shared = cutoff.speaks_of(study, column.name)
        if cutoff.assigns and shared and low < cutoff.value < high:
            points = 2.0 + 0.5 * min(shared, 4)
            found.append(Running(column.name, cutoff.value, points, True, cutoff.quotation))
    if study.is_a(column.name, "margin"):
        inside = [value for value in (0.0, 0.5, 50.0) if low < value < high]
        found += [
            Running(column.name, value, 2.0, True, study.why(column.name, "margin")) for value in inside[:1]
        ]
    return found


def _counts_rows(column: ColumnProfile) -> bool:
    span = (column.maximum or 0) - (column.minimum or 0) + 1
    return column.kind is ColumnKind.COUNT and column.distinct == column.rows == span

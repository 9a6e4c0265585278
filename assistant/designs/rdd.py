"""Regression discontinuity: a running variable at whose cutoff the treatment jumps, or the rule for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.designs.study import Study
from assistant.designs.text import CODEBOOK_LINE, quote, split_sentences, stems
from assistant.types import DesignCandidate, Evidence
from tools.designs.cutoffs import Jump, find_cutoff, jump
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
        return shared + (3 if named and len(column) > 1 else 0)


def named_cutoffs(study: Study) -> list[NamedCutoff]:
    """Every cutoff that the description or the question names, in order."""
    found = []
    for sentence in (*study.sentences, study.question):
        assigns = ASSIGNS.search(sentence) is not None
        for value, match in _values(sentence):
            found.append(NamedCutoff(value, quote(sentence, match.start(), match.end()), sentence, assigns))
    return found


def names_a_rule(profile: DataProfile) -> bool:
    """Does the description name a cutoff at which somebody gets something, within the range of some column?

    Then the treatment may have no column of its own: it is being past that cutoff.
    """
    numeric = [c for c in profile.columns if c.minimum is not None and c.distinct > 2]
    names = {name.casefold() for name in profile.names}
    prose = (
        sentence  # "readmitted: came back within 30 days" says what a column is, and no rule
        for sentence in split_sentences(profile.description)
        if not ((line := CODEBOOK_LINE.match(sentence)) and line["name"].strip().casefold() in names)
    )
    return any(
        column.minimum < value < (column.maximum or 0.0)
        for sentence in prose
        if ASSIGNS.search(sentence)
        for value, _ in _values(sentence)
        for column in numeric
        if column.minimum is not None
    )


def _values(sentence: str) -> Iterator[tuple[float, re.Match[str]]]:
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


MIN_VALUES = 8  # a running variable takes at least this many values
MOST_MISSING = 0.3  # the rule that decides a treatment needs its variable for everybody
NEAR_ROWS = 5  # rows close to the cutoff on either side; fewer is a gap, not a discontinuity
JUMP_T = 4.0
PLAIN_JUMP_T = 10.0  # for a number that the text does not tie to the column


@dataclass(frozen=True)
class Running:
    column: str
    cutoff: float
    score: float
    accepted: bool
    why: str
    quotation: str = ""


def propose(study: Study, baseline: Sequence[str]) -> list[DesignCandidate]:
    """The best running variable and cutoff, whether a column records the treatment or not."""
    cues = study.cues(DesignKind.RDD)
    named = named_cutoffs(study)
    found = [r for c in _candidates(study) for r in _along(study, c, named, bool(cues))]
    if not found:
        return []
    best = max(found, key=lambda r: (r.accepted, r.score))
    text = sum(cue.weight for cue in cues)
    evidence = [cue.evidence() for cue in cues] + [Evidence("design", best.why, best.score)]
    if best.quotation:
        evidence.append(Evidence("design", f"cutoff named: “{best.quotation}”", 0.0))
    design = Design(DesignKind.RDD, running_variable=best.column, cutoff=best.cutoff)
    # Words of a threshold alone, about no column whose treatment jumps, are not a design.
    accepted = best.accepted and best.score + text >= 2.0
    return [DesignCandidate(design, best.score + text, accepted, best.why, tuple(evidence))]


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


def _along(study: Study, column: ColumnProfile, named: list[NamedCutoff], cued: bool) -> list[Running]:
    if study.treatment is None or study.treatment == column.name:
        # An amount that is asked about is a running variable only when the text speaks of a cutoff.
        return _without_treatment(study, column, named) if cued or study.treatment is None else []
    values, treatment = study.numbers(column.name), study.numbers(study.treatment)
    if values is None or treatment is None or study.profile[study.treatment].kind is not ColumnKind.BINARY:
        return []
    return _with_treatment(study, column, values, treatment, named, cued)


def _with_treatment(
    study: Study,
    column: ColumnProfile,
    values: np.ndarray,
    treatment: np.ndarray,
    named: list[NamedCutoff],
    cued: bool,
) -> list[Running]:
    """The treatment jumps at a named cutoff, or is a step of this column."""
    if column.kind is ColumnKind.IDENTIFIER or _counts_rows(column):
        return []  # tables are often sorted by treatment
    found = []
    low, high = column.minimum or 0.0, column.maximum or 0.0
    for cutoff in named:
        shared = cutoff.speaks_of(study, column.name)
        if low < cutoff.value < high:
            result = jump(values, treatment, cutoff.value)
            if not (result.sharp or shared or cutoff.assigns or abs(result.t) > PLAIN_JUMP_T):
                continue  # a number that has to do with neither this column nor with who is treated
            found.append(
                _judge(
                    study,
                    column.name,
                    result,
                    (2.5 if cutoff.assigns else 1.5) + 0.5 * min(shared, 3),
                    cutoff,
                )
            )
    step = find_cutoff(values, treatment)
    if step is not None and (
        step.sharp or (cued and abs(step.size) > 0.3 and study.is_a(column.name, "running"))
    ):
        points = 2.0 if study.is_a(column.name, "running") else 0.5
        found.append(_judge(study, column.name, step, points + (1.0 if step.sharp else -0.5), None))
    return [f for f in found if f is not None]


def _judge(
    study: Study, column: str, result: Jump, score: float, cutoff: NamedCutoff | None
) -> Running | None:
    size = f"P({study.treatment}) changes by {result.size:+.2f} at {column} = {result.cutoff:g}"
    quotation = cutoff.quotation if cutoff else ""
    if result.near < NEAR_ROWS or _lump(study, column, result):
        why = f"{size}, but there are only {result.near} rows near it on one side"
        return Running(column, result.cutoff, score - 2, False, why, quotation)
    if result.sharp:
        return Running(column, result.cutoff, score + 1.5, True, f"{size}: a sharp rule", quotation)
    accepted = abs(result.t) > JUMP_T and abs(result.size) > 0.1
    note = f"{size} (t {result.t:.1f}): " + ("a fuzzy rule" if accepted else "no jump")
    return Running(column, result.cutoff, score + (0.5 if accepted else -1.5), accepted, note, quotation)


def _lump(study: Study, column: str, result: Jump) -> bool:
    """All rows of one side at one value: the treatment is made from it (any > 0), not decided by it."""
    values = study.numbers(column)
    if values is None:
        return True
    values = values[np.isfinite(values)]
    above, below = values[values >= result.cutoff], values[values < result.cutoff]
    return min(len(np.unique(above)), len(np.unique(below))) < 3


def _without_treatment(study: Study, column: ColumnProfile, named: list[NamedCutoff]) -> list[Running]:
    """No column records the treatment: the rule must be named, or the column be a centred margin."""
    found = []
    low, high = column.minimum or 0.0, column.maximum or 0.0
    values = study.numbers(column.name)
    if values is None:
        return []
    for cutoff in named:
        shared = cutoff.speaks_of(study, column.name)
        if (
            cutoff.assigns
            and shared
            and low < cutoff.value < high
            and _near(values, cutoff.value) >= NEAR_ROWS
        ):
            why = f"{column.name} has rows on both sides of {cutoff.value:g}, which the text names"
            found.append(
                Running(column.name, cutoff.value, 2.0 + 0.5 * min(shared, 4), True, why, cutoff.quotation)
            )
    if study.is_a(column.name, "margin"):
        for value in (0.0, 0.5, 50.0):
            if low < value < high and _near(values, value) >= NEAR_ROWS:
                words = study.why(column.name, "margin")
                why = f"{column.name} is a margin or share (“{words}”), won at {value:g}"
                found.append(Running(column.name, value, 2.0, True, why))
                break
    return found


def _counts_rows(column: ColumnProfile) -> bool:
    span = (column.maximum or 0) - (column.minimum or 0) + 1
    return column.kind is ColumnKind.COUNT and column.distinct == column.rows == span


def _near(values: np.ndarray, cutoff: float) -> int:
    return jump(values, values, cutoff).near

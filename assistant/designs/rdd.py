"""Regression discontinuity: a running variable at whose cutoff the treatment jumps, or the rule for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.designs.cutoffs import NamedCutoff, named_cutoffs
from assistant.designs.study import Study
from assistant.types import DesignCandidate, Evidence
from tools.cutoff_tests import Jump, find_cutoff, jump
from tools.types import ColumnKind, ColumnProfile, Design, DesignKind

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

"""Randomised treatment: a sentence of random assignment of this treatment, and balance in the data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from assistant.designs.statements import (
    SILENT,
    Spoken,
    Statement,
    Verdict,
    is_asserted,
    may_be_assigned,
    speaks_of,
    statements,
)
from assistant.designs.study import Array, Study
from assistant.designs.text import grammar
from assistant.types import DesignCandidate, Evidence
from tools.designs.tests import Balance, balance
from tools.messages import Column, Message, Quantity, Quoted
from tools.types import ColumnKind, DataProfile, Design, DesignKind

KIND = DesignKind.RANDOMISED
Slot = Column | Quoted | Quantity
# A draw leaves differences of 0.1-0.2 sd in small samples, so only the joint test and the size together
# refute it (Imbens & Rubin 2015, section 14.2); far below that no draw explains any difference.
WORST_DIFFERENCE = 0.1  # standard deviations
JOINT_P = 1e-3
NO_DRAW = 1e-9  # joint p that refutes a draw whatever the size
BALANCED = 0.5  # points for baseline columns that the draw left alike
FEWEST_GROUPS = 8  # groups that were drawn as a whole; with fewer there is nothing to test

_BY_LOT = frozenset({"random assignment", "chosen at random to get it", "随机分配", "lottery"})
_FEW_LEVELS = (ColumnKind.BINARY, ColumnKind.CATEGORY)
# "Employed two years after random assignment" was not assigned.
_ELSEWHEN = re.compile(
    r"(?:\b(?:after|since|before|at|from|following|until|of|nach|seit|vor|bei|ab)\s+(?:the\s+|der\s+|dem\s+)?|在)$",
    re.IGNORECASE,
)


def propose(study: Study, baseline: Sequence[str]) -> list[DesignCandidate]:
    """One candidate when a sentence speaks of random assignment, of this treatment or of something else."""
    if study.treatment is None:
        return []
    design = Design(KIND)
    said = spoken(study, design)
    if not said.evidence:
        return []
    if said.against:
        return [DesignCandidate(design, said.points, False, said.against, said.evidence, said.told)]
    verdict = test(study, design, baseline)
    evidence = (*said.evidence, Evidence("design", verdict.finding or verdict.reason, verdict.points))
    points = said.points + verdict.points
    return [DesignCandidate(design, points, verdict.passed, verdict.reason, evidence, verdict.told)]


def drawn_by_lot(profile: DataProfile) -> frozenset[str]:
    """Columns of a few levels whose own codebook entry says that chance decided: nothing moved them."""
    cues = [cue for cue in grammar().cues if cue.name in _BY_LOT]
    found = set()
    for column in profile.columns:
        note = column.description or ""
        matches = (match for cue in cues if (match := cue.pattern.search(note)))
        if column.kind in _FEW_LEVELS and any(
            is_asserted(note, *match.span()) and not _ELSEWHEN.search(note[: match.start()])
            for match in matches
        ):
            found.add(column.name)
    return frozenset(found)


def spoken(study: Study, design: Design) -> Spoken:
    """What the texts say of the assignment of this treatment."""
    treatment = study.treatment or ""
    found = statements(study, KIND)
    if not any(s.weight > 0 for s in found):
        return SILENT
    mine = [s for s in found if s.weight > 0 and speaks_of(study, s, treatment)]
    told = [s for s in mine if s.asserted]
    denied = [s for s in mine if not s.asserted]
    against = [s for s in found if s.weight < 0 and s.asserted and _about(study, s, treatment)]
    evidence = tuple(s.evidence() for s in (*told, *against))
    if denied and not any(_plainer(study, s, denied) for s in told):
        why = f"the text does not say that {treatment} was assigned at random: “{denied[0].quotation}”"
        told_why = _message("design-not-random-denied", study, denied[0])
        return Spoken(0.0, evidence or (Evidence("design", why, 0.0),), why, told_why)
    if not told:
        return _of_another(study, [s for s in found if s.weight > 0 and s.asserted])
    if against and not any(s.ties.get(treatment) for s in told):
        why = f"the text also says how else it came about: “{against[0].quotation}”"
        return Spoken(0.0, evidence, why, _message("design-not-random-chosen", study, against[0]))
    # Two families that say the same thing are not twice the evidence.
    weights = sorted((s.weight for s in told), reverse=True)
    return Spoken(weights[0] + 0.25 * sum(weights[1:3]), evidence)


def _about(study: Study, statement: Statement, column: str) -> bool:
    """Is it said of the column, or of nothing in particular?"""
    return not statement.ties or speaks_of(study, statement, column)


def _plainer(study: Study, statement: Statement, denied: Sequence[Statement]) -> bool:
    """Does the statement name the treatment where the denials speak of the study at large?"""
    treatment = study.treatment or ""
    return statement.ties.get(treatment, 0.0) > max(s.ties.get(treatment, 0.0) for s in denied)


def _of_another(study: Study, told: Sequence[Statement]) -> Spoken:
    """Random assignment is spoken of, and not of this treatment."""
    if not told:
        return SILENT
    statement = told[0]
    assigned = [c.name for c in study.others if may_be_assigned(study, c)]
    other = next((name for name in assigned if speaks_of(study, statement, name)), None)
    if other is None:
        why = f"the text does not say that it was {study.treatment} that was assigned at random"
        return Spoken(
            0.0, (statement.evidence(),), why, _message("design-not-random-unnamed", study, statement)
        )
    why = f"what was assigned at random is {other}, not {study.treatment}: “{statement.quotation}”"
    told_why = _message("design-not-random-other", study, statement, {"other": Column(other)})
    return Spoken(0.0, (statement.evidence(),), why, told_why)


def _message(
    id: str, study: Study, statement: Statement, more: Mapping[str, Slot] = MappingProxyType({})
) -> Message:
    slots: dict[str, Slot] = {
        "treatment": Column(study.treatment or ""),
        "quotation": Quoted(statement.quotation),
    }
    return Message(id, {**slots, **more})


def test(study: Study, design: Design, baseline: Sequence[str]) -> Verdict:
    """Are the baseline columns as alike between the groups as a draw leaves them?"""
    treatments = _arms(study)
    covariates = study.matrix(baseline)
    if not treatments or covariates.shape[1] == 0:
        return Verdict(True, "random assignment is said; no baseline column to test balance on")
    results = [_balance(study, arm, covariates) for arm in treatments]
    worst = min(results, key=lambda r: (r.p_value, -r.worst_difference))
    p = min(1.0, worst.p_value * len(results))
    figures = f"joint p {p:.2g}, worst difference {worst.worst_difference:.2f} sd"
    if p < NO_DRAW or (p < JOINT_P and worst.worst_difference > WORST_DIFFERENCE):
        reason = f"said to be random, but unbalanced ({figures})"
        slots: dict[str, Slot] = {"p": Quoted(f"{p:.2g}"), "worst": Quantity(worst.worst_difference)}
        told = Message("design-unbalanced", {"treatment": Column(study.treatment or ""), **slots})
        return Verdict(False, reason, -2.5, told, f"baseline columns are not balanced: {figures}")
    reason = f"random assignment is said and baseline columns are balanced ({figures})"
    return Verdict(True, reason, BALANCED, finding=f"baseline columns are balanced: {figures}")


def _arms(study: Study) -> list[Array]:
    """The treatment as numbers; several arms of text one by one."""
    treatment = study.treatment or ""
    values = study.numbers(treatment)
    if values is not None:
        return [values]
    if study.profile[treatment].kind is not ColumnKind.CATEGORY:
        return []
    labels = study.labels(treatment)
    return [
        np.where(labels < 0, np.nan, (labels == level).astype(float))
        for level in np.unique(labels[labels >= 0])
    ]


def _balance(study: Study, arm: Array, covariates: Array) -> Balance:
    """By rows, or by the groups that were drawn as a whole (villages, schools)."""
    for column in study.others:
        if column.kind in (ColumnKind.NUMBER, ColumnKind.TIME, ColumnKind.BINARY):
            continue
        if not (column.kind is ColumnKind.IDENTIFIER or study.is_a(column.name, "unit")):
            continue
        groups = study.labels(column.name)
        count = int(groups.max()) + 1
        if not 1 < count <= len(arm) / 2 or not _constant_within(arm, groups):
            continue
        if count < max(FEWEST_GROUPS, covariates.shape[1] + 5):
            return Balance(1.0, 0.0, count)
        known = groups >= 0
        rows = np.maximum(np.bincount(groups[known], minlength=count), 1)
        sums = (np.bincount(groups[known], values[known], count) for values in covariates.T)
        first = np.unique(groups[known], return_index=True)[1]
        return balance(arm[known][first], np.column_stack([total / rows for total in sums]))
    return balance(arm, covariates)


def _constant_within(arm: Array, groups: np.ndarray) -> bool:
    keep = np.isfinite(arm) & (groups >= 0)
    if not keep.any():
        return False
    count = int(groups.max()) + 1
    sums = np.bincount(groups[keep], arm[keep], count)
    squares = np.bincount(groups[keep], arm[keep] ** 2, count)
    rows = np.maximum(np.bincount(groups[keep], minlength=count), 1)
    return bool((squares / rows - (sums / rows) ** 2).max() < 1e-9)

"""Losses that the table itself shows: arms of another size than was drawn, outcomes missing in one arm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.designs.study import as_numbers
from assistant.designs.text import split_sentences
from assistant.designs.threats.sentences import threat_words
from assistant.prose.quantities import outcome_scale
from tools.checks.battery import said_of
from tools.checks.losses import arm_sizes_p_value, lee_bounds, missing_by_arm
from tools.messages import Column, LevelOf, Message, Quantity, Slot, pure, share_of
from tools.types import Check, ColumnKind, DataProfile, DesignKind, Sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.data import Table

__all__ = ["loss_checks"]

MISMATCH = 1e-3  # p from which on a sample-ratio mismatch is one (Fabijan et al. 2019)
DIFFERENT, LEAST = 0.01, 0.02  # p, and difference of the shares that are missing
_EQUAL_ARMS = re.compile(r"\bA/B[ -]?tests?\b|A/B\s?测试", re.I)  # equal arms are what such a test means


def loss_checks(
    sample: Sample, profile: DataProfile, table: Table, *, drawn: bool = False
) -> tuple[Check, ...]:
    """Only of a two-level treatment that is asked of everybody, in an experiment or among comparable rows.

    `drawn`: the treatment is said to have been drawn, though its groups are too unlike for a draw.
    """
    query, kind = sample.query, sample.design.kind
    told = kind in (DesignKind.RANDOMISED, DesignKind.BACKDOOR)
    if query.treatment is None or query.population or not told or not sample.binary_treatment:
        return ()
    frame = table.frame([query.treatment, query.outcome])
    treated = _is(frame[query.treatment], query.high)
    keep = treated | _is(frame[query.treatment], query.low)
    arm = treated[keep].astype(np.float64)
    if not 0 < arm.sum() < len(arm):
        return ()
    outcome = as_numbers(frame[query.outcome])
    checks = []
    if (kind is DesignKind.RANDOMISED or drawn) and (check := _arm_sizes(sample, profile, table, arm)):
        checks.append(check)
    if outcome is not None and not np.isfinite(outcome[keep]).all():
        checks.append(_missing_outcomes(sample, profile, arm, outcome[keep]))
    return tuple(checks)


def _is(column: Any, level: Any) -> NDArray[np.bool_]:
    same = np.asarray(column == level, dtype=bool)
    return same if same.any() else np.asarray(column.astype(str) == str(level), dtype=bool)


def _arm_sizes(
    sample: Sample, profile: DataProfile, table: Table, treated: NDArray[np.float64]
) -> Check | None:
    """None where nobody says how large the arms were to be, or where groups of rows were drawn together."""
    if not _equal_arms(profile.description) or _drawn_in_groups(sample, profile, table):
        return None
    query = sample.query
    p = arm_sizes_p_value(treated=int(treated.sum()), rows=len(treated), share=0.5)
    slots: dict[str, Slot] = {
        "share": share_of(float(treated.mean()), 1),
        "expected": share_of(0.5, 0),
        "treatment": Column(query.treatment or ""),
        "high": LevelOf(query.treatment or "", query.high if query.high is not None else 1),
        "p": pure(p),
    }
    passed = p >= MISMATCH
    said = Message("check-arm-sizes-fine" if passed else "check-arm-sizes-found", slots)
    return _check("arm_sizes", passed, p, (said,))


def _equal_arms(description: str) -> bool:
    from assistant.designs.text import grammar

    chance = [cue for cue in grammar().cues if cue.design is DesignKind.RANDOMISED and cue.weight > 0]
    half = threat_words().said["half"]
    for sentence in split_sentences(description):
        drawn = any(cue.pattern.search(sentence) for cue in chance)
        if _EQUAL_ARMS.search(sentence) or (drawn and half.search(sentence)):
            return True
    return False


def _drawn_in_groups(sample: Sample, profile: DataProfile, table: Table) -> bool:
    """Is the treatment the same in all rows of a group of several, as where schools were drawn?"""
    if sample.design.cluster is not None:
        return True
    treatment = sample.query.treatment or ""
    kinds = (ColumnKind.IDENTIFIER, ColumnKind.CATEGORY, ColumnKind.COUNT, ColumnKind.TEXT)
    names = [
        column.name
        for column in profile.columns
        if column.kind in kinds
        and 2 < column.distinct <= column.rows / 2
        and column.name not in (treatment, sample.query.outcome)
    ]
    if not names:
        return False
    frame = table.frame([treatment, *names])
    return any(bool((frame.groupby(name)[treatment].nunique() <= 1).all()) for name in names)


def _missing_outcomes(
    sample: Sample, profile: DataProfile, treated: NDArray[np.float64], outcome: NDArray[np.float64]
) -> Check:
    query = sample.query
    found = missing_by_arm(outcome=outcome, treated=treated)
    slots: dict[str, Slot] = {
        "outcome": Column(query.outcome),
        "treatment": Column(query.treatment or ""),
        "high": LevelOf(query.treatment or "", query.high if query.high is not None else 1),
        "treated": share_of(found.treated, 1),
        "untreated": share_of(found.untreated, 1),
        "p": pure(found.p_value),
    }
    passed = found.p_value >= DIFFERENT or abs(found.treated - found.untreated) < LEAST
    said = [Message("check-missing-outcomes-fine" if passed else "check-missing-outcomes-found", slots)]
    enough = min(np.isfinite(outcome[treated == level]).sum() for level in (0, 1)) >= 20
    if not passed and sample.design.kind is DesignKind.RANDOMISED and enough:
        bounds = lee_bounds(outcome=outcome, treated=treated)
        middle, width = (bounds.lower + bounds.upper) / 2, bounds.ci_95[1] - bounds.ci_95[0]
        scale = outcome_scale(profile, query.outcome, sample.unit)
        between = Quantity(middle, bounds.ci_95, width / 4, scale)
        said.append(Message("check-missing-outcomes-bounds", {"bounds": between}))
    return _check("missing_outcomes", passed, found.p_value, tuple(said))


def _check(name: str, passed: bool, value: float, detail: tuple[Message, ...]) -> Check:
    title, purpose, cannot_detect = said_of(name)
    return Check(name, title, purpose, passed, value, cannot_detect, detail)

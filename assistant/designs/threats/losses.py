"""Losses that the table itself shows: arms of another size than was drawn, outcomes missing in one arm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.designs.study import as_numbers
from assistant.designs.text import split_sentences
from assistant.designs.threats.kinds import Threat, ThreatKind
from assistant.designs.threats.sentences import threat_words
from assistant.designs.threats.unseen import FEW_MISSING
from assistant.prose.quantities import figure, outcome_scale
from tools.checks.battery import said_of
from tools.checks.losses import Unseen, arm_sizes_p_value, lee_bounds, missing_by_arm, unseen_outcomes
from tools.errors import EstimationError
from tools.messages import Column, LevelOf, Message, Quantity, Quoted, Slot, pure, share_of
from tools.types import Check, ColumnKind, DataProfile, DesignKind, Estimate, Sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.data import Table

__all__ = ["UNSEEN_RANGES", "loss_checks"]

UNSEEN_RANGES = tuple(f"threat-unseen-range-{side}" for side in ("higher", "lower", "either"))

MISMATCH = 1e-3  # p from which on a sample-ratio mismatch is one (Fabijan et al. 2019)
_MOST_OTHERS, _MOST_LEVELS = 40, 50  # columns that tell who is seen, and levels of one of them
DIFFERENT, LEAST = 0.01, 0.02  # p, and difference of the shares that are missing
_EQUAL_ARMS = re.compile(r"\bA/B[ -]?tests?\b|A/B\s?测试", re.I)  # equal arms are what such a test means


def loss_checks(
    sample: Sample,
    profile: DataProfile,
    table: Table,
    estimate: Estimate | None = None,
    threats: Sequence[Threat] = (),
    *,
    drawn: bool = False,
) -> tuple[Check, ...]:
    """Only of a treatment that is asked of everybody; of its arms in an experiment or among comparable rows.

    With an `estimate` also what the missing outcomes could do to it, and with a threat of `threats` that
    says that the outcome decides who has one, between what it then lies. `drawn`: the treatment is said to
    have been drawn, though its groups are too unlike for a draw.
    """
    query, kind = sample.query, sample.design.kind
    if query.treatment is None or query.population:
        return ()
    told = kind in (DesignKind.RANDOMISED, DesignKind.BACKDOOR)
    frame = table.frame(list(dict.fromkeys((query.treatment, query.outcome, *_beside(sample, profile)))))
    outcome = as_numbers(frame[query.outcome])
    treated = _is(frame[query.treatment], query.high)
    keep, arm = frame[query.treatment].notna().to_numpy(), None
    if sample.binary_treatment:
        keep = treated | _is(frame[query.treatment], query.low)
        arm = treated[keep].astype(np.float64)
        if not 0 < arm.sum() < len(arm):
            return ()
    checks = []
    if (kind is DesignKind.RANDOMISED or drawn) and arm is not None:
        check = _arm_sizes(sample, profile, table, arm)
        checks += [check] if check is not None else []
    if outcome is None or np.isfinite(outcome[keep]).all():
        return tuple(checks)
    by_arm = _missing_outcomes(sample, profile, arm, outcome[keep]) if told and arm is not None else None
    doses = arm if arm is not None else as_numbers(frame[query.treatment][keep])
    if estimate is not None and np.mean(~np.isfinite(outcome[keep])) > FEW_MISSING:
        worth = _Worth(sample, profile, estimate, threats)
        by_arm = worth.check(by_arm, doses if told else None, outcome[keep], frame[keep])
    return (*checks, by_arm) if by_arm is not None else tuple(checks)


def _beside(sample: Sample, profile: DataProfile) -> list[str]:
    """Columns that may tell who is seen: those held fixed, and others with numbers or few levels."""
    taken = (sample.query.treatment, sample.query.outcome)
    names = [name for name in profile.names if name not in taken]
    held = [name for name in names if name in sample.design.adjustment_set]
    others = [
        column.name
        for column in profile.columns
        if column.name in names
        and column.name not in held
        and column.kind not in (ColumnKind.IDENTIFIER, ColumnKind.TEXT)
        and column.missing <= FEW_MISSING * column.rows
    ]
    return [*held, *others[:_MOST_OTHERS]]


class _Worth:
    """What missing outcomes could do to an estimate."""

    def __init__(
        self, sample: Sample, profile: DataProfile, estimate: Estimate, threats: Sequence[Threat]
    ) -> None:
        self.sample, self.profile, self.estimate = sample, profile, estimate
        self.scale = outcome_scale(profile, sample.query.outcome, sample.unit)
        self.reason = next((t for t in threats if t.kind is ThreatKind.ATTRITION and t.direction), None)

    def check(self, by_arm: Check | None, doses: Any, outcome: NDArray[np.float64], frame: Any) -> Check:
        query = self.sample.query
        share = float((~np.isfinite(outcome)).mean())
        about: dict[str, Slot] = {
            "outcome": Column(query.outcome),
            "treatment": Column(query.treatment or ""),
            "share": share_of(share, 1),
        }
        passed = self.reason is None and (by_arm is None or by_arm.passed is not False)
        told = () if by_arm is None else by_arm.detail
        bounds = tuple(message for message in told if message.id == "check-missing-outcomes-bounds")
        first = tuple(message for message in told if message not in bounds)
        if by_arm is None or by_arm.passed:
            first = (Message("threat-unseen-share", about),)
        found = None if doses is None else self._unseen(doses, outcome, frame)
        more = () if found is None else self._tip(found, about)
        if self.reason is not None:
            first = (*self._range(found, about), *first)
        weighted = () if found is None else self._weighted(found)
        if weighted:
            passed = False
        value = share if by_arm is None else by_arm.value
        return _check("missing_outcomes", passed, value, (*first, *more, *weighted, *bounds))

    def _unseen(self, doses: Any, outcome: NDArray[np.float64], frame: Any) -> Unseen | None:
        names = _beside(self.sample, self.profile)
        held = [name for name in names if name in self.sample.design.adjustment_set]
        try:
            return unseen_outcomes(
                outcome=outcome,
                treatment=doses,
                covariates=_columns(frame, held),
                others=_columns(frame, [name for name in names if name not in held]),
            )
        except (EstimationError, ValueError, np.linalg.LinAlgError):
            return None

    def _change(self) -> float:
        return float(self.sample.high - self.sample.low)

    def _figure(self, value: float) -> Quantity:
        return figure(self.scale, value, self.estimate)

    def _tip(self, found: Unseen, about: dict[str, Slot]) -> tuple[Message, ...]:
        """By how much the missing would have to differ for no effect, if those of one group did."""
        most = abs(found.most * self._change())
        if most <= 0.0 or found.spread <= 0.0:
            return ()
        tip = abs(self.estimate.value) / most
        slots = {**about, "tip": self._figure(tip), "ratio": Quantity(tip / found.spread, decimals=1)}
        return (
            Message("threat-unseen-tip" if self.sample.binary_treatment else "threat-unseen-tip-all", slots),
        )

    def _range(self, found: Unseen | None, about: dict[str, Slot]) -> tuple[Message, ...]:
        """Between what the effect lies where the missing are up to a standard deviation off."""
        assert self.reason is not None
        slots = {**about, "quotation": Quoted(self.reason.quotation)}
        said = Message("threat-unseen-reason", slots)
        if found is None:
            return (said,)
        ends = self.ends(found)
        between = Quantity(sum(ends) / 2, ends, self.estimate.std_error, self.scale)
        side = f"threat-unseen-range-{self.reason.direction}"
        return (said, Message(side, {**slots, "bounds": between, "delta": self._figure(found.spread)}))

    def ends(self, found: Unseen) -> tuple[float, float]:
        assert self.reason is not None
        moved = found.spread * found.moved_by * self._change()
        offsets = {"higher": (0.0, moved), "lower": (0.0, -moved)}.get(
            self.reason.direction, (-abs(moved), abs(moved))
        )
        low, high = self.estimate.ci_95
        return low + min(offsets), high + max(offsets)

    def _weighted(self, found: Unseen) -> tuple[Message, ...]:
        """Only where weighting moves the regression by more than its standard error."""
        moved = (found.weighted - found.slope) * self._change()
        error = found.std_error * abs(self._change())
        if abs(moved) <= max(error, self.estimate.std_error):
            return ()
        value = found.weighted * self._change()
        both: dict[str, Slot] = {
            "weighted": self._figure(value),
            "plain": self._figure(found.slope * self._change()),
        }
        return (Message("threat-unseen-weighted", both),)


def _columns(frame: Any, names: list[str]) -> NDArray[np.float64]:
    """(rows, k) numbers as they are, levels as one column for every level but the first; gaps by the mean."""
    import pandas as pd

    parts = [np.empty((len(frame), 0))]
    for name in names:
        values = frame[name]
        numbers = as_numbers(values)
        if numbers is not None:
            mean = float(np.nanmean(numbers)) if np.isfinite(numbers).any() else 0.0
            parts.append(np.where(np.isfinite(numbers), numbers, mean)[:, None])
        elif values.nunique() <= _MOST_LEVELS:
            parts.append(pd.get_dummies(values.astype(str), drop_first=True, dtype=float).to_numpy())
    return np.column_stack(parts)


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


def _check(name: str, passed: bool, value: float | None, detail: tuple[Message, ...]) -> Check:
    title, purpose, cannot_detect = said_of(name)
    return Check(name, title, purpose, passed, value, cannot_detect, detail)

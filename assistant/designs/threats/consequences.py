"""What follows from what a description says: evidence, roles, a hidden cause, a refusal, words.

A refusal needs a pattern that says outright what breaks every reading of the number; all else is told beside
the number, before any other doubt, with a direction where it is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.designs.threats.kinds import LEADS, Threat, ThreatKind
from assistant.designs.threats.ties import OF_A_COLUMN, mattering
from assistant.designs.threats.unseen import asks_of_missing
from assistant.types import ColumnRole, Evidence, Part, RoleKind
from tools.messages import Column, Message, Quantity, Quoted, Slot
from tools.types import Check, EdgeSource, Estimate, NotIdentified, Timing, Unobserved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.types import Plan

__all__ = [
    "as_evidence",
    "hidden_causes_told",
    "is_threat",
    "is_told",
    "left_out_by_words",
    "refusal_for",
    "told_of_columns",
    "warnings_of",
    "with_threats",
]

K = ThreatKind
MOST_SHOWN = 3  # beside the number; the warnings have them all
# The number would be no effect at all: what the words say breaks the comparison itself.
_BREAKS = frozenset({K.OUTCOME_FIRST, K.IMMORTAL_TIME, K.REVERSE_CAUSATION, K.DERIVED_TREATMENT})
# Checks that look for losses: what they find is told where the number is, bounds and all.
LOSSES = ("arm_sizes", "missing_outcomes")
_TOLD = "threat-"
_UNSEEN = "threat-unseen-"
_OF_LOSSES = ("check-arm-sizes-found", "check-missing-outcomes-found", "check-missing-outcomes-bounds")
# Sentences that go with the one before them.
_WITH_ONE_BEFORE = (
    "threat-treated",
    "threat-probably",
    "threat-beyond",
    "threat-unseen-tip",
    "threat-unseen-range-higher",
    "threat-unseen-range-lower",
    "threat-unseen-range-either",
    "threat-unseen-weighted",
    "check-missing-outcomes-bounds",
)
_PASSED = ("prose-checks-passed", "prose-checks-passed-one")


def as_evidence(threats: Iterable[Threat]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence("threat", f"{threat.kind.value}: “{threat.quotation}”", -threat.confidence)
        for threat in threats
    )


# ---------------------------------------------------------------- roles and the graph


def told_of_columns(
    threats: Sequence[Threat], roles: Sequence[ColumnRole], treatment: str | None
) -> tuple[ColumnRole, ...]:
    """The roles less the columns that the description calls consequences: holding one fixed would do harm."""
    told = {threat.column: threat for threat in threats if threat.kind in OF_A_COLUMN}
    return tuple(
        _as_consequence(role, told[role.column])
        if role.column in told and role.role is RoleKind.CONFOUNDER
        else role
        for role in roles
    )


def _as_consequence(role: ColumnRole, threat: Threat) -> ColumnRole:
    source = EdgeSource("document", threat.quotation)
    if threat.kind is K.M_BIAS:
        reason = (
            "a consequence of two hidden causes: holding it fixed would open a path between them (M-bias)"
        )
        return replace(
            role, role=RoleKind.IRRELEVANT, reason=reason, source=source, confidence=threat.confidence
        )
    reason = "the description says that it follows from the outcome"
    return replace(
        role,
        role=RoleKind.AFTER_TREATMENT,
        reason=reason,
        source=source,
        confidence=threat.confidence,
        timing=Timing.AFTER,
        timing_source=source,
    )


def hidden_causes_told(plan: Plan) -> tuple[Unobserved, ...]:
    """Common causes of treatment and outcome that the description says there are and no column holds."""
    if plan.query is None or plan.query.treatment is None or plan.design is None:
        return ()
    affects = (plan.query.treatment, plan.query.outcome)
    named = [threat for threat in mattering(plan.threats, plan.design.kind) if threat.name]
    return tuple(
        Unobserved(threat.name, affects, (EdgeSource("document", threat.quotation),)) for threat in named[:1]
    )


# ---------------------------------------------------------------- a refusal


def refusal_for(plan: Plan) -> NotIdentified | None:
    """Why there is no number, where the words say outright what makes it none.

    A person's own graph or list of columns goes before the words.
    """
    if plan.query is None or plan.design is None or plan.names_covariates or plan.graph_by_person:
        return None
    for threat in mattering(plan.threats, plan.design.kind):
        if threat.kind in _BREAKS and threat.by_pattern:
            slots = _slots(threat, plan)
            stem = threat.kind.value.replace("_", "-")
            reason = Message(f"threat-stops-{stem}", slots)
            return NotIdentified(plan.query, (reason,), (), (Message(f"threat-help-{stem}", slots),))
    return None


# ---------------------------------------------------------------- words


def warnings_of(
    plan: Plan, estimate: Estimate | None = None, checks: Iterable[Check] = (), question: str = ""
) -> tuple[Message, ...]:
    """What the description, and the losses in the table, say against the number; the surest first.

    Before all else what missing outcomes leave open, where the words say that the outcome decides who has
    one or the `question` asks for it.
    """
    if plan.design is None or plan.query is None:
        return ()
    said: list[Message] = []
    for threat in mattering(plan.threats, plan.design.kind):
        if threat.kind in OF_A_COLUMN or (threat.kind is K.ATTRITION and threat.direction):
            continue  # it is left out, which the reasons say; or the check of losses says more
        if threat.kind is K.MEASUREMENT_ERROR and not _held_fixed(threat, plan):
            continue
        stem = threat.kind.value.replace("_", "-")
        said.append(Message(f"threat-{stem}", _slots(threat, plan)))
        said += _direction(threat, plan, estimate)
    for check in checks:
        unseen = any(message.id.startswith(_UNSEEN) for message in check.detail)
        if check.name not in LOSSES or not (unseen or check.passed is False):
            continue
        first = any(message.id == f"{_UNSEEN}reason" for message in check.detail)
        asked = _asked(check.detail) if asks_of_missing(question) else ()
        said = [*asked, *check.detail, *said] if first or asked else [*said, *check.detail]
    return tuple(said)


def _asked(detail: Sequence[Message]) -> tuple[Message, ...]:
    """Yes or no: could the missing outcomes undo the effect, being a standard deviation off?"""
    reason = any(message.id == f"{_UNSEEN}reason" for message in detail)
    for message in detail:
        ratio = message.slots.get("ratio")
        if message.id.startswith(f"{_UNSEEN}tip") and isinstance(ratio, Quantity):
            return (Message(f"{_UNSEEN}{'yes' if reason or ratio.value <= 1.0 else 'no'}", message.slots),)
    return ()


def _held_fixed(threat: Threat, plan: Plan) -> bool:
    """Is the badly measured column held fixed, or the treatment itself, or none in particular?"""
    assert plan.design is not None and plan.query is not None
    return threat.column in (None, plan.query.treatment, *plan.design.adjustment_set)


def _direction(threat: Threat, plan: Plan, estimate: Estimate | None) -> tuple[Message, ...]:
    match threat.kind:
        case K.SELECTION_REASON | K.HIDDEN_CAUSE if threat.direction:
            return (Message(f"threat-treated-{threat.direction}", _slots(threat, plan)),)
        case K.INTERFERENCE if threat.direction:
            return (Message(f"threat-probably-{threat.direction}", _slots(threat, plan)),)
        case K.SELECTED_ROWS if threat.column is not None:
            return (Message("threat-probably-larger", _slots(threat, plan)),)
        case K.MEASUREMENT_ERROR if threat.column is not None and plan.query is not None:
            if threat.column == plan.query.treatment:
                return (Message("threat-probably-larger", _slots(threat, plan)),)
            return _beyond(threat, plan, estimate)
    return ()


def _beyond(threat: Threat, plan: Plan, estimate: Estimate | None) -> tuple[Message, ...]:
    """A confounder with noise is adjusted for in part: the rest of the way goes on in the same direction.

    Of one noisy confounder with classical error (Carroll et al. 2006, Measurement Error in Nonlinear Models,
    section 3.3).
    """
    if estimate is None or estimate.unadjusted is None:
        return ()
    moved = estimate.value - estimate.unadjusted
    if not math.isfinite(moved) or abs(moved) < estimate.std_error:
        return ()
    return (Message("threat-beyond-up" if moved > 0 else "threat-beyond-down", _slots(threat, plan)),)


def _slots(threat: Threat, plan: Plan) -> dict[str, Slot]:
    assert plan.query is not None
    treatment = plan.query.treatment or (plan.design.running_variable if plan.design else None) or ""
    slots: dict[str, Slot] = {
        "quotation": Quoted(threat.quotation),
        "treatment": Column(treatment),
        "outcome": Column(plan.query.outcome),
    }
    return slots | ({"column": Column(threat.column)} if threat.column else {})


def is_threat(message: Message) -> bool:
    """Does the description say it against the number?"""
    return message.id.startswith(_TOLD)


def is_told(message: Message) -> bool:
    """Is it one of these: said beside the number, whoever writes the text?"""
    return is_threat(message) or message.id in _OF_LOSSES


def left_out_by_words(plan: Plan) -> tuple[Message, ...]:
    """Why columns that the description calls consequences are not held fixed."""
    if plan.design is None:
        return ()
    return tuple(
        Message(f"threat-{threat.kind.value.replace('_', '-')}", _slots(threat, plan))
        for threat in plan.threats
        if threat.kind in OF_A_COLUMN and threat.column not in plan.design.adjustment_set
    )


def with_threats(
    parts: Mapping[Part, tuple[Message, ...]], told: Sequence[Message], left_out: Sequence[Message] = ()
) -> dict[Part, tuple[Message, ...]]:
    """The parts with what is `told` right behind the number, and no word that all is well beside it.

    Why columns are left out stands with the other reasons.
    """
    if left_out and Part.WHY in parts:
        parts = {**parts, Part.WHY: (*parts[Part.WHY], *left_out)}
    if not told:
        return dict(parts)
    first, *rest = parts[Part.HEADLINE]
    shown, count = [], 0
    for message in told:
        count += not message.id.startswith(_WITH_ONE_BEFORE)
        if count <= MOST_SHOWN:
            shown.append(message)
    checks = tuple(_beside(message, told) for message in parts.get(Part.CHECKS, ()))
    lead = [message for message in shown if message.id in LEADS]
    shown = [message for message in shown if message not in lead]
    changed = {Part.HEADLINE: (*lead, first, *shown, *rest)}
    return {**parts, **changed} | ({Part.CHECKS: checks} if checks else {})


def _beside(message: Message, told: Sequence[Message]) -> Message:
    """What is said of the checks where these stand above it: not that all is well, and nothing twice."""
    slots = dict(message.slots)
    if message.id in _PASSED:
        return Message("prose-checks-passed-told", slots)
    detail = slots.get("detail")
    if isinstance(detail, tuple):
        slots["detail"] = tuple(each for each in detail if each not in told)
    return Message(message.id, slots)

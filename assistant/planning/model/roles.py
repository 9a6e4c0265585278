"""What a model says of columns beside treatment and outcome: which are not held fixed, and which are.

A trusted model's word counts where nobody else speaks: a text that says when a column was measured goes
before it, and so does what the data show. What moves on its word alone is shown as its claim
(`Plan.on_models_word`), and the answer has the estimate both ways where they differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.planning.model.claims import Claims, RoleClaim, quoted
from assistant.planning.model.prompt import figures_in, plain_words
from assistant.planning.model.reading import TRUSTED
from assistant.types import ColumnRole, Plan, RoleKind
from tools.types import DataProfile, DesignKind, EdgeSource, Timing

__all__ = ["place_claimed"]

_LATE = ("mediator", "collider", "after_treatment")
_OUT = {
    "instrument": RoleKind.INSTRUMENT,
    "irrelevant": RoleKind.IRRELEVANT,
    **dict.fromkeys(_LATE, RoleKind.AFTER_TREATMENT),
}
# Comparisons over time and at a cutoff need no common causes, and a trial has none.
_NEEDS_CAUSES = (DesignKind.BACKDOOR, DesignKind.IV, DesignKind.FRONTDOOR)


def place_claimed(
    plan: Plan, claims: Claims, profile: DataProfile, trusted: bool
) -> tuple[Plan, tuple[str, ...]]:
    """The plan with the columns that the model takes out or brings in, and those late ones that stay.

    A column that the description, as the model quotes it, places after the treatment leaves the set whoever
    the model is.
    """
    assert plan.design is not None
    claimed = {role.column: role for role in claims.roles}
    roles: list[ColumnRole] = []
    out, stay, alone = set[str](), list[str](), list[str]()
    for role in plan.roles:
        claim = claimed.get(role.column)
        held = role.column in plan.design.adjustment_set
        if claim is None:
            roles.append(role)
        elif held and _is_late(claim) and _nobody_says(role) and _told(claim, profile):
            roles.append(_late(role, claim))
            out.add(role.column)
        elif held and trusted and _leaves(claim) and _nobody_says(role):
            roles.append(_on_word(role, claim))
            out.add(role.column)
            alone.append(role.column)
        elif trusted and not held and _comes_in(role, claim, plan.design.kind):
            roles.append(_common_cause(role, claim))
        else:
            roles.append(role)
            if held and _is_late(claim):
                stay.append(role.column)
    came = [r.column for r, was in zip(roles, plan.roles, strict=True) if r.role is not was.role]
    kept = [name for name in plan.design.adjustment_set if name not in out]
    kept += [name for name in came if name not in out]
    design = replace(plan.design, adjustment_set=tuple(kept))
    return replace(plan, roles=tuple(roles), design=design, on_models_word=tuple(alone)), tuple(stay)


def _is_late(claim: RoleClaim) -> bool:
    return claim.timing == "after" or claim.role in _LATE


def _leaves(claim: RoleClaim) -> bool:
    """Is the model sure that it is none to hold fixed, with a reason that holds no figure?"""
    sure = claim.confidence >= TRUSTED and not figures_in(claim.reason)
    return sure and (_is_late(claim) or claim.role in _OUT)


def _nobody_says(role: ColumnRole) -> bool:
    """Is it only presumed that the column was there before the treatment?"""
    if role.timing_source is not None:
        return role.timing_source.kind == "assumption"
    return role.source.kind == "assumption"


def _comes_in(role: ColumnRole, claim: RoleClaim, kind: DesignKind) -> bool:
    """A common cause by the model, that was only left out because nobody says when it was measured."""
    sure = claim.confidence >= TRUSTED and not figures_in(claim.reason)
    left_out = role.role is RoleKind.IRRELEVANT and role.source.kind == "assumption"
    return (
        sure
        and left_out
        and kind in _NEEDS_CAUSES
        and claim.role == "confounder"
        and claim.timing == "before"
        and role.timing is not Timing.AFTER
    )


def _told(claim: RoleClaim, profile: DataProfile) -> bool:
    """The quotation is in the description and speaks of the column and of time."""
    from assistant.designs.text import find_word
    from assistant.planning.timing import timing_grammar

    if not quoted(claim.evidence, profile.description) or find_word(claim.evidence, claim.column) < 0:
        return False
    return any(
        timing is Timing.AFTER and pattern.search(claim.evidence)
        for timing, _, _, pattern in timing_grammar().groups
    )


def _late(role: ColumnRole, claim: RoleClaim) -> ColumnRole:
    reason = "measured after the treatment, so the treatment may have changed it"
    source = EdgeSource("document", claim.evidence[:200])
    return ColumnRole(
        role.column, RoleKind.AFTER_TREATMENT, reason, source, claim.confidence, Timing.AFTER, source
    )


_WORDS: Mapping[RoleKind, str] = {
    RoleKind.AFTER_TREATMENT: "the model takes it to come after the treatment",
    RoleKind.INSTRUMENT: "the model takes it to move the treatment alone",
    RoleKind.IRRELEVANT: "the model takes it to be no common cause",
}


def _on_word(role: ColumnRole, claim: RoleClaim) -> ColumnRole:
    part = RoleKind.AFTER_TREATMENT if _is_late(claim) else _OUT[claim.role]
    source = EdgeSource("model", plain_words(claim.reason) or _WORDS[part])
    return replace(role, role=part, reason=_WORDS[part], source=source, confidence=claim.confidence)


def _common_cause(role: ColumnRole, claim: RoleClaim) -> ColumnRole:
    """Its timing stays unknown: nobody but the model dates it, so the answer says what hinges on it."""
    reason = "the model takes it to be an earlier cause of treatment and outcome"
    source = EdgeSource("model", plain_words(claim.reason) or reason)
    return replace(role, role=RoleKind.CONFOUNDER, reason=reason, source=source, confidence=claim.confidence)

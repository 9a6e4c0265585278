"""A model's design, tested on the data like the offline planner's own; without support it cannot win.

Its evidence must stand word for word in the description. Where the data can refute a design (balance, the
jump at a cutoff, the switch within units) a quotation is enough besides; where it cannot (the exclusion of an
instrument or a mediator) the quotation must carry words of that design.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.designs.frontdoor import STRONG
from assistant.designs.iv import WEAK
from assistant.designs.randomised import JOINT_P, WORST_DIFFERENCE
from assistant.designs.rdd import JUMP_T, NEAR_ROWS
from assistant.designs.study import Study
from assistant.designs.text import grammar
from assistant.planning.design import Revision
from assistant.planning.model.claims import Claims, quoted
from assistant.types import DesignCandidate, Evidence
from tools.designs.cutoffs import jump
from tools.designs.tests import balance, first_stage, mediation, switching
from tools.types import Design, DesignKind

AGREED = 0.5  # points for a design that we found too, when the description is quoted for it
QUOTED = 2.5  # points for a design that we did not find; adjustment has 2.0
UNQUOTED = 1.0

_COLUMNS = ("instruments", "mediators", "running_variable", "time")


def revision(claims: Claims, model: str) -> Revision:
    """What `planning.design.weigh` calls: the model's design joins the candidates, with its test."""

    def revise(study: Study, baseline: Sequence[str], found: list[DesignCandidate]) -> list[DesignCandidate]:
        design = claims.design
        if design.kind in (DesignKind.BACKDOOR, DesignKind.NONE):
            return found
        supported = _supported(study, claims)
        points = AGREED if supported else 0.0
        said = Evidence("design", f"the model ({model}) proposes it{_quotation(claims, supported)}", points)
        for candidate in found:
            if _same(candidate.design, design):
                agreed = replace(
                    candidate, score=candidate.score + points, evidence=(*candidate.evidence, said)
                )
                return [agreed if c is candidate else c for c in found]
        if not _usable(study, design):
            return found
        passed, why = _tested(study, baseline, design)
        score = QUOTED if supported else UNQUOTED
        return [*found, DesignCandidate(design, score, passed and supported, why, (said,))]

    return revise


def _supported(study: Study, claims: Claims) -> bool:
    if not quoted(claims.evidence, study.profile.description):
        return False
    design = claims.design
    if design.kind in (DesignKind.IV, DesignKind.FRONTDOOR):
        return any(
            kind is design.kind and weight > 0 and pattern.search(claims.evidence)
            for kind, _, weight, pattern in grammar().cues
        )
    if design.kind is DesignKind.RDD and design.cutoff is not None:
        numbers = [float(n.replace(",", "")) for n in re.findall(r"-?\d[\d,]*(?:\.\d+)?", claims.evidence)]
        return design.cutoff in numbers
    return True


def _quotation(claims: Claims, supported: bool) -> str:
    return f": “{claims.evidence[:140]}”" if supported else ", and nothing in the description supports it"


def _same(ours: Design, theirs: Design) -> bool:
    if ours.kind is not theirs.kind:
        return False
    return all(
        not getattr(theirs, part) or set(_list(getattr(ours, part))) == set(_list(getattr(theirs, part)))
        for part in _COLUMNS
    )


def _list(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _usable(study: Study, design: Design) -> bool:
    """Do the design's columns stand apart from treatment and outcome?"""
    named = {*design.instruments, *design.mediators, design.time, design.unit}
    return not named & {study.treatment, study.outcome} and design.running_variable != study.outcome


def _tested(study: Study, baseline: Sequence[str], design: Design) -> tuple[bool, str]:
    """Whether the data bears the design out, and the finding in words."""
    treatment = study.numbers(study.treatment) if study.treatment else None
    covariates = study.matrix(
        [name for name in baseline if name not in (*design.instruments, *design.mediators)]
    )
    if design.kind is DesignKind.RDD:
        return _cutoff(study, design)
    if treatment is None:
        return False, "the treatment is no number"
    match design.kind:
        case DesignKind.RANDOMISED:
            if covariates.shape[1] == 0:
                return True, "no baseline column to test balance on"
            result = balance(treatment, covariates)
            even = result.p_value >= JOINT_P or result.worst_difference <= WORST_DIFFERENCE
            figures = f"joint p {result.p_value:.2g}, worst difference {result.worst_difference:.2f} sd"
            return even, f"baseline columns are {'balanced' if even else 'not balanced'}: {figures}"
        case DesignKind.IV:
            stage = first_stage(treatment, study.matrix(design.instruments), covariates)
            return stage.f >= WEAK, f"first-stage F is {stage.f:.1f}"
        case DesignKind.FRONTDOOR:
            return _mediated(study, treatment, covariates, design)
        case _:
            return _switches(study, treatment, design)


def _cutoff(study: Study, design: Design) -> tuple[bool, str]:
    values = study.numbers(design.running_variable or "")
    if values is None or design.cutoff is None:
        return False, "there is no cutoff to test"
    separate = study.treatment is not None and study.treatment != design.running_variable
    treatment = study.numbers(study.treatment or "") if separate else values
    if treatment is None:
        return False, "the treatment is no number"
    result = jump(values, treatment, design.cutoff)
    if result.near < NEAR_ROWS:
        return False, f"only {result.near} rows lie near {design.cutoff:g} on one side"
    if not separate:
        return True, f"{design.running_variable} has rows on both sides of {design.cutoff:g}"
    size = f"the treatment changes by {result.size:+.2f} at {design.running_variable} = {design.cutoff:g}"
    return result.sharp or (abs(result.t) > JUMP_T and abs(result.size) > 0.1), size


def _mediated(study: Study, treatment: object, covariates: object, design: Design) -> tuple[bool, str]:
    outcome, mediator = study.numbers(study.outcome), study.numbers(design.mediators[0])
    if outcome is None or mediator is None:
        return False, "the mediator or the outcome is no number"
    found = mediation(treatment, mediator, outcome, covariates)  # type: ignore[arg-type]
    inward = found.treatment_to_mediator
    passed = inward is not None and abs(inward) >= STRONG and abs(found.mediator_to_outcome) >= STRONG
    return passed, f"mediator to outcome t {found.mediator_to_outcome:.1f}"


def _switches(study: Study, treatment: object, design: Design) -> tuple[bool, str]:
    periods = study.numbers(design.time or "")
    if periods is None or design.unit is None:
        return False, "there is no unit that is followed over periods"
    seen = switching(treatment, study.labels(design.unit), periods)  # type: ignore[arg-type]
    passed = seen.switching_units > 0 and seen.periods > 1 and seen.constant_in_cell
    return passed, f"{seen.switching_units} of {seen.units} units of {design.unit} switch over {design.time}"

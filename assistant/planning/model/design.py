"""A model's design is held to the offline planner's rule book: the same words, the same test on the data.

The model supplies the candidate and a quotation. The quotation must stand word for word in the description or
in a passage that it was shown, be said of the design's columns and deny nothing. Where the data cannot refute
a design (the exclusion of an instrument, a mediator) it must carry words of that design besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.designs.statements import Spoken, is_asserted, ties_of
from assistant.designs.study import Study
from assistant.planning.design import RULES, UNSAID, Revision
from assistant.planning.model.claims import Claims, quoted
from assistant.types import DesignCandidate, Evidence
from tools.messages import Message
from tools.types import Design, DesignKind

AGREED = 0.5  # points for a design that we found too, when a text is quoted for it
QUOTED = 2.5  # points for a design that we did not find; adjustment has 2.0

_COLUMNS = ("instruments", "mediators", "running_variable", "time")
_UNTESTABLE = (DesignKind.IV, DesignKind.FRONTDOOR)


def revision(claims: Claims, model: str, passages: Sequence[str] = ()) -> Revision:
    """What `planning.design.weigh` calls: the model's design joins the candidates, with its test."""

    def revise(study: Study, baseline: Sequence[str], found: list[DesignCandidate]) -> list[DesignCandidate]:
        design = claims.design
        if design.kind not in RULES:
            return found
        supported = _supported(study, claims, passages)
        points = AGREED if supported else 0.0
        said = Evidence("design", f"the model ({model}) proposes it{_quotation(claims, supported)}", points)
        for candidate in found:
            if _same(candidate.design, design) and (candidate.accepted or not supported):
                agreed = replace(
                    candidate, score=candidate.score + points, evidence=(*candidate.evidence, said)
                )
                return [agreed if c is candidate else c for c in found]
        if not _usable(study, design):
            return found
        verdict = RULES[design.kind].test(study, design, baseline)
        told = Message(UNSAID) if verdict.passed and not supported else None
        accepted = verdict.passed and supported
        return [*found, DesignCandidate(design, QUOTED, accepted, verdict.reason, (said,), told)]

    return revise


def _supported(study: Study, claims: Claims, passages: Sequence[str]) -> bool:
    """Does a text speak for it: in our own reading, or in the sentence that the model quotes?"""
    design = claims.design
    if not any(quoted(claims.evidence, text) for text in (study.profile.description, *passages)):
        return False
    told = replace(study, sentences=(*study.sentences, claims.evidence), cache={})
    said: Spoken = RULES[design.kind].spoken(told, design)
    if said.supports or said.against or design.kind in _UNTESTABLE:
        return said.supports
    if design.kind is DesignKind.RDD:
        return False  # a rule with its number is read as one
    return _speaks_for(told, claims.evidence, design)


def _speaks_for(study: Study, sentence: str, design: Design) -> bool:
    """A sentence in words that no cue knows: it denies nothing, and is about the design's columns."""
    ties = ties_of(study, sentence, 0, len(sentence))
    columns = [c for c in (design.time, study.treatment) if c is not None]
    best = max((ties.get(column, 0.0) for column in columns), default=0.0)
    others = max((weight for name, weight in ties.items() if name not in columns), default=0.0)
    return best > 0 and best >= others and is_asserted(sentence, len(sentence), len(sentence))


def _quotation(claims: Claims, supported: bool) -> str:
    return f": “{claims.evidence[:140]}”" if supported else ", and no text that it quotes says so"


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

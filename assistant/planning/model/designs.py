"""A model's design is held to the offline planner's rule book, and may overrule what we only guessed.

The model supplies the candidate and a quotation. The quotation must stand word for word in the description,
in a passage that it was shown or in what the question states, be said of the design's columns and deny
nothing. A design that the data can refute (a trial by balance, a cutoff by its jump, a comparison over time
by who switches) then needs no cue word of ours. The exclusion of an instrument no data can refute: a trusted
model needs the sentence that speaks of the instrument and a first stage, and the answer says that the rest
is the model's word. A trusted model's design goes before a weaker candidate of ours, one that no text names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.designs import iv
from assistant.designs.did import named_start
from assistant.designs.statements import (
    SILENT,
    TIED,
    Spoken,
    Verdict,
    entry_of,
    is_asserted,
    question_statements,
    ties_of,
)
from assistant.designs.study import Study
from assistant.designs.text import grammar
from assistant.planning.design import DENIED, RULES, UNSAID, VETOED, Revision
from assistant.planning.model.claims import Claims, quoted
from assistant.planning.model.orders import is_order
from assistant.planning.reading.numbers import figures
from assistant.planning.timing import place_columns
from assistant.types import DesignCandidate, Evidence, Plan
from tools.messages import Message, Quantity
from tools.types import Design, DesignKind, Timing

__all__ = ["BY_THE_MODEL", "proposed_by_model", "revision"]

AGREED = 0.5  # points for a design that we found too, when a text is quoted for it
QUOTED = 2.5  # points for a design that we did not find; adjustment has 2.0
NAMED = 4.0  # points of words that name a design outright (see `assistant.designs`): no model overrules these

BY_THE_MODEL = "remark-instrument"  # of one that no sentence calls so

_INSTRUMENT = re.compile(r"\binstrument|工具变量", re.IGNORECASE)
_COLUMNS = ("instruments", "mediators", "running_variable", "time")


def revision(claims: Claims, model: str, passages: Sequence[str] = (), trusted: bool = False) -> Revision:
    """What `planning.design.weigh` calls: the model's design joins the candidates, with its test."""

    def revise(study: Study, baseline: Sequence[str], found: list[DesignCandidate]) -> list[DesignCandidate]:
        design = claims.design
        if design.kind is DesignKind.BACKDOOR:
            return _vetoed(study, design.kind, found) if trusted else found
        if design.kind not in RULES:
            return found
        design = _with_own_start(study, design)
        said = _spoken(study, claims, passages, trusted)
        points = AGREED if said.supports else 0.0
        by = Evidence("design", f"the model ({model}) proposes it{_quotation(claims, said.supports)}", points)
        for candidate in found:
            if _same(candidate.design, design) and (candidate.accepted or not said.supports):
                agreed = replace(
                    candidate, score=candidate.score + points, evidence=(*candidate.evidence, by)
                )
                found = [agreed if c is candidate else c for c in found]
                return _vetoed(study, design.kind, found) if trusted and agreed.accepted else found
        if not _usable(study, design):
            return found
        verdict = _tested(study, design, baseline, trusted)
        told: Message | None = None
        if said.against:
            verdict, told = Verdict(False, said.against), Message(DENIED)
        elif verdict.passed and not said.supports:
            told = Message(UNSAID)
        elif verdict.passed and said.points < AGREED:
            told = Message(BY_THE_MODEL)
        accepted = verdict.passed and said.supports
        found = _vetoed(study, design.kind, found) if trusted and accepted else found
        return [*found, DesignCandidate(design, QUOTED, accepted, verdict.reason, (by,), told)]

    return revise


def proposed_by_model(plan: Plan, claims: Claims) -> DesignCandidate | None:
    """The candidate that stands for the model's design: of its own columns if there is one."""
    of_kind = [c for c in plan.candidates if c.design.kind is claims.design.kind]
    exact = [c for c in of_kind if _same(c.design, claims.design)]
    ranked = sorted(exact or of_kind, key=lambda c: (not c.accepted, c.told is None))
    return ranked[0] if ranked else None


def _vetoed(study: Study, kind: DesignKind, found: list[DesignCandidate]) -> list[DesignCandidate]:
    """The candidates, less those of another kind that no text names."""

    def is_weaker(candidate: DesignCandidate) -> bool:
        if not candidate.accepted or candidate.design.kind is kind:
            return False
        return RULES[candidate.design.kind].spoken(study, candidate.design).points < NAMED

    reason = f"set aside: the model reads the study as {kind.value}"
    return [
        replace(c, accepted=False, reason=reason, told=Message(VETOED)) if is_weaker(c) else c for c in found
    ]


# ---------------------------------------------------------------- what the texts say for it

# Points of a sentence that speaks of an instrument without calling it one: below AGREED, which tells the two.
_ITS_SENTENCE = 0.25


def _spoken(study: Study, claims: Claims, passages: Sequence[str], trusted: bool) -> Spoken:
    """Does a text speak for it: in our own reading, or in the sentence that the model quotes?"""
    design, evidence = claims.design, claims.evidence
    stated = question_statements(study.question)
    if trusted and design.kind is DesignKind.DID:
        stated = (study.question,)  # "compared to shops that kept theirs": the data can refute it
    texts = (study.profile.description, *passages, *stated)
    if not any(quoted(evidence, text) for text in texts) or is_order(evidence):
        return SILENT
    told = replace(study, sentences=(*study.sentences, evidence), cache={})
    said: Spoken = RULES[design.kind].spoken(told, design)
    if said.supports or said.against:
        return said
    match design.kind:
        case DesignKind.IV:
            if denied := _called_none(told, design):
                return Spoken(0.0, against=denied)
            return Spoken(_ITS_SENTENCE * (trusted and _speaks_of_instruments(told, evidence, design)))
        case DesignKind.RDD:
            return Spoken(AGREED * (trusted and _tells_the_rule(told, evidence, design)))
        case DesignKind.FRONTDOOR:
            return SILENT
    return Spoken(AGREED * _speaks_for(told, evidence, design))


def _speaks_for(study: Study, sentence: str, design: Design) -> bool:
    """A sentence in words that no cue knows: it denies nothing, and is about the design's columns."""
    ties = ties_of(study, sentence, 0, len(sentence))
    columns = [c for c in (design.time, study.treatment) if c is not None]
    best = max((ties.get(column, 0.0) for column in columns), default=0.0)
    others = max((weight for name, weight in ties.items() if name not in columns), default=0.0)
    return best > 0 and best >= others and is_asserted(sentence, len(sentence), len(sentence))


def _speaks_of_instruments(study: Study, sentence: str, design: Design) -> bool:
    """Is the sentence about every instrument, denying nothing, and is none said to come after the treatment?

    Its entry in the codebook, quoted without the column's name, is about the column.
    """
    if not _denies_nothing(sentence):
        return False
    ties = ties_of(study, sentence, 0, len(sentence))
    places = place_columns(study)
    return all(
        (ties.get(name, 0.0) >= TIED or quoted(sentence, study.described(name)))
        and name in places
        and places[name].timing is not Timing.AFTER
        for name in design.instruments
    )


def _called_none(study: Study, design: Design) -> str:
    """Why none of these is an instrument: a sentence that speaks of one, of the column, and denies; or ""."""
    for sentence in study.sentences:
        if _INSTRUMENT.search(sentence) and not _denies_nothing(sentence):
            ties = ties_of(study, sentence, 0, len(sentence))
            for name in design.instruments:
                if ties.get(name, 0.0) >= TIED:
                    return f"the text says that {name} is no instrument: “{sentence[:140]}”"
    return ""


def _denies_nothing(sentence: str) -> bool:
    """Is every clause of the sentence asserted?"""
    ends = [match.start() for match in grammar().said["clause_end"].finditer(sentence)]
    return all(is_asserted(sentence, end, end) for end in (*ends, len(sentence)))


def _tells_the_rule(study: Study, sentence: str, design: Design) -> bool:
    """Does the sentence hold the cutoff, deny nothing, and speak of the running variable or the treatment?

    The number is the text's: the model only says where it stands.
    """
    if design.cutoff is None or design.cutoff not in figures(sentence):
        return False
    ties = ties_of(study, sentence, 0, len(sentence))
    columns = (design.running_variable, study.treatment)
    entry = entry_of(study, sentence, len(sentence) - 1)
    about = any(ties.get(column or "", 0.0) > 0 for column in columns) and entry in (None, *columns)
    return about and is_asserted(sentence, len(sentence), len(sentence))


def _quotation(claims: Claims, supported: bool) -> str:
    return f": “{claims.evidence[:140]}”" if supported else ", and no text that it quotes says so"


# ---------------------------------------------------------------- the design and its test


def _tested(study: Study, design: Design, baseline: Sequence[str], trusted: bool) -> Verdict:
    """The rule book's own test. A weak instrument stays one: its interval is the one that weakness does not
    spoil (Anderson & Rubin 1949), where adjustment would answer another question in silence.
    """
    verdict = RULES[design.kind].test(study, design, baseline)
    strength = verdict.told.slots.get("f") if verdict.told is not None else None
    weak = isinstance(strength, Quantity) and strength.value >= iv.HOPELESS
    if trusted and design.kind is DesignKind.IV and not verdict.passed and weak:
        return Verdict(True, f"{verdict.reason}; kept, with an interval that holds for a weak instrument")
    return verdict


def _with_own_start(study: Study, design: Design) -> Design:
    """Of a comparison over time the first treated period is what a text says, and not what a model types."""
    if design.kind is not DesignKind.DID:
        return design
    time = study.profile.get(design.time or "")
    told = named_start(study, time) if time is not None else None
    return replace(design, cutoff=told.period if told is not None else None)


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

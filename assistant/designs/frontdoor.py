"""Front door: a mediator that carries the effect, with a hidden common cause of treatment and outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.designs.iv import instrument_kind
from assistant.designs.study import Study
from assistant.planning.timing import Placed, place_columns
from assistant.types import DesignCandidate, Evidence
from tools.designs.tests import Mediation, mediation
from tools.types import ColumnKind, ColumnProfile, Design, DesignKind, Timing

STRONG = 4.0  # t statistic of an arrow that must be there
DIRECT_SHARE = 0.25  # of the total effect that may be left when the mediator is held fixed


@dataclass(frozen=True)
class Mediator:
    column: str
    score: float
    accepted: bool
    why: str


def propose(study: Study, baseline: Sequence[str]) -> list[DesignCandidate]:
    """The best mediator among the columns that are no background, instrument or second outcome."""
    if study.treatment is None:
        return []
    cues = study.cues(DesignKind.FRONTDOOR)
    places = place_columns(study)
    columns = [c for c in study.others if _could_mediate(study, c, places[c.name])]
    if not columns or len(columns) > 3:
        return []  # with many columns of unknown timing nothing singles out a mediator
    scored = [_score(study, c, [b for b in baseline if b != c.name], bool(cues)) for c in columns]
    best = max(scored, key=lambda m: (m.accepted, m.score))
    score = best.score + sum(cue.weight for cue in cues)
    evidence = [cue.evidence() for cue in cues] + [Evidence("design", best.why, best.score)]
    design = Design(DesignKind.FRONTDOOR, mediators=(best.column,))
    return [DesignCandidate(design, score, best.accepted, best.why, tuple(evidence))]


def _could_mediate(study: Study, column: ColumnProfile, place: Placed) -> bool:
    """Described beside or behind the treatment, not a trait, not an instrument."""
    if column.kind in (ColumnKind.IDENTIFIER, ColumnKind.TEXT, ColumnKind.TIME) or study.is_a(
        column.name, "post"
    ):
        return False
    if place.timing is Timing.BEFORE and (place.confidence > 0.8 or not _like_mediator(study, column.name)):
        return False
    if instrument_kind(study, column) is not None:
        return False
    treatment = study.treatment or study.outcome
    names = study.profile.names
    told = study.mentioned_at(column.name) > study.mentioned_at(treatment)
    return told or names.index(column.name) > names.index(treatment)


def _like_mediator(study: Study, column: str) -> bool:
    return study.is_a(column, "mediator") or study.is_a(column, "perhaps_mediator") or _between(study, column)


def _score(study: Study, column: ColumnProfile, baseline: Sequence[str], cued: bool) -> Mediator:
    name = column.name
    treatment, outcome, values = (study.numbers(c) for c in (study.treatment or "", study.outcome, name))
    score = 1.5 if study.is_a(name, "mediator") else 1.25 if study.is_a(name, "perhaps_mediator") else 0.75
    if _between(study, name):
        score += 0.75
    if treatment is None or outcome is None or values is None:
        return Mediator(name, 0.0, False, f"{name} is not a number")
    result = mediation(treatment, values, outcome, study.matrix(baseline))
    return _judge(name, score, result, cued or study.is_a(name, "mediator"))


def _judge(name: str, score: float, m: Mediation, cued: bool) -> Mediator:
    """All three arrows as a front door wants them, or the reason why not."""
    outward = f"{name} -> outcome t {m.mediator_to_outcome:.1f}"
    if m.treatment_to_mediator is None or m.direct is None:
        accepted = abs(m.mediator_to_outcome) > STRONG
        return Mediator(
            name, score + 0.25, accepted, f"{outward}; the treatment never varies, so the rest is untested"
        )
    facts = f"treatment -> {name} t {m.treatment_to_mediator:.1f}, {outward}, direct t {m.direct:.1f}"
    if abs(m.treatment_to_mediator) < STRONG or abs(m.mediator_to_outcome) < STRONG:
        return Mediator(name, score - 1.5, False, f"{facts}: no mediation")
    # A confounder of a treatment without effect looks the same as a mediator that carries it all, so
    # numbers alone never make a front door: the words must name a mediator or a hidden cause.
    carries = abs(m.direct) < 2.5 or (m.direct_share is not None and m.direct_share < DIRECT_SHARE)
    note = "it carries the effect" if carries else "something besides it links treatment and outcome"
    return Mediator(name, score + (1.0 if carries else 0.0), cued, f"{facts}: {note}")


def _between(study: Study, column: str) -> bool:
    names = study.profile.names
    places = [names.index(study.treatment or ""), names.index(column), names.index(study.outcome)]
    told = [study.mentioned_at(c) for c in (study.treatment or "", column, study.outcome)]
    return places == sorted(places) or told == sorted(told)

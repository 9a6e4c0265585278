"""Front door: a mediator that carries the effect, with a hidden common cause of treatment and outcome."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.designs.iv import said_of_column
from assistant.designs.statements import SILENT, Spoken, Statement, Verdict, statements
from assistant.designs.study import Study
from assistant.planning.timing import Placed, place_columns
from assistant.types import DesignCandidate, Evidence
from tools.designs.tests import Mediation, mediation
from tools.types import ColumnKind, ColumnProfile, Design, DesignKind, Timing

HIDDEN = "unmeasured confounder"  # the cue of a hidden common cause
STRONG = 4.0  # t statistic of an arrow that must be there
DIRECT_SHARE = 0.25  # of the total effect that may be left when the mediator is held fixed
KIND = DesignKind.FRONTDOOR
CARRIED = 1.0  # points for data in which little is left beside the mediator
BETWEEN = 0.75  # points for a column that stands between treatment and outcome in table or text


def propose(study: Study, baseline: Sequence[str]) -> list[DesignCandidate]:
    """The best mediator of which a sentence says that it carries the effect."""
    if study.treatment is None:
        return []
    places = place_columns(study)
    found = []
    for column in study.others:
        if not _could_mediate(study, column, places[column.name]):
            continue
        design = Design(KIND, mediators=(column.name,))
        said = spoken(study, design)
        if said.supports:
            verdict = test(study, design, baseline)
            evidence = (*said.evidence, Evidence("design", verdict.reason, verdict.points))
            points = said.points + verdict.points
            found.append(
                DesignCandidate(design, points, verdict.passed, verdict.reason, evidence, verdict.told)
            )
    return [max(found, key=lambda c: (c.accepted, c.score))] if found else []


def spoken(study: Study, design: Design) -> Spoken:
    """What the texts say of these mediators, and of hidden causes that make a front door worth while."""
    found = statements(study, KIND)
    mine = [s for s in found if s.name != HIDDEN and s.asserted and _mediates(study, s, design.mediators)]
    denied = [
        s for s in found if s.name != HIDDEN and not s.asserted and _mediates(study, s, design.mediators)
    ]
    if denied and not mine:
        names = ", ".join(design.mediators)
        why = f"the text denies that the effect goes through {names}: “{denied[0].quotation}”"
        return Spoken(0.0, (), why)
    if not mine:
        return SILENT
    hidden = [s for s in found if s.name == HIDDEN and s.asserted]
    evidence = tuple(s.evidence() for s in (*mine[:2], *hidden[:1]))
    between = BETWEEN if all(_between(study, m) for m in design.mediators) else 0.0
    return Spoken(mine[0].weight + sum(s.weight for s in hidden[:1]) + between, evidence)


def _mediates(study: Study, statement: Statement, mediators: Sequence[str]) -> bool:
    """Is it said of all of them: more plainly than of any column but treatment and mediators?"""
    others = max(
        (w for name, w in statement.ties.items() if name not in (study.treatment, *mediators)), default=0.0
    )
    return all(statement.ties.get(m, 0.0) >= max(0.5, others) for m in mediators)


def test(study: Study, design: Design, baseline: Sequence[str]) -> Verdict:
    """Do the treatment move the mediator and the mediator the outcome, given what came before?"""
    mediators = [study.numbers(name) for name in design.mediators]
    treatment, outcome = study.numbers(study.treatment or ""), study.numbers(study.outcome)
    if treatment is None or outcome is None or not mediators or any(m is None for m in mediators):
        return Verdict(False, "treatment, mediator or outcome is no number")
    kept = [name for name in baseline if name not in design.mediators]
    covariates = study.matrix(kept)
    verdicts = [
        _judge(name, mediation(treatment, values, outcome, covariates))
        for name, values in zip(design.mediators, mediators, strict=True)
        if values is not None
    ]
    return min(verdicts, key=lambda v: (v.passed, v.points))


def _could_mediate(study: Study, column: ColumnProfile, place: Placed) -> bool:
    """Described beside or behind the treatment, not a trait, not an instrument."""
    if column.kind in (ColumnKind.IDENTIFIER, ColumnKind.TEXT, ColumnKind.TIME) or study.is_a(
        column.name, "post"
    ):
        return False
    if place.timing is Timing.BEFORE and place.confidence > 0.8:
        return False
    if said_of_column(study, column).supports:
        return False
    treatment = study.treatment or study.outcome
    names = study.profile.names
    told = study.mentioned_at(column.name) > study.mentioned_at(treatment)
    return told or names.index(column.name) > names.index(treatment)


def _judge(name: str, m: Mediation) -> Verdict:
    """All three arrows as a front door wants them, or the reason why not."""
    outward = f"{name} -> outcome t {m.mediator_to_outcome:.1f}"
    if m.treatment_to_mediator is None or m.direct is None:
        passed = abs(m.mediator_to_outcome) >= STRONG
        return Verdict(passed, f"{outward}; the treatment never varies, so the rest is untested", 0.25)
    facts = f"treatment -> {name} t {m.treatment_to_mediator:.1f}, {outward}, direct t {m.direct:.1f}"
    if abs(m.treatment_to_mediator) < STRONG or abs(m.mediator_to_outcome) < STRONG:
        return Verdict(False, f"{facts}: no mediation", -1.5)
    # A confounder of a treatment without effect looks the same as a mediator that carries it all, so
    # numbers alone never make a front door: a sentence must say that the column is a mediator.
    carries = abs(m.direct) < 2.5 or (m.direct_share is not None and m.direct_share < DIRECT_SHARE)
    note = "it carries the effect" if carries else "something besides it links treatment and outcome"
    return Verdict(True, f"{facts}: {note}", CARRIED if carries else 0.0)


def _between(study: Study, column: str) -> bool:
    names = study.profile.names
    places = [names.index(study.treatment or ""), names.index(column), names.index(study.outcome)]
    told = [study.mentioned_at(c) for c in (study.treatment or "", column, study.outcome)]
    return places == sorted(places) or told == sorted(told)

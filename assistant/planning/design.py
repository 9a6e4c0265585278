"""How the data came about: every design that a sentence speaks for is tested on the data, then one is chosen.

Each module in `assistant.designs` is the rule book of one design: `spoken` says what the texts say for it,
`test` how its one test on the data goes, and `propose` finds candidates. A model's design is held to the same
two functions. The accepted candidate with the most points wins; adjustment ("backdoor") is what is left when
none reaches more than its base score. Everything considered is kept for the trace.
A rule book of your own registers beside ours in `RULES`, as docs/extending/design does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import exp
from typing import Protocol

from assistant.designs import did, frontdoor, iv, randomised, rdd
from assistant.designs.statements import Spoken, Verdict
from assistant.designs.study import Columns as Table
from assistant.designs.study import Study
from assistant.designs.text import split_sentences
from assistant.designs.threats.consequences import as_evidence, told_of_columns
from assistant.designs.threats.ties import instrument_acts_directly, threats_to
from assistant.graphs.arrows import adjusted_by_graph, presumed_graph
from assistant.planning.clusters import Clusters, find_clusters
from assistant.planning.covariates import baseline_columns, column_evidence, screened, weighed_roles
from assistant.types import (
    ColumnRole,
    DesignCandidate,
    DesignChoice,
    Evidence,
    Reading,
    RoleKind,
    Understanding,
)
from tools.messages import Column, Columns, Message, Quoted, Slot, counted
from tools.registry import Registry
from tools.types import DataProfile, Design, DesignKind, EdgeSource, Query

BACKDOOR_SCORE = 2.0  # what another design must beat
# Why a model's design, or one of ours beside it, was not used: told with what the model claims.
UNSAID = "design-unsaid"  # the data allow it and no text says it
DENIED = "design-denied"  # a text says that it is none
VETOED = "design-vetoed"  # ours, which no text names: the model reads the study as another design
_OF_THE_MODEL = frozenset({UNSAID, DENIED, VETOED})
MOST_QUESTIONS = 2  # columns that a person is asked about as instruments


class Rules(Protocol):
    """The rule book of one design: a module of `assistant.designs`."""

    KIND: DesignKind

    def propose(self, study: Study, baseline: Sequence[str]) -> list[DesignCandidate]: ...

    def spoken(self, study: Study, design: Design) -> Spoken: ...

    def test(self, study: Study, design: Design, baseline: Sequence[str]) -> Verdict: ...


# Looks at the candidates that were found and may add some or speak for one; tests them the same way.
Revision = Callable[[Study, Sequence[str], list[DesignCandidate]], list[DesignCandidate]]
RULES: Registry[Rules] = Registry("design")
for _rules in (randomised, iv, did, rdd, frontdoor):
    RULES.register(_rules.KIND)(_rules)


def choose_design(
    question: str,
    reading: Reading,
    understanding: Understanding,
    profile: DataProfile,
    table: Table,
    revise: Revision | None = None,
) -> DesignChoice:
    """The design for one reading, with the covariates, the query and everything that was considered.

    `reading.outcome` must be a column. A reading whose treatment is the running variable, or is
    missing, can only become a regression discontinuity; its query then has treatment None.
    """
    study = make_study(question, reading, profile, table)
    candidates = weigh(study, revise)
    best = max((c for c in candidates if c.accepted), key=lambda c: c.score)
    query = _query(study, best.design, understanding)
    if query.treatment != study.treatment:  # what was derived for the old treatment no longer holds
        study = replace(study, treatment=query.treatment, cache={})
    threats = threats_to(study, best.design)
    columns = column_evidence(study, best.design)
    roles = told_of_columns(threats, weighed_roles(study, best.design, columns), study.treatment)
    known = screened(study, best.design, roles)
    graph = presumed_graph(query, best.design, known.roles)
    design = adjusted_by_graph(graph, query, best.design, profile)
    clusters = find_clusters(study, design)
    if clusters is not None and clusters.enough:
        design = replace(design, cluster=clusters.column)
    chosen = Evidence("design", f"{design.kind.value}: {best.reason}", best.score)
    return DesignChoice(
        query,
        design,
        _with_clusters(known.roles, design),
        _confidence(best, candidates),
        candidates,
        (chosen, *best.evidence, *as_evidence(threats)),
        known.warnings,
        (*_of_clusters(study, clusters), *_remarks(study, best, candidates)),
        columns,
        threats,
    )


def _of_clusters(study: Study, clusters: Clusters | None) -> tuple[Message, ...]:
    """That rows were taken to belong together, and how many groups there are to learn from."""
    if clusters is None:
        return ()
    slots: dict[str, Slot] = {
        "column": Column(clusters.column),
        "groups": counted(clusters.groups),
        "rows": counted(study.profile.rows),
        "treatment": Column(study.treatment or ""),
    }
    id = "decided" if clusters.by_treatment else "repeated"
    return (Message(f"design-clusters-{id if clusters.enough else 'few'}", slots),)


def _with_clusters(roles: tuple[ColumnRole, ...], design: Design) -> tuple[ColumnRole, ...]:
    """The column whose rows belong together as such, unless it is held fixed as well."""
    if design.cluster is None or design.cluster in design.adjustment_set:
        return roles
    reason = "its rows belong together"
    source = EdgeSource("data", f"{design.cluster}: {reason}")
    return tuple(
        replace(role, role=RoleKind.CLUSTER, reason=reason, source=source, confidence=0.9)
        if role.column == design.cluster
        and role.role not in (RoleKind.UNIT, RoleKind.TIME, RoleKind.AFTER_TREATMENT)
        else role
        for role in roles
    )


def make_study(question: str, reading: Reading, profile: DataProfile, table: Table) -> Study:
    """The study of one reading of the question."""
    outcome = reading.outcome or ""
    treatment = reading.treatment if reading.treatment in profile else None
    return Study(question, treatment, outcome, profile, table, split_sentences(profile.description))


def weigh(study: Study, revise: Revision | None = None) -> tuple[DesignCandidate, ...]:
    """Every candidate design, best first; backdoor is always among them and always accepted."""
    baseline = baseline_columns(study)
    found = [candidate for name in RULES for candidate in RULES[name].propose(study, baseline)]
    if revise is not None:
        found = revise(study, baseline, found)
    found.append(
        DesignCandidate(
            Design(DesignKind.BACKDOOR), BACKDOOR_SCORE, True, "adjust for what came before the treatment"
        )
    )
    found = [_unless_direct(study, candidate) for candidate in found]
    return tuple(sorted(found, key=lambda c: (-c.accepted, -c.score)))


def _unless_direct(study: Study, candidate: DesignCandidate) -> DesignCandidate:
    """An instrument that is said to act in another way too is turned down, whoever proposed it."""
    instruments = candidate.design.instruments
    if candidate.design.kind is not DesignKind.IV or not candidate.accepted:
        return candidate
    words = instrument_acts_directly(study, instruments)
    if not words:
        return candidate
    named = {"column": Column(instruments[0]), "outcome": Column(study.outcome)}
    told = Message("design-instrument-besides", {**named, "quotation": Quoted(words)})
    why = f"the text says that {instruments[0]} acts on {study.outcome} besides: “{words}”"
    return replace(candidate, accepted=False, reason=why, told=told)


def _remarks(
    study: Study, best: DesignCandidate, candidates: Sequence[DesignCandidate]
) -> tuple[Message, ...]:
    """What a person should know where only adjustment is left: why the designs that the text speaks of were
    turned down, and which column would be an instrument if somebody said so."""
    if best.design.kind is not DesignKind.BACKDOOR or study.treatment is None:
        return ()
    refused = [c for c in candidates if not c.accepted and c.told and c.told.id not in _OF_THE_MODEL]
    told = [c.told for c in refused if c.told is not None]
    named = {z for candidate in refused for z in candidate.design.instruments}
    held = tuple(z for z in iv.unused_instruments(study, ()) if z in named)
    if held:
        told.append(Message("design-left-out-iv", {"columns": Columns(held)}))
    pair = {"treatment": Column(study.treatment), "outcome": Column(study.outcome)}
    asked = [z for z in iv.could_be_instruments(study, baseline_columns(study)) if z not in named]
    told += [Message("design-could-be-iv", {"column": Column(z), **pair}) for z in asked[:MOST_QUESTIONS]]
    return tuple(told)


def _query(study: Study, design: Design, understanding: Understanding) -> Query:
    treatment = study.treatment
    low, high = understanding.low, understanding.high
    if design.kind is DesignKind.RDD and treatment == design.running_variable:
        treatment = None
    if design.kind is DesignKind.DID and treatment and high is None and study.numbers(treatment) is None:
        high = did.named_level(study)
    return Query(treatment, study.outcome, low, high, understanding.population, understanding.estimand)


def _confidence(best: DesignCandidate, candidates: tuple[DesignCandidate, ...]) -> float:
    """From the margin to the next accepted design of another kind: 0 points is even odds, 2 points
    about 0.9.
    """
    rivals = [c.score for c in candidates if c.accepted and c.design.kind is not best.design.kind]
    margin = best.score - max(rivals, default=best.score - 2.0)
    return round(1.0 / (1.0 + exp(-1.1 * margin)), 3)

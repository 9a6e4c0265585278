"""How the data came about: every design is proposed from words and columns, tested on the data, then chosen.

Each module in `assistant.designs` proposes candidates with a score from its cues and the verdict of its test
(`tools.designs.tests`). The accepted candidate with the most points wins; adjustment ("backdoor") is what is
left when none reaches more than its base score. Everything considered is kept for the trace.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import exp

from assistant.designs import did, frontdoor, iv, randomised, rdd
from assistant.designs.study import Columns, Study
from assistant.designs.text import split_sentences
from assistant.graphs.arrows import adjusted_by_graph, presumed_graph
from assistant.planning.covariates import baseline_columns, column_evidence, screened, weighed_roles
from assistant.types import DesignCandidate, DesignChoice, Evidence, Reading, Understanding
from tools.types import DataProfile, Design, DesignKind, Query

BACKDOOR_SCORE = 2.0  # what another design must beat
# Looks at the candidates that were found and may add some or speak for one; tests them the same way.
Revision = Callable[[Study, Sequence[str], list[DesignCandidate]], list[DesignCandidate]]
PROPOSERS = (randomised.propose, iv.propose, did.propose, rdd.propose, frontdoor.propose)


def choose_design(
    question: str,
    reading: Reading,
    understanding: Understanding,
    profile: DataProfile,
    table: Columns,
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
    columns = column_evidence(study, best.design)
    known = screened(study, best.design, weighed_roles(study, best.design, columns))
    graph = presumed_graph(query, best.design, known.roles)
    design = adjusted_by_graph(graph, query, best.design, profile)
    chosen = Evidence("design", f"{design.kind.value}: {best.reason}", best.score)
    return DesignChoice(
        query,
        design,
        known.roles,
        _confidence(best, candidates),
        candidates,
        (chosen, *best.evidence),
        known.warnings,
        columns,
    )


def make_study(question: str, reading: Reading, profile: DataProfile, table: Columns) -> Study:
    """The study of one reading of the question."""
    outcome = reading.outcome or ""
    treatment = reading.treatment if reading.treatment in profile else None
    return Study(question, treatment, outcome, profile, table, split_sentences(profile.description))


def weigh(study: Study, revise: Revision | None = None) -> tuple[DesignCandidate, ...]:
    """Every candidate design, best first; backdoor is always among them and always accepted."""
    baseline = baseline_columns(study)
    found = [candidate for propose in PROPOSERS for candidate in propose(study, baseline)]
    found = _settle_offer(study, found)
    if revise is not None:
        found = revise(study, baseline, found)
    found.append(
        DesignCandidate(
            Design(DesignKind.BACKDOOR), BACKDOOR_SCORE, True, "adjust for what came before the treatment"
        )
    )
    return tuple(sorted(found, key=lambda c: (-c.accepted, -c.score)))


def _settle_offer(study: Study, found: list[DesignCandidate]) -> list[DesignCandidate]:
    """When an offer was randomised and the treatment is taking it up, random assignment speaks for the
    instrument.
    """
    random = next((c for c in found if c.design.kind is DesignKind.RANDOMISED), None)
    offer = next((c for c in found if c.design.kind is DesignKind.IV and c.accepted), None)
    if random is None or offer is None or not any(study.is_a(z, "offer") for z in offer.design.instruments):
        return found
    what = ", ".join(offer.design.instruments)
    demoted = replace(
        random, score=0.0, accepted=False, reason=f"what was randomised is {what}, not {study.treatment}"
    )
    promoted = replace(offer, score=offer.score + max(random.score, 0.0))
    return [demoted if c is random else promoted if c is offer else c for c in found]


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

"""What the steps of `assistant.pipeline` hand to one another. All frozen.

The statistical values (query, design, estimand, estimate, checks) are in `tools.types`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from assistant.language import wording
from tools.types import (
    CausalGraph,
    Condition,
    Design,
    Edge,
    EdgeSource,
    EstimandKind,
    Level,
    NeedsClarification,
    NotAnswerable,
    Passage,
    Query,
    Timing,
    Unobserved,
)

if TYPE_CHECKING:
    from assistant.designs.threats.kinds import Threat
    from assistant.graphs.combination import Conflict
    from tools.messages import Message


class Part(StrEnum):
    """The parts of an answer in words, in the order in which they are read: a paragraph each."""

    HEADLINE = "headline"
    TRUST = "trust"
    WHY = "why"
    CHECKS = "checks"
    CAVEAT = "caveat"
    CHANGE = "change"


@dataclass(frozen=True)
class Reading:
    """One way to understand which columns a question is about."""

    treatment: str | None
    outcome: str | None
    confidence: float  # 0..1; the readings of one question add up to at most 1


@dataclass(frozen=True)
class Evidence:
    """Why the planner decided as it did, in words that can be shown to the person."""

    about: str  # "treatment", "outcome", "contrast", "population", "design", "covariates"
    text: str  # "'quit smoking' matches qsmk: QUIT SMOKING BETWEEN 1ST QUESTIONNAIRE AND 1982"
    weight: float = 0.0  # how much it counted; negative speaks against


@dataclass(frozen=True)
class Understanding:
    """The question alone, matched to columns; nothing is said about the design yet."""

    readings: tuple[Reading, ...]  # best first; empty when nothing matches
    low: Level | None  # "from 10 to 15" -> 10; None when the question does not say
    high: Level | None
    population: tuple[Condition, ...]
    estimand: EstimandKind
    language: str  # "en" or "zh": the language of the question
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...] = ()  # parts of the question that match no column at all
    step: float | None = None  # "one more", "by 5": high minus low when only the change is said
    relative_step: float | None = None  # "by 20%" -> 0.2
    not_filtered: tuple[
        str, ...
    ] = ()  # columns that limit whom the question is about, in no way that was read


@dataclass(frozen=True)
class DesignCandidate:
    """A study design that was considered, what spoke for it and how its test on the data went."""

    design: Design
    score: float  # cue weight, before the test
    accepted: bool
    reason: str  # "first-stage F is 41: the instrument moves the treatment"
    evidence: tuple[Evidence, ...] = ()
    told: Message | None = None  # why it was turned down, for the person


class RoleKind(StrEnum):
    """What a column is in a question."""

    TREATMENT = "treatment"
    OUTCOME = "outcome"
    CONFOUNDER = "confounder"
    AFTER_TREATMENT = "after_treatment"
    IDENTIFIER = "identifier"
    COPY = "copy"
    INSTRUMENT = "instrument"
    MEDIATOR = "mediator"
    RUNNING_VARIABLE = "running_variable"
    TIME = "time"
    UNIT = "unit"
    CLUSTER = "cluster"
    IRRELEVANT = "irrelevant"


class Says(StrEnum):
    """What a piece of evidence says about a column: when it was measured, or what it is."""

    BEFORE = "before"  # the treatment
    AT = "at"
    AFTER = "after"
    UNKNOWN = "unknown"  # nothing says when
    COPY = "copy"  # another form of the treatment or of the outcome
    IDENTIFIER = "identifier"
    GROUPING = "grouping"  # a category with too many levels to hold fixed
    UNUSABLE = "unusable"  # constant, mostly missing, text or dates: nothing that rows can hold fixed
    INSTRUMENT = "instrument"
    MEDIATOR = "mediator"


@dataclass(frozen=True)
class ColumnEvidence:
    """One source's word on one column."""

    column: str
    says: Says
    source: EdgeSource
    weight: float  # 0..1
    reason: str = ""  # for the person, where the source alone does not explain it
    assumed: bool = False  # by what such a column usually is, not by a word about this one


@dataclass(frozen=True)
class ColumnRole:
    """What the evidence makes of a column in this question, and why."""

    column: str
    role: RoleKind
    reason: str
    source: EdgeSource
    confidence: float  # 0..1
    timing: Timing = Timing.UNKNOWN
    # Who says so; kind "assumption": what such a column usually is. None: nobody.
    timing_source: EdgeSource | None = None

    @property
    def said_before(self) -> bool:
        """Does somebody say that it was there before the treatment?"""
        told = self.timing_source is not None and self.timing_source.kind != "assumption"
        return told and self.timing is Timing.BEFORE


@dataclass(frozen=True)
class DesignChoice:
    """The design for one reading, with everything that was considered."""

    query: Query  # may differ from the reading: e.g. treatment None for a cutoff
    design: Design  # adjustment_set filled in by the disjunctive cause criterion
    roles: tuple[ColumnRole, ...]  # one a column
    confidence: float  # 0..1
    candidates: tuple[DesignCandidate, ...]
    evidence: tuple[Evidence, ...]
    warnings: tuple[str, ...] = ()  # columns that were left out although a person might expect them
    remarks: tuple[Message, ...] = ()  # designs that were turned down, and what would have to be said for one
    columns: tuple[ColumnEvidence, ...] = ()  # what the roles were weighed from
    threats: tuple[Threat, ...] = ()  # what the description says against it, whatever the design


@dataclass(frozen=True)
class Plan:
    """The query, the design and everything that was considered on the way."""

    query: Query | None  # None when the question could not be read at all
    design: Design | None
    roles: tuple[ColumnRole, ...]
    confidence: float  # 0..1
    language: str  # "en" or "zh"
    evidence: tuple[Evidence, ...]
    alternatives: tuple[Reading, ...]  # every reading, best first
    candidates: tuple[DesignCandidate, ...] = ()
    needs_clarification: NeedsClarification | None = None
    not_answerable: NotAnswerable | None = None
    warnings: tuple[str, ...] = ()  # what the planner wants said beside the answer, disagreements included
    other_reading: Reading | None = None  # a second reading that is likely enough to be mentioned
    not_filtered: tuple[
        str, ...
    ] = ()  # columns that limit whom the question is about; the rows are not limited
    proposer: str = "offline"  # the label of the model that read the question, where one did
    arrows: tuple[Edge, ...] = ()  # that a model claims; weighed with the other sources
    suspected: tuple[Unobserved, ...] = ()  # common causes that a model thinks of and no column holds
    passages: tuple[Passage, ...] = ()  # that the model was shown, and may cite
    columns: tuple[ColumnEvidence, ...] = ()  # what is known of each column; the roles were weighed from it
    names_covariates: bool = False  # the person named the columns to hold fixed: no graph overrules that
    graph_by_person: bool = False  # the person drew or changed the graph that decided
    threats: tuple[Threat, ...] = ()  # what the description says against a plain comparison
    on_models_word: tuple[str, ...] = ()  # columns that only a model's word keeps from being held fixed
    kind: str = "average_effect"  # of question: a name of `assistant.kinds`
    slots: Mapping[str, Any] = field(default_factory=dict)  # that the kind has beside treatment and outcome

    def to_dict(self) -> dict[str, Any]:
        """The plan as the public contract has it; plain JSON values only."""
        query, design = self.query, self.design
        return {
            "kind": self.kind,
            # Being past a cutoff has no column: the one that it is a cutoff of stands for it.
            "treatment": (query.treatment or (design.running_variable if design else None))
            if query
            else None,
            "outcome": query.outcome if query else None,
            "from": query.low if query else None,
            "to": query.high if query else None,
            "population": population_text(query.population) if query else None,
            "design": str(design.kind) if design else "none",
            "confidence": self.confidence,
            "needs_clarification": (
                {
                    "question": wording(self.language).say(self.needs_clarification.question),
                    "choices": list(self.needs_clarification.choices),
                }
                if self.needs_clarification
                else None
            ),
            "alternatives": [
                {"treatment": r.treatment, "outcome": r.outcome, "confidence": r.confidence}
                for r in self.alternatives
            ],
            "evidence": [{"about": e.about, "text": e.text, "weight": e.weight} for e in self.evidence],
            "designs": [
                {"kind": str(c.design.kind), "score": c.score, "accepted": c.accepted, "reason": c.reason}
                for c in self.candidates
            ],
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True)
class GraphProposal:
    """The proposed graph, the passages that its arrows cite, and where its sources disagree."""

    graph: CausalGraph
    citations: tuple[Passage, ...]
    conflicts: tuple[Conflict, ...] = ()
    roles: tuple[ColumnRole, ...] = ()  # with what the documents say of the columns; (): as planned


def population_text(population: tuple[Condition, ...]) -> str | None:
    """`age >= 60 and sex == 1`, or None for everybody."""
    return " and ".join(map(str, population)) or None

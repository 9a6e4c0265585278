"""What a step found, in a sentence or two made from its values, for those who watch the steps happen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.conversation.turns import CHANGE, UNDO, VIEW
from assistant.language import wording
from assistant.language.registry import DEFAULT
from assistant.prose.quantities import count, level_number, share
from assistant.types import population_text
from tools.messages import Column, Columns, Message, Quantity, Quoted, Scale, ScaleKind, as_given
from tools.types import DesignKind, NotIdentified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.conversation.turns import Turn
    from assistant.types import GraphProposal, Plan
    from tools.types import Check, Design, Estimand, Estimate, Sample

__all__ = [
    "StepDone",
    "about_checks",
    "about_data",
    "about_estimand",
    "about_estimate",
    "about_explanation",
    "about_graph",
    "about_knowledge",
    "about_plan",
    "about_turn",
    "estimator_name",
]


MOST_NAMES = 5  # of columns in one sentence
Found = tuple[Message, ...]


@dataclass(frozen=True)
class StepDone:
    """A step of the pipeline that has ended without a fault (`Assistant(on_step=...)`)."""

    name: str  # "plan", "knowledge", "graph", "estimand", "data", "estimate", "checks", "explanation"
    seconds: float  # wall time
    found: str  # in the question's language; holds column names as they are: escape it where it is shown


def about_plan(plan: Plan) -> Found:
    """The reading: effect of what on what, from where to where, among whom."""
    query, design, unclear = plan.query, plan.design, plan.needs_clarification
    if plan.not_answerable is not None:
        return (plan.not_answerable.reason,)
    if query is None:
        return (unclear.question if unclear else Message("steps-no-effect"),)
    cutoff = (
        Message("steps-cutoff-in", {"column": Column(design.running_variable or "")})
        if design is not None
        else Message("steps-cutoff")
    )
    treatment = Column(query.treatment) if query.treatment else cutoff
    reading = Message("steps-reading", {"treatment": treatment, "outcome": Column(query.outcome)})
    if query.low is not None and query.high is not None:
        levels = {"low": Quoted(level_number(query.low)), "high": Quoted(level_number(query.high))}
        reading = Message("steps-reading-levels", {"reading": reading, **levels})
    if query.population:
        condition = Quoted(population_text(query.population) or "")
        reading = Message("steps-reading-where", {"reading": reading, "condition": condition})
    said = Message("steps-plan", {"reading": reading, "confidence": share(plan.confidence)})
    return (said, Message("steps-asks-back")) if unclear is not None else (said,)


def about_turn(turn: Turn) -> Found:
    """A sentence that is no question of its own."""
    if turn.kind == CHANGE and turn.change is not None:
        part = Message(f"steps-part-{turn.change.part.replace('_', '-')}")
        return (Message("steps-change", {"part": part, "columns": Columns(turn.change.columns)}),)
    return (Message({VIEW: "steps-view", UNDO: "steps-undo"}.get(turn.kind, "steps-unclear")),)


def about_knowledge(documents: int, passages: int) -> Found:
    if not documents:
        return (Message("steps-no-documents"),)
    return (Message("steps-documents", {"documents": count(documents), "passages": count(passages)}),)


def about_graph(proposal: GraphProposal) -> Found:
    graph = proposal.graph
    parts = [
        Message("steps-arrows", {"arrows": count(len(graph.edges))}),
        Message("steps-cited", {"passages": count(len(proposal.citations))}),
    ]
    if proposal.conflicts:
        parts.append(Message("steps-disagree", {"conflicts": count(len(proposal.conflicts))}))
    if graph.unobserved:
        causes = Columns(tuple(cause.name for cause in graph.unobserved), MOST_NAMES)
        parts.append(Message("steps-not-measured", {"causes": causes}))
    return _parts(parts)


def about_estimand(found: Estimand | NotIdentified) -> Found:
    """What tells the effect apart, or why nothing does."""
    return found.reason if isinstance(found, NotIdentified) else (_design(found.design),)


def about_data(sample: Sample) -> Found:
    used = Message("steps-rows-used", {"used": count(sample.rows), "total": count(sample.rows_total)})
    dropped = [
        Message("steps-rows-dropped", {"rows": count(rows), "reason": reason})
        for reason, rows in sample.dropped
    ]
    return _parts([used, *dropped])


def about_estimate(estimate: Estimate, unit: str | None) -> Found:
    """The estimate with its 95% interval, outcome units."""
    effect = Quantity(estimate.value, estimate.ci_95, estimate.std_error, Scale(ScaleKind.OUTCOME, unit))
    return (Message("steps-estimate", {"effect": effect, "estimator": estimator_name(estimate.estimator)}),)


def about_checks(checks: Sequence[Check]) -> Found:
    ran = [check for check in checks if check.passed is not None]
    failed = tuple(check.title for check in ran if not check.passed)
    counts = {"passed": count(len(ran) - len(failed)), "run": count(len(ran))}
    also = [Message("steps-checks-failed", {"failed": failed})] if failed else []
    return _parts([Message("steps-checks", counts), *also])


def about_explanation(model: str | None) -> Found:
    if model:
        return (Message("steps-written-by", {"model": Quoted(model)}),)
    return (Message("steps-written"),)


def _design(design: Design) -> Message:
    held = {"covariates": Columns(design.adjustment_set, MOST_NAMES)}
    if design.kind in (DesignKind.BACKDOOR, DesignKind.NONE):
        return Message("steps-backdoor" if design.adjustment_set else "steps-nothing-held", held)
    by = Message(
        f"steps-{design.kind}",
        {
            "instruments": Columns(design.instruments, MOST_NAMES),
            "mediators": Columns(design.mediators, MOST_NAMES),
            "time": Column(design.time or ""),
            "column": Column(design.running_variable or ""),
        },
    )
    return Message("steps-held" if design.adjustment_set else "steps-not-held", {"design": by, **held})


def _parts(parts: Iterable[Message]) -> Found:
    return (Message("steps-parts", {"parts": tuple(parts)}),)


# ---------------- What estimators are called


def estimator_name(name: str) -> Message:
    """As people write it. What somebody else registered has no words of ours: its own name is said."""
    id = f"estimator-{name.replace('_', '-')}"
    otherwise = name.replace("_", " ").capitalize()
    return Message(id) if wording(DEFAULT).has(id) else as_given(otherwise)

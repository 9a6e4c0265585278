"""What a step found, in one plain sentence made from its values, for those who watch the steps happen.

Short and in English, as the steps' names are; the answer itself says it in the person's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.conversation.turns import CHANGE, UNDO, VIEW
from assistant.figures.standard import estimator_label
from assistant.language import wording
from assistant.prose.formatting import level_number, number, percent, with_unit
from assistant.prose.wording import Words
from assistant.types import population_text
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
]

MOST_NAMES = 5  # of columns in one sentence
_WORDS = Words("en")


@dataclass(frozen=True)
class StepDone:
    """A step of the pipeline that has ended without a fault (`Assistant(on_step=...)`)."""

    name: str  # "plan", "knowledge", "graph", "estimand", "data", "estimate", "checks", "explanation"
    seconds: float  # wall time
    found: str  # one plain sentence; holds column names as they are: escape it where it is shown


def about_plan(plan: Plan) -> str:
    """The reading: effect of what on what, from where to where, among whom."""
    query, design, unclear = plan.query, plan.design, plan.needs_clarification
    if plan.not_answerable is not None:
        return plan.not_answerable.reason
    if query is None:
        return unclear.question if unclear is not None else "No effect was found in the question."
    cutoff = f"the cutoff in {design.running_variable}" if design is not None else "the cutoff"
    said = f"Effect of {query.treatment or cutoff} on {query.outcome}"
    if query.low is not None and query.high is not None:
        said += f", from {level_number(query.low)} to {level_number(query.high)}"
    if query.population:
        said += f", where {population_text(query.population)}"
    unsure = " A question back comes first." if unclear is not None else ""
    return f"{said}. Confidence {percent(plan.confidence)}.{unsure}"


def about_turn(turn: Turn) -> str:
    """A sentence that is no question of its own."""
    if turn.kind == CHANGE and turn.change is not None:
        what = " ".join([turn.change.part.replace("_", " "), ", ".join(turn.change.columns)]).strip()
        return f"A change of the last question: {what}."
    return {
        VIEW: "A look back at the last answer.",
        UNDO: "Back to the answer before the last change.",
    }.get(turn.kind, "Not clear enough; a question back comes first.")


def about_knowledge(documents: int, passages: int) -> str:
    if not documents:
        return "No documents were given."
    return f"{_count(passages, 'passage')} in {_count(documents, 'document')} can be cited."


def about_graph(proposal: GraphProposal) -> str:
    graph = proposal.graph
    parts = [_count(len(graph.edges), "arrow")]
    parts.append(f"{_count(len(proposal.citations), 'passage')} cited")
    if proposal.conflicts:
        parts.append(f"sources disagree about {len(proposal.conflicts)}")
    if graph.unobserved:
        parts.append("not measured: " + _WORDS.names([cause.name for cause in graph.unobserved], MOST_NAMES))
    return "; ".join(parts) + "."


def about_estimand(found: Estimand | NotIdentified) -> str:
    """What tells the effect apart, or why nothing does."""
    return (
        wording("en").paragraph(found.reason) if isinstance(found, NotIdentified) else _design(found.design)
    )


def about_data(sample: Sample) -> str:
    dropped = [f"{rows:,} dropped: {reason}" for reason, rows in sample.dropped]
    return "; ".join([f"{sample.rows:,} of {_count(sample.rows_total, 'row')} used", *dropped]) + "."


def about_estimate(estimate: Estimate, unit: str | None) -> str:
    """The estimate with its 95% interval, outcome units."""
    low, high = (number(limit, estimate.std_error) for limit in estimate.ci_95)
    value = with_unit(number(estimate.value, estimate.std_error), unit)
    return f"{value}, 95% interval {low} to {high}. {estimator_label(estimate.estimator)}."


def about_checks(checks: Sequence[Check]) -> str:
    ran = [check for check in checks if check.passed is not None]
    failed = [wording("en").say(check.title) for check in ran if not check.passed]
    said = f"{sum(check.passed is True for check in ran)} of {_count(len(ran), 'check')} passed"
    return f"{said}; failed: {_WORDS.names(failed, MOST_NAMES)}." if failed else f"{said}."


def about_explanation(model: str | None) -> str:
    by = f"Written with {model}" if model else "Written without a language model"
    return f"{by}; every number in the text is a computed one."


def _design(design: Design) -> str:
    match design.kind:
        case DesignKind.RANDOMISED:
            return f"The treatment was set by chance{_held(design)}."
        case DesignKind.IV:
            return f"By the instrument {_WORDS.names(design.instruments, MOST_NAMES)}{_held(design)}."
        case DesignKind.FRONTDOOR:
            return f"Through the mediator {_WORDS.names(design.mediators, MOST_NAMES)}{_held(design)}."
        case DesignKind.DID:
            return f"By before and after beside a comparison group (time: {design.time}){_held(design)}."
        case DesignKind.RDD:
            return f"By both sides of the cutoff in {design.running_variable}{_held(design)}."
    return f"By holding fixed {_WORDS.names(design.adjustment_set, MOST_NAMES) or 'nothing'}."


def _held(design: Design) -> str:
    names = _WORDS.names(design.adjustment_set, MOST_NAMES)
    return f", holding fixed {names}" if names else ""


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"

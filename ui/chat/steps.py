"""What each step of one answer found, for whoever opens it in the conversation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.figures import estimator_label
from assistant.formatting import number, percent, with_unit
from ui.chat.text import line

if TYPE_CHECKING:
    from assistant import Answer

__all__ = ["TITLES", "step_details"]

TITLES = {
    "plan": "Plan: what is asked, of which columns",
    "knowledge": "Knowledge: the documents",
    "graph": "Graph: what may cause what",
    "estimand": "Estimand: can this be answered?",
    "data": "Data: which rows can be used",
    "estimate": "Estimate",
    "checks": "Checks: attempts to break it",
    "explanation": "Explanation",
}
MOST = 6  # lines of one kind
MARKS = {True: "✓", False: "✗", None: "–"}


def step_details(name: str, answer: Answer) -> str:
    """Markdown; every word from outside escaped."""
    lines = _DETAILS[name](answer) if name in _DETAILS else []
    return "\n".join(f"- {line(text)}" for text in lines) or "Nothing to show."


def _plan(answer: Answer) -> list[str]:
    plan, query = answer.plan, answer.query
    if plan is None:
        return []
    read = [f"Effect of {query.treatment or 'the cutoff'} on {query.outcome}"] if query else []
    read.append(f"Confidence {percent(plan.confidence)}")
    read += [f"{evidence.about}: {evidence.text}" for evidence in plan.evidence[:MOST]]
    others = [r for r in plan.alternatives[1:3] if r.treatment and r.outcome]
    return read + [f"Also possible: {r.treatment} → {r.outcome} ({percent(r.confidence)})" for r in others]


def _knowledge(answer: Answer) -> list[str]:
    if not answer.citations:
        return ["No passage was cited."]
    files = dict.fromkeys(passage.source for passage in answer.citations)
    return [f"{len(answer.citations)} passages cited, from {', '.join(files)}. The tab Evidence has them."]


def _graph(answer: Answer) -> list[str]:
    if answer.graph is None:
        return []
    kinds: dict[str, int] = {}
    for edge in answer.graph.edges:
        for source in edge.sources:
            kinds[source.kind] = kinds.get(source.kind, 0) + 1
    claims = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items(), key=lambda k: -k[1]))
    return [f"{len(answer.graph.edges)} arrows", f"Claims by: {claims}"] + [
        f"Not measured{' (suspected by the model)' if cause.suspected else ''}: {cause.name}"
        for cause in answer.graph.unobserved
    ]


def _estimand(answer: Answer) -> list[str]:
    found = [f"Design: {answer.design.kind}"] if answer.design else []
    if answer.expression:
        found.append(answer.expression)
    return found or [answer.prose.split("\n\n")[0]]


def _data(answer: Answer) -> list[str]:
    flow = [f"{answer.rows_total:,} rows in the table"]
    flow += [f"{rows:,} dropped: {reason}" for reason, rows in answer.dropped]
    return [*flow, f"{answer.estimate.rows_used:,} used"] if answer.estimate else flow


def _estimate(answer: Answer) -> list[str]:
    best = answer.estimate
    if best is None:
        return []
    return [
        f"{estimator_label(one.estimator)}: {with_unit(number(one.value, best.std_error), answer.unit)}"
        for one in (best, *best.alternatives[:MOST])
    ]


def _checks(answer: Answer) -> list[str]:
    return [f"{MARKS[check.passed]} {check.purpose}" for check in answer.checks]


def _explanation(answer: Answer) -> list[str]:
    return [
        f"Every number in the text is a computed one. Prompts: {', '.join(answer.trace.prompts) or 'none'}.",
        f"Language model: {answer.trace.model}, {answer.trace.model_calls} calls",
    ]


_DETAILS: dict[str, Callable[[Answer], list[str]]] = {
    "plan": _plan,
    "knowledge": _knowledge,
    "graph": _graph,
    "estimand": _estimand,
    "data": _data,
    "estimate": _estimate,
    "checks": _checks,
    "explanation": _explanation,
}

"""The conversation as Gradio's messages: question, the steps as they happen, answer, buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.figures.standard import estimator_label
from assistant.language import wording
from assistant.prose.formatting import number, percent, with_unit
from tools.types import NeedsClarification
from ui.chat.text import inline, line

if TYPE_CHECKING:
    from assistant import Answer
    from ui.chat.session import Session, Turn
    from ui.chat.work import Job

__all__ = ["TITLES", "Line", "answer_markdown", "conversation", "step_details"]

# ---------------- What each step of one answer found, for whoever opens it in the conversation


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
    said = wording(answer.language)
    return [f"{MARKS[check.passed]} {said.say(check.purpose)}" for check in answer.checks]


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


@dataclass(frozen=True)
class Line:
    """A message and the turn that it belongs to."""

    turn: str
    message: dict[str, Any]


def conversation(session: Session) -> list[Line]:
    """Every message so far, oldest first."""
    lines: list[Line] = []
    job = session.job
    for turn in session.turns:
        running = job is not None and job.turn.id == turn.id and not job.done
        messages = [{"role": "user", "content": inline(turn.question)}]
        messages += _running(job) if running and job is not None else _finished(turn)
        lines += [Line(turn.id, message) for message in messages]
    return lines


def _running(job: Job) -> list[dict[str, Any]]:
    steps = job.timed()
    return [
        _thought(
            TITLES.get(name, name),
            line(job.found.get(name, "")),
            status="done" if name in job.found else "pending",
            seconds=seconds if name in job.found else None,
        )
        for name, seconds in steps
    ] or [_thought("Starting", "", status="pending")]


def _finished(turn: Turn) -> list[dict[str, Any]]:
    if turn.answer is None:
        return [{"role": "assistant", "content": inline(turn.problem or "")}]
    total = sum(seconds for _, seconds in turn.steps)
    head = _thought("How this was worked out", "", id_=turn.id, status="done", seconds=total)
    shown = [
        _thought(
            TITLES.get(name, name),
            step_details(name, turn.answer),
            parent=turn.id,
            status="done",
            seconds=seconds,
        )
        for name, seconds in turn.steps
    ]
    reply: dict[str, Any] = {"role": "assistant", "content": answer_markdown(turn.answer)}
    choices = _choices(turn.answer)
    if choices:
        reply["options"] = [{"value": choice} for choice in choices]
    return [head, *shown, reply]


def _thought(
    title: str,
    content: str,
    *,
    status: str,
    id_: str | None = None,
    parent: str | None = None,
    seconds: float | None = None,
) -> dict[str, Any]:
    metadata: dict[str, Any] = {"title": title, "status": status}
    if id_ is not None:
        metadata["id"] = id_
    if parent is not None:
        metadata["parent_id"] = parent
    if seconds is not None:
        metadata["duration"] = round(seconds, 2)
    return {"role": "assistant", "content": content, "metadata": metadata}


def _choices(answer: Answer) -> Sequence[str]:
    return answer.refusal.choices if isinstance(answer.refusal, NeedsClarification) else ()


def answer_markdown(answer: Answer) -> str:
    """The prose, and below it the estimate beside the unadjusted one."""
    parts = [inline(paragraph) for paragraph in answer.prose.split("\n\n")]
    best = answer.estimate
    if best is not None:
        low, high = (number(limit, best.std_error) for limit in best.ci_95)
        cells = [
            line(with_unit(number(best.value, best.std_error), answer.unit)),
            f"{low} to {high}",
            number(best.unadjusted, best.std_error) if best.unadjusted is not None else "",
            f"{best.rows_used:,}",
        ]
        heads = "| Estimate | 95% interval | Unadjusted | Rows |\n|---|---|---|---|"
        parts.insert(1, f"{heads}\n| {' | '.join(cells)} |")
    return "\n\n".join(parts)

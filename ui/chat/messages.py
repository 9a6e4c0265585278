"""The conversation as Gradio's messages: question, the steps as they happen, answer, buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.figures.standard import estimator_label, measured
from assistant.language import say, wording
from assistant.prose.quantities import count, share
from assistant.report.blocks import known
from tools.messages import Column, Message
from tools.types import NeedsClarification

if TYPE_CHECKING:
    from assistant import Answer
    from ui.chat.session import Session, Turn
    from ui.chat.work import Job

__all__ = ["TITLES", "Line", "answer_markdown", "conversation", "line", "step_details"]


# ---------------- Text from outside as Markdown that shows it as it is


def inline(text: str) -> str:
    """No markup, no HTML, no links."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|$!~" else c for c in text)


def line(text: str) -> str:
    """The same on one line."""
    return " ".join(inline(text).split())


# ---------------- What each step of one answer found, for whoever opens it in the conversation


TITLES = ("plan", "knowledge", "graph", "estimand", "data", "estimate", "checks", "explanation")
MOST = 6  # lines of one kind
MARKS = {True: "✓", False: "✗", None: "–"}


def step_title(name: str, code: str) -> str:
    return say(code, f"ui-step-{name}") if name in TITLES else name


def step_details(name: str, answer: Answer) -> str:
    """Markdown; every word from outside escaped."""
    lines = _DETAILS[name](answer) if name in _DETAILS else []
    return "\n".join(f"- {line(text)}" for text in lines) or say(answer.language, "ui-step-nothing")


def _plan(answer: Answer) -> list[str]:
    plan, query, code = answer.plan, answer.query, answer.language
    if plan is None:
        return []
    read = []
    if query is not None:
        treatment = Column(query.treatment) if query.treatment else Message("steps-cutoff")
        read.append(say(code, "steps-reading", treatment=treatment, outcome=query.outcome))
    read.append(say(code, "ui-step-confidence", confidence=share(plan.confidence)))
    read += [f"{evidence.about}: {evidence.text}" for evidence in plan.evidence[:MOST]]
    others = [r for r in plan.alternatives[1:3] if r.treatment and r.outcome]
    return read + [
        say(
            code,
            "ui-step-also",
            treatment=r.treatment or "",
            outcome=r.outcome or "",
            confidence=share(r.confidence),
        )
        for r in others
    ]


def _knowledge(answer: Answer) -> list[str]:
    if not answer.citations:
        return [say(answer.language, "ui-step-no-passage")]
    files = ", ".join(dict.fromkeys(passage.source for passage in answer.citations))
    counted = count(len(answer.citations))
    return [say(answer.language, "ui-step-passages", passages=counted, files=files)]


def _graph(answer: Answer) -> list[str]:
    if answer.graph is None:
        return []
    code = answer.language
    kinds: dict[str, int] = {}
    for edge in answer.graph.edges:
        for source in edge.sources:
            kinds[source.kind] = kinds.get(source.kind, 0) + 1
    ranked = sorted(kinds.items(), key=lambda k: -k[1])
    claims = ", ".join(f"{known(answer, f'kind_{kind}', kind)} {number}" for kind, number in ranked)
    arrows = say(code, "ui-step-arrows", count=count(len(answer.graph.edges)))
    return [arrows, say(code, "ui-step-claims", claims=claims)] + [
        say(code, f"ui-step-{'suspected' if cause.suspected else 'not-measured'}", cause=cause.name)
        for cause in answer.graph.unobserved
    ]


def _estimand(answer: Answer) -> list[str]:
    found = []
    if answer.design is not None:
        kind = say(answer.language, f"ui-design-{answer.design.kind}")
        found.append(say(answer.language, "ui-step-design", design=kind))
    if answer.expression:
        found.append(answer.expression)
    return found or list(answer.paragraphs[:1])


def _data(answer: Answer) -> list[str]:
    code = answer.language
    flow = [say(code, "ui-step-rows", rows=count(answer.rows_total))]
    flow += [say(code, "ui-step-dropped", rows=count(rows), reason=reason) for reason, rows in answer.dropped]
    if answer.estimate is not None:
        flow.append(say(code, "ui-step-used", rows=count(answer.estimate.rows_used)))
    return flow


def _estimate(answer: Answer) -> list[str]:
    best = answer.estimate
    if best is None:
        return []
    words = wording(answer.language)
    return [
        f"{estimator_label(one.estimator, answer.language)}: {words.quantity(measured(answer, one))}"
        for one in (best, *best.alternatives[:MOST])
    ]


def _checks(answer: Answer) -> list[str]:
    say_it = answer.words.say
    return [f"{MARKS[check.passed]} {say_it(check.purpose)}" for check in answer.checks]


def _explanation(answer: Answer) -> list[str]:
    code, trace = answer.language, answer.trace
    prompts = ", ".join(trace.prompts) or say(code, "ui-none")
    return [
        say(code, "ui-step-computed", prompts=prompts),
        say(code, "ui-step-model", model=trace.model, calls=count(trace.model_calls)),
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
        code = session.language
        messages += _running(job, code) if running and job is not None else _finished(turn, code)
        lines += [Line(turn.id, message) for message in messages]
    return lines


def _running(job: Job, code: str) -> list[dict[str, Any]]:
    steps = job.timed()
    return [
        _thought(
            step_title(name, code),
            line(job.found.get(name, "")),
            status="done" if name in job.found else "pending",
            seconds=seconds if name in job.found else None,
        )
        for name, seconds in steps
    ] or [_thought(say(code, "ui-step-starting"), "", status="pending")]


def _finished(turn: Turn, code: str) -> list[dict[str, Any]]:
    if turn.answer is None:
        return [{"role": "assistant", "content": inline(turn.problem or "")}]
    code = turn.answer.language
    total = sum(seconds for _, seconds in turn.steps)
    head = _thought(say(code, "ui-step-how"), "", id_=turn.id, status="done", seconds=total)
    shown = [
        _thought(
            step_title(name, code),
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
    parts = [inline(paragraph) for paragraph in answer.paragraphs]
    best = answer.estimate
    if best is not None:
        code, words = answer.language, wording(answer.language)
        low, high = (words.number(limit, best.std_error) for limit in best.ci_95)
        cells = [
            line(words.quantity(measured(answer, best))),
            say(code, "ui-to", low=low, high=high),
            words.number(best.unadjusted, best.std_error) if best.unadjusted is not None else "",
            words.quantity(count(best.rows_used)),
        ]
        heads = [say(code, f"ui-{name}") for name in ("estimate", "interval", "unadjusted", "rows")]
        parts.insert(1, f"| {' | '.join(heads)} |\n|---|---|---|---|\n| {' | '.join(cells)} |")
    return "\n\n".join(parts)

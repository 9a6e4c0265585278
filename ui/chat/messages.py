"""The conversation as Gradio's messages: question, the steps as they happen, answer, buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.formatting import number, with_unit
from tools.types import NeedsClarification
from ui.chat.steps import TITLES, step_details
from ui.chat.text import inline, line

if TYPE_CHECKING:
    from assistant import Answer
    from ui.chat.session import Session, Turn
    from ui.chat.work import Job

__all__ = ["Line", "answer_markdown", "conversation"]


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

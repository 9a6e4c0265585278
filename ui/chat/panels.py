"""The tabs beside the conversation, as HTML from the report's own parts: the two cannot disagree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant.report import findings, limits, study
from assistant.report.blocks import Block, Grid, Note, Paragraph, Script
from assistant.report.html import blocks_html, escape, inside

if TYPE_CHECKING:
    from assistant import Answer
    from ui.chat.sessions import Turn

__all__ = [
    "EMPTY",
    "answer_panel",
    "checks_panel",
    "downloads",
    "evidence_panel",
    "graph_panel",
    "sent_panel",
]

EMPTY = '<p class="empty">{}</p>'
MOST_SENT = 20_000  # characters of one message


def answer_panel(turn: Turn | None) -> str:
    if turn is None or turn.answer is None:
        return EMPTY.format("The answer will stand here: the effect, its interval, and the raw comparison.")
    answer = turn.answer
    parts = [*findings.answer_in_short(answer)[:2], *findings.estimate(answer), *study.estimand(answer)]
    return downloads(turn) + _html(turn, parts)


def graph_panel(turn: Turn | None, *, edited: bool = False) -> str:
    """The picture and the arrows; an `edited` graph belongs to no answer yet, so its picture is inside."""
    if turn is None or turn.answer is None or turn.answer.graph is None:
        return EMPTY.format("The causal graph will stand here, with who claims each arrow.")
    parts = study.graph(turn.answer)
    if parts and edited:
        drawn = turn.answer
        return blocks_html(parts, lambda kind: inside(drawn, kind))
    return _html(turn, parts) if parts else EMPTY.format("There are no arrows in this graph.")


def evidence_panel(turn: Turn | None) -> str:
    """Cited passages with their file and place, then why the columns were understood as they were."""
    if turn is None or turn.answer is None:
        return EMPTY.format("Passages of your documents that speak for an arrow will stand here.")
    answer = turn.answer
    parts = [*_heading("Cited passages", _citations(answer))]
    parts += _heading("What was adjusted for, and what was left out", study.adjustment(answer))
    if answer.plan is not None and answer.plan.evidence:
        rows = tuple((e.about, e.text) for e in answer.plan.evidence)
        parts += _heading("Why the question was understood so", (Grid(("About", "Evidence"), rows),))
    return _sections(turn, parts)


def checks_panel(turn: Turn | None) -> str:
    if turn is None or turn.answer is None:
        return EMPTY.format("Attempts to break the estimate will stand here, each with what it cannot see.")
    answer = turn.answer
    if answer.estimate is None:
        return EMPTY.format("There is no estimate to check.")
    parts = [
        *_heading("Checks", findings.checks(answer)),
        *_heading("Is like compared with like?", findings.comparability(answer)),
        *_heading("How strong would a hidden cause have to be?", findings.sensitivity(answer)),
        *_heading("Assumptions", limits.assumptions(answer)),
        *_heading("What we could not rule out", limits.not_ruled_out(answer)),
    ]
    return _sections(turn, parts)


def sent_panel(turn: Turn | None) -> str:
    """Exactly what went to the language model, or that nothing did."""
    if turn is None or turn.answer is None:
        return EMPTY.format("What was sent to a language model will stand here.")
    trace = turn.answer.trace
    if not trace.sent:
        said = "Nothing. No language model was asked, and nothing left this machine."
        prompts = ", ".join(trace.prompts) or "none"
        note = f"Model: {trace.model}. Prompts are templates that this machine filled in: {prompts}."
        return _html(turn, (Paragraph(said), Note(note)))
    items = [
        f"<h3>Message {number} of {len(trace.sent)}</h3>{blocks_html((Script(_cut(text)),), str)}"
        for number, text in enumerate(trace.sent, 1)
    ]
    return "".join(items)


def downloads(turn: Turn) -> str:
    """Links to the report and the JSON; each is served to this session only."""
    links = [
        ("report.html", "Report (HTML)"),
        ("report.pdf", "Report (PDF)"),
        ("answer.json", "Answer (JSON)"),
    ]
    items = "".join(
        f'<a class="download" href="askwhy/download/{turn.id}/{name}" download>{label}</a>'
        for name, label in links
    )
    return f'<nav class="downloads" aria-label="Download">{items}</nav>'


def _citations(answer: Answer) -> tuple[Block, ...]:
    if not answer.citations:
        return (Note("Nothing was cited. Add documents or a description, and ask again."),)
    claims: dict[str, list[str]] = {}
    for edge in answer.graph.edges if answer.graph else ():
        for source in edge.sources:
            if source.passage:
                claims.setdefault(source.passage, []).append(f"{edge.cause} → {edge.effect}")
    rows = tuple(
        (p.source, p.place, study.plain_words(p.text), ", ".join(claims.get(p.id, ())[:4]))
        for p in answer.citations
    )
    return (Grid(("Document", "Place", "Text", "Speaks for"), rows),)


def _heading(title: str, blocks: Iterable[Block]) -> list[tuple[str, tuple[Block, ...]]]:
    held = tuple(blocks)
    return [(title, held)] if held else []


def _sections(turn: Turn, parts: Iterable[tuple[str, tuple[Block, ...]]]) -> str:
    return "".join(f"<h3>{escape(title)}</h3>{_html(turn, blocks)}" for title, blocks in parts)


def _html(turn: Turn, blocks: Iterable[Block]) -> str:
    return blocks_html(blocks, lambda kind: f"askwhy/figure/{turn.id}/{kind}.png")


def _cut(text: str) -> str:
    return text if len(text) <= MOST_SENT else text[:MOST_SENT] + "\n… (cut here)"

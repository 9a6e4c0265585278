"""The tabs beside the conversation, as HTML from the report's own parts: the two cannot disagree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant.report import findings, limits, study
from assistant.report.blocks import Block, Grid, Note, Paragraph, Picture, Script
from assistant.report.html import blocks_html, escape
from ui.chat.pictures import figure_html

if TYPE_CHECKING:
    from assistant import Answer
    from tools.types import Check, Passage
    from ui.chat.session import Turn

__all__ = ["EMPTY", "answer_panel", "checks_panel", "downloads", "evidence_panel", "sent_panel"]

EMPTY = '<p class="empty">{}</p>'
MOST_ARROWS = 4  # that a passage is said to speak for
VERDICTS = {True: ("✓", "passed"), False: ("✗", "failed"), None: ("–", "not run")}
HOW = (
    ("Plan", "which columns your question is about, and what is compared"),
    ("Knowledge", "what your documents say about them"),
    ("Graph", "what may cause what, with a source for each arrow"),
    ("Estimand", "whether the data can answer at all; if not, it says what would help"),
    ("Estimate", "the effect with its interval, beside the plain comparison"),
    ("Checks", "attempts to break the estimate, and what each cannot see"),
)


def answer_panel(turn: Turn | None) -> str:
    if turn is None or turn.answer is None:
        steps = "".join(f"<li><strong>{name}</strong> {text}</li>" for name, text in HOW)
        said = "The answer will stand here. This is how it comes about; each step can be opened and checked:"
        return f'<div class="how"><p>{said}</p><ol>{steps}</ol></div>'
    answer = turn.answer
    parts = [*findings.answer_in_short(answer)[:2], *findings.estimate(answer)]
    if answer.estimate is None:
        parts = list(findings.answer_in_short(answer))
    return downloads(turn) + _html(turn, parts) + _fold("What exactly is estimated", study.estimand(answer))


def evidence_panel(turn: Turn | None) -> str:
    """Cited passages with their file and place, then why the columns were understood as they were."""
    if turn is None or turn.answer is None:
        return EMPTY.format("Passages of your documents that speak for an arrow will stand here.")
    answer = turn.answer
    parts = _heading("What was adjusted for, and what was left out", _joined(study.adjustment(answer)))
    if answer.plan is not None and answer.plan.evidence:
        rows = tuple((e.about, e.text) for e in answer.plan.evidence)
        parts += _heading("Why the question was understood so", (Grid(("About", "Evidence"), rows),))
    return f"<h3>Cited passages</h3>{_citations(answer)}{_sections(turn, parts)}"


def checks_panel(turn: Turn | None) -> str:
    if turn is None or turn.answer is None:
        return EMPTY.format("Attempts to break the estimate will stand here, each with what it cannot see.")
    answer = turn.answer
    if answer.estimate is None:
        return EMPTY.format("There is no estimate to check.")
    parts = [
        *_heading("Is like compared with like?", findings.comparability(answer)),
        *_heading("How strong would a hidden cause have to be?", findings.sensitivity(answer)),
        *_heading("Assumptions", limits.assumptions(answer)),
        *_heading("What we could not rule out", limits.not_ruled_out(answer)),
    ]
    return f"<h3>Checks</h3>{_checks(turn, answer)}{_sections(turn, parts)}"


def sent_panel(turn: Turn | None) -> str:
    """Exactly what went to the language model, or that nothing did."""
    if turn is None or turn.answer is None:
        return EMPTY.format("What was sent to a language model will stand here.")
    trace = turn.answer.trace
    prompts = ", ".join(trace.prompts) or "none"
    if not trace.sent:
        said = "Nothing. No language model was asked, and nothing left this machine."
        note = f"Model: {trace.model}. Prompts are templates that this machine filled in: {prompts}."
        return _html(turn, (Paragraph(said), Note(note)))
    number = len(trace.sent)
    said = (
        f"{number} message{'s' if number > 1 else ''} to {trace.model}, about {trace.tokens:,} tokens in all"
    )
    items = [
        f'<details class="fold"{" open" if place == 1 else ""}><summary>Message {place} of {number}</summary>'
        f"{blocks_html((Script(text),), str)}</details>"
        for place, text in enumerate(trace.sent, 1)
    ]
    head = (Paragraph(f"{said}. It is all here, word for word."), Note(f"Prompts: {prompts}."))
    return _html(turn, head) + "".join(items)


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


# ---------------------------------------------------------------- parts


def _checks(turn: Turn, answer: Answer) -> str:
    """One after another: what it asks, the verdict, the result, the blind spot."""
    if not answer.checks:
        return _html(turn, findings.checks(answer))
    items = "".join(_check(check) for check in answer.checks)
    note = "Passing checks never proves that an effect is causal: read what each cannot detect."
    return f'<ul class="checks">{items}</ul><p class="note">{note}</p>'


def _check(check: Check) -> str:
    mark, verdict = VERDICTS[check.passed]
    detail = f"<p>{escape(check.detail)}</p>" if check.detail else ""
    return (
        f'<li class="{verdict.replace(" ", "-")}"><p><span class="mark" aria-hidden="true">{mark}</span>'
        f'<strong>{escape(check.purpose)}</strong> <span class="verdict">{verdict}</span></p>{detail}'
        f'<p class="note">Cannot detect: {escape(check.cannot_detect)}</p></li>'
    )


def _citations(answer: Answer) -> str:
    if not answer.citations:
        return '<p class="note">Nothing was cited. Add documents or a description, and ask again.</p>'
    claims: dict[str, list[str]] = {}
    for edge in answer.graph.edges if answer.graph else ():
        for source in edge.sources:
            if source.passage:
                claims.setdefault(source.passage, []).append(f"{edge.cause} → {edge.effect}")
    items = "".join(_citation(passage, claims.get(passage.id, [])) for passage in answer.citations)
    return f'<ul class="passages">{items}</ul>'


def _citation(passage: Passage, arrows: list[str]) -> str:
    more = f" and {len(arrows) - MOST_ARROWS} more" if len(arrows) > MOST_ARROWS else ""
    speaks = f" · speaks for {', '.join(arrows[:MOST_ARROWS])}{more}" if arrows else ""
    place = f", {passage.place}" if passage.place else ""
    return (
        f"<li><blockquote>{escape(study.plain_words(passage.text))}</blockquote>"
        f'<p class="note"><cite>{escape(passage.source + place)}</cite>{escape(speaks)}</p></li>'
    )


def _joined(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Tables of columns with a reason: those with the same reason stand in one row."""
    return tuple(_grouped(block) if isinstance(block, Grid) else block for block in blocks)


def _grouped(grid: Grid) -> Grid:
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, *rest in grid.rows:
        groups.setdefault(tuple(rest), []).append(name)
    rows = tuple((", ".join(names), *rest) for rest, names in groups.items())
    return Grid(grid.heads, rows, grid.caption)


def _heading(title: str, blocks: Iterable[Block]) -> list[tuple[str, tuple[Block, ...]]]:
    held = tuple(blocks)
    return [(title, held)] if held else []


def _fold(title: str, blocks: Iterable[Block]) -> str:
    shown = blocks_html(blocks, str)
    return f'<details class="fold"><summary>{escape(title)}</summary>{shown}</details>' if shown else ""


def _sections(turn: Turn, parts: Iterable[tuple[str, tuple[Block, ...]]]) -> str:
    return "".join(f"<h3>{escape(title)}</h3>{_html(turn, blocks)}" for title, blocks in parts)


def _html(turn: Turn, blocks: Iterable[Block]) -> str:
    return "".join(
        figure_html(turn.id, block.kind, block.alt)
        if isinstance(block, Picture)
        else blocks_html((block,), str)
        for block in blocks
    )

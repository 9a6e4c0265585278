"""The tabs beside the conversation, as HTML from the report's own parts: the two cannot disagree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant.figures.graph import LOOKS, node_roles
from assistant.figures.standard import alt_text
from assistant.language import wording
from assistant.prose.formatting import number, percent
from assistant.report import findings, limits, study
from assistant.report.blocks import Block, Grid, Note, Paragraph, Picture, Script, say
from assistant.report.html import blocks_html, escape
from assistant.report.study import plain_words
from tools.data.distribution import Bar, many_numbers
from tools.types import ColumnProfile, DesignKind
from ui.chat.pictures import figure_html, inside_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from assistant import Answer
    from assistant.answers.multiverse import Multiverse, Universe
    from assistant.language import Wording
    from tools.types import Check, Edge, EdgeSource, Passage
    from ui.chat.session import Session, Turn

__all__ = [
    "EMPTY",
    "answer_panel",
    "arrows_panel",
    "can_vary",
    "checks_panel",
    "data_panel",
    "downloads",
    "evidence_panel",
    "graph_panel",
    "multiverse_panel",
    "sent_panel",
]

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
    said = wording(answer.language)
    items = "".join(_check(check, said) for check in answer.checks)
    note = "Passing checks never proves that an effect is causal: read what each cannot detect."
    return f'<ul class="checks">{items}</ul><p class="note">{note}</p>'


def _check(check: Check, said: Wording) -> str:
    mark, verdict = VERDICTS[check.passed]
    detail = f"<p>{escape(said.paragraph(check.detail))}</p>" if check.detail else ""
    purpose = escape(said.say(check.purpose))
    return (
        f'<li class="{verdict.replace(" ", "-")}"><p><span class="mark" aria-hidden="true">{mark}</span>'
        f'<strong>{purpose}</strong> <span class="verdict">{verdict}</span></p>{detail}'
        f'<p class="note">Cannot detect: {escape(said.say(check.cannot_detect))}</p></li>'
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


# ---------------- The tab Data: what the table holds, a look at its first rows, and which rows an answer use


MOST_COLUMNS = 200
MOST_LEVELS = 4
MOST_CELL = 40  # characters


def data_panel(session: Session) -> str:
    if session.table is None:
        return EMPTY.format("Upload a table, and what it holds will stand here.")
    assistant = session.assistant
    profile = assistant.profile
    heading = (
        f"<h3>{escape(session.table_name)}</h3><p>{profile.rows:,} rows, {len(profile.columns)} columns</p>"
    )
    documents = "".join(f"<li>{escape(path.name)}</li>" for path in session.documents)
    known = f"<h3>Documents</h3><ul>{documents}</ul>" if documents else ""
    remarks = "".join(f"<li>{escape(text)}</li>" for text in profile.warnings)
    warned = f"<h3>Remarks</h3><ul>{remarks}</ul>" if remarks else ""
    parts = [heading, _flow(session), "<h3>Columns</h3>", _columns(session), warned, known]
    return "".join([*parts, "<h3>First rows</h3>", _preview(session)])


def _flow(session: Session) -> str:
    """Rows in, dropped and why, used: of the answer that is shown."""
    turn = session.current
    if turn is None or turn.answer is None or turn.answer.estimate is None:
        return ""
    blocks = (*study.rows(turn.answer), *study.missing(turn.answer))
    return "<h3>Rows of the answer shown</h3>" + blocks_html(blocks, lambda kind: "")


def _columns(session: Session) -> str:
    assistant, bars = session.assistant, session.look().bars
    rows = "".join(
        f'<tr><th scope="row">{escape(column.name)}{_meaning(column)}</th><td>{column.kind}</td>'
        f"<td>{_missing(column)}</td><td>{_bars(bars.get(column.name, ()))}{escape(_range(column))}</td></tr>"
        for column in assistant.profile.columns[:MOST_COLUMNS]
    )
    hidden = len(assistant.profile.columns) - MOST_COLUMNS
    more = f'<p class="note">and {hidden} more columns</p>' if hidden > 0 else ""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Column", "Type", "Missing", "Distribution"))
    return (
        f'<div class="wide tall" tabindex="0"><table class="rows columns"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}"
    )


def _meaning(column: ColumnProfile) -> str:
    said = column.meaning or column.description
    return f'<br><span class="note">{escape(said)}</span>' if said else ""


def _missing(column: ColumnProfile) -> str:
    return f"{column.missing:,} ({percent(column.missing / column.rows)})" if column.missing else "none"


def _range(column: ColumnProfile) -> str:
    if column.levels and not many_numbers(column):
        said = ", ".join(f"{_cut(level)}: {rows:,}" for level, rows in column.levels[:MOST_LEVELS])
        more = column.distinct - MOST_LEVELS
        return f"{said} and {more:,} more" if more > 0 else said
    if column.minimum is None or column.maximum is None:
        return f"{column.distinct:,} different values"
    unit = f" {column.unit}" if column.unit else ""
    middle = f", median {number(column.median)}" if column.median is not None else ""
    return f"{number(column.minimum)} to {number(column.maximum)}{unit}{middle}"


def _bars(bars: Sequence[Bar]) -> str:
    """A small picture of the counts; the words beside it say the same."""
    most = max((bar.rows for bar in bars), default=0)
    if not most:
        return ""
    width = 8
    drawn = "".join(
        f'<rect x="{place * width}" y="{28 - (height := max(1.0, 26 * bar.rows / most)):.1f}" '
        f'width="{width - 1}" height="{height:.1f}"><title>{escape(bar.label)}: {bar.rows:,}</title></rect>'
        for place, bar in enumerate(bars)
    )
    size = width * len(bars)
    box = f'viewBox="0 0 {size} 28" width="{size}" height="28"'
    return f'<svg class="bars" {box} aria-hidden="true">{drawn}</svg>'


def _preview(session: Session) -> str:
    names = session.assistant.table.columns[:MOST_COLUMNS]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_cut(cell))}</td>" for cell in row[:MOST_COLUMNS]) + "</tr>"
        for row in session.look().rows
    )
    return (
        '<div class="wide" tabindex="0"><table class="rows preview"><thead><tr>'
        f"{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cut(cell: object) -> str:
    text = str(cell)
    return text if len(text) <= MOST_CELL else text[: MOST_CELL - 1] + "…"


# ---------------- The estimate under other adjustment sets and graphs, below the checks


def can_vary(turn: Turn | None) -> bool:
    """Does the estimate rest on a choice of columns to hold fixed?"""
    answer = turn.answer if turn is not None else None
    return (
        answer is not None
        and answer.estimate is not None
        and answer.design is not None
        and answer.design.kind is DesignKind.BACKDOOR
        and answer.query is not None
        and answer.query.treatment is not None
    )


def multiverse_panel(turn: Turn | None, found: Multiverse | None) -> str:
    if not can_vary(turn):
        return ""
    heading = "<h3>What if other columns were held fixed?</h3>"
    if turn is None or found is None:
        said = "How much does the answer owe to the columns that were held fixed, and to single arrows?"
        return f'{heading}<p class="note">{said} It takes some seconds.</p>'
    told = [one for one in found.universes if one.estimate is not None]
    low, high = (number(limit, _error(told)) for limit in found.span)
    unit = f" {escape(found.unit)}" if found.unit else ""
    said = f"{len(told)} choices give estimates from {low} to {high}{unit}."
    picture = figure_html(turn.id, "multiverse", f"Estimates under other choices: {said}")
    rows = "".join(_row(one, _error(told)) for one in found.universes)
    return (
        f"{heading}<p>{said}</p>{picture}"
        '<details class="fold"><summary>Each choice in a table</summary><div class="wide" tabindex="0">'
        '<table class="rows"><thead><tr><th scope="col">Choice</th><th scope="col">Held fixed</th>'
        '<th scope="col">Estimate</th><th scope="col">95% interval</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def _row(one: Universe, error: float) -> str:
    if one.estimate is None:
        return f'<tr><th scope="row">{escape(one.choice)}</th><td colspan="3">{escape(one.reason)}</td></tr>'
    low, high = (number(limit, error) for limit in one.estimate.ci_95)
    held = ", ".join(one.adjustment_set) or "nothing"
    return (
        f'<tr><th scope="row">{escape(one.choice)}</th><td>{escape(held)}</td>'
        f"<td>{number(one.estimate.value, error)}</td><td>{low} to {high}</td></tr>"
    )


def _error(told: list[Universe]) -> float:
    """The answer's own standard error decides the digits of all."""
    return told[0].estimate.std_error if told and told[0].estimate is not None else 1.0


# ---------------- The tab Graph: the picture, and below the edits each arrow, to be opened for who claims it


NOTHING = (
    '<p class="empty">The causal graph will stand here, with who claims each arrow.<br>'
    "You can change it, and have the question answered again.</p>"
)


def graph_panel(turn: Turn | None, *, edited: bool = False) -> str:
    """The picture; an `edited` graph belongs to no answer yet, so its picture is inside."""
    if turn is None or turn.answer is None or turn.answer.graph is None:
        return NOTHING
    if not turn.answer.graph.nodes:
        return '<p class="empty">There are no arrows in this graph.</p>'
    alt = alt_text(turn.answer, "graph")
    return inside_html(turn.answer, "graph", alt) if edited else figure_html(turn.id, "graph", alt)


def arrows_panel(turn: Turn | None) -> str:
    """Each arrow on a line; opened, it says who claims it. The arrow that was asked about comes first."""
    answer = turn.answer if turn is not None else None
    if answer is None or answer.graph is None or not (answer.graph.edges or answer.graph.unobserved):
        return ""
    roles = node_roles(answer)
    passages = {passage.id: passage for passage in answer.citations}
    query = answer.query
    asked = (query.treatment, query.outcome) if query else None
    edges = sorted(answer.graph.edges, key=lambda edge: (edge.cause, edge.effect) != asked)
    words = _role_words(answer)

    def end(name: str) -> str:
        role = roles.get(name, "other")
        return f'<span class="node" title="{escape(words[role])}">{_dot(role)}{escape(name)}</span>'

    lines = [_arrow(edge, end, passages) for edge in edges]
    lines += [
        f"<li><details><summary>{end(cause.name)} → {end(effect)}</summary>"
        f"{_claims(cause.sources, passages)}</details></li>"
        for cause in answer.graph.unobserved
        for effect in cause.affects
    ]
    note = "The graph is a set of claims about the world. An arrow that is missing here is a claim too."
    return (
        f"<h3>{len(lines)} arrows: open one to see who claims it</h3>{_legend(answer)}"
        f'<ul class="arrows">{"".join(lines)}</ul><p class="note">{note}</p>'
    )


def _arrow(edge: Edge, end: Callable[[str], str], passages: Mapping[str, Passage]) -> str:
    kinds = ", ".join(dict.fromkeys(source.kind for source in edge.sources)) or "assumption"
    ends = f'data-cause="{escape(edge.cause)}" data-effect="{escape(edge.effect)}"'
    name = escape(f"Change the arrow from {edge.cause} to {edge.effect}")
    return (
        f"<li><details><summary>{end(edge.cause)} → {end(edge.effect)}"
        f'<span class="by">{escape(kinds)} · {percent(edge.confidence)} sure</span></summary>'
        f"{_claims(edge.sources, passages)}"
        f'<button type="button" class="change" {ends} aria-label="{name}">Change this arrow</button>'
        "</details></li>"
    )


def _role_words(answer: Answer) -> dict[str, str]:
    """What each role is called, in the answer's language."""
    return {role: say(answer, f"role_{role}") for role in LOOKS}


def _dot(role: str) -> str:
    look = LOOKS[role]
    line = {"--": "dashed", ":": "dotted"}.get(look.line, "solid")
    return f'<i class="dot" style="background:{look.fill};border-color:{look.edge};border-style:{line}"></i>'


def _legend(answer: Answer) -> str:
    present = set(node_roles(answer).values())
    words = _role_words(answer)
    shown = (f"<span>{_dot(role)}{escape(words[role])}</span>" for role in LOOKS if role in present)
    return f'<p class="legend">{"".join(shown)}</p>'


def _claims(sources: Iterable[EdgeSource], passages: Mapping[str, Passage]) -> str:
    """A line each: who says it, where, and in which words; the same words stand once."""
    lines: dict[str, str] = {}
    for source in sources:
        text = plain_words(source.text).removeprefix("Assumed: ")  # the kind says it
        passage = passages.get(source.passage or "")
        if passage is not None:
            place = f", {passage.place}" if passage.place else ""
            lines[text] = (
                f"<strong>{escape(source.kind)}</strong> “{escape(text)}” "
                f'<span class="note">{escape(passage.source + place)}</span>'
            )
        elif text not in lines:
            lines[text] = f"<strong>{escape(source.kind)}</strong> {escape(text)}"
    items = "".join(f"<li>{line}</li>" for line in lines.values())
    return f"<ul>{items}</ul>" if items else "<p>Assumed.</p>"

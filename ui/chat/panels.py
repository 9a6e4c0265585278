"""The tabs beside the conversation, as HTML from the report's own parts: the two cannot disagree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant.figures.graph import LOOKS, node_roles
from assistant.figures.standard import alt_text
from assistant.language import say, wording
from assistant.language.registry import DEFAULT
from assistant.prose.quantities import count, share
from assistant.report import findings, limits, study
from assistant.report.blocks import Block, Grid, Note, Paragraph, Picture, Script, known
from assistant.report.html import blocks_html, escape
from assistant.report.study import plain_words
from tools.data.profile import Bar, many_numbers
from tools.messages import Columns, Quantity, Scale, ScaleKind, Slot
from tools.types import ColumnProfile, DesignKind
from ui.chat.pictures import figure_html, inside_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from assistant import Answer
    from assistant.answers.multiverse import Multiverse, Universe
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
VERDICTS = {True: ("✓", "passed"), False: ("✗", "failed"), None: ("–", "not-run")}
HOW = ("plan", "knowledge", "graph", "estimand", "estimate", "checks")


def _empty(name: str, code: str = DEFAULT) -> str:
    """What will stand here, before there is anything."""
    return EMPTY.format(escape(say(code, f"ui-tab-{name}")))


def _title(code: str, name: str) -> str:
    return f"<h3>{escape(say(code, f'ui-tab-{name}'))}</h3>"


def answer_panel(turn: Turn | None) -> str:
    if turn is None or turn.answer is None:
        does = [(say(DEFAULT, f"ui-how-{name}"), say(DEFAULT, f"ui-how-{name}-does")) for name in HOW]
        steps = "".join(f"<li><strong>{name}</strong> {text}</li>" for name, text in does)
        return f'<div class="how"><p>{say(DEFAULT, "ui-how-intro")}</p><ol>{steps}</ol></div>'
    answer = turn.answer
    parts = [*findings.answer_in_short(answer)[:2], *findings.estimate(answer)]
    if answer.estimate is None:
        parts = list(findings.answer_in_short(answer))
    return (
        downloads(turn)
        + _html(turn, parts)
        + _fold(say(answer.language, "ui-tab-estimand"), study.estimand(answer))
    )


def evidence_panel(turn: Turn | None) -> str:
    """Cited passages with their file and place, then why the columns were understood as they were."""
    if turn is None or turn.answer is None:
        return _empty("evidence-empty")
    answer = turn.answer
    code = answer.language
    parts = _heading(say(code, "ui-tab-adjusted"), _joined(study.adjustment(answer)))
    if answer.plan is not None and answer.plan.evidence:
        rows = tuple((e.about, e.text) for e in answer.plan.evidence)
        heads = (say(code, "ui-tab-about"), say(code, "ui-tab-evidence"))
        parts += _heading(say(code, "ui-tab-understood"), (Grid(heads, rows),))
    return f"<h3>{escape(say(code, 'ui-tab-cited'))}</h3>{_citations(answer)}{_sections(turn, parts)}"


def checks_panel(turn: Turn | None) -> str:
    if turn is None or turn.answer is None:
        return _empty("checks-empty")
    answer = turn.answer
    if answer.estimate is None:
        return _empty("no-estimate", answer.language)
    code = answer.language
    parts = [
        *_heading(say(code, "ui-tab-like"), findings.comparability(answer)),
        *_heading(say(code, "ui-tab-hidden"), findings.sensitivity(answer)),
        *_heading(say(code, "ui-tab-assumptions"), limits.assumptions(answer)),
        *_heading(say(code, "ui-tab-not-ruled-out"), limits.not_ruled_out(answer)),
    ]
    return f"<h3>{escape(say(code, 'ui-checks'))}</h3>{_checks(turn, answer)}{_sections(turn, parts)}"


def sent_panel(turn: Turn | None) -> str:
    """Exactly what went to the language model, or that nothing did."""
    if turn is None or turn.answer is None:
        return _empty("sent-empty")
    trace, code = turn.answer.trace, turn.answer.language
    prompts = ", ".join(trace.prompts) or say(code, "ui-none")
    if not trace.sent:
        said = say(code, "ui-tab-sent-nothing")
        note = say(code, "ui-tab-sent-templates", model=trace.model, prompts=prompts)
        return _html(turn, (Paragraph(said), Note(note)))
    sent = count(len(trace.sent))
    said = say(code, "ui-tab-sent", messages=sent, model=trace.model, tokens=count(trace.tokens))
    items = [
        f'<details class="fold"{" open" if place == 1 else ""}><summary>'
        f"{escape(say(code, 'ui-tab-sent-message', place=count(place), messages=sent))}</summary>"
        f"{blocks_html((Script(text),), str)}</details>"
        for place, text in enumerate(trace.sent, 1)
    ]
    head = (Paragraph(said), Note(say(code, "ui-tab-prompts", prompts=prompts)))
    return _html(turn, head) + "".join(items)


def downloads(turn: Turn) -> str:
    """Links to the report and the JSON; each is served to this session only."""
    code = turn.answer.language if turn.answer is not None else DEFAULT
    links = [
        (name, say(code, f"ui-tab-{name.replace('.', '-')}"))
        for name in ("report.html", "report.pdf", "answer.json")
    ]
    items = "".join(
        f'<a class="download" href="askwhy/download/{turn.id}/{name}" download>{label}</a>'
        for name, label in links
    )
    label = escape(say(code, "ui-tab-download"))
    return f'<nav class="downloads" aria-label="{label}">{items}</nav>'


# ---------------------------------------------------------------- parts


def _checks(turn: Turn, answer: Answer) -> str:
    """One after another: what it asks, the verdict, the result, the blind spot."""
    if not answer.checks:
        return _html(turn, findings.checks(answer))
    items = "".join(_check(check, answer.language) for check in answer.checks)
    note = say(answer.language, "ui-tab-checks-note")
    return f'<ul class="checks">{items}</ul><p class="note">{escape(note)}</p>'


def _check(check: Check, code: str) -> str:
    (mark, verdict), words = VERDICTS[check.passed], wording(code)
    detail = f"<p>{escape(words.paragraph(check.detail))}</p>" if check.detail else ""
    said = say(code, f"ui-tab-{verdict}")
    return (
        f'<li class="{verdict}"><p><span class="mark" aria-hidden="true">{mark}</span>'
        f"<strong>{escape(words.say(check.purpose))}</strong> "
        f'<span class="verdict">{escape(said)}</span></p>{detail}'
        f'<p class="note">{escape(say(code, "ui-cannot-detect", blind=check.cannot_detect))}</p></li>'
    )


def _citations(answer: Answer) -> str:
    if not answer.citations:
        return f'<p class="note">{escape(say(answer.language, "ui-tab-nothing-cited"))}</p>'
    claims: dict[str, list[str]] = {}
    for edge in answer.graph.edges if answer.graph else ():
        for source in edge.sources:
            if source.passage:
                claims.setdefault(source.passage, []).append(f"{edge.cause} → {edge.effect}")
    items = "".join(
        _citation(passage, claims.get(passage.id, []), answer.language) for passage in answer.citations
    )
    return f'<ul class="passages">{items}</ul>'


def _citation(passage: Passage, arrows: list[str], code: str) -> str:
    shown = Columns(tuple(arrows), MOST_ARROWS)
    speaks = f" · {say(code, 'ui-tab-speaks-for', arrows=shown)}" if arrows else ""
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
        return _empty("data-empty", session.language)
    code, profile = session.language, session.assistant.profile
    size = say(code, "ui-tab-size", rows=count(profile.rows), columns=count(len(profile.columns)))
    heading = f"<h3>{escape(session.table_name)}</h3><p>{escape(size)}</p>"
    documents = "".join(f"<li>{escape(path.name)}</li>" for path in session.documents)
    known = f"{_title(code, 'documents')}<ul>{documents}</ul>" if documents else ""
    remarks = "".join(f"<li>{escape(text)}</li>" for text in map(wording(code, profile).say, profile.remarks))
    warned = f"{_title(code, 'remarks')}<ul>{remarks}</ul>" if remarks else ""
    parts = [heading, _flow(session), _title(code, "columns"), _columns(session), warned, known]
    return "".join([*parts, _title(code, "first-rows"), _preview(session)])


def _flow(session: Session) -> str:
    """Rows in, dropped and why, used: of the answer that is shown."""
    turn = session.current
    if turn is None or turn.answer is None or turn.answer.estimate is None:
        return ""
    blocks = (*study.rows(turn.answer), *study.missing(turn.answer))
    return _title(session.language, "rows-of-answer") + blocks_html(blocks, lambda kind: "")


def _columns(session: Session) -> str:
    assistant, bars, code = session.assistant, session.look().bars, session.language
    rows = "".join(
        f'<tr><th scope="row">{escape(column.name)}{_meaning(column)}</th><td>{column.kind}</td>'
        f"<td>{escape(_missing(column, code))}</td>"
        f"<td>{_bars(bars.get(column.name, ()))}{escape(_range(column, code))}</td></tr>"
        for column in assistant.profile.columns[:MOST_COLUMNS]
    )
    hidden = len(assistant.profile.columns) - MOST_COLUMNS
    said = escape(say(code, "ui-tab-more-columns", count=count(hidden)))
    more = f'<p class="note">{said}</p>' if hidden > 0 else ""
    heads = [say(code, f"ui-tab-{name}") for name in ("column", "type", "missing", "distribution")]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    return (
        f'<div class="wide tall" tabindex="0"><table class="rows columns"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}"
    )


def _meaning(column: ColumnProfile) -> str:
    said = column.meaning or column.description
    return f'<br><span class="note">{escape(said)}</span>' if said else ""


def _missing(column: ColumnProfile, code: str) -> str:
    if not column.missing:
        return say(code, "ui-none")
    words = wording(code)
    return f"{words.quantity(count(column.missing))} ({words.quantity(share(column.missing / column.rows))})"


def _range(column: ColumnProfile, code: str) -> str:
    if column.levels and not many_numbers(column):
        said = ", ".join(f"{_cut(level)}: {rows:,}" for level, rows in column.levels[:MOST_LEVELS])
        more = column.distinct - MOST_LEVELS
        return say(code, "ui-tab-levels-more", levels=said, count=count(more)) if more > 0 else said
    if column.minimum is None or column.maximum is None:
        return say(code, "ui-tab-distinct", count=count(column.distinct))
    ends: dict[str, Slot] = {
        "low": Quantity(column.minimum),
        "high": Quantity(column.maximum, scale=Scale(unit=column.unit)),
    }
    if column.median is None:
        return say(code, "ui-tab-range", **ends)
    return say(code, "ui-tab-range-median", median=Quantity(column.median), **ends)


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
    code = turn.answer.language if turn is not None and turn.answer is not None else DEFAULT
    heading = _title(code, "other-columns")
    if turn is None or found is None:
        return f'{heading}<p class="note">{escape(say(code, "ui-tab-other-columns-note"))}</p>'
    told = [one for one in found.universes if one.estimate is not None]
    low, high = found.span
    ends = {
        "low": Quantity(low, std_error=_error(told)),
        "high": Quantity(high, None, _error(told), Scale(ScaleKind.OUTCOME, found.unit)),
    }
    said = say(code, "ui-choices-span", count=count(len(told)), **ends)
    picture = figure_html(turn.id, "multiverse", say(code, "ui-tab-multiverse-alt", said=said))
    rows = "".join(_row(one, found, _error(told)) for one in found.universes)
    names = ("ui-choice", "ui-held", "ui-estimate", "ui-interval")
    heads = "".join(f'<th scope="col">{escape(say(code, name))}</th>' for name in names)
    return (
        f"{heading}<p>{escape(said)}</p>{picture}"
        f'<details class="fold"><summary>{escape(say(code, "ui-tab-each-choice"))}</summary>'
        f'<div class="wide" tabindex="0"><table class="rows"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def _row(one: Universe, found: Multiverse, error: float) -> str:
    choice, words = found.said(one), wording(found.language)
    if one.estimate is None:
        return f'<tr><th scope="row">{escape(choice)}</th><td colspan="3">{escape(one.reason)}</td></tr>'
    low, high = (words.number(limit, error) for limit in one.estimate.ci_95)
    interval = say(found.language, "ui-to", low=low, high=high)
    held = ", ".join(one.adjustment_set) or say(found.language, "ui-nothing")
    return (
        f'<tr><th scope="row">{escape(choice)}</th><td>{escape(held)}</td>'
        f"<td>{words.number(one.estimate.value, error)}</td><td>{escape(interval)}</td></tr>"
    )


def _error(told: list[Universe]) -> float:
    """The answer's own standard error decides the digits of all."""
    return told[0].estimate.std_error if told and told[0].estimate is not None else 1.0


# ---------------- The tab Graph: the picture, and below the edits each arrow, to be opened for who claims it


def graph_panel(turn: Turn | None, *, edited: bool = False) -> str:
    """The picture; an `edited` graph belongs to no answer yet, so its picture is inside."""
    if turn is None or turn.answer is None or turn.answer.graph is None:
        first, second = say(DEFAULT, "ui-tab-graph-empty"), say(DEFAULT, "ui-tab-graph-change")
        return f'<p class="empty">{first}<br>{second}</p>'
    if not turn.answer.graph.nodes:
        return _empty("no-arrows", turn.answer.language)
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

    code = answer.language
    lines = [_arrow(edge, end, answer, passages) for edge in edges]
    lines += [
        f"<li><details><summary>{end(cause.name)} → {end(effect)}</summary>"
        f"{_claims(answer, cause.sources, passages)}</details></li>"
        for cause in answer.graph.unobserved
        for effect in cause.affects
    ]
    heading, note = say(code, "ui-tab-arrows", count=count(len(lines))), say(code, "ui-tab-graph-note")
    return (
        f"<h3>{escape(heading)}</h3>{_legend(answer)}"
        f'<ul class="arrows">{"".join(lines)}</ul><p class="note">{escape(note)}</p>'
    )


def _arrow(edge: Edge, end: Callable[[str], str], answer: Answer, passages: Mapping[str, Passage]) -> str:
    code = answer.language
    kinds = ", ".join(dict.fromkeys(_kind(answer, source.kind) for source in edge.sources))
    kinds = kinds or _kind(answer, "assumption")
    ends = f'data-cause="{escape(edge.cause)}" data-effect="{escape(edge.effect)}"'
    name = escape(say(code, "ui-tab-change-arrow-of", cause=edge.cause, effect=edge.effect))
    sure = say(code, "ui-tab-sure", confidence=share(edge.confidence))
    change = escape(say(code, "ui-tab-change-arrow"))
    return (
        f"<li><details><summary>{end(edge.cause)} → {end(edge.effect)}"
        f'<span class="by">{escape(kinds)} · {escape(sure)}</span></summary>'
        f"{_claims(answer, edge.sources, passages)}"
        f'<button type="button" class="change" {ends} aria-label="{name}">{change}</button>'
        "</details></li>"
    )


def _role_words(answer: Answer) -> dict[str, str]:
    """What each role is called, in the answer's language."""
    return {role: say(answer.language, f"report-role-{role}") for role in LOOKS}


def _dot(role: str) -> str:
    look = LOOKS[role]
    line = {"--": "dashed", ":": "dotted"}.get(look.line, "solid")
    return f'<i class="dot" style="background:{look.fill};border-color:{look.edge};border-style:{line}"></i>'


def _legend(answer: Answer) -> str:
    present = set(node_roles(answer).values())
    words = _role_words(answer)
    shown = (f"<span>{_dot(role)}{escape(words[role])}</span>" for role in LOOKS if role in present)
    return f'<p class="legend">{"".join(shown)}</p>'


def _kind(answer: Answer, kind: str) -> str:
    """Who claims something, in the answer's language."""
    return known(answer, f"kind_{kind}", kind)


def _claims(answer: Answer, sources: Iterable[EdgeSource], passages: Mapping[str, Passage]) -> str:
    """A line each: who says it, where, and in which words; the same words stand once."""
    lines: dict[str, str] = {}
    for source in sources:
        text = plain_words(source.text).removeprefix("Assumed: ")  # the kind says it
        passage = passages.get(source.passage or "")
        if passage is not None:
            place = f", {passage.place}" if passage.place else ""
            lines[text] = (
                f"<strong>{escape(_kind(answer, source.kind))}</strong> “{escape(text)}” "
                f'<span class="note">{escape(passage.source + place)}</span>'
            )
        elif text not in lines:
            lines[text] = f"<strong>{escape(_kind(answer, source.kind))}</strong> {escape(text)}"
    items = "".join(f"<li>{line}</li>" for line in lines.values())
    return f"<ul>{items}</ul>" if items else f"<p>{escape(say(answer.language, 'ui-tab-just-assumed'))}</p>"

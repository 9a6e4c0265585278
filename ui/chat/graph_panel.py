"""The tab Graph: the picture, and below the edits each arrow, to be opened for who claims it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.figures import alt_text
from assistant.formatting import percent
from assistant.graph_figure import LOOKS, node_roles
from assistant.report.html import escape
from assistant.report.study import plain_words
from assistant.report.words import say
from ui.chat.pictures import figure_html, inside_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from assistant import Answer
    from tools.types import Edge, EdgeSource, Passage
    from ui.chat.session import Turn

__all__ = ["arrows_panel", "graph_panel"]

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

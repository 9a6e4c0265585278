"""Edits of the graph from the tab Graph, and the picture of a graph that no answer rests on yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.language import say
from assistant.report.html import escape
from tools.errors import GraphError
from ui.chat.session import Turn

if TYPE_CHECKING:
    from tools.graphs import GraphEditor
    from tools.graphs.editor import Edit
    from ui.chat.session import Session

__all__ = ["ARROW_EDITS", "COLUMN_EDITS", "columns_of", "edit", "edited_turn", "edits_html", "undo"]

ARROW_EDITS: dict[str, Callable[[GraphEditor, str, str], object]] = {
    "add": lambda editor, cause, effect: editor.add(cause, effect),
    "remove": lambda editor, cause, effect: editor.remove(cause, effect),
    "reverse": lambda editor, cause, effect: editor.reverse(cause, effect),
}
COLUMN_EDITS: dict[str, Callable[[GraphEditor, str, str | None], object]] = {
    "unobserved": lambda editor, column, treatment: editor.mark_unobserved(column),
    "randomised": lambda editor, column, treatment: editor.mark_randomised(column),
    "after": lambda editor, column, treatment: editor.mark_after_treatment(column, treatment),
}


def edit(session: Session, kind: str, first: str | None, second: str | None = None) -> None:
    """Make one edit on the session's graph.

    Raises:
        GraphError: a column is missing, or the edit makes no sense on this graph; nothing is changed then.
    """
    if not first or (kind in ARROW_EDITS and not second):
        raise GraphError(say(session.language, "ui-said-choose-columns"))
    editor = session.assistant.graph
    if kind in ARROW_EDITS:
        ARROW_EDITS[kind](editor, first, second or "")
    else:
        turn = session.current
        query = turn.answer.query if turn and turn.answer else None
        COLUMN_EDITS[kind](editor, first, query.treatment if query else None)


def undo(session: Session) -> None:
    """Take the last edit back.

    Raises:
        GraphError: there is none.
    """
    session.assistant.graph.undo()


def edited_turn(session: Session) -> Turn | None:
    """The turn on show with the graph as it is now edited; the turn itself when nothing was changed since."""
    turn = session.current
    if turn is None or turn.answer is None or turn.answer.graph is None or session.table is None:
        return turn
    graph = session.assistant.graph.graph
    if not session.assistant.graph.edits or graph == turn.answer.graph or not graph.nodes:
        return turn
    # The estimate belongs to the old graph: the picture of the new one must not show it.
    return replace(turn, answer=replace(turn.answer, graph=graph, estimate=None))


def edits_html(session: Session) -> str:
    """What was changed by hand, oldest first."""
    if session.table is None or not session.assistant.graph.edits:
        return ""
    code = session.language
    items = "".join(f"<li>{escape(_said(change, code))}</li>" for change in session.assistant.graph.edits)
    turn = session.current
    fresh = edited_turn(session) is not turn
    hint = f"<p class='note'>{escape(say(code, 'ui-edit-hold'))}</p>" if fresh else ""
    return f"<p><strong>{escape(say(code, 'ui-edit-yours'))}</strong></p><ol>{items}</ol>{hint}"


def _said(change: Edit, code: str) -> str:
    id = f"ui-edit-{change.kind.replace('_', '-')}"
    return say(code, id, cause=change.cause or "", effect=change.effect or "")


def columns_of(session: Session) -> list[str]:
    return list(session.assistant.profile.names) if session.table is not None else []

"""What the page shows of a session: one value for each part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.language import say
from assistant.prose.quantities import count
from tools.errors import AskWhyError
from ui.chat.graph_edit import columns_of, edited_turn, edits_html
from ui.chat.messages import conversation
from ui.chat.panels import (
    EMPTY,
    answer_panel,
    arrows_panel,
    can_vary,
    checks_panel,
    data_panel,
    evidence_panel,
    graph_panel,
    multiverse_panel,
    sent_panel,
)
from ui.chat.server import MEGABYTES
from ui.chat.text import line

if TYPE_CHECKING:
    from ui.chat.session import Session

__all__ = ["PARTS", "busy", "everything", "labels", "no_code", "status_html"]

# In the order of the page's outputs.
PARTS = (
    "talk", "status", "ask", "stop", "files", "shown", "answer", "commenting", "graph", "editing", "edits",
    "arrows", "evidence", "checks", "others", "multiverse", "data", "code", "sent", "cause", "effect",
    "column",
)  # fmt: skip
BUTTONS = (
    "ask", "stop", "clear", "others", "send", "add", "remove", "reverse", "unobserved", "randomised", "after",
    "undo_edit", "again",
)  # fmt: skip
BOXES = (
    "question", "table", "documents", "words", "shown", "code", "commenting", "comment", "cause", "effect",
    "column", "tab_answer", "tab_graph", "tab_evidence", "tab_checks", "tab_data", "tab_code", "tab_sent",
)  # fmt: skip


def no_code(code: str) -> str:
    return f"# {say(code, 'ui-no-code')}"


def everything(session: Session, said: str = "") -> dict[str, Any]:
    """Every part, for after an answer, a reload or an edit; `said` is one line for the person."""
    turn = session.current
    edited = edited_turn(session)
    code = turn.answer.code if turn and turn.answer else None
    columns = columns_of(session)
    answered = [(line(t.question).replace("\\", "")[:80], t.id) for t in session.turns if t.answer]
    return {
        **busy(session),
        **({"status": status_html(session, said)} if said or not session.busy else {}),
        "shown": {"choices": answered, "value": turn.id if turn else None, "visible": len(answered) > 1},
        "answer": answer_panel(turn),
        "commenting": {"visible": turn is not None},
        "graph": graph_panel(edited, edited=edited is not turn),
        "arrows": arrows_panel(edited),
        "editing": {"visible": turn is not None and turn.answer is not None and bool(columns)},
        "edits": edits_html(session),
        "evidence": evidence_panel(turn),
        "checks": checks_panel(turn),
        "others": {"visible": can_vary(turn) and turn is not None and turn.id not in session.others},
        "multiverse": multiverse_panel(turn, session.others.get(turn.id) if turn else None),
        "data": _data(session),
        "code": code or no_code(session.language),
        "sent": sent_panel(turn),
        "cause": {"choices": columns},
        "effect": {"choices": columns},
        "column": {"choices": columns},
    }


def busy(session: Session) -> dict[str, Any]:
    """The conversation, and which of Ask and Stop can be pressed."""
    running = session.busy
    doing = say(session.language, f"ui-said-{'trying' if session.trying else 'answering'}")
    return {
        "status": status_html(session, doing if running else ""),
        "talk": [entry.message for entry in conversation(session)],
        "ask": {"visible": not running},
        "stop": {"visible": running},
    }


def status_html(session: Session, said: str = "") -> str:
    from assistant.report.html import escape

    if said:
        return f'<p role="status" class="said">{escape(said)}</p>'
    if session.table is None:
        return f'<p role="status">{escape(say(session.language, "ui-said-no-table"))}</p>'
    id = "ui-said-asking-of-documents" if session.documents else "ui-said-asking-of"
    asking = say(session.language, id, table=session.table_name, documents=count(len(session.documents)))
    return f'<p role="status">{escape(asking)}</p>'


def labels(code: str) -> dict[str, dict[str, Any]]:
    """What every button, box and tab of the page is called."""
    named: dict[str, dict[str, Any]] = {
        name: {kind: say(code, f"ui-label-{name.replace('_', '-')}")}
        for kind, names in (("value", BUTTONS), ("label", BOXES))
        for name in names
    }
    named["files"] = {"label": say(code, "ui-label-files", megabytes=str(MEGABYTES))}
    named["question"]["placeholder"] = say(code, "ui-label-question-example")
    named["know_better"] = {"value": f"<h3>{say(code, 'ui-label-know-better')}</h3>"}
    return named


def _data(session: Session) -> str:
    try:
        return data_panel(session)
    except AskWhyError as error:
        from assistant.report.html import escape

        return EMPTY.format(escape(str(error)))

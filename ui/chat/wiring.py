"""Which click on the page calls which handler."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui.chat.events import Events
from ui.chat.sessions import Sessions
from ui.chat.view import PARTS
from ui.chat.work import AT_ONCE

__all__ = ["wire"]


def wire(app: Any, on: Any, sessions: Sessions) -> None:
    """`on` has the page's components by the names that `ui.chat.page` gives them."""
    outputs = [getattr(on, name) for name in PARTS]

    def show(values: dict[str, Any]) -> tuple[Any, ...]:
        shown = (values.get(name, gr.skip()) for name in PARTS)
        return tuple(gr.update(**value) if _is_update(value) else value for value in shown)

    events = Events(sessions, show)
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    slow: dict[str, Any] = {**quiet, "concurrency_limit": None, "trigger_mode": "multiple"}
    gr.on(
        [on.ask.click, on.question.submit], events.ask, [on.question, on.words], outputs,
        show_progress="hidden", api_name="ask", concurrency_limit=None, trigger_mode="multiple",
    ).then(lambda: "", None, on.question, **quiet)  # fmt: skip
    on.talk.option_select(events.choose, [on.words], outputs, **slow)
    on.talk.example_select(events.example, None, outputs, **slow).then(events.words, None, on.words, **quiet)
    on.talk.retry(events.again, [on.words], outputs, **slow)
    on.talk.edit(events.edit_question, [on.words], outputs, **slow)
    on.talk.undo(events.undo, None, [*outputs, on.question], **quiet)
    on.talk.like(events.thumb, None, outputs, **quiet)
    on.stop.click(events.stop, None, outputs, **quiet)
    on.again.click(events.with_this_graph, [on.words], outputs, **slow)
    on.others.click(events.other_choices, None, outputs, **slow)
    on.table.upload(
        events.table, [on.table, on.words], [*outputs, on.table], **quiet, concurrency_limit=AT_ONCE
    )
    on.documents.upload(events.documents, [on.documents], [*outputs, on.documents], **quiet)
    for kind in ("add", "remove", "reverse"):
        getattr(on, kind).click(events.edit(kind), [on.cause, on.effect], outputs, **quiet)
    for kind in ("unobserved", "randomised", "after"):
        getattr(on, kind).click(events.mark(kind), [on.column], outputs, **quiet)
    for box in (on.cause, on.effect, on.column):
        # Gradio leaves the list open when Enter has chosen; it would hide the buttons below it.
        box.select(None, js="() => document.activeElement && document.activeElement.blur()", **quiet)
    on.arrows.select(events.pick_arrow, None, [on.cause, on.effect], **quiet)
    on.undo_edit.click(events.undo_edit, None, outputs, **quiet)
    on.shown.input(events.show_turn, [on.shown], outputs, **quiet)
    on.send.click(events.comment, [on.comment], [*outputs, on.comment], **quiet)
    on.clear.click(events.clear, None, [*outputs, on.words], **quiet)
    app.load(events.open_page, None, outputs, **slow).then(events.words, None, on.words, **quiet)


def _is_update(value: Any) -> bool:
    return isinstance(value, dict) and "__type__" not in value

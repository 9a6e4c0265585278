"""What happens on a click. Every handler finds the session by its cookie and shows what it holds then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import gradio as gr

from assistant.language import say
from assistant.language.registry import DEFAULT
from assistant.prose.quantities import count
from tools.errors import AskWhyError, Cancelled
from ui import feedback
from ui.chat import graph_edit
from ui.chat.graph_edit import columns_of, edited_turn, edits_html
from ui.chat.messages import conversation, line
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
from ui.chat.session import Session, Sessions, Turn
from ui.chat.work import begin
from ui.examples import EXAMPLES

__all__ = ["PARTS", "Events", "everything", "labels", "no_code"]


# ---------------- What the page shows of a session: one value for each part of it


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


# ---------------- What happens on a click


GLANCE = 0.08  # seconds between two looks at a running question
Parts = dict[str, Any]


class Events:
    """The handlers; `show` turns named parts into what Gradio updates."""

    def __init__(self, sessions: Sessions, show: Callable[[Parts], Any]) -> None:
        self._sessions = sessions
        self._show = show

    # ------------------------------------------------------------ asking

    async def ask(self, question: str, words: str, request: gr.Request) -> AsyncIterator[Any]:
        session = self._session(request)
        if not question.strip():
            yield self._show(busy(session) | _said(session, _words(session, "type")))
            return
        async for shown in self._ask(session, question.strip(), words):
            yield shown

    async def choose(self, words: str, event: gr.SelectData, request: gr.Request) -> AsyncIterator[Any]:
        """A clarifying question was answered by its button."""
        value = event.value.get("value") if isinstance(event.value, dict) else event.value
        async for shown in self._ask(self._session(request), str(value), words):
            yield shown

    async def example(self, event: gr.SelectData, request: gr.Request) -> AsyncIterator[Any]:
        """An example was clicked: load its table and ask its question at once."""
        session = self._session(request)
        text = event.value.get("text") if isinstance(event.value, dict) else event.value
        chosen = next((known for known in EXAMPLES.values() if known.question == text), None)
        if chosen is None or session.busy:
            return
        yield self._show(_said(session, _words(session, "loading", table=chosen.table_name)))

        def load() -> str:
            files = chosen.unpack()
            words = files.description.read_text(encoding="utf-8")
            session.use_table(str(files.table), chosen.table_name, words)
            return words

        try:
            words = await asyncio.to_thread(load)
        except AskWhyError as error:
            yield self._show(_said(session, str(error)))
            return
        async for shown in self._ask(session, chosen.question, words):
            yield shown

    async def again(self, event: gr.RetryData, words: str, request: gr.Request) -> AsyncIterator[Any]:
        session = self._session(request)
        turn = None if session.busy else session.cut(_turn_at(session, event.index))
        if turn is not None:
            async for shown in self._ask(session, turn.question, words):
                yield shown

    async def edit_question(self, event: gr.EditData, words: str, request: gr.Request) -> AsyncIterator[Any]:
        session = self._session(request)
        text = _text(event.value).strip()
        if text and not session.busy and session.cut(_turn_at(session, event.index)) is not None:
            async for shown in self._ask(session, text, words):
                yield shown

    async def with_this_graph(self, words: str, request: gr.Request) -> AsyncIterator[Any]:
        """Answer the shown question again; the graph's edits hold for it."""
        session = self._session(request)
        turn = session.estimated
        if turn is None:
            yield self._show(_said(session, _words(session, "ask-first")))
            return
        async for shown in self._ask(session, turn.question, words):
            yield shown

    async def other_choices(self, request: gr.Request) -> AsyncIterator[Any]:
        """The shown answer under other adjustment sets and graphs: it takes seconds, so on request."""
        session = self._session(request)
        turn = session.current
        if turn is None or session.busy:
            yield self._show(_said(session, _words(session, "running")))
            return
        session.cancel.clear()
        session.trying = True  # before the thread has started: Stop must find it
        trying = asyncio.get_running_loop().run_in_executor(None, session.try_others, turn)
        yield self._show(busy(session))
        try:
            await trying
            said = ""
        except Cancelled:
            said = _words(session, "stopped-others")
        except AskWhyError as error:
            said = str(error)
        yield self._show(await asyncio.to_thread(everything, session, said))

    async def _ask(self, session: Session, question: str, words: str) -> AsyncIterator[Any]:
        if session.busy:
            yield self._show(_said(session, _words(session, "running")))
            return
        begin(session, Turn(question), words)
        async for shown in self._follow(session):
            yield shown

    async def _follow(self, session: Session) -> AsyncIterator[Any]:
        job, seen = session.job, -1
        while job is not None:
            done = job.done
            if job.version != seen:
                # What is being asked of is known now: the boxes for files make room for the conversation.
                first = seen == -1 and session.table is not None
                folded: Parts = {"files": {"open": False}} if first else {}
                seen = job.version
                yield self._show(busy(session) | folded)
            if done:
                break
            await asyncio.sleep(GLANCE)
        yield self._show(await asyncio.to_thread(everything, session))

    async def open_page(self, request: gr.Request) -> AsyncIterator[Any]:
        """After a load or a reload: what was said so far, and what is still being worked on."""
        session = self._session(request)
        session.labels = DEFAULT  # as a page has them when it is loaded
        folded: Parts = {"files": {"open": False}} if session.turns and session.table else {}
        yield self._show(await asyncio.to_thread(everything, session) | folded)
        if session.job is not None and not session.job.done:
            async for shown in self._follow(session):
                yield shown
        elif session.trying:
            while session.trying:
                await asyncio.sleep(GLANCE)
            yield self._show(await asyncio.to_thread(everything, session))

    def relabelled(self, request: gr.Request) -> str | None:
        """The language that the page's labels have to be put into; None: they are in it."""
        return self._session(request).relabel()

    def words(self, request: gr.Request) -> Any:
        # What a person has typed while the page was still loading must not be wiped out.
        return self._session(request).description or gr.skip()

    # ------------------------------------------------------------ the conversation

    def stop(self, request: gr.Request) -> Any:
        session = self._session(request)
        session.stop()
        return self._show(_said(session, _words(session, "stopping")))

    def undo(self, event: gr.UndoData, request: gr.Request) -> Any:
        session = self._session(request)
        if session.busy:
            return (*self._show(_said(session, _words(session, "running"))), "")
        turn = session.cut(_turn_at(session, event.index))
        return (*self._show(everything(session)), turn.question if turn else "")

    def clear(self, request: gr.Request) -> Any:
        session = self._session(request)
        session.new()
        opened = {"files": {"open": True}}
        return (*self._show(everything(session, _words(session, "new")) | opened), "")

    def show_turn(self, turn_id: str | None, request: gr.Request) -> Any:
        session = self._session(request)
        session.shown = turn_id
        return self._show(everything(session))

    def thumb(self, event: gr.LikeData, request: gr.Request) -> Any:
        session = self._session(request)
        turn = session.turn(_turn_at(session, event.index))
        verdict = {True: "up", "Like": "up", False: "down", "Dislike": "down"}.get(event.liked)
        if turn is None or verdict is None:
            return self._show({})
        return self._show(_said(session, _kept(session, turn, verdict)))

    def comment(self, text: str, request: gr.Request) -> Any:
        session = self._session(request)
        turn = session.current
        if turn is None or not text.strip():
            return (*self._show(_said(session, _words(session, "comment-first"))), text)
        return (*self._show(_said(session, _kept(session, turn, "comment", text))), "")

    # ------------------------------------------------------------ data and graph

    async def table(self, uploaded: str | None, words: str, request: gr.Request) -> AsyncIterator[Any]:
        session = self._session(request)
        if not uploaded:
            return
        if session.busy:
            yield (*self._show(_said(session, _words(session, "running"))), None)
            return
        yield (*self._show(_said(session, _words(session, "reading"))), gr.skip())
        try:
            session.description = words.strip() or None
            await asyncio.to_thread(session.take_table, uploaded)
            said = ""
        except AskWhyError as error:
            said = str(error)
        yield (*self._show(await asyncio.to_thread(everything, session, said)), None)

    def documents(self, uploaded: list[str] | None, request: gr.Request) -> Any:
        session = self._session(request)
        said = ""
        if uploaded:
            try:
                session.take_documents(uploaded)
            except AskWhyError as error:
                said = str(error)
        return (*self._show(everything(session, said)), None)

    def edit(self, kind: str) -> Callable[..., Any]:
        """The handler of one button of the tab Graph."""

        def change(first: str | None, second: str | None, request: gr.Request) -> Any:
            return self._edited(request, lambda session: graph_edit.edit(session, kind, first, second))

        return change

    def mark(self, kind: str) -> Callable[..., Any]:
        def change(column: str | None, request: gr.Request) -> Any:
            return self._edited(request, lambda session: graph_edit.edit(session, kind, column))

        return change

    def undo_edit(self, request: gr.Request) -> Any:
        return self._edited(request, graph_edit.undo)

    def pick_arrow(self, event: gr.SelectData) -> tuple[Any, Any]:
        """The ends of the arrow that was clicked, for the boxes of the tab Graph."""
        cause, effect = event.value
        return gr.update(value=str(cause)), gr.update(value=str(effect))

    def _edited(self, request: gr.Request, change: Callable[[Session], None]) -> Any:
        session = self._session(request)
        if session.busy:
            return self._show(_said(session, _words(session, "running")))
        try:
            change(session)
        except AskWhyError as error:
            return self._show(_said(session, str(error)))
        return self._show(everything(session, _words(session, "changed")))

    def _session(self, request: gr.Request) -> Session:
        session: Session | None = request.request.scope.get("askwhy_session") if request.request else None
        if session is None:
            raise gr.Error("This page has lost its session. Reload it.")
        return session


def _said(session: Session, text: str) -> Parts:

    return {"status": status_html(session, text)}


def _words(session: Session, name: str, **slots: str) -> str:
    """What is said on a click, in the language of the answer on show."""
    return say(session.language, f"ui-said-{name}", **slots)


def _kept(session: Session, turn: Turn, verdict: str, text: str = "") -> str:
    try:
        profile = feedback.profile_of(lambda: session.assistant)
        path = feedback.keep(turn.answer, verdict, text, question=turn.question, profile=profile)
        return _words(session, "thanks", path=str(path))
    except AskWhyError as error:
        return str(error)


def _turn_at(session: Session, index: int | tuple[int, int]) -> str:
    lines = conversation(session)
    place = index if isinstance(index, int) else index[0]
    return lines[place].turn if 0 <= place < len(lines) else ""


def _text(value: Any) -> str:
    """What Gradio hands over of an edited message: text, or a list of parts with text."""
    if isinstance(value, list):
        return " ".join(_text(part) for part in value)
    if isinstance(value, dict):
        return str(value.get("text") or value.get("content") or "")
    return str(value)

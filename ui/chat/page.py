"""The layout of the chat: conversation left, tabs right; one below the other on a phone."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr

from assistant.language import say
from assistant.language.registry import DEFAULT
from tools.knowledge.documents import SUFFIXES
from ui.chat.events import PARTS, Events, labels, no_code
from ui.chat.graph_edit import ARROW_EDITS, COLUMN_EDITS
from ui.chat.server import MEGABYTES
from ui.chat.session import Sessions
from ui.chat.work import AT_ONCE
from ui.examples import EXAMPLES

__all__ = ["CSS", "SCRIPT", "page", "theme", "wire"]

# ---------------- Which click on the page calls which handler


def wire(app: Any, on: Any, sessions: Sessions) -> None:
    """`on` has the page's components by the names that `ui.chat.page` gives them."""
    outputs = [getattr(on, name) for name in PARTS]

    def show(values: dict[str, Any]) -> tuple[Any, ...]:
        shown = (values.get(name, gr.skip()) for name in PARTS)
        return tuple(gr.update(**value) if _is_update(value) else value for value in shown)

    events = Events(sessions, show)
    named = {name: getattr(on, name) for name in labels(DEFAULT)}

    def relabel(request: gr.Request) -> list[Any]:
        """The labels in the language of the answer on show."""
        code = events.relabelled(request)
        if code is None:
            return [gr.skip()] * len(named)
        words = labels(code)
        return [gr.update(**words[name]) for name in named]

    def then_relabel(*happened: Any) -> None:
        for one in happened:
            one.then(relabel, None, list(named.values()), **quiet)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    slow: dict[str, Any] = {**quiet, "concurrency_limit": None, "trigger_mode": "multiple"}
    asked = gr.on(
        [on.ask.click, on.question.submit], events.ask, [on.question, on.words], outputs,
        show_progress="hidden", api_name="ask", concurrency_limit=None, trigger_mode="multiple",
    ).then(lambda: "", None, on.question, **quiet)  # fmt: skip
    chosen = on.talk.option_select(events.choose, [on.words], outputs, **slow)
    example = on.talk.example_select(events.example, None, outputs, **slow).then(
        events.words, None, on.words, **quiet
    )
    again = on.talk.retry(events.again, [on.words], outputs, **slow)
    edited = on.talk.edit(events.edit_question, [on.words], outputs, **slow)
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
    shown = on.shown.input(events.show_turn, [on.shown], outputs, **quiet)
    on.send.click(events.comment, [on.comment], [*outputs, on.comment], **quiet)
    cleared = on.clear.click(events.clear, None, [*outputs, on.words], **quiet)
    opened = app.load(events.open_page, None, outputs, **slow).then(events.words, None, on.words, **quiet)
    then_relabel(asked, chosen, example, again, edited, shown, cleared, opened)


def _is_update(value: Any) -> bool:
    return isinstance(value, dict) and "__type__" not in value


CSS = Path(__file__).with_name("chat.css").read_text(encoding="utf-8")
SCRIPT = Path(__file__).with_name("chat.js").read_text(encoding="utf-8")
TABLES = [".csv", ".tsv", ".txt", ".gz", ".parquet", ".xlsx"]
DOCUMENTS = sorted({suffix for suffix in SUFFIXES if suffix} | {".docx"})
FONT = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Noto Sans CJK SC", "sans-serif")
MONO = ("ui-monospace", "Consolas", "DejaVu Sans Mono", "monospace")


def theme() -> Any:
    plain = gr.themes.Soft(primary_hue="blue", neutral_hue="slate", font=FONT, font_mono=MONO)
    return plain.set(
        block_title_background_fill="none",
        block_title_text_color="*body_text_color",
        block_title_padding="0",
        block_label_background_fill="*background_fill_primary",
        block_label_background_fill_dark="*background_fill_primary",
        block_title_background_fill_dark="none",
        block_label_text_color="*body_text_color_subdued",
        block_border_width="1px",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
    )


def _label(name: str) -> str:
    """As it is before the first answer; `labels` puts the answer's language in its place."""
    return say(DEFAULT, f"ui-label-{name}")


def _welcome() -> str:
    said = f"{_label('welcome')} **{_label('welcome-example')}**"
    return f'<div class="welcome">\n\n## {_label("welcome-title")}\n\n{said}\n\n</div>'


def page(sessions: Sessions) -> Any:
    """The Gradio app (a `gradio.Blocks`), to be mounted by `ui.chat.server`."""
    with gr.Blocks(
        title="AskWhy", analytics_enabled=False, fill_width=True, delete_cache=(3600, 24 * 3600)
    ) as app:
        with gr.Row(elem_classes="top", equal_height=True):
            gr.HTML(f"<header><h1>AskWhy</h1><p>{_label('tagline')}</p></header>")
            clear = gr.Button(_label("clear"), size="sm", elem_id="new", scale=0, min_width=150)
        with gr.Row(equal_height=False, elem_classes="halves"):
            with gr.Column(scale=5, min_width=300, elem_id="talking"):
                parts = _conversation()
            with gr.Column(scale=6, min_width=300, elem_id="panel"):
                parts |= _panels()
        wire(app, SimpleNamespace(**parts, clear=clear), sessions)
    return app.queue(default_concurrency_limit=None, api_open=False)


def _conversation() -> dict[str, Any]:
    examples: Any = [
        {"text": example.question, "display_text": example.question} for example in EXAMPLES.values()
    ]
    talk = gr.Chatbot(
        height="58vh", label=_label("conversation"),
        show_label=False, placeholder=_welcome(), autoscroll=False,
        examples=examples, editable="user", buttons=["copy"], layout="bubble", latex_delimiters=[],
        allow_tags=False, allow_file_downloads=False, elem_id="talk",
    )  # fmt: skip
    status = gr.HTML('<p role="status"></p>', elem_id="status")
    with gr.Row(elem_classes="asking"):
        question = gr.Textbox(
            label=_label("question"), show_label=False, container=False, scale=6, lines=1, max_lines=6,
            placeholder=_label("question-example"), submit_btn=False,
            elem_id="question", min_width=180,
        )  # fmt: skip
        ask = gr.Button(_label("ask"), variant="primary", elem_id="ask", scale=1, min_width=84)
        stop = gr.Button(_label("stop"), variant="stop", visible=False, elem_id="stop", scale=1, min_width=84)
    files_label = say(DEFAULT, "ui-label-files", megabytes=str(MEGABYTES))
    with gr.Accordion(files_label, open=True, elem_id="files") as files:
        with gr.Row():
            table = gr.File(
                label=_label("table"), file_types=TABLES, type="filepath", height=118,
                min_width=140, elem_id="table-file",
            )  # fmt: skip
            documents = gr.File(
                label=_label("documents"), file_types=DOCUMENTS, type="filepath", file_count="multiple",
                height=118, min_width=140, elem_id="document-files",
            )  # fmt: skip
        words = gr.Textbox(
            label=_label("words"),
            placeholder="Patients were assigned at random.\n- drug: got the drug (1 yes, 0 no)", lines=2,
            max_lines=8, elem_id="words",
        )  # fmt: skip
    return {
        "talk": talk, "status": status, "question": question, "ask": ask, "stop": stop, "files": files,
        "table": table, "documents": documents, "words": words,
    }  # fmt: skip


def _panels() -> dict[str, Any]:
    parts: dict[str, Any] = {
        "shown": gr.Dropdown([], label=_label("shown"), visible=False, interactive=True, elem_id="shown")
    }
    with gr.Tabs(elem_id="tabs"):
        with gr.Tab(_label("tab-answer"), id="answer") as parts["tab_answer"]:
            parts["answer"] = _sheet("answer")
            parts |= _comment()
        with gr.Tab(_label("tab-graph"), id="graph") as parts["tab_graph"]:
            parts |= _graph_tab()
        with gr.Tab(_label("tab-evidence"), id="evidence") as parts["tab_evidence"]:
            parts["evidence"] = _sheet("evidence")
        with gr.Tab(_label("tab-checks"), id="checks") as parts["tab_checks"]:
            parts["checks"] = _sheet("checks")
            parts["multiverse"] = _sheet("multiverse")
            parts["others"] = gr.Button(_label("others"), size="sm", visible=False, elem_id="others")
        with gr.Tab(_label("tab-data"), id="data") as parts["tab_data"]:
            parts["data"] = _sheet("data")
        with gr.Tab(_label("tab-code"), id="code") as parts["tab_code"]:
            parts["code"] = gr.Code(
                no_code(DEFAULT),
                language="python", interactive=False, lines=24, max_lines=40, elem_id="code",
                label=_label("code"),
                buttons=["copy", "download"],
            )  # fmt: skip
        with gr.Tab(_label("tab-sent"), id="sent") as parts["tab_sent"]:
            parts["sent"] = _sheet("sent")
    return parts


def _comment() -> dict[str, Any]:
    with gr.Accordion(_label("commenting"), open=False, visible=False, elem_id="commenting") as box:
        comment = gr.Textbox(label=_label("comment"), lines=2,
                             elem_id="comment")  # fmt: skip
        send = gr.Button(_label("send"), size="sm", elem_id="keep-comment")
    return {"commenting": box, "comment": comment, "send": send}


def _graph_tab() -> dict[str, Any]:
    parts: dict[str, Any] = {"graph": _sheet("graph")}
    with gr.Column(elem_id="edit-graph", visible=False) as editing:
        parts["know_better"] = gr.HTML(f"<h3>{_label('know-better')}</h3>")
        narrow: dict[str, Any] = {"interactive": True, "min_width": 120}
        with gr.Row():
            parts["cause"] = gr.Dropdown([], label=_label("cause"), elem_id="cause", **narrow)
            parts["effect"] = gr.Dropdown([], label=_label("effect"), elem_id="effect", **narrow)
        with gr.Row():
            for kind in ARROW_EDITS:
                parts[kind] = gr.Button(_label(kind), size="sm", min_width=90, elem_id=f"edit-{kind}")
        parts["column"] = gr.Dropdown([], label=_label("column"), elem_id="column", **narrow)
        with gr.Row():
            for kind in COLUMN_EDITS:
                parts[kind] = gr.Button(_label(kind), size="sm", min_width=90, elem_id=f"mark-{kind}")
        parts["edits"] = gr.HTML("", elem_id="edits", elem_classes="sheet")
        with gr.Row():
            parts["undo_edit"] = gr.Button(_label("undo-edit"), size="sm", elem_id="undo-edit")
            parts["again"] = gr.Button(_label("again"), variant="primary", size="sm", elem_id="again")
    parts["editing"] = editing
    # A click on "Change" beside an arrow puts its ends into the two boxes above.
    parts["arrows"] = gr.HTML(
        "", elem_id="arrows-sheet", elem_classes="sheet", padding=False,
        js_on_load="element.addEventListener('click', event => {"
        " const arrow = event.target.closest('button[data-cause]');"
        " if (arrow) trigger('select', {index: 0, value: [arrow.dataset.cause, arrow.dataset.effect]}); });",
    )  # fmt: skip
    return parts


def _sheet(name: str) -> Any:
    return gr.HTML("", elem_id=f"{name}-sheet", elem_classes="sheet", padding=False)

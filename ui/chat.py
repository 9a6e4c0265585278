"""The chat in the browser: a table, a question, an answer with its figure and checks.

It asks `Assistant` and shows what comes back; there is no statistics and no prompt in here. Gradio comes with
the extra `ui` and is imported late, with its analytics off.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from tools.errors import AskWhyError, OptionError

if TYPE_CHECKING:
    from assistant import Answer

__all__ = ["answer_markdown", "build", "launch"]

AT_ONCE = 20  # questions answered side by side; each has its own Assistant
LARGEST_FILE = "200mb"
TABLES = [".csv", ".tsv", ".txt", ".gz", ".parquet", ".xlsx"]


def launch(
    *,
    data: str | None = None,
    description: str | None = None,
    model: str = "offline",
    port: int = 7860,
    browser: bool = True,
) -> None:
    """Serve the chat on this machine until it is interrupted.

    Raises:
        OptionError: Gradio is not installed, or the port is taken.
    """
    app = build(data=data, description=description, model=model)
    try:
        app.launch(
            server_name="127.0.0.1",
            server_port=port or None,
            inbrowser=browser,
            quiet=True,
            share=False,
            max_file_size=LARGEST_FILE,
            prevent_thread_lock=True,
        )
    except OSError as error:
        raise OptionError(f"Port {port} is taken. Choose another: askwhy chat --port 7861.") from error
    print(f"AskWhy is at {app.local_url} (Ctrl-C ends it)", flush=True)
    app.block_thread()


def build(*, data: str | None = None, description: str | None = None, model: str = "offline") -> Any:
    """The Gradio app (a `gradio.Blocks`), not yet served.

    Raises:
        OptionError: Gradio is not installed.
    """
    gr = _gradio()

    def respond(
        question: str, history: list[dict[str, Any]], file: str | None, words: str | None
    ) -> tuple[str, list[dict[str, Any]], Any, str, str]:
        said = [*history, {"role": "user", "content": question}]
        figure, checks, sources = None, "", ""
        try:
            answer = _answer(question, file or data, words or description, model)
        except AskWhyError as error:
            reply = _inline(str(error))
        else:
            reply = answer_markdown(answer)
            figure = answer.figure("effect") if answer.estimate is not None else None
            checks, sources = checks_markdown(answer), sources_markdown(answer)
        return "", [*said, {"role": "assistant", "content": reply}], figure, checks, sources

    with gr.Blocks(title="AskWhy", analytics_enabled=False) as app:
        gr.Markdown("# AskWhy\nWhat would happen if ...? Ask it of your own table.")
        with gr.Row():
            with gr.Column(scale=3):
                talk = gr.Chatbot(height=460, label="Conversation", sanitize_html=True)
                question = gr.Textbox(
                    label="Question", placeholder="What would happen to sales if we raised the price?"
                )
                asked = gr.Button("Ask", variant="primary")
                file = gr.File(label="Table (CSV, Parquet, Excel)", file_types=TABLES, type="filepath")
                words = gr.Textbox(label="What the columns mean, how the data came about", lines=4)
            with gr.Column(scale=2), gr.Tabs():
                with gr.Tab("Answer"):
                    figure = gr.Plot(label="Effect")
                with gr.Tab("Checks"):
                    checks = gr.Markdown("Ask a question first.")
                with gr.Tab("Sources"):
                    sources = gr.Markdown("Ask a question first.")
        inputs, outputs = [question, talk, file, words], [question, talk, figure, checks, sources]
        gr.on(
            [asked.click, question.submit],
            respond,
            inputs,
            outputs,
            api_name="ask",
            concurrency_limit=AT_ONCE,
        )
    return app.queue(default_concurrency_limit=AT_ONCE)


def answer_markdown(answer: Answer) -> str:
    """The prose, and below it the estimate beside the unadjusted one."""
    from assistant.formatting import number, with_unit

    parts = [_inline(paragraph) for paragraph in answer.prose.split("\n\n")]
    best = answer.estimate
    if best is not None:
        low, high = (number(limit, best.std_error) for limit in best.ci_95)
        row = f"| {_cell(with_unit(number(best.value, best.std_error), answer.unit))} | {low} to {high} |"
        raw = number(best.unadjusted, best.std_error) if best.unadjusted is not None else ""
        heads = "| Estimate | 95% interval | Unadjusted | Rows |\n|---|---|---|---|"
        parts.append(f"{heads}\n{row} {raw} | {best.rows_used:,} |")
    parts += [f"Note: {_inline(warning)}" for warning in answer.warnings]
    return "\n\n".join(parts)


def checks_markdown(answer: Answer) -> str:
    """What each check asks, found, and cannot see."""
    if not answer.checks:
        return "No checks: there is no estimate to check."
    verdict = {True: "✓", False: "✗", None: "–"}
    lines = ["| | Check | Result | Cannot detect |", "|---|---|---|---|"]
    lines += [
        f"| {verdict[c.passed]} | {_cell(c.purpose)} | {_cell(c.detail)} | {_cell(c.cannot_detect)} |"
        for c in answer.checks
    ]
    return "\n".join(lines)


def sources_markdown(answer: Answer) -> str:
    """The cited passages with their file and place."""
    if not answer.citations:
        return "Nothing was cited."
    return "\n\n".join(
        f"**{_inline(p.source)}**, {_inline(p.place)}\n\n> {_cell(p.text)}" for p in answer.citations
    )


def _answer(question: str, data: str | None, description: str | None, model: str) -> Answer:
    """One Assistant a question: nothing of one person's session is left for another's."""
    from assistant import Assistant

    if not data:
        raise OptionError("There is no table yet. Upload one, then ask again.")
    return Assistant(data, description=description or None, model=model).ask(question)


def _gradio() -> Any:
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    try:
        import gradio
    except ModuleNotFoundError as error:
        if error.name != "gradio":
            raise
        raise OptionError("The chat needs Gradio. Install it: pip install 'askwhy[ui]'.") from None
    return gradio


def _inline(text: str) -> str:
    """Text from outside, shown as it is: no markup, no HTML, no links."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|$!~" else c for c in text)


def _cell(text: str) -> str:
    return " ".join(_inline(text).split())

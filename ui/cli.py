"""The command line: `askwhy ask | profile | learn | chat | demo`.

Exit status: 0 answered; 3 an honest refusal; 2 bad input, one line on stderr; 1 a fault of ours, one line
and a traceback in a file; 130 interrupted. `--json` writes nothing but JSON to stdout.

Only typer is imported here: `askwhy --help` must not wait for pandas.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from tools.errors import AskWhyError, ModelError, OptionError

if TYPE_CHECKING:
    from assistant import Answer

ANSWERED, FAULT, BAD_INPUT, REFUSED, INTERRUPTED = 0, 1, 2, 3, 130
DEFAULT_SEED = 7

app = typer.Typer(
    name="askwhy",
    help="Answers causal what-if questions about your own table, and says when it cannot.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Question = Annotated[
    str | None, typer.Argument(help='In plain words: "What would happen to sales if we raised the price?"')
]
Data = Annotated[str, typer.Option("--data", "-d", metavar="FILE", help="Your table: CSV, Parquet or Excel.")]
Description = Annotated[
    str | None,
    typer.Option(
        "--description", metavar="FILE|TEXT", help="What the columns mean, how the data came about."
    ),
]
Knowledge = Annotated[
    list[str] | None,
    typer.Option(
        "--knowledge", "-k", metavar="PATH", help="Documents to look things up in. May be repeated."
    ),
]
Graph = Annotated[
    str | None,
    typer.Option("--graph", metavar="FILE", help="Your own causal graph; it wins over any proposal."),
]
Model = Annotated[str, typer.Option("--model", metavar="MODEL", help="Who reads the question.")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Also write a report: .html or .md.")
]
Figures = Annotated[
    Path | None, typer.Option("--figures", metavar="DIR", help="Where plots go (default: askwhy-figures).")
]
Seed = Annotated[int, typer.Option("--seed", help="Seed of everything that is drawn at random.")]


@app.callback(invoke_without_command=True)
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a fault.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        from assistant import __version__

        print(f"askwhy {__version__}")
        raise typer.Exit(ANSWERED)
    if debug:
        os.environ["ASKWHY_DEBUG"] = "1"


@app.command()
def ask(
    question: Question = None,
    data: Data = "",
    description: Description = None,
    knowledge: Knowledge = None,
    graph: Graph = None,
    model: Model = "offline",
    as_json: AsJson = False,
    report: Report = None,
    figures: Figures = None,
    seed: Seed = DEFAULT_SEED,
    explain_plan: Annotated[
        bool,
        typer.Option("--explain-plan", help="Only say how the question is understood; estimate nothing."),
    ] = False,
) -> int:
    """Answer a question about your table."""
    if not data:
        raise OptionError("No table to ask about. Name one: askwhy ask QUESTION --data FILE.")
    return _ask(
        question or _prompt_for_question(),
        data,
        description=description,
        knowledge=knowledge or [],
        graph=graph,
        model=model,
        as_json=as_json,
        report=report,
        figures=figures,
        seed=seed,
        explain_plan=explain_plan,
    )


@app.command()
def demo(
    name: Annotated[
        str, typer.Argument(help="Which example; `askwhy demo list` names them.")
    ] = "quit-smoking",
    question: Annotated[
        str | None, typer.Option("--question", "-q", help="Ask something else of its data.")
    ] = None,
    model: Model = "offline",
    as_json: AsJson = False,
    report: Report = None,
    figures: Figures = None,
    seed: Seed = DEFAULT_SEED,
    explain_plan: Annotated[
        bool,
        typer.Option("--explain-plan", help="Only say how the question is understood; estimate nothing."),
    ] = False,
) -> int:
    """Answer the question of a bundled example on real data."""
    from ui.examples import EXAMPLES

    if name == "list":
        for example in EXAMPLES.values():
            print(f"{example.name:<22}{example.question}")
        return ANSWERED
    if name not in EXAMPLES:
        raise OptionError(f"There is no example named {name!r}. Known: {', '.join(EXAMPLES)}.")
    example = EXAMPLES[name]
    files = example.unpack()
    return _ask(
        question or example.question,
        str(files.table),
        description=str(files.description),
        knowledge=[],
        graph=None,
        model=model,
        as_json=as_json,
        report=report,
        figures=figures,
        seed=seed,
        explain_plan=explain_plan,
    )


@app.command()
def profile(
    data: Annotated[str, typer.Argument(metavar="FILE", help="Your table: CSV, Parquet or Excel.")],
    description: Description = None,
    as_json: AsJson = False,
) -> int:
    """Describe the columns of a table, without showing a row."""
    from ui.profile_text import profile_lines, profile_values
    from ui.terminal import Terminal

    terminal = Terminal()
    with terminal.busy("reading the table"):
        from assistant import Assistant

        found = Assistant(data, description=description).profile
    if as_json:
        _print_json(profile_values(found))
    else:
        terminal.show(profile_lines(found))
    return ANSWERED


@app.command()
def learn(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders of documents.")],
) -> int:
    """Read documents into the knowledge store, to be cited in later answers."""
    from tools.knowledge import KnowledgeStore
    from ui.terminal import Terminal

    terminal = Terminal()
    with KnowledgeStore() as store:
        for path in paths:
            with terminal.busy(f"reading {path}"):
                documents = store.add_path(path)
                passages = sum(len(store.passages(document)) for document in documents)
            terminal.line(f"{path}: {_count(len(documents), 'document')}, {_count(passages, 'passage')}")
    return ANSWERED


@app.command()
def chat(
    data: Annotated[
        str | None, typer.Option("--data", "-d", metavar="FILE", help="Start with this table.")
    ] = None,
    description: Description = None,
    model: Model = "offline",
    port: Annotated[int, typer.Option("--port", help="Port on this machine; 0 takes a free one.")] = 7860,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> int:
    """Chat in the browser, on this machine only."""
    from ui.chat import launch

    launch(
        data=data,
        description=description,
        model=model,
        port=port,
        browser=browser,
    )
    return ANSWERED


def _ask(
    question: str,
    data: str,
    *,
    description: str | None,
    knowledge: Sequence[str],
    graph: str | None,
    model: str,
    as_json: bool,
    report: Path | None,
    figures: Path | None,
    seed: int,
    explain_plan: bool,
) -> int:
    from ui.answer_text import answer_lines, plan_lines
    from ui.terminal import Terminal

    terminal = Terminal()
    with terminal.busy("reading the table") as progress:
        from assistant import Assistant

        assistant = Assistant(
            data,
            description=description,
            knowledge=list(knowledge),
            graph=graph,
            model=model,
            seed=seed,
            progress=progress,
        )
        if explain_plan:
            plan = assistant.plan(question)
        else:
            answer = assistant.ask(question)
    if explain_plan:
        _print_json(plan.to_dict()) if as_json else terminal.show(plan_lines(plan))
        return REFUSED if plan.needs_clarification or plan.not_answerable else ANSWERED
    if report is not None:
        answer.report(report)
        terminal.note(f"Report: {report}")
    # A program that reads JSON gets files only where it asked for them.
    wanted = figures or (None if as_json else Path("askwhy-figures"))
    plots = _write_figures(answer, wanted) if wanted else []
    if as_json:
        _print_json(answer.to_dict())
    else:
        terminal.show(answer_lines(answer, plots))
    return ANSWERED if answer.status == "answered" else REFUSED


def _write_figures(answer: Answer, directory: Path) -> list[Path]:
    """Every figure that the answer has something to show in; the effect first."""
    from assistant.figures import available

    kinds = available(answer)
    if not kinds:
        return []
    try:
        directory.mkdir(parents=True, exist_ok=True)
        written = []
        for kind in kinds:
            path = directory / f"{kind}.png"
            answer.figure(kind).savefig(path, dpi=150)
            written.append(path)
    except OSError as error:
        raise OptionError(
            f"Plots cannot be written to {directory} ({error.strerror}). Choose another with --figures DIR."
        ) from error
    return written


def _prompt_for_question() -> str:
    if not sys.stdin.isatty():
        raise OptionError("No question was asked. Put it in quotes: askwhy ask QUESTION --data FILE.")
    text: str = typer.prompt("What would you like to know?", err=True)
    return text


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def run() -> NoReturn:
    """The entry point `askwhy`: `main`, then out at once."""
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Python would take a second to dismantle DoWhy's and Chroma's modules; nothing is open any more.
    os._exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status (see the top of this module)."""
    from ui.terminal import quiet_libraries

    quiet_libraries()
    # Importing millions of long-lived objects makes the collector run hundreds of times for nothing.
    gc.set_threshold(200_000, 50, 50)
    command = typer.main.get_command(app)
    try:
        if "_ASKWHY_COMPLETE" in os.environ:  # a shell asks how to complete what is being typed
            command.main(prog_name="askwhy")
        # Not `command.main`, which would turn an interrupt and a closed pipe into statuses of its own.
        given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
        with command.make_context("askwhy", given) as context:
            status = command.invoke(context)
        sys.stdout.flush()
        return int(status or ANSWERED)
    except typer.Exit as left:
        return left.exit_code
    except TyperException as error:
        return _complain(_usage(error), BAD_INPUT)
    except AskWhyError as error:
        return _complain(str(error), FAULT if isinstance(error, ModelError) else BAD_INPUT)
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Python would complain once more while closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWERED
    except (KeyboardInterrupt, typer.Abort):
        return _complain("Interrupted.", INTERRUPTED)
    except Exception as error:
        if os.environ.get("ASKWHY_DEBUG"):
            raise
        return _complain(_fault(error), FAULT)


def _complain(message: str, status: int) -> int:
    print(f"askwhy: {' '.join(message.split())}", file=sys.stderr)
    return status


def _usage(error: TyperException) -> str:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "askwhy"
    return f"{message.rstrip('.')}. See {path} --help."


def _fault(error: Exception) -> str:
    """Keep the traceback where it can be sent on; the terminal gets one line."""
    import tempfile
    import traceback

    text = "".join(traceback.format_exception(error))
    with tempfile.NamedTemporaryFile(
        "w", prefix="askwhy-fault-", suffix=".txt", delete=False, encoding="utf-8"
    ) as log:
        log.write(text)
    return (
        f"A fault of ours ({type(error).__name__}: {error}). The traceback is in {log.name}; "
        "please report it, or run again with askwhy --debug to see it here."
    )


if __name__ == "__main__":
    run()

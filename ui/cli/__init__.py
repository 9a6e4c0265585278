"""The command line: `askwhy ask | demo | profile | graph | learn | knowledge | tune | chat | slack | mcp`.

Exit status: 0 answered; 3 an honest refusal; 2 bad input, one line on stderr; 1 a fault of ours, one line
and a traceback in a file; 130 interrupted. `--json` writes nothing but JSON to stdout.

Only typer is imported here: `askwhy --help` must not wait for pandas.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from tools.errors import AskWhyError, ModelError, OptionError
from ui.cli import asking, knowledge, service
from ui.cli.asking import Asked, Wanted, answer_once, converse
from ui.cli.options import (
    DEFAULT_SEED,
    AsJson,
    BaseUrl,
    Data,
    Description,
    ExplainPlan,
    Fallback,
    Figures,
    Graph,
    ImageEncoder,
    Knowledge,
    Model,
    ModelChoice,
    Multiverse,
    Question,
    Report,
    Seed,
)

ANSWERED, FAULT, BAD_INPUT, REFUSED, INTERRUPTED = 0, 1, 2, 3, 130

app = typer.Typer(
    name="askwhy",
    help="Answers causal what-if questions about your own table, and says when it cannot.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    base_url: BaseUrl = None,
    fallback: Fallback = None,
    as_json: AsJson = False,
    report: Report = None,
    figures: Figures = None,
    seed: Seed = DEFAULT_SEED,
    image_encoder: ImageEncoder = None,
    explain_plan: ExplainPlan = False,
    multiverse: Multiverse = False,
) -> int:
    """Answer a question about your table."""
    table: Any = data
    if not data and question is not None and asking.brings_its_premises(question):
        table = asking.no_table()
    elif not data:
        raise OptionError("No table to ask about. Name one: askwhy ask QUESTION --data FILE.")
    documents = tuple(knowledge or ())
    chosen = ModelChoice(model, base_url, fallback)
    asked = Asked(table, description, documents, graph, chosen, seed, image_encoder)
    if question is None:
        if not sys.stdin.isatty():
            raise OptionError("No question was asked. Put it in quotes: askwhy ask QUESTION --data FILE.")
        return _status(converse(asked))
    if explain_plan:
        return _status(asking.explain_plan(asked, question, as_json=as_json))
    return _status(answer_once(asked, question, Wanted(as_json, report, figures, multiverse)))


@app.command()
def demo(
    name: Annotated[
        str, typer.Argument(help="Which example; `askwhy demo list` names them.")
    ] = "quit-smoking",
    question: Annotated[
        str | None, typer.Option("--question", "-q", help="Ask something else of its data.")
    ] = None,
    model: Model = "offline",
    base_url: BaseUrl = None,
    fallback: Fallback = None,
    as_json: AsJson = False,
    report: Report = None,
    figures: Figures = None,
    seed: Seed = DEFAULT_SEED,
    explain_plan: ExplainPlan = False,
    multiverse: Multiverse = False,
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
    asked = Asked(
        str(files.table),
        str(files.description),
        model=ModelChoice(model, base_url, fallback),
        seed=seed,
    )
    wanted = question or example.question
    if explain_plan:
        return _status(asking.explain_plan(asked, wanted, as_json=as_json))
    return _status(answer_once(asked, wanted, Wanted(as_json, report, figures, multiverse)))


@app.command()
def profile(
    data: Annotated[str, typer.Argument(metavar="FILE", help="Your table: CSV, Parquet or Excel.")],
    description: Description = None,
    as_json: AsJson = False,
) -> int:
    """Describe the columns of a table, without showing a row."""
    from ui.cli.showing import profile_lines, profile_values
    from ui.cli.terminal import Terminal, print_json

    terminal = Terminal()
    with terminal.busy("reading the table"):
        from assistant import Assistant

        found = Assistant(data, description=description).profile
    if as_json:
        print_json(profile_values(found))
    else:
        terminal.show(profile_lines(found))
    return ANSWERED


@app.command()
def graph(
    data: Annotated[str, typer.Argument(metavar="FILE", help="Your table: CSV, Parquet or Excel.")],
    question: Annotated[
        str | None, typer.Option("--question", "-q", help="The graph behind the answer to this question.")
    ] = None,
    description: Description = None,
    knowledge: Knowledge = None,
    drawn: Annotated[
        str | None, typer.Option("--graph", metavar="FILE", help="Your own graph: show it, or --test it.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="text, dagitty, gml, dot, mermaid or json.")] = "text",
    test: Annotated[bool, typer.Option("--test", help="Hold the graph against the table.")] = False,
) -> int:
    """Show a causal graph of your table with the source of each arrow, or test one."""
    from ui.cli.showing import graph_of, graph_text
    from ui.cli.terminal import Terminal

    terminal = Terminal()
    with terminal.busy("reading the table"):
        shown = graph_of(data, question, description, knowledge or [], drawn, test)
    print(graph_text(shown, form))
    return ANSWERED


@app.command()
def kinds(as_json: AsJson = False) -> int:
    """List the kinds of question: what each asks for, and which are answered today."""
    from ui.cli.showing import kind_lines, kind_values
    from ui.cli.terminal import Terminal, print_json

    if as_json:
        print_json({"kinds": kind_values()})
    else:
        Terminal().show(kind_lines())
    return ANSWERED


@app.command()
def tune(
    base: Annotated[str, typer.Argument(metavar="MODEL", help="Folder, .gguf file or id of a local model.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where the adapter goes.")],
    method: Annotated[str, typer.Option("--method", help="sft (imitate) or dpo (prefer).")] = "sft",
    examples: Annotated[int, typer.Option("--worlds", help="Simulated worlds to learn from.")] = 500,
    steps: Annotated[int, typer.Option("--steps", help="Training steps.")] = 200,
    batch: Annotated[int, typer.Option("--batch", help="Examples a step; fewer need less memory.")] = 4,
    marked: Annotated[
        Path | None,
        typer.Option("--marked", metavar="FILE", help="Answers marked good or bad, as JSON Lines."),
    ] = None,
    held_out: Annotated[
        int, typer.Option("--evaluate", help="Held-out worlds to plan before and after; 0: none.")
    ] = 20,
    seed: Seed = DEFAULT_SEED,
    as_json: AsJson = False,
) -> int:
    """Tune a language model of this machine to plan; needs the extra `train`."""
    from ui.cli.tune import run_tuning

    return run_tuning(base, out, method, examples, steps, batch, marked, held_out, seed, as_json=as_json)


# Help lists the commands in this order: first what everybody starts with.
app.command()(knowledge.learn)
app.add_typer(knowledge.app, name="knowledge")
for command in (service.chat, service.slack, service.mcp):
    app.command()(command)


def _status(answered: bool) -> int:
    return ANSWERED if answered else REFUSED


def run() -> NoReturn:
    """The entry point `askwhy`: `main`, then out at once."""
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Python would take a second to dismantle DoWhy's and Chroma's modules; nothing is open any more.
    os._exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status (see the top of this module)."""
    from ui.cli.terminal import quiet_libraries

    quiet_libraries()
    # Importing millions of long-lived objects makes the collector run hundreds of times for nothing.
    gc.set_threshold(200_000, 50, 50)
    command = typer.main.get_command(app)
    try:
        if "_ASKWHY_COMPLETE" in os.environ:  # a shell asks how to complete what is being typed
            command.main(prog_name="askwhy")
        # Not `command.main`, which would turn an interrupt and a closed pipe into statuses of its own.
        given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
        given += ["--help"] if given == ["knowledge"] else []
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

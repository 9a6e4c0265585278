"""`askwhy ask` and `askwhy demo`: one question, or a prompt for several of the same table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.errors import AskWhyError, OptionError
from ui.cli.options import OFFLINE, ModelChoice

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant import Answer, Assistant
    from assistant.answers.multiverse import Multiverse

__all__ = ["Asked", "Wanted", "answer_once", "converse", "explain_plan"]

FIGURES = Path("askwhy-figures")


@dataclass(frozen=True)
class Asked:
    """The table and who answers about it, as the command line has them."""

    data: str
    description: str | None = None
    knowledge: Sequence[str] = ()
    graph: str | None = None
    model: ModelChoice = OFFLINE
    seed: int = 7
    image_encoder: str | None = None

    def open(self, progress: Callable[[str], None]) -> Assistant:
        from assistant import Assistant

        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return Assistant(**{**named, **self.model.options}, progress=progress)


@dataclass(frozen=True)
class Wanted:
    """What is shown and written of an answer."""

    as_json: bool = False
    report: Path | None = None
    figures: Path | None = None
    multiverse: bool = False  # the estimate under other choices: a table, or one more key of the JSON


def brings_its_premises(question: str) -> bool:
    """Is it beyond doubt a question of a kind that looks at no table?"""
    from assistant.kinds.interface import claimed_by, kind_of
    from assistant.language.registry import language_of

    kind = claimed_by(question, language_of(question))
    return kind is not None and not kind_of(kind).needs


def no_table() -> Any:
    """What stands in for a table where none is looked at."""
    import pandas as pd

    return pd.DataFrame({"premises": ["in words"]})


def explain_plan(asked: Asked, question: str, *, as_json: bool) -> bool:
    """Show how the question is understood; True if it could be answered as it stands."""
    from ui.cli.terminal import Terminal, print_json
    from ui.text.answer import plan_lines

    terminal = Terminal()
    with terminal.busy("reading the table") as progress:
        plan = asked.open(progress).plan(question)
    if as_json:
        print_json(plan.to_dict())
    else:
        terminal.show(plan_lines(plan))
    return plan.needs_clarification is None and plan.not_answerable is None


def answer_once(asked: Asked, question: str, wanted: Wanted) -> bool:
    """Show the answer and what else is wanted; True unless it is a refusal."""
    from ui.cli.terminal import Terminal, print_json
    from ui.text.answer import answer_lines, multiverse_lines

    terminal = Terminal()
    with terminal.busy("reading the table") as progress:
        answer = asked.open(progress).ask(question)
        if wanted.report is not None:
            progress("writing the report")
            answer.report(wanted.report)
        if wanted.multiverse:
            progress("estimating under other choices")
        others = answer.multiverse if wanted.multiverse else None
    if wanted.report is not None:
        terminal.note(f"Report: {wanted.report}")
    # A program that reads JSON gets files only where it asked for them.
    folder = wanted.figures or (None if wanted.as_json else FIGURES)
    with terminal.busy("drawing the figures"):
        plots = _write_figures(answer, folder, others) if folder else []
    if wanted.as_json:
        told = {"multiverse": others.to_dict() if others is not None else None} if wanted.multiverse else {}
        print_json({**answer.to_dict(), **told})
    else:
        terminal.show(answer_lines(answer, plots))
        if wanted.multiverse:
            terminal.show(multiverse_lines(others, answer.language))
    return answer.status == "answered"


def converse(asked: Asked) -> bool:
    """A prompt: each line is a question or a follow-up, until an empty line or the end of input.

    True if the last one was answered.
    """
    from ui.cli.terminal import Terminal
    from ui.text.answer import answer_lines

    terminal = Terminal()
    steps = _Steps()
    with terminal.busy("reading the table"):
        assistant = asked.open(steps)
    answered = True
    terminal.note("What would you like to know? An empty line ends it.")
    while question := terminal.asked("> "):
        try:
            with terminal.busy("understanding the question") as steps.show:
                answer = assistant.ask(question)
        except AskWhyError as fault:
            # One bad question must not end the conversation.
            terminal.note(f"askwhy: {fault}")
            answered = False
            continue
        terminal.show(answer_lines(answer))
        answered = answer.status == "answered"
    return answered


class _Steps:
    """Passes each step on to whatever shows progress at the moment."""

    def __init__(self) -> None:
        self.show: Callable[[str], None] = lambda step: None

    def __call__(self, step: str) -> None:
        self.show(step)


def _write_figures(answer: Answer, directory: Path, others: Multiverse | None) -> list[Path]:
    """Every figure that the answer has something to show in; the effect first, other choices last."""
    from assistant.figures.standard import available

    drawn: dict[str, Callable[[], Figure]] = {
        kind: partial(answer.figure, kind) for kind in available(answer)
    }
    if others is not None:
        drawn["multiverse"] = others.figure
    if not drawn:
        return []
    try:
        directory.mkdir(parents=True, exist_ok=True)
        written = []
        for kind, draw in drawn.items():
            path = directory / f"{kind}.png"
            draw().savefig(path, dpi=150)
            written.append(path)
    except OSError as error:
        raise OptionError(
            f"Plots cannot be written to {directory} ({error.strerror}). Choose another with --figures DIR."
        ) from error
    return written

"""The estimate under other choices as lines for a terminal: `askwhy ask ... --multiverse`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.language import say, wording
from assistant.language.registry import DEFAULT
from assistant.prose.quantities import count
from tools.messages import Message, Quantity, Quoted, Scale, ScaleKind
from ui.cli.terminal import clean

if TYPE_CHECKING:
    from assistant.answers.multiverse import Multiverse

__all__ = ["multiverse_lines"]

MOST_NAMED = 4  # columns; more are counted


def multiverse_lines(found: Multiverse | None, code: str = DEFAULT) -> Iterable[RenderableType]:
    """How far the estimates reach, then a row for each choice: the answer's first."""
    code = found.language if found is not None else code
    yield Text(say(code, "ui-other-choices"), style="bold")
    if found is None:
        yield Padding(Text(say(code, "ui-nothing-to-vary")), (0, 0, 1, 2))
        return
    words = wording(code)
    answers = found.universes[0].adjustment_set
    told = [one.estimate for one in found.universes if one.estimate is not None]
    spread = told[0].std_error  # the answer's own decides the digits of all
    scale = Scale(ScaleKind.OUTCOME, found.unit)
    low, high = (Quantity(limit, None, spread, scale) for limit in found.span)
    span = say(code, "ui-choices-span", count=count(len(told)), low=low, high=high)
    yield Padding(Text(clean(span)), (0, 0, 1, 2))
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for title in (say(code, "ui-choice"), say(code, "ui-held")):
        table.add_column(title, overflow="fold")
    for title in (say(code, "ui-estimate"), say(code, "ui-interval")):
        table.add_column(title, no_wrap=True)
    for one in found.universes:
        choice, held = clean(found.said(one)), clean(_held(one.adjustment_set, answers, code))
        if one.estimate is None:
            table.add_row(
                Text(choice),
                Text(clean(one.reason), "dim"),
                Text(say(code, "ui-not-identified"), "dim"),
                Text(),
            )
            continue
        ends = [words.number(limit, spread) for limit in one.estimate.ci_95]
        value = words.number(one.estimate.value, spread)
        table.add_row(
            Text(choice), Text(held), Text(value), Text(say(code, "ui-to", low=ends[0], high=ends[1]))
        )
    yield Padding(table, (0, 0, 1, 2))


def _held(columns: tuple[str, ...], answers: tuple[str, ...], code: str) -> str:
    """The columns; where they are many, what is different from those of the answer."""
    if len(columns) <= MOST_NAMED:
        return ", ".join(columns) or say(code, "ui-nothing")
    left_out = [name for name in answers if name not in columns]
    added = [name for name in columns if name not in answers]
    many = count(len(columns))
    if not (left_out or added) or len(left_out) + len(added) > MOST_NAMED:
        return say(code, "ui-columns", count=many)
    changes = [
        Message(id, {"columns": Quoted(", ".join(names))})
        for id, names in (("ui-without", left_out), ("ui-with", added))
        if names
    ]
    both = changes[0] if len(changes) == 1 else Message("ui-and", {"first": changes[0], "second": changes[1]})
    return say(code, "ui-columns-as-answer", count=many, changes=both)

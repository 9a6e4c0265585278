"""The estimate under other choices as lines for a terminal: `askwhy ask ... --multiverse`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.prose.formatting import number, with_unit
from ui.cli.terminal import clean

if TYPE_CHECKING:
    from assistant.answers.multiverse import Multiverse

__all__ = ["multiverse_lines"]

MOST_NAMED = 4  # columns; more are counted

NOTHING = "Nothing to vary: no choice of columns to hold fixed decides this answer."


def multiverse_lines(found: Multiverse | None) -> Iterable[RenderableType]:
    """How far the estimates reach, then a row for each choice: the answer's first."""
    yield Text("Other choices", style="bold")
    if found is None:
        yield Padding(Text(NOTHING), (0, 0, 1, 2))
        return
    answers = found.universes[0].adjustment_set
    told = [one.estimate for one in found.universes if one.estimate is not None]
    spread = told[0].std_error  # the answer's own decides the digits of all
    low, high = (with_unit(number(limit, spread), found.unit) for limit in found.span)
    count = "1 choice gives" if len(told) == 1 else f"{len(told)} choices give"
    yield Padding(Text(clean(f"{count} estimates from {low} to {high}.")), (0, 0, 1, 2))
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for title in ("Choice", "Held fixed"):
        table.add_column(title, overflow="fold")
    for title in ("Estimate", "95% interval"):
        table.add_column(title, no_wrap=True)
    for one in found.universes:
        choice, held = clean(found.said(one)), clean(_held(one.adjustment_set, answers))
        if one.estimate is None:
            table.add_row(Text(choice), Text(clean(one.reason), "dim"), Text("not identified", "dim"), Text())
            continue
        ends = (number(limit, spread) for limit in one.estimate.ci_95)
        value = number(one.estimate.value, spread)
        table.add_row(Text(choice), Text(held), Text(value), Text(" to ".join(ends)))
    yield Padding(table, (0, 0, 1, 2))


def _held(columns: tuple[str, ...], answers: tuple[str, ...]) -> str:
    """The columns; where they are many, what is different from those of the answer."""
    if len(columns) <= MOST_NAMED:
        return ", ".join(columns) or "nothing"
    left_out = [name for name in answers if name not in columns]
    added = [name for name in columns if name not in answers]
    if not (left_out or added) or len(left_out) + len(added) > MOST_NAMED:
        return f"{len(columns)} columns"
    changes = [("without", left_out), ("with", added)]
    said = [f"{word} {', '.join(names)}" for word, names in changes if names]
    return f"{len(columns)} columns: as the answer, {' and '.join(said)}"

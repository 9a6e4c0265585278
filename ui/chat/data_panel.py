"""The tab Data: what the table holds, a look at its first rows, and which rows an answer used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.formatting import number, percent
from assistant.report import study
from assistant.report.html import blocks_html, escape
from tools.data.distribution import Bar, many_numbers
from tools.types import ColumnProfile
from ui.chat.panels import EMPTY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.chat.session import Session

__all__ = ["data_panel"]

MOST_COLUMNS = 200
MOST_LEVELS = 4
MOST_CELL = 40  # characters


def data_panel(session: Session) -> str:
    if session.table is None:
        return EMPTY.format("Upload a table, and what it holds will stand here.")
    assistant = session.assistant
    profile = assistant.profile
    heading = (
        f"<h3>{escape(session.table_name)}</h3><p>{profile.rows:,} rows, {len(profile.columns)} columns</p>"
    )
    documents = "".join(f"<li>{escape(path.name)}</li>" for path in session.documents)
    known = f"<h3>Documents</h3><ul>{documents}</ul>" if documents else ""
    remarks = "".join(f"<li>{escape(text)}</li>" for text in profile.warnings)
    warned = f"<h3>Remarks</h3><ul>{remarks}</ul>" if remarks else ""
    parts = [heading, _flow(session), "<h3>Columns</h3>", _columns(session), warned, known]
    return "".join([*parts, "<h3>First rows</h3>", _preview(session)])


def _flow(session: Session) -> str:
    """Rows in, dropped and why, used: of the answer that is shown."""
    turn = session.current
    if turn is None or turn.answer is None or turn.answer.estimate is None:
        return ""
    blocks = (*study.rows(turn.answer), *study.missing(turn.answer))
    return "<h3>Rows of the answer shown</h3>" + blocks_html(blocks, lambda kind: "")


def _columns(session: Session) -> str:
    assistant, bars = session.assistant, session.look().bars
    rows = "".join(
        f'<tr><th scope="row">{escape(column.name)}{_meaning(column)}</th><td>{column.kind}</td>'
        f"<td>{_missing(column)}</td><td>{_bars(bars.get(column.name, ()))}{escape(_range(column))}</td></tr>"
        for column in assistant.profile.columns[:MOST_COLUMNS]
    )
    hidden = len(assistant.profile.columns) - MOST_COLUMNS
    more = f'<p class="note">and {hidden} more columns</p>' if hidden > 0 else ""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Column", "Type", "Missing", "Distribution"))
    return (
        f'<div class="wide tall" tabindex="0"><table class="rows columns"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}"
    )


def _meaning(column: ColumnProfile) -> str:
    said = column.meaning or column.description
    return f'<br><span class="note">{escape(said)}</span>' if said else ""


def _missing(column: ColumnProfile) -> str:
    return f"{column.missing:,} ({percent(column.missing / column.rows)})" if column.missing else "none"


def _range(column: ColumnProfile) -> str:
    if column.levels and not many_numbers(column):
        said = ", ".join(f"{_cut(level)}: {rows:,}" for level, rows in column.levels[:MOST_LEVELS])
        more = column.distinct - MOST_LEVELS
        return f"{said} and {more:,} more" if more > 0 else said
    if column.minimum is None or column.maximum is None:
        return f"{column.distinct:,} different values"
    unit = f" {column.unit}" if column.unit else ""
    middle = f", median {number(column.median)}" if column.median is not None else ""
    return f"{number(column.minimum)} to {number(column.maximum)}{unit}{middle}"


def _bars(bars: Sequence[Bar]) -> str:
    """A small picture of the counts; the words beside it say the same."""
    most = max((bar.rows for bar in bars), default=0)
    if not most:
        return ""
    width = 8
    drawn = "".join(
        f'<rect x="{place * width}" y="{28 - (height := max(1.0, 26 * bar.rows / most)):.1f}" '
        f'width="{width - 1}" height="{height:.1f}"><title>{escape(bar.label)}: {bar.rows:,}</title></rect>'
        for place, bar in enumerate(bars)
    )
    size = width * len(bars)
    box = f'viewBox="0 0 {size} 28" width="{size}" height="28"'
    return f'<svg class="bars" {box} aria-hidden="true">{drawn}</svg>'


def _preview(session: Session) -> str:
    names = session.assistant.table.columns[:MOST_COLUMNS]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_cut(cell))}</td>" for cell in row[:MOST_COLUMNS]) + "</tr>"
        for row in session.look().rows
    )
    return (
        '<div class="wide" tabindex="0"><table class="rows preview"><thead><tr>'
        f"{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cut(cell: object) -> str:
    text = str(cell)
    return text if len(text) <= MOST_CELL else text[: MOST_CELL - 1] + "…"

"""The estimate under other adjustment sets and graphs, below the checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.formatting import number
from assistant.report.html import escape
from tools.types import DesignKind
from ui.chat.pictures import figure_html

if TYPE_CHECKING:
    from assistant.multiverse import Multiverse, Universe
    from ui.chat.session import Turn

__all__ = ["can_vary", "multiverse_panel"]


def can_vary(turn: Turn | None) -> bool:
    """Does the estimate rest on a choice of columns to hold fixed?"""
    answer = turn.answer if turn is not None else None
    return (
        answer is not None
        and answer.estimate is not None
        and answer.design is not None
        and answer.design.kind is DesignKind.BACKDOOR
        and answer.query is not None
        and answer.query.treatment is not None
    )


def multiverse_panel(turn: Turn | None, found: Multiverse | None) -> str:
    if not can_vary(turn):
        return ""
    heading = "<h3>What if other columns were held fixed?</h3>"
    if turn is None or found is None:
        said = "How much does the answer owe to the columns that were held fixed, and to single arrows?"
        return f'{heading}<p class="note">{said} It takes some seconds.</p>'
    told = [one for one in found.universes if one.estimate is not None]
    low, high = (number(limit, _error(told)) for limit in found.span)
    unit = f" {escape(found.unit)}" if found.unit else ""
    said = f"{len(told)} choices give estimates from {low} to {high}{unit}."
    picture = figure_html(turn.id, "multiverse", f"Estimates under other choices: {said}")
    rows = "".join(_row(one, _error(told)) for one in found.universes)
    return (
        f"{heading}<p>{said}</p>{picture}"
        '<details class="fold"><summary>Each choice in a table</summary><div class="wide" tabindex="0">'
        '<table class="rows"><thead><tr><th scope="col">Choice</th><th scope="col">Held fixed</th>'
        '<th scope="col">Estimate</th><th scope="col">95% interval</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def _row(one: Universe, error: float) -> str:
    if one.estimate is None:
        return f'<tr><th scope="row">{escape(one.choice)}</th><td colspan="3">{escape(one.reason)}</td></tr>'
    low, high = (number(limit, error) for limit in one.estimate.ci_95)
    held = ", ".join(one.adjustment_set) or "nothing"
    return (
        f'<tr><th scope="row">{escape(one.choice)}</th><td>{escape(held)}</td>'
        f"<td>{number(one.estimate.value, error)}</td><td>{low} to {high}</td></tr>"
    )


def _error(told: list[Universe]) -> float:
    """The answer's own standard error decides the digits of all."""
    return told[0].estimate.std_error if told and told[0].estimate is not None else 1.0

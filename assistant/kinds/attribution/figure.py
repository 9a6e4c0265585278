"""The parts of a change below one another, the largest first, with what is unexplained last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.figures.standard import change_in
from assistant.language import say
from tools.effects.attribution import Attribution, Origin
from tools.messages import Column, Message, Quantity, ScaleKind

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer

__all__ = ["draw_parts"]

_MOST = 10


def draw_parts(answer: Answer, narrow: bool = False) -> Figure:
    """Each column's part of the outcome's change with its 95% interval; the parts add up to the change."""
    from assistant.figures.style import (
        BLUE,
        GREY,
        INK,
        NARROW,
        finish,
        forest_axes,
        new_figure,
        titles,
        wrapped,
    )

    rows = _rows(answer)
    figure, axes = new_figure(NARROW if narrow else 8.0, 1.75 + 0.45 * len(rows))
    labels = [wrapped(label, 24 if narrow else 44) for label, _, _ in rows]
    forest_axes(axes, labels, 8.5 if narrow else 9.5, first_bold=False, narrow=narrow)
    for place, (_, part, own) in enumerate(rows):
        scale = 100 if part.scale.kind is ScaleKind.POINTS else 1
        color = GREY if own else BLUE
        if part.ci_95 is not None:
            axes.plot([scale * limit for limit in part.ci_95], [place, place], color=color, lw=2.4, zorder=2)
        axes.plot(scale * part.value, place, "o", ms=8, color=color, zorder=3)
    axes.axvline(0, color=GREY, lw=1, ls=(0, (4, 3)), zorder=0)
    titles(
        axes, answer.headline and wrapped(answer.headline, 76), say(answer.language, "figure-lines-intervals")
    )
    below = change_in(answer.language, answer.query.outcome if answer.query else None, answer.unit)
    axes.set_xlabel(wrapped(below, 46) if narrow else below, fontsize=9.5, color=INK)
    return finish(figure)


def _rows(answer: Answer) -> list[tuple[str, Quantity, bool]]:
    found, words = answer.result, answer.words
    assert isinstance(found, Attribution)
    rows = [
        (words.say(Message("attribution-figure-part", {"cause": Column(c.name)})), c.part, False)
        for c in found.contributions[:_MOST]
        if c.origin is not Origin.OWN
    ]
    if found.unexplained is not None:
        rows.append((words.say(Message("attribution-figure-rest")), found.unexplained, True))
    whole = (words.say(Message("attribution-figure-change")), found.change, True)
    return [*rows, whole]

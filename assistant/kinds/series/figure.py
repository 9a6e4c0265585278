"""The series beside what it would have been, with its band, and where the event began."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assistant.figures.style import (
    BLUE,
    GREY,
    INK,
    NARROW,
    PALE,
    SKY,
    bare,
    drawable,
    finish,
    new_figure,
    shorten,
    titles,
)
from assistant.language import say
from tools.effects.series import SeriesEffect

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer

__all__ = ["draw_series"]

_TICKS, _TICKS_NARROW = 5, 3


def draw_series(answer: Answer, narrow: bool = False) -> Figure:
    """Observed (line), counterfactual (dashed) with its 95% limits from the start on."""
    found, query = answer.result, answer.query
    assert isinstance(found, SeriesEffect) and query is not None
    figure, axes = new_figure(NARROW if narrow else 8.0, 3.9)
    bare(axes)
    axes.grid(axis="y", color=PALE, lw=0.6, zorder=0)
    place = np.arange(len(found.observed))
    late = place[found.start :]
    axes.fill_between(late, *found.limits, color=SKY, alpha=0.3, lw=0, zorder=1)
    axes.plot(place, found.counterfactual, color=BLUE, lw=1.6, ls=(0, (4, 2)), zorder=2)
    axes.plot(place, found.observed, color=INK, lw=1.4, zorder=3)
    axes.axvline(found.start - 0.5, color=GREY, lw=0.9, ls=(0, (2, 2)), zorder=1)
    count = _TICKS_NARROW if narrow else _TICKS
    shown = np.unique(np.linspace(0, len(place) - 1, count).round().astype(int))
    axes.set_xticks(shown, [drawable(shorten(found.periods[at], 12)) for at in shown])
    unit = f" ({answer.unit})" if answer.unit else ""
    axes.set_ylabel(drawable(shorten(query.outcome, 28) + unit), fontsize=9.5, color=INK)
    title = say(answer.language, "series-figure-title", outcome=shorten(query.outcome, 40))
    titles(axes, title, say(answer.language, "series-figure-lines"))
    return finish(figure)

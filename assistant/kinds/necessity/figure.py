"""Of the cases: how many would have been otherwise, and how many would have been the same anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.language import say
from tools.effects.necessity import Necessity

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer

__all__ = ["draw_cases"]


def draw_cases(answer: Answer, narrow: bool = False) -> Figure:
    """A bar of all cases: those who would have been otherwise where the treatment never works the other way,
    with its interval, and below it what is possible without that assumption.
    """
    from assistant.figures.style import (
        BLUE,
        INK,
        NARROW,
        PALE,
        SKY,
        bare,
        finish,
        new_figure,
        titles,
        wrapped,
    )

    found, code = answer.result, answer.language
    assert isinstance(found, Necessity)
    figure, axes = new_figure(NARROW if narrow else 7.6, 2.5 if found.lowest is not None else 1.9)
    bare(axes)
    labels = [say(code, "necessity-figure-point")]
    share = min(max(found.point.value, 0.0), 1.0)
    low, high = (min(max(end, 0.0), 1.0) for end in (found.point.ci_95 or (share, share)))
    axes.barh(0, 100, color=PALE, height=0.5, zorder=1)
    axes.barh(0, 100 * share, color=BLUE, height=0.5, zorder=2)
    axes.plot([100 * low, 100 * high], [0, 0], color=INK, lw=2, zorder=3)
    if found.lowest is not None and found.highest is not None:
        labels.append(say(code, "necessity-figure-bounds"))
        ends = found.lowest.ci_95 or (0.0, 0.0), found.highest.ci_95 or (1.0, 1.0)
        axes.plot([100 * ends[0][0], 100 * ends[1][1]], [-1, -1], color=SKY, lw=4, zorder=2)
        between = [100 * found.lowest.value, 100 * found.highest.value]
        axes.plot(between, [-1, -1], color=BLUE, lw=8, zorder=3)
    axes.set_yticks(
        [-place for place in range(len(labels))], [wrapped(text, 18 if narrow else 30) for text in labels]
    )
    axes.set_xlim(0, 100)
    axes.set_ylim(-len(labels) + 0.4, 0.6)
    axes.set_xlabel(say(code, "necessity-figure-axis"), fontsize=9.5, color=INK)
    titles(axes, answer.headline and wrapped(answer.headline, 76), say(code, "figure-lines-intervals"))
    return finish(figure)

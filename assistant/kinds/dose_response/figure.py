"""The picture of a curve: the mean outcome at each level, its bands, and where the data end."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from assistant.kinds.levels.words import outcome_said
from assistant.language import say
from tools.effects.best_level import BestLevel
from tools.effects.curve_shape import DoseResponse

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer

__all__ = ["draw_curve"]


def draw_curve(answer: Answer, narrow: bool) -> Figure:
    """The curve, the band of each point and the band of the whole curve; the best level is marked."""
    found, query, code = answer.result, answer.query, answer.language
    assert isinstance(found, DoseResponse | BestLevel) and query is not None
    curve = found.curve
    figure, axes = new_figure(NARROW if narrow else 7.6, 3.8)
    bare(axes)
    axes.grid(axis="y", color=PALE, lw=0.6, zorder=0)
    low, high = curve.pointwise_bands
    lower, upper = curve.simultaneous_bands
    if curve.smooth:
        axes.fill_between(curve.levels, lower, upper, color=SKY, alpha=0.25, lw=0, zorder=1)
        axes.fill_between(curve.levels, low, high, color=BLUE, alpha=0.25, lw=0, zorder=2)
        axes.plot(curve.levels, curve.means, color=BLUE, lw=2, zorder=3)
        for end in (curve.levels[0], curve.levels[-1]):
            axes.axvline(end, color=GREY, lw=0.9, ls=(0, (4, 3)), zorder=1)
    else:
        places = range(len(curve.levels))
        axes.vlines(places, lower, upper, color=SKY, lw=2, zorder=1)
        axes.vlines(places, low, high, color=BLUE, lw=4, zorder=2)
        axes.plot(places, curve.means, "o", color=BLUE, ms=7, zorder=3)
        labels = [f"{name:g}" if isinstance(name, float) else str(name) for name in curve.names]
        axes.set_xticks(list(places), [drawable(shorten(label, 14)) for label in labels])
    if isinstance(found, BestLevel) and found.verdict not in ("none",):
        at = found.level if curve.smooth else found.place
        axes.plot(at, curve.means[found.place], "D", ms=9, mfc="white", mec=INK, mew=1.8, zorder=4)
    axes.set_xlabel(drawable(shorten(query.treatment or "", 40)), fontsize=9.5, color=INK)
    what = outcome_said(answer.plan, query) if answer.plan and answer.plan.slots.get("times") else None
    title = say(
        code,
        "levels-figure-title",
        what=what or shorten(query.outcome, 28),
        treatment=shorten(query.treatment or "", 28),
    )
    titles(axes, title, say(code, "levels-figure-bands"))
    return finish(figure)

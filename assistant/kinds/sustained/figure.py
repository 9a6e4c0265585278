"""The difference of always and never by three ways, and by the single regression that is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.figures.standard import change_in
from assistant.figures.style import BLUE, GREY, INK, NARROW, finish, forest_axes, new_figure, titles, wrapped
from assistant.language import say
from tools.effects.sustained import Sustained
from tools.messages import ScaleKind

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer

__all__ = ["draw_regimes"]


def draw_regimes(answer: Answer, narrow: bool = False) -> Figure:
    """A row for each way, with its 95% interval where it has one."""
    found, code = answer.result, answer.language
    assert isinstance(found, Sustained) and answer.query is not None
    rows = [
        ("both", found.difference, BLUE),
        ("weighted", found.weighted, BLUE),
        ("formula", found.by_g_formula, BLUE),
        ("single", found.single_regression, GREY),
    ]
    figure, axes = new_figure(NARROW if narrow else 8.0, 3.4)
    labels = [wrapped(say(code, f"sustained-figure-{name}"), 24 if narrow else 40) for name, _, _ in rows]
    forest_axes(axes, labels, 8.5 if narrow else 9.5, first_bold=True, narrow=narrow)
    for place, (_, effect, colour) in enumerate(rows):
        scale = 100 if effect.scale.kind is ScaleKind.POINTS else 1
        if effect.ci_95 is not None:
            limits = [scale * limit for limit in effect.ci_95]
            axes.plot(limits, [place, place], color=colour, lw=2.4, zorder=2)
        axes.plot(scale * effect.value, place, "o" if colour == BLUE else "x", ms=8, color=colour, zorder=3)
    titles(axes, say(code, "sustained-figure-title"), say(code, "figure-lines-intervals"))
    below = change_in(code, answer.query.outcome, answer.unit)
    axes.set_xlabel(wrapped(below, 46) if narrow else below, fontsize=9.5, color=INK)
    return finish(figure)

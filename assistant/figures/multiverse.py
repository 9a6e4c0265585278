"""The multiverse as a picture: every choice's estimate with its interval, sorted by size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.figures.standard import change_in
from assistant.figures.style import BLUE, GREY, INK, NARROW, finish, forest_axes, new_figure, shorten, titles
from assistant.language import language, say
from assistant.prose.quantities import count

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.multiverse import Multiverse

__all__ = ["draw_multiverse"]


def draw_multiverse(found: Multiverse, *, narrow: bool = False) -> Figure:
    """Estimates below one another; the answer's is filled and blue. Choices without an estimate are named."""
    code = found.language
    shown = [(u, u.estimate) for u in found.universes if u.estimate is not None]
    shown.sort(key=lambda pair: pair[1].value)
    size = (NARROW, 1.7 + 0.46 * len(shown)) if narrow else (8.4, 1.75 + 0.34 * len(shown))
    figure, axes = new_figure(*size)
    labels = [shorten(found.said(universe), 48) for universe, _ in shown]
    forest_axes(axes, labels, 9, first_bold=False, narrow=narrow)
    for place, (universe, estimate) in enumerate(shown):
        mine = universe is found.universes[0]
        colour = BLUE if mine else GREY
        axes.plot(estimate.ci_95, [place, place], color=colour, lw=3 if mine else 1.6,
                  solid_capstyle="round", zorder=2)  # fmt: skip
        axes.plot(estimate.value, place, marker="o", ms=8 if mine else 6, color=colour, ls="", zorder=3)
    axes.set_xlabel(
        change_in(code, found.query.outcome, found.unit),
        fontsize=9.5, color=INK,
    )  # fmt: skip
    without = len(found.universes) - len(shown)
    parts = [say(code, "figure-multiverse-subtitle", count=count(len(shown)))]
    if without:
        parts.append(say(code, "figure-multiverse-open", count=count(without)))
    subtitle = language(code).between_clauses.join(parts)
    titles(axes, say(code, "figure-multiverse-title"), subtitle)
    return finish(figure)

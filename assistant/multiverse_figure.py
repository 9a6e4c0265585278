"""The multiverse as a picture: every choice's estimate with its interval, sorted by size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.figure_style import (
    BLUE,
    GREY,
    INK,
    PALE,
    bare,
    drawable,
    finish,
    new_figure,
    shorten,
    titles,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.multiverse import Multiverse

__all__ = ["draw_multiverse"]


def draw_multiverse(found: Multiverse) -> Figure:
    """Estimates below one another; the answer's is filled and blue. Choices without an estimate are named."""
    shown = [(u, u.estimate) for u in found.universes if u.estimate is not None]
    shown.sort(key=lambda pair: pair[1].value)
    figure, axes = new_figure(8.4, 1.75 + 0.34 * len(shown))
    bare(axes)
    axes.axvline(0, color=INK, lw=1, ls=(0, (4, 3)), zorder=1)
    axes.grid(axis="x", color=PALE, lw=0.6, zorder=0)
    axes.set_axisbelow(True)
    for place, (universe, estimate) in enumerate(shown):
        mine = universe is found.universes[0]
        colour = BLUE if mine else GREY
        axes.plot(estimate.ci_95, [place, place], color=colour, lw=3 if mine else 1.6,
                  solid_capstyle="round", zorder=2)  # fmt: skip
        axes.plot(estimate.value, place, marker="o", ms=8 if mine else 6, color=colour, ls="", zorder=3)
    labels = [drawable(shorten(universe.choice, 48)) for universe, _ in shown]
    axes.set_yticks(range(len(shown)), labels, fontsize=9)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.margins(x=0.08)
    axes.set_xlabel(
        f"Change in {found.query.outcome}" + (f" ({found.unit})" if found.unit else ""),
        fontsize=9.5, color=INK,
    )  # fmt: skip
    without = len(found.universes) - len(shown)
    subtitle = f"{len(shown)} choices, 95% intervals" + (
        f"; {without} more leave the effect open" if without else ""
    )
    titles(axes, "The same question under other choices", subtitle)
    return finish(figure)

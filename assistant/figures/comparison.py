"""Two pictures of whether like is compared with like: balance and overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.figures.standard import CLOSE_ENOUGH
from assistant.figures.style import (
    BLUE,
    GREY,
    INK,
    NARROW,
    PALE,
    VERMILION,
    bare,
    drawable,
    finish,
    new_figure,
    shorten,
    titles,
    wrapped,
)
from assistant.language import language, say
from assistant.prose.quantities import count
from tools.messages import Quantity

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer

__all__ = ["draw_balance", "draw_overlap"]

MOST_COVARIATES = 24


def draw_balance(answer: Answer, *, narrow: bool = False) -> Figure:
    """A love plot: standardised differences before and after adjustment, with the 0.1 line."""
    code = answer.language
    rows = sorted(answer.balance, key=lambda row: abs(row.before))
    shown = rows[-MOST_COVARIATES:]
    before, after = [abs(row.before) for row in shown], [abs(row.after) for row in shown]
    figure, axes = new_figure(NARROW if narrow else 7.2, 1.9 + 0.26 * len(shown))
    bare(axes)
    places = range(len(shown))
    axes.hlines(places, after, before, color=PALE, lw=1.4, zorder=1)
    axes.plot(
        before,
        places,
        "D",
        ms=6,
        mfc="white",
        mec=GREY,
        mew=1.5,
        label=say(code, "figure-balance-before"),
        zorder=2,
    )
    axes.plot(after, places, "o", ms=7, color=BLUE, label=say(code, "figure-balance-after"), zorder=3)
    axes.axvline(CLOSE_ENOUGH, color=INK, lw=1, ls=(0, (4, 3)), zorder=0)
    axes.axvline(0, color=GREY, lw=0.8, zorder=0)
    axes.set_yticks(places, [drawable(shorten(row.covariate, 16 if narrow else 30)) for row in shown])
    axes.set_ylim(-0.8, len(shown) - 0.2)
    axes.set_xlim(left=-0.01, right=max(0.15, *before, *after) * 1.08)
    below = say(code, "figure-balance-axis")
    axes.set_xlabel(wrapped(below, 30) if narrow else below, fontsize=9.5, color=INK)
    left_out = len(rows) - len(shown)
    parts = [say(code, "figure-balance-subtitle", limit=Quantity(CLOSE_ENOUGH, decimals=1))]
    if left_out:
        parts.append(say(code, "figure-balance-hidden", count=count(left_out)))
    titles(axes, say(code, "figure-balance-title"), language(code).between_clauses.join(parts))
    axes.legend(loc="lower right", fontsize=9, frameon=True, framealpha=0.9, edgecolor="none")
    return finish(figure)


def draw_overlap(answer: Answer, *, narrow: bool = False) -> Figure:
    """Histograms of the estimated probability of treatment in both arms, each as a share of its arm."""
    bars, code = answer.overlap, answer.language
    edges = [bars[0].low, *(bar.high for bar in bars)]
    treated, untreated = sum(bar.treated for bar in bars), sum(bar.untreated for bar in bars)
    figure, axes = new_figure(NARROW if narrow else 7.2, 3.4)
    bare(axes)
    axes.bar(
        edges[:-1],
        [100 * bar.treated / treated for bar in bars],
        width=[bar.high - bar.low for bar in bars],
        align="edge",
        color=BLUE,
        alpha=0.55,
        edgecolor="white",
        label=say(code, "figure-overlap-treated", rows=count(round(treated))),
    )
    axes.stairs(
        [100 * bar.untreated / untreated for bar in bars],
        edges,
        color=VERMILION,
        lw=2,
        label=say(code, "figure-overlap-untreated", rows=count(round(untreated))),
    )
    axes.set_xlim(0, 1)
    axes.tick_params(axis="y", colors=GREY)
    axes.set_xlabel(say(code, "figure-overlap-axis"), fontsize=9.5, color=INK)
    axes.set_ylabel(say(code, "figure-overlap-share"), fontsize=9.5, color=INK)
    ends = {"none": Quantity(0.0, decimals=0), "all": Quantity(1.0, decimals=0)}
    titles(axes, say(code, "figure-overlap-title"), say(code, "figure-overlap-subtitle", **ends))
    axes.legend(fontsize=9, frameon=False)
    return finish(figure)

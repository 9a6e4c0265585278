"""How far the estimate would move: with a hidden confounder of each strength, and with every other choice.

The contour plot is that of Cinelli & Hazlett (2020), JRSS B 82(1), section 4.3 and figure 2.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assistant.figures.standard import change_in
from assistant.figures.style import (
    BLUE,
    GREY,
    INK,
    NARROW,
    VERMILION,
    bare,
    finish,
    forest_axes,
    new_figure,
    shorten,
    titles,
    wrapped,
)
from assistant.language import language, say, wording
from assistant.prose.quantities import count
from tools.effects.hidden_confounder import bias
from tools.messages import Quantity

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer
    from assistant.answers.multiverse import Multiverse

__all__ = ["draw_contour", "draw_multiverse"]


STEPS = 60
SMALLEST, LARGEST = 0.1, 0.9  # how much of the two shares the axes span


def draw_contour(answer: Answer, *, narrow: bool = False) -> Figure:
    """Lines of equal estimate over the two shares that a hidden confounder would explain; zero is bold."""
    assert answer.sensitivity is not None
    details, code = answer.sensitivity.details, answer.language
    value, error = details["regression_estimate"], details["regression_std_error"]
    freedom = details["degrees_of_freedom"]
    benchmark = _benchmark(answer)
    limit = _limit(answer.sensitivity.robustness_value or 0.0, benchmark)
    shares = [limit * step / STEPS for step in range(STEPS + 1)]
    moved = [
        [value - math.copysign(bias(error, freedom, treatment, outcome), value) for treatment in shares]
        for outcome in shares
    ]
    figure, axes = new_figure(NARROW if narrow else 6.6, 4.8)
    bare(axes)
    axes.spines["left"].set_visible(True)
    axes.spines["left"].set_color(GREY)
    lines = axes.contour(shares, shares, moved, levels=9, colors=GREY, linewidths=0.9, linestyles="-")
    axes.clabel(lines, fmt=lambda level: wording(code).number(level, error), fontsize=8)
    axes.contour(shares, shares, moved, levels=[0.0], colors=VERMILION, linewidths=2.4, linestyles="--")
    axes.plot([], [], color=VERMILION, lw=2.4, ls="--", label=say(code, "figure-contour-zero"))
    axes.plot(0, 0, "^", ms=9, color=INK, clip_on=False, zorder=4,
              label=say(code, "figure-contour-none", value=Quantity(value, std_error=error)))  # fmt: skip
    if benchmark is not None:
        moved_to = Quantity(details["benchmark_to"], std_error=error)
        axes.plot(*benchmark, "D", ms=8, color=BLUE, zorder=4, clip_on=False,
                  label=say(code, "figure-contour-benchmark", value=moved_to))  # fmt: skip
    axes.set_xlim(0, limit)
    axes.set_ylim(0, limit)
    below = say(code, "figure-contour-treatment")
    axes.set_xlabel(wrapped(below, 42) if narrow else below, fontsize=9.5, color=INK)
    axes.set_ylabel(say(code, "figure-contour-outcome"), fontsize=9.5, color=INK)
    titles(axes, say(code, "figure-contour-title"), say(code, "figure-contour-subtitle"))
    axes.legend(loc="upper right", fontsize=8.5, frameon=True, framealpha=0.95, edgecolor="none")
    return finish(figure)


def _benchmark(answer: Answer) -> tuple[float, float] | None:
    assert answer.sensitivity is not None
    details = answer.sensitivity.details
    if "benchmark_r2_treatment" not in details:
        return None
    point = (details["benchmark_r2_treatment"], details["benchmark_r2_outcome"])
    return point if max(point) <= LARGEST else None


def _limit(robustness: float, benchmark: tuple[float, float] | None) -> float:
    """Far enough to show where the estimate reaches zero, and the benchmark."""
    reach = max(2 * robustness, 1.3 * max(benchmark or (0.0,)))
    return min(max(reach, SMALLEST), LARGEST)


# ---------------- The multiverse: every choice's estimate with its interval, sorted by size


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

"""How far a hidden confounder of each strength would move the estimate: a contour plot.

Cinelli & Hazlett (2020), JRSS B 82(1), section 4.3 and figure 2.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assistant.figures.style import (
    BLUE,
    GREY,
    INK,
    NARROW,
    VERMILION,
    bare,
    finish,
    new_figure,
    titles,
    wrapped,
)
from assistant.language import say, wording
from tools.effects.hidden_confounder import bias
from tools.messages import Quantity

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer

__all__ = ["draw_contour"]

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

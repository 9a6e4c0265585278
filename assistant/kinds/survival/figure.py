"""The share to whom the event has not happened, by time, and how many rows are still observed below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.figures.style import (
    BLUE,
    GREY,
    INK,
    NARROW,
    PALE,
    VERMILION,
    bare,
    finish,
    new_figure,
    shorten,
    titles,
)
from assistant.language import say
from tools.effects.survival import REACH, Survival
from tools.messages import LevelOf, Message

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer

__all__ = ["draw_survival"]


def draw_survival(answer: Answer, narrow: bool = False) -> Figure:
    """Adjusted curves of both arms with the 95% interval of each point, and a risk table below them."""
    found, query, code = answer.result, answer.query, answer.language
    assert isinstance(found, Survival) and query is not None and query.treatment is not None
    curve, words = found.curve, answer.words
    figure, axes = new_figure(NARROW if narrow else 7.6, 4.4)
    bare(axes)
    axes.grid(axis="y", color=PALE, lw=0.6, zorder=0)
    names = []
    sides = ((query.low, VERMILION, "--"), (query.high, BLUE, "-"))
    for (level, colour, line), values, errors in zip(sides, curve.survival, curve.error, strict=True):
        assert level is not None
        said = words.say(Message("survival-level", {"level": LevelOf(query.treatment, level)}))
        names.append(shorten(said, 14 if narrow else 22))
        low = [100 * max(value - REACH * error, 0) for value, error in zip(values, errors, strict=True)]
        high = [100 * min(value + REACH * error, 1) for value, error in zip(values, errors, strict=True)]
        axes.fill_between(curve.times, low, high, step="post", color=colour, alpha=0.18, lw=0)
        axes.step(
            curve.times, [100 * v for v in values], where="post", color=colour, ls=line, lw=2, label=names[-1]
        )
    axes.set_ylim(0, 102)
    axes.set_xlim(0, curve.times[-1])
    axes.set_xticks(curve.risk_times, [f"{at:.3g}" for at in curve.risk_times])
    axes.set_ylabel(say(code, "survival-figure-axis"), fontsize=9, color=INK)
    axes.legend(frameon=False, fontsize=9, loc="lower left")
    for row, (name, counts, (_, colour, _line)) in enumerate(zip(names, curve.at_risk, sides, strict=True)):
        down = -36 - 13 * row
        for at, count in zip(curve.risk_times, counts, strict=True):
            axes.annotate(str(count), (at, 0), xycoords=("data", "axes fraction"), xytext=(0, down),
                          textcoords="offset points", ha="center", fontsize=8, color=colour)  # fmt: skip
        axes.annotate(name, (0, 0), xycoords=("axes fraction", "axes fraction"), xytext=(-12, down),
                      textcoords="offset points", ha="right", fontsize=8, color=colour)  # fmt: skip
    unit = found.horizon.scale.unit
    label = shorten(query.outcome, 40) + (f" ({unit})" if unit else "")
    axes.set_xlabel(label, fontsize=9.5, color=INK, labelpad=36)
    axes.tick_params(axis="y", colors=GREY)
    titles(axes, say(code, "survival-figure-title"), say(code, "survival-figure-subtitle"))
    return finish(figure)

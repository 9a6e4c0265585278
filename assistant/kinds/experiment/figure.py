"""Every arm against control on every metric, below one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.kinds.experiment.slots import arms_in
from assistant.kinds.experiment.words import said_arm, said_metric
from assistant.language import say
from tools.effects.experiment import Experiment
from tools.errors import OptionError
from tools.messages import Message

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer

__all__ = ["draw_lifts"]


def draw_lifts(answer: Answer, narrow: bool = False) -> Figure:
    """Changes with their 95% intervals, in percent of control, or in standard errors."""
    from assistant.figures.style import (
        BLUE,
        GREY,
        INK,
        NARROW,
        finish,
        forest_axes,
        new_figure,
        titles,
        wrapped,
    )

    found = answer.result
    if not isinstance(found, Experiment) or not found.lifts or answer.plan is None:
        raise OptionError("This answer has nothing to show in a figure 'lifts': no effect is told.")
    arms = arms_in(answer.plan)
    percent = all(lift.relative is not None for lift in found.lifts)
    figure, axes = new_figure(NARROW if narrow else 8.0, 1.75 + 0.45 * len(found.lifts))
    labels = [
        answer.words.say(
            Message("experiment-figure-row", {"metric": said_metric(lift), "arm": said_arm(arms, lift.arm)})
        )
        for lift in found.lifts
    ]
    shown = [wrapped(label, 24 if narrow else 44) for label in labels]
    forest_axes(axes, shown, 8.5 if narrow else 9.5, first_bold=False, narrow=narrow)
    for place, lift in enumerate(found.lifts):
        quantity = lift.relative if percent and lift.relative is not None else lift.effect
        scale = 100.0 if percent else 1.0 / (lift.effect.std_error or 1.0)
        color = BLUE if lift.clear else GREY
        if quantity.ci_95 is not None:
            axes.plot(
                [scale * limit for limit in quantity.ci_95], [place, place], color=color, lw=2.4, zorder=2
            )
        axes.plot(scale * quantity.value, place, "o", ms=8, color=color, zorder=3)
    axes.axvline(0, color=GREY, lw=1, ls=(0, (4, 3)), zorder=0)
    titles(
        axes, answer.headline and wrapped(answer.headline, 76), say(answer.language, "figure-lines-intervals")
    )
    below = say(answer.language, f"experiment-figure-{'percent' if percent else 'errors'}")
    axes.set_xlabel(wrapped(below, 46) if narrow else below, fontsize=9.5, color=INK)
    return finish(figure)

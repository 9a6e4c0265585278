"""One row: what was, and what would have been, beside rows like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.language import say
from tools.effects.unit_counterfactual import UnitChance, UnitNumber
from tools.messages import Quantity

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer

__all__ = ["draw_unit"]


def draw_unit(answer: Answer, narrow: bool = False) -> Figure:
    """The fact, the counterfactual with its interval, and where 95% of rows like it would lie; of a yes/no
    outcome the frequencies in rows like it, and what the chance lies between.
    """
    from assistant.figures.style import (
        BLUE,
        GREY,
        INK,
        NARROW,
        bare,
        drawable,
        finish,
        new_figure,
        shorten,
        titles,
        wrapped,
    )

    found, code = answer.result, answer.language
    assert isinstance(found, UnitNumber | UnitChance) and answer.query is not None
    rows: list[tuple[str, Quantity, float]]
    if isinstance(found, UnitNumber):
        rows = [("fact", found.fact, 1), ("would", found.counterfactual, 1), ("likes", found.likes, 1)]
    else:
        rows = [("kept", found.as_it_was, 100), ("otherwise", found.otherwise, 100)]
        rows.append(("between", found.between, 100))
    figure, axes = new_figure(NARROW if narrow else 7.6, 2.9)
    bare(axes)
    for place, (name, quantity, times) in enumerate(reversed(rows)):
        colour = GREY if name in ("likes", "kept", "otherwise") else BLUE
        if quantity.ci_95 is not None:
            axes.plot([times * end for end in quantity.ci_95], [place, place], color=colour, lw=3, zorder=2)
        if name != "between":
            axes.plot(
                times * quantity.value, place, "o", ms=9, color=INK if name == "fact" else colour, zorder=3
            )
    labels = [
        wrapped(say(code, f"unit-figure-{name}"), 22 if narrow else 34) for name, _, _ in reversed(rows)
    ]
    axes.set_yticks(range(len(rows)), labels, fontsize=9)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    unit = answer.unit if isinstance(found, UnitNumber) else "%"
    name = drawable(shorten(answer.query.outcome, 40))
    axes.set_xlabel(f"{name} ({unit})" if unit else name, fontsize=9.5, color=INK)
    titles(axes, answer.headline and wrapped(answer.headline, 76), say(code, "figure-lines-intervals"))
    return finish(figure)

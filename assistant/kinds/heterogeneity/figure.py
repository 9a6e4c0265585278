"""The effect in each group, below one another, with the average."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.figures.standard import change_in
from assistant.kinds.modifiers import group_name
from assistant.language import say
from tools.effects.groups import ByModifier, Group
from tools.effects.heterogeneity import Heterogeneity
from tools.effects.policy import GroupRule, Policy
from tools.messages import Message, Quantity, ScaleKind, counted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer

__all__ = ["draw_groups"]


def draw_groups(answer: Answer, narrow: bool = False) -> Figure:
    """Effects with their 95% intervals in groups: those named, the leaves, or those sorted by prediction."""
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

    rows, average = _rows(answer)
    figure, axes = new_figure(NARROW if narrow else 8.0, 1.75 + 0.45 * len(rows))
    labels = [wrapped(label, 24 if narrow else 44) for label, _ in rows]
    forest_axes(axes, labels, 8.5 if narrow else 9.5, first_bold=False, narrow=narrow)
    for place, (_, effect) in enumerate(rows):
        scale = 100 if effect.scale.kind is ScaleKind.POINTS else 1
        if effect.ci_95 is not None:
            axes.plot([scale * limit for limit in effect.ci_95], [place, place], color=BLUE, lw=2.4, zorder=2)
        axes.plot(scale * effect.value, place, "o", ms=8, color=BLUE, zorder=3)
    if average is not None:
        scale = 100 if average.scale.kind is ScaleKind.POINTS else 1
        axes.axvline(scale * average.value, color=GREY, lw=1, ls=(0, (4, 3)), zorder=0)
    titles(
        axes, answer.headline and wrapped(answer.headline, 76), say(answer.language, "figure-lines-intervals")
    )
    below = change_in(answer.language, answer.query.outcome if answer.query else None, answer.unit)
    axes.set_xlabel(wrapped(below, 46) if narrow else below, fontsize=9.5, color=INK)
    return finish(figure)


def _rows(answer: Answer) -> tuple[list[tuple[str, Quantity]], Quantity | None]:
    """What stands below one another, and the average."""
    words, found = answer.words, answer.result

    def of_groups(groups: tuple[Group, ...]) -> list[tuple[str, Quantity]]:
        return [(words.say(group_name(group.conditions)), group.effect) for group in groups]

    def sorted_by(effects: tuple[Quantity, ...]) -> list[tuple[str, Quantity]]:
        places = enumerate(effects, 1)
        slots = [{"place": counted(place), "parts": counted(len(effects))} for place, _ in places]
        return [
            (words.say(Message("group-sorted", slot)), effect)
            for slot, effect in zip(slots, effects, strict=True)
        ]

    match found:
        case ByModifier():
            return of_groups(found.groups), found.average
        case Heterogeneity():
            return of_groups(found.leaves) or sorted_by(found.sorted_groups), found.average
        case Policy():
            return sorted_by(found.effects), None
        case GroupRule():
            sides = (("group-inside", found.inside), ("group-outside", found.outside))
            return [(words.say(Message(id)), effect) for id, effect in sides], None
    return [], None

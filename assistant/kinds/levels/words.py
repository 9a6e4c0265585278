"""What is said and shown of the mean outcome at each level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.kinds.levels.means import Fitted, is_number
from assistant.language import say
from assistant.prose.quantities import is_share
from assistant.types import Plan, RoleKind
from tools.effects.dose_response import Curve
from tools.messages import (
    Column,
    Columns,
    LevelOf,
    Message,
    Quantity,
    Quoted,
    Scale,
    ScaleKind,
    exact,
    share_of,
)
from tools.types import DataProfile, DesignKind, Query

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer
    from assistant.report.blocks import Block

__all__ = [
    "caveat",
    "curve_points",
    "draw",
    "hinge",
    "level_slot",
    "outcome_said",
    "picture",
    "points_of",
    "said_why",
    "scales",
]

REACHED_BY_FEW = 0.25  # share of rows that practically never have a level from which on it is said


def scales(profile: DataProfile, query: Query, plan: Plan, unit: str | None) -> tuple[Scale, Scale, Scale]:
    """On which scales means, their differences and levels are said."""
    assert query.treatment is not None
    level = Scale(ScaleKind.TREATMENT, profile[query.treatment].unit)
    if plan.slots.get("times") is not None:
        return Scale(ScaleKind.OUTCOME, level.unit), Scale(ScaleKind.OUTCOME, level.unit), level
    if is_share(profile, query.outcome):
        return Scale(ScaleKind.SHARE), Scale(ScaleKind.POINTS), level
    return Scale(ScaleKind.OUTCOME, unit), Scale(ScaleKind.OUTCOME, unit), level


def level_slot(profile: DataProfile, treatment: str, curve: Curve, place: int, scale: Scale) -> Any:
    """A level as it is said: its label, or the number with its unit."""
    if not is_number(profile, treatment):
        name = curve.names[place]
        column = profile[treatment]
        return LevelOf(treatment, next((level for level, _ in column.levels if str(level) == name), name))
    value = float(f"{curve.levels[place]:.3g}") if curve.smooth else float(curve.levels[place])
    return Quantity(value, None, None, Scale(ScaleKind.GIVEN, scale.unit))


def said_why(plan: Plan, fitted: Fitted) -> tuple[Message, ...]:
    """What was held fixed, of which nobody says when it was measured, and how the curve was drawn."""
    query, design = fitted.sample.query, fitted.sample.design
    assert query.treatment is not None
    slots: dict[str, Any] = {
        "treatment": Column(query.treatment),
        "outcome": Column(query.outcome),
        "covariates": Columns(design.adjustment_set),
    }
    if design.kind is DesignKind.RANDOMISED:
        said = [
            Message("prose-why-randomised" if design.adjustment_set else "prose-why-randomised-alone", slots)
        ]
    elif design.adjustment_set:
        said = [Message("prose-why-adjusted", slots)]
    else:
        said = [Message("prose-why-nothing", slots)]
    if fitted.unknown:
        said.append(Message("prose-timing-unknown", {**slots, "columns": Columns(fitted.unknown)}))
    left_out = [r.column for r in plan.roles if r.role in (RoleKind.AFTER_TREATMENT, RoleKind.COPY)]
    left_out = [name for name in left_out if name not in design.adjustment_set]
    if left_out:
        said.append(Message("prose-left-out", {**slots, "left-out": Columns(tuple(left_out), 5)}))
    said.append(Message("levels-how" if fitted.curve.smooth else "levels-how-few", slots))
    few = _out_of_reach(fitted, slots)
    return (*said, *few)


def _out_of_reach(fitted: Fitted, slots: Mapping[str, Any]) -> tuple[Message, ...]:
    """Levels that many rows, being as they are, practically never have."""
    curve = fitted.curve
    worst = int(np.argmax(curve.out_of_reach))
    if curve.out_of_reach[worst] < REACHED_BY_FEW or not all(isinstance(n, float) for n in curve.names):
        return ()
    level, share = exact(float(f"{curve.levels[worst]:.3g}")), share_of(float(curve.out_of_reach[worst]))
    return (Message("levels-out-of-reach", {**slots, "level": level, "share": share}),)


def outcome_said(plan: Plan, query: Query) -> Message:
    """The outcome in words: its column, or what is made of the price and what is sold."""
    slots: dict[str, Any] = {"outcome": Column(query.outcome), "treatment": Column(query.treatment or "")}
    times = plan.slots.get("times")
    if times is None:
        return Message("levels-outcome", slots)
    if times == "revenue":
        return Message("levels-revenue", slots)
    column = plan.slots.get("unit_cost")
    cost = Message("levels-cost-column", {"cost": Column(column)}) if column else None
    given = cost or Message("levels-cost-number", {"cost": exact(float(plan.slots.get("cost", 0.0)))})
    return Message("levels-profit", {**slots, "cost": given})


def points_of(points: Iterable[tuple[int, Quantity]], level: Callable[[int], Any]) -> tuple[Message, ...]:
    """Means at a few levels, each with its interval; `points` are (place, mean)."""
    return tuple(Message("levels-point", {"level": level(place), "mean": mean}) for place, mean in points)


def hinge(
    plan: Plan, fitted: Fitted, held: Quantity, same: Callable[[Curve], Quantity]
) -> tuple[Message, ...]:
    """That the figure owes much to columns of which nobody says when they were measured, and what it is
    without them; nothing where it is within one standard error, on the same side of zero.
    """
    other = fitted.without_unknown
    if other is None or len(other.levels) != len(fitted.curve.levels):
        return ()
    without = same(other)
    moved = abs(without.value - held.value) > (held.std_error or 0.0)
    if not moved and _sure(held) is _sure(without):
        return ()
    slots: dict[str, Any] = {
        "columns": Columns(fitted.unknown),
        "treatment": Column(fitted.sample.query.treatment or ""),
    }
    question = Message("prose-hinge-question", slots)
    return (Message("prose-hinges-on", {**slots, "held": held, "without": without, "question": question}),)


def _sure(quantity: Quantity) -> bool:
    low, high = quantity.ci_95 or (0.0, 0.0)
    return low > 0 or high < 0


def caveat(fitted: Fitted) -> tuple[Message, ...]:
    query, design = fitted.sample.query, fitted.sample.design
    slots: dict[str, Any] = {"treatment": Column(query.treatment or ""), "outcome": Column(query.outcome)}
    random = design.kind is DesignKind.RANDOMISED
    said = [Message("prose-caveat-randomised" if random else "prose-caveat-backdoor-plain", slots)]
    if fitted.curve.left_out:
        levels = tuple(
            Message("as-given", {"text": Quoted(str(name))}) for name, _ in fitted.curve.left_out[:8]
        )
        said.append(Message("levels-left-out", {**slots, "levels": levels}))
    return tuple(said)


def draw(answer: Answer, narrow: bool) -> Figure:
    """The picture of the curve; matplotlib is loaded for whoever asks for it."""
    from assistant.kinds.dose_response.figure import draw_curve

    return draw_curve(answer, narrow)


def picture(answer: Answer) -> Sequence[Block]:
    """The curve in the report."""
    from assistant.report.blocks import Picture

    return (Picture("curve", say(answer.language, "levels-figure-alt")),)


def curve_points(curve: Curve) -> list[dict[str, Any]]:
    """The curve for the JSON: each level with its mean, its interval and the band of the whole curve."""
    low, high = curve.pointwise_bands
    lower, upper = curve.simultaneous_bands
    return [
        {
            "level": curve.names[at] if curve.names else float(curve.levels[at]),
            "mean": float(curve.means[at]),
            "ci_95": [float(low[at]), float(high[at])],
            "band_95": [float(lower[at]), float(upper[at])],
        }
        for at in range(len(curve.levels))
    ]

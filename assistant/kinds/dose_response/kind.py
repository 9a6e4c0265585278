"""How the outcome changes as the treatment goes through its levels: the curve, and what form it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from assistant.kinds.identifying import identify_effect
from assistant.kinds.interface import KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work
from assistant.kinds.levels.asked import SLOTS, heard, levels_plan, plan_levels
from assistant.kinds.levels.means import DESIGNS, LevelsWork, fit_levels, is_number, levels_work
from assistant.kinds.levels.words import (
    caveat,
    curve_points,
    draw,
    hinge,
    level_slot,
    outcome_said,
    picture,
    points_of,
    said_why,
    scales,
)
from assistant.types import GraphProposal, Part, Plan
from tools.effects.curve_shape import DoseResponse, Shape, describe_curve
from tools.effects.dose_response import difference
from tools.messages import Column, Message, Quoted
from tools.types import DataProfile, Estimand, NeedsClarification, NotAnswerable

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table

__all__ = ["DOSE_RESPONSE"]

NAME = "dose_response"
ASPECTS = ("threshold", "level_off", "straight")
# What counts as a yes to each question about the form; anything else is a no, with what it is instead.
YES = {
    "threshold": {Shape.LEVELS_OFF, Shape.STARTS_LATE, Shape.STEP, Shape.TURNS},
    "level_off": {Shape.LEVELS_OFF, Shape.STEP},
    "straight": {Shape.STRAIGHT},
}


def ask(asked: Asked) -> Plan:
    """The pair of columns, from which level to which, and what of the form the question is about."""
    aspect = next((name for name in ASPECTS if heard(asked, name)), None)
    return levels_plan(asked, NAME, **({"aspect": aspect} if aspect else {}))


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    return plan_levels(slots, profile, table, NAME)


def missing(plan: Plan, profile: DataProfile) -> NeedsClarification | NotAnswerable | None:
    """Levels without an order have no curve."""
    query = plan.query
    if query is None or query.treatment is None or query.treatment not in profile:
        return None
    if is_number(profile, query.treatment):
        return None
    slots = {"treatment": Column(query.treatment), "outcome": Column(query.outcome)}
    return NotAnswerable(
        Message("dose-response-no-order", slots), (Message("dose-response-ask-best", slots),)
    )


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    assert estimand is not None
    with recorder.step("estimate"):
        fitted = fit_levels(plan, estimand, setting)
        outcome, change, unit = scales(setting.profile, fitted.sample.query, plan, fitted.sample.unit)
        result = describe_curve(
            fitted.curve, asked=plan.slots.get("asked"), outcome=outcome, change=change, treatment=unit
        )
    return levels_work(fitted, result, setting)


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found, query = work.result, work.query
    assert isinstance(found, DoseResponse) and query.treatment is not None
    assert isinstance(work, LevelsWork) and work.fitted is not None
    fitted = work.fitted
    curve = found.curve
    _, change, unit = scales(profile, query, plan, work.unit)

    def level(place: int) -> Any:
        return level_slot(profile, query.treatment or "", curve, place, unit)

    slots: dict[str, Any] = {
        "treatment": Column(query.treatment),
        "what": outcome_said(plan, query),
        "low": level(found.low),
        "high": level(found.high),
        "change": found.change,
        "mean-low": found.points[0][1],
        "mean-high": found.points[-1][1],
        "bend": found.bend if found.bend is not None else level(found.high),
        "turning-mean": found.turning_mean if found.turning_mean is not None else found.points[-1][1],
        "direction": Quoted(_direction(found)),
    }
    moves = Message(f"dose-response-{'clear' if _clear(found) else 'unclear'}", slots)
    shape = f"dose-response-{str(found.shape).replace('_', '-')}"
    aspect = plan.slots.get("aspect")
    if aspect is None:
        head = [moves, Message(shape, {**slots, "alone": Quoted("yes")})]
    else:
        verdict = "yes" if found.shape in YES[aspect] else "no"
        if found.shape is Shape.NONE:
            verdict = "unclear"
        said = Message(shape, {**slots, "alone": Quoted("no")})
        asked = f"dose-response-{aspect.replace('_', '-')}-{verdict}"
        head = [Message(asked, {**slots, "shape": said}), moves]
    head += _ends(found, slots, level)
    head += hinge(plan, fitted, found.change, lambda other: difference(other, found.high, found.low, change))
    points = [(curve.nearest(at), mean) for at, mean in found.points]
    head.append(Message("levels-points", {**slots, "points": points_of(points, level)}))
    return {
        Part.HEADLINE: tuple(head),
        Part.WHY: said_why(plan, fitted),
        Part.CAVEAT: caveat(fitted),
        Part.CHANGE: (Message("dose-response-change", slots),),
    }


def _clear(found: DoseResponse) -> bool:
    low, high = found.change.ci_95 or (0.0, 0.0)
    return low > 0 or high < 0


def _direction(found: DoseResponse) -> str:
    if found.shape is Shape.TURNS and found.turning_mean is not None:
        ends = max(found.points[0][1].value, found.points[-1][1].value)
        return "peak" if found.turning_mean.value > ends else "trough"
    return "up" if found.change.value > 0 else "down"


def _ends(found: DoseResponse, slots: Mapping[str, Any], level: Any) -> list[Message]:
    """That the data do not reach as far as the question."""
    if found.asked is None:
        return []
    low, high = found.asked
    levels = found.curve.levels
    step = float(levels[-1] - levels[0]) / 100
    if low >= levels[0] - step and high <= levels[-1] + step:
        return []
    ends = {"least": level(0), "most": level(len(levels) - 1)}
    return [Message("dose-response-ends", {**slots, **ends})]


def values(result: Any) -> dict[str, Any]:
    """What the JSON has beside the quantities: the curve, its bands and its form."""
    assert isinstance(result, DoseResponse)
    curve = result.curve
    return {
        "shape": str(result.shape),
        "nonlinearity_p": result.nonlinearity,
        "data_range": list(curve.data_range),
        "curve": curve_points(curve),
    }


DOSE_RESPONSE = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE, Need.GRAPH}),
    slots=(*SLOTS, Slot("aspect", SlotKind.CHOICE, required=False, choices=ASPECTS)),
    designs=DESIGNS,
    ask=ask,
    plan=plan,
    missing=missing,
    identify=identify_effect,
    estimate=estimate,
    say=say,
    figures={"curve": draw},
    sections=picture,
    result_schema={
        "shape": {"enum": [str(shape) for shape in Shape]},
        "nonlinearity_p": {"type": "number"},
        "data_range": {"type": "array", "items": {"type": "number"}},
        "curve": {"type": "array", "items": {"type": "object"}},
    },
    result_values=values,
)
KINDS.register(NAME)(DOSE_RESPONSE)

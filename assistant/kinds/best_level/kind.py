"""Which level of a treatment is best for an outcome, how sure that is, and what being next to it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.kinds.identifying import identify_effect
from assistant.kinds.interface import KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work
from assistant.kinds.levels.asked import SLOTS, heard, levels_plan, plan_levels
from assistant.kinds.levels.means import DESIGNS, LevelsWork, fit_levels, is_number, levels_work
from assistant.kinds.levels.product import found
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
from tools.effects.best_level import BestLevel, Verdict, best_level
from tools.effects.dose_response import Curve, quantity_of
from tools.messages import Column, Message, Quantity, Quoted
from tools.types import DataProfile, Estimand

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table

__all__ = ["BEST_LEVEL"]

NAME = "best_level"
GOALS = ("higher", "lower")
MOST_TOLD = 8  # levels whose means are told


def ask(asked: Asked) -> Plan:
    """The pair of columns, and whether more or less of the outcome is wanted, as far as the words say."""
    lower, higher = heard(asked, "lower"), heard(asked, "higher")
    plan = levels_plan(asked, NAME)
    if plan.query is None:
        return plan
    goal, said = "", "yes"
    if lower != higher:
        goal = "lower" if lower else "higher"
    elif plan.slots.get("times") is not None:
        goal = "higher"
    else:
        said = "no"
        goal = "lower" if _unwanted(plan, asked.profile) else ""
    return replace(plan, slots={**plan.slots, "goal": goal or "higher", "said": said if goal else "open"})


def _unwanted(plan: Plan, profile: DataProfile) -> bool:
    """Is the outcome something that nobody wants more of, by its name or description?"""
    assert plan.query is not None
    column = profile[plan.query.outcome]
    text = f"{column.name.replace('_', ' ')} | {column.meaning or column.description or ''}"
    return any(found(text, code, "unwanted") is not None for code in ("en", "de", "zh"))


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    return plan_levels({"goal": "higher", **slots}, profile, table, NAME)


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
        result = best_level(
            _asked(fitted.curve, plan.slots.get("asked")),
            highest=plan.slots.get("goal", "higher") == "higher",
            outcome=outcome,
            change=change,
            treatment=unit,
        )
    return levels_work(fitted, result, setting)


def _asked(curve: Curve, asked: tuple[float, float] | None) -> Curve:
    """The levels between which the question looks for the best, where it names two that the data have."""
    if asked is None or not is_ordered(curve):
        return curve
    low, high = curve.nearest(asked[0]), curve.nearest(asked[1])
    return curve.between(low, high) if high - low >= 1 else curve


def is_ordered(curve: Curve) -> bool:
    return curve.smooth or all(isinstance(name, float) for name in curve.names)


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    result, query = work.result, work.query
    assert isinstance(result, BestLevel) and query.treatment is not None
    assert isinstance(work, LevelsWork) and work.fitted is not None
    fitted, curve = work.fitted, result.curve
    outcome, _, unit = scales(profile, query, plan, work.unit)

    def level(place: int) -> Any:
        return level_slot(profile, query.treatment or "", curve, place, unit)

    possible = [place for place in result.possible if place != result.place]
    others = tuple(Message("levels-level", {"level": level(place)}) for place in possible[:MOST_TOLD])
    slots: dict[str, Any] = {
        "treatment": Column(query.treatment),
        "outcome": Column(query.outcome),
        "what": outcome_said(plan, query),
        "goal": Quoted("higher" if result.highest else "lower"),
        "level": level(result.place),
        "mean": result.quantities["best_mean"],
        "least": level(0),
        "most": level(len(curve.levels) - 1),
        "from": level(min(result.possible)),
        "to": level(max(result.possible)),
        "others": others,
    }
    if result.interval is not None:
        slots["best"] = result.quantities["best_level"]
    head = [Message(f"best-level-{str(result.verdict).replace('_', '-')}", slots)]
    head += _losses(result, slots, level)
    head += _goal_said(plan, result, slots, level)
    if fitted.without_unknown is not None:
        head += _hinge(plan, fitted, result)
    if is_number(profile, query.treatment) and curve.smooth:
        places = np.unique(np.linspace(0, len(curve.levels) - 1, 5).round().astype(int)).tolist()
    else:
        order = np.argsort(-curve.means if result.highest else curve.means)
        places = list(range(len(curve.levels))) if is_ordered(curve) else order.tolist()
    means = [(place, quantity_of(curve, np.eye(len(curve.levels))[place], outcome)) for place in places]
    head.append(Message("levels-points", {**slots, "points": points_of(means[: MOST_TOLD + 4], level)}))
    return {
        Part.HEADLINE: tuple(head),
        Part.WHY: said_why(plan, fitted),
        Part.CAVEAT: caveat(fitted),
        Part.CHANGE: (Message("best-level-change", slots),),
    }


def _losses(result: BestLevel, slots: Mapping[str, Any], level: Any) -> list[Message]:
    """What it costs to be one step beside the best, or at what is usual."""
    if result.verdict is Verdict.NONE:
        return []
    said = []
    for name, place in result.beside.items():
        if name != "usual" and result.verdict in (Verdict.HIGH_EDGE, Verdict.LOW_EDGE):
            continue
        if name == "usual" and not is_ordered(result.curve):
            continue
        loss = result.quantities[f"loss_{name}"]
        low, high = loss.ci_95 or (0.0, 0.0)
        clear = "clear" if low > 0 or high < 0 else "unclear"
        said.append(
            Message(
                f"best-level-{'usual' if name == 'usual' else 'beside'}-{clear}",
                {**slots, "at": level(place), "loss": loss},
            )
        )
    return said


def _goal_said(plan: Plan, result: BestLevel, slots: Mapping[str, Any], level: Any) -> list[Message]:
    """What was taken for better, where the question did not say."""
    match plan.slots.get("said"):
        case "no":
            return [Message("best-level-less-is-better", slots)]
        case "open":
            other = int(np.argmin(result.curve.means) if result.highest else np.argmax(result.curve.means))
            return [Message("best-level-open", {**slots, "other": level(other)})]
    return []


def _hinge(plan: Plan, fitted: Any, result: BestLevel) -> tuple[Message, ...]:
    """The lead of the best over what is usual, with and without the columns of unknown timing."""
    if "usual" not in result.beside:
        return ()
    usual, place = result.beside["usual"], result.place
    weights = np.zeros(len(result.curve.levels))
    weights[place], weights[usual] = 1.0, -1.0
    held = quantity_of(result.curve, weights, result.change)

    def same(other: Curve) -> Quantity:
        return quantity_of(other, weights, result.change)

    if len(fitted.without_unknown.levels) != len(weights):
        return ()
    return hinge(plan, fitted, held, same)


def values(result: Any) -> dict[str, Any]:
    """What the JSON has beside the quantities."""
    assert isinstance(result, BestLevel)
    curve = result.curve
    names = curve.names or tuple(float(level) for level in curve.levels)
    return {
        "goal": "higher" if result.highest else "lower",
        "verdict": str(result.verdict),
        "best": names[result.place],
        "possible": [names[place] for place in result.possible],
        "curve": curve_points(curve),
    }


BEST_LEVEL = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE, Need.GRAPH}),
    slots=(*SLOTS, Slot("goal", SlotKind.CHOICE, required=False, choices=GOALS)),
    designs=DESIGNS,
    ask=ask,
    plan=plan,
    identify=identify_effect,
    estimate=estimate,
    say=say,
    figures={"curve": draw},
    sections=picture,
    result_schema={
        "goal": {"enum": list(GOALS)},
        "verdict": {"enum": [str(verdict) for verdict in Verdict]},
        "best": {"type": ["number", "string"]},
        "possible": {"type": "array", "items": {"type": ["number", "string"]}},
        "curve": {"type": "array", "items": {"type": "object"}},
    },
    result_values=values,
)
KINDS.register(NAME)(BEST_LEVEL)

"""What a plan of a test keeps in its slots: plain values for the JSON, read back as what they mean."""

from __future__ import annotations

from typing import Any

from assistant.kinds.experiment.arms import Arms
from assistant.kinds.experiment.asked import Says, Target
from assistant.kinds.experiment.metrics import Metric
from assistant.types import Plan

__all__ = ["arms_in", "metrics_in", "of_arms", "of_metrics", "of_says", "of_target", "says_in", "target_in"]


def of_arms(arms: Arms) -> dict[str, Any]:
    return {"levels": arms.levels, "control_said": arms.control_said, "random": arms.random}


def arms_in(plan: Plan) -> Arms:
    assert plan.query is not None and plan.query.treatment is not None
    slots = plan.slots
    return Arms(plan.query.treatment, tuple(slots["levels"]), slots["control_said"], slots["random"])


def of_metrics(metrics: tuple[Metric, ...]) -> dict[str, Any]:
    named = [n for metric in metrics for n in (metric.column, metric.below, metric.before) if n]
    return {
        "metrics": tuple((m.column, m.below or "", m.before or "", m.goal, m.guardrail) for m in metrics),
        "columns": tuple(dict.fromkeys(named)),  # whose cells are told of
    }


def metrics_in(plan: Plan) -> tuple[Metric, ...]:
    return tuple(
        Metric(column, below or None, before or None, goal, guardrail)
        for column, below, before, goal, guardrail in plan.slots["metrics"]
    )


def of_says(says: Says) -> dict[str, Any]:
    return {"relative": says.relative, "cuped": says.before, "capped": says.capped}


def says_in(plan: Plan) -> Says:
    return Says(plan.slots["relative"], plan.slots["cuped"], plan.slots["capped"])


def of_target(target: Target | None) -> dict[str, Any]:
    if target is None:
        return {"target": None, "target_relative": False}
    return {"target": target.value, "target_relative": target.relative}


def target_in(plan: Plan) -> Target | None:
    value = plan.slots["target"]
    return None if value is None else Target(value, plan.slots["target_relative"])

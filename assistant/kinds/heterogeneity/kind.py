"""For whom an effect is larger: in the groups that a question names, or in whichever there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.kinds.heterogeneity.figure import draw_groups
from assistant.kinds.interface import (
    AVERAGE_EFFECT,
    KINDS,
    Asked,
    Need,
    QuestionKind,
    Slot,
    SlotKind,
    Work,
    kind_of,
)
from assistant.kinds.modifiers import SplitBy, effect_plan, goal_said, group_name, timing_doubt
from assistant.kinds.scoring import Scored, identify_split, scored
from assistant.kinds.work import work_of
from assistant.types import GraphProposal, Part, Plan
from tools.effects.groups import ByModifier, Group, by_bounds, by_modifier
from tools.effects.heterogeneity import Heterogeneity, heterogeneity
from tools.effects.scores import predicted_effects
from tools.errors import DataError, EstimationError
from tools.messages import Column, Columns, LevelOf, Message, Quantity, Quoted, counted, exact
from tools.types import (
    ColumnKind,
    Condition,
    DataProfile,
    Design,
    DesignKind,
    Estimand,
    NeedsClarification,
    NotAnswerable,
    NotIdentified,
    Query,
)

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table

__all__ = ["HETEROGENEITY"]

NAME = "heterogeneity"
SLOTS = (
    Slot("treatment", SlotKind.COLUMN),
    Slot("outcome", SlotKind.COLUMN),
    Slot("modifier", SlotKind.COLUMN, required=False),  # without one: whoever can be told apart
    Slot("levels", SlotKind.LEVELS, required=False),  # of the modifier that are compared
    Slot("from_", SlotKind.LEVEL, required=False),
    Slot("to", SlotKind.LEVEL, required=False),
    Slot("population", SlotKind.POPULATION, required=False),
)
LEAST_P = 0.001
_OTHER_COLUMNS = 6  # that are named as a help


def ask(asked: Asked) -> Plan:
    plan, split = effect_plan(asked, NAME)
    plan = replace(plan, slots=_slots(split, goal_said(asked)))
    if split.unknown and plan.not_answerable is None and plan.needs_clarification is None:
        known = tuple(
            c.name for c in asked.profile.columns if c.kind in (ColumnKind.BINARY, ColumnKind.CATEGORY)
        )
        taken = {plan.query.treatment, plan.query.outcome} if plan.query else set()
        free = tuple(name for name in known if name not in taken)
        reason = Message("heterogeneity-no-column", {"group": Quoted(split.unknown)})
        help = (Message("heterogeneity-columns", {"columns": Columns(free, _OTHER_COLUMNS)}),) if free else ()
        return replace(plan, not_answerable=NotAnswerable(reason, help))
    return plan


def _slots(split: SplitBy, goal: str) -> dict[str, Any]:
    limit = () if split.limit is None else (split.limit.column, split.limit.operator, split.limit.value)
    return {"modifier": split.column or "", "levels": split.levels, "limit": limit, "goal": goal}


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    whole = {name: slots.get(name) for name in ("treatment", "outcome", "from_", "to", "population")}
    found = kind_of(AVERAGE_EFFECT).plan({n: v for n, v in whole.items() if v is not None}, profile, table)
    modifier = slots.get("modifier")
    if modifier is not None and modifier not in profile:
        raise DataError(f"Column {modifier!r} is not in {profile.source}. Check the spelling of modifier=.")
    assert found.query is not None
    split = SplitBy(modifier, tuple(slots.get("levels") or ()))
    return replace(found, query=replace(found.query, kind=NAME), kind=NAME, slots=_slots(split, ""))


def missing(plan: Plan, profile: DataProfile) -> NeedsClarification | NotAnswerable | None:
    return kind_of(AVERAGE_EFFECT).missing(plan, profile)


def identify(plan: Plan, proposal: GraphProposal | None, setting: Setting) -> Estimand | NotIdentified:
    return identify_split(plan, proposal, setting, plan.slots.get("modifier") or None)


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    assert estimand is not None
    modifier = plan.slots.get("modifier") or ""
    rows = scored(plan, estimand, setting, recorder, (modifier,) if modifier else ())
    result: ByModifier | Heterogeneity
    if modifier:
        result = _by(rows, modifier, tuple(plan.slots.get("levels") or ()), _limit(plan))
    elif rows.modifiers.empty:
        raise EstimationError(Message("heterogeneity-nothing-to-tell-apart"))
    else:
        predicted = predicted_effects(rows.scores, rows.matrix)
        result = heterogeneity(rows.scores, predicted, rows.modifiers, rows.scale, rows.levels)
    return work_of(result, rows.sample, rows.estimand, setting, kind=NAME)


def _limit(plan: Plan) -> Condition | None:
    limit = plan.slots.get("limit")
    return Condition(*limit) if limit else None


def _by(rows: Scored, name: str, levels: tuple[Any, ...], limit: Condition | None) -> ByModifier:
    values = rows.modifiers[name]
    if limit is not None and limit.operator not in ("==", "!="):
        numbers = values.to_numpy(dtype=np.float64)
        bound = float(limit.value)
        above = numbers[numbers > bound]
        if limit.operator in (">", "<=") and len(above):
            bound = float(above.min())
        return by_bounds(rows.scores, numbers, [bound], name, rows.scale)
    if levels:
        kept = {str(level) for level in levels} | {
            f"{level:.15g}" for level in levels if isinstance(level, float)
        }
        written = values.map(lambda level: f"{level:.15g}" if isinstance(level, float) else str(level))
        values = values.where(written.isin(kept))
    return by_modifier(rows.scores, values, name, rows.scale, rows.levels.get(name, ()))


# ---------------- What is said


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found, query = work.result, work.query
    goal = str(plan.slots.get("goal", ""))
    tested: tuple[Message, ...] = ()
    named: tuple[str, ...]
    if isinstance(found, ByModifier):
        head, named = _named_groups(found, query, goal), (found.modifier,)
    else:
        assert isinstance(found, Heterogeneity)
        head, named = _whoever(found, query, goal)
        tested = (Message("heterogeneity-tested", {"p": p_said(found.p_value)}),)
    assert work.design is not None
    return {
        Part.HEADLINE: head,
        Part.WHY: (*tested, how_compared(work.design, query)),
        Part.CAVEAT: (*timing_doubt(plan, named), caveat(work.design, query)),
        Part.CHANGE: (Message("heterogeneity-change", pair(query)),),
    }


def p_said(p: float) -> Message:
    """A p-value: nobody reads more than three decimals."""
    if p < LEAST_P:
        return Message("group-p-below", {"bound": exact(LEAST_P)})
    return Message("group-p-is", {"p": Quantity(p, decimals=3)})


def pair(query: Query) -> dict[str, Any]:
    """Slots for the effect that is split."""
    treatment = query.treatment or ""
    return {
        "treatment": Column(treatment),
        "outcome": Column(query.outcome),
        "low": LevelOf(treatment, query.low if query.low is not None else ""),
        "high": LevelOf(treatment, query.high if query.high is not None else ""),
    }


def how_compared(design: Design, query: Query) -> Message:
    """What was compared with what, and what was held fixed."""
    slots = {**pair(query), "covariates": Columns(design.adjustment_set)}
    return Message(f"heterogeneity-why{'' if design.adjustment_set else '-alone'}", slots)


def caveat(design: Design, query: Query) -> Message:
    return Message(f"heterogeneity-caveat-{design.kind}", pair(query))


def _sign(goal: str, average: Quantity) -> int:
    """Which way an effect is large: that of the question, else of the average."""
    return -1 if goal == "lower" or (goal != "raise" and average.value < 0) else 1


def _two(one: Group, other: Group, lead: Quantity, query: Query) -> dict[str, Any]:
    """Slots of two groups side by side; `lead` is the effect in the one less that in the other."""
    return {
        **pair(query),
        "more": group_name(one.conditions),
        "less": group_name(other.conditions),
        "more-effect": one.effect,
        "less-effect": other.effect,
        "lead": lead,
    }


def _ends(found: ByModifier, query: Query, sign: int) -> dict[str, Any]:
    """The two groups furthest apart, the one with the larger effect first."""
    one, other = (found.groups[place] for place in found.apart)
    lead = found.difference
    if sign * lead.value < 0:
        one, other, lead = other, one, turned(lead)
    return {**_two(one, other, lead, query), "modifier": Column(found.modifier)}


def turned(measured: Quantity) -> Quantity:
    """The difference the other way round."""
    low, high = measured.ci_95 or (0.0, 0.0)
    return replace(measured, value=-measured.value, ci_95=(-high, -low))


def _listed(groups: Sequence[Group]) -> tuple[Message, ...]:
    return tuple(
        Message(
            "heterogeneity-group",
            {"group": group_name(group.conditions), "effect": group.effect, "rows": counted(group.rows)},
        )
        for group in groups
    )


def _named_groups(found: ByModifier, query: Query, goal: str) -> tuple[Message, ...]:
    slots = _ends(found, query, _sign(goal, found.average))
    along = found.along
    if along is not None:
        slots |= {
            "start": exact(along.start),
            "end": exact(along.end),
            "at-start": along.at_start,
            "at-end": along.at_end,
            "change": along.change,
        }
    straight = along is not None and (_clear(along.change) or not found.clear)
    form = "along" if straight else "groups"
    head = [Message(f"heterogeneity-{form}-{'clear' if found.clear else 'unclear'}", slots)]
    if straight or len(found.groups) > 2:
        head.append(Message("heterogeneity-each-group", {"groups": _listed(found.groups)}))
    if found.left_out:
        head.append(Message("heterogeneity-left-out", {"rows": counted(found.left_out), **slots}))
    return tuple(head)


def _clear(measured: Quantity) -> bool:
    low, high = measured.ci_95 or (0.0, 0.0)
    return low > 0 or high < 0


_TOLD = 3  # columns of which each is spoken of


def _whoever(found: Heterogeneity, query: Query, goal: str) -> tuple[tuple[Message, ...], tuple[str, ...]]:
    """What is said where no column was named, and the columns that it speaks of."""
    sign = _sign(goal, found.average)
    last, first = found.sorted_groups[-1], found.sorted_groups[0]
    strong, weak = (last, first) if sign > 0 else (first, last)
    spread = found.spread if sign > 0 else turned(found.spread)
    slots = {
        **pair(query),
        "average": found.average,
        "strong": strong,
        "weak": weak,
        "spread": spread,
        "parts": counted(len(found.sorted_groups)),
        "columns": Columns(found.columns),
    }
    if not found.clear:
        form = "faint" if _clear(spread) else "none"
        return (Message(f"heterogeneity-{form}", slots), Message("heterogeneity-none-looked", slots)), ()
    told = found.told[:_TOLD]
    names = [by.modifier for by in told]
    head: list[Message] = []
    if found.leaf_spread is not None and _clear(found.leaf_spread):
        ends = (found.leaves[-1], found.leaves[0]) if sign > 0 else (found.leaves[0], found.leaves[-1])
        lead = found.leaf_spread if sign > 0 else turned(found.leaf_spread)
        head.append(Message("heterogeneity-most", _two(*ends, lead, query)))
        names += [condition.column for leaf in ends for condition in leaf.conditions]
    elif told:
        head.append(Message("heterogeneity-most", _ends(told[0], query, sign)))
    else:
        head.append(Message("heterogeneity-differs", slots))
    if told:
        listed = tuple(Message("heterogeneity-by-column", _ends(by, query, sign)) for by in told)
        head.append(Message("heterogeneity-told", {"splits": listed}))
    if _clear(spread) and (told or found.leaf_spread is not None):
        head.append(Message("heterogeneity-sorted", slots))
    head.append(Message("heterogeneity-average", slots))
    return tuple(head), tuple(dict.fromkeys(names))


# ---------------- JSON


def group_values(group: Group) -> dict[str, Any]:
    """A group for the JSON."""
    return {
        "group": [str(condition) for condition in group.conditions],
        "effect": group.effect.value,
        "ci_95": None if group.effect.ci_95 is None else list(group.effect.ci_95),
        "rows": group.rows,
    }


def _values(found: ByModifier | Heterogeneity) -> dict[str, Any]:
    columns = (found,) if isinstance(found, ByModifier) else found.modifiers
    groups = found.groups if isinstance(found, ByModifier) else found.leaves
    return {
        "differs": found.clear,
        "groups": [group_values(group) for group in groups],
        "modifiers": [
            {"column": by.modifier, "p_value": by.p_value, "groups": [group_values(g) for g in by.groups]}
            for by in columns
        ],
    }


GROUP_SCHEMA = {"type": "array", "items": {"type": "object"}}

HETEROGENEITY = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE, Need.GRAPH}),
    slots=SLOTS,
    designs=frozenset({DesignKind.BACKDOOR, DesignKind.RANDOMISED}),
    ask=ask,
    plan=plan,
    identify=identify,
    estimate=estimate,
    say=say,
    missing=missing,
    figures={"groups": draw_groups},
    result_schema={"differs": {"type": "boolean"}, "groups": GROUP_SCHEMA, "modifiers": GROUP_SCHEMA},
    result_values=_values,
)
KINDS.register(NAME)(HETEROGENEITY)

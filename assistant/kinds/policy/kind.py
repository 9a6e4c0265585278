"""Whom to treat: a rule from the rows, what it brings against nobody, everybody and a lot, and the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.kinds.heterogeneity.figure import draw_groups
from assistant.kinds.heterogeneity.kind import GROUP_SCHEMA, caveat, group_values, how_compared, pair
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
from assistant.kinds.modifiers import effect_plan, goal_said, group_name, other_side, timing_doubt
from assistant.kinds.policy.stakes import Said, is_money, less_is_better, stakes_said
from assistant.kinds.scoring import Scored, identify_split, scored
from assistant.kinds.work import work_of
from assistant.types import GraphProposal, Part, Plan
from tools.effects.conditions import rows_meeting
from tools.effects.honest_tree import honest_tree
from tools.effects.policy import GroupRule, Policy, Stakes, choose, group_rule
from tools.effects.scores import predicted_effects
from tools.errors import EstimationError
from tools.messages import Message, Quoted, Scale, ScaleKind, counted, exact, share_of
from tools.types import (
    ColumnKind,
    Condition,
    DataProfile,
    DesignKind,
    Estimand,
    NeedsClarification,
    NotAnswerable,
    NotIdentified,
)

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table

__all__ = ["POLICY"]

NAME = "policy"
GOALS = ("raise", "lower")
SLOTS = (
    Slot("treatment", SlotKind.COLUMN),
    Slot("outcome", SlotKind.COLUMN),
    Slot("goal", SlotKind.CHOICE, required=False, choices=GOALS),
    Slot("cost", SlotKind.NUMBER, required=False),  # of one treated row
    Slot("worth", SlotKind.NUMBER, required=False),  # of one unit of the outcome, in the same money
    Slot("places", SlotKind.NUMBER, required=False),  # rows that can be treated
    Slot("from_", SlotKind.LEVEL, required=False),
    Slot("to", SlotKind.LEVEL, required=False),
    Slot("population", SlotKind.POPULATION, required=False),
)


def ask(asked: Asked) -> Plan:
    plan, split = effect_plan(asked, NAME)
    code = asked.understanding.language
    goal, assumed = goal_said(asked), False
    if not goal and plan.query is not None:
        lower = less_is_better(asked.profile[plan.query.outcome], tuple(dict.fromkeys(("en", code))))
        goal, assumed = "lower" if lower else "raise", True
    # "New or old customers?" asks for the first against the others; a limit ("only new ones") says whom.
    group = split.limit
    if split.column is not None and group is None and split.levels:
        group = Condition(split.column, "==", split.levels[0])
    elif split.column is not None and group is None:
        known = asked.understanding.population
        group = next((c for c in known if c.column == split.column), None)
    slots = {
        "goal": goal,
        "assumed": "yes" if assumed else "",
        "said": asdict(stakes_said(asked.question, code)),
        "group": _as_slot(group),
        "modifier": split.column if group is not None else "",
    }
    return replace(plan, slots=slots)


def _as_slot(condition: Condition | None) -> tuple[Any, ...]:
    """Plain values, as the JSON of a plan has them."""
    return () if condition is None else (condition.column, condition.operator, condition.value)


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    whole = {name: slots.get(name) for name in ("treatment", "outcome", "from_", "to", "population")}
    found = kind_of(AVERAGE_EFFECT).plan({n: v for n, v in whole.items() if v is not None}, profile, table)
    assert found.query is not None
    places = slots.get("places")
    said = Said(slots.get("cost"), slots.get("worth"), None if places is None else int(places))
    goal = slots.get("goal") or (
        "lower" if less_is_better(profile[found.query.outcome], ("en",)) else "raise"
    )
    own = {
        "goal": goal,
        "assumed": "" if slots.get("goal") else "yes",
        "said": asdict(said),
        "group": (),
        "modifier": "",
    }
    return replace(found, query=replace(found.query, kind=NAME), kind=NAME, slots=own)


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
    identifier = _identifier(setting.profile)
    beside = (modifier,) if modifier else ()
    rows = scored(plan, estimand, setting, recorder, beside, None if modifier else identifier)
    stakes = _stakes(plan, rows, setting.profile)
    per_row, in_all = _scales(rows, stakes, plan, setting.profile)
    if modifier:
        inside = rows_meeting(rows.modifiers, (Condition(*plan.slots["group"]),))
        rule = group_rule(rows.scores, inside, stakes, rows.scale, per_row)
        return work_of(rule, rows.sample, rows.estimand, setting, kind=NAME)
    if rows.modifiers.empty:
        raise EstimationError(Message("heterogeneity-nothing-to-tell-apart"))
    predicted = predicted_effects(rows.scores, rows.matrix)
    leaves, _ = honest_tree(rows.scores, rows.modifiers, rows.scale, rows.levels)
    found = choose(rows.scores, predicted, stakes, rows.scale, per_row, in_all, leaves, rows.modifiers)
    found = replace(found, ids=_ids(rows, found, identifier))
    return work_of(found, rows.sample, rows.estimand, setting, kind=NAME)


def _identifier(profile: DataProfile) -> str | None:
    """The column that names each row."""
    for column in profile.columns:
        if column.kind is ColumnKind.IDENTIFIER and column.distinct == column.rows:
            return column.name
    return None


def _ids(rows: Scored, found: Policy, identifier: str | None) -> tuple[str, ...]:
    """What the table calls the chosen rows; their numbers from 1 on where it has no name and lost no row."""
    if identifier is not None and identifier in rows.sample.frame.columns:
        return tuple(map(str, rows.sample.frame[identifier][found.chosen]))
    if rows.sample.rows == rows.sample.rows_total:
        return tuple(str(place + 1) for place in np.flatnonzero(found.chosen))
    return ()


def _stakes(plan: Plan, rows: Scored, profile: DataProfile) -> Stakes:
    said = Said(**plan.slots["said"])
    direction = -1 if plan.slots["goal"] == "lower" else 1
    in_money = is_money(profile[rows.sample.query.outcome])
    worth = said.worth if said.worth is not None else 1.0
    priced = said.worth is not None or (in_money is not None and said.cost is not None)
    cost = said.cost if priced and said.cost is not None else 0.0
    return Stakes(direction, worth if priced else 1.0, cost, said.room(rows.scores.rows), priced)


def _scales(rows: Scored, stakes: Stakes, plan: Plan, profile: DataProfile) -> tuple[Scale, Scale]:
    """Of a gain per row, and of all rows together."""
    if stakes.priced:
        said = Said(**plan.slots["said"])
        unit = said.currency or is_money(profile[rows.sample.query.outcome])
        return Scale(ScaleKind.MONEY, unit), Scale(ScaleKind.MONEY, unit)
    whole = Scale(ScaleKind.OUTCOME, None if rows.scale.kind is ScaleKind.POINTS else rows.sample.unit)
    return rows.scale, whole


# ---------------- What is said


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found, query = work.result, work.query
    slots = {**pair(query), "goal": Quoted(str(plan.slots["goal"]))}
    names: tuple[str, ...]
    if isinstance(found, GroupRule):
        head, names = _of_group(plan, found, profile, slots), (str(plan.slots["modifier"]),)
    else:
        assert isinstance(found, Policy)
        head, names = _of_rule(found, slots)
    assert work.design is not None
    return {
        Part.HEADLINE: (*head, *_taken_for_granted(plan, found.stakes, slots)),
        Part.WHY: (Message("policy-tested"), how_compared(work.design, query)),
        Part.CAVEAT: (*timing_doubt(plan, names), caveat(work.design, query)),
        Part.CHANGE: (Message("policy-change", slots),),
    }


def _of_rule(found: Policy, slots: dict[str, Any]) -> tuple[tuple[Message, ...], tuple[str, ...]]:
    who = [leaf for leaf, most in zip(found.leaves, found.leaf_chosen, strict=True) if most > 0.5]
    slots = {
        **slots,
        "treated": counted(found.treated),
        "rows": counted(found.rows),
        "share": share_of(found.treated / found.rows),
        "total": found.total,
        "per-row": found.gain_over_nobody,
        "over-lot": found.total_over_lot,
        "over-everybody": found.gain_over_everybody,
        "everybody": found.gain_of_everybody,
        "total-everybody": found.total_of_everybody,
        "qini": found.qini,
        "best": found.effects[0],
        "worst": found.effects[-1],
        "parts": counted(len(found.effects)),
    }
    head = [Message(f"policy-{found.verdict.replace('_', '-')}", slots)]
    names: list[str] = []
    if found.verdict == "rule":
        if who and len(who) < len(found.leaves):
            groups = tuple(group_name(leaf.conditions) for leaf in who)
            head.append(Message("policy-who", {**slots, "groups": groups}))
            names = [condition.column for leaf in who for condition in leaf.conditions]
        head.append(Message("policy-against-lot", slots))
        if not found.limited:
            head.append(Message("policy-against-everybody", slots))
    elif found.verdict == "everybody" and found.treated < found.rows:
        head.append(Message("policy-choosing-adds-nothing", slots))
    head.append(Message("policy-sorted", slots))
    if found.ids and found.verdict in ("rule", "lot"):
        head.append(Message("policy-list", slots))
    return tuple(head), tuple(dict.fromkeys(names))


def _of_group(
    plan: Plan, found: GroupRule, profile: DataProfile, slots: dict[str, Any]
) -> tuple[Message, ...]:
    group = Condition(*plan.slots["group"])
    slots = {
        **slots,
        "group": group_name((group,)),
        "others": group_name((other_side(group, profile),)),
        "inside": found.inside,
        "outside": found.outside,
        "gain-inside": found.gain_inside,
        "gain-outside": found.gain_outside,
        "everybody": found.gain_of_everybody,
    }
    said = [Message(f"policy-group-{found.verdict.replace('_', '-')}", slots)]
    said.append(Message("policy-group-effects", slots))
    return (*said, Message("policy-group-gains", slots))


def _taken_for_granted(plan: Plan, stakes: Stakes, slots: dict[str, Any]) -> tuple[Message, ...]:
    """What was reckoned with, and what was not."""
    said = Said(**plan.slots["said"])
    unit = Quoted(f" {said.currency}" if said.currency else "")
    found = []
    if plan.slots["assumed"]:
        found.append(Message("policy-goal-assumed", slots))
    if stakes.priced:
        amounts: dict[str, Any] = {"cost": exact(stakes.cost), "worth": exact(stakes.worth), "unit": unit}
        found.append(Message("policy-priced", {**slots, **amounts}))
    elif said.cost is not None:
        found.append(Message("policy-no-worth", {**slots, "cost": exact(said.cost), "unit": unit}))
    if said.budget is not None and not said.cost:
        found.append(Message("policy-no-cost", {**slots, "budget": exact(said.budget), "unit": unit}))
    return tuple(found)


def _values(found: Policy | GroupRule) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "chosen": list(found.ids) if isinstance(found, Policy) else [],
        "groups": [group_values(leaf) for leaf in found.leaves] if isinstance(found, Policy) else [],
        "treated": found.treated if isinstance(found, Policy) else None,
    }


POLICY = QuestionKind(
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
    result_schema={
        "verdict": {"type": "string"},
        "chosen": {"type": "array", "items": {"type": "string"}},
        "groups": GROUP_SCHEMA,
        "treated": {"type": ["integer", "null"]},
    },
    result_values=_values,
)
KINDS.register(NAME)(POLICY)

"""What two changes do together, and whether they reinforce each other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.answers.hinges import of_unknown_timing
from assistant.kinds.identifying import identify_effect
from assistant.kinds.interface import KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work
from assistant.kinds.reading import column_said, default_embedder, named_beside, refusing, sides
from assistant.kinds.work import shown_estimand, work_of
from assistant.language import language
from assistant.planning.offline import with_prose
from assistant.planning.plan import fill_contrast, nothing_about, plan_from, reading_text
from assistant.planning.reading.contrast import read_contrast
from assistant.prose.quantities import outcome_scale
from assistant.reader.reader import shipped_reader
from assistant.types import GraphProposal, Part, Plan, Reading
from tools.data import prepare
from tools.effects.joint_change import JointChange, change_both
from tools.estimators.linear import cluster_codes, held_matrix
from tools.messages import Column, Columns, LevelOf, Message, Quantity, Scale, ScaleKind
from tools.types import (
    ColumnKind,
    DataProfile,
    Design,
    DesignKind,
    Estimand,
    Level,
    NeedsClarification,
    NotAnswerable,
    Query,
    Sample,
)

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table

__all__ = ["JOINT_CHANGE"]

NAME = "joint_change"
SLOTS = (
    Slot("treatments", SlotKind.COLUMNS),
    Slot("outcome", SlotKind.COLUMN),
    Slot("population", SlotKind.POPULATION, required=False),
)
_NO_TREATMENT = (ColumnKind.IDENTIFIER, ColumnKind.CONSTANT, ColumnKind.TEXT, ColumnKind.TIME)
# (first changed, second changed) -> how the words of their rows are called
_CELLS = {(0, 0): "neither", (1, 0): "first", (0, 1): "second", (1, 1): "both"}
_CHANGED, _RESPONDS = 0.3, 0.3  # the reader's chances from which on a column counts


# ---------------- The two changes and the outcome


def ask(asked: Asked) -> Plan:
    """Both treatments by the learned reader's chances, or by the words on either side of "and"."""
    found = _columns(asked)
    if found is None:
        about = nothing_about(asked.understanding, asked.profile)
        if about is not None:
            return refusing(asked, NAME, not_answerable=about)
        likely = tuple(reading_text(r) for r in asked.understanding.readings if r.treatment and r.outcome)
        question = NeedsClarification(Message("joint-change-which"), likely[:4])
        return refusing(asked, NAME, needs_clarification=question)
    treatments, outcome = found
    plans, contrasts = [], []
    for name in treatments:
        read = replace(
            asked.understanding,
            readings=(Reading(name, outcome, 1.0),),
            missing=(),
            low=None,
            high=None,
            step=None,
            relative_step=None,
        )
        made = plan_from(asked.question, read, asked.profile, asked.table)
        plans.append(made)
        contrasts.append(_contrast(name, asked, made))
    cue = language(asked.understanding.language).cues(NAME).get("reinforcing")
    reinforcing = cue is not None and re.search(cue, asked.question, re.IGNORECASE) is not None
    plan = _together(plans, treatments, tuple(contrasts))
    return replace(plan, slots={**plan.slots, "reinforcing": reinforcing})


def _columns(asked: Asked) -> tuple[tuple[str, str], str] | None:
    profile = asked.profile
    free = {c.name for c in profile.columns if c.kind not in _NO_TREATMENT}
    reader, outcome, treatments = shipped_reader(), None, list[str]()
    if reader is not None:
        found = reader.find_columns(asked.question, with_prose(profile))
        likely = found.columns_of("y", _RESPONDS)
        outcome = likely[0] if likely else None
        treatments = [
            name
            for name in found.columns_of("t", _CHANGED)
            if name in free and name != outcome and found.chance("f", name) < found.chance("t", name)
        ]
    if outcome is None:
        known = [r.outcome for r in asked.understanding.readings if r.outcome is not None]
        outcome = known[0] if known else None
    if outcome is None and asked.last is not None and asked.last.query is not None:
        outcome = asked.last.query.outcome
    if outcome is None:
        return None
    if len(treatments) < 2:
        beside = _beside(asked, free - {outcome})
        treatments = list(dict.fromkeys((*treatments, *beside)))
    if len(treatments) < 2:
        return None
    return (treatments[0], treatments[1]), outcome


def _beside(asked: Asked, free: set[str]) -> tuple[str, ...]:
    """Two columns named on either side of a connecting word."""
    for before, after in sides(asked, NAME):
        one = named_beside(before, asked.profile, default_embedder(), free, last=True)
        other = column_said(after, asked.profile, free - {one or ""}) or named_beside(
            after, asked.profile, default_embedder(), free - {one or ""}, last=False
        )
        if one is not None and other is not None:
            return one, other
    return ()


def _contrast(name: str, asked: Asked, made: Plan) -> tuple[Level | None, Level | None]:
    """From where to where: as the question says of this column, else "more" or "yes", or the reverse."""
    column = asked.profile[name]
    clause = _clause(name, asked)
    said = read_contrast(clause, clause, column)
    query = Query(name, made.query.outcome if made.query else "", said.low, said.high)
    read = replace(
        asked.understanding,
        low=said.low,
        high=said.high,
        step=said.step,
        relative_step=said.relative_step,
    )
    filled = fill_contrast(query, read, asked.profile)
    down = language(asked.understanding.language).cues(NAME).get("down")
    lowered = down is not None and re.search(down, clause, re.IGNORECASE) is not None
    if {level for level, _ in column.levels} == {0, 1}:
        # "Everybody" is said of both changes; "stopped" of the one beside it.
        return (1, 0) if lowered else (0, 1)
    if filled.high is not None and filled.low is not None:
        return filled.low, filled.high
    if column.kind in (ColumnKind.NUMBER, ColumnKind.COUNT) and column.median is not None:
        step = -1.0 if lowered else 1.0
        return float(column.median), float(column.median) + step
    return filled.low, filled.high


def _clause(name: str, asked: Asked) -> str:
    """The part of the question that speaks of this column."""
    for before, after in sides(asked, NAME):
        on_left = column_said(before, asked.profile, asked.profile.names)
        on_right = column_said(after, asked.profile, asked.profile.names)
        left = named_beside(before, asked.profile, default_embedder(), {*asked.profile.names}, last=True)
        if name in (on_right,) and name not in (on_left, left):
            return after
        if name in (on_left, left):
            return before
    return asked.question


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    from assistant.planning.request import Columns as Request
    from assistant.planning.request import check_columns, column_names, plan_request
    from tools.errors import OptionError

    treatments = column_names(slots["treatments"]) or ()
    if len(treatments) != 2 or treatments[0] == treatments[1]:
        raise OptionError("joint_change needs two treatments. Give treatments=[first, second].")
    columns = Request(table, profile, {})
    population = tuple(slots.get("population") or ())
    queries = [Query(name, slots["outcome"], population=population) for name in treatments]
    for query in queries:
        check_columns(query, columns, table.columns)
    plans = [plan_request(query, None, columns, ()) for query in queries]
    return _together(plans, (treatments[0], treatments[1]), ((None, None), (None, None)))


def _together(
    plans: list[Plan],
    treatments: tuple[str, str],
    contrasts: tuple[tuple[Level | None, Level | None], ...],
) -> Plan:
    """One plan: what must be held fixed for either treatment, and was moved by neither."""
    base = plans[0]
    assert base.query is not None and base.design is not None
    designs = [plan.design for plan in plans if plan.design is not None]
    late = {role.column for plan in plans for role in plan.roles if role.role == "after_treatment"}
    held = dict.fromkeys(name for design in designs for name in design.adjustment_set)
    covariates = tuple(name for name in held if name not in late and name not in treatments)
    by_chance = {design.kind for design in designs} == {DesignKind.RANDOMISED}
    kind = DesignKind.RANDOMISED if by_chance else DesignKind.BACKDOOR
    roles = tuple(role for role in base.roles if role.column not in treatments)
    return replace(
        base,
        query=replace(base.query, kind=NAME, low=contrasts[0][0], high=contrasts[0][1]),
        design=Design(kind, adjustment_set=covariates, cluster=base.design.cluster),
        roles=roles,
        kind=NAME,
        slots={"treatments": treatments, "contrasts": contrasts},
        needs_clarification=None,
        not_answerable=None,
        other_reading=None,
        warnings=(),
    )


def missing(plan: Plan, profile: DataProfile) -> NotAnswerable | None:
    """A column with several unordered levels has no one change."""
    for name in plan.slots.get("treatments", ()):
        if profile[name].kind is ColumnKind.CATEGORY and profile[name].distinct > 2:
            slots = {"column": Column(name)}
            return NotAnswerable(
                Message("joint-change-many-levels", slots), (Message("joint-change-recode"),)
            )
    return None


# ---------------- The figures


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    assert estimand is not None and plan.query is not None
    first, second = plan.slots["treatments"]
    held = tuple(n for n in estimand.design.adjustment_set if n not in (first, second))
    # The second is coded like a mediator: as a number, in rows that have it.
    design = replace(estimand.design, mediators=(second,), adjustment_set=held)
    asked = replace(estimand.query, low=None, high=None)
    with recorder.step("data"):
        sample = prepare(setting.table, setting.profile, asked, design, setting.images)
    with recorder.step("estimate"):
        found, ends = _of_sample(sample, plan, setting)
        unknown = of_unknown_timing(plan, design)
        if unknown:
            bare = replace(design, adjustment_set=tuple(n for n in held if n not in unknown))
            other = prepare(setting.table, setting.profile, asked, bare, setting.images)
            without, _ = _of_sample(other, plan, setting)
            if found.differs(without):
                told = {"both": without.both, "interaction": without.interaction}
                found = replace(found, without=told)
    (low, high), _ = ends
    return work_of(found, sample, shown_estimand(estimand, sample), setting, kind=NAME, low=low, high=high)


def _of_sample(sample: Sample, plan: Plan, setting: Setting) -> tuple[JointChange, list[tuple[float, float]]]:
    """The figures, and from where to where each treatment is changed."""
    frame, names = sample.frame, list(plan.slots["treatments"])
    outcome = sample.query.outcome
    ends = [
        _ends(frame[name], contrast) for name, contrast in zip(names, plan.slots["contrasts"], strict=True)
    ]
    found = change_both(
        outcome=frame[outcome].to_numpy(dtype=float),
        treatments=frame[names].to_numpy(dtype=float),
        covariates=held_matrix(sample, sample.design.adjustment_set),
        low=(ends[0][0], ends[1][0]),
        high=(ends[0][1], ends[1][1]),
        scale=outcome_scale(setting.profile, outcome, sample.unit),
        clusters=cluster_codes(frame, sample.design.cluster),
    )
    return found, ends


def _ends(values: Any, contrast: tuple[Level | None, Level | None]) -> tuple[float, float]:
    """The change on the frame's scale: as asked; a switch from 0 to 1; else one unit more than the median."""
    low, high = contrast
    if isinstance(low, int | float) and isinstance(high, int | float):
        return float(low), float(high)
    if set(values.unique()) <= {0.0, 1.0}:
        return 0.0, 1.0
    middle = float(values.median())
    return middle, middle + 1.0


# ---------------- The words


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found, design, query = work.result, work.design, work.query
    assert isinstance(found, JointChange) and design is not None
    first, second = plan.slots["treatments"]
    contrasts = plan.slots["contrasts"]
    slots: dict[str, Any] = {
        "first": Column(first),
        "second": Column(second),
        "outcome": Column(query.outcome),
        "both": found.both,
        "alone-first": found.first,
        "alone-second": found.second,
        "extra": found.interaction,
        "today": found.from_today,
        **_changes(first, second, contrasts, query),
    }
    head = [Message("joint-change-both", slots), Message(f"joint-change-{found.verdict}", slots)]
    if plan.slots.get("reinforcing"):
        head.reverse()
    if found.without is not None:
        about: dict[str, Any] = {"columns": Columns(of_unknown_timing(plan, design))}
        about |= {f"without-{name}": quantity for name, quantity in found.without.items()}
        head.append(Message("joint-change-hinges", {**slots, **about}))
    head += [
        Message("joint-change-each", slots),
        Message("joint-change-today", slots),
    ]
    if found.counts:
        cells = tuple(
            Message(
                f"joint-change-cell-{_CELLS[a, b]}",
                {
                    **slots,
                    "mean": mean,
                    "rows": Quantity(found.counts[a, b], scale=Scale(ScaleKind.COUNT)),
                },
            )
            for (a, b), mean in found.means.items()
        )
        head.append(Message("joint-change-table", {**slots, "cells": cells}))
    held = {"covariates": Columns(design.adjustment_set, 12)}
    why = Message("joint-change-held", held) if design.adjustment_set else Message("joint-change-alone")
    return {
        Part.HEADLINE: tuple(head),
        Part.WHY: (why,),
        Part.CAVEAT: (Message(f"joint-change-caveat-{design.kind}", slots),),
        Part.CHANGE: (Message("joint-change-change", slots),),
    }


def _changes(first: str, second: str, contrasts: Any, query: Query) -> dict[str, Any]:
    """The levels between which each is changed, for the words."""
    made: dict[str, Any] = {}
    for name, column, contrast in (("first", first, contrasts[0]), ("second", second, contrasts[1])):
        low, high = contrast
        if low is None or high is None:
            low, high = (query.low, query.high) if name == "first" else (None, None)
        made[f"{name}-change"] = (
            Message(
                "joint-change-from-to",
                {"column": Column(column), "low": LevelOf(column, low), "high": LevelOf(column, high)},
            )
            if low is not None and high is not None
            else Message("joint-change-up", {"column": Column(column)})
        )
    return made


JOINT_CHANGE = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE, Need.GRAPH}),
    slots=SLOTS,
    designs=frozenset({DesignKind.BACKDOOR, DesignKind.RANDOMISED}),
    ask=ask,
    plan=plan,
    identify=identify_effect,
    estimate=estimate,
    say=say,
    missing=missing,
    result_schema={
        "verdict": {"enum": ["sum", "more", "less"]},
        "table": {"type": "array", "items": {"type": "object"}},
    },
    result_values=lambda result: {
        "verdict": result.verdict,
        "table": [
            {"first": a, "second": b, "mean": mean.value, "rows": result.counts.get((a, b))}
            for (a, b), mean in result.means.items()
        ],
    },
)
KINDS.register(NAME)(JOINT_CHANGE)

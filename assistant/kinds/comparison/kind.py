"""Two or more treatments, or levels of one, side by side: which does more for the outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.kinds.identifying import identify_effect
from assistant.kinds.interface import KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work
from assistant.kinds.reading import column_said, default_embedder, goal_in, named_beside, refusing, sides
from assistant.kinds.work import shown_estimand, work_of
from assistant.planning.plan import nothing_about, plan_from, reading_text
from assistant.prose.quantities import outcome_scale
from assistant.types import GraphProposal, Part, Plan, Reading
from tools.data import prepare
from tools.effects.comparison import Comparison, compare
from tools.errors import EstimationError
from tools.estimators.linear import cluster_codes, held_matrix
from tools.messages import Column, Columns, LevelOf, Message, Quantity, Quoted, Scale, ScaleKind
from tools.types import (
    ColumnKind,
    ColumnProfile,
    DataProfile,
    Design,
    DesignKind,
    Estimand,
    Level,
    NeedsClarification,
    Query,
)

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table

__all__ = ["COMPARISON"]


# ---------------- Which options a question compares: the words on either side of "or", "than", "versus"


_NO_OPTION = (ColumnKind.IDENTIFIER, ColumnKind.CONSTANT, ColumnKind.TEXT, ColumnKind.TIME)


@dataclass(frozen=True)
class Options:
    """What is to be compared: several columns, or two levels of one."""

    treatments: tuple[str, ...]
    levels: tuple[Level, ...]
    outcome: str
    goal: str = ""  # "lower" or "raise": what the question wants of the outcome; "": it does not say


def options_in(asked: Asked) -> Options | None:
    """The options and the outcome, or None where two options cannot be told."""
    found = _options(asked)
    return None if found is None else replace(found, goal=goal_in(asked))


def _options(asked: Asked) -> Options | None:
    readings = [r for r in asked.understanding.readings if r.outcome is not None]
    if not readings:
        return None
    embedder, profile = default_embedder(), asked.profile
    free = {c.name for c in profile.columns if c.kind not in _NO_OPTION}
    for before, after in sides(asked, "comparison"):
        levels = _levels(before, after, profile)
        if levels is not None:
            outcome = _outcome(asked, (levels[0],))
            if outcome is not None:
                return Options((levels[0],), levels[1], outcome)
        one = named_beside(before, profile, embedder, free, last=True)
        other = named_beside(after, profile, embedder, free - {one or ""}, last=False)
        if one is None or other is None:
            continue
        # The options stand beside the word; what they are to change is the other thing that is spoken of.
        outcome = _outcome(asked, (one, other))
        if outcome is not None:
            return Options((one, other), (), outcome)
    treatments = tuple(dict.fromkeys(r.treatment for r in readings if r.treatment is not None))
    best = readings[0].outcome
    rivals = [r.treatment for r in readings[:3] if r.outcome == best and r.treatment]
    if best is not None and len(dict.fromkeys(rivals)) >= 2 and len(treatments) >= 2:
        return Options(tuple(dict.fromkeys(rivals))[:2], (), best)
    return None


def _outcome(asked: Asked, options: tuple[str, ...]) -> str | None:
    """What the options are to change: named in the rest of the question, else the likeliest reading."""
    rest = asked.question
    for before, after in sides(asked, "comparison"):
        for words in (before, after):
            named = named_beside(words, asked.profile, default_embedder(), set(options), last=words == before)
            if named in options:
                rest = rest.replace(words, " ")
        break
    others = {c.name for c in asked.profile.columns if c.kind not in _NO_OPTION} - set(options)
    said = column_said(rest.strip(" ,.?!，。？"), asked.profile, others)
    weights: dict[str, float] = {}
    for reading in asked.understanding.readings:
        for name in (reading.outcome, reading.treatment):
            if name in others and name is not None:
                weights[name] = weights.get(name, 0.0) + reading.confidence
    likeliest = max(weights, key=lambda name: weights[name]) if weights else None
    return said or likeliest


def _levels(before: str, after: str, profile: DataProfile) -> tuple[str, tuple[Level, Level]] | None:
    """Two levels of one column, each named on its side word for word."""
    for column in profile.columns:
        if not 2 <= len(column.levels) <= 50:
            continue
        if column.kind not in (ColumnKind.CATEGORY, ColumnKind.BINARY):
            continue
        one, other = _level_said(before, column), _level_said(after, column)
        if one is not None and other is not None and one != other:
            return column.name, (one, other)
    return None


def _level_said(text: str, column: ColumnProfile) -> Level | None:
    folded = f" {text.casefold()} "
    for level, _ in column.levels:
        names = [str(level), *(label for value, label in column.level_labels if value == level)]
        for name in names:
            plain = name.casefold().strip()
            if (
                len(plain) >= 2
                and not plain.isdigit()
                and re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", folded)
            ):
                return level
    return None


# ---------------- The kind


SLOTS = (
    Slot("treatments", SlotKind.COLUMNS, required=False),
    Slot("treatment", SlotKind.COLUMN, required=False),
    Slot("levels", SlotKind.LEVELS, required=False),
    Slot("outcome", SlotKind.COLUMN),
    Slot("population", SlotKind.POPULATION, required=False),
)


def ask(asked: Asked) -> Plan:
    """The outcome as the reader found it, the options from the words around "or", "than" and the like."""
    about = nothing_about(asked.understanding, asked.profile)
    found = options_in(asked)
    if found is None:
        if about is not None:
            return refusing(asked, "comparison", not_answerable=about)
        likely = [r for r in asked.understanding.readings if r.treatment and r.outcome]
        question = Message("comparison-which-options")
        return refusing(
            asked,
            "comparison",
            needs_clarification=NeedsClarification(question, tuple(reading_text(r) for r in likely[:4])),
        )
    return _plan(found, asked)


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    from assistant.planning.request import Columns, check_columns, plan_request
    from tools.errors import OptionError

    treatments = tuple(slots.get("treatments") or (slots.get("treatment"),))
    levels = tuple(slots.get("levels") or ())
    if None in treatments or (len(treatments) < 2 and len(levels) < 2):
        raise OptionError(
            "comparison needs two treatments, or one treatment with two levels. Give treatments=[...] or "
            "treatment=... and levels=[...]."
        )
    query = Query(treatments[0], slots["outcome"], population=tuple(slots.get("population") or ()))
    columns = Columns(table, profile, {})
    for name in treatments:
        check_columns(replace(query, treatment=name), columns, table.columns)
    base = plan_request(query, None, columns, ())
    others = [plan_request(replace(query, treatment=name), None, columns, ()) for name in treatments[1:]]
    return _together(base, others, Options(treatments, levels, slots["outcome"]))


def _plan(found: Options, asked: Asked) -> Plan:
    plans = []
    for name in found.treatments:
        reading = Reading(name, found.outcome, 1.0)
        understanding = replace(
            asked.understanding,
            readings=(reading,),
            low=None,
            high=None,
            step=None,
            relative_step=None,
            missing=(),
        )
        plans.append(plan_from(asked.question, understanding, asked.profile, asked.table))
    return _together(plans[0], plans[1:], found)


def _together(base: Plan, others: Sequence[Plan], found: Options) -> Plan:
    """One plan: what must be held fixed for any of the treatments, and was moved by none of them."""
    assert base.query is not None and base.design is not None
    designs = [plan.design for plan in (base, *others) if plan.design is not None]
    late = {role.column for plan in (base, *others) for role in plan.roles if role.role == "after_treatment"}
    held = dict.fromkeys(name for design in designs for name in design.adjustment_set)
    covariates = tuple(name for name in held if name not in late and name not in found.treatments)
    kinds = {design.kind for design in designs}
    kind = DesignKind.RANDOMISED if kinds == {DesignKind.RANDOMISED} else DesignKind.BACKDOOR
    design = Design(kind, adjustment_set=covariates, cluster=base.design.cluster)
    levels = found.levels
    query = replace(
        base.query,
        kind="comparison",
        low=levels[0] if levels else None,
        high=levels[1] if levels else None,
    )
    return replace(
        base,
        query=query,
        design=design,
        kind="comparison",
        slots={"treatments": found.treatments, "levels": levels, "goal": found.goal},
        needs_clarification=None,
        not_answerable=None,
        other_reading=None,
    )


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    assert estimand is not None and plan.query is not None
    treatments: tuple[str, ...] = tuple(plan.slots["treatments"])
    levels = tuple(plan.slots["levels"])
    # The further treatments are coded like mediators: as numbers, in rows that have them all.
    design = replace(
        estimand.design,
        mediators=treatments[1:],
        adjustment_set=tuple(n for n in estimand.design.adjustment_set if n not in treatments),
    )
    with recorder.step("data"):
        sample = prepare(setting.table, setting.profile, estimand.query, design, setting.images)
    with recorder.step("estimate"):
        frame = sample.frame
        matrix = held_matrix(sample, sample.design.adjustment_set)
        scale = outcome_scale(setting.profile, estimand.query.outcome, sample.unit)
        if levels:
            columns = frame[[treatments[0]]].to_numpy(dtype=float)
            names, steps = [str(sample.query.high)], [sample.high - sample.low]
        else:
            columns = frame[list(treatments)].to_numpy(dtype=float)
            names, steps = list(treatments), [_step(columns[:, i]) for i in range(len(treatments))]
        if levels:
            found = _of_levels(frame, columns[:, 0], matrix, sample, scale)
        else:
            found = compare(
                outcome=frame[estimand.query.outcome].to_numpy(dtype=float),
                treatments=columns,
                covariates=matrix,
                names=names,
                steps=steps,
                scale=scale,
                clusters=cluster_codes(frame, sample.design.cluster),
            )
    return work_of(found, sample, shown_estimand(estimand, sample), setting, kind="comparison")


def _of_levels(frame: Any, taken: Any, covariates: Any, sample: Any, scale: Scale) -> Comparison:
    """Two levels of one column: each against the other, so that one effect is the difference itself."""
    indicators = np.column_stack([taken == sample.low, taken == sample.high]).astype(float)
    fit = compare(
        outcome=frame[sample.query.outcome].to_numpy(dtype=float),
        treatments=indicators[:, 1:],
        covariates=covariates,
        names=[str(sample.query.high)],
        steps=[1.0],
        scale=scale,
        clusters=cluster_codes(frame, sample.design.cluster),
    )
    ahead = fit.options[0].effect
    assert ahead.ci_95 is not None
    behind = replace(ahead, value=-ahead.value, ci_95=(-ahead.ci_95[1], -ahead.ci_95[0]))
    low, high = str(sample.query.low), str(sample.query.high)
    options = (
        replace(fit.options[0], name=low, effect=behind),
        replace(fit.options[0], name=high),
    )
    return Comparison(options, {(high, low): ahead, (low, high): behind}, fit.rows)


def _step(values: Any) -> float:
    """Yes instead of no; for a dose, from its lower to its upper quartile, so that doses can be compared."""
    if set(np.unique(values)) <= {0.0, 1.0}:
        return 1.0
    low, high = np.quantile(values, [0.25, 0.75])
    if low == high:
        raise EstimationError(Message("effects-same-dose"))
    return float(high - low)


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found, query = work.result, work.query
    assert isinstance(found, Comparison) and query.treatment is not None
    levels = bool(plan.slots["levels"])

    def named(name: str) -> Any:
        if not levels:
            return Column(name)
        column = profile[query.treatment or ""]
        level = next((level for level, _ in column.levels if str(level) == name), name)
        return LevelOf(column.name, level)

    goal = str(plan.slots.get("goal", ""))
    first, second = found.ranked(lowest_first=goal == "lower")[:2]
    lead = found.differences[first.name, second.name]
    assert lead.ci_95 is not None
    slots: dict[str, Any] = {
        "first": named(first.name),
        "second": named(second.name),
        "treatment": Column(query.treatment),
        "outcome": Column(query.outcome),
        "lead": lead,
        "goal": Quoted(goal or "none"),
        "first-effect": first.effect,
        "second-effect": second.effect,
    }
    clear = "clear" if lead.ci_95[0] > 0 or lead.ci_95[1] < 0 else "unclear"
    head = [Message(f"comparison-{'levels' if levels else 'columns'}-{clear}", slots)]
    if not levels:
        head += [
            Message(
                "comparison-option",
                {
                    "option": named(option.name),
                    "effect": option.effect,
                    "step": Quantity(option.step),
                    "outcome": Column(query.outcome),
                    "kind": Quoted("yes-no" if profile[option.name].kind is ColumnKind.BINARY else "dose"),
                },
            )
            for option in found.options
        ]
    if found.cells:
        names = [option.name for option in found.options]
        table = tuple(
            Message(
                "comparison-cell",
                {
                    "first": LevelOf(names[0], int(cell.first)),
                    "second": LevelOf(names[1], int(cell.second)),
                    "first-column": Column(names[0]),
                    "second-column": Column(names[1]),
                    "mean": cell.mean,
                    "rows": Quantity(cell.rows, scale=Scale(ScaleKind.COUNT)),
                },
            )
            for cell in found.cells
        )
        head.append(Message("comparison-table", {"cells": table, "outcome": Column(query.outcome)}))
    assert work.design is not None
    kind = str(work.design.kind)
    return {
        Part.HEADLINE: tuple(head),
        Part.WHY: (_why(work.design),),
        Part.CAVEAT: (Message(f"comparison-caveat-{kind}", slots),),
        Part.CHANGE: (Message("comparison-change", slots),),
    }


def _why(design: Design) -> Message:
    if not design.adjustment_set:
        return Message("comparison-why-alone")
    return Message("comparison-why", {"covariates": Columns(design.adjustment_set)})


COMPARISON = QuestionKind(
    name="comparison",
    needs=frozenset({Need.TABLE, Need.GRAPH}),
    slots=SLOTS,
    designs=frozenset({DesignKind.BACKDOOR, DesignKind.RANDOMISED}),
    ask=ask,
    plan=plan,
    identify=identify_effect,
    estimate=estimate,
    say=say,
    result_schema={
        "options": {"type": "array", "items": {"type": "object"}},
        "table": {"type": "array", "items": {"type": "object"}},
    },
    result_values=lambda result: {
        "options": [{"name": option.name, "step": option.step} for option in result.options],
        "table": [
            {"first": cell.first, "second": cell.second, "rows": cell.rows, "mean": cell.mean.value}
            for cell in result.cells
        ],
    },
)
KINDS.register("comparison")(COMPARISON)

"""What drives an outcome, of all the columns: what can be moved, what cannot, and what merely predicts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from assistant.designs.study import Study
from assistant.designs.text import name_words
from assistant.kinds.interface import KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work
from assistant.kinds.reading import plan_of, refusing
from assistant.language import language, languages
from assistant.planning.copies import find_copies
from assistant.planning.design import make_study
from assistant.planning.offline import with_prose
from assistant.planning.plan import unreadable
from assistant.planning.timing import Placed, place_columns, timing_grammar
from assistant.prose.quantities import outcome_scale
from assistant.reader.reader import shipped_reader
from assistant.types import GraphProposal, Part, Plan, Reading, RoleKind
from tools.data import prepare
from tools.effects.drivers import Driver, Drivers, Slope, jointly, permutation_importance, slope
from tools.errors import DataError, EstimationError
from tools.estimators.linear import cluster_codes, held_matrix
from tools.graphs import ancestors
from tools.identification.criteria import disjunctive_cause_set
from tools.messages import Column, Columns, LevelOf, Message, Quantity, Scale, ScaleKind
from tools.types import (
    ColumnKind,
    ColumnProfile,
    Condition,
    DataProfile,
    Design,
    DesignKind,
    Estimand,
    NeedsClarification,
    Query,
    Timing,
)

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table

__all__ = ["DRIVERS"]

NAME = "drivers"
SLOTS = (
    Slot("outcome", SlotKind.COLUMN),
    Slot("population", SlotKind.POPULATION, required=False),
)
_NO_DRIVER = (ColumnKind.IDENTIFIER, ColumnKind.CONSTANT, ColumnKind.TEXT, ColumnKind.TIME)
_MOST_LEVELS = 10
_MOST_COLUMNS = 40
_MOST_PLANNED = 8
_TOLD = 5  # drivers told one by one
_SURE, _AHEAD = 0.3, 1.5  # the reader's chance of the outcome, and how far ahead of the next


# ---------------- The outcome that is asked about


def ask(asked: Asked) -> Plan:
    """The outcome by the learned reader's chances, or by what all readings of the question share."""
    chances = _outcomes(asked)
    ranked = sorted(chances.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < _SURE:
        return replace(unreadable(replace(asked.understanding, missing=()), asked.profile), kind=NAME)
    if len(ranked) > 1 and ranked[0][1] < _AHEAD * ranked[1][1]:
        question = NeedsClarification(Message("drivers-which-outcome"), tuple(name for name, _ in ranked[:4]))
        return refusing(asked, NAME, needs_clarification=question)
    query = Query(None, ranked[0][0], population=asked.understanding.population, kind=NAME)
    about = (Reading(None, ranked[0][0], min(ranked[0][1], 1.0)),)
    return plan_of(query, asked.profile, asked, confidence=about[0].confidence, alternatives=about)


def _outcomes(asked: Asked) -> dict[str, float]:
    reader = shipped_reader()
    if reader is not None:
        found = reader.find_columns(asked.question, with_prose(asked.profile))
        return {name: found.chance("y", name) for name in found.columns_of("y", 0.1)}
    total: dict[str, float] = {}
    for reading in asked.understanding.readings:
        if reading.outcome is not None:
            total[reading.outcome] = total.get(reading.outcome, 0.0) + reading.confidence
    whole = sum(total.values()) or 1.0
    return {name: weight / whole for name, weight in total.items()}


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    from assistant.planning.request import Columns as Request
    from assistant.planning.request import check_columns

    query = Query(None, slots["outcome"], population=tuple(slots.get("population") or ()), kind=NAME)
    check_columns(query, Request(table, profile, {}), table.columns)
    return plan_of(query, profile)


# ---------------- Which columns may drive it, and what each has to be compared within


@dataclass(frozen=True)
class Candidate:
    """A column that may drive the outcome, and the sets that may have to be held fixed for it."""

    column: ColumnProfile
    held: tuple[str, ...]
    otherwise: tuple[tuple[str, ...], ...]  # under the other orders of events that nobody excludes
    movable: bool
    placed: bool


# When a column was settled: who people are; before; nobody says; after something that was done.
_FIXED, _BEFORE, _UNKNOWN, _AFTER = range(4)


def _tier(study: Study, name: str, place: Placed) -> int:
    if timing_grammar().words["fixed"].search(study.text(name)):
        return _FIXED
    return {Timing.BEFORE: _BEFORE, Timing.AT: _BEFORE, Timing.AFTER: _AFTER}.get(place.timing, _UNKNOWN)


def _movable(study: Study, name: str) -> bool:
    if timing_grammar().words["fixed"].search(study.text(name)):
        return False
    # What the column is stands first: "income a year after" is no year.
    about = f"{name_words(name)} : {' '.join(study.described(name).split()[:3])}"
    patterns = (language(code).cues(NAME).get("unmovable") for code in languages())
    return not any(pattern and re.search(pattern, about, re.IGNORECASE) for pattern in patterns)


def candidates(outcome: str, setting: Setting) -> tuple[tuple[Candidate, ...], dict[str, str]]:
    """The columns that are compared, and why the others are not."""
    profile = setting.profile
    study = make_study("", Reading(None, outcome, 1.0), profile, setting.table)
    places, copies = place_columns(study), find_copies(study)
    left_out: dict[str, str] = {}
    tiers: dict[str, int] = {}
    for column in profile.columns:
        name = column.name
        if name == outcome:
            continue
        if column.kind is ColumnKind.IDENTIFIER or column.kind is ColumnKind.CONSTANT:
            continue
        if column.kind in _NO_DRIVER or (
            column.kind is ColumnKind.CATEGORY and not 2 <= column.distinct <= _MOST_LEVELS
        ):
            left_out[name] = "unusable"
        elif name in copies:
            left_out[name] = "copy"
        elif places[name].outcome_like:
            left_out[name] = "consequence"
        else:
            tiers[name] = _tier(study, name, places[name])
    if setting.user_graph is not None:
        return _by_graph(outcome, setting, tiers, study, left_out), left_out
    found, planned = [], 0
    for name in list(tiers)[:_MOST_COLUMNS]:
        tier = tiers[name]
        switch = profile[name].kind in (ColumnKind.BINARY, ColumnKind.CATEGORY)
        randomised = None
        if switch and tier >= _UNKNOWN and planned < _MOST_PLANNED:
            planned += 1
            randomised = _if_randomised(name, outcome, setting)
        sets = (randomised,) if randomised is not None else _sets(name, tiers)
        placed = tier <= _BEFORE or randomised is not None
        found.append(Candidate(profile[name], sets[0], tuple(sets[1:]), _movable(study, name), placed=placed))
    return tuple(found), left_out


def _sets(name: str, tiers: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """What to hold fixed: what may have been settled earlier; first as is likeliest, then otherwise."""
    tier = tiers[name]

    def those(*wanted: int) -> tuple[str, ...]:
        return tuple(other for other, t in tiers.items() if other != name and t in wanted)

    match tier:
        case 0:
            return (those(_FIXED),)  # nothing in the table makes people older
        case 1:
            return those(_FIXED, _BEFORE), those(_FIXED)
        case 2:
            return those(_FIXED, _BEFORE, _UNKNOWN), those(_FIXED, _BEFORE)
    # Of what came late, one may be a step of the other.
    return (
        those(_FIXED, _BEFORE, _UNKNOWN),
        those(_FIXED, _BEFORE),
        those(_FIXED, _BEFORE, _UNKNOWN, _AFTER),
    )


def _if_randomised(name: str, outcome: str, setting: Setting) -> tuple[str, ...] | None:
    """What to hold fixed of a column that is said to be assigned at random; None where it is not."""
    from assistant.planning.request import Columns as Request
    from assistant.planning.request import plan_request

    made = plan_request(Query(name, outcome), None, Request(setting.table, setting.profile, {}), ())
    assert made.design is not None
    if made.design.kind is not DesignKind.RANDOMISED:
        return None
    late = {role.column for role in made.roles if role.role is RoleKind.AFTER_TREATMENT}
    return tuple(other for other in made.design.adjustment_set if other not in late)


def _by_graph(
    outcome: str, setting: Setting, tiers: Mapping[str, int], study: Study, left_out: dict[str, str]
) -> tuple[Candidate, ...]:
    """The person's own graph: the causes of the outcome in it, each with its common causes."""
    graph = setting.user_graph
    assert graph is not None
    above = ancestors(graph, outcome) if outcome in graph.nodes else set()
    found = []
    for name in tiers:
        if name not in above:
            left_out[name] = "consequence"
            continue
        held = disjunctive_cause_set(graph, name, outcome, setting.profile.names)
        order = tuple(other for other in setting.profile.names if other in held)
        found.append(Candidate(setting.profile[name], order, (), _movable(study, name), placed=True))
    return tuple(found)


# ---------------- The figures


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    query = plan.query
    assert query is not None
    with recorder.step("data"):
        wanted, left_out = candidates(query.outcome, setting)
    with recorder.step("estimate"):
        scale = outcome_scale(setting.profile, query.outcome, setting.profile[query.outcome].unit)
        slopes: list[tuple[Candidate, str | None, Slope, bool]] = []
        contrasts = 0
        for candidate in wanted:
            made = _slopes(candidate, query, setting)
            contrasts += len(made)
            if not made:
                left_out[candidate.column.name] = "unusable"
                continue
            # Of several levels the one that stands out most; all of them count in the correction.
            slopes.append(max(made, key=lambda item: abs(item[2].value) / max(item[2].std_error, 1e-300)))
        if not slopes:
            raise EstimationError(Message("drivers-none", {"outcome": Column(query.outcome)}))
        ranked = sorted(
            (_driver(*item, contrasts, scale) for item in slopes),
            key=lambda driver: (not driver.clear, -abs(driver.effect.value)),
        )
        found = Drivers(
            tuple(ranked),
            left_out,
            _predictors(query, left_out, wanted, setting),
            max(item[2].rows for item in slopes),
        )
    return Work(
        result=found,
        query=query,
        design=Design(DesignKind.NONE),
        rows_total=setting.profile.rows,
        unit=setting.profile[query.outcome].unit,
        warnings=setting.profile.warnings,
    )


def _slopes(
    candidate: Candidate, query: Query, setting: Setting
) -> list[tuple[Candidate, str | None, Slope, bool]]:
    """The effect of the column, or of each of its levels instead of the others."""
    column = candidate.column
    several = column.kind is ColumnKind.CATEGORY and column.distinct > 2
    found = []
    for level in [level for level, _ in column.levels] if several else [None]:
        asked = replace(query, treatment=column.name, high=level, kind="average_effect")
        first = _slope(asked, candidate.held, setting)
        if first is None:
            continue
        others = (_slope(asked, held, setting) for held in candidate.otherwise)
        steady = not any(other is not None and first.differs(other) for other in others)
        found.append((candidate, None if level is None else str(level), first, steady))
    return found


def _slope(query: Query, held: Sequence[str], setting: Setting) -> Slope | None:
    design = Design(DesignKind.BACKDOOR, adjustment_set=tuple(held))
    try:
        sample = prepare(setting.table, setting.profile, query, design, setting.images)
        frame = sample.frame
        return slope(
            outcome=frame[query.outcome].to_numpy(dtype=float),
            column=frame[query.treatment].to_numpy(dtype=float),
            covariates=held_matrix(sample, sample.design.adjustment_set),
            clusters=cluster_codes(frame, sample.design.cluster),
        )
    except (EstimationError, DataError):
        return None  # these rows cannot tell this column's effect: it is named among those left out


def _driver(
    candidate: Candidate, level: str | None, found: Slope, steady: bool, contrasts: int, scale: Scale
) -> Driver:
    return Driver(
        candidate.column.name,
        level,
        jointly(found, found.step, contrasts, scale),
        jointly(found, found.deviation, contrasts, scale),
        found.step,
        candidate.held,
        candidate.movable,
        candidate.placed,
        steady,
    )


def _predictors(
    query: Query, left_out: Mapping[str, str], wanted: Sequence[Candidate], setting: Setting
) -> tuple[tuple[str, float], ...]:
    """What predicts the outcome best, whatever came first: also what was left out of the causes."""
    names = [c.column.name for c in wanted]
    names += [name for name, why in left_out.items() if why != "unusable" and name not in names]
    conditions: tuple[Condition, ...] = query.population
    from tools.data.prepare import complete_rows

    rows = complete_rows(setting.table, setting.profile, (query.outcome,), conditions).frame.index
    frame = setting.table.frame([query.outcome, *names])
    frame = frame[frame[query.outcome].notna()] if not conditions else frame
    if conditions or len(frame) < len(rows):
        return ()  # of a part of the rows it would say something else
    coded = [
        frame[name].astype(float)
        if pd.api.types.is_numeric_dtype(frame[name])
        else pd.Series(pd.factorize(frame[name])[0], dtype=float)
        for name in names
    ]
    outcome = frame[query.outcome]
    numbers = (
        outcome.astype(float)
        if pd.api.types.is_numeric_dtype(outcome)
        else pd.factorize(outcome, sort=True)[0]
    )
    return permutation_importance(
        outcome=np.asarray(numbers, dtype=float),
        columns=np.column_stack([np.asarray(values, dtype=float) for values in coded]),
        names=names,
        seed=setting.seed,
    )


# ---------------- The words


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found, query = work.result, work.query
    assert isinstance(found, Drivers)
    outcome = {"outcome": Column(query.outcome)}
    levers = [driver for driver in found.movable if driver.clear]
    fixed = [driver for driver in found.fixed if driver.clear]
    unclear = tuple(driver.name for driver in found.ranked if not driver.clear)
    head = []
    if levers:
        named = {"drivers": Columns(tuple(driver.name for driver in levers), _TOLD)}
        head.append(Message("drivers-first", {**outcome, **named}))
        head += [_one(driver, profile, query.outcome) for driver in levers[:_TOLD]]
    else:
        head.append(Message("drivers-no-lever", outcome))
    doubtful = tuple(driver.name for driver in (*levers, *fixed) if not driver.placed)
    if doubtful:
        head.append(Message("drivers-unplaced", {**outcome, "columns": Columns(doubtful)}))
    shaky = tuple(driver.name for driver in (*levers, *fixed) if not driver.steady)
    if shaky:
        head.append(Message("drivers-shaky", {"columns": Columns(shaky)}))
    why = []
    if fixed:
        why.append(Message("drivers-fixed", outcome))
        why += [_one(driver, profile, query.outcome) for driver in fixed[:_TOLD]]
    if unclear:
        why.append(Message("drivers-unclear", {**outcome, "columns": Columns(unclear)}))
    why.append(Message("drivers-how", outcome))
    for reason in ("copy", "consequence", "unusable"):
        names = tuple(name for name, why_not in found.left_out.items() if why_not == reason)
        if names:
            why.append(Message(f"drivers-left-out-{reason}", {**outcome, "columns": Columns(names)}))
    why += _predicting(found, query.outcome)
    return {
        Part.HEADLINE: tuple(head),
        Part.WHY: tuple(why),
        Part.CAVEAT: (Message("drivers-caveat", outcome),),
        Part.CHANGE: (Message("drivers-change", outcome),),
    }


def _one(driver: Driver, profile: DataProfile, outcome: str) -> Message:
    column = profile[driver.name]
    slots: dict[str, Any] = {
        "driver": Column(driver.name),
        "outcome": Column(outcome),
        "effect": driver.effect,
        "step": Quantity(driver.step, scale=Scale(ScaleKind.TREATMENT, column.unit)),
        "deviation": driver.per_deviation,
    }
    if driver.level is not None:
        level = next((level for level, _ in column.levels if str(level) == driver.level), driver.level)
        return Message("drivers-level", {**slots, "level": LevelOf(driver.name, level)})
    if column.distinct == 2:
        return Message("drivers-switch", slots)
    return Message("drivers-dose", slots)


def _predicting(found: Drivers, outcome: str) -> list[Message]:
    """What predicts best, and why that is another list."""
    if not found.predictors:
        return []
    best = tuple(name for name, _ in found.predictors[:3])
    said = [Message("drivers-predictors", {"outcome": Column(outcome), "columns": Columns(best)})]
    causes = {driver.name for driver in found.ranked if driver.clear}
    only = tuple(name for name in best if name not in causes)
    if only:
        said.append(Message("drivers-only-predict", {"outcome": Column(outcome), "columns": Columns(only)}))
    return said


DRIVERS = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE}),
    slots=SLOTS,
    designs=frozenset({DesignKind.NONE}),
    ask=ask,
    plan=plan,
    identify=lambda plan, proposal, setting: None,
    estimate=estimate,
    say=say,
    result_schema={
        "drivers": {"type": "array", "items": {"type": "object"}},
        "left_out": {"type": "object", "additionalProperties": {"type": "string"}},
        "predictors": {"type": "array", "items": {"type": "object"}},
    },
    result_values=lambda result: {
        "drivers": [
            {
                "name": driver.name,
                "level": driver.level,
                "step": driver.step,
                "effect": driver.effect.value,
                "ci_95": list(driver.effect.ci_95 or ()),
                "held": list(driver.held),
                "movable": driver.movable,
                "placed": driver.placed,
                "steady": driver.steady,
            }
            for driver in result.ranked
        ],
        "left_out": dict(result.left_out),
        "predictors": [{"name": name, "importance": value} for name, value in result.predictors],
    },
)
KINDS.register(NAME)(DRIVERS)

"""What would have happened to one row, had one thing been otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.answers.hinges import of_unknown_timing
from assistant.kinds.cases import (
    Row,
    consequences,
    found_rows,
    key_of,
    matches,
    names_of_rows,
    negated,
    said_in,
)
from assistant.kinds.identifying import identify_effect
from assistant.kinds.interface import KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work
from assistant.kinds.unit_counterfactual.figure import draw_unit
from assistant.language import wording
from assistant.planning.plan import ASK_BELOW, close_readings, contrast_question, outside_question, plan_from
from assistant.planning.reading.contrast import levels_named
from assistant.prose.quantities import is_share, outcome_scale
from assistant.types import GraphProposal, Part, Plan, Reading, RoleKind
from tools.data import prepare
from tools.data.levels import order_levels
from tools.effects.unit_counterfactual import (
    UnitChance,
    UnitNumber,
    counterfactual_chance,
    counterfactual_number,
)
from tools.errors import EstimationError
from tools.estimators.linear import cluster_codes, held_matrix
from tools.estimators.weighting import is_zero_one
from tools.identification.estimand import restated
from tools.messages import Column, Columns, LevelOf, Message, Quantity, Quoted, Scale, ScaleKind, counted
from tools.types import (
    ColumnKind,
    ColumnProfile,
    DataProfile,
    Design,
    DesignKind,
    Estimand,
    EstimandKind,
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

__all__ = ["UNIT_COUNTERFACTUAL"]

NAME = "unit_counterfactual"
SLOTS = (
    Slot("treatment", SlotKind.COLUMN),
    Slot("outcome", SlotKind.COLUMN),
    Slot("row", SlotKind.LEVEL),  # what the row is called
    Slot("key", SlotKind.COLUMN, required=False),  # by which column; without one that which tells rows apart
    Slot("to", SlotKind.LEVEL, required=False),  # of the treatment; without one the other of two
)
NUMBERS = (ColumnKind.NUMBER, ColumnKind.COUNT)
_MOST_CHOICES = 5


# ---------------- What the question says


def ask(asked: Asked) -> Plan:
    """The effect, the row, and the level that the row did not have."""
    read = asked.understanding
    last = asked.last.query if asked.last is not None else None
    sure = bool(read.readings) and read.readings[0].confidence >= ASK_BELOW and not read.missing
    if not sure and last is not None and last.treatment is not None:
        read = replace(read, readings=(Reading(last.treatment, last.outcome, 1.0),), missing=())
    if not read.readings or read.readings[0].outcome is None or read.readings[0].treatment is None:
        return replace(plan_from(asked.question, read, asked.profile, asked.table), kind=NAME)
    # Whom the question is about is one row, and what is learned from is everybody.
    whole = replace(read, population=(), not_filtered=(), low=None, high=None, step=None, relative_step=None)
    plan = plan_from(asked.question, whole, asked.profile, asked.table)
    if plan.query is None or plan.query.treatment is None:
        return replace(plan, kind=NAME)
    plan = _of_kind(plan)
    if plan.needs_clarification is not None or plan.not_answerable is not None:
        return replace(plan, needs_clarification=close_readings(read) or plan.needs_clarification)
    assert plan.query is not None
    row = found_rows(asked, {str(plan.query.treatment), plan.query.outcome})
    several = _several(asked, plan)
    if several is not None:
        return replace(plan, not_answerable=several)
    if row is None or len(row.places) != 1:
        return _which_row(plan, row, asked)
    return _of_row(plan, row, asked.profile, asked.table, asked)


def _of_kind(plan: Plan) -> Plan:
    assert plan.query is not None
    query = replace(plan.query, kind=NAME, estimand=EstimandKind.ATE, population=(), low=None, high=None)
    return replace(plan, query=query, kind=NAME, slots={}, warnings=())


def _several(asked: Asked, plan: Plan) -> NotAnswerable | None:
    """Several rows by several names: each is a question of its own."""
    row = found_rows(asked, {str(plan.query.treatment), plan.query.outcome} if plan.query else set())
    if row is None or not row.number:
        return None
    after = asked.question[asked.question.find(row.said) + len(row.said) :]
    more = re.match(r"\s*(?:,|and|or|und|oder|和|、|与)\s*#?(\d[\w-]*)", after)
    if more is None or row.key == "":
        return None
    return NotAnswerable(
        Message("unit-one-at-a-time"), (Message("unit-help-one", {"row": Quoted(row.said)}),)
    )


def _which_row(plan: Plan, row: Row | None, asked: Asked) -> Plan:
    """None or several: the row is asked for, or it is said that there is none."""
    keys = names_of_rows(asked.profile)
    help = Message("unit-help-key", {"key": Column(keys[0])}) if keys else Message("unit-help-number")
    if row is None:
        return replace(
            plan, needs_clarification=NeedsClarification(Message("unit-which-row", {"help": help}), ())
        )
    if not row.places:
        if not row.said:
            reason = Message("unit-none-like", {"help": help})
        elif row.key:
            reason = Message("unit-no-row", {"said": Quoted(row.said), "key": Column(row.key)})
        else:
            reason = Message(
                "unit-no-number", {"said": Quoted(row.said), "rows": counted(asked.profile.rows)}
            )
        return replace(plan, not_answerable=NotAnswerable(reason, (help,)))
    slots: dict[str, Any] = {"said": Quoted(row.said), "rows": counted(len(row.places)), "help": help}
    question = Message("unit-several-rows" if row.said else "unit-several-like", slots)
    return replace(plan, needs_clarification=NeedsClarification(question, _choices(row, asked, keys)))


def _choices(row: Row, asked: Asked, keys: list[str]) -> tuple[str, ...]:
    """The question again, for each of the rows that it may mean, by a name that only one row has."""
    words = wording(asked.understanding.language, asked.profile)
    if row.key in keys or not keys:
        names = [words.say(Message("unit-row-number", {"n": counted(place + 1)})) for place in row.places]
        full = asked.table.frame([row.key])[row.key] if row.key else None
        if full is not None and row.said and full.iloc[list(row.places)].nunique() == len(row.places):
            names = [str(full.iloc[place]) for place in row.places]
    else:
        cells = asked.table.frame([keys[0]])[keys[0]]
        names = [f"{keys[0].replace('_', ' ')} {cells.iloc[place]}" for place in row.places]
    shown = names[:_MOST_CHOICES]
    if row.said and row.said.lower() in asked.question.lower():
        place = asked.question.lower().find(row.said.lower())
        head, tail = asked.question[:place], asked.question[place + len(row.said) :]
        return tuple(f"{head}{name}{tail}" for name in shown)
    return tuple(f"{asked.question.rstrip('?？ ')} ({name})?" for name in shown)


def _of_row(
    plan: Plan, row: Row, profile: DataProfile, table: Table, asked: Asked | None, to: Any = None
) -> Plan:
    """The plan with the row and both levels, or what is still missing."""
    query = plan.query
    assert query is not None and query.treatment is not None
    place, treatment = row.places[0], profile[query.treatment]
    cells = table.frame([query.treatment, query.outcome]).iloc[place]
    lacking = next((name for name in (query.outcome, query.treatment) if _is_missing(cells[name])), None)
    slots: dict[str, Any] = {
        "row": place,
        "key": row.key,
        "said": row.said or str(place + 1),
        "already": False,
    }
    plan = replace(plan, slots=slots)
    if lacking is not None:
        reason = Message("unit-no-cell", {"said": Quoted(slots["said"]), "column": Column(lacking)})
        return replace(plan, not_answerable=NotAnswerable(reason))
    own = _level_of(cells[query.treatment], treatment)
    if to is None and asked is not None:
        to = _level_asked(asked, treatment, own, row)
    already = False
    if to is None and treatment.distinct == 2:
        to = next(level for level, _ in treatment.levels if level != own)
    elif to is not None and to == own and treatment.distinct == 2:
        already = True
        to = next(level for level, _ in treatment.levels if level != own)
    query = replace(query, low=own, high=to)
    plan = replace(plan, query=query, slots={**slots, "already": already})
    if to is None:
        back = contrast_question(replace(query, high=None), profile, plan.language)
        if back is None:
            back = NeedsClarification(Message("unit-which-level", {"treatment": Column(treatment.name)}), ())
        return replace(plan, needs_clarification=back)
    if to == own:
        same: dict[str, Any] = {
            "said": Quoted(slots["said"]),
            "treatment": Column(treatment.name),
            "own": LevelOf(treatment.name, own),
        }
        return replace(plan, not_answerable=NotAnswerable(Message("unit-same-level", same)))
    return plan


def _is_missing(cell: Any) -> bool:
    return cell is None or cell != cell or cell == ""


def _level_of(cell: Any, column: ColumnProfile) -> Level:
    """A cell as the profile writes it."""
    plain = cell.item() if hasattr(cell, "item") else cell
    for level, _ in column.levels:
        if level == plain or (isinstance(level, str) and str(plain).strip() == level):
            return level
    return plain  # type: ignore[no-any-return]


def _level_asked(asked: Asked, treatment: ColumnProfile, own: Level, row: Row) -> Level | None:
    """The level that the question puts in the place of the row's own; None where it names none."""
    read, code, text = asked.understanding, asked.understanding.language, asked.question
    clauses = [match["c"] for match in matches(text, code, "clause")]
    clauses = [clause for clause in clauses if clause.strip()]
    if treatment.kind in NUMBERS and treatment.distinct > 2:
        return _number_asked(asked, treatment, own, row, clauses or [text])
    for clause in [*clauses, text]:
        named = [level for level in levels_named(clause, treatment) if level != own]
        if named:
            return named[0]
    if treatment.distinct != 2:
        known = {level for level, _ in treatment.levels}
        return next((level for level in (read.high, read.low) if level in known and level != own), None)
    levels = [level for level, _ in treatment.levels]
    low, high, _ = order_levels(levels[0], levels[1], treatment.level_labels)
    for clause in clauses:
        spoken = negated(clause, treatment, code)
        if spoken is None:
            continue
        return low if spoken or said_in(clause, code, "negated") else high
    return None


def _number_asked(
    asked: Asked, column: ColumnProfile, own: Level, row: Row, clauses: list[str]
) -> Level | None:
    read, code = asked.understanding, asked.understanding.language
    names_row = row.number.replace(".", "", 1)
    ends = [
        end for end in (read.high, read.low) if isinstance(end, int | float) and not isinstance(end, bool)
    ]
    ends = [end for end in ends if f"{end:.15g}" != names_row and end != own]
    if ends:
        return ends[0]
    if isinstance(own, int | float):
        if read.step is not None and f"{abs(read.step):.15g}" != names_row:
            return float(own) + read.step
        if read.relative_step is not None:
            return float(own) * (1 + read.relative_step)
    for clause in clauses:
        # "Had attended 20 lessons": a figure beside the treatment's own words.
        figures = [f for f in re.findall(r"(?<![\w.-])\d+(?:\.\d+)?(?!\w)", clause) if f != names_row]
        if figures and negated(clause, column, code) is not None:
            return float(figures[0])
        if said_in(clause, code, "usual"):
            return column.median
        if said_in(clause, code, "most"):
            return column.maximum
        if said_in(clause, code, "least"):
            return 0.0 if column.minimum is not None and column.minimum >= 0 else column.minimum
    return None


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    from assistant.planning.request import Columns as Request
    from assistant.planning.request import check_columns, plan_request
    from tools.errors import DataError

    query = Query(slots["treatment"], slots["outcome"])
    columns = Request(table, profile, {})
    check_columns(query, columns, table.columns)
    key = slots.get("key")
    if key is not None and key not in profile:
        raise DataError(f"Column {key!r} is not in {profile.source}. Check the spelling of key=.")
    row = key_of(slots["row"], key, profile, table)
    if len(row.places) != 1:
        where = f"column {row.key!r}" if row.key else f"the {profile.rows} rows"
        raise DataError(
            f"row={slots['row']!r} is {len(row.places)} times in {where}. Name one row; key= says by which "
            "column."
        )
    return _of_row(
        _of_kind(plan_request(query, None, columns, ())), row, profile, table, None, slots.get("to")
    )


def missing(plan: Plan, profile: DataProfile) -> NeedsClarification | NotAnswerable | None:
    if plan.query is None or plan.query.high is None:
        return None
    return outside_question(replace(plan.query, low=plan.query.high), profile)


# ---------------- The figures


@dataclass(frozen=True)
class UnitWork(Work):
    """One row's answer, and the same without the columns of which nobody says when they were measured."""

    unknown: tuple[str, ...] = ()
    without: Quantity | None = None
    event: Level | None = None  # the outcome's level that counts as yes


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    assert estimand is not None and plan.query is not None
    query = replace(estimand.query, low=plan.query.low, high=plan.query.high)
    # What was there before makes rows alike, where chance decided the treatment too.
    earlier = [role.column for role in plan.roles if role.role is RoleKind.CONFOUNDER]
    held = dict.fromkeys((*estimand.design.adjustment_set, *earlier))
    # What follows from the outcome, by its own description, is no cause of it.
    taken = {
        query.treatment,
        query.outcome,
        *consequences(setting.profile, {str(query.treatment), query.outcome}),
    }
    design = replace(estimand.design, adjustment_set=tuple(name for name in held if name not in taken))
    with recorder.step("data"):
        sample = prepare(setting.table, setting.profile, query, design, setting.images)
    by_chance = design.kind is DesignKind.RANDOMISED and not estimand.design.adjustment_set
    with recorder.step("estimate"):
        found = _of_sample(sample, plan, setting, by_chance)
        unknown = of_unknown_timing(plan, design)
        without = _without(found, unknown, query, design, plan, setting, by_chance) if unknown else None
    return UnitWork(
        result=found,
        query=replace(sample.query, kind=NAME, low=plan.query.low, high=plan.query.high),
        design=sample.design,
        estimand=restated(estimand, sample.query, sample.design),
        rows_total=sample.rows_total,
        dropped=sample.dropped,
        unit=sample.unit,
        warnings=(*estimand.notes, *sample.warnings, *setting.profile.warnings),
        unknown=unknown,
        without=without,
        event=_event(setting.profile[query.outcome]) if isinstance(found, UnitChance) else None,
    )


def _event(outcome: ColumnProfile) -> Level:
    levels = [level for level, _ in outcome.levels]
    return order_levels(levels[0], levels[1], outcome.level_labels)[1]


def _of_sample(sample: Sample, plan: Plan, setting: Setting, by_chance: bool) -> UnitNumber | UnitChance:
    frame, query = sample.frame, sample.query
    place = int(plan.slots["row"])
    if place not in sample.places:
        raise EstimationError(Message("unit-row-dropped", {"said": Quoted(str(plan.slots["said"]))}))
    row = sample.places.index(place)
    outcome = frame[query.outcome].to_numpy(dtype=float)
    treatment = frame[str(query.treatment)].to_numpy(dtype=float)
    to = 1 - treatment[row] if sample.binary_treatment else float(sample.high)
    matrix = held_matrix(sample, sample.design.adjustment_set)
    clusters = cluster_codes(frame, sample.design.cluster)
    shared: dict[str, Any] = {
        "outcome": outcome,
        "treatment": treatment,
        "covariates": matrix,
        "row": row,
        "to": to,
    }
    shared |= {"by_chance": by_chance, "clusters": clusters}
    if is_zero_one(outcome) and is_share(setting.profile, query.outcome):
        return counterfactual_chance(**shared)
    scale = outcome_scale(setting.profile, query.outcome, sample.unit)
    least = setting.profile[query.outcome].minimum
    floor = 0.0 if least is not None and least >= 0 else None
    return counterfactual_number(**shared, scale=scale, floor=floor)


def _without(
    found: UnitNumber | UnitChance,
    unknown: tuple[str, ...],
    query: Query,
    design: Design,
    plan: Plan,
    setting: Setting,
    by_chance: bool,
) -> Quantity | None:
    """The same without the columns in doubt, where it says something else."""
    kept = tuple(name for name in design.adjustment_set if name not in unknown)
    try:
        sample = prepare(
            setting.table, setting.profile, query, replace(design, adjustment_set=kept), setting.images
        )
        other = _of_sample(sample, plan, setting, by_chance)
    except EstimationError:
        return None
    one, two = _main(found), _main(other)
    moved = abs(one.value - two.value) > (one.std_error or 0.0)
    return two if moved or found.verdict != other.verdict else None


def _main(found: UnitNumber | UnitChance) -> Quantity:
    return found.counterfactual if isinstance(found, UnitNumber) else found.between


# ---------------- The words


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found, query, design = work.result, work.query, work.design
    assert isinstance(work, UnitWork) and design is not None and query.treatment is not None
    assert query.low is not None and query.high is not None
    slots: dict[str, Any] = {
        "who": _who(plan, profile),
        "treatment": Column(query.treatment),
        "outcome": Column(query.outcome),
        "own": _level(profile, query.treatment, query.low),
        "to": _level(profile, query.treatment, query.high),
        "covariates": Columns(design.adjustment_set, 12),
    }
    head: list[Message] = []
    if plan.slots.get("already"):
        head.append(Message("unit-already", slots))
    why: list[Message] = []
    if isinstance(found, UnitNumber):
        numbers = {"would": found.counterfactual, "fact": found.fact, "change": found.effect}
        numbers |= {"likes": found.likes, "average": found.average, "above": found.own}
        slots |= numbers
        head.append(Message(f"unit-number-{found.verdict}", slots))
        why.append(Message("unit-carried", slots))
        why.append(Message("unit-likes", slots))
        if found.spread is not None:
            times = Quantity(found.spread, scale=Scale(ScaleKind.RATIO), decimals=1)
            why.append(Message("unit-spread", {**slots, "times": times}))
    else:
        assert isinstance(found, UnitChance) and work.event is not None
        levels = [level for level, _ in profile[query.outcome].levels]
        other = next((level for level in levels if level != work.event), work.event)
        slots |= {
            "event": LevelOf(query.outcome, work.event),
            "was": LevelOf(query.outcome, work.event if found.had else other),
            "lowest": found.lowest,
            "highest": found.highest,
            "between": found.between,
            "point": found.point,
            "kept": found.as_it_was,
            "otherwise": found.otherwise,
        }
        head.append(Message(f"unit-chance-{found.verdict}", slots))
        why.append(Message("unit-point", slots))
        why.append(Message("unit-bounds", slots))
    if work.without is not None:
        about: dict[str, Any] = {**slots, "columns": Columns(work.unknown, 5), "without": work.without}
        head.append(Message("unit-hinges", about))
        head.append(Message("prose-hinge-question", about))
    why.append(Message("unit-held" if design.adjustment_set else "unit-held-nothing", slots))
    caveat = [Message("unit-assumes" if isinstance(found, UnitNumber) else "unit-assumes-chance", slots)]
    if found.unlike:
        caveat.append(Message("unit-unlike", slots))
    caveat.append(Message(f"unit-caveat-{design.kind}", slots))
    return {
        Part.HEADLINE: tuple(head),
        Part.WHY: tuple(why),
        Part.CAVEAT: tuple(caveat),
        Part.CHANGE: (Message("unit-change", slots),),
    }


def _who(plan: Plan, profile: DataProfile) -> Message:
    """The row as the person named it."""
    key, said = str(plan.slots["key"]), str(plan.slots["said"])
    bare = not any(letter.isalpha() for letter in said)
    if bare and key:
        return Message("unit-who-key", {"key": Column(key), "said": Quoted(said)})
    if bare:
        return Message("unit-who-number", {"said": Quoted(said)})
    return Message("as-given", {"text": Quoted(said)})


def _level(profile: DataProfile, name: str, value: Level) -> LevelOf | Quantity:
    column = profile[name]
    if column.kind in NUMBERS and column.distinct > 2 and isinstance(value, int | float):
        return Quantity(float(f"{float(value):.4g}"), None, None, Scale(ScaleKind.GIVEN, column.unit))
    return LevelOf(name, value)


def _values(found: Any) -> Mapping[str, Any]:
    number = isinstance(found, UnitNumber)
    fact = found.fact.value if number else float(found.had)
    return {
        "verdict": str(found.verdict),
        "fact": fact,
        "outcome_is_a_chance": not number,
        "hardly_anyone_like_it": found.unlike,
    }


UNIT_COUNTERFACTUAL = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE, Need.GRAPH, Need.MECHANISMS}),
    slots=SLOTS,
    designs=frozenset({DesignKind.BACKDOOR, DesignKind.RANDOMISED}),
    ask=ask,
    plan=plan,
    identify=identify_effect,
    estimate=estimate,
    say=say,
    missing=missing,
    figures={"unit": draw_unit},
    result_schema={
        "verdict": {"type": "string"},
        "fact": {"type": "number"},
        "outcome_is_a_chance": {"type": "boolean"},
        "hardly_anyone_like_it": {"type": "boolean"},
    },
    result_values=_values,
)
KINDS.register(NAME)(UNIT_COUNTERFACTUAL)

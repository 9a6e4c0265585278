"""How a question about all levels of a treatment is read: which column has them, and from where to where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.kinds.interface import Asked, Slot, SlotKind
from assistant.kinds.levels.product import found, product_in
from assistant.kinds.reading import default_embedder, named_beside, refusing
from assistant.planning.plan import ASK_BELOW, plan_from, reading_text
from assistant.types import Plan, Reading, Understanding
from tools.errors import OptionError
from tools.messages import Message
from tools.types import DataProfile, NeedsClarification, NotAnswerable, Query

if TYPE_CHECKING:
    from tools.data import Table

__all__ = ["SLOTS", "heard", "levels_plan", "plan_levels"]

SLOTS = (
    Slot("treatment", SlotKind.COLUMN),
    Slot("outcome", SlotKind.COLUMN),
    Slot("times", SlotKind.CHOICE, required=False, choices=("revenue", "profit")),
    Slot("unit_cost", SlotKind.COLUMN, required=False),
    Slot("cost", SlotKind.NUMBER, required=False),
    Slot("from_", SlotKind.LEVEL, required=False),
    Slot("to", SlotKind.LEVEL, required=False),
    Slot("population", SlotKind.POPULATION, required=False),
)


def heard(asked: Asked, name: str, cues: str = "levels") -> bool:
    """Does one of the patterns `name` of `cues/levels.toml` stand in the question?"""
    return found(asked.question, asked.understanding.language, name, cues) is not None


def levels_plan(asked: Asked, kind: str, **slots: Any) -> Plan:
    """The plan of a question about all levels of a treatment; its product outcome, where it has one."""
    times = product_in(asked)
    if isinstance(times, NotAnswerable):
        return refusing(asked, kind, not_answerable=times)
    read = asked.understanding
    if times is not None:
        treatment, outcome = times["treatment"], times["outcome"]
        read = replace(read, readings=(Reading(treatment, outcome, 1.0),), missing=())
        slots |= {name: value for name, value in times.items() if name not in ("treatment", "outcome")}
    else:
        read = replace(read, readings=_one_direction(read.readings, asked))
    span = (read.low, read.high)
    plain = replace(read, low=None, high=None, step=None, relative_step=None)
    plan = plan_from(asked.question, plain, asked.profile, asked.table)
    if plan.needs_clarification is not None and times is None:
        plan = replace(plan, needs_clarification=_which(read))
    return _as_kind(plan, kind, span, slots)


def plan_levels(slots: Mapping[str, Any], profile: DataProfile, table: Table, kind: str) -> Plan:
    """The same from the slots that a caller names."""
    from assistant.planning.request import Columns as Named
    from assistant.planning.request import check_columns, plan_request

    query = Query(slots["treatment"], slots["outcome"], population=tuple(slots.get("population", ())))
    columns = Named(table, profile, {})
    check_columns(query, columns, table.columns)
    own = {name: slots[name] for name in ("times", "unit_cost", "cost", "goal", "aspect") if name in slots}
    if own.get("times") == "profit" and not {"unit_cost", "cost"} & set(own):
        raise OptionError("A profit needs what one unit costs. Give unit_cost=column or cost=number.")
    if "unit_cost" in own:
        check_columns(replace(query, treatment=own["unit_cost"]), columns, table.columns)
    span = (slots.get("from_"), slots.get("to"))
    return _as_kind(plan_request(query, None, columns, ()), kind, span, own)


def _as_kind(plan: Plan, kind: str, span: tuple[Any, Any], slots: Mapping[str, Any]) -> Plan:
    if plan.query is None:
        return replace(plan, kind=kind)
    numbers = [float(end) for end in span if isinstance(end, int | float) and not isinstance(end, bool)]
    asked = {"asked": tuple(sorted(numbers))} if len(numbers) == 2 and numbers[0] != numbers[1] else {}
    query = replace(plan.query, kind=kind, low=None, high=None)
    return replace(plan, query=query, kind=kind, slots={**plan.slots, **slots, **asked})


def _one_direction(readings: tuple[Reading, ...], asked: Asked) -> tuple[Reading, ...]:
    """Readings of the same two columns as one: the words say which of them has the levels.

    "A threshold in price beyond which sales collapse" names two columns, and its grammar hardly says which of
    them acts; "threshold in" does. Where no such words stand the readings are left as they are.
    """
    acting = _with_levels(asked, readings)
    if acting is None:
        return readings
    merged: dict[tuple[str | None, str | None], float] = {}
    for reading in readings:
        pair = (reading.treatment, reading.outcome)
        if reading.outcome == acting and reading.treatment is not None:
            pair = (acting, reading.treatment)
        merged[pair] = merged.get(pair, 0.0) + reading.confidence
    ranked = sorted(merged.items(), key=lambda item: -item[1])
    return tuple(Reading(treatment, outcome, chance) for (treatment, outcome), chance in ranked)


def _with_levels(asked: Asked, readings: tuple[Reading, ...]) -> str | None:
    """The column of the best pair that the words name as the one with levels: "how many X", "as X rises"."""
    if not readings or readings[0].treatment is None or readings[0].outcome is None:
        return None
    among = {readings[0].treatment, readings[0].outcome}
    match = found(asked.question, asked.understanding.language, "acting")
    if match is None:
        return None
    words = next((group for group in match.groups() if group), "")
    return named_beside(words, asked.profile, default_embedder(), among, last=False) if words else None


def _which(read: Understanding) -> NeedsClarification | None:
    if read.readings[0].confidence >= ASK_BELOW:
        return None
    choices = tuple(dict.fromkeys(reading_text(r) for r in read.readings[:4] if r.treatment and r.outcome))
    return NeedsClarification(Message("ask-back-which-effect"), choices)

"""Question + table -> Plan: the readings, the design and the covariates, or a question back.

The parts are made elsewhere (`offline` reads the question, `design` finds the design);
here they are put together and it is decided whether they are sure enough to go on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.designs.did import outcome_is_fixed, treated_group
from assistant.planning.design import Revision, choose_design, make_study
from assistant.planning.offline import understand
from assistant.types import DesignChoice, Evidence, Plan, Reading, Understanding
from tools.data.levels import level_text
from tools.messages import Column, Message, Quoted, Slot, counted, exact
from tools.text.names import name_words
from tools.types import (
    ColumnKind,
    DataProfile,
    DesignKind,
    NeedsClarification,
    NotAnswerable,
    Query,
)

if TYPE_CHECKING:
    from tools.data import Table

# Below this the best reading is put to the person instead of being used. It is where readings are right two
# times of three (docs/reader.md), which follows from what outcomes cost: a wrong answer 10, a question back
# 3.5, as for the kinds (`bench/kinds`).
ASK_BELOW = 0.7
# A reading that is used but not this sure is used with the other reading told, when that is at least LIKELY.
SURE, LIKELY = 0.8, 0.1
# Odds that a rule without a column gains when the data bear it out: rows on both sides of a cutoff that the
# description ties to the running variable.
RULE_BORNE_OUT = 4.0


def make_plan(question: str, profile: DataProfile, table: Table) -> Plan:
    """Read the question, find the design, choose the covariates.

    Never raises for a question that it cannot place: `needs_clarification` or `not_answerable` is set.
    """
    return plan_from(question, understand(question, profile), profile, table)


def plan_from(
    question: str,
    understanding: Understanding,
    profile: DataProfile,
    table: Table,
    revise: Revision | None = None,
) -> Plan:
    """The plan of a question that has been read; `revise` may add designs, which are tested like our own."""
    if not understanding.readings or understanding.readings[0].outcome is None:
        return unreadable(understanding, profile)
    understanding = _without_fixed_outcomes(question, understanding, profile, table)
    understanding = _of_those_reached(question, understanding, profile, table)
    choice = choose_design(question, understanding.readings[0], understanding, profile, table, revise)
    if understanding.readings[0].treatment is None:
        understanding = _weigh_rule(understanding, choice)
        choice = choose_design(question, understanding.readings[0], understanding, profile, table, revise)
    ask = None if between_versions(understanding) else close_readings(understanding)
    return Plan(
        query=fill_contrast(choice.query, understanding, profile),
        design=choice.design,
        roles=choice.roles,
        confidence=understanding.readings[0].confidence,
        language=understanding.language,
        evidence=understanding.evidence + choice.evidence,
        alternatives=understanding.readings,
        candidates=choice.candidates,
        needs_clarification=ask,
        not_answerable=nothing_about(understanding, profile),
        warnings=(*choice.warnings, *said_of_designs(choice, understanding.language, profile)),
        other_reading=None if ask else _other_reading(understanding),
        columns=choice.columns,
        threats=choice.threats,
        not_filtered=understanding.not_filtered,
    )


def said_of_designs(choice: DesignChoice, language: str, profile: DataProfile) -> tuple[str, ...]:
    """What is to be said of designs that were turned down, in the person's language."""
    if not choice.remarks:
        return ()
    from assistant.language.render import wording

    words = wording(language, profile)
    return tuple(words.say(message) for message in choice.remarks)


def _without_fixed_outcomes(
    question: str, understanding: Understanding, profile: DataProfile, table: Table
) -> Understanding:
    """The readings less those whose outcome cannot have changed, if any other is left."""
    kept = [
        reading
        for reading in understanding.readings
        if reading.outcome is None or not outcome_is_fixed(make_study(question, reading, profile, table))
    ]
    if not kept or len(kept) == len(understanding.readings):
        return understanding
    whole = sum(reading.confidence for reading in understanding.readings)
    scale = whole / (sum(reading.confidence for reading in kept) or 1.0)
    return replace(understanding, readings=tuple(replace(r, confidence=scale * r.confidence) for r in kept))


def _of_those_reached(
    question: str, understanding: Understanding, profile: DataProfile, table: Table
) -> Understanding:
    """A first reading that only dates a policy, as the effect on the group that the policy reached."""
    first, *others = understanding.readings
    group = treated_group(make_study(question, first, profile, table))
    if group is None:
        return understanding
    told = Evidence("treatment", f"{first.treatment} tells when, and {group} tells whom the policy reached")
    readings = (replace(first, treatment=group), *others)
    return replace(understanding, readings=readings, evidence=(*understanding.evidence, told))


def _weigh_rule(understanding: Understanding, choice: DesignChoice) -> Understanding:
    """A treatment that no column records is believed when the data show its cutoff, and dropped when not."""
    rule, *others = understanding.readings
    if choice.design.kind is not DesignKind.RDD:
        known = tuple(reading for reading in others if reading.treatment is not None)
        return replace(understanding, readings=known or understanding.readings)
    share = RULE_BORNE_OUT / (RULE_BORNE_OUT * rule.confidence + 1.0 - rule.confidence)
    fainter = share / RULE_BORNE_OUT
    weighed = [replace(reading, confidence=fainter * reading.confidence) for reading in others]
    return replace(understanding, readings=(replace(rule, confidence=share * rule.confidence), *weighed))


def contrast_question(query: Query, profile: DataProfile, language: str) -> NeedsClarification | None:
    """A treatment with many unordered levels and no contrast: which two should be compared?"""
    # With only the "to" named, it is compared with all others.
    if query.treatment is None or query.high is not None:
        return None
    column = profile[query.treatment]
    if column.kind is not ColumnKind.CATEGORY or column.distinct <= 2:
        return None
    names = [level_text(level, column) for level, _ in column.levels[:5]]
    base = level_text(query.low, column) if query.low is not None else names[0]
    choices = tuple(f"{base} → {name}" for name in names if name != base)
    slots: dict[str, Slot] = {"column": Column(column.name), "count": counted(column.distinct)}
    return NeedsClarification(Message("ask-back-which-levels", slots), choices)


def outside_question(query: Query, profile: DataProfile) -> NeedsClarification | None:
    """A change to where nothing like it was ever seen: further off than the data are wide."""
    column = profile.get(query.treatment) if query.treatment else None
    if column is None or column.minimum is None or column.maximum is None:
        return None
    least, most = column.minimum, column.maximum
    ends = [float(end) for end in (query.low, query.high) if isinstance(end, int | float)]
    if column.kind not in (ColumnKind.NUMBER, ColumnKind.COUNT) or all(
        2 * least - most <= end <= 2 * most - least for end in ends
    ):
        return None
    slots: dict[str, Slot] = {"column": Column(column.name), "least": exact(least), "most": exact(most)}
    return NeedsClarification(Message("ask-back-outside", {**slots, "asked": exact(ends[-1])}), ())


def fill_contrast(query: Query, understanding: Understanding, profile: DataProfile) -> Query:
    """Turn "one more", "by 5" and "by 20%" into a `low` and a `high`; a level that was said is kept."""
    if query.treatment is None or query.high is not None or query.treatment not in profile:
        return query
    column = profile[query.treatment]
    if column.kind not in (ColumnKind.NUMBER, ColumnKind.COUNT) or column.median is None:
        return query
    start = query.low if isinstance(query.low, int | float) else column.median
    if understanding.step is not None:
        return replace(query, low=start, high=start + understanding.step)
    if understanding.relative_step is not None:
        return replace(query, low=start, high=start * (1 + understanding.relative_step))
    return query


def reading_text(reading: Reading) -> str:
    return f"{reading.treatment or '?'} → {reading.outcome or '?'}"


def close_readings(understanding: Understanding) -> NeedsClarification | None:
    """Low confidence is a question and not a guess."""
    if understanding.readings[0].confidence >= ASK_BELOW:
        return None
    choices = tuple(dict.fromkeys(reading_text(r) for r in understanding.readings[:4]))
    return NeedsClarification(Message("ask-back-which-effect"), choices)


def between_versions(understanding: Understanding) -> bool:
    """Is the doubt only between an outcome and a version of it? The answer then tells the other one."""
    best, *others = understanding.readings
    if not others or not are_versions(best, others[0]) or others[0] != _other_reading(understanding):
        return False
    return best.confidence + others[0].confidence >= ASK_BELOW


def are_versions(one: Reading, other: Reading) -> bool:
    """The same treatment, and outcomes of which one's name holds the other's: `weight_82`, `weight_82_71`."""
    if one.treatment != other.treatment or one.outcome is None or other.outcome is None:
        return False
    short, long = sorted((one.outcome, other.outcome), key=len)
    return set(name_words(short)) < set(name_words(long)) or (len(short) >= 3 and long.startswith(short))


def _other_reading(understanding: Understanding) -> Reading | None:
    """The second reading, when the first is used without being sure."""
    best, *others = understanding.readings
    named = [reading for reading in others if reading.treatment is not None and reading.outcome is not None]
    return named[0] if named and best.confidence < SURE and named[0].confidence >= LIKELY else None


def nothing_about(understanding: Understanding, profile: DataProfile) -> NotAnswerable | None:
    if not understanding.missing:
        return None
    parts = ", ".join(f"“{part}”" for part in understanding.missing)
    columns = ", ".join(c.name for c in profile.columns if c.kind is not ColumnKind.IDENTIFIER)
    shown = columns if len(columns) <= 300 else columns[:300].rsplit(",", 1)[0] + ", ..."
    return NotAnswerable(
        Message("ask-back-no-column", {"parts": Quoted(parts)}),
        (Message("ask-back-columns-there-are", {"columns": Quoted(shown)}),),
    )


def unreadable(understanding: Understanding, profile: DataProfile) -> Plan:
    """Nothing in the question matched: say so, or ask for a cause and an effect."""
    missing = nothing_about(understanding, profile)
    ask = NeedsClarification(
        Message("ask-back-which-columns"),
        tuple(c.name for c in profile.columns if c.kind is not ColumnKind.IDENTIFIER)[:8],
    )
    return Plan(
        query=None,
        design=None,
        roles=(),
        confidence=0.0,
        language=understanding.language,
        evidence=understanding.evidence,
        alternatives=understanding.readings,
        needs_clarification=None if missing else ask,
        not_answerable=missing,
    )


def requested_plan(query: Query, choice: DesignChoice, given: tuple[str, ...]) -> Plan:
    """The plan of `Assistant.effect`: the caller named the columns, nothing is read from words."""
    evidence = tuple(Evidence(part, f"{part} was given by the caller", 1.0) for part in given)
    return Plan(
        query=query,
        design=choice.design,
        roles=choice.roles,
        confidence=1.0,
        language="en",
        evidence=evidence + choice.evidence,
        alternatives=(Reading(query.treatment, query.outcome, 1.0),),
        candidates=choice.candidates,
        warnings=choice.warnings,
        columns=choice.columns,
        threats=choice.threats,
        names_covariates="adjustment_set" in given,
    )

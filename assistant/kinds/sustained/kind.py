"""What treating in every period does, against in none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.designs.threats.consequences import refusal_for
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
from assistant.kinds.reading import column_said, refusing
from assistant.kinds.sustained.columns import (
    Series,
    long_form,
    repeated,
    says_sustained,
    series_of,
    wide_frame,
    words_of,
)
from assistant.language import language, wording
from assistant.language import say as say_words
from assistant.planning.plan import plan_from
from assistant.prose.quantities import outcome_scale
from assistant.types import GraphProposal, Part, Plan, Reading, RoleKind
from tools.data import prepare
from tools.effects.sustained import Sustained, compare_regimes
from tools.errors import DataError, EstimationError, unknown_column
from tools.estimators.linear import cluster_codes, held_matrix
from tools.messages import Column, Columns, Message, Quoted, counted
from tools.types import (
    ColumnKind,
    DataProfile,
    Design,
    DesignKind,
    Estimand,
    NeedsClarification,
    NotAnswerable,
    NotIdentified,
    Query,
    Timing,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from assistant.report.blocks import Block
    from tools.data import Table

__all__ = ["SUSTAINED"]

NAME = "sustained"
SLOTS = (
    Slot("treatment", SlotKind.COLUMN),  # of any period; of a long table the column
    Slot("outcome", SlotKind.COLUMN),
    Slot("treatments", SlotKind.COLUMNS, required=False),  # in their order; found by the name where not given
    Slot("covariates", SlotKind.COLUMNS, required=False),  # that the treatment may move
    Slot("population", SlotKind.POPULATION, required=False),
)
_MOST_CHOICES = 4
_HARDLY = 0.05  # share of histories without a choice from which on it is told


@dataclass(frozen=True)
class Histories:
    """Which columns stand where in time."""

    treatments: tuple[str, ...]
    outcome: str
    new: tuple[tuple[str, ...], ...]  # before the treatment of each period; the first holds the beginning
    uncounted: tuple[str, ...]  # treatments in the period of the outcome, or later
    doubtful: tuple[str, ...]  # of those at the beginning nobody says that they were there before
    left_out: tuple[str, ...]  # measured after the last treatment


# ---------------- What is asked


def ask(asked: Asked) -> Plan:
    """The series of treatments, the outcome after it, and what is known before each period."""
    long = long_form(asked.profile, asked.table)
    pairs = [r for r in asked.understanding.readings if r.treatment and r.outcome]
    if _another_regime(asked):
        return refusing(
            asked,
            NAME,
            not_answerable=NotAnswerable(
                Message("sustained-other-regime"), (Message("sustained-help-regime"),)
            ),
        )
    if asked.understanding.missing and not pairs:
        from assistant.planning.plan import nothing_about

        return refusing(asked, NAME, not_answerable=nothing_about(asked.understanding, asked.profile))
    if long is not None:
        if not pairs:
            return _no_periods(asked)
        return _plan(pairs[0].treatment or "", pairs[0].outcome or "", asked.profile, asked.table, asked)
    series = repeated(asked.profile)
    taken = pairs[0].treatment if pairs else None
    chosen = series_of(asked.question, asked.profile, series, taken)
    if chosen is None and pairs:  # the pair was read the other way round, or has no series
        chosen = series_of(asked.question, asked.profile, series, pairs[0].outcome)
    if chosen is None:
        return _no_periods(asked)
    outcome = _outcome_of(asked, pairs, chosen, series)
    if outcome is None:
        return _which_outcome(asked, chosen, series)
    return _plan(chosen.columns[0], outcome, asked.profile, asked.table, asked)


def _another_regime(asked: Asked) -> bool:
    """ "If they had stopped after two months": neither in every period nor in none."""
    cues = language(asked.understanding.language).cues(NAME)
    text = asked.question
    if any(re.search(pattern, text, re.IGNORECASE) for pattern in cues.get("keeps", ())):
        return False
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in cues.get("other", ()))


def _no_periods(asked: Asked) -> Plan:
    reason, help = Message("sustained-no-periods"), (Message("sustained-help-periods"),)
    return refusing(asked, NAME, not_answerable=NotAnswerable(reason, help))


def _which_outcome(asked: Asked, chosen: Series, series: Sequence[Series]) -> Plan:
    """The treatment is there and the question names nothing that it could change."""
    words = wording(asked.understanding.language, asked.profile)
    repeating = {name for each in series for name in each.columns}
    last = [each.columns[-1] for each in series if each is not chosen]
    kinds = (ColumnKind.NUMBER, ColumnKind.COUNT, ColumnKind.BINARY)
    single = [c.name for c in asked.profile.columns if c.kind in kinds and c.name not in repeating]
    late = [name for name in single if asked.profile[name].timing is not Timing.BEFORE]
    about = {"treatment": Quoted(chosen.name)}
    choices = tuple(
        words.say(Message("sustained-choice", {**about, "outcome": Column(name)}))
        for name in (*reversed(late), *last)[:_MOST_CHOICES]
    )
    question = NeedsClarification(Message("sustained-which-outcome", about), choices)
    return refusing(asked, NAME, needs_clarification=question)


def _outcome_of(
    asked: Asked, pairs: Sequence[Reading], chosen: Series, series: Sequence[Series]
) -> str | None:
    """The reading's outcome, by the last of its series; else what the question names beside the treatment."""
    named = [
        name
        for pair in pairs
        for name in (pair.outcome, pair.treatment)
        if name and name not in chosen.columns
    ]
    if not named:
        free = {c.name for c in asked.profile.columns} - set(chosen.columns)
        said = column_said(asked.question, asked.profile, free)
        named = [said] if said else []
    if not named:
        return None
    own = next((each for each in series if named[0] in each.columns), None)
    return own.columns[-1] if own is not None else named[0]


def _plan(treatment: str, outcome: str, profile: DataProfile, table: Table, asked: Asked | None) -> Plan:
    """The plan of the first treatment's effect, under the kind's name."""
    if asked is not None:
        read = replace(
            asked.understanding,
            readings=(Reading(treatment, outcome, 1.0),),
            missing=(),
            low=None,
            high=None,
            step=None,
            relative_step=None,
        )
        series = repeated(profile)
        own = next((each for each in series if treatment in each.columns), None)
        within = set(own.columns) if own else {treatment}
        read = replace(read, population=tuple(c for c in read.population if c.column not in within))
        found = plan_from(asked.question, read, profile, table)
    else:
        found = kind_of(AVERAGE_EFFECT).plan({"treatment": treatment, "outcome": outcome}, profile, table)
    population = found.query.population if found.query else ()
    query = Query(treatment, outcome, population=population, kind=NAME)
    return replace(
        found,
        query=query,
        design=Design(DesignKind.NONE),
        kind=NAME,
        slots={"treatments": (), "covariates": ()},
        warnings=(),
        needs_clarification=None,
        other_reading=None,
    )


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    from assistant.planning.request import column_names

    treatments = column_names(slots.get("treatments")) or ()
    covariates = column_names(slots.get("covariates")) or ()
    for name in (slots["treatment"], slots["outcome"], *treatments, *covariates):
        if name not in profile:
            raise unknown_column(name, profile.source, table.columns, DataError)
    made = _plan(slots["treatment"], slots["outcome"], profile, table, None)
    assert made.query is not None
    query = replace(made.query, population=tuple(slots.get("population") or ()))
    return replace(made, query=query, slots={"treatments": treatments, "covariates": covariates})


def identify(plan: Plan, proposal: GraphProposal | None, setting: Setting) -> NotIdentified | None:
    return refusal_for(plan)


# ---------------- The order of the columns


def histories(plan: Plan, profile: DataProfile) -> Histories:
    """Every column in its place. Raises `EstimationError` without periods."""
    query = plan.query
    assert query is not None and query.treatment is not None
    series = repeated(profile)
    named: tuple[str, ...] = tuple(plan.slots["treatments"])
    own = next((each for each in series if query.treatment in each.columns), None)
    if named:
        periods = tuple(_period_of(name, series, place) for place, name in enumerate(named))
        own = Series("", named, periods)
    if own is None or len(own.columns) < 2:
        raise EstimationError(Message("sustained-one-period", {"treatment": Column(query.treatment)}))
    if any(profile[name].kind is not ColumnKind.BINARY for name in own.columns):
        raise EstimationError(Message("sustained-not-binary", {"treatment": Column(query.treatment)}))
    of_outcome = next((each for each in series if query.outcome in each.columns), None)
    kept = [(p, c) for p, c in zip(own.periods, own.columns, strict=True) if c != query.outcome]
    if of_outcome is not None and of_outcome is not own:
        # What was treated after the outcome was measured has no part in it.
        last = dict(zip(of_outcome.columns, of_outcome.periods, strict=True))[query.outcome]
        late = says_sustained("after", words_of(profile[query.outcome])) or not _same_start(of_outcome, own)
        kept = [(p, c) for p, c in kept if p < last or (late and p <= last)] or kept
    periods = tuple(p for p, _ in kept)
    columns = tuple(c for _, c in kept)
    new: list[list[str]] = [[] for _ in periods]
    left_out: list[str] = []
    given = set(plan.slots["covariates"])
    placed = {*own.columns, query.outcome}
    for each in series:
        if each.stem == own.stem:
            continue
        for period, name in zip(each.periods, each.columns, strict=True):
            if name in placed or (given and name not in given and each is not of_outcome):
                continue
            placed.add(name)
            shift = 1 if says_sustained("after", words_of(profile[name])) else 0
            place = next((t for t, at in enumerate(periods) if at >= period + shift), None)
            (new[place] if place is not None else left_out).append(name)
    doubtful = []
    for role in plan.roles:
        if role.column in placed or role.column not in profile:
            continue
        if role.role is RoleKind.CONFOUNDER:
            new[0].append(role.column)
            if not role.said_before:
                doubtful.append(role.column)
        elif role.role is RoleKind.AFTER_TREATMENT:
            left_out.append(role.column)
    uncounted = tuple(name for name in own.columns if name not in columns and name != query.outcome)
    blocks = tuple(map(tuple, new))
    return Histories(columns, query.outcome, blocks, uncounted, tuple(doubtful), tuple(left_out))


def _period_of(name: str, series: Sequence[Series], place: int) -> int:
    for each in series:
        if name in each.columns:
            return each.periods[each.columns.index(name)]
    return place


def _same_start(one: Series, other: Series) -> bool:
    return one.periods[0] <= other.periods[0]


# ---------------- The figures


@dataclass(frozen=True)
class Followed(Work):
    """The work, and where its columns stand in time."""

    histories: Histories | None = None
    origin: Mapping[str, str] | None = None  # of a long table: made column -> the table's own


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Followed:
    assert plan.query is not None and plan.query.treatment is not None
    table, profile, origin = setting.table, setting.profile, None
    with recorder.step("data"):
        long = long_form(profile, table)
        made = plan
        if long is not None:
            table, profile, made, origin = _widened(plan, setting, long)
        order = histories(made, profile)
        covariates = tuple(name for names in order.new for name in names)
        query = replace(plan.query, treatment=order.treatments[0], outcome=order.outcome)
        # The later treatments come along as columns of the design, which must be complete.
        design = Design(DesignKind.RANDOMISED, covariates, mediators=order.treatments[1:])
        sample = prepare(table, profile, query, design, setting.images)
    with recorder.step("estimate"):
        kept = set(sample.design.adjustment_set)
        blocks = [held_matrix(sample, tuple(name for name in names if name in kept)) for names in order.new]
        frame = sample.frame
        found = compare_regimes(
            outcome=frame[order.outcome].to_numpy(dtype=float),
            treatments=frame[list(order.treatments)].to_numpy(dtype=float),
            covariates=blocks,
            scale=outcome_scale(profile, order.outcome, sample.unit),
            clusters=cluster_codes(frame, None),
        )
    return Followed(
        result=found,
        query=replace(plan.query, low=sample.query.low, high=sample.query.high),
        design=Design(DesignKind.NONE),
        rows_total=sample.rows_total,
        dropped=sample.dropped,
        unit=sample.unit,
        warnings=(*sample.warnings, *setting.profile.warnings),
        histories=order,
        origin=origin,
    )


def _widened(plan: Plan, setting: Setting, long: Any) -> tuple[Any, DataProfile, Plan, Mapping[str, str]]:
    """A long table with a row for each unit, and the plan over its columns."""
    from tools.data.profile import profile_table
    from tools.data.sources import open_table

    query = plan.query
    assert query is not None
    frame, origin = wide_frame(setting.table, setting.profile, long)
    table = open_table(frame, name=setting.table.source)
    profile = profile_table(table)
    own = setting.profile
    columns = tuple(
        replace(c, description=own[origin[c.name]].description, unit=own[origin[c.name]].unit,
                level_labels=own[origin[c.name]].level_labels, meaning=own[origin[c.name]].meaning)
        if c.name in origin
        else c
        for c in profile.columns
    )  # fmt: skip
    profile = replace(profile, columns=columns, description=own.description)

    def at(name: str, place: int) -> str:
        made = [c for c in frame.columns if origin.get(c) == name]
        return str(made[place]) if made else name

    if at(str(query.treatment), 0) == query.treatment:
        raise EstimationError(Message("sustained-one-period", {"treatment": Column(str(query.treatment))}))
    first, last = at(str(query.treatment), 0), at(query.outcome, -1)
    roles = tuple(r for r in plan.roles if r.column in frame.columns and r.column != long.unit)
    made = replace(plan, query=replace(query, treatment=first, outcome=last), roles=roles)
    return table, profile, made, origin


# ---------------- What is said


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    assert isinstance(work, Followed) and isinstance(work.result, Sustained) and work.histories is not None
    found, query, order = work.result, work.query, work.histories

    def names(columns: Sequence[str]) -> tuple[str, ...]:
        origin = work.origin or {}
        return tuple(dict.fromkeys(origin.get(name, name) for name in columns))

    later = names([name for block in order.new[1:] for name in block])
    beginning = names(order.new[0])
    own = next((each for each in repeated(profile) if query.treatment in each.columns), None)
    said = Quoted(own.name) if own is not None and work.origin is None else Column(str(query.treatment))
    slots: dict[str, Any] = {
        "treatment": said,
        "outcome": Column(query.outcome),
        "treatments": Columns(names(order.treatments), 12),
        "periods": counted(found.periods),
        "difference": found.difference,
        "always": found.always,
        "never": found.never,
        "weighted": found.weighted,
        "formula": found.by_g_formula,
        "single": found.single_regression,
        "rows": counted(found.rows),
        "rows-always": counted(found.followers[1][-1]),
        "rows-never": counted(found.followers[0][-1]),
        "largest": found.largest_weight,
    }
    head = [Message(f"sustained-{'clear' if found.clear else 'unclear'}", slots)]
    if not found.agree:
        head.append(Message("sustained-disagree", slots))
    head.append(Message("sustained-followers", slots))
    pushed = [t for t, share in enumerate(found.pushed) if share > _HARDLY]
    if pushed:
        columns = Columns(names([order.treatments[t] for t in pushed]))
        head.append(Message("sustained-pushed", {**slots, "columns": columns}))
    why = []
    if later:
        why.append(Message("sustained-later", {**slots, "covariates": Columns(later, 8)}))
    if beginning:
        why.append(Message("sustained-beginning", {**slots, "covariates": Columns(beginning, 8)}))
    if not later and not beginning:
        why.append(Message("sustained-nothing-held", slots))
    if found.agree:
        why.append(Message("sustained-beside", slots))
    if found.moved_by_regression and later:
        why.append(Message("sustained-single", slots))
    caveats = [Message("sustained-caveat", slots)]
    if later:
        caveats.append(Message("sustained-caveat-order", slots))
    if order.uncounted:
        slots["uncounted"] = counted(len(order.uncounted))
        caveats.append(Message("sustained-uncounted", slots))
    if order.doubtful:
        caveats.append(Message("sustained-caveat-timing", {"columns": Columns(names(order.doubtful), 6)}))
    if order.left_out:
        caveats.append(Message("sustained-left-out", {"columns": Columns(names(order.left_out), 6)}))
    return {
        Part.HEADLINE: tuple(head),
        Part.WHY: tuple(why),
        Part.CAVEAT: tuple(caveats),
        Part.CHANGE: (Message("sustained-change", slots),),
    }


def draw(answer: Answer, narrow: bool) -> Figure:
    """How many rows follow each regime, and the means; matplotlib is loaded for whoever asks for it."""
    from assistant.kinds.sustained.figure import draw_regimes

    return draw_regimes(answer, narrow)


def picture(answer: Answer) -> Sequence[Block]:
    from assistant.report.blocks import Picture

    return (Picture("regimes", say_words(answer.language, "sustained-figure-alt")),)


def values(result: Any) -> dict[str, Any]:
    assert isinstance(result, Sustained)
    return {
        "followers_never": list(result.followers[0]),
        "followers_always": list(result.followers[1]),
        "agree": result.agree,
    }


SUSTAINED = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE}),
    slots=SLOTS,
    designs=frozenset({DesignKind.NONE}),
    ask=ask,
    plan=plan,
    identify=identify,
    estimate=estimate,
    say=say,
    figures={"regimes": draw},
    sections=picture,
    result_schema={
        "followers_never": {"type": "array", "items": {"type": "integer"}},
        "followers_always": {"type": "array", "items": {"type": "integer"}},
        "agree": {"type": "boolean"},
    },
    result_values=values,
)
KINDS.register(NAME)(SUSTAINED)

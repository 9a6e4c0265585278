"""How long it takes until something happens, where not all rows have been seen to end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.answers.hinges import of_unknown_timing
from assistant.kinds.identifying import identify_effect
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
from assistant.kinds.reading import refusing
from assistant.kinds.survival.columns import (
    Ending,
    censored_time,
    find_ending,
    says,
    time_asked,
    time_columns,
    with_codes,
    words_of,
)
from assistant.kinds.survival.table import TimedTable, timed_table, waiting_column
from assistant.language import say as say_words
from assistant.language import wording
from assistant.planning.offline import with_prose
from assistant.planning.plan import ASK_BELOW, close_readings, nothing_about, plan_from, unreadable
from assistant.planning.reading.text import is_stopword, stem, tokens
from assistant.reader.reader import shipped_reader
from assistant.types import ColumnRole, GraphProposal, Part, Plan, Reading, RoleKind, Understanding
from tools.data import prepare
from tools.effects.survival import Arms, Survival, compare_survival
from tools.errors import DataError, EstimationError, unknown_column
from tools.estimators.linear import cluster_codes, held_matrix
from tools.identification.estimand import restated
from tools.messages import Column, Columns, LevelOf, Message, Quantity, Quoted, counted
from tools.types import (
    ColumnKind,
    DataProfile,
    Design,
    DesignKind,
    EdgeSource,
    Estimand,
    NeedsClarification,
    NotAnswerable,
    NotIdentified,
    Query,
    Sample,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from assistant.report.blocks import Block
    from tools.data import Table

__all__ = ["SURVIVAL"]

NAME = "survival"
SLOTS = (
    Slot("treatment", SlotKind.COLUMN),
    Slot("outcome", SlotKind.COLUMN),  # the time, or the date of the end
    Slot("event", SlotKind.COLUMN, required=False),  # whether it had ended; found where it is not named
    Slot("event_level", SlotKind.LEVEL, required=False),  # the level that is the event
    Slot("start", SlotKind.COLUMN, required=False),  # the date of the beginning
    Slot("at", SlotKind.NUMBER, required=False),  # a time, in the outcome's unit
    Slot("from_", SlotKind.LEVEL, required=False),
    Slot("to", SlotKind.LEVEL, required=False),
    Slot("population", SlotKind.POPULATION, required=False),
)
_NO_TREATMENT = (ColumnKind.IDENTIFIER, ColumnKind.CONSTANT, ColumnKind.TEXT)
_CHANGING = 0.05  # p-value below which the hazard ratio is said to change over time
_MOST_CHOICES = 4


# ---------------- What is asked


def ask(asked: Asked) -> Plan:
    """The time and the event by the table's words, the treatment by the question's."""
    read = asked.understanding
    pairs = [r for r in read.readings if r.outcome is not None]
    hint = pairs[0].outcome if pairs else None
    taken: set[str] = set()
    if pairs and hint in time_columns(asked.profile) and pairs[0].treatment is not None:
        taken = {pairs[0].treatment}  # what is changed is no sign of the end, however its levels are called
    ending = find_ending(asked.profile, asked.question, hint, taken)
    if ending is not None and ending.unsure == () and pairs and pairs[0].treatment in ending.columns:
        # "Does a longer tenure ...": what the question changes is no column of its outcome.
        other = find_ending(asked.profile, asked.question, hint, {str(pairs[0].treatment)})
        ending = other or ending
    if ending is None:
        return _no_time(asked)
    readings = _readings(asked, ending)
    if not readings:
        about = nothing_about(read, asked.profile)
        if about is not None:
            return refusing(asked, NAME, not_answerable=about)
        return replace(unreadable(read, asked.profile), kind=NAME)
    read = _apart(read, readings, ending, asked)
    plan = plan_from(asked.question, replace(read, readings=readings[:1]), asked.profile, asked.table)
    plan = replace(plan, alternatives=readings, needs_clarification=close_readings(read), other_reading=None)
    about_time = time_asked(asked.question, read.language, asked.profile[ending.time])
    plan = _of_kind(plan, ending, about_time.at, about_time.share)
    if plan.not_answerable is not None or plan.needs_clarification is not None:
        return plan
    return _doubts(plan, ending, asked)


def _no_time(asked: Asked) -> Plan:
    reason = Message("survival-no-column")
    return refusing(asked, NAME, not_answerable=NotAnswerable(reason, (Message("survival-help-columns"),)))


def _readings(asked: Asked, ending: Ending) -> tuple[Reading, ...]:
    """Treatments of the time, what was spent on other outcomes shared among them; else the last one's."""
    weights: dict[str, float] = {}
    spent = 0.0
    for reading in asked.understanding.readings:
        treatment = reading.treatment
        if treatment in ending.columns:
            # Time and event the wrong way round: the other column is the treatment.
            treatment = reading.outcome if reading.outcome not in ending.columns else None
        if treatment is None or (reading.outcome is None and reading.treatment is None):
            spent += reading.confidence
            continue
        weights[treatment] = weights.get(treatment, 0.0) + reading.confidence
    last = asked.last.query if asked.last is not None else None
    if last is not None and last.treatment and (not weights or max(weights.values()) < 0.5):
        return (Reading(last.treatment, ending.time, 1.0),)
    scale = 1 / max(1 - spent, 0.2)
    weights = {name: min(scale * weight, 1.0) for name, weight in weights.items()}
    if not weights or max(weights.values()) < ASK_BELOW:
        weights = {
            name: max(weights.get(name, 0.0), chance) for name, chance in _causes(asked, ending).items()
        }
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])
    return tuple(Reading(name, ending.time, weight) for name, weight in ranked[:5])


LEAST_CAUSE = 0.2  # chance of all columns together to be the cause, below which the question names none


def _causes(asked: Asked, ending: Ending) -> dict[str, float]:
    """How probable each column is the treatment, given that the outcome is the ending."""
    reader = shipped_reader()
    names = [c.name for c in asked.profile.columns if c.kind not in _NO_TREATMENT]
    if reader is None or not names:
        return {}
    found = reader.find_columns(asked.question, with_prose(asked.profile), names)
    chances = {name: found.chance("t", name) for name in names if name not in ending.columns}
    total = sum(chances.values())
    return {name: chance / total for name, chance in chances.items()} if total >= LEAST_CAUSE else {}


def _apart(read: Understanding, readings: tuple[Reading, ...], ending: Ending, asked: Asked) -> Understanding:
    """The reading without what speaks of the ending: "still a customer" limits no rows."""
    population = tuple(c for c in read.population if c.column not in ending.columns)
    of_ending = {
        stem(word)[:6]
        for name in ending.columns
        for word in tokens(words_of(asked.profile[name]))
        if not is_stopword(word)
    }

    def is_of_time(part: str) -> bool:
        own = {stem(word)[:6] for word in tokens(part) if not is_stopword(word)}
        return says("long", part) or says("share", part) or bool(own & of_ending)

    return replace(
        read,
        readings=readings,
        population=population,
        missing=tuple(part for part in read.missing if not is_of_time(part)),
        not_filtered=tuple(name for name in read.not_filtered if name not in ending.columns),
    )


def _doubts(plan: Plan, ending: Ending, asked: Asked) -> Plan:
    """What has to be asked before times can be compared."""
    query = plan.query
    assert query is not None
    words = wording(plan.language, asked.profile)
    pair = {"treatment": Column(str(query.treatment)), "outcome": Column(query.outcome)}
    if ending.event is None and ending.start is None:
        question = Message("survival-all-ended", pair)
        choice = words.say(Message("survival-choice-all-ended", pair))
        return replace(plan, needs_clarification=NeedsClarification(question, (choice,)))
    if ending.rivals:
        choices = tuple(
            words.say(
                Message(
                    "survival-choice-column", {"question": Quoted(asked.question), "column": Column(name)}
                )
            )
            for name in ending.rivals[:_MOST_CHOICES]
        )
        question = Message("survival-which-column", {"columns": Columns(ending.rivals, _MOST_CHOICES)})
        return replace(plan, needs_clarification=NeedsClarification(question, choices))
    if ending.unsure:
        assert ending.event is not None
        about = {"event": Column(ending.event)}
        choices = tuple(
            words.say(
                Message(
                    "survival-choice-event",
                    {"question": Quoted(asked.question), "level": LevelOf(ending.event, level)},
                )
            )
            for level in ending.unsure[:_MOST_CHOICES]
        )
        return replace(
            plan, needs_clarification=NeedsClarification(Message("survival-which-event", about), choices)
        )
    return plan


def _of_kind(plan: Plan, ending: Ending, at: float | None, share: bool) -> Plan:
    """The plan of the kind: the columns of the ending are outcome, and nothing to hold fixed."""
    slots = {
        "event": ending.event or "",
        "start": ending.start or "",
        "codes": ending.codes,
        "by_custom": ending.by_custom,
        "at": at,
        "share": share,
    }
    if plan.query is None or plan.design is None:
        return replace(plan, kind=NAME, slots=slots)
    parts = set(ending.columns)
    held = tuple(name for name in plan.design.adjustment_set if name not in parts)
    roles = tuple(
        _of_the_end(role) if role.column in parts and role.column != plan.query.outcome else role
        for role in plan.roles
    )
    return replace(
        plan,
        query=replace(plan.query, kind=NAME),
        design=replace(plan.design, adjustment_set=held),
        roles=roles,
        kind=NAME,
        slots=slots,
        warnings=(),
    )


def _of_the_end(role: ColumnRole) -> ColumnRole:
    reason = f"{role.column} is part of the outcome: when it ended, and whether it had"
    return replace(
        role, role=RoleKind.AFTER_TREATMENT, reason=reason, source=EdgeSource("assumption", reason)
    )


def _ending(plan: Plan) -> Ending:
    assert plan.query is not None
    slots = plan.slots
    return Ending(
        plan.query.outcome,
        str(slots["event"]) or None,
        tuple(slots["codes"]),
        str(slots["start"]) or None,
        bool(slots["by_custom"]),
    )


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    whole = {name: slots.get(name) for name in ("treatment", "outcome", "from_", "to", "population")}
    found = kind_of(AVERAGE_EFFECT).plan({n: v for n, v in whole.items() if v is not None}, profile, table)
    outcome, event, start = slots["outcome"], slots.get("event"), slots.get("start")
    for name in (event, start):
        if name is not None and name not in profile:
            raise unknown_column(name, profile.source, table.columns, DataError)
    if event is not None:
        ending = replace(with_codes(outcome, profile[event], profile[outcome]), start=start)
    elif start is not None:
        ending = Ending(outcome, start=start)
    else:
        near = find_ending(profile, hint=outcome, taken={slots["treatment"]})
        ending = near if near is not None and near.time == outcome else Ending(outcome)
    level = slots.get("event_level")
    if level is not None and ending.event is not None:
        known = [value for value, _ in ending.codes]
        if level not in known:
            raise DataError(
                f"Column {ending.event!r} has no level {level!r}. It has: {', '.join(map(repr, known))}."
            )
        codes = tuple((own, 1 if own == level else 2 if code else 0) for own, code in ending.codes)
        ending = replace(ending, codes=codes, by_custom=False, unsure=())
    made = _of_kind(found, ending, slots.get("at"), False)
    if ending.event is None and ending.start is None and made.query is not None:
        pair = {"treatment": Column(str(made.query.treatment)), "outcome": Column(made.query.outcome)}
        made = replace(made, needs_clarification=NeedsClarification(Message("survival-all-ended", pair), ()))
    return made


def missing(plan: Plan, profile: DataProfile) -> NeedsClarification | NotAnswerable | None:
    return kind_of(AVERAGE_EFFECT).missing(plan, profile)


def claim(asked: Asked, plan: Plan) -> Plan | None:
    """A mean of times of which some had not ended is no answer: "what does it do to the days until ...?" """
    query = plan.query
    if plan.kind != AVERAGE_EFFECT or query is None or query.treatment is None:
        return None
    return ask(asked) if censored_time(asked.profile, query.outcome, {query.treatment}) is not None else None


# ---------------- Can it be told, and the figures


def identify(plan: Plan, proposal: GraphProposal | None, setting: Setting) -> Estimand | NotIdentified:
    found = identify_effect(plan, proposal, setting)
    if isinstance(found, NotIdentified) or plan.query is None or plan.query.treatment is None:
        return found
    parts = set(_ending(plan).columns)
    held = tuple(name for name in found.design.adjustment_set if name not in parts)
    return replace(found, design=replace(found.design, adjustment_set=held))


@dataclass(frozen=True)
class Timed(Work):
    """The work, and what else is said of it."""

    hinge: tuple[tuple[str, ...], Quantity] | None = None
    notes: tuple[Message, ...] = ()


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Timed:
    assert estimand is not None and plan.query is not None and plan.query.treatment is not None
    ending, query = _ending(plan), estimand.query
    conditions = [condition.column for condition in query.population]
    design = estimand.design
    needed = [str(query.treatment), *design.adjustment_set, *conditions]
    needed += [name for name in (design.cluster,) if name is not None]
    with recorder.step("data"):
        waited = waiting_column(setting.table, setting.profile, ending, str(query.treatment), query.high)
        if waited is not None:
            slots: dict[str, Any] = {"wait": Column(waited[0]), "longest": waited[1]}
            slots["treatment"] = Column(str(query.treatment))
            raise EstimationError(Message("survival-immortal", slots))
        timed = timed_table(setting.table, setting.profile, ending, needed)
        sample = _prepared(timed, query, design, setting)
    with recorder.step("estimate"):
        found = _of_sample(sample, timed, plan)
        hinge = _hinge(found, plan, query, design, timed, setting)
    shown = replace(sample.design, mediators=())
    return Timed(
        result=found,
        query=replace(sample.query, kind=NAME),
        design=shown,
        estimand=restated(estimand, sample.query, shown),
        rows_total=sample.rows_total,
        dropped=sample.dropped,
        unit=timed.unit,
        warnings=(*estimand.notes, *timed.notes, *sample.warnings, *setting.profile.warnings),
        hinge=hinge,
        notes=timed.notes,
    )


def _prepared(timed: TimedTable, query: Query, design: Design, setting: Setting) -> Sample:
    """The rows, the event's codes among them as a column of their own."""
    with_event = replace(design, mediators=(timed.event,))
    sample = prepare(timed.table, timed.profile, query, with_event, setting.images)
    if not sample.binary_treatment:
        raise EstimationError(Message("survival-two-levels", {"treatment": Column(str(query.treatment))}))
    return sample


def _of_sample(sample: Sample, timed: TimedTable, plan: Plan) -> Survival:
    frame, query, design = sample.frame, sample.query, sample.design
    at = plan.slots.get("at")
    return compare_survival(
        time=frame[query.outcome].to_numpy(dtype=float),
        event=frame[timed.event].to_numpy(dtype=float).round().astype("int64"),
        treated=frame[query.treatment].to_numpy(dtype=float),
        covariates=held_matrix(sample, design.adjustment_set),
        confounded=design.kind is not DesignKind.RANDOMISED,
        horizon=float(at) if at else None,
        unit=timed.unit,
        clusters=cluster_codes(frame, design.cluster),
    )


def _hinge(
    found: Survival, plan: Plan, query: Query, design: Design, timed: TimedTable, setting: Setting
) -> tuple[tuple[str, ...], Quantity] | None:
    """The headline without the columns of which nobody says when they were measured, where it differs."""
    unknown = of_unknown_timing(plan, design)
    if not unknown:
        return None
    kept = tuple(name for name in design.adjustment_set if name not in unknown)
    try:
        sample = _prepared(timed, query, replace(design, adjustment_set=kept), setting)
        at = {**plan.slots, "at": found.horizon.value}
        without = _of_sample(sample, timed, replace(plan, slots=at))
    except EstimationError:
        return None
    share = bool(plan.slots.get("share"))
    own, other = _figure(found, share), _figure(without, share)
    moved = abs(own.difference.value - other.difference.value) > (own.difference.std_error or 0.0)
    return (unknown, other.difference) if moved or own.clear is not other.clear else None


def _figure(found: Survival, share: bool) -> Arms:
    """What the question asks for: a share at a time, or how long it takes."""
    return found.share if share else found.mean_time


# ---------------- What is said


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    assert isinstance(work, Timed) and isinstance(work.result, Survival)
    found, query, design = work.result, work.query, work.design
    assert query.treatment is not None and query.low is not None and query.high is not None
    assert design is not None
    ending = _ending(plan)
    share = bool(plan.slots.get("share"))
    slots: dict[str, Any] = {
        "treatment": Column(query.treatment),
        "outcome": Column(query.outcome),
        "low": LevelOf(query.treatment, query.low),
        "high": LevelOf(query.treatment, query.high),
        "event": _event_said(ending, profile),
        "horizon": found.horizon,
        "time-low-arm": found.mean_time.low,
        "time-high-arm": found.mean_time.high,
        "time": found.mean_time.difference,
        "share-low-arm": found.share.low,
        "share-high-arm": found.share.high,
        "share": found.share.difference,
        "ratio": found.hazard_ratio,
        "rows-low": counted(found.rows[0]),
        "rows-high": counted(found.rows[1]),
        "events-low": counted(found.events[0]),
        "events-high": counted(found.events[1]),
        "competing": counted(found.competing),
    }
    if found.competing:
        # A mean time until one of several ends mixes them up: it is told until whichever comes first.
        slots["any"] = _ends_said(ending, profile)
    of_share = "incidence" if found.competing else "share"
    of_time = "time-any" if found.competing else "time"
    first, second = (of_share, of_time) if share else (of_time, of_share)
    clear = "clear" if _figure(found, share).clear else "unclear"
    head = [Message(f"survival-{first}-{clear}", slots)]
    if found.late_start is not None:
        about: dict[str, Any] = {"early": found.late_start, "earliest": found.earliest}
        head.append(Message("survival-late-start", {**slots, **about}))
    if work.hinge is not None:
        about = {"columns": Columns(work.hinge[0]), "without": work.hinge[1]}
        head.append(Message("survival-hinges", {**slots, **about}))
        head.append(Message("prose-hinge-question", {**slots, **about}))
    if plan.slots.get("at") is None:
        head.append(Message("survival-horizon-chosen", slots))
    head.append(Message(f"survival-beside-{second}", slots))
    return {
        Part.HEADLINE: tuple(head),
        Part.WHY: _why(found, ending, design, slots, work),
        Part.CAVEAT: _caveats(found, ending, design, slots, profile),
        Part.CHANGE: (Message("survival-change", slots),),
    }


def _why(
    found: Survival, ending: Ending, design: Design, slots: Mapping[str, Any], work: Timed
) -> tuple[Message, ...]:
    said = [Message("survival-counted", slots), *work.notes]
    if design.adjustment_set:
        said.append(Message("survival-held", {**slots, "covariates": Columns(design.adjustment_set, 12)}))
    elif design.kind is DesignKind.RANDOMISED:
        said.append(Message("survival-held-chance", slots))
    else:
        said.append(Message("survival-held-nothing", slots))
    changing = "survival-ratio-changing" if found.proportional_p < _CHANGING else "survival-ratio"
    return (*said, Message(changing, slots))


def _caveats(
    found: Survival, ending: Ending, design: Design, slots: Mapping[str, Any], profile: DataProfile
) -> tuple[Message, ...]:
    said = []
    if ending.by_custom and ending.event is not None:
        level = LevelOf(ending.event, ending.levels_of(1)[0])
        said.append(Message("survival-by-custom", {**slots, "column": Column(ending.event), "level": level}))
    if found.competing and ending.event is not None:
        others = tuple(
            Message("survival-level", {"level": LevelOf(ending.event, level)})
            for level in ending.levels_of(2)
        )
        said.append(Message("survival-caveat-competing", {**slots, "others": others}))
    random = design.kind is DesignKind.RANDOMISED
    said.append(Message("survival-caveat-lost-randomised" if random else "survival-caveat-lost", slots))
    return tuple(said)


def _ends_said(ending: Ending, profile: DataProfile) -> tuple[Message, ...]:
    """Every end that there is."""
    assert ending.event is not None
    labels = dict(profile[ending.event].level_labels)
    levels = (*ending.levels_of(1), *ending.levels_of(2))
    return tuple(
        Message("survival-event-level", {"label": Quoted(labels.get(level, str(level)))}) for level in levels
    )


def _event_said(ending: Ending, profile: DataProfile) -> Message:
    """The event by its label, else by its column."""
    if ending.event is None:
        return Message("survival-event-column", {"column": Column(ending.time)})
    levels = ending.levels_of(1)
    labels = dict(profile[ending.event].level_labels)
    if len(levels) == 1 and (levels[0] in labels or isinstance(levels[0], str)):
        text = labels.get(levels[0], str(levels[0]))
        if not (
            profile[ending.event].kind is ColumnKind.BINARY and text.casefold() in ("yes", "ja", "是", "true")
        ):
            return Message("survival-event-level", {"label": Quoted(text)})
    return Message("survival-event-column", {"column": Column(ending.event)})


# ---------------- Pictures and JSON


def draw(answer: Answer, narrow: bool) -> Figure:
    """The curves; matplotlib is loaded for whoever asks for it."""
    from assistant.kinds.survival.figure import draw_survival

    return draw_survival(answer, narrow)


def picture(answer: Answer) -> Sequence[Block]:
    from assistant.report.blocks import Picture

    return (Picture("survival", say_words(answer.language, "survival-figure-alt")),)


def values(result: Any) -> dict[str, Any]:
    assert isinstance(result, Survival)
    curve = result.curve
    return {
        "proportional_p": result.proportional_p,
        "curve": [
            {"time": time, "low": low, "high": high}
            for time, low, high in zip(curve.times, *curve.survival, strict=True)
        ],
        "at_risk": [
            {"time": time, "low": low, "high": high}
            for time, low, high in zip(curve.risk_times, *curve.at_risk, strict=True)
        ],
    }


SURVIVAL = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE, Need.GRAPH}),
    slots=SLOTS,
    designs=frozenset({DesignKind.BACKDOOR, DesignKind.RANDOMISED}),
    ask=ask,
    plan=plan,
    missing=missing,
    claim=claim,
    identify=identify,
    estimate=estimate,
    say=say,
    figures={"survival": draw},
    sections=picture,
    result_schema={
        "proportional_p": {"type": "number"},
        "curve": {"type": "array", "items": {"type": "object"}},
        "at_risk": {"type": "array", "items": {"type": "object"}},
    },
    result_values=values,
)
KINDS.register(NAME)(SURVIVAL)

"""How much of an effect goes through something that the treatment changes first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.answers.hinges import of_unknown_timing
from assistant.kinds.identifying import identify_effect
from assistant.kinds.interface import KINDS, Asked, Need, QuestionKind, Slot, SlotKind, Work
from assistant.kinds.reading import column_said, refusing
from assistant.kinds.work import shown_estimand, work_of
from assistant.language import language, wording
from assistant.planning.offline import understand
from assistant.planning.plan import ASK_BELOW, close_readings, nothing_about, plan_from, unreadable
from assistant.planning.reading.text import is_stopword, tokens
from assistant.prose.quantities import outcome_scale
from assistant.types import ColumnRole, GraphProposal, Part, Plan, Reading, RoleKind, Understanding
from tools.data import prepare
from tools.effects.mediation import Hinge, Mediation, Verdict, mediate
from tools.errors import EstimationError
from tools.estimators.linear import cluster_codes, held_matrix
from tools.messages import Column, Columns, LevelOf, Message, Quoted
from tools.types import (
    ColumnKind,
    DataProfile,
    Design,
    DesignKind,
    EdgeSource,
    Estimand,
    NeedsClarification,
    NotAnswerable,
    Query,
    Sample,
    Timing,
)

if TYPE_CHECKING:
    from assistant.answers.recorder import Recorder
    from assistant.pipeline import Setting
    from tools.data import Table

__all__ = ["MEDIATION"]

NAME = "mediation"
SLOTS = (
    Slot("treatment", SlotKind.COLUMN),
    Slot("outcome", SlotKind.COLUMN),
    Slot("mediators", SlotKind.COLUMNS),
    Slot("population", SlotKind.POPULATION, required=False),
)
_NO_STEP = (ColumnKind.IDENTIFIER, ColumnKind.CONSTANT, ColumnKind.TEXT, ColumnKind.TIME)
_MOST_CHOICES = 4


# ---------------- What the question says: the effect, and what it may go through


@dataclass(frozen=True)
class Way:
    """The words for what an effect goes through, and the question without them."""

    words: tuple[str, ...]
    rest: str


def ways(question: str, code: str) -> tuple[Way, ...]:
    """Every phrase that may name a way, the surer pattern first."""
    cues = language(code).cues(NAME)
    found = []
    for pattern in cues.get("through", ()):
        for match in re.finditer(pattern, question, re.IGNORECASE):
            said = _cut(match["about"], cues.get("ends", ()))
            if not said:
                continue
            start = match.start("about")
            rest = f"{question[: match.start()]} {question[start + len(said) :]}"
            found.append(Way(_apart(said, cues.get("together", ())), _without_direct(rest, code)))
    return tuple(found)


def _cut(words: str, ends: Sequence[str]) -> str:
    places = [place for end in ends if (place := words.casefold().find(end)) > 0]
    return words[: min(places, default=len(words))].rstrip(" ?.!,，。？")


def _apart(words: str, together: Sequence[str]) -> tuple[str, ...]:
    pattern = "|".join(map(re.escape, (*together, ", ")))
    return tuple(part.strip() for part in re.split(pattern, words, flags=re.IGNORECASE) if part.strip())


def _without_direct(text: str, code: str) -> str:
    for pattern in language(code).cues(NAME).get("direct", ()):
        text = re.sub(pattern, " ", text, flags=re.IGNORECASE)
    return " ".join(text.split())


def _named(way: Way, profile: DataProfile, taken: set[str], before: Collection[str]) -> tuple[str, ...]:
    """A column for every part of the phrase; () where one of them is in no column.

    Of several that the words fit as well, the one that was not there before the treatment.
    """
    names: list[str] = []
    for words in way.words:
        if column_said(words, profile, profile.names) in taken:
            return ()  # "affected by going through the course": the cause itself, and no way
        free = {column.name for column in profile.columns} - taken - set(names)
        name = column_said(words, profile, free) or column_said(words, profile, free - set(before))
        if name is None:
            return ()
        names.append(name)
    return tuple(names)


def _readings(asked: Asked, rest: str, mediators: Sequence[str]) -> tuple[Reading, ...]:
    """Pairs of cause and effect by the whole question and by what is left of it, none of them a mediator."""
    weights: dict[tuple[str, str], float] = {}
    for readings in (asked.understanding.readings, understand(rest, asked.profile).readings if rest else ()):
        pairs = [r for r in readings if r.treatment and r.outcome]
        kept = [r for r in pairs if not {r.treatment, r.outcome} & set(mediators)]
        # What was spent on a pair with the mediator in it says nothing of which pair is meant.
        scale = 1 / max(1 - sum(r.confidence for r in pairs if r not in kept), 0.2)
        for reading in kept:
            key = (str(reading.treatment), str(reading.outcome))
            weights[key] = max(weights.get(key, 0.0), min(scale * reading.confidence, 1.0))
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    return tuple(Reading(*pair, confidence) for pair, confidence in ranked[:5])


def _pair(asked: Asked, rest: str, mediators: Sequence[str] = ()) -> tuple[Reading, ...]:
    """The effect by the question's words, or the one that the conversation was about."""
    readings = _readings(asked, rest, mediators)
    last = asked.last.query if asked.last is not None else None
    if (not readings or readings[0].confidence < ASK_BELOW) and last is not None and last.treatment:
        return (Reading(last.treatment, last.outcome, 1.0),)
    return readings


def _read(asked: Asked, readings: tuple[Reading, ...]) -> Understanding:
    return replace(asked.understanding, readings=readings, missing=())


def ask(asked: Asked) -> Plan:
    """The way by its words, the effect from the rest of the question or from the last plan."""
    code = asked.understanding.language
    said = ways(asked.question, code)
    way, mediators = None, tuple[str, ...]()
    first = _pair(asked, said[0].rest if said else "")
    before: tuple[str, ...] = ()
    if first:
        early = plan_from(asked.question, _read(asked, first[:1]), asked.profile, asked.table)
        before = tuple(role.column for role in early.roles if role.said_before)
    sure = bool(first) and first[0].confidence >= ASK_BELOW
    taken = {str(name) for name in ((first[0].treatment, first[0].outcome) if sure else ()) if name}
    for each in said:
        mediators = _named(each, asked.profile, taken, before)
        if mediators:
            way = each
            break
    rest = way.rest if way else said[0].rest if said else _without_direct(asked.question, code)
    readings = _pair(asked, rest, mediators)
    if not readings:
        about = nothing_about(asked.understanding, asked.profile)
        if about is not None:
            return refusing(asked, NAME, not_answerable=about)
        return replace(unreadable(asked.understanding, asked.profile), kind=NAME)
    read = _read(asked, readings)
    plan = plan_from(asked.question, _read(asked, readings[:1]), asked.profile, asked.table)
    plan = replace(plan, alternatives=readings, needs_clarification=close_readings(read), other_reading=None)
    if way is None:
        return _unknown_way(plan, said, asked)
    return _through(plan, _latest(mediators, way, plan, asked), asked.profile)


def _unknown_way(plan: Plan, said: Sequence[Way], asked: Asked) -> Plan:
    """No column is named: what is named is not in the table, or the person is asked which one it is."""
    plan, query = _of_kind(plan, ()), plan.query
    assert query is not None
    pair = {"treatment": Column(str(query.treatment)), "outcome": Column(query.outcome)}
    if plan.needs_clarification is not None:
        return plan
    if said:
        reason = Message("mediation-no-column", {"words": Quoted(" ".join(said[0].words))})
        return replace(plan, not_answerable=NotAnswerable(reason, (Message("mediation-help-measure"),)))
    words = wording(plan.language, asked.profile)
    late = [role.column for role in plan.roles if role.role is RoleKind.AFTER_TREATMENT]
    late = [name for name in late if asked.profile[name].kind not in _NO_STEP][:_MOST_CHOICES]
    if not late:
        reason = Message("mediation-no-candidate", pair)
        return replace(plan, not_answerable=NotAnswerable(reason, (Message("mediation-help-when"),)))
    choices = tuple(
        words.say(Message("mediation-choice", {**pair, "mediator": Column(name)})) for name in late
    )
    return replace(plan, needs_clarification=NeedsClarification(Message("mediation-which", pair), choices))


def _latest(mediators: Sequence[str], way: Way, plan: Plan, asked: Asked) -> tuple[str, ...]:
    """ "Through blood pressure": of two measurements that the words fit, the one that is not from before."""
    before = {role.column for role in plan.roles if role.said_before}
    chosen = []
    for words, name in zip(way.words, mediators, strict=True):
        free = {
            c.name
            for c in asked.profile.columns
            if c.name not in before and c.name not in mediators and _share_words(words, c.name, asked)
        }
        query = plan.query
        if query is not None:
            free -= {query.treatment or "", query.outcome}
        later = column_said(words, asked.profile, free) if name in before and free else None
        chosen.append(later or name)
    return tuple(chosen)


def _share_words(words: str, name: str, asked: Asked) -> bool:
    wanted = {word for word in tokens(words) if not is_stopword(word)}
    text = f"{name.replace('_', ' ')} {asked.profile[name].description or ''}"
    return bool(wanted & set(tokens(text)))


def _of_kind(plan: Plan, mediators: tuple[str, ...]) -> Plan:
    assert plan.query is not None
    return replace(
        plan, query=replace(plan.query, kind=NAME), kind=NAME, slots={"mediators": mediators}, warnings=()
    )


def _through(plan: Plan, mediators: tuple[str, ...], profile: DataProfile) -> Plan:
    """The plan with the mediators in their place, or the reason why they cannot be there."""
    query, design = plan.query, plan.design
    assert query is not None and design is not None
    refusal = next(filter(None, (_no_mediator(name, plan, profile) for name in mediators)), None)
    kind = DesignKind.BACKDOOR if design.kind is DesignKind.FRONTDOOR else design.kind
    held = tuple(name for name in design.adjustment_set if name not in mediators)
    design = replace(design, kind=kind, adjustment_set=held, mediators=())
    roles = tuple(_on_the_way(role) if role.column in mediators else role for role in plan.roles)
    plan = replace(_of_kind(plan, mediators), design=design, roles=roles)
    return plan if refusal is None else replace(plan, not_answerable=refusal, needs_clarification=None)


def _on_the_way(role: ColumnRole) -> ColumnRole:
    if role.role is RoleKind.AFTER_TREATMENT:
        return role
    reason = f"the question asks about {role.column} as lying on the way"
    source = EdgeSource("assumption", reason)
    return replace(role, role=RoleKind.AFTER_TREATMENT, reason=reason, source=source)


def _no_mediator(name: str, plan: Plan, profile: DataProfile) -> NotAnswerable | None:
    """Why a column cannot lie between treatment and outcome."""
    query, column = plan.query, profile[name]
    assert query is not None
    role = next((role for role in plan.roles if role.column == name), None)
    slots = {
        "mediator": Column(name),
        "treatment": Column(str(query.treatment)),
        "outcome": Column(query.outcome),
    }
    if name in (query.treatment, query.outcome) or (role is not None and role.role is RoleKind.COPY):
        return NotAnswerable(Message("mediation-is-copy", slots))
    if role is not None and role.said_before:
        later = (Message("mediation-help-later"), Message("mediation-help-for-whom"))
        return NotAnswerable(Message("mediation-came-before", slots), later)
    if column.kind in _NO_STEP or (column.kind is ColumnKind.CATEGORY and column.distinct > 2):
        return NotAnswerable(Message("mediation-many-levels", slots), (Message("mediation-help-recode"),))
    return None


def plan(slots: Mapping[str, Any], profile: DataProfile, table: Table) -> Plan:
    from assistant.planning.request import Columns as Request
    from assistant.planning.request import check_columns, column_names, plan_request

    mediators = column_names(slots["mediators"]) or ()
    query = Query(slots["treatment"], slots["outcome"], population=tuple(slots.get("population") or ()))
    columns = Request(table, profile, {})
    check_columns(query, columns, table.columns)
    for name in mediators:
        check_columns(Query(name, slots["outcome"]), columns, table.columns)
    return _through(plan_request(query, None, columns, ()), mediators, profile)


# ---------------- The figures


def estimate(
    plan: Plan,
    proposal: GraphProposal | None,
    estimand: Estimand | None,
    setting: Setting,
    recorder: Recorder,
) -> Work:
    assert estimand is not None and plan.query is not None
    mediators: tuple[str, ...] = tuple(plan.slots["mediators"])
    # Chance may have decided the treatment, and not the mediators: what acts on them and on the outcome is
    # held fixed in a trial too.
    earlier = [role.column for role in plan.roles if role.role is RoleKind.CONFOUNDER]
    held = dict.fromkeys((*estimand.design.adjustment_set, *earlier))
    taken = {plan.query.treatment, plan.query.outcome, *mediators}
    design = replace(
        estimand.design, mediators=mediators, adjustment_set=tuple(n for n in held if n not in taken)
    )
    with recorder.step("data"):
        sample = prepare(setting.table, setting.profile, estimand.query, design, setting.images)
    with recorder.step("estimate"):
        found = _of_sample(sample, mediators, setting)
        found = replace(found, hinge=_hinge(found, plan, design, estimand, mediators, setting))
    return work_of(found, sample, shown_estimand(estimand, sample), setting, kind=NAME)


def _of_sample(sample: Sample, mediators: tuple[str, ...], setting: Setting) -> Mediation:
    frame, query = sample.frame, sample.query
    return mediate(
        outcome=frame[query.outcome].to_numpy(dtype=float),
        treatment=frame[query.treatment].to_numpy(dtype=float),
        mediators=frame[list(mediators)].to_numpy(dtype=float),
        covariates=held_matrix(sample, sample.design.adjustment_set),
        low=sample.low,
        high=sample.high,
        scale=outcome_scale(setting.profile, query.outcome, sample.unit),
        mediator_scales=tuple(
            outcome_scale(setting.profile, name, setting.profile[name].unit) for name in mediators
        ),
        clusters=cluster_codes(frame, sample.design.cluster),
        seed=setting.seed,
    )


def _hinge(
    found: Mediation,
    plan: Plan,
    design: Design,
    estimand: Estimand,
    mediators: tuple[str, ...],
    setting: Setting,
) -> Hinge | None:
    """The parts without the columns of which nobody says when they were measured, where they differ."""
    unknown = of_unknown_timing(plan, design)
    if not unknown:
        return None
    kept = tuple(name for name in design.adjustment_set if name not in unknown)
    try:
        bare = replace(design, adjustment_set=kept)
        sample = prepare(setting.table, setting.profile, estimand.query, bare, setting.images)
        without = _of_sample(sample, mediators, setting)
    except EstimationError:
        return None
    return Hinge(unknown, without.indirect, without.direct) if found.differs(without) else None


# ---------------- The words


def say(
    plan: Plan, profile: DataProfile, proposal: GraphProposal | None, work: Work
) -> Mapping[Part, tuple[Message, ...]]:
    found, query, design = work.result, work.query, work.design
    assert isinstance(found, Mediation) and query.treatment is not None and design is not None
    assert query.low is not None and query.high is not None
    mediators: tuple[str, ...] = tuple(plan.slots["mediators"])
    slots: dict[str, Any] = {
        "treatment": Column(query.treatment),
        "outcome": Column(query.outcome),
        "mediators": Columns(mediators),
        "low": LevelOf(query.treatment, query.low),
        "high": LevelOf(query.treatment, query.high),
        "indirect": found.indirect,
        "direct": found.direct,
        "total": found.total,
        "robustness": found.robustness,
    }
    head = [Message(f"mediation-{found.verdict}", slots)]
    if found.hinge is not None:
        about: dict[str, Any] = {"columns": Columns(found.hinge.columns)}
        about |= {"without-indirect": found.hinge.indirect, "without-direct": found.hinge.direct}
        head.append(Message("mediation-hinges", {**slots, **about}))
        head.append(Message("prose-hinge-question", {**slots, **about}))
    head.append(Message("mediation-total", slots))
    if found.verdict == Verdict.OPPOSED:
        head.append(Message("mediation-opposed-no-share"))
    elif found.share is not None:
        head.append(Message("mediation-share", {**slots, "share": found.share}))
    elif found.verdict != Verdict.NOTHING:
        head.append(Message("mediation-no-share"))
    why = [
        Message("mediation-moved", {**slots, "mediator": Column(name), "moved": moved})
        for name, moved in zip(mediators, found.moved, strict=True)
    ]
    covariates = {"covariates": Columns(design.adjustment_set, 12)}
    why.append(
        Message("mediation-held", covariates) if design.adjustment_set else Message("mediation-held-nothing")
    )
    if len(mediators) > 1:
        why.append(Message("mediation-together", slots))
    if found.extrapolated:
        why.append(Message("mediation-extrapolated", slots))
    return {
        Part.HEADLINE: tuple(head),
        Part.WHY: tuple(why),
        Part.CAVEAT: _caveats(plan, mediators, slots),
        Part.CHANGE: (Message("mediation-change", slots),),
    }


def _caveats(plan: Plan, mediators: Sequence[str], slots: Mapping[str, Any]) -> tuple[Message, ...]:
    roles = {role.column: role for role in plan.roles}
    caveats = [Message("mediation-caveat-unmeasured", slots)]
    unplaced = tuple(name for name in mediators if name not in roles or not _said_after(roles[name]))
    if unplaced:
        caveats.append(Message("mediation-caveat-order", {**slots, "unplaced": Columns(unplaced)}))
    others = tuple(
        name
        for name, role in roles.items()
        if role.role is RoleKind.AFTER_TREATMENT and name not in mediators
    )
    if others:
        caveats.append(Message("mediation-caveat-others", {**slots, "others": Columns(others, 4)}))
    return tuple(caveats)


def _said_after(role: ColumnRole) -> bool:
    told = role.timing_source is not None and role.timing_source.kind != "assumption"
    return told and role.timing is Timing.AFTER


MEDIATION = QuestionKind(
    name=NAME,
    needs=frozenset({Need.TABLE, Need.GRAPH}),
    slots=SLOTS,
    designs=frozenset({DesignKind.BACKDOOR, DesignKind.RANDOMISED}),
    ask=ask,
    plan=plan,
    identify=identify_effect,
    estimate=estimate,
    say=say,
    result_schema={"verdict": {"type": "string"}, "extrapolated": {"type": "boolean"}},
    result_values=lambda result: {"verdict": result.verdict, "extrapolated": result.extrapolated},
)
KINDS.register(NAME)(MEDIATION)

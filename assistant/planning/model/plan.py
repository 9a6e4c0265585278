"""Question + table + model -> Plan: the model's claims, checked, in the offline planner's frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.designs.statements import Spoken, is_asserted, ties_of
from assistant.designs.study import Study
from assistant.graphs.extract import claimed_arrows, claimed_causes
from assistant.kinds.interface import AVERAGE_EFFECT, Asked, kind_of, known_kinds
from assistant.kinds.router import route
from assistant.kinds.routing import ask_which, plan_as
from assistant.language import say
from assistant.planning.design import RULES, UNSAID, Revision
from assistant.planning.model.claims import Claims, RoleClaim, claim_problems, quoted, read_claims
from assistant.planning.model.prompt import passages_for, plain_words, plan_prompt, plan_schema
from assistant.planning.model.reading import settle
from assistant.planning.offline import understand
from assistant.planning.plan import plan_from
from assistant.types import ColumnRole, DesignCandidate, Evidence, Plan, RoleKind
from tools.errors import ModelError
from tools.messages import Columns, Message, as_given
from tools.types import DataProfile, Design, DesignKind, EdgeSource, NeedsClarification, Passage, Timing

if TYPE_CHECKING:
    from assistant.kinds.router import Bids
    from assistant.models.exchange import Exchange
    from tools.data import Table


_CLARIFY_LETTERS = 240
SURE_OF_KIND = 0.9  # probability from which on our own reading of the kind is not overruled in silence


def plan_with_model(
    question: str,
    profile: DataProfile,
    table: Table,
    exchange: Exchange,
    *,
    search: Callable[[str], Sequence[Passage]] = lambda question: (),
    share_levels: bool = True,
    last: Plan | None = None,
) -> Plan:
    """One call (and at most two repairs): reading, design and graph together. Raises `ModelError`.

    The offline planner reads the question too. What both say is taken; where they differ, `Plan.warnings`
    says so and the rules of `assistant.planning.model.reading` and `.design` decide.
    """
    own = understand(question, profile)
    passages = passages_for(question, profile, search(question))
    prompt = plan_prompt(question, profile, passages, own.language, share_levels)
    reply = exchange.ask(
        prompt,
        plan_schema(profile),
        lambda content: claim_problems(content, question, profile, passages),
    )
    claims = read_claims(reply)
    alone = plan_from(question, own, profile, table)
    unsure = alone.needs_clarification is not None or alone.not_answerable is not None
    settled = settle(question, own, claims, profile, unsure)
    kind = kind_claimed(claims.kind, route(question, own.language, profile))
    if kind != AVERAGE_EFFECT:
        asked = Asked(question, settled.understanding, profile, table, last)
        plan = _of_kind(kind, claims, asked, route(question, own.language, profile))
        return replace(plan, proposer=exchange.model, passages=passages)
    revise = revision(claims, exchange.model, [passage.text for passage in passages])
    plan = plan_from(question, settled.understanding, profile, table, revise)
    plan = replace(plan, proposer=exchange.model, warnings=(*settled.remarks, *plan.warnings))
    if settled.ask is not None:
        return replace(plan, needs_clarification=settled.ask, not_answerable=None)
    if plan.query is None or plan.design is None:
        return _asking(plan, claims)
    return _with_claims(replace(_asking(plan, claims), passages=passages), claims, profile)


def kind_claimed(claimed: str, bids: Bids) -> str | None:
    """The kind that both planners settle on; None: they differ and ours is sure, so the person is asked.

    A model understands more of what is asked than our words do, so its kind is taken; but a kind that our
    reader is sure of is never changed without a word, whatever the model was talked into.
    """
    if claimed == bids.decided or bids.ranked[0].probability < SURE_OF_KIND:
        return claimed
    return None


def _of_kind(kind: str | None, claims: Claims, asked: Asked, bids: Bids) -> Plan:
    """The plan of another kind than an average effect, from the model's slots where it filled them."""
    if kind is None:
        return ask_which(asked, (bids.ranked[0].kind, claims.kind))
    if kind in known_kinds():
        built = kind_of(kind)
        given = {"treatment": claims.treatment, "outcome": claims.outcome, **claims.slots}
        slots = {slot.name: given[slot.name] for slot in built.slots if given.get(slot.name)}
        needed = {slot.name for slot in built.slots if slot.required}
        if needed <= set(slots) and claims.slots:
            return replace(
                built.plan(slots, asked.profile, asked.table), language=asked.understanding.language
            )
    return plan_as(kind, asked)


def offline_instead(plan: Plan, fault: ModelError) -> Plan:
    """The offline planner's plan, which says that and why it took the model's place."""
    return replace(plan, warnings=(offline_remark(fault, plan.language), *plan.warnings))


def offline_remark(fault: ModelError, language: str) -> str:
    """That and why the offline reader took the model's place."""
    return say(language, "remark-fallback", reason=str(fault))


def _asking(plan: Plan, claims: Claims) -> Plan:
    """Where we would ask back anyway, the model's question may be the better one."""
    asked = plain_words(claims.clarify or "", longest=_CLARIFY_LETTERS)
    if plan.needs_clarification is None or not asked:
        return plan
    return replace(
        plan, needs_clarification=NeedsClarification(as_given(asked), plan.needs_clarification.choices)
    )


def _with_claims(plan: Plan, claims: Claims, profile: DataProfile) -> Plan:
    """Roles, arrows and what is not measured; remarks where the answer does not follow the model."""
    plan, late = _place_late(plan, claims, profile)
    remarks = [*_about_design(plan, claims)]
    if late:
        treatment = (plan.query.treatment if plan.query else None) or claims.treatment_words
        remarks.append(say(plan.language, "remark-late", columns=Columns(tuple(late)), treatment=treatment))
    assert plan.query is not None
    causes = claimed_causes(claims, profile, plan.query)
    if causes:
        remarks.append(
            say(plan.language, "remark-unmeasured", columns=Columns(tuple(cause.name for cause in causes)))
        )
    arrows = claimed_arrows(claims, profile)
    return replace(plan, warnings=(*plan.warnings, *remarks), arrows=arrows, suspected=causes)


def _about_design(plan: Plan, claims: Claims) -> list[str]:
    theirs = claims.design.kind
    if plan.design is None or theirs in (plan.design.kind, DesignKind.NONE):
        return []
    named = {
        "theirs": say(plan.language, f"remark-{theirs}"),
        "ours": say(plan.language, f"remark-{plan.design.kind}"),
    }
    if theirs is DesignKind.BACKDOOR:
        return [say(plan.language, "remark-design-weaker", **named)]
    candidate = next((c for c in plan.candidates if c.design.kind is theirs), None)
    if candidate is None:
        return [say(plan.language, "remark-design-text", **named)]
    if candidate.accepted:
        return [say(plan.language, "remark-design-outweighed", **named)]
    unsaid = candidate.told is not None and candidate.told.id == UNSAID
    return [
        say(
            plan.language,
            "remark-design-unsaid" if unsaid else "remark-design-data",
            reason=candidate.reason,
            **named,
        )
    ]


def _place_late(plan: Plan, claims: Claims, profile: DataProfile) -> tuple[Plan, list[str]]:
    """Leave out covariates that the description, as the model quotes it, places after the treatment.

    Only where the offline planner knew nothing about the column's timing; the others are returned, to be
    remarked on.
    """
    assert plan.design is not None
    claimed = {
        role.column: role
        for role in claims.roles
        if role.timing == "after" or role.role in ("mediator", "collider", "after_treatment")
    }
    roles, late = [], []
    for role in plan.roles:
        claim = claimed.get(role.column)
        if claim is None or role.column not in plan.design.adjustment_set:
            roles.append(role)
        elif role.source.kind == "assumption" and _told(claim, profile):
            roles.append(_late(role, claim))
        else:
            roles.append(role)
            late.append(role.column)
    gone = {role.column for role in roles if role.role is RoleKind.AFTER_TREATMENT}
    kept = tuple(name for name in plan.design.adjustment_set if name not in gone)
    return replace(plan, roles=tuple(roles), design=replace(plan.design, adjustment_set=kept)), late


def _told(claim: RoleClaim, profile: DataProfile) -> bool:
    """The quotation is in the description and speaks of the column and of time."""
    from assistant.designs.text import find_word
    from assistant.planning.timing import timing_grammar

    if not quoted(claim.evidence, profile.description) or find_word(claim.evidence, claim.column) < 0:
        return False
    return any(
        timing is Timing.AFTER and pattern.search(claim.evidence)
        for timing, _, _, pattern in timing_grammar().groups
    )


def _late(role: ColumnRole, claim: RoleClaim) -> ColumnRole:
    reason = "measured after the treatment, so the treatment may have changed it"
    source = EdgeSource("document", claim.evidence[:200])
    return ColumnRole(
        role.column, RoleKind.AFTER_TREATMENT, reason, source, claim.confidence, Timing.AFTER, source
    )


# ---------------- A model's design is held to the offline planner's rule book

# The model supplies the candidate and a quotation. The quotation must stand word for word in the
# description or in a passage that it was shown, be said of the design's columns and deny nothing. Where the
# data cannot refute a design (the exclusion of an instrument, a mediator) it must carry words of that
# design besides.


AGREED = 0.5  # points for a design that we found too, when a text is quoted for it
QUOTED = 2.5  # points for a design that we did not find; adjustment has 2.0

_COLUMNS = ("instruments", "mediators", "running_variable", "time")
_UNTESTABLE = (DesignKind.IV, DesignKind.FRONTDOOR)


def revision(claims: Claims, model: str, passages: Sequence[str] = ()) -> Revision:
    """What `planning.design.weigh` calls: the model's design joins the candidates, with its test."""

    def revise(study: Study, baseline: Sequence[str], found: list[DesignCandidate]) -> list[DesignCandidate]:
        design = claims.design
        if design.kind not in RULES:
            return found
        supported = _supported(study, claims, passages)
        points = AGREED if supported else 0.0
        said = Evidence("design", f"the model ({model}) proposes it{_quotation(claims, supported)}", points)
        for candidate in found:
            if _same(candidate.design, design) and (candidate.accepted or not supported):
                agreed = replace(
                    candidate, score=candidate.score + points, evidence=(*candidate.evidence, said)
                )
                return [agreed if c is candidate else c for c in found]
        if not _usable(study, design):
            return found
        verdict = RULES[design.kind].test(study, design, baseline)
        told = Message(UNSAID) if verdict.passed and not supported else None
        accepted = verdict.passed and supported
        return [*found, DesignCandidate(design, QUOTED, accepted, verdict.reason, (said,), told)]

    return revise


def _supported(study: Study, claims: Claims, passages: Sequence[str]) -> bool:
    """Does a text speak for it: in our own reading, or in the sentence that the model quotes?"""
    design = claims.design
    if not any(quoted(claims.evidence, text) for text in (study.profile.description, *passages)):
        return False
    told = replace(study, sentences=(*study.sentences, claims.evidence), cache={})
    said: Spoken = RULES[design.kind].spoken(told, design)
    if said.supports or said.against or design.kind in _UNTESTABLE:
        return said.supports
    if design.kind is DesignKind.RDD:
        return False  # a rule with its number is read as one
    return _speaks_for(told, claims.evidence, design)


def _speaks_for(study: Study, sentence: str, design: Design) -> bool:
    """A sentence in words that no cue knows: it denies nothing, and is about the design's columns."""
    ties = ties_of(study, sentence, 0, len(sentence))
    columns = [c for c in (design.time, study.treatment) if c is not None]
    best = max((ties.get(column, 0.0) for column in columns), default=0.0)
    others = max((weight for name, weight in ties.items() if name not in columns), default=0.0)
    return best > 0 and best >= others and is_asserted(sentence, len(sentence), len(sentence))


def _quotation(claims: Claims, supported: bool) -> str:
    return f": “{claims.evidence[:140]}”" if supported else ", and no text that it quotes says so"


def _same(ours: Design, theirs: Design) -> bool:
    if ours.kind is not theirs.kind:
        return False
    return all(
        not getattr(theirs, part) or set(_list(getattr(ours, part))) == set(_list(getattr(theirs, part)))
        for part in _COLUMNS
    )


def _list(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _usable(study: Study, design: Design) -> bool:
    """Do the design's columns stand apart from treatment and outcome?"""
    named = {*design.instruments, *design.mediators, design.time, design.unit}
    return not named & {study.treatment, study.outcome} and design.running_variable != study.outcome

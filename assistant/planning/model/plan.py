"""Question + table + model -> Plan: the model's claims, checked, in the offline planner's frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from assistant.graphs.extract import claimed_arrows, claimed_causes
from assistant.kinds.interface import AVERAGE_EFFECT, Asked, kind_of, known_kinds
from assistant.kinds.router import route
from assistant.kinds.routing import ask_which, plan_as
from assistant.language import say
from assistant.planning.design import DENIED, UNSAID, VETOED
from assistant.planning.model.claims import Claims, claim_problems, read_claims
from assistant.planning.model.designs import BY_THE_MODEL, proposed_by_model, revision
from assistant.planning.model.orders import data_give_orders
from assistant.planning.model.prompt import passages_for, plain_words, plan_prompt, plan_schema
from assistant.planning.model.reading import is_trusted, settle
from assistant.planning.model.roles import place_claimed
from assistant.planning.offline import understand
from assistant.planning.plan import plan_from
from assistant.types import Plan
from tools.errors import ModelError
from tools.messages import Column, Columns, as_given
from tools.types import DataProfile, DesignKind, NeedsClarification, Passage

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
    texts = [passage.text for passage in passages]
    orders = data_give_orders(profile, texts)
    settled = settle(question, own, claims, profile, unsure, orders)
    kind = kind_claimed(claims.kind, route(question, own.language, profile), orders)
    if kind != AVERAGE_EFFECT:
        asked = Asked(question, settled.understanding, profile, table, last)
        plan = _of_kind(kind, claims, asked, route(question, own.language, profile))
        return replace(plan, proposer=exchange.model, passages=passages)
    trusted = is_trusted(claims, orders)
    revise = revision(claims, exchange.model, texts, trusted)
    plan = plan_from(question, settled.understanding, profile, table, revise)
    told = (say(own.language, "remark-orders"),) if orders else ()
    plan = replace(
        plan,
        proposer=exchange.model,
        warnings=(*settled.remarks, *plan.warnings, *told),
        other_reading=settled.other or plan.other_reading,
    )
    if settled.ask is not None:
        return replace(plan, needs_clarification=settled.ask, not_answerable=None, other_reading=None)
    if plan.query is None or plan.design is None:
        return _asking(plan, claims)
    return _with_claims(replace(_asking(plan, claims), passages=passages), claims, profile, trusted)


def kind_claimed(claimed: str, bids: Bids, orders: bool = False) -> str | None:
    """The kind that both planners settle on; None: they differ and ours is sure, so the person is asked.

    A model understands more of what is asked than our words do, so its kind is taken; but a kind that our
    reader is sure of is never changed without a word, and none at all where the data give `orders`.
    """
    if claimed == bids.decided or (bids.ranked[0].probability < SURE_OF_KIND and not orders):
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


def _with_claims(plan: Plan, claims: Claims, profile: DataProfile, trusted: bool) -> Plan:
    """Roles, arrows and what is not measured; remarks where the answer does not follow the model, or follows
    its word alone."""
    plan, late = place_claimed(plan, claims, profile, trusted)
    remarks = [*_about_design(plan, claims)]
    if plan.on_models_word:
        treated = (plan.query.treatment if plan.query else None) or claims.treatment_words
        columns = Columns(plan.on_models_word)
        remarks.append(say(plan.language, "remark-left-out", columns=columns, treatment=treated))
    if late:
        treatment = (plan.query.treatment if plan.query else None) or claims.treatment_words
        remarks.append(say(plan.language, "remark-late", columns=Columns(late), treatment=treatment))
    assert plan.query is not None
    causes = claimed_causes(claims, profile, plan.query)
    if causes:
        remarks.append(
            say(plan.language, "remark-unmeasured", columns=Columns(tuple(cause.name for cause in causes)))
        )
    arrows = claimed_arrows(claims, profile)
    return replace(plan, warnings=(*plan.warnings, *remarks), arrows=arrows, suspected=causes)


def _about_design(plan: Plan, claims: Claims) -> list[str]:
    """Why the model's design was not used, or what else was possible where it decided."""
    theirs = claims.design.kind
    if plan.design is None or theirs is DesignKind.NONE:
        return []
    said = partial(say, plan.language)
    if theirs is plan.design.kind:
        return _where_it_decides(plan, said)
    named = {"theirs": said(f"remark-{theirs}"), "ours": said(f"remark-{plan.design.kind}")}
    if theirs is DesignKind.BACKDOOR:
        return [said("remark-design-weaker", **named)]
    candidate = proposed_by_model(plan, claims)
    if candidate is None:
        return [said("remark-design-columns", **named)]
    if candidate.accepted:
        return [said("remark-design-outweighed", **named)]
    id = _WHY_NOT.get(candidate.told.id if candidate.told else "", "remark-design-data")
    return [said(id, reason=candidate.reason, **named)]


_WHY_NOT = {UNSAID: "remark-design-unsaid", DENIED: "remark-design-denied"}


def _where_it_decides(plan: Plan, said: Callable[..., str]) -> list[str]:
    """What rests on the model's word alone: an instrument that no sentence calls one, a design put first."""
    assert plan.design is not None and plan.query is not None
    remarks = []
    used = next((c for c in plan.candidates if c.design.kind is plan.design.kind and c.accepted), None)
    if used is not None and used.told is not None and used.told.id == BY_THE_MODEL:
        slots = {"treatment": Column(plan.query.treatment or ""), "outcome": Column(plan.query.outcome)}
        remarks.append(said("remark-instrument", columns=Columns(plan.design.instruments), **slots))
    others = {c.design.kind for c in plan.candidates if c.told is not None and c.told.id == VETOED}
    theirs = said(f"remark-{plan.design.kind}")
    remarks += [
        said("remark-design-vetoed", theirs=theirs, ours=said(f"remark-{kind}"))
        for kind in sorted(others - {plan.design.kind})
    ]
    return remarks

"""A thumb on an answer, as an example to tune on: the planning prompt, the reply that was used, and the mark.

With a model both are in the answer's trace. Where the answer did not follow the model, and where no model
read the question, the reply is written out of the plan that was used and the graph that was drawn: the mark
is about these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.answers.answer import Answer
from assistant.graphs.extract import claimed_arrows
from assistant.models.exchange import schema_problems
from assistant.models.interface import Message
from assistant.models.structured import json_in
from assistant.models.transformers import LONGEST_TEXT, MOST_ITEMS
from assistant.planning.model.claims import claim_problems, quoted, read_claims
from assistant.planning.model.population import is_said
from assistant.planning.model.prompt import no_slots, passages_for, plain_words, plan_prompt, plan_schema
from assistant.planning.reading.clauses import split_question
from assistant.types import ColumnRole, Plan
from tools.types import DataProfile, Design, DesignKind, Level, Passage, Query

_TIMING = {
    "confounder": "before",
    "instrument": "before",
    "mediator": "after",
    "after_treatment": "after",
    "irrelevant": "unknown",
}  # the roles of a plan that a model's reply has a word for


def marked_example(answer: Answer, profile: DataProfile, good: bool) -> dict[str, Any] | None:
    """`{"prompt", "reply", "good"}` (`docs/tuning.md`), or None where there is no plan to learn from.

    None for a view or a change of an earlier answer, whose sentence means nothing alone, for a question that
    could not be read, and when `profile` is of other data than the answer.
    """
    plan = answer.plan
    if plan is None or answer.trace.turn or profile.fingerprint != answer.trace.data_fingerprint:
        return None
    reply: Mapping[str, Any] | None = None
    prompt: tuple[Message, ...] = ()
    for request in answer.trace.exchanges:
        if any(label.startswith("plan_") for label in request.prompt.labels):
            prompt = prompt or request.prompt.messages  # without what was said on the way to a repair
            reply = json_in(request.reply or "")
    if reply is None or schema_problems(reply, plan_schema(profile)) or not _followed(reply, plan):
        reply = plan_reply(answer, profile)
    if reply is None:
        return None
    if not prompt:
        passages = _passages(answer, profile)
        prompt = plan_prompt(answer.question, profile, passages, plan.language, True).messages
    return {
        "prompt": [{"role": message.role, "content": message.text} for message in prompt],
        "reply": json.dumps(reply, ensure_ascii=False),
        "good": good,
    }


def plan_reply(answer: Answer, profile: DataProfile) -> dict[str, Any] | None:
    """The reply that would have led to the answer's plan and graph; None where none was carried out."""
    plan = answer.plan
    if plan is None or not answer.question:
        return None
    query, design = answer.query or plan.query, answer.design or plan.design
    if query is None or design is None:
        return None
    question = answer.question
    split = split_question(question, plan.language)[0]
    low, high = (_said_level(level, question, query, profile) for level in (query.low, query.high))
    reply = {
        "treatment": query.treatment,
        "kind": answer.kind,
        "slots": no_slots(),
        "treatment_words": split.cause if quoted(split.cause, question) else question,
        "outcome": query.outcome,
        "outcome_words": split.effect if quoted(split.effect, question) else question,
        "confidence": round(plan.confidence, 2),
        "other_readings": [
            {"treatment": r.treatment, "outcome": r.outcome, "confidence": round(r.confidence, 2)}
            for r in plan.alternatives[1:3]
            if r.outcome is not None
        ],
        "from": low,
        "to": high,
        "contrast_words": question if low is not None or high is not None else "",
        "population": [
            {"column": c.column, "operator": c.operator, "value": c.value, "words": question}
            for c in query.population
        ],
        "design": _design(design, plan, profile),
        "missing": [],
        "clarify": None,
    }
    reply["graph"] = _graph(answer, reply, profile)
    passages = _passages(answer, profile)
    wrong = schema_problems(reply, plan_schema(profile)) or claim_problems(reply, question, profile, passages)
    return None if wrong else reply


def _passages(answer: Answer, profile: DataProfile) -> tuple[Passage, ...]:
    """What the graph cites of the person's own documents; a model is not shown AskWhy's general notes."""
    edges = answer.graph.edges if answer.graph else ()
    own = {s.passage for edge in edges for s in edge.sources if s.kind == "document"}
    return passages_for(answer.question, profile, [p for p in answer.citations if p.id in own])


def _followed(reply: Mapping[str, Any], plan: Plan) -> bool:
    """Is the plan that was used the one that the model gave?"""
    if plan.query is None or plan.design is None:
        return False
    theirs = (reply["treatment"], reply["outcome"], reply["design"]["kind"])
    return theirs == (plan.query.treatment, plan.query.outcome, str(plan.design.kind))


def _said_level(level: Level | None, question: str, query: Query, profile: DataProfile) -> Level | None:
    """The level as far as the question says it; the rest was decided, not read."""
    if level is None or query.treatment is None or not is_said(level, question, profile[query.treatment]):
        return None
    return level


def _design(design: Design, plan: Plan, profile: DataProfile) -> dict[str, Any]:
    of_kind = [c for c in plan.candidates if c.accepted and c.design.kind is design.kind]
    told = [text for c in of_kind for e in c.evidence for text in re.findall(r"“([^”]+)”", e.text)]
    told = [text.strip("… ")[:LONGEST_TEXT] for text in told]
    return {
        "kind": str(design.kind),
        "instruments": list(design.instruments),
        "mediators": list(design.mediators),
        "running_variable": design.running_variable,
        "cutoff": design.cutoff if design.kind is DesignKind.RDD else None,
        "time": design.time,
        "unit": design.unit,
        "evidence": next((text for text in told if quoted(text, profile.description)), ""),
        "reason": "so the description says" if told else "what came before is held fixed",
    }


def _graph(answer: Answer, reply: Mapping[str, Any], profile: DataProfile) -> dict[str, Any]:
    assert answer.plan is not None
    fixed = {*(answer.design.adjustment_set if answer.design else ())}
    roles = [_role(role, profile) for role in answer.plan.roles if role.role in _TIMING]
    # A reply has room for a few: what the estimate rests on comes first.
    roles.sort(key=lambda role: (role["role"] == "irrelevant", role["column"] not in fixed))
    roles = roles[:MOST_ITEMS]
    graph: dict[str, Any] = {"roles": roles, "arrows": [], "unmeasured": []}
    if answer.graph is None:
        return graph
    implied = {
        (arrow.cause, arrow.effect)
        for arrow in claimed_arrows(read_claims({**reply, "graph": graph}), profile)
    }
    implied.add((str(reply["treatment"]), reply["outcome"]))
    graph["arrows"] = list(_arrows(answer, implied, profile))[:MOST_ITEMS]
    graph["unmeasured"] = [
        {"name": hidden.name[:LONGEST_TEXT], "reason": f"moves {' and '.join(hidden.affects)}"}
        for hidden in answer.graph.unobserved[:3]
    ]
    return graph


def _role(role: ColumnRole, profile: DataProfile) -> dict[str, Any]:
    told = role.source.text[:LONGEST_TEXT]
    return {
        "column": role.column,
        "role": role.role,
        "timing": _TIMING[role.role],
        "reason": plain_words(role.reason, profile.names),
        "evidence": told if quoted(told, profile.description) else "",
        "confidence": round(role.confidence, 2),
    }


def _arrows(answer: Answer, implied: set[tuple[str, str]], profile: DataProfile) -> Iterator[dict[str, Any]]:
    """The graph's arrows among columns that no role implies, each with its best source."""
    assert answer.graph is not None
    cited = {passage.id for passage in _passages(answer, profile)}
    for edge in answer.graph.edges:
        if (edge.cause, edge.effect) in implied or not {edge.cause, edge.effect} <= set(profile.names):
            continue
        source = next(
            (s for s in edge.sources if s.passage in cited), edge.sources[0] if edge.sources else None
        )
        yield {
            "cause": edge.cause,
            "effect": edge.effect,
            "reason": plain_words(source.text, profile.names) if source else "",
            "passage": source.passage if source and source.passage in cited else None,
            "confidence": round(edge.confidence, 2),
        }

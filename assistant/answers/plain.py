"""An answer as plain values: the public JSON, whose schema is `assistant/answer.schema.json`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from assistant.language import wording
from assistant.types import population_text
from tools.messages import Column, Columns, LevelOf, Message, Quantity, Quoted, ScaleKind
from tools.types import (
    CausalGraph,
    Condition,
    Design,
    Estimate,
    NeedsClarification,
    NotAnswerable,
    NotIdentified,
    Sensitivity,
)

if TYPE_CHECKING:
    from assistant.answers.answer import Answer, Trace
    from assistant.graphs.combination import Conflict
    from assistant.language import Wording


def answer_values(answer: Answer) -> dict[str, Any]:
    """See `Answer.to_dict`: plain values, no NaN; names are added, never changed.

    What is said stands there in words of the answer's language, and beside them as ids with their slots.
    """
    said = answer.words
    return {
        "status": str(answer.status),
        "kind": answer.kind,
        "question": answer.question,
        "headline": answer.headline,
        "prose": answer.prose,
        "result": _result(answer),
        "query": _query(answer),
        "design": _design(answer.design),
        "graph": _graph(answer.graph, answer.conflicts),
        "estimate": _estimate(answer),
        "hinges_on": _hinges_on(answer),
        "doubt": _doubt(answer),
        "checks": [
            {
                "name": c.name,
                "purpose": said.say(c.purpose),
                "passed": c.passed,
                "value": _finite(c.value),
                "cannot_detect": said.say(c.cannot_detect),
                "detail": said.paragraph(c.detail),
                "said": [_message(message) for message in c.detail],
            }
            for c in answer.checks
        ],
        "sensitivity": _sensitivity(answer.sensitivity, said),
        "assumptions": [
            {"text": said.say(a.text), "testable": a.testable, **_message(a.text)} for a in answer.assumptions
        ],
        "citations": [
            {"id": p.id, "source": p.source, "place": p.place, "text": p.text} for p in answer.citations
        ],
        "warnings": list(answer.warnings),
        "data_account": [
            {
                "action": str(entry.action),
                "column": entry.column,
                "rows": entry.rows,
                "text": said.say(entry.said),
                **_message(entry.said),
            }
            for entry in answer.account
        ],
        "code": answer.code,
        "refusal": _refusal(answer),
        "trace": _trace(answer.trace),
    }


def _estimate(answer: Answer) -> dict[str, Any] | None:
    if answer.estimate is None:
        return None
    return {
        **_one_estimate(answer.estimate),
        "unit": answer.unit,
        "rows_total": answer.rows_total,
        "rows_dropped": answer.rows_dropped,
        "row_flow": [{"reason": reason, "rows": rows} for reason, rows in answer.dropped],
        "alternatives": [_one_estimate(other) for other in answer.estimate.alternatives],
    }


def _doubt(answer: Answer) -> dict[str, Any] | None:
    if answer.doubt is None:
        return None
    return {
        "level": str(answer.doubt.level),
        "holds": round(answer.doubt.holds, 2),
        "signs": list(answer.doubt.signs),
    }


def _hinges_on(answer: Answer) -> dict[str, Any] | None:
    hinge = answer.hinges_on
    if hinge is None:
        return None
    return {
        "columns": list(hinge.columns),
        "estimate_without": _one_estimate(hinge.estimate_without),
        "estimate_held": _one_estimate(hinge.estimate_held) if hinge.estimate_held else None,
        "question": wording(answer.language).say(hinge.question),
    }


def _result(answer: Answer) -> dict[str, Any] | None:
    """The kind's own figures; what else it holds is the kind's to say."""
    from assistant.kinds.interface import kind_of

    if answer.result is None:
        return None
    return {
        "kind": answer.kind,
        "headline": answer.result.headline,
        "quantities": {name: _quantity(each) for name, each in answer.result.quantities.items()},
        **kind_of(answer.kind).result_values(answer.result),
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    limits = quantity.ci_95
    return {
        "value": _finite(quantity.value),
        "ci_95": None if limits is None else [_finite(limit) for limit in limits],
        "std_error": _finite(quantity.std_error),
        "scale": str(quantity.scale.kind),
        "unit": quantity.scale.unit,
    }


def _finite(value: float | None) -> float | None:
    """JSON has no NaN and no infinity; null says 'none' or 'unbounded'."""
    return None if value is None or not math.isfinite(value) else float(value)


def _plain(value: Any) -> Any:
    """numpy scalars become Python's."""
    item = getattr(value, "item", None)
    return item() if callable(item) else value


def _query(answer: Answer) -> dict[str, Any] | None:
    query, design = answer.query, answer.design
    if query is None:
        return None
    return {
        "kind": query.kind,
        # Being past a cutoff has no column: the one that it is a cutoff of stands for it.
        "treatment": query.treatment or (design.running_variable if design else None),
        "from": _plain(query.low),
        "to": _plain(query.high),
        "outcome": query.outcome,
        "population": population_text(query.population),
        "estimand": str(query.estimand),
        "slots": {name: _given(value) for name, value in (answer.plan.slots if answer.plan else {}).items()},
    }


def _given(value: Any) -> Any:
    """A kind's own slots: columns, levels, a choice, conditions on rows."""
    if isinstance(value, Condition):
        return str(value)
    return [_given(each) for each in value] if isinstance(value, tuple | list) else _plain(value)


def _design(design: Design | None) -> dict[str, Any]:
    if design is None:
        return {
            "kind": "none", "adjustment_set": [], "instruments": [], "mediators": [],
            "running_variable": None, "cutoff": None, "time": None, "unit": None, "cluster": None,
        }  # fmt: skip
    return {
        "kind": str(design.kind),
        "adjustment_set": list(design.adjustment_set),
        "instruments": list(design.instruments),
        "mediators": list(design.mediators),
        "running_variable": design.running_variable,
        "cutoff": _finite(design.cutoff),
        "time": design.time,
        "unit": design.unit,
        "cluster": design.cluster,
    }


def _graph(graph: CausalGraph | None, conflicts: tuple[Conflict, ...]) -> dict[str, Any]:
    if graph is None:
        return {"edges": [], "unobserved": [], "conflicts": []}
    return {
        "edges": [
            {
                "cause": e.cause,
                "effect": e.effect,
                "confidence": _finite(e.confidence),
                "sources": [{"kind": s.kind, "passage": s.passage, "text": s.text} for s in e.sources],
            }
            for e in graph.edges
        ],
        "unobserved": [
            {"name": u.name, "affects": list(u.affects), "suspected": u.suspected} for u in graph.unobserved
        ],
        "conflicts": [{"cause": c.cause, "effect": c.effect, "text": c.text} for c in conflicts],
    }


def _one_estimate(estimate: Estimate) -> dict[str, Any]:
    return {
        "value": _finite(estimate.value),
        "std_error": _finite(estimate.std_error),
        "ci_95": [_finite(limit) for limit in estimate.ci_95],
        "p_value": _finite(estimate.p_value),
        "estimator": estimate.estimator,
        "rows_used": estimate.rows_used,
        "unadjusted": _finite(estimate.unadjusted),
        "details": {name: _finite(value) for name, value in estimate.details.items()},
    }


def _message(message: Message) -> dict[str, Any]:
    """The id and slots of a message, for whoever says it in words of their own."""
    return {"id": message.id, "slots": {name: _slot(slot) for name, slot in message.slots.items()}}


def _slot(slot: Any) -> Any:
    match slot:
        case Quantity():
            whole = slot.scale.kind is ScaleKind.COUNT
            value = int(slot.value) if whole else _finite(slot.value)
            known = {"value": value, "scale": str(slot.scale.kind), "unit": slot.scale.unit}
            interval = slot.ci_95 and [_finite(limit) for limit in slot.ci_95]
            return known | ({"ci_95": interval} if interval else {})
        case Column(name):
            return name
        case Columns(names):
            return list(names)
        case LevelOf(column, value):
            return {"column": column, "level": _plain(value)}
        case Quoted(text):
            return text
        case Message():
            return _message(slot)
        case tuple():
            return [_message(message) for message in slot]
    return str(slot)


def _sensitivity(sensitivity: Sensitivity | None, said: Wording) -> dict[str, Any] | None:
    if sensitivity is None:
        return None
    return {
        "robustness_value": _finite(sensitivity.robustness_value),
        "benchmark": said.say(sensitivity.benchmark) if sensitivity.benchmark else None,
        "e_value": _finite(sensitivity.e_value),
        "e_value_limit": _finite(sensitivity.e_value_limit),
        "details": {name: _finite(value) for name, value in sensitivity.details.items()},
    }


def _refusal(answer: Answer) -> dict[str, Any] | None:
    say = answer.words.say
    match answer.refusal:
        case None:
            return None
        case NeedsClarification(question, choices):
            return {
                "reason": say(question),
                "open_paths": [],
                "would_help": [],
                "choices": list(choices),
            }
        case NotIdentified(_, reasons, open_paths, helps):
            return {
                "reason": answer.words.paragraph(reasons),
                "open_paths": list(open_paths),
                "would_help": [say(help) for help in helps],
                "choices": [],
                "said": [_message(message) for message in (*reasons, *helps)],
            }
        case NotAnswerable(reason, would_help):
            return {
                "reason": say(reason),
                "open_paths": [],
                "would_help": list(map(say, would_help)),
                "choices": [],
            }


def _trace(trace: Trace) -> dict[str, Any]:
    return {
        "steps": [{"name": s.name, "seconds": round(s.seconds, 4)} for s in trace.steps],
        "model": trace.model,
        "model_calls": trace.model_calls,
        "tokens": trace.tokens,
        "cost": _finite(trace.cost),
        "sent": list(trace.sent),
        "received": [request.reply for request in trace.exchanges],
        "prompts": list(trace.prompts),
        "turn": trace.turn,
        "data_fingerprint": trace.data_fingerprint,
        "seed": trace.seed,
        "readings": [
            {"treatment": r.treatment, "outcome": r.outcome, "confidence": _finite(r.confidence)}
            for r in trace.readings
        ],
        "designs": [
            {
                "kind": str(c.design.kind),
                "score": _finite(c.score),
                "accepted": c.accepted,
                "reason": c.reason,
                "evidence": [e.text for e in c.evidence],
            }
            for c in trace.designs
        ],
        "evidence": [{"about": e.about, "text": e.text, "weight": _finite(e.weight)} for e in trace.evidence],
    }

"""An answer as plain values: the public JSON, whose schema is `assistant/answer.schema.json`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from assistant.language import wording
from assistant.types import population_text
from tools.types import (
    CausalGraph,
    Design,
    Estimate,
    NeedsClarification,
    NotAnswerable,
    NotIdentified,
    Query,
    Sensitivity,
)

if TYPE_CHECKING:
    from assistant.answers.answer import Answer, Refusal, Trace
    from assistant.graphs.combination import Conflict


def answer_values(answer: Answer) -> dict[str, Any]:
    """See `Answer.to_dict`: plain values, no NaN; names are added, never changed."""
    return {
        "status": answer.status,
        "kind": answer.kind,
        "question": answer.question,
        "headline": answer.headline,
        "prose": answer.prose,
        "query": _query(answer.query, answer.design),
        "design": _design(answer.design),
        "graph": _graph(answer.graph, answer.conflicts),
        "estimate": _estimate(answer),
        "hinges_on": _hinges_on(answer),
        "checks": [
            {
                "name": c.name,
                "purpose": c.purpose,
                "passed": c.passed,
                "value": _finite(c.value),
                "cannot_detect": c.cannot_detect,
                "detail": c.detail,
            }
            for c in answer.checks
        ],
        "sensitivity": _sensitivity(answer.sensitivity),
        "assumptions": [{"text": a.text, "testable": a.testable} for a in answer.assumptions],
        "citations": [
            {"id": p.id, "source": p.source, "place": p.place, "text": p.text} for p in answer.citations
        ],
        "warnings": list(answer.warnings),
        "code": answer.code,
        "refusal": _refusal(answer.refusal),
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


def _hinges_on(answer: Answer) -> dict[str, Any] | None:
    hinge = answer.hinges_on
    if hinge is None:
        return None
    return {
        "columns": list(hinge.columns),
        "estimate_without": _one_estimate(hinge.estimate_without),
        "question": wording(answer.language).say(hinge.question),
    }


def _finite(value: float | None) -> float | None:
    """JSON has no NaN and no infinity; null says 'none' or 'unbounded'."""
    return None if value is None or not math.isfinite(value) else float(value)


def _plain(value: Any) -> Any:
    """numpy scalars become Python's."""
    item = getattr(value, "item", None)
    return item() if callable(item) else value


def _query(query: Query | None, design: Design | None) -> dict[str, Any] | None:
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
        "estimand": query.estimand,
    }


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


def _sensitivity(sensitivity: Sensitivity | None) -> dict[str, Any] | None:
    if sensitivity is None:
        return None
    return {
        "robustness_value": _finite(sensitivity.robustness_value),
        "benchmark": sensitivity.benchmark,
        "e_value": _finite(sensitivity.e_value),
        "e_value_limit": _finite(sensitivity.e_value_limit),
        "details": {name: _finite(value) for name, value in sensitivity.details.items()},
    }


def _refusal(refusal: Refusal | None) -> dict[str, Any] | None:
    match refusal:
        case None:
            return None
        case NeedsClarification(question, choices):
            return {"reason": question, "open_paths": [], "would_help": [], "choices": list(choices)}
        case NotIdentified(_, reason, open_paths, would_help):
            return {
                "reason": reason,
                "open_paths": list(open_paths),
                "would_help": list(would_help),
                "choices": [],
            }
        case NotAnswerable(reason, would_help):
            return {"reason": reason, "open_paths": [], "would_help": list(would_help), "choices": []}


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

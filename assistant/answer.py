"""The answer: everything a person, a program or a reviewer needs, in one frozen value."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.study import StudyColumn, StudyGroup
from assistant.types import ColumnRole, DesignCandidate, Evidence, Plan, Reading, population_text
from tools.types import (
    Assumption,
    CausalGraph,
    Check,
    Design,
    DesignKind,
    Estimate,
    NeedsClarification,
    NotAnswerable,
    NotIdentified,
    Passage,
    Query,
    Sensitivity,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.graph_combination import Conflict
    from assistant.models.interface import Sent
    from assistant.multiverse import Multiverse

ANSWERED = "answered"
NEEDS_CLARIFICATION = "needs_clarification"
NOT_IDENTIFIED = "not_identified"
NOT_ANSWERABLE = "not_answerable"

Refusal = NotIdentified | NeedsClarification | NotAnswerable


@dataclass(frozen=True)
class Step:
    """One step of the pipeline and the wall time it took."""

    name: str
    seconds: float


@dataclass(frozen=True)
class Trace:
    """How the answer came about."""

    steps: tuple[Step, ...]
    data_fingerprint: str
    seed: int
    model: str = "offline"
    model_calls: int = 0
    tokens: int = 0
    cost: float | None = None  # US dollars; None when no price is known
    exchanges: tuple[Sent, ...] = ()  # every request to the model with its reply, in order
    prompts: tuple[str, ...] = ()  # "explain_en v1 3f9a1c0d"
    readings: tuple[Reading, ...] = ()
    designs: tuple[DesignCandidate, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    turn: str = ""  # of a follow-up: "view why_adjust age (why adjust)"; "" for a question of its own

    @property
    def sent(self) -> tuple[str, ...]:
        """Exactly what went to the model, in order."""
        return tuple(request.text for request in self.exchanges)


@dataclass(frozen=True)
class BalanceRow:
    """Standardised difference of one covariate between the arms (Austin 2009), before and after."""

    covariate: str
    before: float  # pooled standard deviations
    after: float


@dataclass(frozen=True)
class OverlapBin:
    """One bar of the two histograms of the estimated propensity."""

    low: float  # edges of the bin, 0..1
    high: float
    treated: float  # rows of the treatment's "to" level
    untreated: float  # rows of its "from" level


@dataclass(frozen=True)
class Answer:
    """What `Assistant.ask` and `Assistant.effect` return.

    `status` is "answered", "needs_clarification", "not_identified" or "not_answerable"; with any but
    the first `estimate` is None and `refusal` says why and what would help.
    """

    status: str
    question: str
    prose: str
    trace: Trace
    language: str = "en"
    plan: Plan | None = None
    query: Query | None = None
    design: Design | None = None
    graph: CausalGraph | None = None
    estimate: Estimate | None = None
    checks: tuple[Check, ...] = ()
    sensitivity: Sensitivity | None = None
    assumptions: tuple[Assumption, ...] = ()
    citations: tuple[Passage, ...] = ()
    warnings: tuple[str, ...] = ()
    code: str | None = None  # a script that reproduces `estimate.value` with no AskWhy in it
    refusal: Refusal | None = None
    unit: str | None = None  # of the outcome
    rows_total: int = 0  # rows in the source
    dropped: tuple[tuple[str, int], ...] = ()  # (reason, rows), in the order they were dropped
    balance: tuple[BalanceRow, ...] = ()
    roles: tuple[ColumnRole, ...] = ()
    overlap: tuple[OverlapBin, ...] = ()  # two-level treatments only
    columns: tuple[StudyColumn, ...] = ()  # those of the question and the design
    expression: str | None = None  # the estimand in symbols
    conflicts: tuple[Conflict, ...] = ()  # where the sources of the graph disagree
    groups: tuple[StudyGroup, ...] = ()  # untreated and treated rows; two-level treatments only
    # Estimates under other choices, worked out when a report asks for them; None: nothing can be varied.
    vary: Callable[..., Multiverse] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def multiverse(self) -> Multiverse | None:
        """The estimate beside those under other defensible choices; None where no choice of columns decides.

        Takes seconds the first time: each choice is estimated anew.
        """
        by_choice = self.design is not None and self.design.kind is DesignKind.BACKDOOR
        if self.vary is None or self.estimate is None or not by_choice or self.query is None:
            return None
        if self.query.treatment is None or self.graph is None:
            return None
        # Each choice costs a fit: on a large table a few have to do.
        return self.vary(self, most=16 if self.estimate.rows_used <= 100_000 else 4)

    @property
    def rows_dropped(self) -> int:
        return sum(rows for _, rows in self.dropped)

    def figure(self, kind: str = "effect") -> Figure:
        """A matplotlib figure: "effect", "graph", "balance", "overlap" or "contour".

        Raises `OptionError` for an unknown kind or one that this answer has nothing to show in.
        """
        from assistant.figures import figure

        return figure(self, kind)

    def report(self, path: str | Path) -> Path:
        """Write a self-contained report; the suffix (.html, .pdf or .md) decides the format.

        Raises `OptionError` for another suffix or place, or for a PDF without the extra `pdf`.
        """
        from assistant.report import write_report

        return Path(write_report(self, path))

    def to_dict(self) -> dict[str, Any]:
        """The public JSON (`assistant/answer.schema.json`): plain values, no NaN, names never change."""
        return {
            "status": self.status,
            "question": self.question,
            "prose": self.prose,
            "query": _query(self.query, self.design),
            "design": _design(self.design),
            "graph": _graph(self.graph, self.conflicts),
            "estimate": self._estimate(),
            "checks": [
                {
                    "name": c.name,
                    "purpose": c.purpose,
                    "passed": c.passed,
                    "value": _finite(c.value),
                    "cannot_detect": c.cannot_detect,
                    "detail": c.detail,
                }
                for c in self.checks
            ],
            "sensitivity": _sensitivity(self.sensitivity),
            "assumptions": [{"text": a.text, "testable": a.testable} for a in self.assumptions],
            "citations": [
                {"id": p.id, "source": p.source, "place": p.place, "text": p.text} for p in self.citations
            ],
            "warnings": list(self.warnings),
            "code": self.code,
            "refusal": _refusal(self.refusal),
            "trace": _trace(self.trace),
        }

    def _estimate(self) -> dict[str, Any] | None:
        if self.estimate is None:
            return None
        return {
            **_one_estimate(self.estimate),
            "unit": self.unit,
            "rows_total": self.rows_total,
            "rows_dropped": self.rows_dropped,
            "row_flow": [{"reason": reason, "rows": rows} for reason, rows in self.dropped],
            "alternatives": [_one_estimate(other) for other in self.estimate.alternatives],
        }


@cache
def answer_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `Answer.to_dict()`."""
    schema: dict[str, Any] = json.loads(
        files("assistant").joinpath("answer.schema.json").read_text(encoding="utf-8")
    )
    return schema


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

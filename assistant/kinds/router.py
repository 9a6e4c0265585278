"""stub"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bid:
    kind: str
    probability: float


@dataclass(frozen=True)
class Bids:
    ranked: tuple[Bid, ...]
    decided: str | None
    close: tuple[str, ...] = ()


def route(question, language, profile=None, embedder=None):
    q = question.lower()
    k = "average_effect"
    if "related" in q or "有关" in q or "correlat" in q:
        k = "association"
    elif "confounder" in q or "adjust for" in q or "mediator" in q or "控制哪些" in q:
        k = "graph_question"
    elif " or " in q or "还是" in q:
        k = "comparison"
    elif "for whom" in q:
        k = "heterogeneity"
    return Bids((Bid(k, 0.95),), k)

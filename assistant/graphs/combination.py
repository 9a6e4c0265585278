"""Claims about arrows from several sources, weighed into one acyclic graph; what contradicts is listed.

Each source says how likely an arrow is, as far as it alone can tell. Sources are taken as independent
witnesses:
their log odds are added, each kind of source up to a bound, so that ten passages that copy one another do not
count as ten (Genest & Zidek 1986, "Combining probability distributions"). The user is no witness: what the
user
drew stands.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tools.graphs import build_graph
from tools.types import CausalGraph, Edge, EdgeSource, Unobserved

__all__ = ["ArrowClaim", "Combined", "Conflict", "combine", "confidence_of"]

MOST_FOR_A_KIND = 3.0  # log odds that one kind of source may add or take away
# What a kind of source is worth beside the others. Tests on data see association, seldom direction.
WEIGHT = {"design": 1.0, "document": 1.0, "model": 0.8, "timing": 1.0, "data": 1.0, "assumption": 1.0}
DRAWN = 0.5  # an arrow is drawn from this confidence on


@dataclass(frozen=True)
class ArrowClaim:
    """One source's word on one arrow. Below one half, `confidence` speaks against the arrow."""

    cause: str
    effect: str
    confidence: float  # 0..1
    source: EdgeSource


@dataclass(frozen=True)
class Conflict:
    """Where sources contradict one another, and what was done about it."""

    cause: str
    effect: str
    text: str
    sources: tuple[EdgeSource, ...] = ()


@dataclass(frozen=True)
class Combined:
    graph: CausalGraph
    conflicts: tuple[Conflict, ...]


Arrow = tuple[str, str]


def combine(
    nodes: Iterable[str],
    claims: Iterable[ArrowClaim],
    unobserved: Sequence[Unobserved] = (),
    *,
    kept: Collection[Arrow] = (),
) -> Combined:
    """One graph out of all claims.

    Arrows in `kept` (those that the study's design rests on) are drawn even when the other sources speak
    against them; the contradiction is listed. Cycles are broken at their least sure arrow.

    Raises:
        GraphError: a claim about something that is not among `nodes`, or a cycle of the user's own arrows.
    """
    by_arrow: dict[Arrow, list[ArrowClaim]] = {}
    for claim in claims:
        by_arrow.setdefault((claim.cause, claim.effect), []).append(claim)
    sure = {arrow: confidence_of(said) for arrow, said in by_arrow.items()}
    conflicts = [_disputed(arrow, said, sure[arrow], kept) for arrow, said in by_arrow.items()]
    drawn = {arrow for arrow in sure if sure[arrow] >= DRAWN or arrow in kept}
    for arrow in sorted(drawn, key=lambda arrow: _rank(arrow, sure, kept)):
        if (arrow[1], arrow[0]) in drawn and arrow in drawn:
            drawn.discard(arrow)
            conflicts.append(_both_ways(arrow, by_arrow, sure))
    while (cycle := _cycle(drawn)) is not None:
        weakest = min(cycle, key=lambda arrow: _rank(arrow, sure, kept))
        if _by_user(by_arrow[weakest]):
            break  # build_graph names the user's own cycle
        drawn.discard(weakest)
        conflicts.append(_in_cycle(weakest, cycle, by_arrow, sure))
    edges = [
        Edge(arrow[0], arrow[1], round(sure[arrow], 3), _sources(by_arrow[arrow]))
        for arrow in by_arrow
        if arrow in drawn
    ]
    return Combined(
        build_graph(nodes, edges, unobserved), tuple(found for found in conflicts if found is not None)
    )


# ---------------------------------------------------------------- weighing


def confidence_of(claims: Sequence[ArrowClaim]) -> float:
    if _by_user(claims):
        return 1.0
    total = 0.0
    for kind in dict.fromkeys(claim.source.kind for claim in claims):
        said = sum(_log_odds(claim.confidence) for claim in claims if claim.source.kind == kind)
        total += WEIGHT.get(kind, 1.0) * max(-MOST_FOR_A_KIND, min(MOST_FOR_A_KIND, said))
    return 1.0 / (1.0 + math.exp(-total))


def _log_odds(confidence: float) -> float:
    bounded = min(max(confidence, 0.02), 0.98)
    return math.log(bounded / (1.0 - bounded))


def _by_user(claims: Sequence[ArrowClaim]) -> bool:
    return any(claim.source.kind == "user" and claim.confidence > DRAWN for claim in claims)


def _rank(arrow: Arrow, sure: dict[Arrow, float], kept: Collection[Arrow]) -> tuple[bool, float, Arrow]:
    """Least sure first; what the design rests on last."""
    return (arrow in kept, sure[arrow], arrow)


def _cycle(arrows: Collection[Arrow]) -> list[Arrow] | None:
    import networkx as nx

    try:
        return [(cause, effect) for cause, effect, *_ in nx.find_cycle(nx.DiGraph(sorted(arrows)))]
    except nx.NetworkXNoCycle:
        return None


def _sources(claims: Sequence[ArrowClaim]) -> tuple[EdgeSource, ...]:
    return tuple(dict.fromkeys(claim.source for claim in claims))


# ---------------------------------------------------------------- conflicts in words


def _disputed(
    arrow: Arrow, claims: Sequence[ArrowClaim], sure: float, kept: Collection[Arrow]
) -> Conflict | None:
    """A document, a model or the user says the opposite of the others about one arrow."""
    against = [c for c in claims if c.confidence < DRAWN and c.source.kind != "data"]
    speaking_for = [c for c in claims if c.confidence >= DRAWN]
    if not against or not speaking_for:
        return None
    decided = "It is drawn" if sure >= DRAWN or arrow in kept else "It is left out"
    text = (
        f"{arrow[0]} -> {arrow[1]}: {_who(speaking_for)} for it, {_who(against)} against it. {decided} "
        f"(confidence {sure:.2f})."
    )
    return Conflict(*arrow, text, _sources(against))


def _both_ways(arrow: Arrow, by_arrow: dict[Arrow, list[ArrowClaim]], sure: dict[Arrow, float]) -> Conflict:
    turned = (arrow[1], arrow[0])
    text = (
        f"{_who(by_arrow[turned])} for {turned[0]} -> {turned[1]} (confidence {sure[turned]:.2f}), "
        f"{_who(by_arrow[arrow])} for the other direction ({sure[arrow]:.2f}). The first is drawn."
    )
    return Conflict(*arrow, text[0].upper() + text[1:], _sources(by_arrow[arrow]))


def _in_cycle(
    arrow: Arrow, cycle: Sequence[Arrow], by_arrow: dict[Arrow, list[ArrowClaim]], sure: dict[Arrow, float]
) -> Conflict:
    around = " -> ".join([*(cause for cause, _ in cycle), cycle[0][0]])
    text = (
        f"The claims close a cycle, {around}; {arrow[0]} -> {arrow[1]} is left out, the least sure of its "
        f"arrows (confidence {sure[arrow]:.2f})."
    )
    return Conflict(*arrow, text, _sources(by_arrow[arrow]))


_NAMES = {
    "user": "the user",
    "document": "a document",
    "model": "the language model",
    "timing": "the order in time",
    "data": "the data",
    "design": "the study design",
    "assumption": "an assumption",
}


def _who(claims: Sequence[ArrowClaim]) -> str:
    kinds = list(dict.fromkeys(_NAMES.get(claim.source.kind, claim.source.kind) for claim in claims))
    verb = "speaks" if len(kinds) == 1 and kinds != ["the data"] else "speak"
    return f"{' and '.join(kinds)} {verb}"

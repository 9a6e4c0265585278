"""Bar 6: identification, against DoWhy's default search."""

from __future__ import annotations

import time
from collections.abc import Iterator

import networkx as nx

from bench.measure import Line, in_turns
from tools.graphs import from_user
from tools.identification.estimand import identify
from tools.types import Design, DesignKind, Estimand, Query


def confounded(confounders: int) -> nx.DiGraph:
    """t -> y, every c a common cause."""
    graph = nx.DiGraph([(f"c{i}", end) for i in range(confounders) for end in ("t", "y")])
    graph.add_edge("t", "y")
    return graph


def identification(confounders: int, wanted: float, repeats: int = 3) -> Iterator[Line]:
    """Alternating; DoWhy once, since its search takes seconds to minutes."""
    from dowhy.causal_identifier import EstimandType, identify_effect_auto

    graph = confounded(confounders)
    ours_graph = from_user(graph, list(graph))
    mine, other, found, theirs = in_turns(
        lambda: identify(ours_graph, Query("t", "y"), Design(DesignKind.BACKDOOR), observed=list(graph)),
        lambda: identify_effect_auto(graph, ["t"], ["y"], list(graph), EstimandType.NONPARAMETRIC_ATE),
        repeats,
        1,
    )
    same = isinstance(found, Estimand) and set(found.design.adjustment_set) == set(
        theirs.get_backdoor_variables()
    )
    yield Line(
        "6",
        f"identification; {confounders + 2} nodes",
        "DoWhy default",
        mine,
        other,
        f"{wanted:g}x",
        other / mine >= wanted,
        same,
        "same adjustment set" if same else "",
    )


def alone(confounders: int) -> Iterator[Line]:
    """A graph on which DoWhy takes too long to wait for."""
    graph = confounded(confounders)
    ours_graph = from_user(graph, list(graph))
    times = []
    for _ in range(3):
        start = time.perf_counter()
        found = identify(ours_graph, Query("t", "y"), Design(DesignKind.BACKDOOR), observed=list(graph))
        times.append(time.perf_counter() - start)
    mine = sorted(times)[1]
    right = isinstance(found, Estimand) and len(found.design.adjustment_set) == confounders
    yield Line(
        "6",
        f"identification; {confounders + 2} nodes",
        "(DoWhy takes minutes)",
        mine,
        None,
        "<= 50 ms",
        mine <= 0.05,
        right,
    )

"""Discovery and falsification: PC against causal-learn, falsification against DoWhy."""

from __future__ import annotations

import time
from collections.abc import Iterator

import networkx as nx
import numpy as np
import pandas as pd

from bench.measure import Line, in_turns
from tools.discovery import discover
from tools.discovery.background import Background
from tools.discovery.independence import independence_test
from tools.discovery.skeleton import find_skeleton
from tools.falsification.falsify import test_graph
from tools.graphs import from_user

ROWS = 10_000
ALPHA = 0.05
WANTED = {10: 100.0, 20: 400.0, 50: 400.0, 100: 400.0}
IN_A_TURN = {10: 50, 20: 50, 50: 5}  # calls of ours, so that a turn lasts as long as one of the peer's
TURNS = {10: 15, 20: 15, 50: 5, 100: 2}  # of the peer, and of ours if `repeats` is not more


def linear_world(columns: int, rows: int, seed: int, causes: float = 3.0) -> tuple[np.ndarray, np.ndarray]:
    """(values, which column causes which) of a random linear Gaussian graph with so many links a column."""
    rng = np.random.default_rng(seed)
    arrows = np.triu(rng.random((columns, columns)) < causes / (columns - 1), 1)
    weights = arrows * rng.uniform(0.3, 1.0, arrows.shape) * rng.choice([-1.0, 1.0], arrows.shape)
    values = rng.normal(size=(rows, columns))
    for column in range(columns):
        values[:, column] += values @ weights[:, column]
    return values, arrows


def peter_clark(columns: int, repeats: int) -> Iterator[Line]:
    """From the same frame to a skeleton with directions, through the public calls of both; ours also names
    the columns, looks for gaps and few-valued columns, and gives the strength of each link. The bar is on the
    skeleton, which is the same in both; directions are found by other rules.

    As `timeit` does, a call that is over in a millisecond is timed as the mean of several in a row: a single
    one would mostly measure how cold the processor's caches are after the peer's turn.
    """
    from causallearn.search.ConstraintBased.PC import pc

    values, _ = linear_world(columns, ROWS, seed=columns)
    frame = pd.DataFrame(values, columns=[f"v{i}" for i in range(columns)])
    calls = IN_A_TURN.get(columns, 1)
    mine, other, found, theirs = in_turns(
        lambda: [discover(frame, "pc", alpha=ALPHA) for _ in range(calls)][-1],
        lambda: pc(frame.to_numpy(), alpha=ALPHA, show_progress=False),
        max(repeats, TURNS[columns]),
        TURNS[columns],
    )
    mine, marks = mine / calls, theirs.G.graph
    their_links = {frozenset((f"v{i}", f"v{j}")) for i, j in np.argwhere(marks != 0)}
    # causal-learn: marks[j, i] = 1 and marks[i, j] = -1 is i -> j.
    their_arrows = {(f"v{i}", f"v{j}") for i, j in np.argwhere((marks == -1) & (marks.T == 1))}
    same = their_links == {frozenset((link.cause, link.effect)) for link in found.links}
    arrows = f"{len(their_arrows & set(found.directed))} of its {len(their_arrows)} arrows"
    yield Line(
        "d", f"PC; {columns} columns, {ROWS:,} rows", "causal-learn", mine, other, "",
        None, same, f"identical skeleton, {arrows}" if same else "",
    )  # fmt: skip


def skeleton(columns: int, repeats: int) -> Iterator[Line]:
    """The skeleton alone, in both: from the same table to the pairs that stay adjacent."""
    from causallearn.utils.cit import CIT
    from causallearn.utils.PCUtils.SkeletonDiscovery import skeleton_discovery

    values, _ = linear_world(columns, ROWS, seed=columns)
    frame = pd.DataFrame(values, columns=[f"v{i}" for i in range(columns)])
    calls = IN_A_TURN.get(columns, 1)
    mine, other, (found, _), theirs = in_turns(
        lambda: [find_skeleton(independence_test(frame), ALPHA, Background()) for _ in range(calls)][-1],
        lambda: skeleton_discovery(values, ALPHA, CIT(values, "fisherz"), show_progress=False),
        max(repeats, TURNS[columns]),
        TURNS[columns],
    )
    mine, same, wanted = mine / calls, bool(((theirs.G.graph != 0) == found).all()), WANTED[columns]
    yield Line(
        "d", f"PC's skeleton; {columns} columns, {ROWS:,} rows", "causal-learn", mine, other, f"{wanted:g}x",
        other / mine >= wanted, same, "identical" if same else "",
    )  # fmt: skip


def falsification(columns: int = 10, permutations: int = 100) -> Iterator[Line]:
    """From the table to the verdict; DoWhy's default takes minutes on these rows, so it is not run."""
    values, arrows = linear_world(columns, ROWS, seed=3)
    names = [f"v{i}" for i in range(columns)]
    frame = pd.DataFrame(values, columns=names)
    graph = from_user(nx.DiGraph([(names[i], names[j]) for i, j in np.argwhere(arrows)]), names)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        found = test_graph(graph, independence_test(frame), permutations=permutations)
        times.append(time.perf_counter() - start)
    mine = sorted(times)[1]
    right = found.passed is True and found.baseline is not None and not found.baseline.falsified
    yield Line(
        "d", f"falsification; {columns} nodes, {ROWS:,} rows, {permutations} permutations",
        "(DoWhy: 50 s on 500 rows)", mine, None, "<= 5 s", mine <= 5.0, right,
    )  # fmt: skip

"""Discovery and falsification: PC against causal-learn, falsification against DoWhy."""

from __future__ import annotations

import time
from collections.abc import Iterator

import networkx as nx
import numpy as np
import pandas as pd

from bench.measure import Line, in_turns
from tools.discovery.gaussian_skeleton import gaussian_skeleton
from tools.falsify import test_graph
from tools.graph import from_user
from tools.independence import independence_test
from tools.independence.choice import correlations

ROWS = 10_000
ALPHA = 0.05
WANTED = {10: 100.0, 20: 400.0, 50: 400.0, 100: 400.0}


def linear_world(columns: int, rows: int, seed: int, causes: float = 3.0) -> tuple[np.ndarray, np.ndarray]:
    """(values, which column causes which) of a random linear Gaussian graph with so many links a column."""
    rng = np.random.default_rng(seed)
    arrows = np.triu(rng.random((columns, columns)) < causes / (columns - 1), 1)
    weights = arrows * rng.uniform(0.3, 1.0, arrows.shape) * rng.choice([-1.0, 1.0], arrows.shape)
    values = rng.normal(size=(rows, columns))
    for column in range(columns):
        values[:, column] += values @ weights[:, column]
    return values, arrows


def skeletons(columns: int, repeats: int) -> Iterator[Line]:
    """From the table to the skeleton; causal-learn's PC includes its orientation, a small part of its
    time."""
    from causallearn.search.ConstraintBased.PC import pc

    values, _ = linear_world(columns, ROWS, seed=columns)
    mine, other, (found, _), theirs = in_turns(
        lambda: gaussian_skeleton(correlations(values), len(values), ALPHA),
        lambda: pc(values, alpha=ALPHA, show_progress=False),
        repeats,
        3 if columns <= 50 else 1,
    )
    same = bool((found == (theirs.G.graph != 0)).all())
    wanted = WANTED[columns]
    yield Line(
        "d", f"PC skeleton; {columns} columns, {ROWS:,} rows", "causal-learn", mine, other, f"{wanted:g}x",
        other / mine >= wanted, same, "identical skeleton" if same else "",
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

"""A graph against itself with its names shuffled: does it fit the table better than chance?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tools.graph_core import to_networkx
from tools.implied import Claim, implied_independences, parental_claims, questions_of, relabelled
from tools.independence import IndependenceTest
from tools.separation import is_separated
from tools.types import CausalGraph

__all__ = ["Baseline", "baseline_of"]


@dataclass(frozen=True)
class Baseline:
    """The graph against itself with its names shuffled (Eulig et al. 2023, arXiv:2305.09565)."""

    permutations: int
    claims: int  # local Markov conditions of the graph
    violated: int  # of them, at the level of the single test
    as_good: float  # share of the shuffled graphs that violate no larger share of their claims
    equivalent: float  # share of the shuffled graphs that claim the same independences
    level: float

    @property
    def falsifiable(self) -> bool:
        """Does the graph claim something that most shuffled graphs do not?"""
        return self.equivalent <= self.level

    @property
    def falsified(self) -> bool:
        """Is it falsifiable and yet no better than chance?"""
        return self.as_good > self.level > self.equivalent


def baseline_of(
    graph: CausalGraph, test: IndependenceTest, level: float, permutations: int, seed: int
) -> Baseline | None:
    """Violated local Markov conditions of the graph, against those of graphs with shuffled names."""
    directed, nodes = to_networkx(graph), [name for name in graph.nodes if name in test.names]
    if len(nodes) == len(directed):
        given = parental_claims(directed)
    else:  # what is not measured cannot be tested: only claims between columns that can be
        given = [relabelled(claim, {z: z for z in nodes}) for claim in implied_independences(graph, nodes)]
    if not given:
        return None
    rng = np.random.default_rng(seed)
    shuffled = []
    for _ in range(permutations):
        names = dict(zip(nodes, rng.permutation(np.array(nodes, dtype=object)).tolist(), strict=True))
        shuffled.append([relabelled(claim, names) for claim in given])
    violated = _violated_shares([given, *shuffled], test, level)
    # Two graphs claim the same when all of the one's claims hold in the other.
    holds: dict[Claim, bool] = {}
    for claim in (claim for claims in shuffled for claim in claims):
        if claim not in holds:
            holds[claim] = is_separated(directed, [claim.one], [claim.other], claim.given)
    equivalent = [all(holds[claim] for claim in claims) for claims in shuffled]
    return Baseline(
        permutations=permutations,
        claims=len(given),
        violated=round(violated[0] * len(given)),
        as_good=float(np.mean([share <= violated[0] for share in violated[1:]])),
        equivalent=float(np.mean(equivalent)),
        level=level,
    )


def _violated_shares(graphs: Sequence[Sequence[Claim]], test: IndependenceTest, level: float) -> list[float]:
    """The share of each graph's claims that are violated; each distinct claim is tested once, all at once."""
    distinct = list(dict.fromkeys(claim for claims in graphs for claim in claims))
    p_values = test.p_values(questions_of(distinct, test.names))
    violated: Mapping[Claim, bool] = dict(zip(distinct, (p_values <= level).tolist(), strict=True))
    return [float(np.mean([violated[claim] for claim in claims])) for claims in graphs]

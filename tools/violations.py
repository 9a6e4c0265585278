"""Claims of a graph that a table contradicts: how strongly, and which arrow would mend it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tools.graph_core import to_networkx
from tools.implied import Claim, claims_of, questions_of
from tools.independence import IndependenceTest
from tools.types import CausalGraph

__all__ = ["Change", "TestedClaim", "holm", "listed", "with_changes"]


@dataclass(frozen=True)
class Change:
    """An arrow that the graph lacks. With it, `left` of its claims are contradicted."""

    cause: str
    effect: str
    left: int


@dataclass(frozen=True)
class TestedClaim:
    """One implied independence, held against the data."""

    one: str
    other: str
    given: tuple[str, ...]
    p_value: float  # of so strong an association if the claim holds
    adjusted: float  # the same, corrected for the number of claims (Holm 1979)
    strength: float  # association that is left, 0..1
    violated: bool
    changes: tuple[Change, ...] = ()  # arrows that would mend it, the best first; for the worst claims only
    together: int = 0  # contradicted claims of the graph as it stands

    def __str__(self) -> str:
        fixed = f" once {listed(self.given)} {_is_or_are(self.given)} held fixed" if self.given else ""
        return (
            f"{self.one} and {self.other} are associated{fixed} (strength {self.strength:.2f}, corrected "
            f"p {_p(self.adjusted)}); the graph says they are not: {self._mend()}."
        )

    def _mend(self) -> str:
        plain = "add an arrow between them or a common cause"
        counts = {change.left for change in self.changes}
        if self.together < 2 or not counts or min(counts) >= self.together:
            return plain
        best = self.changes[0]
        either = len(self.changes) == 2 and len(counts) == 1
        arrow = "an arrow in either direction" if either else f"{best.cause} -> {best.effect}"
        return f"{plain}; {arrow} takes the contradictions from {self.together} to {best.left}"


def with_changes(
    claims: Sequence[TestedClaim],
    most: int,
    graph: CausalGraph,
    meant: Callable[[list[Claim]], list[Claim]],
    test: IndependenceTest,
    level: float,
    smallest: float,
) -> tuple[TestedClaim, ...]:
    """The first `most` violations with the arrows that would mend them, each tried on the whole graph.

    `meant` picks the claims that were to be tested out of all that a graph makes.
    """
    together = sum(claim.violated for claim in claims)
    told = []
    for claim in claims[:most]:
        if claim.violated:
            tried = _tried(claim, graph, meant, test, level, smallest)
            claim = replace(claim, changes=tried, together=together)
        told.append(claim)
    return (*told, *claims[most:])


def _tried(
    claim: TestedClaim,
    graph: CausalGraph,
    meant: Callable[[list[Claim]], list[Claim]],
    test: IndependenceTest,
    level: float,
    smallest: float,
) -> tuple[Change, ...]:
    import networkx as nx

    usable = [name for name in graph.nodes if name in test.names]
    found = []
    for cause, effect in ((claim.one, claim.other), (claim.other, claim.one)):
        changed = to_networkx(graph)
        changed.add_edge(cause, effect)
        if not nx.is_directed_acyclic_graph(changed):
            continue
        questions = questions_of(meant(claims_of(changed, usable)), test.names)
        left = 0
        if questions:
            violated = holm(test.p_values(questions).tolist()) <= level
            left = int((violated & (test.strengths(questions) >= smallest)).sum())
        found.append(Change(cause, effect, left))
    return tuple(sorted(found, key=lambda change: change.left))


def holm(p_values: Sequence[float]) -> np.ndarray:
    """p-values corrected for their number (Holm 1979, Scand. J. Stat. 6): the chance of any false alarm."""
    values = np.asarray(p_values, dtype=float)
    order = values.argsort()
    stepped = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    corrected = np.empty_like(values)
    corrected[order] = np.minimum(stepped, 1.0)
    return corrected


def listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _is_or_are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"

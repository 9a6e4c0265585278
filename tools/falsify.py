"""Can this graph be reconciled with this table? Its implied independences tested, and a baseline.

A graph without an arrow between two columns says that they are independent once the right other columns are
held fixed. Each such claim is a test. All tests come out of one summary of the data (`tools.independence`),
so a
thousand relabelled graphs cost no more than a second.

Passing proves nothing: graphs with the same independences pass together, whichever way their arrows point,
and
a complete graph claims nothing at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tools.errors import GraphError
from tools.graph_core import parents_of, to_networkx
from tools.implied import Claim, implied_independences, questions_of
from tools.independence import IndependenceTest
from tools.shuffled_graphs import Baseline, baseline_of
from tools.types import CausalGraph
from tools.violations import TestedClaim, holm, listed, with_changes

__all__ = ["Baseline", "GraphTest", "TestedArrow", "TestedClaim", "holm", "test_graph"]

MOST_NAMED = 3  # violations that are told in words


@dataclass(frozen=True)
class TestedArrow:
    """An arrow of the graph whose ends show no association given the effect's other causes."""

    cause: str
    effect: str
    p_value: float
    strength: float


@dataclass(frozen=True)
class GraphTest:
    """A graph held against a table."""

    claims: tuple[TestedClaim, ...]  # most damaging first
    idle: tuple[TestedArrow, ...]  # arrows that this data do not need
    baseline: Baseline | None
    rows: int
    test: str
    untested: tuple[str, ...]  # columns of the graph that the tests could not use

    @cached_property
    def violations(self) -> tuple[TestedClaim, ...]:
        return tuple(claim for claim in self.claims if claim.violated)

    @property
    def passed(self) -> bool | None:
        """None: the graph claims nothing that these data could contradict."""
        return None if not self.claims else not self.violations

    @property
    def sentences(self) -> tuple[str, ...]:
        """The result in words: the count, the two or three worst violations, the baseline."""
        return tuple(_sentences(self))

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def test_graph(
    graph: CausalGraph,
    test: IndependenceTest,
    *,
    level: float = 0.05,
    smallest: float = 0.0,
    about: Sequence[str] | None = None,
    open_ended: bool = False,
    permutations: int = 0,
    seed: int = 7,
) -> GraphTest:
    """Hold `graph` against the table that `test` summarises.

    A claim is violated when its Holm-corrected p-value is at most `level` and the association that is left
    is at least `smallest` (0..1). With `about`, only claims about these columns are tested. An `open_ended`
    graph was drawn for one question: it leaves open how its outermost causes hang together and what else
    moves
    what hangs below a single cause, so nothing is claimed about those, and there is no baseline.
    `permutations`
    shuffled graphs make the baseline; 0 leaves it out.

    Raises:
        GraphError: none of the graph's columns is in the table.
    """
    usable = [name for name in graph.nodes if name in test.names]
    if not usable:
        raise GraphError("No column of the graph is in the table. Check the names.")

    def meant(claims: list[Claim]) -> list[Claim]:
        if about is not None:
            claims = [claim for claim in claims if claim.one in about or claim.other in about]
        return _meant(claims, graph) if open_ended else claims

    tested = _tested(meant(implied_independences(graph, usable)), test, level, smallest)
    permutations = 0 if open_ended else permutations
    return GraphTest(
        claims=with_changes(tested, MOST_NAMED, graph, meant, test, level, smallest),
        idle=_idle_arrows(graph, test, level),
        baseline=baseline_of(graph, test, level, permutations, seed) if permutations else None,
        rows=test.rows,
        test=test.label,
        untested=tuple(name for name in graph.nodes if name not in usable),
    )


test_graph.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test


# ---------------------------------------------------------------- tests


def _meant(claims: Sequence[Claim], graph: CausalGraph) -> list[Claim]:
    """The claims that a graph drawn for one question means: not about two outermost causes, nor a loose
    end."""
    parents = parents_of(graph)
    causing = {edge.cause for edge in graph.edges}
    first = {name for name in graph.nodes if not parents[name]}
    loose = {name for name in graph.nodes if len(parents[name]) == 1 and name not in causing}
    return [
        claim
        for claim in claims
        if not {claim.one, claim.other} <= first and not {claim.one, claim.other} & loose
    ]


def _tested(
    claims: Sequence[Claim], test: IndependenceTest, level: float, smallest: float
) -> tuple[TestedClaim, ...]:
    if not claims:
        return ()
    questions = questions_of(claims, test.names)
    p_values, strengths = test.p_values(questions), test.strengths(questions)
    corrected = holm(p_values.tolist())
    tested = [
        TestedClaim(
            claim.one, claim.other, claim.given, float(p), float(adjusted), float(strength),
            bool(adjusted <= level and strength >= smallest),
        )
        for claim, p, adjusted, strength in zip(claims, p_values, corrected, strengths, strict=True)
    ]  # fmt: skip
    return tuple(sorted(tested, key=lambda claim: (not claim.violated, -claim.strength)))


def _idle_arrows(graph: CausalGraph, test: IndependenceTest, level: float) -> tuple[TestedArrow, ...]:
    """Arrows whose ends are independent given the effect's other causes (causal minimality)."""
    directed = to_networkx(graph)
    claims = []
    for edge in graph.edges:
        others = [z for z in directed.predecessors(edge.effect) if z != edge.cause]
        if all(name in test.names for name in (edge.cause, edge.effect, *others)):
            claims.append(Claim(edge.cause, edge.effect, tuple(others)))
    questions = questions_of(claims, test.names)
    return tuple(
        TestedArrow(claim.one, claim.other, float(p), float(strength))
        for claim, p, strength in zip(
            claims, test.p_values(questions), test.strengths(questions), strict=True
        )
        if p > level
    )


# ---------------------------------------------------------------- words


def _sentences(found: GraphTest) -> list[str]:
    if not found.claims:
        said = ["The graph claims no independence that these columns could contradict."]
    elif not found.violations:
        said = [f"All {len(found.claims)} independences that the graph claims fit the data."]
    else:
        said = [
            f"The data contradict {len(found.violations)} of the {len(found.claims)} independences that the "
            "graph claims."
        ]
        said += [str(claim) for claim in found.violations[:MOST_NAMED]]
    if found.baseline is not None:
        said.append(_baseline_words(found.baseline))
    if found.untested:
        said.append(f"Not tested: {listed(found.untested)}.")
    return said


def _baseline_words(baseline: Baseline) -> str:
    if not baseline.falsifiable:
        return (
            f"The test says little: {baseline.equivalent:.0%} of the graphs with shuffled names claim the "
            "same independences."
        )
    verdict = (
        "no better than chance, so the graph is rejected" if baseline.falsified else "better than chance"
    )
    return (
        f"{baseline.violated} of {baseline.claims} local claims fail at the {baseline.level:.0%} level; "
        f"{baseline.as_good:.0%} of {baseline.permutations} graphs with shuffled names do as well: {verdict}."
    )

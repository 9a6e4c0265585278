"""Can this graph be reconciled with this table? Its implied independences tested, and a baseline.

A graph without an arrow between two columns says that they are independent once the right other columns are
held fixed. Each such claim is a test. All tests come out of one summary of the data
(`tools.discovery.independence`), so a thousand relabelled graphs cost no more than a second.

Passing proves nothing: graphs with the same independences pass together, whichever way their arrows point,
and a complete graph claims nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np

from tools.discovery.independence import IndependenceTest, Question
from tools.errors import GraphError
from tools.graphs.core import parents_of, to_networkx
from tools.graphs.separation import Graph, is_separated, separator_within
from tools.messages import Column, Columns, Message, Quantity, Quoted, Scale, ScaleKind, Slot
from tools.several_tests import holm
from tools.types import CausalGraph

__all__ = [
    "Baseline",
    "Change",
    "GraphTest",
    "TestedArrow",
    "TestedClaim",
    "baseline_of",
    "implied_independences",
    "parental_claims",
    "test_graph",
    "with_changes",
]


# ---------------- Which independences a graph claims: one a pair without a direct link, and node by node

# Unmeasured variables are respected: a pair that only they could separate claims nothing.


@dataclass(frozen=True)
class Claim:
    """`one` is independent of `other` given `given`."""

    one: str
    other: str
    given: tuple[str, ...]


def implied_independences(graph: CausalGraph, usable: Sequence[str]) -> list[Claim]:
    """One claim for each pair of `usable` columns that a set of other usable columns separates.

    The set is a smallest one by inclusion. Together with the graph's structure these pairwise claims imply
    all others for most distributions (Pearl 2009, *Causality*, 1.2.4; dagitty lists the same ones).
    """
    return claims_of(to_networkx(graph), [name for name in graph.nodes if name in usable])


def claims_of(directed: Graph, usable: Sequence[str]) -> list[Claim]:
    """The same for a directed graph that has the unobserved variables as nodes of their own."""
    claims = []
    for one, other in combinations(usable, 2):
        if directed.has_edge(one, other) or directed.has_edge(other, one):
            continue
        given = separator_within(directed, one, other, usable)
        if given is not None:
            claims.append(Claim(one, other, tuple(name for name in usable if name in given)))
    return claims


def parental_claims(directed: Graph) -> list[Claim]:
    """The local Markov condition: each node is independent of its non-descendants given its parents.

    Lauritzen et al. (1990). One claim for each node and non-descendant that is no parent.
    """
    below: dict[str, set[str]] = {}
    for node in directed:
        found, frontier = set(), [node]
        while frontier:
            for child in directed.successors(frontier.pop()):
                if child not in found:
                    found.add(child)
                    frontier.append(child)
        below[node] = found
    claims = []
    for node in directed:
        parents = tuple(directed.predecessors(node))
        claims += [
            Claim(node, other, parents)
            for other in directed
            if other != node and other not in below[node] and other not in parents
        ]
    return claims


def relabelled(claim: Claim, names: Mapping[str, str]) -> Claim:
    """The claim with every column renamed; names in `given` in a fixed order, so that equal claims match."""
    return Claim(names[claim.one], names[claim.other], tuple(sorted(names[z] for z in claim.given)))


def questions_of(claims: Sequence[Claim], names: Sequence[str]) -> list[Question]:
    """The claims as questions to a test whose columns are `names`."""
    place = {name: i for i, name in enumerate(names)}
    return [
        (place[claim.one], place[claim.other], tuple(sorted(place[z] for z in claim.given)))
        for claim in claims
    ]


# ---------------- Their tests, and a baseline


SHARE = Scale(ScaleKind.SHARE)

# ---------------- A graph against itself with its names shuffled: does it fit the table better than chance?


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


# ---------------- Claims of a graph that a table contradicts: how strongly, and which arrow would mend it


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

    @property
    def said(self) -> Message:
        """The contradiction, and what would mend it."""
        counts = {change.left for change in self.changes}
        slots: dict[str, Slot] = {
            "one": Column(self.one),
            "other": Column(self.other),
            "given": Columns(self.given, len(self.given)),
            "strength": Quantity(self.strength),
            "p": Quantity(self.adjusted),
        }
        if self.together < 2 or not counts or min(counts) >= self.together:
            return Message("claim-contradicted", slots)
        best = self.changes[0]
        slots |= {"before": _count(self.together), "after": _count(best.left)}
        if len(self.changes) == 2 and len(counts) == 1:
            return Message("claim-contradicted-either-arrow", slots)
        arrow = Quoted(f"{best.cause} -> {best.effect}")
        return Message("claim-contradicted-arrow", {**slots, "arrow": arrow})


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
    test: Message | str  # what the independence test is
    untested: tuple[str, ...]  # columns of the graph that the tests could not use

    @cached_property
    def violations(self) -> tuple[TestedClaim, ...]:
        return tuple(claim for claim in self.claims if claim.violated)

    @property
    def passed(self) -> bool | None:
        """None: the graph claims nothing that these data could contradict."""
        return None if not self.claims else not self.violations

    @property
    def said(self) -> tuple[Message, ...]:
        """The result: the count, the two or three worst violations, the baseline; a sentence each."""
        return tuple(_messages(self))


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


# ---------------------------------------------------------------- messages


def _messages(found: GraphTest) -> list[Message]:
    claims = _count(len(found.claims))
    if not found.claims:
        said = [Message("graph-claims-nothing")]
    elif not found.violations:
        said = [Message("graph-claims-fit", {"claims": claims})]
    else:
        contradicted = {"violated": _count(len(found.violations)), "claims": claims}
        said = [Message("graph-claims-contradicted", contradicted)]
        said += [claim.said for claim in found.violations[:MOST_NAMED]]
    if found.baseline is not None:
        said.append(_against_shuffled(found.baseline))
    if found.untested:
        said.append(Message("graph-untested", {"columns": Columns(found.untested, len(found.untested))}))
    return said


def _against_shuffled(baseline: Baseline) -> Message:
    if not baseline.falsifiable:
        return Message("graph-test-says-little", {"equivalent": Quantity(baseline.equivalent, scale=SHARE)})
    return Message(
        "graph-no-better-than-chance" if baseline.falsified else "graph-better-than-chance",
        {
            "violated": _count(baseline.violated),
            "claims": _count(baseline.claims),
            "level": Quantity(baseline.level, scale=SHARE),
            "as_good": Quantity(baseline.as_good, scale=SHARE),
            "shuffled": _count(baseline.permutations),
        },
    )


def _count(number: int) -> Quantity:
    return Quantity(number, scale=Scale(ScaleKind.COUNT))

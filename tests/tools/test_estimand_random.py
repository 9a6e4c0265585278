"""Identification over random graphs: against DoWhy's search, and against effects that are known exactly.

The worlds are linear with random coefficients. Their covariances follow from the coefficients, so what an
estimand amounts to is computed without sampling and must equal the true effect to rounding.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import combinations, permutations

import networkx as nx
import numpy as np
import pytest

from tests.words import said
from tools.graphs import build_graph, from_user, to_networkx
from tools.graphs.separation import is_separated, separator_within
from tools.identification.criteria import is_backdoor_set
from tools.identification.estimand import identify
from tools.identification.strategies import identifiable_by_some_formula
from tools.types import CausalGraph, Design, DesignKind, Edge, Estimand, NotIdentified, Query, Unobserved

QUERY = Query("t", "y")
SEEDS = range(200)


def random_graph(seed: int) -> CausalGraph:
    """Five to seven columns, t before y, and up to three hidden common causes."""
    chance = random.Random(seed)
    others = [f"c{place}" for place in range(chance.randint(3, 5))]
    order = list(others)
    first, second = sorted(chance.sample(range(len(order) + 2), 2))
    order.insert(first, "t")
    order.insert(second, "y")
    density = chance.choice([0.2, 0.35, 0.5])
    edges = [Edge(*pair, 0.5, ()) for pair in combinations(order, 2) if chance.random() < density]
    hidden = [Unobserved(f"u{n}", tuple(chance.sample(order, 2))) for n in range(chance.randint(0, 3))]
    return build_graph(order, edges, hidden)


# ---------------------------------------------------------------- against DoWhy


def dowhy_backdoor_sets(graph: CausalGraph) -> list[set[str]]:
    from dowhy.causal_identifier.auto_identifier import BackdoorAdjustment, identify_backdoor

    found = identify_backdoor(
        to_networkx(graph), ["t"], ["y"], list(graph.nodes), BackdoorAdjustment.BACKDOOR_EXHAUSTIVE
    )
    return [set(each.get_adjustment_variables()) for each in found]


@pytest.mark.parametrize("seed", SEEDS)
def test_adjustment_agrees_with_dowhys_search(seed):
    graph = random_graph(seed)
    directed = to_networkx(graph)
    found = identify(graph, QUERY, Design(DesignKind.BACKDOOR), observed=graph.nodes)
    if isinstance(found, NotIdentified) and said(found.reason).startswith("No path"):
        assert not nx.has_path(directed, "t", "y")
        return
    reference = dowhy_backdoor_sets(graph)
    by_adjustment = isinstance(found, Estimand) and found.design.kind is DesignKind.BACKDOOR
    assert by_adjustment is bool(reference)
    if by_adjustment:
        adjusted = set(found.design.adjustment_set)
        assert any(adjusted == each for each in reference)
        assert not any(each < adjusted for each in reference), "a smaller set would do"


@pytest.mark.parametrize("seed", SEEDS)
def test_every_proposed_set_is_judged_as_dowhy_judges_it(seed):
    graph = random_graph(seed)
    reference = dowhy_backdoor_sets(graph)
    others = [name for name in graph.nodes if name not in ("t", "y")]
    relevant = set().union(*reference)
    for size in range(len(others) + 1):
        for adjusted in combinations(others, size):
            valid = is_backdoor_set(to_networkx(graph), "t", "y", adjusted)
            if valid and set(adjusted) <= relevant:
                assert set(adjusted) in reference
            if set(adjusted) in reference:
                assert valid


@pytest.mark.parametrize("seed", range(0, 200, 5))
def test_whatever_dowhy_identifies_is_not_refused(seed):
    from dowhy.causal_identifier import EstimandType, identify_effect_auto

    graph = random_graph(seed)
    found = identify(graph, QUERY, Design(DesignKind.BACKDOOR), observed=graph.nodes)
    reference = identify_effect_auto(
        to_networkx(graph), ["t"], ["y"], list(graph.nodes), EstimandType.NONPARAMETRIC_ATE
    )
    if reference.no_directed_path:
        assert isinstance(found, NotIdentified)
        return
    # DoWhy takes hidden variables for instruments too; those are of no use to anybody.
    instruments = set(reference.get_instrumental_variables()) & set(graph.nodes)
    ways = [reference.estimands["backdoor"], instruments, reference.estimands["frontdoor"]]
    if any(ways):
        assert isinstance(found, Estimand)


@pytest.mark.parametrize("seed", SEEDS)
def test_separation_agrees_with_networkx(seed):
    directed = to_networkx(random_graph(seed))
    chance = random.Random(seed)
    names = list(directed)
    for _ in range(10):
        left, right, *given = chance.sample(names, chance.randint(2, min(5, len(names))))
        assert is_separated(directed, [left], [right], given) is nx.is_d_separator(
            directed, {left}, {right}, set(given)
        )
        found = separator_within(directed, left, right, given)
        if found is None:
            for size in range(len(given) + 1):
                for subset in combinations(given, size):
                    assert not nx.is_d_separator(directed, {left}, {right}, set(subset))
        else:
            assert nx.is_minimal_d_separator(directed, {left}, {right}, set(found))


# ---------------------------------------------------------------- against known effects


@dataclass(frozen=True)
class LinearWorld:
    """Every variable is a weighted sum of its causes plus noise of variance 1."""

    names: list[str]
    covariance: np.ndarray  # (n, n)
    effects: np.ndarray  # (n, n): total effect of column j on row i

    def slopes(self, outcome: str, predictors: list[str]) -> dict[str, float]:
        """Least squares in the population."""
        rows = [self.names.index(name) for name in predictors]
        target = self.names.index(outcome)
        solved = np.linalg.solve(self.covariance[np.ix_(rows, rows)], self.covariance[rows, target])
        return dict(zip(predictors, solved, strict=True))

    def true_effect(self) -> float:
        return float(self.effects[self.names.index("y"), self.names.index("t")])


def linear_world(graph: CausalGraph, seed: int) -> LinearWorld:
    directed = to_networkx(graph)
    names = list(directed)
    chance = np.random.default_rng(seed)
    weights = np.zeros((len(names), len(names)))
    for cause, effect in directed.edges:
        weights[names.index(effect), names.index(cause)] = chance.uniform(0.4, 1.5) * chance.choice([-1, 1])
    total = np.linalg.inv(np.eye(len(names)) - weights)
    return LinearWorld(names, total @ total.T, total)


def computed(world: LinearWorld, design: Design) -> float:
    """What the design's formula gives in the population."""
    given = list(design.adjustment_set)
    if design.kind is DesignKind.IV:
        instrument = design.instruments[0]
        reduced = world.slopes("y", [instrument, *given])[instrument]
        return reduced / world.slopes("t", [instrument, *given])[instrument]
    if design.kind is DesignKind.FRONTDOOR:
        second = world.slopes("y", [*design.mediators, "t", *given])
        return sum(world.slopes(m, ["t", *given])["t"] * second[m] for m in design.mediators)
    return world.slopes("y", ["t", *given])["t"]


PROPOSALS = [
    Design(DesignKind.BACKDOOR),
    Design(DesignKind.BACKDOOR, adjustment_set=("c0", "c1", "c2")),
    Design(DesignKind.IV, instruments=("c0", "c1"), adjustment_set=("c2",)),
    Design(DesignKind.FRONTDOOR, mediators=("c1",), adjustment_set=("c0", "c2")),
]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_estimand_is_the_true_effect(seed):
    graph = random_graph(seed)
    world = linear_world(graph, seed)
    for proposed in PROPOSALS:
        found = identify(graph, QUERY, proposed, observed=graph.nodes)
        if isinstance(found, Estimand):
            assert computed(world, found.design) == pytest.approx(world.true_effect(), abs=1e-6), found.design


def test_every_strategy_is_reached_and_so_is_refusal():
    """The mirror of the test above: it would prove nothing if all graphs were easy."""
    kinds = []
    for seed in SEEDS:
        graph = random_graph(seed)
        for proposed in PROPOSALS:
            found = identify(graph, QUERY, proposed, observed=graph.nodes)
            kinds.append(found.design.kind.value if isinstance(found, Estimand) else "refused")
    counts = {kind: kinds.count(kind) for kind in ("backdoor", "iv", "frontdoor", "refused")}
    assert min(counts.values()) >= 10, counts


def test_sets_that_are_turned_down_would_have_been_wrong():
    wrong = 0
    for seed in SEEDS:
        graph = random_graph(seed)
        world = linear_world(graph, seed)
        for size in range(3):
            for adjusted in combinations([name for name in graph.nodes if name not in "ty"], size):
                valid = is_backdoor_set(to_networkx(graph), "t", "y", adjusted)
                error = abs(computed(world, Design(DesignKind.BACKDOOR, adjusted)) - world.true_effect())
                if valid:
                    assert error < 1e-6
                wrong += not valid and error > 0.01
    assert wrong > 200


# ---------------------------------------------------------------- by any formula


@pytest.mark.parametrize("seed", SEEDS)
def test_what_adjustment_or_the_front_door_solves_the_id_algorithm_solves(seed):
    graph = random_graph(seed)
    solvable = identifiable_by_some_formula(to_networkx(graph), "t", "y", graph.nodes)
    for proposed in PROPOSALS:
        found = identify(graph, QUERY, proposed, observed=graph.nodes)
        if isinstance(found, Estimand) and found.design.kind is not DesignKind.IV:
            assert solvable


@pytest.mark.parametrize(
    ("text", "solvable"),
    [
        ("t -> y", True),
        ("t -> y; t <-> y", False),  # the bow
        ("t -> m -> y; t <-> y", True),  # the front door
        ("t -> m -> y; t <-> m", False),
        ("z -> t -> y; t <-> y", False),  # an instrument bounds the effect, it does not determine it
        ("w -> z -> t -> y; w <-> t; w <-> y", True),  # the napkin
        ("t -> y; t -> b -> a -> y; t <-> a; b <-> y", True),
        ("t -> m -> y; t <-> y; m <-> y", False),
        ("a -> t -> y; a <-> t; a <-> y", False),
        ("u [latent]; v [latent]; u -> v; v -> t; u -> y; t -> y", False),  # a hidden cause of a hidden cause
        ("m [latent]; t -> m; m -> y; t <-> y", False),  # the mediator is not measured
    ],
)
def test_textbook_verdicts_of_the_id_algorithm(text, solvable):
    columns = [name for name in "twzambys" if name in text.replace("latent", "")]
    columns = [name for name in columns if f"{name} [latent]" not in text]
    graph = from_user(text, columns)
    assert identifiable_by_some_formula(to_networkx(graph), "t", "y", graph.nodes) is solvable


def test_the_order_of_columns_does_not_matter():
    for seed in range(20):
        graph = random_graph(seed)
        found = {
            identify(
                build_graph(nodes, graph.edges, graph.unobserved), QUERY, PROPOSALS[0], observed=graph.nodes
            )
            for nodes in list(permutations(graph.nodes))[:5]
        }
        assert len(found) == 1

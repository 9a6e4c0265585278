"""What to hold fixed, read off a graph by the disjunctive cause criterion, on graphs drawn by hand."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from tools.graphs import from_user, to_networkx
from tools.identification.criteria import disjunctive_cause_set, is_backdoor_set

NAMES = ["t", "y", "a", "b", "c", "m", "z", "w", "p"]


def held(graph: str, observed: list[str] | None = None) -> set[str]:
    drawn = from_user(graph, NAMES)
    return set(disjunctive_cause_set(drawn, "t", "y", observed or NAMES))


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ("t -> y", set()),
        ("a -> t; a -> y; t -> y", {"a"}),
        ("a -> t; b -> y; a -> b; t -> y", {"a", "b"}),  # a reaches y by b: a cause of both
        ("a -> t; b -> y; t -> y", {"b"}),  # a is an instrument, b sharpens
        ("z -> t; a -> t; a -> y; t -> y", {"a"}),
        ("w -> z; z -> t; a -> t; a -> y; t -> y", {"a"}),  # what moves an instrument is one
        ("z -> t; w -> z; w -> y; t -> y", {"w"}),  # an instrument once w is held fixed
        ("t -> m; m -> y; a -> t; a -> y", {"a"}),  # a mediator
        ("t -> c; y -> c; t -> y", set()),  # a collider
        ("t -> y; y -> c; a -> c; a -> t", set()),
        ("t -> m; a -> m; a -> y; m -> y", {"a"}),  # a cause of the mediator and the outcome
        ("a -> m; b -> m; a -> t; b -> y; t -> y", {"b"}),  # M with both tops measured
    ],
)
def test_causes_of_either_less_instruments_and_consequences(graph: str, expected: set[str]) -> None:
    assert held(graph) == expected


def test_an_m_structure_without_its_tops_is_left_alone() -> None:
    """Greenland (2003): the middle of an M is no cause, and holding it fixed opens what was closed."""
    graph = "a -> m; b -> m; a -> t; b -> y; t -> y"
    seen = ["t", "y", "m"]
    assert held(graph, seen) == set()
    directed = to_networkx(from_user(graph, NAMES))
    assert is_backdoor_set(directed, "t", "y", set()) and not is_backdoor_set(directed, "t", "y", {"m"})


def test_a_cause_that_shares_a_hidden_cause_with_the_outcome_is_no_instrument() -> None:
    graph = "z -> t; w -> z; w -> y; t -> y"
    assert held(graph, ["t", "y", "z"]) == {"z"}
    assert held(graph) == {"w"}  # the mirror: with w in the table, z is left out


def test_a_proxy_is_taken_only_where_a_back_door_stays_open() -> None:
    graph = "w -> t; w -> y; w -> p; t -> y"
    assert held(graph, ["t", "y", "p"]) == {"p"}
    assert held(graph) == {"w"}
    assert held("w -> t; w -> a; a -> y; w -> p; t -> y", ["t", "y", "a", "p"]) == {"a"}


def test_it_closes_what_all_causes_close() -> None:
    """VanderWeele (2019): whenever the measured causes suffice, so does this set (300 random graphs)."""
    rng, sufficient = np.random.default_rng(5), 0
    for _ in range(300):
        order = [str(name) for name in rng.permutation(NAMES)]
        first, second = sorted((order.index("t"), order.index("y")))
        order[first], order[second] = "t", "y"
        arrows = [
            (one, other)
            for place, one in enumerate(order)
            for other in order[place + 1 :]
            if rng.random() < 0.3
        ]
        drawn = from_user(nx.DiGraph([*arrows, ("t", "y")]), NAMES)
        seen = [name for name in NAMES if name in drawn.nodes and (name in "ty" or rng.random() < 0.7)]
        directed = to_networkx(drawn)
        before = set(seen) - nx.descendants(directed, "t") - {"t", "y"}
        causes = before & (nx.ancestors(directed, "t") | nx.ancestors(directed, "y"))
        if is_backdoor_set(directed, "t", "y", causes):
            sufficient += 1
            found = disjunctive_cause_set(drawn, "t", "y", seen)
            assert found <= causes and is_backdoor_set(directed, "t", "y", found)
    assert sufficient > 50

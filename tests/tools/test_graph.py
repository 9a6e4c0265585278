"""Building and checking graphs, and the paths that are open in them."""

from __future__ import annotations

import random
import time
from itertools import combinations, pairwise

import networkx as nx
import pytest

from tools.errors import GraphError
from tools.graphs import (
    ancestors,
    build_graph,
    descendants,
    from_user,
    open_backdoor_paths,
    open_path_exists,
    set_unobserved,
    to_networkx,
)
from tools.types import CausalGraph, Edge, EdgeSource, Unobserved

ODD_NAMES = [
    "a b", " lead", "q'uote", 'q"uote', "`tick`", "+", "a+b", "a:b", "C(a)", "do", "class", "y~x", "a->b",
    "体重", "größe", "<script>alert(1)</script>", "", "a;b", "{a}", "[latent]", "a\\b", "100%",
    "__import__('os')",
]  # fmt: skip


def arrow(cause: str, effect: str, confidence: float = 0.5, text: str = "said so") -> Edge:
    return Edge(cause, effect, confidence, (EdgeSource("assumption", text),))


def random_graph(columns: int, density: float, seed: int, hidden: int = 0) -> CausalGraph:
    chance = random.Random(seed)
    names = [f"c{place}" for place in range(columns)]
    edges = [arrow(*pair) for pair in combinations(names, 2) if chance.random() < density]
    latents = [Unobserved(f"u{n}", tuple(sorted(chance.sample(names, 2)))) for n in range(hidden)]
    return build_graph(names, edges, latents)


def test_a_graph_keeps_its_columns_and_arrows():
    graph = build_graph(["a", "b", "c"], [arrow("a", "b"), arrow("b", "c")])
    assert graph.nodes == ("a", "b", "c")
    assert [(edge.cause, edge.effect) for edge in graph.edges] == [("a", "b"), ("b", "c")]


def test_an_arrow_claimed_twice_is_one_with_both_sources_and_the_larger_confidence():
    graph = build_graph(
        ["a", "b"],
        [arrow("a", "b", 0.4, "first"), arrow("a", "b", 0.9, "second"), arrow("a", "b", 0.1, "first")],
    )
    (edge,) = graph.edges
    assert edge.confidence == 0.9
    assert [source.text for source in edge.sources] == ["first", "second"]


def test_a_hidden_cause_named_twice_affects_what_either_claim_names():
    graph = build_graph("abc", [], [Unobserved("u", ("a", "b")), Unobserved("u", ("b", "c"))])
    assert graph.unobserved == (Unobserved("u", ("a", "b", "c")),)


def test_a_cycle_is_refused_by_its_name():
    with pytest.raises(GraphError, match="cycle: ") as fault:
        build_graph("abcd", [arrow("a", "b"), arrow("b", "c"), arrow("c", "a"), arrow("c", "d")])
    named = str(fault.value).split("cycle: ")[1].split(".")[0].split(" -> ")
    assert named[0] == named[-1]
    assert set(pairwise(named)) == {("a", "b"), ("b", "c"), ("c", "a")}


def test_a_cycle_through_a_hidden_variable_is_refused():
    with pytest.raises(GraphError, match="cycle"):
        build_graph("ab", [arrow("b", "u")], [Unobserved("u", ("a", "b"))])


@pytest.mark.parametrize(
    ("edges", "latents", "words"),
    [
        ([arrow("a", "zzz")], [], "'zzz' is not in the graph"),
        ([arrow("a", "a")], [], "causing itself"),
        ([], [Unobserved("a", ("b",))], "both a column of the graph and an unobserved"),
        ([], [Unobserved("u", ("nowhere",))], "'nowhere' is not in the graph"),
        ([arrow("a", "b", 1.5)], [], "confidence 1.5"),
    ],
)
def test_a_graph_that_makes_no_sense_is_refused_with_the_reason(edges, latents, words):
    with pytest.raises(GraphError, match=words):
        build_graph("ab", edges, latents)


def test_networkx_has_the_hidden_causes_as_nodes_marked_unobserved():
    graph = build_graph("ab", [arrow("a", "b", 0.7)], [Unobserved("u", ("a", "b"))])
    directed = to_networkx(graph)
    assert set(directed.edges) == {("a", "b"), ("u", "a"), ("u", "b")}
    assert directed.nodes["u"]["observed"] == "no"
    assert directed.nodes["a"]["observed"] == "yes"
    assert directed.edges["a", "b"]["confidence"] == 0.7
    assert set(to_networkx(graph, with_unobserved=False).nodes) == {"a", "b"}


def test_any_column_name_comes_through_untouched():
    edges = [arrow(one, other) for one, other in pairwise(ODD_NAMES)]
    graph = build_graph(ODD_NAMES, edges)
    assert list(to_networkx(graph).nodes) == ODD_NAMES
    assert descendants(graph, ODD_NAMES[0]) == set(ODD_NAMES[1:])


@pytest.mark.parametrize("seed", range(20))
def test_ancestors_and_descendants_are_those_of_networkx(seed):
    graph = random_graph(9, 0.3, seed, hidden=2)
    directed = to_networkx(graph)
    for name in graph.nodes:
        assert ancestors(graph, name) == nx.ancestors(directed, name)
        assert descendants(graph, name) == nx.descendants(directed, name)


def test_a_column_set_unobserved_keeps_its_arrows():
    graph = set_unobserved(from_user("a -> b; b -> c; b -> d", "abcd"), "b")
    assert graph.nodes == ("a", "c", "d")
    assert {(latent.name, latent.affects) for latent in graph.unobserved} == {("b", ("c", "d"))}
    assert set(to_networkx(graph).edges) == {("a", "b"), ("b", "c"), ("b", "d")}


# ---------------------------------------------------------------- paths


def test_an_open_back_door_is_told_in_words():
    graph = from_user(
        "t -> y; stress [latent]; stress -> t; stress -> y; age -> t; age -> y", ["t", "y", "age"]
    )
    assert open_backdoor_paths(graph, "t", "y") == [
        "t <- age -> y",
        "t <- stress (not measured) -> y",
    ]
    assert open_backdoor_paths(graph, "t", "y", ["age"]) == ["t <- stress (not measured) -> y"]


def test_a_collider_is_closed_until_it_or_its_effect_is_held_fixed():
    graph = from_user("t -> y; t <- a -> m <- b -> y; m -> n", "tyabmn")
    assert not open_path_exists(graph, "t", "y")
    assert open_backdoor_paths(graph, "t", "y") == []
    for opener in "mn":
        assert open_path_exists(graph, "t", "y", [opener])
        assert open_backdoor_paths(graph, "t", "y", [opener]) == ["t <- a -> m <- b -> y"]
    assert not open_path_exists(graph, "t", "y", ["m", "a"])


@pytest.mark.parametrize("seed", range(60))
def test_listed_paths_agree_with_d_separation(seed):
    graph = random_graph(7, 0.4, seed, hidden=2)
    chance = random.Random(seed)
    treatment, outcome = "c3", "c6"
    for size in range(4):
        adjusted = chance.sample([name for name in graph.nodes if name not in (treatment, outcome)], size)
        is_open = open_path_exists(graph, treatment, outcome, adjusted)
        back_doors = to_networkx(graph)
        back_doors.remove_edges_from(list(back_doors.out_edges(treatment)))
        assert is_open is not nx.is_d_separator(back_doors, {treatment}, {outcome}, set(adjusted))
        listed = open_backdoor_paths(graph, treatment, outcome, adjusted)
        assert all(path.startswith(f"{treatment} <- ") and path.endswith(outcome) for path in listed)
        if listed:
            assert is_open
        if is_open and len(graph.nodes) + len(graph.unobserved) <= 7:
            assert listed


def test_paths_of_a_dense_graph_of_a_hundred_columns_are_bounded():
    graph = random_graph(100, 0.9, seed=1)
    started = time.perf_counter()
    assert 0 < len(open_backdoor_paths(graph, "c60", "c99")) <= 6
    assert open_path_exists(graph, "c60", "c99")
    assert time.perf_counter() - started < 2


def test_a_name_that_is_not_in_the_graph_is_a_graph_error():
    graph = from_user("age -> y", ["age", "y"])
    with pytest.raises(GraphError, match="Closest: 'age'"):
        open_backdoor_paths(graph, "agee", "y")
    with pytest.raises(GraphError, match="'t' is not in the graph"):
        open_path_exists(graph, "t", "y")
    with pytest.raises(GraphError):
        descendants(graph, "nobody")

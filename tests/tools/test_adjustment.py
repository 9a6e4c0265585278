"""Adjustment sets, the efficient one among them, and graphs written for other programs."""

from __future__ import annotations

import json
from itertools import combinations, pairwise

import networkx as nx
import numpy as np
import pytest

from tools.errors import GraphError, OptionError
from tools.graphs import GraphEditor, export_graph, from_user, to_networkx
from tools.identification.criteria import efficient_adjustment_set, is_backdoor_set, valid_adjustment_sets

BUTTERFLY = "z1 -> x; z1 -> z3; z2 -> y; z2 -> z3; z3 -> x; z3 -> y; x -> w -> y"
NAMES = ["z1", "z2", "z3", "x", "w", "y"]


def test_all_valid_sets_are_found():
    graph = from_user(BUTTERFLY, NAMES)
    directed = to_networkx(graph)
    tried = (set(c) for size in range(4) for c in combinations(["z1", "z2", "z3"], size))
    expected = {frozenset(c) for c in tried if is_backdoor_set(directed, "x", "y", c)}
    found = valid_adjustment_sets(graph, "x", "y", NAMES)
    assert {frozenset(columns) for columns in found} == expected
    assert expected == {frozenset(c) for c in (("z1", "z3"), ("z2", "z3"), ("z1", "z2", "z3"))}


def test_the_efficient_set_has_the_smallest_variance():
    graph = from_user(BUTTERFLY, NAMES)
    assert efficient_adjustment_set(graph, "x", "y", NAMES) == {"z2", "z3"}
    assert efficient_adjustment_set(graph, "x", "y", ["z1", "z3", "x", "y"]) is None
    spread = {columns: [] for columns in valid_adjustment_sets(graph, "x", "y", NAMES)}
    rng = np.random.default_rng(0)
    for _ in range(150):
        e = dict(zip(NAMES, rng.normal(size=(6, 200)), strict=True))
        z1, z2 = e["z1"], e["z2"]
        z3 = z1 + z2 + e["z3"]
        x = z1 + z3 + e["x"]
        values = {"z1": z1, "z2": z2, "z3": z3}
        y = x + e["w"] + z2 + z3 + e["y"]
        for columns, slopes in spread.items():
            design = np.column_stack([x, *(values[name] for name in columns), np.ones(200)])
            slopes.append(np.linalg.lstsq(design, y, rcond=None)[0][0])
    best = min(spread, key=lambda columns: np.std(spread[columns]))
    assert set(best) == {"z2", "z3"}
    assert all(abs(np.mean(slopes) - 1) < 4 * np.std(slopes) / np.sqrt(150) for slopes in spread.values())


def test_no_valid_set_gives_none():
    graph = from_user("x -> y; x <-> y; a -> x", ["x", "y", "a"])
    assert valid_adjustment_sets(graph, "x", "y", ["x", "y", "a"]) == ()
    assert efficient_adjustment_set(graph, "x", "y", ["x", "y", "a"]) is None


ODD = ['a "b"', "c; d", "x -> y", "收入", "<script>", "e\\f"]


@pytest.mark.parametrize("kind", ["dagitty", "gml", "json"])
def test_exports_come_back_the_same(kind):
    pairs = list(pairwise(ODD))
    graph = from_user(nx.DiGraph([*pairs, ("hidden", ODD[0]), ("hidden", ODD[3])]), ODD)
    again = from_user(export_graph(graph, kind), ODD)
    assert set(to_networkx(again).edges) == set(to_networkx(graph).edges)
    assert [latent.name for latent in again.unobserved] == ["hidden"]


def test_drawings_escape_names_and_dash_weak_arrows():
    graph = from_user(nx.DiGraph([(ODD[0], "<script>")]), ODD)
    dot = export_graph(graph, "dot")
    assert '"a \\"b\\"" -> "<script>";' in dot
    mermaid = export_graph(graph, "mermaid")
    assert "<script>" not in mermaid and "n0 --> n1" in mermaid
    assert json.loads(export_graph(graph, "json"))["edges"][0]["cause"] == ODD[0]
    with pytest.raises(OptionError, match="'svg'"):
        export_graph(graph, "svg")


def test_dagitty_marks_the_question():
    graph = from_user("t -> y; u -> t; u -> y", ["t", "y"])
    text = export_graph(graph, "dagitty", "t", "y")
    assert '"t" [exposure]' in text and '"y" [outcome]' in text and '"u" [latent]' in text


def test_an_editor_exports_and_says_when_there_is_nothing_to_test():
    editor = GraphEditor(from_user("t -> y", ["t", "y"]), ["t", "y"])
    assert '"t" -> "y"' in editor.export("dot")
    with pytest.raises(GraphError, match="no graph over a table"):
        editor.test()

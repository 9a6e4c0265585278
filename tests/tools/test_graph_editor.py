"""Edits by hand: refused when they make no sense, remembered when they do."""

from __future__ import annotations

import pytest

from tools.errors import GraphError
from tools.graphs import Edit, GraphEditor, apply_edits, build_graph, to_networkx
from tools.types import CausalGraph, Edge, EdgeSource, Unobserved

COLUMNS = ("t", "y", "a", "b", "m", "unused")


def proposal(*arrows: tuple[str, str, float], unobserved: tuple[Unobserved, ...] = ()) -> CausalGraph:
    edges = [Edge(one, other, sure, (EdgeSource("model", "a guess"),)) for one, other, sure in arrows]
    return build_graph(("t", "y", "a", "b", "m"), edges, unobserved)


@pytest.fixture
def editor() -> GraphEditor:
    graph = proposal(("t", "y", 0.9), ("a", "t", 0.6), ("a", "y", 0.6), ("m", "t", 0.4), ("m", "y", 0.4))
    return GraphEditor(graph, COLUMNS, treatment="t")


def arrows(graph: CausalGraph) -> set[tuple[str, str]]:
    return set(to_networkx(graph).edges)


def test_add_remove_reverse_and_undo(editor):
    start = editor.graph
    editor.add("b", "y")
    editor.remove("a", "t")
    assert editor.reverse("m", "t") == editor.graph
    assert set(editor.edges) == {("t", "y"), ("a", "y"), ("m", "y"), ("b", "y"), ("t", "m")}
    editor.undo()
    editor.undo()
    assert ("a", "t") in editor.edges
    editor.undo()
    assert editor.graph == start
    with pytest.raises(GraphError, match="no edit to undo"):
        editor.undo()


def test_an_edited_arrow_is_the_users_and_certain(editor):
    editor.add("a", "y")
    (edge,) = (edge for edge in editor.graph.edges if (edge.cause, edge.effect) == ("a", "y"))
    assert edge.confidence == 1.0
    assert [source.kind for source in edge.sources] == ["model", "user"]


def test_a_column_that_the_graph_does_not_show_yet_can_be_drawn(editor):
    assert "unused" in editor.add("unused", "y").nodes


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda e: e.add("y", "t"), "cycle: "),
        (lambda e: e.add("y", "a"), "cycle: "),
        (lambda e: e.add("t", "t"), "cannot cause itself"),
        (lambda e: e.add("t", "yy"), "'yy' is not in the table"),
        (lambda e: e.remove("y", "t"), "no arrow from 'y' to 't'. There is one from 't' to 'y'"),
        (lambda e: e.remove("b", "y"), "no arrow from 'b' to 'y'"),
        (lambda e: e.reverse("a", "y"), "cycle: "),
        (lambda e: e.mark_unobserved("unused"), "'unused' is not in the graph"),
        (lambda e: e.mark_unobserved("t"), "is the treatment that was asked about"),
        (lambda e: e.mark_randomised("who"), "'who' is not in the graph"),
        (lambda e: e.mark_after_treatment("t"), "is the treatment itself"),
        (lambda e: e.mark_after_treatment("who"), "'who' is not in the table"),
        (lambda e: e.add_common_cause("t", "t"), "two different columns"),
    ],
)
def test_an_edit_that_makes_no_sense_changes_nothing(editor, edit, words):
    editor.remove("m", "y")
    graph, edits = editor.graph, editor.edits
    with pytest.raises(GraphError, match=words):
        edit(editor)
    assert editor.graph == graph
    assert editor.edits == edits


def test_marking_a_column_unobserved_keeps_its_arrows_as_a_hidden_cause(editor):
    graph = editor.mark_unobserved("a")
    assert "a" not in graph.nodes
    assert [(latent.name, latent.affects) for latent in graph.unobserved] == [("a", ("t", "y"))]
    assert editor.undo().unobserved == ()


def test_a_randomised_column_has_no_causes():
    hidden = (Unobserved("u", ("t", "y")),)
    editor = GraphEditor(proposal(("a", "t", 0.5), ("t", "y", 0.5), unobserved=hidden), COLUMNS)
    assert arrows(editor.mark_randomised("t")) == {("t", "y"), ("u", "y")}


def test_a_column_after_the_treatment_is_its_effect(editor):
    graph = editor.mark_after_treatment("m")
    assert ("t", "m") in arrows(graph)
    assert ("m", "t") not in arrows(graph)
    assert ("m", "y") in arrows(graph)


def test_after_the_treatment_breaks_longer_chains_too():
    editor = GraphEditor(proposal(("m", "b", 0.8), ("b", "t", 0.3), ("t", "y", 0.9)), COLUMNS, treatment="t")
    assert arrows(editor.mark_after_treatment("m")) == {("m", "b"), ("t", "y"), ("t", "m")}


def test_after_which_treatment_must_be_known():
    editor = GraphEditor(proposal(("t", "y", 0.5)), COLUMNS)
    with pytest.raises(GraphError, match="After which treatment"):
        editor.mark_after_treatment("m")
    assert ("t", "m") in arrows(editor.mark_after_treatment("m", treatment="t"))


def test_a_common_cause_that_nobody_measured(editor):
    (latent,) = editor.add_common_cause("t", "y").unobserved
    assert latent.affects == ("t", "y")
    assert editor.remove(latent.name, "y").unobserved[0].affects == ("t",)
    with pytest.raises(GraphError, match="not measured"):
        editor.reverse(latent.name, "t")


def test_edits_hold_for_the_next_proposal(editor):
    editor.remove("a", "t")
    editor.add("b", "y")
    editor.mark_unobserved("m")
    later = proposal(("t", "y", 0.9), ("a", "t", 0.9), ("y", "b", 0.9), ("m", "b", 0.9))
    graph = editor.rebase(later)
    assert arrows(graph) == {("t", "y"), ("b", "y"), ("m", "b")}
    assert [latent.name for latent in graph.unobserved] == ["m"]
    assert editor.edits == (Edit("remove", "a", "t"), Edit("add", "b", "y"), Edit("unobserved", "", "m"))


def test_the_users_arrow_wins_over_the_least_sure_proposed_ones():
    later = proposal(("y", "a", 0.9), ("a", "t", 0.2), ("t", "b", 0.9))
    graph = apply_edits(later, [Edit("add", "t", "y")], COLUMNS)
    assert arrows(graph) == {("y", "a"), ("t", "b"), ("t", "y")}


def test_the_users_own_arrows_in_a_circle_are_refused():
    with pytest.raises(GraphError, match="cycle"):
        apply_edits(proposal(), [Edit("add", "t", "y"), Edit("add", "y", "t")], COLUMNS)


def test_an_edit_with_nothing_left_to_do_is_passed_over():
    edits = [Edit("remove", "a", "t"), Edit("unobserved", "", "unused"), Edit("randomised", "", "t")]
    assert apply_edits(proposal(("t", "y", 0.5)), edits, COLUMNS) == proposal(("t", "y", 0.5))


def test_an_unknown_kind_of_edit_is_refused():
    with pytest.raises(GraphError, match="no edit of kind 'paint'"):
        apply_edits(proposal(), [Edit("paint", "a", "b")], COLUMNS)


def test_edits_before_any_proposal():
    editor = GraphEditor(columns=COLUMNS)
    editor.add("a", "y")
    assert editor.edges == (("a", "y"),)
    assert ("a", "y") in arrows(editor.rebase(proposal(("t", "y", 0.5)), treatment="t"))
    assert ("t", "a") not in editor.edges

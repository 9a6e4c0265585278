"""Graphs as users write them."""

from __future__ import annotations

import itertools
import json

import networkx as nx
import pytest

from tools.errors import GraphError
from tools.graphs import build_graph, export_graph, from_user, to_networkx
from tools.types import CausalGraph, Edge, Unobserved

COLUMNS = [
    "a",
    "b",
    "c",
    "t",
    "y",
    "body mass",
    "a, b",
    "p -> q",
    "r;s",
    "",
    "+",
    "do",
    "体重",
    "<script>",
    'q"q',
]


def arrows(graph: CausalGraph) -> set[tuple[str, str]]:
    return set(to_networkx(graph).edges)


def hidden(graph: CausalGraph) -> dict[str, tuple[str, ...]]:
    return {latent.name: latent.affects for latent in graph.unobserved}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a -> b; b -> c", {("a", "b"), ("b", "c")}),
        ("a -> b -> c", {("a", "b"), ("b", "c")}),
        ("a <- b\n\nc → y", {("b", "a"), ("c", "y")}),
        ("a --> b; c ⇒ y; t <-- b", {("a", "b"), ("c", "y"), ("b", "t")}),
        ("# a comment\n// another\na -> b", {("a", "b")}),
        ("body mass -> y", {("body mass", "y")}),
        ("a, c -> y", {("a", "y"), ("c", "y")}),
        ("a, b -> y", {("a, b", "y")}),  # a column of that name goes before a list
        ('"p -> q" -> "r;s"', {("p -> q", "r;s")}),
        ('"" -> +; + -> do', {("", "+"), ("+", "do")}),
        ("体重 → <script>", {("体重", "<script>")}),
        ('q"q -> y; "q\\"q" -> t', {('q"q', "y"), ('q"q', "t")}),
    ],
)
def test_arrows_in_text(text, expected):
    assert arrows(from_user(text, COLUMNS)) == expected


def test_arrows_from_the_user_are_certain_and_name_the_user():
    (edge,) = from_user("a -> b", COLUMNS).edges
    assert edge.confidence == 1.0
    assert [source.kind for source in edge.sources] == ["user"]


def test_nodes_are_the_named_columns_in_table_order():
    assert from_user("y -> c; b -> a", COLUMNS).nodes == ("a", "b", "c", "y")


def test_a_double_arrow_is_a_common_cause_that_is_not_measured():
    graph = from_user("t -> y; t <-> y", COLUMNS)
    assert hidden(graph) == {"common cause of t and y": ("t", "y")}


def test_a_name_with_only_outgoing_arrows_is_taken_as_unobserved():
    assert hidden(from_user("stress -> t; stress -> y; t -> y", COLUMNS)) == {"stress": ("t", "y")}
    assert hidden(from_user([("stress", "t"), ("stress", "y")], COLUMNS)) == {"stress": ("t", "y")}


def test_a_name_that_something_causes_must_be_a_column():
    with pytest.raises(GraphError, match=r"'lungs' is not in the table.*\[latent\]"):
        from_user("t -> lungs; lungs -> y", COLUMNS)


def test_unless_it_is_marked_as_not_measured():
    for graph in (
        from_user("lungs [latent]; t -> lungs; lungs -> y", COLUMNS),
        from_user("dag { lungs [unobserved] t -> lungs -> y }", COLUMNS),
        from_user([("t", "lungs"), ("lungs", "y")], COLUMNS, unobserved=["lungs"]),
    ):
        assert hidden(graph) == {"lungs": ("y",)}
        assert arrows(graph) == {("t", "lungs"), ("lungs", "y")}


@pytest.mark.parametrize("slip", ["Body Mass", "body mas", "bodymass"])
def test_a_slip_of_the_pen_is_not_taken_for_something_unmeasured(slip):
    with pytest.raises(GraphError, match="did you mean 'body mass'"):
        from_user(f"{slip} -> t; t -> y", COLUMNS)


def test_names_that_differ_in_a_number_are_two_things():
    assert hidden(from_user("stress2 -> y; stress1 -> y", ["stress1", "y"])) == {"stress2": ("y",)}


def test_dagitty_text():
    graph = from_user(
        """dag {
        bb="0,0,1,1"
        a [exposure,pos="-0.521,-0.265"]
        y [outcome,pos="0.4,-0.2"]
        "body mass" [adjusted,pos="0.1,0.3"]
        stress [latent,pos="0,1"]
        a -> y
        stress -> { a y } [pos="0,0"]
        "body mass" -> a
        b <-> c
        }""",
        COLUMNS,
    )
    assert hidden(graph) == {"stress": ("a", "y"), "common cause of b and c": ("b", "c")}
    assert {(edge.cause, edge.effect) for edge in graph.edges} == {("a", "y"), ("body mass", "a")}


MERMAID = """%% a comment
flowchart LR
  n0["body mass"] --> n1[a]
  n1 -.-> n2(b); n1 ==> n3{{c}}
  u:::unobserved --> n2 & n3
  n2 -- adds to --> y -->|so| t
  b2["q#quot;q"] <--> n3
  subgraph one
  end
  classDef unobserved stroke-dasharray: 4
"""


def test_mermaid_text():
    graph = from_user(MERMAID, COLUMNS)
    assert hidden(graph) == {"u": ("b", "c"), 'common cause of q"q and c': ('q"q', "c")}
    drawn = {("body mass", "a"), ("a", "b"), ("a", "c"), ("b", "y"), ("y", "t")}
    assert {(edge.cause, edge.effect) for edge in graph.edges} == drawn
    assert arrows(from_user("graph TD; a-->b; b-->c", COLUMNS)) == {("a", "b"), ("b", "c")}


NASTY = [name for name in COLUMNS if name != "a"]


@pytest.mark.parametrize("kind", ["dagitty", "gml", "mermaid", "json"])
def test_what_is_exported_comes_back(kind):
    edges = [Edge(one, other, 0.4, ()) for one, other in itertools.pairwise(NASTY)]
    hidden_causes = [Unobserved("stress]-->", ("t", "y")), Unobserved("luck", ("t", "y"), suspected=True)]
    graph = build_graph(NASTY, edges, hidden_causes)
    again = from_user(export_graph(graph, kind), COLUMNS)
    assert {(e.cause, e.effect) for e in again.edges} == {(e.cause, e.effect) for e in graph.edges}
    # What is merely suspected is not what the user drew.
    assert hidden(again) == {"stress]-->": ("t", "y")}


def test_what_is_merely_suspected_is_dotted_where_the_language_can_say_so():
    hidden_causes = [Unobserved("skill", ("t", "y")), Unobserved("luck", ("t", "y"), suspected=True)]
    graph = build_graph(["t", "y"], [Edge("t", "y", 0.9, ())], hidden_causes)
    drawn = export_graph(graph, "mermaid")
    assert 'n3(["luck"]):::suspected' in drawn and "n3 -.-> n0" in drawn and "classDef suspected" in drawn
    assert 'n2(["skill"]):::unobserved' in drawn and "n2 -.-> n0" in drawn and "n0 --> n1" in drawn
    drawn = export_graph(graph, "dot")
    assert '"luck" [style=dotted]' in drawn and '"luck" -> "t" [style=dotted]' in drawn
    assert '"skill" [style=dashed]' in drawn and '"skill" -> "t" [style=dashed]' in drawn
    for kind in ("dagitty", "gml"):
        assert "luck" not in export_graph(graph, kind)


def test_dot_is_written_and_not_read():
    for text in ("digraph G { a -> b [dir=back]; }", "strict digraph { a -> b }", "graph { a -- b }"):
        with pytest.raises(GraphError, match="DOT is written and not read"):
            from_user(text, COLUMNS)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a --- b", "no direction"),
        ("a --o b", "no direction"),
        ("a --> ", "no node"),
        ("--> b", "no node"),
        ("a ~> b", "cannot be read at"),
        ("x[a] --> y[a]", "same label"),
        ("a --> zebra", "'zebra' is not in the table"),
        ("a --> b --> a", "cycle: "),
    ],
)
def test_mermaid_that_makes_no_graph_is_refused_with_the_reason(line, words):
    with pytest.raises(GraphError, match=words):
        from_user(f"flowchart LR\n{line}\n", COLUMNS)


def test_long_hostile_text_is_refused_at_once():
    for piece in ("a[", "a -- ", 'a["', "a <", "{{", "-. ", " "):
        with pytest.raises(GraphError):
            from_user("flowchart LR\n" + piece * 20_000, COLUMNS)


def test_networkx_graphs():
    directed = nx.DiGraph([("a", "b"), ("lungs", "y"), ("t", "lungs")])
    directed.nodes["lungs"]["observed"] = "no"
    graph = from_user(directed, COLUMNS)
    assert hidden(graph) == {"lungs": ("y",)}
    with pytest.raises(GraphError, match="no directions"):
        from_user(nx.Graph([("a", "b")]), COLUMNS)


def test_a_graph_of_ours_comes_back_the_same():
    graph = build_graph("abty", [Edge("a", "b", 0.3, ())], [Unobserved("u", ("t", "y"))])
    again = from_user(graph, COLUMNS)
    assert arrows(again) == arrows(graph)
    assert hidden(again) == hidden(graph)
    assert arrows(from_user(to_networkx(graph), COLUMNS)) == arrows(graph)


JSON = json.dumps(
    {
        "edges": [{"cause": "a", "effect": "b"}, ["b", "c"]],
        "unobserved": [{"name": "u", "affects": ["a", "c"]}],
    }
)
GML = "\n".join(
    nx.generate_gml(nx.DiGraph([("a", "b"), ("b", "c"), ("u", "a"), ("u", "c")])),
)
DAGITTY = "dag { u [latent] a -> b -> c u -> {a c} }"
ARROWS = "\ufeffa -> b -> c\nu -> a\nu -> c\n"


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".json", JSON),
        (".gml", GML),
        (".dagitty", DAGITTY),
        (".txt", DAGITTY),
        (".txt", ARROWS),
        (".dag", DAGITTY),
        (".mmd", "flowchart LR\n a --> b --> c\n u --> a & c\n"),
    ],
)
@pytest.mark.parametrize("as_text", [True, False])
def test_files_of_every_kind(tmp_path, ending, content, as_text):
    path = tmp_path / f"graph{ending}"
    path.write_text(content, encoding="utf-8")
    graph = from_user(str(path) if as_text else path, COLUMNS)
    assert arrows(graph) == {("a", "b"), ("b", "c"), ("u", "a"), ("u", "c")}
    assert hidden(graph) == {"u": ("a", "c")}


def test_node_link_json_from_networkx():
    linked = nx.node_link_data(nx.DiGraph([("a", "b"), ("b", "c")]), edges="links")
    assert arrows(from_user(json.dumps(linked), COLUMNS)) == {("a", "b"), ("b", "c")}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("a - b", "no arrow in 'a - b'"),
        ("a ->", "no name at one end"),
        ("-> b", "no name at one end"),
        ("a -> -> b", "no name at one end"),
        ("a -> b -> a", "cycle: "),
        ("a -> a", "causing itself"),
        ("", "no arrow"),
        ([], "no arrow"),
        ("dag { a -- b }", "no direction"),
        ("dag { a -> }", "leads nowhere"),
        ("dag { a -> {b c }", "not closed"),
        ("dag { a [latent }", "not closed"),
        ("dag { a -> ] }", "where a variable is expected"),
        ("dag { a -> b", "Check its first word"),
        ("nowhere.json", "cannot be read: No such file"),
        (5, "cannot be made from int"),
        ({"a": "b"}, "cannot be made from dict"),
        ([("a", "b", "c")], "not a pair"),
        (["ab"], "not a pair"),
        ('{"edges": 5}', "not a list"),
        ('{"edges": [{"cause": "a"}]}', "not an arrow"),
        ('{"edges": [', "JSON cannot be read"),
        ('{"unobserved": ["u"]}', 'under "unobserved"'),
        ("graph [ node [ id 0 ]", "GML graph cannot be read"),
        (
            'graph [ node [ id 0 label "a" ] node [ id 1 label "b" ] edge [ source 0 target 1 ] ]',
            "no directions",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(given, words):
    with pytest.raises(GraphError, match=words.replace("(", r"\(")):
        from_user(given, COLUMNS)


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "graph.txt"
    path.write_bytes(b"\xff\xfe\x00a->b")
    with pytest.raises(GraphError, match="not UTF-8"):
        from_user(path, COLUMNS)


def test_text_is_never_run(tmp_path):
    witness = tmp_path / "witness"
    column = f"__import__('pathlib').Path({str(witness)!r}).touch()"
    for text in (f'"{column}" -> y', f'dag {{ "{column}" -> y }}', json.dumps([[column, "y"]])):
        from_user(text, [column, "y"])
    assert not witness.exists()

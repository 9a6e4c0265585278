"""Roles in graphs drawn by hand, after Pearl's and Hernán and Robins' textbook figures."""

from __future__ import annotations

import pytest

from tools.effects.graph_roles import GraphRole, roles_in
from tools.graphs import build_graph
from tools.types import Edge

GRAPHS = {
    "a common cause": (("age", "drug"), ("age", "stroke"), ("drug", "stroke")),
    "on the way": (("drug", "pressure"), ("pressure", "stroke"), ("drug", "stroke")),
    "a common effect": (("drug", "stroke"), ("drug", "stay"), ("stroke", "stay")),
    "moves the treatment only": (("letter", "drug"), ("drug", "stroke")),
    "moves the outcome only": (("diet", "stroke"), ("drug", "stroke")),
    "after the treatment": (("drug", "stroke"), ("drug", "rash")),
    "after the outcome": (("drug", "stroke"), ("stroke", "bill")),
    "M": (("u", "drug"), ("u", "test"), ("w", "test"), ("w", "stroke"), ("drug", "stroke")),
    "through the treatment alone": (("age", "letter"), ("letter", "drug"), ("drug", "stroke")),
    "two steps": (("age", "weight"), ("weight", "drug"), ("weight", "stroke"), ("drug", "stroke")),
}


@pytest.mark.parametrize(
    ("graph", "column", "role"),
    [
        ("a common cause", "age", GraphRole.CONFOUNDER),
        ("on the way", "pressure", GraphRole.MEDIATOR),
        ("a common effect", "stay", GraphRole.COLLIDER),
        ("moves the treatment only", "letter", GraphRole.INSTRUMENT),
        ("moves the outcome only", "diet", GraphRole.CAUSE_OF_OUTCOME),
        ("after the treatment", "rash", GraphRole.CONSEQUENCE_OF_TREATMENT),
        ("after the outcome", "bill", GraphRole.CONSEQUENCE_OF_OUTCOME),
        ("M", "test", GraphRole.COLLIDER),
        ("M", "u", GraphRole.INSTRUMENT),
        ("M", "w", GraphRole.CAUSE_OF_OUTCOME),
        ("through the treatment alone", "age", GraphRole.INSTRUMENT),
        ("two steps", "age", GraphRole.CONFOUNDER),
        ("two steps", "weight", GraphRole.CONFOUNDER),
        ("two steps", "moon", GraphRole.NOT_IN_GRAPH),
    ],
)
def test_a_column_is_what_the_arrows_make_of_it(graph: str, column: str, role: GraphRole):
    arrows = GRAPHS[graph]
    nodes = dict.fromkeys(name for arrow in arrows for name in arrow)
    drawn = build_graph(nodes, [Edge(cause, effect, 1.0, ()) for cause, effect in arrows])
    assert roles_in(drawn, "drug", "stroke").of(column) is role

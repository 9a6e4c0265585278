"""A graph that the person drew or changed, held against the table: one check among the others."""

from __future__ import annotations

from tools.data import Table
from tools.errors import DataError
from tools.falsify import test_graph
from tools.independence import independence_test
from tools.types import CausalGraph, Check, Query

__all__ = ["check_graph"]

MOST_ROWS = 1_000_000  # larger tables are left to `Assistant.graph.test()`
MOST_COLUMNS = 40
SMALLEST = 0.05  # a weaker association, however significant, changes no estimate worth mentioning
NAME = "graph_against_data"
PURPOSE = "Do the independences that your graph claims hold in the data?"
CANNOT_DETECT = (
    "A graph with the same independences but other directions passes just as well, and a graph with every "
    "arrow claims nothing. Effects that cancel out and links without any correlation go unseen."
)


def check_graph(graph: CausalGraph, query: Query, table: Table) -> tuple[Check, ...]:
    """The implied independences that involve treatment or outcome; nothing where the graph implies none."""
    columns = [name for name in graph.nodes if name in table.columns]
    if query.treatment is None or len(columns) > MOST_COLUMNS or table.rows > MOST_ROWS:
        return ()
    try:
        test = independence_test(table.frame(columns))
    except DataError as fault:
        return (Check(NAME, PURPOSE, None, None, CANNOT_DETECT, f"Could not be run: {fault}"),)
    found = test_graph(
        graph,
        test,
        smallest=SMALLEST,
        about=(query.treatment, query.outcome),
        # A proposal that the person only edited was drawn for this one question.
        open_ended=not all(any(s.kind == "user" for s in edge.sources) for edge in graph.edges),
    )
    if found.passed is None:
        return ()
    worst = max(claim.strength for claim in found.claims)
    rule = f" Rule: none at corrected p below 0.05 with a strength of {SMALLEST} or more."
    return (Check(NAME, PURPOSE, found.passed, worst, CANNOT_DETECT, " ".join(found.sentences) + rule),)

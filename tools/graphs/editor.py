"""A graph that is edited by hand; edits are remembered, so that they hold for later proposals too.

An edit (`graph_edits`) is refused with the reason when it makes no sense on the graph at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tools.errors import GraphError, unknown_column
from tools.graphs.core import build_graph, descendants, parents_of, set_unobserved
from tools.types import CausalGraph, Edge, EdgeSource, Unobserved

if TYPE_CHECKING:
    from tools.falsification.falsify import GraphTest

__all__ = ["Edit", "GraphEditor", "apply_edit", "apply_edits", "by_user", "said_by_user", "without_arrow"]

# ---------------- Changes of a graph as values, and what each does to a graph


@dataclass(frozen=True)
class Edit:
    """One change of the graph, as a value.

    `kind` is "add", "remove", "reverse", "common_cause", "unobserved", "randomised" or "after".
    "unobserved" and "randomised" are about the one variable `effect`; "after" says that `effect` comes
    after the treatment `cause`.
    """

    kind: str
    cause: str
    effect: str


def apply_edits(graph: CausalGraph, edits: Iterable[Edit], columns: Collection[str]) -> CausalGraph:
    """`graph` with the user's `edits` made on it, in order; each edit wins over what was proposed.

    Raises:
        GraphError: an edit names something that is neither a column nor in the graph, or the user's own
            arrows form a cycle.
    """
    for edit in edits:
        graph = apply_edit(graph, edit, columns)
    return graph


def apply_edit(graph: CausalGraph, edit: Edit, columns: Collection[str]) -> CausalGraph:
    cause, effect = edit.cause, edit.effect
    match edit.kind:
        case "add":
            return _with_arrow(graph, cause, effect, columns, "added by the user")
        case "remove":
            return without_arrow(graph, cause, effect)
        case "reverse":
            return _with_arrow(
                without_arrow(graph, cause, effect), effect, cause, columns, "turned by the user"
            )
        case "common_cause":
            return _with_common_cause(graph, cause, effect, columns)
        case "unobserved":
            return (
                set_unobserved(graph, effect, source=said_by_user("marked as not measured by the user"))
                if (effect in graph.nodes)
                else graph
            )
        case "randomised":
            return _without_causes(graph, effect)
        case "after":
            turned = without_arrow(graph, effect, cause)
            return _with_arrow(turned, cause, effect, columns, "comes after the treatment, says the user")
    raise GraphError(f"There is no edit of kind {edit.kind!r}.")


# ---------------------------------------------------------------- single changes


def said_by_user(text: str) -> EdgeSource:
    return EdgeSource("user", text)


def by_user(edge: Edge) -> bool:
    return any(source.kind == "user" for source in edge.sources)


def _with_arrow(
    graph: CausalGraph, cause: str, effect: str, columns: Collection[str], text: str
) -> CausalGraph:
    graph = _with_nodes(graph, (cause, effect), columns)
    if cause in {latent.name for latent in graph.unobserved}:
        return build_graph(
            graph.nodes, graph.edges, (*graph.unobserved, Unobserved(cause, (effect,), (said_by_user(text),)))
        )
    kept = _without_contradiction(graph, cause, effect)
    return build_graph(
        kept.nodes, (*kept.edges, Edge(cause, effect, 1.0, (said_by_user(text),))), kept.unobserved
    )


def _without_contradiction(graph: CausalGraph, cause: str, effect: str) -> CausalGraph:
    """Drop the least sure proposed arrows until no chain leads from `effect` back to `cause`."""
    while cause in descendants(graph, effect):
        between = {effect, *descendants(graph, effect)}
        on_chain = [
            edge
            for edge in graph.edges
            if edge.cause in between
            and (edge.effect == cause or cause in descendants(graph, edge.effect))
            and not by_user(edge)
        ]
        if not on_chain:
            break  # the user's own arrows contradict this one: build_graph names the cycle
        weakest = min(on_chain, key=lambda edge: edge.confidence)
        graph = without_arrow(graph, weakest.cause, weakest.effect)
    return graph


def _with_nodes(graph: CausalGraph, names: Sequence[str], columns: Collection[str]) -> CausalGraph:
    hidden = {latent.name for latent in graph.unobserved}
    for name in names:
        if name not in graph.nodes and name not in hidden and name not in columns:
            raise unknown_column(name, "the table", columns, GraphError)
    nodes = dict.fromkeys((*graph.nodes, *(name for name in names if name not in hidden)))
    return replace(graph, nodes=tuple(nodes))


def without_arrow(graph: CausalGraph, cause: str, effect: str) -> CausalGraph:
    return replace(
        graph,
        edges=tuple(edge for edge in graph.edges if (edge.cause, edge.effect) != (cause, effect)),
        unobserved=tuple(
            replace(latent, affects=tuple(child for child in latent.affects if child != effect))
            if latent.name == cause
            else latent
            for latent in graph.unobserved
        ),
    )


def _without_causes(graph: CausalGraph, column: str) -> CausalGraph:
    for cause in parents_of(graph).get(column, set()):
        graph = without_arrow(graph, cause, column)
    return graph


def _with_common_cause(graph: CausalGraph, one: str, other: str, columns: Collection[str]) -> CausalGraph:
    graph = _with_nodes(graph, (one, other), columns)
    latent = Unobserved(
        f"common cause of {one} and {other}", (one, other), (said_by_user("common cause named by the user"),)
    )
    return build_graph(graph.nodes, graph.edges, (*graph.unobserved, latent))


EMPTY = CausalGraph(nodes=(), edges=())


class GraphEditor:
    """The current graph, changed step by step; `Assistant.graph` is one of these.

    Every method checks its edit on the current graph, raises GraphError with the reason if it makes no
    sense there (nothing is changed then), and returns the new graph.

    >>> editor = GraphEditor(build_graph(["age", "weight"], []), columns=["age", "weight"])
    >>> editor.add("age", "weight").edges[0].cause
    'age'
    """

    def __init__(
        self,
        graph: CausalGraph | None = None,
        columns: Sequence[str] = (),
        treatment: str | None = None,
        edits: Sequence[Edit] = (),
        frame: Callable[[Sequence[str]], Any] | None = None,
    ) -> None:
        base = graph if graph is not None else EMPTY
        self._columns = tuple(columns) or base.nodes
        self._treatment = treatment
        self._base = base
        self._edits = tuple(edits)
        self._frame = frame  # reads columns of the table, for `test`
        self._graph = apply_edits(base, self._edits, self._columns)

    @property
    def graph(self) -> CausalGraph:
        """The graph with every edit made."""
        return self._graph

    @property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """The arrows as (cause, effect)."""
        return tuple((edge.cause, edge.effect) for edge in self._graph.edges)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What the user changed, oldest first."""
        return self._edits

    def rebase(self, graph: CausalGraph, treatment: str | None = None) -> CausalGraph:
        """Start from a new proposal; the edits so far are made on it again."""
        self._graph = apply_edits(graph, self._edits, self._columns or graph.nodes)
        self._columns = self._columns or graph.nodes
        self._base = graph
        self._treatment = treatment if treatment is not None else self._treatment
        return self._graph

    def add(self, cause: str, effect: str) -> CausalGraph:
        """Draw the arrow cause -> effect."""
        self._check_names(cause, effect)
        if cause == effect:
            raise GraphError(f"{cause!r} cannot cause itself. Choose two different columns.")
        if cause in self._graph_names() and effect in self._graph_names():
            # Built for its check alone: an arrow drawn by hand is refused if it closes a cycle.
            drawn = Edge(cause, effect, 1.0, (said_by_user("added by the user"),))
            build_graph(self._graph.nodes, (*self._graph.edges, drawn), self._graph.unobserved)
        return self._make(Edit("add", cause, effect))

    def remove(self, cause: str, effect: str) -> CausalGraph:
        """Take the arrow cause -> effect away: a claim that there is no direct effect."""
        self._check_arrow(cause, effect)
        return self._make(Edit("remove", cause, effect))

    def reverse(self, cause: str, effect: str) -> CausalGraph:
        """Turn the arrow cause -> effect round."""
        self._check_arrow(cause, effect)
        if cause in {latent.name for latent in self._graph.unobserved}:
            raise GraphError(f"{cause!r} is not measured; its arrows can be removed but not turned.")
        turned = Edge(effect, cause, 1.0, (said_by_user("turned by the user"),))
        rest = without_arrow(self._graph, cause, effect)
        build_graph(rest.nodes, (*rest.edges, turned), rest.unobserved)
        return self._make(Edit("reverse", cause, effect))

    def add_common_cause(self, one: str, other: str) -> CausalGraph:
        """Say that something that is not measured affects both columns."""
        self._check_names(one, other)
        if one == other:
            raise GraphError(f"A common cause needs two different columns, not {one!r} twice.")
        return self._make(Edit("common_cause", one, other))

    def mark_unobserved(self, column: str) -> CausalGraph:
        """Keep the column's arrows but do not use its values, as if it had not been measured."""
        self._check_in_graph(column)
        if column == self._treatment:
            raise GraphError(
                f"{column!r} is the treatment that was asked about: without its values there is no effect to "
                "tell. Ask about another treatment, or leave it measured."
            )
        return self._make(Edit("unobserved", "", column))

    def mark_randomised(self, column: str) -> CausalGraph:
        """Say that chance alone set this column: no arrow leads into it."""
        self._check_in_graph(column)
        return self._make(Edit("randomised", "", column))

    def mark_after_treatment(self, column: str, treatment: str | None = None) -> CausalGraph:
        """Say that the column was settled after the treatment, which may have affected it."""
        treatment = treatment if treatment is not None else self._treatment
        if treatment is None:
            raise GraphError(
                f"After which treatment does {column!r} come? Ask a question first, or pass treatment=..."
            )
        self._check_names(treatment, column)
        if treatment == column:
            raise GraphError(f"{column!r} is the treatment itself and cannot come after it.")
        return self._make(Edit("after", treatment, column))

    def undo(self) -> CausalGraph:
        """Take the last edit back."""
        if not self._edits:
            raise GraphError("There is no edit to undo.")
        edits = self._edits[:-1]
        self._graph = apply_edits(self._base, edits, self._columns)
        self._edits = edits
        return self._graph

    def export(self, kind: str = "dagitty") -> str:
        """The graph as text: "dagitty", "gml", "dot", "mermaid" or "json". Raises OptionError for others."""
        from tools.graphs.export import export_graph

        return export_graph(self._graph, kind, self._treatment)

    def test(self, *, permutations: int = 100, level: float = 0.05, seed: int = 7) -> GraphTest:
        """Hold the graph against the table: the independences it claims, and whether chance does as well.

        Raises GraphError where there is no table or no arrow, and DataError for columns that cannot be
        tested.
        """
        from tools.discovery.independence import independence_test
        from tools.falsification.falsify import test_graph

        columns = [name for name in self._graph.nodes if name in self._columns]
        if self._frame is None or not columns:
            raise GraphError("There is no graph over a table to test. Ask a question first, or draw a graph.")
        return test_graph(
            self._graph,
            independence_test(self._frame(columns)),
            level=level,
            open_ended=not all(by_user(edge) for edge in self._graph.edges),
            permutations=permutations,
            seed=seed,
        )

    def _make(self, edit: Edit) -> CausalGraph:
        self._graph = apply_edit(self._graph, edit, self._columns)
        self._edits = (*self._edits, edit)
        return self._graph

    def _graph_names(self) -> set[str]:
        return {*self._graph.nodes, *(latent.name for latent in self._graph.unobserved)}

    def _check_names(self, *names: str) -> None:
        known = dict.fromkeys((*self._columns, *self._graph.nodes)) | dict.fromkeys(self._graph_names())
        for name in names:
            if name not in known:
                raise unknown_column(name, "the table", known, GraphError)

    def _check_in_graph(self, column: str) -> None:
        if column not in self._graph.nodes:
            raise unknown_column(column, "the graph", self._graph.nodes, GraphError)

    def _check_arrow(self, cause: str, effect: str) -> None:
        self._check_names(cause, effect)
        if cause in parents_of(self._graph).get(effect, set()):
            return
        turned = effect in parents_of(self._graph).get(cause, set())
        hint = f" There is one from {effect!r} to {cause!r}." if turned else ""
        raise GraphError(f"There is no arrow from {cause!r} to {effect!r}.{hint} Look at `.edges`.")

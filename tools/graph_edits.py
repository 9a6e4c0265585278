"""Changes of a graph as values, and what each does to a graph.

Applied to a proposal (`apply_edits`), an edit wins: one that has nothing left to do is passed over, and a
proposed arrow that contradicts it gives way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from tools.errors import GraphError, unknown_column
from tools.graph_core import build_graph, descendants, parents_of, set_unobserved
from tools.types import CausalGraph, Edge, EdgeSource, Unobserved

__all__ = ["Edit", "apply_edit", "apply_edits", "by_user", "said_by_user", "without_arrow"]


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

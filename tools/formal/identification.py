"""Is P(outcome | do(treatment)) a function of the observed distribution, and of which form?

The complete algorithm of Shpitser & Pearl (2006), "Identification of joint interventional distributions in
recursive semi-Markovian causal models", AAAI-06; a failure returns the two c-forests of the hedge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

import networkx as nx

from tools.formal.diagram import Diagram

__all__ = ["Expression", "Hedge", "Of", "Product", "Quotient", "Sum", "evaluate", "identified", "spelled"]

Assignment = Mapping[str, int]


@dataclass(frozen=True)
class Of:
    """The observed joint distribution of some variables."""

    names: frozenset[str]


@dataclass(frozen=True)
class Sum:
    over: frozenset[str]
    of: Expression


@dataclass(frozen=True)
class Product:
    factors: tuple[Expression, ...]


@dataclass(frozen=True)
class Quotient:
    above: Expression
    below: Expression


Expression = Of | Sum | Product | Quotient


@dataclass(frozen=True)
class Hedge:
    """Why an effect cannot be told: the larger and the smaller c-forest that form a hedge."""

    larger: frozenset[str]
    smaller: frozenset[str]


def identified(diagram: Diagram, treatments: frozenset[str], outcomes: frozenset[str]) -> Expression | Hedge:
    """An expression in the observed distribution for P(outcomes | do(treatments)), or the hedge."""
    graph = diagram.projected()
    return _id(outcomes, treatments, Of(frozenset(graph.nodes)), graph)


def _id(y: frozenset[str], x: frozenset[str], p: Expression, graph: Diagram) -> Expression | Hedge:
    v = frozenset(graph.nodes)
    if not x:
        return _sum(v - y, p)
    upstream = frozenset(y.union(*(graph.ancestors(n) for n in y)))
    if v - upstream:
        return _id(y, x & upstream, _sum(v - upstream, p), _part(graph, upstream))
    cut = Diagram(graph.nodes, tuple(a for a in graph.arrows if a[1] not in x), frozenset(), _free(graph, x))
    idle = (v - x) - y.union(*(cut.ancestors(n) for n in y))
    if idle:
        return _id(y, x | idle, p, graph)
    components = _components(_part(graph, v - x))
    if len(components) > 1:
        factors = []
        for part in components:
            found = _id(part, v - part, p, graph)
            if isinstance(found, Hedge):
                return found
            factors.append(found)
        return _sum(v - (y | x), Product(tuple(factors)))
    (inner,) = components
    whole = _components(graph)
    if len(whole) == 1:
        return Hedge(v, inner)
    if inner in whole:
        return _sum(inner - y, _chain(inner, p, graph))
    outer = next(part for part in whole if inner <= part)
    return _id(y, x & outer, _chain(outer, p, graph), _part(graph, outer))


def _sum(over: frozenset[str], of: Expression) -> Expression:
    if not over:
        return of
    if isinstance(of, Of):
        return Of(of.names - over)
    return Sum(over, of)


def _chain(part: frozenset[str], p: Expression, graph: Diagram) -> Expression:
    """The product over `part` of each variable given all that come before it."""
    factors: list[Expression] = []
    order = graph.order
    for name in order:
        if name in part:
            place = order.index(name)
            later = frozenset(order[place + 1 :])
            above = _sum(later, p)
            factors.append(above if place == 0 else Quotient(above, _sum(later | {name}, p)))
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def _part(graph: Diagram, names: frozenset[str]) -> Diagram:
    kept = tuple(n for n in graph.nodes if n in names)
    arrows = tuple(a for a in graph.arrows if set(a) <= names)
    return Diagram(kept, arrows, frozenset(), tuple(p for p in graph.linked if set(p) <= names))


def _free(graph: Diagram, x: frozenset[str]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in graph.linked if not set(pair) & x)


def _components(graph: Diagram) -> list[frozenset[str]]:
    """Variables joined by unobserved common causes."""
    joined: nx.Graph = nx.Graph()
    joined.add_nodes_from(graph.nodes)
    joined.add_edges_from(graph.linked)
    return [frozenset(part) for part in nx.connected_components(joined)]


def evaluate(expression: Expression, at: Assignment, joint: Callable[[Assignment], float]) -> float:
    """The expression's value at an assignment of binary variables; `joint` gives P of a partial assignment.

    A quotient whose lower part is zero is taken as zero. Raises KeyError for a variable without a value.
    """
    match expression:
        case Of():
            return joint({name: at[name] for name in expression.names})
        case Product():
            return prod(evaluate(factor, at, joint) for factor in expression.factors)
        case Quotient():
            below = evaluate(expression.below, at, joint)
            return evaluate(expression.above, at, joint) / below if below > 0 else 0.0
        case Sum():
            names = sorted(expression.over)
            return sum(
                evaluate(expression.of, {**at, **dict(zip(names, values, strict=True))}, joint)
                for values in product((0, 1), repeat=len(names))
            )


def spelled(expression: Expression) -> str:
    """The expression as a formula."""
    match expression:
        case Of():
            return f"P({', '.join(sorted(expression.names))})" if expression.names else "1"
        case Product():
            return " · ".join(
                f"({spelled(f)})" if isinstance(f, Sum) else spelled(f) for f in expression.factors
            )
        case Quotient(above, below):
            if isinstance(above, Of) and isinstance(below, Of):
                names = ", ".join(sorted(above.names - below.names))
                given = ", ".join(sorted(below.names))
                return f"P({names} | {given})" if given else f"P({names})"
            return f"[{spelled(above)}] / [{spelled(below)}]"
        case Sum():
            return f"Σ_{{{', '.join(sorted(expression.over))}}} {spelled(expression.of)}"

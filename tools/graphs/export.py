"""A graph as text for other programs: DAGitty, GML, DOT, Mermaid, JSON.

`from_user` reads all but DOT back. Names are quoted in each language's own way, so that a column called
`"]; drop` stays a name. Unmeasured causes that are merely suspected stand where the language can say so, in
JSON and, dotted, in the pictures of DOT and Mermaid; DAGitty and GML would take them for certain.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from tools.errors import OptionError
from tools.graphs.core import to_networkx, without_suspected
from tools.types import CausalGraph

__all__ = ["FORMATS", "export_graph"]


def export_graph(
    graph: CausalGraph, kind: str, treatment: str | None = None, outcome: str | None = None
) -> str:
    """`graph` in one of `FORMATS`; DAGitty also marks treatment and outcome.

    Raises:
        OptionError: an unknown format.
    """
    if kind not in FORMATS:
        raise OptionError(f"There is no graph format {kind!r}. Use one of {', '.join(FORMATS)}.")
    if kind in ("dagitty", "gml"):
        graph = without_suspected(graph)
    if kind == "dagitty":
        return _dagitty(graph, treatment, outcome)
    return _WRITERS[kind](graph)


def _arrows(graph: CausalGraph) -> list[tuple[str, str]]:
    measured = [(edge.cause, edge.effect) for edge in graph.edges]
    return measured + [(latent.name, child) for latent in graph.unobserved for child in latent.affects]


def _quoted(name: str) -> str:
    flat = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{flat}"'


def _broken(graph: CausalGraph) -> dict[tuple[str, str], str]:
    """The arrows that are no full line: dashed where nothing measured stands at the start or the arrow is
    less than half sure, dotted from what is merely suspected."""
    lines = {(edge.cause, edge.effect): "dashed" for edge in graph.edges if edge.confidence < 0.5}
    for latent in graph.unobserved:
        line = "dotted" if latent.suspected else "dashed"
        lines.update({(latent.name, child): line for child in latent.affects})
    return lines


def _dagitty(graph: CausalGraph, treatment: str | None, outcome: str | None) -> str:
    """Textor et al. (2016): exposure, outcome and latent in brackets."""
    marks = {latent.name: " [latent]" for latent in graph.unobserved}
    if treatment is not None:
        marks[treatment] = " [exposure]"
    if outcome is not None:
        marks[outcome] = " [outcome]"
    names = [*graph.nodes, *(latent.name for latent in graph.unobserved)]
    lines = [f"{_quoted(name)}{marks.get(name, '')}" for name in names]
    lines += [f"{_quoted(cause)} -> {_quoted(effect)}" for cause, effect in _arrows(graph)]
    return "dag {\n" + "\n".join(lines) + "\n}\n"


def _gml(graph: CausalGraph) -> str:
    import networkx as nx

    return "\n".join(nx.generate_gml(to_networkx(graph))) + "\n"


def _dot(graph: CausalGraph) -> str:
    lines = [f"  {_quoted(name)};" for name in graph.nodes]
    lines += [
        f"  {_quoted(latent.name)} [style={'dotted' if latent.suspected else 'dashed'}];"
        for latent in graph.unobserved
    ]
    broken = _broken(graph)
    for cause, effect in _arrows(graph):
        style = f" [style={broken[cause, effect]}]" if (cause, effect) in broken else ""
        lines.append(f"  {_quoted(cause)} -> {_quoted(effect)}{style};")
    return "digraph {\n" + "\n".join(lines) + "\n}\n"


def _mermaid(graph: CausalGraph) -> str:
    """Nodes are numbered: Mermaid's identifiers allow little, its labels escape with #codes;."""
    names = [*graph.nodes, *(latent.name for latent in graph.unobserved)]
    number = {name: f"n{place}" for place, name in enumerate(names)}
    kinds = {latent.name: "suspected" if latent.suspected else "unobserved" for latent in graph.unobserved}
    lines = ["flowchart LR"]
    for name in names:
        opening, closing = ("([", f"]):::{kinds[name]}") if name in kinds else ("[", "]")
        lines.append(f'  {number[name]}{opening}"{_mermaid_text(name)}"{closing}')
    broken = _broken(graph)
    for cause, effect in _arrows(graph):
        drawn = "-.->" if (cause, effect) in broken else "-->"
        lines.append(f"  {number[cause]} {drawn} {number[effect]}")
    for kind, dashes in (("unobserved", "4"), ("suspected", "1 4")):
        if kind in kinds.values():
            lines.append(f"  classDef {kind} stroke-dasharray: {dashes}")
    return "\n".join(lines) + "\n"


def _mermaid_text(name: str) -> str:
    return "".join(c if c.isalnum() or c in " _-." else f"#{ord(c)};" for c in name)


def _json(graph: CausalGraph) -> str:
    content = {
        "nodes": list(graph.nodes),
        "edges": [
            {
                "cause": edge.cause,
                "effect": edge.effect,
                "confidence": edge.confidence,
                "sources": [{"kind": s.kind, "text": s.text, "passage": s.passage} for s in edge.sources],
            }
            for edge in graph.edges
        ],
        "unobserved": [
            {"name": u.name, "affects": list(u.affects), "suspected": u.suspected} for u in graph.unobserved
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


_WRITERS: dict[str, Callable[[CausalGraph], str]] = {
    "gml": _gml,
    "dot": _dot,
    "mermaid": _mermaid,
    "json": _json,
}
FORMATS = ("dagitty", *_WRITERS)

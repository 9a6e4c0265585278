"""Graphs as a user hands them in: networkx, pairs, text, or a file; held against the table's columns."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.errors import GraphError, unknown_column
from tools.graphs.core import build_graph, without_suspected
from tools.graphs.text import HIDDEN_MARKS, Claims, is_dagitty, parse_arrows, parse_dagitty
from tools.types import CausalGraph, Edge, EdgeSource, Unobserved

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["from_user"]


FILE_KINDS = (".txt", ".json", ".gml", ".dagitty", ".dag", ".mmd", ".mermaid")
DRAWN_BY_USER = EdgeSource("user", "drawn by the user")
# A name this close to a column is taken for a slip of the pen, not for something that is not measured.
SAME_NAME = 0.8


def from_user(
    graph: CausalGraph | nx.DiGraph | Iterable[tuple[str, str]] | str | Path,
    columns: Collection[str],
    unobserved: Collection[str] = (),
) -> CausalGraph:
    """The user's graph over the table's `columns`; its arrows have confidence 1 and source "user".

    Accepts a `CausalGraph`, a networkx.DiGraph (a node attribute observed="no" marks what is not
    measured), pairs (cause, effect), text ("a -> b; c <- d; a <-> d", new lines and Unicode arrows too),
    dagitty's `dag { ... }`, a Mermaid flowchart, JSON or GML text, or a file of one of these. DOT is not
    read.

    A name that is not a column becomes an unobserved variable if it has only outgoing arrows, or if it is
    in `unobserved` or marked [latent]. The graph's nodes are the columns that it names, in table order.

    Raises:
        GraphError: a file or text that cannot be read, a name that is neither a column nor unobserved,
            a cycle, or a graph without any arrow.
    """
    claims = _claims(graph, columns)
    claims.hidden.update(unobserved)
    claims.nodes |= dict.fromkeys(claims.hidden)
    if not claims.arrows and not claims.common_causes:
        raise GraphError('The graph has no arrow. Write "cause -> effect", one on a line.')
    return _assembled(claims, columns)


def _claims(graph: Any, columns: Collection[str]) -> Claims:
    if isinstance(graph, CausalGraph):
        return _from_causal_graph(graph)
    if isinstance(graph, Path) or (isinstance(graph, str) and _is_file_name(graph)):
        return _from_text(_read(Path(graph)), columns)
    if isinstance(graph, str):
        return _from_text(graph, columns)
    if hasattr(graph, "is_directed"):
        return _from_networkx(graph)
    if isinstance(graph, Iterable) and not isinstance(graph, Mapping):
        return _from_pairs(graph)
    raise GraphError(
        f"A graph cannot be made from {type(graph).__name__}. Give a networkx.DiGraph, a list of "
        '(cause, effect) pairs, text such as "a -> b", or a file.'
    )


# ---------------------------------------------------------------- the ways to write a graph


def _is_file_name(text: str) -> bool:
    return "\n" not in text and not is_dagitty(text) and Path(text).suffix.lower() in FILE_KINDS


def _read(path: Path) -> str:
    if path.suffix.lower() not in FILE_KINDS:
        raise GraphError(f"{path.name!r} is no graph file. Known endings: {', '.join(FILE_KINDS)}.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "it is not UTF-8 text"
        raise GraphError(f"The graph file {path.name!r} cannot be read: {reason}. Check its path.") from fault


def _from_text(text: str, columns: Collection[str]) -> Claims:
    start = text.lstrip()
    if is_dagitty(start):
        return parse_dagitty(start)
    if is_mermaid(start):
        return parse_mermaid(start)
    if re.match(r"(?:strict\s+)?(?:di)?graph\b[^\[\n]*\{", start):
        raise GraphError(
            "DOT is written and not read: its attributes can turn an arrow round or hide it. "
            "Give the same graph as DAGitty, Mermaid, GML or JSON, or as a networkx.DiGraph."
        )
    if re.match(r"(Creator\b[^\n]*\n\s*)?(Version\b[^\n]*\n\s*)?graph\s*\[", start):
        return _from_gml(start)
    if re.match(r"\{\s*\"|\[\s*[\[{]", start):
        return _from_json(start)
    return parse_arrows(text, columns)


def _from_causal_graph(graph: CausalGraph) -> Claims:
    claims = Claims(nodes=dict.fromkeys(graph.nodes))
    claims.arrows = [(edge.cause, edge.effect) for edge in graph.edges]
    latents = without_suspected(graph).unobserved
    claims.arrows += [(latent.name, child) for latent in latents for child in latent.affects]
    claims.hidden = {latent.name for latent in latents}
    return claims


def _from_networkx(graph: Any) -> Claims:
    if not graph.is_directed():
        raise GraphError("The graph has no directions. Give a networkx.DiGraph (GML: `directed 1`).")
    claims = Claims(nodes=dict.fromkeys(map(str, graph.nodes)))
    claims.arrows = [(str(cause), str(effect)) for cause, effect in graph.edges()]
    claims.hidden = {
        str(name) for name, marks in graph.nodes(data=True) if marks.get("observed") in ("no", False, 0)
    }
    return claims


def _from_pairs(pairs: Iterable[Any]) -> Claims:
    claims = Claims()
    for pair in pairs:
        if isinstance(pair, Edge):
            pair = (pair.cause, pair.effect)
        if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:
            raise GraphError(f"{pair!r} is not a pair (cause, effect).")
        claims.add(str(pair[0]), "->", str(pair[1]))
    return claims


def _from_gml(text: str) -> Claims:
    import networkx as nx

    try:
        parsed = nx.parse_gml(text)
    except (nx.NetworkXError, ValueError) as fault:
        raise GraphError(f"The GML graph cannot be read: {fault}.") from fault
    return _from_networkx(parsed)


def _from_json(text: str) -> Claims:
    """`{"edges": [{"cause": a, "effect": b}], "unobserved": [{"name": u, "affects": [a, b]}]}`.

    Also a plain list of pairs, and networkx's node-link form. Causes that are only suspected to be there are
    passed over: the user has not drawn them.
    """
    try:
        content = json.loads(text)
    except ValueError as fault:
        raise GraphError(f"The graph's JSON cannot be read: {fault}.") from fault
    if isinstance(content, list):
        content = {"edges": content}
    claims = Claims()
    for node in _list_in(content, "nodes"):
        marks = node if isinstance(node, dict) else {"id": node}
        name = str(marks.get("id", marks.get("name")))
        claims.nodes[name] = None
        if marks.get("observed") in ("no", False):
            claims.hidden.add(name)
    for edge in _list_in(content, "edges") or _list_in(content, "links"):
        claims.add(*_json_edge(edge))
    for latent in _list_in(content, "unobserved"):
        if not isinstance(latent, dict) or not isinstance(latent.get("name"), str):
            raise GraphError(f'{latent!r} under "unobserved" is not {{"name": ..., "affects": [...]}}.')
        if latent.get("suspected") is True:
            continue
        claims.hidden.add(latent["name"])
        for child in _list_in(latent, "affects"):
            claims.add(latent["name"], "->", str(child))
    return claims


def _json_edge(edge: Any) -> tuple[str, str, str]:
    if isinstance(edge, dict):
        for cause, effect in (("cause", "effect"), ("source", "target"), ("from", "to")):
            if cause in edge and effect in edge:
                return str(edge[cause]), "->", str(edge[effect])
    elif isinstance(edge, list) and len(edge) == 2:
        return str(edge[0]), "->", str(edge[1])
    raise GraphError(f'{edge!r} is not an arrow. Write {{"cause": ..., "effect": ...}}.')


def _list_in(content: Mapping[str, Any], key: str) -> list[Any]:
    value = content.get(key, [])
    if not isinstance(value, list):
        raise GraphError(f'"{key}" of the graph\'s JSON is not a list.')
    return value


# ---------------------------------------------------------------- against the table


def _assembled(claims: Claims, columns: Collection[str]) -> CausalGraph:
    hidden = _hidden_names(claims, columns)
    latents = [
        Unobserved(name, tuple(effect for cause, effect in claims.arrows if cause == name), (DRAWN_BY_USER,))
        for name in claims.nodes
        if name in hidden
    ]
    latents += [
        Unobserved(f"common cause of {one} and {other}", (one, other), (DRAWN_BY_USER,))
        for one, other in claims.common_causes
    ]
    edges = [
        Edge(cause, effect, 1.0, (DRAWN_BY_USER,)) for cause, effect in claims.arrows if cause not in hidden
    ]
    named = (column for column in columns if column in claims.nodes and column not in hidden)
    return build_graph(named, edges, latents)


def _hidden_names(claims: Claims, columns: Collection[str]) -> set[str]:
    """Names of the graph that stand for something the table does not hold."""
    known = set(columns)
    caused = {effect for _, effect in claims.arrows} | {
        name for pair in claims.common_causes for name in pair
    }
    causing = {cause for cause, _ in claims.arrows}
    hidden = set(claims.hidden)
    for name in claims.nodes:
        if name in known or name in hidden:
            continue
        if name in caused or name not in causing:
            fault = unknown_column(name, "the table", columns, GraphError)
            raise GraphError(f'{fault} If it is not measured, mark it: "{name} [latent]".')
        if (meant := _slip_of_the_pen(name, known)) is not None:
            raise GraphError(
                f"{name!r} of the graph is not a column; did you mean {meant!r}? If it is something that "
                f'is not measured, mark it: "{name} [latent]".'
            )
        hidden.add(name)
    return hidden


def _slip_of_the_pen(name: str, columns: set[str]) -> str | None:
    folded = {column.casefold(): column for column in sorted(columns)}
    for match in get_close_matches(name.casefold(), folded, n=3, cutoff=SAME_NAME):
        # "stress1" and "stress2" are two things.
        if match == name.casefold() or re.sub(r"\d", "", match) != re.sub(r"\d", "", name.casefold()):
            return folded[match]
    return None


# ---------------- Mermaid flowcharts: nodes with labels, arrows with directions; the rest is decoration

# The variable is a node's label, or its identifier where it has none. The language: https://mermaid.js.org,
# "Flowcharts - Basic Syntax".


_HEAD = re.compile(r"(?:\s*%%[^\n]*\n)*\s*(?:flowchart|graph)(?:[ \t]+(?:TB|TD|BT|RL|LR))?[ \t]*(?=[;\n]|$)")
_DECORATION = re.compile(
    r"\s*(?:%%|(?:classDef|class|style|linkStyle|click|subgraph|end|direction|accTitle|accDescr)\b)"
)
_SHAPES = (
    ("([", "])"), ("[[", "]]"), ("[(", ")]"), ("((", "))"), ("{{", "}}"), ("[/", "/]"), ("[", "]"),
    ("(", ")"), ("{", "}"), (">", "]"),
)  # fmt: skip
# Each sign is read at most once: labels and arrows end where their closing sign first comes.
_NODE = re.compile(
    r"(?P<id>\w+(?:[.-]\w+)*)\s*(?P<shape>"
    + "|".join(
        rf'{re.escape(opening)}(?:"[^"\n]*"|(?:(?!{re.escape(closing)})[^\n])*){re.escape(closing)}'
        for opening, closing in _SHAPES
    )
    + r")?(?::::(?P<kind>\w+))?"
)
_ARROW = re.compile(
    r"(?P<back><)?(?:(?:--|==)[ \t](?:(?!--|==).)+(?:-{2,}|={2,})|-\.[ \t](?:(?!\.-).)+\.-|-{2,}|={2,}|-\.+-)"
    r"(?P<head>[>xo])?(?:\|[^|\n]*\|)?"
)
_LINE = re.compile(r'(?:"[^"\n]*"|[^;\n])+')
_CODE = re.compile(r"#(\w+);")


def is_mermaid(text: str) -> bool:
    """Does the text begin like a flowchart: `flowchart LR`, `graph TD`?"""
    return _HEAD.match(text) is not None


def parse_mermaid(text: str) -> Claims:
    """Arrows `a --> b`, `a & b ==> c`, `a -.-> b`, `a <--> b` and chains of them; labels are passed over.

    A node with the class `unobserved` or `latent` (`u:::unobserved`) is not measured; one with the class
    `suspected` is passed over with its arrows: nobody says that it is there.

    Raises:
        GraphError: a line that cannot be read, a link without direction, or two nodes with one label.
    """
    head = _HEAD.match(text)
    assert head is not None
    labels: dict[str, str] = {}
    marked: dict[str, set[str]] = {"hidden": set(), "suspected": set()}
    arrows: list[tuple[str, str, str]] = []
    for line in _LINE.findall(text[head.end() :]):
        if line.strip() and not _DECORATION.match(line):
            arrows += _statement(line.strip(), labels, marked)
    if len(set(labels.values())) < len(labels):
        raise GraphError("Two nodes of the Mermaid graph have the same label. Give each variable one node.")
    suspected = marked["suspected"]
    claims = Claims(
        nodes=dict.fromkeys(label for name, label in labels.items() if name not in suspected),
        hidden={labels[name] for name in marked["hidden"]},
    )
    for left, arrow, right in arrows:
        if not suspected & {left, right}:
            claims.add(labels[left], arrow, labels[right])
    return claims


def _statement(
    line: str, labels: dict[str, str], marked: dict[str, set[str]]
) -> Iterator[tuple[str, str, str]]:
    """The arrows of `a & b --> c --> d`; the nodes' labels and marks are noted."""
    left, place = _group(line, 0, labels, marked)
    while place < len(line):
        found = _ARROW.match(line, place)
        if found is None:
            raise GraphError(f"The Mermaid line {line!r} cannot be read at {line[place : place + 20]!r}.")
        if found["head"] != ">":
            raise GraphError(
                f'{found[0].strip()!r} in {line!r} has no direction. Write "a --> b", '
                'or "a <--> b" for an unmeasured common cause.'
            )
        right, place = _group(line, found.end(), labels, marked)
        for one in left:
            for other in right:
                yield one, "<->" if found["back"] else "->", other
        left = right


def _group(
    line: str, place: int, labels: dict[str, str], marked: dict[str, set[str]]
) -> tuple[list[str], int]:
    """The nodes `a & b` from `place` on, and where they end."""
    names: list[str] = []
    while True:
        place += len(line[place:]) - len(line[place:].lstrip())
        found = _NODE.match(line, place)
        if found is None:
            raise GraphError(f"The Mermaid line {line!r} has no node at {line[place : place + 20]!r}.")
        name, place = found["id"], found.end()
        if found["shape"]:
            labels[name] = _label(found["shape"])
        labels.setdefault(name, name)
        kind = (found["kind"] or "").lower()
        if kind in HIDDEN_MARKS:
            marked["hidden"].add(name)
        elif kind == "suspected":
            marked["suspected"].add(name)
        names.append(name)
        place += len(line[place:]) - len(line[place:].lstrip())
        if line[place : place + 1] != "&":
            return names, place
        place += 1


def _label(shape: str) -> str:
    opening, closing = next(pair for pair in _SHAPES if shape.startswith(pair[0]) and shape.endswith(pair[1]))
    text = shape[len(opening) : len(shape) - len(closing)].strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return _CODE.sub(_character, text)


def _character(code: re.Match[str]) -> str:
    """`#35;` and `#quot;` as Mermaid writes them."""
    if code[1].isdigit():
        return chr(int(code[1])) if int(code[1]) <= 0x10FFFF else code[0]
    return html.unescape(f"&{code[1]};")

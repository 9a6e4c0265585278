"""Mermaid flowcharts as graphs: nodes with labels, arrows with directions; everything else is decoration.

The variable is a node's label, or its identifier where it has none. The language: https://mermaid.js.org,
"Flowcharts - Basic Syntax".
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from tools.errors import GraphError
from tools.graphs.text import HIDDEN_MARKS, Claims

__all__ = ["is_mermaid", "parse_mermaid"]

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

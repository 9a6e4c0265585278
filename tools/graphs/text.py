"""Graphs written as text: "age -> weight; weight <- diet", and dagitty's `dag { ... }`.

A small scanner of our own: neither `eval` nor a DOT library ever sees the text, and any column name can be
written, in double quotes if it holds an arrow, a semicolon or a bracket.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from tools.errors import GraphError

__all__ = ["HIDDEN_MARKS", "Claims", "is_dagitty", "parse_arrows", "parse_dagitty"]


@dataclass
class Claims:
    """What a text says, before its names are held against the table."""

    nodes: dict[str, None] = field(default_factory=dict)  # in order of appearance
    arrows: list[tuple[str, str]] = field(default_factory=list)  # (cause, effect)
    common_causes: list[tuple[str, str]] = field(default_factory=list)  # a <-> b
    hidden: set[str] = field(default_factory=set)  # marked as not measured

    def add(self, left: str, arrow: str, right: str) -> None:
        """One arrow as it was drawn: "->", "<-" or "<->"."""
        self.nodes |= {left: None, right: None}
        if arrow == "<->":
            self.common_causes.append((left, right))
        else:
            self.arrows.append((left, right) if arrow == "->" else (right, left))


_ARROWS = {
    "<->": ("<->", "<-->", "<=>", "↔", "⟷", "⇔"),
    "->": ("->", "-->", "=>", "==>", "→", "⟶", "⇒", "➔", "➜"),
    "<-": ("<-", "<--", "<==", "←", "⟵", "⇐"),
}
_MEANING = {drawn: arrow for arrow, forms in _ARROWS.items() for drawn in forms}
_DRAWN = "|".join(re.escape(drawn) for drawn in sorted(_MEANING, key=len, reverse=True))
_QUOTED = r'(?<!\w)"(?:[^"\\]|\\.)*"'  # a quote inside a word, as in 5"pipe, opens nothing
HIDDEN_MARKS = ("latent", "unobserved")


# ---------------------------------------------------------------- arrows, one statement a line


_STATEMENT = re.compile(rf"(?:{_QUOTED}|[^;\n])+")
_PIECE = re.compile(rf"(?P<arrow>{_DRAWN})|(?P<name>(?:{_QUOTED}|(?!{_DRAWN}).)+)")
_MARK = re.compile(r"\s*\[\s*(\w+)\s*\]\s*$")


def parse_arrows(text: str, columns: Collection[str]) -> Claims:
    """Statements parted by ";" or a new line: "a -> b", "a -> b -> c", "a, b -> c", "u [latent]".

    A comma parts names unless the whole is a column. Lines that start with "#" or "//" are comments.

    Raises:
        GraphError: a statement without an arrow, or an arrow without a name at one end.
    """
    claims = Claims()
    for statement in _STATEMENT.findall(text):
        if not statement.strip() or statement.lstrip().startswith(("#", "//")):
            continue
        pieces = [(found.lastgroup, found.group()) for found in _PIECE.finditer(statement)]
        groups = [piece for kind, piece in pieces if kind == "name" and piece.strip()]
        drawn = [_MEANING[piece] for kind, piece in pieces if kind == "arrow"]
        if len(groups) != len(drawn) + 1:
            raise GraphError(
                f'An arrow of {statement.strip()!r} has no name at one end. Write "cause -> effect".'
            )
        sides = [_names(group, columns, claims) for group in groups]
        if not drawn and not all(name in claims.hidden for name in sides[0]):
            raise GraphError(f'There is no arrow in {statement.strip()!r}. Write "cause -> effect".')
        for left, arrow, right in zip(sides, drawn, sides[1:], strict=False):
            for one in left:
                for other in right:
                    claims.add(one, arrow, other)
    return claims


def _names(group: str, columns: Collection[str], claims: Claims) -> list[str]:
    text = group.strip()
    mark = _MARK.search(text)
    marked = mark is not None and text not in columns and mark[1].lower() in HIDDEN_MARKS
    if mark is not None and marked:
        text = text[: mark.start()].strip()
    whole = _unquoted(text, columns)
    if whole in columns or "," not in text:
        names = [whole]
    else:
        parts = re.findall(rf"(?:{_QUOTED}|[^,])+", text)
        names = [_unquoted(part.strip(), columns) for part in parts if part.strip()]
    claims.nodes |= dict.fromkeys(names)
    if marked:
        claims.hidden.update(names)
    return names


def _unquoted(text: str, columns: Collection[str] = ()) -> str:
    if text in columns or not re.fullmatch(_QUOTED, text):
        return text
    return re.sub(r"\\(.)", r"\1", text[1:-1])


# ---------------------------------------------------------------- dagitty


_HEAD = re.compile(rf"\s*dag\s*(?:{_QUOTED}|[^\s{{\"]+)?\s*\{{")
_TOKEN = re.compile(
    rf"(?P<space>\s+|;|//[^\n]*|/\*.*?\*/)|(?P<quoted>{_QUOTED})|(?P<arrow>{_DRAWN})"
    rf"|(?P<line>--)|(?P<bracket>[{{}}\[\]=,])|(?P<word>(?:(?!{_DRAWN}|--)[^\s;{{}}\[\]=,\"])+)",
    re.DOTALL,
)
Token = tuple[str, str]  # kind, text


def is_dagitty(text: str) -> bool:
    """Does the text begin like `dag {`?"""
    return _HEAD.match(text) is not None


def parse_dagitty(text: str) -> Claims:
    """The part of dagitty's language that names variables and arrows; positions and styles are skipped.

    `u [latent]` and `u [unobserved]` mark what is not measured. Textor et al. (2016), "Robust causal
    inference using directed acyclic graphs: the R package dagitty".

    Raises:
        GraphError: text that does not follow the language, or an arrow without direction ("a -- b").
    """
    head = _HEAD.match(text)
    if head is None or not text.rstrip().rstrip(";").endswith("}"):
        raise GraphError('A dagitty graph is written "dag { a -> b }". Check its first word and its braces.')
    body = text[head.end() : text.rindex("}")]
    claims = Claims()
    tokens = list(_tokens(body))
    while tokens:
        _statement(tokens, claims)
    return claims


def _tokens(body: str) -> Iterator[Token]:
    place = 0
    while place < len(body):
        found = _TOKEN.match(body, place)
        if found is None:
            raise GraphError(f"The graph text cannot be read at {body[place : place + 20]!r}.")
        place = found.end()
        kind = str(found.lastgroup)
        if kind == "line":
            raise GraphError('"--" has no direction. Write "a -> b", or "a <-> b" for an unmeasured cause.')
        if kind != "space":
            yield kind, found.group()


def _statement(tokens: list[Token], claims: Claims) -> None:
    """Take one chain such as `a -> {b c} [options]` off the front of `tokens`."""
    left = _side(tokens, claims)
    if tokens and tokens[0] == ("bracket", "="):  # a setting of the whole graph: bb="0,0,1,1"
        for name in left:
            claims.nodes.pop(name, None)
        del tokens[:2]
        return
    while tokens and tokens[0][0] == "arrow":
        arrow = _MEANING[tokens.pop(0)[1]]
        right = _side(tokens, claims)
        for one in left:
            for other in right:
                claims.add(one, arrow, other)
        left = right


def _side(tokens: list[Token], claims: Claims) -> list[str]:
    if not tokens:
        raise GraphError("The graph text ends with an arrow that leads nowhere.")
    kind, text = tokens.pop(0)
    if (kind, text) == ("bracket", "{"):
        names: list[str] = []
        while tokens and tokens[0] != ("bracket", "}"):
            names += _side(tokens, claims)
        if not tokens:
            raise GraphError("A brace of the graph text is not closed.")
        tokens.pop(0)
        _options(tokens)
        return names
    if kind not in ("word", "quoted"):
        raise GraphError(f"The graph text has {text!r} where a variable is expected.")
    name = _unquoted(text)
    claims.nodes[name] = None
    if any(option.lower() in HIDDEN_MARKS for option in _options(tokens)):
        claims.hidden.add(name)
    return [name]


def _options(tokens: list[Token]) -> list[str]:
    """Take `[latent, pos="0,1"]` off the front of `tokens`, if it is there."""
    if not tokens or tokens[0] != ("bracket", "["):
        return []
    words: list[str] = []
    while tokens:
        kind, text = tokens.pop(0)
        if (kind, text) == ("bracket", "]"):
            return words
        if kind == "word":
            words.append(text)
    raise GraphError("A bracket of the graph text is not closed.")

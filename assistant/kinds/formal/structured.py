"""Premises that a language model reads where no pattern does: a reply in a schema, checked against them.

Each arrow, number and relation comes with the words of the question that say it; what does not stand there,
or a number that its words do not hold, is sent back and at last refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from assistant.kinds.formal.premises import Ask, Premises, Wanted
from assistant.models.interface import Message, Prompt
from assistant.models.prompt_store import prompt_in
from assistant.planning.model.claims import quoted
from assistant.planning.model.prompt import fence
from tools.errors import GraphError
from tools.formal.diagram import Diagram
from tools.formal.equivalence import Independence, Relation
from tools.formal.inference import Event, Fact, Literal

if TYPE_CHECKING:
    from assistant.models.exchange import Exchange

__all__ = ["SCHEMA", "problems", "read_by_model"]

_ASKS = (
    Ask.EFFECT,
    Ask.DO,
    Ask.TREATED,
    Ask.DIRECT,
    Ask.INDIRECT,
    Ask.PROBABILITY,
    Ask.DIFFERENCE,
    Ask.IDENTIFIABLE,
    Ask.ADJUST,
    Ask.VALID_SET,
    Ask.SEPARATED,
    Ask.CLAIM,
)
_TEXT = {"type": "string", "maxLength": 80}
_QUOTE = {"type": "string", "maxLength": 400}
_NAMES = {"type": "array", "items": _TEXT, "maxItems": 12}
_LITERAL = {
    "type": "object",
    "properties": {"variable": _TEXT, "so": {"type": "boolean"}},
    "required": ["variable", "so"],
    "additionalProperties": False,
}
_LITERALS = {"type": "array", "items": _LITERAL, "maxItems": 8}


def _items(most: int, **properties: Any) -> dict[str, Any]:
    shape = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"type": "array", "maxItems": most, "items": shape}


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "variables": _NAMES,
        "unobserved": _NAMES,
        "arrows": _items(40, cause=_TEXT, effect=_TEXT, quotation=_QUOTE),
        "probabilities": _items(
            40, of=_LITERALS, given=_LITERALS, do=_LITERALS, value={"type": "number"}, quotation=_QUOTE
        ),
        "independences": _items(60, one=_TEXT, other=_TEXT, given=_NAMES, quotation=_QUOTE),
        "correlations": _items(60, one=_TEXT, other=_TEXT, quotation=_QUOTE),
        "asked": {"enum": [str(ask) for ask in _ASKS]},
        "cause": {"anyOf": [_LITERAL, {"type": "null"}]},
        "effect": {"anyOf": [_LITERAL, {"type": "null"}]},
        "given": _LITERALS,
        "names": _NAMES,
        "sign": {"enum": [-1, 0, 1]},
        "relation": {"enum": [*(str(relation) for relation in Relation), ""]},
        "quotation": _QUOTE,
    },
    "required": ["variables", "arrows", "probabilities", "asked", "cause", "effect", "quotation"],
    "additionalProperties": False,
}
_QUOTED = ("arrows", "probabilities", "independences", "correlations")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?|[.,]\d+")


def problems(content: Any, question: str) -> list[str]:
    """What does not hold of a reply in the schema: quotations, numbers, names. Sent back to the model."""
    found = []
    known = set(content["variables"])
    for part in _QUOTED:
        for entry in content.get(part) or ():
            if not quoted(entry["quotation"], question):
                found.append(f"{part}: {entry['quotation']!r} does not stand in the question.")
    for entry in content["probabilities"]:
        if not _says(entry["quotation"], entry["value"]):
            found.append(f"probabilities: {entry['quotation']!r} does not say {entry['value']}.")
    if not quoted(content["quotation"], question):
        found.append("quotation: the words that ask must stand in the question.")
    for name in _named(content):
        if name not in known:
            found.append(f"{name!r} is not among the variables.")
    return found[:6]


def _says(words: str, value: float) -> bool:
    """Does the quotation hold the number, as a share or in percent?"""
    numbers = [float(text.replace(",", ".")) for text in _NUMBER.findall(words)]
    return any(abs(number - value) < 1e-9 or abs(number / 100 - value) < 1e-9 for number in numbers)


def _named(content: Mapping[str, Any]) -> set[str]:
    names = {*(content.get("unobserved") or ()), *(content.get("names") or ())}
    for entry in content["arrows"]:
        names |= {entry["cause"], entry["effect"]}
    for entry in (*(content.get("independences") or ()), *(content.get("correlations") or ())):
        names |= {entry["one"], entry["other"], *entry.get("given", ())}
    for entry in content["probabilities"]:
        names |= {literal["variable"] for part in ("of", "given", "do") for literal in entry[part]}
    ends = (content["cause"], content["effect"], *(content.get("given") or ()))
    return names | {literal["variable"] for literal in ends if literal}


def read_by_model(question: str, code: str, exchange: Exchange) -> Premises | None:
    """The premises by one call and at most two repairs; None where they make no diagram. ModelError."""
    file = prompt_in("read_formal", code)
    user = file.render("user", question=fence("QUESTION", question))
    prompt = Prompt((Message("system", file.render("system")), Message("user", user)), (file.label,))
    content = exchange.ask(prompt, SCHEMA, lambda reply: problems(reply, question))
    return premises_of(content)


def premises_of(content: Mapping[str, Any]) -> Premises | None:
    """A checked reply as premises; None for arrows in a circle or a question without ends."""

    def literal(entry: Mapping[str, Any] | None) -> Literal | None:
        return None if entry is None else (entry["variable"], bool(entry["so"]))

    def event(entries: Any) -> Event:
        return frozenset((entry["variable"], bool(entry["so"])) for entry in entries or ())

    arrows = tuple((entry["cause"], entry["effect"]) for entry in content["arrows"])
    try:
        diagram = Diagram(tuple(content["variables"]), arrows, frozenset(content.get("unobserved") or ()))
    except GraphError:
        return None
    ask = Ask(content["asked"])
    cause, effect = literal(content["cause"]), literal(content["effect"])
    if effect is None or (cause is None and ask is not Ask.PROBABILITY):
        return None
    relation = content.get("relation") or None
    if ask is Ask.CLAIM and relation is None:
        return None
    wanted = Wanted(
        ask,
        effect,
        cause,
        event(content.get("given")),
        tuple(content.get("names") or ()),
        int(content.get("sign") or 0),
        relation=None if relation is None else Relation(relation),
    )
    return Premises(
        diagram,
        wanted,
        tuple(
            Fact(event(entry["of"]), event(entry["given"]), float(entry["value"]), event(entry["do"]))
            for entry in content["probabilities"]
        ),
        tuple(
            Independence(entry["one"], entry["other"], frozenset(entry["given"]))
            for entry in content.get("independences") or ()
        ),
        tuple(frozenset((e["one"], e["other"])) for e in content.get("correlations") or ()),
        by_model=True,
    )

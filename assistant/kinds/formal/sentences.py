"""The messages of a conclusion: the answer first, then how it follows, then on what it rests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.kinds.formal.answering import FormalResult, Verdict, event_text, literal_text
from assistant.kinds.formal.premises import Ask, Premises
from assistant.types import Part
from tools.formal.effects import Way
from tools.formal.inference import flipped
from tools.messages import Columns, Message, Quantity, Quoted, counted, pure

__all__ = ["sentences"]

_SHOWN = 6  # names in a list


def sentences(premises: Premises, found: FormalResult) -> Mapping[Part, tuple[Message, ...]]:
    """What is said of the conclusion, by part."""
    slots = _slots(premises, found)
    head = Message(_headline(found), slots)
    if found.verdict in (Verdict.YES, Verdict.NO, Verdict.UNKNOWN):
        head = Message(f"formal-{found.verdict}", {"because": head})
    why = [Message("formal-way-" + str(found.way).replace("_", "-"), slots)] if found.way else []
    if found.derivation:
        lines = tuple(Message("formal-line", {"formula": Quoted(line)}) for line in found.derivation)
        why.append(Message("formal-derivation", {"lines": lines}))
    if found.ask is Ask.CLAIM:
        why.append(Message("formal-claim-against" if found.against else "formal-claim-all", slots))
    if found.ask is Ask.ADJUST and found.paths and found.verdict is Verdict.VARIABLES:
        others = tuple(Message("formal-names", {"names": Quoted(z)}) for z in found.paths)
        why.append(Message("formal-adjust-also", {"others": others}))
    unused = len(premises.facts)
    caveat = [Message("formal-caveat-claim" if found.ask is Ask.CLAIM else "formal-caveat")]
    if not premises.drawn:
        caveat.append(Message("formal-caveat-no-graph"))
    if premises.by_model:
        caveat.append(Message("formal-caveat-model"))
    if found.way is Way.INSTRUMENT:
        caveat.insert(0, Message("formal-caveat-instrument", slots))
    read = Message(
        "formal-read",
        {
            "arrows": Quoted(", ".join(f"{a} → {b}" for a, b in premises.diagram.arrows)),
            "facts": counted(unused),
            "arrow-count": counted(len(premises.diagram.arrows)),
        },
    )
    if premises.diagram.arrows and premises.drawn:
        why.insert(0, read)
    return {
        Part.HEADLINE: (head,),
        Part.WHY: tuple(why),
        Part.CAVEAT: tuple(caveat),
        Part.CHANGE: (Message("formal-change"),),
    }


def _headline(found: FormalResult) -> str:
    name = str(found.ask).replace("_", "-")
    if found.ask in (Ask.NECESSARY, Ask.SUFFICIENT, Ask.NEEDED_AND_ENOUGH):
        return f"formal-{name}" + ("-bounds" if found.bounds is not None else "")
    if found.bounds is not None:
        return "formal-bounds-instrument" if found.names else "formal-bounds"
    if found.ask in (Ask.SELECTED, Ask.METHOD, Ask.ROLE):
        verdict = f"-{found.verdict}" if found.ask is Ask.ROLE else ""
        return f"formal-{found.reason.replace('_', '-')}{verdict}"
    if found.ask is Ask.VALID_SET:
        return "formal-set-enough" if found.verdict is Verdict.YES else f"formal-{found.reason}"
    if found.ask in (Ask.SEPARATED, Ask.REACHES):
        return f"formal-{found.reason}" + ("-given" if found.names else "")
    if found.ask is Ask.IDENTIFIABLE:
        return f"formal-identifiable-{found.verdict}"
    if found.ask is Ask.ADJUST:
        if found.verdict is Verdict.VARIABLES:
            return "formal-adjust-for" if found.names else "formal-adjust-for-nothing"
        return "formal-adjust-frontdoor" if found.way is Way.FRONTDOOR else "formal-adjust-never"
    if found.ask is Ask.WOULD:
        return f"formal-would-{found.verdict}"
    if found.ask is Ask.CLAIM:
        return f"formal-claim-{found.reason.replace('_', '-')}"
    return f"formal-{name}"


def _slots(premises: Premises, found: FormalResult) -> dict[str, Any]:
    wanted, graph = premises.wanted, premises.diagram
    slots: dict[str, Any] = {
        "names": Columns(found.names, _SHOWN),
        "paths": Quoted("; ".join(found.paths[:3])),
        "path-count": counted(len(found.paths)),
        "graphs": counted(found.graphs),
        "holding": counted(found.holding),
        "against": Quoted(found.against),
        "given": Quoted(event_text(premises, wanted.given)),
        "given-count": counted(len(wanted.given)),
    }
    number = wanted.ask in (Ask.EFFECT, Ask.DO, Ask.TREATED, Ask.DIRECT, Ask.INDIRECT, Ask.PROBABILITY)
    number = number or wanted.ask in (Ask.DIFFERENCE, Ask.WOULD, Ask.NECESSARY, Ask.SUFFICIENT)
    number = number or wanted.ask is Ask.NEEDED_AND_ENOUGH
    for name, literal in (("cause", wanted.cause), ("effect", wanted.effect)):
        if literal is not None:
            slots[name] = Quoted(literal_text(premises, literal) if number else literal[0])
            slots[f"{name}-not"] = Quoted(literal_text(premises, flipped(literal)))
    if wanted.ask in (Ask.DIRECT, Ask.INDIRECT) and wanted.cause and wanted.effect:
        between = graph.descendants(wanted.cause[0]) & graph.ancestors(wanted.effect[0])
        through = wanted.names or tuple(n for n in graph.order if n in between)
        slots["through"] = Columns(through, _SHOWN)
        slots["through-count"] = counted(len(through))
    for name, quantity in found.quantities.items():
        slots[name.replace("_", "-")] = quantity
        slots[f"{name.replace('_', '-')}-plain"] = _plain(quantity)
    return slots


def _plain(quantity: Quantity) -> Quantity:
    """The same as a pure number, beside its percents."""
    return pure(quantity.value, decimals=next(d for d in (2, 3, 4) if d == 4 or _is_short(quantity.value, d)))


def _is_short(value: float, decimals: int) -> bool:
    return abs(round(value, decimals) - value) < 1e-9

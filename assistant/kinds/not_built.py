"""Kinds of question that are recognised and not built: refused by name, with what can be asked instead.

Their words stand in `assistant/language/<code>/words/kinds.ftl`: what is asked for, and what can be had.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.kinds.reading import refusing
from tools.messages import Column, Message
from tools.types import NotAnswerable, Query

if TYPE_CHECKING:
    from assistant.kinds.interface import Asked
    from assistant.types import Plan

__all__ = ["NONE", "NOT_BUILT", "refuse_kind"]

NONE = "none"  # a greeting, thanks, something that is no question about a table
# A kind leaves this list on the day its folder stands beside this file.
NOT_BUILT = (
    "spillover",
    "transport",
    "quantile_effect",
    "simulation",
    "prediction",
    "description",
)
# Of these no column needs to be named for the average effect to be offered in their place.
_WITHOUT_COLUMNS = frozenset({"description", "prediction", NONE})
_OFFERED_FROM = 0.2  # confidence of the pair from which on it is named in the offer


def refuse_kind(kind: str, asked: Asked) -> Plan:
    """The plan of a question of a kind that is not built: no number, and what can be asked instead."""
    pair = _pair(asked)
    reason = Message(f"kind-asked-{kind.replace('_', '-')}")
    if kind in _WITHOUT_COLUMNS or pair is None:
        offer = Message("kind-offer-none" if kind == NONE else "kind-offer-any")
        return refusing(asked, kind, not_answerable=NotAnswerable(reason, (offer,)))
    treatment, outcome = pair
    offer = Message("kind-offer-average-effect", {"treatment": Column(treatment), "outcome": Column(outcome)})
    query = Query(treatment, outcome, population=asked.understanding.population, kind=kind)
    return refusing(asked, kind, query=query, not_answerable=NotAnswerable(reason, (offer,)))


def _pair(asked: Asked) -> tuple[str, str] | None:
    """The effect that the question is about, or that the conversation was about ("and for whom?")."""
    for reading in () if asked.understanding.missing else asked.understanding.readings:
        if reading.confidence >= _OFFERED_FROM and reading.treatment and reading.outcome:
            return reading.treatment, reading.outcome
    last = asked.last.query if asked.last is not None else None
    return (last.treatment, last.outcome) if last is not None and last.treatment else None

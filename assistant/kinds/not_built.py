"""Kinds of question that are recognised and not built: refused by name, with what can be asked instead.

Their words stand in `assistant/language/<code>/words/kinds.ftl`: what is asked for, and what can be had.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.kinds.reading import refusing
from tools.messages import Column, Message
from tools.types import NotAnswerable

if TYPE_CHECKING:
    from assistant.kinds.interface import Asked
    from assistant.types import Plan

__all__ = ["NONE", "NOT_BUILT", "refuse_kind"]

NONE = "none"  # a greeting, thanks, something that is no question about a table
# A kind leaves this list on the day its folder stands beside this file.
NOT_BUILT = (
    "dose_response", "best_level", "heterogeneity", "policy", "joint_change", "drivers", "mediation", "experiment",
    "unit_counterfactual", "attribution", "necessity", "series", "survival", "sustained", "spillover", "transport",
    "quantile_effect", "formal", "simulation", "prediction", "description",
)  # fmt: skip
# Of these no column needs to be named for the average effect to be offered in their place.
_WITHOUT_COLUMNS = frozenset({"formal", "description", "prediction", "drivers", NONE})
_OFFERED_FROM = 0.2  # confidence of the pair from which on it is named in the offer


def refuse_kind(kind: str, asked: Asked) -> Plan:
    """The plan of a question of a kind that is not built: no number, and what can be asked instead."""
    named = [
        reading
        for reading in asked.understanding.readings
        if reading.treatment is not None
        and reading.outcome is not None
        and reading.confidence >= _OFFERED_FROM
    ]
    known = " ".join(filter(None, (kind.replace("_", "-"),)))
    reason = Message(f"kind-asked-{known}")
    if kind in _WITHOUT_COLUMNS or not named or asked.understanding.missing:
        offer = Message("kind-offer-none") if kind == NONE else Message("kind-offer-any")
        return replace(refusing(asked, kind, not_answerable=NotAnswerable(reason, (offer,))), evidence=())
    best = named[0]
    assert best.treatment is not None and best.outcome is not None
    offer = Message(
        "kind-offer-average-effect", {"treatment": Column(best.treatment), "outcome": Column(best.outcome)}
    )
    return refusing(asked, kind, not_answerable=NotAnswerable(reason, (offer,)))

"""The kind's name and what has to be known before it can be answered."""

from __future__ import annotations

from assistant.kinds.interface import Slot, SlotKind

__all__ = ["NAME", "SLOTS"]

NAME = "attribution"
SLOTS = (
    Slot("outcome", SlotKind.COLUMN),
    Slot("asked", SlotKind.POPULATION, required=False),  # the rows asked about; this or `row`
    Slot(
        "usual", SlotKind.POPULATION, required=False
    ),  # those compared with; all others where it is left out
    Slot("row", SlotKind.NUMBER, required=False),  # one row, counted from 1
)

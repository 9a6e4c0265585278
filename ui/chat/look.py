"""What the tab Data shows of the rows of one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant import Assistant
    from tools.data import Table
    from tools.data.profile import Bar

__all__ = ["Look", "look_at"]

PREVIEW = 6  # rows


@dataclass(frozen=True)
class Look:
    """How the columns are spread, and the first rows as text."""

    of: Table
    bars: Mapping[str, tuple[Bar, ...]]
    rows: tuple[tuple[str, ...], ...]


def look_at(assistant: Assistant) -> Look:
    """Takes passes over the whole table: to be kept, not repeated."""
    from tools.data.profile import distributions, first_rows

    table = assistant.table
    return Look(table, distributions(table, assistant.profile), tuple(first_rows(table, PREVIEW)))

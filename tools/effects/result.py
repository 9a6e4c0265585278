"""What every kind of question hands to words, JSON and pictures: named quantities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from tools.messages import Quantity

__all__ = ["Result"]


@runtime_checkable
class Result(Protocol):
    """A frozen dataclass of `tools.effects.<kind>`."""

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        """Every figure of the result by its name in the JSON."""
        ...

    @property
    def headline(self) -> str | None:
        """The key of the quantity for a title, a terminal or Slack; None: the answer is no number."""
        ...

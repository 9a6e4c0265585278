"""What data alone can say about a graph: links, some of them without a direction. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tools.messages import Message

__all__ = ["MARKS", "Discovered", "Link"]

# How the two ends of a link are written, and what that says.
MARKS: Mapping[str, Message] = {
    "->": Message("discovery-mark-arrow"),
    "--": Message("discovery-mark-undirected"),
    "<->": Message("discovery-mark-both-ways"),
    "o->": Message("discovery-mark-arrow-or-both-ways"),
    "o-o": Message("discovery-mark-open"),
}


class Link(NamedTuple):  # a discovery makes many, and a frozen dataclass takes six times as long to make
    """One link between two columns. With marks "--", "<->" and "o-o" the order of the ends says nothing."""

    cause: str
    effect: str
    mark: str  # a key of `MARKS`
    strength: float | None = None  # association given all that was held fixed, or the coefficient
    support: float | None = None  # share of bootstrap samples with this very link; None: not measured
    lag: int = 0  # rows between cause and effect, in time series
    note: Message | str = ""  # why it has no direction, where that is known

    @property
    def directed(self) -> bool:
        return self.mark == "->"

    def __str__(self) -> str:
        cause = f"{self.cause}[t-{self.lag}]" if self.lag else self.cause
        return f"{cause} {self.mark} {self.effect}"


@dataclass(frozen=True)
class Discovered:
    """The links that one method found, and what it took for granted.

    What is said is a message, or a text of somebody else's method; `Assistant.discover` has it in words.
    """

    nodes: tuple[str, ...]
    links: tuple[Link, ...]
    method: str  # registry name
    test: Message | str  # the independence test or score
    assumes: Message | str  # one sentence
    rows: int
    notes: tuple[Message | str, ...] = ()

    @property
    def directed(self) -> tuple[tuple[str, str], ...]:
        return tuple((link.cause, link.effect) for link in self.links if link.directed)

    @property
    def undecided(self) -> tuple[Link, ...]:
        """Links whose direction the data leave open."""
        return tuple(link for link in self.links if not link.directed)

    def link(self, one: str, other: str) -> Link | None:
        """The link between two columns, whichever way round it is stored; the unlagged one first."""
        ends = {one, other}
        found = [link for link in self.links if {link.cause, link.effect} == ends]
        return min(found, key=lambda link: link.lag, default=None)

    def to_dict(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "test": str(self.test),
            "assumes": str(self.assumes),
            "rows": self.rows,
            "links": [
                {
                    "cause": link.cause,
                    "effect": link.effect,
                    "mark": link.mark,
                    "strength": link.strength,
                    "support": link.support,
                    "lag": link.lag,
                    "note": str(link.note),
                }
                for link in self.links
            ],
            "notes": list(map(str, self.notes)),
        }

    def __str__(self) -> str:
        lines = [f"{self.method}: {self.test}, {self.rows:,} rows"]
        for link in self.links:
            support = "" if link.support is None else f"  ({link.support:.0%} of resamples)"
            lines.append(f"  {link}{support}{f'  {link.note}' if link.note else ''}")
        return "\n".join([*lines, *map(str, self.notes)])

"""What is known before looking at the data: an order in time, arrows that must be there or cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tools.discovery.gaussian_skeleton import Adjacency
from tools.discovery.independence import Codes
from tools.errors import GraphError, unknown_column
from tools.types import DataProfile, Timing

__all__ = ["Background", "tiers_by_timing"]

Arrow = tuple[str, str]


@dataclass(frozen=True)
class Background:
    """Background knowledge. Nothing later causes anything earlier; columns without a tier may be anywhere.

    Raises:
        GraphError: an arrow that is both required and forbidden, by itself or by the tiers, or required
            arrows that lead round in a circle.
    """

    tiers: Mapping[str, int] = field(default_factory=dict)  # smaller is earlier
    required: frozenset[Arrow] = frozenset()
    forbidden: frozenset[Arrow] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "required", frozenset(self.required))
        object.__setattr__(self, "forbidden", frozenset(self.forbidden))
        for cause, effect in sorted(self.required):
            if self.forbids(cause, effect):
                raise GraphError(
                    f"The arrow {cause!r} -> {effect!r} is required, and forbidden or against the order in "
                    "time. Drop one of the two."
                )
            if (effect, cause) in self.required:
                raise GraphError(f"{cause!r} -> {effect!r} is required both ways. Keep one direction.")
        self._check_for_circles()

    def _check_for_circles(self) -> None:
        if not self.required:
            return
        import networkx as nx

        required = nx.DiGraph(sorted(self.required))
        if not nx.is_directed_acyclic_graph(required):
            arrows = ", ".join(f"{cause!r} -> {effect!r}" for cause, effect in nx.find_cycle(required))
            raise GraphError(f"The required arrows {arrows} lead round in a circle. Drop one of them.")

    @classmethod
    def in_order(cls, *groups: Sequence[str]) -> Background:
        """Earliest group first: `Background.in_order(["age", "sex"], ["smoking"], ["weight"])`."""
        return cls({name: place for place, group in enumerate(groups) for name in group})

    def forbids(self, cause: str, effect: str) -> bool:
        if (cause, effect) in self.forbidden or (effect, cause) in self.required:
            return True
        before, after = self.tiers.get(cause), self.tiers.get(effect)
        return before is not None and after is not None and before > after

    def requires(self, cause: str, effect: str) -> bool:
        return (cause, effect) in self.required

    def check(self, names: Iterable[str]) -> None:
        """Raises GraphError for a name that is not among `names`."""
        known = tuple(names)
        named = [*self.tiers, *(end for arrow in self.required | self.forbidden for end in arrow)]
        for name in named:
            if name not in known:
                raise unknown_column(name, "the discovery", known, GraphError)

    # ------------------------------------------------------------ as arrays

    def allowed(self, names: Sequence[str]) -> Adjacency:
        """(p, p): may row cause column?"""
        return np.array([[one != other and not self.forbids(one, other) for other in names] for one in names])

    def kept(self, names: Sequence[str]) -> Adjacency | None:
        """(p, p), symmetric: pairs that stay linked whatever the data say. None: there are none."""
        if not self.required:
            return None
        kept = np.array([[self.requires(one, other) for other in names] for one in names])
        return np.asarray(kept | kept.T)

    def required_places(self, names: Sequence[str]) -> list[tuple[int, int]]:
        """The required arrows as positions, in a fixed order."""
        place = {name: i for i, name in enumerate(names)}
        return sorted((place[cause], place[effect]) for cause, effect in self.required)

    def tier_codes(self, names: Sequence[str]) -> Codes | None:
        """The tier of each column, the earliest for those without one; None: there are no tiers."""
        if not self.tiers:
            return None
        earliest = min(self.tiers.values())
        return np.array([self.tiers.get(name, earliest) for name in names])

    @property
    def empty(self) -> bool:
        return not (self.tiers or self.required or self.forbidden)


def tiers_by_timing(
    profile: DataProfile, treatment: str | None = None, outcome: str | None = None
) -> Background:
    """Tiers from when the columns were measured: before, at (with the treatment), after, the outcome last."""
    place = {Timing.BEFORE: 0, Timing.AT: 1, Timing.AFTER: 2}
    tiers = {column.name: place[column.timing] for column in profile.columns if column.timing in place}
    if treatment is not None:
        tiers[treatment] = 1
    if outcome is not None:
        tiers[outcome] = 2
    return Background(tiers)

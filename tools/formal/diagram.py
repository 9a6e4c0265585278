"""A causal diagram over named variables, some of them unobserved, and what its arrows imply.

Pearl (2009), Causality, ch. 1 and 3; Tian & Pearl (2002) for the projection onto the observed variables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise

import networkx as nx

from tools.errors import GraphError

__all__ = ["Diagram"]

_MOST_ADJUSTED = 5  # variables in an adjustment set that is looked for


@dataclass(frozen=True)
class Diagram:
    """Variables and arrows; `linked` pairs share an unobserved cause that has no name. Raises GraphError."""

    nodes: tuple[str, ...]
    arrows: tuple[tuple[str, str], ...] = ()
    hidden: frozenset[str] = frozenset()
    linked: tuple[tuple[str, str], ...] = field(default=())

    def __post_init__(self) -> None:
        known = set(self.nodes)
        for one, other in (*self.arrows, *self.linked):
            if one not in known or other not in known or one == other:
                raise GraphError(f"The arrow {one} -> {other} does not join two variables of the diagram.")
        if not nx.is_directed_acyclic_graph(self.dag):
            raise GraphError("The arrows form a circle. Take back one of them.")

    @cached_property
    def dag(self) -> nx.DiGraph:
        """All arrows, with a node for each unnamed common cause."""
        found: nx.DiGraph = nx.DiGraph()
        found.add_nodes_from(self.nodes)
        found.add_edges_from(self.arrows)
        for place, (one, other) in enumerate(self.linked):
            found.add_edge(("common cause", place), one)
            found.add_edge(("common cause", place), other)
        return found

    @property
    def observed(self) -> tuple[str, ...]:
        return tuple(name for name in self.nodes if name not in self.hidden)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The named variables, causes before effects."""
        return tuple(n for n in nx.lexicographical_topological_sort(self.dag, key=str) if n in self.nodes)

    def parents(self, name: str) -> set[str]:
        return {cause for cause, effect in self.arrows if effect == name}

    def ancestors(self, name: str) -> set[str]:
        return {n for n in nx.ancestors(self.dag, name) if n in self.nodes}

    def descendants(self, name: str) -> set[str]:
        return {n for n in nx.descendants(self.dag, name) if n in self.nodes}

    def separated(self, one: Collection[str], other: Collection[str], given: Collection[str]) -> bool:
        """Does `given` block every path between the two sets (d-separation)?"""
        return bool(nx.is_d_separator(self.dag, set(one), set(other), set(given)))

    def without_arrows_from(self, names: Collection[str]) -> Diagram:
        kept = tuple(arrow for arrow in self.arrows if arrow[0] not in names)
        return Diagram(self.nodes, kept, self.hidden, self.linked)

    def is_backdoor_set(self, treatment: str, outcome: str, given: Collection[str]) -> bool:
        """Pearl's back-door criterion, over observed variables."""
        if set(given) & (self.descendants(treatment) | self.hidden | {treatment, outcome}):
            return False
        return self.without_arrows_from({treatment}).separated({treatment}, {outcome}, given)

    def backdoor_sets(self, treatment: str, outcome: str) -> Iterator[tuple[str, ...]]:
        """Every back-door set, the smallest first."""
        free = [n for n in self.observed if n not in (treatment, outcome)]
        free = [n for n in free if n not in self.descendants(treatment)]
        for size in range(min(len(free), _MOST_ADJUSTED) + 1):
            for given in combinations(free, size):
                if self.is_backdoor_set(treatment, outcome, given):
                    yield given

    def minimal_backdoor_sets(self, treatment: str, outcome: str) -> tuple[tuple[str, ...], ...]:
        """The back-door sets of which no part is one."""
        found: list[tuple[str, ...]] = []
        for given in self.backdoor_sets(treatment, outcome):
            if not any(set(smaller) <= set(given) for smaller in found):
                found.append(given)
        return tuple(found)

    def is_frontdoor_set(self, treatment: str, outcome: str, mediators: Collection[str]) -> bool:
        """Pearl's front-door criterion, over observed variables."""
        through = set(mediators)
        if not through or through & (self.hidden | {treatment, outcome}):
            return False
        cut = [a for a in self.arrows if a[0] not in through and a[1] not in through]
        rest = nx.DiGraph(cut)
        if treatment in rest and outcome in rest and nx.has_path(rest, treatment, outcome):
            return False
        if not all(m in self.descendants(treatment) for m in through):
            return False
        if not self.without_arrows_from({treatment}).separated({treatment}, through, ()):
            return False
        return self.without_arrows_from(through).separated(through, {outcome}, {treatment})

    def frontdoor_sets(self, treatment: str, outcome: str) -> Iterator[tuple[str, ...]]:
        between = [n for n in self.order if n in self.descendants(treatment) & self.ancestors(outcome)]
        for size in range(1, min(len(between), 3) + 1):
            for through in combinations(between, size):
                if self.is_frontdoor_set(treatment, outcome, through):
                    yield through

    def instruments(self, treatment: str, outcome: str) -> tuple[str, ...]:
        """Observed variables that go with the treatment, and with the outcome only through it."""
        without = Diagram(
            self.nodes,
            tuple(a for a in self.arrows if a[0] != treatment),
            self.hidden,
            self.linked,
        )
        return tuple(
            n
            for n in self.observed
            if n not in (treatment, outcome)
            and n not in self.descendants(treatment)
            and not self.separated({n}, {treatment}, ())
            and without.separated({n}, {outcome}, ())
        )

    def open_paths(self, treatment: str, outcome: str, given: Collection[str] = ()) -> tuple[str, ...]:
        """Open paths between the two that start with an arrow into the treatment, in arrows."""
        skeleton = self.dag.to_undirected()
        found = []
        for path in nx.all_simple_paths(skeleton, treatment, outcome, cutoff=7):
            if self.dag.has_edge(path[1], treatment) and self._is_open(path, set(given)):
                found.append(self._in_arrows(path))
        return tuple(found)

    def _is_open(self, path: Sequence[str], given: set[str]) -> bool:
        for before, node, after in zip(path, path[1:], path[2:], strict=False):
            if self.dag.has_edge(before, node) and self.dag.has_edge(after, node):
                if not given & ({node} | nx.descendants(self.dag, node)):
                    return False
            elif node in given:
                return False
        return True

    def _in_arrows(self, path: Sequence[str]) -> str:
        text = str(path[0])
        for before, node in pairwise(path):
            arrow = "→" if self.dag.has_edge(before, node) else "←"
            text += f" {arrow} {node if node in self.nodes else 'U'}"
        return text

    def projected(self) -> Diagram:
        """The same over the observed variables alone: arrows through hidden ones, `linked` for causes."""
        seen, arrows, linked = set(self.observed), set(self.arrows), set(map(frozenset, self.linked))
        for name in [n for n in self.order if n in self.hidden]:
            causes = {a for a, b in arrows if b == name}
            effects = sorted(b for a, b in arrows if a == name)
            partners = {next(iter(pair - {name})) for pair in linked if name in pair}
            arrows = {a for a in arrows if name not in a} | {(c, e) for c in causes for e in effects}
            linked = {pair for pair in linked if name not in pair}
            linked |= {frozenset(pair) for pair in combinations(effects, 2)}
            linked |= {frozenset((p, e)) for p in partners for e in effects if p != e}
        pairs = tuple(sorted((min(pair), max(pair)) for pair in linked if pair <= seen))
        return Diagram(tuple(n for n in self.order if n in seen), tuple(sorted(arrows)), frozenset(), pairs)

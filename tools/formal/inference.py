"""Probabilities that follow from given ones in a diagram of yes/no variables, each with its derivation.

A quantity is looked up, freed of what is independent of it (d-separation), summed over a further variable,
split by the chain rule, or turned by Bayes' rule, until only given quantities are left. Nothing is assumed
that the diagram does not say; what is lacking is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from tools.formal.diagram import Diagram

__all__ = ["Calculator", "Event", "Fact", "Lacking", "Literal", "Step", "event", "flipped"]

Literal = tuple[str, bool]  # a variable, and whether it is so
Event = frozenset[Literal]
_MOST_CALLS = 4000
_DEEPEST = 10


def event(*literals: Literal) -> Event:
    return frozenset(literals)


def flipped(literal: Literal) -> Literal:
    return literal[0], not literal[1]


@dataclass(frozen=True)
class Fact:
    """A given probability, 0..1: P(of | given, do(do))."""

    of: Event
    given: Event
    value: float
    do: Event = frozenset()


@dataclass(frozen=True)
class Step:
    """One line of a derivation: a probability and the terms whose products add up to it."""

    of: Event
    given: Event
    terms: tuple[tuple[float, ...], ...]
    value: float
    over: tuple[str, ...] = ()  # variables that it is summed over


class Lacking(Exception):
    """A probability that does not follow from the premises. `needed`: (of, given) each."""

    def __init__(self, needed: Sequence[tuple[Event, Event]]) -> None:
        super().__init__(len(needed))
        self.needed = tuple(needed)


@dataclass
class Calculator:
    """The probabilities of one set of premises."""

    diagram: Diagram
    facts: tuple[Fact, ...]
    _known: dict[tuple[Event, Event], float] = field(default_factory=dict)
    _steps: dict[tuple[Event, Event], Step] = field(default_factory=dict)
    _open: set[tuple[Event, Event]] = field(default_factory=set)
    _calls: int = 0
    used: list[Fact] = field(default_factory=list)

    def p(self, of: Event, given: Event = frozenset()) -> float:
        """P(of | given). Raises `Lacking`."""
        self._calls, self._open = 0, set()
        found = self._p(of, given, 0)
        if found is None:
            raise Lacking([(of, given)])
        return found

    def mean(self, of: Event, given: Event, over: Sequence[str], weight: Event) -> float:
        """Σ_z P(of | given, z) P(z | weight), over all values of `over`. Raises `Lacking` with all gaps."""
        total = 0.0
        terms: list[tuple[float, ...]] = []
        lacking: list[tuple[Event, Event]] = []
        for z in worlds(over):
            parts = []
            for a, c in ((of, given | z), (z, weight)):
                try:
                    parts.append(self.p(a, c))
                except Lacking as gap:
                    lacking += gap.needed
            if len(parts) == 2:
                total += parts[0] * parts[1]
                terms.append(tuple(parts))
        if lacking:
            raise Lacking(tuple(dict.fromkeys(lacking)))
        self.last_terms = tuple(terms)
        return total

    def steps_of(self, of: Event, given: Event = frozenset()) -> tuple[Step, ...]:
        """How the probability was derived; empty where it was given."""
        step = self._steps.get((of, given))
        return (step,) if step is not None else ()

    # ------------------------------------------------ the rules

    def _p(self, a: Event, c: Event, depth: int) -> float | None:
        a = a - c
        if any(flipped(literal) in c for literal in a) or any(flipped(x) in a for x in a):
            return 0.0
        if not a:
            return 1.0
        key = (a, c)
        if key in self._known:
            return self._known[key]
        self._calls += 1
        if key in self._open or depth > _DEEPEST or self._calls > _MOST_CALLS:
            return None
        self._open.add(key)
        try:
            found = self._given(a, c)
            rules = (self._freed, self._chained, self._total, self._from_joint, self._bayes)
            for rule in rules:
                if found is not None:
                    break
                found = rule(a, c, depth + 1)
        finally:
            self._open.discard(key)
        if found is not None and -1e-9 <= found <= 1 + 1e-9:
            self._known[key] = min(max(found, 0.0), 1.0)
            return self._known[key]
        return None

    def _given(self, a: Event, c: Event) -> float | None:
        other = frozenset(map(flipped, a)) if len(a) == 1 else None
        for fact in self.facts:
            if fact.do or fact.of not in (a, other) or not self._same_given(a, c, fact.given):
                continue
            self.used.append(fact)
            return fact.value if fact.of == a else 1 - fact.value
        return None

    def _same_given(self, a: Event, c: Event, other: Event) -> bool:
        """Is P(a | c) = P(a | other) by independence?"""
        if c == other:
            return True
        both = c & other
        names = {name for name, _ in a}
        return all(
            not rest or self._apart(names, {n for n, _ in rest}, {n for n, _ in both})
            for rest in (c - both, other - both)
        )

    def _apart(self, one: Iterable[str], other: Iterable[str], given: Iterable[str]) -> bool:
        first, second, rest = set(one), set(other), set(given)
        if first & second or first & rest or second & rest:
            return False
        return self.diagram.separated(first, second, rest)

    def _freed(self, a: Event, c: Event, depth: int) -> float | None:
        """Leave out what is independent of it."""
        names = {name for name, _ in a}
        for size in range(len(c)):
            for kept in combinations(sorted(c), size):
                rest = c - set(kept)
                if self._apart(names, {n for n, _ in rest}, {n for n, _ in kept}):
                    return self._p(a, frozenset(kept), depth)
        return None

    def _chained(self, a: Event, c: Event, depth: int) -> float | None:
        if len(a) < 2:
            return None
        place = {name: n for n, name in enumerate(self.diagram.order)}
        for last in sorted(a, key=lambda literal: -place[literal[0]]):
            rest = a - {last}
            first = self._p(rest, c, depth)
            then = self._p(frozenset({last}), c | rest, depth) if first is not None else None
            if first is not None and then is not None:
                return self._noted(a, c, ((first, then),), ())
        return None

    def _total(self, a: Event, c: Event, depth: int) -> float | None:
        """Sum over a further variable, the direct causes first."""
        taken = {name for name, _ in a | c}
        direct = set().union(*(self.diagram.parents(name) for name, _ in a))
        ranked = sorted(set(self.diagram.nodes) - taken, key=lambda n: (n not in direct, n))
        for name in ranked:
            terms = []
            for value in (True, False):
                z = frozenset({(name, value)})
                weight = self._p(z, c, depth)
                inner = self._p(a, c | z, depth) if weight is not None else None
                if weight is None or inner is None:
                    break
                terms.append((inner, weight))
            else:
                return self._noted(a, c, tuple(terms), (name,))
        return None

    def _from_joint(self, a: Event, c: Event, depth: int) -> float | None:
        """From probabilities of several things together."""
        if not c:
            taken = {name for name, _ in a}
            for fact in self.facts:
                extra = {name for name, _ in fact.of} - taken
                if fact.given or fact.do or not extra or not taken <= {name for name, _ in fact.of}:
                    continue
                parts = [self._given(a | z, frozenset()) for z in worlds(sorted(extra))]
                if all(part is not None for part in parts):
                    return self._noted(a, c, tuple((float(part or 0.0),) for part in parts), ())
            return None
        together = self._given(a | c, frozenset())
        if together is None:
            return None
        below = self._p(c, frozenset(), depth)
        return together / below if below else None

    def _bayes(self, a: Event, c: Event, depth: int) -> float | None:
        if len(a) != 1:
            return None
        (literal,) = a
        for seen in sorted(c):
            rest = c - {seen}
            terms = []
            for value in (literal, flipped(literal)):
                prior = self._p(frozenset({value}), rest, depth)
                chance = self._p(frozenset({seen}), rest | {value}, depth) if prior is not None else None
                if prior is None or chance is None:
                    break
                terms.append((chance, prior))
            else:
                below = sum(chance * prior for chance, prior in terms)
                if below > 0:
                    share = terms[0][0] * terms[0][1] / below
                    self._steps[(a, c)] = Step(a, c, tuple(terms), share, ("bayes",))
                    return share
        return None

    def _noted(
        self, a: Event, c: Event, terms: tuple[tuple[float, ...], ...], over: tuple[str, ...]
    ) -> float:
        value = 0.0
        for term in terms:
            part = 1.0
            for factor in term:
                part *= factor
            value += part
        self._steps[(a, c)] = Step(a, c, terms, value, over)
        return value


def worlds(names: Sequence[str]) -> list[Event]:
    """Every assignment of the variables."""
    return [
        frozenset(zip(names, values, strict=True)) for values in product((True, False), repeat=len(names))
    ]

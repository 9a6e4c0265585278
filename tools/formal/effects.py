"""Effects, shares and counterfactuals of premises, exactly: what a question about a diagram and numbers asks.

Pearl (2009), Causality, ch. 3 and 7; Pearl (2001), "Direct and indirect effects" (UAI); Shpitser & Pearl
(2006).
Where the diagram does not identify the quantity, sharp bounds by linear programming over response types
(Balke & Pearl 1997, JASA 92).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from tools.formal.diagram import Diagram
from tools.formal.identification import Hedge, evaluate, identified
from tools.formal.inference import Calculator, Event, Lacking, Literal, Step, flipped, worlds

__all__ = ["Asked", "Bounds", "Found", "Line", "Unidentified", "Way", "answered"]


class Asked(StrEnum):
    """Which quantity."""

    EFFECT = "effect"  # P(y | do(x)) - P(y | do(not x))
    DO = "do"  # P(y | do(x))
    TREATED = "treated"  # among those with x: y as it is less y had they been without
    DIRECT = "direct"  # natural direct effect
    INDIRECT = "indirect"  # natural indirect effect
    PROBABILITY = "probability"  # P(y | given)
    DIFFERENCE = "difference"  # P(y | x, given) - P(y | not x, given)


class Way(StrEnum):
    """How it was found."""

    GIVEN = "given"
    NO_PATH = "no_path"
    AS_SEEN = "as_seen"  # nothing confounds: the difference as it is seen
    BACKDOOR = "backdoor"
    FRONTDOOR = "frontdoor"
    DO_CALCULUS = "do_calculus"
    INSTRUMENT = "instrument"  # the Wald ratio: among compliers
    MEDIATION = "mediation"
    SEEN = "seen"  # an ordinary probability


@dataclass(frozen=True)
class Line:
    """One line of the derivation: what is computed, from which products, and its value."""

    name: str  # "treated" (with x), "untreated", "" for a plain probability
    of: Event
    given: Event
    do: Event
    terms: tuple[tuple[float, ...], ...]
    value: float


@dataclass(frozen=True)
class Found:
    value: float  # a probability, or a difference of two
    way: Way
    through: tuple[str, ...]  # the adjustment set, the mediators, or the instrument
    lines: tuple[Line, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Bounds:
    """The quantity is not identified; it lies between these, and no closer bounds follow."""

    low: float
    high: float
    through: tuple[str, ...] = ()  # an instrument that narrows them


@dataclass(frozen=True)
class Unidentified:
    """Nothing follows from the numbers: the hedge, and the paths that stay open."""

    paths: tuple[str, ...]


def answered(
    asked: Asked,
    calculator: Calculator,
    outcome: Literal,
    treatment: Literal | None = None,
    given: Event = frozenset(),
    mediators: Sequence[str] = (),
) -> Found | Bounds | Unidentified:
    """The quantity. Raises `Lacking` where the diagram would do and a probability is not given."""
    y = frozenset({outcome})
    if asked is Asked.PROBABILITY:
        value = calculator.p(y, given)
        return Found(value, Way.SEEN, (), steps=calculator.steps_of(y, given))
    assert treatment is not None
    x, other = frozenset({treatment}), frozenset({flipped(treatment)})
    if asked is Asked.DIFFERENCE:
        high, low = calculator.p(y, given | x), calculator.p(y, given | other)
        lines = (
            Line("", y, given | x, frozenset(), (), high),
            Line("", y, given | other, frozenset(), (), low),
        )
        steps = (*calculator.steps_of(y, given | x), *calculator.steps_of(y, given | other))
        return Found(high - low, Way.SEEN, (), lines, steps)
    if asked in (Asked.DIRECT, Asked.INDIRECT):
        return _mediated(asked, calculator, outcome, treatment, mediators)
    if asked is Asked.TREATED:
        return _treated(calculator, outcome, treatment)
    return _effect(asked, calculator, outcome, treatment)


# ---------------- the effect of a change


def _effect(
    asked: Asked, calc: Calculator, outcome: Literal, treatment: Literal
) -> Found | Bounds | Unidentified:
    graph, y = calc.diagram, frozenset({outcome})
    sides = [treatment] if asked is Asked.DO else [treatment, flipped(treatment)]

    def told(way: Way, through: tuple[str, ...], one: Callable[[Literal], Line]) -> Found:
        lines = tuple(one(side) for side in sides)
        value = lines[0].value - (lines[1].value if len(lines) > 1 else 0.0)
        steps = (
            tuple(step for side in sides for step in calc.steps_of(y, frozenset({side})))
            if way is Way.AS_SEEN
            else ()
        )
        return Found(value, way, through, lines, steps)

    known = {fact.do: fact for fact in calc.facts if fact.of == y and fact.do and not fact.given}
    if all(frozenset({side}) in known for side in sides):

        def as_given(side: Literal) -> Line:
            return Line("do", y, frozenset(), frozenset({side}), (), known[frozenset({side})].value)

        return told(Way.GIVEN, (), as_given)
    if outcome[0] not in graph.descendants(treatment[0]):
        if asked is Asked.EFFECT:
            return Found(0.0, Way.NO_PATH, ())
        return Found(calc.p(y), Way.NO_PATH, (), steps=calc.steps_of(y))
    lacking: Lacking | None = None
    for through in graph.backdoor_sets(treatment[0], outcome[0]):

        def adjusted(side: Literal, through: tuple[str, ...] = through) -> Line:
            x = frozenset({side})
            value = calc.mean(y, x, through, frozenset())
            return Line("do", y, frozenset(), x, calc.last_terms, value)

        try:
            return told(Way.BACKDOOR if through else Way.AS_SEEN, through, adjusted)
        except Lacking as gap:
            # The set that lacks least is what is worth asking for.
            lacking = gap if lacking is None or len(gap.needed) < len(lacking.needed) else lacking
    for through in graph.frontdoor_sets(treatment[0], outcome[0]):

        def passed(side: Literal, through: tuple[str, ...] = through) -> Line:
            total, terms = 0.0, []
            gaps: list[tuple[Event, Event]] = []
            for m in worlds(through):
                try:
                    weight = calc.p(m, frozenset({side}))
                    inner = calc.mean(y, m, (treatment[0],), frozenset())
                    terms.append((weight, inner))
                    total += weight * inner
                except Lacking as gap:
                    gaps += gap.needed
            if gaps:
                raise Lacking(tuple(dict.fromkeys(gaps)))
            return Line("do", y, frozenset(), frozenset({side}), tuple(terms), total)

        try:
            return told(Way.FRONTDOOR, through, passed)
        except Lacking as gap:
            lacking = lacking or gap
    expression = identified(graph, frozenset({treatment[0]}), frozenset({outcome[0]}))
    if isinstance(expression, Hedge):
        return _unidentified(asked, calc, outcome, treatment)
    formula = expression

    def computed(side: Literal) -> Line:
        at = {name: int(value) for name, value in (side, outcome)}
        value = evaluate(formula, at, lambda part: calc.p(frozenset((n, bool(v)) for n, v in part.items())))
        return Line("do", y, frozenset(), frozenset({side}), (), value)

    try:
        return told(Way.DO_CALCULUS, (), computed)
    except Lacking as gap:
        raise (lacking or gap) from None
    except KeyError:
        raise lacking or Lacking([(y, frozenset({treatment}))]) from None


def _unidentified(
    asked: Asked, calc: Calculator, outcome: Literal, treatment: Literal
) -> Found | Bounds | Unidentified:
    """Through an instrument, within bounds, or not at all."""
    y, x = frozenset({outcome}), frozenset({treatment})
    instruments = calc.diagram.instruments(treatment[0], outcome[0])
    for name in instruments:
        on, off = frozenset({(name, True)}), frozenset({(name, False)})
        try:
            return bounds(asked, calc, outcome, treatment, name)
        except Lacking:
            pass
        try:
            reached = calc.p(y, on) - calc.p(y, off)
            moved = calc.p(x, on) - calc.p(x, off)
        except Lacking:
            continue
        if asked is Asked.EFFECT and abs(moved) > 1e-9:
            lines = (
                Line("reached", y, on, off, (), reached),
                Line("moved", x, on, off, (), moved),
            )
            return Found(reached / moved, Way.INSTRUMENT, (name,), lines)
    try:
        return bounds(asked, calc, outcome, treatment, None)
    except Lacking:
        return Unidentified(calc.diagram.open_paths(treatment[0], outcome[0]))


def bounds(
    asked: Asked, calc: Calculator, outcome: Literal, treatment: Literal, instrument: str | None
) -> Bounds:
    """Sharp bounds from P(x, y), or from P(x, y | z) with an instrument. Raises `Lacking`."""
    import numpy as np
    from scipy.optimize import linprog

    levels = [None] if instrument is None else [True, False]
    types = list(product(product((0, 1), repeat=len(levels)), product((0, 1), repeat=2)))
    rows, values = [], []
    for place, level in enumerate(levels):
        given = frozenset() if level is None or instrument is None else frozenset({(instrument, level)})
        for takes, gets in product((1, 0), (1, 0)):
            of = frozenset(
                {
                    treatment if takes else flipped(treatment),
                    outcome if gets else flipped(outcome),
                }
            )
            rows.append([float(t[0][place] == takes and t[1][takes] == gets) for t in types])
            values.append(calc.p(of, given))
    target = np.array([float(t[1][1] - (t[1][0] if asked is not Asked.DO else 0)) for t in types])
    ends = []
    for sign in (1, -1):
        solved = linprog(sign * target, A_eq=np.array(rows), b_eq=np.array(values), bounds=(0, 1))
        if not solved.success:
            # The numbers contradict the instrument: no response types have them.
            raise Lacking([])
        ends.append(sign * float(solved.fun))
    return Bounds(ends[0], ends[1], () if instrument is None else (instrument,))


# ---------------- those who were treated; direct and indirect


def _treated(calc: Calculator, outcome: Literal, treatment: Literal) -> Found | Bounds | Unidentified:
    graph = calc.diagram
    y, x, other = frozenset({outcome}), frozenset({treatment}), frozenset({flipped(treatment)})
    if outcome[0] not in graph.descendants(treatment[0]):
        return Found(0.0, Way.NO_PATH, ())
    lacking: Lacking | None = None
    for through in graph.backdoor_sets(treatment[0], outcome[0]):
        try:
            would = calc.mean(y, other, through, x)
            terms = calc.last_terms
            seen = calc.p(y, x)
        except Lacking as gap:
            lacking = gap if lacking is None or len(gap.needed) < len(lacking.needed) else lacking
            continue
        lines = (Line("", y, x, frozenset(), (), seen), Line("would", y, x, other, terms, would))
        return Found(seen - would, Way.BACKDOOR if through else Way.AS_SEEN, through, lines)
    for through in graph.frontdoor_sets(treatment[0], outcome[0]):
        try:
            total, products = 0.0, []
            for m in worlds(through):
                weight, inner = calc.p(m, other), calc.p(y, m | x)
                products.append((weight, inner))
                total += weight * inner
            seen = calc.p(y, x)
        except Lacking as gap:
            lacking = lacking or gap
            continue
        lines = (Line("", y, x, frozenset(), (), seen), Line("would", y, x, other, tuple(products), total))
        return Found(seen - total, Way.FRONTDOOR, through, lines)
    if lacking is not None:
        raise lacking
    return Unidentified(graph.open_paths(treatment[0], outcome[0]))


def _mediated(
    asked: Asked, calc: Calculator, outcome: Literal, treatment: Literal, mediators: Sequence[str]
) -> Found | Bounds | Unidentified:
    """Natural effects: Pearl's mediation formula, within levels of what else both ends have in common."""
    graph = calc.diagram
    y, x, other = frozenset({outcome}), frozenset({treatment}), frozenset({flipped(treatment)})
    between = graph.descendants(treatment[0]) & graph.ancestors(outcome[0])
    through = tuple(mediators) or tuple(n for n in graph.order if n in between)
    if asked is Asked.INDIRECT and not set(through) & between:
        return Found(0.0, Way.NO_PATH, through)
    through = tuple(n for n in through if n in between)
    if not through and asked is Asked.DIRECT:
        return _effect(Asked.EFFECT, calc, outcome, treatment)
    free = [n for n in graph.observed if n not in graph.descendants(treatment[0])]
    free = [n for n in free if n not in (treatment[0], outcome[0])]
    lacking: Lacking | None = None
    for size in range(len(free) + 1):
        from itertools import combinations

        for z in combinations(free, size):
            if not _separates(graph, treatment[0], outcome[0], through, z):
                continue
            try:
                value, lines = _mediation_formula(asked, calc, y, x, other, through, z)
                return Found(value, Way.MEDIATION, z, lines)
            except Lacking as gap:
                lacking = gap if lacking is None or len(gap.needed) < len(lacking.needed) else lacking
    if lacking is not None:
        raise lacking
    return Unidentified(graph.open_paths(treatment[0], outcome[0]))


def _separates(graph: Diagram, x: str, y: str, through: Sequence[str], z: Sequence[str]) -> bool:
    """No confounding of treatment and outcome, of treatment and mediators, of mediators and outcome."""
    cut = graph.without_arrows_from({x})
    if not cut.separated({x}, {y}, z) or not cut.separated({x}, set(through), z):
        return False
    return graph.without_arrows_from(set(through)).separated(set(through), {y}, {*z, x})


def _mediation_formula(
    asked: Asked,
    calc: Calculator,
    y: Event,
    x: Event,
    other: Event,
    through: Sequence[str],
    z: Sequence[str],
) -> tuple[float, tuple[Line, ...]]:
    total, terms = 0.0, []
    gaps: list[tuple[Event, Event]] = []
    for level in worlds(z):
        for m in worlds(through):
            try:
                weight = calc.p(level)
                if asked is Asked.DIRECT:
                    change = calc.p(y, x | m | level) - calc.p(y, other | m | level)
                    share = calc.p(m, other | level)
                else:
                    change = calc.p(m, x | level) - calc.p(m, other | level)
                    share = calc.p(y, other | m | level)
            except Lacking as gap:
                gaps += gap.needed
                continue
            total += weight * change * share
            terms.append((weight, change, share) if z else (change, share))
    if gaps:
        raise Lacking(tuple(dict.fromkeys(gaps)))
    return total, (Line(str(asked), y, frozenset(), x, tuple(terms), total),)

"""From premises to what follows: the verdict, the number, and the lines that derive it; no words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.kinds.formal.premises import Ask, Premises
from tools.formal.diagram import Diagram
from tools.formal.effects import Asked, Bounds, Line, Unidentified, Way, answered
from tools.formal.equivalence import Contradiction, equivalence_class, judged
from tools.formal.equivalence import Verdict as Holds
from tools.formal.identification import Hedge, identified, spelled
from tools.formal.inference import Calculator, Event, Lacking, Literal, Step, flipped
from tools.formal.necessity import enough, needed, needed_and_enough
from tools.formal.rules import would_be
from tools.messages import Quantity, Scale, ScaleKind

__all__ = ["FormalResult", "Verdict", "conclude", "event_text", "literal_text"]

_ZERO = 1e-9
_LINES = 8  # of a derivation that are shown


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # the premises leave it open
    NUMBER = "number"
    VARIABLES = "variables"


@dataclass(frozen=True)
class FormalResult:
    """What follows from the premises."""

    ask: Ask
    verdict: Verdict
    value: float | None = None  # a probability, or a difference of two
    bounds: tuple[float, float] | None = None  # where it is not identified
    way: Way | None = None
    names: tuple[str, ...] = ()  # adjustment set, mediators, or what decides
    derivation: tuple[str, ...] = ()  # formulas with their numbers
    paths: tuple[str, ...] = ()  # that stay open
    graphs: int = 0  # in the equivalence class
    holding: int = 0  # of these, in how many the claim holds
    against: str = ""  # one in which it does not
    reason: str = ""  # id of the sentence that says why, where one is needed

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        shares = (Ask.PROBABILITY, Ask.DO, *_NEEDED)
        kind = ScaleKind.SHARE if self.ask in shares else ScaleKind.POINTS
        scale, found = Scale(kind), {}
        if self.value is not None:
            found["value"] = Quantity(self.value, scale=scale, decimals=_decimals(self.value))
        if self.bounds is not None:
            for name, bound in zip(("lower_bound", "upper_bound"), self.bounds, strict=True):
                found[name] = Quantity(bound, scale=scale, decimals=_decimals(bound))
        return found

    @property
    def headline(self) -> str | None:
        return "value" if self.value is not None else None


def _decimals(value: float) -> int:
    """Of its percents: as many as it has, at most two."""
    return next(
        places for places in (0, 1, 2) if places == 2 or abs(round(100 * value, places) - 100 * value) < 1e-7
    )


# ---------------- words for literals: as the question calls them


def literal_text(premises: Premises, literal: Literal) -> str:
    said = premises.labels.get(literal)
    if said:
        return said
    name, value = literal
    if len(name.split()[-1]) <= 2:
        return f"{name}={int(value)}"
    other = premises.labels.get(flipped(literal))
    return (name if value and not other else f"¬{other or name}") if other is None or not value else name


def event_text(premises: Premises, event: Event) -> str:
    place = {name: n for n, name in enumerate(premises.diagram.nodes)}
    ordered = sorted(event, key=lambda literal: place.get(literal[0], 0))
    return ", ".join(literal_text(premises, literal) for literal in ordered)


# ---------------- the conclusion

_QUANTITIES = {
    Ask.EFFECT: Asked.EFFECT,
    Ask.DO: Asked.DO,
    Ask.TREATED: Asked.TREATED,
    Ask.DIRECT: Asked.DIRECT,
    Ask.INDIRECT: Asked.INDIRECT,
    Ask.PROBABILITY: Asked.PROBABILITY,
    Ask.DIFFERENCE: Asked.DIFFERENCE,
}


def conclude(premises: Premises) -> FormalResult | Unidentified:
    """What follows. Raises `Lacking` for probabilities that are needed and not given, `Contradiction` for
    relations that no graph has, ValueError where the premises are at odds."""
    ask = premises.wanted.ask
    if ask in _QUANTITIES:
        return _quantity(premises)
    match ask:
        case Ask.SELECTED:
            return _selected(premises)
        case Ask.METHOD:
            return _method(premises)
        case Ask.WOULD:
            return _would(premises)
        case Ask.IDENTIFIABLE:
            return _identifiable(premises)
        case Ask.ADJUST:
            return _adjust(premises)
        case Ask.VALID_SET:
            return _valid_set(premises)
        case Ask.SEPARATED:
            return _separated(premises)
        case Ask.ROLE:
            return _role(premises)
        case Ask.REACHES:
            return _reaches(premises)
        case Ask.NECESSARY | Ask.SUFFICIENT | Ask.NEEDED_AND_ENOUGH:
            return _needed(premises)
        case Ask.CLAIM:
            return _claim(premises)
    raise ValueError(f"{ask} cannot be concluded")


def _ends(premises: Premises) -> tuple[str, str]:
    cause, effect = premises.wanted.cause, premises.wanted.effect
    assert cause is not None and effect is not None
    return cause[0], effect[0]


def _quantity(premises: Premises) -> FormalResult | Unidentified:
    wanted = premises.wanted
    assert wanted.effect is not None
    calculator = Calculator(premises.diagram, premises.facts)
    ask = _QUANTITIES[wanted.ask]
    found = answered(ask, calculator, wanted.effect, wanted.cause, wanted.given, wanted.names)
    yes_no = wanted.sign != 0 or wanted.two_sided
    if isinstance(found, Unidentified):
        return found
    if isinstance(found, Bounds):
        verdict = Verdict.UNKNOWN
        if (
            yes_no
            and not wanted.two_sided
            and wanted.sign * found.low > _ZERO
            and wanted.sign * found.high > _ZERO
        ):
            verdict = Verdict.YES
        elif (
            yes_no
            and not wanted.two_sided
            and max(wanted.sign * found.low, wanted.sign * found.high) <= _ZERO
        ):
            verdict = Verdict.NO
        ends = (found.low, found.high)
        return FormalResult(wanted.ask, verdict, bounds=ends, names=found.through)
    value = found.value
    change = value - 0.5 if wanted.ask is Ask.PROBABILITY else value
    verdict = Verdict.NUMBER
    if wanted.two_sided:
        verdict = Verdict.YES if abs(change) > _ZERO else Verdict.NO
    elif wanted.sign:
        verdict = Verdict.YES if wanted.sign * change > _ZERO else Verdict.NO
    lines = tuple(_line(premises, line) for line in found.lines)
    steps = tuple(_step(premises, step) for step in found.steps)
    return FormalResult(
        wanted.ask, verdict, value, way=found.way, names=found.through, derivation=(*steps, *lines)[:_LINES]
    )


def _number(value: float) -> str:
    return f"{value:.4g}" if abs(value) > 5e-5 else "0"


def _terms(terms: Sequence[Sequence[float]]) -> str:
    return " + ".join(" × ".join(_factor(f) for f in term) for term in terms)


def _factor(value: float) -> str:
    return f"({_number(value)})" if value < 0 else _number(value)


def _line(premises: Premises, line: Line) -> str:
    y, given = event_text(premises, line.of), event_text(premises, line.given)
    do = event_text(premises, line.do)
    match line.name:
        case "do":
            left = f"P({y} | do({do}))"
        case "would":
            left = f"P({y} [do({do})] | {given})"
        case "reached" | "moved":
            return f"P({y} | {given}) − P({y} | {do}) = {_number(line.value)}"
        case "direct":
            left = "NDE"
        case "indirect":
            left = "NIE"
        case _:
            left = f"P({y} | {given})" if given else f"P({y})"
    terms = [term for term in line.terms if term]
    middle = (
        f" = {_terms(terms)}" if len(terms) > 1 or (terms and len(terms[0]) > 1 and terms[0][1] != 1) else ""
    )
    return f"{left}{middle} = {_number(line.value)}"


def _step(premises: Premises, step: Step) -> str:
    y, given = event_text(premises, step.of), event_text(premises, step.given)
    left = f"P({y} | {given})" if given else f"P({y})"
    if step.over == ("bayes",):
        return f"{left} = {_terms(step.terms[:1])} / ({_terms(step.terms)}) = {_number(step.value)}"
    return f"{left} = {_terms(step.terms)} = {_number(step.value)}"


def _selected(premises: Premises) -> FormalResult:
    """Among those selected by a common effect a link is no effect: by the arrows alone."""
    cause, effect = _ends(premises)
    reached = effect in premises.diagram.descendants(cause)
    names = tuple(sorted(name for name, _ in premises.wanted.given))
    reason = "selected-effect" if reached else "selected-none"
    return FormalResult(Ask.SELECTED, Verdict.YES if reached else Verdict.NO, names=names, reason=reason)


def _method(premises: Premises) -> FormalResult:
    """Is comparing within strata right, or comparing as a whole?"""
    cause, effect = _ends(premises)
    graph, strata = premises.diagram, premises.wanted.names
    within = graph.is_backdoor_set(cause, effect, strata)
    whole = graph.is_backdoor_set(cause, effect, ())
    # Where both are right, strata are not needed; where neither is, neither is recommended.
    better_within = within and not whole
    if not within and not whole:
        return FormalResult(Ask.METHOD, Verdict.NO, names=strata, reason="method-neither")
    asked = premises.wanted.stratified
    verdict = Verdict.YES if asked == better_within else Verdict.NO
    reason = "method-within" if better_within else "method-whole-late" if not within else "method-whole"
    return FormalResult(Ask.METHOD, verdict, names=strata, reason=reason)


def _would(premises: Premises) -> FormalResult:
    wanted = premises.wanted
    assert wanted.effect is not None and wanted.cause is not None
    act = frozenset({wanted.cause})
    seen = frozenset(x for x in premises.observed if x[0] != wanted.cause[0])
    true, of = would_be(premises.rules, seen, act, wanted.effect)
    if of == 0:
        raise ValueError("what was seen cannot be under these rules")
    verdict = Verdict.YES if true == of else Verdict.NO if true == 0 else Verdict.UNKNOWN
    return FormalResult(Ask.WOULD, verdict, graphs=of, holding=true)


def _identifiable(premises: Premises) -> FormalResult:
    cause, effect = _ends(premises)
    graph = premises.diagram
    if effect not in graph.descendants(cause):
        return FormalResult(Ask.IDENTIFIABLE, Verdict.YES, way=Way.NO_PATH)
    found = identified(graph, frozenset({cause}), frozenset({effect}))
    if isinstance(found, Hedge):
        paths, instruments = graph.open_paths(cause, effect), graph.instruments(cause, effect)
        return FormalResult(Ask.IDENTIFIABLE, Verdict.NO, paths=paths, names=instruments)
    sets = graph.minimal_backdoor_sets(cause, effect)
    if sets:
        way = Way.BACKDOOR if sets[0] else Way.AS_SEEN
        return FormalResult(
            Ask.IDENTIFIABLE,
            Verdict.YES,
            way=way,
            names=sets[0],
            derivation=(_adjustment(cause, effect, sets[0]),),
        )
    front = next(graph.frontdoor_sets(cause, effect), ())
    formula = (f"P({effect} | do({cause})) = {spelled(found)}",)
    way = Way.FRONTDOOR if front else Way.DO_CALCULUS
    return FormalResult(Ask.IDENTIFIABLE, Verdict.YES, way=way, names=front, derivation=formula)


def _adjustment(cause: str, effect: str, z: Sequence[str]) -> str:
    if not z:
        return f"P({effect} | do({cause})) = P({effect} | {cause})"
    names = ", ".join(z)
    return f"P({effect} | do({cause})) = Σ_{{{names}}} P({effect} | {cause}, {names}) P({names})"


def _adjust(premises: Premises) -> FormalResult:
    cause, effect = _ends(premises)
    graph = premises.diagram
    sets = graph.minimal_backdoor_sets(cause, effect)
    if sets:
        lines = (_adjustment(cause, effect, sets[0]),)
        others = tuple(", ".join(z) for z in sets[1:4])
        return FormalResult(Ask.ADJUST, Verdict.VARIABLES, names=sets[0], derivation=lines, paths=others)
    front = next(graph.frontdoor_sets(cause, effect), ())
    paths = graph.open_paths(cause, effect)
    if front:
        return FormalResult(Ask.ADJUST, Verdict.NO, way=Way.FRONTDOOR, names=front, paths=paths)
    return FormalResult(Ask.ADJUST, Verdict.NO, paths=paths)


def _valid_set(premises: Premises) -> FormalResult:
    cause, effect = _ends(premises)
    graph, given = premises.diagram, premises.wanted.names
    if graph.is_backdoor_set(cause, effect, given):
        return FormalResult(Ask.VALID_SET, Verdict.YES, names=given)
    late = tuple(n for n in given if n in graph.descendants(cause))
    unseen = tuple(n for n in given if n in graph.hidden)
    if late or unseen:
        reason = "set-late" if late else "set-hidden"
        return FormalResult(Ask.VALID_SET, Verdict.NO, names=late or unseen, reason=reason)
    paths = graph.open_paths(cause, effect, given)
    return FormalResult(Ask.VALID_SET, Verdict.NO, names=given, paths=paths, reason="set-open")


def _separated(premises: Premises) -> FormalResult:
    cause, effect = _ends(premises)
    given = set(premises.wanted.names) - {cause, effect}
    apart = premises.diagram.separated({cause}, {effect}, given)
    verdict = Verdict.YES if apart != premises.wanted.denies else Verdict.NO
    reason = "separated" if apart else "connected"
    names = tuple(sorted(given))
    return FormalResult(Ask.SEPARATED, verdict, names=names, reason=reason)


_NEEDED = {
    Ask.NECESSARY: needed,
    Ask.SUFFICIENT: enough,
    Ask.NEEDED_AND_ENOUGH: needed_and_enough,
}


def _needed(premises: Premises) -> FormalResult:
    """Bounds; one number where the cause never prevents the outcome."""
    wanted = premises.wanted
    assert wanted.cause is not None and wanted.effect is not None
    risks = []
    for literal in (wanted.cause, flipped(wanted.cause)):
        act = frozenset({literal})
        known = [f.value for f in premises.facts if f.of == {wanted.effect} and act in (f.given, f.do)]
        if not known:
            raise Lacking([(frozenset({wanted.effect}), act)])
        risks.append(known[0])
    if not risks[0] > 0 or not risks[1] < 1:
        raise ValueError("what was seen cannot be")
    low, high = _NEEDED[wanted.ask](risks[0], risks[1], wanted.monotone)
    if high - low < _ZERO:
        return FormalResult(wanted.ask, Verdict.NUMBER, low)
    return FormalResult(wanted.ask, Verdict.NUMBER, bounds=(low, high))


def _reaches(premises: Premises) -> FormalResult:
    """Is there a directed path that avoids what is held fixed?"""
    cause, effect = _ends(premises)
    held = premises.wanted.names
    free = premises.diagram.without_arrows_from(held)
    reached = effect in free.descendants(cause)
    names = tuple(sorted(held))
    reason = "reaches" if reached else "reaches-not"
    return FormalResult(Ask.REACHES, Verdict.YES if reached else Verdict.NO, names=names, reason=reason)


def _role(premises: Premises) -> FormalResult:
    cause, effect = _ends(premises)
    graph, about = premises.diagram, premises.wanted.names[0]
    match premises.wanted.role:
        case "confounder":
            rest = Diagram(graph.nodes, tuple(a for a in graph.arrows if cause not in a), graph.hidden)
            yes = about in graph.ancestors(cause) and effect in rest.descendants(about)
        case "mediator":
            yes = about in graph.descendants(cause) and about in graph.ancestors(effect)
        case "collider":
            yes = {cause, effect} <= graph.ancestors(about)
            yes = yes or len(graph.parents(about) & {cause, effect}) == 2
        case _:
            yes = about in graph.instruments(cause, effect)
    return FormalResult(
        Ask.ROLE, Verdict.YES if yes else Verdict.NO, names=(about,), reason=premises.wanted.role
    )


def _claim(premises: Premises) -> FormalResult:
    cause, effect = _ends(premises)
    wanted = premises.wanted
    assert wanted.relation is not None
    apart = {frozenset((s.one, s.other)) for s in premises.independences if not s.given}
    if apart & set(premises.correlations):
        raise Contradiction
    _, members = equivalence_class(premises.diagram.nodes, premises.independences)
    holds, count, against = judged(members, wanted.relation, cause, effect)
    if wanted.possible:
        verdict = Verdict.NO if holds is Holds.NEVER else Verdict.YES
    else:
        verdict = Verdict.YES if holds is Holds.ALWAYS else Verdict.NO
    shown = "" if against is None else ", ".join(f"{a} → {b}" for a, b in sorted(against.edges))
    return FormalResult(
        Ask.CLAIM, verdict, graphs=len(members), holding=count, against=shown, reason=str(wanted.relation)
    )


def needed_text(premises: Premises, gap: Lacking) -> tuple[str, ...]:
    """The probabilities that are lacking, as formulas."""
    found = []
    for of, given in gap.needed[:6]:
        condition = event_text(premises, given)
        found.append(
            f"P({event_text(premises, of)} | {condition})" if condition else f"P({event_text(premises, of)})"
        )
    return tuple(found)

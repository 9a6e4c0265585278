"""Rules without chance ("A or B causes C"): what would have been, given what was seen.

Abduction, action, prediction over all settings of what has no rule (Pearl 2009, ch. 7.1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.formal.inference import Event, Literal, worlds

__all__ = ["Rule", "would_be"]


@dataclass(frozen=True)
class Rule:
    """The effect is so when all (or, `any_of`, any) of the causes are, and not so otherwise."""

    causes: tuple[Literal, ...]
    effect: Literal
    any_of: bool = False

    def value(self, at: Mapping[str, bool]) -> bool:
        met = [at[name] == value for name, value in self.causes]
        return (any(met) if self.any_of else all(met)) == self.effect[1]


def would_be(rules: Sequence[Rule], seen: Event, act: Event, outcome: Literal) -> tuple[int, int]:
    """In how many of the settings that agree with what was seen the outcome would be so, and of how many.

    Several rules for one effect: any of them brings it about. Raises ValueError for rules in a circle.
    """
    ruled: dict[str, list[Rule]] = {}
    for rule in rules:
        ruled.setdefault(rule.effect[0], []).append(rule)
    names = {name for rule in rules for name, _ in (*rule.causes, rule.effect)}
    names |= {name for name, _ in seen | act} | {outcome[0]}
    free = sorted(names - set(ruled))
    agree = true = 0
    for world in worlds(free):
        if not seen <= frozenset(_settled(dict(world), ruled, {}).items()):
            continue
        agree += 1
        true += _settled(dict(world), ruled, dict(act))[outcome[0]] == outcome[1]
    return true, agree


def _settled(
    given: dict[str, bool], ruled: Mapping[str, Sequence[Rule]], act: Mapping[str, bool]
) -> dict[str, bool]:
    at = {**given, **act}
    waiting = [name for name in ruled if name not in act]
    while waiting:
        ready = [n for n in waiting if all(c in at for r in ruled[n] for c, _ in r.causes)]
        if not ready:
            raise ValueError("rules in a circle")
        for name in ready:
            positive = [rule.effect[1] for rule in ruled[name]]
            met = [rule.value(at) for rule in ruled[name]]
            at[name] = any(met) if all(positive) else all(met)
        waiting = [name for name in waiting if name not in ready]
    return at

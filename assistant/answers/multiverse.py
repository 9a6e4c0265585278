"""The same question under other defensible choices: other valid adjustment sets, other plausible graphs.

"Multiverse" as in Steegen et al. (2016), Perspectives on Psychological Science 11(5): one answer with its
neighbours beside it shows how much it owes to the choice.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from threadpoolctl import threadpool_limits

from assistant.language import say, wording
from assistant.language.registry import DEFAULT
from tools.data import prepare
from tools.errors import EstimationError, GraphError, OptionError, stop_if
from tools.estimators import estimate_effect
from tools.graphs import build_graph, without_suspected
from tools.identification.criteria import efficient_adjustment_set, valid_adjustment_sets
from tools.identification.estimand import identify, restated
from tools.messages import Column, Columns, Message
from tools.types import CausalGraph, Design, DesignKind, Estimand, Estimate, NotIdentified, Query

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.answers.answer import Answer
    from assistant.pipeline import Setting

__all__ = ["Multiverse", "Universe", "multiverse"]

MOST = 16  # estimates in all
MOST_SETS = 6  # of them, other adjustment sets under the same graph
MOST_COLUMNS = 3  # of an adjustment set that is tried for being small


@dataclass(frozen=True)
class Universe:
    """One choice and what the estimate is under it."""

    choice: Message  # "without the arrow age -> wt82_71"
    adjustment_set: tuple[str, ...]
    estimate: Estimate | None  # None: the effect cannot be told under this choice
    reason: str = ""  # why it cannot


@dataclass(frozen=True)
class Multiverse:
    """The answer first, then the other choices, surest first."""

    universes: tuple[Universe, ...]
    query: Query
    unit: str | None
    language: str = DEFAULT  # of the answer

    def said(self, universe: Universe) -> str:
        """The choice in words."""
        return wording(self.language).say(universe.choice)

    @property
    def span(self) -> tuple[float, float]:
        """The smallest and the largest estimate, outcome units."""
        values = [u.estimate.value for u in self.universes if u.estimate is not None]
        return min(values), max(values)

    def to_dict(self) -> dict[str, Any]:
        return {
            "treatment": self.query.treatment,
            "outcome": self.query.outcome,
            "unit": self.unit,
            "universes": [
                {
                    "choice": self.said(u),
                    "adjustment_set": list(u.adjustment_set),
                    "value": u.estimate.value if u.estimate else None,
                    "ci_95": list(u.estimate.ci_95) if u.estimate else None,
                    "rows_used": u.estimate.rows_used if u.estimate else None,
                    "reason": u.reason,
                }
                for u in self.universes
            ],
        }

    def figure(self) -> Figure:
        """Every estimate with its 95% interval, the answer's in colour."""
        from assistant.figures.sensitivity import draw_multiverse

        return draw_multiverse(self)

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        lines = []
        for u in self.universes:
            if u.estimate is None:
                lines.append(f"{self.said(u)}: {u.reason}")
            else:
                low, high = u.estimate.ci_95
                lines.append(f"{self.said(u)}: {u.estimate.value:.3g}{unit} ({low:.3g} to {high:.3g})")
        return "\n".join(lines)


def multiverse(
    answer: Answer, setting: Setting, most: int = MOST, cancel: threading.Event | None = None
) -> Multiverse:
    """Estimates under the answer's graph with other valid adjustment sets, and under plausible other graphs.

    The other graphs differ by one arrow: first those on which the sources disagree, then the least sure ones,
    each left out, until there are `most` estimates. The answer's own estimator is used throughout; choices
    that lead to the
    same columns are estimated once.

    Raises:
        OptionError: the answer has no estimate, or no graph decides its design.
        Cancelled: `cancel` was set; looked at before each estimate.
    """
    if answer.estimate is None or answer.graph is None or answer.query is None or answer.design is None:
        raise OptionError("This answer has no estimate, so there is nothing to vary.")
    if answer.design.kind is not DesignKind.BACKDOOR or answer.query.treatment is None:
        raise OptionError(
            f"The estimate rests on a {answer.design.kind.value} design, not on a choice of columns to hold "
            "fixed. The multiverse is for adjusted comparisons."
        )
    first = Universe(Message("multiverse-answer"), answer.design.adjustment_set, answer.estimate)
    known = {frozenset(first.adjustment_set): first}
    universes = [first]
    for choice, graph, columns in _choices(answer, setting):
        if len(universes) >= most:
            break
        stop_if(cancel, choice.id)
        if columns is None:
            universes.append(_under_graph(choice, graph, answer, setting, known))
        elif frozenset(columns) not in known:
            universes.append(_with_columns(choice, columns, answer, setting, known))
    return Multiverse(tuple(universes), answer.query, answer.unit, answer.language)


def _choices(
    answer: Answer, setting: Setting
) -> Iterator[tuple[Message, CausalGraph, tuple[str, ...] | None]]:
    """(choice, graph, columns to hold fixed or None for what the graph says)."""
    assert answer.graph is not None
    graph, query = without_suspected(answer.graph), answer.query
    assert query is not None and query.treatment is not None
    observed = setting.profile.names
    best = efficient_adjustment_set(graph, query.treatment, query.outcome, observed)
    if best is not None:
        yield Message("multiverse-precise"), graph, tuple(name for name in graph.nodes if name in best)
    sets = valid_adjustment_sets(graph, query.treatment, query.outcome, observed, most_columns=MOST_COLUMNS)
    for columns in sets[:MOST_SETS]:
        yield _fixed(columns), graph, columns
    for conflict in answer.conflicts:
        drawn = (conflict.cause, conflict.effect) in {(e.cause, e.effect) for e in graph.edges}
        arrow = _arrow("without" if drawn else "with", conflict.cause, conflict.effect)
        changed = _toggled(graph, conflict.cause, conflict.effect)
        if changed is not None:
            yield Message("multiverse-disputed", {"choice": arrow}), changed, None
    asked = (query.treatment, query.outcome)
    doubted = [e for e in graph.edges if (e.cause, e.effect) != asked and query.treatment != e.cause]
    for edge in sorted(doubted, key=lambda edge: edge.confidence):
        changed = _toggled(graph, edge.cause, edge.effect)
        if changed is not None:
            yield _arrow("without", edge.cause, edge.effect), changed, None


def _toggled(graph: CausalGraph, cause: str, effect: str) -> CausalGraph | None:
    """The graph without the arrow if it is there, else with it instead of its opposite; None: impossible."""
    from tools.types import Edge, EdgeSource

    kept = [e for e in graph.edges if {e.cause, e.effect} != {cause, effect}]
    if all((e.cause, e.effect) != (cause, effect) for e in graph.edges):
        kept.append(Edge(cause, effect, 0.5, (EdgeSource("assumption", "One of the multiverse's choices."),)))
    try:
        return build_graph(graph.nodes, kept, graph.unobserved)
    except GraphError:
        return None


Known = dict[frozenset[str], Universe]


def _under_graph(
    choice: Message, graph: CausalGraph, answer: Answer, setting: Setting, known: Known
) -> Universe:
    assert answer.query is not None and answer.design is not None
    # What this graph needs, and no more: the answer's own columns are not carried over.
    design = Design(DesignKind.BACKDOOR, unit=answer.design.unit, cluster=answer.design.cluster)
    needed = identify(graph, answer.query, design, observed=setting.profile.names, seconds=1.0)
    if isinstance(needed, NotIdentified):
        return Universe(choice, (), None, answer.words.paragraph(needed.reason))
    if needed.design.kind is not DesignKind.BACKDOOR:
        return Universe(choice, (), None, say(answer.language, "multiverse-no-columns"))
    return _estimated(choice, needed, answer, setting, known)


def _with_columns(
    choice: Message, columns: Sequence[str], answer: Answer, setting: Setting, known: Known
) -> Universe:
    assert answer.graph is not None and answer.query is not None and answer.design is not None
    design = replace(answer.design, adjustment_set=tuple(columns))
    estimand = Estimand(answer.query, design, None, ())
    return _estimated(choice, restated(estimand, answer.query, design), answer, setting, known)


def _estimated(
    choice: Message, estimand: Estimand, answer: Answer, setting: Setting, known: Known
) -> Universe:
    assert answer.estimate is not None
    columns = estimand.design.adjustment_set
    if (same := known.get(frozenset(columns))) is not None:
        return replace(same, choice=choice)
    try:
        sample = prepare(setting.table, setting.profile, estimand.query, estimand.design, setting.images)
        estimand = restated(estimand, sample.query, sample.design)
        # One thread: the matrices are thin, and waiting for one another costs threads more than they gain.
        with threadpool_limits(limits=1, user_api="blas"):
            estimate = estimate_effect(sample, estimand, answer.estimate.estimator)
        universe = Universe(choice, columns, replace(estimate, alternatives=()))
    except EstimationError as fault:
        universe = Universe(choice, columns, None, answer.words.say(fault.said))
    known[frozenset(columns)] = universe
    return universe


def _fixed(columns: tuple[str, ...]) -> Message:
    if not columns:
        return Message("multiverse-fixed-nothing")
    return Message("multiverse-fixed", {"columns": Columns(columns, 3 if len(columns) > 4 else None)})


def _arrow(change: str, cause: str, effect: str) -> Message:
    return Message(f"multiverse-{change}", {"cause": Column(cause), "effect": Column(effect)})

"""What `Assistant` offers about graphs beside an answer: discovery, and a graph from all that is known."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.graphs.combination import ArrowClaim, Conflict, combine, confidence_of
from assistant.language import wording
from assistant.language.registry import DEFAULT
from tools.discovery import Background, Discovered, Link
from tools.discovery.constraint import links_of
from tools.discovery.gaussian_skeleton import Adjacency, Separators
from tools.discovery.independence import IndependenceTest
from tools.discovery.orientation import orient
from tools.discovery.skeleton import find_skeleton
from tools.errors import DataError, ModelError, unknown_column
from tools.messages import Message
from tools.types import CausalGraph, ColumnKind, DataProfile, EdgeSource

if TYPE_CHECKING:
    from assistant.graphs.passages import Search
    from assistant.models.exchange import Exchange
    from tools.data import Table
    from tools.discovery import Discovered

__all__ = ["WeighedGraph", "discovered", "graph_from_evidence", "usable_columns", "weighed_graph"]

# ---------------- A graph from everything there is to go by: what documents, a model and the user say, and w


# Log odds that a test on data gives a direct link, beside the claims' own.
LINKED = 2.0  # associated whatever is held fixed
INDIRECT = -3.0  # apart, and other links carry the effect: people call such effects direct
UNSEEN = -0.5  # apart, and nothing else carries the effect: it may be small or rare
DIRECTION_FROM_DATA = 0.7  # how sure a direction is that the independences give


@dataclass(frozen=True)
class WeighedGraph:
    """The arrows, the links whose direction nobody knows, and where the sources disagree."""

    graph: CausalGraph
    undecided: tuple[Link, ...]
    conflicts: tuple[Conflict, ...]
    rows: int
    model_calls: int = 0  # to read the passages, where a language model is used
    sent: tuple[str, ...] = ()  # exactly what went to it
    warnings: tuple[str, ...] = ()


def graph_from_evidence(
    test: IndependenceTest,
    claims: Iterable[ArrowClaim] = (),
    *,
    alpha: float = 0.01,
    background: Background | None = None,
    most: int | None = 3,
) -> WeighedGraph:
    """Weigh `claims` about the columns of `test` with what its data show.

    `alpha` is the level of the tests, `most` the largest number of columns held fixed at once. What the user
    claims is drawn as it is. Claims about other columns are passed over.

    Raises:
        GraphError: the user's own arrows form a cycle, or background knowledge contradicts itself.
    """
    names = test.names
    place = {name: i for i, name in enumerate(names)}
    known = background or Background()
    used = [claim for claim in claims if claim.cause in place and claim.effect in place]
    combine(names, [claim for claim in used if claim.source.kind == "user"])  # refuses a circle of theirs
    said = _said(used, place)
    adjacent, separators = find_skeleton(test, alpha, known, most)
    linked, indirect = _linked(adjacent, said, test, alpha)
    conflicts = [_indirect(names, arrow, separators, used) for arrow in indirect]
    allowed = known.allowed(names) & _allowed(said | _steps(indirect, linked, separators, said), len(names))
    by_user = sorted(arrow for arrow, odds in said.items() if odds == math.inf)
    for cause, effect in by_user:
        if known.forbids(names[cause], names[effect]):
            conflicts.append(_against_order(names[cause], names[effect], used))
        allowed[cause, effect], allowed[effect, cause] = True, False
    marks = orient(linked, separators, allowed, by_user)
    links = links_of(marks, test)
    directed = {(link.cause, link.effect) for link in links if link.directed}
    weighed = [claim for claim in used if (claim.cause, claim.effect) in directed]
    weighed += [_from_data(link, adjacent, place, test) for link in links if link.directed]
    combined = combine(names, weighed, kept=directed)
    return WeighedGraph(
        combined.graph,
        tuple(link._replace(note=_in_words(link.note)) for link in links if not link.directed),
        (*conflicts, *combined.conflicts),
        test.rows,
    )


Said = dict[tuple[int, int], float]  # (cause, effect) -> log odds


def _said(claims: Sequence[ArrowClaim], place: dict[str, int]) -> Said:
    """The log odds of each arrow by the claims alone; a weaker claim of the other direction is dropped."""
    by_arrow: dict[tuple[int, int], list[ArrowClaim]] = {}
    for claim in claims:
        by_arrow.setdefault((place[claim.cause], place[claim.effect]), []).append(claim)
    said: Said = {}
    for arrow, about in by_arrow.items():
        sure = confidence_of(about)
        said[arrow] = math.inf if sure == 1.0 else math.log(sure / (1.0 - sure))
    return {arrow: odds for arrow, odds in said.items() if odds >= said.get((arrow[1], arrow[0]), -math.inf)}


def _linked(
    adjacent: Adjacency, said: Said, test: IndependenceTest, alpha: float
) -> tuple[Adjacency, list[tuple[int, int]]]:
    """Which pairs are linked directly, data and claims together; and the claimed effects that are
    indirect."""
    linked = adjacent.copy()
    overruled: list[tuple[int, int]] = []
    pairs = sorted({(min(arrow), max(arrow)) for arrow in said})
    apart = [(x, y, ()) for x, y in pairs if not adjacent[x, y]]
    associated = dict(zip(apart, (test.p_values(apart) <= alpha).tolist(), strict=True))
    for x, y in pairs:
        cause, effect = (x, y) if said.get((x, y), -math.inf) >= said.get((y, x), -math.inf) else (y, x)
        odds = said[cause, effect]
        indirect = not adjacent[x, y] and (associated[x, y, ()] or _carried(cause, effect, adjacent, said))
        total = odds + (LINKED if adjacent[x, y] else INDIRECT if indirect else UNSEEN)
        linked[x, y] = linked[y, x] = total > 0
        if indirect and odds > 0 >= total:
            overruled.append((cause, effect))
    return linked, overruled


def _carried(cause: int, effect: int, adjacent: Adjacency, said: Said) -> bool:
    """Do links that the data show, one of them claimed in this direction, lead over one column?"""
    between = np.nonzero(adjacent[cause] & adjacent[effect])[0].tolist()
    return any(
        said.get((cause, middle), 0.0) > 0 or said.get((middle, effect), 0.0) > 0 for middle in between
    )


def _steps(
    indirect: Sequence[tuple[int, int]], linked: Adjacency, separators: Separators, said: Said
) -> Said:
    """An indirect effect runs forward through what carries it: the steps of its chain, where it is clear.

    What carries it is linked with both ends and, where something separates them, part of that.
    """
    steps: Said = {}
    for cause, effect in indirect:
        between = set(np.nonzero(linked[cause] & linked[effect])[0].tolist())
        apart_by = separators.get((min(cause, effect), max(cause, effect)), ())
        between = between & set(apart_by) if apart_by else between
        claimed = {m for m in between if said.get((cause, m), 0.0) > 0}
        for middle in claimed or (between if len(between) == 1 else ()):
            for step in ((cause, middle), (middle, effect)):
                if step not in said and (step[1], step[0]) not in said:
                    steps[step] = said[cause, effect]
    return steps


def _indirect(
    names: Sequence[str],
    arrow: tuple[int, int],
    separators: Separators,
    claims: Sequence[ArrowClaim],
) -> Conflict:
    cause, effect = (names[i] for i in arrow)
    fixed = [names[z] for z in separators.get((min(arrow), max(arrow)), ())]
    sources = tuple(c.source for c in claims if (c.cause, c.effect) == (cause, effect))
    held = f" once {' and '.join(fixed)} {'is' if len(fixed) == 1 else 'are'} held fixed" if fixed else ""
    text = (
        f"{cause} is said to affect {effect}, but they are not associated{held}: no direct arrow is drawn, "
        "the effect is taken to run through other columns."
    )
    return Conflict(cause, effect, text, sources)


def _allowed(said: Said, count: int) -> Adjacency:
    """(count, count): may row cause column, if the claims' chains of causes are right?"""
    chains = np.zeros((count, count), dtype=bool)
    for (cause, effect), odds in said.items():
        chains[cause, effect] = odds > 0
    for middle in range(count):
        chains |= chains[:, middle : middle + 1] & chains[middle : middle + 1, :]
    # Where the claims lead round in a circle they say nothing about the order.
    earlier = chains & ~chains.T
    return np.asarray(~earlier.T)


def _against_order(cause: str, effect: str, claims: Sequence[ArrowClaim]) -> Conflict:
    sources = tuple(c.source for c in claims if (c.cause, c.effect) == (cause, effect))
    text = (
        f"{cause} -> {effect} is drawn as the user says, although it is against the order in which the "
        "columns were measured or another rule given beforehand."
    )
    return Conflict(cause, effect, text, sources)


def _from_data(link: Link, adjacent: Adjacency, place: dict[str, int], test: IndependenceTest) -> ArrowClaim:
    direct = adjacent[place[link.cause], place[link.effect]]
    if direct:
        asked = _in_words(test.label)
        said = f"{link.cause} and {link.effect} stay associated whatever is held fixed ({asked})."
    else:
        said = f"{link.cause} and {link.effect} show no clear association in {test.rows:,} rows."
    source = EdgeSource("data", said)
    return ArrowClaim(link.cause, link.effect, DIRECTION_FROM_DATA if direct else 0.45, source)


def as_discovered(weighed: WeighedGraph) -> Discovered:
    """The weighed graph in the form of a discovery, to be compared with one."""
    directed = tuple(Link(edge.cause, edge.effect, "->") for edge in weighed.graph.edges)
    return Discovered(
        weighed.graph.nodes,
        (*directed, *(link._replace(support=None) for link in weighed.undecided)),
        "evidence",
        "all sources",
        "",
        weighed.rows,
    )


USABLE = (ColumnKind.BINARY, ColumnKind.CATEGORY, ColumnKind.COUNT, ColumnKind.NUMBER)
MOST_MISSING = 0.2  # share of rows; tests use complete rows only
MOST_LEVELS = 30


def usable_columns(profile: DataProfile) -> tuple[str, ...]:
    """Columns that a test can take: numbers and small categories with few missing values."""
    return tuple(
        column.name
        for column in profile.columns
        if column.kind in USABLE
        and column.missing <= MOST_MISSING * column.rows
        and not (column.kind is ColumnKind.CATEGORY and column.distinct > MOST_LEVELS)
    )


def discovered(
    table: Table, profile: DataProfile, method: str, columns: Sequence[str] | None, options: dict[str, Any]
) -> Discovered:
    """`tools.discovery.discover` on the table's columns, in words; their timing gives the tiers unless told
    otherwise."""
    from tools.discovery import discover

    frame, background = _frame_and_order(table, profile, columns)
    found = discover(frame, method, **{"background": background, **options})
    return replace(
        found,
        links=tuple(link._replace(note=_in_words(link.note)) for link in found.links),
        test=_in_words(found.test),
        assumes=_in_words(found.assumes),
        notes=tuple(map(_in_words, found.notes)),
    )


def _in_words(text: Message | str) -> str:
    """As it stands in print, JSON and the source of an arrow, which know no other language yet."""
    return wording(DEFAULT).say(text) if isinstance(text, Message) else text


def weighed_graph(
    table: Table,
    profile: DataProfile,
    search: Search,
    columns: Sequence[str] | None,
    exchange: Exchange | None = None,
    fallback: bool = False,
) -> WeighedGraph:
    """Documents, timing and data weighed into one graph over the columns (see `graph_from_evidence`).

    With an `exchange` a model reads the passages too, in one call. Raises `ModelError` when that fails,
    unless `fallback` lets the patterns read alone; a warning then says so.
    """
    from assistant.graphs.claims import claims_of_documents, claims_of_model
    from assistant.graphs.evidence import graph_from_evidence
    from assistant.graphs.passages import about_column
    from tools.discovery.independence import independence_test

    frame, background = _frame_and_order(table, profile, columns)
    found = search([about_column(profile, name) for name in frame.columns])
    passages = [passage for of_column in found for passage in of_column]
    claims = claims_of_documents(passages, profile)
    warnings: tuple[str, ...] = ()
    if exchange is not None:
        from assistant.graphs.extract import statements_with_model

        try:
            claims += claims_of_model(statements_with_model(passages, profile, exchange), claims)
        except ModelError as fault:
            if not fallback:
                raise
            warnings = (f"The passages were read without the model: {fault}",)
    weighed = graph_from_evidence(independence_test(frame), claims, background=background)
    if exchange is None:
        return weighed
    return replace(weighed, model_calls=exchange.calls, sent=exchange.sent, warnings=warnings)


def _frame_and_order(table: Table, profile: DataProfile, columns: Sequence[str] | None) -> tuple[Any, Any]:
    from tools.discovery import Background, tiers_by_timing

    names = tuple(columns) if columns is not None else usable_columns(profile)
    for name in names:
        if name not in profile:
            raise unknown_column(name, profile.source, profile.names, DataError)
    tiers = tiers_by_timing(profile).tiers
    return table.frame(names), Background({name: tiers[name] for name in names if name in tiers})

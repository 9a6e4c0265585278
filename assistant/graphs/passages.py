"""What documents and general notes say of a graph: each column, and each arrow that the answer rests on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.types import GraphProposal
from tools.graphs import build_graph
from tools.knowledge.documents import general_notes
from tools.knowledge.search import Lookup, mentions
from tools.knowledge.statements import Statement, causal_statements, column_synonyms
from tools.types import DataProfile, Edge, EdgeSource, Passage, Query

__all__ = [
    "Found",
    "General",
    "Search",
    "about_column",
    "ends",
    "mentioning",
    "passages_for",
    "with_general_knowledge",
]


# what to look for -> for each the passages that mention what they must, best first
Search = Callable[[Sequence[Lookup]], Sequence[Sequence[Passage]]]

Arrow = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """Passages by the column that they mention, and by the arrow that was asked about; best first."""

    by_column: Mapping[str, tuple[Passage, ...]]
    by_arrow: Mapping[Arrow, tuple[Passage, ...]]
    words: Mapping[str, tuple[str, ...]]  # each column's name and what its codebook calls it

    @property
    def all(self) -> tuple[Passage, ...]:
        """Every passage once: those about columns first."""
        found = [*self.by_column.values(), *self.by_arrow.values()]
        return tuple({passage.id: passage for passages in found for passage in passages}.values())

    def best(self, edge: Edge, treatment: str | None) -> Passage | None:
        """The passage to quote for an arrow: one that mentions both ends, else what describes its column."""
        about, other = ends(edge, treatment)
        for passage in self.by_arrow.get((edge.cause, edge.effect), ())[:1]:
            if any(mentions(passage.text, word) for word in self.words.get(other, (other,))):
                return passage
        return next(iter(self.by_column.get(about, ())), None)


def ends(edge: Edge, treatment: str | None) -> Arrow:
    """The arrow's own column, and its other end: the treatment's own arrows are about what they point at."""
    return (edge.effect, edge.cause) if edge.cause == treatment else (edge.cause, edge.effect)


def passages_for(
    columns: Iterable[str],
    edges: Iterable[Edge],
    query: Query | None,
    profile: DataProfile,
    search: Search,
) -> Found:
    """One search a column ("what is it?") and one an arrow into treatment or outcome ("does A affect B?").

    All of them go to `search` together, so that their queries are embedded at once.
    """
    names = tuple(dict.fromkeys(columns))
    treatment, outcome = (query.treatment, query.outcome) if query else (None, None)
    asked = [edge for edge in edges if edge.effect in (treatment, outcome)]
    synonyms = column_synonyms(profile)
    words = {name: (name, *synonyms.get(name, ())) for name in names}
    lookups = [about_column(profile, name) for name in names]
    lookups += [_about_arrow(*ends(edge, treatment), words) for edge in asked]
    found = [tuple(passages) for passages in search(lookups)]
    arrows = [(edge.cause, edge.effect) for edge in asked]
    return Found(
        dict(zip(names, found, strict=False)), dict(zip(arrows, found[len(names) :], strict=True)), words
    )


def about_column(profile: DataProfile, name: str) -> Lookup:
    """What the documents say that a column is."""
    column = profile.get(name)
    return Lookup(f"{name} {(column and column.description) or ''}".strip(), (name,))


def _about_arrow(about: str, other: str, words: Mapping[str, tuple[str, ...]]) -> Lookup:
    """What they say about two columns; only the columns' own words are asked for, in whatever language."""
    both = (" ".join(words.get(name, (name,))[:2]) for name in (about, other))
    return Lookup(", ".join(both), (about,), words.get(other, (other,)))


def mentioning(passages: Iterable[Passage], lookup: Lookup) -> list[Passage]:
    """The passages that mention every name that they must."""
    return [p for p in passages if all(mentions(p.text, name) for name in lookup.must_mention)]


# ---------------- The last sources of an arrow: a general note, or the plain word that it is assumed

# Arrows that no document, design or model speaks for are looked up, and those that the user drew. Nothing but
# the list of their sources changes: neither the arrows nor their confidence nor the adjustment set.


GENERAL = "general"  # the kind of such a source
_SPOKEN_FOR = frozenset({"user", "document", "model", "design"})

General = bool | str | os.PathLike[str]


def with_general_knowledge(
    proposal: GraphProposal, profile: DataProfile, treatment: str | None, use: General = True
) -> GraphProposal:
    """The proposal whose confounders' arrows each cite something, or say that they are assumptions.

    An arrow that the user drew may cite a note too, and is never called assumed. `use` is False to leave the
    notes aside, or a folder of notes to take in their place. Raises KnowledgeError for a folder that cannot
    be read.
    """
    bare = [edge for edge in proposal.graph.edges if edge.cause != treatment and _is_open(edge)]
    if not bare:
        return proposal
    notes = general_notes(None if isinstance(use, bool) else use) if use else ()
    said = _statements(notes, bare, profile)
    edges = [_with_source(edge, said) if edge in bare else edge for edge in proposal.graph.edges]
    cited = {source.passage for edge in edges for source in edge.sources if source.kind == GENERAL}
    citations = (*proposal.citations, *(note for note in notes if note.id in cited))
    graph = build_graph(proposal.graph.nodes, edges, proposal.graph.unobserved)
    return replace(proposal, graph=graph, citations=citations)


def _is_open(edge: Edge) -> bool:
    """May a note speak for the arrow? One that is called assumed only has its column described."""
    kinds = {source.kind for source in edge.sources}
    return GENERAL not in kinds and ("user" in kinds or "assumption" in kinds or not kinds & _SPOKEN_FOR)


def _statements(
    notes: Sequence[Passage], bare: Sequence[Edge], profile: DataProfile
) -> dict[tuple[str, str], Statement]:
    """What the notes say between columns that are named in them word for word; denials are left aside."""
    names = {name for edge in bare for name in (edge.cause, edge.effect)}
    called = ((name, tuple(words)) for name, words in column_synonyms(profile).items() if name in names)
    return _said(tuple(notes), tuple(called))


@lru_cache(maxsize=32)
def _said(
    notes: tuple[Passage, ...], called: tuple[tuple[str, tuple[str, ...]], ...]
) -> dict[tuple[str, str], Statement]:
    """The same for columns with what they are called: read once for the questions about one table."""
    found: dict[tuple[str, str], Statement] = {}
    for statement in causal_statements(notes, dict(called)):
        if not statement.negated:
            found.setdefault((statement.cause, statement.effect), statement)
    return found


def _with_source(edge: Edge, said: dict[tuple[str, str], Statement]) -> Edge:
    statement = said.get((edge.cause, edge.effect))
    if statement is not None:
        # What a note states is no longer a mere assumption.
        kept = tuple(source for source in edge.sources if source.kind != "assumption")
        return replace(edge, sources=(*kept, EdgeSource(GENERAL, statement.quotation, statement.passage)))
    if any(source.kind in ("assumption", "user") for source in edge.sources):
        return edge
    text = f"No document says that {edge.cause} affects {edge.effect}: it is assumed."
    return replace(edge, sources=(*edge.sources, EdgeSource("assumption", text)))

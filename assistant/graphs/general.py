"""The last sources of an arrow: a general note that says the same, or the plain word that it is assumed.

Arrows that no document, design or model speaks for are looked up, and those that the user drew. Nothing but
the list of their sources changes: neither the arrows nor their confidence nor the adjustment set.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from assistant.types import GraphProposal
from tools.graphs import build_graph
from tools.knowledge.general_notes import general_notes
from tools.knowledge.statements import Statement, causal_statements, column_synonyms
from tools.types import DataProfile, Edge, EdgeSource, Passage

__all__ = ["GENERAL", "with_general_knowledge"]

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
    synonyms = {name: words for name, words in column_synonyms(profile).items() if name in names}
    found: dict[tuple[str, str], Statement] = {}
    for statement in causal_statements(notes, synonyms):
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

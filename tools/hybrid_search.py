"""A search of a Chroma collection by meaning (vectors) and by words (BM25), the two rankings fused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tools.lexical import WordIndex
from tools.retrieval import Lookup, Ranking, nearest, passage_of, ranked, scored, storable, to_embed
from tools.types import Passage

__all__ = ["MOST_RESULTS", "HybridSearch", "narrowed"]

MOST_RESULTS = 200
FUSED = 60  # places of each ranking that are fused

Where = dict[str, Any] | None  # Chroma's filter


class HybridSearch:
    """Keeps the word index that was last used, until somebody writes to the store."""

    def __init__(self) -> None:
        self._indexes: dict[tuple[str, str], tuple[list[str], WordIndex]] = {}

    def find(
        self,
        collection: Any,
        generation: Any,
        lookups: Sequence[Lookup],
        vectors: Any,
        k: int,
        where: Where,
        ranking: Ranking,
    ) -> list[list[Passage]]:
        """For each lookup its `k` best passages, best first; each name is looked for once.

        `vectors` are the queries' unit vectors, shape (lookups, dimension). `generation` says which state of
        the store the collection is in.
        """
        found = nearest(collection, vectors, max(k, FUSED), where, None)
        # Only the nearest of all passages were looked at so far: look among those that have the name.
        for name, places in _by_name(lookups).items():
            named = nearest(collection, vectors[places], MOST_RESULTS, where, name)
            for place, passages in zip(places, named, strict=True):
                found[place] |= passages
        said: list[dict[str, float]] = [{} for _ in lookups]
        if ranking != "meaning":
            most = max(k, FUSED)
            said = [self._by_words(collection, generation, one.query, where, most) for one in lookups]
        unscored = [[row_id for row_id in said[i] if row_id not in found[i]] for i in range(len(lookups))]
        for passages, more in zip(found, scored(collection, unscored, vectors), strict=True):
            passages |= more
        return [ranked(one, found[i], list(said[i]), ranking)[:k] for i, one in enumerate(lookups)]

    def _by_words(
        self, collection: Any, generation: Any, query: str, where: Where, k: int
    ) -> dict[str, float]:
        """Row id -> BM25 score of the `k` best, best first."""
        key = (generation, repr(where))
        if key not in self._indexes:
            got = collection.get(where=where, include=["documents", "metadatas"])
            texts = [
                to_embed(passage_of(text, metadata))
                for text, metadata in zip(got["documents"], got["metadatas"], strict=True)
            ]
            self._indexes = {key: (got["ids"], WordIndex(texts))}
        ids, index = self._indexes[key]
        scores = dict(zip(ids, index.scores(storable(query)).tolist(), strict=True))
        best = sorted(scores, key=lambda row_id: (-scores[row_id], row_id))[:k]
        return {row_id: scores[row_id] for row_id in best if scores[row_id] > 0}


def narrowed(sources: Sequence[str] | None, added: Mapping[str, str]) -> Where:
    """The filter for documents by id or source name; a name of `added` (document -> source) means those."""
    if sources is None:
        return None
    documents: set[str] = set()
    names: set[str] = set()
    for source in map(storable, sources):
        own = {document for document, name in added.items() if name == source}
        documents |= own or {source}
        names |= set() if own else {source}
    by_document: dict[str, Any] = {"document": {"$in": sorted(documents)}}
    return {"$or": [by_document, {"source": {"$in": sorted(names)}}]} if names else by_document


def _by_name(lookups: Sequence[Lookup]) -> dict[str, list[int]]:
    """Name that must be mentioned -> places of the lookups that ask for it."""
    places: dict[str, list[int]] = {}
    for place, lookup in enumerate(lookups):
        for name in dict.fromkeys(storable(name) for name in lookup.must_mention if name.strip()):
            places.setdefault(name, []).append(place)
    return places

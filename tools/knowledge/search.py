"""A search of a Chroma collection by meaning (vectors) and by words (BM25), the two rankings fused."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from tools.text.stems import terms
from tools.types import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "MOST_RESULTS",
    "HybridSearch",
    "Lookup",
    "Ranking",
    "WordIndex",
    "fuse",
    "mentions",
    "narrowed",
    "nearest",
    "passage_of",
    "ranked",
    "scored",
    "storable",
    "to_embed",
]

# ---------------- Ranking by words: BM25, and its fusion with the ranking by meaning


_TERM_SATURATION = 1.5  # k1: how soon a repeated word stops to count
_LENGTH_PENALTY = 0.75  # b: 1 divides by length in full, 0 not at all
_RANK_OFFSET = 60  # as in the paper; makes first and second place worth nearly the same

Key = TypeVar("Key", bound=Hashable)


class WordIndex:
    """Texts by their words; scores are BM25 as Lucene has it.

    Robertson & Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond", equation 3.15, with
    the logarithm of 1 + odds as inverse document frequency, which is never negative.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        import numpy as np

        self._count = len(texts)
        places: dict[str, list[int]] = defaultdict(list)
        counts: dict[str, list[int]] = defaultdict(list)
        lengths = np.zeros(self._count)
        for row, text in enumerate(texts):
            words = terms(text)
            lengths[row] = len(words)
            for word, count in Counter(words).items():
                places[word].append(row)
                counts[word].append(count)
        mean = lengths.mean() if self._count and lengths.any() else 1.0
        self._penalty = _TERM_SATURATION * (1 - _LENGTH_PENALTY + _LENGTH_PENALTY * lengths / mean)
        self._rows = {word: np.array(rows) for word, rows in places.items()}
        self._counts = {word: np.array(numbers, dtype=float) for word, numbers in counts.items()}

    def scores(self, query: str) -> NDArray[np.float64]:
        """One score a text, shape (texts,); 0 where a text has no word of the query."""
        import numpy as np

        total = np.zeros(self._count)
        for word, times in Counter(terms(query)).items():
            rows = self._rows.get(word)
            if rows is None:
                continue
            rarity = log(1 + (self._count - len(rows) + 0.5) / (len(rows) + 0.5))
            counts = self._counts[word]
            total[rows] += times * rarity * counts / (counts + self._penalty[rows])
        return total


def fuse(rankings: Sequence[Sequence[Key]], weights: Sequence[float]) -> dict[Key, float]:
    """Reciprocal rank fusion: what stands high in several rankings comes first; only ranks count.

    Cormack, Clarke & Buettcher (2009), SIGIR.
    """
    fused: dict[Key, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, key in enumerate(ranking):
            fused[key] = fused.get(key, 0.0) + weight / (_RANK_OFFSET + rank + 1)
    return fused


# ---------------- What is looked for, and rows of a Chroma collection to ranked passages


WORDS_WEIGH = 0.5  # against 1 for meaning; see bench/retrieval.py

Ranking = Literal["both", "meaning", "words"]


@dataclass(frozen=True)
class Lookup:
    """A query, and the names that decide which of the passages near it come first."""

    query: str
    must_mention: tuple[str, ...] = ()  # passages with more of these come first, and are looked for by name
    may_mention: tuple[str, ...] = ()  # of the others alike, those with any of these come first


def storable(text: str) -> str:
    """Without half characters (lone surrogates), which Chroma refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")


def to_embed(passage: Passage) -> str:
    """What is embedded: the text under its last heading, which often names what the text is about."""
    _, is_section, path = passage.place.partition("section ")
    return f"{path.split(' > ')[-1]}: {passage.text}" if is_section else passage.text


def nearest(
    collection: Any, queries: Any, k: int, where: dict[str, Any] | None, name: str | None
) -> list[dict[str, Passage]]:
    """Row id -> passage of the `k` nearest to each query; of those that mention `name`, if given.

    `queries` are unit vectors, shape (queries, dimension).
    """
    # Chroma compares letters exactly: ask for the ways a name is usually written, look for the word here.
    spellings = dict.fromkeys((name, name.lower(), name.upper(), name.capitalize())) if name else ()
    has_name: list[dict[str, Any]] = [{"$contains": spelling} for spelling in spellings]
    got = collection.query(
        query_embeddings=queries,
        n_results=k,
        where=where,
        where_document={"$or": has_name} if len(has_name) > 1 else has_name[0] if has_name else None,
        include=["documents", "metadatas", "distances"],
    )
    found: list[dict[str, Passage]] = []
    for columns in zip(got["ids"], got["documents"], got["metadatas"], got["distances"], strict=True):
        rows = [row for row in zip(*columns, strict=True) if name is None or mentions(row[1], name)]
        found.append(
            {
                row_id: replace(passage_of(text, metadata), score=min(1.0, max(0.0, 1.0 - float(distance))))
                for row_id, text, metadata, distance in rows
            }
        )
    return found


def scored(
    collection: Any, row_ids: Sequence[Sequence[str]], queries: Iterable[Any]
) -> list[dict[str, Passage]]:
    """For each query the passages that were found by their words, with their cosine to its vector."""
    wanted = list(dict.fromkeys(row_id for own in row_ids for row_id in own))
    if not wanted:
        return [{} for _ in row_ids]
    got = collection.get(ids=wanted, include=["documents", "metadatas", "embeddings"])
    rows = zip(got["ids"], got["documents"], got["metadatas"], got["embeddings"], strict=True)
    there = {row_id: (passage_of(text, metadata), vector) for row_id, text, metadata, vector in rows}
    return [
        {
            row_id: replace(there[row_id][0], score=min(1.0, max(0.0, float(there[row_id][1] @ query))))
            for row_id in own
            if row_id in there
        }
        for own, query in zip(row_ids, queries, strict=True)
    ]


def mentions(text: str, name: str) -> bool:
    """Does `text` have `name` as a word of its own, in capitals or not?"""
    return _as_a_word(name).search(text) is not None


@lru_cache(maxsize=4096)
def _as_a_word(name: str) -> re.Pattern[str]:
    before = r"(?<![A-Za-z0-9_])" if re.match(r"[A-Za-z0-9_]", name) else ""
    after = r"(?![A-Za-z0-9_])" if re.search(r"[A-Za-z0-9_]$", name) else ""
    return re.compile(before + re.escape(name) + after, re.IGNORECASE)


def passage_of(text: str, metadata: Mapping[str, Any]) -> Passage:
    return Passage(metadata["id"], metadata["source"], metadata["place"], text)


def ranked(lookup: Lookup, found: Mapping[str, Passage], by_words: list[str], by: Ranking) -> list[Passage]:
    """What was found, best first: by the names that it mentions, then by the fused ranking.

    `found` is by row id, each passage with its cosine; `by_words` are row ids, best first.
    """
    by_meaning = sorted(found, key=lambda row_id: (-found[row_id].score, row_id))
    rankings, weights = {
        "both": ([by_meaning, by_words], [1.0, WORDS_WEIGH]),
        "meaning": ([by_meaning], [1.0]),
        "words": ([by_words], [1.0]),
    }[by]
    fused = fuse(rankings, weights)
    must = list(dict.fromkeys(storable(name) for name in lookup.must_mention if name.strip()))

    def rank(row_id: str) -> tuple[int, bool, float, str]:
        text = found[row_id].text
        named = sum(mentions(text, name) for name in must)
        beside = named > 0 and any(mentions(text, name) for name in lookup.may_mention)
        return -named, not beside, -fused[row_id], row_id

    return _unrepeated(found[row_id] for row_id in sorted(fused, key=rank))


def _unrepeated(passages: Iterable[Passage]) -> list[Passage]:
    """Without passages that an earlier one repeats word for word: two copies of a file are one source."""
    first: dict[str, Passage] = {}
    for passage in passages:
        first.setdefault(passage.text, passage)
    return list(first.values())


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

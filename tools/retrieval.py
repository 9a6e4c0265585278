"""What is looked for, and rows of a Chroma collection to ranked passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from tools.lexical import fuse
from tools.types import Passage

__all__ = [
    "Lookup",
    "Ranking",
    "mentions",
    "nearest",
    "passage_of",
    "ranked",
    "scored",
    "storable",
    "to_embed",
]

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

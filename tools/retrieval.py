"""Rows of a Chroma collection to ranked passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tools.types import Passage

__all__ = ["mentions", "nearest", "passage_of", "scored", "storable", "to_embed", "unrepeated"]


def storable(text: str) -> str:
    """Without half characters (lone surrogates), which Chroma refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")


def to_embed(passage: Passage) -> str:
    """What is embedded: the text under its last heading, which often names what the text is about."""
    _, is_section, path = passage.place.partition("section ")
    return f"{path.split(' > ')[-1]}: {passage.text}" if is_section else passage.text


def nearest(
    collection: Any, row: Any, k: int, where: dict[str, Any] | None, name: str | None
) -> dict[str, Passage]:
    """Row id -> passage of the `k` nearest; of those that mention `name`, if given."""
    found: dict[str, Passage] = {}
    # Chroma compares letters exactly: ask for the ways a name is usually written, look for the word here.
    spellings = dict.fromkeys((name, name.lower(), name.upper(), name.capitalize())) if name else [None]
    for spelling in spellings:
        got = collection.query(
            query_embeddings=row,
            n_results=k,
            where=where,
            where_document={"$contains": spelling} if spelling else None,
            include=["documents", "metadatas", "distances"],
        )
        rows = zip(got["ids"][0], got["documents"][0], got["metadatas"][0], got["distances"][0], strict=True)
        for row_id, text, metadata, distance in rows:
            if name is None or mentions(text, name):
                score = min(1.0, max(0.0, 1.0 - float(distance)))
                found[row_id] = replace(passage_of(text, metadata), score=score)
    return found


def scored(collection: Any, row_ids: Sequence[str], query: Any) -> dict[str, Passage]:
    """Passages that were found by their words, with their cosine to the query's vector."""
    if not row_ids:
        return {}
    got = collection.get(ids=list(row_ids), include=["documents", "metadatas", "embeddings"])
    rows = zip(got["ids"], got["documents"], got["metadatas"], got["embeddings"], strict=True)
    return {
        row_id: replace(passage_of(text, metadata), score=min(1.0, max(0.0, float(vector @ query))))
        for row_id, text, metadata, vector in rows
    }


def mentions(text: str, name: str) -> bool:
    """Does `text` have `name` as a word of its own, in capitals or not?"""
    before = r"(?<![A-Za-z0-9_])" if re.match(r"[A-Za-z0-9_]", name) else ""
    after = r"(?![A-Za-z0-9_])" if re.search(r"[A-Za-z0-9_]$", name) else ""
    return re.search(before + re.escape(name) + after, text, re.IGNORECASE) is not None


def passage_of(text: str, metadata: Mapping[str, Any]) -> Passage:
    return Passage(metadata["id"], metadata["source"], metadata["place"], text)


def unrepeated(passages: Iterable[Passage]) -> list[Passage]:
    """Without passages that an earlier one repeats word for word: two copies of a file are one source."""
    first: dict[str, Passage] = {}
    for passage in passages:
        first.setdefault(passage.text, passage)
    return list(first.values())

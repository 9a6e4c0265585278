"""Documents as rows of a Chroma collection: which are there, which changed, which have gone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.errors import KnowledgeError
from tools.knowledge.documents import Document, passages_from_text, read_document
from tools.knowledge.search import passage_of, to_embed
from tools.types import Passage

__all__ = [
    "CUTTING",
    "Entry",
    "Progress",
    "StoredDocument",
    "catalogue",
    "file_entry",
    "mark",
    "named",
    "outdated",
    "rewrite",
    "stored",
    "text_entry",
    "write",
]

CUTTING = "2"  # raise when passages are cut in another way, so that stored documents are read again
BATCH = 2_000  # passages a write; Chroma refuses more than 5,461

Progress = Callable[[int, int, str], None]  # done, in all, name of the next


@dataclass(frozen=True)
class Entry:
    """A document on its way into the store."""

    document: str  # fingerprint of source and content
    source: str
    origin: str  # the file it came from, hashed; "" for text
    folder: str  # the folder it was given with, hashed; "" outside
    contents: Document | str  # cut into passages only if the store does not know it
    learned: bool = False  # looked up for every question

    def passages(self) -> list[Passage]:
        """Raises KnowledgeError where the file cannot be read as its kind."""
        if isinstance(self.contents, str):
            return passages_from_text(self.contents, self.source)
        return self.contents.passages()


@dataclass(frozen=True)
class StoredDocument:
    """A document that the store has."""

    id: str
    source: str
    passages: int
    learned: bool  # looked up for every question


def text_entry(text: str, source: str) -> Entry:
    source = source.encode("utf-8", "replace").decode("utf-8")
    return Entry(_fingerprint(source, text.encode("utf-8", "replace")), source, "", "", text)


def file_entry(file: Path, source: str, folder: Path | None) -> Entry:
    """Reads the file. Raises KnowledgeError."""
    contents = read_document(file, source)
    document = _fingerprint(source, contents.content)
    return Entry(document, source, _hashed(file, source), _hashed(folder) if folder else "", contents)


def _fingerprint(source: str, content: bytes) -> str:
    start = "\0".join((CUTTING, source, "")).encode("utf-8", "surrogateescape")
    return hashlib.sha256(start + content).hexdigest()[:24]


def _hashed(path: Path, source: str = "") -> str:
    """Names a file without storing where a person keeps it."""
    return hashlib.sha256(os.fsencode(path.resolve()) + b"\0" + os.fsencode(source)).hexdigest()[:24]


def stored(collection: Any, entry: Entry) -> Mapping[str, Any] | None:
    """Metadata of the document's first passage; None if the document is not there, or not all of it."""
    got = collection.get(ids=[_row_id(entry, 0)], include=["metadatas"])
    found: list[Mapping[str, Any]] = got["metadatas"]
    return found[0] if found else None


def mark(collection: Any, document: str, changes: Mapping[str, Any]) -> None:
    """Changes the metadata of all passages of a document."""
    ids = collection.get(where={"document": document}, include=[])["ids"]
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        collection.update(ids=part, metadatas=[dict(changes)] * len(part))


def catalogue(collection: Any) -> tuple[StoredDocument, ...]:
    """The documents that are there whole, by name."""
    return tuple(
        sorted(
            (
                StoredDocument(document, rows[0][2]["source"], len(rows), bool(rows[0][2].get("learned")))
                for document, rows in complete_rows(collection).items()
            ),
            key=lambda document: (document.source, document.id),
        )
    )


def named(
    there: Sequence[StoredDocument], names: Sequence[str], directory: Path
) -> tuple[StoredDocument, ...]:
    """The documents with these ids or source names. KnowledgeError for a name that none has."""
    for name in names:
        if not any(name in (document.id, document.source) for document in there):
            known = ", ".join(dict.fromkeys(document.source for document in there[:10])) or "none"
            raise KnowledgeError(
                f"There is no document {name!r} in {directory}. It has: {known}. "
                "`askwhy knowledge list` shows all."
            )
    return tuple(one for one in there if one.id in names or one.source in names)


Row = tuple[str, str, Mapping[str, Any]]  # id, text, metadata


def complete_rows(collection: Any) -> dict[str, list[Row]]:
    """Document -> its rows in reading order; without documents whose writing was cut off."""
    got = collection.get(include=["documents", "metadatas"])
    rows: dict[str, list[Row]] = {}
    for row_id, text, metadata in zip(got["ids"], got["documents"], got["metadatas"], strict=True):
        rows.setdefault(metadata["document"], []).append((row_id, text, metadata))
    for own in rows.values():
        own.sort(key=lambda row: row[2]["position"])
    return {document: own for document, own in rows.items() if own[0][2]["position"] == 0}


def rewrite(
    old: Sequence[Any], new: Any, encode: Callable[[Sequence[str]], Any], progress: Progress | None = None
) -> int:
    """Embeds the whole documents of the `old` collections anew into `new`; returns how many there are."""
    rows = {key: row for collection in old for key, row in complete_rows(collection).items()}
    for done, own in enumerate(rows[document] for document in sorted(rows)):
        if progress is not None:
            progress(done, len(rows), own[0][2]["source"])
        vectors = encode([to_embed(passage_of(text, metadata)) for _, text, metadata in own])
        for start in range(0, len(own), BATCH):
            part = own[start : start + BATCH]
            new.upsert(
                ids=[row_id for row_id, _, _ in part],
                documents=[text for _, text, _ in part],
                metadatas=[metadata for _, _, metadata in part],
                embeddings=vectors[start : start + BATCH],
            )
    return len(rows)


def outdated(collection: Any, entries: Sequence[Entry]) -> list[str]:
    """Documents that these files said before, or that have gone from the folder they were given with."""
    origins = sorted({entry.origin for entry in entries} - {""})
    folders = sorted({entry.folder for entry in entries} - {""})
    if not origins:
        return []
    same: list[dict[str, Any]] = [{"origin": {"$in": origins}}]
    if folders:
        same.append({"folder": {"$in": folders}})
    # Not only rows of position 0: what a killed writer left of a document that has changed since goes too.
    where = same[0] if len(same) == 1 else {"$or": same}
    got = collection.get(where=where, include=["metadatas"])
    return sorted({row["document"] for row in got["metadatas"]} - {entry.document for entry in entries})


def _row_id(entry: Entry, position: int) -> str:
    return f"{entry.document}-{position}"


def write(collection: Any, entry: Entry, passages: Sequence[Passage], rows: Any) -> None:
    """Writes the first passage last, so that where it is, all of the document is."""
    for end in range(len(passages), 0, -BATCH):
        span = range(max(0, end - BATCH), end)
        collection.upsert(
            ids=[_row_id(entry, position) for position in span],
            embeddings=rows[span.start : span.stop],
            documents=[passages[position].text for position in span],
            metadatas=[
                {
                    "id": passages[position].id,
                    "source": entry.source,
                    "place": passages[position].place,
                    "document": entry.document,
                    "position": position,
                    "origin": entry.origin,
                    "folder": entry.folder,
                    "learned": entry.learned,
                }
                for position in span
            ],
        )

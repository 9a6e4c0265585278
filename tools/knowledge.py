"""Knowledge: documents in, ranked citations out.

A store keeps each document's passages and their vectors, and knows a document again by its content: giving
the same file twice embeds nothing the second time.
"""

from __future__ import annotations

import os
import re
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from tools.documents import document_files
from tools.embedding import Embedder, default_embedder
from tools.errors import KnowledgeError, OptionError
from tools.stored_documents import Entry, file_entry, outdated, share, stored, text_entry, write
from tools.types import Passage
from tools.vector_store import DamagedStoreError, VectorStore

__all__ = ["KnowledgeStore", "default_directory"]

MOST_RESULTS = 200


def default_directory() -> Path:
    """ASKWHY_HOME if set, else the user's data directory of this system."""
    home = os.environ.get("ASKWHY_HOME", "").strip()
    if home:
        return Path(home).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("askwhy", appauthor=False))


class KnowledgeStore:
    """Passages of documents, searched by meaning. Nothing is opened or loaded before the first use.

    >>> with KnowledgeStore() as store:                                     # doctest: +SKIP
    ...     notes = store.add_path("notes/")
    ...     store.search("does coffee raise blood pressure?", sources=notes)

    The default directory is shared by all of a user's data sets, so hand `search` what the `add` methods
    returned: then a question is answered from the documents that were given for it.
    """

    def __init__(self, directory: str | Path | None = None, embedder: Embedder | None = None) -> None:
        self.directory = Path(directory) if directory is not None else default_directory()
        self._embedder = embedder
        self._shared: VectorStore | None = None
        self._added: dict[str, str] = {}  # document -> source, of this object
        self._starting = threading.Lock()

    # ------------------------------------------------------------ adding

    def add_text(self, text: str, source: str = "description") -> str:
        """Adds a text; returns its document id. Raises KnowledgeError."""
        return self._mended(lambda: self._add([text_entry(text, source)]))[0]

    def add_path(self, path: str | Path) -> tuple[str, ...]:
        """Adds a file, or every supported file below a directory; returns the document ids.

        A file that changed since it was last added replaces what it said before; a file that has gone from
        a directory is forgotten. A file of a directory that cannot be read is named in a warning. Raises
        KnowledgeError.
        """
        target = Path(path)
        if target.is_dir():
            return self._mended(lambda: self._add_folder(target))
        files = list(document_files(target))
        return self._mended(lambda: self._add(file_entry(file, source, None) for file, source in files))

    def _add_folder(self, path: Path) -> tuple[str, ...]:
        unread: list[str] = []
        documents = self._add(_readable(path, unread), unread)
        if unread:
            warnings.warn(f"Left out: {' '.join(unread)}", stacklevel=2)
        if not documents:
            raise KnowledgeError(f"No document in {path} can be read. {' '.join(unread[:3])}")
        return documents

    @staticmethod
    def _mended(add: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """Adds; if that shows that the database was damaged, adds to the empty one that takes its place."""
        try:
            return add()
        except DamagedStoreError as error:
            warnings.warn(str(error), stacklevel=3)
            return add()

    def _add(self, entries: Iterable[Entry], unread: list[str] | None = None) -> tuple[str, ...]:
        """Adds one document at a time; faults of documents go to `unread` if given, else they are raised."""
        done: list[Entry] = []
        for entry in entries:
            with self._reading() as collection:
                known = stored(collection, entry)
            if known is None:
                try:
                    passages = entry.passages()
                except KnowledgeError as error:
                    if unread is None:
                        raise
                    unread.append(str(error))
                    continue
                self._embed_and_write(entry, passages)
            elif known["origin"] not in ("", entry.origin):
                with self._writing() as collection:
                    share(collection, entry)
            done.append(replace(entry, contents=""))
            self._added[entry.document] = entry.source
        with self._reading() as collection:
            old = outdated(collection, done)
        if old:
            with self._writing() as collection:
                collection.delete(where={"document": {"$in": old}})
        return tuple(dict.fromkeys(entry.document for entry in done))

    def _embed_and_write(self, entry: Entry, passages: Sequence[Passage]) -> None:
        # Embedding is slow, so it happens before the lock is taken.
        rows = self.embedder.encode([_to_embed(passage) for passage in passages])
        with self._writing() as collection:
            write(collection, entry, passages, rows)

    # ------------------------------------------------------------ finding

    def search(
        self,
        query: str,
        k: int = 5,
        sources: Sequence[str] | None = None,
        must_mention: Sequence[str] = (),
    ) -> list[Passage]:
        """The `k` passages nearest in meaning to `query`, best first; `score` is the cosine, clipped to 0..1.

        `sources` limits the search to these documents: ids that the `add` methods returned, or source names
        (which mean this object's own documents where it has some of that name). None searches the whole
        store, an empty sequence nothing. Passages that mention a name of `must_mention` as a word come
        first, those with more of the names before the others. Raises KnowledgeError, OptionError.
        """
        if not 1 <= k <= MOST_RESULTS:
            raise OptionError(f"k is {k}. Ask for 1 to {MOST_RESULTS} passages.")
        if not query.strip() or (sources is not None and not sources):
            return []
        row = self.embedder.encode([query])
        names = [_storable(name) for name in dict.fromkeys(must_mention) if name.strip()]
        with self._reading() as collection:
            where = self._where(sources)
            found = _nearest(collection, row, k, where, None)
            for name in names:
                # Only the nearest of all passages were looked at so far: look among those that have the name.
                found |= _nearest(collection, row, MOST_RESULTS, where, name)

        def rank(passage: Passage) -> tuple[int, float, str]:
            return -sum(mentions(passage.text, name) for name in names), -passage.score, passage.id

        return _unrepeated(sorted(found.values(), key=rank))[:k]

    def passages(self, source: str) -> list[Passage]:
        """All passages of a document id or source name, in reading order."""
        with self._reading() as collection:
            got = collection.get(where=self._where([source]), include=["documents", "metadatas"])
        rows = zip(got["documents"], got["metadatas"], strict=True)
        ordered = sorted(rows, key=lambda row: (row[1]["document"], row[1]["position"]))
        return [_passage(text, metadata) for text, metadata in ordered]

    def _where(self, sources: Sequence[str] | None) -> dict[str, Any] | None:
        if sources is None:
            return None
        documents: set[str] = set()
        names: set[str] = set()
        for source in map(_storable, sources):
            own = {document for document, name in self._added.items() if name == source}
            documents |= own or {source}
            names |= set() if own else {source}
        by_document: dict[str, Any] = {"document": {"$in": sorted(documents)}}
        return {"$or": [by_document, {"source": {"$in": sorted(names)}}]} if names else by_document

    # ------------------------------------------------------------ life

    @property
    def embedder(self) -> Embedder:
        if self._embedder is None:
            self._embedder = default_embedder()
        return self._embedder

    def close(self) -> None:
        """Lets go of the database; the next use opens it again."""
        with self._starting:
            if self._shared is not None:
                self._shared.release()
            self._shared = None

    def __enter__(self) -> KnowledgeStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _reading(self) -> AbstractContextManager[Any]:
        return self._vectors().reading(self._collection())

    def _writing(self) -> AbstractContextManager[Any]:
        return self._vectors().writing(self._collection())

    def _vectors(self) -> VectorStore:
        with self._starting:
            if self._shared is None:
                self._shared = VectorStore.at(self.directory)
                # The encoder takes a second to load, the database too: load them side by side.
                load = getattr(self.embedder, "load_in_background", None)
                if load is not None:
                    load()
            return self._shared

    def _collection(self) -> str:
        """Vectors of different encoders cannot be compared, so each has a collection of its own."""
        name = re.sub(r"[^A-Za-z0-9]+", "-", self.embedder.name).strip("-")[:100]
        return f"passages-{name}-{self.embedder.dimension}"


def _readable(folder: Path, unread: list[str]) -> Iterator[Entry]:
    for file, source in document_files(folder):
        try:
            yield file_entry(file, source, folder)
        except KnowledgeError as error:
            unread.append(str(error))


def _storable(text: str) -> str:
    """Without half characters (lone surrogates), which Chroma refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _to_embed(passage: Passage) -> str:
    """What is embedded: the text under its last heading, which often names what the text is about."""
    if not passage.place.startswith("section "):
        return passage.text
    return f"{passage.place.removeprefix('section ').split(' > ')[-1]}: {passage.text}"


def _nearest(
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
                found[row_id] = replace(_passage(text, metadata), score=score)
    return found


def mentions(text: str, name: str) -> bool:
    """Does `text` have `name` as a word of its own, in capitals or not?"""
    before = r"(?<![A-Za-z0-9_])" if re.match(r"[A-Za-z0-9_]", name) else ""
    after = r"(?![A-Za-z0-9_])" if re.search(r"[A-Za-z0-9_]$", name) else ""
    return re.search(before + re.escape(name) + after, text, re.IGNORECASE) is not None


def _passage(text: str, metadata: Mapping[str, Any]) -> Passage:
    return Passage(metadata["id"], metadata["source"], metadata["place"], text)


def _unrepeated(passages: Iterable[Passage]) -> list[Passage]:
    """Without passages that an earlier one repeats word for word: two copies of a file are one source."""
    first: dict[str, Passage] = {}
    for passage in passages:
        first.setdefault(passage.text, passage)
    return list(first.values())

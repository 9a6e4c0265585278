"""Knowledge: documents in, ranked citations out.

A store keeps each document's passages and their vectors, and knows a document again by its content: giving
the same file twice embeds nothing the second time.
"""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from tools.errors import KnowledgeError, OptionError
from tools.home import default_directory
from tools.knowledge.documents import document_files
from tools.knowledge.search import (
    MOST_RESULTS,
    HybridSearch,
    Lookup,
    Ranking,
    mentions,
    narrowed,
    passage_of,
    to_embed,
)
from tools.knowledge.stored_documents import (
    Entry,
    Progress,
    StoredDocument,
    catalogue,
    file_entry,
    mark,
    named,
    outdated,
    rewrite,
    stored,
    text_entry,
    write,
)
from tools.knowledge.vector_store import DamagedStoreError, VectorStore
from tools.text.embedding import Embedder, default_embedder
from tools.types import Passage

__all__ = [
    "KnowledgeStore",
    "Lookup",
    "Ranking",
    "default_directory",
    "has_learned",
    "mark_learned",
    "mentions",
]

# ---------------- Where what was read is kept, and whether any of it is looked up for every question


_LEARNED = "learned"  # a file that is there as soon as something was learned


def has_learned(directory: Path) -> bool:
    """Was ever something learned there? Opens no database."""
    return (directory / _LEARNED).exists()


def mark_learned(directory: Path) -> None:
    """From now on something may have been learned there. Raises KnowledgeError."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / _LEARNED).touch()
    except OSError as error:
        raise KnowledgeError(
            f"{directory} cannot be written ({error.strerror or error}), so nothing can be learned. "
            "Set ASKWHY_HOME to a folder you may write to."
        ) from error


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
        self._search = HybridSearch()

    # ------------------------------------------------------------ adding

    def add_text(self, text: str, source: str = "description") -> str:
        """Adds a text; returns its document id. Raises KnowledgeError."""
        return self._mended(lambda: self._add([text_entry(text, source)]))[0]

    def add_path(
        self, path: str | Path, *, progress: Progress | None = None, learned: bool = False
    ) -> tuple[str, ...]:
        """Adds a file, or every supported file below a directory; returns the document ids.

        A file that changed since it was last added replaces what it said before; a file that has gone from
        a directory, or was renamed, is forgotten. A file of a directory that cannot be read is named in a
        warning. `progress` is called with (files done, files in all, name) before each file. `learned`
        documents are looked up for every question, not only where they are given. Each document is stored
        whole before the next is read, so that adding can be cut off at any point and done again. Raises
        KnowledgeError.
        """
        files = list(document_files(Path(path)))
        folder = Path(path) if Path(path).is_dir() else None
        if learned:
            mark_learned(self.directory)
        unread: list[str] = []

        def entries() -> Iterator[Entry]:
            for done, (file, source) in enumerate(files):
                if progress is not None:
                    progress(done, len(files), source)
                try:
                    yield replace(file_entry(file, source, folder), learned=learned)
                except KnowledgeError as error:
                    if folder is None:
                        raise
                    unread.append(str(error))

        def add() -> tuple[str, ...]:
            unread.clear()
            return self._add(entries(), unread if folder is not None else None)

        documents = self._mended(add)
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
            else:
                self._note(entry, known)
            done.append(replace(entry, contents=""))
            self._added[entry.document] = entry.source
        with self._reading() as collection:
            old = outdated(collection, done)
        if old:
            with self._writing() as collection:
                collection.delete(where={"document": {"$in": old}})
        return tuple(dict.fromkeys(entry.document for entry in done))

    def _note(self, entry: Entry, known: Mapping[str, Any]) -> None:
        """What a document that is already there comes to know of the file that brought it in again."""
        changes: dict[str, Any] = {}
        if known["origin"] not in ("", entry.origin):
            # A second file says the same: no change of one may forget it.
            changes |= {"origin": "", "folder": ""}
        if entry.learned and not known.get("learned"):
            changes |= {"learned": True}
        if changes:
            with self._writing() as collection:
                mark(collection, entry.document, changes)

    def _embed_and_write(self, entry: Entry, passages: Sequence[Passage]) -> None:
        # Embedding is slow, so it happens before the lock is taken.
        rows = self.embedder.encode([to_embed(passage) for passage in passages])
        with self._writing() as collection:
            write(collection, entry, passages, rows)

    # ------------------------------------------------------------ finding

    def search(
        self,
        query: str,
        k: int = 5,
        sources: Sequence[str] | None = None,
        must_mention: Sequence[str] = (),
        ranking: Ranking = "both",
    ) -> list[Passage]:
        """The `k` passages that answer `query` best, best first; `score` is the cosine, clipped to 0..1.

        They are ranked by meaning (vectors) and by words (BM25), and the two rankings fused, unless `ranking`
        names one of them.

        `sources` limits the search to these documents: ids that the `add` methods returned, or source names
        (which mean this object's own documents where it has some of that name). None searches the whole
        store, an empty sequence nothing. Passages that mention a name of `must_mention` as a word come
        first, those with more of the names before the others. Raises KnowledgeError, OptionError.
        """
        return self.search_many([Lookup(query, tuple(must_mention))], k, sources, ranking)[0]

    def search_many(
        self,
        lookups: Sequence[Lookup],
        k: int = 5,
        sources: Sequence[str] | None = None,
        ranking: Ranking = "both",
    ) -> list[list[Passage]]:
        """The same for each lookup; all queries are embedded at once, and each name is looked for once."""
        if not 1 <= k <= MOST_RESULTS:
            raise OptionError(f"k is {k}. Ask for 1 to {MOST_RESULTS} passages.")
        results: list[list[Passage]] = [[] for _ in lookups]
        asked = [place for place, lookup in enumerate(lookups) if lookup.query.strip()]
        if not asked or (sources is not None and not sources):
            return results
        wanted = [lookups[place] for place in asked]
        vectors = self.embedder.encode([lookup.query for lookup in wanted])
        with self._reading() as collection:
            where = narrowed(sources, self._added)
            generation = self._vectors().generation
            found = self._search.find(collection, generation, wanted, vectors, k, where, ranking)
        for place, passages in zip(asked, found, strict=True):
            results[place] = passages
        return results

    def passages(self, source: str) -> list[Passage]:
        """All passages of a document id or source name, in reading order."""
        with self._reading() as collection:
            got = collection.get(where=narrowed([source], self._added), include=["documents", "metadatas"])
        rows = zip(got["documents"], got["metadatas"], strict=True)
        ordered = sorted(rows, key=lambda row: (row[1]["document"], row[1]["position"]))
        return [passage_of(text, metadata) for text, metadata in ordered]

    def count(self, sources: Sequence[str]) -> int:
        """How many passages the documents with these ids or source names have."""
        with self._reading() as collection:
            return len(collection.get(where=narrowed(sources, self._added), include=[])["ids"])

    # ------------------------------------------------------------ what is there

    def documents(self) -> tuple[StoredDocument, ...]:
        """The documents that are there, by name."""
        with self._reading() as collection:
            return catalogue(collection)

    def learned(self) -> tuple[str, ...]:
        """Ids of the documents that are looked up for every question; opens nothing if there are none."""
        if not has_learned(self.directory):
            return ()
        return tuple(document.id for document in self.documents() if document.learned)

    def forget(self, names: Sequence[str]) -> tuple[StoredDocument, ...]:
        """Takes documents out, by id or by source name; returns them. KnowledgeError for an unknown name."""
        gone = named(self.documents(), names, self.directory)
        if gone:
            with self._writing() as collection:
                collection.delete(where={"document": {"$in": [document.id for document in gone]}})
        return gone

    def rebuild(self, progress: Progress | None = None) -> int:
        """Writes the index anew from the stored passages; returns how many documents there are.

        Also takes in what was stored with another encoder, and drops what a killed process left unfinished.
        The old index stays until the new one is whole. Raises KnowledgeError.
        """
        count = 0

        def fill(old: Sequence[Any], new: Any) -> None:
            nonlocal count
            count = rewrite(old, new, self.embedder.encode, progress)

        self._vectors().rewrite(self._collection(), fill)
        return count

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

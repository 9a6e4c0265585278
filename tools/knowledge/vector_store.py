"""The embedded Chroma database: opening, locking, noticing other writers, and mending.

Chroma's embedded client loses passages without an error in three cases (measured on 1.5.9): two processes
write at once, one writes after another wrote while it was open, a reader stays open. So there is one writer
at a time, behind a file lock, and everybody opens the database again when its generation (a token that every
writer changes) is not the one they opened.
"""

from __future__ import annotations

import os
import secrets
import shutil
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from tools.errors import KnowledgeError
from tools.text.embedding import no_garbage_collection

__all__ = ["LOCK_SECONDS", "DamagedStoreError", "VectorStore"]

LOCK_SECONDS = 60.0  # how long a writer waits for another one; embedding 10,000 passages takes about 25 s

# Cosine distance; the graph settings bring recall on hard vectors from 0.85 to 1.0.
_INDEX = {"hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 400}}

_FRESH = "-fresh"  # ends the name of a collection that is still being written

_DAMAGE = (
    "not a database",
    "malformed",
    "hnsw",
    "finding id",
    "no such table",
    "no such column",
    "migration",
)


class DamagedStoreError(KnowledgeError):
    """The database was damaged and has been set aside: the next try begins with an empty one."""


class VectorStore:
    """The database in `directory`, or one in memory where that cannot be written. Get it from `at`.

    All users of a directory in one process share one of these, because Chroma shares its index among them
    too. Safe to use from any thread; any number of processes may have one on the same directory.
    """

    _shared: ClassVar[dict[Path, VectorStore]] = {}
    _sharing: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.in_memory = False
        self._users = 0
        self._thread_lock = threading.RLock()
        self._client: Any = None
        self._collections: dict[str, Any] = {}
        self._generation = ""
        self._memory = ""  # ends the names of collections in memory

    @classmethod
    def at(cls, directory: Path) -> VectorStore:
        """The store of this process for `directory`; hand it back with `release`. Opens nothing yet."""
        with cls._sharing:
            store = cls._shared.setdefault(directory.absolute(), cls(directory.absolute()))
            store._users += 1
            return store

    def release(self) -> None:
        """Gives up what `at` gave; the last one out closes the database."""
        with self._sharing:
            self._users -= 1
            if self._users > 0:
                return
            self._shared.pop(self.directory, None)
        with self._thread_lock:
            self._close()

    @property
    def generation(self) -> str:
        """Changes whenever somebody writes; what was made of an older one is out of date."""
        return self._memory + self._generation

    @contextmanager
    def reading(self, collection: str) -> Iterator[Any]:
        """The Chroma collection as the last writer left it. Raises KnowledgeError."""
        with self._thread_lock, self._faults():
            if self._client is None:
                self._open()
            elif self._is_stale():
                self._open_on_disk()
            yield self._get(collection)

    @contextmanager
    def writing(self, collection: str) -> Iterator[Any]:
        """The same, with other writers kept out. Raises KnowledgeError, also if that takes too long."""
        with self._thread_lock, self._faults():
            if self._client is None:
                self._open()
            if self.in_memory:
                yield self._get(collection)
                self._generation = secrets.token_hex(8)
                return
            with self._only_writer():
                if self._is_stale():
                    self._open_on_disk()
                # Before as well as after: who is killed half-way must not leave others with an old index.
                self._begin_generation()
                try:
                    yield self._get(collection)
                finally:  # also after a failure: part of it may have been written
                    self._begin_generation()

    def rewrite(self, collection: str, fill: Callable[[list[Any], Any], None]) -> None:
        """Lets `fill(all collections, new one)` write a new collection, which then takes the place of all.

        Until it is whole nothing is taken away, so that a process that is killed here loses nothing.
        """
        with self.writing(collection) as old:
            ours = [
                one
                for one in self._client.list_collections()
                if one.name.removesuffix(_FRESH).endswith(self._memory)
            ]
            old_ones = [one for one in ours if not one.name.endswith(_FRESH)]
            name = old.name
            if any(one.name == name + _FRESH for one in ours):
                self._client.delete_collection(name + _FRESH)  # a killed process left it
            fresh = self._create(name + _FRESH)
            fill(old_ones, fresh)
            for one in old_ones:
                self._client.delete_collection(one.name)
            fresh.modify(name=name)
            self._collections = {}

    # ------------------------------------------------------------ opening

    def _open(self) -> None:
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            with self._only_writer():  # two processes that create the database at once break it
                try:
                    self._open_on_disk()
                except Exception as error:
                    if not _is_damage(error):
                        raise
                    kept = self._set_aside()
                    warnings.warn(
                        f"The knowledge store in {self.directory} was damaged ({error}). It was set aside "
                        f"as {kept.name} and begun anew; documents are read again when they are next given.",
                        stacklevel=2,
                    )
                    self._open_on_disk()
        except OSError as error:
            warnings.warn(
                f"The knowledge store {self.directory} cannot be written ({error.strerror or error}): "
                "documents are kept in memory and read again next time. Set ASKWHY_HOME to a folder you may "
                "write to.",
                stacklevel=2,
            )
            self._open_in_memory()

    def _open_on_disk(self) -> None:
        """Opens the database, again if it is open: an open index does not see what others have written."""
        chromadb = _chromadb()
        self._close()
        self._generation = self._written_generation()
        path = self.directory / "chroma"
        path.mkdir(exist_ok=True)
        _probe(path)
        try:
            self._client = chromadb.PersistentClient(path=str(path), settings=_settings())
        except Exception as error:
            _forget_failed_client(str(path))
            if isinstance(error, ValueError):  # how Chroma reports, for one, a database that others keep busy
                raise KnowledgeError(
                    f"The knowledge store in {self.directory} cannot be opened ({error}). Try again; if it "
                    "fails again, delete that folder: documents are read again when they are next given."
                ) from error
            raise

    def _open_in_memory(self) -> None:
        chromadb = _chromadb()
        self._close()
        self.in_memory = True
        # All in-memory clients of a process see one database, so the collections' names keep this one apart.
        self._client = chromadb.EphemeralClient(settings=_settings())
        self._memory = f"-{secrets.token_hex(8)}"

    def _get(self, collection: str) -> Any:
        if collection not in self._collections:
            name = collection + self._memory
            there = {one.name for one in self._client.list_collections()}
            if name not in there and name + _FRESH in there:  # killed between taking away and renaming
                self._client.get_collection(name + _FRESH).modify(name=name)
            self._collections[collection] = self._create(name)
        return self._collections[collection]

    def _create(self, name: str) -> Any:
        return self._client.get_or_create_collection(name, embedding_function=None, configuration=_INDEX)

    def _close(self) -> None:
        if self._client is not None:
            if self.in_memory:
                for collection in self._collections.values():
                    self._client.delete_collection(collection.name)
            self._client.close()
        self._client, self._collections, self.in_memory, self._memory = None, {}, False, ""

    # ------------------------------------------------------------ other processes

    @contextmanager
    def _only_writer(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        lock = FileLock(self.directory / "writer.lock", timeout=LOCK_SECONDS)
        try:
            lock.acquire()
        except Timeout as error:
            raise KnowledgeError(
                f"Another process has been writing to {self.directory} for {LOCK_SECONDS:.0f} seconds. "
                "Wait for it and try again, or set ASKWHY_HOME to another folder."
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _begin_generation(self) -> None:
        self._generation = secrets.token_hex(8)
        _replace(self.directory / "generation", self._generation)

    def _is_stale(self) -> bool:
        return not self.in_memory and self._generation != self._written_generation()

    def _written_generation(self) -> str:
        try:
            return (self.directory / "generation").read_text(encoding="ascii")
        except FileNotFoundError:
            return ""

    # ------------------------------------------------------------ faults

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Chroma's errors as ours; a damaged database is set aside, so that the next try begins anew."""
        try:
            yield
        except Exception as error:
            if not _from_chroma(error):
                raise
            if self.in_memory or not _is_damage(error):
                raise KnowledgeError(
                    f"The knowledge store in {self.directory} failed ({error}). Try again; if it fails "
                    "again, delete that folder: documents are read again when they are next given."
                ) from error
            with self._only_writer():
                self._close()
                kept = self._set_aside()
            raise DamagedStoreError(
                f"The knowledge store in {self.directory} was damaged ({error}). It was set aside as "
                f"{kept.name}. Try again: documents are read again when they are next given."
            ) from error

    def _set_aside(self) -> Path:
        """Moves the database away, keeping only the latest damaged one."""
        kept = self.directory / "chroma-damaged"
        shutil.rmtree(kept, ignore_errors=True)
        (self.directory / "chroma").rename(kept)
        _replace(self.directory / "generation", secrets.token_hex(8))
        return kept


def _chromadb() -> Any:
    with no_garbage_collection():
        import chromadb
    return chromadb


def _forget_failed_client(path: str) -> None:
    """Chroma keeps a client that failed to open, and gives it to the next who asks for the same path."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient._identifier_to_system.pop(path, None)


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _probe(path: Path) -> None:
    """Raises OSError where files cannot be made; Chroma itself would report that as a broken database."""
    probe = path / f"probe-{secrets.token_hex(4)}"
    probe.touch()
    probe.unlink()
    database = path / "chroma.sqlite3"
    if database.exists():
        with database.open("r+b"):
            pass


def _replace(path: Path, text: str) -> None:
    """Writes the whole file or nothing."""
    fresh = path.with_name(f"{path.name}-{secrets.token_hex(4)}")
    fresh.write_text(text, encoding="ascii")
    os.replace(fresh, path)


def _from_chroma(error: BaseException) -> bool:
    return type(error).__module__.split(".")[0] in ("chromadb", "chromadb_rust_bindings")


def _is_damage(error: BaseException) -> bool:
    return _from_chroma(error) and any(sign in str(error).lower() for sign in _DAMAGE)

"""What was written about one table: its description, its knowledge, and what was learned before."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tools.errors import KnowledgeError

if TYPE_CHECKING:
    from tools.knowledge.search import Lookup
    from tools.knowledge.store import KnowledgeStore
    from tools.types import Passage

__all__ = ["Documents", "Paths"]

# ---------------- The text that came with the data: given in words, or as a file


@dataclass(frozen=True)
class Description:
    """What the columns mean and how the data came about."""

    text: str = ""
    path: Path | None = None  # the file it was read from

    def __bool__(self) -> bool:
        return bool(self.text.strip())


def read_description(given: str | os.PathLike[str] | None) -> Description:
    """Text as it is, a file's text by its kind (Markdown, text, HTML, PDF, CSV).

    Raises `KnowledgeError` for a folder, a file that is not there or one that cannot be read.
    """
    if given is None:
        return Description()
    from tools.knowledge.documents import TABLES, TEXT, decode, looks_like_path, read_document

    if isinstance(given, str) and not looks_like_path(given):
        return Description(given)
    path = Path(given)
    if path.is_dir():
        raise KnowledgeError(f"description={str(path)!r} is a folder. Give one file, or knowledge=[...].")
    if not path.exists():
        raise KnowledgeError(f"The description {str(path)!r} does not exist. Check the path.")
    document = read_document(path)
    if document.suffix in TEXT | TABLES:
        return Description(decode(document.content, document.source), path)
    return Description("\n\n".join(passage.text for passage in document.passages()), path)


Paths = Iterable[str | os.PathLike[str]] | str | os.PathLike[str]


class Documents:
    """The documents that may be cited for one table; read and embedded when first needed.

    False where there are none, so that nothing is opened for a table that came alone.
    """

    def __init__(self, description: Description, knowledge: Paths) -> None:
        self._description = description
        self._knowledge = [knowledge] if isinstance(knowledge, str | os.PathLike) else list(knowledge)

    def __bool__(self) -> bool:
        return bool(self._description or self._knowledge or self.store.learned())

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Their ids in the knowledge store. Raises `KnowledgeError` for one that cannot be read."""
        added: list[str] = []
        if self._description.path is not None:
            added.extend(self.store.add_path(self._description.path))
        elif self._description:
            added.append(self.store.add_text(self._description.text))
        for path in self._knowledge:
            added.extend(self.store.add_path(os.fspath(path)))
        return tuple(dict.fromkeys((*added, *self.store.learned())))

    @cached_property
    def size(self) -> tuple[int, int]:
        """How many documents may be cited, and how many passages they have; (0, 0) opens nothing."""
        return (len(self.ids), self.store.count(self.ids)) if self else (0, 0)

    def search(self, query: str, k: int = 5) -> list[Passage]:
        """The `k` passages nearest to `query`."""
        return self.store.search(query, k, sources=self.ids)

    def about(self, lookups: Sequence[Lookup]) -> list[list[Passage]]:
        """For each lookup the passages that mention it; none where there are no documents."""
        from assistant.graphs.passages import mentioning

        if not self:
            return [[] for _ in lookups]
        found = self.store.search_many(lookups, 3, sources=self.ids)
        return [mentioning(passages, lookup) for passages, lookup in zip(found, lookups, strict=True)]

    @cached_property
    def store(self) -> KnowledgeStore:
        """Where they are kept, in the user data directory."""
        from tools.knowledge.store import KnowledgeStore

        return KnowledgeStore()

"""What was written about one table: its description, its knowledge, and what was learned before."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.description import Description
    from tools.knowledge import KnowledgeStore
    from tools.retrieval import Lookup
    from tools.types import Passage

__all__ = ["Documents", "Paths"]

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
        from assistant.passages import mentioning

        if not self:
            return [[] for _ in lookups]
        found = self.store.search_many(lookups, 3, sources=self.ids)
        return [mentioning(passages, lookup) for passages, lookup in zip(found, lookups, strict=True)]

    @cached_property
    def store(self) -> KnowledgeStore:
        """Where they are kept, in the user data directory."""
        from tools.knowledge import KnowledgeStore

        return KnowledgeStore()

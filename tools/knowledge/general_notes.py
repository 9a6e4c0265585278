"""The general causal notes that come with AskWhy (`tools/notes/*.md`), by field; or the user's instead.

They are general knowledge in our own words, not evidence about the table at hand: they may be quoted beside
an arrow, and never decide what is adjusted for.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.resources import files
from pathlib import Path

from tools.knowledge.documents import passages_from_path, passages_from_text
from tools.types import Passage

__all__ = ["SOURCE", "general_notes"]

SOURCE = "general knowledge"  # begins the source name of each of these passages


def general_notes(folder: str | os.PathLike[str] | None = None) -> tuple[Passage, ...]:
    """One passage a note; of `folder` (documents of any kind) if given. Raises KnowledgeError."""
    if folder is None:
        return _built_in()
    return tuple(
        Passage(passage.id, f"{SOURCE}: {passage.source}", passage.place, passage.text)
        for passage in passages_from_path(Path(folder))
    )


@cache
def _built_in() -> tuple[Passage, ...]:
    found: list[Passage] = []
    for file in sorted(files("tools.knowledge").joinpath("notes").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".md"):
            title, *notes = [line for line in file.read_text(encoding="utf-8").splitlines() if line]
            source = f"{SOURCE}: {title.removeprefix('# ')}"
            found += [one for note in notes for one in passages_from_text(note.removeprefix("- "), source)]
    return tuple(found)

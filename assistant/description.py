"""The text that came with the data: given in words, or as a file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from tools.errors import KnowledgeError


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
    from tools.documents import TABLES, TEXT, decode, looks_like_path, read_document

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

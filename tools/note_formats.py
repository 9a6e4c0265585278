"""Jupyter notebooks and BibTeX libraries to pieces."""

from __future__ import annotations

import json
import re
from typing import Any

from tools.errors import KnowledgeError
from tools.office_formats import within
from tools.passages import Piece, cut

__all__ = ["bibtex_pieces", "notebook_pieces"]


def notebook_pieces(text: str, source: str) -> list[Piece]:
    """The prose cells, and the comments of code cells; neither code nor output is a document's word."""
    try:
        cells = json.loads(text)["cells"]
        kinds_and_texts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise KnowledgeError(
            f"{source} is not a notebook of version 4 ({error}). Open it in Jupyter and save it again."
        ) from error
    pieces: list[Piece] = []
    section = ""
    for number, (kind, written) in enumerate(kinds_and_texts, 1):
        prose = _comments(written) if kind == "code" else written
        own = cut(f"{section}\n\n{prose}" if section else prose, place=f"cell {number}")
        headings = re.findall(r"(?m)^#{1,6}[ \t]+\S.*$", written) if kind == "markdown" else []
        if section and not headings:
            own = [piece for piece in own if f"# {piece.text}" != section]  # the heading was another cell's
        pieces += within(f"cell {number}", own)
        section = f"# {headings[-1].lstrip('#').strip()}" if headings else section
    return pieces


def _comments(code: str) -> str:
    return "\n".join(re.findall(r"(?m)^\s*#(?!!)\s?(.*)$", code))


def bibtex_pieces(text: str, source: str) -> list[Piece]:
    """Titles and abstracts under "author (year)". Raises KnowledgeError: no reader, or no entry."""
    try:
        from bibtexparser.entrypoint import parse_string
        from bibtexparser.middlewares import LatexDecodingMiddleware
    except ModuleNotFoundError as missing:
        raise KnowledgeError(
            f'{source} needs a reader that is not installed. pip install "askwhy[documents]"'
        ) from missing
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    if not library.entries:
        raise KnowledgeError(f"{source} has no BibTeX entry. Export the library again as BibTeX.")
    pieces: list[Piece] = []
    for entry in library.entries:
        fields = {key.lower(): _flat(field.value) for key, field in entry.fields_dict.items()}
        who = f"{_first_author(fields.get('author', ''))} ({fields.get('year', 'no year')})".strip()
        told = [fields.get(name, "") for name in ("title", "abstract", "annote", "note")]
        prose = ". ".join(part.rstrip(".") for part in told if part)
        pieces += within(f"entry {entry.key}", cut(f"# {who}\n\n{prose}.", place=f"entry {entry.key}"))
    return pieces


def _flat(value: Any) -> str:
    return " ".join(str(value).replace("{", "").replace("}", "").split())


def _first_author(authors: str) -> str:
    names = [name for name in authors.split(" and ") if name]
    first = names[0].split(",")[0] if names else "no author"
    return f"{first} et al." if len(names) > 1 else first

"""Word, PowerPoint and Excel files to pieces, through the libraries that are kept for each.

Their headings, slides and sheets become the pieces' places. Macros, links and embedded objects are left
alone. The libraries are imported where they are used: pip install "askwhy[documents]".
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from tools.document_formats import STUMBLES, table_pieces
from tools.errors import KnowledgeError
from tools.passages import Piece, cut

__all__ = ["OFFICE", "office_pieces"]

OFFICE = frozenset({".docx", ".pptx", ".xlsx"})
LARGEST_UNPACKED = 500 * 1024 * 1024  # bytes; a file that unpacks to more is broken or hostile
MOST_SHEET_ROWS = 2_000  # a codebook is shorter; a longer sheet is data, and no document


def office_pieces(content: bytes, suffix: str, source: str) -> list[Piece]:
    """Pieces in reading order. Raises KnowledgeError: library missing, file broken, or too large unpacked."""
    read = {".docx": _word, ".pptx": _slides, ".xlsx": _sheets}[suffix]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
                raise KnowledgeError(f"{source} unpacks to more than 500 MB. Save the text alone.")
        return read(content)
    except KnowledgeError:
        raise
    except ModuleNotFoundError as missing:
        raise KnowledgeError(
            f'{source} needs a reader that is not installed. pip install "askwhy[documents]"'
        ) from missing
    # On broken files these libraries raise whatever Python does where they stumble.
    except (zipfile.BadZipFile, SyntaxError, *STUMBLES) as error:
        raise KnowledgeError(
            f"{source} is not a {suffix} file that can be read ({error}). Save it again, or as PDF."
        ) from error


# ---------------------------------------------------------------- Word


def _word(content: bytes) -> list[Piece]:
    from docx import Document
    from docx.table import Table

    lines: list[str] = []
    for block in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            lines += ["", *_markdown_table([cell.text for cell in row.cells] for row in block.rows), ""]
        else:
            lines += _paragraph(block)
    return cut("\n".join(lines), place="document")


def _paragraph(paragraph: Any) -> list[str]:
    text = " ".join(paragraph.text.split())
    style = paragraph.style.name if paragraph.style is not None else ""
    heading = re.fullmatch(r"(?:Heading|heading|标题) ?(\d)", style or "")
    if not text:
        return [""]
    if heading or style == "Title":
        level = int(heading[1]) if heading else 1
        return ["", f"{'#' * min(level, 6)} {text}", ""]
    if (style or "").startswith("List"):
        return [f"- {text}"]
    return ["", text, ""]


def _markdown_table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield "| " + " | ".join(" ".join(cell.split()).replace("|", "/") for cell in row) + " |"
        if number == 0:
            yield "|" + " --- |" * len(row)


# ---------------------------------------------------------------- PowerPoint


def _slides(content: bytes) -> list[Piece]:
    from pptx import Presentation

    pieces: list[Piece] = []
    for number, slide in enumerate(Presentation(io.BytesIO(content)).slides, 1):
        title = slide.shapes.title
        lines = [f"# {' '.join(title.text_frame.text.split())}", ""] if title is not None else []
        for shape in slide.shapes:
            if title is not None and shape.shape_id == title.shape_id:
                continue
            if shape.has_text_frame:
                lines += [*(paragraph.text for paragraph in shape.text_frame.paragraphs), ""]
            if getattr(shape, "has_table", False) and shape.has_table:
                lines += [*_markdown_table([cell.text for cell in row.cells] for row in shape.table.rows), ""]
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            lines += ["", slide.notes_slide.notes_text_frame.text]
        pieces += within(f"slide {number}", cut("\n".join(lines), place=f"slide {number}"))
    return pieces


def within(place: str, pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces of a slide, page or cell: it stands before the section in their place."""
    return [
        piece if piece.place == place else replace(piece, place=f"{place}, {piece.place}") for piece in pieces
    ]


# ---------------------------------------------------------------- Excel


def _sheets(content: bytes) -> list[Piece]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    pieces: list[Piece] = []
    for sheet in book.worksheets:
        rows = [
            ["" if cell is None else str(cell).strip() for cell in row]
            for row in sheet.iter_rows(max_row=MOST_SHEET_ROWS, values_only=True)
        ]
        pieces += within(f"sheet {sheet.title}", table_pieces(rows))
    book.close()
    return pieces

"""Word, PowerPoint and Excel files to pieces, through the libraries that are kept for each.

Their headings, slides and sheets become the pieces' places. Macros, links and embedded objects are left
alone. The libraries are imported where they are used: pip install "askwhy[documents]".
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from tools.errors import KnowledgeError
from tools.knowledge.passages import Piece, cut

__all__ = [
    "OFFICE",
    "STUMBLES",
    "bibtex_pieces",
    "csv_pieces",
    "html_pieces",
    "notebook_pieces",
    "office_pieces",
    "pdf_pieces",
    "table_pieces",
]

# ---------------- HTML, PDF and CSV to pieces of text. Parsers are imported where they are used


MOST_PAGES = 2_000
LONGEST_PAGE = 200_000  # characters; a page that unpacks to more is broken or hostile


# ---------------------------------------------------------------- HTML

_DROPPED = ("script", "style", "noscript", "template", "svg", "iframe", "object", "head", "nav")
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "header", "hr", "html", "li", "main", "ol", "p", "pre"}
    | {"section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)


def html_pieces(text: str) -> list[Piece]:
    """The visible text under its headings; nothing is run or fetched, scripts and styles are dropped."""
    return cut(_as_markdown(text), place="page")


def _as_markdown(text: str) -> str:
    from bs4 import BeautifulSoup, Comment

    soup = BeautifulSoup(text, "html.parser")  # pure Python: no DTD, no entity of its own, no network
    for tag in soup(_DROPPED):
        tag.decompose()
    for comment in soup.find_all(string=lambda found: isinstance(found, Comment)):
        comment.extract()
    lines: list[str] = []
    _write(soup, lines)
    return re.sub(r"\n{3,}", "\n\n", "".join(lines))


def _write(node: Any, lines: list[str]) -> None:
    """Walks with a stack of its own: a page nested ten thousand deep must not exhaust Python's."""
    from bs4.element import NavigableString, PreformattedString, Tag

    stack: list[Any] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, str) and not isinstance(item, NavigableString):
            lines.append(item)
        elif isinstance(item, PreformattedString):
            continue  # doctype, CDATA, processing instruction
        elif isinstance(item, NavigableString):
            lines.append(re.sub(r"\s+", " ", item))
        elif isinstance(item, Tag):
            before, after = _marks(item)
            if item.name == "tr":
                stack.append(_row(item))
                continue
            stack.append(after)
            stack.extend(reversed(item.contents))
            stack.append(before)


def _marks(tag: Any) -> tuple[str, str]:
    if re.fullmatch("h[1-6]", tag.name):
        return f"\n\n{'#' * int(tag.name[1])} ", "\n\n"
    if tag.name == "li":
        return "\n- ", "\n"
    if tag.name == "dt":
        return "\n", ""
    if tag.name == "dd":
        return ": ", "\n"
    if tag.name == "br":
        return "\n", ""
    return ("\n\n", "\n\n") if tag.name in _BLOCKS else ("", "")


def _row(row: Any) -> str:
    cells = [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["td", "th"])]
    if len(cells) == 2 and all(cells) and not row.find("th"):
        return f"\n{cells[0]}: {cells[1]}\n"
    return f"\n{' | '.join(cells)}\n"


# ---------------------------------------------------------------- PDF


# On broken files pypdf and others raise whatever Python does where it stumbles, besides its own errors.
STUMBLES = (
    *(ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError),
    *(OSError, RecursionError, NotImplementedError, ImportError, MemoryError),
)


def pdf_pieces(content: bytes, source: str) -> list[Piece]:
    """The text of each page. Raises KnowledgeError: encrypted, broken, too many pages, or no text at all."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise KnowledgeError(f"{source} is encrypted. Save a copy without a password and give that.")
        if len(reader.pages) > MOST_PAGES:
            raise KnowledgeError(
                f"{source} has {len(reader.pages)} pages; at most {MOST_PAGES} are read. "
                "Give the chapters that matter."
            )
        pages = [page.extract_text()[:LONGEST_PAGE] for page in reader.pages]
        headings = _bookmarks(reader)
    except KnowledgeError:
        raise
    except (PyPdfError, *STUMBLES) as error:
        raise KnowledgeError(f"{source} is not a PDF that can be read ({error}). Export it again.") from error
    if not any(page.strip() for page in pages):
        raise KnowledgeError(
            f"{source} has {len(pages)} pages but no text: it looks scanned. Run OCR on it first."
        )
    pieces: list[Piece] = []
    section = ""
    for number, page in enumerate(pages, 1):
        titles = headings.get(number, [])
        pieces += _page_pieces(page, number, section, titles)
        section = titles[-1] if titles else section
    return pieces


def _bookmarks(reader: Any) -> dict[int, list[str]]:
    """Page -> the titles that the PDF's outline has on it, in order; a page's text does not tell headings."""
    found: dict[int, list[str]] = {}
    open_items = list(reader.outline)[::-1]
    while open_items and len(found) < MOST_PAGES:
        item = open_items.pop()
        if isinstance(item, list):
            open_items += item[::-1]
        elif (page := reader.get_destination_page_number(item)) is not None and str(item.title).strip():
            found.setdefault(page + 1, []).append(" ".join(str(item.title).split())[:100])
    return found


def _page_pieces(text: str, number: int, section: str, titles: list[str]) -> list[Piece]:
    joined = re.sub(r"(?<=\w)-\n(?=[a-z])", "", text)  # a word broken at the end of a line
    waiting = {title.casefold(): title for title in titles}
    pieces: list[Piece] = []
    block: list[str] = []

    def close() -> None:
        where = f"page {number}, section {section}" if section else f"page {number}"
        pieces.extend(Piece(where, piece.text) for piece in cut("\n".join(block), place=f"page {number}"))
        block.clear()

    for line in joined.splitlines():
        title = waiting.pop(" ".join(line.split()).casefold(), None)
        if title is not None:
            close()
            section = title
        else:
            block.append(line)
    close()
    return pieces


# ---------------------------------------------------------------- CSV


def csv_pieces(text: str) -> list[Piece]:
    """A table of variable meanings as one "name: meaning" piece a row.

    Two columns make "name: meaning"; with more, the further cells follow as "heading: cell".
    """
    return table_pieces(
        [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), _dialect(text))]
    )


def table_pieces(rows: list[list[str]]) -> list[Piece]:
    """The same of rows that were read already; places are "row 3"."""
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    if not filled:
        return []
    head = filled[0][1] if _is_head(filled[0][1]) else None
    pieces = []
    for number, row in filled[1:] if head and len(filled) > 1 else filled:
        pieces += cut(_row_text(row, head), place=f"row {number}")
    return pieces


def _dialect(text: str) -> type[csv.Dialect] | csv.Dialect:
    csv.field_size_limit(1_000_000)
    try:
        return csv.Sniffer().sniff(text[:10_000], delimiters=",;\t|")
    except csv.Error:
        return csv.excel_tab if "\t" in text[:10_000] else csv.excel


def _is_head(row: list[str]) -> bool:
    first = row[0].casefold()
    return bool(re.match(r"(variable|column|field|feature|name|code|item|变量|字段|列名|名称)", first))


def _row_text(row: list[str], head: list[str] | None) -> str:
    cells = [" ".join(cell.split()) for cell in row]
    if len(cells) == 1:
        return cells[0]
    extra = []
    for position, cell in enumerate(cells[2:], 2):
        title = head[position] if head and position < len(head) else ""
        if cell:
            extra.append(f"{title}: {cell}" if title else cell)
    return "; ".join([f"{cells[0]}: {cells[1]}".strip(": "), *extra])


# ---------------- Jupyter notebooks and BibTeX libraries to pieces


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

"""Documents to passages: Markdown, text, HTML, PDF, office files, notebooks, BibTeX, tables of meanings.

Documents come from outside. Nothing in them is run, fetched or followed; what cannot be read is a
`KnowledgeError` that says which file and why.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from tools.errors import KnowledgeError
from tools.knowledge.formats import (
    OFFICE,
    bibtex_pieces,
    csv_pieces,
    html_pieces,
    notebook_pieces,
    office_pieces,
    pdf_pieces,
)
from tools.knowledge.passages import Piece, cut, to_passages
from tools.types import Passage

__all__ = [
    "LARGEST_DOCUMENT",
    "SOURCE",
    "SUFFIXES",
    "Document",
    "decode",
    "document_files",
    "general_notes",
    "passages_from_path",
    "passages_from_text",
    "read_document",
    "read_passages",
]


LARGEST_DOCUMENT = 50 * 1024 * 1024  # bytes

TEXT = frozenset({".md", ".markdown", ".txt", ".text", ".rst", ".org", ""})
HTML = frozenset({".html", ".htm", ".xhtml"})
TABLES = frozenset({".csv", ".tsv", ".tab"})
SUFFIXES = frozenset({*TEXT, *HTML, *TABLES, *OFFICE, ".pdf", ".ipynb", ".bib"})


@dataclass(frozen=True)
class Document:
    """A file's bytes, read once, under the name that its citations will carry."""

    source: str  # file name, or the path below the directory that was given
    suffix: str  # lower case, with the dot
    content: bytes

    def passages(self) -> list[Passage]:
        """The passages in reading order. Raises KnowledgeError where the file cannot be read as its kind."""
        return to_passages(self._pieces(), self.source)

    def _pieces(self) -> list[Piece]:
        if self.suffix == ".pdf" or self.content.startswith(b"%PDF-"):
            return pdf_pieces(self.content, self.source)
        if self.suffix in OFFICE:
            return office_pieces(self.content, self.suffix, self.source)
        text = decode(self.content, self.source)
        if self.suffix == ".ipynb":
            return notebook_pieces(text, self.source)
        if self.suffix == ".bib":
            return bibtex_pieces(text, self.source)
        if self.suffix in HTML:
            return html_pieces(text)
        if self.suffix in TABLES:
            return csv_pieces(text)
        return cut(text)


def read_passages(path_or_text: str | Path, source: str | None = None) -> list[Passage]:
    """Passages of a file, of every supported file in a directory, or of a text.

    A `Path` is always a path. A `str` is a path if it is one line that names something that exists, or that
    ends like a document ("notes.md"); otherwise it is text. Text from outside must not be able to name a
    file: use `passages_from_text` for it. `source` is the name in citations; by default the file's name,
    or "description" for text. Raises KnowledgeError.
    """
    if isinstance(path_or_text, str) and not looks_like_path(path_or_text):
        return passages_from_text(path_or_text, source or "description")
    path = Path(path_or_text)
    if source is not None and not path.is_dir():
        return read_document(path, source).passages()
    return passages_from_path(path)


def passages_from_text(text: str, source: str = "description") -> list[Passage]:
    """Passages of Markdown or plain text; never reads a file."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # half characters cannot be stored
    return to_passages(cut(whole), source)


def passages_from_path(path: Path) -> list[Passage]:
    """Passages of a file, or of every supported file below a directory, in the order of their names.

    A file of a directory that cannot be read is named in a warning. Raises KnowledgeError if none can.
    """
    passages: list[Passage] = []
    readable = 0
    for file, source in document_files(path):
        try:
            passages += read_document(file, source).passages()
            readable += 1
        except KnowledgeError as error:
            if file == path:
                raise
            warnings.warn(f"Left out: {error}", stacklevel=2)
    if not readable:
        raise KnowledgeError(f"No document in {path} can be read. AskWhy reads {_READABLE}.")
    return passages


def looks_like_path(text: str) -> bool:
    """Is this one line that names something that exists, or that ends like a document?"""
    line = text.strip()
    if not line or len(line) > 1_000 or len(line.splitlines()) > 1 or "\0" in line:
        return False
    suffix = Path(line).suffix.lower()
    if suffix in SUFFIXES - {""} and len(line.split()) <= 8:
        return True
    try:
        return Path(line).exists()
    except OSError:  # a name too long for the file system
        return False


def document_files(path: Path) -> Iterator[tuple[Path, str]]:
    """(file, source name) of a file, or of the supported files below a directory, sorted.

    Links that lead out of the directory are not followed; hidden files are left alone; files of other kinds
    are named in one warning. Raises KnowledgeError if there is nothing at `path` or nothing to read in it.
    """
    if not path.exists():
        raise KnowledgeError(f"There is no document at {path}. Check the path.")
    if path.is_file():
        yield path, os.fsencode(path.name).decode("utf-8", "replace")
        return
    if not path.is_dir():
        raise KnowledgeError(
            f"{path} is neither a file nor a directory. Give a document or a folder of them."
        )
    root = path.resolve()
    found, skipped, led_out = [], [], set()
    for file in sorted(path.rglob("*")):
        below = file.relative_to(path)
        if any(part.startswith(".") for part in below.parts) or not file.is_file():
            continue
        if file.suffix.lower() not in SUFFIXES:
            skipped.append(below.as_posix())
        elif not file.resolve().is_relative_to(root):
            led_out.add(below.as_posix())
            skipped.append(below.as_posix())
        else:
            # a file name need not be text: what is not is replaced, so that it can be stored and shown
            found.append((file, os.fsencode(below.as_posix()).decode("utf-8", "replace")))
    if skipped:
        more = f" and {len(skipped) - 5} more" if len(skipped) > 5 else ""
        warnings.warn(
            f"Not read in {path.name}: "
            + ", ".join(f"{n} (a link out of the folder)" if n in led_out else n for n in skipped[:5])
            + f"{more}. AskWhy reads {_READABLE}.",
            stacklevel=2,
        )
    if not found:
        raise KnowledgeError(f"There is no document in {path}. AskWhy reads {_READABLE}.")
    yield from found


_KINDS = ("Markdown", "text", "HTML", "PDF", "DOCX", "PPTX", "XLSX", "Jupyter", "BibTeX", "CSV", "TSV")
_READABLE = f"{', '.join(_KINDS[:-1])} and {_KINDS[-1]}"


def read_document(path: Path, source: str | None = None) -> Document:
    """The file's bytes under its name. Raises KnowledgeError: missing, of another kind, or over 50 MB."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise KnowledgeError(
            f"{path.name} is a {suffix} file. AskWhy reads {_READABLE}. Save it as one of these."
        )
    if path.is_dir():
        raise KnowledgeError(f"{path} is a directory. Add its documents one by one, or as a directory.")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_DOCUMENT + 1)
    except OSError as error:
        reason = error.strerror or error
        raise KnowledgeError(f"{path} cannot be read: {reason}. Check path and rights.") from error
    if len(content) > LARGEST_DOCUMENT:
        raise KnowledgeError(
            f"{path.name} is larger than {LARGEST_DOCUMENT // 1024**2} MB. Give the chapters that matter."
        )
    return Document(source or path.name, suffix, content)


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(content: bytes, source: str) -> str:
    """The bytes as text: by byte-order mark, else UTF-8, UTF-16 without mark, GB 18030 or Windows-1252.

    Raises KnowledgeError for binary content.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding, source)
    if b"\0" in content:
        unmarked = _unmarked_utf16(content)
        if unmarked is None:
            raise _binary(source)
        return _strict(content, unmarked, source)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("gb18030" if _is_chinese(content) else "cp1252", errors="replace")
    if _is_binary(text):
        raise _binary(source)
    return text


def _strict(content: bytes, encoding: str, source: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _binary(source) from error
    if "\0" in text:
        raise _binary(source)
    return text


def _binary(source: str) -> KnowledgeError:
    return KnowledgeError(f"{source} is not text: it holds binary data. AskWhy reads {_READABLE}.")


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 of a Western text has a zero in every other byte, and nowhere else."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    if len(content) % 2 == 0 and even == 0 and odd > len(content) / 8:
        return "utf-16-le"
    if len(content) % 2 == 0 and odd == 0 and even > len(content) / 8:
        return "utf-16-be"
    return None


def _is_chinese(content: bytes) -> bool:
    """Is this GB 18030? Chinese text decodes in full, and most of what is not ASCII is a common character."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    foreign = [character for character in text if ord(character) > 127]
    # GB 2312 has the 3,755 characters in daily use at bytes B0A1-D7F9, and the punctuation at A1-A3.
    common = sum(_in_daily_use(character) for character in foreign)
    return bool(foreign) and common >= 0.7 * len(foreign)


def _in_daily_use(character: str) -> bool:
    code = character.encode("gb18030")
    return len(code) == 2 and code[1] >= 0xA1 and (0xB0 <= code[0] <= 0xD7 or 0xA1 <= code[0] <= 0xA3)


def _is_binary(text: str) -> bool:
    control = sum(character < " " and character not in "\t\n\r\f\v\x1b" for character in text)
    return control > 0.01 * len(text) or text.count("\ufffd") > 0.05 * len(text)


# ---------------- The general causal notes that come with AskWhy, by field; or the user's instead

# They are general knowledge in our own words, not evidence about the table at hand: they may be quoted beside
# an arrow, and never decide what is adjusted for.


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

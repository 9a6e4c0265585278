"""Encoding and dialect of a delimited text file, found from its bytes."""

from __future__ import annotations

import bz2
import codecs
import csv
import gzip
import lzma
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import BinaryIO, cast

from tools.errors import DataError

_CHUNK = 1 << 22
_SAMPLE = 1 << 18
_SEPARATORS = ",;\t|"
_MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bz2", b"\xfd7zXZ": "xz"}
_BINARY = {
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "an SQLite database",
    b"\x7fELF": "a program",
}


@dataclass(frozen=True)
class Dialect:
    """How a delimited file is written."""

    encoding: str  # a Python codec
    compression: str | None  # "gzip", "bz2", "xz"
    separator: str
    decimal: str
    header: tuple[str, ...]  # as written
    quoted: bool = True  # double quotes enclose cells


def find_dialect(path: Path, source: str) -> Dialect:
    """Look at the file's bytes and its first lines.

    Raises:
        DataError: the file is empty, binary, not text in any encoding we know, or has only a header.
    """
    compression = _compression(path)
    with open_bytes(path, compression) as file:
        start = file.read(64)
    if not start.strip():
        raise DataError(f"{source} is empty. It needs a line of column names and at least one row.")
    for magic, what in _BINARY.items():
        if start.startswith(magic):
            raise DataError(
                f"{source} is {what}, not a text table. Export it as CSV, Parquet or .xlsx first."
            )
    encoding = _encoding(path, compression, source)
    sample, whole = _sample(path, compression, encoding)
    separator, quoted = _separator(sample, whole)
    rows = list(_rows(sample, separator, quoted, whole))
    if not rows:
        raise DataError(f"{source} is empty. It needs a line of column names and at least one row.")
    if len(rows) == 1 and whole:
        raise DataError(f"{source} has a header but no rows. Check that the export finished.")
    header = tuple(rows[0])
    wider = [row for row in rows[1:] if len(row) > len(header)]
    if wider and all(len(row) == len(header) + 1 for row in rows[1:]):
        header = ("", *header)  # R writes row names without a name for them
    return Dialect(encoding, compression, separator, _decimal(rows[1:], separator), header, quoted)


def open_bytes(path: Path, compression: str | None) -> BinaryIO:
    """The file's bytes, unpacked."""
    if compression == "gzip":
        return cast(BinaryIO, gzip.open(path))
    if compression == "bz2":
        return cast(BinaryIO, bz2.open(path))
    if compression == "xz":
        return cast(BinaryIO, lzma.open(path))
    return path.open("rb")


def _compression(path: Path) -> str | None:
    with path.open("rb") as file:
        start = file.read(8)
    return next((name for magic, name in _MAGIC.items() if start.startswith(magic)), None)


def _chunks(path: Path, compression: str | None) -> Iterator[bytes]:
    with open_bytes(path, compression) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _encoding(path: Path, compression: str | None, source: str) -> str:
    with open_bytes(path, compression) as file:
        start = file.read(_SAMPLE)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    nul = start.count(0)
    if nul:
        if nul > 0.3 * len(start) and len(start) % 2 == 0:
            return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
        raise DataError(f"{source} is a binary file, not a text table. Export it as CSV or Parquet first.")
    if _decodes(path, compression, "utf-8"):
        return "utf-8"
    if _looks_chinese(start) and _decodes(path, compression, "gb18030"):
        return "gb18030"
    control = sum(byte < 9 or 13 < byte < 32 for byte in start)
    if control > 0.02 * len(start):
        raise DataError(f"{source} is a binary file, not a text table. Export it as CSV or Parquet first.")
    return "cp1252" if _decodes(path, compression, "cp1252") else "latin-1"


def _decodes(path: Path, compression: str | None, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path, compression):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _looks_chinese(start: bytes) -> bool:
    """Do most of the bytes above ASCII come in pairs, as GB2312 text has them?

    Western text in cp1252 has single accented letters between ASCII ones instead.
    """
    text = start.decode("gb18030", errors="ignore")
    foreign = [char for char in text if ord(char) > 127]
    common = sum(
        "\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in foreign
    )
    high = sum(byte > 160 for byte in start)
    return bool(foreign) and common >= 0.9 * len(foreign) and high >= 1.7 * len(foreign)


def _sample(path: Path, compression: str | None, encoding: str) -> tuple[str, bool]:
    """The first characters, and whether they are the whole file."""
    with open_bytes(path, compression) as file:
        start = file.read(_SAMPLE)
        whole = not file.read(1)
    text = codecs.getincrementaldecoder(encoding)().decode(start)
    return text.removeprefix("\ufeff"), whole


def _separator(sample: str, whole: bool) -> tuple[str, bool]:
    """The separator that cuts most lines into the same number (> 1) of cells, and whether quotes enclose."""
    best: tuple[float, int, str] = (0.0, 1, ",")
    for separator in _SEPARATORS:
        widths = [len(row) for row in _rows(sample, separator, True, whole)]
        if not widths:
            continue
        width, times = Counter(widths).most_common(1)[0]
        # The header counts most: every separator that matters is in it.
        if width > 1 and widths[0] > 1:
            best = max(best, (times / len(widths), width, separator))
    # Quotes that never close would swallow the file: read them as plain characters then.
    quoted = sample.count('"') % 2 == 0 or not whole
    return best[2], quoted


def _rows(sample: str, separator: str, quoted: bool, whole: bool) -> Iterator[list[str]]:
    csv.field_size_limit(_SAMPLE * 2)
    file = StringIO(sample, newline="")
    plain = csv.reader(file, delimiter=separator, quoting=csv.QUOTE_NONE)
    rows = [row for row in (csv.reader(file, delimiter=separator) if quoted else plain) if row]
    yield from rows if whole or len(rows) < 3 else rows[:-1]  # the last may be cut off


def _decimal(rows: list[list[str]], separator: str) -> str:
    """A comma, if numbers are written 3,14 and none 3.14."""
    if separator == ",":
        cells = [cell for row in rows for cell in row if "," in cell or "." in cell]
    else:
        cells = [cell for row in rows for cell in row]
    comma = sum(_is_number(cell, ",") for cell in cells)
    point = sum(_is_number(cell, ".") for cell in cells)
    return "," if comma > point else "."


def _is_number(cell: str, mark: str) -> bool:
    whole, found, fraction = cell.strip().lstrip("+-").partition(mark)
    return bool(found) and (whole + fraction).isdigit() and fraction != ""

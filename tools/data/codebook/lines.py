"""Where a text speaks of which column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tools.data.codebook.names import Entry, Names, depths
from tools.data.codebook.prose import named_ranges, parenthesised, plain_prose, quoted_prose

__all__ = ["CodebookLine", "Entry", "codebook_line", "find_entries"]

# ---------------- A line that is one entry, whether or not the table has the column


_LINE = re.compile(
    r"^\s*+(?:[-*•]\s*+)?['\"`]?(?P<name>[^\s:=][^:=]{0,59}?|[\w.]{1,60}(?:\s?,\s?[\w.]{1,60}){1,60})['\"`]?"
    r"\s*[:=：]\s*+(?P<note>.+)$"
)


@dataclass(frozen=True)
class CodebookLine:
    """`name: meaning` or `name, name = meaning`, as it stands; a sentence with an early colon looks alike."""

    name: str  # what stands before the sign
    note: str
    note_at: int  # where the note starts in the line

    @property
    def names(self) -> tuple[str, ...]:
        """`re74`, `re75` of "re74, re75: earnings"."""
        return tuple(name.strip(" `'\"*|") for name in self.name.split(","))


def codebook_line(line: str) -> CodebookLine | None:
    """The line as an entry of a codebook, or None."""
    found = _LINE.match(line)
    if found is None:
        return None
    return CodebookLine(found["name"].strip(), found["note"].strip(), found.start("note"))


# ---------------- Entries that stand at the start of a line, or one after another in a paragraph: `a: ..., b


_BULLET = re.compile(r"^\s*(?:[-*•+·]\s+|\d{1,3}[.)、]\s*(?=\D)|#+\s+)?")
# The shortest left side wins: the first of these on the line.
_SEPARATOR = re.compile(r"\s*[:：]\s*|\s+[-–—]+>?\s+|\s+[=＝]\s+|\t+|\s{3,}|\s*[–—]+\s*|[=＝]")
_PARENTHESES = re.compile(r"^(?P<names>.*?)\s*[(（\[](?P<inside>[^()（）]*)[)）\]]\s*$")
_TOKEN = r"[^\W\d][\w.\-/]*"
_UNKNOWN = re.compile(
    rf"^[`'\"*]*(?P<name>{_TOKEN}(?: {_TOKEN}|\s\d+){{0,2}})[`'\"*]*(?P<separator>\s*[:：])"
)
_UNKNOWN_WORD = re.compile(rf"^[`'\"*]*(?P<name>{_TOKEN})[`'\"*]*(?P<separator>\s+[-–—=]\s+|\t+)(?=\S)")
# Words with a colon that speak of the entry above, not of another column.
_REMARKS = frozenset(
    [
        "note",
        "notes",
        "coding",
        "coded",
        "codes",
        "values",
        "value",
        "levels",
        "level",
        "scale",
        "range",
        "unit",
        "units",
        "source",
        "where",
        "with",
        "and",
        "or",
        "including",
        "includes",
        "example",
        "format",
        "type",
        "measured",
        "binary",
        "categorical",
        "eg",
        "ie",
        "namely",
        "options",
        "answers",
        "missing",
        "only",
        "yes",
        "no",
        "otherwise",
        "注",
        "注意",
        "单位",
        "取值",
        "编码",
        "其中",
        "说明",
        "备注",
    ]
)
_BREAK = re.compile(r"[\s,;.，；。、()（）]")
_LOOKS_LIKE_A_NAME = re.compile(r"^[^\W\d](?=\w*_\w|\w*[^\W\d]\d{2})\w*$")
_BARE_LEVEL = re.compile(r"\s*-?\d+\s*(?:[,;.)，；。）]|$)")


@dataclass
class _Open:
    """The entry that the next lines may add to; no names: an entry about no column of this table."""

    names: tuple[str, ...]
    body: list[str]
    line: int
    indent: int
    style: str
    inline: bool = field(default=False)  # shares its line with another


@dataclass(frozen=True)
class _Piece:
    """A part of a line: an entry, or (names None) words that add to the one before."""

    names: tuple[str, ...] | None
    text: str
    style: str = ":"


def line_entries(text: str, names: Names) -> Iterator[tuple[str, Entry]]:
    """`name: meaning`, several of them on a line, and the indented or unfinished lines below."""
    current: _Open | None = None
    for number, line in enumerate(text.splitlines(), 1):
        pieces = _pieces(line, names, current)
        for piece in pieces:
            if piece.names is None and current is not None and _continues(line, current):
                current.body.append(piece.text.strip())
                continue
            yield from _closed(current)
            current = None
            if piece.names is not None:
                current = _Open(
                    piece.names, [piece.text], number, _indent(line), piece.style, len(pieces) > 1
                )
    yield from _closed(current)


def _closed(entry: _Open | None) -> Iterator[tuple[str, Entry]]:
    if entry is not None:
        body = " ".join(part for part in entry.body if part)
        body = _own(re.sub(r"[\s,;，；、]+(?:and|和)?\s*$", "", body)) if entry.inline else body
        for name in entry.names:
            yield name, Entry(body, entry.line)


# Where a sentence ends and, by its capital, another begins.
_ENDED = re.compile(r"(?<=[.!?])\s+(?=[\"“'(]?[A-ZÄÖÜ\u4e00-\u9fff])|(?<=[。！？])\s*(?=\S)")
# One that goes on about the entry: a remark, a level, a fragment; anything else is the paragraph's own.
_GOES_ON = re.compile(
    r"""["“'(]?(?:(?:It|Its|This|These|They|Coded?|Measured|Recorded|Counted|Reported|Asked|Taken|Filled|Ranges?
    |Higher|Lower|Larger|Smaller|Values?|Scales?|Scores?|Missing|Empty|Blank|Unknown|Units?|Yes|No|See|Notes?
    |The\ (?:values?|numbers?|figures?|column|variable|scores?|scale|higher|lower|same)|Es|Sie|Dies\w*
    |Werte?|Kodiert|Gemessen|Erhoben|Leer|Fehlend|Ja|Nein)\b|这|该|其|取值|缺失|单位|数值|编码|注)""",
    re.VERBOSE,
)
_FRAGMENT = 4  # words, or eight Chinese characters


def _own(body: str) -> str:
    """The words of an entry in a paragraph: its first sentence, and those after it that go on about it."""
    for end in _ENDED.finditer(body):
        sentence = _ENDED.split(body[end.end() :], maxsplit=1)[0]
        length = len(sentence) / 2 if re.search(r"[\u4e00-\u9fff]", sentence) else len(sentence.split())
        if length > _FRAGMENT and not re.search(r"[=＝]", sentence) and not _GOES_ON.match(sentence):
            return body[: end.start()].rstrip()
    return body


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _continues(line: str, entry: _Open) -> bool:
    if not line.strip() or "|" in line:
        return False
    indented = _indent(line) > entry.indent and not re.match(r"\s*[-*•]\s", line)
    coding = re.match(r"\s*[-*•]?\s*-?\d+\s*[=:：＝]", line) is not None
    so_far = entry.body[-1].rstrip() if entry.body else ""
    unfinished = line.lstrip()[:1].islower() and bool(so_far) and not so_far.endswith((".", "。"))
    return coding or indented or unfinished or (entry.inline and not so_far.endswith((".", "。")))


def _pieces(line: str, names: Names, current: _Open | None) -> list[_Piece]:
    """The line's entries in order; what stands before the first is a piece without names."""
    if "|" in line:
        return [_Piece(None, line)]
    bare = _BULLET.sub("", line, count=1)
    head = _head(bare, names)
    if head is not None:
        return _split(head.text, names, head)
    level_below = (
        current is not None and _indent(line) > current.indent and not line.lstrip().startswith(("-", "*"))
    )
    unknown = None if level_below else _unknown(bare, current)
    if unknown is not None:
        pieces = _split(unknown.text, names, unknown)
        return pieces if len(pieces) > 1 else [unknown]
    pieces = _split(bare, names, _Piece(None, bare))
    known = sum(bool(piece.names) for piece in pieces)
    wrapped = current is not None and current.inline
    opens = len(pieces) > 1 and re.search(r"[.!?;。；]$", pieces[0].text.rstrip()) is not None
    return pieces if known >= 2 or (known and (wrapped or opens)) else [_Piece(None, line.strip())]


def _head(bare: str, names: Names) -> _Piece | None:
    """The entry that the line starts with."""
    for match in list(_SEPARATOR.finditer(bare))[:4]:
        left, right = bare[: match.start()], bare[match.end() :]
        left = re.sub(r"\*\*|__|`", "", left).strip() if not names.find(left) else left
        right = right.lstrip("*").strip()
        style = match[0].strip() or match[0][:1]
        if not left or len(left) > 400 or not (right or style in (":", "：")):
            continue
        # "Variables: a: ..., b: ..." is no list of names before its last colon.
        one = names.find(left)
        found = (one,) if one is not None else () if re.search(r"[:：]\s", left) else names.find_all(left)
        if found:
            return _Piece(found, right, style)
        inside = _PARENTHESES.match(left)
        if inside and right and (found := names.find_all(inside["names"])):
            return _Piece(found, f"{right} ({inside['inside']})", style)
    return None


def _unknown(bare: str, current: _Open | None) -> _Piece | None:
    """An entry, by its looks, about a column that this table does not have."""
    match = _UNKNOWN.match(bare)
    if match is None and current is not None:
        match = _UNKNOWN_WORD.match(bare)
        if match is not None and match["separator"].strip() != current.style.strip():
            return None
    if match is None or (_BARE_LEVEL.match(bare[match.end() :]) and bare[match.end() :].strip()):
        return None
    if re.search(r"\.\s", match["name"]):
        return None  # a sentence ends before the last word
    if {word.casefold().strip(".") for word in match["name"].split()} & _REMARKS:
        return None
    return _Piece((), bare[match.end() :].strip(), match["separator"].strip() or "\t")


def _split(text: str, names: Names, first: _Piece) -> list[_Piece]:
    """`first`, cut where the next entry begins, and the entries after it."""
    marks = _marks(text, names, first.style)
    if not marks:
        return [first]
    pieces = [_Piece(first.names, text[: marks[0][0]].rstrip(), first.style)]
    for i, (_, end, found) in enumerate(marks):
        until = marks[i + 1][0] if i + 1 < len(marks) else len(text)
        pieces.append(_Piece(found, text[end:until].rstrip(), first.style))
    # Nothing before the first name: the line starts with it.
    return pieces[1:] if first.names is None and not pieces[0].text.strip() else pieces


def _marks(text: str, names: Names, style: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Where names with the line's separator stand inside the text: (start, end, columns)."""
    separator = {":": r"\s*[:：]\s*", "：": r"\s*[:：]\s*", "=": r"\s*[=＝]\s*", "＝": r"\s*[=＝]\s*"}
    pattern = separator.get(style, r"\s+[-–—]+\s+" if style in {"-", "–", "—"} else None)
    if pattern is None:
        return []
    depth = depths(text)
    known: list[tuple[int, int, tuple[str, ...]]] = []
    doubtful: list[tuple[int, int, tuple[str, ...]]] = []
    for match in re.finditer(pattern, text):
        if depth[match.start()] or _BARE_LEVEL.match(text[match.end() :]):
            continue
        start, found = _name_before(text[: match.start()], names)
        if match.end() == len(text) and not (found and style in ":："):
            continue
        # Without a colon, only a comma or the like tells an entry from the words of this one.
        if found and (style in ":：" or re.search(r"(?:^|[;,.，；。])\s*$", text[:start])):
            known.append((start, match.end(), found))
        elif (
            not found
            and style in ":："
            and (word := re.search(rf"[`'\"]?{_TOKEN}[`'\"]?$", text[: match.start()]))
        ):
            bare = word[0].strip("`'\"")
            if _LOOKS_LIKE_A_NAME.match(bare):
                known.append((word.start(), match.end(), ()))
            elif bare.casefold() not in _REMARKS and re.search(r"[;,.，；。]\s*$", text[: word.start()]):
                doubtful.append((word.start(), match.end(), ()))
    return sorted([*known, *doubtful]) if sum(bool(mark[2]) for mark in known) >= 1 else known


def _name_before(left: str, names: Names) -> tuple[int, tuple[str, ...]]:
    """The column named by the last words of `left`, longest first, and where they start."""
    starts = [0, *(match.end() for match in _BREAK.finditer(left))]
    for start in starts[-5:]:
        words = left[start:].strip("*")
        if not words or words.strip("`'\"").isdigit():
            continue
        one = names.find(words)
        found = (one,) if one is not None else names.find_range(words)
        if found:
            return start, found
    return 0, ()


def find_entries(text: str, columns: Sequence[str]) -> dict[str, Entry]:
    """Entries by column; a line of its own beats a table, which beats prose, which beats a mere mention."""
    names = Names(columns)
    if text.count("\\n") > text.count("\n"):
        text = text.replace("\\n", "\n")  # line ends that an export has spelled out
    found: dict[str, Entry] = {}
    for source in (line_entries, _tables, quoted_prose, parenthesised, plain_prose, named_ranges):
        for name, entry in source(text, names):
            if entry.text.strip() and (name not in found or entry.defines > found[name].defines):
                found[name] = entry
    return found


def _tables(text: str, names: Names) -> Iterator[tuple[str, Entry]]:
    """Rows of Markdown, comma, semicolon or tab tables whose first cells are column names."""
    for separator in ("|", ",", ";", "\t"):
        rows = [(number, _cells(line, separator)) for number, line in enumerate(text.splitlines(), 1)]
        rows = [(number, cells) for number, cells in rows if len(cells) >= 2]
        named = [(number, cells, names.find(cells[0])) for number, cells in rows]
        hits = [row for row in named if row[2] is not None and not names.find(row[1][1])]
        if separator != "|" and len(hits) < max(2, 0.5 * len(rows)):
            continue
        for number, cells, name in hits:
            if name is not None:
                yield name, Entry("; ".join(cell for cell in cells[1:] if cell), number)


def _cells(line: str, separator: str) -> list[str]:
    if separator not in line:
        return []
    bare = line.strip().strip("|") if separator == "|" else line.strip()
    limit = 1 if separator == "," else -1  # a description may hold commas of its own
    return [cell.strip().strip('`*"').strip() for cell in bare.split(separator, limit)]

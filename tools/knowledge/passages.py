"""Text to passages: pieces small enough to quote, cut where a reader would cut.

A line that defines a variable ("age: years at baseline") is a passage of its own, so that a quotation names
one variable. Small tables and lists stay whole. Prose is cut at sentence ends, English and Chinese. Every
word of the text is in some passage or in the heading that is its place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tools.text.sentences import LONGEST_PASSAGE, Line, Run, windows
from tools.types import Passage

__all__ = ["LONGEST_PASSAGE", "Piece", "cut", "is_definition", "passage_id", "to_passages"]


@dataclass(frozen=True)
class Piece:
    """A passage that does not yet know its document."""

    place: str  # "section Variables", "lines 10-14", "page 3"
    text: str


def to_passages(pieces: Iterable[Piece], source: str) -> list[Passage]:
    """The pieces as passages of `source`, in order; a piece that repeats an earlier one is left out."""
    passages: dict[str, Passage] = {}
    for piece in pieces:
        address = passage_id(source, piece.place, piece.text)
        passages.setdefault(address, Passage(address, source, piece.place, piece.text))
    return list(passages.values())


def passage_id(source: str, place: str, text: str) -> str:
    """Content address: the same passage of the same file has the same id on every machine."""
    content = "\0".join((source, place, text)).encode("utf-8", "surrogatepass")
    return "p" + hashlib.sha256(content).hexdigest()[:10]


def cut(text: str, place: str | None = None) -> list[Piece]:
    """Markdown or plain text in pieces of at most LONGEST_PASSAGE characters.

    A piece's place is its section ("section Data > Variables") where the text has headings, else `place`
    where given, else its lines ("lines 10-14"). Only a single word longer than a passage is cut inside.
    """
    pieces: list[Piece] = []
    headings: list[tuple[int, str]] = []  # the open sections: (level, title)
    quoted = 0  # pieces when the last heading was met
    lines = _lines(text)
    codebook = sum(is_definition(line.text) for line in lines) >= 3

    def close_section() -> None:
        if headings and quoted == len(pieces):  # a section without text is quoted by its title
            pieces.append(Piece(_section(headings), headings[-1][1]))

    for block in _blocks(lines):
        heading = _heading(block)
        if heading is not None:
            if headings and heading[0] <= headings[-1][0]:  # a subsection's place carries this title
                close_section()
            headings = [*(h for h in headings if h[0] < heading[0]), heading]
            quoted = len(pieces)
            continue
        for run in _cut_block(block, codebook):
            if not re.search(r"\w", run.text):
                continue  # a rule of dashes says nothing
            where = _section(headings) if headings else place or _line_range(run.first, run.last)
            pieces.append(Piece(where, run.text))
    close_section()
    return pieces


LONGEST_START = 300  # characters of a line that tell what it is; bounds the patterns on hostile lines


def _section(headings: Sequence[tuple[int, str]]) -> str:
    return "section " + " > ".join(title for _, title in headings)


def _line_range(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first}-{last}"


# ---------------------------------------------------------------- blocks


def _lines(text: str) -> list[Line]:
    return [Line(number, line.rstrip()) for number, line in enumerate(text.splitlines(), start=1)]


_ATX = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_UNDERLINE = re.compile(r"(=+|-+)$")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+\S")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines that belong together: a heading, a fenced block, or what stands between blank lines."""
    block: list[Line] = []
    fence = ""
    for line in lines:
        opened = _FENCE.match(line.text)
        if fence:
            block.append(line)
            if opened and opened[1] == fence:
                fence = ""
                yield block
                block = []
        elif opened:
            if block:
                yield block
            block, fence = [line], opened[1]
        elif len(line.text) <= LONGEST_START and _ATX.match(line.text):
            if block:
                yield block
            yield [line]
            block = []
        elif not line.text.strip():
            if block:
                yield block
            block = []
        elif len(block) == 1 and _UNDERLINE.match(line.text) and _could_be_title(block[0].text):
            yield [*block, line]
            block = []
        else:
            block.append(line)
    if block:
        yield block


def _could_be_title(text: str) -> bool:
    return 2 <= len(text) <= LONGEST_START and not (
        _ITEM.match(text) or _ROW.match(text) or _FENCE.match(text) or is_definition(text)
    )


def _heading(block: Sequence[Line]) -> tuple[int, str] | None:
    """(level, title) of a heading; None for any other block. A title too long for a place is no heading."""
    title = block[0].text.strip()
    if len(title) > LONGEST_START:
        return None
    if len(block) == 1 and (marked := _ATX.match(title)) and marked[2]:
        return len(marked[1]), marked[2]
    if len(block) == 2 and _UNDERLINE.match(block[1].text) and _could_be_title(title):
        return 1 if block[1].text[0] == "=" else 2, title
    return None


# ---------------------------------------------------------------- a block to runs


def _cut_block(block: Sequence[Line], codebook: bool) -> Iterator[Run]:
    first, last = block[0].number, block[-1].number
    if _FENCE.match(block[0].text):
        yield from _pack_lines(block)
    elif len(block) > 1 and _ROW.match(block[0].text) and _RULE.match(block[1].text[:LONGEST_START]):
        yield from _cut_table(block)
    elif _is_codebook(block, codebook):
        for lines in _definitions(block):
            yield from _whole_or_windows(lines)
    elif _ITEM.match(block[0].text) or any(_ITEM.match(line.text) for line in block[1:]):
        text = "\n".join(line.text for line in block).strip()
        if len(text) <= LONGEST_PASSAGE:
            yield Run(first, last, text)
        else:
            for lines in _groups(block, _ITEM):
                yield from _whole_or_windows(lines)
    else:
        yield from windows(block)


_NAME = r"[^\W\d][\w.$]*(?:\[[^\]]{1,20}\])?"
_NOTE = r"(?:[(（][^)）]{1,60}[)）])?"  # a unit: "(EUR)"
_DEFINITION = re.compile(
    rf"""\s*(?:[-*+•]\s+)?(?:
        (?:\*\*|__)?[`"'“][^`"'”]{{1,60}}[`"'”](?:\*\*|__)?\s*{_NOTE}\s*[:：=,–—-]  # `wage`: hourly pay
      | \*\*[^*]{{1,60}}\*\*\s*{_NOTE}\s*[:：=–—-]?                                # **wage** hourly pay
      | {_NAME}(?:[ /]\w+){{0,4}}\s*{_NOTE}\s*(?:[:：]|\s=\s|\s[-–—]{{1,2}}\s)     # wage (EUR): hourly pay
      | {_NAME}(?:\t+|\s{{2,}}|=)                                                  # wage   hourly pay
    )\s*(?=\S)(?!//)""",
    re.VERBOSE,
)


def is_definition(line: str) -> bool:
    """Does the line say what one variable means, as in "wage: hourly pay in EUR"?"""
    return _DEFINITION.match(line[:LONGEST_START]) is not None


def _is_codebook(block: Sequence[Line], codebook: bool) -> bool:
    """Half of the lines define a variable, or the document does so and the block starts with one."""
    starts = [line for line in block if not line.text[:1].isspace() or is_definition(line.text)]
    defined = sum(is_definition(line.text) for line in block)
    return (defined >= 2 and 2 * defined >= len(starts)) or (codebook and is_definition(block[0].text))


def _definitions(block: Sequence[Line]) -> Iterator[list[Line]]:
    """Each definition with the lines that go on with it; what stands before the first is one group."""
    return _groups(block, _DEFINITION)


def _groups(block: Sequence[Line], start: re.Pattern[str]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in block:
        if group and start.match(line.text[:LONGEST_START]):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _whole_or_windows(lines: Sequence[Line]) -> Iterator[Run]:
    text = "\n".join(line.text for line in lines).strip()
    if len(text) <= LONGEST_PASSAGE:
        yield Run(lines[0].number, lines[-1].number, text)
    else:
        yield from windows(lines)


def _cut_table(block: Sequence[Line]) -> Iterator[Run]:
    """A small table whole; of a larger one, or one that lists variables, each row with the table's head."""
    head, rows = block[:2], block[2:]
    text = "\n".join(line.text.strip() for line in block)
    lists_variables = re.match(
        r"\W*(variable|column|field|feature|name|变量|字段|列名|名称)", head[0].text, re.IGNORECASE
    )
    if len(text) <= LONGEST_PASSAGE and not (lists_variables and len(rows) > 1):
        yield Run(block[0].number, block[-1].number, text)
        return
    yield from windows(head[:1])
    for row in rows:
        yield from windows([row])


def _pack_lines(block: Sequence[Line]) -> Iterator[Run]:
    """As many whole lines as fit, for text whose line breaks mean something."""
    packed: list[Line] = []
    size = 0
    for line in block:
        if packed and size + len(line.text) + 1 > LONGEST_PASSAGE:
            yield from _whole_or_windows(packed)
            packed, size = [], 0
        packed.append(line)
        size += len(line.text) + 1
    if packed:
        yield from _whole_or_windows(packed)

"""Prose in windows of whole sentences, English and Chinese, that still know their lines."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["LONGEST_PASSAGE", "PROSE_WINDOW", "Line", "Run", "cut_sentences", "squeezed", "windows", "words"]

LONGEST_PASSAGE = 600  # characters
PROSE_WINDOW = 80  # words: about what a person quotes, and short enough to be about one thing

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # one character is about half a word


@dataclass(frozen=True)
class Line:
    """A line of a document."""

    number: int  # from 1
    text: str


@dataclass(frozen=True)
class Run:
    """Text with the lines it came from."""

    first: int
    last: int
    text: str


def windows(lines: Sequence[Line]) -> Iterator[Run]:
    """Whole sentences up to PROSE_WINDOW words and LONGEST_PASSAGE characters."""
    text, starts = _join(lines)
    first, last, count = 0, 0, 0.0  # the window so far
    for start, end in _sentence_spans(text):
        more = words(text[start:end])
        full = len(text[first:end].strip()) > LONGEST_PASSAGE or count + more > PROSE_WINDOW
        if last and full:
            yield _run(text, (first, last), lines, starts)
            first, count = start, 0.0
        last, count = end, count + more
    if last:
        yield _run(text, (first, last), lines, starts)


def words(text: str) -> float:
    """Number of words; a Chinese or Japanese character counts a half."""
    characters = len(re.findall(f"[{CJK}]", text))
    return len(re.findall(rf"[^\W{CJK}]+", text)) + characters / 2


def _join(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """The lines as one, and where each starts in it. Wrapped Chinese is joined without a space."""
    text, starts = "", []
    parts: list[str] = []
    position = 0
    for line in lines:
        part = line.text.strip()
        if parts and not (re.match(f"[{CJK}]", part) and re.search(f"[{CJK}，。、；：？！]$", text)):
            parts.append(" ")
            position += 1
        starts.append(position)
        parts.append(part)
        position += len(part)
        text = part
    return "".join(parts), starts


def _run(text: str, span: tuple[int, int], lines: Sequence[Line], starts: Sequence[int]) -> Run:
    end = span[0] + len(text[span[0] : span[1]].rstrip())
    first = max(0, bisect_right(starts, span[0]) - 1)
    last = max(first, bisect_left(starts, end) - 1)
    return Run(lines[first].number, lines[last].number, text[span[0] : end].strip())


_SENTENCE_END = re.compile(
    r"""[。！？；]+["'”’）」』]*\s*          # Chinese and Japanese: no space follows
      | (?<=[.!?…])["'”’)\]]*\s+(?=\S)     # others: a space follows
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|e\.g|i\.e|cf|vs|etc|al|Dr|Mr|Mrs|Ms|Prof|St|No|Nr|Fig|Eq|Tab|Sec|approx|ca)\.$"
)


_BLANK_RUN = re.compile(r"(?:(?!\n)\s){40,}")


def squeezed(text: str) -> str:
    """The text without runs of more than 40 blanks, which say nothing and which patterns stumble over."""
    return _BLANK_RUN.sub(" " * 40, text)


def cut_sentences(text: str) -> list[str]:
    """Sentences of a line of text, each at most LONGEST_PASSAGE characters."""
    return [text[start:end].strip() for start, end in _sentence_spans(text)]


def _sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[max(start, end.start() - 10) : end.start()]):
            continue
        yield from _short_spans(text, start, end.end())
        start = end.end()
    yield from _short_spans(text, start, len(text))


def _short_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span, cut between words where it is longer than a passage."""
    while end - start > LONGEST_PASSAGE:
        at = _last_break(text, start)
        yield start, at
        start = at
    if text[start:end].strip():
        yield start, end


def _last_break(text: str, start: int) -> int:
    limit = start + LONGEST_PASSAGE
    for at in range(limit, start, -1):
        if text[at - 1].isspace() or re.match(f"[{CJK}]", text[at - 1]) or re.match(f"[{CJK}]", text[at]):
            return at
    return limit  # one word longer than a passage

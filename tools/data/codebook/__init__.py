"""`parse_codebook`: what the text that came with the data says about each column. Nothing is made up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tools.data.codebook.lines import CodebookLine, Entry, codebook_line, find_entries
from tools.data.codebook.meaning import find_labels, find_meaning, find_unit, unit_of_name
from tools.data.codebook.timing import measured
from tools.text.sentences import squeezed
from tools.types import Level, Timing

__all__ = ["CodebookLine", "ColumnNote", "codebook_line", "parse_codebook"]

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class ColumnNote:
    """What the text that came with the data says about one column."""

    description: str | None = None
    unit: str | None = None
    level_labels: tuple[tuple[Level, str], ...] = ()
    timing: Timing = Timing.UNKNOWN
    timing_evidence: str | None = None  # the words, or a year
    place: str | None = None  # "line 12"
    meaning: str | None = None  # what the column is: the description less levels, brackets and unit


def parse_codebook(text: str, columns: Iterable[str]) -> dict[str, ColumnNote]:
    """Find each column's description in free text.

    Reads lines such as `name: meaning`, several of them in one paragraph, bullets, Markdown and
    CSV tables, `name (meaning)` and `meaning (name)` lists and prose with quoted names, in English and
    Chinese; groups (`re74, re75: earnings`) and ranges (`x1-x25`). Names match without regard to case, and
    to `_`, `.` and blanks where that leaves one column. An entry for a name that is no column ends the one
    before it. Units and timing are also read off names (`wt_kg`, `score_followup`).

    Returns:
        A note for each column about which something was found.
    """
    names = tuple(columns)
    entries = find_entries(squeezed(text), names)
    notes = {name: _note(name, entries.get(name)) for name in names}
    return {name: note for name, note in notes.items() if note != ColumnNote()}


def _note(name: str, entry: Entry | None) -> ColumnNote:
    timing, evidence = measured(entry.text if entry else "", name)
    if entry is None:
        return ColumnNote(unit=unit_of_name(name), timing=timing, timing_evidence=evidence)
    return ColumnNote(
        description=_BLANKS.sub(" ", entry.text).strip(" ;,|") or None,
        unit=find_unit(entry.text) or unit_of_name(name),
        level_labels=find_labels(entry.text),
        timing=timing,
        timing_evidence=evidence,
        place=f"line {entry.line}",
        meaning=find_meaning(entry.text) if entry.defines else None,
    )

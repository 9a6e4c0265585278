"""Where a text speaks of which column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.data.codebook_lines import line_entries
from tools.data.codebook_names import Names
from tools.data.codebook_prose import named_ranges, parenthesised, plain_prose, quoted_prose
from tools.data.codebook_text import Entry

__all__ = ["Entry", "find_entries"]


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

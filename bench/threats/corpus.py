"""Sentences of descriptions, written for this: what speaks against a plain comparison, and what does not.

In `told_*.txt`, `more_*.txt` and `hand*_*.txt` a heading is a kind of `assistant.designs.threats.kinds`; in
`harmless_*.txt` only a group. The lines of a group are of one field of life each, in the order of `FIELDS`:
what a net makes of fields that it was not shown is what it will make of a table of somebody's own. In
`hand*_*.txt`, each by another hand, they are of any field.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
NOTES = FOLDER.parent / "reader" / "data"  # columns and their notes, of many fields: nothing is said there
HARMLESS = ""
FIELDS = (
    "clinic", "school", "shop", "farm", "factory", "sport", "traffic", "housing", "software", "staff",
    "energy", "bank", "library", "office",
)  # fmt: skip
HELD_OUT = frozenset({"farm", "sport", "library"})  # never learned from; thresholds were chosen on them since
NOTES_DRAWN = 250
_HEADING = "# "


@dataclass(frozen=True)
class Sentence:
    text: str
    language: str
    kind: str  # of threat; HARMLESS
    field: str
    written: bool = True  # by hand for this corpus


def sentences() -> list[Sentence]:
    """All that were written, by language."""
    found: list[Sentence] = []
    for path in sorted(FOLDER.glob("*_??.txt")):
        name, language = path.stem.split("_")
        group, place = "", 0
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(_HEADING):
                group, place = line.removeprefix(_HEADING).strip(), 0
            elif line.strip():
                kind = HARMLESS if name == "harmless" else group
                kind = HARMLESS if kind == "harmless" else kind
                field = path.stem if name.startswith("hand") else FIELDS[place]
                found.append(Sentence(line.strip(), language, kind, field))
                place += 1
    return found


def notes(seed: int = 0) -> list[Sentence]:
    """Lines of codebooks, drawn from the tables of the reader's corpus."""
    lines = list(dict.fromkeys(_notes()))
    drawn = random.Random(seed).sample(lines, min(NOTES_DRAWN, len(lines)))
    return [Sentence(line, "", HARMLESS, "", written=False) for line in drawn]


def _notes() -> Iterator[str]:
    for path in sorted(NOTES.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            parts = [part.strip() for part in line.split("|")]
            if len(parts) == 3 and not line.startswith("@"):
                yield f"{parts[1]}: {parts[2]}"

"""Questions beside drawn tables, as the net learns them, and the states of all their texts."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from assistant.reader.features import TableView, look_at, view_of
from assistant.reader.net import LOWER, PARTS
from bench.reader.corpus import Drawn, Question, Table, read_file, read_more
from bench.reader.net import Example, Group, States
from tools.text.e5 import e5

__all__ = ["DATA", "TUNED", "group_of", "is_tuned", "read_tables", "said", "states_of"]

DATA = Path(__file__).with_name("data")
TUNED = 10  # one field of life in so many is kept for calibration
_BATCH = 32


def read_tables(paths: Iterable[Path] | None = None) -> list[Table]:
    """The tables of these files, by default of the corpus."""
    if paths is not None:
        return [table for path in sorted(paths) for table in read_file(path)]
    tables = [table for path in sorted(DATA.glob("train_*.txt")) for table in read_file(path)]
    return read_more(tables, sorted(DATA.glob("more_*.txt")), sorted(DATA.glob("english_*.txt")))


def is_tuned(table: Table) -> bool:
    """Is its field of life kept from training?"""
    return zlib.crc32(table.field.encode()) % TUNED == 0


def said(question: Question) -> str:
    return " ".join(question.text.split())


def group_of(table: Table, drawn: Drawn) -> Group:
    view = view_of(drawn.profile)
    examples = tuple(_example(question, drawn, view) for question in table.questions)
    return Group(view.texts, examples)


def _example(question: Question, drawn: Drawn, view: TableView) -> Example:
    pieces = [piece for piece, _ in e5().pieces(said(question))]
    return Example(
        said(question),
        look_at(said(question), pieces, view),
        _pairs(question, drawn),
        tuple(tuple(_places(question, drawn, part)) for part in PARTS),
    )


def _pairs(question: Question, drawn: Drawn) -> frozenset[tuple[int, int]]:
    """Every right (treatment, outcome): an association has no direction."""
    causes, effects = (_options(question, drawn, part) for part in "ty")
    pairs = {(t, y) for t in causes for y in effects if t != y or t < 0}
    if question.kind == "association":
        pairs |= {(y, t) for t, y in pairs}
    return frozenset(pairs)


def _options(question: Question, drawn: Drawn, part: str) -> list[int]:
    if part not in question.parts:
        return [-1]
    return _places(question, drawn, part) or [-2]


def _places(question: Question, drawn: Drawn, part: str) -> list[int]:
    """The columns of a part, each with those that are as good; none where the table has no such column."""
    told = question.parts.get(part, ())
    return [drawn.places[name] for equal in told for name in equal if name in drawn.places]


def states_of(texts: Iterable[str]) -> States:
    """States of the encoder's lower layers for each text, in half precision."""
    encoder = e5()
    layers = [encoder.layer(number) for number in range(LOWER)]
    in_order = sorted(set(texts), key=lambda text: (len(text), text))
    found = {}
    for start in range(0, len(in_order), _BATCH):
        own = in_order[start : start + _BATCH]
        numbers = [[number for _, number in encoder.pieces(text)] for text in own]
        rows = encoder.through(*encoder.embedded(numbers), layers)
        for text, state, pieces in zip(own, rows, numbers, strict=True):
            found[text] = state[: len(pieces)].astype(np.float16)
    return found


def texts_in(groups: Iterable[Sequence[Group]]) -> set[str]:
    return {
        text
        for drawn in groups
        for group in drawn
        for text in (*group.texts, *(e.text for e in group.examples))
    }

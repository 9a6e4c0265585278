"""Levels of text that are one and the same: `Yes`, `YES ` and `y`; `Male` and `male`; `x` or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.data.cells.words import MARKS, MISSING_WORDS, NO, YES, folded
from tools.data.fields import sql_text

__all__ = ["Spellings", "find_spellings", "is_mark", "spelling_lines", "spelling_sql"]

_WORDS = {"yes", "no", "ja", "nein", "true", "false", "是", "否", "有", "无"}

Counted = Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Spellings:
    """Which cells of a column say the same."""

    levels: tuple[tuple[str, tuple[str, ...]], ...]  # (the commonest spelling, all of them)
    absent: tuple[str, ...] = ()  # cells that say that there is no value
    rows: int = 0  # whose cell is written another way than its level
    absent_rows: int = 0
    yes_no: bool = False

    @property
    def written(self) -> tuple[str, ...]:
        """The spellings that give way to a commoner one."""
        return tuple(cell for level, cells in self.levels for cell in cells if cell != level)


def find_spellings(cells: Counted) -> Spellings | None:
    """The levels of a column of text, from its different cells and their rows; None if each is its own.

    Words for "no value" are gaps only beside a yes and a no: beside other levels they are one more level.
    """
    absent = tuple((cell, rows) for cell, rows in cells if folded(cell) in MISSING_WORDS)
    rest = [(cell, rows) for cell, rows in cells if folded(cell) not in MISSING_WORDS]
    yes_no = _yes_no(rest)
    if yes_no is not None:
        groups = yes_no
    else:
        by_fold: dict[str, list[tuple[str, int]]] = {}
        for cell, rows in rest:
            by_fold.setdefault(folded(cell), []).append((cell, rows))
        groups = list(by_fold.values())
        absent = () if len(groups) != 2 else absent
    levels = tuple(
        (_commonest(group, yes_no is not None), tuple(cell for cell, _ in group)) for group in groups
    )
    rows = sum(
        n for (level, _), group in zip(levels, groups, strict=True) for cell, n in group if cell != level
    )
    if not rows and not absent:
        return None
    return Spellings(
        levels, tuple(cell for cell, _ in absent), rows, sum(n for _, n in absent), yes_no is not None
    )


def _yes_no(cells: Counted) -> list[list[tuple[str, int]]] | None:
    yes = [(cell, rows) for cell, rows in cells if folded(cell) in YES]
    no = [(cell, rows) for cell, rows in cells if folded(cell) in NO]
    if not yes or not no or len(yes) + len(no) < len(cells):
        return None
    # Single letters are a yes and a no only together: "t" and "f", "j" and "n", never "x" beside "n" alone.
    words = any(len(folded(cell)) > 1 or not folded(cell).isascii() for cell, _ in (*yes, *no))
    pairs = {("y", "n"), ("j", "n"), ("t", "f"), ("1", "0")}
    return [yes, no] if words or (folded(yes[0][0]), folded(no[0][0])) in pairs else None


def _commonest(group: Counted, words: bool = False) -> str:
    """The spelling of most rows; of a yes or a no a whole word rather than a letter or a digit."""
    return max(group, key=lambda pair: (words and folded(pair[0]) in _WORDS, pair[1], pair[0]))[0]


def is_mark(cells: Counted) -> bool:
    """Is there nothing in the column but one sign of a yes, however it is written?"""
    return bool(cells) and all(folded(cell) in MARKS for cell, _ in cells)


def spelling_sql(text: str, found: Spellings) -> str:
    cases = []
    for level, cells in found.levels:
        others = [cell for cell in cells if cell != level]
        if others:
            cases.append(f"WHEN {text} IN ({', '.join(map(sql_text, others))}) THEN {sql_text(level)}")
    if found.absent:
        cases.append(f"WHEN {text} IN ({', '.join(map(sql_text, found.absent))}) THEN NULL")
    return f"CASE {' '.join(cases)} ELSE {text} END"


def spelling_lines(name: str, found: Spellings) -> tuple[str, ...]:
    shown = f"frame[{name!r}]"
    same = {cell: level for level, cells in found.levels for cell in cells if cell != level}
    lines = [f"{shown} = {shown}.replace({same!r})"] if same else []
    if found.absent:
        lines.append(f"{shown} = {shown}.mask({shown}.isin({list(found.absent)!r}))")
    return tuple(lines)

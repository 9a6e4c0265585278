"""Conditional independence of columns with a few levels, from counts: the likelihood ratio G2.

The table is first shrunk to its distinct rows with their counts, so a test costs one `bincount`. Degrees of
freedom count only the levels that occur within each stratum of the given columns, as Spirtes, Glymour &
Scheines (2000, 5.5) and Tsamardinos et al. (2006) advise; strata with a single row say nothing. Blind when
the
given columns have so many combinations that most strata hold one or two rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import special

from tools.independence.interface import Codes, Frame, Matrix, Question, Vector

MOST_CELLS = 4_000_000  # a larger cross table is renumbered to the cells that occur


@dataclass(frozen=True)
class CountTest:
    """Tests from the distinct rows of integer-coded columns."""

    names: tuple[str, ...]
    rows: int
    codes: Codes  # (columns, distinct rows), each column 0..levels-1
    counts: Vector  # (distinct rows,)
    levels: tuple[int, ...]
    label: str = "G-squared (counts)"
    _known: dict[Question, tuple[float, float]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, frame: Frame) -> CountTest:
        """From a frame without missing values; every column's values are its levels."""
        import pandas as pd

        coded = np.array([pd.factorize(frame[name], sort=True)[0] for name in frame.columns], dtype=np.int64)
        distinct, counts = np.unique(coded, axis=1, return_counts=True)
        levels = tuple(int(row.max()) + 1 if row.size else 0 for row in coded)
        return cls(tuple(map(str, frame.columns)), len(frame), distinct, counts.astype(np.float64), levels)

    def p_values(self, questions: Sequence[Question]) -> Vector:
        return np.array([self._answer(asked)[0] for asked in questions])

    def strengths(self, questions: Sequence[Question]) -> Vector:
        return np.array([self._answer(asked)[1] for asked in questions])

    def _answer(self, asked: Question) -> tuple[float, float]:
        x, y, given = min(asked[0], asked[1]), max(asked[0], asked[1]), tuple(sorted(asked[2]))
        key = (x, y, given)
        # Discovery and permutations come back to the same questions again and again.
        if key not in self._known:
            self._known[key] = self._g_squared(x, y, given)
        return self._known[key]

    def _g_squared(self, x: int, y: int, given: tuple[int, ...]) -> tuple[float, float]:
        wide, tall = self.levels[x], self.levels[y]
        stratum, strata = self._strata(given, wide * tall)
        cell = (stratum * wide + self.codes[x]) * tall + self.codes[y]
        table: Matrix = np.asarray(np.bincount(cell, self.counts, strata * wide * tall), dtype=np.float64)
        table = table.reshape(strata, wide, tall)
        by_x, by_y = table.sum(axis=2), table.sum(axis=1)
        total = by_x.sum(axis=1)
        occurring_x, occurring_y = (by_x > 0).sum(axis=1), (by_y > 0).sum(axis=1)
        free = float(np.maximum((occurring_x - 1) * (occurring_y - 1), 0).sum())
        if free == 0:
            return 1.0, 0.0
        statistic = 2 * (_entropy(table) - _entropy(by_x) - _entropy(by_y) + _entropy(total))
        strength = np.sqrt(max(1 - np.exp(-max(statistic, 0.0) / self.rows), 0.0))
        return float(special.chdtrc(free, max(statistic, 0.0))), float(strength)

    def _strata(self, given: tuple[int, ...], cells: int) -> tuple[Codes, int]:
        """The stratum of each distinct row, and how many strata there are."""
        stratum, strata = np.zeros(self.codes.shape[1], dtype=np.int64), 1
        for z in given:
            stratum, strata = stratum * self.levels[z] + self.codes[z], strata * self.levels[z]
            if strata * cells > MOST_CELLS:
                occurring, stratum = np.unique(stratum, return_inverse=True)
                strata = len(occurring)
        return stratum, strata


def _entropy(table: Matrix) -> float:
    """The sum of n log n over the cells that occur."""
    filled = table[table > 0]
    return float(filled @ np.log(filled))

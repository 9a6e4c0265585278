"""Is x independent of y given z? Batched tests that share one summary of the data.

    test = independence_test(frame)                  # Gaussian, mixed or discrete, by what the columns hold
    test.p_values([(0, 1, (2, 3)), (0, 4, ())])      # columns by position

The data are read once: into correlations (`MomentTest`) or into distinct rows with their counts
(`CountTest`). Every further test costs no pass over the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy import special

from tools.errors import DataError, OptionError
from tools.messages import Message

__all__ = ["CountTest", "IndependenceTest", "MomentTest", "Question", "complete_rows", "independence_test"]

# ---------------- What every independence test offers to discovery and falsification


Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Frame = Any  # pandas.DataFrame; pandas is imported where it is used

Question = tuple[int, int, tuple[int, ...]]  # (x, y, given): columns by position

G_SQUARED = Message("independence-g-squared")
PARTIAL_CORRELATION = Message("independence-partial-correlation")


class IndependenceTest(Protocol):
    """Tests on one table. `names` are its columns in order, `rows` the complete rows that were counted."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def rows(self) -> int: ...

    @property
    def label(self) -> Message | str:
        """What the test is, for the person: "partial correlation"."""
        ...

    def p_values(self, questions: Sequence[Question]) -> Vector:
        """Chance of so strong an association if x and y are independent given z; shape (questions,)."""
        ...

    def strengths(self, questions: Sequence[Question]) -> Vector:
        """Size of each association, 0 to 1 (partial correlation, or its canonical or Cramer form)."""
        ...


# ---------------- Conditional independence of columns with a few levels, from counts: the likelihood ratio G


MOST_CELLS = 4_000_000  # a larger cross table is renumbered to the cells that occur


@dataclass(frozen=True)
class CountTest:
    """Tests from the distinct rows of integer-coded columns."""

    names: tuple[str, ...]
    rows: int
    codes: Codes  # (columns, distinct rows), each column 0..levels-1
    counts: Vector  # (distinct rows,)
    levels: tuple[int, ...]
    label: Message = G_SQUARED
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


# ---------------- Conditional independence out of one correlation matrix: Gaussian, and mixed columns as ind


BATCH = 20_000  # questions of one shape inverted at once; bounds the memory
# Added to the diagonal of what is inverted, so that a copy among the given columns does no harm.
RIDGE = 1e-10


@dataclass(frozen=True)
class MomentTest:
    """Tests from the correlations of the columns' coordinates."""

    names: tuple[str, ...]
    rows: int
    correlation: Matrix  # (coordinates, coordinates)
    blocks: tuple[tuple[int, ...], ...]  # the coordinates of each column
    label: Message = PARTIAL_CORRELATION

    @cached_property
    def gaussian(self) -> bool:
        """Is every column one number?"""
        return all(len(block) == 1 for block in self.blocks)

    def p_values(self, questions: Sequence[Question]) -> Vector:
        if not self.gaussian:
            return self._answers(questions)[:, 0]
        given = np.array([len(asked[2]) for asked in questions])
        return _fisher(self._partial_correlations(questions), self.rows - given)

    def strengths(self, questions: Sequence[Question]) -> Vector:
        return self._partial_correlations(questions) if self.gaussian else self._answers(questions)[:, 1]

    def _answers(self, questions: Sequence[Question]) -> Matrix:
        """(questions, 2): p-value and strength."""
        found = np.empty((len(questions), 2))
        for places, asked in self._by_shape(questions).values():
            for start in range(0, len(asked), BATCH):
                part = asked[start : start + BATCH]
                found[places[start : start + BATCH]] = self._batch(part)
        return found

    def _partial_correlations(self, questions: Sequence[Question]) -> Vector:
        """Their sizes, one column a number. Questions may have as many given columns as they like: made-up
        columns without any association fill the shorter sets, which changes no answer."""
        if len(questions) > BATCH:
            parts = (questions[start : start + BATCH] for start in range(0, len(questions), BATCH))
            return np.concatenate([self._partial_correlations(part) for part in parts])
        columns, most = len(self.names), max((len(asked[2]) for asked in questions), default=0)
        correlation = np.eye(columns + most)
        correlation[:columns, :columns] = self.correlation
        fill = tuple(range(columns, columns + most))
        rows = [(x, y, *given, *fill[len(given) :]) for x, y, given in questions]
        asked = np.array(rows, dtype=np.intp).reshape(len(rows), 2 + most)
        return _sizes(partial_covariances(correlation, asked[:, :2], asked[:, 2:]))

    def _by_shape(self, questions: Sequence[Question]) -> dict[object, tuple[list[int], list[Question]]]:
        shapes: dict[object, tuple[list[int], list[Question]]] = {}
        size = [len(block) for block in self.blocks]
        for place, (x, y, given) in enumerate(questions):
            shape = (size[x], size[y], sum(size[z] for z in given))
            places, asked = shapes.setdefault(shape, ([], []))
            places.append(place)
            asked.append((x, y, given))
        return shapes

    def _batch(self, questions: Sequence[Question]) -> Matrix:
        blocks = self.blocks
        ends = np.array([[*blocks[x], *blocks[y]] for x, y, _ in questions])
        given = np.array([[c for z in asked[2] for c in blocks[z]] for asked in questions], dtype=np.intp)
        residual = partial_covariances(self.correlation, ends, given)
        left, right = len(blocks[questions[0][0]]), len(blocks[questions[0][1]])
        if left == right == 1:
            sizes = _sizes(residual)
            return np.column_stack([_fisher(sizes, self.rows - given.shape[1]), sizes])
        return _wilks(residual, left, self.rows - given.shape[1])


def partial_covariances(correlation: Matrix, ends: np.ndarray, given: np.ndarray) -> Matrix:
    """Covariances of the coordinates `ends` (m, k) with `given` (m, s) taken out; shape (m, k, k)."""
    width = ends.shape[1]
    asked = np.concatenate([ends, given], axis=1)
    among = correlation.take(asked[:, :, None] * len(correlation) + asked[:, None, :])
    residual = among[:, :width, :width]
    if given.shape[1] == 0:
        return np.asarray(residual)
    inner = among[:, width:, width:] + RIDGE * np.eye(given.shape[1])
    cross = among[:, width:, :width]
    return np.asarray(residual - cross.transpose(0, 2, 1) @ np.linalg.solve(inner, cross))


def _sizes(residual: Matrix) -> Vector:
    """Partial correlations without their sign, out of the covariances of two columns each (m, 2, 2)."""
    variances = residual[:, 0, 0] * residual[:, 1, 1]
    # A column that the given ones determine has nothing left to be associated with anything.
    known = variances > 1e-14
    r = np.abs(residual[:, 0, 1]) / np.sqrt(np.where(known, variances, np.inf))
    return np.asarray(np.minimum(r, 1 - 1e-15))


def _fisher(sizes: Vector, rows_left: int | Vector) -> Vector:
    """The p-value of each partial correlation, by Fisher's z."""
    z = np.sqrt(np.maximum(rows_left - 3, 0)) * np.arctanh(sizes)
    return np.asarray(2 * special.ndtr(-z))


def _wilks(residual: Matrix, left: int, rows_left: int) -> Matrix:
    size = residual.shape[1]
    right = size - left
    scale = residual + 1e-9 * np.eye(size)
    log_ratio = (
        np.linalg.slogdet(scale[:, :left, :left])[1]
        + np.linalg.slogdet(scale[:, left:, left:])[1]
        - np.linalg.slogdet(scale)[1]
    )
    log_ratio = np.maximum(log_ratio, 0.0)
    statistic = max(rows_left - 1 - (left + right + 1) / 2, 0.0) * log_ratio
    strength = np.sqrt(1 - np.exp(-log_ratio / min(left, right)))
    return np.asarray(np.column_stack([special.chdtrc(left * right, statistic), strength]))


# ---------------- The test that fits the columns: Gaussian for numbers, counts for levels, blocks of moments


KINDS = ("auto", "gaussian", "rank", "mixed", "discrete")
FEW_LEVELS = 12  # numbers with at most so many values may be taken for levels
MOST_LEVELS = 30  # a category with more has too few rows a level
FEWEST_ROWS = 20
BAND, NARROW = 4, 24  # columns multiplied at once, and the widest table that this pays for
FIRST_ROWS = 64  # enough to see that a column of floats has more than a few values


def independence_test(frame: Frame, kind: str = "auto") -> IndependenceTest:
    """A test over the complete rows of `frame`, whose columns are numbers, true/false, text or categories.

    `kind`: "gaussian" (every column a number), "rank" (the same on normal scores: robust to skew and
    outliers; Harris & Drton 2013, JMLR 14), "discrete" (every column's values are levels), "mixed", or
    "auto": discrete where every column has at most `FEW_LEVELS` values, else Gaussian where every column is
    a number, else mixed.

    Raises:
        DataError: a column that never varies or has too many levels, or fewer than 20 complete rows.
        OptionError: an unknown kind, or one that the columns do not fit.
    """
    if kind not in KINDS:
        raise OptionError(f"There is no independence test {kind!r}. Use one of {', '.join(KINDS)}.")
    if kind in ("auto", "gaussian"):
        plain = _plain_numbers(frame, kind)
        if plain is not None:
            return plain
    complete = complete_rows(frame)
    _check(complete, frame)
    kind = _fitting(complete) if kind == "auto" else kind
    if kind == "discrete":
        return CountTest.of(complete)
    return _moment_test(complete, kind)


def complete_rows(frame: Frame) -> Frame:
    """The rows with a finite value in every column."""
    return frame.replace([np.inf, -np.inf], np.nan).dropna()


def _plain_numbers(frame: Frame, kind: str) -> MomentTest | None:
    """The Gaussian test of a table of floats that all vary and have no gap; None: look column by column.

    Whether there is a gap shows in the sums of squares, so the rows are read once.
    """
    if len(frame) < FEWEST_ROWS:
        return None
    values = frame.to_numpy()
    if values.dtype != np.float64:
        return None
    # Read-only: pandas lends its own memory, so every column is of this type. A copy has to be asked about.
    if values.flags.writeable and any(dtype.kind != "f" for dtype in frame.dtypes.tolist()):
        return None
    first = values[:FIRST_ROWS].T
    if kind == "auto" and not any(len(set(column.tolist())) > FEW_LEVELS for column in first):
        return None
    products = _centred_products(values)
    if products is None:
        return None
    names = tuple(map(str, frame.columns.tolist()))
    blocks = tuple((place,) for place in range(len(names)))
    return MomentTest(names, len(values), _scaled(products), blocks)


def _check(complete: Frame, frame: Frame) -> None:
    if len(complete) < FEWEST_ROWS:
        raise DataError(
            f"Only {len(complete)} of {len(frame)} rows have a value in every column; independence tests "
            f"need {FEWEST_ROWS}. Leave out the columns with the most missing values."
        )
    for name in complete.columns:
        distinct = complete[name].nunique()
        if distinct < 2:
            raise DataError(f"Column {name!r} never varies in the complete rows. Leave it out.")
        if distinct > MOST_LEVELS and not _is_number(complete[name]):
            raise DataError(
                f"Column {name!r} has {distinct} levels; independence tests take up to {MOST_LEVELS}. "
                "Leave it out or merge levels."
            )


def _is_number(column: Frame) -> bool:
    return column.dtype.kind in "iufb"


def _fitting(frame: Frame) -> str:
    few = [frame[name].nunique() <= FEW_LEVELS for name in frame.columns]
    if all(few):
        return "discrete"
    if all(_is_number(frame[name]) for name in frame.columns):
        return "gaussian"
    return "mixed"


# What a test out of one correlation matrix is called, by its kind.
LABELS = {
    "gaussian": PARTIAL_CORRELATION,
    "rank": Message("independence-normal-scores"),
    "mixed": Message("independence-likelihood-ratio"),
}


def _moment_test(frame: Frame, kind: str) -> MomentTest:
    if kind != "mixed":
        for name in frame.columns:
            if not _is_number(frame[name]):
                raise OptionError(f"Column {name!r} is no number; a {kind} test needs numbers. Use 'mixed'.")
    parts: list[Matrix] = []
    blocks: list[tuple[int, ...]] = []
    for name in frame.columns:
        part = _coordinates(frame[name], kind)
        start = sum(p.shape[1] for p in parts)
        blocks.append(tuple(range(start, start + part.shape[1])))
        parts.append(part)
    names, correlation = tuple(map(str, frame.columns)), correlations(np.hstack(parts))
    return MomentTest(names, len(frame), correlation, tuple(blocks), LABELS[kind])


def _coordinates(column: Frame, kind: str) -> Matrix:
    if not _is_number(column):
        import pandas as pd

        codes, levels = pd.factorize(column, sort=True)
        return np.asarray(codes[:, None] == np.arange(len(levels) - 1), dtype=np.float64)
    values = column.to_numpy(dtype=np.float64)
    if kind == "rank" or (kind == "mixed" and column.nunique() > FEW_LEVELS):
        from scipy import stats

        values = np.asarray(stats.norm.ppf(stats.rankdata(values) / (len(values) + 1)))
    return np.asarray(values[:, None])


def correlations(values: Matrix) -> Matrix:
    """Pearson correlations of the columns of `values` (rows, coordinates)."""
    products = _centred_products(values)
    if products is None:
        centred = values - values.mean(axis=0)
        products = centred.T @ centred
    return _scaled(products)


def _centred_products(values: Matrix) -> Matrix | None:
    """Sums of squares and products about the means, in one pass over the rows.

    None where a column does not vary, has a gap, or has so large a mean that subtracting its product
    afterwards would cost digits.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        products = cross_products(values)
        sums = np.ones(len(values)) @ values
        least = 1e-3 * products.diagonal()
        products -= sums[:, None] * (sums / len(values))
        return products if (products.diagonal() > least).all() else None


def cross_products(values: Matrix) -> Matrix:
    """`values.T @ values`, the same to rounding.

    A narrow table is taken a few columns against all: for so small a result the linear algebra has kernels
    that need no packing, which its symmetric product never uses (OpenBLAS: half the time at 20 columns).
    """
    rows, columns = values.shape
    if not BAND < columns <= NARROW or rows < columns:
        return np.asarray(values.T @ values)
    products = np.empty((columns, columns))
    for start in range(0, columns, BAND):
        band = slice(start, start + BAND)
        # The last band takes more columns than it needs: a square product would be done the symmetric way.
        rest = slice(min(start, columns - BAND - 1), None)
        part = values.T[band] @ values[:, rest]
        products[band, rest] = part
        products[rest, band] = part.T
    return products


def _scaled(products: Matrix) -> Matrix:
    scale = 1.0 / np.sqrt(products.diagonal())
    return np.asarray(products * (scale[:, None] * scale))

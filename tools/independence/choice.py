"""The test that fits the columns: Gaussian for numbers, counts for levels, blocks of moments for both."""

from __future__ import annotations

import numpy as np

from tools.errors import DataError, OptionError
from tools.independence.counts import CountTest
from tools.independence.interface import Frame, IndependenceTest, Matrix
from tools.independence.moments import MomentTest

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
    label = {"gaussian": "partial correlation", "rank": "partial correlation of normal scores"}.get(
        kind, "likelihood ratio of numbers and indicators"
    )
    return MomentTest(
        tuple(map(str, frame.columns)), len(frame), correlations(np.hstack(parts)), tuple(blocks), label
    )


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

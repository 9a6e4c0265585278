"""What the engine can read: a DataFrame as it stands in memory, anything else through `tools.data`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tools.engine.arrays import Matrix, Vector, picked
from tools.engine.design import DENSE, Dense, Layout, designs, in_label_order
from tools.engine.rows import FILE_CELLS, FILE_TILE, TILE, CodedColumn, Columns, MemoryRows, Progress, Rows
from tools.engine.statistics import Statistics
from tools.engine.threads import ahead
from tools.errors import DataError, OptionError, unknown_column

if TYPE_CHECKING:
    from tools.data.table import Table

# ---------------- Statistics of a table in memory: totals at once, everything else when something asks for i


def layout_of(rows: MemoryRows, shift: Vector) -> Layout | None:
    """The coordinates, known before the pass; None where they are too many to write down row by row."""
    labels = tuple(levels.labels for levels in rows.levels)
    if 1 + len(rows.columns.numbers) + sum(max(len(values) - 1, 0) for values in labels) > DENSE:
        return None
    bases = []
    for values, counts in zip(labels, rows.level_counts(), strict=True):
        # The most frequent level; among equals the first by name, whatever the order of the rows.
        ordered = in_label_order(values)
        bases.append(ordered[int(np.argmax(counts[ordered]))])
    return Layout(rows.columns, labels, tuple(bases), shift)


def totals(rows: MemoryRows, layout: Layout, blocks: int, seed: int, progress: Progress | None) -> Statistics:
    """One pass for the cross-products over all rows."""
    total = np.zeros((layout.width + 2, layout.width + 2))
    dropped, binary, binary_outcome = 0, True, True
    for tile, design in designs(rows, layout, progress, ends=True):
        dropped += tile.dropped
        binary = binary and zero_one(tile.treatment)
        binary_outcome = binary_outcome and zero_one(tile.outcome)
        total += design.gram()
    return Statistics(
        layout, round(float(total[0, 0])), dropped, total, binary, binary_outcome, seed, blocks, source=rows
    )


def arms(statistics: Statistics) -> Matrix:
    """Cross-products by arm, without the treatment (2, q - 1, q - 1)."""
    layout, total = statistics.layout, statistics.total
    keep = [*range(layout.width), layout.width + 1]
    treated = np.zeros((len(keep), len(keep)))
    for tile, design in designs(statistics.rows_again(), layout, ends=True):
        # The rows themselves, which are fewer, before all rows with weights of zero and one.
        ones = (
            design.where(tile.treatment == 1).gram()
            if isinstance(design, Dense)
            else design.gram(tile.treatment)
        )
        treated += picked(ones, keep, keep)
    return np.stack([picked(total, keep, keep) - treated, treated])


def zero_one(values: Vector) -> bool:
    """Is every value 0 or 1?"""
    return bool(((values == 0.0) | (values == 1.0)).all())


def open_rows(
    source: object,
    treatment: str,
    outcome: str,
    covariates: Sequence[str],
    *,
    categories: Sequence[str] = (),
) -> Rows:
    """Prepare to read these columns of anything that `tools.data.open_table` takes.

    Text and `category` columns are categories, and so are the numbers named in `categories`. Treatment and
    outcome have to be numbers or true/false.

    Raises:
        DataError: a column is not there or cannot be used as what it is needed for.
        OptionError: a column has two roles.
    """
    names = [treatment, outcome, *covariates]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise OptionError(f"{twice[0]!r} has two roles. Name it as treatment, outcome or covariate, once.")
    if isinstance(source, pd.DataFrame):
        return _frame_rows(source, treatment, outcome, covariates, frozenset(categories))
    # Imported here: a frame needs none of it, and it takes longer to load than most frames to scan.
    from tools.data import open_table

    return _table_rows(open_table(source), treatment, outcome, covariates, frozenset(categories))


def _split(
    treatment: str, outcome: str, covariates: Sequence[str], is_number: Callable[[str], bool]
) -> Columns:
    for name, role in ((treatment, "treatment"), (outcome, "outcome")):
        if not is_number(name):
            raise DataError(f"The {role} {name!r} holds no numbers. Code its levels as 0 and 1.")
    numbers = tuple(name for name in covariates if is_number(name))
    return Columns(treatment, outcome, numbers, tuple(name for name in covariates if name not in numbers))


def _frame_rows(
    frame: pd.DataFrame, treatment: str, outcome: str, covariates: Sequence[str], coded: frozenset[str]
) -> Rows:
    known = frame.columns
    for name in (treatment, outcome, *covariates):
        if name not in known:
            raise unknown_column(name, "the DataFrame", map(str, known))
    # Each column is taken out once: with a few thousand rows pandas' look-ups cost as much as the sums.
    series = {name: frame[name] for name in (treatment, outcome, *covariates)}
    numeric = {name for name, column in series.items() if name not in coded and _is_number(column.dtype)}
    columns = _split(treatment, outcome, covariates, numeric.__contains__)
    pieces: list[Any] = []
    for name in (columns.treatment, columns.outcome, *columns.numbers):
        column = series[name]
        pieces.append(
            column.to_numpy()
            if isinstance(column.dtype, np.dtype)
            else column.to_numpy(dtype=np.float64, na_value=np.nan)
        )
    rows = MemoryRows(columns, pieces, "the DataFrame")
    for levels in rows.levels:
        column = series[levels.name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes, labels = column.array.codes, column.array.categories
        else:
            codes, labels = pd.factorize(column)
        table = np.append(levels.positions(labels.tolist()), -1)
        identity = np.array_equal(table[:-1], np.arange(len(table) - 1))
        pieces.append(CodedColumn(codes if identity else table[codes]))
    return rows


def _is_number(dtype: Any) -> bool:
    if isinstance(dtype, np.dtype):
        return dtype.kind in "iufb"
    return bool(pd.api.types.is_numeric_dtype(dtype))


def _table_rows(
    table: Table, treatment: str, outcome: str, covariates: Sequence[str], coded: frozenset[str]
) -> Rows:
    from tools.data.table import clean_text

    kinds = {name: table.field(name).kind for name in (treatment, outcome, *covariates)}
    columns = _split(
        treatment, outcome, covariates, lambda name: name not in coded and kinds[name] in ("number", "bool")
    )
    count = 2 + len(columns.numbers)
    tile = min(FILE_TILE, max(TILE, FILE_CELLS // len(columns.names)))

    def pieces() -> Iterator[list[Any]]:
        for batch in table.batches(columns.names, tile, as_numbers=columns.names[:count]):
            floats = [_float_array(batch.column(i)) for i in range(count)]
            texts = [batch.column(i) for i in range(count, len(columns.names))]
            yield [*floats, *(text.dictionary_encode() for text in texts)]

    # Reading and encoding the next batch overlaps with the work on this one.
    return Rows(columns, lambda: ahead(pieces()), table.source, clean_text, tile)


def _float_array(column: Any) -> Vector:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)

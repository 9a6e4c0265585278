"""What the engine can read: a DataFrame as it stands in memory, anything else through `tools.data`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tools.engine.arrays import Vector
from tools.engine.rows import FILE_CELLS, FILE_TILE, TILE, CodedColumn, Columns, MemoryRows, Rows
from tools.engine.threads import ahead
from tools.errors import DataError, OptionError, unknown_column

if TYPE_CHECKING:
    from tools.data.table import Table


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

"""`open_table`: any table a person may have -> `Table`."""

from __future__ import annotations

import os

import duckdb
import pandas as pd
import pyarrow as pa

from tools.data.files import open_path
from tools.data.in_memory import memory_reader, open_arrow, open_frame, open_relation
from tools.data.reader import MemoryReader
from tools.data.table import Table
from tools.errors import DataError


def open_table(source: object, *, name: str | None = None) -> Table:
    """Open a table for reading; nothing of the source is ever changed.

    Args:
        source: path of a CSV-like text file (any usual separator, encoding and decimal mark; .gz, .bz2, .xz),
            a Parquet file or glob, an Excel workbook (first sheet), a Stata or JSON file; or a pandas
            DataFrame (its index is left out unless it has a name), a polars DataFrame, a pyarrow Table, a
            DuckDB relation, or anything else with the Arrow stream interface.
        name: label to use instead of the file's name.

    Raises:
        DataError: the source is missing, unreadable, empty or has two columns of one name.
    """
    if isinstance(source, Table):
        return source
    if isinstance(source, (str, os.PathLike)):
        return open_path(os.fspath(source), name)
    if isinstance(source, pd.DataFrame):
        return open_frame(source, name or "DataFrame", memory_reader(source, "DataFrame"))
    if isinstance(source, duckdb.DuckDBPyRelation):
        return open_relation(source, name or "DuckDB relation")
    if isinstance(source, pa.Table):
        return open_arrow(source, name or "Arrow table", MemoryReader("Arrow table", ".to_pandas()"))
    if hasattr(source, "collect") and type(source).__name__ == "LazyFrame":
        source = source.collect()
    if hasattr(source, "__arrow_c_stream__"):
        reader = MemoryReader("DataFrame", ".to_pandas()")
        return open_arrow(pa.table(source), name or "DataFrame", reader)
    raise DataError(
        f"A {type(source).__name__} is not a table. Pass a file path, a pandas or polars DataFrame, "
        "a pyarrow Table or a DuckDB relation."
    )

"""Tables that the caller holds in memory."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pandas as pd
import pyarrow as pa

from tools.data.connection import connect, numbered
from tools.data.fields import infer_fields
from tools.data.reader import MemoryReader, Reader
from tools.data.table import Table
from tools.data.to_arrow import column_names, frame_to_arrow
from tools.errors import DataError


def open_frame(
    frame: pd.DataFrame, label: str, reader: Reader, *, path: str | None = None, notes: Sequence[str] = ()
) -> Table:
    if any(level is not None for level in frame.index.names):
        frame = frame.reset_index(allow_duplicates=True)  # a copy; a named index is a column
    names = column_names(list(frame.columns), label)
    return _from_arrow(frame_to_arrow(frame), names, label, reader, path=path, notes=notes)


def memory_reader(frame: pd.DataFrame, kind: str) -> MemoryReader:
    """How the caller's own frame becomes the one that was read."""
    named = any(level is not None for level in frame.index.names)
    converted = {}
    for name, dtype in zip(frame.columns, frame.dtypes, strict=True):
        if isinstance(dtype, pd.PeriodDtype):
            converted[str(name)] = ".dt.to_timestamp()"
        elif dtype.kind == "m":
            converted[str(name)] = ".dt.total_seconds() / 86400.0"
    return MemoryReader(kind, ".reset_index()" if named else "", rename=odd_names(frame), converted=converted)


def odd_names(frame: pd.DataFrame) -> bool:
    return any(not isinstance(name, str) for name in frame.columns)


def open_arrow(table: pa.Table, label: str, reader: Reader) -> Table:
    names = column_names(list(table.column_names), label)
    return _from_arrow(table.rename_columns([f"c{i}" for i in range(len(names))]), names, label, reader)


def _from_arrow(
    table: pa.Table,
    names: Sequence[str],
    label: str,
    reader: Reader,
    *,
    path: str | None = None,
    notes: Sequence[str] = (),
) -> Table:
    connection = connect()
    relation = connection.from_arrow(table)
    fields = infer_fields(relation, names)
    opened = Table(
        relation,
        fields,
        source=label,
        path=path,
        reader=reader,
        notes=notes,
        connection=connection,
        owner=table,
    )
    return with_rows(opened)


def open_relation(relation: duckdb.DuckDBPyRelation, label: str) -> Table:
    names = column_names(list(relation.columns), label)
    try:
        columns = numbered(relation)
        fields = infer_fields(columns, names)
    except duckdb.Error as error:
        raise DataError(f"The DuckDB relation cannot be read: {str(error).splitlines()[0]}") from error
    reader = MemoryReader("DuckDB relation", ".df()")
    return with_rows(Table(columns, fields, source=label, reader=reader, owner=relation))


def with_rows(table: Table) -> Table:
    if table.rows == 0:
        table.close()
        raise DataError(f"{table.source} has columns but no rows.")
    return table

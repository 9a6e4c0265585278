"""Tables that the caller holds in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from tools.data.fields import infer_fields
from tools.data.script import MemoryReader, Reader
from tools.data.table import Table, connect, numbered
from tools.errors import DataError
from tools.messages import Message

# ---------------- Frames in memory -> Arrow tables with columns c0, c1, ...; the caller's object is only rea


def column_names(names: list[Any], source: str) -> tuple[str, ...]:
    """Names as text.

    Raises:
        DataError: two columns share a name, or there are none.
    """
    if not names:
        raise DataError(f"{source} has no columns.")
    if any(isinstance(name, tuple) for name in names):
        raise DataError(
            f"{source} has column names in several levels. Flatten them first: "
            "frame.columns = ['_'.join(map(str, c)) for c in frame.columns]."
        )
    texts = [str(name) for name in names]
    twice = sorted({name for name in texts if texts.count(name) > 1}) if len(set(texts)) < len(texts) else []
    if twice:
        shown = ", ".join(map(repr, twice[:5]))
        raise DataError(
            f"{source} has more than one column named {shown}. Rename or drop the repeated columns: "
            "AskWhy cannot tell which one is meant."
        )
    return tuple(texts)


def frame_to_arrow(frame: pd.DataFrame) -> pa.Table:
    """Columns c0, c1, ... of a DataFrame; numbers without a copy, everything unusual as text."""
    arrays = [_array(frame.iloc[:, i]) for i in range(frame.shape[1])]
    return pa.Table.from_arrays(arrays, names=[f"c{i}" for i in range(len(arrays))])


def _array(series: pd.Series) -> Any:
    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _array(series.astype(dtype.categories.dtype if not series.isna().any() else object))
    if isinstance(dtype, np.dtype) and dtype.kind in "iufb":
        values = series.to_numpy()
        return pa.array(values.astype(np.float32) if dtype == np.float16 else values)
    if isinstance(dtype, pd.DatetimeTZDtype):
        return pa.array(series.dt.tz_convert("UTC").dt.tz_localize(None), from_pandas=True)
    if isinstance(dtype, np.dtype) and dtype.kind == "M":
        return pa.array(series, from_pandas=True)
    if isinstance(dtype, np.dtype) and dtype.kind == "m":
        return pa.array(series.dt.total_seconds() / 86400.0, from_pandas=True)
    if isinstance(dtype, np.dtype) and dtype.kind == "c":
        return pa.array(series.map(str))
    if isinstance(dtype, pd.PeriodDtype):
        return pa.array(series.dt.to_timestamp(), from_pandas=True)
    return _objects(series)


def _objects(series: pd.Series) -> Any:
    """Objects: true/false, numbers and dates where all are such, else their text."""
    inferred = pd.api.types.infer_dtype(series, skipna=True)
    if inferred == "boolean":
        return pa.array(series, type=pa.bool_(), from_pandas=True)
    if inferred in ("integer", "floating", "mixed-integer-float", "decimal"):
        return pa.array(pd.to_numeric(series, errors="coerce").astype(float), from_pandas=True)
    if inferred in ("datetime64", "datetime", "date"):
        return pa.array(pd.to_datetime(series, utc=True).dt.tz_localize(None), from_pandas=True)
    return pa.array(series.astype(object).map(_text, na_action="ignore"), type=pa.string(), from_pandas=True)


def _text(value: object) -> str:
    # Lone surrogates cannot be stored as UTF-8; a replacement character keeps the row.
    return str(value).encode("utf-8", "replace").decode("utf-8")


def open_frame(
    frame: pd.DataFrame, label: str, reader: Reader, *, path: str | None = None, notes: Sequence[Message] = ()
) -> Table:
    if _index_columns(frame):
        own = [place for place, level in enumerate(frame.index.names) if level not in _index_columns(frame)]
        # A copy; a named index is a column, unless a column has its name already.
        frame = frame.reset_index(own, drop=True) if own else frame
        frame = frame.reset_index()
    elif any(level is not None for level in frame.index.names):
        frame = frame.reset_index(drop=True)
    names = column_names(list(frame.columns), label)
    return _from_arrow(frame_to_arrow(frame), names, label, reader, path=path, notes=notes)


def _index_columns(frame: pd.DataFrame) -> list[Any]:
    """The levels of the index that hold something beside the columns: named, and not like one of them."""
    return [level for level in frame.index.names if level is not None and level not in frame.columns]


def memory_reader(frame: pd.DataFrame, kind: str) -> MemoryReader:
    """How the caller's own frame becomes the one that was read."""
    converted = {}
    for name, dtype in zip(frame.columns, frame.dtypes, strict=True):
        if isinstance(dtype, pd.PeriodDtype):
            converted[str(name)] = ".dt.to_timestamp()"
        elif dtype.kind == "m":
            converted[str(name)] = ".dt.total_seconds() / 86400.0"
    return MemoryReader(kind, _index_code(frame), rename=odd_names(frame), converted=converted)


def _index_code(frame: pd.DataFrame) -> str:
    """Pandas code that does with the index what `open_frame` does."""
    kept = _index_columns(frame)
    if not kept:
        return ""
    dropped = [place for place, level in enumerate(frame.index.names) if level not in kept]
    return f".reset_index({dropped!r}, drop=True).reset_index()" if dropped else ".reset_index()"


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
    notes: Sequence[Message] = (),
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

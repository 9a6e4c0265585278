"""Frames in memory -> Arrow tables with columns c0, c1, ...; the caller's object is only read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from tools.errors import DataError


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

"""Parquet columns read by Arrow are what DuckDB makes of them; what they read differently is DuckDB's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from tools.data import open_table, table
from tools.data.table import reads_alike
from tools.engine import regression, scan
from tools.errors import DataError

NUMBERS = ("whole", "half", "single", "yes", "result")


def written(folder: Path, **changes: Any) -> Path:
    """Columns of every plain kind, some cells missing, a dictionary with a level that no row has."""
    draw = np.random.default_rng(5)
    rows = 3000
    columns: dict[str, Any] = {
        "whole": pa.array(draw.integers(-5, 5, rows), pa.int16()),
        "half": pa.array([None if i % 97 == 0 else float(i % 7) for i in range(rows)]),
        "single": pa.array(draw.standard_normal(rows), pa.float32()),
        "yes": pa.array(draw.random(rows) < 0.4),
        "text": pa.array([(" north", "south", "", "NA", None)[i % 11 % 5] for i in range(rows)]),
        "coded": pa.DictionaryArray.from_arrays(
            pa.array([None if i % 89 == 0 else i % 3 for i in range(rows)], pa.int8()),
            pa.array(["a", "b", "c", "nobody"]),
        ),
        "result": pa.array(draw.standard_normal(rows)),
    }
    path = folder / "trips.parquet"
    parquet.write_table(pa.table(columns | changes), path, row_group_size=1000)
    return path


def cells(path: Path, names: Sequence[str], numbers: Sequence[str]) -> list[list[Any]]:
    found: list[list[Any]] = [[] for _ in names]
    for batch in open_table(str(path)).batches(names, 700, as_numbers=numbers):
        for column, values in zip(found, batch.columns, strict=True):
            column += values.to_pylist()
    return found


def test_both_readers_give_the_same_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path)
    names = (*NUMBERS, "text", "coded")
    assert reads_alike([path], names, NUMBERS)
    by_arrow = cells(path, names, NUMBERS)
    monkeypatch.setattr(table, "reads_alike", lambda *_: False)
    by_duckdb = cells(path, names, NUMBERS)
    assert by_arrow == by_duckdb
    assert by_arrow[1].count(None) == 31


def test_both_readers_give_the_same_statistics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(written(tmp_path))
    found = []
    for alike in (reads_alike, lambda *_: False):
        monkeypatch.setattr(table, "reads_alike", alike)
        found.append(scan(path, "yes", "result", ["whole", "half", "single", "text", "coded"]))
    ours, theirs = found
    assert (ours.rows, ours.rows_dropped) == (theirs.rows, theirs.rows_dropped)
    assert regression(ours).value == pytest.approx(regression(theirs).value, rel=1e-13)
    np.testing.assert_allclose(ours.blocks, theirs.blocks, rtol=1e-10, atol=1e-9)
    # No level without rows.
    assert "nobody" not in [label for labels in ours.layout.levels for label in labels]


def test_what_duckdb_reads_otherwise_is_left_to_it(tmp_path: Path) -> None:
    dates = pa.array([f"2026-01-{i % 28 + 1:02}" for i in range(3000)])
    decimals = pa.array([i % 5 for i in range(3000)], pa.decimal128(9, 2))
    path = written(tmp_path, decimal=decimals, Text=dates)
    assert not reads_alike([path], ["whole"], ["whole"])  # "text" and "Text" are one name to DuckDB
    path = written(tmp_path, decimal=decimals)
    assert reads_alike([path], ["whole"], ["whole"])
    assert not reads_alike([path], ["decimal"], ["decimal"])
    assert not reads_alike([path], ["whole"], [])  # a number as a category: DuckDB writes it as text
    assert not reads_alike([], ["whole"], ["whole"])
    assert cells(path, ["decimal"], ["decimal"])[0][:3] == [0.0, 1.0, 2.0]


def test_a_closed_table_and_a_vanished_file_are_one_clear_error(tmp_path: Path) -> None:
    path = written(tmp_path)
    opened = open_table(str(path))
    batches = opened.batches(["whole"], 700, as_numbers=["whole"])
    path.unlink()
    with pytest.raises(DataError, match=r"trips\.parquet cannot be read"):
        next(batches)
    path = written(tmp_path)
    opened = open_table(str(path))
    opened.close()
    with pytest.raises(DataError, match="cannot be read"):
        next(opened.batches(["whole"], 700, as_numbers=["whole"]))

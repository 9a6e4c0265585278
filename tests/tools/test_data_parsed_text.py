"""A text table is parsed once, and nothing that a person sees tells where its values are kept."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from assistant import Assistant
from tools.data import open_table, profile_table
from tools.data import sources as parsed_text
from tools.errors import DataError

ROWS = 3000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Numbers with gaps and blanks, text with quotes and lines, dates, true/false, a late word."""
    draw = np.random.default_rng(5)
    season = draw.choice(["winter", "summer"], ROWS)
    treated = draw.random(ROWS) < np.where(season == "summer", 0.6, 0.3)
    sales = 5 + 2 * treated + 3 * (season == "summer") + draw.normal(size=ROWS)
    lines = ["id,season,discount,sales,age,note,day,member,size"]
    for i in range(ROWS):
        age = [" NA ", "inf", "", f"{20 + i % 50}"][min(i % 40, 3)]
        note = ['"two\nlines"', '"a ""quoted"" word"', " N/A", "\u00a0caf\u00e9\u00a0"][i % 4]
        size = "large" if i == ROWS - 1 else f"{i % 7}"
        lines.append(
            f"{i + 500},{season[i]},{int(treated[i])},{sales[i]!r},{age},{note},2020-01-{i % 28 + 1:02d},"
            f"{str(i % 3 == 0).upper()}, {size}"
        )
    file = tmp_path / "shop.csv"
    file.write_text("\n".join(lines).replace("np.float64(", "").replace(")", ""), encoding="utf-8")
    return file


def full_disk(*_: object) -> None:
    raise OSError("No space left on device")


@pytest.mark.parametrize("way", ["disk", "each time"])
def test_a_large_file_reads_as_a_small_one(path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small = open_table(path)
    monkeypatch.setattr(parsed_text, "_IN_MEMORY", 0)
    if way == "each time":
        monkeypatch.setattr(parsed_text, "_on_disk", full_disk)
    large = open_table(path)
    found = profile_table(large)
    if way == "disk":
        assert found == profile_table(small)
    assert large.fingerprint == small.fingerprint
    assert found.columns == profile_table(small).columns
    assert [column.kind for column in found.columns] == [
        "identifier", "binary", "binary", "number", "count", "category", "time", "binary", "category",
    ]  # fmt: skip
    assert large.read_code == small.read_code and str(path) in large.read_code
    assert list(large.frame(["id"])["id"]) == list(range(500, 500 + ROWS))
    pd.testing.assert_frame_equal(large.frame(large.columns), small.frame(small.columns))


def test_the_answer_is_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Assistant(path).effect("discount", "sales", adjust=["season", "age"])
    monkeypatch.setattr(parsed_text, "_IN_MEMORY", 0)
    large = Assistant(path).effect("discount", "sales", adjust=["season", "age"])
    assert large.estimate == small.estimate
    assert large.code == small.code and "shop.csv" in large.code


def test_nothing_stays_on_disk(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(parsed_text, "_IN_MEMORY", 0)
    with open_table(path) as table:
        stores = [
            row[0]
            for row in table._connection.execute("SELECT database_name FROM duckdb_databases()").fetchall()
        ]
        assert "store" in stores
        # It has no name already, so that no crash can leave it behind.
        assert not list(folder.iterdir())
        path.unlink()
        assert profile_table(table).rows == ROWS


def test_no_room_reads_the_file_itself(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = open_table(path).fingerprint
    monkeypatch.setattr(parsed_text, "_IN_MEMORY", 0)
    with monkeypatch.context() as little:
        little.setattr(parsed_text, "_SPARE", 1 << 60)
        assert open_table(path).fingerprint == expected
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    assert open_table(path).fingerprint == expected


def test_a_disk_that_fills_up_while_writing(path: Path) -> None:
    program = (
        "import resource, sys\n"
        "from tools.data import open_table, sources as parsed_text\n"
        "parsed_text._IN_MEMORY = 0\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "table = open_table(sys.argv[1])\n"
        "print(table.fingerprint)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == open_table(path).fingerprint


def test_a_ragged_line_is_named_as_in_a_small_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("\n1,2\n")
    with pytest.raises(DataError) as small:
        open_table(path)
    monkeypatch.setattr(parsed_text, "_IN_MEMORY", 0)
    with pytest.raises(DataError, match="is not a regular table") as large:
        open_table(path)
    assert str(large.value) == str(small.value)


def test_rows_stay_in_the_order_of_a_file_of_many_pieces(tmp_path: Path) -> None:
    """DuckDB 2.0's threads hand over pieces of a text file in another order when rows take long."""
    cells = ",".join(f"{k}.25, word {k}" for k in range(6))
    path = tmp_path / "long.csv"
    header = ",".join(["n", *(f"a{k}" for k in range(12))])
    path.write_text("\n".join([header, *(f"{i},{cells}" for i in range(330_000))]))
    with open_table(path) as table:
        assert np.array_equal(table.frame(["n"])["n"], np.arange(330_000))

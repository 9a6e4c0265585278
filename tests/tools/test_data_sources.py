"""Every way in which a table may arrive, and that nothing of it is changed."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.words import english
from tools.data import open_table
from tools.errors import DataError

ROWS = pd.DataFrame(
    {
        "id": [1, 2, 3],
        "größe": [1.5, 2.25, -3.0],
        "ort": ["Köln", "Wien; AT", "Zürich"],
        "ja": [True, False, True],
    }
)


def write(path: Path, text: str, encoding: str = "utf-8") -> str:
    path.write_bytes(text.encode(encoding))
    return str(path)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252"])
def test_any_separator_and_encoding(tmp_path: Path, separator: str, encoding: str) -> None:
    path = tmp_path / "t.csv"
    ROWS.to_csv(path, sep=separator, encoding=encoding, index=False)
    table = open_table(path)
    pd.testing.assert_frame_equal(table.frame(table.columns), ROWS, check_dtype=False)
    assert table.fingerprint == open_table(ROWS).fingerprint


def test_chinese_text_in_gb18030(tmp_path: Path) -> None:
    frame = pd.DataFrame({"年龄": [31, 45], "城市": ["北京市朝阳区", "上海市浦东新区"]})
    frame.to_csv(tmp_path / "c.csv", encoding="gb18030", index=False)
    table = open_table(tmp_path / "c.csv")
    assert table.columns == ("年龄", "城市")
    assert list(table.frame(["城市"])["城市"]) == list(frame["城市"])


def test_windows_quotes_are_not_control_characters(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "w.csv", "a,b\n1,“ok”\n2,café\n", "cp1252"))
    assert list(table.frame(["b"])["b"]) == ["“ok”", "café"]


def test_gzip_quoted_newlines_and_doubled_quotes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(b'a,"b ""x"""\n1,"two\nlines"\n2,"a ""quoted"" word"\n', mtime=0))
    table = open_table(path)
    assert table.columns == ("a", 'b "x"')
    assert list(table.frame(['b "x"'])['b "x"']) == ["two\nlines", 'a "quoted" word']


def test_decimal_commas(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "t.csv", "x;y\n1,5;a\n-2,25;b\nNA;c\n"))
    np.testing.assert_array_equal(table.frame(["x"])["x"], [1.5, -2.25, np.nan])


@pytest.mark.parametrize("marker", ["NA", "N/A", "null", ".", "-", "", "NaN", "?", " NA ", "#N/A", "inf"])
def test_missing_markers_leave_a_column_of_numbers(tmp_path: Path, marker: str) -> None:
    table = open_table(write(tmp_path / "t.csv", f"x,y\n1.5,a\n{marker},b\n-3,c\n"))
    np.testing.assert_array_equal(table.frame(["x"])["x"], [1.5, np.nan, -3.0])


def test_a_late_word_makes_the_column_text(tmp_path: Path) -> None:
    lines = ["x,d"] + [f"{i},2020-01-{i % 28 + 1:02d}" for i in range(500)] + ["many,2020-02-30"]
    table = open_table(write(tmp_path / "t.csv", "\n".join(lines)))
    assert [field.kind for field in table.fields] == ["text", "text"]
    assert table.frame(["x"])["x"].iloc[-1] == "many"


def test_dates_and_true_false(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "t.csv", "d,e,f\n2020-01-31,31.12.2020,TRUE\n,01.02.2021,false\n"))
    frame = table.frame(["d", "e", "f"])
    assert frame["d"].iloc[0] == pd.Timestamp("2020-01-31") and pd.isna(frame["d"].iloc[1])
    assert list(frame["e"]) == [pd.Timestamp("2020-12-31"), pd.Timestamp("2021-02-01")]
    assert list(frame["f"]) == [True, False]


def test_a_leading_column_without_a_name(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    ROWS.to_csv(path)
    assert open_table(path).columns[0] == "Unnamed: 0"
    # R leaves the name of the row names out altogether.
    assert open_table(write(tmp_path / "r.csv", '"a","b"\n"1",2,3\n"2",4,5\n')).columns == (
        "Unnamed: 0",
        "a",
        "b",
    )


ODD_NAMES = [
    "a b",
    "it's",
    'say "x"',
    "a+b",
    "年龄",
    "<script>alert(1)</script>",
    "do",
    "select",
    "A",
    "a",
    "x,y",
    "x;y",
]


def test_odd_column_names(tmp_path: Path) -> None:
    frame = pd.DataFrame({name: [i, i + 1] for i, name in enumerate(ODD_NAMES)})
    frame.to_csv(tmp_path / "t.csv", index=False)
    for source in (frame, tmp_path / "t.csv"):
        table = open_table(source)
        assert table.columns == tuple(ODD_NAMES)
        for i, name in enumerate(ODD_NAMES):
            assert list(table.frame([name])[name]) == [i, i + 1]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
            lambda name: name == name.strip() and not name.startswith("\ufeff")
        ),
        min_size=2,
        max_size=5,
        unique=True,
    ),
    cells=st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), min_size=1, max_size=6
    ),
)
def test_any_names_and_cells_come_back(tmp_path: Path, names: list[str], cells: list[str]) -> None:
    rows = [[f"x{cell}x", *(f"v{i}" for i in range(1, len(names)))] for cell in cells]
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([names, *rows])
    table = open_table(write(tmp_path / "h.csv", buffer.getvalue()))
    assert table.columns == tuple(names)
    assert list(table.frame([names[0]])[names[0]]) == [row[0] for row in rows]


def test_parquet_file_and_glob_in_order(tmp_path: Path) -> None:
    for i in range(3):
        pd.DataFrame({"x": [i * 10, i * 10 + 1], "A": [i, i]}).to_parquet(tmp_path / f"part{i}.parquet")
    assert list(open_table(tmp_path / "part1.parquet").frame(["x"])["x"]) == [10, 11]
    table = open_table(str(tmp_path / "part*.parquet"))
    assert table.rows == 6 and list(table.frame(["x"])["x"]) == [0, 1, 10, 11, 20, 21]


def test_a_file_name_with_pattern_characters(tmp_path: Path) -> None:
    write(tmp_path / "data1.csv", "a,b\n9,9\n")
    assert list(open_table(write(tmp_path / "data[1].csv", "a,b\n1,2\n")).frame(["a"])["a"]) == [1]


def test_excel_reads_the_first_sheet_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with pd.ExcelWriter(path) as writer:
        ROWS.to_excel(writer, sheet_name="first", index=False)
        ROWS.to_excel(writer, sheet_name="second", index=False)
    table = open_table(path)
    assert table.columns == tuple(ROWS.columns) and "'first'" in english(table.notes[0])
    assert table.fingerprint == open_table(ROWS).fingerprint


def test_stata_and_json(tmp_path: Path) -> None:
    ROWS[["id", "größe"]].to_stata(tmp_path / "t.dta", write_index=False, version=118)
    ROWS.to_json(tmp_path / "t.json", orient="records")
    assert open_table(tmp_path / "t.dta").rows == 3
    assert open_table(tmp_path / "t.json").fingerprint == open_table(ROWS).fingerprint


def test_tables_in_memory() -> None:
    expected = open_table(ROWS).fingerprint
    assert open_table(pa.Table.from_pandas(ROWS)).fingerprint == expected
    connection = duckdb.connect()
    connection.register("rows_view", ROWS)
    relation = connection.sql('SELECT * FROM rows_view ORDER BY "id"')
    assert open_table(relation).fingerprint == expected


def test_the_index_counts_only_when_it_has_a_name() -> None:
    assert open_table(ROWS.set_index("id")).columns[0] == "id"
    assert open_table(ROWS.set_axis([5, 6, 7])).columns == tuple(ROWS.columns)


def test_frames_with_unusual_types() -> None:
    frame = pd.DataFrame(
        {
            "numbers as text": ["1", "NA", " 2.5"],
            "nullable": pd.array([1, None, 3], dtype="Int64"),
            "levels": pd.Categorical(["u", None, "v"]),
            "codes": pd.Categorical([3, 1, 3]),
            "zoned": pd.to_datetime(["2020-01-01"] * 3, utc=True).tz_convert("Asia/Shanghai"),
            "mixed": [1, "a", None],
            "span": pd.to_timedelta([1, 2, 3], unit="D"),
            7: [1, 2, 3],
        }
    )
    table = open_table(frame)
    kinds = {field.name: field.kind for field in table.fields}
    assert kinds == {
        "numbers as text": "number", "nullable": "number", "levels": "text", "codes": "number",
        "zoned": "time",
        "mixed": "text", "span": "number", "7": "number",
    }  # fmt: skip
    assert list(table.frame(["mixed"])["mixed"]) == ["1", "a", None]
    np.testing.assert_array_equal(table.frame(["numbers as text"])["numbers as text"], [1.0, np.nan, 2.5])


def test_neither_frame_nor_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    ROWS.to_csv(path, index=False)
    before, stamp, copy = path.read_bytes(), path.stat().st_mtime_ns, ROWS.copy(deep=True)
    for source in (path, ROWS):
        frame = open_table(source).frame(ROWS.columns)
        frame["id"] = 0
        frame.loc[0, "größe"] = 99.0
        assert open_table(source).frame(["id"])["id"].sum() == 6
    assert path.read_bytes() == before and path.stat().st_mtime_ns == stamp
    pd.testing.assert_frame_equal(ROWS, copy)
    assert {entry.name for entry in tmp_path.iterdir()} == {"t.csv"}


def test_the_fingerprint_tells_content_apart() -> None:
    assert open_table(ROWS).fingerprint == open_table(ROWS.copy()).fingerprint
    for other in (
        ROWS.iloc[::-1],
        ROWS.rename(columns={"id": "no"}),
        ROWS.assign(id=[1, 2, 4]),
        ROWS.iloc[:2],
    ):
        assert open_table(other.reset_index(drop=True)).fingerprint != open_table(ROWS).fingerprint


def test_read_code_loads_the_same_table(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    ROWS.to_csv(path, sep=";", decimal=",", encoding="cp1252", index=False)
    table = open_table(path)
    assert table.source == "t.csv" and table.path == str(path)
    for part in ("pd.read_csv(", "sep=';'", "encoding='cp1252'", "decimal=','", repr(str(path))):
        assert part in table.read_code


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "is empty"),
        ("blank.csv", b"\n\n  \n", "is empty"),
        ("header.csv", b"a,b,c\n", "has a header but no rows"),
        ("twice.csv", b"a,b,a\n1,2,3\n", "more than one column named 'a'"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "an image"),
        ("noise.csv", bytes(range(256)) * 40, "binary file"),
        ("broken.parquet", b"PAR1 this is no parquet file PAR1", "cannot be read as Parquet"),
        ("broken.csv.gz", gzip.compress(b"a,b\n1,2\n" * 500, mtime=0)[:40], "cannot be read"),
        ("broken.xlsx", b"PK\x03\x04 not a workbook", "cannot be read as an Excel workbook"),
    ],
)
def test_files_that_are_no_tables(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=says):
        open_table(tmp_path / name)


def test_a_ragged_file_says_where(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not a regular table"):
        open_table(write(tmp_path / "t.csv", "a,b\n1,2\n1,2,3\n4,5\n"))


def test_missing_files_and_folders(tmp_path: Path) -> None:
    write(tmp_path / "trial.csv", "a,b\n1,2\n")
    with pytest.raises(DataError, match=r"Closest there: 'trial\.csv'"):
        open_table(tmp_path / "trail.csv")
    with pytest.raises(DataError, match="is a folder"):
        open_table(tmp_path)
    with pytest.raises(DataError, match="There is no folder"):
        open_table(tmp_path / "nowhere" / "t.csv")


def test_frames_that_are_no_tables() -> None:
    with pytest.raises(DataError, match="more than one column named 'a'"):
        open_table(pd.DataFrame([[1, 2]], columns=["a", "a"]))
    with pytest.raises(DataError, match="no rows"):
        open_table(pd.DataFrame({"a": []}))
    with pytest.raises(DataError, match="no columns"):
        open_table(pd.DataFrame())
    with pytest.raises(DataError, match="several levels"):
        open_table(pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")])))
    with pytest.raises(DataError, match="is not a table"):
        open_table(42)


def test_a_column_that_is_not_there_names_the_closest() -> None:
    with pytest.raises(DataError, match="Closest: 'größe'"):
        open_table(ROWS).frame(["grösse"])


def test_duckdb_reads_the_one_file_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path / "secret.csv", "k,v\n1,2\n")
    table = open_table(write(tmp_path / "t.csv", "a,b\n1,2\n"))
    connection = table._connection
    assert connection is not None
    for sql in (
        f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')",
        f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            connection.execute(sql)


def test_a_level_seen_often_is_one_object(tmp_path: Path) -> None:
    """Millions of cells would otherwise be millions of texts."""
    cells = ["north", "south", "NA", " west "] * 500
    path = tmp_path / "regions.csv"
    path.write_text("region\n" + "\n".join(cells) + "\n", "utf-8")
    found = open_table(path).frame(["region"])["region"]
    assert found.tolist() == ["north", "south", None, "west"] * 500
    assert len({id(cell) for cell in found}) == 4


def test_only_the_columns_asked_for_are_read() -> None:
    wide = pd.DataFrame(np.zeros((10, 300)), columns=[f"c{i}" for i in range(300)])
    table = open_table(wide)
    frame = table.frame(["c7", "c250"])
    assert list(frame.columns) == ["c7", "c250"] and frame.shape == (10, 2)

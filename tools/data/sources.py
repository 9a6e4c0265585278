"""`open_table`: any table a person may have -> `Table`; files of text, Parquet, Excel, Stata, JSON."""

from __future__ import annotations

import glob
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv

from tools.data.fields import Field, guess_fields, guessed, infer_fields, settle, unread
from tools.data.in_memory import (
    column_names,
    memory_reader,
    odd_names,
    open_arrow,
    open_frame,
    open_relation,
    with_rows,
)
from tools.data.script import CsvReader, FileReader, MemoryReader, Reader
from tools.data.table import Table, connect, no_glob, numbered
from tools.data.text_files import Dialect, find_dialect, open_bytes
from tools.errors import DataError
from tools.messages import Message, Quoted, counted


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


# ---------------- Tables in files


# ---------------- The values of a text table, parsed once: in memory, or in a private file of DuckDB's for a


_IN_MEMORY = 20 << 20  # bytes of text up to which the values are kept in memory
_UNPACKED = 10  # bytes of text that a byte of a packed file stands for, at most as a rule
_SPARE = 2  # free bytes on disk for each byte of text; DuckDB's form takes less than one

Read = Callable[[duckdb.DuckDBPyConnection], duckdb.DuckDBPyRelation]


@dataclass(frozen=True)
class ParsedText:
    """What a `Table` is made of; `folder` has to live as long as the connection, where there is one."""

    connection: duckdb.DuckDBPyConnection
    relation: duckdb.DuckDBPyRelation
    fields: tuple[Field, ...]
    folder: object = None


def parse_once(path: Path, read: Read, names: Sequence[str], dialect: Dialect) -> ParsedText:
    """The fields of a text table and its rows, in the file's order.

    `read` makes the relation of the cells as text, c0, c1, .... A large table goes to a file of its own in
    the system's temporary folder; where there is no room for it, each query parses the text anew.

    Raises:
        duckdb.Error: the text is no regular table.
    """
    size = path.stat().st_size * (1 if dialect.compression is None else _UNPACKED)
    if size <= _IN_MEMORY:
        return _in_memory(path, read, names, dialect.decimal)
    try:
        return _on_disk(path, read, names, dialect.decimal, size)
    except duckdb.InvalidInputException:
        raise  # the text itself
    except (duckdb.Error, OSError):  # no temporary folder, or a disk that is full or broken
        return _each_time(path, read, names, dialect.decimal)


def _in_memory(path: Path, read: Read, names: Sequence[str], decimal: str) -> ParsedText:
    connection = connect(path)
    try:
        return ParsedText(connection, *_parsed(read(connection), names, decimal, connection, "source"))
    except BaseException:
        connection.close()
        raise


def _on_disk(path: Path, read: Read, names: Sequence[str], decimal: str, size: int) -> ParsedText:
    folder = tempfile.TemporaryDirectory(prefix="askwhy-table-", ignore_cleanup_errors=True)
    connection: duckdb.DuckDBPyConnection | None = None
    try:
        if shutil.disk_usage(folder.name).free < _SPARE * size:
            raise OSError("too little room in the temporary folder")
        store = Path(folder.name, "table.duckdb")
        connection = connect(path, store=store)
        if os.name == "posix":
            store.unlink()  # DuckDB holds it open
        found = _parsed(read(connection), names, decimal, connection, "store.main.source")
        connection.execute("CHECKPOINT store")
    except BaseException:
        if connection is not None:
            connection.close()
        folder.cleanup()
        raise
    if os.name != "posix":
        return ParsedText(connection, *found, folder)
    folder.cleanup()
    return ParsedText(connection, *found)


def _each_time(path: Path, read: Read, names: Sequence[str], decimal: str) -> ParsedText:
    connection = connect(path)
    try:
        relation = read(connection)
        return ParsedText(connection, relation, infer_fields(relation, names, decimal=decimal))
    except BaseException:
        connection.close()
        raise


def _parsed(
    cells: duckdb.DuckDBPyRelation,
    names: Sequence[str],
    decimal: str,
    connection: duckdb.DuckDBPyConnection,
    table: str,
) -> tuple[duckdb.DuckDBPyRelation, tuple[Field, ...]]:
    """Parse under the guesses; where one does not hold for all rows, decide those columns and parse again."""
    fields = guess_fields(cells, names, decimal=decimal)
    _create(cells, fields, table)
    misfits = _misfits(cells, connection.table(table), fields)
    if misfits:
        fields = settle(cells, fields, misfits, decimal)
        connection.execute(f"DROP TABLE {table}")
        _create(cells, fields, table)
    read = tuple(replace(field, sql=f"c{i}") for i, field in enumerate(fields))
    return connection.table(table), read


def _create(cells: duckdb.DuckDBPyRelation, fields: Sequence[Field], table: str) -> None:
    cells.project(", ".join(f"{field.sql} AS c{i}" for i, field in enumerate(fields))).create(table)


def _misfits(
    cells: duckdb.DuckDBPyRelation, values: duckdb.DuckDBPyRelation, fields: Sequence[Field]
) -> list[int]:
    """The columns with a cell that is neither missing nor what was guessed."""
    checked = guessed(fields)
    if not checked:
        return []
    gaps = values.aggregate(", ".join(f"count(*) - count(c{i})" for i in checked)).fetchall()[0]
    # A column without gaps was read whole: only the others are parsed once more, to see what the gaps are.
    return unread(cells, fields, [i for i, count in zip(checked, gaps, strict=True) if count])


_EXCEL = (".xlsx", ".xlsm", ".xls")


def open_path(given: str, name: str | None) -> Table:
    path = Path(given)
    if not path.exists():
        files = sorted(glob.glob(given)) if glob.has_magic(given) else []
        if files:
            return _open_parquet(given, files, name or Path(given).name)
        raise _missing_file(path)
    if path.is_dir():
        raise DataError(
            f"{given!r} is a folder, not a table. Name a file in it, or several Parquet files with a glob "
            f"such as "
            f"{str(path / '*.parquet')!r}."
        )
    if not os.access(path, os.R_OK):
        raise DataError(f"{given!r} may not be read. Check the file's permissions.")
    label = name or path.name
    if path.stat().st_size == 0:
        raise DataError(f"{label} is empty. It needs a line of column names and at least one row.")
    suffix = path.suffix.lower()
    if _first_bytes(given) == b"PAR1":
        return _open_parquet(given, [given], label)
    if suffix in _EXCEL:
        return _open_excel(given, label)
    if suffix == ".dta":
        return _open_by_pandas(given, label, "read_stata", pd.read_stata)
    if suffix == ".json":
        return _open_by_pandas(given, label, "read_json", pd.read_json)
    return _open_text(given, label)


def _missing_file(path: Path) -> DataError:
    folder = path.parent
    if not folder.is_dir():
        return DataError(
            f"There is no folder {str(folder)!r}, so no file {path.name!r} in it. Check the path."
        )
    names = {entry.name.casefold(): entry.name for entry in folder.iterdir()}
    close = [names[match] for match in get_close_matches(path.name.casefold(), names, n=3, cutoff=0.5)]
    hint = f" Closest there: {', '.join(map(repr, close))}." if close else ""
    return DataError(f"There is no file {path.name!r} in {str(folder.resolve())!r}.{hint} Check the path.")


def _open_text(given: str, label: str) -> Table:
    path = Path(given)
    try:
        dialect = find_dialect(path, label)
    except (OSError, EOFError, UnicodeError) as error:
        raise DataError(f"{label} cannot be read: {error}. Check that the file is whole.") from error
    names = column_names(_named(dialect.header), label)

    def read(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
        return _text_relation(connection, path, dialect, len(names))

    try:
        values = parse_once(path, read, names, dialect)
    except (duckdb.Error, pa.ArrowInvalid) as error:
        raise DataError(_bad_text(label, error)) from error
    return Table(
        values.relation,
        values.fields,
        source=label,
        path=given,
        reader=_csv_reader(given, dialect, names),
        connection=values.connection,
        owner=values.folder,
    )


def _named(header: Sequence[str]) -> list[str]:
    """Header cells without the blanks around them; empty ones get pandas' name for them."""
    return [cell.strip() or f"Unnamed: {i}" for i, cell in enumerate(header)]


def _csv_reader(given: str, dialect: Dialect, names: tuple[str, ...]) -> CsvReader:
    as_pandas_names = tuple(cell or f"Unnamed: {i}" for i, cell in enumerate(dialect.header))
    renamed = None if as_pandas_names == names else names
    return CsvReader(given, dialect.separator, dialect.encoding, dialect.decimal, dialect.quoted, renamed)


def _text_relation(
    connection: duckdb.DuckDBPyConnection, path: Path, dialect: Dialect, columns: int
) -> duckdb.DuckDBPyRelation:
    """The cells as text, columns c0, c1, ...; each query parses the file."""
    names = [f"c{i}" for i in range(columns)]
    if dialect.encoding not in ("utf-8", "utf-8-sig") or dialect.compression in ("bz2", "xz"):
        # DuckDB reads UTF-8: other encodings are decoded here, in memory.
        with open_bytes(path, dialect.compression) as file:
            text = file.read().decode(dialect.encoding).removeprefix("\ufeff")
        return connection.from_arrow(_parse(text, dialect, names))
    relation = connection.read_csv(
        no_glob(str(path.resolve())),
        header=True,
        columns=dict.fromkeys(names, "VARCHAR"),
        delimiter=dialect.separator,
        quotechar='"' if dialect.quoted else "",
        escapechar='"' if dialect.quoted else "",
        na_values=[""],
        compression="gzip" if dialect.compression else "none",
        auto_detect=False,
        # DuckDB 2.0's threads hand over the pieces of a text file in another order when there is much to do
        # for each row.
        parallel=False,
    )
    return relation


def _parse(text: str, dialect: Dialect, names: list[str]) -> pa.Table:
    return arrow_csv.read_csv(
        BytesIO(text.encode("utf-8")),
        read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=0, skip_rows_after_names=1),
        parse_options=arrow_csv.ParseOptions(
            delimiter=dialect.separator,
            quote_char='"' if dialect.quoted else False,
            newlines_in_values=True,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )


def _bad_text(label: str, error: Exception) -> str:
    first = str(error).strip().splitlines()[0]
    return (
        f"{label} is not a regular table: {first} Every line needs as many cells as the header; "
        "quote cells that hold the separator."
    )


def _open_parquet(given: str, files: list[str], label: str) -> Table:
    wrong = [file for file in files if _first_bytes(file) != b"PAR1"] if len(files) > 1 else []
    if wrong:
        raise DataError(
            f"{wrong[0]!r} matches {given!r} but is not a Parquet file. Only Parquet files can be joined."
        )
    connection = connect(*map(Path, files))
    try:
        paths = [no_glob(str(Path(file).resolve())) for file in files]
        found = connection.read_parquet(paths, union_by_name=len(files) > 1, hive_partitioning=False)
        names = column_names(list(found.columns), label)
        relation = numbered(found)
        fields = infer_fields(relation, names)
    except duckdb.Error as error:
        connection.close()
        raise DataError(f"{label} cannot be read as Parquet: {str(error).splitlines()[0]}") from error
    reader: Reader = FileReader(f"pd.read_parquet({given!r})")
    if len(files) > 1:
        call = (
            f"pd.concat([pd.read_parquet(file) for file in sorted(glob.glob({given!r}))], ignore_index=True)"
        )
        reader = FileReader(call, imports=("import glob",))
    resolved = [Path(file).resolve() for file in files]
    table = Table(
        relation, fields, source=label, path=given, reader=reader, connection=connection, files=resolved
    )
    return with_rows(table)


def _first_bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(4)


def _open_excel(given: str, label: str) -> Table:
    if importlib.util.find_spec("openpyxl") is None:
        raise DataError(f"{label}: reading Excel needs openpyxl. Install it: pip install 'askwhy[excel]'.")
    try:
        with pd.ExcelFile(given) as book:
            sheets = [str(sheet) for sheet in book.sheet_names]
            frame = pd.read_excel(book, sheet_name=sheets[0])
    except (ValueError, KeyError, OSError, ImportError, BadZipFile) as error:
        raise DataError(
            f"{label} cannot be read as an Excel workbook: {error}. Save it as .xlsx or CSV."
        ) from error
    notes: tuple[Message, ...] = ()
    if len(sheets) > 1:
        notes = (
            Message(
                "data-first-sheet",
                {"source": Quoted(label), "sheets": counted(len(sheets)), "first": Quoted(sheets[0])},
            ),
        )
    reader = FileReader(f"pd.read_excel({given!r}, sheet_name={sheets[0]!r})", rename=odd_names(frame))
    return open_frame(frame, label, reader, path=given, notes=notes)


def _open_by_pandas(given: str, label: str, function: str, read: Any) -> Table:
    try:
        frame = read(given)
    except (ValueError, KeyError, OSError) as error:
        raise DataError(f"{label} cannot be read (pandas.{function}): {error}. Save it as CSV.") from error
    reader = FileReader(f"pd.{function}({given!r})", rename=odd_names(frame))
    return open_frame(frame, label, reader, path=given)

"""The values of a text table, parsed once: in memory, or in a private file of DuckDB's for a large one.

Text costs DuckDB far more to parse than to count, so no question should parse it again. The file on disk
has no name while the table is open: the system frees it when the process ends, however it ends. (On Windows,
where an open file keeps its name, its folder goes with the table.)
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from tools.data.connection import connect
from tools.data.fields import Field, guess_fields, guessed, infer_fields, settle, unread
from tools.data.text_files import Dialect

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

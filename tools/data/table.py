"""A table that is read a few columns at a time, through a DuckDB shut off from everything but its files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from tools.data.fields import BLANKS, BOOL, MISSING_TEXT, NUMBER, TEXT, TIME, Field, sql_text
from tools.errors import DataError, unknown_column
from tools.messages import Message
from tools.types import AccountEntry

# ---------------- DuckDB, shut off from everything but the files it was given


def connect(*paths: Path, store: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory that can read these files and nothing else, and writes nothing.

    With `store`, a file that is not there yet, its schema `store.main` is kept in that file.
    """
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
            "temp_directory": "",
            # Over several files DuckDB 2.0's threads now and then hand over rows in another order.
            "threads": str(1 if len(paths) > 1 else min(4, os.cpu_count() or 1)),
        }
    )
    if store is not None:
        connection.execute(f"ATTACH {sql_text(str(store))} AS store")
    # Both spellings: the pattern that DuckDB is given, and the file that it finds by it.
    spelled = [text for path in paths for text in (str(path.resolve()), no_glob(str(path.resolve())))]
    listed = ", ".join(map(sql_text, spelled))
    connection.execute(f"SET allowed_paths = [{listed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def no_glob(path: str) -> str:
    """DuckDB reads * ? [ in a path as patterns; a file may be called data[1].csv."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in path)


def numbered(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The same columns under the names c0, c1, ..."""
    quoted = ('"' + column.replace('"', '""') + '"' for column in relation.columns)
    return relation.project(", ".join(f"{column} AS c{i}" for i, column in enumerate(quoted)))


# ---------------- The table


LONGEST_QUERY = 20_000  # characters of SQL that are planned at once, where the table can be read again
MOST_ROWS_READ_AGAIN = 20_000
_CELLS_READ_ONCE = 20_000_000

_KIND_TYPE = {NUMBER: "DOUBLE", TEXT: "VARCHAR", BOOL: "BOOLEAN", TIME: "TIMESTAMP"}


class Table:
    """Columns of one source, read through DuckDB. Made by `open_table`; never changes the source.

    Attributes:
        source: label without directories: "trial.csv", "DataFrame".
        columns: names in source order.
        rows: number of rows.
        path: the file's path as given, or None for tables in memory.
        read_code: pandas code that loads the table into `frame`.
        notes: what the reader should know about how the source was read.
        fields: what each column holds and the SQL that reads it.
        account: what was done to the cells before anything else (`tools.data.cells`).
    """

    def __init__(
        self,
        relation: duckdb.DuckDBPyRelation,
        fields: Sequence[Field],
        *,
        source: str,
        reader: Any,
        path: str | None = None,
        notes: Sequence[Message] = (),
        connection: duckdb.DuckDBPyConnection | None = None,
        owner: object = None,
        files: Sequence[Path] = (),
        account: Sequence[AccountEntry] = (),
    ) -> None:
        self._relation = relation
        self._connection = connection
        self._owner = owner  # keeps memory that DuckDB only points at
        self._files = tuple(files)  # Parquet files whose columns have the table's names
        self._fields = {field.name: field for field in fields}
        self.source = source
        self.path = path
        self.reader = reader  # tools.data.script.Reader: how pandas would read the same source
        self.notes = tuple(notes)
        self.account = tuple(account)
        self.columns: tuple[str, ...] = tuple(self._fields)

    def __repr__(self) -> str:
        return f"Table({self.source!r}, {len(self.columns)} columns)"

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(self._fields.values())

    @property
    def read_code(self) -> str:
        return str(self.reader.line())

    def field(self, name: str) -> Field:
        """The column's field.

        Raises:
            DataError: the table has no such column; the closest names are in the message.
        """
        if name not in self._fields:
            raise unknown_column(name, self.source, self.columns)
        return self._fields[name]

    def with_fields(self, fields: Sequence[Field]) -> Table:
        """The same table with columns made from its own: `tools.data.terms` builds them."""
        return Table(
            self._relation,
            (*self.fields, *fields),
            source=self.source,
            reader=self.reader,
            path=self.path,
            notes=self.notes,
            owner=self,
            files=self._files,
            account=self.account,
        )

    def reread(self, fields: Mapping[str, Field], account: Sequence[AccountEntry]) -> Table:
        """The same table with some of its columns read another way; `account` says what was done.

        The SQL of a new field is over this table's columns. A table of up to 20 million cells is read once.
        """
        names = {name: f"c{i}" for i, name in enumerate(self.columns)}
        columns = (
            f"{fields[name].sql} AS {place}" if name in fields else place for name, place in names.items()
        )
        relation = self._relation.project(", ".join(columns))
        connection: duckdb.DuckDBPyConnection | None = None
        owner: object = self
        if self.rows * len(names) <= _CELLS_READ_ONCE:
            cells = relation.to_arrow_table()
            connection = connect()
            relation, owner = connection.from_arrow(cells), (self, cells)
        kept = (replace(fields[n], sql=names[n]) if n in fields else self._fields[n] for n in names)
        return self._like(relation, tuple(kept), account, connection=connection, owner=owner)

    def without_last_row(
        self, fields: Sequence[Field], reader: Any, account: Sequence[AccountEntry]
    ) -> Table:
        """The same table less its last row; `fields` are its columns as they are without it."""
        return self._like(self.upper_rows, fields, account, reader=reader)

    @property
    def upper_rows(self) -> duckdb.DuckDBPyRelation:
        """All rows but the last, columns c0, c1, ..."""
        return self._relation.limit(self.rows - 1)

    def last_cells(self, places: Sequence[int]) -> tuple[str | None, ...]:
        """The texts in the last row of the columns at these places; None where one is missing."""
        cells = ", ".join(f"CAST(c{place} AS VARCHAR) AS v{place}" for place in places)
        found = self._relation.limit(1, offset=self.rows - 1).project(cells).fetchall()
        return tuple(map(clean_text, found[0])) if found else ()

    def histograms(self, places: Sequence[int]) -> list[list[tuple[str, int]]]:
        """The distinct texts of the columns at these places with their rows, most frequent first.

        For columns of few levels; `counts` is for one of many.
        """
        # The cells as they stand: cleaning a level once, here, is quicker than planning it for each column.
        found = (
            self.aggregate([f"histogram(CAST(c{place} AS VARCHAR))" for place in places]) if places else ()
        )
        cleaned = []
        for value in found:
            levels: dict[str, int] = {}
            for cell, rows in value.items() if isinstance(value, dict) else value or ():
                if (text := clean_text(cell)) is not None:
                    levels[text] = levels.get(text, 0) + int(rows)
            cleaned.append(sorted(levels.items(), key=lambda pair: (-pair[1], pair[0])))
        return cleaned

    def counts(self, sql: str, *, most: int) -> list[tuple[str, int]]:
        """The distinct texts of an expression with their rows, most frequent first; `most` of them."""
        try:
            found = self._relation.filter(f"({sql}) IS NOT NULL").aggregate(f"{sql} AS v, count(*) AS n", sql)
            return [(str(v), int(n)) for v, n in found.order("n DESC, v").limit(most).fetchall()]
        except duckdb.Error as error:
            raise self._unreadable(error) from error

    def _like(
        self,
        relation: duckdb.DuckDBPyRelation,
        fields: Sequence[Field],
        account: Sequence[AccountEntry],
        **parts: Any,
    ) -> Table:
        about = {"source": self.source, "reader": self.reader, "path": self.path, "notes": self.notes}
        return Table(relation, fields, **(about | {"owner": self} | parts), account=(*self.account, *account))

    @cached_property
    def rows(self) -> int:
        return int(self.aggregate(["count(*)"])[0])

    @cached_property
    def row_hashes(self) -> np.ndarray[Any, np.dtype[np.uint64]]:
        """One 64-bit hash a row over all columns, in source order. Shape (rows,)."""
        values = [f"CAST({field.sql} AS {_KIND_TYPE[field.kind]})" for field in self.fields]
        if len(self._parts(values)) == 1:
            hashed = self._project([f"hash({', '.join(values)})"])
        else:
            cleaned = self._project(values)
            names = ", ".join(cleaned.column_names)
            with connect() as apart:
                hashed = apart.from_arrow(cleaned).project(f"hash({names}) AS v0").to_arrow_table()
        return np.asarray(hashed.column("v0").to_numpy(), dtype=np.uint64)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of names, kinds and values in source order; the same for a file and a frame that agree."""
        digest = hashlib.sha256()
        for field in self.fields:
            digest.update(f"{len(field.name)}:{field.name}:{field.kind};".encode("utf-8", "surrogatepass"))
        digest.update(self.row_hashes.tobytes())
        return digest.hexdigest()

    def aggregate(self, expressions: Sequence[str]) -> tuple[Any, ...]:
        """One row of SQL aggregates over the whole table. Expressions are ours, never the user's text."""
        found: list[Any] = []
        try:
            for part in self._parts(expressions):
                found += self._relation.aggregate(", ".join(part)).fetchall()[0]
        except duckdb.Error as error:
            raise self._unreadable(error) from error
        return tuple(found)

    def _parts(self, expressions: Sequence[str]) -> list[Sequence[str]]:
        """The expressions in parts that DuckDB plans quickly.

        Its planning time grows with the square of their length: 185 columns of text took 10 seconds a query.
        A table of many rows is read once all the same, since reading is what takes the time there.
        """
        parts: list[list[str]] = [[]]
        length = 0
        for expression in expressions:
            if parts[-1] and length + len(expression) > LONGEST_QUERY:
                parts.append([])
                length = 0
            parts[-1].append(expression)
            length += len(expression)
        if len(parts) == 1 or self.rows > MOST_ROWS_READ_AGAIN:
            return [expressions]
        return list(parts)

    def frame(self, columns: Sequence[str]) -> pd.DataFrame:
        """A fresh frame of these columns in source order, rows in source order.

        Numbers are float64 (int64 where every value is whole and none is missing), text is object with
        None, true/false is bool (object with None where missing), times are datetime64. Missing markers,
        infinite numbers and empty text are missing.

        Raises:
            DataError: a column is not in the table, or the source can no longer be read.
        """
        fields = [self.field(name) for name in dict.fromkeys(columns)]
        if not fields:
            return pd.DataFrame(index=pd.RangeIndex(self.rows))
        arrow = self._project([field.sql for field in fields])
        values = {field.name: _to_numpy(arrow.column(i), field.kind) for i, field in enumerate(fields)}
        return pd.DataFrame(values, copy=False)

    def batches(
        self, columns: Sequence[str], rows: int, *, as_numbers: Collection[str] = ()
    ) -> Iterator[Any]:
        """Arrow record batches of about `rows` rows of these columns, in this order.

        Streams: a file larger than memory is never held. Columns in `as_numbers` come as doubles, missing
        ones as null, NaN or infinite. Other columns come as text as it stands, so that a level seen ten
        million times is cleaned once, by the caller, with `clean_text`.

        Raises:
            DataError: a column is not in the table, or the source can no longer be read.
        """
        fields = [self.field(name) for name in columns]
        if self._straight(fields, as_numbers):
            try:
                yield from parquet_batches(self._files, columns, as_numbers, rows)
            except (pa.ArrowException, OSError) as error:
                raise self._unreadable(error) from error
            return
        expressions = (
            f"{self._plain(field, field.name in as_numbers)} AS v{i}" for i, field in enumerate(fields)
        )
        try:
            yield from self._relation.project(", ".join(expressions)).to_arrow_reader(rows)
        except duckdb.Error as error:
            raise self._unreadable(error) from error

    def _straight(self, fields: Sequence[Field], as_numbers: Collection[str]) -> bool:
        """Can Arrow read these columns without DuckDB, and to the same values?"""
        for field in fields:
            native = field.kind in (NUMBER, BOOL) and not field.from_text
            if field.sources or not (native if field.name in as_numbers else field.kind == TEXT):
                return False
        return reads_alike(self._files, [field.name for field in fields], as_numbers)

    def _plain(self, field: Field, number: bool) -> str:
        """SQL for a column as double or text, without looking for missing markers where that can wait."""
        if field.sources:
            return f"CAST({field.sql} AS {'DOUBLE' if number else 'VARCHAR'})"
        column = f"c{self.columns.index(field.name)}"
        if number:
            return f"CAST({field.sql if field.from_text else column} AS DOUBLE)"
        return f"CAST({column if field.kind == TEXT else field.sql} AS VARCHAR)"

    def close(self) -> None:
        """Give back DuckDB's memory and file handles. The table cannot be read afterwards."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._owner, self._files = None, ()

    def _project(self, expressions: Sequence[str]) -> Any:
        """The expressions' values as an Arrow table with columns v0, v1, ..., rows in source order."""
        columns: list[Any] = []
        try:
            for part in self._parts(expressions):
                named = ", ".join(f"{expression} AS v{i}" for i, expression in enumerate(part))
                columns += self._relation.project(named).to_arrow_table().columns
        except duckdb.Error as error:
            raise self._unreadable(error) from error
        return pa.table({f"v{i}": column for i, column in enumerate(columns)})

    def _unreadable(self, error: Exception) -> DataError:
        first = str(error).strip().splitlines()[0]
        return DataError(
            f"{self.source} cannot be read: {first}. If the file changed or the table was closed, open it "
            f"again."
        )


def clean_text(text: str | None) -> str | None:
    """A cell of text without the blanks around it; None for a missing marker, as the fields' SQL has it."""
    trimmed = None if text is None else text.strip(BLANKS)
    return None if trimmed is None or trimmed.lower() in MISSING_TEXT else trimmed


def _to_numpy(column: Any, kind: str) -> Any:
    if kind == NUMBER:
        values = column.to_numpy()
        numbers = np.array(values, dtype=np.float64)
        whole = bool(np.all(np.abs(numbers) < 2.0**53)) and bool(np.all(numbers == np.floor(numbers)))
        return numbers.astype(np.int64) if whole and len(numbers) else numbers
    if kind == TIME:
        return np.array(column.to_numpy(), dtype="datetime64[us]")
    if kind == BOOL and column.null_count == 0:
        return np.array(column.to_numpy(), dtype=bool)
    if kind == TEXT:
        return pd.Series(_shared_text(column), dtype=object)
    return pd.Series(column.to_pylist(), dtype=object)


def _shared_text(column: Any) -> Any:
    """Text with one Python object a level: one a cell would take ten times the memory."""
    encoded = column.dictionary_encode().combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # of no rows
        return []
    labels = np.array([*encoded.dictionary.to_pylist(), None], dtype=object)
    codes = encoded.indices.cast("int64").fill_null(len(labels) - 1)
    return labels[codes.to_numpy(zero_copy_only=False)]


# ---------------- Plain columns of Parquet files as Arrow batches, read by Arrow itself

# DuckDB hands text over cell by cell; Arrow hands over the file's own dictionary and codes, in less than
# half of the time and a quarter of the memory. Only columns that both read the same are taken: everything
# else goes through DuckDB.


def parquet_batches(
    files: Sequence[Path], columns: Sequence[str], numbers: Collection[str], rows: int
) -> Iterator[Any]:
    """Record batches of at most `rows` rows, file by file: `numbers` as doubles, others as dictionaries.

    Raises pyarrow.ArrowException or OSError where a file can no longer be read.
    """
    import pyarrow as pa
    import pyarrow.compute as compute
    import pyarrow.parquet as parquet

    texts = [name for name in columns if name not in numbers]
    for path in files:
        # Without `pre_buffer`, which keeps what was read; in one thread, beside the caller's, who works on
        # one batch while the next is decoded.
        with parquet.ParquetFile(path, read_dictionary=texts, pre_buffer=False) as file:
            for batch in file.iter_batches(rows, columns=list(columns), use_threads=False):
                found = (batch.column(name) for name in columns)
                yield pa.record_batch(
                    [
                        compute.cast(column, pa.float64(), safe=False) if name in numbers else column
                        for name, column in zip(columns, found, strict=True)
                    ],
                    names=list(columns),
                )


def reads_alike(files: Sequence[Path], columns: Sequence[str], numbers: Collection[str]) -> bool:
    """Do Arrow and DuckDB see the same values in these columns of every file?"""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    for path in files:
        try:
            schema = parquet.read_schema(path)
        except (pa.ArrowException, OSError):
            return False  # DuckDB says what is wrong with it
        # Names that differ in case alone are renamed by DuckDB.
        if len({name.casefold() for name in schema.names}) < len(schema.names):
            return False
        for name in columns:
            fits: Callable[[Any], bool] = _number if name in numbers else _text
            if name not in schema.names or not fits(schema.field(name).type):
                return False
    return bool(files)


def _number(kind: Any) -> bool:
    from pyarrow import types

    return bool(
        types.is_integer(kind) or types.is_float32(kind) or types.is_float64(kind) or types.is_boolean(kind)
    )


def _text(kind: Any) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind))

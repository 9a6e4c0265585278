"""Plain columns of Parquet files as Arrow batches, read by Arrow itself.

DuckDB hands text over cell by cell; Arrow hands over the file's own dictionary and codes, in less than half
of the time and a quarter of the memory. Only columns that both read the same are taken: everything else goes
through DuckDB.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any


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

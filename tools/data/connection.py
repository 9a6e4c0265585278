"""DuckDB, shut off from everything but the files it was given."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from tools.data.fields import sql_text


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

"""Writes the live statements of a store into one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..columns import STATEMENTS
from ..errors import XapiError
from ..files import appearing, write_lines
from .flatten import text
from .querying import Rows, query, write_csv

if TYPE_CHECKING:
    import duckdb

    from .store import Store

_ORDER = "ORDER BY stored, id"
_AT_ONCE = 1000


def export(store: Store, path: Path) -> int:
    """Write by the name's ending: `.parquet`, `.csv`, `.ndjson` or `.ndjson.gz`; how many statements.

    Parquet has all columns; CSV all but `raw`, lists as JSON, and nothing that a spreadsheet would take for a formula;
    NDJSON the statements as they are kept.

    Raises:
        XapiError: for another ending, or if the file cannot be written.
    """
    with store.connect() as connection:
        if path.suffix == ".parquet":
            _parquet(connection, path)
        elif path.suffix == ".csv":
            from ..report.plain import harmless  # late: it brings all of the reports along

            columns = ", ".join(f'"{column.name}"' for column in STATEMENTS if column.name != "raw")
            found = query(connection, f"SELECT {columns} FROM statements {_ORDER}")
            rows = (tuple(harmless(one) if isinstance(one, str) else one for one in row) for row in found.rows)
            write_lines(path, (line.rstrip("\r\n") for line in write_csv(Rows(found.columns, rows))))
        elif path.name.endswith((".ndjson", ".ndjson.gz", ".jsonl", ".jsonl.gz")):
            write_lines(path, _raw(connection))
        else:
            raise XapiError(f"the name {path} tells no format", "end it with .parquet, .csv, .ndjson or .ndjson.gz")
        found_rows = connection.execute("SELECT count(*) FROM statements").fetchone()
    return int(found_rows[0]) if found_rows else 0


def _raw(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    reader = connection.execute(f"SELECT raw FROM statements {_ORDER}")
    while rows := reader.fetchmany(_AT_ONCE):
        for row in rows:
            yield row[0]


def _parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    with appearing(path) as hidden:
        connection.execute(
            f"COPY (SELECT * FROM statements {_ORDER}) TO {text(str(hidden))} (FORMAT parquet, COMPRESSION zstd)"
        )

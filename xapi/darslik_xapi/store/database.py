"""DuckDB connections for work on a store: in memory, bounded, and with nothing that spills to the disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from .flatten import text

MEMORY = "1500MB"
"""What a connection may use. Names and mailboxes pass through it, so it has no folder to spill into."""

LONGEST = 16_000_000
"""Bytes of the longest line that the fast way reads; the reader holds some buffers of this size."""


def connect(memory: str = MEMORY) -> duckdb.DuckDBPyConnection:
    """A new connection; times are UTC."""
    connection = duckdb.connect(config={"memory_limit": memory, "temp_directory": ""})
    connection.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = false")
    # The size of a file of lines is unknown to the planner, which then would put all of it into a hash table to join
    # it with a few people: joins are built as they are written, the small side on the right.
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side,in_clause'")
    # Rows wait for their partition in memory: few of them, since one may be megabytes.
    connection.execute("SET partitioned_write_flush_threshold = 8192")
    return connection


def lines(files: Iterable[Path], *, names: bool = False) -> str:
    """A relation of the lines of NDJSON files (plain or .gz): `raw`, and `filename` if asked for."""
    listed = ", ".join(text(str(path)) for path in files)
    return (
        f"read_csv([{listed}], columns = {{'raw': 'VARCHAR'}}, auto_detect = false, header = false, delim = '\x01', "
        f"quote = '', escape = '', max_line_size = {LONGEST}, buffer_size = {LONGEST}, filename = {str(names).lower()})"
    )


def parquet(files: Iterable[Path], more: str = "") -> str:
    """A relation of the rows of Parquet files."""
    listed = ", ".join(text(str(path)) for path in files)
    return f"read_parquet([{listed}], hive_partitioning = false{more})"


def copy_parts(select: str, folder: Path) -> str:
    """COPY rows into `folder/year=…/month=…/`. The SELECT has the columns of `statements` and `year`, `month`."""
    return (
        f"COPY ({select}) TO {text(str(folder))} (FORMAT parquet, PARTITION_BY (year, month), {PARQUET}, "
        f"OVERWRITE_OR_IGNORE)"
    )


PARQUET = "COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 16384"

"""Statements that came again with the same id and another content: kept aside, never silent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb

from . import database
from .flatten import text

_AT_ONCE = 500


class Conflicts:
    """The file `conflicts.parquet` of a store: id, source and the content that was not taken."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "conflicts.parquet"

    def relation(self) -> str:
        """For SQL."""
        return database.parquet([self.path]) if self.path.exists() else EMPTY

    def find(self, connection: duckdb.DuckDBPyConnection, coming: str, there: str) -> int:
        """Compare repeated statements (tables `repeated`, `doubles`); how many conflict that were not known before."""
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE conflicting (id UUID, source VARCHAR, stored TIMESTAMP, raw VARCHAR)"
        )
        found = [row[1:] for row in _pairs(connection, coming, there) if not _same(row[0], row[4])]
        if found:
            connection.executemany("INSERT INTO conflicting VALUES (?, ?, ?, ?)", found)
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE unseen AS SELECT DISTINCT ON (id, raw) * FROM conflicting c "
            f"ANTI JOIN {self.relation()} k ON k.id = c.id AND k.raw = c.raw"
        )
        return self._write(connection)

    def without(self, connection: duckdb.DuckDBPyConnection, condition: str) -> None:
        """Drop those of which an SQL condition holds."""
        if self.path.exists():
            self._copy(connection, f"SELECT * FROM {self.relation()} WHERE ({condition}) IS NOT TRUE")

    def _write(self, connection: duckdb.DuckDBPyConnection) -> int:
        found = connection.execute("SELECT count(*) FROM unseen").fetchone()
        count = int(found[0]) if found else 0
        if count:
            self._copy(connection, f"SELECT * FROM {self.relation()} UNION ALL BY NAME SELECT * FROM unseen")
        return count

    def _copy(self, connection: duckdb.DuckDBPyConnection, select: str) -> None:
        hidden = self.path.with_name(f".{self.path.name}")
        connection.execute(f"COPY ({select}) TO {text(str(hidden))} (FORMAT parquet, COMPRESSION zstd)")
        hidden.replace(self.path)


EMPTY = (
    "(SELECT NULL::UUID AS id, NULL::VARCHAR AS source, NULL::TIMESTAMP AS stored, NULL::VARCHAR AS raw WHERE false)"
)


def _pairs(connection: duckdb.DuckDBPyConnection, coming: str, there: str) -> Iterator[tuple[str, ...]]:
    """What is kept and what is not, where their bytes differ: raw, then id, source, stored and raw of the other.

    Only hashes are joined at first: of two million repeated statements hardly one differs.
    """
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE heads AS
        SELECT c.id, hash(c.raw) AS h, d.filename IS NULL AND NOT r.here AS kept
        FROM {coming} c JOIN repeated r USING (id) LEFT JOIN doubles d USING (filename, file_row_number)"""
    )
    if there:
        connection.execute(
            f"INSERT INTO heads SELECT t.id, hash(t.raw), true FROM {there} t JOIN repeated r USING (id)"
        )
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE differing AS SELECT DISTINCT k.id FROM heads k JOIN heads o USING (id)
        WHERE k.kept AND NOT o.kept AND k.h <> o.h"""
    )
    old = f"UNION ALL SELECT t.id, t.raw FROM {there} t SEMI JOIN differing USING (id)" if there else ""
    reader = connection.execute(
        f"""WITH wanted AS (SELECT c.* FROM {coming} c SEMI JOIN differing USING (id)),
        kept AS (SELECT c.id, c.raw FROM wanted c ANTI JOIN doubles USING (filename, file_row_number) {old})
        SELECT k.raw, c.id, c.source, c.stored, c.raw FROM wanted c
        SEMI JOIN doubles USING (filename, file_row_number) JOIN kept k ON k.id = c.id WHERE k.raw <> c.raw"""
    )
    while rows := reader.fetchmany(_AT_ONCE):
        yield from rows


def _same(kept: str, other: str) -> bool:
    """By the standard's equality."""
    from ..serve.equality import same_statement

    try:
        one, two = json.loads(kept), json.loads(other)
    except (ValueError, RecursionError):
        return False
    return same_statement(one, two) or same_statement(two, one)

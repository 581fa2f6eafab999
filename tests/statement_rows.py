"""The table `statements`, by hand: what is not said of a row is null."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from darslik_xapi.columns import STATEMENTS

if TYPE_CHECKING:
    import duckdb


def fill(connection: duckdb.DuckDBPyConnection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Make the table with these rows."""
    types = {column.name: column.type for column in STATEMENTS}
    columns = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    connection.execute(f"CREATE OR REPLACE TABLE statements ({columns})")
    insert = "INSERT INTO statements SELECT unnest(from_json(?, ?), recursive := true)"
    connection.execute(insert, [json.dumps([dict(row) for row in rows]), json.dumps([types])])

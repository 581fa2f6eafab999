"""ClickHouse: chDB in this process, or a server by its HTTP interface. Both get the same text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, Self

from darslik_xapi.plan_tables import COLUMNS as TABLES

from .engine import Result
from .source import COLUMNS, is_local, not_a_pattern
from .typed import result

if TYPE_CHECKING:
    import ibis.expr.types as ir

Rows = Mapping[str, Sequence[tuple[Any, ...]]]

SETTINGS = {
    "session_timezone": "'UTC'",
    "join_use_nulls": "1",  # what an outer join does not find is null, not 0 or ''
    "aggregate_functions_null_for_empty": "1",  # and so is the sum of nothing
    "transform_null_in": "0",
    "output_format_json_quote_64bit_integers": "0",
    "output_format_json_quote_denormals": "1",  # NaN is no null
    "date_time_output_format": "'simple'",
}
"""With these it answers as standard SQL does. They go with each query: nothing has to be set up on a server."""

_TYPES = {
    "UUID": "Nullable(UUID)",
    "TIMESTAMP": "Nullable(DateTime64(6, 'UTC'))",
    "VARCHAR": "Nullable(String)",
    "BOOLEAN": "Nullable(Bool)",
    "DOUBLE": "Nullable(Float64)",
    "BIGINT": "Nullable(Int64)",
    "VARCHAR[]": "Array(Nullable(String))",  # there is no null list: it is read as an empty one
}


class Connection(Protocol):
    """What runs a text in one session."""

    def run(self, sql: str) -> bytes:
        """The answer, in the format that the text names."""
        ...

    def close(self) -> None:
        """End the session."""
        ...


class ClickHouse:
    """Runs measures on Parquet files, and on small tables that are made in the session.

    Args:
        connection: chDB or a server.
        statements: the place of the partitions: a folder that the engine sees, or an `s3://` or `https://` URL.
        tables: rows of `activities`, `labels` and `components`.
    """

    def __init__(self, connection: Connection, statements: str, tables: Rows) -> None:
        from .compilers import ExactClickHouseCompiler

        self._connection = connection
        self._compiler = ExactClickHouseCompiler()
        self._views = views(statements)
        for name, columns in TABLES.items():
            self._make(name, columns, tables[name])

    def run(self, expression: ir.Table) -> Result:
        """Compute a measure."""
        lines = self._connection.run(self.sql(expression)).splitlines()
        return result(expression, (json.loads(line) for line in lines))

    def sql(self, expression: ir.Table) -> str:
        """The whole text of a measure: it needs nothing but the three small tables of the session."""
        query = self._compiler.to_sqlglot(expression)
        later = [one.pop() for one in query.ctes]
        for name, view in self._views.items():
            query = query.with_(name, as_=view, dialect=self._compiler.dialect)
        for one in later:
            query = query.with_(one.args["alias"], as_=one.this, dialect=self._compiler.dialect)
        settings = ", ".join(f"{name} = {value}" for name, value in SETTINGS.items())
        return f"{query.sql(dialect=self._compiler.dialect)} FORMAT JSONCompactEachRow SETTINGS {settings}"

    def close(self) -> None:
        """End the session; the small tables go with it."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make(self, name: str, columns: Mapping[str, str], rows: Sequence[tuple[Any, ...]]) -> None:
        typed = ", ".join(f"{column} {_TYPES[kind]}" for column, kind in columns.items())
        self._connection.run(f"CREATE TEMPORARY TABLE {name} ({typed})")
        for start in range(0, len(rows), 10_000):
            lines = "\n".join(json.dumps(row) for row in rows[start : start + 10_000])
            self._connection.run(f"INSERT INTO {name} FORMAT JSONCompactEachRow\n{lines}")


def views(statements: str) -> dict[str, str]:
    """`all_statements` and `statements` as texts to put before a query."""
    structure = ", ".join(f"{name} {_TYPES[kind]}" for name, kind in COLUMNS.items())
    return {
        "all_statements": f"SELECT * FROM {_files(statements)}, Parquet, {_text(structure)})",  # noqa: S608
        "statements": (
            "SELECT * FROM all_statements WHERE voids IS NOT NULL OR id IS NULL OR id NOT IN"
            " (SELECT voids FROM all_statements WHERE voids IS NOT NULL)"
        ),
    }


def _files(statements: str) -> str:
    files = not_a_pattern(statements, "ClickHouse") + "/year=*/month=*/*.parquet"
    if is_local(statements):
        return f"file({_text(files)}"
    scheme = statements.partition("://")[0]
    return f"{'s3' if scheme in ('s3', 'gs', 'http', 'https') else 'url'}({_text(files)}"


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

"""ClickHouse: chDB in this process, or a server by its HTTP interface. Both get the same text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, Self

from darslik_xapi.building import VOIDED

from .engine import Result
from .source import COLUMNS, Rows, Source, small_tables
from .typed import result

if TYPE_CHECKING:
    import ibis.expr.types as ir

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
        statements: Parquet files in a folder that the engine sees, or below an `s3://` or `https://` URL.
        tables: rows of the small tables (`source.rows_of`).
    """

    def __init__(self, connection: Connection, statements: Source, tables: Rows) -> None:
        from .compilers import ExactClickHouseCompiler

        self._connection = connection
        self._compiler = ExactClickHouseCompiler()
        self._views = views(statements, corrected=bool(tables["corrected"]))
        for name, columns in small_tables().items():
            self._make(name, columns, tables[name])

    def run(self, expression: ir.Table) -> Result:
        """Compute a measure."""
        lines = self._connection.run(self.sql(expression)).splitlines()
        return result(expression, (json.loads(line) for line in lines))

    def sql(self, expression: ir.Table) -> str:
        """The whole text of a measure: it needs nothing but the small tables of the session."""
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


def views(statements: Source, *, corrected: bool) -> dict[str, str]:
    """`statements`, and what it is made of, as texts to put before a query: what `store/views.py` has for DuckDB."""
    structure = _text(", ".join(f"{name} {_TYPES[kind]}" for name, kind in COLUMNS.items()))
    found = {"landed": f"SELECT * FROM {_files(statements, structure)}"}  # noqa: S608 - quoted
    if corrected:
        found["all_statements"] = (
            "SELECT l.* REPLACE (coalesce(c.course, l.course) AS course)"
            " FROM landed AS l LEFT JOIN corrected AS c ON c.activity = l.object"
        )
    rows = "all_statements" if corrected else "landed"
    gone = "SELECT voids FROM landed WHERE voids IS NOT NULL"
    live = f"coalesce(verb = {_text(VOIDED)}, false) OR id NOT IN ({gone})"
    return found | {"statements": f"SELECT * FROM {rows} WHERE {live}"}  # noqa: S608 - our own


def _files(statements: Source, structure: str) -> str:
    """A table function: ClickHouse's own words for files here and elsewhere."""
    source = statements.without_patterns("ClickHouse")
    if source.files == ():
        return f"null({structure})"
    names = "year=*/month=*/*.parquet" if source.files is None else "{" + ",".join(source.files) + "}"
    function = "file" if source.local else "s3"
    return f"{function}({_text(f'{source.folder}/{names}')}, Parquet, {structure})"


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

"""DuckDB: in this process, on a store's Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from .engine import Result
from .typed import result

if TYPE_CHECKING:
    import duckdb
    import ibis.expr.types as ir


class DuckDb:
    """Runs measures on a connection that has the tables (`Store.connect`)."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def run(self, expression: ir.Table) -> Result:
        """Compute a measure."""
        from ibis.backends.sql.compilers import DuckDBCompiler

        compiler = DuckDBCompiler()
        sql = compiler.to_sqlglot(expression).sql(dialect=compiler.dialect)
        return result(expression, self.connection.execute(sql).fetchall())

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

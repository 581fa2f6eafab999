"""Spark: in this process, or a cluster by the address of its master."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from darslik_xapi.building import VOIDED
from darslik_xapi.errors import XapiError

from .engine import Result
from .source import COLUMNS, Rows, Source, small_tables
from .typed import result

if TYPE_CHECKING:
    import ibis.expr.types as ir

_TYPES = {
    "UUID": "BINARY",  # of 16 bytes: Spark knows no UUID in Parquet, and reads none unless it is told this type
    "TIMESTAMP": "TIMESTAMP_NTZ",
    "VARCHAR": "STRING",
    "BOOLEAN": "BOOLEAN",
    "DOUBLE": "DOUBLE",
    "BIGINT": "BIGINT",
    "VARCHAR[]": "ARRAY<STRING>",
}

_UUID = r"lower(regexp_replace(hex(l.{0}), '^(.{{8}})(.{{4}})(.{{4}})(.{{4}})', '$1-$2-$3-$4-')) AS {0}"

CONFIGURATION = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # a division by zero or an overflow is an error, never a silent null
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.caseSensitive": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
"""What the results rest on; anything else is the cluster's own."""


class Spark:
    """Runs measures on Parquet files, and on small tables that are made in the session.

    Args:
        statements: Parquet files where Spark's executors see them: in a folder, below `s3a://`, `gs://`, `abfss://` …
        tables: rows of the small tables (`source.rows_of`).
        master: `local[2]` (two threads of this process), `spark://host:7077`, `yarn`, `k8s://…`.
        configuration: Spark's own settings, e.g. `spark.executor.memory`.
    """

    def __init__(
        self, statements: Source, tables: Rows, master: str = "local[*]", configuration: Mapping[str, str] | None = None
    ) -> None:
        from .compilers import SparkCompiler

        self._compiler = SparkCompiler()
        self._spark = _session(master, {**CONFIGURATION, **(configuration or {})})
        try:
            for name, columns in small_tables().items():
                self._spark.createDataFrame(list(tables[name]), _schema(columns)).createOrReplaceTempView(name)
            self._read(statements).createOrReplaceTempView("landed")
            self._spark.sql(_live(corrected=bool(tables["corrected"]))).createOrReplaceTempView("statements")
        except BaseException:
            self.close()
            raise

    def run(self, expression: ir.Table) -> Result:
        """Compute a measure.

        Raises:
            XapiError: if Spark refuses it or fails.
        """
        from pyspark.errors import PySparkException

        schema = expression.schema()
        try:
            frame = self._spark.sql(self.sql(expression))
            for name, kind in schema.items():
                if kind.is_timestamp():  # some functions give one with a zone, which would be shifted to ours
                    frame = frame.withColumn(name, frame[name].cast("timestamp_ntz"))
            return result(expression, frame.collect())
        except PySparkException as error:
            raise _refused(error) from None

    def sql(self, expression: ir.Table) -> str:
        """The text of a measure; it reads the session's views."""
        text: str = self._compiler.to_sqlglot(expression).sql(dialect=self._compiler.dialect)
        return text

    def close(self) -> None:
        """End the session, and Spark in this process."""
        self._spark.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, statements: Source) -> Any:  # noqa: ANN401 - pyspark may not be there for its types
        from pyspark.errors import PySparkException

        folder, files = statements.without_patterns("Spark").folder, statements.files
        if files == ():
            return self._spark.createDataFrame([], _schema(COLUMNS))
        paths = [folder] if files is None else [f"{folder}/{file}" for file in files]
        try:
            return self._spark.read.schema(_schema(COLUMNS)).parquet(*paths)
        except PySparkException as error:
            raise XapiError(
                f"Spark cannot read {folder}: {_first_line(error)}",
                "name a folder or URL that Spark itself can read, in DARSLIK_STATEMENTS",
            ) from None


def _live(*, corrected: bool) -> str:
    """`statements` of `landed`: what `store/views.py` has for DuckDB.

    Ids are compared by their bytes: their text is made for those columns only that a measure reads.
    """
    course = "coalesce(c.course, l.course) AS course" if corrected else "l.course"
    texts = {name: _UUID.format(name) for name, kind in COLUMNS.items() if kind == "UUID"} | {"course": course}
    listed = ", ".join(texts.get(name, f"l.`{name}`") for name in COLUMNS)
    join = " LEFT JOIN corrected AS c ON c.activity = l.object" if corrected else ""
    gone = "SELECT DISTINCT voids FROM landed WHERE voids IS NOT NULL"
    anti = f" LEFT ANTI JOIN ({gone}) AS v ON v.voids = l.id AND NOT coalesce(l.verb = '{VOIDED}', false)"
    return f"SELECT {listed} FROM landed AS l{anti}{join}"  # noqa: S608 - our own names


def _schema(columns: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` {_TYPES[kind]}" for name, kind in columns.items())


def _session(master: str, configuration: Mapping[str, str]) -> Any:  # noqa: ANN401
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise XapiError(
            "the engine spark needs the package pyspark, which is not installed", 'type: pip install "darslik[spark]"'
        ) from None
    for name in ("py4j", "SQLQueryContextLogger", "DataFrameQueryContextLogger"):  # what they tell, our errors tell
        logging.getLogger(name).setLevel(logging.CRITICAL)
    builder = SparkSession.builder.master(master).appName("darslik xapi")
    for name, value in configuration.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except PySparkException as error:
        if "JAVA_GATEWAY_EXITED" in str(error):
            raise XapiError(
                "Spark needs Java 17 or later, and none was started",
                "Debian, Ubuntu: apt-get install default-jre-headless; else set JAVA_HOME"
                + (f" (it is {os.environ['JAVA_HOME']})" if "JAVA_HOME" in os.environ else ""),
            ) from None
        raise XapiError(f"Spark does not start at {master}: {_first_line(error)}") from None


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0][:300]


def _refused(error: BaseException) -> XapiError:
    return XapiError(f"Spark refused the query: {_first_line(error)}")

"""Spark: in this process, or a cluster by the address of its master."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from darslik_xapi.errors import XapiError
from darslik_xapi.plan_tables import COLUMNS as TABLES

from .engine import Result
from .source import COLUMNS, not_a_pattern
from .typed import result

if TYPE_CHECKING:
    import ibis.expr.types as ir

Rows = Mapping[str, Sequence[tuple[Any, ...]]]

_TYPES = {
    "UUID": "BINARY",  # of 16 bytes: Spark knows no UUID in Parquet, and reads none unless it is told this type
    "TIMESTAMP": "TIMESTAMP_NTZ",
    "VARCHAR": "STRING",
    "BOOLEAN": "BOOLEAN",
    "DOUBLE": "DOUBLE",
    "BIGINT": "BIGINT",
    "VARCHAR[]": "ARRAY<STRING>",
}

_UUID = r"lower(regexp_replace(hex({0}), '^(.{{8}})(.{{4}})(.{{4}})(.{{4}})', '$1-$2-$3-$4-')) AS {0}"

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
        statements: the place of the partitions, as Spark's executors see it: a folder, `s3a://`, `gs://`, `abfss://` …
        tables: rows of `activities`, `labels` and `components`.
        master: `local[2]` (two threads of this process), `spark://host:7077`, `yarn`, `k8s://…`.
        configuration: Spark's own settings, e.g. `spark.executor.memory`.
    """

    def __init__(
        self, statements: str, tables: Rows, master: str = "local[*]", configuration: Mapping[str, str] | None = None
    ) -> None:
        from .compilers import SparkCompiler

        self._compiler = SparkCompiler()
        self._spark = _session(master, {**CONFIGURATION, **(configuration or {})})
        try:
            self._read(statements)
            for name, columns in TABLES.items():
                self._spark.createDataFrame(list(tables[name]), _schema(columns)).createOrReplaceTempView(name)
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

    def _read(self, statements: str) -> None:
        from pyspark.errors import PySparkException

        where = not_a_pattern(statements, "Spark")
        try:
            frame = self._spark.read.schema(_schema(COLUMNS)).parquet(where)
        except PySparkException as error:
            raise XapiError(
                f"Spark cannot read {where}: {_first_line(error)}",
                "name a folder or URL that Spark itself can read, in DARSLIK_STATEMENTS",
            ) from None
        names = [_UUID.format(name) if kind == "UUID" else name for name, kind in COLUMNS.items()]
        frame.createOrReplaceTempView("all_statement_files")
        frame.selectExpr(*names).createOrReplaceTempView("all_statements")
        # By the bytes of the ids: their text is made for those columns only that a measure reads.
        voided = frame.where("voids IS NOT NULL").select("voids").distinct()
        live = frame.join(voided.withColumnRenamed("voids", "gone"), _is_gone(frame), "left_anti")
        live.selectExpr(*names).createOrReplaceTempView("statements")


def _is_gone(frame: Any) -> Any:  # noqa: ANN401 - pyspark has no types that are there without it
    from pyspark.sql.functions import col

    return frame["voids"].isNull() & (frame["id"] == col("gone"))


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

"""Ibis' compilers, where they need help so that every engine gives the same cells.

Only the compilers of Ibis are used: its backends would bring pandas and pyarrow. An approximate function becomes the
exact one, a function with another definition becomes DuckDB's, and what a compiler asks of its absent backend is told.
"""

from __future__ import annotations

from typing import Any

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import sqlglot.expressions as sge
from ibis.backends.sql.compilers import ClickHouseCompiler, PySparkCompiler
from ibis.backends.sql.compilers.base import SQLGlotCompiler

_NAMES = {
    "spark": {"epoch_us": "unix_micros"},
    "clickhouse": {"epoch_us": "toUnixTimestamp64Micro"},
}
"""What an engine calls a function that measures name in DuckDB's way (`measures/numbers.py`)."""


class SparkCompiler(PySparkCompiler):  # type: ignore[misc]  # Ibis is not typed there
    """Spark's SQL, without the options that only Ibis' own backend for Spark registers."""

    __slots__ = ()

    # Ibis makes a method of each entry, in each subclass anew: with the inherited ones it would undo methods below.
    SIMPLE_OPS: dict[type[ops.Node], str] = {}

    def __sql_name__(self, op: ops.ScalarUDF) -> str:
        """The engine's own name of a function."""
        name: str = super().__sql_name__(op)
        return _NAMES["spark"].get(name, name)

    def visit_Field(self, op: ops.Field, *, rel: Any, name: str) -> Any:  # noqa: ANN401, N802
        """A column as it is: a NaN is no null, as in DuckDB."""
        return SQLGlotCompiler.visit_Field(self, op, rel=rel, name=name)

    def visit_NonNullLiteral(self, op: ops.Literal, *, value: Any, dtype: dt.DataType) -> Any:  # noqa: ANN401, N802
        """A fraction is a double: Spark reads a bare 0.5 as a decimal, and decimals round."""
        if dtype.is_floating():
            return self.cast(self.visit_DefaultLiteral(op, value=value, dtype=dtype), dtype)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)

    def visit_Median(self, op: ops.Median, *, arg: Any, where: Any) -> Any:  # noqa: ANN401, N802
        """The condition belongs to the values: Ibis puts it around the 0.5 too, which Spark refuses."""
        return self.visit_Quantile(op, arg=arg, quantile=sge.convert(0.5), where=where)

    def visit_TimestampDelta(self, op: ops.TimestampDelta, *, part: Any, left: Any, right: Any) -> Any:  # noqa: ANN401, N802
        """Boundaries passed, as DuckDB and ClickHouse count; Spark by itself counts whole units."""
        unit = op.part.value
        start, end = (self.f.anon.date_trunc(unit, side) for side in (right, left))
        return self.f.anon.timestampdiff(sge.Var(this=unit.upper()), start, end)

    visit_DateDelta = visit_TimestampDelta  # noqa: N815


class ExactClickHouseCompiler(ClickHouseCompiler):  # type: ignore[misc]
    """ClickHouse's SQL with exact functions."""

    __slots__ = ()

    SIMPLE_OPS = {
        ops.CountDistinct: "uniqExact",  # Ibis takes uniq, which estimates
    }

    def __sql_name__(self, op: ops.ScalarUDF) -> str:
        """The engine's own name of a function."""
        name: str = super().__sql_name__(op)
        return _NAMES["clickhouse"].get(name, name)

    def visit_Quantile(self, op: ops.Quantile, *, arg: Any, quantile: Any, where: Any) -> Any:  # noqa: ANN401, N802
        """Between the two nearest values, as percentile_cont: Ibis takes quantile, which samples."""
        return self._visit_quantile("quantileExactInclusive", arg, quantile, where)

    def visit_Median(self, op: ops.Median, *, arg: Any, where: Any) -> Any:  # noqa: ANN401, N802
        """Ibis takes quantileExactExclusive, which counts from n + 1."""
        return self._visit_quantile("quantileExactInclusive", arg, sge.convert(0.5), where)

    def visit_LagLead(self, op: ops.Lag | ops.Lead, *, arg: Any, offset: Any, default: Any) -> Any:  # noqa: ANN401, N802
        """Standard lag and lead: Ibis takes lagInFrame, which sees only the frame and gives 0 for what is not there."""
        name = type(op).__name__.lower()
        if default is not None:
            return self.f[name](arg, sge.convert(1) if offset is None else offset, default)
        return self.f[name](arg) if offset is None else self.f[name](arg, offset)

    visit_Lag = visit_Lead = visit_LagLead  # noqa: N815

    @staticmethod
    def _minimize_spec(op: ops.WindowFunction, spec: Any) -> Any:  # noqa: ANN401
        """Standard lag and lead have no frame."""
        return None if isinstance(op.func, ops.Lag | ops.Lead | ops.NTile) else spec

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

_FRAMELESS = (ops.Lag, ops.Lead, ops.NTile, ops.MinRank, ops.DenseRank, ops.RowNumber)


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

    def visit_CountStar(self, op: ops.CountStar, *, arg: Any, where: Any) -> Any:  # noqa: ANN401, N802
        """Ibis adds up the condition, and a sum of nothing but nulls is null, not 0."""
        return self.f.count_if(where) if where is not None else super().visit_CountStar(op, arg=arg, where=where)

    def visit_StringSplit(self, op: ops.StringSplit, *, arg: Any, delimiter: Any) -> Any:  # noqa: ANN401, N802
        """By a text: Spark's split takes a regular expression, which `[,]` would be too."""
        return self.f.anon.split(arg, self.f.concat(sge.convert("\\Q"), delimiter, sge.convert("\\E")))

    def visit_TimestampDelta(self, op: ops.TimestampDelta, *, part: Any, left: Any, right: Any) -> Any:  # noqa: ANN401, N802
        """Boundaries passed, as DuckDB and ClickHouse count; Spark by itself counts whole units."""
        unit = op.part.value
        start, end = (self.f.anon.date_trunc(unit, side) for side in (right, left))
        return self.f.anon.timestampdiff(sge.Var(this=unit.upper()), start, end)

    visit_DateDelta = visit_TimestampDelta  # noqa: N815


class ExactClickHouseCompiler(ClickHouseCompiler):  # type: ignore[misc]
    """ClickHouse's SQL with exact functions."""

    __slots__ = ()

    SIMPLE_OPS = {  # by letters, not by bytes
        ops.StringLength: "lengthUTF8",
        ops.Lowercase: "lowerUTF8",
        ops.Uppercase: "upperUTF8",
        ops.StrRight: "rightUTF8",
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

    def visit_Substring(self, op: ops.Substring, *, arg: Any, start: Any, length: Any) -> Any:  # noqa: ANN401, N802
        """By letters, from 0, or from the end where `start` is below 0."""
        first = self.if_(start >= 0, start + 1, start)
        return self.f.substringUTF8(arg, first) if length is None else self.f.substringUTF8(arg, first, length)

    def visit_Count(self, op: ops.Count, *, arg: Any, where: Any) -> Any:  # noqa: ANN401, N802
        """Counts are signed, as elsewhere: a UInt64 and an Int64 have no type in common."""
        return self.cast(self.agg.count(arg, where=where), op.dtype)

    def visit_CountStar(self, op: ops.CountStar, *, arg: Any, where: Any) -> Any:  # noqa: ANN401, N802
        """As any count."""
        return self.cast(super().visit_CountStar(op, arg=arg, where=where), op.dtype)

    def visit_CountDistinct(self, op: ops.CountDistinct, *, arg: Any, where: Any) -> Any:  # noqa: ANN401, N802
        """Ibis takes uniq, which estimates."""
        return self.cast(self.agg.uniqExact(arg, where=where), op.dtype)

    def visit_WindowFunction(self, op: ops.WindowFunction, *, func: Any, **given: Any) -> Any:  # noqa: ANN401, N802
        """Ranks and counts are signed here too; the type goes around the window."""
        if not op.dtype.is_integer():
            return super().visit_WindowFunction(op, func=func, **given)
        bare = func.this if isinstance(func, sge.Cast) else func
        return self.cast(super().visit_WindowFunction(op, func=bare, **given), op.dtype)

    def visit_LagLead(self, op: ops.Lag | ops.Lead, *, arg: Any, offset: Any, default: Any) -> Any:  # noqa: ANN401, N802
        """Standard lag and lead: Ibis takes lagInFrame, which sees only the frame and gives 0 for what is not there."""
        name = type(op).__name__.lower()
        if default is not None:
            return self.f[name](arg, sge.convert(1) if offset is None else offset, default)
        return self.f[name](arg) if offset is None else self.f[name](arg, offset)

    visit_Lag = visit_Lead = visit_LagLead  # noqa: N815

    @staticmethod
    def _minimize_spec(op: ops.WindowFunction, spec: Any) -> Any:  # noqa: ANN401
        """None have a frame that rank or shift: in a frame of rows, ClickHouse takes equal rows for unequal ones."""
        return None if isinstance(op.func, _FRAMELESS) else spec

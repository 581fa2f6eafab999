"""Arithmetic that gives the same cell on every engine.

No engine's own correlation, approximate quantile or interval: sums, exact quantiles (linear interpolation, R's type 7)
and microseconds. `epoch_us` is the one function that engines call by names of their own (`darslik_xapi.engines`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.datatypes as dt

if TYPE_CHECKING:
    import ibis.expr.types as ir

MEDIAN_LEARNERS = 10
"""Learners below which a median or a correlation is null: it would be chance, and could be somebody's."""

FLAG_LEARNERS = 30
"""Learners below which nothing is flagged."""

Z = 1.959963984540054
"""Of a two-sided interval of 95 %."""

DAY = 86_400_000_000
"""In microseconds."""


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def epoch_us(moment: dt.timestamp) -> dt.int64:
    """Microseconds since 1970 of a UTC timestamp."""


def share(part: ir.NumericValue, whole: ir.NumericValue) -> ir.FloatingValue:
    """A quotient; null where there is nothing to divide by."""
    return part.cast("float64") / whole.cast("float64").nullif(0.0)


def count_if(condition: ir.BooleanValue) -> ir.IntegerScalar:
    """How many rows meet a condition; 0, not null, where none does or the condition is unknown."""
    return ibis.ifelse(condition, 1, 0).cast("int64").sum().cast("int64")


def any_of(condition: ir.BooleanValue) -> ir.IntegerScalar:
    """1 if a row meets the condition, else 0."""
    return ibis.ifelse(condition, 1, 0).cast("int64").max()


def where(condition: ir.BooleanValue, value: ir.Value) -> ir.Value:
    """The value where the condition holds, else null: for an aggregate of some rows."""
    return ibis.ifelse(condition, value, ibis.null(value.type()))


def enough(learners: ir.IntegerValue, value: ir.Value, least: int = MEDIAN_LEARNERS) -> ir.Value:
    """The value where enough learners are behind it."""
    return where(learners >= least, value)


def wilson(part: ir.NumericValue, whole: ir.NumericValue) -> tuple[ir.FloatingValue, ir.FloatingValue]:
    """Wilson's 95 % interval of a share (J. Am. Stat. Assoc. 22, 1927)."""
    n = whole.cast("float64").nullif(0.0)
    p = part.cast("float64") / n
    middle = p + Z * Z / 2 / n
    spread = Z * (p * (1.0 - p) / n + Z * Z / 4 / (n * n)).sqrt()
    below = 1.0 + Z * Z / n
    low, high = (middle - spread) / below, (middle + spread) / below
    return ibis.ifelse(p > 0.0, low, 0.0 * p), ibis.ifelse(p < 1.0, high, p)  # rounding must not leave 0 … 1


def seconds_between(first: ir.TimestampValue, last: ir.TimestampValue) -> ir.FloatingValue:
    """Seconds with their fraction."""
    return (epoch_us(last) - epoch_us(first)).cast("float64") / 1e6


def week(moment: ir.TimestampValue) -> ir.IntegerValue:
    """The number of the week; weeks begin on Mondays, and 1970-01-01 was the Thursday of week 0."""
    return ((epoch_us(moment) + 3 * DAY) // (7 * DAY)).cast("int64")


def correlation(
    n: ir.NumericValue,
    x: ir.NumericValue,
    y: ir.NumericValue,
    xx: ir.NumericValue,
    yy: ir.NumericValue,
    xy: ir.NumericValue,
) -> ir.FloatingValue:
    """Pearson's correlation from sums; null where one side does not vary (by less than rounding could make)."""
    count = n.cast("float64")
    vx, vy = count * xx - x * x, count * yy - y * y
    varies = (vx > 1e-9 * count * xx) & (vy > 1e-9 * count * yy)
    return where(varies, (count * xy - x * y) / where(varies, vx * vy).sqrt())


def milliseconds(seconds: ir.FloatingValue) -> ir.IntegerValue:
    """Whole milliseconds: their sums do not depend on the order of adding."""
    return (seconds * 1000.0 + 0.5).floor().cast("int64")

"""The same Python values from every engine: cells by the types of the expression, not by the driver's habit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from .engine import Result

if TYPE_CHECKING:
    import ibis.expr.datatypes as dt
    import ibis.expr.types as ir

Convert = Callable[[Any], Any]


def result(expression: ir.Table, rows: Iterable[Sequence[Any]]) -> Result:
    """A result with the expression's columns.

    Fractions are float, whole numbers int, times `datetime` without a zone (UTC), dates `date`, UUIDs `UUID`, lists
    list; null is None.
    """
    schema = expression.schema()
    converts = [_convert(kind) for kind in schema.types]
    return Result(
        tuple(schema.names),
        tuple(tuple(convert(cell) for convert, cell in zip(converts, row, strict=True)) for row in rows),
    )


def _convert(kind: dt.DataType) -> Convert:
    if kind.is_array():
        item = _convert(kind.value_type)
        return lambda cell: None if cell is None else [item(one) for one in cell]
    for asks, convert in _CONVERTS:
        if asks(kind):
            return _unless_null(convert)
    return lambda cell: cell


def _unless_null(convert: Convert) -> Convert:
    return lambda cell: None if cell is None else convert(cell)


def _time(cell: datetime | date | str) -> datetime:
    if isinstance(cell, str):
        cell = datetime.fromisoformat(cell)
    if not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - times have no zone in our tables
    return cell.astimezone(UTC).replace(tzinfo=None) if cell.tzinfo else cell


def _date(cell: date | str) -> date:
    if isinstance(cell, str):
        return date.fromisoformat(cell[:10])
    return cell.date() if isinstance(cell, datetime) else cell


def _uuid(cell: UUID | str) -> UUID:
    return cell if isinstance(cell, UUID) else UUID(cell)


_CONVERTS: tuple[tuple[Callable[[dt.DataType], bool], Convert], ...] = (
    (lambda kind: kind.is_boolean(), bool),
    (lambda kind: kind.is_integer(), int),
    (lambda kind: kind.is_floating() or kind.is_decimal(), float),
    (lambda kind: kind.is_timestamp(), _time),
    (lambda kind: kind.is_date(), _date),
    (lambda kind: kind.is_uuid(), _uuid),
)

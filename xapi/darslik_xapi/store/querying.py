"""An analyst's own SQL on a store. It can only read, and nothing but the store."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

import duckdb

from ..errors import XapiError

if TYPE_CHECKING:
    from .store import Store

_READS = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
_AT_ONCE = 1000
_WIDEST = 60


@dataclass(frozen=True)
class Rows:
    """Rows to write.

    Attributes:
        columns: their names, no two alike.
        rows: read once.
    """

    columns: tuple[str, ...]
    rows: Iterable[tuple[Any, ...]]


def _rows(reader: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    try:
        while rows := reader.fetchmany(_AT_ONCE):
            yield from rows
    except duckdb.Error as error:
        raise plain(error) from None


def _names(given: Sequence[str]) -> tuple[str, ...]:
    """Names, numbered where they repeat."""
    found: list[str] = []
    for name in given:
        numbered = (f"{name}_{number}" for number in count(2))
        found.append(name if name not in found else next(one for one in numbered if one not in found))
    return tuple(found)


def query(connection: duckdb.DuckDBPyConnection, sql: str) -> Rows:
    """Run one SELECT.

    Raises:
        XapiError: if it is something else, or SQL with an error; the message shows where.
    """
    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1:
            raise XapiError(f"one SELECT is asked for, not {len(statements)} statements", _HELP)
        if statements[0].type not in _READS:
            raise XapiError(f"{statements[0].type.name} is no query: a store can only be read", _HELP)
        reader = connection.execute(statements[0])
        return Rows(_names([column[0] for column in reader.description or ()]), _rows(reader))
    except duckdb.Error as error:
        raise plain(error) from None


def lock(connection: duckdb.DuckDBPyConnection, store: Store) -> duckdb.DuckDBPyConnection:
    """Take from a connection whatever reaches beyond the store's statements."""
    files = [str(store.path / name) for name in store.state.parts]
    files.append(str(store.path / "conflicts.parquet"))
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    connection.execute(f"SET allowed_paths = [{listed}]")
    connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    return connection


def plain(error: duckdb.Error) -> XapiError:
    """DuckDB's complaint without its class, with the place in the SQL."""
    text = re.sub(r"^[A-Za-z ]+ Error: ", "", str(error)).strip()
    if isinstance(error, duckdb.PermissionException):
        return XapiError("a query reads the tables of the store and nothing else", _HELP)
    return XapiError(f"the SQL cannot be run: {text}", _HELP)


_HELP = "`darslik xapi query --tables` lists tables and columns"


def write_json(answer: Rows) -> Iterator[str]:
    """A JSON array, an object a row; ids and times are text."""
    yield "["
    comma = ""
    for row in answer.rows:
        values = dict(zip(answer.columns, (_plain(value) for value in row), strict=True))
        yield f"{comma}\n{json.dumps(values, ensure_ascii=False, allow_nan=False)}"
        comma = ","
    yield "\n]\n"


def write_csv(answer: Rows) -> Iterator[str]:
    """CSV with a head, quoted as RFC 4180 says; lines end as those of other commands do. Nulls are empty."""
    yield _csv(answer.columns)
    for row in answer.rows:
        yield _csv([_text(value) for value in row])


def write_table(answer: Rows) -> Iterator[str]:
    """Aligned columns for a terminal; long values are cut."""
    rows = [[_short(_text(value)) for value in row] for row in answer.rows]
    numeric = [_is_numeric(rows, at) for at in range(len(answer.columns))]
    widths = [max(map(len, column)) for column in zip(answer.columns, *rows, strict=True)]
    yield _aligned(answer.columns, widths, numeric)
    yield "  ".join("─" * width for width in widths) + "\n"
    for row in rows:
        yield _aligned(row, widths, numeric)
    yield f"({len(rows)} {'row' if len(rows) == 1 else 'rows'})\n"


WRITERS = {"table": write_table, "csv": write_csv, "json": write_json}


def _csv(row: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(row)  # so that both of these are quoted within a cell
    return out.getvalue().removesuffix("\r\n") + "\n"


def _aligned(row: Sequence[str], widths: list[int], numeric: list[bool]) -> str:
    cells = (
        value.rjust(width) if right else value.ljust(width)
        for value, width, right in zip(row, widths, numeric, strict=True)
    )
    return "  ".join(cells).rstrip() + "\n"


def _is_numeric(rows: list[list[str]], at: int) -> bool:
    values = [row[at] for row in rows if row[at]]
    return bool(values) and all(re.fullmatch(r"-?[0-9.]+(e[-+]?[0-9]+)?", value) for value in values)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever SQL can give
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else None  # JSON has neither infinity nor NaN
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else _text(value)


def _text(value: Any) -> str:  # noqa: ANN401 - whatever SQL can give
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date)):
        return value.isoformat() + ("Z" if isinstance(value, datetime) and value.tzinfo is None else "")
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(_plain(value), ensure_ascii=False)
    return str(value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"

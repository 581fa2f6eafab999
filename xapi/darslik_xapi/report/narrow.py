"""The courses and days that a report is about: temporary tables that measures find in place of the whole store's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from darslik_xapi.measures import Tables, tables

if TYPE_CHECKING:
    import duckdb

_MOST: Final = 5_000_000
"""Statements that are kept in memory while measures run; more are read again for each."""


def narrow(
    connection: duckdb.DuckDBPyConnection, courses: Sequence[str], since: date | None = None, until: date | None = None
) -> None:
    """Let the names of tables mean the rows of these courses (none: of all) and days (both included)."""
    (database,) = connection.execute("SELECT current_database()").fetchall()[0]
    whole = f'"{database}".main'  # without it, a view of this name would mean itself
    of_courses = f"course IN ({', '.join(map(_text, courses))})" if courses else "true"
    for table in ("activities", "labels", "components"):
        connection.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM {whole}.{table} WHERE {of_courses}")  # noqa: S608
    wanted = [of_courses]
    if since:
        wanted.append(f"\"timestamp\" >= DATE '{since}'")
    if until:
        wanted.append(f"\"timestamp\" < DATE '{until + timedelta(days=1)}'")
    condition = " AND ".join(wanted)
    sql = f"SELECT count(*) FROM {whole}.statements WHERE {condition}"  # noqa: S608 - quoted by _text
    (many,) = connection.execute(sql).fetchall()[0]
    kind = "TABLE" if many <= _MOST else "VIEW"
    sql = f"CREATE TEMP {kind} statements AS SELECT * EXCLUDE (raw) FROM {whole}.statements WHERE {condition}"  # noqa: S608
    connection.execute(sql)


def filtered(courses: Sequence[str], since: date | None = None, until: date | None = None) -> Tables:
    """The same as expressions, for engines that have no temporary tables of ours."""
    whole = tables()
    s = whole.statements
    wanted = [s.course.isin(list(courses))] if courses else []
    if since:
        wanted.append(s.timestamp >= datetime.combine(since, time.min))
    if until:
        wanted.append(s.timestamp < datetime.combine(until + timedelta(days=1), time.min))
    parts = [whole.activities, whole.labels, whole.components]
    if courses:
        parts = [part.filter(part.course.isin(list(courses))) for part in parts]
    return Tables(s.filter(*wanted) if wanted else s, *parts)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"

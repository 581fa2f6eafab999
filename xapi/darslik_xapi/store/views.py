"""The tables of a store for measures and queries.

`statements` is what an LRS's GET /statements gives: without voided ones, with those that void. Voiding counts in
whatever order the two arrived; a statement that voids cannot itself be voided (xAPI 1.0.3, Data 2.3.2).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from .. import plan_tables
from ..columns import STATEMENTS
from ..files import write_whole
from . import database
from .conflicts import Conflicts
from .flatten import VOIDED, text
from .state import State

if TYPE_CHECKING:
    from ..plan import Plan


def connect(folder: Path, state: State, plans: Sequence[Plan] = ()) -> duckdb.DuckDBPyConnection:
    """A connection with the views `statements`, `all_statements` and `conflicts`, and the tables of activities.

    Args:
        folder: the store.
        state: of it.
        plans: of its courses; else those in `plans/`, else the statements' own definitions.
    """
    connection = duckdb.connect(config={"temp_directory": ""})
    connection.execute("SET TimeZone = 'UTC'")
    files = [folder / name for name in sorted(state.parts)]
    connection.execute(f"CREATE VIEW landed AS SELECT * FROM {database.parquet(files) if files else _nothing()}")
    known = list(plans) or stored_plans(folder)
    _statements(connection, _courses(connection, known))
    connection.execute(f"CREATE VIEW conflicts AS SELECT id, source, stored, raw FROM {Conflicts(folder).relation()}")
    plan_tables.register(connection, known, "statements")
    return connection


def stored_plans(folder: Path) -> list[Plan]:
    """The plans that are kept with the store."""
    from ..plan import read_plan

    return [read_plan(path) for path in sorted((folder / "plans").glob("*.json"))]


def keep_plans(folder: Path, plans: Sequence[Plan]) -> None:
    """Keep plans with the store; of one version of a course the newest."""
    for plan in plans:
        named = hashlib.sha256(f"{plan.course} {plan.version}".encode()).hexdigest()[:16]
        body = plan.model_dump_json(indent=1).encode() + b"\n"
        write_whole(folder / "plans" / f"{plan.name}-{named}.plan.json", body)


def _statements(connection: duckdb.DuckDBPyConnection, columns: str) -> None:
    connection.execute(
        """CREATE TABLE voided AS
        SELECT DISTINCT voids AS id FROM landed WHERE voids IS NOT NULL"""
    )
    connection.execute(f"DELETE FROM voided WHERE id IN (SELECT id FROM landed WHERE verb = {text(VOIDED)})")
    found = connection.execute("SELECT count(*) FROM voided").fetchone()
    some = bool(found and found[0])
    gone = "id IN (SELECT id FROM voided)" if some else "false"
    connection.execute(f"CREATE VIEW all_statements AS SELECT {columns}, {gone} AS voided FROM landed")
    live = " WHERE id NOT IN (SELECT id FROM voided)" if some else ""
    connection.execute(f"CREATE VIEW statements AS SELECT {columns} FROM landed{live}")


def _courses(connection: duckdb.DuckDBPyConnection, plans: Sequence[Plan]) -> str:
    """The columns, `course` by the plans where they know the activity and the statement says something else."""
    names = [column.name for column in STATEMENTS]
    rows = {activity.iri: plan.course for plan in plans for activity in plan.activities}
    if rows:
        connection.execute("CREATE TEMP TABLE planned (activity VARCHAR, course VARCHAR)")
        connection.execute(
            "INSERT INTO planned SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])", [list(rows), list(rows.values())]
        )
        found = connection.execute(
            """CREATE TABLE corrected AS SELECT DISTINCT object AS activity, p.course
            FROM (SELECT DISTINCT object, course FROM landed) l JOIN planned p ON p.activity = l.object
            WHERE l.course IS DISTINCT FROM p.course; SELECT count(*) FROM corrected"""
        ).fetchone()
        if found and found[0]:
            pairs = "(SELECT map(list(activity), list(course)) FROM corrected)"
            return ", ".join(
                f"coalesce({pairs}[object], course) AS course" if name == "course" else name for name in names
            )
    return ", ".join(f'"{name}"' for name in names)


def _nothing() -> str:
    columns = ", ".join(f'NULL::{column.type} AS "{column.name}"' for column in STATEMENTS)
    return f"(SELECT {columns} WHERE false)"

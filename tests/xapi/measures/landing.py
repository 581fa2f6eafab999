"""Statements → rows in plain Python: the second implementation begins with the JSON, not with the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from darslik_xapi.columns import STATEMENTS
from darslik_xapi.plan import Plan
from darslik_xapi.plan_tables import register

if TYPE_CHECKING:
    import duckdb

PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"


@dataclass(frozen=True)
class Row:
    """What measures read of a statement; `timestamp` and `stored` in microseconds."""

    id: str
    timestamp: int | None
    stored: int | None
    learner: str | None
    team: str | None
    verb: str
    object_type: str | None
    object: str | None
    activity_type: str | None
    interaction_type: str | None
    registration: str | None
    session: str | None
    course: str | None
    revision: str | None
    language: str | None
    success: bool | None
    completion: bool | None
    score_scaled: float | None
    duration: float | None
    response: str | None
    progress: float | None
    parent: str | None
    grouping: tuple[str, ...]


def rows(statements: Iterable[dict[str, Any]]) -> list[Row]:
    """Rows of live statements."""
    statements = list(statements)
    gone = {one["object"]["id"] for one in statements if one["object"].get("objectType") == "StatementRef"}
    return [_row(one) for one in statements if one["id"] not in gone]


def fill(connection: duckdb.DuckDBPyConnection, found: Sequence[Row], plans: Sequence[Plan], folder: Path) -> None:
    """The four tables; rows without a plan stay without one."""
    path = folder / "rows.ndjson"
    path.write_text("".join(f"{json.dumps(_stored(one))}\n" for one in found), "utf-8")
    columns = ", ".join(f'"{column.name}" {column.type}' for column in STATEMENTS)
    kinds = {column.name: column.type for column in STATEMENTS}
    connection.execute(f"CREATE OR REPLACE TABLE statements ({columns})")
    if found:
        read = "SELECT * FROM read_json(?, columns = <kinds>, format = 'newline_delimited')"
        connection.execute("INSERT INTO statements " + read.replace("<kinds>", json.dumps(kinds)), [str(path)])
    register(connection, plans)


def _stored(one: Row) -> dict[str, Any]:
    cells = asdict(one)
    for name in ("timestamp", "stored"):
        cells[name] = None if cells[name] is None else _text(cells[name])
    return {column.name: cells.get(column.name) for column in STATEMENTS}


def _text(microseconds: int) -> str:
    seconds, rest = divmod(microseconds, 1_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S}.{rest:06d}"


def moment(text: str | None) -> int | None:
    """Microseconds since 1970."""
    if text is None:
        return None
    passed = datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def _row(one: dict[str, Any]) -> Row:
    context, result, target = one.get("context", {}), one.get("result", {}), one["object"]
    around = context.get("contextActivities", {})
    grouping, parents = around.get("grouping", []), around.get("parent", [])
    account, kind = one["actor"].get("account"), target.get("objectType", "Activity")
    parent = parents[0]["id"] if parents else None
    own = target["id"] if kind == "Activity" else None
    seconds = result.get("duration")
    return Row(
        id=one["id"],
        timestamp=moment(one.get("timestamp")),
        stored=moment(one.get("stored")),
        learner=f"{account['homePage']}|{account['name']}" if account else None,
        team=context.get("team", {}).get("name"),
        verb=one["verb"]["id"],
        object_type=kind,
        object=target["id"],
        activity_type=target.get("definition", {}).get("type"),
        interaction_type=target.get("definition", {}).get("interactionType"),
        registration=context.get("registration"),
        session=context.get("extensions", {}).get(SESSION),
        course=grouping[-1]["id"] if grouping else parent or own,
        revision=context.get("revision"),
        language=context.get("language"),
        success=result.get("success"),
        completion=result.get("completion"),
        score_scaled=result.get("score", {}).get("scaled"),
        duration=float(seconds[2:-1]) if seconds else None,
        response=result.get("response"),
        progress=result.get("extensions", {}).get(PROGRESS),
        parent=parent,
        grouping=tuple(one["id"] for one in grouping),
    )

"""Tracking plans → the tables `activities`, `labels` and `components` that measures read.

Courses without a plan are described by their statements' own definitions (`plan_derived.py`): titles and options then
are known, but neither source lines nor what was never asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .columns import ACTIVITIES, COMPONENTS, LABELS
from .errors import XapiError
from .plan import Activity, Plan, Texts, plan_from, read_plan
from .plan_derived import derive

if TYPE_CHECKING:
    import duckdb

Row = tuple[object, ...]

COLUMNS: dict[str, Mapping[str, str]] = {"activities": ACTIVITIES, "labels": LABELS, "components": COMPONENTS}
"""The tables with their columns and DuckDB's types."""

SUFFIX = ".plan.json"


def find_plans(path: Path, plan_of: Callable[[Path], str] | None = None) -> list[Plan]:
    """The plans that a path names: a `.plan.json`, a folder with some, or a course folder, which is compiled.

    Raises:
        XapiError: if there is none, or one cannot be read.
    """
    if path.is_file():
        return [read_plan(path)]
    if not path.is_dir():
        raise XapiError(f"{path} does not exist", "name a .plan.json, a folder with some, or a course folder")
    if (path / "course.yaml").is_file():
        if plan_of is None:
            raise XapiError(f"{path} is a course folder, and there is no compiler here", "name its .plan.json")
        return [plan_from(plan_of(path), str(path))]
    found = sorted(one for one in path.glob(f"*{SUFFIX}") if not one.name.startswith("."))
    if not found:
        raise XapiError(
            f"{path} holds neither a tracking plan nor a course",
            "`darslik build` writes the .plan.json beside the packages: name it, its folder, or the course folder",
        )
    return [read_plan(one) for one in found]


def tables_of(plans: Sequence[Plan]) -> dict[str, list[Row]]:
    """The rows of the three tables, in the order of their columns; of two plans of one version the later one counts."""
    plans = list({(plan.course, plan.version): plan for plan in plans}.values())
    newest = _newest(plans)
    rows: dict[str, list[Row]] = {table: [] for table in COLUMNS}
    for plan in plans:
        for position, activity in enumerate(plan.activities):
            latest = newest[plan.course, activity.iri] == plan.version
            rows["activities"].append(_activity(plan, activity, position, latest=latest))
            rows["labels"] += _labels(plan, activity, latest=latest)
            rows["components"] += _components(plan, activity, latest=latest)
    return rows


def register(connection: duckdb.DuckDBPyConnection, plans: Sequence[Plan], statements: str = "") -> None:
    """Make the three tables.

    Args:
        connection: tables of these names in it are replaced.
        plans: of any courses and versions.
        statements: a table with the columns of `statements`, `raw` included; courses that no plan is of are described
            by the definitions in it. Nothing: they are left out.
    """
    for table, rows in tables_of(plans).items():
        columns = COLUMNS[table]
        typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        connection.execute(f"CREATE OR REPLACE TABLE {table} ({typed})")
        insert = f"INSERT INTO {table} SELECT unnest(from_json(?, ?), recursive := true)"
        for part in _parts(rows):
            values = [dict(zip(columns, row, strict=True)) for row in part]
            connection.execute(insert, [json.dumps(values), json.dumps([columns])])
    if statements:
        derive(connection, statements, [plan.course for plan in plans])


def version_key(version: str) -> tuple[tuple[int, int, str], ...]:
    """The natural order of versions: 1.10 after 1.9, 1.0 after 1.0-rc2 and before 1.0.1."""
    parts = re.findall(r"[0-9]+|[^\W\d_]+", version.lower())
    keys = [(2, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts]
    return (*keys, (1, 0, ""))


def _parts(rows: list[Row], size: int = 5000) -> Iterator[list[Row]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _newest(plans: Iterable[Plan]) -> dict[tuple[str, str], str]:
    """The newest version that has an activity, by course and activity."""
    found: dict[tuple[str, str], str] = {}
    for plan in sorted(plans, key=lambda plan: version_key(plan.version)):
        found.update({(plan.course, activity.iri): plan.version for activity in plan.activities})
    return found


def _activity(plan: Plan, activity: Activity, position: int, *, latest: bool) -> Row:
    asked = activity.kind == "question"
    return (
        plan.course,
        plan.version,
        activity.iri,
        activity.kind,
        activity.id,
        activity.parent or None,
        activity.module or None,
        position,
        _text(plan, activity.title),
        activity.minutes,
        activity.question or None,
        activity.interaction or None,
        activity.scored if asked or activity.kind == "quiz" else None,
        activity.points if asked or activity.kind == "quiz" else None,
        " | ".join(activity.correct) if asked else None,
        _file(plan, activity.file),
        activity.line or None,
        plan.mastery_score if activity.kind == "course" else None,
        latest,
    )


def _labels(plan: Plan, activity: Activity, *, latest: bool) -> Iterator[Row]:
    head = (plan.course, plan.version, activity.iri)
    for language, text in activity.title.items():
        yield (*head, "", language, text, activity.words.get(language), latest)
    for component in activity.components:
        for language, text in component.label.items():
            yield (*head, component.id, language, text, None, latest)


def _components(plan: Plan, activity: Activity, *, latest: bool) -> Iterator[Row]:
    for position, one in enumerate(activity.components):
        yield (
            plan.course,
            plan.version,
            activity.iri,
            one.group,
            one.id,
            position,
            _text(plan, one.label),
            one.correct,
            _file(plan, one.file or activity.file),
            one.line or activity.line or None,
            latest,
        )


def _text(plan: Plan, texts: Texts) -> str:
    return texts.get(plan.source_language) or next(iter(texts.values()), "")


def _file(plan: Plan, file: str) -> str | None:
    """As messages show it: the course's folder before it."""
    return "/".join(part for part in (plan.folder, file) if part) if file else None

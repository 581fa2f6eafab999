"""The tables that measures read, unbound: an engine has tables of these names and columns."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

_TYPES = {
    "UUID": "uuid",
    "TIMESTAMP": "timestamp",
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DOUBLE": "float64",
    "BIGINT": "int64",
    "VARCHAR[]": "array<string>",
}

ACTIVITIES: dict[str, str] = {
    "course": "VARCHAR",  # IRI
    "revision": "VARCHAR",  # the course's version
    "activity": "VARCHAR",  # IRI
    "kind": "VARCHAR",  # course, module, lesson, page, quiz, question, note, scenario; null without a plan
    "id": "VARCHAR",
    "parent": "VARCHAR",
    "module": "VARCHAR",  # IRI
    "position": "BIGINT",  # order in the course, from 0
    "title": "VARCHAR",  # in the source language
    "minutes": "DOUBLE",
    "question": "VARCHAR",
    "interaction": "VARCHAR",
    "scored": "BOOLEAN",
    "points": "DOUBLE",
    "correct": "VARCHAR",  # patterns, joined with ' | '
    "file": "VARCHAR",  # the course's folder included: courses/x/03.md
    "line": "BIGINT",
    "mastery": "DOUBLE",  # 0 … 1: the mark that passes; of the course's own row
    "latest": "BOOLEAN",  # whether no newer version (by the natural order of versions) has this activity
}
"""One row an activity of a course's version, from its tracking plan; without one, from the statements' definitions."""

LABELS: dict[str, str] = {
    "course": "VARCHAR",
    "revision": "VARCHAR",
    "activity": "VARCHAR",
    "component": "VARCHAR",  # code; '' for the activity itself
    "language": "VARCHAR",
    "label": "VARCHAR",
    "words": "BIGINT",  # of a page
    "latest": "BOOLEAN",  # as in ACTIVITIES: the row is of the newest version that has the activity
}
"""One row a text."""

COMPONENTS: dict[str, str] = {
    "course": "VARCHAR",
    "revision": "VARCHAR",
    "activity": "VARCHAR",
    "family": "VARCHAR",  # choices, source, target, steps, scale
    "component": "VARCHAR",  # code
    "position": "BIGINT",
    "label": "VARCHAR",  # in the source language
    "correct": "BOOLEAN",
    "file": "VARCHAR",
    "line": "BIGINT",
    "latest": "BOOLEAN",  # as in LABELS
}
"""One row an option, source, target, step or scale point."""


@dataclass(frozen=True)
class Tables:
    """What a measure reads.

    Attributes:
        statements: live statements (`darslik_xapi.columns.STATEMENTS` without `raw`).
        activities: `ACTIVITIES`.
        labels: `LABELS`.
        components: `COMPONENTS`.
    """

    statements: ir.Table
    activities: ir.Table
    labels: ir.Table
    components: ir.Table


def tables() -> Tables:
    """The unbound tables, by the names that every engine gives them."""
    from darslik_xapi.columns import STATEMENTS

    statements = {column.name: _TYPES[column.type] for column in STATEMENTS if column.name != "raw"}
    return Tables(
        ibis.table(statements, name="statements"),
        *(
            ibis.table({name: _TYPES[kind] for name, kind in columns.items()}, name=table)
            for table, columns in (("activities", ACTIVITIES), ("labels", LABELS), ("components", COMPONENTS))
        ),
    )

"""The tables that measures read, unbound: an engine has tables of these names and columns."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from darslik_xapi.columns import ACTIVITIES, COMPONENTS, LABELS

_TYPES = {
    "UUID": "uuid",
    "TIMESTAMP": "timestamp",
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DOUBLE": "float64",
    "BIGINT": "int64",
    "VARCHAR[]": "array<string>",
}


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

"""Results as JSON, with the type of every cell, and what differs between two of them."""

from __future__ import annotations

import math
from typing import Any

from darslik_xapi.engines import Result

Cell = tuple[str, Any]
Table = dict[str, Any]

TOLERANCE = 1e-9
"""Relative, of fractions: engines add them up in another order."""


def table(result: Result) -> Table:
    """Columns and rows; a cell is its type's name and its text, or the number itself."""
    return {"columns": list(result.columns), "rows": [[_cell(cell) for cell in row] for row in result.rows]}


def _cell(cell: object) -> list[Any]:
    if isinstance(cell, float) and math.isfinite(cell):
        return ["float", cell]
    return [type(cell).__name__, str(cell)]


def differences(one: Table, other: Table) -> list[str]:
    """What differs, row by row in the order that the measure gives; empty if nothing does."""
    if one["columns"] != other["columns"]:
        return [f"columns {one['columns']} and {other['columns']}"]
    if len(one["rows"]) != len(other["rows"]):
        return [f"{len(one['rows'])} and {len(other['rows'])} rows"]
    return [
        f"row {number}, {name}: {left[1]} ({left[0]}) and {right[1]} ({right[0]})"
        for number, rows in enumerate(zip(one["rows"], other["rows"], strict=True))
        for name, left, right in zip(one["columns"], *rows, strict=True)
        if not _same(left, right)
    ]


def _same(left: list[Any], right: list[Any]) -> bool:
    if left[0] == right[0] == "float" and not isinstance(left[1], str) and not isinstance(right[1], str):
        return math.isclose(left[1], right[1], rel_tol=TOLERANCE, abs_tol=1e-12)
    return left == right

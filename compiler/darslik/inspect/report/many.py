"""A folder of packages as one table: for people, as JSON, and as a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from darslik.inspect.many import Row
from darslik.inspect.report.html import render
from darslik.inspect.report.words import many, size
from darslik.report.human import harmless

VERSION = 1
_WIDEST = (48, 36)
"""Columns of a name and of the kinds, before they are cut."""


def human(rows: Sequence[Row]) -> str:
    """A table with a line for each package, then what they come to."""
    cells = [("package", "what it is", "errors", "warnings", "size", "first error"), *map(_cells, rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    lines = []
    for line in cells:
        left = [text.ljust(width) for text, width in zip(line[:2], widths[:2], strict=True)]
        right = [text.rjust(width) for text, width in zip(line[2:5], widths[2:], strict=True)]
        lines.append("  ".join([*left, *right, line[5]]).rstrip())
    return "\n".join([*lines, "", summary(rows)]) + "\n"


def summary(rows: Sequence[Row]) -> str:
    """How many there are, and how many of them are not right."""
    bad = sum(row.bad for row in rows)
    doubtful = sum(bool(row.warnings) and not row.bad for row in rows)
    return f"{many(len(rows), 'package')}, {bad:,} with errors, {doubtful:,} with warnings only"


def _cells(row: Row) -> tuple[str, ...]:
    first = row.failed or (f"[{row.first.rule}] {row.first.message}" if row.first else "")
    return (
        _cut(row.name, _WIDEST[0]),
        _cut(", ".join(row.kinds) or "–", _WIDEST[1]),
        "?" if row.failed else f"{row.errors:,}",
        "?" if row.failed else f"{row.warnings:,}",
        size(row.size),
        _cut(first, 120),
    )


def _cut(text: str, most: int) -> str:
    text = harmless(text).replace("\n", " ")
    return text if len(text) <= most else f"{text[: most - 1]}…"


def data(rows: Iterable[Row]) -> str:
    """One JSON document: `packages`, in the order of their names."""
    return (
        json.dumps({"version": VERSION, "packages": [_row(row) for row in rows]}, ensure_ascii=False, indent=2) + "\n"
    )


def _row(row: Row) -> dict[str, Any]:
    first = row.first
    return {
        "name": row.name,
        "size": row.size,
        "kinds": list(row.kinds),
        "errors": row.errors,
        "warnings": row.warnings,
        "hints": row.hints,
        "first": first
        and {"rule": first.rule, "message": first.message, "file": first.span.file, "line": first.span.line},
        "failed": row.failed,
    }


def page(rows: Sequence[Row]) -> str:
    """A table as one page that needs nothing else."""
    bad = any(row.bad for row in rows)
    verdict = "errors" if bad else "warnings" if any(row.warnings for row in rows) else "clean"
    return render("many.html.j2", rows=rows, summary=summary(rows), verdict=verdict)


FORMATS: dict[str, Callable[[Sequence[Row]], str]] = {"human": human, "json": data, "html": page}

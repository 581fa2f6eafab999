"""The truth table of a course: what each LMS holds after each path, as rows of plain values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from darslik.policy.lowering import STANDARDS, Held, Part, held_by
from darslik.policy.paths import Path, paths
from darslik.render.scripts import structure

if TYPE_CHECKING:
    from darslik.plan.plan import Plan

COLUMNS = ("status", "success", "score", "progress", "exit", "objectives")


@dataclass(frozen=True)
class Row:
    """What one standard's LMS holds after one path."""

    path: Path
    target: str
    held: Held


def table(plan: Plan) -> list[Row]:
    """All rows, path by path."""
    attempts = {question.id: question.attempts for question in plan.questions}
    found = paths(structure(plan, plan.languages[0]), attempts)
    return [
        Row(path, target, held_by(target, path))
        for path in found
        for target, standard in STANDARDS.items()
        if standard.reviews or not any(sitting.review for sitting in path.sittings)
    ]


def as_data(row: Row) -> dict[str, Any]:
    """For programs: what is not held is null."""
    held = row.held
    return {
        "path": row.path.name,
        "what": row.path.title,
        "target": row.target,
        "status": held.status or None,
        "success": held.success or None,
        "score": held.score,
        "progress": held.progress,
        "exit": held.exit,
        "objectives": {name: _part_data(part) for name, part in held.objectives.items()},
    }


def _part_data(part: Part) -> dict[str, Any]:
    return {
        "status": part.status or None,
        "success": part.success or None,
        "score": part.score,
        "progress": part.progress,
    }


def as_json(course: str, rows: Iterable[Row]) -> str:
    """The table as JSON."""
    value = {"course": course, "rows": [as_data(row) for row in rows]}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_csv(rows: Iterable[Row]) -> str:
    """The table as CSV: an empty field where nothing is held."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("path", "target", *COLUMNS))
    for row in rows:
        cells = _cells(row.held)
        writer.writerow((row.path.name, row.target, *(cells[name] for name in COLUMNS)))
    return out.getvalue()


def as_text(rows: Sequence[Row]) -> str:
    """The table for people: a section a path, alike targets in one line."""
    lines: list[str] = []
    for name in dict.fromkeys(row.path.name for row in rows):
        same = [row for row in rows if row.path.name == name]
        grouped: dict[tuple[str, ...], list[str]] = {}
        for row in same:
            cells = _cells(row.held)
            grouped.setdefault(tuple(cells[column] or "–" for column in COLUMNS), []).append(row.target)
        body = [(", ".join(_short(targets)), *cells) for cells, targets in grouped.items()]
        lines += ["", f"{name}: {same[0].path.title}", *_aligned([("", *COLUMNS), *body])]
    return "\n".join(lines[1:]) + "\n"


def _short(targets: list[str]) -> list[str]:
    both = {"scorm2004-3", "scorm2004-4"}
    return [
        "scorm2004" if one == "scorm2004-3" else one
        for one in targets
        if not (one == "scorm2004-4" and both <= set(targets))
    ]


def _aligned(body: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in body) for column in range(len(body[0]) - 1)]
    return [
        "  " + "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in body
    ]


def _cells(held: Held) -> Mapping[str, str]:
    parts = [f"{name}: {_part_text(part)}" for name, part in held.objectives.items()]
    return {
        "status": held.status,
        "success": held.success,
        "score": _number(held.score),
        "progress": _number(held.progress),
        "exit": held.exit,
        "objectives": "; ".join(parts),
    }


def _part_text(part: Part) -> str:
    return " ".join(filter(None, (part.status, part.success, _number(part.score))))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"

"""Whether the records are what the tracking plan expects, and can be trusted."""

from __future__ import annotations

from typing import Any

from darslik_xapi.privacy.shape import HIDDEN
from darslik_xapi.report.gather import Gathered
from darslik_xapi.report.words import Words

from . import items
from .course import Course
from .view import Column, Maker, Part


def missing(course: Course) -> Part | None:
    """What the plan expects and nobody sent."""
    w = course.words
    rows = [
        {
            **row,
            "title": course.label(row["activity"], row["title"], row["component"] or ""),
            "what": _what(course, row),
        }
        for row in course.rows("missing-statements")
    ]
    if not rows:
        return None
    columns = [
        Column("what", "text", w("col.finding")),
        Column("title", "text", w("col.text")),
        Column("learners", "count", w("col.came")),
        Column("place", "code", w("col.place")),
    ]
    body = [{**row, "place": items.place(row)} for row in rows]
    return course.part("missing", "missing-statements", course.table("missing", columns, body))


def _what(course: Course, row: dict[str, Any]) -> str:
    if row["component"]:
        return course.words("missing.option", option=row["component"])
    return course.words(f"missing.{row['kind']}")


def unexpected(course: Course) -> Part | None:
    """What came although the plan does not know it."""
    w = course.words
    rows = [
        {
            **row,
            "what": w(f"unexpected.{items.slug(row['what'])}"),
            "activity": course.label(row["activity"], row["title"]),
            "place": items.place(row),
        }
        for row in course.rows("unexpected-statements")
    ]
    if not rows:
        return None
    columns = [
        Column("what", "text", w("col.finding")),
        Column("activity", "text", w("col.activity")),
        Column("detail", "code", w("col.detail")),
        Column("statements"),
        Column("learners"),
        Column("place", "code", w("col.place")),
    ]
    return course.part("unexpected", "unexpected-statements", course.table("unexpected", columns, rows))


def quality(gathered: Gathered, words: Words) -> Part | None:
    """Whether the records can be trusted; of all courses together."""
    answer = gathered.answers.get("data-quality")
    if answer is None:
        return None
    rows = [
        {**row, "check": _check(words, row["check"]), "unit": words(f"unit.{row['unit']}")}
        for row in answer.dicts()
        if row["count"] is HIDDEN or row["count"]
    ]
    columns = [
        Column("check", "text"),
        Column("count"),
        Column("of"),
        Column("unit", "text", words("col.what")),
        Column("share", "bar"),
        Column("learners", "count", words("col.at_least")),
    ]
    table = Maker(words).table(words("caption.quality"), columns, rows)
    return Part("quality", words("part.quality"), words("lead.quality"), table=table, method="data-quality")


def _check(words: Words, check: str) -> str:
    key = f"check.{items.slug(check)}"
    return words(key) if words.has(key) else check

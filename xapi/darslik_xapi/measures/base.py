"""Expressions that several measures begin with.

Which statement is about what:

* The whole course: its object is the course, or it has no parent and its activity is of no type that parts have. A cmi5
  LMS launches under an activity of its own choosing, so that the object alone does not tell.
* Completed: verb `completed` (or `satisfied`) about the whole. Passed, failed: these verbs, or `completed` with a
  `success`, about the whole; whoever passed once has passed.
* A page: verb `experienced`, and the tracking plan or the activity's type says page; without a plan every activity of
  `experienced` is one, but for the course.
* An attempt: a course, learner and registration; statements without a registration are one attempt of their learner.
* A learner's language, team and version: those of their last statement in the course that names one, so that each
  learner is in one row and rows add up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .numbers import any_of, epoch_us, where
from .verbs import COMPLETED, EXPERIENCED, FAILED, OUTCOMES, PART_TYPES, PASSED, VOIDED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables


STAMP = 5 * 10**17
"""Added to microseconds, it makes 18 digits of every time from the year 0 to 9999: as texts they are in order."""


def rows(tables: Tables) -> ir.Table:
    """Statements of known learners in known courses."""
    s = tables.statements
    return s.filter(s.course.notnull(), s.learner.notnull(), s.verb != VOIDED)


def is_whole(s: ir.Table) -> ir.BooleanValue:
    """Whether a statement is about the whole course."""
    part = s.activity_type.isin(PART_TYPES).fill_null(False)
    return (s.object == s.course) | (s.parent.isnull() & ~part)


def outcomes(tables: Tables, *keys: str) -> ir.Table:
    """Who completed, passed and failed: one row for each value of the keys that has an outcome of the whole course.

    Columns: the keys, completed, passed, failed (0 or 1), the best score (0 … 1), and when it was first completed (µs).
    """
    s = rows(tables)
    s = s.filter(s.verb.isin(OUTCOMES), is_whole(s))
    completes = s.verb.isin(COMPLETED)
    return s.group_by(*keys).agg(
        completed=any_of(completes),
        passed=any_of(s.verb.isin(PASSED) | (completes & s.success)),
        failed=any_of(s.verb.isin(FAILED) | (completes & ~s.success)),
        score=s.score_scaled.max(),
        completed_at=where(completes, epoch_us(s.timestamp)).min(),
    )


def with_outcomes(each: ir.Table, tables: Tables) -> ir.Table:
    """A table of learners with what `outcomes` tells of them.

    Outcomes are few: read apart, the many other rows need no test.
    """
    joined = each.left_join(outcomes(tables, "course", "learner"), ["course", "learner"])
    told = {name: joined[name].fill_null(0) for name in ("completed", "passed", "failed")}
    return joined.select(*each.columns, **told, score="score", completed_at="completed_at")


def learners(tables: Tables) -> ir.Table:
    """One row a course and learner, with `outcomes`."""
    return with_outcomes(rows(tables).select("course", "learner").distinct(), tables)


def learners_by(tables: Tables, column: str) -> ir.Table:
    """The same, and the column's value in the latest statement that has one; of equal times the greatest text.

    First a row for each value that a learner had, mostly one; then the time stands before the value as a text of a
    fixed width, and the greatest wins: no sorting, no aggregate that depends on an order.
    """
    s = rows(tables)
    each = s.group_by("course", "learner", column).agg(last=epoch_us(s.timestamp).max())
    stamped = (each["last"].fill_null(0) + STAMP).cast("string") + each[column]
    return with_outcomes(each.group_by("course", "learner").agg(**{column: stamped.max().substr(18)}), tables)


def current(table: ir.Table) -> ir.Table:
    """The rows of each activity's newest version."""
    return table.filter(table.latest)


def pages(tables: Tables) -> ir.Table:
    """The pages that a plan or a definition tells, of each course's newest version; `number` counts from 1."""
    a = current(tables.activities)
    newest = a.filter(a.activity == a.course).select("course", "revision").distinct()
    found = a.filter(a.kind == "page").semi_join(newest, ["course", "revision"])
    number = ibis.row_number().over(group_by="course", order_by=[found.position, found.activity]) + 1
    kept = found.mutate(number=number.cast("int64")).rename(object="activity")
    return kept.select("course", "object", "number", "id", "title", "minutes", "file", "line")


def visits(tables: Tables) -> ir.Table:
    """One row a course, learner and page that they saw: course, learner, object, number (null without a plan), last.

    `last` is the time of the latest statement, in microseconds. Where pages are known, others do not count.
    """
    s = rows(tables)
    s = s.filter(s.verb.isin(EXPERIENCED), s.object.notnull(), s.object != s.course)
    seen = s.group_by("course", "learner", "object").agg(last=epoch_us(s.timestamp).max())
    known = pages(tables)
    seen = seen.left_join(known.select("course", "object", "number"), ["course", "object"])
    seen = seen.select("course", "learner", "object", "number", "last")
    planned = known.group_by("course").agg(planned=_.count())
    seen = seen.left_join(planned, "course").select("course", "learner", "object", "number", "last", "planned")
    return seen.filter(seen.planned.isnull() | seen.number.notnull())


def course_titles(tables: Tables) -> ir.Table:
    """Columns course and title."""
    a = current(tables.activities)
    return a.filter(a.activity == a.course).group_by("course").agg(title=a.title.max())


def with_title(result: ir.Table, tables: Tables) -> ir.Table:
    """The result with `title`, the course's, after `course`."""
    joined = result.left_join(course_titles(tables), "course")
    rest = [name for name in result.columns if name != "course"]
    return joined.select("course", "title", *rest)


def numbers_to(count: int, name: str) -> ir.Table:
    """A table of one column, 0 … count - 1: to turn columns into rows in one pass."""
    return ibis.range(0, count).unnest().name(name).as_table()

"""Expressions that several measures begin with.

* A page: verb `experienced`, and the tracking plan or the activity's definition says page; in a course of which no page
  is known, every activity of `experienced` is one, but for the course.
* An attempt: a course, learner and registration; statements without a registration are one attempt of their learner.
* A learner's language, team and version: those of their last statement in the course that names one, so that each
  learner is in one row and rows add up.

What an outcome is about, `outcomes` tells; what an answer is, `answers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .numbers import epoch_us
from .verbs import EXPERIENCED, VOIDED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables


STAMP = 5 * 10**17
"""Added to microseconds, it makes 18 digits of every time from the year 0 to 9999: as texts they are in order."""


def rows(tables: Tables) -> ir.Table:
    """Statements of known learners in known courses."""
    s = tables.statements
    return s.filter(s.course.notnull(), s.learner.notnull(), s.verb != VOIDED)


def current_values(tables: Tables, column: str) -> ir.Table:
    """One row a course and learner: a text column's value in the latest statement that has one.

    Of equal times the greatest text counts. First a row for each value that a learner had, mostly one; then the time
    stands before the value as a text of a fixed width, and the greatest wins: no sorting, no aggregate that depends on
    an order.
    """
    s = rows(tables)
    each = s.group_by("course", "learner", column).agg(last=epoch_us(s.timestamp).max())
    stamped = (each["last"].fill_null(0) + STAMP).cast("string") + each[column]
    return each.group_by("course", "learner").agg(**{column: stamped.max().substr(18)})


def with_value(each: ir.Table, tables: Tables, column: str) -> ir.Table:
    """A table of learners with `current_values`; '' for none, since null joins nothing."""
    joined = each.left_join(current_values(tables, column), ["course", "learner"])
    return joined.select(*each.columns, **{column: joined[column].fill_null("")})


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

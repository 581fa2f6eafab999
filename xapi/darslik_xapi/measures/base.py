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

from .numbers import any_of, epoch_us, where
from .verbs import COMPLETED, FAILED, OUTCOMES, PART_TYPES, PASSED, VOIDED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables


def rows(tables: Tables) -> ir.Table:
    """Statements of known learners in known courses."""
    s = tables.statements
    return s.filter(s.course.notnull(), s.learner.notnull(), s.verb != VOIDED)


def is_whole(s: ir.Table) -> ir.BooleanValue:
    """Whether a statement is about the whole course."""
    part = s.activity_type.isin(PART_TYPES).fill_null(False)
    return (s.object == s.course) | (s.parent.isnull() & ~part)


def outcomes(s: ir.Table) -> dict[str, ir.Value]:
    """Aggregates that tell how a learner stands in a course: completed, passed, failed (0 or 1), the best score.

    One test of the verb comes before all others: engines then look closer at the few rows that have an outcome.
    """
    completes = s.verb.isin(COMPLETED)

    def told(condition: ir.BooleanValue) -> ir.IntegerScalar:
        return any_of(ibis.ifelse(s.verb.isin(OUTCOMES), condition & is_whole(s), ibis.literal(False)))

    return {
        "completed": told(completes),
        "passed": told(s.verb.isin(PASSED) | (completes & s.success)),
        "failed": told(s.verb.isin(FAILED) | (completes & ~s.success)),
        "score": ibis.ifelse(s.verb.isin(OUTCOMES), where(is_whole(s), s.score_scaled), ibis.null("float64")).max(),
    }


def learners(s: ir.Table) -> ir.Table:
    """One row a course and learner: `outcomes`."""
    return s.group_by("course", "learner").agg(**outcomes(s))


def learners_by(s: ir.Table, column: str) -> ir.Table:
    """The same, and the column's value in the latest statement that has one; of equal times the greatest text.

    First a row for each value that a learner had, mostly one; then the time stands before the value as a text of a
    fixed width, and the greatest wins: no sorting, no aggregate that depends on an order.
    """
    each = s.group_by("course", "learner", column).agg(**outcomes(s), last=epoch_us(s.timestamp).max())
    stamped = (each["last"].fill_null(0) + 10**17).cast("string") + each[column]
    return each.group_by("course", "learner").agg(
        completed=each.completed.max(),
        passed=each.passed.max(),
        failed=each.failed.max(),
        score=each.score.max(),
        **{column: stamped.max().substr(18)},
    )


def current(table: ir.Table) -> ir.Table:
    """The rows of each activity's newest version."""
    return table.filter(table.latest)


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

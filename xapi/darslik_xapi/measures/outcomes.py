"""Who completed, passed and failed what.

* The whole course: the statement's object is the course, or it has no parent and its activity is of no type that parts
  have. A cmi5 LMS launches under an activity of its own choosing, so that the object alone does not tell.
* A module, where modules are launched each on its own: the object or a grouping activity is a module of the tracking
  plan (cmi5 10.2.1: the LMS groups by the id that the course structure gives). Such a course is completed with all its
  modules, passed if one was passed then and none failed; its score is the mean of its modules' best.
* Completed: verb `completed` (or `satisfied`). Passed and failed: these verbs, or `completed` with a `success`; whoever
  passed once has passed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .base import current, current_values, rows
from .numbers import any_of, epoch_us, where
from .verbs import COMPLETED, FAILED, OUTCOMES, PART_TYPES, PASSED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

TOLD = ("completed", "passed", "failed")


def _told(s: ir.Table, *keys: str) -> ir.Table:
    completes = s.verb.isin(COMPLETED)
    return s.group_by(*keys).agg(
        completed=any_of(completes),
        passed=any_of(s.verb.isin(PASSED) | (completes & s.success)),
        failed=any_of(s.verb.isin(FAILED) | (completes & ~s.success)),
        score=s.score_scaled.max(),
        completed_at=where(completes, epoch_us(s.timestamp)).min(),
    )


def _outcome_rows(tables: Tables) -> ir.Table:
    s = rows(tables)
    return s.filter(s.verb.isin(OUTCOMES))


def _modules(tables: Tables) -> ir.Table:
    """Course, module: those of each course's newest version."""
    a = current(tables.activities)
    newest = a.filter(a.activity == a.course).select("course", "revision").distinct()
    return a.filter(a.kind == "module").semi_join(newest, ["course", "revision"]).select("course", module="activity")


def _launched_modules(tables: Tables) -> ir.Table:
    """Statement's id and module, of outcomes that are about a module which was launched on its own."""
    s = _outcome_rows(tables)
    s = s.filter(s.parent.isnull())
    named = ibis.union(
        s.select("id", "course", module=s.object), s.select("id", "course", module=s.grouping.unnest())
    ).filter(_.module != _.course)
    return named.inner_join(_modules(tables), ["course", "module"]).select("id", "module").distinct()


def module_outcomes(tables: Tables, *keys: str) -> ir.Table:
    """Of modules that were launched on their own: the keys, `module`, and what is told of it."""
    s = _outcome_rows(tables).inner_join(_launched_modules(tables), "id")
    return _told(s, *keys, "module")


def _from_modules(tables: Tables, *keys: str) -> ir.Table:
    """What outcomes of all its modules say about the course."""
    each = module_outcomes(tables, *keys)
    wanted = _modules(tables).group_by("course").agg(wanted=_.count())
    each = each.inner_join(wanted, "course").select(*each.columns, "wanted")
    lost = ibis.ifelse((each.failed == 1) & (each.passed == 0), 1, 0)
    whole = each.group_by(*keys).agg(
        done=each.completed.sum(),
        wanted=each.wanted.max(),
        passed=each.passed.max(),
        lost=lost.max(),
        mean=each.score.mean(),
        last=each.completed_at.max(),
    )
    done = whole.done >= whole.wanted
    return whole.select(
        *keys,
        completed=ibis.ifelse(done, 1, 0).cast("int64"),
        passed=ibis.ifelse(done & (whole.passed == 1) & (whole.lost == 0), 1, 0).cast("int64"),
        failed=whole.lost.cast("int64"),
        score=where(done, whole.mean),
        completed_at=where(done, whole["last"]),
    )


def outcomes(tables: Tables, *keys: str) -> ir.Table:
    """One row for each value of the keys (course and learner among them) that has an outcome.

    Columns: the keys, completed, passed, failed (0 or 1), the best score (0 … 1), and when it was first completed (µs).
    """
    s = _outcome_rows(tables)
    part = s.activity_type.isin(PART_TYPES).fill_null(False)
    s = s.filter((s.object == s.course) | (s.parent.isnull() & ~part)).anti_join(_launched_modules(tables), "id")
    both = ibis.union(_told(s, *keys), _from_modules(tables, *keys))
    return both.group_by(*keys).agg(
        **{name: both[name].max() for name in (*TOLD, "score")}, completed_at=both.completed_at.min()
    )


def with_outcomes(each: ir.Table, tables: Tables) -> ir.Table:
    """A table of learners with what `outcomes` tells of them.

    Outcomes are few: read apart, the many other rows need no test.
    """
    joined = each.left_join(outcomes(tables, "course", "learner"), ["course", "learner"])
    told = {name: joined[name].fill_null(0) for name in TOLD}
    return joined.select(*each.columns, **told, score="score", completed_at="completed_at")


def learners(tables: Tables) -> ir.Table:
    """One row a course and learner, with `outcomes`."""
    return with_outcomes(rows(tables).select("course", "learner").distinct(), tables)


def learners_by(tables: Tables, column: str) -> ir.Table:
    """The same, and the column's current value."""
    return with_outcomes(current_values(tables, column), tables)

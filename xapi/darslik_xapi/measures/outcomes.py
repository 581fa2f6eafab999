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


def _modules(tables: Tables) -> ir.Table:
    """Course, module: those of each course's newest version."""
    a = current(tables.activities)
    newest = a.filter(a.activity == a.course).select("course", "revision").distinct()
    return a.filter(a.kind == "module").semi_join(newest, ["course", "revision"]).select("course", module="activity")


def _by_module(tables: Tables, *keys: str) -> ir.Table:
    """What is told of each module that was launched on its own, and of the whole course (`module` is then null).

    A course's modules stand beside each outcome as an array: one pass over the statements, and no row is doubled.
    """
    s = rows(tables)
    s = s.filter(s.verb.isin(OUTCOMES))
    lists = _modules(tables).group_by("course").agg(modules=_.module.collect(), wanted=_.module.count())
    s = s.left_join(lists, "course").select(*s.columns, "modules", "wanted")
    named = s.grouping.intersect(s.modules)
    module = ibis.cases(
        (s.parent.notnull(), ibis.null("string")),
        (s.modules.contains(s.object), s.object),
        (named.length() > 0, named.mins()),
    )
    part = s.activity_type.isin(PART_TYPES).fill_null(False)
    s = s.mutate(module=module, whole=(s.object == s.course) | (s.parent.isnull() & ~part))
    s = s.filter(s.whole | s.module.notnull())
    completes = s.verb.isin(COMPLETED)
    return s.group_by(*keys, "module").agg(
        completed=any_of(completes),
        passed=any_of(s.verb.isin(PASSED) | (completes & s.success)),
        failed=any_of(s.verb.isin(FAILED) | (completes & ~s.success)),
        score=s.score_scaled.max(),
        completed_at=where(completes, epoch_us(s.timestamp)).min(),
        wanted=s.wanted.max(),
    )


def module_outcomes(tables: Tables) -> ir.Table:
    """Of modules that were launched on their own: course, learner, module, and what is told of it."""
    return _by_module(tables, "course", "learner").filter(_.module.notnull())


def outcomes(tables: Tables, *keys: str) -> ir.Table:
    """One row for each value of the keys (course and learner among them) that has an outcome.

    Columns: the keys, completed, passed, failed (0 or 1), the best score (0 … 1), and when it was first completed (µs).
    """
    each = _by_module(tables, *keys)
    whole, alone = each.module.isnull(), each.module.notnull()
    lost = any_of(alone & (each.failed == 1) & (each.passed == 0))
    found = each.group_by(*keys).agg(
        **{name: where(whole, each[name]).max() for name in (*TOLD, "score", "completed_at")},
        done=where(alone, each.completed).sum().fill_null(0) >= each.wanted.max(),
        some=any_of(alone & (each.passed == 1)),
        lost=lost,
        mean=where(alone, each.score).mean(),
        last=where(alone, each.completed_at).max(),
    )
    done = found.done.fill_null(False)
    mean, last = where(done, found["mean"]), where(done, found["last"])
    return found.select(
        *keys,
        completed=_either(found.completed == 1, done),
        passed=_either(found.passed == 1, done & (found.some == 1) & (found.lost == 0)),
        failed=_either(found.failed == 1, found.lost == 1),
        score=ibis.ifelse(found.score >= mean, found.score, mean.fill_null(found.score)),
        completed_at=ibis.ifelse(found.completed_at <= last, found.completed_at, last.fill_null(found.completed_at)),
    )


def _either(one: ir.BooleanValue, other: ir.BooleanValue) -> ir.IntegerValue:
    return ibis.ifelse(one.fill_null(False) | other, 1, 0).cast("int64")


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

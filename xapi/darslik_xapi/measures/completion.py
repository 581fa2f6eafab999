"""Who completed and who passed: by course, language, team, version and module."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import ibis
from ibis import _

from .base import current, rows, with_title
from .numbers import any_of, count_if, share, wilson
from .outcomes import learners, learners_by, module_outcomes
from .registry import measure
from .verbs import COMPLETED, FAILED, MODULE_TYPES, PASSED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

COUNTS = ("learners", "completed", "passed", "failed")


def _rates(each: ir.Table, keys: list[str]) -> ir.Table:
    """From one row a learner (completed, passed, failed, score) to one row a group."""
    grouped = each.group_by(keys).agg(
        learners=_.count(),
        completed=_.completed.sum().cast("int64"),
        passed=_.passed.sum().cast("int64"),
        failed=count_if((_.failed == 1) & (_.passed == 0)),
        score_mean=_.score.mean(),
    )
    low, high = wilson(grouped.completed, grouped.learners)
    return grouped.select(
        *keys,
        "learners",
        "completed",
        completion_rate=share(grouped.completed, grouped.learners),
        completion_low=low,
        completion_high=high,
        passed="passed",
        failed="failed",
        pass_rate=share(grouped.passed, grouped.passed + grouped.failed),
        score_mean="score_mean",
    )


def by_course(tables: Tables) -> ir.Table:
    """One row a course."""
    return with_title(_rates(learners(tables), ["course"]), tables).order_by("course")


def by(column: str, tables: Tables) -> ir.Table:
    """One row a course and value of a column of `statements`; each learner counts once, where they were last."""
    found = _rates(learners_by(tables, column), ["course", column])
    return with_title(found, tables).order_by("course", column)


def by_module(tables: Tables) -> ir.Table:
    """One row a module: learners who met any part of it, and what `progressed` or an outcome says of the module."""
    s, a = rows(tables), current(tables.activities)
    part = a.select("course", "activity", "kind", "module").rename(object="activity")
    s = s.left_join(part, ["course", "object"])
    foreign = s.kind.isnull() & s.activity_type.isin(MODULE_TYPES) & (s.object != s.course)
    itself = (s.kind == "module") | foreign
    s = s.mutate(about=ibis.ifelse(itself, s.object, s.module.nullif("")), itself=itself)
    s = s.filter(s.about.notnull())
    ended = s.itself & (s.completion | s.verb.isin((*COMPLETED, *PASSED)))
    told = s.group_by("course", "about", "learner").agg(
        completed=any_of(ended),
        passed=any_of(s.itself & (s.success | s.verb.isin(PASSED))),
        failed=any_of(s.itself & (~s.success | s.verb.isin(FAILED))),
        score=ibis.ifelse(s.itself, s.score_scaled, ibis.null("float64")).max(),
    )
    launched = module_outcomes(tables).rename(about="module")
    both = ibis.union(told, launched.select(*told.columns))
    values = {name: both[name].max() for name in ("completed", "passed", "failed", "score")}
    each = both.group_by("course", "about", "learner").agg(**values)
    result = _rates(each, ["course", "about"]).rename(module="about")
    names = a.select("course", "activity", "id", "title", "position").rename(module="activity")
    result = result.left_join(names, ["course", "module"])
    rest = [name for name in result.columns if name not in {"course", "module", "id", "title", "position"}]
    rest = [name for name in rest if not name.endswith("_right")]
    return result.select("course", "module", "id", "title", *rest, "position").order_by("course", "position", "module")


measure("completion-by-course", "Completion and success by course", counts=COUNTS)(by_course)
measure("completion-by-module", "Completion and success by module", counts=COUNTS)(by_module)
for _column, _words in (("language", "language"), ("team", "group"), ("revision", "version")):
    measure(f"completion-by-{_words}", f"Completion and success by {_words}", counts=COUNTS)(partial(by, _column))

"""Who comes back: learners by the week in which they began, and the weeks after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ibis import _

from .base import rows, with_title
from .numbers import share, week
from .registry import measure
from .verbs import REGISTERED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables


@measure("cohort-retention", "Learners who come back, by week", counts=("learners", "size"))
def cohort_retention(tables: Tables) -> ir.Table:
    """One row a course, cohort (the Monday of the first week) and week after it: how many of the cohort were active."""
    s = rows(tables)
    s = s.filter(s.verb.notin(REGISTERED), s.timestamp.notnull())
    active = s.mutate(week=week(s.timestamp)).group_by("course", "learner", "week").agg(first=_.timestamp.min())
    began = active.group_by("course", "learner").agg(start=_.week.min(), first=_.first.min())
    cohorts = began.group_by("course", "start").agg(size=_.count(), cohort=_.first.truncate("W").min().cast("date"))
    each = active.select("course", "learner", "week").inner_join(
        began.select("course", "learner", "start"), ["course", "learner"]
    )
    each = each.group_by("course", "start", "week").agg(learners=_.count())
    each = each.inner_join(cohorts, ["course", "start"])
    result = each.select(
        "course",
        "cohort",
        week=each.week - each.start,
        learners="learners",
        size="size",
        share=share(each.learners, each.size),
    )
    return with_title(result, tables).order_by("course", "cohort", "week")

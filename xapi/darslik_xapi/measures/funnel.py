"""From enrolment to the pass mark: how many learners get how far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .base import numbers_to, rows, visits, with_title
from .numbers import count_if, share
from .outcomes import with_outcomes
from .registry import measure
from .verbs import REGISTERED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

STAGES = ("enrolled", "opened", "half", "all-pages", "completed", "passed")
"""Known at all; opened the course; saw half of its pages; saw all of them; completed it; passed it."""


def _reached(tables: Tables) -> ir.Table:
    """One row a course: the learners of each stage.

    A later stage implies those before it, up to `completed`: who completed without having seen all pages (the course
    may allow it, pages may have been added since) is counted in all of them. Passing implies no completion.
    """
    s = rows(tables)
    everyone = s.group_by("course", "learner").agg(percent=s.progress.max())
    known = s.filter(s.verb.notin(REGISTERED)).select("course", "learner").distinct().mutate(opened=1)
    each = everyone.left_join(known, ["course", "learner"]).select(*everyone.columns, opened=_.opened.fill_null(0))
    each = with_outcomes(each, tables)
    seen = visits(tables)
    counted = seen.group_by("course", "learner").agg(seen=_.count(), planned=_.planned.max())
    met = seen.group_by("course").agg(met=_.object.nunique())
    each = each.left_join(counted, ["course", "learner"]).select(*each.columns, "seen", "planned")
    each = each.left_join(met, "course").select(*each.columns, "met")
    pages = each.planned.fill_null(each.met)
    every = (each.completed == 1) | (each.seen >= pages) | (each.percent >= 100.0)
    half = every | (each.seen * 2 >= pages) | (each.percent >= 50.0)
    return each.group_by("course").agg(
        stage0=_.count().cast("int64"),
        stage1=count_if((each.opened == 1) | half),
        stage2=count_if(half),
        stage3=count_if(every),
        stage4=each.completed.sum().cast("int64"),
        stage5=each.passed.sum().cast("int64"),
    )


@measure("funnel", "From enrolment to the pass mark")
def funnel(tables: Tables) -> ir.Table:
    """One row a course and stage."""
    each = _reached(tables).cross_join(numbers_to(len(STAGES), "step"))

    def at(step: ir.IntegerValue) -> ir.IntegerValue:
        return ibis.cases(*((step == n, each[f"stage{n}"]) for n in range(len(STAGES))))

    named = ibis.cases(*((each.step == n, stage) for n, stage in enumerate(STAGES)))
    before = ibis.ifelse(each.step == 0, each.stage0, at(each.step - 1))
    result = each.select(
        "course",
        step=each.step.cast("int64") + 1,
        stage=named,
        learners=at(each.step),
        share_of_all=share(at(each.step), each.stage0),
        share_of_previous=share(at(each.step), before),
    )
    return with_title(result, tables).order_by("course", "step")

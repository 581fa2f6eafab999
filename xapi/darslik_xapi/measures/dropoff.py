"""Where learners stop: the last page of those who did not complete, in page order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .base import STAMP, pages, visits
from .numbers import FLAG_LEARNERS, enough, share
from .outcomes import outcomes
from .registry import measure

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

STOP_SHARE = 0.1
"""Of those who reached a page: where at least so many stop, and twice as many as on the course's average page."""


def _last_pages(seen: ir.Table) -> ir.Table:
    """Course, learner, object: the page that a learner saw last.

    Of pages with the same time the later one counts. As in `base.learners_by`, time and page stand before the value in
    one text, and the greatest wins.
    """
    order = (seen["last"].fill_null(0) + STAMP).cast("string")
    order = order + (seen.number.fill_null(0) + 10**6).cast("string") + seen.object
    return seen.group_by("course", "learner").agg(object=order.max().substr(25))


@measure("drop-off", "Where learners stop", minimum=FLAG_LEARNERS, counts=("learners", "stopped"))
def drop_off(tables: Tables) -> ir.Table:
    """One row a page: learners who reached it, and those who have not completed and saw it last."""
    seen = visits(tables)
    reached = seen.group_by("course", "object").agg(learners=_.count())
    last = _last_pages(seen)
    visitors = last.group_by("course").agg(visitors=_.count())
    done = outcomes(tables, "course", "learner")
    last = last.anti_join(done.filter(done.completed == 1), ["course", "learner"])
    stopped = last.group_by("course", "object").agg(stopped=_.count())
    each = reached.left_join(stopped, ["course", "object"])
    each = each.select("course", "object", "learners", stopped=_.stopped.fill_null(0))
    each = each.left_join(visitors, "course").select(*each.columns, "visitors")
    each = each.left_join(pages(tables), ["course", "object"]).select(
        *each.columns, "number", "id", "title", "file", "line"
    )
    usual = share(each.stopped.sum(), each.learners.sum()).over(group_by="course")
    rate = share(each.stopped, each.learners)
    stops = ibis.ifelse((rate >= STOP_SHARE) & (rate >= 2 * usual), "many stop here", ibis.null("string"))
    return each.select(
        "course",
        "number",
        "id",
        "title",
        "learners",
        "stopped",
        page="object",
        share_of_visitors=share(each.learners, each.visitors),
        stop_share=rate,
        flag=enough(each.learners, stops, FLAG_LEARNERS),
        file="file",
        line="line",
    ).order_by("course", "number", _.learners.desc(), "page")

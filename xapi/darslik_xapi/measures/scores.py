"""The distribution of scores, and how many learners are so near to the mark that chance may have decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .base import current, with_title
from .numbers import share
from .outcomes import outcomes
from .registry import measure

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

BINS = 20
BAND = 0.05
"""Of the score, on both sides of the mark."""


def _marks(tables: Tables, scored: ir.Table) -> ir.Table:
    """Course, mark: of the tracking plan; without one, the lowest score that passed, if none above it failed."""
    a = current(tables.activities)
    planned = a.filter(a.activity == a.course).group_by("course").agg(planned=_.mastery.max())
    said = scored.group_by("course").agg(
        lowest=ibis.ifelse(_.passed == 1, _.score, ibis.null("float64")).min(),
        highest=ibis.ifelse((_.passed == 0) & (_.failed == 1), _.score, ibis.null("float64")).max(),
    )
    both = said.left_join(planned, "course")
    seen = ibis.ifelse(both.highest >= both.lowest, ibis.null("float64"), both.lowest)
    return both.select("course", mark=both.planned.fill_null(seen))


@measure("scores", "Distribution of scores", counts=("learners", "passed"))
def score_distribution(tables: Tables) -> ir.Table:
    """One row a course and twentieth of the score (the best score of each learner), empty ones left out."""
    scored = outcomes(tables, "course", "learner").filter(_.score.notnull())
    place = (scored.score * BINS + 1e-9).floor().cast("int64")
    place = ibis.cases((place < 0, 0), (place >= BINS, BINS - 1), else_=place).cast("int64")
    bins = (
        scored.mutate(bin=place).group_by("course", "bin").agg(learners=_.count(), passed=_.passed.sum().cast("int64"))
    )
    marks = _marks(tables, scored)
    bins = bins.left_join(marks, "course").select(*bins.columns, "mark")
    low, high = bins.bin.cast("float64") / BINS, (bins.bin.cast("float64") + 1.0) / BINS
    band = ibis.cases(
        (bins.mark.isnull(), ibis.null("string")),
        (high <= bins.mark - BAND + 1e-9, "below"),
        (low >= bins.mark + BAND - 1e-9, "above"),
        else_="near the mark",
    )
    whole = bins.learners.sum().over(group_by="course")
    so_far = bins.learners.sum().over(group_by="course", order_by="bin", rows=(None, 0))
    result = bins.select(
        "course",
        low=low,
        high=high,
        learners="learners",
        passed="passed",
        share=share(bins.learners, whole),
        cumulative=share(so_far, whole),
        mark="mark",
        band=band,
    )
    return with_title(result, tables).order_by("course", "low")

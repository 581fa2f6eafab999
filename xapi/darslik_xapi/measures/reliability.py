"""How well a quiz ranks learners: Cronbach's alpha, which for right-or-wrong questions is KR-20."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .answers import UNIT, first_answers, scoped, totals
from .base import current
from .numbers import FLAG_LEARNERS, Z, enough, where
from .registry import measure

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

GOOD, POOR = 0.7, 0.5
"""Alpha that is enough to report a score of one learner, and below which it is hardly more than chance."""


def _asked(each: ir.Table) -> ir.Table:
    """Course, scope, object: the questions that at least half of the learners of a scope answered.

    Where questions are drawn at random there may be none: alpha then has no meaning here, and is null.
    """
    met = totals(each).group_by("course", "scope").agg(everyone=_.count())
    counted = each.group_by("course", "scope", "object").agg(n=_.count())
    both = counted.inner_join(met, ["course", "scope"])
    return both.filter(both.n * 2 >= both.everyone).select("course", "scope", "object")


def _complete(kept: ir.Table, asked: ir.Table) -> ir.Table:
    """Course, scope, learner, total of those who answered every question: nobody's gap is filled by guessing."""
    wanted = asked.group_by("course", "scope").agg(wanted=_.count())
    every = totals(kept).inner_join(wanted, ["course", "scope"])
    return every.filter(every.answers == every.wanted).select("course", "scope", "learner", "total")


def _spread(n: ir.Value, s: ir.Value, ss: ir.Value) -> ir.Value:
    """The variance (of the population: the divisor cancels out in alpha) from sums."""
    count = n.cast("float64")
    return (count * ss - s * s) / (count * count)


@measure("reliability", "Reliability of quizzes", minimum=FLAG_LEARNERS)
def reliability(tables: Tables) -> ir.Table:
    """One row a quiz, or course for the questions outside quizzes.

    Alpha = k / (k - 1) x (1 - sum of the items' variances / variance of the total). The interval is Bonett's (J. Educ.
    Behav. Stat. 27, 2002): ln(1 - alpha) is nearly normal with variance 2k / ((k - 1)(n - 2)).
    """
    each = scoped(first_answers(tables), tables)
    asked = _asked(each)
    each = each.semi_join(asked, ["course", "scope", "object"])
    people = _complete(each, asked)
    each = each.semi_join(people, ["course", "scope", "learner"])
    part = ibis.ifelse((each.x == 0.0) | (each.x == UNIT), 0, 1)
    items = each.group_by("course", "scope", "object").agg(
        n=each.count(), s=each.x.sum(), ss=(each.x * each.x).sum(), partial=part.max()
    )
    items = items.mutate(spread=_spread(items.n, items.s, items.ss))
    within = items.group_by("course", "scope").agg(
        items=_.count().cast("int64"), within=_.spread.sum(), partial=_.partial.max()
    )
    whole = people.group_by("course", "scope").agg(
        learners=_.count().cast("int64"), s=_.total.sum(), ss=(_.total * _.total).sum()
    )
    return _result(whole.inner_join(within, ["course", "scope"]), tables)


def _result(both: ir.Table, tables: Tables) -> ir.Table:
    k, n = both.items.cast("float64"), both.learners.cast("float64")
    spread = _spread(both.learners, both.s, both.ss)
    varies = (both.items > 1) & (spread > 1e-9 * both.ss / n)
    alpha = where(varies, k / where(both.items > 1, k - 1.0) * (1.0 - both.within / where(varies, spread)))
    alpha = enough(both.learners, alpha)
    inner = where(alpha < 1.0, 1.0 - alpha)
    width = Z * (2.0 * k / where((both.items > 1) & (both.learners > 2), (k - 1.0) * (n - 2.0))).sqrt()
    low, high = 1.0 - (inner.ln() + width).exp(), 1.0 - (inner.ln() - width).exp()
    deviation = where(varies, spread).sqrt()
    verdict = ibis.cases((alpha < POOR, "poor"), (alpha < GOOD, "weak"))
    texts = current(tables.activities).select("course", "title", "file", "line", "position", scope="activity")
    both = both.left_join(texts, ["course", "scope"])
    return both.select(
        "course",
        "scope",
        "title",
        "learners",
        "items",
        method=ibis.ifelse(both.partial == 0, "KR-20", "alpha"),
        mean=both.s / n / k / UNIT,
        deviation=enough(both.learners, deviation / k / UNIT),
        alpha=alpha,
        alpha_low=low,
        alpha_high=high,
        standard_error=(deviation * where(alpha <= 1.0, 1.0 - alpha).sqrt()) / k / UNIT,
        flag=enough(both.learners, verdict, FLAG_LEARNERS),
        file="file",
        line="line",
        place="position",
    ).order_by("course", "place", "scope")

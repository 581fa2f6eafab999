"""Expressions that stand for what no measure uses today and one may use tomorrow: each is a trap of some engine."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir
from ibis import _

from darslik_xapi.measures import Tables


def ids_and_times(tables: Tables) -> ir.Table:
    """UUIDs, which Spark does not read, and times, which a session's zone would shift."""
    s = tables.statements
    last = s.group_by("learner").agg(stored=_.stored.max())
    found = s.inner_join(last, ["learner", "stored"])
    return found.select("learner", "id", "registration", "stored", "timestamp").order_by("learner", "id")


def windows(tables: Tables) -> ir.Table:
    """The statement before and after, ranks, running sums."""
    s = tables.statements
    of_learner = ibis.window(group_by=s.learner, order_by=[s.timestamp, s.id])
    s = s.mutate(
        before=s.timestamp.lag().over(of_learner),
        after=s.timestamp.lead().over(of_learner),
        nth=ibis.row_number().over(of_learner),
        second=s.object.lag(2, "none").over(of_learner),
    )
    each = s.group_by("learner").agg(
        first=_.before.min(), last=_.after.max(), nth=_.nth.max(), none=_.count(where=_.second == "none")
    )
    running = ibis.cumulative_window(order_by=[each.nth, each.learner])
    return each.mutate(
        running=each.nth.sum().over(running),
        rank=ibis.rank().over(ibis.window(order_by=each.nth)),
        quarter=ibis.ntile(4).over(ibis.window(order_by=[each.nth, each.learner])),
    ).order_by("learner")


def quantiles(tables: Tables) -> ir.Table:
    """Between values, with ties, with conditions, of nothing at all."""
    s = tables.statements
    return (
        s.group_by("language")
        .agg(
            median=_.duration.median(),
            p90=_.duration.quantile(0.9),
            some=_.duration.median(where=_.success),
            none=_.duration.median(where=_.duration < 0),
            spread=_.score_scaled.std(),
            distinct=_.learner.nunique(where=_.success),
            never=_.learner.nunique(where=_.duration < 0),
            nothing=_.duration.sum(where=_.duration < 0),
            zero=_.count(where=_.duration < 0),
        )
        .order_by("language")
    )


def nulls(tables: Tables) -> ir.Table:
    """What a left join does not find is null; null is a group, and comes last."""
    a, s = tables.activities, tables.statements
    answered = s.filter(s.verb.endswith("/answered"), s.success)
    joined = a.left_join(answered, a.activity == answered.object)
    found = joined.group_by(a.activity, a.interaction).agg(
        rows=_.id.count(), learners=_.learner.nunique(), best=_.score_scaled.max(), any=_.success.any()
    )
    return found.mutate(share=_.learners / _.rows.nullif(0)).order_by("activity")


def calendar(tables: Tables) -> ir.Table:
    """Weeks, days, months, and what lies between."""
    s = tables.statements
    return (
        s.mutate(week=s.timestamp.truncate("W"), day=s.timestamp.date(), month=s.timestamp.month())
        .group_by("week", "month")
        .agg(
            days=_.day.nunique(),
            first=_.day.min(),
            length=_.timestamp.max().delta(_.timestamp.min(), unit="day"),
            seconds=_.timestamp.max().delta(_.timestamp.min(), unit="second"),
        )
        .order_by("week", "month")
    )


def lists(tables: Tables) -> ir.Table:
    """List columns; a missing list and an empty one count as the same, for ClickHouse has no missing ones."""
    s = tables.statements
    one = s.select("id", activity=s.grouping.unnest())
    return one.group_by("activity").agg(statements=_.count(), ids=_.id.nunique()).order_by("activity")


def texts(tables: Tables) -> ir.Table:
    """Texts with signs that mean something in a regular expression."""
    s = tables.statements
    given = s.filter(s.response.notnull()).select("response").distinct()
    parts = given.response.split("[,]")
    return given.select(
        "response",
        parts=parts.length(),
        sorted=parts.sort().join("[,]"),
        replaced=given.response.replace("[,]", "."),
        several=given.response.contains("[,]"),
        tail=given.response.substr(1),
        size=given.response.length(),
    ).order_by("response")


def letters(tables: Tables) -> ir.Table:
    """Texts of several alphabets: by letters, not by bytes."""
    titles = tables.labels
    return titles.select(
        "activity",
        "component",
        "language",
        "label",
        size=titles.label.length(),
        upper=titles.label.upper(),
        lower=titles.label.lower(),
        middle=titles.label.substr(2, 5),
        rest=titles.label.substr(3),
        end=titles.label.right(4),
    ).order_by("activity", "component", "language")


OWN: dict[str, Callable[[Tables], ir.Table]] = {
    f"own: {one.__name__}": one for one in (ids_and_times, windows, quantiles, nulls, calendar, lists, texts, letters)
}

"""Item analysis: how hard, how telling, how often left out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import ibis
from ibis import _

from .answers import UNIT, first_answers, items, scoped, totals
from .base import rows, with_value
from .numbers import FLAG_LEARNERS, Z, correlation, enough, share, where
from .registry import measure
from .verbs import ANSWERED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

HARD, EASY = 0.2, 0.95
"""Facility below or above."""

TELLING = 0.1
"""Corrected point-biserial below which an item does not tell better from worse learners apart."""

LEFT_OUT = 0.15
"""Share of those who came so far."""


def _sums(each: ir.Table, every: ir.Table, by: tuple[str, ...]) -> ir.Table:
    """One row an item: sums of its score and of the rest score, the mean of the learner's other answers (0 … 1)."""
    keys = ["course", "scope", "learner"]
    both = each.inner_join(every, keys).select(*keys, *by, "object", "place", "x", "answers", "total")
    others = where(both.answers > 1, (both.answers - 1).cast("float64"))
    rest = (both.total - both.x) / UNIT / others
    x = both.x / UNIT
    paired = where(rest.notnull(), x)
    return both.group_by("course", "scope", "object", *by).agg(
        place=both.place.max(),
        learners=_.count(),
        facility=both.x.mean() / UNIT,
        n=rest.count(),
        sx=paired.sum(),
        sxx=(paired * paired).sum(),
        sy=rest.sum(),
        syy=(rest * rest).sum(),
        sxy=(paired * rest).sum(),
    )


def _reached(found: ir.Table, every: ir.Table, by: tuple[str, ...]) -> ir.Table:
    """Course, scope, object, reached: learners who answered this question or a later one of its scope."""
    keys = ["course", "scope", *by]
    ends = every.group_by(*keys, "far").agg(ended=_.count())
    both = found.select(*keys, "object", "place").inner_join(ends, keys)
    both = both.select(*keys, "object", "place", "far", "ended")
    return both.filter(both.far >= both.place).group_by(*keys, "object").agg(reached=_.ended.sum().cast("int64"))


def _times(tables: Tables, by: tuple[str, ...]) -> ir.Table:
    """Course, object (and the value that the statement itself has), seconds: the median of all answers."""
    s = rows(tables)
    s = s.filter(s.verb.isin(ANSWERED), s.duration >= 0.0).mutate(**{one: s[one].fill_null("") for one in by})
    return s.group_by("course", "object", *by).agg(seconds=s.duration.quantile(0.5))


def _flags(facility: ir.Value, r: ir.Value, n: ir.Value, omitted: ir.Value) -> tuple[ir.Value, ir.Value]:
    """What is wrong in words, and how bad it is: 3 the key, 2 too hard or untelling, 1 easy or left out, 0 nothing."""
    reversed_ = (r < 0.0) & (r < -Z / where(n > 0, n.cast("float64")).sqrt())
    untelling = (r < TELLING) & (facility <= EASY)
    told = (
        (reversed_, "key likely wrong; "),
        (facility < HARD, "too hard; "),
        (untelling & ~reversed_, "tells little; "),
        (facility > EASY, "too easy; "),
        (omitted > LEFT_OUT, "often left out; "),
    )
    words = ibis.literal("")
    for condition, text in told:
        words = words + ibis.ifelse(condition, text, "")
    severity = ibis.cases(
        (reversed_, 3),
        ((facility < HARD) | untelling, 2),
        ((facility > EASY) | (omitted > LEFT_OUT), 1),
        else_=0,
    )
    return words.substr(0, words.length() - 2).nullif(""), severity.cast("int64")


def item_analysis(by: tuple[str, ...], tables: Tables) -> ir.Table:
    """One row an item (and current value of `by`): facility, corrected point-biserial, omissions, time, flags."""
    each = scoped(first_answers(tables), tables)
    every = totals(each)
    for one in by:  # learners are fewer than answers
        every = with_value(every, tables, one)
    found = _sums(each, every, by)
    own = ["course", "object", *by]
    found = found.left_join(_reached(found, every, by), ["scope", *own]).select(*found.columns, "reached")
    found = found.left_join(_times(tables, by), own).select(*found.columns, "seconds")
    texts = items(tables).select("course", "object", "id", "title", "file", "line")
    found = found.left_join(texts, ["course", "object"])
    telling = enough(found.n, correlation(found.n, found.sx, found.sy, found.sxx, found.syy, found.sxy))
    omitted = 1.0 - share(found.learners, found.reached)
    flag, severity = _flags(found.facility, telling, found.n, omitted)
    return found.select(
        "course",
        "scope",
        "id",
        "title",
        *(found[one].nullif("").name(one) for one in by),
        "learners",
        "facility",
        "reached",
        item="object",
        discrimination=telling,
        omitted=omitted,
        median_seconds=enough(found.learners, found.seconds),
        flag=enough(found.learners, flag, FLAG_LEARNERS),
        severity=enough(found.learners, severity, FLAG_LEARNERS),
        file="file",
        line="line",
        place="place",
    ).order_by("course", "place", "item", *by)


for _by, _name, _title in (
    ((), "item-analysis", "Item analysis"),
    (("language",), "item-analysis-by-language", "Item analysis by language"),
    (("revision",), "item-analysis-by-version", "Item analysis by version"),
):
    measure(_name, _title, minimum=FLAG_LEARNERS, counts=("learners", "reached"))(partial(item_analysis, _by))

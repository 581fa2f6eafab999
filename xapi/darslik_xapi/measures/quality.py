"""How far the records can be trusted: what is missing, late, doubled or from a clock that is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .base import current, numbers_to, rows
from .numbers import DAY, count_if, epoch_us, share
from .registry import measure
from .verbs import ANSWERED, COMPLETED, INITIALIZED, PARTS, PASSED, TERMINATED, VOIDED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

LATE = DAY
"""Microseconds between timestamp and stored: more, and a report of yesterday was incomplete."""

AHEAD = 300_000_000
"""Microseconds that a timestamp may be after stored: more, and the clock was wrong."""

COLUMNS = ("check", "unit", "learners", "count", "of")


def _statement_checks(s: ir.Table) -> dict[str, ir.BooleanValue]:
    """What a statement can have, by name: most of it bad."""
    delay = epoch_us(s.stored) - epoch_us(s.timestamp)
    empty = s.success.isnull() & s.score_scaled.isnull() & s.response.isnull()
    return {
        "all": s.verb.notnull(),
        "voiding": s.verb == VOIDED,
        "without learner": s.learner.isnull(),
        "without course": s.course.isnull() & (s.verb != VOIDED),
        "without registration": s.registration.isnull() & s.course.notnull(),
        "without language": s.language.isnull() & s.course.notnull(),
        "without version": s.revision.isnull() & s.course.notnull(),
        "without time": s.timestamp.isnull() | s.stored.isnull(),
        "stored a day late": delay > LATE,
        "clock ahead": delay < -AHEAD,
        "answered without result": s.verb.isin(ANSWERED) & empty,
        "score out of range": (s.score_scaled < -1.0) | (s.score_scaled > 1.0),
    }


def _statements(tables: Tables) -> ir.Table:
    """The checks of single statements, in one pass: first by learner, so that learners need not be counted apart."""
    s = tables.statements
    checks = _statement_checks(s)
    places = range(len(checks))
    each = s.group_by("learner").agg(
        **{f"n{n}": count_if(check) for n, check in zip(places, checks.values(), strict=True)}
    )
    met = {f"p{n}": count_if((each[f"n{n}"] > 0) & each.learner.notnull()) for n in places}
    whole = each.agg(**{f"n{n}": each[f"n{n}"].sum().fill_null(0).cast("int64") for n in places}, **met)
    table = whole.cross_join(numbers_to(len(checks), "place"))

    def at(letter: str) -> ir.Value:
        return ibis.cases(*((table.place == n, table[f"{letter}{n}"].fill_null(0)) for n in places))

    name = ibis.cases(*((table.place == n, check) for n, check in zip(places, checks, strict=True)))
    return table.select(check=name, unit=ibis.literal("statements"), learners=at("p"), count=at("n"), of=table.n0)


def _unplanned(tables: Tables) -> ir.Table:
    """Statements about activities that no tracking plan knows: from a course without one, or an unexpected part.

    An LMS gives what it launches an id of its own (cmi5 8.1.5), which no plan can know: it is only begun and ended.
    """
    planned = current(tables.activities).filter(_.file.notnull()).select("course", object="activity").distinct()
    s = rows(tables).filter(_.object_type == "Activity", _.object.notnull())
    met = s.group_by("course", "object").agg(n=_.count(), parts=count_if(s.verb.isin(PARTS)))
    whole = met.agg(of=_.n.sum().fill_null(0).cast("int64"))
    launched = met.filter(_.parts == 0).semi_join(planned, ["course"]).select("course", "object")
    strange = met.anti_join(planned.union(launched), ["course", "object"])
    unknown = s.semi_join(strange, ["course", "object"])
    found = unknown.agg(learners=_.learner.nunique(), count=_.count())
    return _row(found.cross_join(whole), "without tracking plan", "statements")


def _sessions(tables: Tables) -> list[ir.Table]:
    """cmi5: each session begins with `initialized` and ends with `terminated` (cmi5 9.3)."""
    s = rows(tables).filter(_.session.notnull())
    s = s.filter(s.verb.isin((*INITIALIZED, *TERMINATED)))
    each = s.group_by("learner", "session").agg(
        begun=count_if(s.verb.isin(INITIALIZED)), ended=count_if(s.verb.isin(TERMINATED))
    )
    checks = {"not terminated": each.ended == 0, "not initialized": each.begun == 0}
    return [
        _row(
            each.agg(learners=_of(bad, each.learner), count=count_if(bad).fill_null(0), of=each.count()),
            name,
            "sessions",
        )
        for name, bad in checks.items()
    ]


def _twice(tables: Tables) -> list[ir.Table]:
    """cmi5: completed and passed are said once in a registration (cmi5 9.3.3, 9.3.4)."""
    s = rows(tables)
    s = s.filter(s.verb.isin((*COMPLETED, *PASSED)), s.registration.notnull(), s.parent.isnull())
    each = s.group_by("learner", "registration", "object", "verb").agg(n=_.count())
    each = each.group_by("learner", "registration").agg(most=_.n.max())
    bad = each.most > 1
    found = each.agg(learners=_of(bad, each.learner), count=count_if(bad).fill_null(0), of=each.count())
    return [_row(found, "outcome said twice", "registrations")]


def _of(bad: ir.BooleanValue, learner: ir.StringValue) -> ir.IntegerScalar:
    return ibis.ifelse(bad, learner, ibis.null("string")).nunique()


def _row(found: ir.Table, check: str, unit: str) -> ir.Table:
    cells = {name: found[name].cast("int64") for name in ("learners", "count", "of")}
    return found.select(check=ibis.literal(check), unit=ibis.literal(unit), **cells)


@measure("data-quality", "Data quality")
def data_quality(tables: Tables) -> ir.Table:
    """One row a check: how many statements, sessions or registrations it concerns, of how many, and the learners."""
    parts = [_statements(tables), _unplanned(tables), *_sessions(tables), *_twice(tables)]
    parts = [part.select(*COLUMNS, order=ibis.literal(n).cast("int64")) for n, part in enumerate(parts)]
    table = ibis.union(*parts)
    return table.select(*COLUMNS, share=share(table["count"], table.of)).order_by("unit", "check")


@measure("repeated-statements", "Statements that came twice")
def repeated_statements(tables: Tables) -> ir.Table:
    """One row a verb of answers and outcomes: the same learner, object, time and verb under more than one id."""
    s = rows(tables)
    s = s.filter(s.verb.isin((*ANSWERED, *COMPLETED, *PASSED)), s.timestamp.notnull(), s.object.notnull())
    each = s.group_by("learner", "verb", "object", "timestamp").agg(n=_.count()).filter(_.n > 1)
    return (
        each.group_by("verb")
        .agg(learners=_.learner.nunique(), statements=_.n.sum().cast("int64"), surplus=(_.n - 1).sum().cast("int64"))
        .order_by("verb")
    )

"""Attempts, sessions, and how long it takes to complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis import _

from .base import rows, with_title
from .numbers import DAY, MEDIAN_LEARNERS, count_if, enough, epoch_us, milliseconds, share
from .outcomes import outcomes
from .registry import measure
from .verbs import EXPERIENCED, INITIALIZED, REGISTERED, TERMINATED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .tables import Tables

KEYS = ("course", "learner", "registration")
FACTS = ("first", "starts", "ended", "read", "completed_at")


def _facts(table: ir.Table, **given: str) -> ir.Table:
    """A part of what is known of attempts, in the columns that all parts have."""
    null = ibis.null("int64")
    return table.select(*KEYS, **{name: table[given[name]].cast("int64") if name in given else null for name in FACTS})


def attempts(tables: Tables) -> ir.Table:
    """One row an attempt: first statement and completion (µs), sessions, active milliseconds (null if nothing tells).

    Sessions are counted by what begins them, and are one at least. Active time is the duration of `terminated` (and
    what other tools call so), or where there is none, of visits to pages. The parts are put together as rows, not by a
    join: a registration may be missing, and null joins nothing.
    """
    s = rows(tables)
    s = s.filter(s.verb.notin(REGISTERED))
    timed = s.filter(s.duration >= 0.0)
    first = s.group_by(*KEYS).agg(first=epoch_us(s.timestamp).min())
    starts = s.filter(s.verb.isin(INITIALIZED)).group_by(*KEYS).agg(starts=_.count())
    ended = timed.filter(_.verb.isin(TERMINATED)).group_by(*KEYS).agg(ended=milliseconds(_.duration).sum())
    read = timed.filter(_.verb.isin(EXPERIENCED)).group_by(*KEYS).agg(read=milliseconds(_.duration).sum())
    parts = ibis.union(
        _facts(first, first="first"),
        _facts(starts, starts="starts"),
        _facts(ended, ended="ended"),
        _facts(read, read="read"),
        _facts(outcomes(tables, *KEYS), completed_at="completed_at"),
    )
    each = parts.group_by(*KEYS).agg(**{name: parts[name].max() for name in FACTS})
    return each.select(
        *KEYS,
        "first",
        "completed_at",
        sessions=each.starts.fill_null(1),
        active=each.ended.nullif(0).fill_null(each.read).cast("float64"),
    )


@measure(
    "attempts",
    "Attempts and sessions",
    minimum=MEDIAN_LEARNERS,
    counts=("learners", "repeaters"),
)
def attempts_and_sessions(tables: Tables) -> ir.Table:
    """One row a course. Active time in seconds an attempt; `repeaters` have more than one attempt."""
    each = attempts(tables)
    whole = each.group_by("course").agg(
        attempts=_.count(),
        sessions=_.sessions.sum().cast("int64"),
        sessions_median=_.sessions.cast("float64").quantile(0.5),
        sessions_p90=_.sessions.cast("float64").quantile(0.9),
        active_median=_.active.quantile(0.5),
        active_p90=_.active.quantile(0.9),
    )
    people = each.group_by("course", "learner").agg(attempts=_.count())
    people = people.group_by("course").agg(learners=_.count(), repeaters=count_if(_.attempts > 1))
    both = people.inner_join(whole, "course")
    result = both.select(
        "course",
        "learners",
        "attempts",
        attempts_per_learner=share(both.attempts, both.learners),
        repeaters="repeaters",
        sessions="sessions",
        sessions_per_attempt=share(both.sessions, both.attempts),
        sessions_median=enough(both.learners, both.sessions_median),
        sessions_p90=enough(both.learners, both.sessions_p90),
        active_median_seconds=enough(both.learners, both.active_median / 1000.0),
        active_p90_seconds=enough(both.learners, both.active_p90 / 1000.0),
    )
    return with_title(result, tables).order_by("course")


@measure("time-to-completion", "Time to completion", minimum=MEDIAN_LEARNERS)
def time_to_completion(tables: Tables) -> ir.Table:
    """One row a course: attempts that were completed, days from their first statement, active hours of the attempt."""
    each = attempts(tables).filter(_.completed_at.notnull())
    days = (each.completed_at - each.first).cast("float64") / float(DAY)
    found = each.group_by("course").agg(
        learners=_.learner.nunique(),
        attempts=_.count(),
        days_median=days.quantile(0.5),
        days_p90=days.quantile(0.9),
        active_median=each.active.quantile(0.5),
        active_p90=each.active.quantile(0.9),
    )
    result = found.select(
        "course",
        "learners",
        "attempts",
        days_median=enough(found.learners, found.days_median),
        days_p90=enough(found.learners, found.days_p90),
        active_median_hours=enough(found.learners, found.active_median / 3_600_000.0),
        active_p90_hours=enough(found.learners, found.active_p90 / 3_600_000.0),
    )
    return with_title(result, tables).order_by("course")

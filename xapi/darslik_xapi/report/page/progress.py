"""How learners get on in time: scores, days and hours, and who is still there week after week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from darslik_xapi.privacy.shape import HIDDEN
from darslik_xapi.report.charts import specs
from darslik_xapi.report.words import NARROW, Words

from .course import Course
from .view import NOTHING, Cell, Column, Part, known

DAY, HOUR = 86_400, 3_600
"""Seconds."""
WEEKS = 9
"""Of a cohort that are shown."""


def scores(course: Course) -> Part | None:
    """How scores are spread, and how many are near the mark."""
    w, rows = course.words, course.rows("scores")
    if not rows:
        return None
    shown = [row for row in rows if known(row["learners"])]
    bars = [
        {
            "low": row["low"] * 100,
            "high": row["high"] * 100,
            "value": row["learners"],
            "text": w.number(row["learners"]),
        }
        for row in shown
    ]
    mark = rows[0]["mark"]
    words = w("scores.mark", mark=w.percent(mark)) if mark is not None else ""
    text = "; ".join(f"{_range(course, row)}: {w.number(row['learners'])}" for row in shown)
    spec = specs.columns(bars, w("axis.score"), w("col.learners"), (mark * 100, words) if mark is not None else None)
    table = course.table(
        "scores",
        [Column("range", "text", w("col.score")), Column("learners"), Column("share", "bar", w("col.share_of_scored"))],
        [{**row, "range": _range(course, row)} for row in rows],
    )
    near = [row["learners"] for row in shown if row["band"] == "near the mark"]
    lead = w("lead.scores") + (" " + w("scores.near", n=w.number(sum(near))) if near else "")
    chart = course.chart(spec, "scores", w("part.scores"), text) if bars else Markup()
    return Part(course.id("scores"), w("part.scores"), lead, chart, (), table, course.notes("scores"), "scores")


def _range(course: Course, row: Mapping[str, Any]) -> str:
    number = course.words.number
    return f"{number(row['low'] * 100)}–{number(row['high'] * 100)}{NARROW}%"


def time(course: Course) -> Part | None:
    """How long it takes, in days and in hours of work."""
    w, m = course.words, course.maker
    rows = []
    for row in course.rows("time-to-completion"):
        n = m.text(row["learners"], "count")
        rows += [
            {
                "what": w("time.days"),
                "n": n,
                "median": _span(w, row["days_median"], DAY),
                "p90": _span(w, row["days_p90"], DAY),
            },
            {
                "what": w("time.hours"),
                "n": n,
                "median": _span(w, row["active_median_hours"], HOUR),
                "p90": _span(w, row["active_p90_hours"], HOUR),
            },
        ]
    for row in course.rows("attempts"):
        n = m.text(row["learners"], "count")
        rows.append(
            {
                "what": w("time.sessions"),
                "n": n,
                "median": m.text(row["sessions_median"], "count"),
                "p90": m.text(row["sessions_p90"], "count"),
            }
        )
    columns = [
        Column("what", "text", w("col.what")),
        Column("median", "number", w("col.median")),
        Column("p90", "number", w("col.p90")),
        Column("n", "count", w("col.learners")),
    ]
    cells = [{name: Cell(text, "text" if name == "what" else "num") for name, text in row.items()} for row in rows]
    table = course.table("time", columns, cells)
    notes = course.notes("time-to-completion")
    return (
        Part(course.id("time"), w("part.time"), w("lead.time"), table=table, notes=notes, method="time-to-completion")
        if rows
        else None
    )


def _span(words: Words, value: Any, unit: int) -> str:  # noqa: ANN401 - of a cell
    return words.span(value * unit) if known(value) else words("hidden") if value is HIDDEN else NOTHING


def cohorts(course: Course) -> Part | None:
    """Who is still there, week after week, of those who began in the same month."""
    w, rows = course.words, course.rows("cohort-retention")
    if not rows:
        return None
    weeks = sorted({row["week"] for row in rows if row["week"] < WEEKS})
    by_cohort: dict[Any, dict[int, Any]] = {}
    sizes: dict[Any, Any] = {}
    for row in rows:
        by_cohort.setdefault(row["cohort"], {})[row["week"]] = row["share"]
        if row["week"] == 0:
            sizes[row["cohort"]] = row["learners"]
    body = [
        {"cohort": w.day(cohort), "size": sizes.get(cohort), **{f"week{week}": found.get(week) for week in weeks}}
        for cohort, found in by_cohort.items()
    ]
    columns = [
        Column("cohort", "text", w("col.cohort")),
        Column("size", "count", w("col.size")),
        *(Column(f"week{week}", "share", w("col.week", n=week)) for week in weeks if week),
    ]
    curves = _curves(course, rows, weeks)
    text = "; ".join(f"{w('col.week', n=one['week'])}: {w.percent(one['value'] / 100)}" for one in curves if one["all"])
    spec = specs.curves(curves, w("axis.week"), w("axis.active"))
    chart = course.chart(spec, "cohorts", w("part.cohorts"), text) if curves else Markup()
    legend = [("line", w("cohort.all")), ("thin", w("cohort.each"))] if chart else []
    table = course.table("cohorts", columns, body)
    notes = course.notes("cohort-retention")
    title, lead = w("part.cohorts"), w("lead.cohorts")
    return Part(course.id("cohorts"), title, lead, chart, legend, table, notes, "cohort-retention", wide=True)


def _curves(course: Course, rows: Sequence[Mapping[str, Any]], weeks: Sequence[int]) -> list[dict[str, Any]]:
    """Of each cohort, and of those together that have the week behind them and are shown in it."""
    found = [
        {"cohort": course.words.day(row["cohort"]), "week": row["week"], "value": row["share"] * 100, "all": False}
        for row in rows
        if row["week"] in weeks and known(row["share"])
    ]
    for week in weeks:
        shown = [row for row in rows if row["week"] == week and known(row["learners"], row["size"])]
        if size := sum(row["size"] for row in shown):
            value = sum(row["learners"] for row in shown) / size * 100
            found.append({"cohort": "", "week": week, "value": value, "all": True})
    return found

"""The designer's page: what to mend, the worst first."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from darslik_xapi.report.charts import points, specs
from darslik_xapi.report.plain import plain

from . import items
from .course import Course
from .records import missing, unexpected
from .view import Cell, Column, Part, known

SPEED = 180
"""Words a minute (`measures.pages`)."""
MOST_COMPARED = 10
"""Pairs of languages that are shown."""


def plain_words(course: Course) -> list[str]:
    """What a reader in a hurry should know: the worst questions, and what is broken."""
    w = course.words
    lines = []
    for one in items.found(course)[:3]:
        if one.badness >= 1:
            text = course.label(one.row["item"], one.row["title"])
            why = "; ".join(w(f"flag.{key}") for key in one.flags)
            lines.append(w("plain.item", text=text, why=why, place=items.place(one.row) or "–"))
    if missing := course.rows("missing-statements"):
        lines.append(w("plain.missing", n=w.number(len(missing))))
    return lines


def parts(course: Course) -> list[Part]:
    """The parts of the page, those with something to show."""
    questions = items.found(course)
    first = [items.worst(course, questions), items.overview(course, questions)]
    rest = [make(course) for make in (languages, drop_off, reading, reliability, missing, unexpected)]
    return [part for part in (*first, *rest) if part]


def languages(course: Course) -> Part | None:
    """The same question in two languages, the largest differences first."""
    w, m = course.words, course.maker
    rows = [row for row in course.rows("translation-dif") if known(row["delta"])]
    if not rows:
        return None
    rows.sort(key=lambda row: ("ABC".find(row["level"] or "A") * -1, -abs(row["delta"])))
    marked = [row for row in rows if known(row["flag"])]
    bars = [
        {
            "label": f"{plain(course.label(row['item'], row['title']), 24)} ({row['language']})",
            "first": row["reference_right"] * 100,
            "second": row["right"] * 100,
            "text": f"{row['reference']} {w.percent(row['reference_right'])}",
            "text2": f"{row['language']} {w.percent(row['right'])}",
        }
        for row in rows[:MOST_COMPARED]
        if known(row["right"], row["reference_right"])
    ]
    names = (w("legend.reference"), w("legend.compared"))
    text = "; ".join(f"{bar['label']}: {bar['text']}, {bar['text2']}" for bar in bars)
    columns = [
        Column("text", "text", w("col.question")),
        Column("pair", "text", w("col.pair")),
        Column("right", "share", w("col.right")),
        Column("reference_right", "share", w("col.reference_right")),
        Column("delta", "number", w("col.delta")),
        Column("level", "text", w("col.level")),
    ]
    body = [
        {
            **row,
            "text": Cell(course.label(row["item"], row["title"]), second=items.place(row)),
            "pair": f"{w.language(row['language'])} / {w.language(row['reference'])}",
            "right": Cell(m.text(row["right"], "share"), "num", second=f"n = {m.text(row['learners'], 'count')}"),
            "reference_right": Cell(
                m.text(row["reference_right"], "share"),
                "num",
                second=f"n = {m.text(row['reference_learners'], 'count')}",
            ),
        }
        for row in rows[:MOST_COMPARED]
    ]
    return Part(
        course.id("languages"),
        w("part.languages"),
        w("lead.languages", n=w.number(len(marked)), all=w.number(len(rows))),
        course.chart(points.between(bars, names), "languages", w("part.languages"), text) if bars else Markup(),
        [("circle", names[0]), ("square", names[1])] if bars else (),
        course.table("languages", columns, body),
        course.notes("translation-dif"),
        "translation-dif",
        wide=True,
    )


def drop_off(course: Course) -> Part | None:
    """How many reach each page, and where those stop who do not finish."""
    w = course.words
    rows = [
        {**row, "title": course.label(row["page"], row["title"]), "place": items.place(row)}
        for row in course.rows("drop-off")
    ]
    if not rows:
        return None
    shown = [row for row in rows if known(row["share_of_visitors"], row["stopped"])]
    worst = sorted(shown, key=lambda row: -row["stopped"])[:1]
    steps, last = [], None
    for number, row in enumerate(rows, 1):
        last = row["share_of_visitors"] * 100 if known(row["share_of_visitors"]) else last
        if last is not None:
            label = row["title"] if row in worst and row["stopped"] else ""
            steps.append({"position": number, "value": last, "label": label})
    text = "; ".join(
        w("drop-off.step", n=number, title=row["title"], share=w.percent(row["share_of_visitors"]))
        for number, row in enumerate(rows, 1)
        if known(row["share_of_visitors"])
    )
    columns = [
        Column("title", "text", w("col.page")),
        Column("learners"),
        Column("share_of_visitors", "bar"),
        Column("stopped"),
        Column("stop_share", "share"),
        Column("place", "code", w("col.place")),
    ]
    return Part(
        course.id("drop-off"),
        w("part.drop-off"),
        w("lead.drop-off"),
        course.chart(
            specs.course_of_steps(steps, w("axis.page"), w("axis.learners")), "drop-off", w("part.drop-off"), text
        )
        if len(steps) > 1
        else Markup(),
        (),
        course.table("drop-off", columns, rows),
        course.notes("drop-off"),
        "drop-off",
        wide=True,
    )


def reading(course: Course) -> Part | None:
    """Time on a page beside its words: in the language that is read most."""
    w = course.words
    rows = course.rows("page-time")
    shown = [row for row in rows if known(row["median_seconds"], row["words"]) and row["words"]]
    dots = [
        {"x": row["words"], "y": row["median_seconds"] / 60, "label": row["number"] if known(row["flag"]) else ""}
        for row in shown
    ]
    if not rows:
        return None
    chart = Markup()
    if len(dots) > 1:
        text = w("reading.text", n=len(dots))
        lines = [(SPEED, w("reading.speed", n=SPEED))]
        chart = course.chart(
            points.speeds(dots, w("axis.words"), w("axis.minutes"), lines), "reading", w("part.reading"), text
        )
    columns = [
        Column("title", "text", w("col.page")),
        Column("language", "text"),
        Column("words", "count"),
        Column("learners", "count", w("col.at_least")),
        Column("median_seconds", "span", w("col.median")),
        Column("expected_seconds", "span", w("col.expected")),
        Column("flag", "text", w("col.finding")),
    ]
    body = [
        {
            **row,
            "title": course.label(row["page"], row["title"]),
            "language": w.language(row["language"] or ""),
            "flag": w(f"finding.{items.slug(row['flag'])}") if known(row["flag"]) else "",
        }
        for row in rows
    ]
    body.sort(key=lambda row: (not row["flag"], row["number"] or 0))
    return Part(
        course.id("reading"),
        w("part.reading"),
        w("lead.reading"),
        chart,
        (),
        course.table("reading", columns, body),
        course.notes("page-time"),
        "page-time",
        wide=True,
    )


def reliability(course: Course) -> Part | None:
    """Whether a result says something about a learner."""
    w, m = course.words, course.maker
    rows = [
        {
            **row,
            "scope": course.label(row["scope"], row["title"]),
            "alpha": Cell(m.text(row["alpha"], "number"), "num", second=_interval(course, row)),
            "flag": w(f"reliability.{row['flag']}") if known(row["flag"]) else w("reliability.good"),
        }
        for row in course.rows("reliability")
        if row["alpha"] is not None
    ]
    columns = [
        Column("scope", "text", w("col.scope")),
        Column("items", "count"),
        Column("learners"),
        Column("alpha", "number", w("col.alpha")),
        Column("standard_error", "share"),
        Column("flag", "text", w("col.finding")),
    ]
    if not rows:
        return None
    return course.part("reliability", "reliability", course.table("reliability", columns, rows))


def _interval(course: Course, row: dict[str, Any]) -> str:
    low, high = row["alpha_low"], row["alpha_high"]
    number = course.words.number
    return f"{number(low, 2)} … {number(high, 2)}" if known(low, high) else ""

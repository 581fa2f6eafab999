"""The manager's page: who completed, who passed, where people are lost, how long it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from darslik_xapi.report.charts import specs

from .course import Course
from .progress import DAY, cohorts, scores, time
from .view import Column, Part, Tile, known

_RATES = [
    Column("learners"),
    Column("completion_rate", "bar"),
    Column("pass_rate", "bar"),
    Column("score_mean", "share"),
]
MOST_BARS = 16
"""Rows that a picture has room for."""


def tiles(course: Course) -> list[Tile]:
    """Key figures."""
    w, m = course.words, course.maker
    found: list[Tile] = []
    for row in course.rows("completion-by-course")[:1]:
        n = m.text(row["learners"], "count")
        found = [
            Tile(w("tile.learners"), n),
            Tile(
                w("tile.completed"), m.text(row["completion_rate"], "share"), _of(course, row, "completed", "learners")
            ),
            Tile(w("tile.passed"), m.text(row["pass_rate"], "share"), _passed(course, row)),
            Tile(w("tile.score"), m.text(row["score_mean"], "share"), w("tile.score.second")),
        ]
    for row in course.rows("time-to-completion")[:1]:
        days = row["days_median"]
        text = w.span(days * DAY) if known(days) else m.text(days, "span")
        found.append(Tile(w("tile.days"), text, w("tile.days.second")))
    return found


def _of(course: Course, row: Mapping[str, Any], part: str, whole: str) -> str:
    if not known(row[part], row[whole]):
        return ""
    number = course.words.number
    return course.words("of", part=number(row[part]), whole=number(row[whole]))


def _passed(course: Course, row: Mapping[str, Any]) -> str:
    if not known(row["passed"], row["failed"]):
        return ""
    number = course.words.number
    return course.words("of", part=number(row["passed"]), whole=number(row["passed"] + row["failed"]))


def plain_words(course: Course) -> list[str]:
    """What a reader in a hurry should know."""
    w, found = course.words, []
    teams = [row for row in course.rows("completion-by-group") if known(row["completion_rate"], row["learners"])]
    if len(teams) > 1:
        best, last = (choose(teams, key=lambda row: row["completion_rate"]) for choose in (max, min))
        found.append(
            w(
                "plain.teams",
                best=_team(course, best),
                most=w.percent(best["completion_rate"]),
                last=_team(course, last),
                least=w.percent(last["completion_rate"]),
            )
        )
    stops = [row for row in course.rows("drop-off") if known(row["stopped"], row["stop_share"])]
    if stops:
        worst = max(stops, key=lambda row: row["stopped"])
        if worst["stopped"]:
            page = course.label(worst["page"], worst["title"])
            found.append(w("plain.stop", page=page, n=w.number(worst["stopped"]), share=w.percent(worst["stop_share"])))
    return found


def _team(course: Course, row: Mapping[str, Any]) -> str:
    return course.label(row["team"] or course.words("team.none"))


def parts(course: Course) -> list[Part]:
    """The parts of the page, those with something to show."""
    made = (by_team, funnel, by_language, by_module, by_version, scores, time, cohorts)
    return [part for part in (make(course) for make in made) if part]


def _share(course: Course, row: Mapping[str, Any], part: str, whole: str) -> str:
    w = course.words
    return f"{w.percent(row[part])} (n = {w.number(row[whole])})" if known(row[part], row[whole]) else w("hidden")


def _picture(course: Course, name: str, rows: Sequence[Mapping[str, Any]], label: str) -> Any:  # noqa: ANN401 - Markup
    """Completed and passed, as two bars a row; rows that are hidden have none."""
    w = course.words
    shown = [row for row in rows if known(row["completion_rate"], row["learners"])][:MOST_BARS]
    bars = [
        {
            "label": course.label(row[label]),
            "first": row["completion_rate"] * 100,
            "second": row["passed"] / row["learners"] * 100 if known(row["passed"]) else 0,
            "text": _share(course, row, "completion_rate", "learners"),
            "text2": w.percent(row["passed"] / row["learners"]) if known(row["passed"]) else w("hidden"),
        }
        for row in shown
    ]
    if len(bars) < 2:
        return ""
    text = "; ".join(f"{bar['label']}: {bar['text']}, {bar['text2']}" for bar in bars)
    names = (w("legend.completed"), w("legend.passed"))
    return course.chart(specs.pairs(bars, names), name, w(f"part.{name}"), text)


def _completion(course: Course, name: str, measure: str, by: str, rows: Sequence[Mapping[str, Any]]) -> Part | None:
    if not rows:
        return None
    w = course.words
    chart = _picture(course, name, rows, by)
    return Part(
        course.id(name),
        w(f"part.{name}"),
        w(f"lead.{name}"),
        chart,
        [("solid", w("legend.completed")), ("hatched", w("legend.passed"))] if chart else (),
        course.table(name, [Column(by, "text", w(f"col.{by}")), *_RATES], [_rates(course, row) for row in rows]),
        course.notes(measure),
        measure,
    )


def _rates(course: Course, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its shares and what they are of."""
    m, judged = course.maker, None
    if known(row["passed"], row["failed"]):
        judged = row["passed"] + row["failed"]
    return {
        **row,
        "completion_rate": m.rate(row["completion_rate"], row["completed"], row["learners"]),
        "pass_rate": m.rate(row["pass_rate"], row["passed"], judged),
    }


def by_team(course: Course) -> Part | None:
    """Completion and success by agency, the best first."""
    rows = [{**row, "team": _team(course, row)} for row in course.rows("completion-by-group")]
    rows.sort(key=lambda row: -row["completion_rate"] if known(row["completion_rate"]) else 2)
    return _completion(course, "team", "completion-by-group", "team", rows)


def by_language(course: Course) -> Part | None:
    """By the language that learners read."""
    w = course.words
    rows = [
        {**row, "language": w.language(row["language"]) if row["language"] else w("language.none")}
        for row in course.rows("completion-by-language")
    ]
    return _completion(course, "language", "completion-by-language", "language", rows)


def by_module(course: Course) -> Part | None:
    """By module, in the order of the course; nothing to say of a course that has only one."""
    rows = course.rows("completion-by-module")
    rows = [{**row, "module": course.label(row["module"], row["title"])} for row in rows]
    return _completion(course, "module", "completion-by-module", "module", rows) if len(rows) > 1 else None


def by_version(course: Course) -> Part | None:
    """By the course's version; nothing to say of a course that has only one."""
    rows = course.rows("completion-by-version")
    rows = [{**row, "revision": row["revision"] or course.words("version.none")} for row in rows]
    return _completion(course, "revision", "completion-by-version", "revision", rows) if len(rows) > 1 else None


def funnel(course: Course) -> Part | None:
    """From enrolment to the pass mark."""
    w = course.words
    rows = [{**row, "stage": w(f"stage.{row['stage']}")} for row in course.rows("funnel")]
    if not rows:
        return None
    bars = [
        {
            "label": row["stage"],
            "value": row["share_of_all"] * 100,
            "text": _share(course, row, "share_of_all", "learners"),
        }
        for row in rows
        if known(row["share_of_all"], row["learners"])
    ]
    text = "; ".join(f"{bar['label']}: {bar['text']}" for bar in bars)
    return Part(
        course.id("funnel"),
        w("part.funnel"),
        w("lead.funnel"),
        course.chart(specs.bars(bars), "funnel", w("part.funnel"), text),
        (),
        course.table(
            "funnel",
            [
                Column("stage", "text"),
                Column("learners"),
                Column("share_of_all", "bar"),
                Column("share_of_previous", "share"),
            ],
            rows,
        ),
        course.notes("funnel"),
        "funnel",
    )

"""The manager's page: who completed, who passed, where people are lost, how long it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from darslik_xapi.privacy.shape import HIDDEN
from darslik_xapi.report.charts import specs
from darslik_xapi.report.words import NARROW, Words

from .course import Course
from .view import NOTHING, Cell, Column, Part, Tile, known

_RATES = [
    Column("learners"),
    Column("completion_rate", "bar"),
    Column("pass_rate", "bar"),
    Column("score_mean", "share"),
]
DAY, HOUR = 86_400, 3_600
"""Seconds."""
WEEKS = 9
"""Of a cohort that are shown."""
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

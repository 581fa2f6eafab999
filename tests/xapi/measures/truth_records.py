"""Pages and records: times on pages, data quality, repetitions; again, in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from darslik_xapi.measures.verbs import (
    ANSWERED,
    COMPLETED,
    EXPERIENCED,
    INITIALIZED,
    PASSED,
    PROGRESSED,
    TERMINATED,
    VOIDED,
)
from xapi.measures.landing import Row
from xapi.measures.truth_base import Cells, World, enough, grouped, order, quantile, share


def page_time(world: World) -> Cells:
    """Seconds a learner, page and language."""
    spent: dict[tuple[str, str, str | None], Counter[str]] = defaultdict(Counter)
    for one in world.known:
        if one.verb in EXPERIENCED and one.duration is not None and one.duration >= 0 and one.object != one.course:
            spent[str(one.course), str(one.object), one.language][str(one.learner)] += round(one.duration * 1000)
    questions = [(key[0], one.parent) for key, (_, _, one) in world.activities.items() if one.kind == "question"]
    quizzes = {key: (key[0], one.parent) for key, (_, _, one) in world.activities.items() if one.kind == "quiz"}
    asked = Counter(quizzes.get(key, key) for key in questions)
    cells = []
    for (course, page, language), learners in spent.items():
        known = world.activities.get((course, page))
        pages = world.pages(course)
        words = known[2].words.get(language or "") if known else None
        expected = words / 180 * 60 + 25 * asked[course, page] if words else None
        if known and known[2].minutes is not None and page in pages:
            expected = known[2].minutes * 60
        median = quantile([one / 1000 for one in learners.values()], 0.5)
        ratio = median / expected if median is not None and expected else None
        flag = "skimmed" if ratio is not None and ratio < 0.25 else None
        flag = "takes long" if ratio is not None and ratio > 3 else flag
        file, line = world.place(course, page) if page in pages else (None, None)
        title = world.title(course, page) if page in pages else None
        n = len(learners)
        cells.append(
            {
                "course": course,
                "number": pages.index(page) + 1 if page in pages else None,
                "id": known[2].id if known and page in pages else None,
                "language": language,
                "learners": n,
                "words": words,
                "page": page,
                "title": world.label(course, page, language) or title,
                "median_seconds": enough(n, median),
                "p90_seconds": enough(n, quantile([one / 1000 for one in learners.values()], 0.9)),
                "expected_seconds": expected,
                "ratio": enough(n, ratio),
                "flag": enough(n, flag, 30),
                "file": file,
                "line": line,
            }
        )
    return order(cells, "course", "number", "page", "language")


def _checks() -> dict[str, Callable[[Row], bool]]:
    def delay(one: Row) -> float:
        return 0 if one.stored is None or one.timestamp is None else (one.stored - one.timestamp) / 1e6

    return {
        "all": lambda one: True,
        "voiding": lambda one: one.verb == VOIDED,
        "without learner": lambda one: one.learner is None,
        "without course": lambda one: one.course is None and one.verb != VOIDED,
        "without registration": lambda one: one.registration is None and one.course is not None,
        "without language": lambda one: one.language is None and one.course is not None,
        "without version": lambda one: one.revision is None and one.course is not None,
        "without time": lambda one: one.timestamp is None or one.stored is None,
        "stored a day late": lambda one: delay(one) > 86_400,
        "clock ahead": lambda one: delay(one) < -300,
        "answered without result": lambda one: (
            one.verb in ANSWERED and one.success is None and one.score_scaled is None and one.response is None
        ),
        "score out of range": lambda one: one.score_scaled is not None and abs(one.score_scaled) > 1,
    }


def _check(check: str, unit: str, bad: list[tuple[str | None, bool]]) -> dict[str, Any]:
    """From (learner, whether it concerns them)."""
    count = sum(one for _, one in bad)
    return {
        "check": check,
        "unit": unit,
        "learners": len({learner for learner, one in bad if one} - {None}),
        "count": count,
        "of": len(bad),
        "share": share(count, len(bad)),
    }


def data_quality(world: World) -> Cells:
    """Check by check."""
    cells = [
        _check(name, "statements", [(one.learner, check(one)) for one in world.rows])
        for name, check in _checks().items()
    ]
    planned = {key for key, (_, _, one) in world.activities.items() if one.file}
    about = [one for one in world.known if one.object_type == "Activity"]
    parts = {(one.course, one.object) for one in about if one.verb in (*EXPERIENCED, *ANSWERED, *PROGRESSED)}
    courses = {course for course, _ in planned}
    launched = {(one.course, one.object) for one in about if one.course in courses} - parts
    strange = [(one.learner, (one.course, one.object) not in planned | launched) for one in about]
    cells.append(_check("without tracking plan", "statements", strange))
    said = [one for one in world.known if one.session and one.verb in (*INITIALIZED, *TERMINATED)]
    sessions = grouped(said, lambda one: (one.learner, one.session))
    for name, verbs in (("not terminated", TERMINATED), ("not initialized", INITIALIZED)):
        bad = [(key[0], not any(one.verb in verbs for one in each)) for key, each in sessions.items()]
        cells.append(_check(name, "sessions", bad))
    ends = [one for one in world.known if one.verb in (*COMPLETED, *PASSED) and one.registration and not one.parent]
    twice = [
        (learner, max(Counter((one.object, one.verb) for one in each).values()) > 1)
        for (learner, _), each in grouped(ends, lambda one: (one.learner, one.registration)).items()
    ]
    cells.append(_check("outcome said twice", "registrations", twice))
    return order(cells, "unit", "check")


def repeated_statements(world: World) -> Cells:
    """Verb by verb."""
    said = [
        one
        for one in world.known
        if one.verb in (*ANSWERED, *COMPLETED, *PASSED) and one.timestamp is not None and one.object
    ]
    same = Counter((one.verb, one.learner, one.object, one.timestamp) for one in said)
    again = {key: n for key, n in same.items() if n > 1}
    return [
        {
            "verb": verb,
            "learners": len({key[1] for key in keys}),
            "statements": sum(again[key] for key in keys),
            "surplus": sum(again[key] - 1 for key in keys),
        }
        for verb, keys in sorted(grouped(again, lambda key: key[0]).items())
    ]

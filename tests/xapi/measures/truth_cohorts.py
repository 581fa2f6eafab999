"""Cohorts and scores; again, in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

from darslik_xapi.measures.verbs import REGISTERED
from xapi.measures.truth_base import Cells, World, grouped, stand
from xapi.measures.truth_people import by_learner


def _monday(moment: int) -> date:
    day = date(1970, 1, 1) + timedelta(microseconds=moment)
    return day - timedelta(days=day.weekday())


def cohort_retention(world: World) -> Cells:
    """Week by week."""
    active: dict[tuple[str, str], set[date]] = defaultdict(set)
    for one in world.known:
        if one.verb not in REGISTERED and one.timestamp is not None:
            active[str(one.course), str(one.learner)].add(_monday(one.timestamp))
    sizes = Counter((course, min(weeks)) for (course, _), weeks in active.items())
    counted = Counter(
        (course, min(weeks), (week - min(weeks)).days // 7) for (course, _), weeks in active.items() for week in weeks
    )
    return [
        {
            "course": course,
            "title": world.title(course),
            "cohort": cohort,
            "week": week,
            "learners": count,
            "size": sizes[course, cohort],
            "share": count / sizes[course, cohort],
        }
        for (course, cohort, week), count in sorted(counted.items())
    ]


def scores(world: World) -> Cells:
    """In twentieths."""
    cells = []
    stands = {key: stand(world, rows) for key, rows in by_learner(world).items()}
    for course, each in sorted(grouped(stands.items(), lambda one: one[0][0]).items()):
        scored = [one for _, one in each if one.score is not None]
        if not scored:
            continue
        known = world.activities.get((course, course))
        mark = known[0].mastery_score if known else None
        if mark is None:
            good = min((one.score or 0 for one in scored if one.passed), default=None)
            bad = max((one.score or 0 for one in scored if one.failed and not one.passed), default=None)
            mark = None if good is not None and bad is not None and bad >= good else good
        bins = grouped(scored, lambda one: max(0, min(19, int((one.score or 0) * 20 + 1e-9))))
        so_far = 0
        for place, inside in sorted(bins.items()):
            so_far += len(inside)
            low, high = place / 20, (place + 1) / 20
            near = "below" if mark and high <= mark - 0.05 + 1e-9 else "near the mark"
            near = "above" if mark and low >= mark + 0.05 - 1e-9 else near
            cells.append(
                {
                    "course": course,
                    "title": world.title(course),
                    "low": low,
                    "high": high,
                    "learners": len(inside),
                    "passed": sum(one.passed for one in inside),
                    "share": len(inside) / len(scored),
                    "cumulative": so_far / len(scored),
                    "mark": mark,
                    "band": near if mark is not None else None,
                }
            )
    return cells

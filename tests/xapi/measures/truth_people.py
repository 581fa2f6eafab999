"""Learners: completion, funnel, drop-off, attempts, times, cohorts, scores; again, in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from darslik_xapi.measures.verbs import (
    COMPLETED,
    EXPERIENCED,
    FAILED,
    INITIALIZED,
    MODULE_TYPES,
    PASSED,
    REGISTERED,
    TERMINATED,
)
from xapi.measures.landing import Row
from xapi.measures.truth_base import (
    Cells,
    Stand,
    World,
    current_values,
    enough,
    grouped,
    launched,
    mean,
    order,
    quantile,
    share,
    stand,
    visits,
    wilson,
)


def by_learner(world: World) -> dict[tuple[str, str], list[Row]]:
    """Rows by course and learner."""
    return grouped(world.known, lambda one: (str(one.course), str(one.learner)))


def _rates(stands: list[Stand]) -> dict[str, Any]:
    passed = sum(one.passed for one in stands)
    failed = sum(one.failed and not one.passed for one in stands)
    completed = sum(one.completed for one in stands)
    low, high = wilson(completed, len(stands))
    return {
        "learners": len(stands),
        "completed": completed,
        "completion_rate": completed / len(stands),
        "completion_low": low,
        "completion_high": high,
        "passed": passed,
        "failed": failed,
        "pass_rate": share(passed, passed + failed),
        "score_mean": mean([one.score for one in stands if one.score is not None]),
    }


def by_course(world: World) -> Cells:
    """completion-by-course."""
    found = grouped(by_learner(world).items(), lambda one: one[0][0])
    return [
        {"course": course, "title": world.title(course), **_rates([stand(world, rows) for _, rows in each])}
        for course, each in sorted(found.items())
    ]


def by_column(world: World, column: str) -> Cells:
    """completion-by-language, -group, -version."""
    stands: dict[tuple[str, str | None], list[Stand]] = defaultdict(list)
    current = current_values(world, column)
    for (course, learner), rows in by_learner(world).items():
        stands[course, current.get((course, learner))].append(stand(world, rows))
    cells = [
        {"course": course, "title": world.title(course), column: value, **_rates(each)}
        for (course, value), each in stands.items()
    ]
    return order(cells, "course", column)


def by_module(world: World) -> Cells:
    """completion-by-module."""
    met: dict[tuple[str, str], dict[str, list[tuple[bool, Row]]]] = defaultdict(lambda: defaultdict(list))
    for one in world.known:
        known = world.activities.get((str(one.course), str(one.object)))
        if known:
            itself = known[2].kind == "module"
            about = one.object if itself else known[2].module
        else:
            itself = one.activity_type in MODULE_TYPES and one.object != one.course
            about = one.object if itself else None
        if about:
            met[str(one.course), about][str(one.learner)].append((itself, one))
        for module in launched(world, one) - {about if itself else ""}:
            met[str(one.course), module][str(one.learner)].append((True, one))
    cells = []
    for (course, module), learners in met.items():
        stands = []
        for rows in learners.values():
            own = [one for itself, one in rows if itself]
            scores = [one.score_scaled for one in own if one.score_scaled is not None]
            stands.append(
                Stand(
                    any(one.completion or one.verb in (*COMPLETED, *PASSED) for one in own),
                    any(one.success is True or one.verb in PASSED for one in own),
                    any(one.success is False or one.verb in FAILED for one in own),
                    max(scores, default=None),
                    None,
                )
            )
        known = world.activities.get((course, module))
        cells.append(
            {
                "course": course,
                "module": module,
                "id": known[2].id if known else None,
                "title": world.title(course, module),
                **_rates(stands),
                "position": known[1] if known else None,
            }
        )
    return order(cells, "course", "position", "module")


def funnel(world: World) -> Cells:
    """Stage by stage."""
    seen = grouped(visits(world), lambda key: key[:2])
    cells = []
    for course, each in sorted(grouped(by_learner(world).items(), lambda one: one[0][0]).items()):
        met = {key[2] for key in visits(world) if key[0] == course}
        pages = len(world.pages(course)) or len(met)
        counts = Counter[str]()
        for (_, learner), rows in each:
            now, saw = stand(world, rows), len(seen.get((course, learner), []))
            percent = max((one.progress for one in rows if one.progress is not None), default=0)
            every = now.completed or percent >= 100 or (saw > 0 and saw >= pages)
            half = every or percent >= 50 or (saw > 0 and saw * 2 >= pages)
            counts["enrolled"] += 1
            counts["opened"] += half or any(one.verb not in REGISTERED for one in rows)
            counts["half"] += half
            counts["all-pages"] += every
            counts["completed"] += now.completed
            counts["passed"] += now.passed
        stages = ("enrolled", "opened", "half", "all-pages", "completed", "passed")
        cells += [
            {
                "course": course,
                "title": world.title(course),
                "step": n + 1,
                "stage": stage,
                "learners": counts[stage],
                "share_of_all": share(counts[stage], counts["enrolled"]),
                "share_of_previous": share(counts[stage], counts[stages[max(0, n - 1)]]),
            }
            for n, stage in enumerate(stages)
        ]
    return cells


def drop_off(world: World) -> Cells:
    """Page by page."""
    every = visits(world)
    learners = by_learner(world)
    cells: Cells = []
    for course, keys in grouped(every, lambda key: key[0]).items():
        numbers = {iri: n + 1 for n, iri in enumerate(world.pages(course))}
        reached = Counter(key[2] for key in keys)
        stopped = Counter[str]()
        people = grouped(keys, lambda key: key[1])
        for learner, visited in people.items():
            if not stand(world, learners[course, learner]).completed:
                stopped[max(visited, key=lambda key: (every[key], numbers.get(key[2], 0), key[2]))[2]] += 1
        usual = sum(stopped.values()) / sum(reached.values())
        for page, count in reached.items():
            rate = stopped[page] / count
            file, line = world.place(course, page)
            known = world.activities.get((course, page))
            cells.append(
                {
                    "course": course,
                    "number": numbers.get(page),
                    "id": known[2].id if known else None,
                    "title": world.title(course, page),
                    "learners": count,
                    "stopped": stopped[page],
                    "page": page,
                    "share_of_visitors": count / len(people),
                    "stop_share": rate,
                    "flag": "many stop here" if count >= 30 and rate >= 0.1 and rate >= 2 * usual else None,
                    "file": file,
                    "line": line,
                }
            )
    return order(cells, "course", "number", "-learners", "page")


def _attempts(world: World) -> list[dict[str, Any]]:
    known = [one for one in world.known if one.verb not in REGISTERED]
    found = []
    for (course, learner, _), rows in grouped(known, lambda one: (one.course, one.learner, one.registration)).items():
        times = [one.timestamp for one in rows if one.timestamp is not None]
        timed = [one for one in rows if one.duration is not None and one.duration >= 0]
        ended = sum(round((one.duration or 0) * 1000) for one in timed if one.verb in TERMINATED)
        read = [round((one.duration or 0) * 1000) for one in timed if one.verb in EXPERIENCED]
        found.append(
            {
                "course": course,
                "learner": learner,
                "first": min(times, default=None),
                "completed_at": stand(world, rows).completed_at,
                "sessions": sum(one.verb in INITIALIZED for one in rows) or 1,
                "active": ended or (sum(read) if read else None),
            }
        )
    return found


def attempts(world: World) -> Cells:
    """Attempts and sessions."""
    cells = []
    for course, each in sorted(grouped(_attempts(world), lambda one: str(one["course"])).items()):
        people = Counter(one["learner"] for one in each)
        sessions = [one["sessions"] for one in each]
        active = [one["active"] / 1000 for one in each if one["active"] is not None]
        cells.append(
            {
                "course": course,
                "title": world.title(course),
                "learners": len(people),
                "attempts": len(each),
                "attempts_per_learner": len(each) / len(people),
                "repeaters": sum(count > 1 for count in people.values()),
                "sessions": sum(sessions),
                "sessions_per_attempt": sum(sessions) / len(each),
                "sessions_median": enough(len(people), quantile(sessions, 0.5)),
                "sessions_p90": enough(len(people), quantile(sessions, 0.9)),
                "active_median_seconds": enough(len(people), quantile(active, 0.5)),
                "active_p90_seconds": enough(len(people), quantile(active, 0.9)),
            }
        )
    return cells


def time_to_completion(world: World) -> Cells:
    """Days and active hours."""
    done = [one for one in _attempts(world) if one["completed_at"] is not None]
    cells = []
    for course, each in sorted(grouped(done, lambda one: str(one["course"])).items()):
        people = len({one["learner"] for one in each})
        days = [(one["completed_at"] - one["first"]) / 86_400e6 for one in each]
        hours = [one["active"] / 3_600_000 for one in each if one["active"] is not None]
        cells.append(
            {
                "course": course,
                "title": world.title(course),
                "learners": people,
                "attempts": len(each),
                "days_median": enough(people, quantile(days, 0.5)),
                "days_p90": enough(people, quantile(days, 0.9)),
                "active_median_hours": enough(people, quantile(hours, 0.5)),
                "active_p90_hours": enough(people, quantile(hours, 0.9)),
            }
        )
    return cells

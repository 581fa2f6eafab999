"""Small random cohorts, and the tables of measures about them, counted here in plain Python."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from darslik_xapi.engines import Result
from darslik_xapi.measures import MEASURES
from darslik_xapi.report.gather import Gathered, protect

COURSE = "https://example.org/courses/small"
PAGES, ITEMS, OPTIONS, MARK = 4, 2, "abcd", 0.7


@dataclass(frozen=True)
class Learner:
    """What is known of a learner."""

    team: str
    language: str
    completed: int
    passed: int
    failed: int
    score: float | None
    last: int  # the last page, from 1
    week: int
    answers: tuple[str, ...]


def cohort(seed: int) -> list[Learner]:
    """Up to sixty learners in a few groups, most of them small."""
    dice = random.Random(seed)  # noqa: S311 - repeatable
    weights = [dice.choice([1, 2, 4, 12]) for _ in range(5)]
    rate, mark = dice.choice([0.1, 0.5, 0.95]), dice.choice([0.05, 0.5, 0.97])
    return [_learner(dice, weights, rate, mark) for _ in range(dice.randint(1, 60))]


def _learner(dice: random.Random, weights: list[int], rate: float, mark: float) -> Learner:
    completed = int(dice.random() < rate)
    passed = int(completed and dice.random() < mark)
    low = dice.choice([0.7, 0.75, 0.9]) if passed else dice.choice([0.1, 0.5, 0.65])
    return Learner(
        dice.choices([f"Agency {number}" for number in range(5)], weights)[0],
        dice.choices(["en", "ru", "uz-Latn"], weights[:3])[0],
        completed,
        passed,
        int(completed and not passed),
        low if completed else None,
        PAGES if completed else dice.randint(1, PAGES),
        dice.choice([0, 0, 0, 1]),
        tuple(
            dice.choices(OPTIONS, dice.choice([[30, 3, 1, 0], [5, 4, 3, 1], [1, 0, 1, 30]]))[0] for _ in range(ITEMS)
        ),
    )


def rates(group: Iterable[Learner]) -> dict[str, Any]:
    """Counts of a group, and what is computed from them."""
    group = list(group)
    n, completed = len(group), sum(one.completed for one in group)
    passed, failed = sum(one.passed for one in group), sum(one.failed for one in group)
    scores = [one.score for one in group if one.score is not None]
    return {
        "learners": n, "completed": completed, "completion_rate": completed / n, "completion_low": completed / n / 2,
        "completion_high": 1.0, "passed": passed, "failed": failed,
        "pass_rate": passed / (passed + failed) if passed + failed else None,
        "score_mean": sum(scores) / len(scores) if scores else None,
    }  # fmt: skip


def by(learners: list[Learner], key: Callable[[Learner], Any]) -> dict[Any, list[Learner]]:
    """Learners in groups."""
    found: dict[Any, list[Learner]] = {}
    for one in learners:
        found.setdefault(key(one), []).append(one)
    return dict(sorted(found.items()))


def tables(learners: list[Learner]) -> dict[str, list[dict[str, Any]]]:
    """Rows of the measures, without those columns that no table is read by."""
    own = {"course": COURSE, "title": "Small"}
    n = len(learners)
    done = [one for one in learners if one.completed]
    return {
        "completion-by-course": [{**own, **rates(learners)}],
        "completion-by-group": [{**own, "team": k, **rates(v)} for k, v in by(learners, lambda one: one.team).items()],
        "completion-by-language": [
            {**own, "language": k, **rates(v)} for k, v in by(learners, lambda one: one.language).items()
        ],
        "time-to-completion": [
            {**own, "learners": len(done), "attempts": len(done), "days_median": 1.0, "days_p90": 2.0,
             "active_median_hours": 1.0, "active_p90_hours": 2.0}
        ],
        "funnel": _funnel(own, learners, done),
        "drop-off": [_page(page, learners) for page in range(1, PAGES + 1)],
        "page-time": _reading(learners),
        "scores": _scores(own, done),
        "item-analysis": [_item(number, learners) for number in range(ITEMS)],
        "item-analysis-by-language": [
            {**_item(number, group), "language": language}
            for number in range(ITEMS)
            for language, group in by(learners, lambda one: one.language).items()
        ],
        "distractors": [_option(number, option, learners) for number in range(ITEMS) for option in OPTIONS],
        "distractors-by-language": [
            {**_option(number, option, group), "language": language}
            for number in range(ITEMS)
            for language, group in by(learners, lambda one: one.language).items()
            for option in OPTIONS
        ],
        "attempts": [{**own, "learners": n, "attempts": n, "attempts_per_learner": 1.0, "repeaters": 0,
                      "sessions_per_attempt": 1.0, "sessions_median": 1, "sessions_p90": 1}],
    }  # fmt: skip


def _funnel(own: dict[str, str], learners: list[Learner], done: list[Learner]) -> list[dict[str, Any]]:
    half = sum(one.last * 2 >= PAGES for one in learners)
    counts = [len(learners), len(learners), half, sum(one.last == PAGES for one in learners), len(done)]
    counts.append(sum(one.passed for one in learners))
    names = ("enrolled", "opened", "half", "all-pages", "completed", "passed")
    return [
        {**own, "step": step, "stage": name, "learners": count, "share_of_all": count / counts[0],
         "share_of_previous": count / max(1, counts[max(0, step - 2)])}
        for step, (name, count) in enumerate(zip(names, counts, strict=True), 1)
    ]  # fmt: skip


def _page(page: int, learners: list[Learner]) -> dict[str, Any]:
    there = [one for one in learners if one.last >= page]
    stopped = sum(one.last == page and not one.completed for one in there)
    return {
        "course": COURSE, "number": page, "id": f"p{page}", "title": f"Page {page}", "learners": len(there),
        "stopped": stopped, "page": f"{COURSE}/pages/p{page}", "share_of_visitors": len(there) / len(learners),
        "stop_share": stopped / max(1, len(there)), "flag": None, "file": "lessons/01.md", "line": page,
    }  # fmt: skip


def _reading(learners: list[Learner]) -> list[dict[str, Any]]:
    return [
        {
            "course": COURSE, "number": page, "id": f"p{page}", "language": language,
            "learners": sum(one.last >= page for one in group), "words": 100, "page": f"{COURSE}/pages/p{page}",
            "title": f"Page {page}", "median_seconds": 60.0, "p90_seconds": 90.0, "expected_seconds": 50.0,
            "ratio": 1.2, "flag": None, "file": "lessons/01.md", "line": page,
        }
        for page in range(1, PAGES + 1)
        for language, group in by([one for one in learners if one.last >= page], lambda one: one.language).items()
    ]  # fmt: skip


def _scores(own: dict[str, str], done: list[Learner]) -> list[dict[str, Any]]:
    counted = Counter(one.score for one in done if one.score is not None)
    so_far, rows = 0, []
    for low, n in sorted(counted.items()):
        so_far += n
        rows.append(
            {**own, "low": low, "high": low + 0.05, "learners": n, "passed": n if low >= MARK else 0,
             "share": n / len(done), "cumulative": so_far / len(done), "mark": MARK, "band": "below"}
        )  # fmt: skip
    return rows


def _item(number: int, learners: list[Learner]) -> dict[str, Any]:
    right = sum(one.answers[number] == "a" for one in learners)
    return {
        "course": COURSE, "scope": COURSE, "id": f"q{number}", "title": f"Question {number}",
        "learners": len(learners), "facility": right / len(learners), "reached": len(learners),
        "item": f"{COURSE}/questions/q{number}", "discrimination": 0.3, "omitted": 0.0, "median_seconds": 9.0,
        "flag": None, "severity": 0, "file": "lessons/01.md", "line": 9, "place": number,
    }  # fmt: skip


def _option(number: int, option: str, learners: list[Learner]) -> dict[str, Any]:
    chosen = sum(one.answers[number] == option for one in learners)
    return {
        "course": COURSE, "id": f"q{number}", "title": f"Question {number}", "component": option,
        "label": f"Option {option}", "correct": option == "a", "learners": len(learners), "chosen": chosen,
        "item": f"{COURSE}/questions/q{number}", "share": chosen / len(learners), "flag": None, "finding": None,
        "file": "lessons/01.md", "line": 10, "place": number, "position": OPTIONS.index(option),
    }  # fmt: skip


def result(rows: list[dict[str, Any]]) -> Result:
    """Rows as an engine gives them."""
    columns = (
        tuple(rows[0]) if rows else ("course", "title", "low", "high", "learners", "passed", "share", "mark", "band")
    )
    return Result(columns, tuple(tuple(row[name] for name in columns) for row in rows))


def gathered(found: dict[str, list[dict[str, Any]]], k: int) -> Gathered:
    """What a report is made of."""
    kinds = {int: "int64", float: "float64", bool: "boolean"}
    computed = {}
    for name, rows in found.items():
        if rows:
            types = {column: kinds.get(type(value), "string") for column, value in rows[0].items()}
            computed[name] = (result(rows), MEASURES[name], types)
    return Gathered(protect(computed, k), k)

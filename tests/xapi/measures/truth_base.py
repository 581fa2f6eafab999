"""The second implementation of the measures: plain Python, no SQL, no Ibis. Here is what all of it shares."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from darslik_xapi.measures.verbs import COMPLETED, EXPERIENCED, FAILED, PART_TYPES, PASSED, VOIDED
from darslik_xapi.plan import Activity, Plan
from darslik_xapi.plan_tables import version_key
from xapi.measures.landing import Row

Cells = list[dict[str, Any]]
T = TypeVar("T")
K = TypeVar("K")
Z = 1.959963984540054


@dataclass(frozen=True)
class World:
    """What a measure sees."""

    rows: list[Row]
    plans: Sequence[Plan]

    @cached_property
    def known(self) -> list[Row]:
        """Rows of known learners in known courses."""
        return [one for one in self.rows if one.course and one.learner and one.verb != VOIDED]

    @cached_property
    def activities(self) -> dict[tuple[str, str], tuple[Plan, int, Activity]]:
        """By course and activity: the newest version that has it, its place there."""
        found: dict[tuple[str, str], tuple[Plan, int, Activity]] = {}
        for plan in sorted(self.plans, key=lambda plan: version_key(plan.version)):
            found |= {(plan.course, one.iri): (plan, n, one) for n, one in enumerate(plan.activities)}
        return found

    def title(self, course: str, activity: str = "") -> str | None:
        """In the source language."""
        found = self.activities.get((course, activity or course))
        return found[2].title[found[0].source_language] if found else None

    def label(self, course: str, activity: str, language: str | None) -> str | None:
        """In a language."""
        found = self.activities.get((course, activity))
        return found[2].title.get(language or "") if found else None

    def place(self, course: str, activity: str) -> tuple[str | None, int | None]:
        """File and line."""
        found = self.activities.get((course, activity))
        if not found or not found[2].file:
            return None, found[2].line or None if found else None
        return f"{found[0].folder}/{found[2].file}", found[2].line or None

    def pages(self, course: str) -> list[str]:
        """The pages of the newest version, in order."""
        return self.parts(course, "page")

    def parts(self, course: str, kind: str) -> list[str]:
        """The parts of a kind in the newest version, in order."""
        return self._parts.get((course, kind), [])

    @cached_property
    def _parts(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for (course, iri), (plan, _, one) in sorted(self.activities.items(), key=lambda item: item[1][1]):
            if plan is self.activities[course, course][0]:
                found[course, one.kind].append(iri)
        return found


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """By key."""
    found: dict[K, list[T]] = defaultdict(list)
    for one in items:
        found[key(one)].append(one)
    return dict(found)


def is_whole(one: Row) -> bool:
    """About the whole course."""
    return one.object == one.course or (one.parent is None and one.activity_type not in PART_TYPES)


@dataclass(frozen=True)
class Stand:
    """How somebody stands in a course."""

    completed: bool
    passed: bool
    failed: bool
    score: float | None
    completed_at: int | None


def launched(world: World, one: Row) -> set[str]:
    """The modules that an outcome is about, which were launched on their own."""
    if one.parent is not None or one.verb not in (*COMPLETED, *PASSED, *FAILED):
        return set()
    modules = world.parts(str(one.course), "module")
    return {str(one.object)} & set(modules) or set(sorted(set(one.grouping) & set(modules))[:1])


def stand(world: World, found: Sequence[Row]) -> Stand:
    """From the statements of one learner or attempt in a course."""
    said = [one for one in found if one.verb in (*COMPLETED, *PASSED, *FAILED)]
    whole = told([one for one in said if is_whole(one) and not launched(world, one)])
    wanted = world.parts(str(found[0].course), "module")
    parts = [told([one for one in said if module in launched(world, one)]) for module in wanted]
    every = bool(wanted) and all(one.completed for one in parts)
    lost = any(one.failed and not one.passed for one in parts)
    mean_score = mean([one.score for one in parts if one.score is not None]) if every else None
    times = [whole.completed_at, max(one.completed_at or 0 for one in parts) if every else None]
    return Stand(
        whole.completed or every,
        whole.passed or (every and not lost and any(one.passed for one in parts)),
        whole.failed or lost,
        max((one for one in (whole.score, mean_score) if one is not None), default=None),
        min((one for one in times if one), default=None),
    )


def told(said: Sequence[Row]) -> Stand:
    """What outcomes of one thing say."""
    done = [one for one in said if one.verb in COMPLETED]
    return Stand(
        bool(done),
        any(one.verb in PASSED or (one.verb in COMPLETED and one.success is True) for one in said),
        any(one.verb in FAILED or (one.verb in COMPLETED and one.success is False) for one in said),
        max((one.score_scaled for one in said if one.score_scaled is not None), default=None),
        min((one.timestamp for one in done if one.timestamp is not None), default=None),
    )


def current_values(world: World, column: str) -> dict[tuple[str, str], str]:
    """By course and learner: the latest value, '' for none."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for one in world.known:
        key, value = (str(one.course), str(one.learner)), getattr(one, column)
        if value is not None:
            found[key] = max(found.get(key, (-1, "")), (one.timestamp or 0, value))
    return {key: value for key, (_, value) in found.items()}


def visits(world: World) -> dict[tuple[str, str, str], int]:
    """Course, learner, page: when it was last seen."""
    found: dict[tuple[str, str, str], int] = {}
    for one in world.known:
        if one.verb not in EXPERIENCED or one.object is None or one.object == one.course:
            continue
        pages = world.pages(str(one.course))
        if pages and one.object not in pages:
            continue
        key = str(one.course), str(one.learner), one.object
        found[key] = max(found.get(key, 0), one.timestamp or 0)
    return found


def share(part: float, whole: float) -> float | None:
    """A quotient, if there is one."""
    return part / whole if whole else None


def mean(values: Sequence[float]) -> float | None:
    """Of nothing: None."""
    return math.fsum(values) / len(values) if values else None


def quantile(values: Iterable[float], at: float) -> float | None:
    """Type 7 of Hyndman and Fan: linear between the two nearest."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = (len(ordered) - 1) * at
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def enough(learners: int, value: T, least: int = 10) -> T | None:
    """The value, with enough learners."""
    return value if learners >= least else None


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Roots of (p - part/whole)² = z² p (1 - p) / whole."""
    a, b, c = 1 + Z * Z / whole, -(2 * part / whole + Z * Z / whole), (part / whole) ** 2
    root = math.sqrt(max(0.0, b * b - 4 * a * c))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def order(rows: Cells, *keys: str) -> Cells:
    """By these columns, null last; a minus before a name turns its order."""

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        found = []
        for name in keys:
            value = row[name.removeprefix("-")]
            turned = -value if name.startswith("-") and value is not None else value
            found.append((value is None, 0 if value is None else turned))
        return tuple(found)

    return sorted(rows, key=key)

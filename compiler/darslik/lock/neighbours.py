"""Courses of one id in folders beside each other: copies of one course, or two that every LMS takes for one."""

from __future__ import annotations

from collections.abc import Iterable

from darslik.diagnostics import Sink
from darslik.lock import rules as _rules  # noqa: F401 - the documentation of what is found here
from darslik.lock.model import LOCK_FILE, SECTIONS, Lock
from darslik.lock.read import read_lock
from darslik.model.tree import Course
from darslik.source.files import MemoryFiles
from darslik.source.siblings import Sibling


def not_alone(course: Course, own: Lock | None, siblings: Iterable[Sibling], sink: Sink) -> None:
    """Report the folders with the id of this course. `own`: its lock, if it was built."""
    for sibling in siblings:
        if sibling.id == course.node.id:
            copy = own is not None and _agrees(own, sibling)
            sink.add(
                "copied-course" if copy else "duplicate-course-id",
                f"the folder `{sibling.folder}` beside this one holds the same course"
                if copy
                else f"the course in the folder `{sibling.folder}` beside this one has the same id",
                course.document.span(("id",)),
                help="publish from one folder alone: each would give the next slots to things of its own"
                if copy
                else ("give one of them another `id:`", "a copy that is a new course must lose its darslik.lock, too"),
            )


def _agrees(own: Lock, sibling: Sibling) -> bool:
    """Whether no slot means one thing here and another there."""
    other = read_lock(MemoryFiles({LOCK_FILE: sibling.lock}), own.course, Sink())
    if other is None:
        return False
    here, there = _names(own), _names(other)
    return all(not here[place].isdisjoint(there[place]) for place in here.keys() & there.keys())


def _names(lock: Lock) -> dict[tuple[str, int], set[str]]:
    return {
        (section, entry.slot): {name, *entry.was}
        for section in SECTIONS
        for name, entry in lock.sections[section].items()
    }

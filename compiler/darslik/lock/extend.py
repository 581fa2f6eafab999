"""A lock and a course → the lock that has a slot for everything in the course."""

from __future__ import annotations

from darslik.lock.model import SECTIONS, Asked, Entry, Lock, Section
from darslik.lock.parts import Part, parts
from darslik.model.tree import Course


def extend(lock: Lock, course: Course) -> Lock:
    """New parts get the next slots, in document order; those that are gone are retired."""
    sections: dict[Section, dict[str, Entry]] = {section: dict(lock.sections[section]) for section in SECTIONS}
    for part in parts(course):
        own = sections[part.section]
        if part.id not in own:
            own[part.id] = _entry(part, len(own))
    return Lock(course.node.id, sections)


def _entry(part: Part, slot: int) -> Entry:
    asked = None
    if part.asked:
        question = next(iter(part.asked.values()))
        asked = Asked(question.kind, question.options.points, {})
    return Entry(slot, part.title, asked=asked)

"""A lock and a course → the lock that has a slot for everything in the course, or findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from darslik.diagnostics import Sink
from darslik.lock import renames
from darslik.lock.model import SECTIONS, Entry, Lock, Section, empty_lock
from darslik.lock.options import one_line
from darslik.lock.parts import Part, parts
from darslik.lock.revise import first_asked, revised
from darslik.model.tree import Course

MAX_TITLE = 80
"""Characters of a title in the lock, where it only helps a reader."""


def extend(before: Lock | None, course: Course, sink: Sink) -> Lock:
    """New parts get the next slots, in document order; those that are gone are retired; renamed ones keep theirs."""
    lock = before or empty_lock(course.node.id)
    found = list(parts(course))
    sections: dict[Section, Mapping[str, Entry]] = {}
    for section in SECTIONS:
        own = [part for part in found if part.section == section]
        sections[section] = _Section(lock.sections[section], own, sink, known=before is not None).extended()
    if before:
        renames.unknown_lessons(course, before, sink)
    made = Lock(course.node.id, sections)
    return lock if before and _untitled(made) == _untitled(lock) else made


def fresh_lock(course: Course) -> Lock:
    """The lock of a course that is free of errors and was never built."""
    return extend(None, course, Sink())


def _untitled(lock: Lock) -> Lock:
    """Titles and the order of the entries count for nothing: a better title is no reason to write the file."""
    return Lock(
        lock.course,
        {
            section: {name: replace(entries[name], title="") for name in sorted(entries)}
            for section, entries in lock.sections.items()
        },
    )


@dataclass
class _Section:
    """One section while it is brought up to date. `known`: there was a lock."""

    old: Mapping[str, Entry]
    parts: Sequence[Part]
    sink: Sink
    known: bool
    origin: dict[str, str] = field(default_factory=dict)
    """Entry of the old lock that a part goes on with, by the part's id."""

    def extended(self) -> dict[str, Entry]:
        self.origin = renames.origins(self.old, self.parts, self.sink, known=self.known)
        gone = {name: entry for name, entry in self.old.items() if name not in self.origin.values()}
        made = {name: replace(entry, retired=True) for name, entry in gone.items()}
        new: list[Part] = []
        for part in self.parts:
            if part.id in self.origin:
                made[part.id] = self._going_on(part, self.old[self.origin[part.id]])
            else:
                made[part.id] = self._new(part, len(self.old) + len(new))
                new.append(part)
        renames.looks_renamed({name: entry for name, entry in gone.items() if not entry.retired}, new, self.sink)
        return dict(sorted(made.items(), key=lambda item: item[1].slot))

    def _new(self, part: Part, slot: int) -> Entry:
        asked = first_asked(part, self.sink, known=self.known) if part.asked else None
        return Entry(slot, _title(part), nodes={node: n for n, node in enumerate(part.nodes)}, asked=asked)

    def _going_on(self, part: Part, old: Entry) -> Entry:
        former = [name for name in (*old.was, self.origin[part.id]) if name != part.id]
        nodes = dict(old.nodes)
        for node in part.nodes:
            nodes.setdefault(node, len(nodes))
        asked = revised(part, old.asked, self.sink) if part.asked and old.asked else None
        return Entry(old.slot, _title(part), was=tuple(dict.fromkeys(former)), nodes=nodes, asked=asked)


def _title(part: Part) -> str:
    title = one_line(part.title)
    return title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 1].rstrip() + "…"

"""What cannot start, sorted by why: for the rules, so that each thing is said once."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.inspect.record.conditions import Test
from darslik.inspect.record.model import Activity, Gate
from darslik.inspect.subject import Subject


def dead_roots(subject: Subject) -> dict[str, Activity]:
    """Courses in which nothing starts, by key; of SCORM 2004 alone, as prerequisites do not bind an LMS."""
    if subject.record.standard != "scorm2004" or not subject.reach.sure:
        return {}
    alive = {key.split(".", 1)[0] for key in subject.reach.started}
    return {one.key: one for one in subject.record.roots if one.children and one.key not in alive}


def root_of(one: Activity) -> str:
    """Key of the course that an activity is in."""
    return one.key.split(".", 1)[0]


def without_ways(one: Activity) -> bool:
    """Whether neither choice nor flow leads to the parts of a group."""
    return bool(one.children and one.control and not one.control.choice and not one.control.flow)


def shut(subject: Subject) -> set[str]:
    """Activities that are closed, or in a closed group."""
    found: set[str] = set()
    for one in subject.record.activities:
        parent = subject.record.parents.get(one.key)
        if one.key in subject.reach.closed or (parent and parent.key in found):
            found.add(one.key)
    return found


def closed(subject: Subject) -> Iterator[tuple[Activity, Gate]]:
    """Activities whose own gate never opens, where not everything else is closed, too."""
    dead = dead_roots(subject)
    for key, gate in subject.reach.closed.items():
        if key.split(".", 1)[0] not in dead:
            yield subject.record.by_key[key], gate


def always(gate: Gate) -> bool:
    """Whether a gate asks for nothing."""
    return isinstance(gate.when, Test) and gate.when.what == "always"

"""Conditions as one small tree, whichever standard wrote them: sequencing rules (SN 3.4) or prerequisites (CAM 1.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from darslik.inspect.sequencing.grammar import Asked

What = Literal["done", "status", Asked, "unreadable"]
"""`done` (completed or passed) and `status` are SCORM 1.2's, `unreadable` is what cannot be understood, the others are
the words of SCORM 2004."""


@dataclass(frozen=True)
class Test:
    """One thing that is true, false or unknown."""

    what: What
    activity: str
    """Key of the activity that it is about; empty if the package has no such activity."""
    name: str = ""
    """As the manifest calls it: an item, or an objective of the activity; empty for the primary objective."""
    reads: str = ""
    """The global objective that the objective takes its status from, if it does."""
    status: str = ""
    """`passed` and so on; only for `status`."""
    measure: float = 0.0
    """-1 to 1; only for the two comparisons."""


@dataclass(frozen=True)
class Not:
    """The opposite; what is unknown stays unknown."""

    part: Condition


@dataclass(frozen=True)
class Combined:
    """At least `least` of the parts; all of them if it is their number, one if it is 1."""

    parts: tuple[Condition, ...]
    least: int

    @property
    def all(self) -> bool:
        """Whether every part must hold."""
        return self.least >= len(self.parts)


Condition = Test | Not | Combined


def every(parts: tuple[Condition, ...]) -> Condition:
    """All of the parts; a single one stands for itself."""
    return parts[0] if len(parts) == 1 else Combined(parts, len(parts))


def some(parts: tuple[Condition, ...]) -> Condition:
    """One of the parts or more; a single one stands for itself."""
    return parts[0] if len(parts) == 1 else Combined(parts, 1)


def tests(condition: Condition) -> Iterator[Test]:
    """Every single test in it, from left to right."""
    waiting: list[Condition] = [condition]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Test):
            yield one
        else:
            waiting += [one.part] if isinstance(one, Not) else reversed(one.parts)

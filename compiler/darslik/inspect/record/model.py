"""What an LMS will record of a package, as far as its manifest says: activities, who decides, how one gets where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from lxml import etree

from darslik.diagnostics import Span
from darslik.inspect.record.conditions import Condition
from darslik.inspect.xml import Document

Role = Literal["course", "cluster", "block", "sco", "asset", "au", "activity", "nothing"]
"""What an activity is: the root, something with parts, something to launch, or an entry that launches nothing."""
By = Literal[
    "content",
    "content-or-exit",
    "exit",
    "opening",
    "score",
    "progress",
    "rollup",
    "moveOn",
    "registration",
    "lms",
    "nobody",
]
"""Who decides: the content; the content or else the LMS when it is left; the LMS when it is left, or opened; the LMS by
a score or by progress; the LMS from the parts; moveOn; the LMS when a learner is enrolled; an LMS as it likes."""


@dataclass(frozen=True, eq=False)
class Place:
    """An element of the manifest, or its text. Lines and columns are looked up when they are asked for."""

    document: Document
    element: etree._Element | None
    inner: bool = False

    @property
    def line(self) -> int:
        """The line, without the column."""
        return max(1, int(self.element.sourceline or 1)) if self.element is not None else 1

    @property
    def span(self) -> Span:
        """The place for a report."""
        if self.inner and self.element is not None:
            return self.document.inner(self.element)
        return self.document.span(self.element)


@dataclass(frozen=True)
class Decision:
    """Who decides about completion or success. `mark`: the score or progress that it takes, in parts of 1."""

    by: By
    mark: float | None = None


@dataclass(frozen=True)
class Limits:
    """How often and how long. Durations as the manifest writes them; empty or none if there is no limit."""

    attempts: int | None = None
    duration: str = ""
    action: str = ""
    """What happens when the time is over, such as `exit,message`."""
    begin: str = ""
    end: str = ""


Effect = Literal["prerequisite", "disabled", "skip", "hiddenFromChoice", "stopForwardTraversal"]


@dataclass(frozen=True)
class Gate:
    """A condition before an activity. A prerequisite opens it while it holds; the others take effect while it holds."""

    effect: Effect
    when: Condition
    place: Place
    text: str = ""
    """The script, as SCORM 1.2 writes it."""

    @property
    def span(self) -> Span:
        """Where the manifest says it."""
        return self.place.span


@dataclass(frozen=True)
class Step:
    """What happens when an activity ends (`exit`: one above it that has a rule is ended, too), if a condition holds."""

    moment: Literal["exit", "post"]
    action: str
    when: Condition


@dataclass(frozen=True)
class Control:
    """How the parts of an activity can be reached (SN 3.2, 3.13.1); the defaults are the standard's."""

    choice: bool = True
    choice_exit: bool = True
    flow: bool = False
    forward_only: bool = False
    prevent_activation: bool = False
    constrain_choice: bool = False


@dataclass(frozen=True)
class Draw:
    """Chance among the parts of an activity (SN 3.9, 3.10). `select`: so many are drawn; none if all stay."""

    select: int | None = None
    select_timing: str = "never"
    reorder: bool = False
    reorder_timing: str = "never"


@dataclass(frozen=True)
class RollupRule:
    """A rule by which the parts decide (SN 3.7). `least` is a count, or a share of 1 for `atLeastPercent`."""

    action: str
    children: str
    least: float
    conditions: tuple[tuple[str, bool], ...]
    """Word of the standard, and whether it must hold."""
    together: bool
    """All of the conditions, not only one."""


@dataclass(frozen=True)
class Rollup:
    """What an activity takes from its parts, and what it gives to its parent (SN 3.7, 3.13.2)."""

    rules: tuple[RollupRule, ...] = ()
    gives_success: bool = True
    gives_completion: bool = True
    weight: float = 1.0
    progress_weight: float = 1.0
    asked: tuple[tuple[str, str], ...] = ()
    """When it counts, where not always: (`satisfied`, `ifAttempted`) …"""


@dataclass(frozen=True)
class Objective:
    """An objective of an activity. `reads`, `writes`: global objectives and what of them (`status`, `score` …)."""

    name: str
    primary: bool
    by_measure: bool = False
    mark: float = 1.0
    reads: tuple[tuple[str, str], ...] = ()
    writes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Activity:
    """One entry of the tree. `key` is its position, such as `0.2.1`: unlike identifiers, no two are the same."""

    key: str
    identifier: str
    title: str
    role: Role
    place: Place
    launch: str = ""
    parameters: str = ""
    visible: bool = True
    tracked: bool = True
    completion: Decision = Decision("nobody")
    success: Decision = Decision("nobody")
    share: float | None = None
    """Of the score of the whole course, in parts of 1; none where the standard has no such thing."""
    limits: Limits = Limits()
    gates: tuple[Gate, ...] = ()
    steps: tuple[Step, ...] = ()
    control: Control | None = None
    """Only for SCORM 2004."""
    draw: Draw = Draw()
    rollup: Rollup = Rollup()
    objectives: tuple[Objective, ...] = ()
    move_on: str = ""
    data: str = ""
    """What the content is given at launch."""
    hidden_buttons: tuple[str, ...] = ()
    """Buttons of the LMS that are not shown with it."""
    children: tuple[Activity, ...] = ()

    @property
    def span(self) -> Span:
        """Where its element begins."""
        return self.place.span

    def walk(self) -> Iterator[Activity]:
        """It and everything below it, from top to bottom."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.children)


@dataclass(frozen=True)
class GlobalObjective:
    """What activities tell each other through the LMS. Writers and readers are keys, in order, each once."""

    identifier: str
    writers: tuple[str, ...]
    readers: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """A package. `roots`: organizations, or the course; `default`: the one that an LMS takes."""

    standard: str
    title: str
    """Name and edition of the standard."""
    roots: tuple[Activity, ...]
    default: int = 0
    shared: bool = False
    """Whether other courses of the LMS can write this one's global objectives."""
    edition: str = ""
    """`3`, `4` … of SCORM 2004."""

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """All of them, from top to bottom."""
        return tuple(one for root in self.roots for one in root.walk())

    @cached_property
    def by_key(self) -> dict[str, Activity]:
        """All of them by key."""
        return {one.key: one for one in self.activities}

    @cached_property
    def parents(self) -> dict[str, Activity]:
        """The activity that each one is a part of, by the part's key."""
        return {part.key: one for one in self.activities for part in one.children}

    @cached_property
    def links(self) -> dict[str, GlobalObjective]:
        """The global objectives by identifier."""
        return {one.identifier: one for one in self.objectives}

    @cached_property
    def objectives(self) -> tuple[GlobalObjective, ...]:
        """The global objectives, by identifier."""
        writers: dict[str, dict[str, None]] = {}
        readers: dict[str, dict[str, None]] = {}
        for one in self.activities:
            for objective in one.objectives:
                for target, _ in objective.writes:
                    writers.setdefault(target, {})[one.key] = None
                for target, _ in objective.reads:
                    readers.setdefault(target, {})[one.key] = None
        return tuple(
            GlobalObjective(name, tuple(writers.get(name, ())), tuple(readers.get(name, ())))
            for name in sorted({*writers, *readers})
        )

"""What `darslik.lock` says, as types: a permanent slot for each part of a course; what its questions were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from darslik.questions import Policy

LOCK_FILE = "darslik.lock"
LOCK_VERSION = 1

Section = Literal["modules", "pages", "quizzes", "notes", "scenarios", "questions"]
SECTIONS: tuple[Section, ...] = get_args(Section)

POLICIES: tuple[Policy, ...] = get_args(Policy)

Codes = Mapping[str, Mapping[str, str]]
"""Group of options → code → text. The only group of most kinds is called ''."""


@dataclass(frozen=True)
class Revision:
    """A change of a question's key, points, kind or options: what becomes of answers given before, and their worth."""

    policy: Policy
    points: int


@dataclass(frozen=True)
class Asked:
    """What counts about a question. `key` is a digest by language, by '' where answers are codes."""

    kind: str
    points: int
    key: Mapping[str, str]
    options: Codes = field(default_factory=dict)
    retired_options: Codes = field(default_factory=dict)
    revisions: tuple[Revision, ...] = ()

    @property
    def revision(self) -> int:
        """The number of the present revision; the first is 1."""
        return 1 + len(self.revisions)


@dataclass(frozen=True)
class Entry:
    """One part of a course. `was`: ids it had before. `nodes`: the steps of a scenario. `asked`: of a question."""

    slot: int
    title: str = ""
    retired: bool = False
    was: tuple[str, ...] = ()
    nodes: Mapping[str, int] = field(default_factory=dict)
    asked: Asked | None = None


@dataclass(frozen=True)
class Lock:
    """The whole of `darslik.lock`. Entries are in the order of their slots, which have no gaps."""

    course: str
    sections: Mapping[Section, Mapping[str, Entry]]

    def slot(self, section: Section, name: str) -> int:
        """The slot of a part that is in the course."""
        return self.sections[section][name].slot

    def asked(self, question: str) -> Asked:
        """What counts about a question that is in the course."""
        asked = self.sections["questions"][question].asked
        if asked is None:
            raise KeyError(question)
        return asked


def empty_lock(course: str) -> Lock:
    """The lock of a course that was never built."""
    return Lock(course, {section: {} for section in SECTIONS})

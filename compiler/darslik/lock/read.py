"""`darslik.lock` → a lock, or findings. It is never repaired by guessing: a wrong slot shows others' answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from darslik.diagnostics import Label, Severity, Sink, Span
from darslik.lock.model import LOCK_FILE, LOCK_VERSION, SECTIONS, Asked, Codes, Entry, Lock, Revision, Section
from darslik.lock.write import sum_of
from darslik.model.base import Node, Text
from darslik.model.problems import build
from darslik.questions import Policy
from darslik.rules import define
from darslik.source.files import Files
from darslik.source.text import read_text
from darslik.source.yaml import SourceInt, YamlDocument, read_yaml

_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})(?= |$)", re.MULTILINE)
RESTORE = (
    "bring back the version that was committed last: `git restore darslik.lock`",
    "then run `darslik build`, which adds what is new; this file is never edited by hand",
)
MERGE = (
    "take one side whole, the one that learners have: `git checkout --ours darslik.lock`, or `--theirs`",
    "then run `darslik build`, which gives new slots to what the other side added",
)

define(
    "lock-damaged",
    Severity.ERROR,
    """
    `darslik.lock` was changed by hand, cut off, or holds a merge conflict.

    It says which number each page and question has in learners' records. With a wrong number, one learner's answer
    would turn up at another question. So darslik neither guesses nor repairs: bring back a version that it wrote.

    Bad:
    === darslik.lock
    lock: 1
    course: https://example.org/courses/small
    sum: "00000000"
    pages:
      first/start: {slot: 1}
    Good:
    === lessons/01-first.md
    A course that was not built yet has no lock.
    """,
)
define(
    "lock-from-newer-version",
    Severity.ERROR,
    """
    `darslik.lock` was written by a newer darslik.

    It may say things that this version does not understand and would lose.

    Bad:
    === darslik.lock
    lock: 2
    Good:
    === lessons/01-first.md
    A lock of the present form, or none.
    """,
)
define(
    "lock-of-another-course",
    Severity.ERROR,
    """
    `darslik.lock` belongs to a course with another id.

    Either the folder was copied to begin a new course, which must not inherit the numbers of the old one; or the id
    in `course.yaml` was changed, and every LMS will take the course for a new one.

    Bad:
    === darslik.lock
    lock: 1
    course: https://example.org/courses/other
    sum: 4373b69b
    Good:
    === lessons/01-first.md
    A course without a lock, or with its own.
    """,
)


class EntryNode(Node):
    """A line of the lock."""

    slot: int = Field(ge=0)
    title: str = ""
    retired: bool = False
    was: list[str] = []


class ScenarioNode(EntryNode):
    """The line of a scenario."""

    nodes: dict[str, int] = {}


class RevisionNode(Node):
    """One change of a question."""

    policy: Policy
    points: int = Field(ge=0)


class QuestionNode(EntryNode):
    """The line of a question."""

    kind: str
    points: int = Field(ge=0)
    key: str | dict[str, str]
    options: dict[str, str | dict[str, str]] = {}
    retired_options: dict[str, str | dict[str, str]] = Field(default={}, alias="retired-options")
    revisions: list[RevisionNode] = []


class LockNode(Node):
    """The whole file."""

    lock: int
    course: Text
    sum: Text
    modules: dict[str, EntryNode] = {}
    pages: dict[str, EntryNode] = {}
    quizzes: dict[str, EntryNode] = {}
    notes: dict[str, EntryNode] = {}
    scenarios: dict[str, ScenarioNode] = {}
    questions: dict[str, QuestionNode] = {}


def read_lock(files: Files, course: str, sink: Sink) -> Lock | None:
    """The lock of the course with this id; none if there is no file, or with findings."""
    if not files.has(LOCK_FILE):
        return None
    own = Sink()
    text = read_text(files, LOCK_FILE, own)
    if text is not None and (found := _CONFLICT.search(text)):
        span = Span(LOCK_FILE, text.count("\n", 0, found.start()) + 1, 1, 7)
        sink.add("lock-damaged", "a merge conflict was left here", span, help=MERGE)
        return None
    document = read_yaml(text or "", LOCK_FILE, own)
    if _newer(document, sink):
        return None
    node = None if own.found else _build(document, own)
    for item in own.found:
        sink.add("lock-damaged", item.message, item.span, help=RESTORE)
    if node is None or text is None:
        return None
    return _checked(node, document, sum_of(text), course, sink)


def _newer(document: YamlDocument, sink: Sink) -> bool:
    version = document.value.get("lock") if isinstance(document.value, dict) else None
    if not isinstance(version, SourceInt) or version <= LOCK_VERSION:
        return False
    sink.add(
        "lock-from-newer-version",
        f"this lock has the form {version}, and this darslik knows the forms up to {LOCK_VERSION}",
        document.span(("lock",)),
        help="install the darslik that your colleagues build with, or a newer one",
    )
    return True


def _build(document: YamlDocument, sink: Sink) -> LockNode | None:
    if not isinstance(document.value, dict):
        sink.add("lock-damaged", "this file is empty, or no lock", Span(LOCK_FILE))
        return None
    return build(LockNode, document, "a lock", sink)


def _checked(node: LockNode, document: YamlDocument, expected: str, course: str, sink: Sink) -> Lock | None:
    problems = [*_slots(node, document)]
    if not problems and node.sum != expected:
        message = "this file is not as darslik wrote it: its sum does not agree with the rest"
        problems.append((message, document.span(("sum",)), ()))
    for message, span, related in problems:
        sink.add("lock-damaged", message, span, related=related, help=RESTORE)
    if not problems and node.course != course:
        sink.add(
            "lock-of-another-course",
            f"this lock belongs to `{node.course}`, and this course is `{course}`",
            document.span(("course",)),
            help=(
                "if you copied the folder to begin a new course: delete the copy's darslik.lock",
                f"if it is the same course: write `id: {node.course}` in course.yaml again, for an id is permanent",
            ),
        )
        return None
    return None if problems else _lock(node)


_Problem = tuple[str, Span, tuple[Label, ...]]


def _slots(node: LockNode, document: YamlDocument) -> Iterator[_Problem]:
    for section in SECTIONS:
        entries: Mapping[str, EntryNode] = getattr(node, section)
        places = {name: document.span((section, name, "slot")) for name in entries}
        yield from _numbers({name: entry.slot for name, entry in entries.items()}, places, "slot")
    for name, entry in node.scenarios.items():
        places = {step: document.span(("scenarios", name, "nodes", step)) for step in entry.nodes}
        yield from _numbers(entry.nodes, places, "number")


def _numbers(numbers: Mapping[str, int], places: Mapping[str, Span], what: str) -> Iterator[_Problem]:
    """Each number once, and none left out."""
    first: dict[int, str] = {}
    for name, number in numbers.items():
        if number in first:
            label = Label(places[first[number]], "first use")
            yield f"`{name}` has the same {what} as `{first[number]}`: {number}", places[name], (label,)
        first.setdefault(number, name)
    hole = next((number for number in range(len(first)) if number not in first), None)
    if hole is not None and len(first) == len(numbers):
        last = first[max(first)]
        yield f"the {what} {hole} is missing before {numbers[last]}: a line was deleted", places[last], ()


def _lock(node: LockNode) -> Lock:
    sections: dict[Section, dict[str, Entry]] = {}
    for section in SECTIONS:
        entries: Mapping[str, EntryNode] = getattr(node, section)
        ordered = sorted(entries.items(), key=lambda item: item[1].slot)
        sections[section] = {name: _entry(entry) for name, entry in ordered}
    return Lock(node.course, sections)


def _entry(node: EntryNode) -> Entry:
    nodes = dict(node.nodes) if isinstance(node, ScenarioNode) else {}
    asked = _asked(node) if isinstance(node, QuestionNode) else None
    return Entry(int(node.slot), node.title, node.retired, tuple(node.was), nodes, asked)


def _asked(node: QuestionNode) -> Asked:
    return Asked(
        node.kind,
        int(node.points),
        node.key if isinstance(node.key, dict) else {"": node.key},
        _codes(node.options),
        _codes(node.retired_options),
        tuple(Revision(revision.policy, int(revision.points)) for revision in node.revisions),
    )


def _codes(node: Mapping[str, Any]) -> Codes:
    flat = {code: text for code, text in node.items() if not isinstance(text, dict)}
    named = {name: text for name, text in node.items() if isinstance(text, dict)}
    return {**({"": flat} if flat else {}), **named}

"""A course of one question, and what a build makes of its lock: for the tests of `darslik.lock`."""

from __future__ import annotations

from courses import COURSE, LESSON
from darslik import MemoryFiles
from darslik.diagnostics import Severity
from darslik.lock.model import Lock
from darslik.lock.write import write_lock
from darslik.pipeline import Checked, check

QUESTION = """\
:::{choice} What is hot?
:id: hot
- [x] A flame that burns
  > It is.
- [ ] A stone in the shade
  > It is not.
:::
"""


def course(lesson: str = QUESTION, lock: str | bytes = "") -> MemoryFiles:
    """A course of one lesson, with a lock."""
    own: dict[str, str | bytes] = {"course.yaml": COURSE, "lessons/01-first.md": LESSON + lesson}
    return MemoryFiles({**own, **({"darslik.lock": lock} if lock else {})}, "small")


def errors(checked: Checked, severity: Severity = Severity.ERROR) -> list[str]:
    """`rule file:line:column message` of each finding of this severity."""
    found = [item for item in checked.found if item.severity is severity]
    return [f"{item.rule} {item.span.file}:{item.span.line}:{item.span.column} {item.message}" for item in found]


def locked(files: MemoryFiles) -> Lock:
    """The lock that this course needs; nothing may be wrong with it."""
    checked = check(files)
    assert errors(checked) == []
    assert checked.locked
    return checked.locked.lock


def built(lesson: str = QUESTION, lock: str = "") -> str:
    """The text of the lock after a build."""
    return write_lock(locked(course(lesson, lock)))


def helps(checked: Checked) -> str:
    """All that is advised with errors."""
    return "\n".join(line for item in checked.found if item.severity is Severity.ERROR for line in item.help)


CHANGES = {
    "answer-key-changed": QUESTION.replace("[x]", "[_]").replace("[ ]", "[x]").replace("[_]", "[ ]"),
    "options-changed": QUESTION.replace("A stone in the shade", "Ice cream"),
    "weight-changed": QUESTION.replace(":id: hot", ":id: hot\n:points: 3"),
    "kind-changed": ":::{true-false} What is hot?\n:id: hot\n- [x] true\n  > Yes.\n- [ ] false\n  > No.\n:::\n",
}

WHOLE = built()

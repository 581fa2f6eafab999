"""What can be wrong between a course and its lock, documented. The examples hold locks as they are written."""

from __future__ import annotations

import textwrap

from darslik.diagnostics import Severity
from darslik.lock.model import Asked, Entry, Lock
from darslik.lock.write import write_lock
from darslik.rules import define

_PAGE = {"first/start": Entry(0, "First")}
_MODULE = {"basics": Entry(0, "Basics")}
_ASKED = Asked("choice", 1, {"": "173fc739"}, {"": {"a": "A flame", "b": "A stone"}})


def _lock(pages: dict[str, Entry] | None = None, questions: dict[str, Entry] | None = None) -> str:
    """The lock of the example course, indented as the documentation is."""
    lock = Lock(
        "https://example.org/courses/small",
        {
            "modules": _MODULE,
            "pages": pages or _PAGE,
            "quizzes": {},
            "notes": {},
            "scenarios": {},
            "questions": questions or {},
        },
    )
    return textwrap.indent("=== darslik.lock\n" + write_lock(lock), "    ").strip()


def _question(*options: str, name: str = "hot", marks: str = "x ", stone: str = "A stone") -> str:
    """The lesson of the example course, indented as the documentation is."""
    lines = [
        "=== lessons/01-first.md",
        ":::{choice} What is hot?",
        f":id: {name}",
        *options,
        f"- [{marks[0]}] A flame",
        "  > A flame glows.",
        f"- [{marks[1]}] {stone}",
        "  > A stone does not glow.",
        ":::",
    ]
    return textwrap.indent("\n".join(lines), "    ").strip()


_HOT = {"hot": Entry(0, "What is hot?", asked=_ASKED)}
_LOCK = _lock(questions=_HOT)

define(
    "answer-key-changed",
    Severity.ERROR,
    f"""
    Other answers are right than in the course that learners have.

    Some of them have answered already. Say what becomes of that: `keep` (it counts on as it is), `reset-item` (they
    answer anew) or `regrade` (their answers are marked again), with the number of the change: `:revision: 2 regrade`.

    Bad:
    {_LOCK}
    {_question(marks=" x")}
    Good:
    {_LOCK}
    {_question(":revision: 2 regrade", marks=" x")}
    """,
)
define(
    "options-changed",
    Severity.ERROR,
    f"""
    A question has options that it did not have, or lacks some that it had.

    Learners who answered had another choice. Say with `:revision:` what becomes of their answers. Options that were
    only reworded or put into another order are no change.

    Bad:
    {_LOCK}
    {_question(stone="An ice cube")}
    Good:
    {_LOCK}
    {_question(":revision: 2 reset-item", stone="An ice cube")}
    """,
)
define(
    "weight-changed",
    Severity.ERROR,
    f"""
    A question is worth more or fewer points than in the course that learners have.

    Their scores would change behind their backs. Say with `:revision:` whether old answers keep their old worth.

    Bad:
    {_LOCK}
    {_question(":points: 2")}
    Good:
    {_LOCK}
    {_question(":points: 2", ":revision: 2 keep")}
    """,
)
define(
    "kind-changed",
    Severity.ERROR,
    f"""
    A question is of another kind than in the course that learners have.

    Answers of one kind mean nothing to another. Either learners answer anew, or it becomes a new question with an id
    of its own.

    Bad:
    {_lock(questions={"hot": Entry(0, "What is hot?", asked=Asked("true-false", 1, {"": "173fc739"}))})}
    {_question()}
    Good:
    {_lock(questions={"hot": Entry(0, "What is hot?", asked=Asked("true-false", 1, {"": "173fc739"}))})}
    {_question(":revision: 2 reset-item")}
    """,
)
define(
    "wrong-revision",
    Severity.ERROR,
    f"""
    `:revision:` says something that the question's history does not agree with.

    Revisions are counted: the first change makes revision 2. Each stands for a change and keeps its policy for ever.

    Bad:
    {_LOCK}
    {_question(":revision: 2 keep")}
    Good:
    {_LOCK}
    {_question()}
    """,
)
define(
    "id-reused",
    Severity.ERROR,
    f"""
    Something new has an id that something else had.

    Learners' records hold the old one under this id; in reports, the two would be one.

    Bad:
    {_lock(questions={"hot": Entry(0, "What burns?", retired=True, asked=_ASKED)})}
    {_question()}
    Good:
    {_lock(questions={"hot": Entry(0, "What burns?", retired=True, asked=_ASKED)})}
    {_question(name="hot-things")}
    """,
)
define(
    "wrong-rename",
    Severity.ERROR,
    f"""
    `was` names something that was never there, or that something else is already.

    A part that is renamed takes over the slot of what it was. The wrong one would give learners others' progress.

    Bad:
    {_LOCK}
    {_question(":was: hto", name="hot-things")}
    Good:
    {_LOCK}
    {_question(":was: hot", name="hot-things")}
    """,
)
define(
    "looks-renamed",
    Severity.WARNING,
    f"""
    Something is gone, and something new looks just like it.

    If it is the same under another id, say so with `was`: then learners keep what they did there. A page that moved to
    another lesson has another id, too. If it is new indeed, accept this with an `ok:` comment, or just build.

    Bad:
    {_LOCK}
    {_question(name="hot-things")}
    Good:
    {_LOCK}
    {_question(":was: hot", name="hot-things")}
    """,
)
define(
    "lock-outdated",
    Severity.ERROR,
    f"""
    With `--frozen`, a build that would change `darslik.lock` is refused.

    Slots are given where the course is written, and committed with it; a machine that only builds must not give any,
    or two machines give the same slot to two things.

    Bad:
    {_lock()}
    {_question()}
    Good:
    {_LOCK}
    {_question()}
    """,
)
define(
    "copied-course",
    Severity.WARNING,
    f"""
    The folder beside this one holds a copy of the same course.

    An old version kept for comparison does no harm. But if both are changed and built, each gives the next slot to
    something of its own, and learners who change from one to the other get others' answers.

    Bad:
    {_LOCK}
    {_question()}
    {_lock(questions=_HOT).replace("darslik.lock", "../copy/darslik.lock", 1)}
    === ../copy/course.yaml
    id: https://example.org/courses/small
    Good:
    {_LOCK}
    {_question()}
    """,
)
define(
    "duplicate-course-id",
    Severity.ERROR,
    """
    Another course folder beside this one has the same id.

    An LMS takes both for one course, and the learners of one continue in the other.

    Bad:
    === ../fire-safety/course.yaml
    id: https://example.org/courses/small
    Good:
    === ../fire-safety/course.yaml
    id: https://example.org/courses/fire-safety
    """,
)

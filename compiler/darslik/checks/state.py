"""What an LMS keeps of a learner: everything has a name, and all of it fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from darslik.checks import Finding, Subject, check
from darslik.checks.feedback import items
from darslik.checks.walk import Asked
from darslik.diagnostics import Severity
from darslik.plan.resolve import MAX_SLOTS
from darslik.questions.cloze import Gap

SUSPEND_DATA = 4096
"""Characters of `cmi.suspend_data` in SCORM 1.2 (RTE 3.4.4); the least of all targets."""
_HEAD = 32
_TYPED = 60
"""Characters that a typed answer is reckoned with, in base 64 of UTF-8."""


@check(Severity.ERROR)
def too_many_pages(subject: Subject) -> Iterator[Finding]:
    r"""A course with more pages or questions than can be told apart in what an LMS stores.

    Each page and each question has a name of two characters there; that makes 3,844 of either.

    Bad:
    === lessons/01-first.md
    <!-- ok-file: page-without-title -->

    \repeat 3845 Text.\n\n---\n\n
    Good:
    === lessons/01-first.md
    A course of ordinary size.
    """
    pages = sum(1 for _ in subject.course.source_pages())
    questions = sum(len(page.questions) for _, page in subject.course.source_pages())
    for count, what in ((pages, "pages"), (questions, "questions")):
        if count > MAX_SLOTS:
            yield Finding(
                f"this course has {count:,} {what}, and at most {MAX_SLOTS:,} can be told apart",
                subject.course.document.key(("modules",)),
                help="make several courses of it",
            )


@check(Severity.WARNING)
def state_too_large(subject: Subject) -> Iterator[Finding]:
    r"""What a learner did may not fit into SCORM 1.2's 4,096 characters.

    The package keeps the course going all the same: it leaves out the wording of answers, the longest first, and keeps
    scores and progress. SCORM 2004 has room for 64,000 characters, cmi5 and xAPI have no such limit.

    Bad:
    === lessons/01-first.md
    \repeat 60 :::{text} What is it?\n:id: q\i\n- [x] word\n  > Yes.\n- [ ] *\n  > No.\n:::\n\n
    Good:
    === lessons/01-first.md
    A course of ordinary size.
    """
    asked = [one for one in subject.walk.questions if one.place.lang == subject.course.source]
    pages = sum(1 for _ in subject.course.source_pages())
    typed = sum(_typed(one) for one in asked)
    total = _HEAD + pages + 2 * min(pages, 62) + sum(_record(one) for one in asked) + typed
    if total > SUSPEND_DATA:
        share = f", {typed:,} of them for typed answers" if typed else ""
        yield Finding(
            f"progress and answers may take {total:,} characters{share}; SCORM 1.2 keeps {SUSPEND_DATA:,}",
            subject.course.document.key(("modules",)),
            help=("build for SCORM 2004 or cmi5 where the LMS allows it", "or make two courses of it"),
        )


def _record(asked: Asked) -> int:
    """Characters of an answer without typed text: question, attempts, score, codes, end."""
    content, kind = asked.question.content, asked.question.kind
    if kind == "matching":
        return 7 + 2 * len(items(asked))
    if kind == "ordering" or (kind == "choice" and content.many):
        return 7 + len(items(asked))
    return 8


def _typed(asked: Asked) -> int:
    if asked.question.kind == "cloze":
        gaps: Iterable[Gap] = asked.question.content.gaps
        return _TYPED * sum(gap.typed for gap in gaps)
    length: dict[str, int] = {"text": _TYPED, "numeric": 12}
    return length.get(asked.question.kind, 0)

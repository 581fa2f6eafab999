"""What an LMS records: gates that can open, rules that can be met, state that fits."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.checks.walk import Asked
from darslik.diagnostics import Severity
from darslik.model.tree import Course
from darslik.plan.resolve import MAX_SLOTS
from darslik.suggest import did_you_mean

SUSPEND_DATA = 4096
"""Characters of `cmi.suspend_data` in SCORM 1.2 (RTE 3.4.4); the least of all targets."""
_HEAD = 32
_TYPED = 60
"""Characters that a typed answer is reckoned with, in base 64 of UTF-8."""


@check(Severity.ERROR)
def unknown_module(subject: Subject) -> Iterator[Finding]:
    """`unlock-when`, or a translation, names a module that the course does not have.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
      - id: more
        title: More
        unlock-when: {completed: basic}
        lessons: [lessons/02-second.md]
    === lessons/02-second.md
    More.
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    """
    ids = [module.node.id for module in subject.course.modules]
    for number, module in enumerate(subject.course.modules):
        gate = module.node.unlock_when
        if gate and gate.module not in ids:
            span = subject.course.document.span(("modules", number, "unlock-when", gate.when))
            yield Finding(
                f"there is no module `{gate.module}`",
                span,
                did_you_mean(gate.module, ids),
                f"modules: {', '.join(ids)}",
            )
    for lang, text in subject.course.texts.items():
        for key in text.modules:
            if key not in ids:
                document = subject.course.documents[f"course.{lang}.yaml"]
                yield Finding(
                    f"there is no module `{key}`",
                    document.key(("modules", key)),
                    did_you_mean(key, ids),
                    f"modules: {', '.join(ids)}",
                )


@check(Severity.ERROR, whole=True)
def gate_never_opens(subject: Subject) -> Iterator[Finding]:
    """A module that no learner can ever open.

    It waits for itself, for a module that waits for it, or for a pass mark that the course does not have.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
      - id: more
        title: More
        unlock-when: {passed: basics}
        lessons: [lessons/02-second.md]
    === lessons/02-second.md
    More.
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    """
    course = subject.course
    waits = {m.node.id: m.node.unlock_when.module for m in course.modules if m.node.unlock_when}
    asks = {m.node.id: any(page.questions for le in m.lessons for page in _pages(course, le)) for m in course.modules}
    for number, module in enumerate(course.modules):
        gate = module.node.unlock_when
        if not gate:
            continue
        span = course.document.span(("modules", number, "unlock-when", gate.when))
        if _circle(module.node.id, waits):
            yield Finding(
                "this module waits for itself, directly or through others",
                span,
                help="let it wait for a module that is open before",
            )
        elif gate.when == "passed" and course.node.pass_when is None:
            yield Finding(
                "the course has no pass mark, so no module is ever passed",
                span,
                help=("add `pass-when: {score: 70}`", f"or write `unlock-when: {{completed: {gate.module}}}`"),
            )
        elif gate.when == "passed" and gate.module in asks and not asks[gate.module]:
            yield Finding(
                f"`{gate.module}` has no questions, so it is never passed",
                span,
                help=f"write `unlock-when: {{completed: {gate.module}}}`",
            )


def _pages(course: Course, lesson: object) -> tuple[object, ...]:
    return lesson.texts[course.source].pages  # type: ignore[attr-defined]


def _circle(start: str, waits: dict[str, str]) -> bool:
    seen, at = set[str](), start
    while at in waits and at not in seen:
        seen.add(at)
        at = waits[at]
    return at == start and start in waits


@check(Severity.ERROR, whole=True)
def pass_mark_without_questions(subject: Subject) -> Iterator[Finding]:
    """The course has a pass mark and no question that gives points.

    No learner could ever pass.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    pass-when: {score: 70}
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    """
    found = [asked for asked in subject.walk.questions if asked.place.lang == subject.course.source]
    if subject.course.node.pass_when and not any(asked.question.options.points for asked in found):
        yield Finding(
            "without questions that give points nobody can pass",
            subject.course.document.key(("pass-when",)),
            help="add questions, or take `pass-when` out",
        )


@check(Severity.HINT, whole=True)
def rule_without_effect(subject: Subject) -> Iterator[Finding]:
    """A rule about questions in a course without questions.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    complete-when: {pages: 100, questions: all}
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    complete-when: {pages: 100, questions: none}
    """
    document, node = subject.course.document, subject.course.node
    route = ("complete-when", "questions")
    if not subject.walk.questions and route in document.values and node.complete_when.questions == "all":
        yield Finding("the course has no questions to answer", document.span(route), help="write `questions: none`")


@check(Severity.WARNING, whole=True)
def complete_at_once(subject: Subject) -> Iterator[Finding]:
    """A learner completes the course by opening it.

    With no share of pages to see and no question to answer, everybody is complete on the first page.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    complete-when: {pages: 0, questions: none}
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    complete-when: {pages: 80, questions: none}
    """
    rule = subject.course.node.complete_when
    asked = rule.questions == "all" and subject.walk.questions
    if rule.pages == 0 and not asked:
        yield Finding(
            "everybody is complete on the first page",
            subject.course.document.key(("complete-when",)),
            help="ask for a share of the pages: `complete-when: {pages: 100}`",
        )


@check(Severity.HINT, whole=True)
def unlimited_attempts(subject: Subject) -> Iterator[Finding]:
    """Unlimited attempts in a course with a pass mark.

    Whoever clicks long enough passes. That may be what you want, where answering again is a way to learn.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    pass-when: {score: 70}
    questions: {attempts: 0}
    === lessons/01-first.md
    :::{true-false} Water is wet.
    :id: wet
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    pass-when: {score: 70}
    questions: {attempts: 2}
    === lessons/01-first.md
    :::{true-false} Water is wet.
    :id: wet
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    """
    course = subject.course
    if course.node.pass_when and course.node.questions.attempts == 0 and subject.walk.questions:
        yield Finding(
            "whoever clicks long enough passes",
            course.document.span(("questions", "attempts")),
            help="limit the attempts: `attempts: 2`",
        )


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
    codes = {
        "matching": lambda: 2 * len(content.pairs),
        "ordering": lambda: len(content),
        "choice": lambda: len(content.items) if content.many else 1,
    }
    return 7 + codes.get(kind, lambda: 1)()


def _typed(asked: Asked) -> int:
    if asked.question.kind == "cloze":
        return _TYPED * sum(gap.typed for gap in asked.question.content.gaps)
    return {"text": _TYPED, "numeric": 12}.get(asked.question.kind, 0)

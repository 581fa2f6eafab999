"""What an LMS concludes: rules that can be met and mean something."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.checks.asked import quiz_ids, rules_in
from darslik.diagnostics import Severity
from darslik.policy.conditions import names


@check(Severity.ERROR, whole=True)
def pass_mark_without_questions(subject: Subject) -> Iterator[Finding]:
    """A rule asks for a score, and no question gives points.

    No learner could ever pass, or complete.

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
    if any(asked.question.options.points for asked in found) or any(quiz_ids(subject.course)):
        return
    for rule in rules_in(subject.course):
        if rule.asked.score is not None:
            yield Finding(
                "without questions that give points nobody reaches a score",
                rule.key("score"),
                help="add questions, or take the score out",
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
    if subject.walk.questions or any(quiz_ids(subject.course)):
        return
    for rule in rules_in(subject.course):
        if rule.asked.questions and rule.says("questions"):
            yield Finding(
                "the course has no questions to answer", rule.value("questions"), help="write `questions: none`"
            )


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
    course = subject.course
    asked = names(course.node.complete_when)
    if not subject.walk.questions and not any(quiz_ids(course)):
        asked -= {"questions"}
    if not asked:
        yield Finding(
            "everybody is complete on the first page",
            course.document.key(("complete-when",)),
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

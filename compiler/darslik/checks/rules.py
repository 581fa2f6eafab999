"""`complete-when` and `pass-when`: what they name is there, and what they ask for can happen."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.checks.asked import quiz_ids, rules_in
from darslik.diagnostics import Severity
from darslik.model.tree import Course, CourseModule
from darslik.policy.conditions import names
from darslik.suggest import did_you_mean

MUCH_LONGER = 2
"""Asking for more than so many times the estimated minutes is a mistake."""


def _page_ids(course: Course, module: CourseModule | None) -> list[str]:
    inside = {lesson.id for lesson in module.lessons} if module else None
    return [f"{lesson.id}/{page.id}" for lesson, page in course.source_pages() if not inside or lesson.id in inside]


@check(Severity.ERROR, whole=True)
def unknown_part(subject: Subject) -> Iterator[Finding]:
    """`complete-when` or `pass-when` names a page, quiz or module that is not there.

    Nobody could ever complete or pass. A module's own rules may name only what is in that module.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    complete-when: [{pages: [first/frist]}]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    ## First {#first}

    Text.
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    complete-when: [{pages: [first/first]}]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    ## First {#first}

    Text.
    """
    course = subject.course
    for rule in rules_in(course):
        known = {
            "pages": ("page", _page_ids(course, rule.module)),
            "quizzes": ("quiz", quiz_ids(course, rule.module)),
            "objectives": ("module", [one.node.id for one in course.modules]),
        }
        for key, (what, ids) in known.items():
            asked = getattr(rule.asked, key)
            for number, name in enumerate(asked if isinstance(asked, tuple) else ()):
                if name not in ids:
                    inside = f" in the module `{rule.module.node.id}`" if rule.module else ""
                    listed = f"{key}: {', '.join(ids[:12])}{' …' if len(ids) > 12 else ''}" if ids else f"no {key}"
                    yield Finding(
                        f"there is no {what} `{name}`{inside}",
                        rule.value(key, number),
                        did_you_mean(name, ids),
                        f"the course has {listed}" if not rule.module else f"the module has {listed}",
                    )


@check(Severity.ERROR, whole=True)
def rule_about_itself(subject: Subject) -> Iterator[Finding]:
    """A module's own rule asks for modules.

    The rule of a module says when this module is completed or passed; it would wait for itself. Whether a module waits
    for another one is said with `unlock-when`.

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
        complete-when: {objectives: [basics]}
        lessons: [lessons/01-first.md]
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    complete-when: [{objectives: [basics]}]
    modules:
      - id: basics
        title: Basics
        complete-when: {pages: 100, questions: none}
        lessons: [lessons/01-first.md]
    """
    for rule in rules_in(subject.course):
        if rule.module and rule.asked.objectives:
            yield Finding(
                "the rule of a module is about this module alone",
                rule.key("objectives"),
                help=f"write `objectives` into the course's own `{rule.name}`",
            )


@check(Severity.ERROR)
def rule_asks_nothing(subject: Subject) -> Iterator[Finding]:
    """A rule has an entry without any condition.

    Everybody would pass, or nobody: what was meant cannot be told.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    pass-when: {}
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    complete-when: {pages: 100}
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    """
    for rule in rules_in(subject.course):
        said = rule.asked.model_dump(exclude_none=True)
        if not said or (rule.name == "pass-when" and not names([rule.asked])):
            yield Finding(
                "this asks for nothing",
                subject.course.document.key(rule.route),
                help="write what must have happened, for example `{pages: 100}`, or leave the rule out",
            )


@check(Severity.WARNING, whole=True)
def time_too_long(subject: Subject) -> Iterator[Finding]:
    """A rule asks for much more time than the course takes.

    Learners who have read everything would have to wait. The lessons' own `minutes` are the measure.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    complete-when: {minutes: 90}
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    ---
    title: First
    minutes: 1
    ---
    Text.
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    complete-when: {minutes: 1}
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    ---
    title: First
    minutes: 1
    ---
    Text.
    """
    course = subject.course
    for rule in rules_in(course):
        lessons = rule.module.lessons if rule.module else tuple(course.lessons())
        stated = [lesson.texts[course.source].head.minutes for lesson in lessons]
        known = [minutes for minutes in stated if minutes]
        asked = rule.asked.minutes
        if asked and len(known) == len(stated) and asked > MUCH_LONGER * sum(known):
            yield Finding(
                f"{asked:g} minutes are asked for, and the lessons are estimated at {sum(known)}",
                rule.value("minutes"),
                help="ask for about half of the estimated time, or correct the lessons' `minutes`",
            )


@check(Severity.WARNING, whole=True)
def never_completed(subject: Subject) -> Iterator[Finding]:
    """Completing asks for a score, and attempts run out.

    Whoever has used up the attempts with too low a score never completes, and the LMS shows the course as unfinished
    for ever. What the score is for is `pass-when`: it can be missed, and the LMS says so.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    complete-when: {score: 70}
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
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
    pass-when: {score: 70}
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
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
    default = course.node.questions.attempts
    limits = [default if (own := asked.question.options.attempts) is None else own for asked in subject.walk.questions]
    for rule in rules_in(course):
        if rule.name == "complete-when" and rule.asked.score and any(limits):
            yield Finding(
                "whoever has no attempts left below this score never completes",
                rule.key("score"),
                help=f"write `pass-when: {{score: {rule.asked.score:g}}}`, or give unlimited attempts (`attempts: 0`)",
            )
